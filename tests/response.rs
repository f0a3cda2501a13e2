//! Linear response: against proven values (`fixtures/machine/general.json`, ball arithmetic), closed forms and symmetries.

use crate::machine::number;
use crate::solved::{family, results};
use ndemon::model::{Family, Status};
use serde_json::Value;

/// Two reservoirs with one temperature and one chemical potential.
fn two(t: f64, mu: f64, transmission: &str) -> String {
    format!(
        "format = 1\n[reservoirs.a]\nT = {t}\nmu = {mu}\n[reservoirs.b]\nT = {t}\nmu = {mu}\n[[transmission]]\n\
         between = ['a', 'b']\nT = '{transmission}'\n"
    )
}

#[test]
fn coefficients_are_the_proven_ones() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/machine/general.json");
    let all: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let machines = [
        ("lorentzian", "lorentzian(at=0.75, fwhm=2*0.0625)"),
        ("step", "step(E-0.5)"),
        ("open", "1"),
        ("narrow-boxcar", "boxcar(at=2.3994140625, width=0.001953125)"),
    ];
    let columns =
        ["conductance", "onsager_1", "onsager_2", "seebeck", "kappa", "ZT", "lorenz", "peltier"];
    let keys = ["L0", "L1", "L2", "seebeck", "kappa", "ZT", "lorenz"];
    for (name, transmission) in machines {
        let id = format!("linear-response-{name}");
        let case = all["cases"].as_array().unwrap().iter().find(|case| case["id"] == *id).unwrap();
        let (found, status) = results(&two(1.0, 0.0, transmission), &columns);
        for ((key, column), found) in keys.iter().zip(&columns).zip(&found) {
            let known: f64 = number(&case[*key]).parse().unwrap();
            assert_eq!(*found, known, "{name} {column}");
        }
        // T = 1, so that the heat of a particle is the Seebeck coefficient.
        assert_eq!(found[7], found[3]);
        assert_eq!(status, Status::Ok, "{name}");
    }
}

/// Closed forms, in 40 digits of mpmath: with z = 1/2 + (w + i(ε0 − μ))/2πT and Z = w ψ₁(z)/2πT a Lorentzian of
/// half the width w has L0 = Re Z, L1 = (ε0 − μ) L0 + w Im Z, L2 = w² + 2(ε0 − μ) w Im Z + ((ε0 − μ)² − w²) L0; a step at
/// a has, with x = (a − μ)/T and l = ln(1 + e^−x), L0 = 1/(1 + e^x), L1 = T (x L0 + l) and
/// L2 = T² (x² L0 + 2 x l − 2 Li₂(−e^−x)).
#[test]
fn a_lorentzian_and_a_step_have_closed_forms() {
    let columns = ["conductance", "onsager_1", "onsager_2"];
    for (transmission, known) in [
        (
            "lorentzian(at=0.42, fwhm=0.36)",
            [0.17139578930940833, 0.0403577487422687, 0.0361452077065444],
        ),
        ("step(E-0.42)", [0.40474942348364756, 0.4724233219018575, 0.8037258591886395]),
    ] {
        let (found, status) = results(&two(0.7, 0.15, transmission), &columns);
        assert_eq!((&found[..], status), (&known[..], Status::Ok), "{transmission}");
    }
}

/// One narrow level: all carriers have one energy, so that no heat flows without particles, and ZT has no bound.
#[test]
fn a_narrow_level_carries_one_energy() {
    let text = two(0.5, 0.125, "narrow(at=0.7, area=0.25)");
    let columns = ["conductance", "seebeck", "peltier", "kappa", "ZT", "lorenz"];
    let (found, status) = results(&text, &columns);
    // f (1 − f)/T is 1/(4 T cosh²(x/2)).
    let conductance = 0.25 / (4.0 * 0.5 * (0.575f64 / 1.0).cosh().powi(2));
    assert!((found[0] / conductance - 1.0).abs() < 1e-14, "{found:?}");
    assert!((found[1] - 1.15).abs() < 1e-14 && (found[2] - 0.575).abs() < 1e-15, "{found:?}");
    assert_eq!(found[3..], [0.0, f64::INFINITY, 0.0]);
    assert_eq!(status, Status::Ok);
}

/// T_ab of a ring with a flux is T_ba of the opposite one, and so is each coefficient (Onsager).
#[test]
fn a_flux_turns_the_pair_around() {
    let ring = |flux: f64| {
        format!(
            "format = 1\n[reservoirs.a]\nT = 0.7\nmu = 0.1\n[reservoirs.b]\nT = 0.7\nmu = 0.1\n[reservoirs.c]\n\
             T = 0.7\nmu = 0.1\n[[scatterer]]\nlevels = [[0.2, '0.5*phase({flux})', '0.4*phase(-({flux}))'], \
             ['0.5*phase(-({flux}))', -0.1, 0.3], ['0.4*phase({flux})', 0.3, 0.15]]\n\
             widths = {{ a = [0.5, 0, 0], b = [0, 0.4, 0], c = [0, 0, 0.7] }}\n"
        )
    };
    let of = |pair: &str| {
        ["conductance", "onsager_1", "onsager_2", "seebeck", "kappa", "ZT"]
            .map(|name| format!("{name}_{pair}"))
    };
    let found =
        |flux: f64, pair: &str| results(&ring(flux), &of(pair).each_ref().map(|name| &**name)).0;
    let [forth, back] = ["a_b", "b_a"].map(|pair| found(0.45, pair));
    assert!(forth.iter().zip(&back).all(|(a, b)| a != b), "{forth:?} {back:?}");
    let turned = found(-0.45, "b_a");
    assert!(forth.iter().zip(&turned).all(|(a, b)| (a / b - 1.0).abs() < 1e-14), "{turned:?}");
    assert_eq!(found(0.0, "a_b"), found(0.0, "b_a"));
}

/// A small difference of T or μ drives what the coefficients say: differences of the machine's own flows.
#[test]
fn small_differences_drive_it() {
    let flows = |t: f64, mu: f64| {
        let text = format!(
            "format = 1\n[reservoirs.a]\nT = 0.8\nmu = 0.3\n[reservoirs.b]\nT = {t}\nmu = {mu}\n[[transmission]]\n\
             between = ['a', 'b']\nT = '0.6*lorentzian(at=0.9, fwhm=0.7)'\n"
        );
        results(&text, &["n_a", "heat_a"]).0
    };
    let step = 2f64.powi(-14);
    let slope = |t: f64, mu: f64, k: usize| {
        let [up, down] = [1.0, -1.0].map(|sign| flows(0.8 + sign * t, 0.3 + sign * mu)[k]);
        (up - down) / (2.0 * step)
    };
    let text = two(0.8, 0.3, "0.6*lorentzian(at=0.9, fwhm=0.7)");
    let (found, _) = results(&text, &["conductance", "onsager_1", "onsager_2"]);
    let by_t = |k: usize| 0.8 * slope(step, 0.0, k);
    for (k, number) in [slope(0.0, step, 0), by_t(0), by_t(1)].into_iter().enumerate() {
        assert!((found[k] / number - 1.0).abs() < 1e-7, "{k}: {} {number}", found[k]);
    }
    assert!((found[1] / slope(0.0, step, 1) - 1.0).abs() < 1e-7);
}

/// Phonons beside electrons carry heat: κ is that of both, and ZT is less.
#[test]
fn phonons_conduct_heat() {
    let electrons = two(0.5, 0.0, "0.5*lorentzian(at=0.4, fwhm=0.3)");
    let phonons = "[[transmission]]\nbetween = ['a', 'b']\ncarriers = 'bose'\nT = '0.25*boxcar(at=0, width=200)'\n";
    let columns = ["kappa", "ZT", "conductance", "onsager_1"];
    let (alone, _) = results(&electrons, &columns);
    let (both, status) = results(&format!("{electrons}{phonons}"), &columns);
    // A quantum of thermal conductance: π² T/3, all but e^−200 of it.
    let quantum = 0.25 * std::f64::consts::PI.powi(2) * 0.5 / 3.0;
    assert!(((both[0] - alone[0]) / quantum - 1.0).abs() < 1e-13, "{both:?} {alone:?}");
    assert!((both[1] / alone[1] - alone[0] / both[0]).abs() < 1e-14, "{both:?} {alone:?}");
    assert_eq!(both[2..], alone[2..]);
    assert_eq!(status, Status::Ok);
}

#[test]
fn unequal_reservoirs_have_none() {
    let text = two(1.0, 0.0, "1").replacen("mu = 0", "mu = 0.5", 1);
    let (found, status) = results(&text, &["conductance", "n_a"]);
    assert!(found[0].is_nan() && found[1] < 0.0);
    assert_eq!(status.word(), "unequal T or mu");
    let given = text.replacen("T = 1\nmu = 0.5", "f = 0.5", 1);
    let machine = family(&given);
    assert!(machine.result("ZT").is_none());
    let why = machine.absent("ZT").unwrap();
    assert!(why.contains("a is out of equilibrium"), "{why}");
}

/// Figures of merit know the columns: a power factor.
#[test]
fn formulas_know_them() {
    let text = two(0.8, 0.3, "0.6*lorentzian(at=0.9, fwhm=0.7)")
        + "[results]\nfactor = 'conductance*seebeck^2'\nexcess = 'noise_n_a - 2*T_a*conductance'\n";
    let (found, _) = results(&text, &["factor", "conductance", "seebeck", "excess"]);
    assert!((found[0] / (found[1] * found[2] * found[2]) - 1.0).abs() < 1e-15);
    assert!(found[3].abs() < 1e-20, "{found:?}");
}
