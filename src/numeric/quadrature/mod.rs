//! Integrals with a proven bound of their error.
//!
//! A function that is analytic in an ellipse with foci −1 and 1 whose semi-axes add up to ρ, and no larger
//! than M there, is integrated by Gauss's rule of m ≥ 2 nodes to within (64/15) M ρ^(−2m)/(1 − ρ^−2): its
//! Chebyshev coefficients are at most 2Mρ^−k, the rule is exact below the degree 2m, odd terms vanish, and
//! integral and sum of a T_k differ by at most 2/(k² − 1) + 2 ≤ 32/15. Whoever gives the function vouches for
//! M; the axis is cut until that suffices.

mod ellipse;
mod panel;
mod rule;

pub use ellipse::Ellipse;
pub use panel::{End, Panel, Region};
pub use rule::Rule;

use super::{Lanes, Real};

/// Functions of one variable that are integrated together, at the same nodes.
pub trait Integrands<S: Real> {
    /// How many there are.
    fn count(&self) -> usize;

    /// Adds the values at the nodes of a rule, times their weights, to the sums, one for each function. A node x
    /// of the rule is the place at `middle` + `half`·x from the origin of the panel.
    fn add(&self, panel: &Panel<S>, rule: Rule, sums: &mut [S]);

    /// The values there, roughly, in plain doubles.
    fn rough(&self, panel: &Panel<S>, offset: f64, values: &mut [f64]);

    /// Bounds of the absolute values in the ellipse, of functions that are analytic inside of it and real on the
    /// axis, by formulas that cost less than what [`Integrands::bounds`] does; infinite or NaN where that is
    /// not known. Whether `bounds` may know more where some are infinite.
    fn quick_bounds(&self, _: &Ellipse, bounds: &mut [f64]) -> bool {
        bounds.fill(f64::INFINITY);
        true
    }

    /// Bounds of the absolute values in the region, of functions that are analytic inside of it and real on
    /// the axis; infinite or NaN where that is not known. Where the region is a part of the axis, a function
    /// need not be analytic.
    fn bounds(&self, region: &Region, bounds: &mut [f64]);

    /// How many arcs of a rim [`Integrands::bounds`] is asked for, at first and where those are too coarse.
    fn arcs(&self) -> &'static [usize] {
        &[4, 8]
    }

    /// Points near which some function is not analytic: real part, and distance from the axis. They only say
    /// where to cut; nothing is taken for proven because a point is missing.
    fn poles(&self) -> &[(f64, f64)];
}

/// How exactly to integrate.
#[derive(Clone, Copy, Debug)]
pub struct Goal {
    /// The error of a panel as a share of the integral of the absolute value.
    pub share: f64,
    /// The numbers of nodes to choose from, in rising order.
    pub rules: &'static [usize],
    /// How many doubles have all digits of the arithmetic.
    pub terms: usize,
}

impl Goal {
    /// By which power of e occupations have fallen where integrals may end.
    pub fn decades(&self) -> f64 {
        if self.terms > 2 { 260.0 } else { 130.0 }
    }

    /// For double-double numbers.
    pub const LIGHT: Goal = Goal {
        share: 1.0 / ((1u128 << 82) as f64),
        rules: &[4, 6, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 48],
        terms: 2,
    };
    /// For numbers of 256 bits.
    pub const WIDE: Goal = Goal {
        share: 1.0 / ((1u128 << 126) as f64 * (1u128 << 126) as f64),
        rules: &[24, 32, 48, 64, 80, 96, 128, rule::MOST],
        terms: 5,
    };
}

/// The integrals of all functions.
#[derive(Clone, Debug)]
pub struct Integrals<S> {
    /// The sums of the rules.
    pub sums: Vec<S>,
    /// By how much each sum differs from its integral at most, its own roundings left out.
    pub errors: Vec<f64>,
    /// The integrals of the absolute values, roughly.
    pub sizes: Vec<f64>,
    /// How many panels and nodes it took.
    pub work: (usize, usize),
    /// A place around which nobody vouched for some function, if there is one: nothing is proven then.
    pub failed: Option<f64>,
}

/// The factors of the sums of semi-axes to try, as shares of what the nearest pole leaves.
const SHARES: [f64; 5] = [0.7, 0.88, 0.45, 0.95, 0.2];
/// So few nodes that no better ellipse is looked for.
const FEW: usize = 20;
/// The sums of semi-axes to try where no pole is near, in half lengths.
const FREE: [f64; 3] = [6.0, 2.6, 1.75];
/// No ellipse is wider than this.
const WIDEST: f64 = 60.0;
/// A search that has looked at so many panels more than there were ends.
const MOST_PANELS: usize = 8_000;
/// What the roundings of a bound in doubles may be off.
const ROUNDED: f64 = 1.0 + 1.0 / (1u64 << 30) as f64;

/// The panels with which a search between these places begins, cut near poles.
pub fn graded<S: Real>(
    functions: &impl Integrands<S>,
    places: &[End<S>],
    apart: fn(f64, f64) -> S,
) -> Vec<Panel<S>> {
    let search = Search::new(functions, Goal::LIGHT, apart);
    let mut panels = Vec::new();
    for pair in places.windows(2) {
        let panel = Panel::between(&pair[0], &pair[1], apart);
        if panel.half() > 0.0 {
            search.grade(panel, 0, &mut panels);
        }
    }
    panels
}

/// The rule of so many nodes over a panel in doubles: what lies between its origin and each node, and the weight.
pub fn roughly<S: Real>(panel: &Panel<S>, nodes: usize) -> Vec<(f64, f64)> {
    let (middle, half) = (panel.middle(), panel.half());
    let node =
        |(Lanes([at]), Lanes([weight])): (Lanes<1>, Lanes<1>)| (middle + half * at, half * weight);
    Rule { nodes, terms: 1 }.pairs().into_iter().map(node).collect()
}

/// Integrates from each place to the next one. `apart` gives the difference of two doubles.
pub fn integrate<S: Real>(
    functions: &impl Integrands<S>,
    places: &[End<S>],
    goal: Goal,
    apart: fn(f64, f64) -> S,
) -> Integrals<S> {
    let planned = planned(functions, places, goal, apart);
    let sums = match planned.failed {
        Some(_) => vec![S::constant(0.0); functions.count()],
        None => planned.sums(functions),
    };
    let Planned { errors, sizes, work, failed, .. } = planned;
    Integrals { sums, errors, sizes, work, failed }
}

/// Panels and rules that are good enough for the integrals of some functions, and of all those that the same bounds
/// hold for.
#[derive(Clone, Debug)]
pub struct Planned<S> {
    steps: Vec<(Panel<S>, Rule)>,
    /// By how much each sum differs from its integral at most, its own roundings left out.
    pub errors: Vec<f64>,
    sizes: Vec<f64>,
    work: (usize, usize),
    /// A place around which nobody vouched for some function, if there is one: nothing is proven then.
    pub failed: Option<f64>,
}

impl<S: Real> Planned<S> {
    /// The sums of the rules.
    pub fn sums(&self, functions: &impl Integrands<S>) -> Vec<S> {
        let zeros = || vec![S::constant(0.0); functions.count()];
        let (mut totals, mut sums) = (zeros(), zeros());
        for (panel, rule) in &self.steps {
            let (_, half) = panel.exact();
            sums.fill(S::constant(0.0));
            functions.add(panel, *rule, &mut sums);
            for (total, sum) in totals.iter_mut().zip(&sums) {
                *total = total.clone().minus((half.clone() * sum.clone()).negated());
            }
        }
        totals
    }
}

/// Finds panels and rules with which functions are integrated from each place to the next one. `apart` gives the
/// difference of two doubles.
pub fn planned<S: Real>(
    functions: &impl Integrands<S>,
    places: &[End<S>],
    goal: Goal,
    apart: fn(f64, f64) -> S,
) -> Planned<S> {
    let mut search = Search::new(functions, goal, apart);
    let mut panels: Vec<Panel<S>> = Vec::new();
    for pair in places.windows(2) {
        let panel = Panel::between(&pair[0], &pair[1], apart);
        match panel.half() {
            half if half.is_nan() => search.result.failed = Some(half),
            half if half > 0.0 => search.grade(panel, 0, &mut panels),
            _ => {}
        }
    }
    if search.result.failed.is_some() {
        return search.result;
    }
    search.measure(&panels);
    panels.reverse();
    let most = 4 * panels.len() + MOST_PANELS;
    for looked in 0.. {
        let Some(panel) = panels.pop() else { break };
        if looked >= most {
            search.result.failed = Some(panel.origin + panel.middle());
            break;
        }
        match search.settle(&panel) {
            Settled::Done => {}
            Settled::Halved => match search.halves(&panel) {
                Some([left, right]) => panels.extend([right, left]),
                None => {
                    search.result.failed = Some(panel.origin + panel.middle());
                    break;
                }
            },
        }
    }
    search.result
}

struct Search<'a, S, I> {
    functions: &'a I,
    goal: Goal,
    apart: fn(f64, f64) -> S,
    /// The error of a panel that is allowed for each function.
    tolerances: Vec<f64>,
    /// Bounds of the functions in the ellipse at hand.
    bounds: Vec<f64>,
    /// Bounds of the errors of the best rule for the panel at hand.
    errors: Vec<f64>,
    result: Planned<S>,
}

impl<'a, S: Real, I: Integrands<S>> Search<'a, S, I> {
    fn new(functions: &'a I, goal: Goal, apart: fn(f64, f64) -> S) -> Self {
        let count = functions.count();
        Search {
            functions,
            goal,
            apart,
            tolerances: vec![0.0; count],
            bounds: vec![0.0; count],
            errors: vec![0.0; count],
            result: Planned {
                steps: Vec::new(),
                errors: vec![0.0; count],
                sizes: vec![0.0; count],
                work: (0, 0),
                failed: None,
            },
        }
    }
}

enum Settled {
    Done,
    Halved,
}

impl<S: Real, I: Integrands<S>> Search<'_, S, I> {
    /// Cuts a panel around the pole that is nearest for its size: at 1.3 of its distance from the axis on both
    /// sides, and from there in steps of 6.
    fn grade(&self, panel: Panel<S>, depth: usize, panels: &mut Vec<Panel<S>>) {
        let poles = self.functions.poles().iter();
        let poles = poles.map(|(re, im)| (re - panel.origin, *im));
        let reach = |(re, im): (f64, f64)| (panel.reach(re, im), re, im);
        let nearest = poles.map(reach).min_by(|a, b| a.0.total_cmp(&b.0));
        let cut =
            nearest.filter(|(reach, ..)| *reach < 2.2 && depth < 200).and_then(|(_, re, im)| {
                let [a, b] = panel.rough;
                let near = 1.3 * im;
                let away = (a - re).max(re - b).max(0.0);
                let far = if away > 0.0 { (6.0 * away).max(near) } else { near };
                let sliver = 0.05 * far;
                let inside = |x: &f64| *x > a + sliver && *x < b - sliver;
                [re - far, re + far].into_iter().find(inside)
            });
        match cut {
            Some(cut) => {
                let [left, right] = panel.places.clone();
                let cut = panel.cut(cut);
                self.grade(Panel::between(&left, &cut, self.apart), depth + 1, panels);
                self.grade(Panel::between(&cut, &right, self.apart), depth + 1, panels);
            }
            None => panels.push(panel),
        }
    }

    /// Finds out how large the integrals are, roughly: what is proven later does not depend on it.
    fn measure(&mut self, panels: &[Panel<S>]) {
        // Gauss's rule of five nodes.
        const RULE: [(f64, f64); 3] = [
            (0.0, 0.568_888_888_888_888_9),
            (0.538_469_310_105_683_1, 0.478_628_670_499_366_47),
            (0.906_179_845_938_664, 0.236_926_885_056_189_08),
        ];
        let mut values = vec![0.0; self.functions.count()];
        for panel in panels {
            let mirrored = RULE[1..].iter().map(|(x, weight)| (-x, *weight));
            for (at, weight) in RULE.into_iter().chain(mirrored) {
                let offset = panel.middle() + panel.half() * at;
                self.functions.rough(panel, offset, &mut values);
                for (size, value) in self.result.sizes.iter_mut().zip(&values) {
                    let part = panel.half() * weight * value.abs();
                    *size += if part.is_finite() { part } else { 0.0 };
                }
            }
        }
        let most = self.result.sizes.iter().fold(0.0, |most: f64, size| most.max(*size));
        for (tolerance, size) in self.tolerances.iter_mut().zip(&self.result.sizes) {
            // Where a function is 0 at all nodes, its enclosures know that to the roundings of doubles only.
            let size = if *size == 0.0 { most * f64::EPSILON } else { *size };
            *tolerance = size * self.goal.share;
        }
    }

    /// Integrates over a panel if some rule is good enough.
    fn settle(&mut self, panel: &Panel<S>) -> Settled {
        let poles = self.functions.poles().iter();
        let poles = poles.map(|(re, im)| panel.reach(re - panel.origin, *im));
        let most = poles.fold(WIDEST, f64::min);
        let is_free = most >= 8.0;
        let shares = SHARES.iter().map(|share| 1.0 + share * (most - 1.0));
        let free = FREE.iter().copied().filter(|_| is_free);
        // Smaller ellipses would take more nodes than there are in a rule.
        let last = self.goal.rules.last().copied().unwrap_or(4);
        let least = self.goal.share.recip().powf(0.35 / last as f64);
        let mut best: Option<usize> = None;
        for rho in shares.chain(free).filter(|rho| *rho > least) {
            let was_quick = self.vouch(&panel.ellipse(rho));
            if let Some(nodes) = self.nodes(panel, rho)
                && best.is_none_or(|best| nodes < best)
            {
                let share = error_share(rho, nodes) * panel.half() * ROUNDED;
                for (error, bound) in self.errors.iter_mut().zip(&self.bounds) {
                    *error = bound * share;
                }
                best = Some(nodes);
            }
            // Enclosures cost more than the nodes that a better ellipse would save.
            let is_enough = if was_quick { FEW } else { usize::MAX };
            if best.is_some_and(|best| best <= is_enough) {
                break;
            }
        }
        if let Some(nodes) = best {
            self.add(panel, nodes);
            return Settled::Done;
        }
        match self.is_crumb(panel) {
            true => {
                self.result.work.0 += 1;
                Settled::Done
            }
            false => Settled::Halved,
        }
    }

    /// Bounds the functions in an ellipse; whether that took no enclosures.
    fn vouch(&mut self, ellipse: &Ellipse) -> bool {
        let is_known = |bounds: &[f64]| bounds.iter().all(|bound| bound.is_finite());
        let may_know_more = self.functions.quick_bounds(ellipse, &mut self.bounds);
        if is_known(&self.bounds) || !may_know_more {
            return true;
        }
        for arcs in self.functions.arcs() {
            self.functions.bounds(&ellipse.rim(*arcs), &mut self.bounds);
            if is_known(&self.bounds) {
                break;
            }
        }
        false
    }

    /// The smallest rule whose error is allowed, by the bounds in the ellipse of `rho`.
    fn nodes(&self, panel: &Panel<S>, rho: f64) -> Option<usize> {
        // How many times what is allowed the bounds are.
        let times = |(bound, tolerance): (&f64, &f64)| match *bound == 0.0 {
            true => 0.0,
            false => bound / tolerance,
        };
        let pairs = self.bounds.iter().zip(&self.tolerances).map(times);
        let most = pairs
            .fold(0.0, |most: f64, next| if next > most || next.is_nan() { next } else { most });
        let is_allowed = |nodes: &&usize| error_share(rho, **nodes) * panel.half() * most <= 1.0;
        self.goal.rules.iter().find(is_allowed).copied()
    }

    /// Whether so little lies over the panel that it may be left out, e.g. beside a kink.
    fn is_crumb(&mut self, panel: &Panel<S>) -> bool {
        self.functions.quick_bounds(&panel.ellipse(1.0), &mut self.bounds);
        if !self.bounds.iter().all(|bound| bound.is_finite()) {
            self.functions.bounds(&panel.axis(1), &mut self.bounds);
        }
        let length = 2.0 * panel.half() * ROUNDED;
        let mut pairs = self.bounds.iter().zip(&self.tolerances);
        let is_small = pairs.all(|(bound, tolerance)| bound * length <= *tolerance);
        if is_small {
            for (error, bound) in self.result.errors.iter_mut().zip(&self.bounds) {
                *error += bound * length;
            }
        }
        is_small
    }

    /// Takes a rule, and adds the bound of its error.
    fn add(&mut self, panel: &Panel<S>, nodes: usize) {
        for (total, error) in self.result.errors.iter_mut().zip(&self.errors) {
            *total += error;
        }
        self.result.steps.push((panel.clone(), Rule { nodes, terms: self.goal.terms }));
        self.result.work.0 += 1;
        self.result.work.1 += nodes;
    }

    fn halves(&self, panel: &Panel<S>) -> Option<[Panel<S>; 2]> {
        let [left, right] = panel.places.clone();
        let [a, b] = panel.rough;
        let middle = panel.middle();
        if !(middle > a && middle < b) || panel.half() < 1e-290 {
            return None;
        }
        let cut = panel.cut(middle);
        Some([Panel::between(&left, &cut, self.apart), Panel::between(&cut, &right, self.apart)])
    }
}

/// The bound of the error of a rule, for a function no larger than 1 and half lengths as the unit.
fn error_share(rho: f64, nodes: usize) -> f64 {
    let least = rho.powi(2).recip();
    64.0 / 15.0 * least.powi(nodes as i32) / (1.0 - least)
}

#[cfg(test)]
mod soundness;
