//! Sec. IV, V and App. C: what the program uses against what the paper prints.

use super::textbook::Textbook;
use super::{Check, Relation, points, solve};
use crate::model::{Parameter as P, Point};

/// What plain doubles keep at generic points.
const DOUBLES: f64 = 1e-13;

pub(super) fn checks() -> Vec<Check> {
    points().iter().flat_map(|(name, point)| at(name, point)).collect()
}

fn at(name: &str, point: &Point) -> Vec<Check> {
    let solution = solve(point);
    let book = Textbook::new(point);
    let at = |what: &str| format!("{what} at {name}");
    let fl = solution.fl;
    let moved = [0, 1, 2, 3].map(|i| fl[i] - book.f[i]);
    let energy: f64 = (0..4).map(|i| book.e[i] * moved[i]).sum();
    let choice = if point.get(P::Lambda) == 1.0 { "C4" } else { "20" };

    let mut checks = vec![
        Check::zero("C3", at("ṅ_h = 0"), moved[0] + moved[1], DOUBLES),
        Check::zero("C3", at("ṅ_c = 0"), moved[2] + moved[3], DOUBLES),
        Check::zero("C3, 19", at("ε̇_l = −ε̇_h − ε̇_c = 0"), energy, DOUBLES),
    ];
    for (i, printed) in book.fl.iter().enumerate() {
        let what = at(&format!("f_l(ε{})", i + 1));
        checks.push(Check::equal(choice, what, fl[i], *printed, DOUBLES));
    }
    let power = solution.power;
    let (hot, cold) = (book.energy_current([0, 1]), book.energy_current([2, 3]));
    let entropy = solution.entropy_current;
    let ideal = power * (1.0 / book.tc - 1.0 / book.th);
    let produced: f64 = (0..4).map(|i| book.production(i, book.fl[i])).sum();
    checks.extend([
        Check::equal("C5", at("ε̇_h"), power, hot, DOUBLES),
        Check::equal("C3", at("ε̇_h = −ε̇_c, both at the centres"), power, -cold, DOUBLES),
        Check::equal(
            "C6",
            at("ε̇_h with λ"),
            power,
            point.get(P::Lambda) * book.power_c6(),
            DOUBLES,
        ),
        Check::equal("C8", at("Ṡ_l"), entropy, book.entropy_current(-1.0), 10.0 * DOUBLES),
        Check::equal("C9", at("Ṡ_l"), entropy, book.entropy_current_c9(), 10.0 * DOUBLES),
        Check::equal(
            "C7",
            at("COP"),
            solution.cop,
            hot / (book.t0 * book.entropy_current(-1.0)),
            10.0 * DOUBLES,
        ),
        Check::equal("C10", at("COP"), solution.cop, book.cop_c10(), 10.0 * DOUBLES),
    ]);
    // At the headroom the first of the printed occupations reaches an end of [0, 1].
    let edge = Textbook::new(&point.with(P::Lambda, solution.headroom)).rooms();
    let room = edge.into_iter().fold(f64::INFINITY, f64::min);
    let carnot = 1.0 / (book.th / book.tc - 1.0);
    let bounded =
        Check::equal("13, 16", at("Eq. C10 ≤ Carnot·Th/T0"), book.cop_c10(), book.carnot(), 0.0);
    checks.extend([
        Check::zero("20", at("least of f_l and 1 − f_l at λ_max"), room, DOUBLES),
        Check::equal("after 23", at("Carnot bound"), solution.cop_carnot, carnot, DOUBLES),
        bounded.but(Relation::AtMost),
    ]);
    if choice == "C4" {
        checks.extend([
            Check::equal(
                "C11–C14",
                at("hot logarithm"),
                book.hot_log_c11(),
                book.log(0, 1),
                10.0 * DOUBLES,
            ),
            Check::equal(
                "C11–C14",
                at("cold logarithm"),
                book.cold_log_c11(),
                book.log(3, 2),
                10.0 * DOUBLES,
            ),
        ]);
    }
    for i in [0, 3] {
        let what = at(&format!("tanh((ε{0}−μ0)/2T) = 1 − 2f_{0}", i + 1));
        checks.push(Check::equal("C12", what, book.tanh_c12(i), 1.0 - 2.0 * book.f[i], DOUBLES));
    }
    for (i, occupation) in fl.into_iter().enumerate() {
        let what = at(&format!("σ_{0} = A_{0} ln(1 + A_{0}/(q_{0} l_{0}))", i + 1));
        let (right, left) =
            (book.production_by_room(i, occupation), book.production(i, occupation));
        checks.push(Check::equal("second law", what, left, right, 100.0 * DOUBLES));
    }
    let least = (0..4).map(|i| book.production(i, fl[i])).reduce(f64::min).unwrap_or(f64::NAN);
    let least = Check::zero("second law", at("least σ_i ≥ 0"), least, 0.0);
    checks.push(least.but(Relation::AtLeast));
    checks.push(Check::equal(
        "second law",
        at("Ṡ_l = ε̇_h(1/Tc − 1/Th) + Σσ_i"),
        entropy,
        ideal + produced,
        10.0 * DOUBLES,
    ));
    checks
}
