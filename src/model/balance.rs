//! Who pays and who gains: Eqs. 8 to 16.

use super::flows::{Flow, Flows};
use super::machine::{Machine, Occupation};
use crate::formula::Known;
use crate::numeric::{Enclosed, Interval};

/// The terms of Eq. 13: −T0 Ṡ_irr = A + B + C + W. What is positive is gained, what is negative pays for it.
#[derive(Clone, Debug)]
pub struct Balance<S> {
    /// A = Σ_r ṅ_r (μ_r − μ0) over equilibrium reservoirs: electric work.
    pub electric: S,
    /// B = Σ_r J_r (T_r − T0)/T_r over equilibrium reservoirs: thermal exergy.
    pub thermal: S,
    /// C = Σ_l Δℰ_l over reservoirs out of equilibrium (Eq. 14).
    pub reservoirs: S,
    /// W = −Σ ε̇, what a driven machine delivers (Eq. 9 over a cycle).
    pub delivered: S,
}

/// What a machine is, by its gains and payments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Heat that flows from hot to cold does electric work.
    ThermoelectricGenerator,
    /// Electric work lifts heat.
    Peltier,
    /// A driven machine delivers work that electric work pays for.
    Motor,
    /// A driven machine delivers work that heat pays for.
    HeatEngine,
    /// A demon lifts heat, or does electric work, while it exchanges neither particles nor energy.
    Demon,
    /// Reservoirs out of equilibrium do electric work.
    Pump,
    /// Reservoirs out of equilibrium lift heat.
    HeatPump,
    /// Nothing is gained.
    Dissipator,
}

/// The words of the kinds, in their order.
pub const KINDS: [&str; 8] = [
    "thermoelectric_generator",
    "peltier",
    "motor",
    "heat_engine",
    "demon",
    "pump",
    "heat_pump",
    "dissipator",
];

impl<S: Enclosed> Balance<S> {
    /// The terms, if the environment is known.
    pub fn of(machine: &Machine, constants: &[Known<S>], flows: &Flows<S>) -> Option<Self> {
        let (t0, mu0) = (&constants[machine.t0?], &constants[machine.mu0?]);
        let zero = || S::constant(0.0);
        let sum = |a: S, b: S| a.minus(b.negated());
        let (mut electric, mut thermal, mut reservoirs) = (zero(), zero(), zero());
        for (reservoir, flow) in machine.reservoirs.iter().zip(&flows.reservoirs) {
            match (&reservoir.occupation, flow) {
                (Occupation::Equilibrium { mu, t }, Flow { particles, heat: Some(heat), .. }) => {
                    let bias = constants[*mu].minus(mu0).value;
                    electric = sum(electric, bias * particles.clone());
                    let carnot = constants[*t].minus(t0).over(&constants[*t]).value;
                    thermal = sum(thermal, carnot * heat.clone());
                }
                (_, Flow { exergy: Some(exergy), .. }) => {
                    reservoirs = sum(reservoirs, exergy.clone());
                }
                _ => {}
            }
        }
        let delivered = flows.delivered.clone().unwrap_or_else(zero);
        Some(Balance { electric, thermal, reservoirs, delivered })
    }

    /// What is gained over what is paid (Eqs. 15 and 16), which the second law keeps from exceeding 1; 0 where
    /// nothing is gained. Without `reservoirs` it is what seems so to somebody who does not know of them.
    pub fn efficiency(&self, with_reservoirs: bool) -> S {
        let zero = || S::constant(0.0);
        let (mut gained, mut paid) = (zero(), zero());
        let terms = [&self.electric, &self.thermal, &self.delivered, &self.reservoirs];
        for term in terms.into_iter().take(if with_reservoirs { 4 } else { 3 }) {
            let Interval { lo, hi } = term.hull();
            if lo > 0.0 {
                gained = gained + term.clone();
            } else if hi < 0.0 {
                paid = paid + term.clone().negated();
            } else {
                // Either, but no more than this; one that changes may be either a little further on.
                let least = if term.speed() == 0.0 { 0.0 } else { f64::MIN_POSITIVE };
                gained = gained.widened(hi.max(least));
                paid = paid.widened((-lo).max(least));
            }
        }
        // Nothing is gained, whatever is paid.
        if gained.hull() == Interval::point(0.0) {
            return gained;
        }
        gained / paid
    }

    /// Whether something is gained and nothing is paid for it, without the reservoirs out of equilibrium: the
    /// efficiency that this seems to be is infinite.
    pub fn seems_free(&self) -> bool {
        let terms = [&self.electric, &self.thermal, &self.delivered];
        let all = || terms.into_iter().map(Enclosed::hull);
        all().all(|term| term.lo >= 0.0) && all().any(|term| term.lo > 0.0)
    }

    /// The kind of machine. A term whose sign is not certain counts for nothing.
    pub fn kind(&self, exchanges: bool) -> Kind {
        let sign = |term: &S| {
            let Interval { lo, hi } = term.hull();
            i8::from(lo > 0.0) - i8::from(hi < 0.0)
        };
        let delivers = sign(&self.delivered);
        match [&self.electric, &self.thermal, &self.reservoirs].map(sign) {
            [-1, ..] if delivers == 1 => Kind::Motor,
            [_, -1, _] if delivers == 1 => Kind::HeatEngine,
            // Where work comes from outside, it is what pays.
            [1, ..] if delivers == -1 => Kind::Pump,
            [_, 1, _] if delivers == -1 => Kind::HeatPump,
            [1, -1, _] => Kind::ThermoelectricGenerator,
            [-1, 1, _] => Kind::Peltier,
            [1, _, -1] | [_, 1, -1] if !exchanges => Kind::Demon,
            [1, ..] => Kind::Pump,
            [_, 1, _] => Kind::HeatPump,
            _ => Kind::Dissipator,
        }
    }
}
