//! Probes: against `fixtures/machine/probes.csv` (mpmath), closed forms, and the flows of machines in which what a
//! probe finds is given.

use crate::solved::results;
use ndemon::model::Status;

/// A reservoir `m` with this occupation, and a probe `p` that is wide open to it.
fn open(parameters: &str, f: &str, probe: &str) -> String {
    format!(
        "format = 1\n[parameters]\n{parameters}\n[reservoirs.m]\nf = '{f}'\n[reservoirs.p]\n{probe}\n\
         [[transmission]]\nbetween = ['m', 'p']\nT = 1\n"
    )
}

const BOTH: &str = "probe = 'voltage-temperature'";

#[test]
fn numbers_are_those_of_mpmath() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/machine/probes.csv");
    let mut count = 0;
    for cells in csv::Reader::from_path(path).unwrap().deserialize() {
        let (machine, column, value): (String, String, String) = cells.unwrap();
        let error = format!("{column}_error");
        let (found, status) = results(&machine, &[&column, &error]);
        let expected: f64 = value.parse().unwrap();
        assert_eq!(found[0], expected, "{column} of {machine}");
        assert!(found[1] <= 1e-20, "{column} within {:e}", found[1]);
        assert!(matches!(status, Status::Ok | Status::Infinite(_)), "{status}");
        count += 1;
    }
    assert_eq!(count, 11);
}

/// μ = Σ w μ_i and T² = Σ w T_i² + (3/π²)(Σ w μ_i² − μ²), by Sommerfeld's exact moments of a Fermi function.
#[test]
fn a_mixture_has_a_closed_form() {
    let f = "w*fermi(mu=0.7, T=1) + (1-w)*fermi(mu=-0.2, T=0.25)";
    let (parameters, weights, mus, ts) = ("w = 0.3", [0.3, 0.7], [0.7, -0.2], [1.0, 0.25]);
    let mean = |of: &dyn Fn(usize) -> f64| (0..2).map(|i| weights[i] * of(i)).sum::<f64>();
    let mu = mean(&|i| mus[i]);
    let spread = 3.0 / std::f64::consts::PI.powi(2) * (mean(&|i| mus[i] * mus[i]) - mu * mu);
    let t = (mean(&|i| ts[i] * ts[i]) + spread).sqrt();
    let names =
        ["T_p", "mu_p", "n_p", "heat_p", "energy_p", "n_m", "energy_m", "dT_p_dw", "dmu_p_dw"];
    let (found, _) = results(&open(parameters, f, BOTH), &names);
    assert!((found[0] - t).abs() < 1e-14 && (found[1] - mu).abs() < 1e-15, "{found:?}");
    // What the probe does not take up, the only other reservoir does not, either.
    assert_eq!(found[2..7], [0.0; 5]);
    // dμ/dw = μ_1 − μ_2, and the same of T² and of μ².
    let others = |of: &dyn Fn(usize) -> f64| of(0) - of(1);
    let slope = others(&|i| mus[i]);
    let rise = others(&|i| ts[i] * ts[i])
        + 3.0 / std::f64::consts::PI.powi(2) * (others(&|i| mus[i] * mus[i]) - 2.0 * mu * slope);
    assert!((found[7] - rise / (2.0 * t)).abs() < 1e-13, "{} {}", found[7], rise / (2.0 * t));
    assert!((found[8] - slope).abs() < 1e-14);
    // A voltage probe finds the same μ at any temperature of its own.
    let (found, _) = results(&open(parameters, f, "T = 0.4\nprobe = 'voltage'"), &["mu_p"]);
    assert!((found[0] - mu).abs() < 1e-15);
    // A thermometer at another μ: T² = Σ w T_i² + (3/π²) Σ w (μ_i − μ)².
    let text = open(parameters, f, "mu = 0.35\nprobe = 'temperature'");
    let apart = mean(&|i| (mus[i] - 0.35) * (mus[i] - 0.35));
    let t = (mean(&|i| ts[i] * ts[i]) + 3.0 / std::f64::consts::PI.powi(2) * apart).sqrt();
    assert!((results(&text, &["T_p"]).0[0] - t).abs() < 1e-14);
}

/// Bosons: a thermometer wide open to several reservoirs has T² = mean of T², as each emits (π²/6) T².
#[test]
fn a_thermometer_of_phonons_has_the_mean_of_the_squares() {
    let text = "format = 1\n[reservoirs]\na = { T = 1, statistics = 'bose' }\n\
        b = { T = 0.3, statistics = 'bose' }\nc = { T = 0.7, statistics = 'bose' }\n\
        p = { probe = 'temperature', statistics = 'bose' }\n\
        [[transmission]]\nbetween = ['a', 'p']\nT = 1\n[[transmission]]\nbetween = ['b', 'p']\nT = 1\n\
        [[transmission]]\nbetween = ['c', 'p']\nT = 1\n";
    let (found, _) = results(text, &["T_p"]);
    assert!((found[0] - ((1.0f64 + 0.09 + 0.49) / 3.0).sqrt()).abs() < 1e-15, "{found:?}");
}

/// Between reservoirs that are mirror images, μ of the probe is that of the mirror, and exactly.
#[test]
fn symmetric_machines_have_exact_numbers() {
    let machine = |probe: &str, mu: f64, t: [f64; 2]| {
        format!(
            "format = 1\n[reservoirs]\nh = {{ T = {}, mu = {} }}\nc = {{ T = {}, mu = {} }}\np = {{ {probe} }}\n\
             [[transmission]]\nbetween = ['h', 'p']\nT = 'lorentzian(at=0, fwhm=0.5)'\n\
             [[transmission]]\nbetween = ['c', 'p']\nT = 'lorentzian(at=0, fwhm=0.5)'\n",
            t[0], mu, t[1], -mu
        )
    };
    let names = ["mu_p", "mu_p_error", "n_p"];
    for probe in ["T = 0.375, probe = 'voltage'", BOTH] {
        let (found, _) = results(&machine(probe, 0.25, [0.3, 0.3]), &names);
        assert_eq!(found, [0.0, 0.0, 0.0], "{probe}");
    }
    // Without the symmetry it is another one.
    let (found, _) = results(&machine(BOTH, 0.25, [0.3, 0.31]), &names);
    assert!(found[0].abs() > 1e-4 && found[1] > 0.0, "{found:?}");
    // In equilibrium the probe is in it, too.
    for probe in ["T = 0.3, probe = 'voltage'", "mu = 0, probe = 'temperature'", BOTH] {
        let names = ["n_h", "heat_h", "entropy_production"];
        let (found, status) = results(&machine(probe, 0.0, [0.3, 0.3]), &names);
        assert_eq!((found, status), (vec![0.0; 3], Status::Ok), "{probe}");
    }
    // And where T is no double in eV.
    let text = "format = 1\nunits = { energy = 'ueV', temperature = 'mK' }\ndegeneracy = 1\n[reservoirs]\n\
        h = { T = 130, mu = 7 }\nc = { T = 130, mu = 7 }\np = { probe = 'voltage-temperature' }\n\
        [[transmission]]\nbetween = ['h', 'p']\nT = 'lorentzian(at=3, fwhm=5)'\n\
        [[transmission]]\nbetween = ['c', 'p']\nT = 'qpc(at=3, width=5)'\n";
    let (found, status) = results(text, &["T_p", "mu_p", "n_h", "heat_c"]);
    assert_eq!((found, status), (vec![0.13, 7e-6, 0.0, 0.0], Status::Ok));
}

/// Machines with several probes of all kinds, at generic points: where what they find is given instead, they take up
/// no more than the last digits of what is given.
#[test]
fn probes_take_up_nothing() {
    let machine = |p: &str, q: &str, r: &str, at: f64| {
        format!(
            "format = 1\n[reservoirs]\nh = {{ T = 1, mu = 0.4 }}\nc = {{ T = 0.375, mu = -0.1 }}\n\
             p = {{ {p} }}\nq = {{ {q} }}\nr = {{ {r} }}\n\
             [[transmission]]\nbetween = ['h', 'p']\nT = 'qpc(at={at}, width=0.25)'\n\
             [[transmission]]\nbetween = ['p', 'q']\nT = 'lorentzian(at=0.25, fwhm=0.75)'\n\
             [[transmission]]\nbetween = ['q', 'c']\nT = 'boxcar(at=0.1, width=3)/2'\n\
             [[transmission]]\nfrom = 'r'\nto = 'c'\nT = 'boxcar(at=0.1, width=3)/4'\n\
             [[transmission]]\nfrom = 'c'\nto = 'q'\nT = 'boxcar(at=0.1, width=3)/4'\n\
             [[transmission]]\nfrom = 'q'\nto = 'r'\nT = 'boxcar(at=0.1, width=3)/4'\n\
             [[transmission]]\nbetween = ['r', 'h']\nT = 'narrow(at=0.75, area=0.1) + narrow(at=-0.5, area=0.2)'\n"
        )
    };
    let kinds = ["T = 0.6, probe = 'voltage'", "mu = 0.05, probe = 'temperature'", BOTH];
    for (k, at) in [(0, -0.5), (5, 0.25), (10, 1.0), (15, 0.0), (20, 0.4), (26, -0.2)] {
        let mine = [k % 3, (k / 3) % 3, k / 9].map(|kind| kinds[kind]);
        let text = machine(mine[0], mine[1], mine[2], at);
        let mut given = Vec::new();
        for (name, kind) in ["p", "q", "r"].iter().zip(mine) {
            let number = |key: &str, otherwise: &str| {
                let column = format!("{key}_{name}");
                match kind.contains(otherwise) {
                    true => results(&text, &[&column]).0[0],
                    false if key == "T" => 0.6,
                    false => 0.05,
                }
            };
            given.push(format!(
                "T = {:e}, mu = {:e}",
                number("T", "temp"),
                number("mu", "voltage")
            ));
        }
        let plain = machine(&given[0], &given[1], &given[2], at);
        for (name, kind) in ["p", "q", "r"].iter().zip(mine) {
            let columns = [format!("n_{name}"), format!("heat_{name}")];
            let (found, _) = results(&plain, &columns.each_ref().map(String::as_str));
            assert!(!kind.contains("voltage") || found[0].abs() < 1e-15, "{k} {name}: {found:?}");
            assert!(!kind.contains("temp") || found[1].abs() < 1e-15, "{k} {name}: {found:?}");
        }
    }
}

/// A probe between occupations that are nearly inverted finds a high temperature, and none beyond.
#[test]
fn inverted_carriers_have_no_temperature() {
    // n as much above the middle as below; at T = ∞ half of each.
    let text = |upper: f64, probe: &str| {
        format!(
            "format = 1\n[reservoirs]\nm = {{ f = '{upper}*boxcar(at=0.5, width=1) + (1-{upper})*boxcar(at=-0.5, width=1)' }}\n\
             p = {{ {probe} }}\n[[transmission]]\nbetween = ['m', 'p']\nT = 'boxcar(at=0, width=2)'\n"
        )
    };
    for probe in [BOTH, "mu = 0, probe = 'temperature'"] {
        // J = ∫ |E| (f_m − f_p): with f_p = ½ − E/4T at high T the balance is at T = 1/(6 (½ − upper)).
        let (found, status) = results(&text(0.4990234375, probe), &["T_p"]);
        assert!(matches!(status, Status::Ok | Status::Uncertain), "{status}");
        assert!((found[0] / (1.0 / (6.0 * 0.0009765625)) - 1.0).abs() < 1e-5, "{found:?}");
        let (found, status) = results(&text(0.5009765625, probe), &["T_p"]);
        assert!(found[0].is_nan());
        assert_eq!(status, Status::Unphysical("T_p<0"));
    }
}

/// Derivatives are those of what is found, by central differences.
#[test]
fn derivatives_are_those_of_what_is_found() {
    let text = |mu: f64| {
        format!(
            "format = 1\n[reservoirs]\nh = {{ T = 1, mu = {mu:e} }}\nc = {{ T = 0.5, mu = 0 }}\n\
             p = {{ {BOTH} }}\nq = {{ T = 0.625, probe = 'voltage' }}\n\
             [[transmission]]\nbetween = ['h', 'p']\nT = 'lorentzian(at=1, fwhm=0.5)'\n\
             [[transmission]]\nbetween = ['c', 'q']\nT = 'lorentzian(at=0.5, fwhm=0.5)'\n\
             [[transmission]]\nbetween = ['p', 'q']\nT = 'qpc(at=0.25, width=0.5)'\n"
        )
    };
    let names = ["T_p", "mu_p", "mu_q", "n_h", "heat_c", "entropy_production"];
    let slopes = names.map(|name| format!("d{name}_dmu_h"));
    let (found, _) = results(&text(0.3), &slopes.each_ref().map(String::as_str));
    let step = 1.0 / 1024.0;
    let side = |by: f64| results(&text(0.3 + by * step), &names).0;
    let sides = [-2.0, -1.0, 1.0, 2.0].map(side);
    for (k, slope) in found.iter().enumerate() {
        let [a, b, c, d] = sides.each_ref().map(|side| side[k]);
        let expected = (8.0 * (c - b) - (d - a)) / (12.0 * step);
        assert!((slope - expected).abs() < 1e-10, "{}: {slope} {expected}", names[k]);
    }
}

/// In equilibrium the derivatives of a probe are those of linear response: wide open to a and b with weights 1 and ½,
/// it takes T = (T_a + T_b/2)/(3/2) and μ alike to first order, by the moments of −f′.
#[test]
fn probes_in_equilibrium_have_derivatives() {
    let text = format!(
        "format = 1\n[reservoirs]\na = {{ T = 0.5, mu = 0 }}\nb = {{ T = 0.5, mu = 0 }}\np = {{ {BOTH} }}\n\
         [[transmission]]\nbetween = ['a', 'p']\nT = 1\n[[transmission]]\nbetween = ['b', 'p']\nT = 0.5\n"
    );
    let names = ["dT_p_dT_a", "dmu_p_dmu_a", "dT_p_dT_b", "dT_p_dmu_a", "dn_a_dmu_a"];
    let (found, _) = results(&text, &names);
    // n_a = μ_p − μ_a.
    let expected = [2.0 / 3.0, 2.0 / 3.0, 1.0 / 3.0, 0.0, -1.0 / 3.0];
    for (name, (found, expected)) in names.iter().zip(found.iter().zip(expected)) {
        assert!((found - expected).abs() < 1e-15, "{name} {found}");
    }
}

/// A reservoir in equilibrium whose flows vanish still has derivatives: of three that are equal, T (−f′) of both links.
#[test]
fn flows_that_vanish_still_change() {
    let text = "format = 1\n[reservoirs]\na = { T = 1, mu = 0 }\nb = { T = 1, mu = 0 }\nc = { T = 1, mu = 0 }\n\
        [[transmission]]\nbetween = ['a', 'b']\nT = 1\n[[transmission]]\nbetween = ['a', 'c']\nT = 0.5\n";
    let (found, _) = results(text, &["dn_a_dmu_a", "dn_a_dmu_b", "dn_a_dmu_c"]);
    assert_eq!(found, [-1.5, 1.0, 0.5]);
}

/// Probes of both between two or three reservoirs drawn at random, with boxcars: each is found, and takes up nothing in
/// the machine in which what it finds is given.
#[test]
fn probes_of_random_machines_are_found() {
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    let mut next = |lo: f64, hi: f64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        lo + (hi - lo) * ((state >> 11) as f64 / (1u64 << 53) as f64)
    };
    for round in 0..60 {
        let mut text = String::from("format = 1\n");
        let mut joins = String::new();
        for name in ["a", "b", "c"].iter().take(2 + round % 2) {
            let [t, mu] = [next(0.2, 3.0), next(-2.0, 2.0)];
            text += &format!("[reservoirs.{name}]\nT = {t:.2}\nmu = {mu:.2}\n");
            let [height, at, width] = [next(0.1, 1.0), next(-2.0, 2.0), next(0.5, 4.0)];
            joins += &format!(
                "[[transmission]]\nbetween = ['{name}', 'p']\n\
                 T = '{height:.2}*boxcar(at={at:.2}, width={width:.2})'\n"
            );
        }
        let machine = |p: &str| format!("{text}[reservoirs.p]\n{p}\n{joins}");
        let (found, status) = results(&machine(BOTH), &["T_p", "mu_p"]);
        if status == Status::Unphysical("T_p<0") {
            continue;
        }
        assert!(matches!(status, Status::Ok | Status::Uncertain), "{status}: {}", machine(BOTH));
        let plain = machine(&format!("T = {:e}\nmu = {:e}", found[0], found[1]));
        let (flows, _) = results(&plain, &["n_p", "heat_p"]);
        let scale = found[0].max(1.0) + found[1].abs();
        assert!(
            flows[0].abs() < 1e-14 * scale && flows[1].abs() < 1e-14 * scale * scale,
            "{plain}"
        );
    }
}

/// Where flows vanish at what is found, and where nothing is coupled to a probe.
#[test]
fn solutions_at_which_all_flows_vanish_are_found() {
    let machine = |p: &str, joins: &str| {
        format!(
            "format = 1\n[reservoirs]\nh = {{ T = 1, mu = 0 }}\nc = {{ T = 0.5, mu = 0.25 }}\n{p}\n\
             [[transmission]]\nbetween = ['h', 'c']\nT = 'boxcar(at=0.5, width=1)/4'\n{joins}"
        )
    };
    let join = |a: &str, b: &str, t: &str| {
        format!("[[transmission]]\nbetween = ['{a}', '{b}']\nT = '{t}'\n")
    };
    let p = "p = { probe = 'voltage-temperature' }";
    // (1 − μ)/T = 1 and (2 − μ)/T = (2 − 1/4)/(1/2): T = 2/5 and μ = 3/5.
    let levels = join("h", "p", "narrow(at=1, area=1)") + &join("p", "c", "narrow(at=2, area=1)");
    let (found, _) = results(&machine(p, &levels), &["T_p", "mu_p"]);
    assert_eq!(found, [0.4, 0.6]);
    // Coupled to h alone, it is as h is.
    let one = join("h", "p", "boxcar(at=1, width=1)");
    let (found, status) = results(&machine(p, &one), &["T_p", "mu_p", "heat_h"]);
    assert_eq!((&found[..2], status), (&[1.0, 0.0][..], Status::Ok));
    // A probe that hangs on another one finds what that finds.
    let both = one + &join("c", "p", "boxcar(at=0, width=1)");
    let (alone, _) = results(&machine(p, &both), &["T_p", "mu_p", "n_h"]);
    let two = both + &join("p", "q", "boxcar(at=0.5, width=1)/2");
    let q = format!("{p}\nq = {{ probe = 'voltage-temperature' }}");
    let (found, _) = results(&machine(&q, &two), &["T_p", "mu_p", "n_h", "T_q", "mu_q"]);
    assert_eq!(found[..3], alone[..]);
    assert_eq!(found[3..], alone[..2]);
    // Coupled to nothing, it finds nothing, and nothing depends on it.
    let none = join("p", "c", "0*boxcar(at=0, width=1)");
    let (found, status) = results(&machine(p, &none), &["n_h", "T_p", "mu_p"]);
    let (without, _) = results(&machine("", ""), &["n_h"]);
    assert_eq!((found[0], status), (without[0], Status::Ok));
    assert!(found[1].is_nan() && found[2].is_nan());
}

/// A probe elsewhere changes nothing of an optimal demon, over a range and at levels.
#[test]
fn a_probe_stands_beside_an_optimal_demon() {
    for t in ["boxcar(at={}, width=0.25)", "narrow(at={}, area=0.25)"] {
        let at = |energy: &str| t.replace("{}", energy);
        let machine = |p: &str| {
            format!(
                "format = 1\n[environment]\nT0 = 'T_h'\nmu0 = 1\n[reservoirs]\nh = {{ T = 1, mu = 1 }}\n\
                 c = {{ T = 0.5, mu = 1 }}\np = {{ {p} }}\nl = {{ demon = 'optimal', power = 0.002, from = 'c' }}\n\
                 [[transmission]]\nbetween = ['h', 'l']\nT = '{} + {}'\n\
                 [[transmission]]\nbetween = ['c', 'l']\nT = '{} + {}'\n\
                 [[transmission]]\nbetween = ['h', 'p']\nT = 'boxcar(at=0, width=1)'\n",
                at("1"),
                at("2"),
                at("1.5"),
                at("1.25")
            )
        };
        let (alone, _) = results(&machine("T = 1, mu = 1"), &["entropy_l"]);
        let (beside, status) = results(&machine(BOTH), &["entropy_l", "T_p"]);
        assert_eq!((beside, status), (vec![alone[0], 1.0], Status::Ok));
    }
}
