//! Heat that comes back to the cold reservoir: `--leak`, `--phonons`, `--tph`, `--photons`.

use crate::folder::{folder, run};
use crate::shell::sh;
use expect_test::expect;

const DEVICE: &str = "--th 100mK --mu0 0eV --e1 0ueV --e2 8.617ueV --e3 4.309ueV --e4 1.723ueV --gamma 0.5ueV \
     --leak 0.03fW/K --phonons 2000aW/K^5 --photons 1e-6";

/// A table with leaks is in the laboratory's units, reads back, and is the same with the numbers of a file.
#[test]
fn leaks_have_units_and_read_back() {
    let columns = "--columns leak,phonons,tph,photons,net_power,tc_steady";
    let table = sh(&format!("ndemon sweep {DEVICE} --tph 90mK --tc 80mK {columns}"));
    expect![[r#"
        leak_W_per_K,phonons_W_per_K5,tph_K,photons,net_power_W,tc_steady_K
        3e-17,2e-15,0.09,1e-6,3.8614951339983446e-18,0.032224607257664004
        [0]
    "#]]
    .assert_eq(&table);
    let output = run(
        &folder("leaks"),
        &format!(
            "ndemon sweep {DEVICE} --tph 90mK --tc 50mK:90mK:5 -o all.csv
            ndemon sweep --points all.csv | cmp - all.csv
            ndemon eval {DEVICE} --tph 90mK --tc 80mK --save lab.toml --columns cop > page; grep W lab.toml
            ndemon sweep lab.toml {columns}
            ndemon sweep lab.toml --set leak=0.03,0.06 --units aW,mK --columns leak,net_power"
        ),
    );
    expect![[r#"
        leak = "0.03fW/K"
        phonons = "2000aW/K^5"
        leak_W_per_K,phonons_W_per_K5,tph_K,photons,net_power_W,tc_steady_K
        3e-17,2e-15,0.09,1e-6,3.8614951339983446e-18,0.032224607257664004
        leak_aW_per_K,net_power_aW
        30.0,3.8614951339983446
        60.0,3.2614951339983447
        warning: --gamma 0.5ueV is more than a tenth of k_B·Tc at tc = 50 mK (of --tc 50mK:90mK:5): the results are those of narrow resonances; --resonances boxcar has exact ones
        warning: gamma = 500 neV is more than a tenth of k_B·Tc at tc = 50 mK: the results are those of narrow resonances; --resonances boxcar has exact ones
        [0]
    "#]]
    .assert_eq(&output);
}

#[test]
fn a_page_says_where_the_cold_reservoir_settles() {
    let page = |rest: &str| {
        let page = sh(&format!("ndemon eval --e4 1.3 --columns power,net_power {rest}"));
        page.lines()
            .filter(|line| line.contains('c') && line.contains('.'))
            .collect::<Vec<_>>()
            .join("\n")
    };
    let pages = ["--tc 0.5 --leak 0.01", "--tc 0.5 --leak 0.03", "--tc 0.25 --leak 0.03"].map(page);
    expect![[r#"
        power      ε̇_h    0.01708045 Γ·E/h  heat that flows from cold to hot
        net_power  ε̇_net  0.01208045 Γ·E/h  power less what leaks back
        Γ: the width of the resonances; h: Planck's constant.
        ok: the demon pumps heat from cold to hot.
        It is physical for lambda up to 3.149113.
        It stays physical down to tc = 0.2415385.
        What comes back does not stop c from getting so cold.

        power      ε̇_h    0.01708045 Γ·E/h   heat that flows from cold to hot
        net_power  ε̇_net  0.002080454 Γ·E/h  power less what leaks back
        Γ: the width of the resonances; h: Planck's constant.
        ok: the demon pumps heat from cold to hot.
        It is physical for lambda up to 3.149113.
        It stays physical down to tc = 0.2415385.
        c cools down to tc = 0.2514071, where as much heat comes back.

        power      ε̇_h    0.02245446 Γ·E/h     heat that flows from cold to hot
        net_power  ε̇_net  -0.0000455411 Γ·E/h  power less what leaks back
        Γ: the width of the resonances; h: Planck's constant.
        ok: the demon pumps heat from cold to hot.
        It is physical for lambda up to 1.06173.
        It stays physical down to tc = 0.2415385.
        More heat comes back than the demon draws: c warms up to tc = 0.2514071."#]]
    .assert_eq(&pages.join("\n\n"));
}

#[test]
fn wrong_leaks_are_refused() {
    let wrong = [
        "--leak -1",
        "--leak 1fW",
        "--leak 1fW/K",
        "--phonons 1W/K4",
        "--tph 0",
        "--photons 0.5",
        "--photons 1.5 --gamma 0.01",
        "--photons 1e-3K",
    ];
    let said = wrong.map(|leak| sh(&format!("ndemon eval --tc 0.5 --e4 1.3 {leak} 2>&1")));
    expect![[r#"
        error: --leak -1: leak must not be negative
        [2]
        error: --leak 1fW: `fW` is no unit of a thermal conductance; known are W/K with m, u, n, p, f, a, z
        [2]
        error: --leak 1fW/K has a unit, --tc 0.5 has none: give a unit to all numbers that can have one, or to none
        [2]
        error: --phonons 1W/K4: `W/K4` is no unit of an electron-phonon coupling; known are W/K5 with m, u, n, p, f, a, z
        [2]
        error: --tph 0: tph must be positive
        [2]
        error: --gamma is missing: gamma must be given where values have units, resonances a width, or photons carry heat
        [2]
        error: --photons 1.5: photons must be at most 1, the quantum of thermal conductance
        [2]
        error: --photons 1e-3K: `K` is no unit of a pure number; known are none
        [2]
    "#]]
    .assert_eq(&said.concat());
}

/// What one machine file says of Fig. 2's device is what the flags say: Eq. 18 for the photons on one side, their closed
/// form on the other.
#[test]
fn a_machine_file_with_a_photon_channel_settles_at_the_same_temperature() {
    let flags =
        sh("ndemon eval --e4 1.3 --gamma 0.01 --leak 0.035 --phonons 0.001 --photons 1e-5 \
         --columns tc_steady --format csv");
    let steady: f64 = flags.lines().nth(1).unwrap().parse().unwrap();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/machines/leaks.toml");
    let found = sh(&format!(
        "ndemon solve {path} --for T_c=0.25:0.99 --where net_power=0 --format csv --columns T_c 2>&1"
    ));
    let row = found.lines().find(|line| line.starts_with("0.")).unwrap();
    let place: f64 = row.split(',').next().unwrap().parse().unwrap();
    assert!((place - steady).abs() < 1e-12, "{flags}{found}");
}

/// A cell of a leak that is empty is a leak that is 0, and the table that is written says so.
#[test]
fn an_empty_cell_is_the_number_that_is_computed_with() {
    let folder = folder("empty-leak");
    std::fs::write(folder.join("p.csv"), "tc,e4,leak\n0.5,1.3,\n0.5,1.3,0.01\n").unwrap();
    let output = run(&folder, "ndemon sweep --points p.csv --columns leak,net_power");
    // 0.017080454480841878… is the power by `fixtures/reference.py`; G (Th − Tc) = 0.005 leaks back.
    let expected = "leak,net_power\n0.0,0.01708045448084188\n0.01,0.012080454480841878\n[0]\n";
    assert_eq!(output, expected);
}
