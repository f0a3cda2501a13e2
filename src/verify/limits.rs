//! App. C from Eq. C15 on: towards ε4 → ε3 and λ → 0, at generic levels.

use super::textbook::Textbook;
use super::{Check, points, solve};
use crate::model::{Parameter as P, Point};

/// The gap, in units of Tc.
const GAP: f64 = 1e-5;

/// What is left out is of second order in the gap; a textbook logarithm has lost five digits.
const ORDER: f64 = 1e-9;

pub(super) fn checks() -> Vec<Check> {
    let mut checks: Vec<Check> =
        points().iter().flat_map(|(name, point)| narrow(name, point)).collect();
    for (name, point) in points() {
        let book = Textbook::new(&point);
        let faint = solve(&point.with(P::Lambda, 1e-9)).cop;
        let what = format!("COP → Carnot·Th/T0 at {name}");
        checks.push(Check::equal("λ → 0", what, faint, book.carnot(), 1e-7));
        let none = solve(&point.with(P::Lambda, 0.0)).cop;
        checks.push(Check::equal("λ = 0", format!("COP at {name}"), none, book.carnot(), 1e-14));
    }
    let x: f64 = 1e-3;
    let series = 2.0 * (-3.0 * x.tanh()).atanh();
    // The next term: 2(−3x + x³ − 9x³) = −6x − 16x³.
    let what = "2 artanh(−3 tanh x) = −6x + O(x³) at x = 0.001";
    checks.push(Check::equal("C18", what, series, -6.0 * x, 3.0 * x * x));
    checks
}

/// ε4 → ε3 at this point.
fn narrow(name: &str, point: &Point) -> Vec<Check> {
    let (e3, tc) = (point.get(P::E3), point.get(P::Tc));
    let near = point.with(P::E4, e3 - GAP * tc);
    let book = Textbook::new(&near);
    let (lambda, t0, th) = (point.get(P::Lambda), book.t0, book.th);
    let at = |what: &str| format!("{what} at {name}");
    let gap = book.e[2] - book.e[3];
    let cold = book.log(3, 2) / gap;

    let mut checks = vec![Check::zero("C15", at("A_c → 0"), book.a([2, 3], tc), ORDER)];
    let hot = book.log(0, 1) / (book.e[0] - book.e[1]);
    checks.push(Check::equal("C16", at("hot logarithm/(ε1−ε2) → 1/Th"), hot, 1.0 / th, ORDER));
    let (source, what) = if lambda == 1.0 {
        let artanh = 2.0 * (-3.0 * (gap / (2.0 * tc)).tanh()).atanh() / gap;
        let what = at("cold logarithm/(ε3−ε4) → 2 artanh(−3 tanh v)/(ε3−ε4)");
        checks.push(Check::equal("C17", what, cold, artanh, ORDER));
        let what = at("cold logarithm/(ε3−ε4) → −3/Tc");
        checks.push(Check::equal("C17, C18", what, cold, -3.0 / tc, ORDER));
        ("C20, 24", "COP → Tc/(3Th − Tc)·Th/T0")
    } else {
        // f_l,3 − f_l,4 = (1 + 2λ)(f_3 − f_4) in the place of C4's threefold difference.
        let what = at("cold logarithm/(ε3−ε4) → −(1+2λ)/Tc");
        let limit = -(1.0 + 2.0 * lambda) / tc;
        checks.push(Check::equal("C17 for any λ", what, cold, limit, ORDER));
        ("C20 for any λ", "COP → Tc/((1+2λ)Th − Tc)·Th/T0")
    };
    let limit = tc / ((1.0 + 2.0 * lambda) * th - tc) * (th / t0);
    checks.push(Check::equal(source, at(what), solve(&near).cop, limit, ORDER));
    let there = solve(&point.with(P::E4, e3)).cop;
    checks.push(Check::equal(source, at("COP for ε4 = ε3"), there, limit, 1e-14));
    checks
}
