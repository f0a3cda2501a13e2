//! Tables as other programs write them, and what is said of wrong ones. Inputs that broke other programs
//! name the thread they are from.

use super::{Points, Samples, hamiltonian, s_matrices};
use expect_test::{Expect, expect};

fn read(text: &str) -> Samples {
    Samples::read("t.csv", text.as_bytes()).unwrap()
}

/// The points of the first two columns, or the first fault.
fn points(text: &str) -> Result<Points, String> {
    let samples = Samples::read("t.csv", text.as_bytes()).map_err(|error| error.to_string())?;
    let chosen = samples.choose(None, None, None).map_err(|(message, _)| message)?;
    samples.points(chosen, &[]).map_err(|error| error.to_string())
}

fn check(text: &str, expected: Expect) {
    expected.assert_eq(&points(text).unwrap_err());
}

#[test]
fn separators_and_headers_are_found() {
    // melihbirim/csvql#103: a byte-order mark sticks to the first name there.
    for text in [
        "E,T\n0,0.5\n1,0.25\n",
        "\u{feff}E,T\r\n0,0.5\r\n1,0.25\r\n",
        "\"E\",\"T\"\n0,0.5\n1,0.25",
        "# E,T\n0,0.5\n1,0.25\n",
        "# by a program\n#E, T\n0, 0.5\n\n1, 0.25\n# the end\n",
        "E;T\n0;0.5\n1;0.25\n",
        "E\tT\n0\t0.5\n1\t0.25\n",
        "  E   T\n  0   0.5\n  1   0.25\n",
        "\"E\" \"T\"\n\"0\" \"0.5\"\n1 0.25\n",
    ] {
        let samples = read(text);
        assert_eq!(samples.names, ["E".into(), "T".into()], "{text}");
        let chosen = samples.choose(Some("E"), Some("T"), None).unwrap();
        let points = samples.points(chosen, &[]).unwrap();
        assert_eq!((points.energies, points.values), (vec![0.0, 1.0], vec![0.5, 0.25]), "{text}");
    }
}

/// The first lines of an AVTRANS file of TBtrans, as sisl's and TBtrans's examples have it.
#[test]
fn transmissions_of_tbtrans_are_read() {
    let text = "# Transmission, k-averaged\n# Date: 2024-07-25\n#   E [eV]                T\n\
                \x20 -1.99500   0.14480588E-05\n  -1.98500   0.15654393E-05\n";
    let points = points(text).unwrap();
    assert_eq!(points.energies, [-1.995, -1.985]);
    assert_eq!(points.values, [1.4480588e-6, 1.5654393e-6]);
    assert_eq!(read(text).last_digit(0, 1), 1e-13);
}

#[test]
fn energies_rise_strictly() {
    // scipy/scipy#4304, numpy/numpy#10448: nonsense and NaN there.
    check(
        "E,T\n0,0.5\n1,0.5\n0.5,0.5\n",
        expect![[r#"
        error: energy falls at line 4: a second block
         --> t.csv:4:1
          |
        4 | 0.5,0.5
          | ^^^ energies rise strictly; choose one block with where = { … }, or split the file"#]],
    );
    check(
        "E,T\n0,0.5\n0,0.25\n1,0.5\n",
        expect![[r#"
        error: the energy 0 is given twice
         --> t.csv:3:1
          |
        3 | 0,0.25
          | ^ energies rise strictly"#]],
    );
    // numpy/numpy#1705: blocks are flattened into one table there.
    check(
        "E,T\n0,0.5\n1,0.5\n\n0,0.25\n1,0.25\n",
        expect![[r#"
        error: energy falls at line 5: a second block
         --> t.csv:5:1
          |
        5 | 0,0.25
          | ^ energies rise strictly; choose one block with where = { … }, or split the file"#]],
    );
}

#[test]
fn cells_are_finite_numbers() {
    // marshmallow-code/marshmallow#792: NaN passes 0 <= x <= 10 there.
    for cell in ["NaN", "NA", "", "-nan", "inf", "x"] {
        let error = points(&format!("E,T\n0,0.5\n1,{cell}\n")).unwrap_err();
        assert!(error.contains("--> t.csv:3:3"), "{error}");
        let error = points(&format!("E,T\n0,0.5\n{cell},1\n")).unwrap_err();
        assert!(error.contains("--> t.csv:3:1"), "{error}");
    }
    check(
        "E,T\n0,0.5\n1,NaN\n",
        expect![[r#"
        error: `NaN` is not a finite number
         --> t.csv:3:3
          |
        3 | 1,NaN
          |   ^^^ leave the row out, or mend it"#]],
    );
    // Columns that are not asked for may hold anything.
    assert!(points("E,T,note\n0,0.5,NaN\n1,0.5,\n").is_ok());
    // numpy/numpy#5557: exponents of Fortran.
    let rows = "0,5.687138413593-304\n0.5,5.0D-01\n1,2.5d-1\n";
    assert_eq!(points(rows).unwrap().values, [5.687138413593e-304, 0.5, 0.25]);
}

#[test]
fn decimal_commas_are_named() {
    // jasp-stats/jasp-issues#3608: `0,435` becomes 435 there.
    check(
        "E;T\n0;0,435\n0,5;0,286\n1;0,118\n",
        expect![[r#"
        error: `0,435` is no number
         --> t.csv:2:3
          |
        2 | 0;0,435
          |   ^^^^^ a decimal comma? decimals have a point in tables"#]],
    );
    check(
        "E T\n0 0,435\n",
        expect![[r#"
        error: `0,435` is no number
         --> t.csv:2:3
          |
        2 | 0 0,435
          |   ^^^^^ a decimal comma? decimals have a point in tables"#]],
    );
    check(
        "E,T\n0,0,435\n",
        expect![[r#"
            error: 2 cells are wanted, and the line has 3
             --> t.csv:2:1
              |
            2 | 0,0,435
              | ^^^^^^^ decimals have a point, no comma"#]],
    );
    check(
        "0,5 0,286\n",
        expect![[r#"
        error: `5 0` is no number
         --> t.csv:1:3
          |
        1 | 0,5 0,286
          |   ^^^ a decimal comma? decimals have a point in tables"#]],
    );
}

#[test]
fn what_is_no_table_has_a_place() {
    check(
        "",
        expect![[r#"
        error: the table has no rows of numbers
         --> t.csv:1:1
          |
        1 | 
          | ^ lines such as 0.1, 0.25 are wanted"#]],
    );
    check(
        "E,T\n0\n",
        expect![[r#"
            error: 2 cells are wanted, and the line has 1
             --> t.csv:2:1
              |
            2 | 0
              | ^ each line has as many cells as the first one"#]],
    );
    check(
        "E,T\n0,1\n2\n",
        expect![[r#"
            error: 2 cells are wanted, and the line has 1
             --> t.csv:3:1
              |
            3 | 2
              | ^ each line has as many cells as the first one"#]],
    );
    check("0\n1\n", expect!["t.csv has one column"]);
    let (message, label) = read("En,T\n0,1\n").column("E").unwrap_err();
    assert_eq!((&*message, &*label), ("t.csv has no column `E`", "is En meant? columns are En, T"));
    let (_, label) = read("energy,T\n0,1\n").column("enrgy").unwrap_err();
    assert_eq!(label, "is energy meant? columns are energy, T");
    assert!(Samples::read("t.csv", b"\xff\xfeE\0").is_err());
}

#[test]
fn rows_are_chosen_by_their_values() {
    let samples = read("E,T,dT,phi\n0,0.5,0.1,0\n1,0.25,0.2,0\n0,0.75,0.3,0.5\n1,1,-0.1,0.5\n");
    let chosen = samples.choose(Some("E"), Some("T"), Some("dT")).unwrap();
    let phi = samples.column("phi").unwrap();
    let points = samples.points(chosen, &[(phi, 0.0)]).unwrap();
    assert_eq!((points.values, points.rows), (vec![0.5, 0.25], vec![0, 1]));
    assert_eq!(points.errors, Some(vec![0.1, 0.2]));
    let error = |value| samples.points(chosen, &[(phi, value)]).unwrap_err();
    assert_eq!(error(0.25).message, "no row has phi = 0.25");
    assert_eq!(error(0.5).message, "the standard deviation -0.1 is negative");
    assert!(samples.points(chosen, &[]).unwrap_err().message.contains("a second block"));
}

/// The header and the modes are those of kwant's S-matrices; the amplitudes are small numbers.
#[test]
fn matrices_are_read() {
    let text = "E,to,from,re,im\n-0.2,0,0,0.5,0.1\n-0.2,0,1,0.25,0\n-0.2,1,0,0.25,0\n-0.2,1,1,0,1\n\
                0.2,0,0,1,0\n0.2,1,1,1,0\n0.2,1,0,0,0\n0.2,0,1,0,-1\n";
    let all = s_matrices(&read(text)).unwrap();
    assert_eq!((&all.energies[..], &all.rows[..]), (&[-0.2, 0.2][..], &[0, 4][..]));
    assert_eq!(all.matrices[0][0], [[0.5, 0.1], [0.25, 0.0]]);
    assert_eq!(all.matrices[1][0][1], [0.0, -1.0]);
    let wrong = |old: &str, new: &str| {
        let text = text.replacen(old, new, 1);
        s_matrices(&read(&text)).unwrap_err().to_string()
    };
    assert!(wrong("-0.2,1,1,0,1\n", "").contains("t.csv:4:1"));
    assert!(wrong("-0.2,1,1,0,1", "-0.2,1,0,0,1").contains("is given twice"));
    assert!(wrong("0.2,1,1,1,0", "0.2,1.5,1,1,0").contains("there is no mode 1.5"));
    assert!(wrong("0.2,1,1,1,0", "-0.3,1,1,1,0").contains("is missing at this energy"));
    let text = "1.5,1+2j\n1-2j,-0.5\n";
    assert_eq!(
        hamiltonian(&read(text)).unwrap(),
        [[[1.5, 0.0], [1.0, 2.0]], [[1.0, -2.0], [-0.5, 0.0]]]
    );
    assert_eq!(hamiltonian(&read("(1+2j)\n")).unwrap(), [[[1.0, 2.0]]]);
    assert!(hamiltonian(&read("1,2\n")).is_err());
    assert!(hamiltonian(&read("1,x\n2,3\n")).is_err());
}

#[test]
fn a_large_table_is_read() {
    let text: String = (0..100_000).map(|k| format!("{k},{}\n", 0.5)).collect();
    assert_eq!(points(&text).unwrap().energies.len(), 100_000);
}
