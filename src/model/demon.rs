//! The demon of Eq. 20 in a machine: a reservoir out of equilibrium that takes neither particles nor energy.
//!
//! It is coupled by two terms of one width to each of two reservoirs in equilibrium, ε1, ε2 to the hotter one
//! and ε3, ε4 to the colder one, and has one occupation across each term,
//!
//! f_l,i = f̄_i + a_i, a_3 = −a_4 = λ (f̄_3 − f̄_4), a_1 = −a_2 = (Σ m_i − (ε3 − ε4) a_3)/(ε1 − ε2),
//!
//! with the mean occupation f̄_i of the reservoir over the term and its first moment m_i = ∫ (E − ε_i) f over the
//! width. Then no particles enter any reservoir and no energy enters the demon. Without width m_i = 0.

use super::flows::{Plan, Unproven};
use super::integral::Integrable;
use super::machine::{Channels, Coupling, Machine, Occupation, Reservoir};
use crate::formula::{Constant, Known, Line, Spectrum};
use crate::numeric::Truth;
use crate::numeric::quadrature::Goal;

/// A demon. Its numbers are constants of the machine.
#[derive(Clone, Debug)]
pub struct Demon {
    /// λ.
    pub lambda: usize,
    /// Whether λ is a multiple of the greatest one.
    pub is_multiple: bool,
    /// The terms to one reservoir and to another.
    pub pairs: [Pair; 2],
}

/// The two terms to one reservoir.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The reservoir, which is in equilibrium.
    pub reservoir: usize,
    /// The terms in the order in which they are written.
    pub levels: [Level; 2],
}

/// A term: a narrow one or a boxcar.
#[derive(Clone, Debug)]
pub struct Level {
    /// Its energy.
    pub at: usize,
    /// Its area, which is the width of a boxcar.
    pub size: usize,
    /// Whether it is narrow.
    pub is_narrow: bool,
    /// The place of the reservoir that stands for the demon at this term.
    pub place: usize,
    /// The constants that are its occupation and what that leaves of 1.
    pub filled: [usize; 2],
}

/// How a reservoir fills a term: f̄, 1 − f̄, and m.
struct Filled<S> {
    occupied: S,
    vacant: S,
    moment: S,
}

impl Demon {
    /// The machine that tells how the reservoirs fill the terms: each leads to an empty and to a full reservoir.
    pub fn filling(&self, machine: &Machine) -> Plan {
        let mut filling = Machine { constants: machine.constants.clone(), ..Machine::default() };
        let [zero, one] = [0.0, 1.0].map(|a| Constant::double(a).place(&mut filling.constants));
        for pair in &self.pairs {
            filling.reservoirs.push(machine.reservoirs[pair.reservoir].clone());
        }
        for (from, pair) in self.pairs.iter().enumerate() {
            for level in &pair.levels {
                for [f, rest] in [[zero, one], [one, zero]] {
                    let statistics = machine.reservoirs[pair.reservoir].statistics;
                    let [f, rest] = [f, rest].map(Spectrum::Constant);
                    let occupation = Occupation::Given { f, rest };
                    let to = filling.reservoirs.len();
                    let name = String::new();
                    filling.reservoirs.push(Reservoir { name, statistics, occupation });
                    let Level { at, size, is_narrow, .. } = *level;
                    let (transmission, lines) = match is_narrow {
                        true => {
                            let factor = Spectrum::Constant(one);
                            (Spectrum::Constant(zero), vec![Line { at, area: size, factor }])
                        }
                        false => (Spectrum::Boxcar { at, width: size }, Vec::new()),
                    };
                    filling.couplings.push(Coupling {
                        to,
                        from,
                        both_ways: true,
                        transmission,
                        lines,
                        channels: Channels::default(),
                    });
                }
            }
        }
        Plan::new(filling)
    }

    /// Puts the occupations where the parameters have these values among the constants.
    ///
    /// # Errors
    /// [`Unproven`] where they are not known, or are no probabilities.
    pub fn settle<S: Integrable>(
        &self,
        filling: &Plan,
        parameters: &[Known<S>],
        goal: Goal,
        constants: &mut [Known<S>],
    ) -> Result<(), Unproven> {
        let flows = filling.flows(parameters, goal)?;
        let of = |place: usize| constants[place].clone();
        // In the order of the file: both terms of a pair, each with an empty and a full reservoir.
        let filled = |pair: usize, level: usize| {
            let [empty, full] = [0, 1].map(|k| &flows.reservoirs[2 + 4 * pair + 2 * level + k]);
            let Level { at, size, is_narrow, .. } = self.pairs[pair].levels[level];
            let (at, size) = (of(at).value, of(size).value);
            let occupied = empty.particles.clone() / size.clone();
            let moment = match is_narrow {
                true => S::constant(0.0),
                false => empty.energy.clone().minus(at * empty.particles.clone()) / size.clone(),
            };
            Filled { occupied, vacant: full.particles.clone().negated() / size, moment }
        };
        let temperature = |k: usize| match filling.machine().reservoirs[k].occupation {
            Occupation::Equilibrium { t, .. } => constants[t].near(),
            Occupation::Given { .. } | Occupation::Optimal(_) => f64::NAN,
        };
        let hotter = usize::from(temperature(1) > temperature(0));
        let gap = |pair: usize| {
            let [a, b] = &self.pairs[pair].levels;
            of(a.at).minus(&of(b.at)).value
        };
        let colder = 1 - hotter;
        let [one, two] = [0, 1].map(|k| filled(hotter, k));
        let [three, four] = [0, 1].map(|k| filled(colder, k));
        let sum = |a: &S, b: &S| a.clone().minus(b.clone().negated());
        let d = match three.occupied.hull().size() > 0.5 {
            // Of two full levels, the difference of what is left.
            true => four.vacant.clone().minus(three.vacant.clone()),
            false => three.occupied.clone().minus(four.occupied.clone()),
        };
        let (hot_gap, cold_gap) = (gap(hotter), gap(colder));
        let moments = [&one, &two, &three, &four].map(|level| &level.moment);
        let total = sum(&sum(moments[0], moments[1]), &sum(moments[2], moments[3]));
        // a_1 = p − q λ.
        let p = total / hot_gap.clone();
        let q = cold_gap * d.clone() / hot_gap;
        let lambda = of(self.lambda).value;
        let lambda = match self.is_multiple {
            false => lambda,
            true => {
                let rises = |of: &S| of.is_positive().holds();
                let room = |first: &Filled<S>, second: &Filled<S>, first_rises: bool| {
                    let [a, b] = match first_rises {
                        true => [&first.vacant, &second.occupied],
                        false => [&first.occupied, &second.vacant],
                    };
                    a.clone().min(b.clone())
                };
                let cold = room(&three, &four, rises(&d)) / d.clone().abs();
                let hot_rises = !rises(&q);
                let start = if hot_rises { p.clone().negated() } else { p.clone() };
                let hot = sum(&room(&one, &two, hot_rises), &start) / q.clone().abs();
                lambda * hot.min(cold)
            }
        };
        let cold_move = lambda.clone() * d;
        let hot_move = p.minus(q * lambda);
        let moved = [
            (hotter, 0, one, hot_move.clone()),
            (hotter, 1, two, hot_move.negated()),
            (colder, 0, three, cold_move.clone()),
            (colder, 1, four, cold_move.negated()),
        ];
        for (pair, level, filled, by) in moved {
            let Level { at, place, filled: [f, rest], .. } = self.pairs[pair].levels[level];
            let occupied = sum(&filled.occupied, &by);
            let vacant = filled.vacant.minus(by);
            for (number, is_above) in [(&occupied, false), (&vacant, true)] {
                if number.hull().hi < 0.0 {
                    return Err(Unproven::Occupation(place, is_above, constants[at].near()));
                }
            }
            constants[f] = Known::of(occupied);
            constants[rest] = Known::of(vacant);
        }
        Ok(())
    }
}
