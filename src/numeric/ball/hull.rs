//! What a ball holds, in doubles.

use super::{Ball, Decided};
use crate::numeric::single::{Backing, One, Truth};
use crate::numeric::{Interval, Lanes, Real, Wide};

/// A single number of which it is known between which doubles it lies.
pub trait Enclosed: Real<Input: One, Mask: Truth> {
    /// Whether it has a bound of its error; plain doubles have none.
    const HAS_BOUND: bool = true;
    /// Doubles around it; everything where nothing is known of it. Of a plain double, itself.
    fn hull(&self) -> Interval;
    /// A number that differs from it by `by` at most. Of a plain double, itself.
    fn widened(self, by: f64) -> Self;
    /// Its middle, as a number without error.
    fn middle(self) -> Self;
    /// A bound of its error; 0 for a plain double.
    fn error(&self) -> f64;
    /// The nearest double, if it is certain; a plain double itself.
    fn nearest(&self) -> Option<f64>;
    /// How fast it changes with the parameter by which derivatives are taken, at most.
    fn speed(&self) -> f64 {
        0.0
    }
    /// A number that differs from it by `by` at most, and whose derivative does by `speed` at most; of
    /// [`Enclosed::widened`] no derivative is known.
    fn within(self, by: f64, _speed: f64) -> Self {
        self.widened(by)
    }
    /// What is known of two places that are one now: if they move apart, no derivative.
    fn merged(self, _other: &Self) -> Self {
        self
    }
}

/// A positive number that a double can bound from above.
pub trait Above {
    /// A double that is no smaller.
    fn above(&self) -> f64;
}

impl Above for Lanes<1> {
    fn above(&self) -> f64 {
        self.0[0]
    }
}

impl<const BITS: usize> Above for Wide<BITS> {
    fn above(&self) -> f64 {
        match self.is_positive() {
            true => self.to_f64().next_up(),
            false => 0.0,
        }
    }
}

impl<S: Backing<Magnitude: Above>> Enclosed for Ball<S>
where
    Ball<S>: Decided,
{
    fn hull(&self) -> Interval {
        let value = match self.is_zero() {
            true => 0.0,
            false => self.value.round(&S::Magnitude::constant(0.0)).double(),
        };
        let bound = self.error();
        if !(value.abs() + bound).is_finite() {
            return Interval::ALL;
        }
        let around = match value {
            0.0 => Interval::point(0.0),
            value => Interval { lo: value.next_down(), hi: value.next_up() },
        };
        if bound == 0.0 { around } else { around + Interval { lo: -bound, hi: bound } }
    }

    fn widened(mut self, by: f64) -> Self {
        if by == 0.0 {
            return self;
        }
        self.known &= by.is_finite();
        let by = if by.is_finite() { by } else { 0.0 };
        self.bound = self.bound + S::Magnitude::constant(by);
        self
    }

    fn middle(self) -> Self {
        Self { bound: S::Magnitude::constant(0.0), ..self }
    }

    fn error(&self) -> f64 {
        if self.known { self.generous().above() } else { f64::INFINITY }
    }

    fn nearest(&self) -> Option<f64> {
        self.rounded()
    }
}

impl Enclosed for Lanes<1> {
    const HAS_BOUND: bool = false;

    fn hull(&self) -> Interval {
        Interval::point(self.0[0])
    }

    fn widened(self, _: f64) -> Self {
        self
    }

    fn middle(self) -> Self {
        self
    }

    fn error(&self) -> f64 {
        0.0
    }

    fn nearest(&self) -> Option<f64> {
        Some(self.0[0])
    }
}
