//! What lies beyond the energies over which a machine is integrated.
//!
//! Beyond L ≥ max(μ, 0) a component w/(1 + e^x) of an occupation, x = (E − μ)/T, is below w e^−x, and
//! ∫ E^k e^−x dE from L is T e^−ℓ p_k with ℓ = (L − μ)/T, p_0 = 1 and p_1 = L + T. Where T_ab ≤ τ, every spectral
//! current is below τ times the sum of the occupations, |y| ≤ (E + μ*)/T_min with μ* = max |μ| of a mixture.
//! Below −L the same holds of holes, mirrored.
//!
//! With a parameter f changes by w′ e^−x + w e^−x |x′|, |x′| ≤ |μ′|/T + (E + |μ|) |T′|/T², and p_2 = (L + T)² + T².
//! Where f ≤ 1/2, y′ = −f′/(f (1 − f)) is below twice the greatest |w′|/w + |x′| of a component.

use super::density::Density;
use super::machine::{Machine, Occupation};
use super::spectra::Weight;
use crate::formula::{Component, Known, Spectrum, beyond, components};
use crate::numeric::Enclosed;

/// A component of an occupation on one side: weight, chemical potential and temperature.
#[derive(Clone, Copy, Debug)]
pub struct Wing {
    weight: f64,
    mu: f64,
    t: f64,
    /// The least that the weight is.
    least: f64,
    /// How fast weight, chemical potential and temperature change with a parameter, at most.
    speeds: [f64; 3],
}

/// The components of the occupation of a reservoir, if it is a mixture that falls to 0 far up and to 1 far
/// down; all numbers rounded so that bounds grow.
pub fn wings<S: Enclosed>(
    machine: &Machine,
    reservoir: usize,
    constants: &[Known<S>],
) -> Option<Vec<Wing>> {
    let wing = |weight: &Known<S>, mu: &Known<S>, t: &Known<S>| Wing {
        weight: weight.hull.hi * ROUNDED,
        mu: mu.near(),
        t: t.near() * ROUNDED,
        least: weight.hull.lo,
        speeds: [weight, mu, t].map(|number| number.value.speed()),
    };
    match &machine.reservoirs[reservoir].occupation {
        Occupation::Equilibrium { mu, t } => {
            Some(vec![wing(&Known::double(1.0), &constants[*mu], &constants[*t])])
        }
        Occupation::Optimal(_) => None,
        // The weights have the sum 1 if what is left of 1 has no constant part.
        Occupation::Given { f, rest } => {
            let is_hole = |part: &Component| matches!(part.fermi, Some((.., true)));
            let far =
                |of: &Spectrum, is_above| components(&beyond(of, &machine.constants, is_above)?);
            let [up, down] = [true, false].map(|is_above| far(rest, is_above));
            if !up?.iter().chain(&down?).all(is_hole) {
                return None;
            }
            let parts = far(f, true)?;
            // What holds outside a table is the same on both sides.
            if far(f, false)? != parts {
                return None;
            }
            parts
                .iter()
                .map(|part| {
                    let weight = part.weight(&machine.constants);
                    let weight = weight.value_of::<S>(constants, &machine.constants);
                    let (mu, t, holes) = part.fermi?;
                    (!holes && weight.hull.lo >= 0.0 && constants[t].hull.lo > 0.0)
                        .then(|| wing(&weight, &constants[mu], &constants[t]))
                })
                .collect()
        }
    }
}

const ROUNDED: f64 = 1.0 + 1e-9;

/// Moments of occupations beyond an energy.
#[derive(Clone, Copy, Debug)]
pub struct Moments {
    /// ∫ f, ∫ |E| f and ∫ E² f.
    occupied: [f64; 3],
    /// ∫ |f′| and ∫ |E| |f′|.
    changing: [f64; 2],
}

impl Moments {
    /// ∫ f, ∫ |E| f and ∫ E² f.
    pub fn occupied(self) -> [f64; 3] {
        self.occupied
    }
}

/// Those of these components.
pub fn moments<'a>(wings: impl Iterator<Item = &'a Wing>, from: f64, is_above: bool) -> Moments {
    let mut sums = Moments { occupied: [0.0; 3], changing: [0.0; 2] };
    for Wing { weight, mu, t, speeds: [of_weight, of_mu, of_t], .. } in wings {
        let (from, mu) = if is_above { (from, *mu) } else { (-from, -mu) };
        let power = t * (-(from - mu) / t).exp();
        let far = from.abs() + t;
        let of_one =
            [power * ROUNDED, power * far * ROUNDED, power * (far * far + t * t) * ROUNDED];
        let fallen = t * weight * (-(from - mu) / t).exp();
        sums.occupied[0] += fallen * ROUNDED;
        sums.occupied[1] += fallen * far * ROUNDED;
        sums.occupied[2] += fallen * (far * far + t * t) * ROUNDED;
        let (still, along) = (of_mu / t + mu.abs() * of_t / (t * t), of_t / (t * t));
        for (k, sum) in sums.changing.iter_mut().enumerate() {
            let moved = still * of_one[k] + along * of_one[k + 1];
            *sum += (of_weight * of_one[k] + weight * moved) * SLACK;
        }
    }
    sums
}

/// What the roundings of the bounds of derivatives may be off.
const SLACK: f64 = 1.0 + 1e-7;

/// |y′| ≤ a + b |E| where f ≤ 1/2: the two numbers.
fn unsteadiness(wings: &[Wing]) -> [f64; 2] {
    let mut most = [0.0f64; 2];
    for Wing { mu, t, least, speeds: [of_weight, of_mu, of_t], .. } in wings {
        let relative = if *of_weight == 0.0 { 0.0 } else { of_weight / least.max(0.0) };
        let along = of_t / (t * t);
        most[0] = most[0].max(2.0 * (relative + of_mu / t + mu.abs() * along) * SLACK);
        most[1] = most[1].max(2.0 * along * SLACK);
    }
    most
}

/// What lies beyond an energy between two reservoirs.
pub struct Beyond<'a, S> {
    /// The link, by its place.
    pub link: usize,
    /// The machine, and its constants.
    pub machine: &'a Machine,
    /// The constants.
    pub constants: &'a [Known<S>],
    /// The components of the occupations of both.
    pub wings: [&'a [Wing]; 2],
    /// The two reservoirs.
    pub ends: [usize; 2],
    /// Moments of both occupations together.
    pub moments: Moments,
    /// The greatest transmission there, and the greatest derivative of it.
    pub tau: [f64; 2],
}

impl<S: Enclosed> Beyond<'_, S> {
    /// ∫ f, ∫ |E − μ| f and ∫ (E − μ)² f of both occupations together at most, where |μ| ≤ `mu`.
    fn around(&self, mu: f64) -> [f64; 3] {
        let [f, e, e2] = self.moments.occupied;
        [f, e + mu * f, e2 + 2.0 * mu * e + mu * mu * f]
    }

    /// A bound of the integral of w² times both occupations, where w is that of the noise of one of the reservoirs.
    pub fn noise(&self, own: usize, weight: Weight) -> f64 {
        let wings = self.wings[usize::from(own != self.ends[0])];
        let of = match (weight, &self.machine.reservoirs[own].occupation) {
            (Weight::Particles, _) => self.around(0.0)[0],
            (Weight::Energy, _) => self.around(0.0)[2],
            (Weight::Heat, Occupation::Equilibrium { mu, .. }) => {
                self.around(self.constants[*mu].hull.size())[2]
            }
            (Weight::Heats(mu), _) => {
                let [a, b] = mu.map(|mu| self.constants[mu].hull.size());
                self.around(a.max(b))[2]
            }
            (Weight::Heat | Weight::Entropy, _) => {
                let (mu, t) = steepness(wings);
                self.around(mu)[2] / (t * t)
            }
        };
        of * ROUNDED
    }

    /// A bound of the integral of a density, and of its derivative.
    pub fn tail(&self, density: Density) -> [f64; 2] {
        let ([f, e, _], [df, de]) = (self.moments.occupied, self.moments.changing);
        let [tau, dtau] = self.tau;
        let size = |place: usize| self.constants[place].hull.size();
        let speed = |place: usize| self.constants[place].value.speed();
        // ∫ |y| f, ∫ |y| |f′| and ∫ |y′| f.
        let y = |reservoir: usize| {
            let wings = self.wings[usize::from(reservoir != self.ends[0])];
            let (mu, t) = steepness(wings);
            let [still, along] = unsteadiness(wings);
            [(e + mu * f) / t, (de + mu * df) / t, still * f + along * e]
        };
        let add = |a: [f64; 3], b: [f64; 3]| std::array::from_fn(|k| a[k] + b[k]);
        // ∫ of the weight times f, of the weight times |f′|, and of the derivative of the weight times f.
        let [still, moving, weighing]: [f64; 3] = match density {
            Density::Particles => [f, df, 0.0],
            Density::Energy => [e, de, 0.0],
            Density::Heat(r) => match self.machine.reservoirs[r].occupation {
                Occupation::Equilibrium { mu, .. } => {
                    [e + size(mu) * f, de + size(mu) * df, speed(mu) * f]
                }
                Occupation::Given { .. } | Occupation::Optimal(_) => [f64::INFINITY; 3],
            },
            // f (1 + s f) is at most what is filled, or left, to within ROUNDED.
            Density::Response(r, power) => match self.machine.reservoirs[r].occupation {
                Occupation::Equilibrium { mu, t } => {
                    let along = self.around(size(mu)).get(power as usize).copied();
                    let along = along.unwrap_or(f64::INFINITY);
                    [along / self.constants[t].hull.lo, f64::INFINITY, f64::INFINITY]
                }
                _ => [f64::INFINITY; 3],
            },
            Density::Entropy(r) => y(r),
            Density::Exergy(r) => {
                let of =
                    |place: Option<usize>, what: &dyn Fn(usize) -> f64| place.map_or(0.0, what);
                let (mu0, t0) = (self.machine.mu0, self.machine.t0);
                let [yf, ydf, dyf] = y(r);
                [
                    e + of(mu0, &size) * f + of(t0, &size) * yf,
                    de + of(mu0, &size) * df + of(t0, &size) * ydf,
                    of(mu0, &speed) * f + of(t0, &speed) * yf + of(t0, &size) * dyf,
                ]
            }
            // D(f_b‖f_a) ≤ D(f_b‖f_a) + D(f_a‖f_b) = (f_b − f_a)(y_a − y_b), and its derivative is
            // (y_a − y_b) f_b′ + (f_b − f_a) y_a′.
            Density::Production | Density::Divergence => add(y(self.ends[0]), y(self.ends[1])),
        };
        let slope = dtau * still + tau * (moving + weighing);
        // Where nothing changes, 0 times what is not known.
        let is_still = dtau == 0.0 && moving == 0.0 && weighing == 0.0;
        let slope = if is_still { 0.0 } else { slope * SLACK };
        [tau * still * (1.0 + 1e-9), slope]
    }
}

/// |y| ≤ (|E| + μ*)/T_min: the two numbers.
fn steepness(wings: &[Wing]) -> (f64, f64) {
    let mu = wings.iter().map(|wing| wing.mu.abs()).fold(0.0, f64::max);
    let t = wings.iter().map(|wing| wing.t).fold(f64::INFINITY, f64::min);
    (mu * ROUNDED, t / (ROUNDED * ROUNDED))
}

/// How far up and down occupations have fallen by e^−`decades`.
pub fn reach(wings: &[Wing], decades: f64) -> [f64; 2] {
    let low = wings.iter().map(|wing| wing.mu - decades * wing.t).fold(f64::INFINITY, f64::min);
    let high =
        wings.iter().map(|wing| wing.mu + decades * wing.t).fold(f64::NEG_INFINITY, f64::max);
    [low, high]
}
