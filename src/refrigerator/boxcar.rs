//! Resonances of finite width, exactly: the boxcars of Eq. C2, each with one occupation f_l,i of the
//! demon across it.
//!
//! Instead of f_i the integrals of Eq. C1 then have the average of f_r over the window, f̄_i, and its
//! first moment, −m_i = −(1/Γ) ∫ (ε − ε_i) f_r dε > 0. The conditions ṅ_r = 0 and ε̇_l = 0 leave
//!
//! f_l,i = f̄_i + a_i, a_3 = −a_4 = λ(f̄_3 − f̄_4), a_1 = −a_2 = (Σm_i − (ε3 − ε4) a_3)/(ε1 − ε2),
//!
//! and with it ε̇_h = −(ε3 − ε4) a_3 + m_3 + m_4, Ṡ_l = −Σ a_i ln(1/f_l,i − 1). For Γ → 0 this is
//! Eq. 20. A demon that moves too little loses more to the slope of f_c in its windows than it
//! carries: then its power is negative.

use super::currents::affinity;
use super::demon::{displaced, each};
use super::fermi::{difference, occupation};
use super::parameter::Parameter as P;
use super::point::Values;
use super::refrigerator::{Drive, Level};
use super::temperature::shifts;
use super::{Currents, Demon, Device, InverseTemperatures, Resonance};
use crate::numeric::Window;
use crate::quantity::Units;

/// A device with windows of finite width, and its demon.
#[derive(Clone, Debug)]
pub struct Boxcar<S: Window<Mask = bool>> {
    /// The device; its occupations are averages over the windows, and its hot levels rise the way
    /// that this demon moves them.
    pub device: Device<S>,
    /// The demon. λ_max bounds λ from above; a hot pair that is moved backwards bounds it from below,
    /// too.
    pub demon: Demon<S>,
    /// −m_i, as temperatures where these are not energies.
    pub moments: [S; 4],
    /// Σ_i ε_i a_i of the hot pair, −(ε3 − ε4) a_3 + Σ m_i: negative where the hot pair is moved
    /// backwards.
    pub hot_energy: S,
    /// ln(1/f̄_i − 1) at the upper level less that at the lower one, of the hot and the cold pair.
    steps: [S; 2],
    /// What the hot pair needs at least at λ → 0, above the room it has for that.
    lacking: S,
}

/// A window as its reservoir fills it, and its upper edge.
struct Filling<S: Window> {
    average: Level<S>,
    edge: Level<S>,
    /// e^(Γ/k_B T) − 1 times the occupation at the upper edge.
    growth: S,
}

impl<S: Window<Mask = bool>> Boxcar<S> {
    /// The device with these parameters, which must be those of a
    /// [`Refrigerator`](super::Refrigerator) with windows, and a demon of this strength.
    pub fn new(values: &Values<S::Input>, units: Units, drive: Drive<S>) -> Self {
        let betas = Device::<S>::inverse_temperatures(values);
        let per_energy = Device::<S>::per_energy(&betas, units);
        let [_, _, mu0, e1, e2, e3, e4, ..] = *values;
        let energies = [e1, e2, e3, e4];
        let gamma = || S::input(values[P::Gamma as usize]);
        let widths = [0, 1].map(|r: usize| gamma() * per_energy[r].clone());
        let half = |r: usize| S::constant(0.5) * widths[r].clone();
        // e^w − 1
        let growth = |r: usize| {
            let width = &widths[r];
            width.clone().exp() * width.clone().one_minus_exp_neg()
        };
        let growths = [growth(0), growth(1)];
        let fillings: [Filling<S>; 4] = each!(i => {
            let r = i / 2;
            let x = S::difference(energies[i], mu0) * per_energy[r].clone();
            let upper = x.clone() + half(r);
            let (occupied, vacant) = occupation(upper.clone());
            let (_, low) = occupation(x.clone().minus(half(r)));
            // The integral of 1/(e^x + 1) over a window is ln(1 + (e^w − 1) f(x + w/2)).
            let growth = growths[r].clone() * occupied.clone();
            let loss = growths[r].clone() * low;
            let average = Level {
                occupied: growth.clone().ln_1p() / widths[r].clone(),
                vacant: loss.ln_1p() / widths[r].clone(),
                x,
            };
            Filling { average, edge: Level { x: upper, occupied, vacant }, growth }
        });
        let moments = each!(i => {
            let r = i / 2;
            S::moment(fillings[i].average.x.clone(), half(r)) / betas[r].clone()
        });
        let levels = each!(i => fillings[i].average.clone());
        let device = Device::with_levels(values, units, betas.clone(), levels).driven(drive);
        let gaps = [&device.hot_gap, &device.cold_gap];
        let falls = [0, 1].map(|r: usize| {
            let [mut lower, mut upper] = [&fillings[2 * r], &fillings[2 * r + 1]];
            // The lower level of the cold pair rises, that of the hot one falls.
            if device.resonances[2 * r].rises != (r == 1) {
                (lower, upper) = (upper, lower);
            }
            // f̄ of the lower level less that of the upper one, of one sign throughout.
            let gap = gaps[r].clone() * betas[r].clone();
            let fall = difference(lower.edge.occupied.clone(), upper.edge.vacant.clone(), gap);
            let fall = growths[r].clone() * fall / (S::constant(1.0) + upper.growth.clone());
            let fall = fall.ln_1p() / widths[r].clone();
            let step = (fall.clone() / upper.average.occupied.clone()).ln_1p()
                + (fall.clone() / lower.average.vacant.clone()).ln_1p();
            (fall, step)
        });
        let [(_, hot_step), (fall, cold_step)] = falls;
        Self::moved(device, moments, fall, [hot_step, cold_step])
    }

    /// The demon of the device's strength.
    fn moved(mut device: Device<S>, moments: [S; 4], fall: S, steps: [S; 2]) -> Self {
        let [one, two, three, four] = &device.resonances;
        let least = |a: &S, b: &S| a.clone().min(b.clone());
        let forwards = device.hot_gap.clone() * least(&one.room, &two.room);
        let backwards = device.hot_gap.clone() * least(&one.rest, &two.rest);
        let cold = device.cold_gap.clone() * least(&three.room, &four.room);
        let [m1, m2, m3, m4] = moments.clone();
        let total = (m1 + m2) + (m3 + m4);

        let unit_energy = device.cold_gap.clone() * fall.clone();
        let tightest = (forwards + total.clone(), cold);
        let most = tightest.0.clone().min(tightest.1.clone());
        let headroom = most.clone() / unit_energy.clone();
        let (lambda, shift) = match device.drive.clone() {
            Drive::Lambda(lambda) => (lambda.clone(), lambda * fall),
            Drive::Headrooms(share) => {
                (share.clone() * headroom.clone(), share * most / device.cold_gap.clone())
            }
        };
        let hot_energy = (device.cold_gap.clone() * shift.clone()).minus(total.clone());
        let hot_shift = hot_energy.clone().abs() / device.hot_gap.clone();
        let is_reversed = !hot_energy.is_positive();
        for resonance in &mut device.resonances[..2] {
            if is_reversed {
                resonance.rises = !resonance.rises;
                std::mem::swap(&mut resonance.room, &mut resonance.rest);
            }
        }

        let displacements = [hot_shift.clone(), hot_shift, shift.clone(), shift];
        let (left, occupations) = displaced(&device.resonances, &displacements);
        let lacking = total.minus(backwards);
        let rho = device.cold_gap.clone() / device.hot_gap.clone();
        let demon = Demon { occupations, displacements, left, rho, tightest, headroom, lambda };
        Self { device, demon, moments, hot_energy, steps, lacking }
    }

    /// Power, entropy current and COP of a demon that is physical.
    ///
    /// With ȳ_i = ln(1/f̄_i − 1) in place of x_i, Ṡ_l is Σ −a_i ȳ_i + Σ A_i ln(1 + A_i/(q_i l_i)).
    pub fn currents(&self) -> Currents<S> {
        let (power, entropy_current) = self.plain();
        let cop = power.clone() / (self.device.t0.clone() * entropy_current.clone());
        let [power, entropy_current] =
            [power, entropy_current].map(|flow| self.device.in_units(flow));
        Currents { power, entropy_current, cop }
    }

    /// The greatest power, that of λ = λ_max, if there is a demon then; its sign tells: the margin is
    /// negative where there is none.
    pub fn power_max(&self) -> (S, S) {
        let [.., m3, m4] = self.moments.clone();
        let most = self.demon.tightest.0.clone().min(self.demon.tightest.1.clone());
        let margin = most.clone().minus(self.lacking.clone());
        (self.device.in_units(most.minus(m3 + m4)), margin)
    }

    /// The entropy production, Σ_i σ_i and the σ_i of the windows,
    ///
    /// σ_i = (1/Γ) ∫ (f_l,i − f_r)(x − ln(1/f_l,i − 1)) dε = a_i (x_i − ȳ_i) + A_i L_i − m_i/k_B T_r.
    pub fn production(&self) -> (S, [S; 4]) {
        let shifts = shifts(&self.device, &self.demon);
        let betas = [&self.device.beta_h, &self.device.beta_c];
        let terms = each!(i => {
            let Resonance { x, rises, .. } = &self.device.resonances[i];
            let size = self.demon.displacements[i].clone();
            let offset = x.clone().minus(self.logarithm(i));
            let offset = S::select(*rises, offset.clone(), offset.negated());
            let spread = self.moments[i].clone() * betas[i / 2].clone();
            self.device.in_units(size * (offset + shifts[i].clone()) + spread)
        });
        let [one, two, three, four] = terms.clone();
        ((one + two) + (three + four), terms)
    }

    /// The inverse temperatures, as those of narrow resonances but for 1/COP, which is no longer
    /// their difference.
    pub fn temperatures(&self) -> InverseTemperatures<S> {
        let shifts = shifts(&self.device, &self.demon);
        let [one, two, three, four] = shifts.clone();
        let [hot, cold] = self.steps.clone();
        let change = one + two;
        let hot = if self.is_reversed() { hot + change } else { hot.minus(change) };
        let betas = [&self.device.beta_h, &self.device.beta_c];
        InverseTemperatures {
            hot: hot / self.device.hot_gap.clone(),
            cold: (cold + (three + four)) / self.device.cold_gap.clone(),
            levels: each!(i => {
                let Resonance { x, rises, .. } = &self.device.resonances[i];
                let (from, shift) = (self.logarithm(i), shifts[i].clone());
                let to = S::select(*rises, from.clone().minus(shift.clone()), from + shift);
                betas[i / 2].clone() * to / x.clone()
            }),
        }
    }

    /// COP over its bound.
    pub fn cop_fraction(&self) -> S {
        let (power, entropy_current) = self.plain();
        affinity(&self.device) * power / entropy_current
    }

    /// By how much, relative to the power, the narrow limit of this device gives more; `narrow` has
    /// the same λ.
    pub fn narrow_error(&self, narrow: &Device<S>) -> S {
        let Demon { displacements: [.., shift], .. } = Demon::new(narrow);
        let power = self.plain().0;
        (self.device.cold_gap.clone() * shift).minus(power.clone()) / power
    }

    /// Whether the hot pair is moved backwards.
    pub fn is_reversed(&self) -> bool {
        !self.hot_energy.is_positive()
    }

    /// Power and entropy current per Γ/h, with temperatures for energies.
    fn plain(&self) -> (S, S) {
        let [l1, l2, l3, l4] = shifts(&self.device, &self.demon);
        let [hot_shift, _, shift, _] = self.demon.displacements.clone();
        let [hot_step, cold_step] = self.steps.clone();
        let [.., m3, m4] = self.moments.clone();
        let power = (self.device.cold_gap.clone() * shift.clone()).minus(m3 + m4);
        let hot_moved = self.hot_energy.clone() / self.device.hot_gap.clone();
        let turned = (shift.clone() * cold_step).minus(hot_moved * hot_step);
        (power, turned + (hot_shift * (l1 + l2) + shift * (l3 + l4)))
    }

    /// ȳ_i = ln(1/f̄_i − 1).
    fn logarithm(&self, i: usize) -> S {
        let Resonance { x, rises, room, rest } = &self.device.resonances[i];
        let (occupied, vacant) = if *rises { (rest, room) } else { (room, rest) };
        let ratio = |more: &S, less: &S| (more.clone().minus(less.clone()) / less.clone()).ln_1p();
        if x.is_positive() { ratio(vacant, occupied) } else { ratio(occupied, vacant).negated() }
    }
}
