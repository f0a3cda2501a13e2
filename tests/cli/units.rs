//! Laboratory units: `80mK`, `8.617ueV`; results in watts.

use crate::folder::{folder, run};
use crate::shell::{session, sh};
use expect_test::expect;

/// A device of a laboratory at 80 and 100 mK.
const DEVICE: &str =
    "--th 100mK --mu0 0eV --e1 0ueV --e2 8.617ueV --e3 4.309µeV --e4 1.723ueV --gamma 0.5ueV";

#[test]
fn a_device_of_the_laboratory_gives_attowatts() {
    let line = format!(
        "ndemon eval {DEVICE} --tc 80mK --format csv --columns power,entropy_current,cop,headroom"
    );
    let numbers = |line: &str| -> Vec<f64> {
        line.split(',').map(|number| number.parse().unwrap()).collect()
    };
    let output = sh(&line);
    let reference = include_str!("../../fixtures/laboratory.csv");
    let [ours, theirs] =
        [&output, reference].map(|table| table.lines().take(2).collect::<Vec<_>>());
    assert_eq!(ours[0], theirs[0]);
    for (value, expected) in numbers(ours[1]).into_iter().zip(numbers(theirs[1])) {
        // The decimals of the flags are rounded to doubles, those of the fixture are not.
        assert!((value / expected - 1.0).abs() < 1e-14, "{value} {expected}");
    }
}

#[test]
fn a_person_reads_prefixes() {
    let columns = "--columns tc,e2,mu0,power,entropy_current,status";
    expect![[r#"
        tc_K    Tc  80 mK      temperature of the cold reservoir
        e2_eV   ε2  8.617 µeV  resonance between demon and hot reservoir
        mu0_eV  μ0  0 eV       chemical potential of both equilibrium reservoirs

        power_W                  ε̇_h  4.468455 aW    heat that flows from cold to hot
        entropy_current_W_per_K  Ṡ_l  138.3276 aW/K  entropy current into the demon
        status                        ok

        ok: the demon pumps heat from cold to hot.
        It is physical for lambda up to 3.908191.
        It stays physical down to tc = 32.22461 mK.
        [0]
    "#]]
    .assert_eq(&sh(&format!("ndemon eval {DEVICE} --tc 80mK {columns}")));
}

#[test]
fn joules_and_hertz_are_energies() {
    // 8.617 µeV and 0.5 µeV/h to 17 digits, from mpmath and the exact constants of the SI.
    let other = "--th 0.1K --mu0 0J --e1 0GHz --e2 1.3805956055178e-24J --e3 4.309µeV --e4 1.723ueV --gamma 120.89946210424591MHz";
    let columns = "--tc 80mK --format csv --columns e2,gamma,power";
    expect![[r#"
        e2_eV,gamma_eV,power_W
        8.617e-6,5e-7,4.4684549100712945e-18
        [0]
    "#]]
    .assert_eq(&sh(&format!("ndemon eval {other} {columns}")));
}

#[test]
fn a_unit_is_rounded_once() {
    // The quotients of whole numbers that the SI fixes, by exact rational arithmetic.
    let device =
        "--th 100mK --tc 80mK --mu0 0eV --e1 0ueV --e2 8.617ueV --gamma 1peV --columns e3,e4";
    expect![[r#"
        $ ndemon eval --th 100mK --tc 80mK --mu0 0eV --e1 0ueV --e2 8.617ueV --gamma 1peV --columns e3,e4 --format csv --e4 728.037121415Hz --e3 -3.82975359058297059e-25J
        e3_eV,e4_eV
        -2.3903441788572297e-6,3.010919605197449e-12
        [0]
        $ printf 'e3_J,e4_Hz\n-3.82975359058297059e-25,728.037121415\n' | ndemon sweep --points - --th 100mK --tc 80mK --mu0 0eV --e1 0ueV --e2 8.617ueV --gamma 1peV --columns e3,e4
        e3_eV,e4_eV
        -2.3903441788572297e-6,3.010919605197449e-12
        [0]
    "#]]
    .assert_eq(&session(&[
        &format!("ndemon eval {device} --format csv --e4 728.037121415Hz --e3 -3.82975359058297059e-25J"),
        &format!(
            "printf 'e3_J,e4_Hz\\n-3.82975359058297059e-25,728.037121415\\n' | ndemon sweep --points - {device}"
        ),
    ]));
}

#[test]
fn a_sweep_keeps_its_units() {
    let line = format!(
        "set -- {DEVICE} --tc 20mK:95mK:4 --columns tc,e4,power,status; ndemon sweep \"$@\"
        ndemon sweep {DEVICE} --tc 20mK:95mK:76 | cksum
        ndemon sweep {DEVICE} --tc 20mK:95mK:76 | ndemon sweep --points - | cksum
        printf 'tc_mK,e4_ueV\\n20,1.723\\n95e0,1.723\\n' | ndemon sweep --points - --columns tc,e4,power,status \
            $(echo {DEVICE} | sed 's/--e4 [^ ]*//')
        ndemon eval {DEVICE} --tc 80mK --format json --columns th,power_W,cop"
    );
    expect![[r#"
        tc_K,e4_eV,power_W,status
        0.02,1.723e-6,NaN,fl3<0
        0.045,1.723e-6,7.16624395420707e-18,ok
        0.07,1.723e-6,5.0307808566769214e-18,ok
        0.095,1.723e-6,3.8174152487691444e-18,ok
        4232352754 17365
        4232352754 17365
        tc_K,e4_eV,power_W,status
        0.02,1.723e-6,NaN,fl3<0
        0.095,1.723e-6,3.8174152487691444e-18,ok
        {"th_K":0.1,"power_W":4.4684549100712945e-18,"cop":0.3230343388541429}
        warning: --gamma 0.5ueV is more than a tenth of k_B·Tc at tc = 20 mK (of --tc 20mK:95mK:4): the results are those of narrow resonances; --resonances boxcar has exact ones
        warning: --gamma 0.5ueV is more than a tenth of k_B·Tc at tc = 20 mK (of --tc 20mK:95mK:76): the results are those of narrow resonances; --resonances boxcar has exact ones
        warning: --gamma 0.5ueV is more than a tenth of k_B·Tc at tc = 20 mK (of --tc 20mK:95mK:76): the results are those of narrow resonances; --resonances boxcar has exact ones
        warning: gamma = 500 neV is more than a tenth of k_B·Tc at tc = 20 mK: the results are those of narrow resonances; --resonances boxcar has exact ones
        warning: --gamma 0.5ueV is more than a tenth of k_B·Tc at tc = 20 mK: the results are those of narrow resonances; --resonances boxcar has exact ones
        [0]
    "#]]
    .assert_eq(&sh(&line));
}

#[test]
fn what_lacks_a_unit_or_has_a_wrong_one_is_named() {
    expect![[r#"
        $ ndemon eval --tc 80mK --e4 1.3
        error: --tc 80mK has a unit, --e4 1.3 has none: give a unit to all numbers that can have one, or to none
        [2]
        $ ndemon eval --tc 80mK --e4 1ueV
        error: --tc 80mK has a unit, so that --th, --mu0, --e1, --e2, --e3 must be given with one, too; no default has a unit
        [2]
        $ ndemon eval --tc 80meV --e4 1ueV
        error: --tc 80meV: `meV` is no unit of a temperature; known are K, mK, uK, µK, nK, pK
        [2]
        $ ndemon eval --tc 80mK --e4 1ueV --lambda 1K
        error: --lambda 1K: `K` is no unit of a strength; known are max, the headroom
        [2]
        $ ndemon sweep --tc 80mK:0.1:3 --e4 1ueV
        error: --tc 80mK:0.1:3: all its values need a unit, or none
        [2]
        $ ndemon sweep --th 1K --mu0 0eV --e1 0eV --e2 1meV --e3 0.5meV --e4 1meV --tc 80mK
        error: --th 1K has a unit, so that results are in watts, which takes --gamma, the width of the resonances, e.g. --gamma 0.5ueV
        [2]
        $ ndemon eval --th 1K --mu0 0eV --e1 0eV --e2 1meV --e3 0.5meV --e4 1meV --tc 1.5K --gamma 1ueV
        error: --tc 1.5K: tc must lie below th, which is 1K
        [2]
        $ printf 'tc_mK\n80\n' | ndemon sweep --points - --e4 1.3
        error: the column tc_mK has a unit, --e4 1.3 has none: give a unit to all numbers that can have one, or to none
        [2]
        $ printf 'tc_meV\n80\n' | ndemon sweep --points - --e4 1.3
        error: standard input: the column `tc_meV`: `meV` is no unit of a temperature; known are K, mK, uK, µK, nK, pK
        [2]
        $ printf 'tc_mK,tc\n80,1\n' | ndemon sweep --points - --e4 1.3
        error: standard input: the columns `tc_mK` and `tc` are the same parameter: drop one of them
        [2]
        $ printf 'tc_mK\nnan\n' | ndemon sweep --points - --th 1K --mu0 0eV --e1 0eV --e2 1meV --e3 0.5meV --e4 1meV --gamma 1ueV
        error: standard input: line 2, column `tc_mK`: `nan` is not a finite number
        [2]
    "#]]
    .assert_eq(&session(&[
        "ndemon eval --tc 80mK --e4 1.3",
        "ndemon eval --tc 80mK --e4 1ueV",
        "ndemon eval --tc 80meV --e4 1ueV",
        "ndemon eval --tc 80mK --e4 1ueV --lambda 1K",
        "ndemon sweep --tc 80mK:0.1:3 --e4 1ueV",
        "ndemon sweep --th 1K --mu0 0eV --e1 0eV --e2 1meV --e3 0.5meV --e4 1meV --tc 80mK",
        "ndemon eval --th 1K --mu0 0eV --e1 0eV --e2 1meV --e3 0.5meV --e4 1meV --tc 1.5K --gamma 1ueV",
        "printf 'tc_mK\\n80\\n' | ndemon sweep --points - --e4 1.3",
        "printf 'tc_meV\\n80\\n' | ndemon sweep --points - --e4 1.3",
        "printf 'tc_mK,tc\\n80,1\\n' | ndemon sweep --points - --e4 1.3",
        "printf 'tc_mK\\nnan\\n' | ndemon sweep --points - --th 1K --mu0 0eV --e1 0eV --e2 1meV --e3 0.5meV --e4 1meV --gamma 1ueV",
    ]));
}

#[test]
fn wide_resonances_are_remarked_once() {
    expect![[r#"
        $ ndemon eval --tc 0.5 --e4 1.3 --gamma 0.051 --format json --columns cop
        {"cop":0.18500176817128894}
        warning: --gamma 0.051 is more than a tenth of k_B·Tc at --tc 0.5: the results are those of narrow resonances; --resonances boxcar has exact ones
        [0]
        $ ndemon eval --tc 0.5 --e4 1.3 --gamma 0.049 --format json --columns cop
        {"cop":0.18500176817128894}
        [0]
        $ ndemon sweep --tc 0.3,0.1,0.2 --e4 1.3 --gamma 0.015,0.001 --columns gamma,cop
        gamma,cop
        0.015,0.08636322659521838
        0.001,0.08636322659521838
        0.015,NaN
        0.001,NaN
        0.015,NaN
        0.001,NaN
        warning: gamma = 0.015 (of --gamma 0.015,0.001) is more than a tenth of k_B·Tc at tc = 0.1 (of --tc 0.3,0.1,0.2): the results are those of narrow resonances; --resonances boxcar has exact ones
        [0]
        $ printf 'tc\n0.5\n0.2\n0.1\n' | ndemon sweep --points - --e4 1.3 --gamma 0.03 --columns cop
        cop
        0.18500176817128894
        NaN
        NaN
        warning: --gamma 0.03 is more than a tenth of k_B·Tc at tc = 0.2: the results are those of narrow resonances; --resonances boxcar has exact ones
        [0]
        $ ndemon eval --th 1K --mu0 0eV --e1 0eV --e2 1meV --e3 0.5meV --e4 0.6meV --tc 80mK --gamma 1ueV --format json --columns cop
        {"cop":null}
        warning: --gamma 1ueV is more than a tenth of k_B·Tc at --tc 80mK: the results are those of narrow resonances; --resonances boxcar has exact ones
        [1]
    "#]]
    .assert_eq(&session(&[
        "ndemon eval --tc 0.5 --e4 1.3 --gamma 0.051 --format json --columns cop",
        "ndemon eval --tc 0.5 --e4 1.3 --gamma 0.049 --format json --columns cop",
        "ndemon sweep --tc 0.3,0.1,0.2 --e4 1.3 --gamma 0.015,0.001 --columns gamma,cop",
        "printf 'tc\\n0.5\\n0.2\\n0.1\\n' | ndemon sweep --points - --e4 1.3 --gamma 0.03 --columns cop",
        "ndemon eval --th 1K --mu0 0eV --e1 0eV --e2 1meV --e3 0.5meV --e4 0.6meV --tc 80mK --gamma 1ueV --format json --columns cop",
    ]));
}

/// The digits of a table with prefixes are those of the table without, and reading it back gives the same points.
#[test]
fn prefixes_move_the_point() {
    let folder = folder("units-prefixes");
    // Numbers of seventeen digits, too.
    let table = "--th 100mK --mu0 0eV --e1 0ueV --e2 8.617ueV --e3 4.309ueV --gamma 0.5ueV \
                 --tc 0.0600000000000000123mK,33.3333333333333333333mK,80mK --e4 1:3:7 \
                 --columns +dpower_dtc";
    let table = table.replace("1:3:7", "1ueV:3ueV:7");
    let output = run(
        &folder,
        &format!(
            "ndemon --quiet sweep {table} > si.csv; ndemon --quiet sweep {table} --units mK,neV,aW,zW/K > lab.csv
            head -n 1 lab.csv
            ndemon --quiet sweep --points lab.csv --columns +dpower_dtc | cmp - si.csv
            ndemon --quiet sweep {table} --units mK,neV,aW,zW/K --format jsonl > lab.jsonl
            ndemon --quiet sweep --points lab.jsonl --columns +dpower_dtc | cmp - si.csv
            ndemon --quiet sweep --points si.csv --columns +dpower_dtc --units mK,neV,aW,zW/K | cmp - lab.csv
            ndemon --quiet sweep {table} --columns tc_nK,power_zW,power_W | cut -d, -f2,14 | head -n 2"
        ),
    );
    expect![[r#"
        th_mK,tc_mK,mu0_neV,e1_neV,e2_neV,e3_neV,e4_neV,lambda,gamma_neV,fl1,fl2,fl3,fl4,power_aW,entropy_current_zW_per_K,cop,cop_carnot,headroom,status,dpower_dtc_zW_per_K
        tc_nK,power_zW
        60000.000000000015,NaN
        [0]
    "#]].assert_eq(&output);
    let [si, lab] =
        ["si.csv", "lab.csv"].map(|name| std::fs::read_to_string(folder.join(name)).unwrap());
    let power = |header: &str| match header {
        name if name.ends_with("_mK") => -3,
        name if name.ends_with("_neV") => -9,
        name if name.ends_with("_aW") || name.ends_with("aW_per_K") => -18,
        name if name.ends_with("_zW_per_K") => -21,
        _ => 0,
    };
    let powers: Vec<i32> = lab.lines().next().unwrap().split(',').map(power).collect();
    assert_eq!(powers.iter().filter(|power| **power != 0).count(), 11);
    // The text of a number in units of 10^power, put before e and that power, is the number's double.
    for (si, lab) in si.lines().zip(lab.lines()).skip(1) {
        let cells = si.split(',').zip(lab.split(',')).zip(&powers);
        for ((si, lab), power) in
            cells.filter(|((si, _), _)| si.starts_with(|c: char| c.is_ascii_digit() || c == '-'))
        {
            let (digits, exponent) = lab.split_once('e').unwrap_or((lab, "0"));
            let exponent: i32 = exponent.parse().unwrap();
            let read = format!("{digits}e{}", exponent + power);
            let [read, si] = [&*read, si].map(|text| text.parse::<f64>().unwrap());
            assert_eq!(read, si, "{lab}");
        }
    }
}

#[test]
fn a_person_is_shown_the_units_that_are_asked_for() {
    let lines = [
        format!("ndemon eval {DEVICE} --tc 80mK --units uK,meV,zW --columns tc,e2,power,entropy_current,cop"),
        format!("ndemon spread {DEVICE} --tc 80mK+-1mK --units zW --columns power --samples 100 | sed -n 5,6p"),
        format!("ndemon eval {DEVICE} --tc 80mK --units mK,uK"),
        format!("ndemon eval {DEVICE} --tc 80mK --units mC"),
        "ndemon eval --tc 0.5 --e4 1.3 --units mK".into(),
        "ndemon machine example wire | ndemon eval - --units mK,fW --columns T_h,heat_h,kind --format csv".into(),
    ];
    expect![[r#"
        $ ndemon eval --th 100mK --mu0 0eV --e1 0ueV --e2 8.617ueV --e3 4.309µeV --e4 1.723ueV --gamma 0.5ueV --tc 80mK --units uK,meV,zW --columns tc,e2,power,entropy_current,cop
        tc_uK   Tc  80000 µK      temperature of the cold reservoir
        e2_meV  ε2  0.008617 meV  resonance between demon and hot reservoir

        power_zW                  ε̇_h  4468.455 zW    heat that flows from cold to hot
        entropy_current_zW_per_K  Ṡ_l  138327.6 zW/K  entropy current into the demon
        cop                       COP  0.3230343      power/(T0 · entropy_current)

        ok: the demon pumps heat from cold to hot.
        It is physical for lambda up to 3.908191.
        It stays physical down to tc = 32.22461 mK.
        [0]
        $ ndemon spread --th 100mK --mu0 0eV --e1 0ueV --e2 8.617ueV --e3 4.309µeV --e4 1.723ueV --gamma 0.5ueV --tc 80mK+-1mK --units zW --columns power --samples 100 | sed -n 5,6p
                              power (zW)
        devices that have it  100
        [0]
        $ ndemon eval --th 100mK --mu0 0eV --e1 0ueV --e2 8.617ueV --e3 4.309µeV --e4 1.723ueV --gamma 0.5ueV --tc 80mK --units mK,uK
        error: --units mK,uK: K has two prefixes
        [2]
        $ ndemon eval --th 100mK --mu0 0eV --e1 0ueV --e2 8.617ueV --e3 4.309µeV --e4 1.723ueV --gamma 0.5ueV --tc 80mK --units mC
        error: --units mC: `mC` is no unit of a table; known are K, eV, W, W/K and A, each with z, a, f, p, n, u, m, k, M, G, T or without
        [2]
        $ ndemon eval --tc 0.5 --e4 1.3 --units mK
        error: --units: the numbers have no units; give temperatures and energies with units, such as --tc 80mK
        [2]
        $ ndemon machine example wire | ndemon eval - --units mK,fW --columns T_h,heat_h,kind --format csv
        T_h_mK,heat_h_fW,kind
        80.0,0.05099171303666096,heat_pump
        [0]
    "#]].assert_eq(&session(&lines.each_ref().map(|line| &**line)));
}
