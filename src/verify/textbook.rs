//! The formulas as the paper prints them (misprints mended), term by term in plain doubles: the
//! second route, which shares no line with [`crate::refrigerator`]. Good at generic points, and there
//! only; the script in `ACCURACY.md` computes like this, and shows what is lost elsewhere.

use crate::refrigerator::{Constraint, Parameter as P, Point};
use statrs::function::logistic::logistic;

/// The device and the demon of App. C.
#[derive(Clone)]
pub(super) struct Textbook {
    pub th: f64,
    pub tc: f64,
    pub t0: f64,
    /// ε_1 … ε_4.
    pub e: [f64; 4],
    /// f_h(ε_1), f_h(ε_2), f_c(ε_3), f_c(ε_4).
    pub f: [f64; 4],
    /// f_l(ε_1) … f_l(ε_4).
    pub fl: [f64; 4],
    lambda: f64,
    mu0: f64,
}

impl Textbook {
    pub fn new(point: &Point) -> Self {
        let get = |parameter| point.get(parameter);
        let (th, tc, mu0) = (get(P::Th), get(P::Tc), get(P::Mu0));
        let e = [P::E1, P::E2, P::E3, P::E4].map(get);
        // f = 1/(exp(x) + 1) is the logistic function of −x.
        let occupation = |i: usize, t: f64| logistic((mu0 - e[i]) / t);
        let f = [occupation(0, th), occupation(1, th), occupation(2, tc), occupation(3, tc)];
        // The free choice, then Eqs. 20 (C4 with λ = 1) in their order of dependence.
        let lambda = get(P::Lambda);
        let fl4 = f[3] - lambda * (f[2] - f[3]);
        let ratio = (e[2] - e[3]) / (e[0] - e[1]);
        let fl = [f[0] - ratio * (f[3] - fl4), f[1] + ratio * (f[3] - fl4), f[2] + f[3] - fl4, fl4];
        Self { th, tc, t0: get(P::T0), e, f, fl, lambda, mu0 }
    }

    /// The same device with other occupations of the demon.
    pub fn with_fl(&self, fl: [f64; 4]) -> Self {
        Self { fl, ..self.clone() }
    }

    /// The occupations outside [0, 1] (after Eq. 21), as the program names them.
    pub fn broken(&self) -> Vec<Constraint> {
        let ends = (1..).zip(self.fl).flat_map(|(level, fl)| {
            [(fl < 0.0, false), (fl > 1.0, true)].map(|(is, upper)| (is, level, upper))
        });
        let broken = ends.filter(|(is, ..)| *is);
        broken.map(|(_, level, upper)| Constraint { level, upper }).collect()
    }

    /// How far the nearest of the occupations is from 0 or 1, inside or outside.
    pub fn clearance(&self) -> f64 {
        let nearest = |fl: f64| fl.abs().min((1.0 - fl).abs());
        self.fl.map(nearest).into_iter().fold(f64::INFINITY, f64::min)
    }

    /// The λ at which the first f_l(ε_i) reaches 0 or 1: each is linear in λ, and f_i at λ = 0.
    pub fn headroom(&self) -> f64 {
        let reached = |i: usize| {
            let slope = (self.fl[i] - self.f[i]) / self.lambda;
            (if slope > 0.0 { 1.0 - self.f[i] } else { -self.f[i] }) / slope
        };
        [0, 1, 2, 3].map(reached).into_iter().fold(f64::INFINITY, f64::min)
    }

    /// The Carnot bound on the COP after Eq. 23, for any T0 by Eq. 13: Tc/(Th − Tc)·Th/T0.
    pub fn carnot(&self) -> f64 {
        self.tc / (self.th - self.tc) * (self.th / self.t0)
    }

    /// ṅ_h (levels 1, 2) or ṅ_c (levels 3, 4), Eq. C3.
    pub fn particle_current(&self, levels: [usize; 2]) -> f64 {
        levels.into_iter().map(|i| self.fl[i] - self.f[i]).sum()
    }

    /// ε̇_h (levels 1, 2; Eq. C5) or ε̇_c (levels 3, 4).
    pub fn energy_current(&self, levels: [usize; 2]) -> f64 {
        levels.into_iter().map(|i| self.e[i] * (self.fl[i] - self.f[i])).sum()
    }

    /// Eq. C6.
    pub fn power_c6(&self) -> f64 {
        -(self.e[2] - self.e[3]) * (self.f[2] - self.f[3])
    }

    /// Eq. C8: Σ (f_i − f_l,i) ln(1/f_l,i + sign), with sign = −1 for electrons.
    pub fn entropy_current(&self, sign: f64) -> f64 {
        (0..4).map(|i| (self.f[i] - self.fl[i]) * (1.0 / self.fl[i] + sign).ln()).sum()
    }

    /// ln[(1 − f_l(ε_i))/(1 − f_l(ε_j)) · f_l(ε_j)/f_l(ε_i)], the logarithms of C9 to C11.
    pub fn log(&self, i: usize, j: usize) -> f64 {
        (((1.0 - self.fl[i]) / (1.0 - self.fl[j])) * (self.fl[j] / self.fl[i])).ln()
    }

    /// The last line of Eq. C9.
    pub fn entropy_current_c9(&self) -> f64 {
        let hot = self.log(0, 1) / (self.e[0] - self.e[1]);
        let cold = self.log(3, 2) / (self.e[2] - self.e[3]);
        -self.energy_current([0, 1]) * (hot + cold)
    }

    /// Eq. C10.
    pub fn cop_c10(&self) -> f64 {
        let hot = self.t0 / (self.e[0] - self.e[1]) * self.log(1, 0);
        let cold = self.t0 / (self.e[2] - self.e[3]) * self.log(2, 3);
        1.0 / (hot + cold)
    }

    /// Eq. 23, with both logarithms inverted as printed.
    pub fn cop_23_printed(&self) -> f64 {
        let hot = self.th / (self.e[0] - self.e[1]) * self.log(0, 1);
        let cold = self.th / (self.e[2] - self.e[3]) * self.log(3, 2);
        1.0 / (hot + cold)
    }

    /// A_c, Eq. C13.
    pub fn a_c(&self) -> f64 {
        self.a([2, 3], self.tc)
    }

    /// Eqs. C13 (levels 3, 4 at Tc) and C14 (levels 1, 2 at Th).
    fn a(&self, [i, j]: [usize; 2], t: f64) -> f64 {
        let tanh = |k: usize| ((self.e[k] - self.mu0) / (2.0 * t)).tanh();
        (self.e[i] - self.e[j]) / (2.0 * t) * (tanh(i) - tanh(j))
    }

    /// tanh((ε_i − μ0)/(2T)) of Eq. C12.
    pub fn tanh_c12(&self, i: usize) -> f64 {
        let t = if i < 2 { self.th } else { self.tc };
        ((self.e[i] - self.mu0) / (2.0 * t)).tanh()
    }

    /// The first line of Eq. C11, mended: (Tc/Th)·A_c, and tanh(u)/u with u = (ε1 − ε2)/(2Th).
    pub fn hot_log_c11(&self) -> f64 {
        let u = (self.e[0] - self.e[1]) / (2.0 * self.th);
        self.hot_log(self.tc / self.th * self.a_c(), u.tanh() / u)
    }

    /// The first line of Eq. C11 as printed.
    pub fn hot_log_c11_printed(&self) -> f64 {
        let v = (self.e[0] - self.e[1]) / self.th;
        self.hot_log(self.a_c(), v.tanh() / v)
    }

    fn hot_log(&self, cold: f64, prefactor: f64) -> f64 {
        let hot = self.a([0, 1], self.th);
        let u = (self.e[0] - self.e[1]) / (2.0 * self.th);
        let below = prefactor * cold * (cold / hot - 1.0) + 1.0;
        2.0 * (u.tanh() * (1.0 - 2.0 * cold / hot) / below).atanh()
    }

    /// The second line of Eq. C11.
    pub fn cold_log_c11(&self) -> f64 {
        let v = (self.e[2] - self.e[3]) / (2.0 * self.tc);
        let below = 2.0 * v.tanh() / v * self.a_c() + 1.0;
        2.0 * (-3.0 * v.tanh() / below).atanh()
    }

    /// σ_i = (f_i − f_l,i)[ln(1/f_l,i − 1) − ln(1/f_i − 1)], the entropy produced at resonance i.
    pub fn production(&self, i: usize) -> f64 {
        let logit = |f: f64| (1.0 / f - 1.0).ln();
        (self.f[i] - self.fl[i]) * (logit(self.fl[i]) - logit(self.f[i]))
    }

    /// The same as A ln(1 + A/(q l)): f_i is moved by A, has 1 − q of room on that side of it, and l
    /// is left. Below 0 where l is.
    pub fn production_by_room(&self, i: usize) -> f64 {
        let moved = (self.fl[i] - self.f[i]).abs();
        let (q, left) = match self.fl[i] > self.f[i] {
            true => (self.f[i], 1.0 - self.fl[i]),
            false => (1.0 - self.f[i], self.fl[i]),
        };
        moved * (moved / (q * left)).ln_1p()
    }
}
