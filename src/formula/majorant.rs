//! Bounds of functions of the energy in ellipses around panels, in closed form.

use super::polynomial::Rational;
use super::spectrum::is_within;
use super::value::{depth, side};
use super::{Constants, Known, Spectrum};
use crate::numeric::quadrature::Ellipse;
use crate::numeric::{Interval, Lanes, double};
use std::f64::consts::PI;

/// A function whose constants are known, as far as a bound of it follows from its parts. What is
/// no such function has [`Majorant::Unknown`] in its place, which has no bound.
#[derive(Clone, Debug)]
pub enum Majorant {
    /// A number no larger than this.
    Constant(f64),
    /// slope·(E − zero).
    Affine {
        /// A bound of the size of the slope.
        slope: f64,
        /// Where it is 0.
        zero: Interval,
    },
    /// a + b + …
    Sum(Vec<Majorant>),
    /// a·b.
    Product(Box<[Majorant; 2]>),
    /// a^n for n > 0.
    Power(Box<Majorant>, i32),
    /// 1/(1 + e^((E − mu)/t)), or, of holes, 1 minus that.
    Fermi(Level, bool),
    /// 1/(1 + u²) with u = (E − at)/width.
    Lorentzian {
        /// The middle.
        at: Interval,
        /// Half of the full width at half maximum.
        width: Interval,
    },
    /// 1 where slope·(E − zero) > 0 and 0 where it is negative.
    Step {
        /// The slope.
        slope: f64,
        /// Where it jumps.
        zero: Known<Lanes<1>>,
    },
    /// 1 where |E − at| < width/2, else 0.
    Boxcar {
        /// The middle.
        at: Known<Lanes<1>>,
        /// The width.
        width: Known<Lanes<1>>,
    },
    /// 1 between the two edges of a window, else 0.
    Windows(Vec<[Known<Lanes<1>>; 2]>),
    /// A quotient of two polynomials.
    Rational(Box<Rational>),
    /// No bound is known.
    Unknown,
}

/// A Fermi function 1/(1 + e^x) with x = (E − mu)/t.
#[derive(Clone, Copy, Debug)]
pub struct Level {
    /// The chemical potential.
    pub mu: Interval,
    /// The temperature.
    pub t: Interval,
}

/// x = (E − mu)/t in an ellipse: its real parts, and the size of its imaginary ones at most.
#[derive(Clone, Copy, Debug)]
pub struct Range {
    /// The real parts.
    pub re: Interval,
    /// A bound of the imaginary parts.
    pub im: f64,
}

/// What the roundings of a few operations of one sign are, at most.
const ROUNDED: f64 = 1.0 + 1e-12;

/// Near π an angle is taken for π, so that the roundings of its sine are below those above.
const NEARLY: f64 = PI - 1e-3;

impl Level {
    /// x in an ellipse.
    pub fn range(&self, ellipse: &Ellipse) -> Range {
        let Interval { lo, hi } = ellipse.offsets(self.mu);
        let Interval { lo: cold, hi: hot } = self.t;
        let least = lo / if lo > 0.0 { hot } else { cold };
        let most = hi / if hi > 0.0 { cold } else { hot };
        let out = |x: f64| 1e-15 * x.abs();
        let re = Interval { lo: least - out(least), hi: most + out(most) };
        Range { re, im: ellipse.height() / cold * ROUNDED }
    }
}

impl Range {
    /// A bound of |x|.
    pub fn size(&self) -> f64 {
        let most = self.re.size();
        (most * most + self.im * self.im).sqrt() * ROUNDED
    }

    /// Bounds of f = 1/(1 + e^x) and of 1 − f, infinite where f may have a pole.
    ///
    /// Where |Im x| ≤ π/2, Re e^x ≥ 0, so that |1 + e^x| ≥ 1 and |1 + e^x| ≥ |e^x|. Where |Im x| ≤ θ < π, it is
    /// at least sin θ times that. Where Re x ≥ l > 0, it is at least e^l − 1.
    pub fn fermi(&self) -> [f64; 2] {
        let Interval { lo, hi } = self.re;
        let one = match self.im {
            angle if angle <= 0.5 * PI => 1.0,
            angle if angle < NEARLY => ROUNDED / double::sin(angle),
            _ => f64::INFINITY,
        };
        // The smaller one of the two where both x and −x are above `lo`.
        let small = |lo: f64| {
            let power = double::exp(-lo) * ROUNDED;
            let most = one * power.min(1.0);
            // e^−l/(1 − e^−l), where l is not so small that it says nothing.
            if lo > 0.05 { most.min(power / (1.0 - power) * ROUNDED) } else { most }
        };
        let large = |lo: f64| match lo > 0.05 {
            true => one.min(ROUNDED / (1.0 - double::exp(-lo) * ROUNDED)),
            false => one,
        };
        match (lo > 0.05, hi < -0.05) {
            (true, _) => [small(lo), large(lo)],
            (_, true) => [large(-hi), small(-hi)],
            _ => [small(lo), small(-hi)],
        }
    }

    /// Bounds of n = 1/(e^x − 1) and of 1 + n; infinite where x may be 0.
    pub fn bose(&self) -> [f64; 2] {
        let lo = self.re.lo;
        let is_above = lo > 1e-6;
        if !is_above {
            return [f64::INFINITY; 2];
        }
        let under = -double::expm1(-lo) / ROUNDED;
        [double::exp(-lo) / under * ROUNDED, ROUNDED / under]
    }
}

impl Majorant {
    /// Of a function where its constants have these values.
    pub fn of(spectrum: &Spectrum, constants: &Constants<Lanes<1>>) -> Self {
        let of = |part: &Spectrum| Self::of(part, constants);
        let hull = |c: &usize| constants[*c].hull;
        match spectrum {
            Spectrum::Constant(c) => Majorant::Constant(hull(c).size()),
            Spectrum::Affine { slope, zero } => {
                Majorant::Affine { slope: hull(slope).size(), zero: hull(zero) }
            }
            Spectrum::Negated(a) => of(a),
            Spectrum::Sum(all) => Majorant::Sum(all.iter().map(of).collect()),
            Spectrum::Product(a, b) => Majorant::Product(Box::new([of(a), of(b)])),
            Spectrum::Power(a, n) if *n > 0 => Majorant::Power(Box::new(of(a)), *n),
            Spectrum::Fermi { mu, t, holes } => {
                let level = Level { mu: hull(mu), t: hull(t) };
                if level.t.lo > 0.0 { Majorant::Fermi(level, *holes) } else { Majorant::Unknown }
            }
            Spectrum::Lorentzian { at, fwhm } => {
                let Interval { lo, hi } = hull(fwhm);
                let width = Interval { lo: 0.5 * lo, hi: 0.5 * hi };
                if lo > 0.0 {
                    Majorant::Lorentzian { at: hull(at), width }
                } else {
                    Majorant::Unknown
                }
            }
            Spectrum::Step { slope, zero } => match hull(slope) {
                Interval { lo, hi } if lo > 0.0 || hi < 0.0 => {
                    Majorant::Step { slope: lo, zero: constants[*zero].clone() }
                }
                _ => Majorant::Unknown,
            },
            Spectrum::Boxcar { at, width } => {
                Majorant::Boxcar { at: constants[*at].clone(), width: constants[*width].clone() }
            }
            Spectrum::Windows(all) => {
                let edges = |window: &[usize; 2]| window.map(|edge| constants[edge].clone());
                Majorant::Windows(all.iter().map(edges).collect())
            }
            Spectrum::Quotient(a, b) => {
                let rational = |found: Rational| Majorant::Rational(Box::new(found));
                Rational::of(spectrum, constants).map(rational).unwrap_or_else(|| {
                    let inverse = match &**b {
                        // A constant divides its bounds.
                        Spectrum::Constant(c) => inverse(hull(c)),
                        b => Rational::reciprocal(b, constants).map(rational),
                    };
                    match inverse {
                        Some(inverse) => Majorant::Product(Box::new([of(a), inverse])),
                        None => Majorant::Unknown,
                    }
                })
            }
            Spectrum::Power(..) | Spectrum::Scattered { .. } => {
                match Rational::of(spectrum, constants) {
                    Some(rational) => Majorant::Rational(Box::new(rational)),
                    None => Majorant::Unknown,
                }
            }
            _ => Majorant::Unknown,
        }
    }

    /// A bound of the absolute value in the ellipse, in which the function is then analytic, and of the one in
    /// every smaller ellipse; infinite or NaN where none is known.
    pub fn size(&self, ellipse: &Ellipse) -> f64 {
        match self {
            Majorant::Constant(size) => *size,
            Majorant::Affine { slope, zero } => {
                // No point of an ellipse is farther from the middle than the greater semi-axis is long.
                let (from, off) = ellipse.place(*zero);
                slope * (from.abs() + off + ellipse.axes[0]) * ROUNDED
            }
            Majorant::Sum(all) => all.iter().map(|part| part.size(ellipse)).sum::<f64>() * ROUNDED,
            Majorant::Product(parts) => {
                let [a, b] = parts.each_ref().map(|part| part.size(ellipse));
                if a == 0.0 || b == 0.0 { 0.0 } else { a * b * ROUNDED }
            }
            Majorant::Power(a, n) => {
                let (size, mut power) = (a.size(ellipse), 1.0);
                for _ in 0..*n {
                    power *= size * ROUNDED;
                }
                power
            }
            Majorant::Fermi(level, holes) => level.range(ellipse).fermi()[usize::from(*holes)],
            Majorant::Lorentzian { at, width } => lorentzian(ellipse, *at, *width),
            Majorant::Step { slope, zero } => {
                match slope.signum() * side(ellipse.origin, ellipse.middle, zero) {
                    side if side > 0.0 => 1.0,
                    side if side < 0.0 => 0.0,
                    _ => f64::INFINITY,
                }
            }
            Majorant::Boxcar { at, width } => {
                match depth(ellipse.origin, ellipse.middle, at, width) {
                    depth if depth > 0.0 => 1.0,
                    depth if depth < 0.0 => 0.0,
                    _ => f64::INFINITY,
                }
            }
            Majorant::Windows(all) => {
                let side = |edge: &Known<Lanes<1>>| side(ellipse.origin, ellipse.middle, edge);
                let sides: Vec<[f64; 2]> =
                    all.iter().map(|edges| edges.each_ref().map(side)).collect();
                let is_within = is_within(&sides, |side| side);
                is_within.map_or(f64::INFINITY, |is_within| f64::from(u8::from(is_within)))
            }
            Majorant::Rational(rational) => rational.size(ellipse),
            Majorant::Unknown => f64::INFINITY,
        }
    }

    /// A bound of the absolute value on the axis from a place on, upwards or downwards; nothing where that is
    /// not known in closed form.
    pub fn beyond(&self, from: f64, is_above: bool) -> Option<f64> {
        let of = |part: &Majorant| part.beyond(from, is_above);
        match self {
            Majorant::Constant(size) => Some(*size),
            Majorant::Sum(all) => all.iter().map(of).sum::<Option<f64>>().map(|sum| sum * ROUNDED),
            Majorant::Product(parts) => Some(of(&parts[0])? * of(&parts[1])? * ROUNDED),
            Majorant::Fermi(..)
            | Majorant::Step { .. }
            | Majorant::Boxcar { .. }
            | Majorant::Windows(_) => Some(1.0),
            Majorant::Lorentzian { at, width } => {
                let apart = if is_above { from - at.hi } else { at.lo - from };
                let share = width.hi / apart * ROUNDED;
                Some(if apart > 0.0 && share < 1.0 { share * share } else { 1.0 })
            }
            _ => None,
        }
    }

    /// The poles of rational functions: real part and distance from the axis.
    pub fn poles(&self, found: &mut impl FnMut((f64, f64))) {
        match self {
            Majorant::Sum(all) => all.iter().for_each(|part| part.poles(found)),
            Majorant::Product(parts) => parts.iter().for_each(|part| part.poles(found)),
            Majorant::Power(a, _) => a.poles(found),
            Majorant::Rational(rational) => rational.poles(found),
            _ => {}
        }
    }
}

/// A bound of w²/|(z − p)² + w²| = w²/(|z − p − iw||z − p + iw|). Of the upper half of the ellipse, which
/// suffices, the pole above the axis has the distance d, and the one below it d or w, whatever is more.
fn lorentzian(ellipse: &Ellipse, at: Interval, width: Interval) -> f64 {
    let distance = ellipse.distance(ellipse.place(at), width.lo);
    let is_outside = distance > 0.0;
    if !is_outside {
        return f64::INFINITY;
    }
    let share = width.hi / distance * ROUNDED;
    share * share.min(width.hi / width.lo) * ROUNDED
}

/// 1/c of a number within an interval.
fn inverse(Interval { lo, hi }: Interval) -> Option<Majorant> {
    let least = if lo > 0.0 { lo } else { -hi };
    (least > 0.0).then(|| Majorant::Constant(ROUNDED / least))
}

#[cfg(test)]
mod soundness;
