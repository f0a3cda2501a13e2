//! The device: two equilibrium reservoirs and four narrow resonances (Sec. V, App. C).

use super::fermi::occupation;
use super::parameter::{Parameter as P, Point, Rule};
use crate::numeric::Real;

/// A point in parameter space that is a refrigerator: 0 < Tc < Th, ε1 ≠ ε2, λ ≥ 0, all finite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Refrigerator(Point);

impl Refrigerator {
    /// Accepts the point, or names the first rule it breaks.
    ///
    /// # Errors
    /// The [`Rule`] of [`Parameter`](super::Parameter) that does not hold.
    pub fn new(point: &Point) -> Result<Self, &'static Rule> {
        point.broken_rule().map_or(Ok(Self(*point)), Err)
    }

    /// The point itself.
    pub fn point(&self) -> &Point {
        &self.0
    }

    /// Whether the demon does nothing here: ε3 = ε4 or λ = 0.
    pub fn is_idle(&self) -> bool {
        self.0.get(P::E3) == self.0.get(P::E4) || self.0.get(P::Lambda) == 0.0
    }
}

/// One resonance: the room its occupation has on the side that a demon with λ > 0 moves it to.
#[derive(Clone, Debug)]
pub struct Resonance<S: Real> {
    /// x_i = (ε_i − μ0)/(k_B T_r).
    pub x: S,
    /// Whether the demon raises the occupation of this level.
    pub rises: S::Mask,
    /// r_i: 1 − f_i where the occupation rises, f_i where it falls.
    pub room: S,
    /// q_i = 1 − r_i.
    pub rest: S,
}

impl<S: Real> Resonance<S> {
    /// The resonance at x_i.
    #[inline(always)]
    fn new(x: S, rises: S::Mask) -> Self {
        let (occupied, vacant) = occupation(x.clone());
        Self {
            x,
            rises,
            room: S::select(rises, vacant.clone(), occupied.clone()),
            rest: S::select(rises, occupied, vacant),
        }
    }
}

/// The refrigerator in an arithmetic `S`.
#[derive(Clone, Debug)]
pub struct Device<S: Real> {
    /// Th.
    pub th: S,
    /// Tc.
    pub tc: S,
    /// Th − Tc.
    pub bias: S,
    /// T0.
    pub t0: S,
    /// λ.
    pub lambda: S,
    /// |ε1 − ε2|.
    pub hot_gap: S,
    /// |ε3 − ε4|.
    pub cold_gap: S,
    /// The resonances 1 to 4.
    pub resonances: [Resonance<S>; 4],
}

impl<S: Real> Device<S> {
    /// The device with these parameters, which must be those of a [`Refrigerator`].
    #[inline(always)]
    pub fn new(input: impl Fn(P) -> S::Input) -> Self {
        let (th, tc) = (S::input(input(P::Th)), S::input(input(P::Tc)));
        let [e1, e2, e3, e4] = [P::E1, P::E2, P::E3, P::E4].map(&input);
        let x = |level, t: &S| S::difference(level, input(P::Mu0)) / t.clone();
        // Heat is drawn from the cold reservoir: its lower level is filled, its upper one emptied,
        // and at the hot reservoir the other way round (the signs of u in Eq. 20).
        Self {
            bias: S::difference(input(P::Th), input(P::Tc)),
            t0: S::input(input(P::T0)),
            lambda: S::input(input(P::Lambda)),
            hot_gap: S::difference(e1, e2).abs(),
            cold_gap: S::difference(e3, e4).abs(),
            resonances: [
                Resonance::new(x(e1, &th), S::below(e2, e1)),
                Resonance::new(x(e2, &th), S::below(e1, e2)),
                Resonance::new(x(e3, &tc), S::below(e3, e4)),
                Resonance::new(x(e4, &tc), S::below(e4, e3)),
            ],
            th,
            tc,
        }
    }
}
