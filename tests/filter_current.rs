//! Optimal filters that draw a current of particles, T = "optimal" with `current`: against closed forms, quadrature of more
//! digits, and other filters.
#![allow(clippy::excessive_precision)] // Digits are those of the sources.

use crate::filter::{near, windows};
use crate::solved::{family, results, solved};
use ndemon::model::{Family, Inputs, Reading, Row, Status};

const MIXED: &str = "0.5*fermi(mu=-2, T=5) + 0.5*fermi(mu=-0.5, T=1.2)";
const COLD: &str = "fermi(mu=0.7, T=0.4)";
const THREE: &str = "0.25*fermi(mu=2, T=0.7) + 0.75*fermi(mu=-1, T=1.5)";
const COSTS: [(&str, &str); 2] = [("entropy", "entropy_l"), ("noise", "noise_n_c")];

/// A reservoir c at T = 1 and μ = 0 beside a resource.
fn beside(f: &str, transmission: &str) -> String {
    format!(
        "format = 1\n[reservoirs.c]\nT = 1\nmu = 0\n[reservoirs.l]\nf = '{f}'\n\
         [[transmission]]\nbetween = ['l', 'c']\n{transmission}\n"
    )
}

/// The filter of a current.
fn optimal(f: &str, current: f64, cost: &str) -> String {
    beside(f, &format!("T = 'optimal'\nfrom = 'c'\ncost = '{cost}'\ncurrent = {current:e}"))
}

/// ∫ 1/(1 + e^((E − μ)/T)) from a to b.
fn filled([a, b]: [f64; 2], mu: f64, t: f64) -> f64 {
    let beyond = |e: f64| t * (-(e - mu) / t).exp().ln_1p();
    beyond(a) - beyond(b)
}

/// Quadrature of 22 digits between roots of the worth, at the price of this current by bisection.
#[test]
fn numbers_are_those_of_more_digits() {
    for (f, cost, current, price, least) in [
        (MIXED, 0, 0.3, -1.3041905986088222, -5.34259883449523613),
        (THREE, 0, 0.05, -1.1000941403743525, -1.22526824040932665),
        (COLD, 0, -0.2, -1.5085533592470731, 0.12296351705935691),
        (MIXED, 1, -0.4, -0.98267684645011905, 0.384767976819719665),
    ] {
        let (cost, column) = COSTS[cost];
        let columns = ["n_c", column, "filter_price", "filter_gap"];
        let (found, status) = results(&optimal(f, current, cost), &columns);
        assert_eq!(status, Status::Ok);
        assert!((found[0] + current).abs() < 2e-15, "{}", found[0]);
        near(found[1], least, 2e-15);
        near(found[2], price, 2e-14);
        assert!(found[3] < 1e-15 * found[1].abs(), "{:e}", found[3]);
    }
}

/// y = (E − μ)/T of a reservoir is x at μ/(1 − T), and the price ν at μ + ν T: between these two the filter is open.
#[test]
fn windows_between_reservoirs_have_closed_forms() {
    for (mu, t, price) in [(2.0, 0.5, 1.0), (2.0, 0.5, 6.0), (-1.5, 0.75, -7.0), (1.0, 0.25, 0.0)] {
        let mut edges = [mu / (1.0 - t), mu + price * t];
        edges.sort_by(f64::total_cmp);
        let current = filled(edges, 0.0, 1.0) - filled(edges, mu, t);
        let text = optimal(&format!("fermi(mu={mu}, T={t})"), current, "entropy");
        let columns = ["n_c", "filter_price", "filter_windows", "entropy_l", "filter_gap"];
        let (found, status) = results(&text, &columns);
        assert_eq!((status, found[2]), (Status::Ok, 1.0));
        near(found[0], -current, 4e-15);
        // The current is a difference, which is rounded here, and ν follows from it.
        let rounded = 1e-14 + 1e-15 / current.abs();
        assert!((found[1] - price).abs() < rounded, "{} {price}", found[1]);
        let [own] = windows(&text)[..] else { panic!("{text}") };
        for (own, edge) in own.iter().zip(edges) {
            assert!((own - edge).abs() < rounded * edge.abs(), "{own} {edge}");
        }
        // ∫ y (f_c − f_l) by Simpson's rule.
        let (steps, [a, b]) = (2_000, edges);
        let density = |k: i32| {
            let e = a + (b - a) * f64::from(k) / f64::from(steps);
            let y = (e - mu) / t;
            y * (1.0 / (1.0 + e.exp()) - 1.0 / (1.0 + y.exp()))
        };
        let weight = |k: i32| if k % steps == 0 { 1.0 } else { f64::from(2 + 2 * (k % 2)) };
        let sum: f64 = (0..=steps).map(|k| weight(k) * density(k)).sum();
        near(found[3], sum * (b - a) / f64::from(3 * steps), 1e-11);
        assert!(found[4] <= 1e-14 * found[3].abs(), "{:e}", found[4]);
    }
}

/// At one temperature y − x is the bias everywhere: all below the price is open, and the most is the bias.
#[test]
fn a_bias_is_used_from_below() {
    for edge in [-3.0, 0.3, 4.0] {
        let above = filled([edge, 60.0], 0.0, 1.0) - filled([edge, 60.0], -1.0, 1.0);
        let text = optimal("fermi(mu=-1, T=1)", 1.0 - above, "entropy");
        let (found, status) = results(&text, &["n_c", "filter_price", "filter_gap"]);
        assert_eq!(status, Status::Ok);
        near(found[0], above - 1.0, 4e-15);
        near(found[1], edge + 1.0, 1e-13);
        let [[from, to]] = windows(&text)[..] else { panic!("{text}") };
        assert!(from < -30.0 && (to - edge).abs() < 1e-13, "{from} {to}");
        assert!(found[2] < 1e-14, "{:e}", found[2]);
    }
    for (current, word) in [(1.0 + 1e-12, "current>max"), (-1e-9, "current<min")] {
        let (found, status) = results(&optimal("fermi(mu=-1, T=1)", current, "entropy"), &["n_c"]);
        assert_eq!((status, found[0].is_nan()), (Status::Unphysical(word), true), "{current}");
    }
}

/// Of no filter is the cost less, at the current that it draws, than that of the best one by more than its gap.
#[test]
fn no_other_filter_is_better() {
    let others = [
        "boxcar(at=0.5, width=0.6)",
        "0.7*boxcar(at=-2, width=3) + boxcar(at=2, width=1)",
        "lorentzian(at=0.6, fwhm=0.3)*boxcar(at=0.5, width=3)",
        "boxcar(at=-4, width=7.5)",
        "boxcar(at=5, width=3) + 0.98*boxcar(at=-7, width=11)",
        "gaussian(at=0.5, fwhm=0.4)*boxcar(at=0.5, width=2)",
    ];
    for f in [MIXED, COLD, THREE] {
        for (cost, column) in COSTS {
            let mut least = f64::INFINITY;
            let mut compare = |other: &str| {
                let text = beside(f, &format!("T = '{other}'"));
                let (drawn, status) = results(&text, &["n_c", column]);
                assert_eq!(status, Status::Ok, "{other}");
                let text = optimal(f, -drawn[0], cost);
                let (best, status) = results(&text, &["n_c", column, "filter_gap"]);
                assert_eq!(status, Status::Ok, "{text}");
                assert!((best[0] - drawn[0]).abs() < 4e-15, "{} {}", best[0], drawn[0]);
                let slack = best[2] + 1e-13 * (1.0 + best[1].abs());
                assert!(best[1] <= drawn[1] + slack, "{text}: {} {}", best[1], drawn[1]);
                assert!(best[2] <= 1e-12, "{text}: {:e}", best[2]);
                least = least.min(drawn[1] - best[1]);
            };
            others.into_iter().for_each(&mut compare);
            // The best one of some current with its edges moved is no longer the best one, but nearly.
            let own = windows(&optimal(f, if f == COLD { -0.2 } else { 0.1 }, cost));
            for moved in [1e-2, -1e-3] {
                let window = |[from, to]: &[f64; 2]| {
                    let (from, to) = (from - moved, to + 0.7 * moved);
                    format!("boxcar(at={}, width={})", 0.5 * (from + to), to - from)
                };
                let parts: Vec<String> = own.iter().map(window).collect();
                compare(&parts.join(" + "));
            }
            assert!(least < 1e-4, "{f} {cost}: {least:e}");
        }
    }
}

/// Which of the two comes first in the file, factors, and what flows beside the filter.
#[test]
fn order_factors_and_what_flows_beside_are_counted() {
    let columns = ["n_c", "entropy_l", "filter_price"];
    let text = optimal(MIXED, 0.125, "entropy");
    let one = results(&text, &columns);
    assert_eq!(results(&text.replace("'l', 'c'", "'c', 'l'"), &columns), one);
    let six = text.replace("1.25e-1", "0.75\ndegeneracy = 2\nchannels = 3");
    let (six, _) = results(&six, &columns);
    near(six[0], 6.0 * one.0[0], 1e-14);
    near(six[1], 6.0 * one.0[1], 1e-14);
    near(six[2], one.0[2], 1e-13);
    let leak = "[reservoirs.h]\nT = 1\nmu = 0.5\n[[transmission]]\nbetween = ['h', 'c']\n\
                T = 'boxcar(at=0.5, width=0.125)'\n";
    let (net, status) = results(&format!("{text}{leak}"), &columns);
    assert_eq!(status, Status::Ok);
    near(net[0], -0.125, 1e-14);
    let edges = [0.4375, 0.5625];
    let beside = filled(edges, 0.5, 1.0) - filled(edges, 0.0, 1.0);
    let (more, _) = results(&optimal(MIXED, 0.125 + beside, "entropy"), &columns);
    near(net[1], more[1], 1e-13);
}

/// 1 pA is the electric current into c, of electrons that leave it; in natural units it is I h/(e k_B T).
#[test]
fn amperes_are_those_of_electrons() {
    let text = "format = 1\nunits = { energy = 'ueV', temperature = 'mK' }\n[parameters]\nkT = '100 mK'\n\
                [reservoirs.c]\nT = 'kT'\nmu = 0\n[reservoirs.l]\n\
                f = '0.5*fermi(mu=-2*kT, T=5*kT) + 0.5*fermi(mu=-kT/2, T=6*kT/5)'\n\
                [[transmission]]\nbetween = ['l', 'c']\nT = 'optimal'\nfrom = 'c'\ncurrent = '10 pA'\n";
    let columns = ["n_c", "current_c", "filter_price", "entropy_l", "filter_gap"];
    let (found, status) = results(text, &columns);
    assert_eq!(status, Status::Ok);
    near(found[0], -1e-11 / 1.602176634e-19, 1e-14);
    near(found[1], 1e-11, 1e-14);
    let unit = 1.602176634e-19 * 1.380649e-24 / 6.62607015e-34;
    let natural = optimal(MIXED, 1e-11 / unit, "entropy");
    let (same, _) = results(&natural, &["filter_price", "entropy_l"]);
    near(found[2], same[0], 1e-12);
    near(found[3], same[1] * 1.380649e-24 * 1.380649e-23 / 6.62607015e-34, 1e-12);
    assert!(found[4] < 1e-12 * found[3].abs(), "{:e}", found[4]);
    // The same as an energy, k_B T times a number.
    let energy = text.replace("'10 pA'", &format!("'kT*{:e}'", 1e-11 / unit));
    near(results(&energy, &columns).0[3], found[3], 1e-13);
    let (_, status) = results(&text.replace("10 pA", "10 nA"), &columns);
    assert_eq!(status, Status::Unphysical("current>max"));
}

/// What cannot be reached is said with how far one gets; what never falls off has no bound.
#[test]
fn a_current_that_is_not_there_is_refused() {
    let said = |text: &str| {
        let family = family(text);
        let inputs = Inputs::complete(family, Reading::default(), |_| None).unwrap();
        let row = Row::with(&inputs, &[]);
        family.sentences(&row).pop().unwrap()
    };
    assert_eq!(
        said(&optimal("fermi(mu=-1, T=1)", 1.25, "noise")),
        "current>max: no transmission between `l` and `c` that lets through at most 1 draws a particle current of \
         1.25e0 from c; the most is 1 E/h: ask for no more."
    );
    // The least is the least at any price, −∫ (f_l − f_c) where that is positive.
    let text = optimal("fermi(mu=1, T=1)", -2.0, "entropy");
    assert!(said(&text).ends_with("the least is -1 E/h: ask for no less."), "{}", said(&text));
    let slow = "fermi(mu=-1.5, T=3) + 0.15*pi*(lorentzian(at=-0.5, fwhm=0.2) - lorentzian(at=-2.5, fwhm=0.2))";
    let (found, status) = solved(family(&optimal(slow, 0.01, "entropy")), &["n_c"]);
    assert_eq!((status, found[0].is_nan()), (Status::Unproven, true));
    // Nothing is drawn at no cost in noise.
    let (none, _) =
        results(&optimal(MIXED, 0.0, "noise"), &["n_c", "filter_windows", "filter_price"]);
    assert_eq!(none, [0.0; 3]);
}
