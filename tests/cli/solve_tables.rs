//! The tables of `ndemon solve` and of fronts: their units, what they need, and that they are read back.

use crate::folder::{folder, run};
use crate::shell::{session, sh};
use crate::solve::LEVEL;
use expect_test::expect;

/// A device of the laboratory without its width.
const COLD: &str = "--th 100mK --mu0 0eV --e1 0eV --e2 9ueV --e3 4ueV";

#[test]
fn places_are_shown_in_the_units_that_are_asked_for() {
    // The place in kelvins, its power and its error are those of the same request without --units, times 10^3 and 10^18.
    let request = format!(
        "ndemon --quiet solve {COLD} --e4 2ueV --gamma 0.5ueV --for tc=1mK:99mK --where power=3aW"
    );
    expect![[r#"
        tc_K,power_W,status,tc_error_K,found
        0.07039522759057586,3e-18,ok,1.4e-17,one
        tc_mK,power_aW,status,tc_error_mK,found
        70.39522759057586,3.0,ok,1.4e-14,one
        tc (mK)            power (aW)  status  ±        found
        70.39522759057586  3           ok      1.4e-14  one

        These are all values with power=3aW in tc=1mK:99mK: proven.
        {"power_aW":3.0,"tc_uK":70395.22759057586,"tc_error_uK":1.4e-11,"found":"one"}
        {"power_W":3e-18,"tc_error_mK":1.4e-14,"found":"one"}
        [0]
    "#]].assert_eq(&sh(&format!(
        "{request} --format csv; {request} --units mK,ueV,aW --format csv; {request} --units mK,aW; \
         {request} --columns power_aW,tc_uK --format jsonl; {request} --columns power --units mK --format jsonl"
    )));
}

#[test]
fn a_table_of_places_is_read_back() {
    let folder = folder("solve-back");
    let back = |request: &str, rest: &str| {
        let line = format!(
            "ndemon --quiet solve {request} -o a.csv --force && ndemon sweep --points a.csv {rest}"
        );
        run(&folder, &line)
    };
    let power = LEVEL.replace("V =", "by =").replace("\"V\"", "\"by\"").replace("V*", "by*");
    std::fs::write(folder.join("by.toml"), power).unwrap();
    let outputs = [
        back("--for tc=0.01:0.99 --where cop=0.1 --e4 1.3", "--e4 1.3 --columns tc"),
        back("--for e4=1.1:1.4 --where 'cop>=0.15' --tc 0.5", "--tc 0.5 --columns e4"),
        back(
            "--for lambda=0max:1max --where power=0.02 --tc 0.5 --e4 1.3",
            "--tc 0.5 --e4 1.3 --columns lambda_over_max",
        ),
        back(
            &format!("{COLD} --e4 2ueV --for tc=1mK:99mK --where cop=0.3"),
            &format!("{COLD} --e4 2ueV --columns tc"),
        ),
        back(
            &format!("{COLD} --tc 80mK --for e4=1ueV:3ueV --where cop=0.33 --units mK,ueV"),
            &format!("{COLD} --tc 80mK --columns e4_ueV"),
        ),
        // A parameter may have the name of a column that an answer adds.
        run(
            &folder,
            "ndemon --quiet solve by.toml --for by=0:200 --where 'power>=0.037' --columns by -o b.csv; cat b.csv; \
             ndemon sweep by.toml --points b.csv --columns by",
        ),
        run(
            &folder,
            "ndemon --quiet optimize --front 2 --maximize power,cop --over e4=1.1:1.4 --tc 0.5 --format csv > f.csv; \
             ndemon sweep --points f.csv --tc 0.5 --columns e4",
        ),
        // What is passed through is passed through whole.
        run(
            &folder,
            "printf 'tc,by\n0.5,me\n' | ndemon sweep --points - --keep-extra --e4 1.3 --columns tc",
        ),
        run(
            &folder,
            "printf 'tc,th_error_mK\n0.5,1\n' | ndemon sweep --points - --e4 1.3 --columns tc",
        ),
        run(
            &folder,
            "printf 'tc,tc_error_eV\n0.5,1\n' | ndemon sweep --points - --e4 1.3 --columns tc",
        ),
    ];
    expect![[r#"
        tc
        0.32485923195656485
        [0]
        e4
        1.1155071124843106
        1.4
        [0]
        lambda_over_max
        0.37182818284590463
        [0]
        tc_K
        0.07308931467923736
        [0]
        e4_ueV
        1.6071665746883897
        [0]
        by,by_error,edge,by_
        0.5611564697733148,0.0,from,power
        0.6200722769491378,0.0,to,power
        by
        0.5611564697733148
        0.6200722769491378
        [0]
        e4
        1.4
        1.100000191146137
        [0]
        tc,by
        0.5,me
        [0]
        tc
        0.5
        [0]
        error: standard input: the column `tc_error_eV`: `error_eV` is no unit of a temperature; known are K, mK, uK, µK, nK, pK
        [2]
    "#]].assert_eq(&outputs.concat());
}

#[test]
fn a_width_is_asked_for_where_something_has_it() {
    let cop = format!("ndemon solve {COLD} --e4 2ueV --for tc=1mK:99mK");
    let best = format!("ndemon optimize {COLD} --tc 80mK --maximize cop --over e4=1ueV:3ueV");
    expect![[r#"
        tc (K)               cop  status  ±        found
        0.07308931467923736  0.3  ok      1.4e-17  one

        These are all values with cop=0.3 in tc=1mK:99mK: proven.
        e4_eV,cop
        3e-6,0.35728216661703305
        error: --th 100mK has a unit, so that results are in watts, which takes --gamma, the width of the resonances, e.g. --gamma 0.5ueV
        error: --th 100mK has a unit, so that results are in watts, which takes --gamma, the width of the resonances, e.g. --gamma 0.5ueV
        What binds: e4 = 3 µeV, lambda = 1. It is the best one within the ranges, to nine digits.
        error: --th 100mK has a unit, so that results are in watts, which takes --gamma, the width of the resonances, e.g. --gamma 0.5ueV
        [2]
    "#]].assert_eq(&sh(&format!(
        "{cop} --where cop=0.3; {cop} --where power=3aW; {cop} --where cop=0.3 --columns +power; \
         {best} --columns e4,cop --format csv; {best} --columns e4,cop,power"
    )));
}

#[test]
fn what_is_not_decided_ends_a_region_as_open() {
    // At ε4 = 1.5 = ε3 the COP touches 0.2.
    expect![[r#"
        $ ndemon solve --for e4=1.2:1.8 --where 'cop<=0.2' --tc 0.5 --boxes 2000
        e4 (E)              cop        status  ±       edge  by
        1.2                 0.1680828  ok      0.0     from  range
        1.49710693359375    0.1999966  ok      0.0     to    open
        1.4995697021484375  0.1999999  ok      0.0025  open
        1.5020324707031252  0.1999983  ok      0.0     from  open
        1.8                 0.1594199  ok      0.0     to    range

        Outside of the rows that are open, these are all edges of the region with
        cop<=0.2 in e4=1.2:1.8: proven. Within the ± of those it is not decided; where
        there are many, a greater --boxes may decide them.
        [0]
        $ ndemon solve --for e4=1.2:1.8 --where 'cop<=0.2' --tc 0.5 --boxes 0
        error: --boxes 0: it must be a whole number from 1 on; without --boxes it is 100000
        [2]
        $ ndemon optimize --front 4 --maximize power,cop --over e4=1.1:1.45 --tc 0.05
        no point within these ranges does what is asked
        [1]
        $ ndemon optimize --front 4 --maximize power,power --over e4=1.1:1.45 --tc 0.5
        error: --maximize power,power: --front takes two different results
        [2]
        $ ndemon optimize --front 2 --maximize cop,power --over e4=1ueV:3ueV --th 100mK --tc 80mK --mu0 0eV --e1 0eV --e2 9ueV --e3 4ueV --gamma 0.5ueV --units aW,ueV
        e4 (µeV)  cop        power (aW)  status  power_bound_aW
        1         0.3133666  6.096899    ok      6.096899
        2.999971  0.3572818  0.6588579   ok      0.6588579

        No point within the ranges has as much cop as a row and more power: proven, to
        nine digits.
        [0]
    "#]].assert_eq(&session(&[
        "ndemon solve --for e4=1.2:1.8 --where 'cop<=0.2' --tc 0.5 --boxes 2000",
        "ndemon solve --for e4=1.2:1.8 --where 'cop<=0.2' --tc 0.5 --boxes 0",
        "ndemon optimize --front 4 --maximize power,cop --over e4=1.1:1.45 --tc 0.05",
        "ndemon optimize --front 4 --maximize power,power --over e4=1.1:1.45 --tc 0.5",
        "ndemon optimize --front 2 --maximize cop,power --over e4=1ueV:3ueV --th 100mK --tc 80mK --mu0 0eV --e1 0eV --e2 9ueV --e3 4ueV --gamma 0.5ueV --units aW,ueV",
    ]));
    let folder = folder("solve-pole");
    // 1/(V − 1.03) is 2 at V = 1.53, and jumps over 2 at its pole.
    let text = LEVEL.replace("[results]", "[results]\npole = \"1/(V - 1.03)\"");
    std::fs::write(folder.join("pole.toml"), text).unwrap();
    expect![[r#"
        V     pole  status     ±        found
        1.03  –     uncertain  2.3e-16  open
        1.53  2     ok         2.3e-16  some

        But for the rows that are open, these values with pole=2 were found on a grid in
        V=0.1:2.9; that there are no others is not proven. Where a row is open the
        result jumps over the value, as at a pole, or has no number in between.
        [0]
    "#]]
    .assert_eq(&run(&folder, "ndemon solve pole.toml --for V=0.1:2.9 --where pole=2"));
}
