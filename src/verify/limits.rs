//! The limits ε4 → ε3 (Eqs. C15 to C18 and C20; C19 is among the misprints) and λ → 0, at generic
//! levels.

use super::points::generic;
use super::textbook::Textbook;
use super::{Check, solve};
use crate::refrigerator::{Parameter as P, Point};

/// |ε3 − ε4|/Tc. What is left out of a limit is of second order in it, a textbook logarithm loses
/// five digits to it, and neither exceeds `ORDER`.
const GAP: f64 = 1e-5;
const ORDER: f64 = 1e-9;

pub(super) fn checks() -> Vec<Check> {
    let mut checks = vec![series()];
    checks.extend(generic().iter().flat_map(|(name, point)| at(name, point)));
    checks
}

/// Eq. C18 at a small x.
fn series() -> Check {
    let x: f64 = 1e-3;
    let what = "2 artanh(−3 tanh x) = −6x + O(x³) at x = 0.001";
    // The next term: 2(−3x + x³ − 9x³) = −6x − 16x³.
    Check::equal("C18", what, 2.0 * (-3.0 * x.tanh()).atanh(), -6.0 * x, 3.0 * x * x)
}

fn at(name: &str, point: &Point) -> Vec<Check> {
    let (e3, lambda) = (point.get(P::E3), point.get(P::Lambda));
    let near = point.with(P::E4, e3 - GAP * point.get(P::Tc));
    let book = Textbook::new(&near);
    let ours = book.with_fl(solve(&near).fl);
    let (th, tc) = (book.th, book.tc);
    let (hot_gap, cold_gap) = (book.e[0] - book.e[1], book.e[2] - book.e[3]);
    let v = cold_gap / (2.0 * tc);
    // The paper's 3 is 1 + 2λ for any λ.
    let cost = 1.0 + 2.0 * lambda;
    let (hot, cold) = (ours.log(0, 1) / hot_gap, ours.log(3, 2) / cold_gap);
    let artanh = 2.0 * (-cost * v.tanh()).atanh() / cold_gap;
    let [for_this, for_any] = match lambda {
        1.0 => ["C20, 24", "COP → Tc/(3Th − Tc)·Th/T0"],
        _ => ["C20 for any λ", "COP → Tc/((1+2λ)Th − Tc)·Th/T0"],
    };
    let narrow = tc / (cost * th - tc) * (th / book.t0);
    let (still, idle) = (solve(&point.with(P::E4, e3)), solve(&point.with(P::Lambda, 0.0)));
    let faint = solve(&point.with(P::Lambda, 1e-9));

    let equal = |source, what: &str, value, reference, tolerance| {
        Check::equal(source, format!("{what} at {name}"), value, reference, tolerance)
    };
    vec![
        equal("C15", "tanh v/v → 1, v = (ε3−ε4)/2Tc,", v.tanh() / v, 1.0, ORDER),
        Check::zero("C15", format!("A_c → 0 at {name}"), book.a_c(), ORDER),
        equal("C16", "hot logarithm/(ε1−ε2) → 1/Th", hot, 1.0 / th, ORDER),
        equal(
            "C17",
            "cold logarithm/(ε3−ε4) → 2 artanh(−(1+2λ) tanh v)/(ε3−ε4)",
            cold,
            artanh,
            ORDER,
        ),
        equal("C17, C18", "cold logarithm/(ε3−ε4) → −(1+2λ)/Tc", cold, -cost / tc, ORDER),
        equal(for_this, for_any, solve(&near).cop, narrow, ORDER),
        equal(for_this, "COP with ε4 = ε3", still.cop, narrow, 1e-14),
        Check::zero("21", format!("ε̇_h with ε4 = ε3 at {name}"), still.power, 0.0),
        equal("13, 16", "COP → Carnot·Th/T0 as λ → 0", faint.cop, book.carnot(), 1e-7),
        equal("13, 16", "COP with λ = 0", idle.cop, book.carnot(), 1e-14),
        Check::zero("20", format!("ε̇_h with λ = 0 at {name}"), idle.power, 0.0),
    ]
}
