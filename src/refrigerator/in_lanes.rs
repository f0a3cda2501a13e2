//! Quantities on request of many points, side by side.

use super::abreast::{Abreast, Kind};
use super::derived::{Derived, Formula};
use super::parameter::Parameter as P;
use super::point::Values;
use super::shaped::Shaped;
use super::slope::{Of, Slope};
use super::solve::Way;
use super::value::Value;
use super::{Currents, InverseTemperatures, Refrigerator, Solution, Verdict};
use crate::numeric::{LANES, Taped};
use std::cell::OnceCell;

/// Computes these quantities at many points with these solutions, as [`Derived::of`] has them, and hands
/// each over with its place among the quantities and the place of its point.
pub(super) fn fill(
    wanted: &[Derived],
    points: &[Refrigerator],
    solutions: &[Solution],
    mut put: impl FnMut(usize, usize, f64),
) {
    let plan = Plan::new(wanted);
    let has_lanes = Way::has_fused_lanes() && plan.has_formulas;
    // The formulas are those of demons that are physical and move levels.
    let is_moving = |i: usize| {
        let is_physical = solutions[i].verdict == Verdict::Physical;
        has_lanes && is_physical && points[i].is_apart()
    };
    let count = points.len().min(solutions.len());
    let mut numbers = vec![[f64::NAN; LANES]; wanted.len()];
    let mut first = 0;
    while first < count {
        let (kind, gaps_of_first) = (Kind::of(&points[first]), gaps(&points[first]));
        let is_alike = |i: &usize| {
            let point = &points[*i];
            is_moving(*i) && Kind::of(point) == kind && gaps(point) == gaps_of_first
        };
        let rows = (first..count.min(first + LANES)).take_while(is_alike).count();
        numbers.fill([f64::NAN; LANES]);
        if rows > 0 {
            // The last one is repeated where there are too few.
            let block = std::array::from_fn(|lane| &points[first + lane.min(rows - 1)]);
            plan.at(block, &mut numbers);
        }
        for i in first..first + rows.max(1) {
            for (place, (derived, lanes)) in wanted.iter().zip(&numbers).enumerate() {
                let known = lanes[i - first];
                // Lanes leave out what they are not certain of.
                let is_known = !known.is_nan();
                put(place, i, if is_known { known } else { derived.of(&points[i], &solutions[i]) });
            }
        }
        first += rows.max(1);
    }
}

/// Which values are missing, so that they follow others: a bit for each.
fn gaps(point: &Refrigerator) -> u32 {
    let values = point.point().raw().iter();
    values.fold(0, |gaps, value| 2 * gaps + u32::from(value.is_nan()))
}

/// Quantities by the devices that they are computed of.
struct Plan {
    has_formulas: bool,
    /// Quantities of devices without derivatives, with their places.
    values: Vec<(usize, Value)>,
    slopes: Vec<Along>,
}

/// Derivatives along one direction.
struct Along {
    by: P,
    /// Whether λ stays the same multiple of the headroom.
    follows: bool,
    /// What is derived, with the places of the derivatives.
    members: Vec<(usize, Of)>,
}

impl Plan {
    fn new(wanted: &[Derived]) -> Self {
        let (mut values, mut slopes) = (Vec::new(), Vec::<Along>::new());
        for (place, derived) in wanted.iter().enumerate() {
            match derived.formula() {
                Some(Formula::Value(value)) => values.push((place, value)),
                Some(Formula::Slope(Slope { of, by, follows })) => {
                    let mut groups = slopes.iter_mut();
                    let alike = groups.find(|along| along.by == by && along.follows == follows);
                    match alike {
                        Some(along) => along.members.push((place, of)),
                        None => slopes.push(Along { by, follows, members: vec![(place, of)] }),
                    }
                }
                None => {}
            }
        }
        let has_formulas = !values.is_empty() || !slopes.is_empty();
        Self { has_formulas, values, slopes }
    }

    /// Puts the quantities of these points into their places, NaN where lanes are not certain.
    fn at(&self, points: [&Refrigerator; LANES], numbers: &mut [[f64; LANES]]) {
        let block = Abreast::new(points);
        if !self.values.is_empty() {
            let results = Results::of(block.shaped());
            for (place, value) in &self.values {
                numbers[*place] = results.value(*value);
            }
        }
        for Along { by, follows, members } in &self.slopes {
            // Widths of single resonances that are not given: each point is asked for itself.
            if by.is_own_width() && !points[0].point().scale().has_own_widths() {
                continue;
            }
            let direction: Values<f64> = points[0].point().direction(*by);
            let shaped = block.varied(&direction, *follows);
            let has_currents = members.iter().any(|(_, of)| matches!(of, Of::Power | Of::Cop));
            let currents = has_currents.then(|| shaped.currents());
            for (place, of) in members {
                let number = match (of, &currents) {
                    (Of::Power, Some(Currents { power, .. })) => power,
                    (Of::Cop, Some(Currents { cop, .. })) => cop,
                    (Of::NetPower, _) => &shaped.net_power(),
                    _ => &shaped.demon.headroom,
                };
                numbers[*place] = number.derivative().get().rounded();
            }
        }
    }
}

/// Devices with what was computed of them.
struct Results {
    shaped: Shaped<Taped>,
    production: OnceCell<(Taped, [Taped; 4])>,
    temperatures: OnceCell<InverseTemperatures<Taped>>,
}

impl Results {
    fn of(shaped: Shaped<Taped>) -> Self {
        Self { shaped, production: OnceCell::new(), temperatures: OnceCell::new() }
    }

    fn value(&self, value: Value) -> [f64; LANES] {
        let rounded = |number: &Taped| number.get().rounded();
        let production = || self.production.get_or_init(|| self.shaped.production());
        let temperatures = || self.temperatures.get_or_init(|| self.shaped.temperatures());
        match value {
            Value::EntropyProduction => rounded(&production().0),
            Value::Sigma(i) => rounded(&production().1[i]),
            Value::CopFraction => rounded(&self.shaped.cop_fraction()),
            Value::NetPower => rounded(&self.shaped.net_power()),
            Value::Beta12 => rounded(&temperatures().hot),
            Value::Beta34 => rounded(&temperatures().cold),
            Value::BetaEff(i) => rounded(&temperatures().levels[i]),
            Value::PowerMax => {
                let (power, margin) = self.shaped.power_max();
                let mut power = rounded(&power);
                // Where there is no demon at λ_max, there is no power.
                if let Some(margin) = margin {
                    for (power, sign) in power.iter_mut().zip(margin.get().signs()) {
                        *power = if sign > 0.0 { *power } else { f64::NAN };
                    }
                }
                power
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::random::Random;
    use crate::quantity::Units;
    use crate::refrigerator::leaks::LEAKS;
    use crate::refrigerator::{Point, Resonances, Widths};

    /// Demons of all kinds, most of which are physical and move levels.
    pub fn points(seed: u64, shape: Resonances, widths: Widths) -> Vec<Refrigerator> {
        let mut random = Random(seed);
        let mut between = |low: f64, high: f64| low + (high - low) * random.next();
        let mut points = Vec::new();
        while points.len() < 400 {
            let run = points.len() / 10;
            let (units, in_multiples) = (run % 3 == 0, run % 4 < 2);
            let mut point = Point::paper(between(0.3, 0.9), between(1.1, 1.5))
                .with_resonances(shape)
                .with(P::Gamma, 10f64.powf(between(-4.0, -1.0)))
                .with(P::Mu0, between(0.8, 1.2))
                .with(P::E1, between(0.9, 1.1))
                .with(P::E2, between(1.8, 2.2))
                .in_headrooms(in_multiples)
                .with(P::Lambda, between(0.0, 1.1));
            if run % 5 == 0 {
                point = point.with(P::T0, between(0.5, 1.5));
            }
            if run % 2 == 0 {
                point =
                    point.with(P::Leak, between(0.0, 0.05)).with(P::Photons, between(0.0, 1e-3));
                point = point.with(P::Phonons, between(0.0, 0.05)).with(P::Tph, between(0.3, 1.1));
            }
            if widths == Widths::Own {
                for width in P::WIDTHS {
                    let least = if shape == Resonances::Narrow { -2.0 } else { -3.0 };
                    point = point.with(width, 10f64.powf(between(least, least + 2.0)));
                }
            }
            if units {
                // So that an electronvolt is worth about as much as a kelvin.
                let levels = [P::Mu0, P::E1, P::E2, P::E3, P::E4, P::Gamma];
                let own = P::WIDTHS.into_iter().filter(|_| widths == Widths::Own);
                for energy in levels.into_iter().chain(own) {
                    point = point.with(energy, point.get(energy) * 8.6e-5);
                }
                point = point.in_units(Units::Laboratory);
            }
            points.extend(Refrigerator::new(&point));
        }
        points
    }

    fn all() -> Vec<Derived> {
        let mut all = vec![Derived::EntropyProduction, Derived::CopFraction, Derived::PowerMax];
        all.extend([Derived::Beta12, Derived::Beta34, Derived::TcMin, Derived::NetPower]);
        all.extend((0..4).flat_map(|i| [Derived::Sigma(i), Derived::BetaEff(i)]));
        for by in P::ALL.into_iter().filter(|by| !LEAKS.contains(by)) {
            all.extend([
                Derived::PowerSlope(by),
                Derived::CopSlope(by),
                Derived::HeadroomSlope(by),
            ]);
            all.extend([Derived::PowerFollowing(by), Derived::CopFollowing(by)]);
        }
        for by in [P::Tc, P::Tph] {
            all.extend([Derived::NetPowerSlope(by), Derived::NetPowerFollowing(by)]);
        }
        all
    }

    /// Whether it is a derivative by the width of a single resonance.
    fn is_own(derived: &Derived) -> bool {
        match derived.formula() {
            Some(Formula::Slope(slope)) => slope.by.is_own_width(),
            _ => false,
        }
    }

    /// Lanes say what single numbers say, and say it nearly always.
    #[test]
    fn lanes_have_the_numbers_of_the_ladder() {
        let kinds = [
            (Resonances::Narrow, Widths::Common),
            (Resonances::Narrow, Widths::Own),
            (Resonances::Boxcar, Widths::Common),
            (Resonances::Boxcar, Widths::Own),
        ];
        for (shape, widths) in kinds {
            // The minimum is found by a search, which takes long.
            let mut wanted = all();
            wanted.retain(|derived| {
                *derived != Derived::TcMin && (widths == Widths::Own || !is_own(derived))
            });
            let points = points(51, shape, widths);
            let mut solutions = Vec::new();
            Refrigerator::solve_all(&points, |solution| solutions.push(solution));
            let points = &points[..24];
            let mut filled = 0;
            fill(&wanted, points, &solutions, |place, i, number| {
                let alone = wanted[place].of(&points[i], &solutions[i]);
                let (derived, point) = (wanted[place], points[i].point());
                assert_eq!(number.to_bits(), alone.to_bits(), "{derived:?} {point:?}");
                filled += 1;
            });
            assert_eq!(filled, wanted.len() * points.len());
            let plan = Plan::new(&wanted);
            let (mut certain, mut asked) = (0, 0);
            for i in 0..points.len() {
                if solutions[i].verdict == Verdict::Physical {
                    let mut numbers = vec![[f64::NAN; LANES]; wanted.len()];
                    plan.at([&points[i]; LANES], &mut numbers);
                    certain += numbers.iter().filter(|lanes| !lanes[0].is_nan()).count();
                    asked += numbers.len();
                }
            }
            println!("{shape:?}, {widths:?}: {certain} of {asked}");
            // Where the cold pair binds, λ_max does not depend on the hot levels: no bound tells such a
            // derivative, four of all here, from zero.
            assert!(asked > 600 && certain > asked * 92 / 100, "{certain} of {asked}");
        }
    }

    #[test]
    fn lanes_solve_boxcars_as_the_ladder_does() {
        for widths in [Widths::Common, Widths::Own] {
            lanes_solve_boxcars(&points(52, Resonances::Boxcar, widths));
        }
    }

    fn lanes_solve_boxcars(points: &[Refrigerator]) {
        let mut solutions = Vec::new();
        Refrigerator::solve_all(points, |solution| solutions.push(solution));
        let mut physical = 0;
        for (point, solution) in points.iter().zip(&solutions) {
            // NaN is no number that equals itself.
            let [lanes, alone] = [*solution, point.solve()].map(|solution| format!("{solution:?}"));
            assert_eq!(lanes, alone, "{:?}", point.point());
            physical += usize::from(solution.verdict == Verdict::Physical);
        }
        assert!((100..390).contains(&physical), "{physical}");
        let certain = |point: &&Refrigerator| {
            let [solution, ..] = super::super::broad::solve_broad([point; LANES]);
            solution.is_some()
        };
        let certain = points.iter().filter(certain).count();
        assert!(certain > 392, "{certain} of 400");
    }
}
