//! One point in the space of parameters.

use super::Parameter;
use super::device::Drive;
use super::parameter::IfMissing::{Absent, Required, Same, Silent, Value};
use super::parameter::Parameter as P;
use super::scale::{Scale, Widths};
use super::value::LEVELS;
use crate::model::Rule;
use crate::numeric::{Lanes, Real, two_sum};
use crate::quantity::Units;
use crate::quantity::kelvin_per_electronvolt;

/// How wide the resonances are taken to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Resonances {
    /// The paper's limit Γ → 0, whatever Γ is.
    #[default]
    Narrow,
    /// The boxcars of Eq. C2, of the width Γ, or each of its own.
    Boxcar,
}

impl Resonances {
    /// Whether the currents depend on Γ beyond their unit. Without width they are those of the limit
    /// Γ → 0.
    pub fn have_width(self) -> bool {
        self != Resonances::Narrow
    }

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Resonances::Narrow => "narrow",
            Resonances::Boxcar => "boxcar",
        }
    }

    /// The resonances of this name.
    pub fn named(name: &str) -> Option<Resonances> {
        [Resonances::Narrow, Resonances::Boxcar].into_iter().find(|r| r.name() == name)
    }
}

/// Something for each parameter, in the order of the register.
pub type Values<T> = [T; Parameter::ALL.len()];

/// A value for every parameter, right or wrong: [`Refrigerator::new`](super::Refrigerator::new)
/// judges it.
#[derive(Clone, Copy, Debug)]
pub struct Point {
    values: Values<f64>,
    scale: Scale,
    resonances: Resonances,
    in_headrooms: bool,
}

/// Two points are equal if all their values are, or are both missing.
impl PartialEq for Point {
    fn eq(&self, other: &Self) -> bool {
        let same = |p| self.get(p) == other.get(p) || self.get(p).is_nan() && other.get(p).is_nan();
        let alike = self.scale == other.scale
            && self.resonances == other.resonances
            && self.in_headrooms == other.in_headrooms;
        alike && Parameter::ALL.into_iter().all(same)
    }
}

impl Point {
    const EMPTY: Point = Point {
        values: [f64::NAN; Parameter::ALL.len()],
        scale: Scale::common(Units::Natural),
        resonances: Resonances::Narrow,
        in_headrooms: false,
    };

    /// The point whose given parameters have these values and all others their defaults; a
    /// required parameter that is not given is the error.
    pub fn complete(given: impl Fn(Parameter) -> Option<f64>) -> Result<Point, Parameter> {
        let mut point = Point::EMPTY;
        for parameter in Parameter::ALL {
            point.values[parameter as usize] = match (given(parameter), parameter.fallback()) {
                (Some(value), _) | (None, Value(value)) => value,
                (None, Required) => return Err(parameter),
                (None, Same(_) | Absent | Silent(_)) => f64::NAN,
            };
        }
        Ok(point.in_units(Units::Natural))
    }

    /// The point with these values, in the order of the register; NaN is a missing one.
    pub(super) fn raw_of(values: &[f64]) -> Point {
        let mut point = Point::EMPTY;
        point.values.copy_from_slice(values);
        point.in_units(Units::Natural)
    }

    /// The point with these values that is read as this one is; widths of single resonances are no news to
    /// it. Without a Tc it has the greatest one below its Th.
    #[inline(always)]
    pub(super) fn with_raw(&self, values: &[f64]) -> Point {
        let mut point = *self;
        point.values.copy_from_slice(values);
        if values[P::Tc as usize].is_nan() { point.below_th() } else { point }
    }

    /// Whether the point keeps all rules for certain, which is quicker to know than which rule it breaks:
    /// a point of narrow resonances that keeps them does.
    #[inline(always)]
    pub(super) fn keeps_rules(&self) -> bool {
        let [
            th,
            tc,
            mu0,
            e1,
            e2,
            e3,
            e4,
            lambda,
            t0,
            gamma,
            _,
            _,
            _,
            _,
            leak,
            phonons,
            tph,
            photons,
        ] = self.values;
        let t0 = if t0.is_nan() { th } else { t0 };
        let needs_width = !self.scale.units.are_natural() | (photons > 0.0);
        let is_loss = |loss: f64| loss.is_nan() | (0.0..f64::INFINITY).contains(&loss);
        let warmth = tph.is_nan() | ((0.0 < tph) & (tph < f64::INFINITY));
        let leaks = is_loss(leak) & is_loss(phonons) & is_loss(photons) & warmth;
        let leaks = leaks & (photons.is_nan() | (photons <= 1.0));
        // Zero times a number is NaN where that is infinite or missing.
        let all = [th, tc, mu0, e1, e2, e3, e4, lambda, t0];
        let is_finite = all.iter().fold(0.0, |sum, value| sum + 0.0 * value) == 0.0;
        let temperatures = (0.0 < tc) & (tc < th) & (0.0 < t0);
        let levels = (e1 != e2) & (e1 != e3) & (e1 != e4) & (e2 != e3) & (e2 != e4);
        let strength = (lambda >= 0.0) & !(self.in_headrooms & (e3 == e4));
        let is_width = (0.0 < gamma) & (gamma < f64::INFINITY);
        let width = is_width | (gamma.is_nan() & !needs_width);
        let is_narrow = (self.resonances == Resonances::Narrow) & !self.scale.has_own_widths();
        is_finite & temperatures & levels & strength & width & is_narrow & leaks
    }

    /// The values as they were given, in the order of the register; NaN where none was.
    pub fn raw(&self) -> &[f64] {
        &self.values
    }

    /// The caption of Fig. 2, Th = μ0 = ε1 = 1, ε2 = 2, ε3 = 1.5, with λ = 1, at this Tc and ε4.
    pub fn paper(tc: f64, e4: f64) -> Point {
        let mut point = Point::EMPTY;
        for parameter in Parameter::ALL {
            if let Value(value) = parameter.fallback() {
                point = point.with(parameter, value);
            }
        }
        point.with(P::Tc, tc).with(P::E4, e4)
    }

    /// The same point with one parameter changed.
    pub fn with(mut self, parameter: Parameter, value: f64) -> Point {
        self.values[parameter as usize] = value;
        if parameter.is_own_width() { self.in_units(self.scale.units) } else { self }
    }

    /// The same point with the greatest Tc below its Th.
    pub fn below_th(self) -> Point {
        self.with(P::Tc, self.get(P::Th).next_down())
    }

    /// The same values in these units; natural ones are absolute where a resonance has a width of its own.
    pub fn in_units(mut self, units: Units) -> Point {
        let is_given = |width: P| !self.values[width as usize].is_nan();
        let has_own_widths = units == Units::Absolute || P::WIDTHS.into_iter().any(is_given);
        self.scale = match (has_own_widths, units) {
            (false, _) => Scale::common(units),
            (true, Units::Natural | Units::Absolute) => {
                Scale { units: Units::Absolute, widths: Widths::Own }
            }
            (true, Units::Laboratory) => Scale { units, widths: Widths::Own },
        };
        self
    }

    /// The same values, among which the widths of single resonances count even where none is given.
    pub(super) fn with_own_widths(self) -> Point {
        let units = if self.scale.units.are_natural() { Units::Absolute } else { self.scale.units };
        Point { scale: Scale { units, widths: Widths::Own }, ..self }
    }

    /// The same values with these resonances.
    pub fn with_resonances(mut self, resonances: Resonances) -> Point {
        self.resonances = resonances;
        self
    }

    /// The same values with the resonances of Eq. C2, which have the widths of the point.
    pub(super) fn widened(self) -> Point {
        self.with_resonances(Resonances::Boxcar)
    }

    /// How wide the resonances are taken to be.
    pub fn resonances(&self) -> Resonances {
        self.resonances
    }

    /// The same values, λ as a multiple of the headroom or as itself.
    pub fn in_headrooms(mut self, in_headrooms: bool) -> Point {
        self.in_headrooms = in_headrooms;
        self
    }

    /// Whether λ is a multiple of the headroom.
    pub fn is_in_headrooms(&self) -> bool {
        self.in_headrooms
    }

    /// The strength of the demon.
    pub(super) fn drive<S: Real<Input = f64>>(&self) -> Drive<S> {
        let number = S::input(self.get(P::Lambda));
        if self.in_headrooms { Drive::Headrooms(number) } else { Drive::Lambda(number) }
    }

    /// What the values are measured in.
    pub fn units(&self) -> Units {
        self.scale.units
    }

    /// What the currents are measured in, and whose widths they are formed with.
    #[inline(always)]
    pub fn scale(&self) -> Scale {
        self.scale
    }

    /// The value of a parameter, its default where none was given; NaN where it has none.
    pub fn get(&self, parameter: Parameter) -> f64 {
        match (self.values[parameter as usize], parameter.fallback()) {
            (value, Same(other)) if value.is_nan() => self.get(other),
            (value, Silent(usual)) if value.is_nan() => usual,
            (value, _) => value,
        }
    }

    /// The values of all parameters, as [`Point::get`] has them; some number where there is none, and no
    /// result depends on it.
    #[inline(always)]
    pub fn values(&self) -> Values<f64> {
        self.first_values()
    }

    /// The first of these values, in the order of the register.
    #[inline(always)]
    pub(super) fn first_values<const K: usize>(&self) -> [f64; K] {
        let mut values = [0.0; K];
        for (value, parameter) in values.iter_mut().zip(Parameter::ALL) {
            *value = self.values[parameter as usize];
            if value.is_nan() {
                let own = self.get(parameter);
                *value = if own.is_nan() { 1.0 } else { own };
            }
        }
        values
    }

    /// How fast each value changes with this parameter: with it, 1; those that are it where they are
    /// not given follow.
    pub fn direction(&self, parameter: Parameter) -> Values<f64> {
        Parameter::ALL.map(|other| {
            let follows =
                other.fallback() == Same(parameter) && self.values[other as usize].is_nan();
            f64::from(u8::from(other == parameter || follows))
        })
    }

    /// The parameter that gives the greatest width of a resonance: Γ, where none has a greater one of its own.
    pub fn widest(&self) -> Parameter {
        let is_given = |width: &P| !self.values[*width as usize].is_nan();
        let follow = || P::WIDTHS.into_iter().any(|width| !is_given(&width));
        let own = P::WIDTHS.into_iter().filter(is_given);
        let used = own.chain((!self.scale.has_own_widths() || follow()).then_some(P::Gamma));
        used.max_by(|a, b| self.get(*a).total_cmp(&self.get(*b))).unwrap_or(P::Gamma)
    }

    /// Whether a width is given and more than a tenth of k_B Tc, while the formulas are those of the limit
    /// of narrow resonances.
    pub fn is_too_wide(&self) -> bool {
        if self.resonances.have_width() {
            return false;
        }
        let k_b = match self.scale.units {
            Units::Natural | Units::Absolute => 1.0,
            Units::Laboratory => 1.0 / kelvin_per_electronvolt::<Lanes<1>>().0[0],
        };
        self.get(self.widest()) > 0.1 * k_b * self.get(P::Tc)
    }

    /// The first rule, in the order of the register, that the point breaks.
    pub fn broken_rule(&self) -> Option<&'static Rule> {
        self.broken_rules().next()
    }

    /// The rules that the point breaks because their parameter has no value, whatever the others
    /// are: a width of the resonances, where one is needed.
    pub fn lacking(&self) -> impl Iterator<Item = &'static Rule> {
        self.broken_rules()
            .filter(|rule| Parameter::named(rule.parameter).is_some_and(|p| self.get(p).is_nan()))
    }

    /// All rules, in the order of the register, that the point breaks.
    pub fn broken_rules(&self) -> impl Iterator<Item = &'static Rule> {
        Parameter::ALL.into_iter().flat_map(|parameter| parameter.broken_rules(self))
    }

    /// Whether λ is given as a multiple of the headroom, but ε3 = ε4, so that nothing bounds it.
    pub fn lacks_headroom(&self) -> bool {
        self.in_headrooms && self.get(P::E3) == self.get(P::E4)
    }

    pub(super) fn lacks_width(&self) -> bool {
        let has_photons = self.get(P::Photons) > 0.0;
        let is_unit =
            !self.scale.has_own_widths() && (has_photons || self.scale.units == Units::Laboratory);
        let has_windows = self.resonances.have_width() && !self.scale.has_own_widths();
        (is_unit || has_windows) && self.get(P::Gamma).is_nan()
    }

    /// Whether resonances have widths of their own, but this one has none.
    pub(super) fn lacks_own_width(&self, width: Parameter) -> bool {
        self.scale.has_own_widths() && self.get(width).is_nan()
    }

    /// Whether the windows around two levels, 0 to 3, overlap, or touch, where `widths` says whose widths they have.
    pub(super) fn overlaps(&self, [a, b]: [usize; 2], widths: Widths) -> bool {
        if !self.resonances.have_width() || self.scale.widths != widths {
            return false;
        }
        let [first, second] = [a, b].map(|level| self.get(LEVELS[level]));
        let (gap, gap_rest) = two_sum(first.max(second), -first.min(second));
        let [first, second] = [a, b].map(|level| self.get(self.scale.width_of(level)));
        let (both, both_rest) = two_sum(first, second);
        let room = 2.0 * gap - both;
        // Beside the leading parts, which are rounded to the nearest double, the rests count at a tie only.
        room < 0.0 || room == 0.0 && 2.0 * gap_rest <= both_rest
    }

    pub(super) fn has_no_number_for(&self, parameter: Parameter) -> bool {
        let value = self.get(parameter);
        let source = match parameter.fallback() {
            Same(other) => other.fallback(),
            own => own,
        };
        !(value.is_finite() || value.is_nan() && source == Absent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::random::Random;

    /// The quick way says that rules are kept exactly where none is broken, of narrow resonances.
    #[test]
    fn the_quick_way_knows_all_rules_of_narrow_resonances() {
        let mut random = Random(7);
        let mut draw = move |below: u32| (random.next() * f64::from(below)) as u32;
        let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, -0.0, -1.0, 5e-324, f64::MAX];
        let (mut kept, mut broken) = (0, 0);
        for _ in 0..200_000 {
            let mut point = Point::paper(0.5, 1.3);
            // Few values, so that many are equal; now and then an odd one.
            for parameter in Parameter::ALL {
                let value = match draw(64) {
                    0..24 => point.get(parameter),
                    24..56 => 0.25 * f64::from(draw(16)) + 0.01 * f64::from(parameter as u8),
                    56..62 => 0.5 * f64::from(draw(8)),
                    _ => odd[draw(8) as usize],
                };
                // Few points have widths of single resonances.
                let value = if parameter.is_own_width() && draw(8) > 0 { f64::NAN } else { value };
                point = point.with(parameter, value);
            }
            let units = [Units::Natural, Units::Laboratory][draw(2) as usize];
            let point = point.in_units(units).in_headrooms(draw(3) == 0);
            // Most photon channels that are drawn transmit too much.
            let photons = point.get(P::Photons);
            let point = if draw(8) > 0 { point.with(P::Photons, 0.125 * photons) } else { point };
            // Widths of single resonances are left to the rules themselves.
            let keeps_rules = point.broken_rule().is_none() && !point.scale().has_own_widths();
            assert_eq!(point.keeps_rules(), keeps_rules, "{point:?}");
            kept += u32::from(point.keeps_rules());
            broken += u32::from(!point.keeps_rules());
            assert!(!point.with_resonances(Resonances::Boxcar).keeps_rules());
        }
        assert!(kept > 10_000 && broken > 10_000, "{kept} {broken}");
    }
}
