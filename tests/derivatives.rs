//! Derivatives of results of machines: against central differences with 40 digits
//! (`fixtures/machine/derivatives.py`, mpmath), closed forms, and the refrigerator; and where there is none.

use crate::solved::{family, results};
use ndemon::model::{Family, Inputs, Reading, Row, Status};
use ndemon::refrigerator::{Point, RefrigeratorFamily};

/// Two reservoirs, a and b, with this transmission.
fn two(transmission: &str, parameters: &str, [a, b]: [&str; 2]) -> String {
    format!(
        "format = 1\n[environment]\nT0 = 1\nmu0 = 0.1\n[parameters]\n{parameters}\n\
         [reservoirs.a]\n{a}\n[reservoirs.b]\n{b}\n\
         [[transmission]]\nbetween = ['a', 'b']\nT = '{transmission}'\n"
    )
}

const USUAL: [&str; 2] = ["T = 1\nmu = 0.3", "T = 0.5\nmu = 0"];

fn machine(name: &str) -> String {
    match name {
        "three" => "format = 1\n[environment]\nT0 = 1\nmu0 = 0\n[parameters]\ne = 0.4\ng = 0.7\n\
             [reservoirs.a]\nT = 1\nmu = 0.3\n[reservoirs.b]\nT = 0.5\nmu = 0\n\
             [reservoirs.c]\nT = 0.8\nmu = -0.2\n\
             [[transmission]]\nbetween = ['a', 'b']\nT = 'lorentzian(at=e, fwhm=g)'\n\
             [[transmission]]\nbetween = ['b', 'c']\nT = 'lorentzian(at=-3/10, fwhm=0.5)'\n\
             [[transmission]]\nbetween = ['a', 'c']\nT = 'qpc(at=e, width=g)/4'\n"
            .into(),
        "wire" => "format = 1\n[environment]\nT0 = 1\nmu0 = 0\n[parameters]\nw = 0.3\nV = 1.5\nTw = 0.4\n\
             [reservoirs.h]\nT = 1\nmu = 0\n\
             [reservoirs.l]\nf = '(1-w)*fermi(mu=-V/2, T=Tw) + w*fermi(mu=V/2, T=Tw)'\n\
             [[transmission]]\nbetween = ['h', 'l']\nT = 'lorentzian(at=9/10, fwhm=0.25)'\n"
            .into(),
        "ring" => "format = 1\n[environment]\nT0 = 1\nmu0 = 0\n[parameters]\nflux = 0.25\nt = 0.5\ng = 0.6\n\
             [reservoirs.a]\nT = 1\nmu = 0.25\n[reservoirs.b]\nT = 0.5\nmu = 0\n\
             [reservoirs.c]\nT = 0.75\nmu = -0.125\n[[scatterer]]\n\
             levels = [['1/10', 't*phase(2*pi*flux/3)', 't*phase(-2*pi*flux/3)'], \
             ['t*phase(-2*pi*flux/3)', 0, 't*phase(2*pi*flux/3)'], \
             ['t*phase(2*pi*flux/3)', 't*phase(-2*pi*flux/3)', 0]]\n\
             widths = { a = ['g', 0, 0], b = [0, 'g', 0], c = [0, 0, 'g'] }\n"
            .into(),
        "phonons" => two("0.5*boxcar(at=p, width=w)", "p = 1.3\nw = 0.8", [
            "T = 2\nstatistics = 'bose'",
            "T = 0.7\nstatistics = 'bose'",
        ]),
        "table" => "format = 1\n[environment]\nT0 = 1\nmu0 = 0\n[parameters]\nshift = 0.15\n\
             [reservoirs.a]\nT = 1.1\nmu = 0.3\n[reservoirs.b]\nT = 0.5\nmu = 0\n\
             [[transmission]]\nbetween = ['a', 'b']\n\
             T = '(1/10 + 7/5*(E-shift+1))*step(E-shift+1)*step(-1/2-E+shift) \
             + (4/5 - 2/3*(E-shift+1/2))*step(E-shift+1/2)*step(1/4-E+shift) \
             + (3/10 + 4/15*(E-shift-1/4))*step(E-shift-1/4)*step(1-E+shift)'\n"
            .into(),
        other => panic!("{other}"),
    }
}

/// The numbers of the script, which are good to more than 20 digits: each derivative is certain, hence the
/// nearest double.
#[test]
fn derivatives_are_those_of_central_differences() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/machine/derivatives.csv");
    let mut count = 0;
    for record in csv::Reader::from_path(path).unwrap().records() {
        let record = record.unwrap();
        let value: f64 = record[2].parse().unwrap();
        let error = format!("{}_error", &record[1]);
        let (found, _) = results(&machine(&record[0]), &[&record[1], &error]);
        assert_eq!(found[0], value, "{record:?}");
        assert!(found[1] < 1e-17 * value.abs(), "{record:?}: {}", found[1]);
        count += 1;
    }
    assert!(count >= 20, "{count}");
}

/// ∫ T (f_b − f_a) dE with T = 1: ṅ_a = μ_b − μ_a, and ε̇_a = (μ_b² − μ_a²)/2 + π² (T_b² − T_a²)/6.
#[test]
fn of_an_open_channel() {
    let names = ["dn_a_dmu_a", "dn_a_dmu_b", "denergy_a_dmu_a", "denergy_a_dT_a", "denergy_a_dT_b"];
    let (found, _) = results(&two("1", "", USUAL), &names);
    let share = std::f64::consts::PI.powi(2) / 3.0;
    let expected = [-1.0, 1.0, -0.3, -share, 0.5 * share];
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() <= 4e-16 * expected.abs(), "{found} {expected}");
    }
}

/// The same at equilibrium, where nothing flows: the conductance of a boxcar is f(μ − …) between its edges.
#[test]
fn of_a_machine_in_which_nothing_flows() {
    let same = ["T = 1\nmu = 0.25", "T = 1\nmu = 0.25"];
    let text = two("boxcar(at=p, width=1)", "p = 0.5", same);
    let (found, _) = results(&text, &["dn_a_dmu_b"]);
    let f = |e: f64| 1.0 / (1.0 + (e - 0.25).exp());
    // ∂/∂μ ∫ f dE over the window is f at its lower edge less f at the upper one.
    assert!((found[0] - (f(0.0) - f(1.0))).abs() < 1e-15, "{found:?}");
}

/// Edges that move: the integrand at them, times their speeds.
#[test]
fn of_windows() {
    let text = two("boxcar(at=p, width=w)", "p = 0.4\nw = 0.7", USUAL);
    let (found, status) = results(&text, &["dn_a_dp", "dn_a_dw", "dheat_b_dw", "dn_a_dp_error"]);
    assert_eq!(status, Status::Ok);
    let j = |e: f64| 1.0 / (1.0 + (e / 0.5).exp()) - 1.0 / (1.0 + (e - 0.3).exp());
    let (low, high) = (0.4 - 0.35, 0.4 + 0.35);
    let expected =
        [j(high) - j(low), 0.5 * (j(high) + j(low)), -0.5 * (high * j(high) + low * j(low))];
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() < 4e-16, "{found} {expected}");
    }
    assert!(found[3] > 0.0 && found[3] < 1e-17, "{found:?}");
}

/// What a spread takes to first order.
#[test]
fn a_spread_knows_them() {
    let family = family(&two("boxcar(at=p, width=w)", "p = 0.4\nw = 0.7", USUAL));
    let row = Row::new(&Inputs::complete(family, Reading::default(), |_| None).unwrap());
    let of = |name: &str| row.result(family.result(name).unwrap());
    let (n, p) = (family.result("n_a").unwrap(), family.parameter("p").unwrap());
    assert_eq!(family.slope(&row, n, p), of("dn_a_dp"));
    assert!(family.slope(&row, family.result("kind").unwrap(), p).is_nan());
}

/// Lines of no width: ṅ = A (f_b − f_a) at the line.
#[test]
fn of_lines() {
    let text = two("narrow(at=p, area=g)", "p = 0.4\ng = 0.7", USUAL);
    let (found, status) = results(&text, &["dn_a_dp", "dn_a_dg"]);
    assert_eq!(status, Status::Ok);
    let f = |x: f64| 1.0 / (1.0 + x.exp());
    let (x, y) = (0.4 - 0.3, 0.4 / 0.5);
    let slope = |x: f64, t: f64| -f(x) * f(-x) / t;
    let expected = [0.7 * (slope(y, 0.5) - slope(x, 1.0)), f(y) - f(x)];
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() < 2e-16, "{found} {expected}");
    }
}

/// Phonons that begin at E = 0: with T = 1/2, ε̇_a = π² (T_b² − T_a²)/12, whose slope is the quantum of thermal
/// conductance.
#[test]
fn of_phonons_of_vanishing_energy() {
    let ends = ["T = 2\nstatistics = 'bose'", "T = 1\nstatistics = 'bose'"];
    let (found, _) = results(&two("0.5", "", ends), &["denergy_a_dT_a", "dheat_a_dT_b"]);
    let share = std::f64::consts::PI.powi(2) / 6.0;
    for (found, expected) in found.iter().zip([-2.0 * share, share]) {
        assert!((found - expected).abs() < 4e-16 * expected.abs(), "{found} {expected}");
    }
}

/// At an amplitude of 0 the currents are 0, and their derivatives those of an amplitude of 1.
#[test]
fn of_amplitudes_at_zero() {
    let of = |g: &str| {
        let text = two("g*lorentzian(at=0.4, fwhm=0.7)", &format!("g = {g}"), USUAL);
        results(&text, &["n_a", "dn_a_dg"]).0
    };
    let (none, one) = (of("0"), of("1"));
    assert_eq!((none[0], none[1]), (0.0, one[0]));
    assert_eq!(one[0], one[1]);
}

/// A parameter that is a formula of another one changes with it.
#[test]
fn of_parameters_that_follow() {
    let text = two("lorentzian(at=p, fwhm=0.7)", "q = 0.2\np = '2*q'", USUAL);
    let (found, _) = results(&text, &["dn_a_dp", "dn_a_dq"]);
    assert_eq!(found[1], 2.0 * found[0]);
}

#[test]
fn of_the_refrigerator_as_a_file() {
    let text = include_str!("../examples/machines/refrigerator.toml");
    let pairs = [
        ("dcop_dT_c", "dcop_dtc"),
        ("dcop_dT_h", "dcop_dth"),
        ("dcop_de4", "dcop_de4"),
        ("dcop_de1", "dcop_de1"),
        ("dcop_dlambda", "dcop_dlambda"),
        ("dpower_dT_c", "dpower_dtc"),
        ("dpower_de2", "dpower_de2"),
        ("dpower_de3", "dpower_de3"),
        ("dpower_dlambda", "dpower_dlambda"),
    ];
    let (found, _) = results(text, &pairs.map(|(file, _)| file));
    let row = Row::new(&Point::paper(0.5, 1.3).inputs());
    for (found, (_, name)) in found.iter().zip(pairs) {
        assert_eq!(*found, row.result(RefrigeratorFamily.result(name).unwrap()), "{name}");
    }
}

/// Where there is no derivative, or nobody vouches for it, there is no number; other columns stay.
#[test]
fn what_does_not_exist_is_not_proven() {
    let hot = ["T = 2\nmu = 0.1", "T = 1\nmu = 0.1"];
    let merit = |formula: &str, parameters: &str| {
        two("boxcar(at=0.2, width=1)", parameters, USUAL) + &format!("[results]\nm = '{formula}'\n")
    };
    for (text, slope, other) in [
        // Work is gained on one side and paid on the other one.
        (two("boxcar(at=p, width=1)", "p = 0.2", hot), "defficiency_dmu_a", "dn_a_dp"),
        // Two windows meet that move apart.
        (
            two("0.5*boxcar(at=p, width=1) + 0.5*boxcar(at=1, width=1)", "p = 0", USUAL),
            "dn_a_dp",
            "dn_a_dT_a",
        ),
        (merit("abs(z)", "z = 0"), "dm_dz", "dn_a_dT_a"),
        (merit("step(z)*n_a", "z = 0"), "dm_dz", "dn_a_dT_a"),
        (merit("min(y, z)/n_a", "z = 0.2\ny = 0.2"), "dm_dz", "dm_dT_a"),
        (merit("sqrt(z)", "z = 0"), "dm_dz", "dn_a_dT_a"),
        // A line at the edge of a window.
        (
            two("narrow(at=0.5, area=1)*boxcar(at=0, width=p)", "p = 1\nq = 2", USUAL)
                + "[results]\nm = 'q^2'\n",
            "dn_a_dp",
            "dm_dq",
        ),
        // Bosons at the lowest energy.
        (
            two("0.5", "", ["T = 2\nstatistics = 'bose'", "T = 1\nstatistics = 'bose'"]),
            "denergy_a_dmu_a",
            "denergy_a_dT_a",
        ),
    ] {
        let (found, status) = results(&text, &[slope, other]);
        assert!(found[0].is_nan(), "{slope}: {found:?} {status:?}");
        assert!(found[1].is_finite(), "{other}: {found:?} {status:?}");
        let is_said = matches!(status, Status::Unproven | Status::Infinite(_));
        assert!(is_said, "{slope}: {status:?}");
    }
}

/// A jump at a place that no formula tells moves with the parameter: that it is not found makes no derivative 0.
#[test]
fn a_hidden_jump_is_not_overlooked() {
    let text = two("step(E^2 - p)*boxcar(at=0, width=4)", "p = 0.1", USUAL);
    let (found, status) = results(&text, &["dn_a_dp"]);
    assert!(found[0].is_nan() && status == Status::Unproven, "{found:?} {status:?}");
}
