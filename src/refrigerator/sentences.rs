//! What a person is told of a point: how its limits are rounded, and what happens there in words.

use super::parameter::Parameter as P;
use super::{Derived, Point, Refrigerator, Resonances, Solution, Solved, Verdict, island};
use crate::model::Measure;
use crate::quantity::{Decimal, Side};

/// The same point with another value of a parameter, and λ itself.
fn at(solved: &Solved, parameter: P, value: f64) -> Solved {
    Solved::new(solved.point.with(parameter, value).in_headrooms(false))
}

/// λ with all its digits; where it is a multiple of the headroom and the double nearest to it has not
/// the same verdict, rounded to one that has.
pub(super) fn strength(solved: &Solved) -> Decimal {
    let is_physical = |lambda| at(solved, P::Lambda, lambda).is_physical();
    let lambda = solved.lambda();
    if !solved.point.is_in_headrooms() || is_physical(lambda) == solved.is_physical() {
        return Decimal::exact(lambda);
    }
    match solved.answer.is_ok_and(|solution| matches!(solution.verdict, Verdict::Unphysical(_))) {
        true => Decimal::limit(lambda, Side::Above, |lambda| !is_physical(lambda)),
        false => Decimal::limit(lambda, Side::Below, is_physical),
    }
}

/// The headroom, rounded to a strength at which the demon is physical.
pub(super) fn headroom(solved: &Solved) -> Decimal {
    let is_physical = |lambda| at(solved, P::Lambda, lambda).is_physical();
    Decimal::limit(solved.headroom(), Side::Below, is_physical)
}

/// The minimum temperature, rounded to a temperature at which the demon is physical, but not beyond
/// that of the point.
pub(super) fn coldest(solved: &Solved, value: f64) -> Decimal {
    // An idle demon is physical at any temperature.
    if value == 0.0 {
        return Decimal::exact(value);
    }
    let solved = settled(solved);
    let holds = |tc| tc <= solved.point.get(P::Tc) && at(&solved, P::Tc, tc).is_physical();
    Decimal::limit(value, Side::Above, holds)
}

/// The same point with λ itself, as the page shows it, where it is given as a multiple of the headroom.
fn settled(solved: &Solved) -> Solved {
    match solved.point.is_in_headrooms() {
        true => at(solved, P::Lambda, strength(solved).value()),
        false => *solved,
    }
}

/// What the demon does at this point, or why it cannot.
pub(super) fn sentences(solved: &Solved) -> Vec<String> {
    let solution = match &solved.answer {
        Ok(solution) => solution,
        Err(rule) => return vec![format!("{}: no refrigerator, {rule}.", rule.broken)],
    };
    let most = || headroom(solved).plain();
    match solution.verdict {
        Verdict::Physical if solution.power <= 0.0 => {
            vec![
                "ok: the demon is too weak for windows so wide: heat flows from hot to cold."
                    .into(),
            ]
        }
        Verdict::Physical => vec![
            "ok: the demon pumps heat from cold to hot.".into(),
            format!("It is physical for lambda up to {}.", most()),
        ],
        Verdict::Edge(constraint) => vec![
            format!("{}: lambda is the headroom, {}.", constraint.kept(), most()),
            "The demon is the last physical one, with the greatest power at an infinite price."
                .into(),
        ],
        Verdict::Overflow(quantity) => vec![format!(
            "{quantity}: the demon is physical, but this result exceeds the largest double."
        )],
        Verdict::Limit => {
            vec![
                "limit: the demon is idle, nothing flows; the COP is the limit that it tends to."
                    .into(),
            ]
        }
        Verdict::Unphysical(constraint) => {
            // The hot pair of a demon with windows may lack room at too small a λ, or at any.
            let has_none = Refrigerator::new(&solved.point)
                .is_ok_and(|point| Derived::PowerMax.of(&point, solution).is_nan());
            let range = if has_none {
                "With windows so wide it is physical for no lambda.".into()
            } else if solution.lambda < solution.headroom {
                "For windows so wide lambda is too small.".into()
            } else {
                format!("It is physical for lambda up to {} only.", most())
            };
            let mut all =
                vec![format!("{constraint}: unphysical, the demon cannot pump heat here.")];
            all.extend(excess(solution));
            all.push(range);
            all
        }
    }
}

/// A sentence for each occupation outside [0, 1], with its distance.
fn excess(solution: &Solution) -> impl Iterator<Item = String> {
    solution.fl.iter().enumerate().filter_map(|(index, fl)| {
        let level = index + 1;
        let short = |value| Decimal::short(value).plain();
        match *fl {
            fl if fl < 0.0 => Some(format!("f_l(ε{level}) lies below 0 by {}.", short(-fl))),
            fl if fl > 1.0 => Some(format!("f_l(ε{level}) lies above 1 by {}.", short(fl - 1.0))),
            _ => None,
        }
    })
}

/// After what time the heat that flows from cold to hot is seen beside its noise, and what h and c have to do with each
/// other.
pub(super) fn seen(solved: &Solved, time: f64) -> Option<String> {
    let power = solved.answer.ok()?.power;
    let is_seen = time.is_finite() && power > 0.0;
    let time = Decimal::short(time).with_unit(Measure::Time.unit(solved.point.units())).join(" ");
    is_seen.then(|| {
        format!(
            "The inversion is seen after {time}, when the mean heat into h stands three deviations above its noise. \
             C_hc = 0: what h takes up does not come from c carrier by carrier, for that would make C_hc = -C_hh."
        )
    })
}

/// Where c settles, of a point with leaks.
pub(super) fn settles(solved: &Solved) -> Option<String> {
    let solution = solved.answer.ok()?;
    let leaks = [P::Leak, P::Phonons, P::Photons];
    let is_tight = leaks.into_iter().all(|leak| solved.point.get(leak) == 0.0);
    if solution.verdict != Verdict::Physical || is_tight {
        return None;
    }
    let refrigerator = Refrigerator::new(&solved.point).ok()?;
    let of = |derived: Derived| derived.of(&refrigerator, &solution);
    let (net_power, steady, least) =
        (of(Derived::NetPower), of(Derived::TcSteady), of(Derived::TcMin));
    let settles = Decimal::short(steady).quantity(unit(&solved.point));
    Some(match (net_power > 0.0, steady.is_nan()) {
        (true, true) => "The demon draws more heat from c than comes back.".into(),
        (false, true) => "More heat comes back to c than the demon draws.".into(),
        (true, false) if steady == least => {
            "What comes back does not stop c from getting so cold.".into()
        }
        (true, false) => format!("c cools down to tc = {settles}, where as much heat comes back."),
        (false, false) => {
            format!("More heat comes back than the demon draws: c warms up to tc = {settles}.")
        }
    })
}

/// At which temperatures of the cold reservoir the demon is physical with these levels and this λ;
/// nothing where that is not known.
pub(super) fn temperatures(solved: &Solved) -> Option<String> {
    let is_multiple = solved.point.is_in_headrooms();
    let solved = settled(solved);
    // A multiple of the headroom is another λ at another temperature.
    let kept = if is_multiple { "With this lambda it stays physical" } else { "It stays physical" };
    match solved.answer {
        Ok(Solution { verdict: Verdict::Physical, .. }) => cold(&solved, kept),
        // Beyond the headroom a multiple of it is unphysical at any temperature.
        Ok(Solution { verdict: Verdict::Unphysical(_), .. }) if !is_multiple => warm(&solved.point),
        _ => None,
    }
}

/// How cold it may get from a physical point on, if there is an end to it.
fn cold(solved: &Solved, kept: &str) -> Option<String> {
    let solution = solved.answer.ok()?;
    let least = Derived::TcMin.of(&Refrigerator::new(&solved.point).ok()?, &solution);
    if least.is_nan() {
        return None;
    }
    let least = coldest(solved, least).quantity(unit(&solved.point));
    let again = between(solved).map_or(String::new(), |[from, to]| {
        format!(" It is physical again from {to} down to {from}.")
    });
    Some(format!("{kept} down to tc = {least}.{again}"))
}

/// Where between 0 and Th the demon is physical, if that is known.
pub(super) fn warm(point: &Point) -> Option<String> {
    let warmest = Solved::new(point.below_th());
    let solution = warmest.answer.ok()?;
    let is_lacking = matches!(solution.verdict, Verdict::Unphysical(_));
    // Where islands of temperatures are not known, there may be one.
    let has_islands = point.resonances() == Resonances::Narrow && !point.scale().has_own_widths();
    if is_lacking && !has_islands {
        return None;
    }
    Some(match (solution.verdict, between(&warmest)) {
        (Verdict::Limit, _) => "The demon is idle: it is physical at any tc below th.".into(),
        (Verdict::Unphysical(_), Some([from, to])) => {
            format!("With this lambda it is physical from tc = {from} to {to} only.")
        }
        (Verdict::Unphysical(_), None) => {
            "With this lambda it is physical at no tc below th.".into()
        }
        (_, again) => {
            let least = Derived::TcMin.of(&Refrigerator::new(&warmest.point).ok()?, &solution);
            if least.is_nan() {
                return None;
            }
            let least = coldest(&warmest, least).quantity(unit(point));
            let again =
                again.map_or(String::new(), |[from, to]| format!(", and from {from} to {to}"));
            format!("With this lambda it is physical from tc = {least} up to th{again}.")
        }
    })
}

/// The least and the greatest temperature of the island below that of the point, if there is one: both
/// are rounded to temperatures at which the demon is physical.
fn between(solved: &Solved) -> Option<[String; 2]> {
    let [first, last] = island(&Refrigerator::new(&solved.point).ok()?)?;
    let limit = |tc, side| {
        let holds = |tc| (first..=last).contains(&tc) && at(solved, P::Tc, tc).is_physical();
        Decimal::limit(tc, side, holds).quantity(unit(&solved.point))
    };
    Some([limit(first, Side::Above), limit(last, Side::Below)])
}

/// The unit of temperatures.
fn unit(point: &Point) -> &'static str {
    P::Tc.dimension().unit(point.units())
}
