use crate::shell::{session, sh};
use expect_test::expect;

const POINT: &str = "--tc 0.5 --e4 1.3 --resonances boxcar --format csv";

#[test]
fn a_width_is_taken_exactly() {
    // Eqs. C1, C2 and 18 by quadrature (fixtures/oracle/boxcar.py), to the digits shown there:
    // power 0.0163635930198137, COP 0.176027524719; 0.0170732838647893, 0.184911596259.
    expect![[r#"
        $ ndemon sweep --tc 0.5 --e4 1.3 --gamma 0.1,0.01 --resonances boxcar --columns gamma,power,cop,headroom,narrow_error,status
        gamma,power,cop,headroom,narrow_error,status
        0.1,0.016363593019813716,0.17602752471912753,3.15237428627419,0.04380831643515915,ok
        0.01,0.017073283864789332,0.18491159625935336,3.149145786914205,0.00041999044292427454,ok
        [0]
    "#]]
    .assert_eq(&session(&[
        "ndemon sweep --tc 0.5 --e4 1.3 --gamma 0.1,0.01 --resonances boxcar --columns gamma,power,cop,headroom,narrow_error,status",
    ]));
}

#[test]
fn the_narrow_limit_is_reached_as_gamma_squared() {
    let sweep = "ndemon sweep --tc 0.5 --e4 1.3 --gamma log:1e-8:1e-2:61 --resonances boxcar \
                 --columns gamma,narrow_error --no-header";
    let table = sh(sweep);
    let coefficients = table.lines().filter_map(|line| {
        let (gamma, error) = line.split_once(',')?;
        let [gamma, error]: [f64; 2] = [gamma.parse().ok()?, error.parse().ok()?];
        Some((gamma, error / (gamma * gamma)))
    });
    let coefficients: Vec<_> = coefficients.collect();
    assert_eq!(coefficients.len(), 61);
    let limit = coefficients[0].1;
    for (gamma, coefficient) in coefficients {
        // The next order is Γ⁴; without noise nothing but it and roundings is seen.
        let bound = 10.0 * gamma * gamma + 4.0 * f64::EPSILON;
        assert!((coefficient / limit - 1.0).abs() <= bound, "{gamma}: {coefficient} {limit}");
    }
}

#[test]
fn what_no_window_can_have_is_refused() {
    expect![[r#"
        $ ndemon eval --tc 0.5 --e4 1.3 --resonances boxcar --format csv
        error: --gamma is missing: gamma must be given where values have units, resonances a width, or photons carry heat
        [2]
        $ ndemon eval --tc 0.5 --e4 1.3 --resonances boxcar --format csv --gamma 0.3
        error: --gamma 0.3: gamma must be less than |e3 − e4|, so that the windows do not overlap
        [2]
        $ ndemon eval --tc 0.5 --e4 1.3 --resonances boxcar --format csv --gamma 0.1 --e2 1.05
        error: --gamma 0.1: gamma must be less than |e1 − e2|, so that the windows do not overlap
        [2]
        $ ndemon eval --tc 0.5 --e4 1.3 --resonances boxcar --format csv --gamma 0.1 --columns tc_min
        tc_min
        0.24102329827373142
        [0]
        $ ndemon eval --tc 0.5 --e4 1.3 --resonances wide
        error: invalid value 'wide' for '--resonances <resonances>' [possible values: narrow, boxcar]
        [2]
        $ ndemon sweep --tc 0.5 --e4 1.5,1.4 --resonances boxcar --gamma 0.1,0.09 --columns e4,gamma,cop,status
        e4,gamma,cop,status
        1.5,0.1,NaN,gamma>=|e3-e4|
        1.5,0.09,NaN,gamma>=|e3-e4|
        1.4,0.1,0.1561782896432985,ok
        1.4,0.09,0.16349695445855342,ok
        [0]
    "#]]
    .assert_eq(&session(&[
        &format!("ndemon eval {POINT}"),
        &format!("ndemon eval {POINT} --gamma 0.3"),
        &format!("ndemon eval {POINT} --gamma 0.1 --e2 1.05"),
        &format!("ndemon eval {POINT} --gamma 0.1 --columns tc_min"),
        "ndemon eval --tc 0.5 --e4 1.3 --resonances wide",
        "ndemon sweep --tc 0.5 --e4 1.5,1.4 --resonances boxcar --gamma 0.1,0.09 --columns e4,gamma,cop,status",
    ]));
}

#[test]
fn a_demon_may_be_too_weak_for_its_windows() {
    let page = sh("ndemon eval --tc 0.5 --e4 1.3 --lambda 0.01 --gamma 0.19 --resonances boxcar");
    assert!(page.contains("heat flows from hot to cold"), "{page}");
    // A hot pair with hardly any room, which λ = 0 moves backwards.
    let page =
        sh("ndemon eval --th 1 --tc 0.1 --mu0 0 --e1 25 --e2 25.5 --e3 0.6 --e4 0 --lambda 0 \
                   --gamma 0.4 --resonances boxcar");
    assert!(
        page.contains("unphysical") && page.contains("lambda is too small")
            || page.contains("physical for no lambda"),
        "{page}"
    );
}

#[test]
fn windows_may_leave_no_lambda_at_all() {
    // The hot pair has hardly any room to be moved backwards, and the cold one moves hardly anything.
    let device = "--th 0.05 --tc 0.0005 --e4 0.5 --gamma 0.01 --resonances boxcar";
    for lambda in ["0", "0.5max", "1max", "1"] {
        let page = sh(&format!("ndemon eval {device} --lambda {lambda}"));
        assert!(page.contains(": unphysical, the demon cannot"), "{page}");
        assert!(page.contains("it is physical for no lambda.\n[1]"), "{page}");
    }
    let page = sh("ndemon figure --resonances boxcar");
    assert_eq!(
        page,
        "error: --gamma is missing: it must be given where resonances have a width\n[2]\n"
    );
}

#[test]
fn a_table_of_windows_is_read_again() {
    let grid = "ndemon sweep --lambda 0max:1max:5 --tc 0.2:0.8:4 --e4 1.2,1.7 --gamma 0.15 --resonances boxcar";
    let once = sh(grid);
    assert!(once.contains(",gamma,resonances,fl1,"), "{once}");
    for flag in ["", "--resonances boxcar"] {
        assert_eq!(once, sh(&format!("{grid} | ndemon sweep --points - {flag}")));
    }
    let lines = sh(&format!("{grid} --format jsonl"));
    let again = format!("{grid} --format jsonl | ndemon sweep --points - --format jsonl");
    assert_eq!(lines, sh(&again));
    assert!(once.lines().filter(|line| line.ends_with(",ok")).count() > 20, "{once}");
    let jobs = sh(&format!("{grid} --jobs 1"));
    assert_eq!(once, jobs);
}
