use crate::folder::folder;
use crate::shell::{session, sh};
use expect_test::expect;
use serde_json::Value;
use std::fs;

fn json(line: &str) -> Value {
    let text = sh(&format!("ndemon spread {line} --format json"));
    serde_json::from_str(text.rsplit_once('[').unwrap().0).unwrap()
}

#[test]
fn a_page_says_what_remains() {
    expect![[r#"
        $ ndemon spread --tc 0.3 --e4 1.3+-0.05 --e3 1.5+-0.02u --samples 2000 --seed 3
        2000 devices, seed 3: 90.9000 % are physical (± 0.6431 %).

        ok     1818  90.9000 %
        fl3<0  182   9.1000 %

                              power (Γ·E/h)  cop          tc_min (E)
        devices that have it  1818           1818         1818
        as meant              0.0220145      0.0863632    0.241538
        mean                  0.0213304      0.0856636    0.230883
          standard error      0.000227602    0.000320726  0.00100842
        standard deviation    0.0097045      0.0136751    0.0429969
          to first order      0.0122747      0.0149396    0.0458914
            by e4             -0.0120573     0.0144215    -0.044368
            by e3             0.00229969     -0.00390007  0.0117259
        5 % are below         0.00613457     0.0580664    0.149557
        25 % are below        0.0141355      0.0782115    0.20692
        50 % are below        0.0206466      0.0880334    0.236138
        75 % are below        0.0284354      0.0954093    0.262673
        95 % are below        0.0386459      0.1042       0.290823
        [0]
        $ ndemon spread --tc 0.25 --e4 1.2+-0.001 --samples 10 --format csv
        quantity,devices,nominal,mean,standard_error,standard_deviation,q05,q25,q50,q75,q95,first_order_deviation,by_e4
        power,0,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN
        cop,0,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN
        tc_min,0,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN
        [1]
    "#]].assert_eq(&session(&[
        "ndemon spread --tc 0.3 --e4 1.3+-0.05 --e3 1.5+-0.02u --samples 2000 --seed 3",
        "ndemon spread --tc 0.25 --e4 1.2+-0.001 --samples 10 --format csv",
    ]));
}

#[test]
fn quantiles_of_a_small_spread_are_those_of_first_order_theory() {
    let spreads = "--tc 0.5+-1e-6 --e1 1+-3e-6 --e3 1.5+-2e-6 --e4 1.3+-1e-6 --lambda 0.7+-2e-6";
    for (units, n) in [("", 60_000), (" --resonances boxcar --gamma 0.1+-1e-6", 20_000)] {
        let report = json(&format!("{spreads}{units} --samples {n} --seed 5"));
        let quantities = report["quantities"].as_object().unwrap();
        assert_eq!(quantities.len(), if units.is_empty() { 3 } else { 2 });
        for (name, of) in quantities {
            let get = |key: &str| of[key].as_f64().unwrap();
            let (nominal, first) = (get("nominal"), get("first_order_deviation"));
            let n = f64::from(n);
            // Five standard errors, and what the second order may add.
            let close = |value: f64, reference: f64, error: f64| {
                let bound = 5.0 * error + 1e-4 * first;
                assert!((value - reference).abs() < bound, "{name}: {value} {reference} {bound}");
            };
            close(get("mean"), nominal, first / n.sqrt());
            close(get("standard_deviation"), first, first / (2.0 * n).sqrt());
            assert!((get("standard_error") / (first / n.sqrt()) - 1.0).abs() < 0.02);
            // Of a normal distribution: z, and its density there (NIST).
            for (key, z, density) in [
                ("q05", -1.644_853_627, 0.103_135_640),
                ("q25", -0.674_489_750, 0.317_776_573),
                ("q50", 0.0, 0.398_942_280),
                ("q75", 0.674_489_750, 0.317_776_573),
                ("q95", 1.644_853_627, 0.103_135_640),
            ] {
                let share: f64 = key[1..].parse::<f64>().unwrap() / 100.0;
                let error = (share * (1.0 - share) / n).sqrt() / density * first;
                close(get(key), nominal + z * first, error);
            }
            let parts = of.as_object().unwrap().iter().filter(|(key, _)| key.starts_with("by_"));
            let sum: f64 = parts.map(|(_, part)| part.as_f64().unwrap().powi(2)).sum();
            assert!((sum.sqrt() / first - 1.0).abs() < 1e-14);
        }
    }
}

#[test]
fn lambda_may_follow_the_headroom() {
    // Then the power is that share of power_max, whatever the levels: c min(…) of Eq. 20.
    let report = json(
        "--tc 0.5 --e3 1.5+-1e-6 --e4 1.3+-1e-6 --lambda 0.9max --samples 20000 --columns power",
    );
    let power = &report["quantities"]["power"];
    let strongest = json(
        "--tc 0.5 --e3 1.5+-1e-6 --e4 1.3+-1e-6 --lambda 1max --samples 20000 --columns power",
    );
    let strongest = &strongest["quantities"]["power"];
    for key in ["nominal", "mean", "first_order_deviation", "by_e3", "by_e4", "q05"] {
        let [a, b] = [power, strongest].map(|of| of[key].as_f64().unwrap());
        assert!((a / (0.9 * b) - 1.0).abs() < 1e-9, "{key}: {a} {b}");
    }
    let deviation = power["standard_deviation"].as_f64().unwrap();
    let first = power["first_order_deviation"].as_f64().unwrap();
    assert!((deviation / first - 1.0).abs() < 0.03, "{deviation} {first}");
    let report = json("--tc 0.5 --e4 1.3 --lambda 0.5max+-1e-6max --samples 20000");
    for of in ["power", "cop", "tc_min"].map(|key| &report["quantities"][key]) {
        let deviation = of["standard_deviation"].as_f64().unwrap();
        assert!((deviation / of["by_lambda"].as_f64().unwrap().abs() - 1.0).abs() < 0.03, "{of}");
    }
}

#[test]
fn what_the_headroom_takes_back_is_nothing() {
    // Where ε1 binds, the greatest power is |ε1 − ε2| f(x_1), whatever the cold levels are (Eq. 20).
    let device = "--tc 0.5 --e1 1.01 --e2 1+-0.001 --e3 1.5+-0.01 --e4 1.3+-0.01 --samples 300";
    let report = json(&format!("{device} --lambda 0.5max"));
    let power = &report["quantities"]["power"];
    assert_eq!((&power["by_e3"], &power["by_e4"]), (&Value::from(0.0), &Value::from(0.0)));
    assert_eq!(power["first_order_deviation"].as_f64(), power["by_e2"].as_f64().map(f64::abs));
    // At the headroom the COP falls vertically with λ, and Tc itself is the lowest temperature.
    let report = json("--tc 0.5 --e4 1.3+-0.01 --e3 1.5+-0.01 --samples 300 --lambda 1max");
    let of = |name: &str, key: &str| report["quantities"][name][key].clone();
    for key in ["by_e3", "by_e4", "first_order_deviation"] {
        assert_eq!(of("cop", key), Value::Null, "{key}");
        assert!([Value::Null, Value::from(0.0)].contains(&of("tc_min", key)), "{key}");
    }
    assert!(of("power", "by_e4").as_f64() < Some(0.0));
}

#[test]
fn squares_neither_underflow_nor_overflow() {
    let deviation = |line: &str| {
        let report = json(&format!("{line} --columns power"));
        report["quantities"]["power"]["standard_deviation"].as_f64().unwrap()
    };
    // Of the powers of the rows, from mpmath with 60 digits.
    for (line, expected) in [
        ("--tc 0.001 --e3 1.5005 --e4 1.5+-0.00001", 6.392_155_301_606_12e-223),
        ("--tc 0.001 --e3 1.3605 --e4 1.36+-0.00001 --samples 300", 4.020_384_820_498_715e-162),
    ] {
        let found = deviation(line);
        assert!((found / expected - 1.0).abs() < 1e-9, "{line}: {found}");
    }
    // Power has the unit of energy (Γ·E/h).
    let device = |unit: &str| {
        format!(
            "--th 1{unit} --tc 0.5{unit} --mu0 1{unit} --e1 1{unit} --e2 2{unit} --e3 1.5{unit} \
             --e4 1.3{unit}+-0.01{unit} --samples 300"
        )
    };
    let ordinary = json(&device(""));
    for (unit, scale) in [("e200", 1e200), ("e-200", 1e-200), ("e300", 1e300)] {
        let scaled = json(&device(unit));
        for key in
            ["mean", "standard_error", "standard_deviation", "first_order_deviation", "by_e4"]
        {
            let [scaled, ordinary] = [&scaled, &ordinary]
                .map(|report| report["quantities"]["power"][key].as_f64().unwrap());
            assert!((scaled / scale / ordinary - 1.0).abs() < 1e-11, "{unit} {key} {scaled}");
        }
    }
}

#[test]
fn columns_pick_what_is_summed_up() {
    expect![[r#"
        $ ndemon spread --tc 0.5 --e4 1.3 --samples 2 --format csv --columns power
        quantity,devices,nominal,mean,standard_error,standard_deviation,q05,q25,q50,q75,q95,first_order_deviation
        power,2,0.01708045448084188,0.01708045448084188,0.0,0.0,0.01708045448084188,0.01708045448084188,0.01708045448084188,0.01708045448084188,0.01708045448084188,0.0
        [0]
        $ ndemon spread --tc 0.5 --e4 1.3 --samples 2 --format csv --columns tc_min,status,cop | cut -d, -f1-3
        quantity,devices,nominal
        tc_min,2,0.2415384623900692
        cop,2,0.18500176817128894
        warning: --columns status: only results that are numbers are summed up; --rows FILE writes the rest
        [0]
        $ ndemon spread --tc 0.5 --e4 1.3 --samples 2 --format csv --columns +tc_min | cut -d, -f1-3
        quantity,devices,nominal
        power,2,0.01708045448084188
        cop,2,0.18500176817128894
        tc_min,2,0.2415384623900692
        [0]
        $ ndemon spread --tc 0.5 --e4 1.3+-0.1 --samples 2 --columns e4
        2 devices, seed 0: 100.0000 % are physical (± 0.0000 %).

        ok  2  100.0000 %
        warning: --columns e4: only results that are numbers are summed up; --rows FILE writes the rest
        [0]
        $ ndemon spread --tc 0.5 --e4 1.45+-0.05u --gamma 0.05 --resonances boxcar --samples 400 --columns e4
        400 devices, seed 0: 51.2500 % are physical (± 2.4992 %).

        ok              205  51.2500 %
        gamma>=|e3-e4|  195  48.7500 %
        warning: --columns e4: only results that are numbers are summed up; --rows FILE writes the rest
        [0]
        $ ndemon spread --tc 0.5 --e3 2 --e4 1.3+-0.01 --samples 10 --columns e4
        10 devices, seed 0: 0.0000 % are physical (± 0.0000 %).

        e2=e3  10  100.0000 %
        warning: --columns e4: only results that are numbers are summed up; --rows FILE writes the rest
        [1]
        $ ndemon spread --tc 0.5 --e4 1.3+-0.1 --lambda 1max --samples 10 --columns e4
        10 devices, seed 0: 100.0000 % are physical (± 0.0000 %).

        fl3=0  10  100.0000 %
        warning: --columns e4: only results that are numbers are summed up; --rows FILE writes the rest
        [0]
        $ ndemon spread --tc 0.5 --e4 1.3+-0.01 --samples 9 --format csv --columns headroom,sigma4,cop | cut -d, -f1-3,12
        quantity,devices,nominal,first_order_deviation
        headroom,9,3.1491131769549874,NaN
        sigma4,9,0.030557522162022295,NaN
        cop,9,0.18500176817128894,0.0014222872525835454
        [0]
        $ ndemon spread --tc 0.5 --e4 1.3 --leak 0.01 --samples 9 --columns +tc_steady | sed -n 5,8p
                              power (Γ·E/h)  cop       net_power (Γ·E/h)  tc_min (E)  tc_steady (E)
        devices that have it  9              9         9                  9           9
        as meant              0.0170805      0.185002  0.0120805          0.241538    0.241538
        mean                  0.0170805      0.185002  0.0120805          0.241538    0.241538
        [0]
    "#]]
    .assert_eq(&session(&[
        "ndemon spread --tc 0.5 --e4 1.3 --samples 2 --format csv --columns power",
        "ndemon spread --tc 0.5 --e4 1.3 --samples 2 --format csv --columns tc_min,status,cop | cut -d, -f1-3",
        "ndemon spread --tc 0.5 --e4 1.3 --samples 2 --format csv --columns +tc_min | cut -d, -f1-3",
        "ndemon spread --tc 0.5 --e4 1.3+-0.1 --samples 2 --columns e4",
        "ndemon spread --tc 0.5 --e4 1.45+-0.05u --gamma 0.05 --resonances boxcar --samples 400 --columns e4",
        "ndemon spread --tc 0.5 --e3 2 --e4 1.3+-0.01 --samples 10 --columns e4",
        "ndemon spread --tc 0.5 --e4 1.3+-0.1 --lambda 1max --samples 10 --columns e4",
        "ndemon spread --tc 0.5 --e4 1.3+-0.01 --samples 9 --format csv --columns headroom,sigma4,cop | cut -d, -f1-3,12",
        "ndemon spread --tc 0.5 --e4 1.3 --leak 0.01 --samples 9 --columns +tc_steady | sed -n 5,8p",
    ]));
}

#[test]
fn a_seed_gives_the_same_bytes_whatever_the_jobs() {
    let folder = folder("spread-bytes");
    let spread = "ndemon spread --tc 0.5 --e4 1.3+-0.1 --e2 2+-0.3u --samples 20000";
    let output = sh(&format!(
        "cd {}; for jobs in 1 2 3; do {spread} --seed 9 --jobs $jobs --rows $jobs.csv --format json > $jobs.json; done
        cmp 1.json 2.json; cmp 1.json 3.json; cmp 1.csv 2.csv; cmp 1.csv 3.csv; ls
        {spread} --rows 1.csv; {spread} --seed 10 --format json | cmp -s - 1.json; echo $?
        ndemon sweep --points 1.csv | cmp - 1.csv; wc -l < 1.csv",
        folder.display()
    ));
    expect![[r#"
        1.csv
        1.json
        2.csv
        2.json
        3.csv
        3.json
        1
        20001
        error: --rows 1.csv: it exists; --force overwrites it
        [0]
    "#]]
    .assert_eq(&output);
    // The shares are those of the rows.
    let report: Value = serde_json::from_slice(&fs::read(folder.join("1.json")).unwrap()).unwrap();
    let rows = fs::read_to_string(folder.join("1.csv")).unwrap();
    let ok = rows.lines().filter(|row| row.ends_with(",ok")).count() as u64;
    assert_eq!(report["physical"].as_u64(), Some(ok));
    assert_eq!(report["statuses"]["ok"].as_u64(), Some(ok));
}

#[test]
fn units_stand_beside_both_numbers() {
    let device = "--th 100mK --tc 80mK+-1mK --mu0 0eV --e1 0eV --e2 8.617ueV+-50neVu --e3 4.309ueV \
                  --e4 1.723ueV±10neV --gamma 0.5ueV --samples 1000";
    expect![[r#"
        devices that have it  1000          1000         1000
        as meant              4.46845e-18   0.323034     0.0322246
        mean                  4.47167e-18   0.322823     0.0322259
          standard error      2.00181e-21   0.000183188  2.76722e-6
        standard deviation    6.33028e-20   0.00579292   8.75073e-5
          to first order      6.14191e-20   0.00564676   8.60597e-5
            by tc             -5.03568e-20  0.00563791   0.0
            by e2             0.0           0.000146608  0.0
            by e4             -3.51639e-20  0.000279999  -8.60597e-5
        5 % are below         4.36423e-18   0.313936     0.0320855
        25 % are below        4.42942e-18   0.318614     0.0321682
        50 % are below        4.47321e-18   0.322573     0.0322231
        75 % are below        4.5147e-18    0.326608     0.0322858
        95 % are below        4.57268e-18   0.332966     0.0323674
        [0]
    "#]]
    .assert_eq(&sh(&format!("ndemon spread {device} 2>/dev/null | tail -14")));
    let report = json(&format!("{device} --seed 2 2>/dev/null"));
    assert!(report["quantities"]["power_W"]["by_tc"].as_f64().unwrap().abs() > 1e-22);
}

#[test]
fn a_wrong_request_is_refused_in_a_sentence() {
    expect![[r#"
        $ ndemon spread --tc 0.5 --e4 1.3+--0.1
        error: --e4 1.3+--0.1: the spread after +- must not be negative
        [2]
        $ ndemon spread --tc 0.5 --e4 1.3+-
        error: --e4 1.3+-: `` is not a finite number
        [2]
        $ ndemon spread --tc 0.5 --e4 1.3+-nan
        error: --e4 1.3+-nan: `nan` is not a finite number
        [2]
        $ ndemon spread --tc 0.5 --e4 1.2,1.3
        error: --e4 1.2,1.3: it must be one value, with +-SPREAD (normal) or +-SPREADu (uniform) after it if it varies
        [2]
        $ ndemon spread --tc 0.5 --e4 1.3 --e2=1e308+-1e308 --e1=-1e308+-1e308
        error: --e2 1e308+-1e308: the farthest of its values would exceed the largest double, 1.7976931348623157e308: take a smaller spread
        [2]
        $ ndemon spread --tc 0.5 --e4 1.3meV+-0.1
        error: --e4 1.3meV+-0.1: both numbers need a unit, or none
        [2]
        $ ndemon spread --tc 0.5 --e4 1.3meV+-0.1meV
        error: --e4 1.3meV+-0.1meV has a unit, --tc 0.5 has none: give a unit to all numbers that can have one, or to none
        [2]
        $ ndemon spread --tc 0.5
        error: --e4 is missing: give the resonance between demon and cold reservoir
        [2]
        $ ndemon spread --tc 0.5 --e4 1.3 --samples 0
        error: --samples 0: it must be a whole number from 1 on
        [2]
        $ ndemon spread --tc 0.5 --e4 1.3 --rows devices.txt
        error: --rows devices.txt: the name of a table of devices must end in .csv
        [2]
        $ ndemon spread --tc 0.5 --e4 1.3 --rows /nowhere/devices.csv
        error: /nowhere/devices.csv: No such file or directory (os error 2)
        [3]
        $ ndemon spread --tc 0.5+-1u --e4 1.3 --e3 1.5 --samples 1000 | head -9
        1000 devices, seed 0: 35.8000 % are physical (± 1.5160 %).

        ok      358  35.8000 %
        tc<=0   282  28.2000 %
        tc>=th  241  24.1000 %
        fl3<0   119  11.9000 %

                              power (Γ·E/h)  cop        tc_min (E)
        devices that have it  358            358        358
        [0]
        $ ndemon spread --tc 0.1 --e4 1.2+-0.01 --samples 100 --format csv
        quantity,devices,nominal,mean,standard_error,standard_deviation,q05,q25,q50,q75,q95,first_order_deviation,by_e4
        power,0,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN
        cop,0,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN
        tc_min,0,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN
        [1]
    "#]].assert_eq(&session(&[
        "ndemon spread --tc 0.5 --e4 1.3+--0.1",
        "ndemon spread --tc 0.5 --e4 1.3+-",
        "ndemon spread --tc 0.5 --e4 1.3+-nan",
        "ndemon spread --tc 0.5 --e4 1.2,1.3",
        "ndemon spread --tc 0.5 --e4 1.3 --e2=1e308+-1e308 --e1=-1e308+-1e308",
        "ndemon spread --tc 0.5 --e4 1.3meV+-0.1",
        "ndemon spread --tc 0.5 --e4 1.3meV+-0.1meV",
        "ndemon spread --tc 0.5",
        "ndemon spread --tc 0.5 --e4 1.3 --samples 0",
        "ndemon spread --tc 0.5 --e4 1.3 --rows devices.txt",
        "ndemon spread --tc 0.5 --e4 1.3 --rows /nowhere/devices.csv",
        "ndemon spread --tc 0.5+-1u --e4 1.3 --e3 1.5 --samples 1000 | head -9",
        "ndemon spread --tc 0.1 --e4 1.2+-0.01 --samples 100 --format csv",
    ]));
}
