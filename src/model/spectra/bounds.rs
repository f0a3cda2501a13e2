//! Bounds of the densities of a machine in ellipses around panels, in closed form: what each of them is made
//! of is bounded by itself.

use super::Spectra;
use crate::formula::{Arithmetic, Known, Level, Range, Rim};
use crate::model::density::Density;
use crate::model::machine::Occupation;
use crate::model::mixture::Mixture;
use crate::model::{Broad, Local, Machine, Occupied, Reservoir, Statistics};
use crate::numeric::quadrature::Ellipse;
use crate::numeric::{Interval, Lanes, double};
use std::cell::OnceCell;
use std::f64::consts::PI;

/// How a reservoir is occupied, as far as bounds are known of it.
#[derive(Clone, Debug)]
pub(super) enum Filling {
    /// In equilibrium.
    Equilibrium(Statistics, Level),
    /// A mixture of Fermi functions whose weights are positive and have the sum 1.
    Mixture(Vec<Share>),
    /// Anything else.
    Unknown,
}

/// A component of a mixture.
#[derive(Clone, Copy, Debug)]
pub(super) struct Share {
    weight: Interval,
    level: Level,
    /// x − x_i = slope·(E − μ) + shift, with x and μ of the hottest component.
    slope: Interval,
    shift: Interval,
    is_hottest: bool,
}

/// Bounds of f, of 1 + s f and of y in an ellipse.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sizes {
    pub(super) f: f64,
    pub(super) rest: f64,
    pub(super) y: f64,
}

const ROUNDED: f64 = 1.0 + 1e-12;

impl Filling {
    pub(super) fn of<S>(
        machine: &Machine,
        reservoir: usize,
        constants: &[Known<S>],
        mixture: Option<&Mixture<Lanes<1>>>,
    ) -> Self {
        let Reservoir { occupation, statistics, .. } = &machine.reservoirs[reservoir];
        match (occupation, mixture) {
            (Occupation::Equilibrium { mu, t }, _) => {
                let level = Level { mu: constants[*mu].hull, t: constants[*t].hull };
                match level.t.lo > 0.0 {
                    true => Filling::Equilibrium(*statistics, level),
                    false => Filling::Unknown,
                }
            }
            (Occupation::Given { .. }, Some(mixture)) => {
                let shares = mixture.hulls().map(|(weight, level, apart, is_hottest)| {
                    let [slope, shift] = apart;
                    Share { weight, level, slope, shift, is_hottest }
                });
                Filling::Mixture(shares.collect())
            }
            _ => Filling::Unknown,
        }
    }

    /// Bounds in an ellipse, infinite where something need not be analytic.
    pub(super) fn sizes(&self, ellipse: &Ellipse) -> Option<Sizes> {
        match self {
            Filling::Equilibrium(statistics, level) => {
                let range = level.range(ellipse);
                let [f, rest] = match statistics {
                    Statistics::Fermi => range.fermi(),
                    Statistics::Bose => range.bose(),
                };
                Some(Sizes { f, rest, y: range.size() })
            }
            Filling::Mixture(shares) => {
                let ranges: Vec<Range> =
                    shares.iter().map(|share| share.level.range(ellipse)).collect();
                let (mut f, mut rest) = (0.0, 0.0);
                for (share, range) in shares.iter().zip(&ranges) {
                    let [filled, left] = range.fermi();
                    f += share.weight.hi * filled;
                    rest += share.weight.hi * left;
                }
                let y = in_strip(&ranges)
                    .or_else(|| far(shares, &ranges, ellipse, true))
                    .or_else(|| far(shares, &ranges, ellipse, false));
                let y = y.unwrap_or(f64::INFINITY);
                Some(Sizes { f: f * ROUNDED, rest: rest * ROUNDED, y: y * ROUNDED })
            }
            Filling::Unknown => None,
        }
    }
}

/// A bound of |y| of a mixture where |Im x_i| < π for all of its components.
///
/// In the upper half Im e^x_i > 0, so that Im f < 0: f is neither 0 nor 1, Im(1/f − 1) > 0, and
/// y = Ln(1/f − 1) is analytic with |Im y| < π. (1 − f)/f = Σ w f e^x/Σ w f: with |Im x_i| ≤ θ all w f lie in one
/// cone of the opening θ, so that |Σ w f| ≥ cos(θ/2) Σ |w f|, and |(1 − f)/f| ≤ max |e^x|/cos(θ/2); its inverse
/// likewise.
fn in_strip(ranges: &[Range]) -> Option<f64> {
    let angle = ranges.iter().map(|range| range.im).fold(0.0, f64::max);
    let is_within = angle < PI - 1e-3;
    if !is_within {
        return None;
    }
    let most = ranges.iter().map(|range| range.re.size()).fold(0.0, f64::max);
    let real = most - double::log(double::cos(0.5 * angle) / ROUNDED) + 1e-12;
    Some((PI * PI + real * real).sqrt())
}

/// A bound of |y| of a mixture far above all μ_i, or, of holes, far below.
///
/// Where Re x_i ≥ l_i > 0 for all of them, |f_i| ≤ q_i = e^−l_i/(1 − e^−l_i), and f = e^−x S with x of the hottest
/// one and S = Σ w_i e^(x − x_i)(1 − f_i), because e^x_i f_i = 1 − f_i. The components as hot as that one have real
/// e^(x − x_i), so that Re S ≥ Σ_hot w e^(x − x_i)(1 − q) − Σ_cold w |e^(x − x_i)| (1 + q). If that is positive,
/// y = x + ln(1 − f) − ln S is analytic; |Im ln S| ≤ π/2, and |ln(1 − f)| ≤ −ln(1 − Σ w q).
fn far(shares: &[Share], ranges: &[Range], ellipse: &Ellipse, is_above: bool) -> Option<f64> {
    let hottest = shares.iter().position(|share| share.is_hottest)?;
    let offsets = ellipse.offsets(shares[hottest].level.mu);
    let (mut least, mut most, mut fallen) = (0.0, 0.0, 0.0);
    for (share, range) in shares.iter().zip(ranges) {
        let nearest = if is_above { range.re.lo } else { -range.re.hi };
        let is_far = nearest > 0.5;
        if !is_far {
            return None;
        }
        let power = double::exp(-nearest) * ROUNDED;
        let q = power / (1.0 - power) * ROUNDED;
        // The real part of x − x_i.
        let along = [offsets.lo, offsets.hi].map(|offset| {
            let [a, b] = [share.slope.lo, share.slope.hi].map(|slope| slope * offset);
            (a.min(b), a.max(b))
        });
        let (low, high) = (along[0].0.min(along[1].0), along[0].1.max(along[1].1));
        let out = 1e-14 * (low.abs() + high.abs() + share.shift.size());
        let (low, high) = (low + share.shift.lo - out, high + share.shift.hi + out);
        let (low, high) = if is_above { (low, high) } else { (-high, -low) };
        let greatest = double::exp(high) * ROUNDED;
        let is_as_hot = share.slope == Interval::point(0.0);
        least += match is_as_hot {
            true => share.weight.lo * double::exp(low) / ROUNDED * (1.0 - q),
            false => -share.weight.hi * greatest * (1.0 + q) * ROUNDED,
        };
        most += share.weight.hi * greatest * (1.0 + q) * ROUNDED;
        fallen += share.weight.hi * q * ROUNDED;
    }
    least -= 1e-12 * most;
    let is_proven = least > 0.0 && fallen < 1.0 && most.is_finite();
    if !is_proven {
        return None;
    }
    let size = double::log(least).abs().max(double::log(most).abs()) + 1e-12;
    let x = ranges[hottest].size();
    Some(x + size + 0.5 * PI - double::log(1.0 - fallen * ROUNDED) + 1e-12)
}

impl<S: Arithmetic> Spectra<'_, S> {
    /// Bounds of all densities in an ellipse; infinite where none is known. Whether enclosures may know more.
    pub(super) fn closed(&self, ellipse: &Ellipse, bounds: &mut [f64]) -> bool {
        let mut may_know_more = false;
        let settled = OnceCell::new();
        let all = &mut self.densities.iter().zip(bounds).peekable();
        let energy = |of: Interval| {
            let (from, off) = ellipse.place(of);
            (from.abs() + off + ellipse.axes[0]) * ROUNDED
        };
        for (place, link) in self.links.iter().enumerate() {
            let mine = std::iter::from_fn(|| all.next_if(|((link, _), _)| *link == place));
            let t = self.transmitted(place, ellipse);
            if t == 0.0 || self.still[place] {
                mine.for_each(|(_, bound)| *bound = 0.0);
                continue;
            }
            let [a, b] = [link.to, link.from].map(|end| match &self.machine.reservoirs[end] {
                Reservoir { occupation: Occupation::Optimal(broad), .. } => {
                    *settled.get_or_init(|| self.settled(broad, ellipse))
                }
                _ => self.fillings[end].sizes(ellipse),
            });
            let (Some(a), Some(b), None) = (a, b, self.soft[place]) else {
                mine.for_each(|(_, bound)| *bound = f64::INFINITY);
                may_know_more |= t.is_finite();
                continue;
            };
            // |Δ| ≤ |f_a| + |f_b|, and 1 + s f changes by as much as f does.
            let apart = (a.f + b.f).min(a.rest + b.rest) * ROUNDED;
            let (between, affinity) = match &self.rough_forces[place] {
                Some((slope, shift)) => {
                    let Occupation::Equilibrium { mu, .. } =
                        self.machine.reservoirs[link.to].occupation
                    else {
                        continue;
                    };
                    let along = slope.hull.size() * energy(self.rough[mu].hull);
                    let omega = (along + shift.hull.size()) * ROUNDED;
                    // Δ = f_b (1 + s f_a)(1 − e^−ω), and |1 − e^−ω| ≤ e^|ω| − 1.
                    let grown =
                        if omega < 300.0 { double::expm1(omega) * ROUNDED } else { f64::INFINITY };
                    let crossed = (a.f * b.rest).min(b.f * a.rest) * grown * ROUNDED;
                    (apart.min(crossed), omega)
                }
                None => (apart, a.y + b.y),
            };
            let current = match link.is_pump() {
                true => t,
                false => t * between * ROUNDED,
            };
            let y = |reservoir: usize| if reservoir == link.to { a.y } else { b.y };
            for ((_, density), bound) in mine {
                let weight = match density {
                    Density::Particles => 1.0,
                    Density::Energy => energy(Interval::point(0.0)),
                    Density::Heat(r) => match self.machine.reservoirs[*r].occupation {
                        Occupation::Equilibrium { mu, .. } => energy(self.rough[mu].hull),
                        Occupation::Given { .. } | Occupation::Optimal(_) => f64::INFINITY,
                    },
                    Density::Entropy(r) => y(*r),
                    Density::Exergy(r) => match (self.machine.t0, self.machine.mu0) {
                        (Some(t0), Some(mu0)) => {
                            let lost = self.rough[t0].hull.size() * y(*r);
                            energy(self.rough[mu0].hull) + lost
                        }
                        _ => f64::INFINITY,
                    },
                    Density::Response(r, power) => {
                        let Occupation::Equilibrium { mu, t: kt } =
                            self.machine.reservoirs[*r].occupation
                        else {
                            *bound = f64::INFINITY;
                            continue;
                        };
                        let Sizes { f, rest, .. } = if *r == link.to { a } else { b };
                        let along = energy(self.rough[mu].hull).powi(*power as i32) * ROUNDED;
                        *bound = t * f * rest * along / self.rough[kt].hull.lo * ROUNDED;
                        continue;
                    }
                    Density::Production => affinity,
                    Density::Divergence => {
                        may_know_more |= current.is_finite();
                        f64::INFINITY
                    }
                };
                *bound = current * weight * ROUNDED;
            }
        }
        may_know_more
    }

    /// Bounds of an optimal demon, infinite where it need not be analytic: by enclosures of what it is coupled to.
    fn settled(&self, broad: &Broad, ellipse: &Ellipse) -> Option<Sizes> {
        let region = ellipse.rim(8);
        let local: Local<Rim> = broad.local(&self.rough, &region)?;
        let Occupied { f, rest, y } = broad.filled(&local, &self.rough);
        let [f, rest, y] = [f, rest, y].map(|rim: Rim| rim.size());
        Some(Sizes { f, rest, y })
    }

    /// A bound of the transmission of a link from a place on, if there is one in closed form.
    pub(in crate::model) fn most_beyond(
        &self,
        place: usize,
        from: f64,
        is_above: bool,
    ) -> Option<f64> {
        let parts = self.majorants[place].iter().map(|part| part.beyond(from, is_above));
        parts.sum::<Option<f64>>().map(|most| most * ROUNDED)
    }

    /// A bound of the transmission of a link in an ellipse: by enclosures, where there is none in closed form.
    pub(super) fn transmitted(&self, place: usize, ellipse: &Ellipse) -> f64 {
        let link = &self.links[place];
        let is_of_bosons = self.machine.reservoirs[link.to].statistics == Statistics::Bose;
        if is_of_bosons && ellipse.middle + ellipse.origin < 0.0 {
            return 0.0;
        }
        let closed: f64 = self.majorants[place].iter().map(|part| part.size(ellipse)).sum();
        if closed.is_finite() {
            return closed * ROUNDED;
        }
        let few = self.size(link, &ellipse.rim(4));
        if few.is_finite() { few } else { self.size(link, &ellipse.rim(8)) }
    }
}

#[cfg(test)]
mod soundness;
#[cfg(test)]
pub(super) use soundness::{
    Complex, constant, logarithms, mixed, over, plus, reservoir, scaled, times,
};
