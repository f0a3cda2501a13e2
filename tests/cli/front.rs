//! `ndemon figure` with a result on the horizontal axis.

use crate::figure::{number, rows};
use crate::folder::{folder, run};
use crate::picture::without_commit;
use crate::shell::{has, session, sh};
use expect_test::{expect, expect_file};
use std::fs;

const FRONT: &str = "ndemon figure --x power --y cop --curves tc --tc 0.25,0.5,0.75 --e4 1.3";

#[test]
fn the_front_goes_from_carnot_to_the_greatest_power() {
    expect_file!["../../docs/front.svg"]
        .assert_eq(&without_commit(sh(FRONT).strip_suffix("[0]\n").unwrap()));
    let folder = folder("figure-front");
    let draw = "gnuplot -e \"set terminal svg; set output 'y.svg'\" x.gp";
    let draw = if has("gnuplot", "gnuplot --version") { draw } else { "true" };
    let same = "ndemon sweep --points x.csv | cmp - x.csv";
    let line = format!("{FRONT} --data x.csv -o x.gp; {draw}; {same}");
    assert_eq!(run(&folder, &line), "[0]\n");
    let (table, script) =
        (rows(&folder.join("x.csv")), fs::read_to_string(folder.join("x.gp")).unwrap());
    for (curve, tc) in [0.25, 0.5, 0.75].into_iter().enumerate() {
        let of: Vec<_> = table.iter().filter(|row| number(row, "tc") == tc).collect();
        let (first, last) = (of[0], of[of.len() - 1]);
        // λ = 0: no power, at the Carnot bound Tc/(Th − Tc).
        assert_eq!(number(first, "power"), 0.0);
        assert!((number(first, "cop") - tc / (1.0 - tc)).abs() < 1e-15);
        // 1max: the power at λ_max (column power_max), and no COP.
        let best = sh(&format!("ndemon sweep --tc {tc} --e4 1.3 --columns power_max --no-header"));
        let best: f64 = best.lines().next().unwrap().parse().unwrap();
        assert!((number(last, "power") / best - 1.0).abs() < 1e-15);
        assert_eq!((number(last, "lambda_over_max"), number(last, "cop")), (1.0, 0.0));
        assert!(of.windows(2).all(|pair| number(pair[0], "cop") > number(pair[1], "cop")));
        // The curve is drawn to that end, and λ = 1 is where `eval` has it.
        let block = |name: &str| {
            let text = script.split(&format!("$main{curve}{name} << EOD\n")).nth(1).unwrap();
            text.split("EOD").next().unwrap().trim().lines().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(block("")[0], format!("{best:?} 0.0"));
        let paper = sh(&format!("ndemon sweep --tc {tc} --e4 1.3 --columns power,cop --no-header"));
        assert_eq!(block("_discs"), [paper.lines().next().unwrap().replace(',', " ")]);
        assert_eq!(block("_rings"), [format!("0.0 {:?}", number(first, "cop"))]);
    }
}

/// The README's picture of the best demon.
#[test]
fn the_best_demon_is_drawn_beside_the_paper_s() {
    let line = "ndemon figure --x power --y cop --best --bound cop_carnot --tc 0.5 --e4 1.3";
    let picture = sh(line);
    let picture = picture.strip_suffix("[0]\n").unwrap();
    assert!(picture.contains("at best"));
    expect_file!["../../docs/best.svg"].assert_eq(&without_commit(picture));
    let refused = sh("ndemon figure --best --y power");
    expect![[r#"
        error: --best, with --y power: there is a best cop alone
        [2]
    "#]]
    .assert_eq(&refused);
}

#[test]
fn results_may_be_shown_over_results_along_any_parameter() {
    let folder = folder("figure-along");
    let line = "ndemon figure --x power --y cop --along tc --inset headroom -o x.svg --data x.csv; \
                grep -c '<path d' x.svg; ndemon figure --curves lambda --lambda 0.1max,0.5max --e4 1.3 \
                | grep -o '<title>[^<]*' | sort -u";
    expect![[r#"
        14
        <title>0.0
        <title>0.00
        <title>0.02
        <title>0.04
        <title>0.2
        <title>0.4
        <title>0.5
        <title>0.6
        <title>0.8
        <title>1.0
        <title>COP
        <title>COP over temperature of the cold reservoir, Tc (E)
        <title>Carnot bound
        <title>Tc (E)
        <title>Th = 1,  μ0 = 1,  ε1 = 1,  ε2 = 2,  ε3 = 1.5,  ε4 = 1.3
        <title>power, ε̇h (Γ·E/h)
        <title>temperature of the cold reservoir, Tc (E)
        <title>λ = 0.1 λ_max
        <title>λ = 0.5 λ_max
        [0]
    "#]]
    .assert_eq(&run(&folder, line));
    expect![[r#"
        $ ndemon figure --x power --along e4 --tc 0.5
        error: --curves e4: it is the parameter of --along already
        [2]
        $ ndemon figure --along e4
        error: --along e4: the curves run along tc, by --x, already
        [2]
        $ ndemon figure --x power --tc 0.5 --lambda 0.5max
        error: --lambda 0.5max: an axis needs two different ends, as in first:last or a list
        [2]
        $ ndemon figure --x power --tc 0.1:0.5:3 --e4 1.3
        error: --tc 0.1:0.5:3: it must have one value; only lambda, by --along, and e4, by --curves, may have more
        [2]
    "#]]
    .assert_eq(&session(&[
        "ndemon figure --x power --along e4 --tc 0.5",
        "ndemon figure --along e4",
        "ndemon figure --x power --tc 0.5 --lambda 0.5max",
        "ndemon figure --x power --tc 0.1:0.5:3 --e4 1.3",
    ]));
}
