//! Numbers where a representation, a rule or a limit changes.

use crate::shell::sh;

/// The lines that a command prints, which must end with this code.
fn lines(command: &str, code: i32) -> Vec<String> {
    let text = sh(command);
    let lines = text.strip_suffix(&format!("[{code}]\n"));
    lines.unwrap_or_else(|| panic!("{command}: {text}")).lines().map(str::to_owned).collect()
}

#[test]
fn a_level_a_million_temperatures_away_has_the_right_numbers() {
    // 2.5391077234484133126e-7, 1.5414940825367982841 and a power of 5e-455398: fixtures/reference.py
    // with 1000 digits. The table of the regime `threshold` has such points by the hundred.
    let device =
        "--th=1 --tc=9.5367431640625e-07 --mu0=0 --e1=0.5 --e2=2 --e3=0.9999995231628418 --e4=1";
    let found =
        lines(&format!("ndemon eval {device} --format csv --columns cop,headroom,power,status"), 0);
    assert_eq!(found[1], "2.539107723448413e-7,1.5414940825367982,0.0,ok");
    // An electronvolt at 11 mK: 0.14882450398023988149 and 1.4505151789090297761, likewise.
    let device = "--th 22mK --tc 11.065mK --mu0 0eV --e1 0.1eV --e2 0.1000005eV --e3 1eV --e4 1.0000005eV --gamma 1neV";
    let found =
        lines(&format!("ndemon eval {device} --format csv --columns cop,headroom,power,status"), 0);
    assert_eq!(found[1], "0.1488245039802399,1.4505151789090298,0.0,ok");
}

#[test]
fn one_reservoir_has_one_occupation_at_an_energy() {
    // "four different values of ε_i" (Sec. V): whatever λ, before any occupation is looked at.
    let sweep = |flags: &str| lines(&format!("ndemon sweep {flags} --tc 0.5 --columns status"), 0);
    assert_eq!(sweep("--e3 2 --e4 1 --lambda 0.3"), ["status", "e2=e3"]);
    assert_eq!(
        sweep("--e3 1 --e4 1.3,2 --lambda 0,7"),
        ["status", "e1=e3", "e1=e3", "e1=e3", "e1=e3"]
    );
    assert_eq!(sweep("--e3 1.5 --e4 1,2,1.5"), ["status", "e1=e4", "e2=e4", "limit"]);
    let message = lines("ndemon eval --tc 0.5 --e4 2", 2);
    assert!(message[0].ends_with("e4 must differ from e2, which is 2 (by default)"), "{message:?}");
    // Windows of 0.1 around levels that are 0.1 apart, or less, overlap.
    let boxcar = |e3: &str, e4: &str| {
        let flags =
            format!("--e3={e3} --e4={e4} --mu0 0 --e1 0 --e2 8 --gamma 0.125 --resonances boxcar");
        sweep(&flags).pop().unwrap()
    };
    assert_eq!(boxcar("0.125", "4"), "gamma>=|e1-e3|");
    assert_eq!(boxcar("4", "-0.125"), "gamma>=|e1-e4|");
    assert_eq!(boxcar("7.9", "4"), "gamma>=|e2-e3|");
    assert_eq!(boxcar("4", "8.1"), "gamma>=|e2-e4|");
    assert!(!boxcar("4", "0.12500000000000003").starts_with("gamma"));
}

#[test]
fn the_last_physical_demon_has_its_limits() {
    // At λ = λ_max the occupation that binds is 0 or 1, ln(1/f − 1) infinite, the COP 0 and the power
    // the greatest: from Eqs. 20, C8 and C10.
    let found = lines(
        "ndemon sweep --tc 0.5 --e4 1.3 --e3 2.99:3:6 --lambda 1max --columns cop,cop_fraction,entropy_current,entropy_production,fl3,status",
        0,
    );
    assert_eq!(found.len(), 7);
    assert!(found[1..].iter().all(|row| row == "0.0,0.0,inf,inf,0.0,fl3=0"), "{found:?}");
    let columns = "power,power_max,lambda,headroom,sigma3,beta34,dcop_de3,dpower_dlambda";
    let found = lines(
        &format!("ndemon eval --tc 0.5 --e4 1.3 --lambda 1max --format csv --columns {columns}"),
        0,
    );
    let cells: Vec<&str> = found[1].split(',').collect();
    assert_eq!((cells[0], cells[2]), (cells[1], cells[3]));
    assert_eq!(cells[4..7], ["inf", "inf", "NaN"]);
    // Of levels at ±1 around μ0 with gaps of 2 both bind at once, at f_l = 1 and 0.
    let found = lines(
        "ndemon eval --tc 0.5 --mu0 0 --e1 -4 --e2 4 --e3 1 --e4 -1 --lambda 1max --format csv --columns fl3,fl4,beta_eff3,beta_eff4,status",
        0,
    );
    assert_eq!(found[1], "0.0,1.0,inf,inf,fl3=0");
    // JSON has no infinity.
    let found = lines(
        "ndemon eval --tc 0.5 --e4 1.3 --lambda 1max --format json --columns entropy_current,cop",
        0,
    );
    assert_eq!(found, ["{\"entropy_current\":null,\"cop\":0.0}"]);
}

#[test]
fn a_multiple_of_the_headroom_is_taken_exactly_and_comes_back() {
    // The COPs are 0.194359546795706998, 0.00529725868589613531 and 0.0052017600945043532:
    // fixtures/reference.py with 200 digits.
    let sweep = "ndemon sweep --tc 0.5 --e4 1.3 --lambda 0max,0.3max,0.9999999999999998max,0.9999999999999999max,1max,1.5max";
    let found = lines(&format!("{sweep} --columns lambda_over_max,cop,status"), 0);
    let expected = [
        "lambda_over_max,cop,status",
        "0.0,1.0,limit",
        "0.3,0.194359546795707,ok",
        "0.9999999999999998,0.005297258685896135,ok",
        "0.9999999999999999,0.005201760094504353,ok",
        "1.0,0.0,fl3=0",
        "1.5,NaN,fl3<0",
    ];
    assert_eq!(found, expected);
    for format in ["csv", "jsonl"] {
        let table = format!("{sweep} --format {format}");
        assert_eq!(
            lines(&format!("{table} | ndemon sweep --points - --format {format}"), 0),
            lines(&table, 0)
        );
    }
    // It is taken before lambda, where it has a value.
    let table = "lambda_over_max,lambda,tc,e4\n0.5,7,0.5,1.3\nNaN,1,0.5,1.3\n";
    let found = lines(
        &format!("printf '{table}' | ndemon sweep --points - --columns lambda_over_max,cop"),
        0,
    );
    assert_eq!(found[2], "NaN,0.18500176817128894");
    let half = lines(
        "ndemon eval --tc 0.5 --e4 1.3 --lambda 0.5max --format csv --columns lambda_over_max,cop",
        0,
    );
    assert_eq!(found[1], half[1]);
    lines(&format!("printf '{table}' | ndemon sweep --points - --lambda 1"), 2);
    // An infinite headroom has no multiples.
    let found = lines(
        "ndemon sweep --tc 0.5 --e4 1.5,1.4 --lambda 0.5max --columns lambda,headroom,status",
        0,
    );
    assert_eq!(found[1], "NaN,inf,headroom=inf");
    let message = lines("ndemon eval --tc 0.5 --e4 1.5 --lambda 0.3max", 2);
    assert!(message[0].contains("the headroom, which is infinite where e3 = e4"), "{message:?}");
    let found = lines("ndemon sweep --tc 0.5 --e4 1.5 --columns lambda,headroom,status", 0);
    assert_eq!(found[1], "1.0,inf,limit");
}

#[test]
fn what_exceeds_the_doubles_says_so() {
    let eval =
        |flags: &str| lines(&format!("ndemon eval --tc 0.5 {flags} --format csv"), 0)[1].clone();
    // 1/(T0 (1/Tc + 2/Tc − 1/Th)) = 0.2/1e-320.
    assert_eq!(eval("--e4 1.5 --t0 1e-320 --columns cop,headroom,status"), "NaN,inf,cop>max");
    // −4.217232253926097129e-308, from differences at 3000 digits over steps of 10^-700.
    assert_eq!(
        eval("--mu0 0 --e1 -1 --e2 1 --e3 1e-307 --e4 0 --columns dcop_de3"),
        "-4.217232253926097e-308"
    );
}

#[test]
fn the_lowest_temperature_at_the_headroom_is_that_of_the_point() {
    // λ_max falls as it gets colder where the cold pair binds, so that λ_max(Tc) is too much below Tc.
    let found = lines(
        "ndemon sweep --tc 0.5 --e4 1.2:1.4:2001 --lambda 1max --columns tc_min | sort -u",
        0,
    );
    assert_eq!(found, ["0.5", "tc_min"]);
}

#[test]
fn windows_break_the_tie_of_the_pairs() {
    // Equal gaps and equal x: narrow pairs bind together. Windows of a width Γ add Σ m_i/|ε1 − ε2| > 0, about
    // Γ², to what the hot pair may move, so that the cold one binds alone (docs/theory.md).
    let device = "--th 2 --tc 1 --mu0 0 --e1 4 --e2 5 --e3 1 --e4 2 --lambda 1max --gamma 1e-13";
    let at_edge = |flags: &str| {
        let columns = "fl1,fl4,sigma1,sigma4,status";
        lines(&format!("ndemon sweep {device} {flags} --columns {columns}"), 0)[1].clone()
    };
    assert_eq!(at_edge(""), "0.0,0.0,inf,inf,fl1=0");
    let windows = at_edge("--resonances boxcar");
    let cells: Vec<&str> = windows.split(',').collect();
    let left: f64 = cells[0].parse().unwrap();
    assert!(left > 0.0 && left < 1e-24, "{windows}");
    assert_eq!((cells[1], cells[3], cells[4]), ("0.0", "inf", "fl4=0"));
    assert!(cells[2] != "inf", "{windows}");
}
