//! `ndemon solve`, held against places that are known in closed form.

use crate::folder::{folder, run};
use crate::shell::{session, sh};
use expect_test::expect;

/// The first two columns of all rows: the place and what is found there.
fn places(request: &str) -> Vec<(f64, String)> {
    let output = sh(&format!("ndemon --quiet solve {request} --format csv"));
    assert!(output.ends_with("[0]\n"), "{request}: {output}");
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        (cells[0].parse().unwrap(), cells[cells.len() - 1].to_owned())
    };
    output.lines().skip(1).filter(|line| !line.starts_with('[')).map(row).collect()
}

/// The one place of a request, which is proven to be the only one.
fn only(request: &str) -> f64 {
    let found = places(request);
    let [(at, what)] = &found[..] else { panic!("{request}: {found:?}") };
    assert_eq!(what, "one", "{request}");
    *at
}

fn close(value: f64, reference: f64, relative: f64) {
    assert!((value / reference - 1.0).abs() <= relative, "{value} {reference}");
}

#[test]
fn five_questions_with_closed_forms() {
    // Far from μ0 Boltzmann's factors are all there is: λ_max = 1/(e^g − 1) with g = |ε3 − ε4|/Tc, up to e^−100.
    let tc =
        only("--for tc=1e-3:0.9 --where headroom=0.7 --mu0 0 --e1 -1 --e2 1 --e3 30 --e4 29.8");
    close(tc, (30.0 - 29.8) / (1.0 + 1.0 / 0.7_f64).ln(), 4e-16);
    // The demon of that λ ends there.
    let edges = places(
        "--for tc=1e-3:0.9 --where 'power>=0' --mu0 0 --e1 -1 --e2 1 --e3 30 --e4 29.8 --lambda 0.7",
    );
    close(edges[0].0, tc, 4e-16);
    assert_eq!(edges[0].1, "fl3<0");
    // Levels at μ0 ± a: f_3 = 1 − f_4 and λ_max = 1/(e^(a/Tc) − 1) exactly.
    let request =
        "--for tc=1e-3:0.9 --where headroom=0.45 --mu0 0 --e1 -2 --e2 3 --e3 0.1 --e4 -0.1";
    close(only(request), 0.1 / (1.0 + 1.0 / 0.45_f64).ln(), 4e-16);
    // Eq. C6 with λ is linear in it.
    let f = |e: f64| 1.0 / (((e - 1.0) / 0.5_f64).exp() + 1.0);
    let lambda = only("--for lambda=0:9 --where power=0.02 --tc 0.5 --e4 1.3");
    close(lambda, 0.02 / (0.2 * (f(1.3) - f(1.5))), 1e-14);
    // At λ = 0 the COP is 1/(T0 (1/Tc − 1/Th)), whatever the levels are.
    let request = "--for tc=0.01:1 --where cop=0.37 --e4 1.3 --lambda 0 --t0 0.8 --th 1.25";
    close(only(request), 1.0 / (1.0 / (0.8 * 0.37) + 1.0 / 1.25), 4e-16);
    // The greatest power of ε3 = μ0 and any ε4 is W(1/e) Tc, at x = 1 + W(1/e) (tests/cli/optimize.rs): its
    // slope vanishes there, and twice it has a little less, before and behind.
    let w = 0.278_464_542_761_073_8;
    let levels = "--e3 1 --tc 0.6 --e1 -20 --e2 30";
    let request = format!("--for e4=1.01:3 {levels} --where power_max");
    assert!(sh(&format!("ndemon solve {request}={}", w * 0.6 + 1e-12)).ends_with("[1]\n"));
    let found = places(&format!("{request}={}", w * 0.6 - 1e-12));
    let [(before, _), (behind, _)] = &found[..] else { panic!("{found:?}") };
    let at = 1.0 + (1.0 + w) * 0.6;
    assert!(*before < at && at < *behind && behind - before < 1e-5, "{found:?}");
}

#[test]
fn what_is_asked_and_what_is_said() {
    expect![[r#"
        $ ndemon solve --for tc=0.01:0.99 --where cop=0.1 --e4 1.3
        tc (E)               cop  status  ±        found
        0.32485923195656485  0.1  ok      5.6e-17  one

        These are all values with cop=0.1 in tc=0.01:0.99: proven.
        [0]
        $ ndemon solve --for e4=1.01:1.99 --where 'cop>=0.15,power>=0.01' --tc 0.5
        e4 (E)              cop        power (Γ·E/h)  status  ±    edge  by
        1.1155071124843106  0.15       0.06673278     ok      0.0  from  cop
        1.3456670072942514  0.1908667  0.01           ok      0.0  to    power
        1.6661851312000293  0.1883537  0.01           ok      0.0  from  power
        1.8280709548686835  0.15       0.03564847     ok      0.0  to    cop

        These are all edges of the region with cop>=0.15 and power>=0.01 in
        e4=1.01:1.99: proven.
        [0]
        $ ndemon solve --for e4=1.01:1.99 --where 'power=0.01,cop>=0.2' --tc 0.5 --format csv
        --for e4=1.01:1.99: there is no value with power=0.01 and cop>=0.2
        [1]
        $ ndemon solve --for lambda=0max:1max --where power=0.02 --tc 0.5 --e4 1.3 --format jsonl --columns power,cop
        {"power":0.02,"cop":0.1605245600896123,"lambda_over_max_error":5.6e-17,"found":"one"}
        These are all values with power=0.02 in lambda=0max:1max: proven.
        [0]
        $ ndemon solve --for e4=1.4:1.6 --where cop=0.2 --tc 0.5 --boxes 2000
        e4 (E)  cop  status  ±       found
        1.5     0.2  limit   0.0024  open

        Outside of the rows that are open, these are all values with cop=0.2 in
        e4=1.4:1.6: proven. Within the ± of those it is not decided; where there are
        many, a greater --boxes may decide them.
        error: nothing of what was found is decided
        [3]
        $ ndemon solve --for e4=1.01:1.49 --where power=9 --tc 0.5
        --for e4=1.01:1.49: there is no value with power=9
        [1]
        $ ndemon solve --for tc=20mK:99mK --where power=4aW --th 100mK --mu0 0eV --e1 0eV --e2 8.617ueV --e3 4.309ueV --e4 1.723ueV --gamma 0.5ueV
        tc (K)              power (W)  status  ±        found
        0.0903255934506639  4e-18      ok      1.4e-17  one

        These are all values with power=4aW in tc=20mK:99mK: proven.
        [0]
        $ ndemon solve --for tc=0.3:0.9 --where tc_min=0.2 --e4 1.3
        error: --for tc=0.3:0.9: no value was found with tc_min=0.2; that there is none is not proved
        [3]
        $ ndemon solve --for e4=1.1:1.45 --where tc_min=0.15
        e4 (E)              tc_min (E)  status  ±        found
        1.3905790438609722  0.15        ok      2.3e-16  some

        These values with tc_min=0.15 were found on a grid in e4=1.1:1.45; that there
        are no others is not proven.
        [0]
        $ ndemon solve --for tc=0.3:0.9 --where cop=0.1 --e4 1.3 --gamma 0.05 --resonances boxcar --format csv
        tc,cop,status,tc_error,found
        0.3269278872220707,0.09999999999999999,ok,5.6e-17,one
        These are all values with cop=0.1 in tc=0.3:0.9: proven.
        [0]
        $ ndemon solve --for e4=1.1:1.4 --where cop=0.1 --tc 2
        error: --tc 2: tc must lie below th, which is 1 (by default)
        [2]
        $ ndemon solve --for tc=0.3:0.9 --where power --e4 1.3
        error: --where power: it must be RESULT=NUMBER, RESULT>=NUMBER or RESULT<=NUMBER
        [2]
        $ ndemon solve --for tc=0.3:0.9 --where power=1aW --e4 1.3
        error: --where power=1aW: `aW` is no unit of power: it is in Γ·E/h, because no parameter has a unit
        [2]
        $ ndemon solve --for tc=0.3:0.9 --where power=1,cop=1 --e4 1.3
        error: --where cop=1: one result alone can have a value; others can be bounded by >= or <=
        [2]
        $ ndemon solve --for tc=0.3:0.9 --where e4=1 --e4 1.3
        error: --where e4=1: it must be a result: fl1, fl2, fl3, fl4, power, entropy_current, cop, cop_carnot, headroom, … (ndemon columns)
        [2]
        $ ndemon solve --for e4=0.3:0.9 --where cop=1 --e4 1.3 --tc 0.5
        error: --for e4=0.3:0.9: the parameter has a value already
        [2]
        $ ndemon solve --for e5=0.3:0.9 --where cop=1 --e4 1.3 --tc 0.5
        error: --for e5=0.3:0.9: `e5` is no parameter; known are th, tc, mu0, e1, e2, e3, e4, lambda, t0, gamma, gamma1, gamma2, gamma3, gamma4, leak, phonons, tph, photons
        [2]
        $ ndemon solve --for e4=0.3:0.9 --where cop=1 --tc 0.5 -o a.txt
        error: -o a.txt: the name must end in .csv, .json or .jsonl
        [2]
    "#]].assert_eq(&session(&[
        "ndemon solve --for tc=0.01:0.99 --where cop=0.1 --e4 1.3",
        "ndemon solve --for e4=1.01:1.99 --where 'cop>=0.15,power>=0.01' --tc 0.5",
        "ndemon solve --for e4=1.01:1.99 --where 'power=0.01,cop>=0.2' --tc 0.5 --format csv",
        "ndemon solve --for lambda=0max:1max --where power=0.02 --tc 0.5 --e4 1.3 --format jsonl --columns power,cop",
        "ndemon solve --for e4=1.4:1.6 --where cop=0.2 --tc 0.5 --boxes 2000",
        "ndemon solve --for e4=1.01:1.49 --where power=9 --tc 0.5",
        "ndemon solve --for tc=20mK:99mK --where power=4aW --th 100mK --mu0 0eV --e1 0eV --e2 8.617ueV --e3 4.309ueV --e4 1.723ueV --gamma 0.5ueV",
        "ndemon solve --for tc=0.3:0.9 --where tc_min=0.2 --e4 1.3",
        // Nothing that is shown depends on Tc.
        "ndemon solve --for e4=1.1:1.45 --where tc_min=0.15",
        "ndemon solve --for tc=0.3:0.9 --where cop=0.1 --e4 1.3 --gamma 0.05 --resonances boxcar --format csv",
        "ndemon solve --for e4=1.1:1.4 --where cop=0.1 --tc 2",
        "ndemon solve --for tc=0.3:0.9 --where power --e4 1.3",
        "ndemon solve --for tc=0.3:0.9 --where power=1aW --e4 1.3",
        "ndemon solve --for tc=0.3:0.9 --where power=1,cop=1 --e4 1.3",
        "ndemon solve --for tc=0.3:0.9 --where e4=1 --e4 1.3",
        "ndemon solve --for e4=0.3:0.9 --where cop=1 --e4 1.3 --tc 0.5",
        "ndemon solve --for e5=0.3:0.9 --where cop=1 --e4 1.3 --tc 0.5",
        "ndemon solve --for e4=0.3:0.9 --where cop=1 --tc 0.5 -o a.txt",
    ]));
}

/// A level of no width between Th = 1 and Tc = ½, at e = 2: what flows is f_h − f_c, and each particle pays V.
pub const LEVEL: &str = r#"format = 1
[environment]
T0 = "T_c"
mu0 = "mu_c"
[parameters]
e = 2
V = 0.5
[reservoirs]
h = { T = 1, mu = 0 }
c = { T = 0.5, mu = "V" }
[[transmission]]
between = ["h", "c"]
T = "narrow(at=e, area=1)"
[results]
power = "V*n_c"
"#;

#[test]
fn values_of_a_machine_file() {
    let folder = folder("solve-machine");
    std::fs::write(folder.join("level.toml"), LEVEL).unwrap();
    let ask = |rest: &str| run(&folder, &format!("ndemon --quiet solve level.toml {rest}"));
    // No particle flows where e/Th = (e − V)/Tc: V = e (1 − Tc/Th) = 1.
    let output = ask("--for V=0.1:2.9 --where n_c=0 --columns V --format csv");
    let found: Vec<&str> = output.lines().collect();
    assert_eq!(found.len(), 3, "{output}");
    let at: f64 = found[1].split(',').next().unwrap().parse().unwrap();
    close(at, 1.0, 4e-16);
    assert!(found[1].ends_with(",some"), "{output}");
    // The power V (f_h − f_c), at two places so near each other that no point of the grid lies between.
    let output = ask("--for V=0:200 --where power=0.037 --columns V --format csv");
    let power = |v: f64| v * (1.0 / (2f64.exp() + 1.0) - 1.0 / ((2.0 * (2.0 - v)).exp() + 1.0));
    let at: Vec<f64> =
        output.lines().filter_map(|line| line.split(',').next()?.parse().ok()).collect();
    assert_eq!(at.len(), 2, "{output}");
    at.iter().for_each(|at| close(power(*at), 0.037, 1e-13));
    let edges = ask("--for V=0:200 --where 'power>=0.037' --columns V,power --format csv");
    expect![[r#"
        V,power,V_error,edge,by
        0.5611564697733148,0.037,0.0,from,power
        0.6200722769491378,0.037,0.0,to,power
        [0]
    "#]]
    .assert_eq(&edges);
    expect![[r#"
        V  n_c (E/h)  status     ±        found
        1  0          uncertain  1.2e-16  some

        These values with n_c=0 were found on a grid in V=0.1:2.9; that there are no
        others is not proven.
        error: --for V=0.1:2.9: no value was found with n_c=9; that there is none is not proved
        [3]
    "#]]
    .assert_eq(&run(
        &folder,
        "ndemon solve level.toml --for V=0.1:2.9 --where n_c=0; \
         ndemon solve level.toml --for V=0.1:2.9 --where n_c=9",
    ));
}

#[test]
fn places_are_written_to_a_file_that_is_not_overwritten() {
    let folder = folder("solve-file");
    let line = "ndemon --quiet solve --for tc=0.01:0.99 --where cop=0.1 --e4 1.3";
    expect![[r#"
        tc,cop,status,tc_error,found
        0.32485923195656485,0.09999999999999999,ok,5.6e-17,one
        [
        {"tc":0.32485923195656485,"tc_error":5.6e-17,"found":"one"}
        ]
        a.csv
        a.json
        error: -o a.csv: it exists; --force overwrites it
        error: -o a.csv: its name is that of another --format; drop --format, or choose another name
        [0]
    "#]].assert_eq(&run(
        &folder,
        &format!(
            "{line} -o a.csv; cat a.csv; {line} -o a.csv; {line} -o a.json --columns tc; cat a.json; \
             {line} --force -o a.csv --format json; ls"
        ),
    ));
}
