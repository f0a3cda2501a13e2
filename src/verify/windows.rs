//! Resonances of finite width: the integrals of Eqs. C1, 7 and 18 with the windows of Eq. C2, done by
//! Simpson's rule, one window at a time; and what the narrow demon does in such windows.

use super::points::generic;
use super::textbook::Textbook;
use super::{Check, Relation, derived, solve};
use crate::refrigerator::{Derived, Parameter as P, Point, Resonances, Solution};
use statrs::function::logistic::logistic;

/// Simpson's rule with so many parts is good to `ORDER`; that of Γ is left to the integrals.
const PARTS: u32 = 200;
const ORDER: f64 = 1e-10;

pub(super) fn checks() -> Vec<Check> {
    let mut checks: Vec<Check> =
        generic().iter().flat_map(|(name, point)| at(name, point)).collect();
    checks.extend(convergence());
    checks.extend(misuse());
    checks
}

/// Averages over the windows.
struct Windows {
    e: [f64; 4],
    t: [f64; 4],
    mu0: f64,
    gamma: f64,
}

impl Windows {
    fn new(point: &Point) -> Self {
        let get = |parameter| point.get(parameter);
        Self {
            e: [P::E1, P::E2, P::E3, P::E4].map(get),
            t: [P::Th, P::Th, P::Tc, P::Tc].map(get),
            mu0: get(P::Mu0),
            gamma: get(P::Gamma),
        }
    }

    /// (1/Γ) ∫ of a function of the energy and of f_r there, over window i.
    fn average(&self, i: usize, function: impl Fn(f64, f64) -> f64) -> f64 {
        let at = |part: u32| {
            let energy = self.e[i] + self.gamma * (f64::from(part) / f64::from(PARTS) - 0.5);
            function(energy, logistic((self.mu0 - energy) / self.t[i]))
        };
        let weight = |part: u32| match part {
            0 | PARTS => 1.0,
            part if part % 2 == 1 => 4.0,
            _ => 2.0,
        };
        let sum: f64 = (0..=PARTS).map(|part| weight(part) * at(part)).sum();
        sum / (3.0 * f64::from(PARTS))
    }

    /// Σ (1/Γ) ∫ (f_l − f_r) dε over these windows, and the same with the energy: Eq. C1.
    fn currents(&self, windows: [usize; 2], fl: [f64; 4]) -> [f64; 2] {
        let sum = |function: fn(f64) -> f64| {
            let flow = |i: usize| self.average(i, |energy, f| function(energy) * (fl[i] - f));
            windows.into_iter().map(flow).sum()
        };
        [sum(|_| 1.0), sum(|energy| energy)]
    }

    /// Eq. 18, mended.
    fn entropy_current(&self, fl: [f64; 4]) -> f64 {
        let flow = |i: usize| self.average(i, |_, f| (f - fl[i]) * (1.0 / fl[i] - 1.0).ln());
        (0..4).map(flow).sum()
    }
}

/// The demon condition and the currents at a generic point, with windows half as wide as the nearer
/// pair of levels is apart.
fn at(name: &str, point: &Point) -> Vec<Check> {
    let gap = |a, b| (point.get(a) - point.get(b)).abs();
    let gamma = 0.5 * gap(P::E1, P::E2).min(gap(P::E3, P::E4));
    let point = point.with(P::Gamma, gamma).with_resonances(Resonances::Boxcar);
    let (ours, windows) = (solve(&point), Windows::new(&point));
    let [n_h, e_h] = windows.currents([0, 1], ours.fl);
    let [n_c, e_c] = windows.currents([2, 3], ours.fl);
    let entropy = windows.entropy_current(ours.fl);
    let scale = ours.power.abs();
    let zero = |what: &str, value| {
        Check::zero("C1, C2", format!("{what} in windows at {name}"), value, ORDER)
    };
    let equal = |source, what: &str, value, reference| {
        Check::equal(source, format!("{what} in windows at {name}"), value, reference, ORDER)
    };
    let f_bar = |i: usize| windows.average(i, |_, f| f);
    let family = f_bar(3) - point.get(P::Lambda) * (f_bar(2) - f_bar(3));
    vec![
        zero("ṅ_h = 0", n_h),
        zero("ṅ_c = 0", n_c),
        zero("ε̇_l = 0", (e_h + e_c) / scale),
        equal("C4 for averages", "f_l(ε4) = f̄_4 − λ(f̄_3 − f̄_4)", ours.fl[3], family),
        equal("C1, C5", "ε̇_h", ours.power, e_h),
        equal("18, C1", "Ṡ_l", ours.entropy_current, entropy),
        equal("22", "COP = ε̇_h/(T0 Ṡ_l)", ours.cop, e_h / (point.get(P::T0) * entropy)),
        equal("after 23", "COP ≤ Carnot·Th/T0", ours.cop, Textbook::new(&point).carnot())
            .but(Relation::AtMost),
    ]
}

/// The error of the narrow limit falls as Γ².
fn convergence() -> Vec<Check> {
    let error = |decades: i32| {
        let point = Point::paper(0.5, 1.3).with(P::Gamma, 0.1_f64.powi(decades));
        derived(Derived::NarrowError, &point)
    };
    let falls = |decades: i32| {
        let what = format!("narrow_error falls by 100 from Γ = 1e-{decades} to a tenth of that");
        // Of relative order Γ², and Γ itself is rounded.
        let tolerance = 10.0 * 0.01_f64.powi(decades) + 1e-14;
        Check::equal("C2, Γ → 0", what, error(decades) / error(decades + 1), 100.0, tolerance)
    };
    (1..8).map(falls).collect()
}

/// What a script finds that puts the narrow demon, Eq. C4 at the centers, into windows of finite
/// width: it breaks the demon condition at order Γ², and sees a COP above Carnot's.
fn misuse() -> Vec<Check> {
    let at = |tc: f64, e4: f64| Point::paper(tc, e4).with(P::Gamma, 0.01);
    let energies = |point: &Point| {
        let (windows, fl) = (Windows::new(point), Textbook::new(point).fl);
        let [[_, e_h], [_, e_c]] = [[0, 1], [2, 3]].map(|pair| windows.currents(pair, fl));
        (e_h, e_c, windows.entropy_current(fl))
    };
    // docs/theory.md, in percent with half a unit of the last digit.
    let leaks = [(0.5, 1.45, -0.5, 0.05), (0.05, 1.48, -79.0, 0.5), (0.02, 1.49, -100.0, 0.5)];
    let mut checks: Vec<Check> = leaks
        .into_iter()
        .map(|(tc, e4, leak, half)| {
            let (e_h, e_c, _) = energies(&at(tc, e4));
            let what = format!(
                "100 ε̇_l/ε̇_h of the narrow demon in windows, Γ = 0.01, Tc = {tc}, ε4 = {e4}"
            );
            let lost = -100.0 * (e_h + e_c) / e_h;
            Check::equal("C1, C2 with C4", what, lost, leak, half / leak.abs())
        })
        .collect();
    let point = at(0.02, 1.49);
    let (e_h, _, entropy) = energies(&point);
    let carnot = Textbook::new(&point).carnot();
    let Solution { cop, .. } = solve(&point.with_resonances(Resonances::Boxcar));
    let place = "at Γ = 0.01, Tc = 0.02, ε4 = 1.49";
    checks.extend([
        Check::equal(
            "C1, C2 with C4",
            format!("a script's COP {place}"),
            e_h / entropy,
            7.83,
            1e-3,
        ),
        Check::equal(
            "after 23",
            format!("a script's COP above Carnot's {place}"),
            e_h / entropy,
            carnot,
            0.0,
        )
        .but(Relation::AtLeast),
        Check::equal(
            "after 23",
            format!("COP with boxcars below Carnot's {place}"),
            cop,
            carnot,
            0.0,
        )
        .but(Relation::AtMost),
    ]);
    checks
}
