//! Sec. V: what the paper says of Fig. 2.

use super::minima::KNOWN;
use super::textbook::Textbook;
use super::{Check, solve};
use crate::model::{Parameter as P, Point, Verdict};

pub(super) fn checks() -> Vec<Check> {
    [figure(), trade_off(), cold_is_costly(), cold_is_costly_in_the_limit()].concat()
}

/// Over Fig. 2, ε4 from 1.05 to 1.95 but for ε3: who is physical, who cools, and how well.
fn figure() -> Vec<Check> {
    let levels = (105..196).filter(|e4| *e4 != 150);
    let grid = levels.flat_map(|e4| (1..96).map(move |tc| (tc, e4)));
    let points = grid.map(|(tc, e4)| Point::paper(f64::from(tc) / 100.0, f64::from(e4) / 100.0));
    let (mut judged, mut physical, mut cooling, mut off) = (0, 0, 0, 0);
    for point in points {
        let (book, solution) = (Textbook::new(&point), solve(&point));
        let rooms = book.rooms();
        // A textbook sum cannot judge an occupation this close to the edge.
        if rooms.iter().any(|room| room.abs() < 1e-9) {
            continue;
        }
        let is_physical = rooms.iter().all(|room| *room > 0.0);
        judged += i32::from(is_physical != (solution.verdict == Verdict::Physical));
        if !is_physical {
            continue;
        }
        physical += 1;
        let (power, cop) = (book.energy_current([0, 1]), book.cop_c10());
        cooling += i32::from(power > 0.0 && cop > 0.0 && cop < book.carnot());
        let close = |value: f64, reference: f64| (value / reference - 1.0).abs() <= 1e-6;
        off += i32::from(!(close(solution.power, power) && close(solution.cop, cop)));
    }
    let zero = |source, what, count| Check::zero(source, what, f64::from(count), 0.0);
    let what = "points of Fig. 2 that Eqs. C4 cool, and below Carnot, of the physical ones";
    vec![
        zero("after 21", "points of Fig. 2 with another verdict than Eqs. C4", judged),
        Check::equal("Sec. V", what, f64::from(cooling), f64::from(physical), 0.0),
        // Next to empty levels the textbook's differences keep no more.
        zero("C5, C10", "points of Fig. 2 with power or COP off by more than 1e-6", off),
    ]
}

/// Steps of which each must have more power and less COP than the one before, on both routes.
fn traded(what: String, points: &[Point]) -> Check {
    let textbook = |point: &Point| {
        let book = Textbook::new(point);
        (book.energy_current([0, 1]), book.cop_c10())
    };
    let program = |point: &Point| {
        let solution = solve(point);
        (solution.power, solution.cop)
    };
    let trades = |(power, cop): (f64, f64), (more, less): (f64, f64)| more > power && less < cop;
    let kept = points.windows(2).filter(|step| {
        trades(textbook(&step[0]), textbook(&step[1]))
            && trades(program(&step[0]), program(&step[1]))
    });
    let steps = points.len().saturating_sub(1);
    let what = format!("steps {what} where power grows and COP falls, of {steps}");
    Check::equal("Sec. V", what, kept.count() as f64, steps as f64, 0.0)
}

/// The trade-off of power against efficiency: away from ε3, and with a stronger demon.
fn trade_off() -> Vec<Check> {
    let mut checks = Vec::new();
    for tc in [0.5, 0.6, 0.75, 0.95] {
        for (side, sign) in [("below", -0.01), ("above", 0.01)] {
            let level = |i| 1.5 + sign * f64::from(i);
            let points: Vec<_> = (1..=40).map(|i| Point::paper(tc, level(i))).collect();
            checks.push(traded(format!("of ε4 from ε3 to 0.4 {side} at Tc = {tc}"), &points));
        }
        for e4 in [1.3, 1.7] {
            let demon = |i| Point::paper(tc, e4).with(P::Lambda, 0.05 * f64::from(i));
            let points: Vec<_> = (1..=20).map(demon).collect();
            checks.push(traded(format!("of λ from 0.05 to 1 at Tc = {tc}, ε4 = {e4}"), &points));
        }
    }
    checks
}

/// "The efficiencies tend to zero when the temperature of the cold reservoir approaches zero." For
/// ε4 ≠ ε3 they do so where cooling ends, at Tc,min, and only as one over a logarithm: the room
/// left of f_l(ε3) goes with Tc − Tc,min, and Eq. C10 has its logarithm.
fn cold_is_costly() -> Vec<Check> {
    let (e4, tc_min) = KNOWN[2];
    let beyond = |part: f64| Point::paper(tc_min * (1.0 + part), e4);
    // What a room of this part keeps in plain doubles.
    let mut checks: Vec<_> = [(1e-2, 1e-12), (1e-4, 1e-10), (1e-8, 1e-6)]
        .into_iter()
        .map(|(part, kept)| {
            let what = format!("COP against Eq. C10 at Tc = Tc,min(1 + {part:e}), ε4 = {e4}");
            let point = beyond(part);
            Check::equal("Sec. V", what, solve(&point).cop, Textbook::new(&point).cop_c10(), kept)
        })
        .collect();
    let cops: Vec<_> = (1..=12).map(|i| solve(&beyond(0.1_f64.powi(i))).cop).collect();
    let falls = cops.windows(2).filter(|step| 0.0 < step[1] && step[1] < step[0]).count();
    let what =
        format!("steps from Tc = 1.1 Tc,min to (1 + 1e-12) Tc,min where COP falls, ε4 = {e4}");
    checks.push(Check::equal("Sec. V", what, falls as f64, 11.0, 0.0));
    // A hundredth of the room adds ln 100 to one logarithm of Eq. C10.
    let what = "1/COP grows by Th ln 100/|ε3−ε4| from Tc,min(1 + 1e-6) to Tc,min(1 + 1e-8)";
    let growth = 1.0 / cops[7] - 1.0 / cops[5];
    checks.push(Check::equal("C10", what, growth, 100.0_f64.ln() / (1.5 - e4), 1e-5));
    checks
}

/// For ε4 → ε3 there is no such end: the COP goes to zero with Tc. Eq. C10 in plain doubles needs
/// levels that the cold reservoir does not leave empty, and a gap that is exact: ε3 = μ0 = 0.
fn cold_is_costly_in_the_limit() -> Vec<Check> {
    let level = |tc: f64, e4: f64| {
        Point::paper(tc, e4).with(P::Mu0, 0.0).with(P::E1, -0.5).with(P::E2, 0.5).with(P::E3, 0.0)
    };
    let at = |tc: f64| {
        let what = format!("COP for ε4 = ε3 = μ0 against Eq. C10 at a gap of 1e-5 Tc, Tc = {tc:e}");
        // The part left out is of second order, (gap/Tc)².
        let book = Textbook::new(&level(tc, -1e-5 * tc)).cop_c10();
        Check::equal("Sec. V, 24", what, solve(&level(tc, 0.0)).cop, book, 1e-9)
    };
    [1e-2, 1e-4, 1e-6].map(at).to_vec()
}
