//! `ndemon figure --map`: a result over two parameters.

use crate::folder::{folder, run};
use crate::shell::{has, session};
use expect_test::expect;

/// Shares of Tc and ε4 in characters; on the border Tc is the minimum temperature of `tc_min`, as a test of the library
/// checks.
#[test]
fn a_map_in_characters() {
    let output = session(&["ndemon figure --map cop --tc 0.05:0.95 --e4 1.02:1.49 --terminal"]);
    expect![[r#"
        $ ndemon figure --map cop --tc 0.05:0.95 --e4 1.02:1.49 --terminal
            resonance between demon and cold reservoir, ε4 (E)
            │0000000011111111222222222333333334444444555555566666667777788888899999
            │  00000011111111222222222333333334444444555555566666667777788888889999
            │    000001111111122222222333333333444444555555566666667777778888889999
        1.4 ┤        00111111122222222233333333444444555555556666666777778888889999
            │          001111111222222233333333444444445555556666666777778888889999
            │            0111111122222223333333344444445555556666666777777888888999
            │             011111122222223333333344444444555555666666677777888888999
        1.3 ┤               0111112222222333333334444444555555666666677777788888899
            │                 11111222222333333334444444455555566666667777788888889
            │                   111122222223333333444444455555556666666777778888889
            │                     1112222222333333444444445555556666666777777788888
        1.2 ┤                      111222222233333344444444555555666666677777778888
            │                       11122222233333334444444455555556666667777777888
            │                         112222223333333444444455555555666666777777788
        1.1 ┤                          11222222333333334444445555555566666677777778
            │                           1112222233333334444444555555556666667777777
            │                            111222223333333444444455555555666666677777
            │                               122222333333344444445555555566666667777
            └───────────┬───────────────┬──────────────┬───────────────┬───────────
                       0.2             0.4            0.6             0.8
                                          temperature of the cold reservoir, Tc (E)
                                                      COP: 0 is 0.00212, 9 is 0.463
        [0]
    "#]]
    .assert_eq(&output);
}

#[test]
fn what_is_no_map_is_refused() {
    let output = session(&[
        "ndemon figure --map cop --curves e4",
        "ndemon figure --map cop --x power",
        "ndemon figure --y tc",
        "ndemon figure --map cop --y tc --x tc",
        "ndemon figure --map status",
        "ndemon figure --map cop --x-range 1:2",
        "ndemon figure --map cop --tc 2:3 --e4 1.3:1.4",
        "ndemon figure --map cop --tc 0.5 --e4 1.3:1.4",
        "ndemon figure --map cop --tc 0.1:0.9 --e4 1.3:1.4 --lambda 1,2",
        "ndemon figure --map cop --tc 0.1:0.9 --e4 0:1.4 --log y",
        "ndemon figure --map cop --inset power",
        "ndemon machine example wire | ndemon figure - --map heat_c --x T_c",
    ]);
    expect![[r#"
        $ ndemon figure --map cop --curves e4
        error: --curves e4: a map has no curves; --y names the parameter of its vertical axis
        [2]
        $ ndemon figure --map cop --x power
        error: --x power: the axes of a map show parameters
        [2]
        $ ndemon figure --y tc
        error: --y tc: it must be a result; the parameter of a vertical axis is one of --map COLUMN
        [2]
        $ ndemon figure --map cop --y tc --x tc
        error: --y tc: the horizontal axis shows it already; name another parameter
        [2]
        $ ndemon figure --map status
        error: --map status: it must be a result: fl1, fl2, fl3, fl4, power, entropy_current, cop, cop_carnot, headroom, … (ndemon columns)
        [2]
        $ ndemon figure --map cop --x-range 1:2
        error: --x-range 1:2: a map shows the ranges of its parameters, such as --tc 0.1:0.5
        [2]
        $ ndemon figure --map cop --tc 2:3 --e4 1.3:1.4
        error: --map cop: it has no value anywhere on this map, whose statuses are tc>=th
        [2]
        $ ndemon figure --map cop --tc 0.5 --e4 1.3:1.4
        error: --tc 0.5: an axis of a map needs two different ends, as in first:last
        [2]
        $ ndemon figure --map cop --tc 0.1:0.9 --e4 1.3:1.4 --lambda 1,2
        error: --lambda 1,2: it must have one value; only tc, by --x, and e4, by --y, have more
        [2]
        $ ndemon figure --map cop --tc 0.1:0.9 --e4 0:1.4 --log y
        error: --log y: the axis of e4 begins at 0, not above 0
        [2]
        $ ndemon figure --map cop --inset power
        error: the argument '--map <COLUMN>' cannot be used with '--inset <COLUMN>'
        [2]
        $ ndemon machine example wire | ndemon figure - --map heat_c --x T_c
        error: --y is missing: a parameter with a range, such as --set NAME=first:last
        [2]
    "#]].assert_eq(&output);
}

/// The numbers of a map are rows of a sweep, and gnuplot draws its script without a complaint.
#[test]
fn a_map_has_numbers_and_a_script() {
    let folder = folder("map");
    let map = "ndemon figure --map power --tc 0.2:0.8 --e4 1.2:1.4";
    let output = run(
        &folder,
        &format!(
            "{map} -o map.gp --data map.csv; ndemon sweep --points map.csv | cmp - map.csv
            head -n 2 map.csv | cut -d, -f1-8; {map} -o map.svg; ndemon rerun map.svg -o again.svg; cmp map.svg again.svg"
        ),
    );
    expect![[r#"
        th,tc,mu0,e1,e2,e3,e4,lambda
        1.0,0.2,1.0,1.0,2.0,1.5,1.2,1.0
        [0]
    "#]]
    .assert_eq(&output);
    if has("gnuplot", "gnuplot --version") {
        let line = "gnuplot -e \"set terminal pngcairo; set output 'map.png'\" map.gp; ls map.png";
        assert_eq!(run(&folder, line), "map.png\n[0]\n");
    }
}
