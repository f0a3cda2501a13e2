//! The device: two equilibrium reservoirs and four resonances (Sec. V, App. C).

use super::demon::each;
use super::fermi::occupation;
use super::parameter::Parameter as P;
use super::point::{Point, Values};
use super::scale::{Scale, Widths};
use super::solution::Verdict;
use crate::model::Rule;
use crate::numeric::Real;
use crate::quantity::{Units, kelvin_per_electronvolt, rate};

/// A point in parameter space that is a refrigerator: 0 < Tc < Th, ε1 ≠ ε2, λ ≥ 0, all finite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Refrigerator(Point);

impl Refrigerator {
    /// Accepts the point, or names the first rule it breaks.
    ///
    /// # Errors
    /// The [`Rule`] of [`Parameter`](super::Parameter) that does not hold.
    pub fn new(point: &Point) -> Result<Self, &'static Rule> {
        if point.keeps_rules() {
            return Ok(Self(*point));
        }
        point.broken_rule().map_or(Ok(Self(*point)), Err)
    }

    /// The point itself.
    pub fn point(&self) -> &Point {
        &self.0
    }

    /// Whether λ is exactly the headroom: the demon is the last physical one.
    pub fn is_at_edge(&self) -> bool {
        self.0.is_in_headrooms() && self.0.get(P::Lambda) == 1.0
    }

    /// Whether ε3 ≠ ε4.
    pub(super) fn is_apart(&self) -> bool {
        self.0.get(P::E3) != self.0.get(P::E4)
    }

    /// The same device with λ itself, rounded to a double at which it is physical, too.
    pub(super) fn settled(&self, lambda: f64) -> Option<Refrigerator> {
        let at = |lambda| {
            let point = self.0.in_headrooms(false).with(P::Lambda, lambda);
            let found = Refrigerator::new(&point).ok()?;
            (!matches!(found.solve().verdict, Verdict::Unphysical(_))).then_some(found)
        };
        match self.0.is_in_headrooms() {
            true => [lambda, lambda.next_down()].into_iter().find_map(at),
            false => Some(*self),
        }
    }

    /// The same device, in which this parameter can change. Nothing where it is the width of a single resonance,
    /// of which nothing is known: there is no unit of currents then.
    pub(super) fn varied_by(&self, by: P) -> Option<Refrigerator> {
        let Scale { units, widths } = self.0.scale();
        match (by.is_own_width(), widths, units) {
            (false, ..) | (true, Widths::Own, _) => Some(*self),
            (true, Widths::Common, Units::Natural | Units::Absolute) => None,
            (true, Widths::Common, Units::Laboratory) => {
                Refrigerator::new(&self.0.with_own_widths()).ok()
            }
        }
    }

    /// Whether the demon does nothing here: ε3 = ε4 or λ = 0, unless windows have a slope to even out.
    pub fn is_idle(&self) -> bool {
        let still = !self.is_apart() || self.0.get(P::Lambda) == 0.0;
        still && !self.0.resonances().have_width()
    }
}

/// A level as the equilibrium reservoir it is joined to fills it.
#[derive(Clone, Copy, Debug)]
pub struct Level<S: Real> {
    /// x_i = (ε_i − μ0)/(k_B T_r).
    pub x: S,
    /// f_i.
    pub occupied: S,
    /// 1 − f_i.
    pub vacant: S,
}

impl<S: Real> Level<S> {
    /// The level at this energy, where the reservoir has the inverse temperature `beta`.
    #[inline(always)]
    pub(super) fn new(energy: S::Input, mu0: S::Input, beta: &S) -> Self {
        Self::at(S::difference(energy, mu0) * beta.clone())
    }

    /// The level at this x_i.
    #[inline(always)]
    pub(super) fn at(x: S) -> Self {
        let (occupied, vacant) = occupation(x.clone());
        Self { x, occupied, vacant }
    }
}

/// One resonance: the room its occupation has on the side that a demon with λ > 0 moves it to.
#[derive(Clone, Debug)]
pub struct Resonance<S: Real> {
    /// x_i.
    pub x: S,
    /// Whether the demon raises the occupation of this level.
    pub rises: S::Mask,
    /// r_i: 1 − f_i where the occupation rises, f_i where it falls.
    pub room: S,
    /// q_i = 1 − r_i.
    pub rest: S,
}

impl<S: Real> Resonance<S> {
    #[inline(always)]
    fn new(level: Level<S>, rises: S::Mask) -> Self {
        let Level { x, occupied, vacant } = level;
        Self {
            x,
            rises,
            room: S::select(rises, vacant.clone(), occupied.clone()),
            rest: S::select(rises, occupied, vacant),
        }
    }
}

/// How strong the demon is.
#[derive(Clone, Debug)]
pub enum Drive<S> {
    /// λ itself.
    Lambda(S),
    /// λ/λ_max: the strength is this multiple of the headroom, which is never rounded on the way.
    Headrooms(S),
}

impl<S: Real> Drive<S> {
    /// λ, or the multiple of the headroom. The two agree where the demon is idle, because they are 0
    /// then, or where there is no headroom.
    #[inline(always)]
    pub(super) fn number(&self) -> S {
        match self {
            Drive::Lambda(number) | Drive::Headrooms(number) => number.clone(),
        }
    }
}

/// The refrigerator in an arithmetic `S`.
#[derive(Clone, Debug)]
pub struct Device<S: Real> {
    /// 1/Th.
    pub beta_h: S,
    /// 1/Tc.
    pub beta_c: S,
    /// Tc.
    pub tc: S,
    /// Th − Tc.
    pub bias: S,
    /// T0.
    pub t0: S,
    /// The strength of the demon.
    pub drive: Drive<S>,
    /// |ε1 − ε2|.
    pub hot_gap: S,
    /// |ε3 − ε4|; both as temperatures where these are not energies.
    pub cold_gap: S,
    /// The unit of the currents, where it is not 1.
    pub rate: Option<S>,
    /// Γ_1 … Γ_4, where each resonance has a width of its own.
    pub widths: Option<[S; 4]>,
    /// The resonances 1 to 4.
    pub resonances: [Resonance<S>; 4],
}

impl<S: Real> Device<S> {
    /// The device with these parameters, which must be those of a [`Refrigerator`]; λ is taken for
    /// the strength itself until [`Device::driven`] says otherwise.
    #[inline(always)]
    pub fn new(values: &Values<S::Input>, scale: Scale) -> Self {
        let betas = Self::inverse_temperatures(values);
        let per_energy = Self::per_energy(&betas, scale.units);
        let [_, _, mu0, e1, e2, e3, e4, ..] = *values;
        let energies = [e1, e2, e3, e4];
        let levels = each!(i => Level::new(energies[i], mu0, &per_energy[i / 2]));
        Self::with_levels(values, scale, betas, levels)
    }

    /// 1/Th and 1/Tc.
    #[inline(always)]
    pub(super) fn inverse_temperatures(values: &Values<S::Input>) -> [S; 2] {
        let one = S::constant(1.0);
        let (th, tc) = (values[P::Th as usize], values[P::Tc as usize]);
        [one.clone() / S::input(th), one / S::input(tc)]
    }

    /// 1/(k_B Th) and 1/(k_B Tc), from the inverse temperatures.
    #[inline(always)]
    pub(super) fn per_energy(betas: &[S; 2], units: Units) -> [S; 2] {
        let [hot, cold] = betas.clone();
        [in_temperatures(hot, units), in_temperatures(cold, units)]
    }

    /// The same, where the equilibrium occupations are known already.
    #[inline(always)]
    pub(super) fn with_levels(
        values: &Values<S::Input>,
        scale: Scale,
        [beta_h, beta_c]: [S; 2],
        levels: [Level<S>; 4],
    ) -> Self {
        let [th, tc, _, e1, e2, e3, e4, lambda, t0, gamma, ..] = *values;
        let Scale { units, widths } = scale;
        let [one, two, three, four] = levels;
        // Heat is drawn from the cold reservoir: its lower level is filled, its upper one emptied,
        // and at the hot reservoir the other way round (the signs of u in Eq. 20).
        Self {
            bias: S::difference(th, tc),
            t0: S::input(t0),
            drive: Drive::Lambda(S::input(lambda)),
            hot_gap: in_temperatures(S::difference(e1, e2).abs(), units),
            cold_gap: in_temperatures(S::difference(e3, e4).abs(), units),
            rate: match (units, widths) {
                (Units::Natural | Units::Absolute, _) => None,
                (Units::Laboratory, Widths::Common) => Some(rate(S::input(gamma))),
                (Units::Laboratory, Widths::Own) => Some(rate(S::constant(1.0))),
            },
            widths: match widths {
                Widths::Common => None,
                Widths::Own => Some(each!(i => S::input(values[P::WIDTHS[i] as usize]))),
            },
            resonances: [
                Resonance::new(one, S::below(e2, e1)),
                Resonance::new(two, S::below(e1, e2)),
                Resonance::new(three, S::below(e3, e4)),
                Resonance::new(four, S::below(e4, e3)),
            ],
            beta_h,
            beta_c,
            tc: S::input(tc),
        }
    }
}

impl<S: Real> Device<S> {
    /// The same device with a demon of this strength.
    #[inline(always)]
    pub fn driven(self, drive: Drive<S>) -> Self {
        Self { drive, ..self }
    }

    /// What this moves of the occupation of a level, times the width of its resonance: a current of particles.
    #[inline(always)]
    pub(super) fn weighed(&self, moved: S, level: usize) -> S {
        match &self.widths {
            None => moved,
            Some(widths) => widths[level].clone() * moved,
        }
    }

    /// The room of a level, as a current of particles.
    #[inline(always)]
    pub(super) fn capacity(&self, level: usize) -> S {
        self.weighed(self.resonances[level].room.clone(), level)
    }

    /// How far each level is moved by these currents of particles of the hot and of the cold pair.
    #[inline(always)]
    pub(super) fn displacements(&self, flows: &[S; 2]) -> [S; 4] {
        match &self.widths {
            None => each!(i => flows[i / 2].clone()),
            Some(widths) => each!(i => flows[i / 2].clone() / widths[i].clone()),
        }
    }

    /// The width of the resonance at ε4 over that of this one, where each has its own.
    #[inline(always)]
    pub(super) fn last_over(&self, level: usize) -> Option<S> {
        let widths = self.widths.as_ref()?;
        Some(widths[3].clone() / widths[level].clone())
    }

    /// A current per Γ/h, or of the device's own widths, with temperatures for energies, in the units of the point.
    pub(super) fn in_units(&self, current: S) -> S {
        match self.rate.clone() {
            None => current,
            Some(rate) => current * rate,
        }
    }
}

/// An energy as the temperature that it is worth.
#[inline(always)]
fn in_temperatures<S: Real>(energy: S, units: Units) -> S {
    match units {
        Units::Natural | Units::Absolute => energy,
        Units::Laboratory => energy * kelvin_per_electronvolt(),
    }
}
