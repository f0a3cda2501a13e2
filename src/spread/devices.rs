//! Devices drawn at random. Everything follows from the seed and a device's number.

use super::Distribution;
use crate::quantity::Units;
use crate::refrigerator::{Parameter, Point, Resonances};
use std::ops::Range;

/// Devices with parameters that vary from one to the next.
#[derive(Clone, Debug)]
pub struct Devices {
    nominal: Point,
    spread: Vec<(Parameter, Distribution)>,
    seed: u64,
}

impl Devices {
    /// The devices with these parameters, whose values are in these units; those that are not given
    /// have their defaults.
    ///
    /// # Errors
    /// A parameter that has none.
    pub fn new(
        spread: Vec<(Parameter, Distribution)>,
        units: Units,
        resonances: Resonances,
        seed: u64,
    ) -> Result<Self, Parameter> {
        let find = |parameter| spread.iter().find(|(p, _)| *p == parameter);
        let nominal = Point::complete(|p| find(p).map(|(_, distribution)| distribution.center))?
            .in_units(units)
            .with_resonances(resonances)
            .in_headrooms(
                find(Parameter::Lambda).is_some_and(|(_, lambda)| lambda.is_in_headrooms()),
            );
        let spread = spread.into_iter().filter(|(_, of)| of.deviation() > 0.0).collect();
        Ok(Self { nominal, spread, seed: scrambled(seed) })
    }

    /// The device that was meant.
    pub fn nominal(&self) -> &Point {
        &self.nominal
    }

    /// The parameters that vary.
    pub fn spread(&self) -> &[(Parameter, Distribution)] {
        &self.spread
    }

    /// The devices of these numbers, appended to `points`.
    pub fn append(&self, numbers: Range<u64>, points: &mut Vec<Point>) {
        points.extend(numbers.map(|number| {
            self.spread.iter().fold(self.nominal, |point, (parameter, distribution)| {
                point.with(*parameter, distribution.quantile(self.share(number, *parameter)))
            })
        }));
    }

    /// A number for a parameter of a device: an odd multiple of [`Distribution::LEAST_SHARE`], below 1.
    fn share(&self, number: u64, parameter: Parameter) -> f64 {
        // SplitMix64 (Steele, Lea and Flood, 2014): its n-th number needs none of those before it. Each
        // device has 64 of them, one for each parameter that there may ever be.
        const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
        let n = number.wrapping_mul(64).wrapping_add(parameter as u64).wrapping_add(1);
        let bits = scrambled(self.seed.wrapping_add(n.wrapping_mul(STEP)));
        (2 * (bits >> 12) + 1) as f64 * Distribution::LEAST_SHARE
    }
}

/// The finalizer of SplitMix64.
fn scrambled(z: u64) -> u64 {
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Dimension;

    #[test]
    fn numbers_are_those_of_splitmix64() {
        // The first outputs of the reference implementation for the state 1234567
        // (Vigna's splitmix64.c; Rosetta Code lists the same).
        let mut state = 1_234_567u64;
        let first =
            [6_457_827_717_110_365_317u64, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423];
        for reference in first {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            assert_eq!(scrambled(state), reference);
        }
    }

    #[test]
    fn the_values_have_the_moments_of_their_distribution() {
        let read = |text| Distribution::parse(text, Dimension::Energy).unwrap();
        let spread = vec![
            (Parameter::Tc, read("0.5")),
            (Parameter::E3, read("1.5+-0.1")),
            (Parameter::E4, read("1.3+-0.2u")),
        ];
        let devices = Devices::new(spread, Units::Natural, Resonances::Narrow, 7).unwrap();
        let mut points = Vec::new();
        devices.append(0..200_000, &mut points);
        let n = points.len() as f64;
        let mean = |get: &dyn Fn(&Point) -> f64| points.iter().map(get).sum::<f64>() / n;
        let e3 = |point: &Point| (point.get(Parameter::E3) - 1.5) / 0.1;
        let e4 = |point: &Point| (point.get(Parameter::E4) - 1.3) / 0.2;
        // Moments of a standard normal and of a uniform number in (−1, 1), and that the two have
        // nothing to do with each other; within five standard errors.
        for (value, reference, variance) in [
            (mean(&e3), 0.0, 1.0),
            (mean(&|p| e3(p).powi(2)), 1.0, 2.0),
            (mean(&|p| e3(p).powi(3)), 0.0, 15.0),
            (mean(&|p| e3(p).powi(4)), 3.0, 96.0),
            (mean(&e4), 0.0, 1.0 / 3.0),
            (mean(&|p| e4(p).powi(2)), 1.0 / 3.0, 4.0 / 45.0),
            (mean(&|p| e3(p) * e4(p)), 0.0, 1.0 / 3.0),
        ] {
            let error = 5.0 * (variance / n).sqrt();
            assert!((value - reference).abs() < error, "{value} {reference} {error}");
        }
        assert!(points.iter().all(|p| e4(p).abs() < 1.0 && p.get(Parameter::Tc) == 0.5));
        // Neighbours, and the same device with another seed, have nothing in common.
        let shifted = points.windows(2).map(|pair| e3(&pair[0]) * e3(&pair[1])).sum::<f64>() / n;
        assert!(shifted.abs() < 5.0 / n.sqrt());
    }
}
