//! How one parameter is spread: `1.4+-0.01`, `1.4+-0.01u`.

use crate::quantity::Dimension;
use crate::quantity::{MeasuredError, Yardstick, measured};
use statrs::distribution::{ContinuousCDF, Normal};

/// The values of one parameter in many devices.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Distribution {
    /// What was meant.
    pub center: f64,
    shape: Shape,
    yardstick: Yardstick,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Shape {
    /// Always the same.
    Exact,
    /// With this standard deviation.
    Normal(f64),
    /// No farther than this from the center.
    Uniform(f64),
}

/// Why a text is no distribution.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum DistributionError {
    /// A number is none that a point could have.
    #[error(transparent)]
    Number(#[from] MeasuredError),
    /// One has a unit, the other has none.
    #[error("both numbers need a unit, or none")]
    Mixed,
    /// The spread is negative.
    #[error("the spread after +- must not be negative")]
    Negative,
    /// Values at its far ends are no doubles.
    #[error(
        "the farthest of its values would exceed the largest double, {max:?}: take a smaller spread",
        max = f64::MAX
    )]
    Endless,
    /// There are lists or ranges.
    #[error(
        "it must be one value, with +-SPREAD (normal) or +-SPREADu (uniform) after it if it varies"
    )]
    Several,
}

impl Distribution {
    /// Devices are drawn by shares from this one, 2^-53, to 1 less it: normal values are up to 8.21
    /// standard deviations away.
    pub const LEAST_SHARE: f64 = 0.5 * f64::EPSILON;

    /// Reads a value, or `center+-deviation` (normal), or `center+-halfwidthu` (uniform); `±` is
    /// understood, too. Each number may have a unit of this dimension, if both have; the `u` stands
    /// after it.
    ///
    /// # Errors
    /// [`DistributionError`] where the text is none of these.
    pub fn parse(text: &str, dimension: Dimension) -> Result<Self, DistributionError> {
        let parts = text.split_once("+-").or_else(|| text.split_once('±'));
        let (center, spread) =
            parts.map_or((text, None), |(center, spread)| (center, Some(spread)));
        if center.contains([':', ',']) {
            return Err(DistributionError::Several);
        }
        let (center, yardstick) = measured(center, dimension)?;
        let Some(spread) = spread else {
            return Ok(Self { center, shape: Shape::Exact, yardstick });
        };
        // No unit ends with a u.
        let (spread, uniform) =
            spread.strip_suffix('u').map_or((spread, false), |spread| (spread, true));
        let (spread, other) = measured(spread, dimension)?;
        if other != yardstick {
            return Err(DistributionError::Mixed);
        }
        if spread < 0.0 {
            return Err(DistributionError::Negative);
        }
        let shape = if uniform { Shape::Uniform(spread) } else { Shape::Normal(spread) };
        let distribution = Self { center, shape, yardstick };
        let ends = [Self::LEAST_SHARE, 1.0 - Self::LEAST_SHARE];
        if !ends.iter().all(|share| distribution.quantile(*share).is_finite()) {
            return Err(DistributionError::Endless);
        }
        Ok(distribution)
    }

    /// What its values are measured in.
    pub fn yardstick(&self) -> Yardstick {
        self.yardstick
    }

    /// Whether its values are multiples of the headroom.
    pub fn is_in_headrooms(&self) -> bool {
        self.yardstick == Yardstick::Headroom
    }

    /// The standard deviation.
    pub fn deviation(&self) -> f64 {
        match self.shape {
            Shape::Exact => 0.0,
            Shape::Normal(deviation) => deviation,
            Shape::Uniform(half) => half / 3f64.sqrt(),
        }
    }

    /// The value below which this share of devices is, 0 < share < 1; finite from
    /// [`Distribution::LEAST_SHARE`] to 1 less it.
    pub fn quantile(&self, share: f64) -> f64 {
        match self.shape {
            Shape::Exact => self.center,
            Shape::Normal(deviation) => {
                self.center + deviation * Normal::standard().inverse_cdf(share)
            }
            Shape::Uniform(half) => self.center + half * (2.0 * share - 1.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Distribution, String> {
        Distribution::parse(text, Dimension::Energy).map_err(|error| error.to_string())
    }

    #[test]
    fn a_spread_is_normal_or_uniform() {
        let normal = read("1.4+-0.01").unwrap();
        assert_eq!((normal.center, normal.shape), (1.4, Shape::Normal(0.01)));
        assert_eq!(read("1.4±0.01"), Ok(normal));
        assert_eq!(read("-1.4e0+-.01u").unwrap().shape, Shape::Uniform(0.01));
        let micro = read("1ueV+-0.25ueVu").unwrap();
        assert_eq!((micro.center, micro.shape), (1e-6, Shape::Uniform(2.5e-7)));
        assert_eq!(read("1ueV+-0.25ueV").unwrap().shape, Shape::Normal(2.5e-7));
        assert_eq!(read("3").unwrap().shape, Shape::Exact);
    }

    #[test]
    fn what_is_none_says_why() {
        for (text, why) in [
            ("1.4+--1", "the spread after +- must not be negative"),
            ("1.4+-", "`` is not a finite number"),
            ("1.4+-nan", "`nan` is not a finite number"),
            ("+-1", "`` is not a finite number"),
            ("1meV+-0.1", "both numbers need a unit, or none"),
            (
                "1,2+-0.1",
                "it must be one value, with +-SPREAD (normal) or +-SPREADu (uniform) after it if it varies",
            ),
            ("1+-2+-3", "`2+-3` is not a finite number"),
            ("1e308+-1e308", "the farthest of its values would exceed the largest double"),
            ("-1e308+-1e308u", "the farthest of its values would exceed the largest double"),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.starts_with(why), "{text}: {error}");
        }
    }

    #[test]
    fn quantiles_are_those_of_the_distribution() {
        // Φ(z) = 0.05, 0.5, 0.975 at z = −1.6448536269514722, 0, 1.959963984540054 (NIST).
        let normal = read("1+-2").unwrap();
        for (share, z) in
            [(0.05, -1.644_853_626_951_472_2), (0.5, 0.0), (0.975, 1.959_963_984_540_054)]
        {
            assert!((normal.quantile(share) - (1.0 + 2.0 * z)).abs() < 1e-14);
        }
        // The farthest that are drawn, 8.2095… standard deviations away (mpmath, 30 digits).
        let far = normal.quantile(Distribution::LEAST_SHARE);
        assert!((far - (1.0 - 2.0 * 8.209_536_151_601_387)).abs() < 1e-12, "{far}");
        let huge = read("-1.7e308+-1e306").unwrap();
        assert!(huge.quantile(Distribution::LEAST_SHARE).is_finite());
        let uniform = read("1+-2u").unwrap();
        assert_eq!([0.25, 0.5, 0.75].map(|share| uniform.quantile(share)), [0.0, 1.0, 2.0]);
        assert!((uniform.deviation() - 2.0 / 3f64.sqrt()).abs() < 1e-15);
    }
}
