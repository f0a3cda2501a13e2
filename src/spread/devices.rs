//! Devices drawn at random. Everything follows from the seed and a device's number.

use super::Distribution;
use crate::model::{Block, Family, Inputs, Parameter, Reading};
use std::ops::Range;

/// Devices with parameters that vary from one to the next.
#[derive(Clone, Debug)]
pub struct Devices {
    nominal: Inputs,
    spread: Vec<(Parameter, Distribution)>,
    seed: u64,
}

impl Devices {
    /// The devices of a family with these parameters, whose values are read in this way; those that are
    /// not given have their defaults.
    ///
    /// # Errors
    /// A parameter that has none.
    pub fn new(
        family: &'static dyn Family,
        spread: Vec<(Parameter, Distribution)>,
        reading: Reading,
        seed: u64,
    ) -> Result<Self, Parameter> {
        let find = |parameter| spread.iter().find(|(p, _)| *p == parameter);
        let center = |parameter| find(parameter).map(|(_, distribution)| distribution.center);
        let nominal = Inputs::complete(family, reading, center)?;
        let spread = spread.into_iter().filter(|(_, of)| of.deviation() > 0.0).collect();
        Ok(Self { nominal, spread, seed: scrambled(seed) })
    }

    /// The device that was meant.
    pub fn nominal(&self) -> &Inputs {
        &self.nominal
    }

    /// The parameters that vary.
    pub fn spread(&self) -> &[(Parameter, Distribution)] {
        &self.spread
    }

    /// Puts the devices of these numbers into a block of this family.
    pub fn fill(&self, numbers: Range<u64>, block: &mut Block) {
        block.reset((numbers.end - numbers.start) as usize);
        for (parameter, distribution) in &self.spread {
            let value = |number| distribution.quantile(self.share(number, parameter));
            block.each(parameter).extend(numbers.clone().map(value));
        }
    }

    /// A number for a parameter of a device: an odd multiple of [`Distribution::LEAST_SHARE`], below 1.
    fn share(&self, number: u64, parameter: Parameter) -> f64 {
        // SplitMix64 (Steele, Lea and Flood, 2014): its n-th number needs none of those before it. Each
        // device has 64 of them, one for each parameter that there may ever be.
        const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
        let n = number.wrapping_mul(64).wrapping_add(parameter.id as u64).wrapping_add(1);
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
    use crate::refrigerator::{Parameter as P, RefrigeratorFamily};

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
            (P::Tc.spec(), read("0.5")),
            (P::E3.spec(), read("1.5+-0.1")),
            (P::E4.spec(), read("1.3+-0.2u")),
        ];
        let devices = Devices::new(&RefrigeratorFamily, spread, Reading::default(), 7).unwrap();
        let mut block = Block::new(devices.nominal().clone(), Vec::new());
        devices.fill(0..200_000, &mut block);
        let points: Vec<Inputs> = (0..block.rows()).map(|row| block.inputs(row)).collect();
        let n = points.len() as f64;
        let mean = |get: &dyn Fn(&Inputs) -> f64| points.iter().map(get).sum::<f64>() / n;
        let e3 = |point: &Inputs| (point.get(P::E3.spec()) - 1.5) / 0.1;
        let e4 = |point: &Inputs| (point.get(P::E4.spec()) - 1.3) / 0.2;
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
        assert!(points.iter().all(|p| e4(p).abs() < 1.0 && p.get(P::Tc.spec()) == 0.5));
        // Neighbours, and the same device with another seed, have nothing in common.
        let shifted = points.windows(2).map(|pair| e3(&pair[0]) * e3(&pair[1])).sum::<f64>() / n;
        assert!(shifted.abs() < 5.0 / n.sqrt());
    }
}
