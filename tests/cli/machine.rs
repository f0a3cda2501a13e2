//! Machine files: examples, checks, and what is made of them.

use crate::folder::{folder, run};
use crate::shell::{session, sh};
use expect_test::expect;
use std::path::Path;

const NAMES: [&str; 9] =
    ["refrigerator", "wire", "phonon-valve", "engine", "ring", "qpc", "pump", "motor", "makers"];

/// The numbers of a CSV with one row, by their columns.
fn number(csv: &str, column: &str) -> f64 {
    let lines: Vec<&str> = csv.lines().collect();
    let place = lines[0].split(',').position(|name| name == column);
    let place = place.unwrap_or_else(|| panic!("{column}: {csv}"));
    lines[1].split(',').nth(place).unwrap().parse().unwrap()
}

#[test]
fn every_example_is_a_file_of_the_repository_and_runs() {
    for name in NAMES {
        let file =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("examples/machines/{name}.toml"));
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.starts_with(&format!("# {name}.toml: ")), "{name}");
        let example = sh(&format!("ndemon machine example {name}"));
        assert_eq!(example, format!("{text}[0]\n"));
        let checked = sh(&format!("ndemon machine example {name} | ndemon machine check -"));
        assert!(
            checked.starts_with("standard input: ok: ") && checked.ends_with("[0]\n"),
            "{checked}"
        );
        let row = sh(&format!("ndemon machine example {name} | ndemon eval - --format csv"));
        assert!(row.ends_with("[0]\n") && !row.contains("not proven"), "{row}");
        // Eq. 11: no machine has less entropy afterwards.
        let column = row.split(',').find(|name| name.starts_with("entropy_production")).unwrap();
        assert!(number(&row, column) > 0.0, "{row}");
    }
}

/// The general theory gives the doubles of the paper's refrigerator, to the last bit.
#[test]
fn the_refrigerator_as_a_file_is_the_refrigerator() {
    let columns = "power,cop";
    let file = sh(&format!(
        "ndemon machine example refrigerator | ndemon eval - --format csv --columns {columns}"
    ));
    let built_in = sh(&format!("ndemon eval --tc 0.5 --e4 1.3 --format csv --columns {columns}"));
    for column in ["power", "cop"] {
        let [a, b] = [&file, &built_in].map(|csv| number(csv, column));
        assert_eq!(a, b, "{column}");
    }
}

/// Window of energies from 40 to 80 µeV above V/2 at 400 and 200 mK: work over heat is below Carnot's 1/2.
#[test]
fn the_engine_keeps_to_carnot() {
    let csv = sh("ndemon machine example engine | ndemon eval - --format csv");
    let [efficiency, carnot] = ["thermal_efficiency", "carnot"].map(|column| number(&csv, column));
    assert!(csv.contains("thermoelectric_generator"), "{csv}");
    assert!(0.0 < efficiency && efficiency < carnot && carnot == 0.5, "{csv}");
    assert!((number(&csv, "efficiency") * carnot / efficiency - 1.0).abs() < 1e-12, "{csv}");
}

#[test]
fn all_findings_are_said_at_once() {
    let folder = folder("machine-check");
    let text = "format = 1\n[parameters]\nx = 1\n[reservoirs.h]\nT = 1\nmu = 0\n[reservoirs.c]\n\
        T = 2\nmu = 0\n[[transmission]]\nbetween = [\"h\", \"x\"]\nT = \"boxcar(at=1, width=1\"\n";
    std::fs::write(folder.join("bad.toml"), text).unwrap();
    let fixed = text.replace("\"x\"", "\"c\"").replace("width=1\"", "width=1)\"");
    std::fs::write(folder.join("unused.toml"), fixed).unwrap();
    let output = run(
        &folder,
        "ndemon machine check bad.toml; echo \"[$?]\"; ndemon machine check unused.toml; echo \"[$?]\"
        ndemon machine check none.toml",
    );
    expect![[r#"
        error: transmission between `h` and `x`: there is no reservoir `x`
          --> bad.toml:11:17
           |
        11 | between = ["h", "x"]
           |                 ^^^ reservoirs are h, c

        error: `T` of transmission between `h` and `x`: a parenthesis is not closed
          --> bad.toml:12:12
           |
        12 | T = "boxcar(at=1, width=1"
           |            ^ it begins here

        bad.toml: 2 errors
        [2]
        warning: nothing uses parameter `x`
         --> unused.toml:3:1
          |
        3 | x = 1
          | ^

        unused.toml: ok: 2 reservoirs, 1 transmission
        [0]
        error: none.toml: there is no such machine file
        [3]
    "#]]
    .assert_eq(&output);
}

#[test]
fn a_number_that_is_set_stands_in_the_file() {
    let folder = folder("machine-print");
    let output = run(
        &folder,
        "ndemon machine example wire > wire.toml
        ndemon machine print wire.toml --set T_c=45 --set V=100 --set mu0=1ueV > other.toml
        diff wire.toml other.toml
        ndemon eval wire.toml --set T_c=45 --set V=100 --set mu0=1ueV --format csv > a.csv
        ndemon eval other.toml --format csv > b.csv; cmp a.csv b.csv
        ndemon machine print wire.toml > same.toml; cmp same.toml wire.toml
        ndemon machine print wire.toml --set T_c=45:60:4
        ndemon machine print wire.toml --set T_C=45
        ndemon machine print wire.toml --set T_l=45",
    );
    expect![[r#"
        7c7
        < mu0 = 0
        ---
        > mu0 = "1ueV"
        11c11
        < V = "120 ueV"
        ---
        > V = "100ueV"
        18c18
        < T = 50
        ---
        > T = "45mK"
        error: --set T_c has 4 values, but machine print takes one
        error: --set T_C=45: there is no number `T_C`; only what has a name in the file can be set: is T_c meant?
        error: --set T_l=45: there is no number `T_l`; only what has a name in the file can be set: there are w, V, Tw, T_h, mu_h, T_c, mu_c, mu0
        [2]
    "#]].assert_eq(&output);
}

#[test]
fn spectra_are_shown_at_energies() {
    let output = session(&[
        "ndemon machine example wire | ndemon machine spectra - --energies 8,45,0.05meV",
        "ndemon machine example qpc | ndemon machine spectra - --energies 40ueV --set V=0",
        "ndemon machine example refrigerator | ndemon machine spectra - --energies 1ueV",
    ]);
    expect![[r#"
        $ ndemon machine example wire | ndemon machine spectra - --energies 8,45,0.05meV
        E_eV,f_h,f_c,f_l,T_h_l,T_c_l,j_h,j_c,j_l
        8e-6,0.23858519822728141,0.13508548216675706,0.019999997037588608,0.00018258170531312756,1.0,-0.00003990965878942719,-0.11508548512916845,0.11512539478795789
        0.000045,0.0014604612446961918,0.00002911970603830703,0.019745578943199647,1.0,0.00018258170531312756,0.018285117698503453,3.599864750257683e-6,-0.01828871756325371
        0.00005,0.0007076706563517752,9.124684391962103e-6,0.018958044908070792,0.009900990099009901,0.00014170327334561423,0.00018069677476949522,2.6851240220601987e-6,-0.0001833818987915554
        [0]
        $ ndemon machine example qpc | ndemon machine spectra - --energies 40ueV --set V=0
        E_eV,f_h,f_c,T_h_c,j_h,j_c
        0.00004,0.0144882257530936,0.009548212284601542,1.0,-0.004940013468492066,0.004940013468492066
        [0]
        $ ndemon machine example refrigerator | ndemon machine spectra - --energies 1ueV
        error: --energies 1ueV: it has a unit, but the numbers of the machine have none
        [2]
    "#]].assert_eq(&output);
}
