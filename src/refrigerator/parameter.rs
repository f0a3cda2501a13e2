//! The register of parameters: name, symbol, unit, default and rules.

use super::Point;
use super::scale::Widths;
use crate::model::{self, Multiple, ParameterSpec, Rule};
use crate::quantity::Dimension;

/// What a parameter is when it is not given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum IfMissing {
    /// It must be given.
    Required,
    /// This value.
    Value(f64),
    /// The value of another parameter.
    Same(Parameter),
    /// It has no value, and no result depends on it.
    Absent,
    /// This value, of which tables do not tell.
    Silent(f64),
}

impl IfMissing {
    const fn data(self) -> model::Fallback {
        match self {
            IfMissing::Required => model::Fallback::Required,
            IfMissing::Value(value) => model::Fallback::Value(value),
            IfMissing::Same(other) => model::Fallback::Same(other as usize),
            IfMissing::Absent => model::Fallback::Absent,
            IfMissing::Silent(value) => model::Fallback::Silent(value),
        }
    }
}

/// A rule, and whether a point breaks it.
struct Check {
    rule: Rule,
    violated: fn(&Point) -> bool,
}

/// One line a parameter: everything that the rest of the program knows of it.
macro_rules! register {
    ($($id:ident: $name:literal, $symbol:literal, $dimension:ident, $fallback:expr, $doc:literal,
       [$($broken:literal $clause:literal $($versus:literal)? |$point:ident| $violated:expr),*];)*) => {
        /// A parameter of the device or the demon, in the order of the columns.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Parameter { $(#[doc = $doc] $id),* }

        impl Parameter {
            /// All of them, in the order of the columns.
            pub const ALL: [Parameter; [$($name),*].len()] = [$(Parameter::$id),*];
        }

        static SPECS: [ParameterSpec; Parameter::ALL.len()] = [$(ParameterSpec {
            id: Parameter::$id as usize,
            name: $name,
            symbol: $symbol,
            dimension: Dimension::$dimension,
            fallback: FALLBACKS[Parameter::$id as usize].data(),
            doc: $doc,
            needed_with_units: Parameter::$id.needed_with_units(),
            multiple: Parameter::$id.multiple(),
            makes_absolute: Parameter::$id.is_own_width(),
        }),*];

        static FALLBACKS: [IfMissing; Parameter::ALL.len()] = [$($fallback),*];

        static CHECKS: [&[Check]; Parameter::ALL.len()] = [$(&[
            Check {
                rule: Rule {
                    parameter: $name,
                    broken: concat!($name, "=nan"),
                    clause: "must be a finite number",
                    versus: None,
                },
                violated: |point| point.has_no_number_for(Parameter::$id),
            },
            $(Check {
                rule: Rule {
                    parameter: $name,
                    broken: $broken,
                    clause: $clause,
                    versus: [$(Some($versus),)? None][0],
                },
                violated: |$point| $violated,
            }),*
        ]),*];
    };
}

use IfMissing::{Absent, Required, Same, Silent, Value};
use Parameter as P;

register! {
    Th: "th", "Th", Temperature, Value(1.0), "temperature of the hot reservoir",
        ["th<=0" "must be positive" |p| p.get(P::Th) <= 0.0];
    Tc: "tc", "Tc", Temperature, Required, "temperature of the cold reservoir",
        ["tc<=0" "must be positive" |p| p.get(P::Tc) <= 0.0,
         "tc>=th" "must lie below" "th" |p| p.get(P::Tc) >= p.get(P::Th)];
    Mu0: "mu0", "μ0", Energy, Value(1.0), "chemical potential of both equilibrium reservoirs", [];
    E1: "e1", "ε1", Energy, Value(1.0), "resonance between demon and hot reservoir", [];
    E2: "e2", "ε2", Energy, Value(2.0), "resonance between demon and hot reservoir",
        ["e1=e2" "must differ from" "e1" |p| p.get(P::E1) == p.get(P::E2)];
    E3: "e3", "ε3", Energy, Value(1.5), "resonance between demon and cold reservoir",
        ["e1=e3" "must differ from" "e1" |p| p.get(P::E1) == p.get(P::E3),
         "e2=e3" "must differ from" "e2" |p| p.get(P::E2) == p.get(P::E3)];
    E4: "e4", "ε4", Energy, Required, "resonance between demon and cold reservoir",
        ["e1=e4" "must differ from" "e1" |p| p.get(P::E1) == p.get(P::E4),
         "e2=e4" "must differ from" "e2" |p| p.get(P::E2) == p.get(P::E4)];
    Lambda: "lambda", "λ", Strength, Value(1.0),
        "strength of the demon; f_l(ε4) = f_4 − λ(f_3 − f_4), 1 is the paper's Eq. C4, 1max the headroom",
        ["lambda<0" "must not be negative" |p| p.get(P::Lambda) < 0.0,
         "headroom=inf" "must be given itself, not as a multiple of the headroom, which is infinite where e3 = e4" |p| p.lacks_headroom()];
    T0: "t0", "T0", Temperature, Same(P::Th), "temperature of the environment, in the COP",
        ["t0<=0" "must be positive" |p| p.get(P::T0) <= 0.0];
    Gamma: "gamma", "Γ", Energy, Absent, "width of the resonances; power and currents are per Γ/h",
        ["gamma=nan" "must be given where values have units, resonances a width, or photons carry heat" |p| p.lacks_width(),
         "gamma<=0" "must be positive" |p| p.get(P::Gamma) <= 0.0,
         "gamma>=|e1-e2|" "must be less than |e1 − e2|, so that the windows do not overlap" |p| p.overlaps([0, 1], Widths::Common),
         "gamma>=|e3-e4|" "must be less than |e3 − e4|, so that the windows do not overlap" |p| p.overlaps([2, 3], Widths::Common),
         "gamma>=|e1-e3|" "must be less than |e1 − e3|, so that the windows do not overlap" |p| p.overlaps([0, 2], Widths::Common),
         "gamma>=|e1-e4|" "must be less than |e1 − e4|, so that the windows do not overlap" |p| p.overlaps([0, 3], Widths::Common),
         "gamma>=|e2-e3|" "must be less than |e2 − e3|, so that the windows do not overlap" |p| p.overlaps([1, 2], Widths::Common),
         "gamma>=|e2-e4|" "must be less than |e2 − e4|, so that the windows do not overlap" |p| p.overlaps([1, 3], Widths::Common)];
    Gamma1: "gamma1", "Γ1", Energy, Same(P::Gamma),
        "width of the resonance at ε1 alone; one such width makes currents those of E/h, no longer per Γ/h",
        ["gamma1=nan" "must be given, or gamma, the width of all resonances without one of their own" |p| p.lacks_own_width(P::Gamma1),
         "gamma1<=0" "must be positive" |p| p.get(P::Gamma1) <= 0.0];
    Gamma2: "gamma2", "Γ2", Energy, Same(P::Gamma), "width of the resonance at ε2 alone",
        ["gamma2=nan" "must be given, or gamma, the width of all resonances without one of their own" |p| p.lacks_own_width(P::Gamma2),
         "gamma2<=0" "must be positive" |p| p.get(P::Gamma2) <= 0.0,
         "gamma1+gamma2>=2|e1-e2|" "must, so that the windows do not overlap, be less than 2 |e1 − e2| together with" "gamma1" |p| p.overlaps([0, 1], Widths::Own)];
    Gamma3: "gamma3", "Γ3", Energy, Same(P::Gamma), "width of the resonance at ε3 alone",
        ["gamma3=nan" "must be given, or gamma, the width of all resonances without one of their own" |p| p.lacks_own_width(P::Gamma3),
         "gamma3<=0" "must be positive" |p| p.get(P::Gamma3) <= 0.0,
         "gamma1+gamma3>=2|e1-e3|" "must, so that the windows do not overlap, be less than 2 |e1 − e3| together with" "gamma1" |p| p.overlaps([0, 2], Widths::Own),
         "gamma2+gamma3>=2|e2-e3|" "must, so that the windows do not overlap, be less than 2 |e2 − e3| together with" "gamma2" |p| p.overlaps([1, 2], Widths::Own)];
    Gamma4: "gamma4", "Γ4", Energy, Same(P::Gamma), "width of the resonance at ε4 alone",
        ["gamma4=nan" "must be given, or gamma, the width of all resonances without one of their own" |p| p.lacks_own_width(P::Gamma4),
         "gamma4<=0" "must be positive" |p| p.get(P::Gamma4) <= 0.0,
         "gamma3+gamma4>=2|e3-e4|" "must, so that the windows do not overlap, be less than 2 |e3 − e4| together with" "gamma3" |p| p.overlaps([2, 3], Widths::Own),
         "gamma1+gamma4>=2|e1-e4|" "must, so that the windows do not overlap, be less than 2 |e1 − e4| together with" "gamma1" |p| p.overlaps([0, 3], Widths::Own),
         "gamma2+gamma4>=2|e2-e4|" "must, so that the windows do not overlap, be less than 2 |e2 − e4| together with" "gamma2" |p| p.overlaps([1, 3], Widths::Own)];
    Leak: "leak", "G", Conductance, Silent(0.0), "thermal conductance between h and c; heat G (Th − Tc) leaks back",
        ["leak<0" "must not be negative" |p| p.get(P::Leak) < 0.0];
    Phonons: "phonons", "ΣV", Coupling, Silent(0.0),
        "electron-phonon coupling of c; heat ΣV (Tph^5 − Tc^5) comes from its phonons",
        ["phonons<0" "must not be negative" |p| p.get(P::Phonons) < 0.0];
    Tph: "tph", "Tph", Temperature, Same(P::Th), "temperature of the phonons of c",
        ["tph<=0" "must be positive" |p| p.get(P::Tph) <= 0.0];
    Photons: "photons", "r", Number, Silent(0.0),
        "transmission of a photon channel between h and c; heat r π²/(6h) (Th² − Tc²) leaks back",
        ["photons<0" "must not be negative" |p| p.get(P::Photons) < 0.0,
         "photons>1" "must be at most 1, the quantum of thermal conductance" |p| p.get(P::Photons) > 1.0];
}

impl Parameter {
    /// The widths of single resonances, in their order.
    pub const WIDTHS: [Parameter; 4] = [P::Gamma1, P::Gamma2, P::Gamma3, P::Gamma4];

    /// Whether it is the width of a single resonance, which makes currents absolute.
    pub const fn is_own_width(self) -> bool {
        matches!(self, P::Gamma1 | P::Gamma2 | P::Gamma3 | P::Gamma4)
    }

    /// The parameter as data.
    pub fn spec(self) -> model::Parameter {
        &SPECS[self as usize]
    }

    /// All parameters as data.
    pub(super) fn specs() -> &'static [ParameterSpec] {
        &SPECS
    }

    /// The name of its flag, axis and column.
    pub fn name(self) -> &'static str {
        self.spec().name
    }

    /// The paper's symbol.
    pub fn symbol(self) -> &'static str {
        self.spec().symbol
    }

    /// What it measures.
    pub fn dimension(self) -> Dimension {
        self.spec().dimension
    }

    /// What it is when it is not given.
    pub fn fallback(self) -> IfMissing {
        FALLBACKS[self as usize]
    }

    /// Whether a point is complete without it.
    pub fn is_optional(self) -> bool {
        self.spec().is_optional()
    }

    /// What must hold of it, in the order in which it is checked.
    pub fn rules(self) -> impl Iterator<Item = &'static Rule> {
        CHECKS[self as usize].iter().map(|check| &check.rule)
    }

    /// The rules of it that a point breaks.
    pub(super) fn broken_rules(self, point: &Point) -> impl Iterator<Item = &'static Rule> {
        let broken = CHECKS[self as usize].iter().filter(|check| (check.violated)(point));
        broken.map(|check| &check.rule)
    }

    /// The parameter of this name.
    pub fn named(name: &str) -> Option<Parameter> {
        Parameter::ALL.into_iter().find(|p| p.name() == name)
    }

    const fn needed_with_units(self) -> Option<&'static str> {
        match self {
            Parameter::Gamma => Some(
                "results are in watts, which takes --gamma, the width of the resonances, e.g. --gamma 0.5ueV",
            ),
            _ => None,
        }
    }

    const fn multiple(self) -> Option<Multiple> {
        match self {
            Parameter::Lambda => Some(Multiple {
                key: "lambda_over_max",
                symbol: "λ/λ_max",
                equation: "from 20",
                doc: "multiple of the headroom; the strength of the demon, where it is given so (0.3max)",
            }),
            _ => None,
        }
    }
}
