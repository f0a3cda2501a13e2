//! The occupations of least entropy current under linear conditions, at levels without width.
//!
//! A reservoir l is coupled to others at levels i, with the strength D_i and the mean occupation F_i of its
//! neighbours there. Its entropy current is Ṡ_l = Σ D_i φ(F_i, f_i) with φ(F, f) = (F − f) y(f), a strictly
//! convex function of f: φ″ = (f (1 + s F) + F (1 + s f))/(f (1 + s f))² > 0. Among all occupations with
//! Σ D_i c_ki (f_i − F_i) = b_k the one of least entropy current therefore has multipliers λ_k with
//!
//! φ′(f_i) = A_i = Σ λ_k c_ki,
//!
//! and with x = y(F), y(f) = x + δ this is one equation a level,
//!
//! δ + (1 + s F)(e^δ − 1) − s F (1 − e^−δ) = β = −x − A,
//!
//! whose left side rises, so that it has one root. For any λ the dual function
//! g(λ) = Σ λ_k b_k + Σ D_i min_f (φ − A_i (f − F_i)) is a lower bound of Ṡ_l; it is concave, its gradient is
//! what the conditions miss, and its second derivative is −Σ D_i c_ki c_mi/φ″.

use super::balance::Balanced;
use crate::formula::Point;
use crate::model::linear::{inverse, inverse_root, product};
use crate::model::{Occupied, Statistics};
use crate::numeric::{Enclosed, Interval, Lanes, Real};

/// A level of the problem.
#[derive(Clone, Debug)]
pub struct Site<S> {
    /// D, the sum of the areas of all terms at this level.
    pub weight: S,
    /// x = y(F).
    pub x: S,
    /// F, the mean occupation of the neighbours.
    pub f: S,
    /// 1 + s F.
    pub rest: S,
    /// c_k of each condition.
    pub costs: Vec<S>,
}

/// What is to be found.
#[derive(Clone, Debug)]
pub struct Problem<S> {
    /// Which particles they are.
    pub statistics: Statistics,
    /// The levels.
    pub sites: Vec<Site<S>>,
    /// b_k of each condition.
    pub wanted: Vec<S>,
}

/// The occupations of least entropy current.
#[derive(Clone, Debug)]
pub struct Optimum<S> {
    /// The multiplier of each condition.
    pub multipliers: Vec<S>,
    /// f and 1 + s f of each level.
    pub occupied: Vec<[S; 2]>,
    /// Their entropy current Ṡ_l, the value of the dual function.
    pub entropy: S,
}

/// A level where the multipliers have some values.
pub(super) struct Met<S> {
    occupied: [S; 2],
    /// f − F.
    moved: S,
    /// min_f (φ − A (f − F)) = (f − F)(β − δ).
    least: S,
}

/// How often the multipliers are improved in doubles.
const MOST_STEPS: usize = 200;
/// Which part of the dual function a step promises at most where it is the last one: the next one promises its
/// square.
const LAST: f64 = 1e-12;
/// How often they are improved in better arithmetic: each step adds a dozen digits.
const MOST_POLISHES: usize = 12;

/// A pivot that is as good as 0 in doubles: conditions depend on each other.
const VANISHING: f64 = 1e-15;

fn sum<S: Real>(a: S, b: S) -> S {
    a.minus(b.negated())
}

impl<S: Enclosed> Site<S> {
    /// The left side of the equation for δ, in which nothing cancels.
    fn rise(&self, statistics: Statistics, delta: S) -> S {
        let grown = delta.clone().exp_m1();
        let fallen = delta.clone().one_minus_exp_neg();
        let moved = match statistics {
            Statistics::Fermi => sum(self.rest.clone() * grown, self.f.clone() * fallen),
            Statistics::Bose => sum(grown.clone(), self.f.clone() * grown * fallen),
        };
        sum(delta, moved)
    }

    /// β at these multipliers.
    fn pull(&self, multipliers: &[S]) -> S {
        let terms = self.costs.iter().zip(multipliers).map(|(c, of)| c.clone() * of.clone());
        terms.fold(self.x.clone(), sum).negated()
    }

    pub(super) fn near(&self) -> Site<Lanes<1>> {
        let near = |number: &S| Lanes([middle(number.hull())]);
        Site {
            weight: near(&self.weight),
            x: near(&self.x),
            f: near(&self.f),
            rest: near(&self.rest),
            costs: self.costs.iter().map(near).collect(),
        }
    }

    /// δ at these multipliers, enclosed: what is below it and what is above it is shown by signs.
    fn shift(&self, statistics: Statistics, beta: &S) -> Option<S> {
        let near = self.near();
        let start = near.root(statistics, middle(beta.hull()));
        if !S::HAS_BOUND {
            return Some(S::constant(start));
        }
        let slope = near.slope(statistics, start);
        let mut delta = S::constant(start);
        let mut miss = S::constant(0.0);
        for _ in 0..MOST_POLISHES {
            miss = self.rise(statistics, delta.clone()).minus(beta.clone());
            let step = miss.clone().middle() / S::constant(slope);
            let size = step.hull().size();
            delta = delta.minus(step).middle();
            if size <= 4.0 * miss.error() / slope || !size.is_finite() {
                break;
            }
        }
        let wide = miss.error() / slope;
        for factor in [4.0, 64.0, 1024.0] {
            let by = factor * wide + f64::MIN_POSITIVE;
            let side = |sign: f64| {
                let moved = delta.clone().minus(S::constant(-sign * by));
                self.rise(statistics, moved).minus(beta.clone()).hull()
            };
            if side(-1.0).hi < 0.0 && side(1.0).lo > 0.0 {
                return Some(delta.widened(by));
            }
        }
        None
    }

    fn met(&self, statistics: Statistics, beta: S, delta: S) -> Met<S> {
        let y = Point(sum(self.x.clone(), delta.clone()));
        let Occupied { f: Point(f), rest: Point(rest), .. } =
            Occupied::equilibrium(statistics, y, Point(S::constant(1.0)));
        let moved = f.clone() * self.rest.clone() * delta.clone().exp_m1().negated();
        let least = moved.clone() * beta.minus(delta);
        Met { occupied: [f, rest], moved, least }
    }
}

impl Site<Lanes<1>> {
    /// The derivative of the left side of the equation for δ.
    fn slope(&self, statistics: Statistics, delta: f64) -> f64 {
        let (Lanes([f]), power) = (self.f, delta.exp());
        match statistics {
            Statistics::Fermi => 1.0 + self.rest.0[0] * power + f / power,
            Statistics::Bose => 1.0 + power + f * (power - 1.0 / power),
        }
    }

    /// δ in doubles, by Newton's method between bounds.
    fn root(&self, statistics: Statistics, beta: f64) -> f64 {
        let (Lanes([x]), Lanes([f]), Lanes([rest])) = (self.x, self.f, self.rest);
        let (mut lo, mut hi) = match (statistics, beta > 0.0) {
            (Statistics::Fermi, true) => (0.0, beta.min((beta / rest).ln_1p())),
            (Statistics::Fermi, false) => (-(-beta).min((-beta / f).ln_1p()), 0.0),
            (Statistics::Bose, true) => (0.0, beta.min(beta.ln_1p())),
            // y > 0.
            (Statistics::Bose, false) => (-x, 0.0),
        };
        let mut delta = if beta > 0.0 { hi } else { lo.max(beta) };
        for _ in 0..200 {
            let Lanes([rise]) = self.rise(statistics, Lanes([delta]));
            let miss = rise - beta;
            if miss > 0.0 {
                hi = delta;
            } else {
                lo = delta;
            }
            let next = delta - miss / self.slope(statistics, delta);
            // The slope at most doubles over a step as short as this: what is missing after it is about its square.
            if (next - delta).abs() <= 1e-9 * delta.abs() || hi <= lo {
                return next;
            }
            delta = if next > lo && next < hi { next } else { 0.5 * (lo + hi) };
        }
        delta
    }
}

fn middle(Interval { lo, hi }: Interval) -> f64 {
    lo + 0.5 * (hi - lo)
}

/// φ″ = (f (1 + s F) + F (1 + s f))/(f (1 + s f))².
fn curvature<R: Real>(f: [R; 2], of: [R; 2]) -> R {
    let [f, rest] = f;
    let [all, left] = of;
    let filled = f.clone() * rest.clone();
    (f * left + all * rest) / (filled.clone() * filled)
}

impl<S: Enclosed> Problem<S> {
    /// The occupations of least entropy current; nothing where the conditions leave no freedom, contradict each
    /// other, or where it is not certain which they are.
    pub fn optimum(&self) -> Option<Optimum<S>> {
        let multipliers = self.polish(&self.near().climb()?)?;
        // Multipliers of which a change by 1 matters as much in any direction.
        let turn = inverse_root(&self.stiffness(&self.meet(&multipliers)?))?;
        let turned = self.turned(&turn);
        let there = turned_back(&turn, &multipliers)?;
        let mut found = turned.verified(there)?;
        let count = turn.len();
        found.multipliers = (0..count)
            .map(|k| {
                let terms = turn.iter().zip(&found.multipliers);
                let terms = terms.map(|(row, of)| row[k].clone() * of.clone());
                terms.fold(S::constant(0.0), sum)
            })
            .collect();
        Some(found)
    }

    /// The same problem with other conditions: T c for c, T b for b.
    fn turned(&self, turn: &[Vec<S>]) -> Self {
        let site = |site: &Site<S>| Site { costs: product(turn, &site.costs), ..site.clone() };
        Problem {
            statistics: self.statistics,
            sites: self.sites.iter().map(site).collect(),
            wanted: product(turn, &self.wanted),
        }
    }

    pub(super) fn near(&self) -> Problem<Lanes<1>> {
        Problem {
            statistics: self.statistics,
            sites: self.sites.iter().map(Site::near).collect(),
            wanted: self.wanted.iter().map(|b| Lanes([middle(b.hull())])).collect(),
        }
    }

    /// All levels at these multipliers.
    fn meet(&self, multipliers: &[S]) -> Option<Vec<Met<S>>> {
        let met = |site: &Site<S>| {
            let beta = site.pull(multipliers);
            let delta = site.shift(self.statistics, &beta)?;
            Some(site.met(self.statistics, beta, delta))
        };
        self.sites.iter().map(met).collect()
    }

    /// What the conditions miss, the gradient of the dual function.
    fn gradient(&self, met: &[Met<S>]) -> Vec<S> {
        let missing = |(k, wanted): (usize, &S)| {
            let terms = self.sites.iter().zip(met);
            let terms = terms
                .map(|(site, met)| site.weight.clone() * site.costs[k].clone() * met.moved.clone());
            terms.fold(wanted.clone(), S::minus)
        };
        self.wanted.iter().enumerate().map(missing).collect()
    }

    /// Σ D c c^T/φ″.
    fn stiffness(&self, met: &[Met<S>]) -> Vec<Vec<S>> {
        let count = self.wanted.len();
        let shares = self.sites.iter().zip(met).map(|(site, met)| {
            let curved = curvature(met.occupied.clone(), [site.f.clone(), site.rest.clone()]);
            site.weight.clone() / curved
        });
        let shares: Vec<S> = shares.collect();
        let entry = |k: usize, m: usize| {
            let terms =
                self.sites.iter().zip(&shares).map(|(site, share)| {
                    share.clone() * site.costs[k].clone() * site.costs[m].clone()
                });
            terms.fold(S::constant(0.0), sum)
        };
        (0..count).map(|k| (0..count).map(|m| entry(k, m)).collect()).collect()
    }

    /// Σ D c (f − F) of each condition, the entropy current and Σ D c c^T/φ″ at these multipliers.
    pub(super) fn balance(&self, multipliers: &[S]) -> Option<Balanced<S>> {
        let met = self.meet(multipliers)?;
        let flows = self.gradient(&met).into_iter().zip(&self.wanted);
        let flows = flows.map(|(missed, b)| b.clone().minus(missed)).collect();
        // φ = min (φ − A (f − F)) + A (f − F).
        let part = |(site, met): (&Site<S>, &Met<S>)| {
            let terms = site.costs.iter().zip(multipliers).map(|(c, of)| c.clone() * of.clone());
            let pull = terms.fold(S::constant(0.0), sum);
            site.weight.clone() * sum(met.least.clone(), pull * met.moved.clone())
        };
        let entropy = self.sites.iter().zip(&met).map(part).fold(S::constant(0.0), sum);
        Some(Balanced { flows, entropy, stiffness: self.stiffness(&met) })
    }

    /// The occupations at these multipliers.
    pub(super) fn occupied(&self, multipliers: &[S]) -> Option<Vec<[S; 2]>> {
        Some(self.meet(multipliers)?.into_iter().map(|met| met.occupied).collect())
    }

    /// Multipliers that are as good as the arithmetic can have them.
    fn polish(&self, start: &[f64]) -> Option<Vec<S>> {
        let mut multipliers: Vec<S> = start.iter().map(|a| S::constant(*a)).collect();
        for _ in 0..MOST_POLISHES {
            let met = self.meet(&multipliers)?;
            let steps = product(&inverse(&self.stiffness(&met), 0.0)?, &self.gradient(&met));
            let is_done = steps.iter().all(|step| step.hull().size() <= 8.0 * step.error());
            for (multiplier, step) in multipliers.iter_mut().zip(steps) {
                *multiplier = sum(multiplier.clone(), step).middle();
            }
            if is_done {
                break;
            }
        }
        Some(multipliers)
    }

    /// The optimum by Krawczyk's test, where Σ D c c^T/φ″ is nearly 1: a box around the multipliers has a point at
    /// which all conditions hold. There is no other one, as the dual function is strictly concave.
    fn verified(&self, multipliers: Vec<S>) -> Option<Optimum<S>> {
        let met = self.meet(&multipliers)?;
        let steps: Vec<f64> = self.gradient(&met).iter().map(|step| step.hull().size()).collect();
        let count = multipliers.len();
        let largest = steps.iter().fold(0.0f64, |most, step| most.max(*step));
        let mut widths = vec![2.0 * largest; count];
        for _ in 0..4 {
            let around = multipliers.iter().zip(&widths);
            let around: Vec<S> = around.map(|(a, by)| a.clone().widened(*by)).collect();
            let stiffness = self.stiffness(&self.meet(&around)?);
            let reach = |k: usize| {
                let off = |m: usize| {
                    let one = S::constant(f64::from(u8::from(k == m)));
                    one.minus(stiffness[k][m].clone()).hull().size()
                };
                let spread: f64 = (0..count).map(|m| off(m) * widths[m]).sum();
                (steps[k] + spread) * (1.0 + 1e-12)
            };
            let reached: Vec<f64> = (0..count).map(reach).collect();
            if reached.iter().zip(&widths).all(|(reached, width)| reached <= width) {
                let known = multipliers.iter().zip(&reached);
                let known: Vec<S> = known.map(|(a, by)| a.clone().widened(*by)).collect();
                return self.optimum_at(&met, &multipliers, &reached, known);
            }
            widths.iter_mut().zip(&reached).for_each(|(width, reached)| *width = 4.0 * reached);
        }
        None
    }

    /// The optimum, whose multipliers are `known`. The dual function is flat there: at `multipliers` it is below
    /// its greatest value by what its gradient times the way can be.
    fn optimum_at(
        &self,
        met: &[Met<S>],
        multipliers: &[S],
        reached: &[f64],
        known: Vec<S>,
    ) -> Option<Optimum<S>> {
        let gradient = self.gradient(met);
        let below: f64 =
            gradient.iter().zip(reached).map(|(miss, by)| miss.hull().size() * by).sum();
        let prices = multipliers.iter().zip(&self.wanted);
        let prices = prices.map(|(a, b)| a.clone() * b.clone());
        let least = self.sites.iter().zip(met);
        let least = least.map(|(site, met)| site.weight.clone() * met.least.clone());
        let dual = prices.chain(least).reduce(sum)?;
        let inside = self.meet(&known)?;
        Some(Optimum {
            multipliers: known,
            occupied: inside.into_iter().map(|met| met.occupied).collect(),
            entropy: dual.widened(below * (1.0 + 1e-12)),
        })
    }
}

/// λ′ with T^T λ′ = λ, for a lower triangular T.
fn turned_back<S: Enclosed>(turn: &[Vec<S>], multipliers: &[S]) -> Option<Vec<S>> {
    let count = turn.len();
    let mut found = vec![S::constant(0.0); count];
    for k in (0..count).rev() {
        let later = (k + 1..count).map(|m| turn[m][k].clone() * found[m].clone());
        let left = later.fold(multipliers[k].clone(), S::minus);
        found[k] = (left / turn[k][k].clone()).middle();
        if !found[k].hull().size().is_finite() {
            return None;
        }
    }
    Some(found)
}

impl Problem<Lanes<1>> {
    /// Σ D c c^T/φ″ at these multipliers.
    pub(super) fn rough_stiffness(&self, multipliers: &[f64]) -> Vec<Vec<Lanes<1>>> {
        self.stiffness(&self.met_roughly(multipliers))
    }

    fn met_roughly(&self, multipliers: &[f64]) -> Vec<Met<Lanes<1>>> {
        let multipliers: Vec<Lanes<1>> = multipliers.iter().map(|a| Lanes([*a])).collect();
        let met = |site: &Site<Lanes<1>>| {
            let beta = site.pull(&multipliers);
            let delta = Lanes([site.root(self.statistics, beta.0[0])]);
            site.met(self.statistics, beta, delta)
        };
        self.sites.iter().map(met).collect()
    }

    /// The dual function; nothing beyond its range, where bosons would be without number.
    pub(super) fn dual(&self, multipliers: &[f64]) -> Option<(f64, Vec<Met<Lanes<1>>>)> {
        let is_inside = |site: &Site<Lanes<1>>| {
            let pairs = site.costs.iter().zip(multipliers);
            pairs.map(|(Lanes([c]), of)| c * of).sum::<f64>() < 0.0
        };
        if self.statistics == Statistics::Bose && !self.sites.iter().all(is_inside) {
            return None;
        }
        let met = self.met_roughly(multipliers);
        let prices = multipliers.iter().zip(&self.wanted).map(|(a, Lanes([b]))| a * b);
        let least =
            self.sites.iter().zip(&met).map(|(site, met)| site.weight.0[0] * met.least.0[0]);
        let value: f64 = prices.chain(least).sum();
        value.is_finite().then_some((value, met))
    }

    /// Multipliers at which the dual function is greatest, by damped Newton steps.
    pub(super) fn climb(&self) -> Option<Vec<f64>> {
        let count = self.wanted.len();
        // The first condition is that of particles, whose c is 1: A = −x on average, that is f ≈ F.
        let mean: f64 = self.sites.iter().map(|site| site.x.0[0]).sum::<f64>();
        let mut multipliers = vec![0.0; count];
        *multipliers.first_mut()? = -mean / self.sites.len() as f64;
        let (mut value, mut met) = self.dual(&multipliers)?;
        for _ in 0..MOST_STEPS {
            let gradient = self.gradient(&met);
            let step = product(&inverse(&self.stiffness(&met), VANISHING)?, &gradient);
            let slope: f64 = gradient.iter().zip(&step).map(|(a, b)| a.0[0] * b.0[0]).sum();
            // What is left to gain is about to drown in rounding: a last full step cannot be judged by its gain.
            let is_last = slope <= LAST * value.abs();
            let mut share = 1.0;
            let next = loop {
                let there: Vec<f64> =
                    multipliers.iter().zip(&step).map(|(a, Lanes([d]))| a + share * d).collect();
                let found = self.dual(&there);
                match found {
                    Some((better, met)) if is_last || better >= value + 1e-4 * share * slope => {
                        break Some((there, better, met));
                    }
                    _ if share < 1e-10 => break None,
                    _ => share *= 0.5,
                }
            };
            let Some((there, better, there_met)) = next else { break };
            (multipliers, value, met) = (there, better, there_met);
            if is_last {
                break;
            }
        }
        Some(multipliers)
    }
}
