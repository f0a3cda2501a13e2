//! Resonances with widths of their own, through the verbs.

use crate::folder::{folder, run};
use crate::shell::session;
use expect_test::expect;

const LABORATORY: &str =
    "--th 100mK --tc 50mK --mu0 8ueV --e1 8ueV --e2 16ueV --e3 12ueV --e4 10ueV";

#[test]
fn a_page_has_currents_of_their_own_unit() {
    expect![[""]].assert_eq(&session(&[
        "ndemon eval --tc 0.5 --e4 1.3 --gamma 0.02 --gamma1 0.01 --gamma4 0.04 --columns gamma,gamma1,gamma2,gamma4,power,entropy_current,cop,headroom,power_max,noise_heat_h,time_3_sigma,dpower_dgamma4,tc_min",
    ]));
}

#[test]
fn what_is_missing_or_wrong_is_said() {
    let natural = [
        "--gamma1 0.01",
        "--gamma 0.02 --gamma2 0",
        "--gamma 0.02 --gamma2 -1e-3",
        "--gamma 0.1 --gamma3 0.2 --resonances boxcar",
    ];
    let natural =
        natural.map(|flags| format!("ndemon eval --tc 0.5 --e4 1.3 {flags} --columns cop"));
    let others = [
        format!("ndemon eval {LABORATORY} --gamma1 0.1ueV"),
        format!("ndemon eval {LABORATORY} --gamma1 0.1"),
        "ndemon sweep --tc 0.5 --e4 1.3 --gamma1 0.1,0.2 --gamma2 0.1 --gamma3 0.1".to_owned(),
    ];
    let lines: Vec<&str> = natural.iter().chain(&others).map(String::as_str).collect();
    expect![[""]].assert_eq(&session(&lines));
}

/// In the laboratory four equal widths are the one that they are, to the byte.
#[test]
fn watts_are_watts() {
    let folder = folder("widths-watts");
    let output = run(
        &folder,
        &format!(
            "ndemon eval {LABORATORY} --gamma 0.5ueV --leak 1e-18W/K --photons 1e-5 --columns power,entropy_current,net_power,noise_heat_h,time_3_sigma,tc_min,tc_steady --format csv > one
            ndemon eval {LABORATORY} --gamma1 0.5ueV --gamma2 0.5ueV --gamma3 0.5ueV --gamma4 0.5ueV --leak 1e-18W/K --photons 1e-5 --columns power,entropy_current,net_power,noise_heat_h,time_3_sigma,tc_min,tc_steady --format csv | cmp - one; cat one
            ndemon eval {LABORATORY} --gamma 0.5ueV --gamma3 250neV --columns gamma3,power,cop --units neV,aW --format csv"
        ),
    );
    expect![[""]].assert_eq(&output);
}

#[test]
fn a_file_and_a_table_give_widths() {
    let folder = folder("widths-files");
    let output = run(
        &folder,
        "ndemon eval --tc 0.5 --e4 1.3 --gamma 0.02 --gamma3 0.05 --save d.toml --format csv > flags
        ndemon eval d.toml --format csv | cmp - flags; tail -n 3 d.toml
        ndemon eval d.toml --set gamma3=0.1 --columns gamma3,power,cop --format csv
        printf 'tc,e4,gamma,gamma2\\n0.5,1.3,0.02,0.04\\n0.5,1.3,0.02,\\n0.5,1.3,,0.04\\n' > points.csv
        ndemon sweep --points points.csv --columns gamma2,power,cop,status",
    );
    expect![[""]].assert_eq(&output);
}

/// What a search says is what its points are.
#[test]
fn searches_know_widths() {
    let folder = folder("widths-searches");
    let output = run(
        &folder,
        "ndemon solve --tc 0.5 --e4 1.3 --gamma 0.01 --for gamma3=0.001:1 --where cop=0.2 --columns gamma3,cop --format csv
        ndemon optimize --tc 0.5 --gamma 0.01 --over gamma3=0.001:0.1,e4=1.1:1.49 --maximize cop --at-least power=0.0001 --columns gamma3,e4,power,cop --format csv
        ndemon optimize --tc 0.5 --e4 1.3 --lambda 1max --gamma 0.01 --over gamma2=0.001:0.1 --maximize power_max --columns gamma2,power_max --format csv
        ndemon spread --tc 0.5 --e4 1.3 --gamma 0.01 --gamma3 0.02+-0.002 --samples 1000 --columns power,cop,headroom",
    );
    expect![[""]].assert_eq(&output);
}

#[test]
fn axes_have_their_unit() {
    let folder = folder("widths-figure");
    let output = run(
        &folder,
        "ndemon figure --x gamma3 --gamma3 0.005:0.05 --e4 1.2,1.3 --tc 0.5 --gamma 0.01 --y power --inset none -o out.gp
        grep -E 'label' out.gp",
    );
    expect![[""]].assert_eq(&output);
}
