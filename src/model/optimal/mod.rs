//! The optimal demon: among all reservoirs out of equilibrium that take up neither particles nor energy, the one
//! that draws a given heat from a cold reservoir with the least entropy current.
//!
//! It is coupled to reservoirs in equilibrium by terms of zero width, and is free to have any occupation at the
//! energy of each; or by transmissions over a range of energies. The heat −J_c that leaves the reservoir c is the power. What the demon must not do are
//! conditions: ṅ_l = 0, ε̇_l = 0, and ṅ_r = 0 for each reservoir r that is said to be fixed.

mod balance;
mod bang;
mod broad;
mod ceiling;
mod continuous;
mod cop;
mod extreme;
mod greatest;
mod levels;
mod problem;
mod simplex;
mod slack;
mod soft;
mod spare;

pub use broad::{Broad, Condition, Local, Neighbour};
pub use greatest::Greatest;
pub use problem::{Optimum, Problem, Site};

use super::density::Density;
use super::flows::{Plan, Unproven};
use super::integral::Integrable;
use super::machine::{Link, Machine};
use super::statistics::Statistics;
use crate::formula::{Arithmetic, Known};
use crate::numeric::quadrature::Goal;
use crate::numeric::{Enclosed, Interval};
use continuous::{Continuous, Found};

/// An optimal demon. Its numbers are constants of the machine.
#[derive(Clone, Debug)]
pub struct Optimal {
    /// Which particles it has.
    pub statistics: Statistics,
    /// Its levels.
    pub levels: Vec<OptimalLevel>,
    /// Its place among the reservoirs, and what it is coupled to, if that is over a range of energies.
    pub broad: Option<(usize, Broad)>,
    /// The reservoir from which heat is drawn.
    pub from: usize,
    /// How much.
    pub target: Target,
    /// The reservoirs that gain no particles.
    pub fixed: Vec<usize>,
    /// Whether nothing but the demon joins the reservoirs.
    pub is_alone: bool,
}

/// How much heat is drawn: a constant of the machine.
#[derive(Clone, Copy, Debug)]
pub enum Target {
    /// This power.
    Power(usize),
    /// This part of the greatest one.
    Fraction(usize),
    /// As much as this coefficient of performance allows.
    Cop(usize),
}

/// A level of an optimal demon.
#[derive(Clone, Debug)]
pub struct OptimalLevel {
    /// Its energy.
    pub at: usize,
    /// The reservoirs in equilibrium that are coupled here, each with the area of the term.
    pub terms: Vec<(usize, usize)>,
    /// The place of the reservoir that stands for the demon at this level.
    pub place: usize,
    /// The constants that are its occupation and what that leaves of 1 (or adds to it, of bosons).
    pub filled: [usize; 2],
}

fn sum<S: Enclosed>(a: S, b: S) -> S {
    a.minus(b.negated())
}

impl Optimal {
    /// Whether a reservoir stands for the demon.
    fn is_own(&self, end: usize) -> bool {
        let is_level = self.levels.iter().any(|level| level.place == end);
        is_level || self.broad.as_ref().is_some_and(|(place, _)| *place == end)
    }

    /// The demon and its neighbours alone, with the flows of the conditions, if it is coupled over a range of
    /// energies.
    pub fn gauge(&self, machine: &Machine) -> Option<Plan> {
        self.broad.as_ref()?;
        let couplings = machine.couplings.iter();
        let own =
            couplings.filter(|coupling| self.is_own(coupling.to) || self.is_own(coupling.from));
        let own = Machine {
            couplings: own.cloned().collect(),
            demons: Vec::new(),
            optimal: None,
            limits: Vec::new(),
            ..machine.clone()
        };
        Some(Plan::new(own).with(|density| match density {
            Density::Particles | Density::Energy | Density::Entropy(_) => true,
            Density::Heat(reservoir) => reservoir == self.from,
            _ => false,
        }))
    }

    /// The machine without the demon, which tells what else flows into the reservoirs; nothing where nothing else
    /// does.
    pub fn others(&self, machine: &Machine) -> Option<Plan> {
        let is_own = |end: usize| self.is_own(end);
        let mut rest = Machine { optimal: None, ..machine.clone() };
        rest.couplings.retain(|coupling| !is_own(coupling.to) && !is_own(coupling.from));
        (!rest.couplings.is_empty()).then(|| Plan::new(rest))
    }

    /// Whether the flow through a link adds to nothing with those through its other links: what the demon takes up,
    /// and the particles of a fixed reservoir that nothing else is coupled to.
    pub fn is_balanced(&self, link: &Link, density: Density, reservoir: usize) -> bool {
        let is_own = |end: usize| self.is_own(end);
        let Some(other) = [link.to, link.from].into_iter().find(|end| !is_own(*end)) else {
            return false;
        };
        let touches = is_own(link.to) || is_own(link.from);
        match density {
            Density::Particles if is_own(reservoir) => true,
            Density::Particles => touches && reservoir == other && self.is_sealed(other),
            Density::Energy => is_own(reservoir),
            _ => false,
        }
    }

    /// Whether a reservoir has no particles to gain: it is fixed, or all of its fellows are.
    fn is_sealed(&self, reservoir: usize) -> bool {
        let is_fixed = |r: usize| self.fixed.contains(&r);
        let is_last = self.neighbours().all(|r| r == reservoir || is_fixed(r));
        self.is_alone && (is_fixed(reservoir) || is_last)
    }

    /// The reservoirs that it is coupled to.
    fn neighbours(&self) -> impl Iterator<Item = usize> {
        let levels = self.levels.iter().flat_map(|level| &level.terms).map(|(r, _)| *r);
        let broad = self.broad.iter().flat_map(|(_, broad)| &broad.neighbours);
        levels.chain(broad.map(|neighbour| neighbour.reservoir))
    }

    /// What must hold of a demon over a range of energies.
    pub fn conditions(&self) -> Vec<Condition> {
        let fixed = self.independent().into_iter().map(Condition::ParticlesOf);
        let all = [Condition::Particles, Condition::Energy].into_iter().chain(fixed);
        all.chain([Condition::HeatOf(self.from)]).collect()
    }

    /// Puts the occupations where the parameters have these values among the constants.
    ///
    /// # Errors
    /// [`Unproven`] where there is no such demon, or it is not known.
    pub fn settle<S: Integrable>(
        &self,
        machine: &Machine,
        others: Option<&Plan>,
        gauge: Option<&Plan>,
        parameters: &[Known<S>],
        goal: Goal,
        constants: &mut [Known<S>],
    ) -> Result<(), Unproven> {
        let others = others.map(|plan| plan.flows(parameters, goal)).transpose()?;
        let zero = || S::constant(0.0);
        let beside = |reservoir: usize| match &others {
            Some(flows) => {
                let flow = &flows.reservoirs[reservoir];
                (flow.particles.clone(), flow.heat.clone().unwrap_or_else(zero))
            }
            None => (zero(), zero()),
        };
        let (groups, absent): (Vec<_>, Vec<_>) =
            self.groups(constants).into_iter().partition(|group| self.is_coupled(group, constants));
        for level in absent.iter().flatten() {
            // Nothing sees it: any occupation will do whose y is finite.
            let left = match self.statistics {
                Statistics::Fermi => 0.5,
                Statistics::Bose => 1.5,
            };
            let [f, rest] = self.levels[*level].filled;
            (constants[f], constants[rest]) = (Known::double(0.5), Known::double(left));
        }
        let fixed = self.independent();
        let mut problem =
            Problem { statistics: self.statistics, sites: Vec::new(), wanted: Vec::new() };
        // What the neighbours alone would do, with f = F.
        let mut idle: Vec<S> = fixed.iter().map(|r| beside(*r).0).collect();
        idle.push(beside(self.from).1);
        for group in &groups {
            problem.sites.push(self.site(machine, constants, group, &fixed, &mut idle)?);
        }
        problem.wanted = vec![zero(), zero()];
        problem.wanted.extend(idle.into_iter().map(S::negated));
        let occupied = match (&self.broad, gauge) {
            (Some((_, broad)), Some(gauge)) => {
                self.settle_over(broad, gauge, machine, problem, goal, constants)?
            }
            _ => self.occupied(&mut problem, constants, machine)?,
        };
        for (group, occupied) in groups.iter().zip(occupied) {
            for level in group {
                for (place, number) in self.levels[*level].filled.into_iter().zip(&occupied) {
                    let Interval { lo, hi } = number.hull();
                    let is_extreme = lo == hi && (lo == 0.0 || lo == 1.0);
                    constants[place] = match is_extreme {
                        true => Known::double(lo),
                        false => Known::of(number.clone()),
                    };
                }
            }
        }
        Ok(())
    }

    /// The same of a demon over a range of energies, with these levels beside it: their occupations.
    fn settle_over<S: Integrable>(
        &self,
        broad: &Broad,
        gauge: &Plan,
        machine: &Machine,
        levels: Problem<S>,
        goal: Goal,
        constants: &mut [Known<S>],
    ) -> Result<Vec<[S; 2]>, Unproven> {
        let unknown = || Unproven::NoDemon("not proven");
        if S::HAS_SLOPE {
            return Err(unknown());
        }
        let wanted = levels.wanted.clone();
        let zeros = wanted.iter().map(|_| S::constant(0.0)).collect();
        let levels = Problem { wanted: zeros, ..levels };
        let own = constants.to_vec();
        let mut demon = Continuous { broad, gauge, constants: own, goal, wanted, levels };
        let found = self.optimum_over(&mut demon, machine)?;
        let occupied = demon.levels.occupied(&found.multipliers).ok_or_else(unknown)?;
        for (place, multiplier) in broad.multipliers.iter().zip(found.multipliers) {
            constants[*place] = Known::of(multiplier);
        }
        Ok(occupied)
    }

    /// The occupations for the power that is asked for.
    fn occupied<S: Arithmetic>(
        &self,
        problem: &mut Problem<S>,
        constants: &[Known<S>],
        machine: &Machine,
    ) -> Result<Vec<[S; 2]>, Unproven> {
        let last = problem.wanted.len() - 1;
        // Heat into the reservoir at f = F, with its sign changed.
        let start = problem.wanted[last].clone();
        let (greatest, why) = match problem.greatest() {
            Greatest::Power(power, occupied) => {
                (Some((sum(power, start.clone()), occupied)), "not proven")
            }
            Greatest::Endless => (None, "power has no maximum"),
            Greatest::Infeasible => (None, "no demon"),
            Greatest::Unknown => (None, "not proven"),
        };
        match self.target {
            Target::Power(power) => {
                let power = constants[power].value.clone();
                let beyond = greatest.map(|(most, _)| power.clone().minus(most).hull());
                if beyond.is_some_and(|beyond| beyond.lo >= 0.0) {
                    return Err(Unproven::NoDemon("power>max"));
                }
                problem.wanted[last] = start.minus(power);
                let best = problem.optimum().ok_or(Unproven::NoDemon("no demon"))?;
                Ok(best.occupied)
            }
            Target::Fraction(fraction) => {
                let (most, occupied) = greatest.ok_or(Unproven::NoDemon(why))?;
                let fraction = &constants[fraction];
                if fraction.double == Some(1.0) {
                    return occupied.ok_or(Unproven::NoDemon("not proven"));
                }
                if fraction.hull.hi < 0.0 {
                    return Err(Unproven::NoDemon("fraction<0"));
                }
                if fraction.hull.lo >= 1.0 {
                    return Err(Unproven::NoDemon("power>max"));
                }
                problem.wanted[last] = start.minus(most * fraction.value.clone());
                let best = problem.optimum().ok_or(Unproven::NoDemon("not proven"))?;
                Ok(best.occupied)
            }
            Target::Cop(cop) => {
                let Some(t0) = machine.t0 else { return Err(Unproven::NoDemon("T0 is not known")) };
                let price = constants[cop].value.clone() * constants[t0].value.clone();
                let most = greatest.map(|(most, _)| most);
                Ok(problem.at_cop(&start, price, most)?.occupied)
            }
        }
    }

    /// The demon over a range of energies for the power that is asked for.
    fn optimum_over<S: Integrable>(
        &self,
        demon: &mut Continuous<'_, S>,
        machine: &Machine,
    ) -> Result<Found<S>, Unproven> {
        let nothing = || Unproven::NoDemon("no demon");
        // That none is found below the greatest power does not mean that there is none.
        let not_found = |why: Unproven| match why {
            Unproven::NoDemon("no demon") => Unproven::NoDemon("not proven"),
            other => other,
        };
        // Nothing asks for more digits than double-doubles have, and 256 bits would take minutes.
        if demon.goal.terms > Goal::LIGHT.terms {
            return Err(Unproven::NoDemon("not proven"));
        }
        demon.gauge.signs(&demon.constants)?;
        let last = demon.wanted.len().checked_sub(1).ok_or_else(nothing)?;
        let start = demon.wanted[last].clone();
        match self.target {
            Target::Power(power) => {
                let power = demon.constants[power].value.clone();
                demon.wanted[last] = start.clone().minus(power.clone());
                let near = demon.near()?;
                let found = demon.solve(&near);
                if found.is_ok() {
                    return found;
                }
                // Why is there none?
                demon.wanted[last] = start;
                let most = demon.greatest()?;
                match power.minus(most).hull().lo >= 0.0 {
                    true => Err(Unproven::NoDemon("power>max")),
                    false => found.map_err(not_found),
                }
            }
            Target::Fraction(fraction) => {
                let fraction = demon.constants[fraction].clone();
                if fraction.hull.lo >= 1.0 {
                    return Err(Unproven::NoDemon("power>=max"));
                }
                let most = demon.greatest().map_err(|why| match why {
                    Unproven::NoDemon("not proven") => Unproven::Greatest,
                    other => other,
                })?;
                demon.wanted[last] = start.minus(most * fraction.value);
                let near = demon.near()?;
                demon.solve(&near).map_err(not_found)
            }
            Target::Cop(cop) => {
                let t0 = machine.t0.ok_or(Unproven::NoDemon("T0 is not known"))?;
                let price = demon.constants[cop].value.clone() * demon.constants[t0].value.clone();
                let mut near = demon.near()?;
                let greatest = demon.greatest_roughly(&near)?;
                demon.at_cop(&mut near, price, Some(greatest))
            }
        }
    }
}
