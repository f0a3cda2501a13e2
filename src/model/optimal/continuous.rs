//! The multipliers of a demon over a range of energies.
//!
//! In doubles the integrals are sums over nodes of Gauss's rules, which are levels of a [`Problem`]. From its
//! multipliers Newton's method goes on with proven integrals, and Krawczyk's test proves them.

use super::balance::{Balance, Balanced};
use super::broad::Broad;
use super::problem::{Problem, Site};
use crate::formula::{Arithmetic, At, Known, Point, roughly as known_roughly};
use crate::model::flows::{Plan, Unproven};
use crate::model::linear::{inverse_root, product, reach};
use crate::model::{Integrable, Spectra, Statistics};
use crate::numeric::quadrature::{Goal, Planned, graded, planned, roughly};
use crate::numeric::{Interval, Lanes, One};

/// How many nodes a panel has in doubles.
const NODES: usize = 12;
/// How often multipliers are improved: each step adds a dozen digits.
const MOST_POLISHES: usize = 8;
/// How often a power is improved: each step doubles the digits.
const MOST_COPS: usize = 4;
/// How far multipliers may go before integrals are planned anew, counted by the rows of the turn: as far as the doubles
/// are off, and more.
const AROUND: f64 = 1e-7;

pub(super) const UNKNOWN: Unproven = Unproven::NoDemon("not proven");

/// A demon over a range of energies where the parameters have some values.
pub struct Continuous<'a, S> {
    /// The demon.
    pub broad: &'a Broad,
    /// The machine of the demon and its neighbours alone.
    pub gauge: &'a Plan,
    /// The constants of the machine.
    pub constants: Vec<Known<S>>,
    /// How exactly to integrate.
    pub goal: Goal,
    /// The flow of each condition that is wanted, into the neighbours.
    pub wanted: Vec<S>,
    /// Levels without width that it has, too; their flows are counted from F.
    pub levels: Problem<S>,
}

/// What is known of the demon.
#[derive(Clone, Debug)]
pub struct Found<S> {
    /// The multipliers.
    pub multipliers: Vec<S>,
    /// Its entropy current Ṡ_l.
    pub entropy: S,
}

/// Panels and rules for all multipliers within some intervals.
struct Around<S> {
    planned: Planned<S>,
    multipliers: Vec<Interval>,
}

impl<S: Arithmetic> Around<S> {
    fn has(&self, multipliers: &[S]) -> bool {
        let inside = |(around, own): (&Interval, &S)| {
            let Interval { lo, hi } = own.hull();
            around.lo <= lo && hi <= around.hi
        };
        self.multipliers.iter().zip(multipliers).all(inside)
    }
}

/// How far a multiplier goes at most where multipliers go so far as they are counted by the rows of the turn: a change
/// by 1 matters as much in any of its directions.
fn back<S: Arithmetic>(turn: &[Vec<S>], way: impl Fn(usize) -> f64, k: usize) -> f64 {
    let parts = turn.iter().enumerate().map(|(m, row)| row[k].hull().size() * way(m));
    parts.sum::<f64>() * (1.0 + 1e-12)
}

pub(super) fn sum<S: Arithmetic>(a: S, b: S) -> S {
    a.minus(b.negated())
}

pub(super) fn apart<S: Arithmetic>(a: f64, b: f64) -> S {
    S::difference(S::Input::of(a), S::Input::of(b))
}

pub(super) fn middle(Interval { lo, hi }: Interval) -> f64 {
    lo + 0.5 * (hi - lo)
}

impl<S: Integrable> Continuous<'_, S> {
    fn set(&mut self, multipliers: &[S]) {
        for (place, multiplier) in self.broad.multipliers.iter().zip(multipliers) {
            self.constants[*place] = Known::of(multiplier.clone());
        }
    }

    fn spectra(&self) -> Spectra<'_, S> {
        self.gauge.spectra(self.constants.clone())
    }

    /// Panels and rules for multipliers near some.
    fn plan(&mut self, multipliers: &[S], turn: &[Vec<S>]) -> Result<Around<S>, Unproven> {
        let by: Vec<f64> = (0..turn.len()).map(|k| back(turn, |_| AROUND, k)).collect();
        let around = multipliers.iter().zip(&by).map(|(a, by)| a.clone().widened(*by));
        let around: Vec<S> = around.collect();
        self.set(&around);
        let spectra = self.spectra();
        let (places, _) = self.gauge.places(&spectra, self.goal)?;
        let functions = Balance::new(self.broad, spectra.constants(), spectra.hints());
        let planned = planned(&functions, &places, self.goal, apart::<S>);
        if let Some(place) = planned.failed {
            return Err(Unproven::At(place));
        }
        Ok(Around { planned, multipliers: around.iter().map(S::hull).collect() })
    }

    /// The flows of the conditions, the entropy current and ∫ D c c^T/φ″ at multipliers that were planned for.
    fn balance(&mut self, plan: &Around<S>, multipliers: &[S]) -> Result<Balanced<S>, Unproven> {
        if !plan.has(multipliers) {
            return Err(UNKNOWN);
        }
        self.set(multipliers);
        let functions = Balance::new(self.broad, &self.constants, &[]);
        let sums = plan.planned.sums(&functions).into_iter().zip(&plan.planned.errors);
        let mut all = sums.map(|(sum, error)| sum.widened(*error));
        let count = self.broad.conditions.len();
        let flows: Vec<S> = all.by_ref().take(count).collect();
        let entropy = all.next().unwrap_or_else(|| S::constant(0.0));
        let mut matrix = vec![vec![S::constant(0.0); count]; count];
        let pairs = (0..count).flat_map(|k| (k..count).map(move |m| (k, m)));
        for ((k, m), entry) in pairs.zip(all) {
            matrix[m][k] = entry.clone();
            matrix[k][m] = entry;
        }
        let own = Balanced { flows, entropy, stiffness: matrix };
        if self.levels.sites.is_empty() {
            return Ok(own);
        }
        self.levels.balance(multipliers).map(|levels| own.plus(levels)).ok_or(UNKNOWN)
    }

    /// What the conditions miss.
    fn gradient(&self, flows: &[S]) -> Vec<S> {
        self.wanted.iter().zip(flows).map(|(b, flow)| b.clone().minus(flow.clone())).collect()
    }

    /// The problem in doubles, whose levels are nodes; the last condition is that of the heat.
    pub fn near(&self) -> Result<Problem<Lanes<1>>, Unproven> {
        self.near_with(NODES)
    }

    /// The same with so many nodes to a panel.
    pub(super) fn near_with(&self, nodes: usize) -> Result<Problem<Lanes<1>>, Unproven> {
        let spectra = self.spectra();
        let (places, _) = self.gauge.places(&spectra, self.goal)?;
        let rough: Vec<Known<Lanes<1>>> = self.constants.iter().map(known_roughly).collect();
        let wanted = self.wanted.iter().map(|b| middle(b.hull()));
        let mut wanted: Vec<f64> = wanted.collect();
        let mut sites = Vec::new();
        for panel in graded(&spectra, &places, apart::<S>) {
            for (offset, weight) in roughly(&panel, nodes) {
                let site = At {
                    origin: panel.origin,
                    offset: Point(Lanes([offset])),
                    middle: panel.middle(),
                };
                let Some(local) = self.broad.local(&rough, &site) else { continue };
                let Point(Lanes([strength])) = local.weight;
                let weight = weight * strength;
                // What is 0 to doubles holds nothing.
                let is_filled =
                    weight > 0.0 && local.mean.f.0.0[0] > 0.0 && local.mean.rest.0.0[0] > 0.0;
                if !is_filled {
                    continue;
                }
                let mut costs = Vec::new();
                for (condition, wanted) in self.broad.conditions.iter().zip(&mut wanted) {
                    costs.push(local.cost(*condition).0);
                    // Flows are counted from f of each neighbour, and here from F.
                    let Point(Lanes([apart])) = local.apart(*condition);
                    *wanted -= weight * apart;
                }
                sites.push(Site {
                    weight: Lanes([weight]),
                    x: local.mean.x.0,
                    f: local.mean.f.0,
                    rest: local.mean.rest.0,
                    costs,
                });
            }
        }
        sites.extend(self.levels.sites.iter().map(Site::near));
        let wanted = wanted.into_iter().map(|b| Lanes([b])).collect();
        Ok(Problem { statistics: Statistics::Fermi, sites, wanted })
    }

    /// The demon of least entropy current whose flows are those wanted.
    ///
    /// # Errors
    /// [`Unproven`] where there is none, or it is not certain.
    pub fn solve(&mut self, near: &Problem<Lanes<1>>) -> Result<Found<S>, Unproven> {
        let rough = near.climb().ok_or(Unproven::NoDemon("no demon"))?;
        let stiff = near.rough_stiffness(&rough);
        let turn = inverse_root(&stiff).ok_or(Unproven::NoDemon("no demon"))?;
        let exact = |row: &Vec<Lanes<1>>| row.iter().map(|Lanes([a])| S::constant(*a)).collect();
        let mut turn: Vec<Vec<S>> = turn.iter().map(exact).collect();
        let mut multipliers: Vec<S> = rough.iter().map(|a| S::constant(*a)).collect();
        let mut plan = self.plan(&multipliers, &turn)?;
        let mut now = self.balance(&plan, &multipliers)?;
        let mut before = f64::INFINITY;
        for _ in 0..MOST_POLISHES {
            // Where f is steep, doubles know little of the second derivative.
            turn = inverse_root(&now.stiffness).unwrap_or(turn);
            let steps = product(&turn, &self.gradient(&now.flows));
            let size = steps.iter().fold(0.0, |most: f64, step| most.max(step.hull().size()));
            let error = steps.iter().fold(0.0, |most: f64, step| most.max(step.error()));
            // A step that is no longer certain, or is no better than the one before, adds no digit.
            let is_better = size > 4.0 * error && size < 0.5 * before;
            if !is_better {
                break;
            }
            before = size;
            for (k, multiplier) in multipliers.iter_mut().enumerate() {
                let way = turn.iter().zip(&steps).map(|(row, step)| row[k].clone() * step.clone());
                let moved = way.fold(multiplier.clone(), sum);
                *multiplier = moved.middle();
            }
            if !plan.has(&multipliers) {
                plan = self.plan(&multipliers, &turn)?;
            }
            now = self.balance(&plan, &multipliers)?;
        }
        let reached = self.verified(&plan, &multipliers, &turn, &now.flows)?;
        let known = multipliers.into_iter().zip(&reached).map(|(a, by)| a.widened(*by));
        let known: Vec<S> = known.collect();
        self.set(&known);
        // Ṡ_l changes by λ db where a flow b does: to first order by what the flows miss.
        let price = known.iter().zip(self.gradient(&now.flows)).map(|(a, b)| a.clone() * b);
        let entropy = price.fold(now.entropy, sum);
        Ok(Found { multipliers: known, entropy })
    }

    /// The optimum whose power is `price` = COP·T0 times its entropy current; no power is `greatest` or more, if
    /// that is known. The last flow is as wanted where no heat is drawn.
    ///
    /// # Errors
    /// [`Unproven`] where no demon is that good, or it is not certain which power that is.
    pub fn at_cop(
        &mut self,
        near: &mut Problem<Lanes<1>>,
        price: S,
        greatest: Option<f64>,
    ) -> Result<Found<S>, Unproven> {
        let place = self.broad.conditions.len().checked_sub(1).ok_or(UNKNOWN)?;
        let (start, near_start) = (self.wanted[place].clone(), near.wanted[place]);
        let rough_price = Lanes([middle(price.hull())]);
        let power =
            near.power_roughly(&near_start, &rough_price, greatest.map(|most| Lanes([most])));
        let mut power = S::constant(power.ok_or(Unproven::NoDemon("cop>max"))?);
        // G = COP·T0·V(P) − P and its derivative.
        let mut excess = |power: &S| {
            self.wanted[place] = start.clone().minus(power.clone());
            near.wanted[place] = Lanes([near_start.0[0] - middle(power.hull())]);
            let found = self.solve(near)?;
            let rise = found.multipliers[place].clone().negated();
            let slope = (price.clone() * rise).minus(S::constant(1.0));
            let excess = (price.clone() * found.entropy.clone()).minus(power.clone());
            Ok((excess, slope, found))
        };
        let (mut left, mut slope, _) = excess(&power)?;
        for _ in 0..MOST_COPS {
            let step = left.clone() / slope.clone().middle();
            if step.hull().size() <= 4.0 * step.error() {
                break;
            }
            power = power.minus(step).middle();
            (left, slope, _) = excess(&power)?;
        }
        let mut width = 4.0 * (left.clone() / slope).hull().size();
        for _ in 0..3 {
            let (_, slope, _) = excess(&power.clone().widened(width))?;
            let reached = (left.clone() / slope).hull().size();
            if reached < width {
                return excess(&power.widened(reached)).map(|(.., found)| found);
            }
            width = 4.0 * reached;
        }
        Err(UNKNOWN)
    }

    /// By Krawczyk's test, how far each of the multipliers can be from those at which all conditions hold. There
    /// are no others, as the dual function is strictly concave.
    fn verified(
        &mut self,
        plan: &Around<S>,
        multipliers: &[S],
        turn: &[Vec<S>],
        flows: &[S],
    ) -> Result<Vec<f64>, Unproven> {
        let count = multipliers.len();
        let size = |number: &S| number.hull().size();
        let steps: Vec<f64> = product(turn, &self.gradient(flows)).iter().map(size).collect();
        let largest = steps.iter().fold(0.0f64, |most, step| most.max(*step));
        let mut widths = vec![2.0 * largest; count];
        for _ in 0..3 {
            let around = multipliers.iter().enumerate();
            let around: Vec<S> =
                around.map(|(k, a)| a.clone().widened(back(turn, |m| widths[m], k))).collect();
            let stiffness = self.balance(plan, &around)?.stiffness;
            // T H T^T.
            let half: Vec<Vec<S>> = stiffness.iter().map(|row| product(turn, row)).collect();
            let reached = reach(turn, &half, &steps, &widths);
            if reached.iter().zip(&widths).all(|(reached, width)| reached <= width) {
                return Ok((0..count).map(|k| back(turn, |m| reached[m], k)).collect());
            }
            widths.iter_mut().zip(&reached).for_each(|(width, reached)| *width = 4.0 * reached);
        }
        Err(UNKNOWN)
    }
}
