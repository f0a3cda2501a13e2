//! Several fronts in one picture: those of the best demons of four, six and eight levels, in both classes.

use crate::figure::{number, rows};
use crate::folder::{folder, run};
use crate::picture::without_commit;
use crate::shell::{session, sh};
use expect_test::{expect, expect_file};
use std::fs;

/// The command of docs/theory.md.
const FRONTS: &str = "ndemon machine example best-demon > best-demon.toml; ndemon figure best-demon.toml --x power \
    --y cop --along x --set x=1e-6:0.999999 --curves levels --set levels=4,6,8 --beside paper=1 --bound carnot \
    -o fronts.svg --data fronts.csv";

/// The hot and the cold levels of examples/machines/best-demon.toml, in the order in which they are added.
const HOT: [f64; 4] = [1.0, 2.0, 2.25, 0.75];
const COLD: [f64; 4] = [1.5, 1.3, 1.1, 0.9];

/// The solution of a system of equations, if there is one.
fn solved(mut rows: Vec<Vec<f64>>) -> Option<Vec<f64>> {
    let size = rows.len();
    for column in 0..size {
        let pivot = (column..size)
            .max_by(|a, b| rows[*a][column].abs().total_cmp(&rows[*b][column].abs()))?;
        rows.swap(column, pivot);
        if rows[column][column].abs() < 1e-12 {
            return None;
        }
        let own = rows[column].clone();
        for (place, row) in rows.iter_mut().enumerate().filter(|(place, _)| *place != column) {
            let factor = row[column] / own[column];
            assert_ne!(place, column);
            row.iter_mut().zip(&own).for_each(|(a, b)| *a -= factor * b);
        }
    }
    Some((0..size).map(|place| rows[place][size] / rows[place][place]).collect())
}

/// The greatest heat from c that occupations between 0 and 1 allow, with ṅ_l = ε̇_l = 0, and ṅ_h = 0 in the paper's
/// class: a linear programme, of which every vertex is tried (as many levels as conditions are between 0 and 1).
fn greatest(count: usize, is_paper: bool) -> f64 {
    let fermi = |e: f64, t: f64| 1.0 / (((e - 1.0) / t).exp() + 1.0);
    let half = count / 2;
    let hot = HOT[..half].iter().map(|e| (*e, fermi(*e, 1.0), true));
    let levels: Vec<_> =
        hot.chain(COLD[..half].iter().map(|e| (*e, fermi(*e, 0.5), false))).collect();
    let conditions = if is_paper { 3 } else { 2 };
    let weight = |condition: usize, (e, _, is_hot): (f64, f64, bool)| match condition {
        0 => 1.0,
        1 => e,
        _ => f64::from(u8::from(is_hot)),
    };
    let mut most = f64::NEG_INFINITY;
    // Each level is empty, full, or between.
    for code in 0..3usize.pow(count as u32) {
        let state = |place: usize| code / 3usize.pow(place as u32) % 3;
        let between: Vec<usize> = (0..count).filter(|place| state(*place) == 2).collect();
        if between.len() != conditions {
            continue;
        }
        let row = |condition: usize| {
            let right = levels.iter().enumerate().map(|(place, level)| {
                let f = if state(place) == 1 { 1.0 } else { 0.0 };
                weight(condition, *level) * (level.1 - f)
            });
            let left = between.iter().map(|place| weight(condition, levels[*place]));
            left.chain([right.sum()]).collect()
        };
        let Some(found) = solved((0..conditions).map(row).collect()) else { continue };
        if !found.iter().all(|f| (-1e-12..=1.0 + 1e-12).contains(f)) {
            continue;
        }
        let f = |place: usize| match between.iter().position(|own| *own == place) {
            Some(own) => found[own],
            None => state(place) as f64,
        };
        let drawn = levels.iter().enumerate().filter(|(_, (.., is_hot))| !is_hot);
        let drawn = drawn.map(|(place, (e, own, _))| (e - 1.0) * (own - f(place)));
        most = most.max(drawn.sum());
    }
    most
}

#[test]
fn fronts_end_at_the_greatest_power_of_their_levels() {
    let folder = folder("fronts");
    assert_eq!(run(&folder, FRONTS), "[0]\n");
    let picture = fs::read_to_string(folder.join("fronts.svg")).unwrap();
    expect_file!["../../docs/fronts.svg"].assert_eq(&without_commit(&picture));
    let table = rows(&folder.join("fronts.csv"));
    for (count, paper) in [(4, 0.0), (6, 0.0), (8, 0.0), (4, 1.0), (6, 1.0), (8, 1.0)] {
        let of = table.iter().filter(|row| {
            number(row, "levels") == f64::from(count) && number(row, "paper") == paper
        });
        let curve: Vec<_> = of.collect();
        let (first, last) = (curve[0], curve[curve.len() - 1]);
        let most = greatest(count as usize, paper == 1.0);
        let power = number(last, "power") / number(last, "x");
        assert!((power / most - 1.0).abs() < 1e-12, "{count} {paper}: {power} {most}");
        // Carnot's COP Tc/(Th − Tc) = 1 without power, and less from there on.
        assert!((number(first, "cop") - 1.0).abs() < 1e-3, "{count} {paper}");
        assert!(curve.windows(2).all(|pair| number(pair[0], "cop") > number(pair[1], "cop")));
        let flow = curve.iter().map(|row| number(row, "n_h").abs()).fold(0.0, f64::max);
        assert_eq!(flow == 0.0, paper == 1.0);
    }
}

/// With four levels the paper's class is the λ family of the refrigerator (Eq. 20).
#[test]
fn four_levels_of_the_paper_s_class_are_its_family() {
    let folder = folder("fronts-family");
    let line = "ndemon machine example best-demon > m.toml; ndemon eval --tc 0.5 --e4 1.3 --lambda 0.25max \
        --format csv --columns power,cop | tail -1; ndemon eval m.toml --set levels=4 --set paper=1 --set x=0.25 \
        --format csv --columns power,cop | tail -1";
    let found = run(&folder, line);
    let [family, own, _] = found.lines().collect::<Vec<_>>()[..] else { panic!("{found}") };
    assert_eq!(family, own);
}

/// What is fixed where a number is not 0 is as if it were fixed, or not.
#[test]
fn a_parameter_chooses_the_class() {
    let folder = folder("fronts-class");
    let text = sh("ndemon machine example best-demon").replace("[0]\n", "");
    let chosen = "fixed = { n_h = \"paper\" }";
    assert!(text.contains(chosen));
    for (name, fixed) in [
        ("m", chosen),
        ("free", ""),
        ("fixed", "fixed = [\"n_h\"]"),
        ("other", "fixed = { n_x = \"paper\" }"),
    ] {
        fs::write(folder.join(format!("{name}.toml")), text.replace(chosen, fixed)).unwrap();
    }
    let columns = "--format csv --columns n_h,power,cop,entropy_l,status";
    let line = format!(
        "for p in 0 1 -2; do ndemon eval m.toml --set paper=$p {columns}; done; \
        for m in free fixed; do ndemon eval $m.toml {columns}; done"
    );
    let found = run(&folder, &line);
    let found: Vec<&str> = found.lines().filter(|line| !line.starts_with("n_h")).collect();
    assert_eq!(found[..3], [found[3], found[4], found[4]]);
    assert_ne!(found[3], found[4]);
    expect![[r#"
        error: `n_x` cannot be fixed
          --> other.toml:27:17
           |
        27 | fixed = { n_x = "paper" }               # n_h is 0 where this number is not; fixed = ["n_h"] is so for ever
           |                 ^^^^^^^ columns that can be fixed are n_h, n_c

        other.toml: 1 error
        [2]
    "#]].assert_eq(&run(&folder, "ndemon machine check other.toml"));
}

#[test]
fn what_cannot_be_drawn_beside_is_refused() {
    folder("fronts-refused");
    let wire = "cd fronts-refused; ndemon machine example wire > wire.toml; \
        ndemon figure wire.toml --x T_c --y cooling --set T_c=45:60:4 --curves w";
    expect![[r#"
        $ ndemon figure --beside tc=0.5
        error: --beside tc=0.5: the curves run along it; name another parameter
        [2]
        $ ndemon figure --beside e4=1.1
        error: --beside e4=1.1: it tells the curves apart already; name another parameter
        [2]
        $ ndemon figure --beside lambda=0.5,1
        error: --beside lambda=0.5,1: it must have one value
        [2]
        $ ndemon figure --beside lambda=0.5max
        error: --beside lambda=0.5max: it must be a number, no multiple
        [2]
        $ ndemon figure --beside th=1K
        error: --beside th=1K: it must have no unit, as no other number has one
        [2]
        $ ndemon figure --beside x=1
        error: --beside x=1: it must be PARAM=VALUE, and PARAM one of th, tc, mu0, e1, e2, e3, e4, lambda, t0, gamma, gamma1, gamma2, gamma3, gamma4, leak, phonons, tph, photons
        [2]
        $ ndemon figure --bound x
        error: --bound x: it must be a result: fl1, fl2, fl3, fl4, power, entropy_current, cop, cop_carnot, headroom, … (ndemon columns)
        [2]
        $ cd fronts-refused; ndemon machine example wire > wire.toml; ndemon figure wire.toml --x T_c --y cooling --set T_c=45:60:4 --curves w --beside Tw=0:1
        error: --beside Tw=0:1: it must have one value
        [2]
        $ cd fronts-refused; ndemon machine example wire > wire.toml; ndemon figure wire.toml --x T_c --y cooling --set T_c=45:60:4 --curves w --beside Tw=30 | grep -o '<title>.*w = 0.02[^<]*'
        <title>w = 0.02
        <title>w = 0.02, Tw = 30 mK
        <title>w = 0.02
        <title>w = 0.02, Tw = 30 mK
        [0]
    "#]].assert_eq(&session(&[
        "ndemon figure --beside tc=0.5",
        "ndemon figure --beside e4=1.1",
        "ndemon figure --beside lambda=0.5,1",
        "ndemon figure --beside lambda=0.5max",
        "ndemon figure --beside th=1K",
        "ndemon figure --beside x=1",
        "ndemon figure --bound x",
        &format!("{wire} --beside Tw=0:1"),
        &format!("{wire} --beside Tw=30 | grep -o '<title>.*w = 0.02[^<]*'"),
    ]));
}

/// Levels are moved, each time with the best demon for them: no place within the range is better than the one found.
#[test]
fn levels_are_moved_under_the_best_demon() {
    let text = sh("ndemon machine example best-demon > b.toml; for x in 0.1 0.8; do \
         ndemon optimize b.toml --maximize power --set levels=4 --set x=$x --over e4=0.6:1.4 --columns e4,power --format csv; \
         ndemon sweep b.toml --set levels=4 --set x=$x --set e4=0.6:1.4:41 --columns e4,power; done");
    let mut best = None;
    let mut count = 0;
    for line in text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit())) {
        let cells: Vec<f64> = line.split(',').map(|cell| cell.parse().unwrap()).collect();
        match (best, line) {
            (None, _) => best = Some(cells[1]),
            (Some(most), _) => {
                assert!(cells[1] <= most, "{line}: {most}");
                count += 1;
            }
        }
        if count == 41 {
            (best, count) = (None, 0);
        }
    }
    assert_eq!((best, count), (None, 0), "{text}");
}
