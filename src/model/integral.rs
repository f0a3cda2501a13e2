//! Integrals of spectral currents, in arithmetics with and without derivatives.

use super::machine::Link;
use super::spectra::{Slopes, Spectra};
use crate::formula::{Arithmetic, Known, Moving};
use crate::numeric::quadrature::{End, Goal, Integrands, Panel, Region, integrate};
use crate::numeric::{Ball, Bounded, Interval, Judged, Lanes, One, Real, TwoProduct};

/// The integrals of all densities.
#[derive(Clone, Debug)]
pub struct Integrals<S> {
    /// The sums of the rules.
    pub sums: Vec<S>,
    /// By how much each sum differs from its integral at most, and its derivative from that of the integral.
    pub errors: Vec<[f64; 2]>,
    /// The integrals of the absolute values, roughly.
    pub sizes: Vec<f64>,
    /// How many panels and nodes it took.
    pub work: (usize, usize),
    /// A place around which nobody vouched for some function, if there is one.
    pub failed: Option<f64>,
}

impl<S: Arithmetic> Integrals<S> {
    /// The integrals of the sums of two sets of functions.
    pub fn plus(self, other: Self) -> Self {
        let sums = self.sums.into_iter().zip(other.sums);
        let errors = self.errors.into_iter().zip(other.errors);
        let sizes = self.sizes.into_iter().zip(other.sizes);
        Self {
            sums: sums.map(|(a, b)| a.minus(b.negated())).collect(),
            errors: errors.map(|([a, b], [c, d])| [a + c, b + d]).collect(),
            sizes: sizes.map(|(a, b)| a + b).collect(),
            work: (self.work.0 + other.work.0, self.work.1 + other.work.1),
            failed: self.failed.or(other.failed),
        }
    }
}

/// An arithmetic in which spectral currents are integrated.
pub trait Integrable: Arithmetic {
    /// Whether its numbers have derivatives: then what is 0 need not stay 0.
    const HAS_SLOPE: bool;
    /// The same without derivatives.
    type Plain: Integrable<Plain = Self::Plain>;

    /// A number without its derivative.
    fn plain(known: &Known<Self>) -> Known<Self::Plain>;

    /// A number that does not change.
    fn still(known: Known<Self::Plain>) -> Known<Self>;

    /// A number with its derivative, which is dropped where there is none.
    fn moving(value: Self::Plain, slope: Self::Plain) -> Self;

    /// The derivative; 0 where there is none.
    fn derivative(self) -> Self::Plain;

    /// The integrals between places.
    fn integrals(spectra: &Spectra<'_, Self>, places: &[End<Self>], goal: Goal) -> Integrals<Self>;

    /// How fast the integrals of all densities between two places may change, were each density of the sign that
    /// makes its integral change fastest.
    fn speeds(spectra: &Spectra<'_, Self>, places: &[End<Self>; 2]) -> Vec<f64>;

    /// Bounds of the transmission of a link over a region of the axis where no place moves, and of its
    /// derivative.
    fn sizes(spectra: &Spectra<'_, Self>, link: &Link, region: &Region) -> [f64; 2];
}

fn plainly<S: Arithmetic>(spectra: &Spectra<'_, S>, places: &[End<S>], goal: Goal) -> Integrals<S> {
    let apart = |a: f64, b: f64| S::difference(S::Input::of(a), S::Input::of(b));
    let found = integrate(spectra, places, goal, apart);
    Integrals {
        sums: found.sums,
        errors: found.errors.into_iter().map(|error| [error, 0.0]).collect(),
        sizes: found.sizes,
        work: found.work,
        failed: found.failed,
    }
}

macro_rules! plain {
    ([$($generic:tt)*] $type:ty $(where $($bound:tt)*)?) => {
        impl<$($generic)*> Integrable for $type $(where $($bound)*)? {
            const HAS_SLOPE: bool = false;
            type Plain = Self;

            fn plain(known: &Known<Self>) -> Known<Self> {
                known.clone()
            }

            fn still(known: Known<Self>) -> Known<Self> {
                known
            }

            fn moving(value: Self, _: Self) -> Self {
                value
            }

            fn derivative(self) -> Self {
                Self::constant(0.0)
            }

            fn integrals(
                spectra: &Spectra<'_, Self>,
                places: &[End<Self>],
                goal: Goal,
            ) -> Integrals<Self> {
                plainly(spectra, places, goal)
            }

            fn speeds(_: &Spectra<'_, Self>, _: &[End<Self>; 2]) -> Vec<f64> {
                Vec::new()
            }

            fn sizes(spectra: &Spectra<'_, Self>, link: &Link, region: &Region) -> [f64; 2] {
                [spectra.size(link, region), 0.0]
            }
        }
    };
}

plain!([] Lanes<1>);
plain!([F: TwoProduct] Bounded<F, 1> where Self: Arithmetic);
plain!([S: Judged] Ball<S> where Self: Arithmetic);

/// A place as if it rested.
fn resting<S: Clone>(end: &End<Moving<S>>) -> End<S> {
    End { origin: end.origin, offset: end.offset.value.clone(), rough: end.rough }
}

/// The integral of F between places that move with the parameter p, each with its speed v, has the derivative
/// ∫ (∂F/∂p + ∂(v F)/∂E) dE for any continuous v(E) that is smooth between the places and is the speed of each
/// of them there. Here v is linear between them.
impl<S: Integrable<Plain = S>> Integrable for Moving<S> {
    const HAS_SLOPE: bool = true;
    type Plain = S;

    fn plain(known: &Known<Self>) -> Known<S> {
        let plain = Moving::plain(known);
        let Interval { lo, hi } = plain.hull;
        // What changes may be a double at this point.
        Known { double: if lo == hi { Some(lo) } else { plain.double }, ..plain }
    }

    fn still(known: Known<S>) -> Known<Self> {
        Moving::known(&known, None)
    }

    fn moving(value: S, slope: S) -> Self {
        Moving::with(value, slope)
    }

    fn derivative(self) -> S {
        Moving::derivative(self)
    }

    fn integrals(spectra: &Spectra<'_, Self>, places: &[End<Self>], goal: Goal) -> Integrals<Self> {
        let ends: Vec<End<S>> = places.iter().map(resting).collect();
        let apart = |a: f64, b: f64| S::difference(S::Input::of(a), S::Input::of(b));
        let found = integrate(&Slopes::new(spectra, places), &ends, goal, apart);
        let (values, slopes) = found.sums.split_at(found.sums.len() / 2);
        let (errors, offs) = found.errors.split_at(found.errors.len() / 2);
        let pairs = values.iter().zip(slopes);
        Integrals {
            sums: pairs.map(|(value, slope)| Moving::with(value.clone(), slope.clone())).collect(),
            errors: errors.iter().zip(offs).map(|(error, off)| [*error, *off]).collect(),
            sizes: found.sizes[..values.len()].to_vec(),
            work: found.work,
            failed: found.failed,
        }
    }

    fn speeds(spectra: &Spectra<'_, Self>, places: &[End<Self>; 2]) -> Vec<f64> {
        let apart = |a: f64, b: f64| S::difference(S::Input::of(a), S::Input::of(b));
        let [left, right] = places.each_ref().map(resting);
        let panel = Panel::between(&left, &right, apart);
        let functions = Slopes::new(spectra, places);
        let mut bounds = vec![0.0; functions.count()];
        functions.bounds(&panel.axis(1), &mut bounds);
        let speeds = bounds.split_off(bounds.len() / 2).into_iter();
        speeds.map(|bound| bound * 2.0 * panel.half() * (1.0 + 1e-12)).collect()
    }

    fn sizes(spectra: &Spectra<'_, Self>, link: &Link, region: &Region) -> [f64; 2] {
        spectra.sizes(link, region)
    }
}
