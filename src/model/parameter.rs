//! The register of parameters: name, symbol, unit, default and rules; and one point in their space.

use super::Units;
use super::units::kelvin_per_electronvolt;
use crate::numeric::{Lanes, two_sum};
use std::fmt;

/// What a parameter measures, hence its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// A temperature; in natural units the energy k_B·T.
    Temperature,
    /// An energy.
    Energy,
    /// A pure number, that of a demon's strength: multiples of the headroom are a unit of it.
    Strength,
    /// Any other pure number.
    Number,
}

impl Dimension {
    /// Its unit; `1` for a pure number.
    pub fn unit(self, units: Units) -> &'static str {
        match (self, units) {
            (Dimension::Strength | Dimension::Number, _) => "1",
            (_, Units::Natural) => "E",
            (Dimension::Temperature, Units::Laboratory) => "K",
            (Dimension::Energy, Units::Laboratory) => "eV",
        }
    }
}

/// How wide the resonances are taken to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Resonances {
    /// The paper's limit Γ → 0, whatever Γ is.
    #[default]
    Narrow,
    /// The boxcars of Eq. C2, of the width Γ.
    Boxcar,
}

impl Resonances {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Resonances::Narrow => "narrow",
            Resonances::Boxcar => "boxcar",
        }
    }
}

/// What a parameter is when it is not given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fallback {
    /// It must be given.
    Required,
    /// This value.
    Value(f64),
    /// The value of another parameter.
    Same(Parameter),
    /// It has no value, and no result depends on it.
    Absent,
}

/// What must hold of a point for it to be a refrigerator.
#[derive(Debug)]
pub struct Rule {
    /// The parameter that is at fault.
    pub parameter: Parameter,
    /// The broken rule as the `status` column shows it, e.g. `tc>=th`.
    pub broken: &'static str,
    /// The rule as a clause, e.g. "must lie below"; complete with `versus`.
    pub clause: &'static str,
    /// The parameter that the clause compares with, if any.
    pub versus: Option<Parameter>,
    violated: fn(&Point) -> bool,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.broken == other.broken
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.parameter.name(), self.clause)?;
        self.versus.map_or(Ok(()), |other| write!(f, " {}", other.name()))
    }
}

impl std::error::Error for Rule {}

struct Entry {
    name: &'static str,
    symbol: &'static str,
    dimension: Dimension,
    fallback: Fallback,
    doc: &'static str,
    rules: &'static [Rule],
}

/// One line a parameter: everything that the rest of the program knows of it.
macro_rules! register {
    ($($id:ident: $name:literal, $symbol:literal, $dimension:ident, $fallback:expr, $doc:literal,
       [$($broken:literal $clause:literal $($versus:ident)? |$point:ident| $violated:expr),*];)*) => {
        /// A parameter of the device or the demon, in the order of the columns.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Parameter { $(#[doc = $doc] $id),* }

        impl Parameter {
            /// All of them, in the order of the columns.
            pub const ALL: [Parameter; [$($name),*].len()] = [$(Parameter::$id),*];
        }

        static REGISTER: [Entry; Parameter::ALL.len()] = [$(Entry {
            name: $name,
            symbol: $symbol,
            dimension: Dimension::$dimension,
            fallback: $fallback,
            doc: $doc,
            rules: &[Rule {
                parameter: Parameter::$id,
                broken: concat!($name, "=nan"),
                clause: "must be a finite number",
                versus: None,
                violated: |point| point.has_no_number_for(Parameter::$id),
            }, $(Rule {
                parameter: Parameter::$id,
                broken: $broken,
                clause: $clause,
                versus: [$(Some(Parameter::$versus),)? None][0],
                violated: |$point| $violated,
            }),*],
        }),*];
    };
}

use Fallback::{Absent, Required, Same, Value};
use Parameter as P;

register! {
    Th: "th", "Th", Temperature, Value(1.0), "temperature of the hot reservoir",
        ["th<=0" "must be positive" |p| p.get(P::Th) <= 0.0];
    Tc: "tc", "Tc", Temperature, Required, "temperature of the cold reservoir",
        ["tc<=0" "must be positive" |p| p.get(P::Tc) <= 0.0,
         "tc>=th" "must lie below" Th |p| p.get(P::Tc) >= p.get(P::Th)];
    Mu0: "mu0", "μ0", Energy, Value(1.0), "chemical potential of both equilibrium reservoirs", [];
    E1: "e1", "ε1", Energy, Value(1.0), "resonance between demon and hot reservoir", [];
    E2: "e2", "ε2", Energy, Value(2.0), "resonance between demon and hot reservoir",
        ["e1=e2" "must differ from" E1 |p| p.get(P::E1) == p.get(P::E2)];
    E3: "e3", "ε3", Energy, Value(1.5), "resonance between demon and cold reservoir", [];
    E4: "e4", "ε4", Energy, Required, "resonance between demon and cold reservoir", [];
    Lambda: "lambda", "λ", Strength, Value(1.0),
        "strength of the demon, f_l(ε4) = f_4 − λ(f_3 − f_4); 1 is the paper's Eq. C4, 1max the headroom",
        ["lambda<0" "must not be negative" |p| p.get(P::Lambda) < 0.0];
    T0: "t0", "T0", Temperature, Same(P::Th), "temperature of the environment, in the COP",
        ["t0<=0" "must be positive" |p| p.get(P::T0) <= 0.0];
    Gamma: "gamma", "Γ", Energy, Absent, "width of the resonances; power and currents are per Γ/h",
        ["gamma=nan" "must be given where values have units or resonances a width" |p| p.lacks_width(),
         "gamma<=0" "must be positive" |p| p.get(P::Gamma) <= 0.0,
         "gamma>=|e1-e2|" "must be less than |e1 − e2|, so that the windows do not overlap" |p| p.overlaps(P::E1, P::E2),
         "gamma>=|e3-e4|" "must be less than |e3 − e4|, so that the windows do not overlap" |p| p.overlaps(P::E3, P::E4)];
}

impl Parameter {
    fn entry(self) -> &'static Entry {
        &REGISTER[self as usize]
    }

    /// The name of its flag, axis and column.
    pub fn name(self) -> &'static str {
        self.entry().name
    }

    /// The paper's symbol.
    pub fn symbol(self) -> &'static str {
        self.entry().symbol
    }

    /// What it measures.
    pub fn dimension(self) -> Dimension {
        self.entry().dimension
    }

    /// What it is when it is not given.
    pub fn fallback(self) -> Fallback {
        self.entry().fallback
    }

    /// Whether a point is complete without it.
    pub fn is_optional(self) -> bool {
        matches!(self.fallback(), Same(_) | Absent)
    }

    /// What it is, in a line.
    pub fn doc(self) -> &'static str {
        self.entry().doc
    }

    /// What must hold of it, in the order in which it is checked.
    pub fn rules(self) -> &'static [Rule] {
        self.entry().rules
    }

    /// The parameter of this name.
    pub fn named(name: &str) -> Option<Parameter> {
        Parameter::ALL.into_iter().find(|p| p.name() == name)
    }
}

/// Something for each parameter, in the order of the register.
pub type Values<T> = [T; Parameter::ALL.len()];

/// A value for every parameter, right or wrong: [`Refrigerator::new`](super::Refrigerator::new)
/// judges it.
#[derive(Clone, Copy, Debug)]
pub struct Point {
    values: Values<f64>,
    units: Units,
    resonances: Resonances,
    in_headrooms: bool,
}

/// Two points are equal if all their values are, or are both missing.
impl PartialEq for Point {
    fn eq(&self, other: &Self) -> bool {
        let same = |p| self.get(p) == other.get(p) || self.get(p).is_nan() && other.get(p).is_nan();
        let alike = self.units == other.units
            && self.resonances == other.resonances
            && self.in_headrooms == other.in_headrooms;
        alike && Parameter::ALL.into_iter().all(same)
    }
}

impl Point {
    const EMPTY: Point = Point {
        values: [f64::NAN; Parameter::ALL.len()],
        units: Units::Natural,
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
                (None, Same(_) | Absent) => f64::NAN,
            };
        }
        Ok(point)
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
        self
    }

    /// The same values in these units.
    pub fn in_units(mut self, units: Units) -> Point {
        self.units = units;
        self
    }

    /// The same values with these resonances.
    pub fn with_resonances(mut self, resonances: Resonances) -> Point {
        self.resonances = resonances;
        self
    }

    /// How wide the resonances are taken to be.
    pub fn resonances(&self) -> Resonances {
        self.resonances
    }

    /// The same values, λ as a multiple of the headroom; [`settle`](super::settle) makes it a
    /// strength.
    pub fn in_headrooms(mut self, in_headrooms: bool) -> Point {
        self.in_headrooms = in_headrooms;
        self
    }

    /// Whether λ is a multiple of the headroom.
    pub fn is_in_headrooms(&self) -> bool {
        self.in_headrooms
    }

    /// What the values are measured in.
    pub fn units(&self) -> Units {
        self.units
    }

    /// The value of a parameter, its default where none was given; NaN where it has none.
    pub fn get(&self, parameter: Parameter) -> f64 {
        let value = self.values[parameter as usize];
        if value.is_nan()
            && let Same(other) = parameter.fallback()
        {
            return self.get(other);
        }
        value
    }

    /// The values of all parameters, as [`Point::get`] has them.
    #[inline(always)]
    pub fn values(&self) -> Values<f64> {
        let mut values = self.values;
        for parameter in Parameter::ALL {
            if let Same(other) = parameter.fallback()
                && values[parameter as usize].is_nan()
            {
                values[parameter as usize] = self.get(other);
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

    /// Whether Γ is given and more than a tenth of k_B Tc, while the formulas are those of the limit
    /// of narrow resonances.
    pub fn is_too_wide(&self) -> bool {
        if self.resonances == Resonances::Boxcar {
            return false;
        }
        let k_b = match self.units {
            Units::Natural => 1.0,
            Units::Laboratory => 1.0 / kelvin_per_electronvolt::<Lanes<1>>().0[0],
        };
        self.get(P::Gamma) > 0.1 * k_b * self.get(P::Tc)
    }

    /// The first rule, in the order of the register, that the point breaks.
    pub fn broken_rule(&self) -> Option<&'static Rule> {
        Parameter::ALL.into_iter().flat_map(Parameter::rules).find(|rule| (rule.violated)(self))
    }

    fn lacks_width(&self) -> bool {
        let is_used = self.units == Units::Laboratory || self.resonances == Resonances::Boxcar;
        is_used && self.get(P::Gamma).is_nan()
    }

    /// Whether the windows around two levels overlap, or touch.
    fn overlaps(&self, a: P, b: P) -> bool {
        let (a, b) = (self.get(a), self.get(b));
        let (gap, rest) = two_sum(a.max(b), -a.min(b));
        let room = gap - self.get(P::Gamma);
        // Beside its leading part, the rest of the gap counts at a tie only.
        self.resonances == Resonances::Boxcar && (room < 0.0 || room == 0.0 && rest <= 0.0)
    }

    fn has_no_number_for(&self, parameter: Parameter) -> bool {
        let value = self.get(parameter);
        !(value.is_finite() || value.is_nan() && parameter.fallback() == Absent)
    }
}
