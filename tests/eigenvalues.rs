//! Noise of many channels by tables of transmission eigenvalues: closed forms, the same machine with channels that are
//! alike, and what is refused. `noise.rs` has the numbers of mpmath.

use crate::solved::solved;
use expect_test::{Expect, expect};
use ndemon::machine_file::{FileError, MachineFamily, MachineFile};
use ndemon::model::{Family, Status};

/// The file of TBtrans: `f10.5` and `e16.8`, as it writes them.
const PRINTED: &str = "# Transmission eigenvalues, k-averaged\n# Date: 2026-01-01\n\
                       #   E [eV]             Teig\n\
                       \x20 -0.30000   0.10000000E+01  0.75000000E+00  0.14480588E-05\n\
                       \x20 -0.05000   0.95000000E+00  0.60000000E+00  0.15654393E-02\n\
                       \x20  0.05000   0.90000000E+00  0.45000000E+00  0.25000000E+00\n\
                       \x20  0.40000   0.80000000E+00  0.45000000E+00  0.00000000E+00\n";
const AVTEIG: &str = "X.TBT.AVTEIG_a-b";

/// A machine with the content of its table.
fn family(machine: &str, path: &str, table: &str) -> Result<&'static MachineFamily, String> {
    let say = |found: Vec<FileError>| {
        found.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    let file = MachineFile::read("m.toml", machine.as_bytes()).map_err(say)?;
    file.supply(path, table.as_bytes()).map_err(|error| error.to_string())?;
    MachineFamily::of(file).map_err(say)
}

/// Reservoirs a and b, joined by this.
fn pair(rest: &str) -> String {
    format!(
        "format = 1\n[reservoirs]\na = {{ T = 0.5, mu = 0.75 }}\nb = {{ T = 0.25, mu = -0.5 }}\n\
         [[transmission]]\nbetween = ['a', 'b']\n{rest}\n"
    )
}

fn named(columns: &str, rest: &str) -> String {
    pair(&format!("T = {{ table = 't.csv', energy = 'E', eigenvalues = [{columns}] }}\n{rest}"))
}

fn printed(rest: &str) -> String {
    format!(
        "format = 1\ndegeneracy = 2\n[reservoirs]\na = {{ T = '300K', mu = '0.05eV' }}\n\
         b = {{ T = '200K', mu = '-0.05eV' }}\n[[transmission]]\nbetween = ['a', 'b']\n{rest}\n"
    )
}

const ALL: [&str; 8] = [
    "noise_n_a",
    "noise_energy_b",
    "noise_heat_a",
    "noise_entropy_b",
    "noise_n_a_b",
    "noise_heat_a_b",
    "noise_correlation_a_b",
    "fano_b",
];

/// Three eigenvalues that are one are one channel with the degeneracy 3: currents and all noises.
#[test]
fn eigenvalues_that_are_alike_are_a_degeneracy() {
    let lines = ["-3,0.5", "-1,0.75", "0.25,1", "2,0.125", "5,0.5"];
    let mut table = "E,T1,T2,T3\n".to_owned();
    for line in lines {
        let value = line.split(',').nth(1).unwrap();
        table += &format!("{line},{value},{value}\n");
    }
    let three = family(&named("'T1', 'T2', 'T3'", ""), "t.csv", &table).unwrap();
    let alike = "T = { table = 't.csv', energy = 'E', value = 'T1' }\ndegeneracy = 3";
    let alike = family(&pair(alike), "t.csv", &table).unwrap();
    let columns: Vec<&str> = ["n_a", "entropy_b"].into_iter().chain(ALL).collect();
    let (one, status) = solved(three, &columns);
    assert_eq!((one, status), solved(alike, &columns));
}

/// Eigenvalues D_n that do not change: C = Σ_n 2 D_n² T + D_n (1 − D_n) V coth(V/2T) at one temperature. Of open and
/// closed channels, 1 and 0, only thermal noise is left, at any voltage. The table ends at 100 T.
#[test]
fn constant_eigenvalues_have_a_closed_form() {
    for (d, v) in [([1.0, 1.0, 0.0], 0.75f64), ([1.0, 1.0, 0.0], 0.0), ([0.875, 0.5, 0.25], 1.5)] {
        let [first, second, third] = d;
        let row = format!("{first},{second},{third}");
        let table = format!("E,T1,T2,T3\n-50,{row}\n50,{row}\n");
        let text = named("'T1', 'T2', 'T3'", "")
            .replace("mu = 0.75", &format!("mu = {v}"))
            .replace("T = 0.25, mu = -0.5", "T = 0.5, mu = 0");
        let found = family(&text, "t.csv", &table).unwrap();
        let (found, status) = solved(found, &["noise_n_a", "noise_n_b", "noise_n_b_a"]);
        assert_eq!(status, Status::Ok);
        // The thermal noise of one channel, 2T, and what scattering adds to it where nothing is thermal.
        let shot = if v == 0.0 { 0.0 } else { v / v.tanh() - 1.0 };
        let sum = |of: &dyn Fn(f64) -> f64| d.into_iter().map(of).sum::<f64>();
        let [whole, squares] = [sum(&|d| d), sum(&|d| d * d)];
        let with = |squares: f64| whole + (whole - squares) * shot;
        let known = with(squares);
        assert!((found[0] / known - 1.0).abs() < 1e-14, "{d:?} {v}: {found:?} {known}");
        assert_eq!(found, [found[0], found[0], -found[0]]);
        // Without the squares, or with the square of the sum, it were another number.
        if shot != 0.0 {
            for wrong in [with(0.0), with(whole * whole)] {
                assert!((wrong / known - 1.0).abs() > 0.1, "{d:?} {v}: {wrong} {known}");
            }
        }
    }
}

/// T is the sum of the eigenvalues: the currents are those of the sum in one column, which has no noise.
#[test]
fn eigenvalues_add_up_to_the_transmission() {
    let eigenvalues =
        family(&printed(&format!("T = {{ tbtrans = '{AVTEIG}' }}")), AVTEIG, PRINTED).unwrap();
    let mut sums = "# Transmission, k-averaged\n".to_owned();
    for line in PRINTED.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<f64> = line.split_whitespace().map(|cell| cell.parse().unwrap()).collect();
        sums += &format!("{} {}\n", cells[0], cells[1] + cells[2] + cells[3]);
    }
    let path = "X.TBT.AVTRANS_a-b";
    let sum = printed(&format!("T = {{ tbtrans = '{path}' }}\nchannels = 3"));
    let sum = family(&sum, path, &sums).unwrap();
    let columns = ["n_a", "energy_b", "heat_a", "entropy_production"];
    let ((found, _), (known, _)) = (solved(eigenvalues, &columns), solved(sum, &columns));
    for (found, known) in found.iter().zip(&known) {
        assert!((found / known - 1.0).abs() < 1e-14, "{found} {known}");
    }
    let why = sum.absent("noise_n_a").unwrap();
    assert!(why.contains("a has more: a table of eigenvalues knows it"), "{why}");
    // One warning of a table that is cut off, and not one for each of its columns.
    let inputs = ndemon::model::Inputs::complete(eigenvalues, Default::default(), |_| None);
    assert_eq!(eigenvalues.warnings(&inputs.unwrap()).len(), 1);
}

/// Reservoirs to which more is coupled have no noise; those at the other ends have.
#[test]
fn eigenvalues_stand_alone() {
    let beside = |third: &str| {
        let ends =
            format!("[[transmission]]\nbetween = [{third}]\nT = '0.25*boxcar(at=0, width=1)'");
        let text = named("'T1', 'T2'", &ends)
            .replace("[reservoirs]\n", "[reservoirs]\nc = { T = 1, mu = 0 }\n");
        family(&text, "t.csv", "E,T1,T2\n-3,0.5,0.25\n3,0.5,0.25\n").unwrap()
    };
    let third = beside("'b', 'c'");
    let why = third.absent("noise_n_b").unwrap();
    assert!(why.contains("nothing else is coupled, and b has more transmissions"), "{why}");
    assert!(third.result("noise_n_a").is_some() && third.result("noise_n_c").is_some());
    assert!(third.result("noise_n_a_c").is_none());
    let twice = beside("'a', 'b'");
    assert!(twice.result("noise_n_a").is_none() && twice.result("noise_n_b").is_none());
}

fn check(machine: &str, path: &str, table: &str, expected: Expect) {
    expected.assert_eq(&family(machine, path, table).map(|_| ()).unwrap_err());
}

/// What is no table of eigenvalues: each time one sentence with its place, the rule and the remedy.
#[test]
fn wrong_eigenvalues_have_a_place() {
    let file = printed(&format!("T = {{ tbtrans = '{AVTEIG}' }}"));
    let changed = |from: &str, to: &str| PRINTED.replacen(from, to, 1);
    check(
        &file,
        AVTEIG,
        &changed("0.95000000E+00", "0.10500000E+01"),
        expect![[r#"
        error: `T` of transmission between `a` and `b`: 0.10500000E+01 is above 1
         --> X.TBT.AVTEIG_a-b:5:14
          |
        5 |   -0.05000   0.10500000E+01  0.60000000E+00  0.15654393E-02
          |              ^^^^^^^^^^^^^^ a transmission eigenvalue lies from 0 to 1: mend it, or leave its row out"#]],
    );
    check(
        &file,
        AVTEIG,
        &changed("0.00000000E+00", "-.10000000E-08"),
        expect![[r#"
        error: `T` of transmission between `a` and `b`: -.10000000E-08 is below 0
         --> X.TBT.AVTEIG_a-b:7:46
          |
        7 |    0.40000   0.80000000E+00  0.45000000E+00  -.10000000E-08
          |                                              ^^^^^^^^^^^^^^ a transmission eigenvalue lies from 0 to 1: mend it, or leave its row out"#]],
    );
    check(
        &file,
        AVTEIG,
        &changed("0.60000000E+00", "0.96000000E+00"),
        expect![[r#"
        error: `T` of transmission between `a` and `b`: the eigenvalue 0.96000000E+00 is above the one before it
         --> X.TBT.AVTEIG_a-b:5:30
          |
        5 |   -0.05000   0.95000000E+00  0.96000000E+00  0.15654393E-02
          |                              ^^^^^^^^^^^^^^ eigenvalues of TBtrans fall along a line: is this an AVTEIG file?"#]],
    );
    check(
        &file,
        AVTEIG,
        &changed("  0.15654393E-02", ""),
        expect![[r#"
        error: 4 cells are wanted, and the line has 3
         --> X.TBT.AVTEIG_a-b:5:1
          |
        5 |   -0.05000   0.95000000E+00  0.60000000E+00
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ each line has as many cells as the first one"#]],
    );
    check(
        &file,
        AVTEIG,
        &changed("0.45000000E+00", "**************"),
        expect![[r#"
        error: `**************` is no number
         --> X.TBT.AVTEIG_a-b:6:30
          |
        6 |    0.05000   0.90000000E+00  **************  0.25000000E+00
          |                              ^^^^^^^^^^^^^^ digits, one point and an exponent are wanted"#]],
    );
    let few = printed(&format!("T = {{ tbtrans = '{AVTEIG}' }}\nchannels = 1"));
    check(
        &few,
        AVTEIG,
        PRINTED,
        expect![[r#"
        error: `T` of transmission between `a` and `b`: the eigenvalues add up to 1.7500014480588, which is above its channels, 1
         --> X.TBT.AVTEIG_a-b:4:14
          |
        4 |   -0.30000   0.10000000E+01  0.75000000E+00  0.14480588E-05
          |              ^^^^^^^^^^^^^^ a transmission is its number of channels at most: channels = 2 allows 2"#]],
    );
    let table = "E,T1,T2\n0,0.5,0.75\n1,0.25,0.5\n";
    // 0.56 + 0.33 + 0.11 is more than 1 in doubles, and not in decimals. Columns that are named may cross.
    let one = named("'T1', 'T2', 'T3'", "channels = 1");
    let tenths = "E,T1,T2,T3\n0,0.56,0.33,0.11\n1,0.11,0.33,0.56\n";
    assert!(family(&one, "t.csv", tenths).is_ok());
    assert!(family(&named("'T1', 'T2'", ""), "t.csv", table).is_ok());
    check(
        &named("'T1', 'T3'", ""),
        "t.csv",
        table,
        expect![[r#"
        error: `T` of transmission between `a` and `b`: t.csv has no column `T3`
         --> m.toml:7:59
          |
        7 | T = { table = 't.csv', energy = 'E', eigenvalues = ['T1', 'T3'] }
          |                                                           ^^^^ columns are E, T1, T2"#]],
    );
    check(
        &named("'T1', 'T1'", ""),
        "t.csv",
        table,
        expect![[r#"
        error: `eigenvalues` of `T` of transmission between `a` and `b` names the column `T1` twice
         --> m.toml:7:59
          |
        7 | T = { table = 't.csv', energy = 'E', eigenvalues = ['T1', 'T1'] }
          |                                                           ^^^^ of channels that are alike write degeneracy"#]],
    );
    check(
        &named("", ""),
        "t.csv",
        table,
        expect![[r#"
        error: `eigenvalues` of `T` of transmission between `a` and `b` names no column
         --> m.toml:7:52
          |
        7 | T = { table = 't.csv', energy = 'E', eigenvalues = [] }
          |                                                    ^^ write eigenvalues = ["T1", "T2"]"#]],
    );
    let beside = "T = { table = 't.csv', energy = 'E', value = 'T1', eigenvalues = ['T1', 'T2'] }";
    check(
        &pair(beside),
        "t.csv",
        table,
        expect![[r#"
        error: `eigenvalues` of `T` of transmission between `a` and `b` stand beside `value`
         --> m.toml:7:46
          |
        7 | T = { table = 't.csv', energy = 'E', value = 'T1', eigenvalues = ['T1', 'T2'] }
          |                                              ^^^^ T is the sum of the eigenvalues, each without a standard deviation"#]],
    );
    let both = printed(&format!("T = {{ tbtrans = '{AVTEIG}', eigenvalues = ['T1'] }}"));
    check(
        &both,
        AVTEIG,
        PRINTED,
        expect![[r#"
        error: `eigenvalues` of `T` of transmission between `a` and `b` stand beside `tbtrans`
         --> m.toml:8:51
          |
        8 | T = { tbtrans = 'X.TBT.AVTEIG_a-b', eigenvalues = ['T1'] }
          |                                                   ^^^^^^ all columns of such a file are eigenvalues: leave them out, or name the file as table"#]],
    );
}
