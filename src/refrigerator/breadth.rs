//! What the width of resonances adds to a device and its demon.
//!
//! The integrals of Eq. C1 have, in place of f_i, the average f̄_i of f_r over the resonance, and its
//! first moment, −m_i = −∫ (ε − ε_i) f_r > 0, per unit of width. The conditions ṅ_r = 0 and ε̇_l = 0
//! leave
//!
//! f_l,i = f̄_i + a_i, a_3 = −a_4 = λ(f̄_3 − f̄_4), a_1 = −a_2 = (Σm_i − (ε3 − ε4) a_3)/(ε1 − ε2),
//!
//! and with it ε̇_h = −(ε3 − ε4) a_3 + m_3 + m_4, Ṡ_l = −Σ a_i ln(1/f_l,i − 1). For Γ → 0 this is
//! Eq. 20. A demon that moves too little loses more to the slope of f_c across its resonances than it
//! carries: then its power is negative.
//!
//! Where resonances have widths of their own, these are the currents b_i = Γ_i a_i and the moments Γ_i m_i, with
//! f_l,4 as before: b_3 = −b_4 = λ Γ_4 (f̄_3 − f̄_4).

use super::currents::affinity;
use super::demon::{displaced, each};
use super::device::Drive;
use super::shape::Pair;
use super::temperature::shifts;
use super::{Currents, Demon, Device, InverseTemperatures, Resonance};
use crate::numeric::Window;

/// The numbers that a demon of wide resonances has beyond those of a [`Demon`]. Its λ_max bounds λ from
/// above; where the hot pair is moved backwards, λ is bounded from below, too.
#[derive(Clone, Debug)]
pub(super) struct Breadth<S: Window> {
    /// −m_i, or −Γ_i m_i where widths differ; as temperatures where these are not energies.
    moments: [S; 4],
    /// Σ_i ε_i b_i of the hot pair, −(ε3 − ε4) b_3 + Σ Γ_i m_i: negative where the hot pair is moved
    /// backwards.
    hot_energy: S,
    /// Whether `hot_energy` is positive.
    pub is_forward: S::Mask,
    /// ln(1/f̄_i − 1) at the upper level less that at the lower one, of the hot and the cold pair.
    steps: [S; 2],
    /// The energy that the hot pair must take up at λ → 0, less the energy that it has room for.
    lacking: S,
}

impl<S: Window> Breadth<S> {
    /// The device with these moments, as currents, and pairs, the demon of its strength, and what the width adds.
    #[inline(always)]
    pub fn with_demon(
        mut device: Device<S>,
        moments: [S; 4],
        pairs: [Pair<S>; 2],
    ) -> (Device<S>, Demon<S>, Self) {
        let [Pair { step: hot_step, .. }, Pair { fall, step: cold_step }] = pairs;
        let least = |first: usize| device.capacity(first).min(device.capacity(first + 1));
        let rest = |level: usize| device.weighed(device.resonances[level].rest.clone(), level);
        let forwards = device.hot_gap.clone() * least(0);
        let backwards = device.hot_gap.clone() * rest(0).min(rest(1));
        let cold = device.cold_gap.clone() * least(2);
        let [m1, m2, m3, m4] = moments.clone();
        let total = (m1 + m2) + (m3 + m4);

        // What λ = 1 lets pass.
        let unit = device.weighed(fall, 3);
        let unit_energy = device.cold_gap.clone() * unit.clone();
        let tightest = (forwards + total.clone(), cold);
        let most = tightest.0.clone().min(tightest.1.clone());
        let headroom = most.clone() / unit_energy.clone();
        let (lambda, flow) = match device.drive.clone() {
            Drive::Lambda(lambda) => (lambda.clone(), lambda * unit),
            Drive::Headrooms(share) => {
                (share.clone() * headroom.clone(), share * most / device.cold_gap.clone())
            }
        };
        let hot_energy = (device.cold_gap.clone() * flow.clone()).minus(total.clone());
        let hot_flow = hot_energy.clone().abs() / device.hot_gap.clone();
        let is_forward = hot_energy.is_positive();
        for resonance in &mut device.resonances[..2] {
            let Resonance { room, rest, .. } = resonance.clone();
            resonance.rises = S::alike(resonance.rises, is_forward);
            resonance.room = S::select(is_forward, room.clone(), rest.clone());
            resonance.rest = S::select(is_forward, rest, room);
        }

        let flows = [hot_flow, flow];
        let displacements = device.displacements(&flows);
        let (left, occupations) = displaced(&device.resonances, &displacements);
        let lacking = total.minus(backwards);
        let rho = device.cold_gap.clone() / device.hot_gap.clone();
        let demon =
            Demon { occupations, flows, displacements, left, rho, tightest, headroom, lambda };
        let steps = [hot_step, cold_step];
        (device, demon, Self { moments, hot_energy, is_forward, steps, lacking })
    }

    /// What more energy the hot pair could take up than it does, and what more it could give away.
    pub fn spare(&self, device: &Device<S>, demon: &Demon<S>) -> [S; 2] {
        let [_, flow] = demon.flows.clone();
        let moved = device.cold_gap.clone() * flow;
        [demon.tightest.0.clone().minus(moved.clone()), moved.minus(self.lacking.clone())]
    }

    /// Power, entropy current and COP of a demon that is physical.
    ///
    /// With ȳ_i = ln(1/f̄_i − 1) in place of x_i, Ṡ_l is Σ −b_i ȳ_i + Σ |b_i| ln(1 + A_i/(q_i l_i)).
    #[inline(always)]
    pub fn currents(&self, device: &Device<S>, demon: &Demon<S>) -> Currents<S> {
        let (power, entropy_current) = self.plain(device, demon);
        let cop = power.clone() / (device.t0.clone() * entropy_current.clone());
        let [power, entropy_current] = [power, entropy_current].map(|flow| device.in_units(flow));
        Currents { power, entropy_current, cop }
    }

    /// The greatest power, that of λ = λ_max, and a margin that is negative where there is no demon
    /// then.
    pub fn power_max(&self, device: &Device<S>, demon: &Demon<S>) -> (S, S) {
        let [.., m3, m4] = self.moments.clone();
        let most = demon.tightest.0.clone().min(demon.tightest.1.clone());
        let margin = most.clone().minus(self.lacking.clone());
        (device.in_units(most.minus(m3 + m4)), margin)
    }

    /// The entropy production, Σ_i σ_i and the σ_i of the resonances,
    ///
    /// σ_i = (1/Γ) ∫ (f_l,i − f_r)(x − ln(1/f_l,i − 1)) dε = a_i (x_i − ȳ_i) + A_i L_i − m_i/k_B T_r,
    ///
    /// or Γ_i times that, where widths differ.
    pub fn production(&self, device: &Device<S>, demon: &Demon<S>) -> (S, [S; 4]) {
        let shifts = shifts(device, demon);
        let betas = [&device.beta_h, &device.beta_c];
        let terms = each!(i => {
            let Resonance { x, rises, .. } = &device.resonances[i];
            let size = demon.flows[i / 2].clone();
            let offset = x.clone().minus(logarithm(&device.resonances[i]));
            let offset = S::select(*rises, offset.clone(), offset.negated());
            let spread = self.moments[i].clone() * betas[i / 2].clone();
            device.in_units(size * (offset + shifts[i].clone()) + spread)
        });
        let [one, two, three, four] = terms.clone();
        ((one + two) + (three + four), terms)
    }

    /// The inverse temperatures. They are defined as those of narrow resonances are, but 1/COP is not
    /// their difference.
    pub fn temperatures(&self, device: &Device<S>, demon: &Demon<S>) -> InverseTemperatures<S> {
        let shifts = shifts(device, demon);
        let [one, two, three, four] = shifts.clone();
        let [hot, cold] = self.steps.clone();
        let change = one + two;
        let turned = S::select(self.is_forward, change.clone().negated(), change);
        let betas = [&device.beta_h, &device.beta_c];
        InverseTemperatures {
            hot: hot.minus(turned.negated()) / device.hot_gap.clone(),
            cold: (cold + (three + four)) / device.cold_gap.clone(),
            levels: each!(i => {
                let Resonance { x, rises, .. } = &device.resonances[i];
                let (from, shift) = (logarithm(&device.resonances[i]), shifts[i].clone());
                let shift = S::select(*rises, shift.clone(), shift.negated());
                betas[i / 2].clone() * from.minus(shift) / x.clone()
            }),
        }
    }

    /// COP over its bound.
    pub fn cop_fraction(&self, device: &Device<S>, demon: &Demon<S>) -> S {
        let (power, entropy_current) = self.plain(device, demon);
        affinity(device) * power / entropy_current
    }

    /// The power per Γ/h, or of the device's own widths, and what of it the slope of f_c across the cold resonances
    /// costs; with temperatures for energies.
    #[inline(always)]
    pub fn power(&self, device: &Device<S>, demon: &Demon<S>) -> (S, S) {
        let [_, flow] = demon.flows.clone();
        let [.., m3, m4] = self.moments.clone();
        let spent = m3 + m4;
        ((device.cold_gap.clone() * flow).minus(spent.clone()), spent)
    }

    /// Power and entropy current per Γ/h, or of the device's own widths, with temperatures for energies.
    #[inline(always)]
    fn plain(&self, device: &Device<S>, demon: &Demon<S>) -> (S, S) {
        let [l1, l2, l3, l4] = shifts(device, demon);
        let [hot_flow, flow] = demon.flows.clone();
        let [hot_step, cold_step] = self.steps.clone();
        let (power, _) = self.power(device, demon);
        let hot_moved = self.hot_energy.clone() / device.hot_gap.clone();
        let turned = (flow.clone() * cold_step).minus(hot_moved * hot_step);
        (power, turned + (hot_flow * (l1 + l2) + flow * (l3 + l4)))
    }
}

/// ȳ_i = ln(1/f̄_i − 1).
fn logarithm<S: Window>(resonance: &Resonance<S>) -> S {
    let Resonance { x, rises, room, rest } = resonance;
    let occupied = S::select(*rises, rest.clone(), room.clone());
    let vacant = S::select(*rises, room.clone(), rest.clone());
    // The larger of the two over the smaller one.
    let is_empty = x.is_positive();
    let more = S::select(is_empty, vacant.clone(), occupied.clone());
    let less = S::select(is_empty, occupied, vacant);
    let size = (more.minus(less.clone()) / less).ln_1p();
    S::select(is_empty, size.clone(), size.negated())
}
