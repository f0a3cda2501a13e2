//! The register of columns. Every writer, the header, `ndemon columns` and the documentation loop
//! over it; adding a column is one entry.

use super::Row;
use super::column::{Column, Measure, Shown, Source, fill};
use crate::quantity::{Dimension, Units};
use crate::refrigerator::{Derived, Parameter};
use std::sync::LazyLock;

/// A result: name, symbol, what it measures, equation, meaning, and where it comes from.
struct Entry(&'static str, &'static str, Measure, &'static str, &'static str, Source);

/// A result of each row, NaN where there is none: each has a loop of its own, without a call.
macro_rules! each {
    ($solution:ident => $result:expr) => {
        |rows, numbers| {
            fill(rows, numbers, |row| row.answer.as_ref().map_or(f64::NAN, |$solution| $result))
        }
    };
}

const FL: &str = "occupation of the demon; kept where it is unphysical";
const PURE: Measure = Measure::Of(Dimension::Number);

const RESONANCES: Entry = Entry(
    "resonances",
    "",
    Measure::Text,
    "C2",
    "boxcar: windows of the width gamma; narrow: their limit, whatever gamma is",
    Source::Resonances,
);

const RESULTS: [Entry; 10] = [
    Entry("fl1", "f_l(ε1)", PURE, "20, C4", FL, Source::Result(each!(s => s.fl[0]))),
    Entry("fl2", "f_l(ε2)", PURE, "20, C4", FL, Source::Result(each!(s => s.fl[1]))),
    Entry("fl3", "f_l(ε3)", PURE, "20, C4", FL, Source::Result(each!(s => s.fl[2]))),
    Entry("fl4", "f_l(ε4)", PURE, "20, C4", FL, Source::Result(each!(s => s.fl[3]))),
    Entry(
        "power",
        "ε̇_h",
        Measure::Power,
        "21, C6",
        "heat that flows from cold to hot; the energy current into the hot reservoir",
        Source::Result(each!(s => s.power)),
    ),
    Entry(
        "entropy_current",
        "Ṡ_l",
        Measure::EntropyCurrent,
        "18, C8",
        "entropy current into the demon; the price of the cooling",
        Source::Result(each!(s => s.entropy_current)),
    ),
    Entry(
        "cop",
        "COP",
        PURE,
        "22, C10",
        "power/(T0 · entropy_current); the coefficient of performance",
        Source::Result(each!(s => s.cop)),
    ),
    Entry(
        "cop_carnot",
        "COP_therm",
        PURE,
        "after 23",
        "Carnot bound Tc/(Th − Tc); times Th/T0 it bounds the COP",
        Source::Recurring(each!(s => s.cop_carnot)),
    ),
    Entry(
        "headroom",
        "λ_max",
        PURE,
        "from 20",
        "greatest physical λ; inf where e3 = e4",
        Source::Result(|rows, numbers| fill(rows, numbers, Row::headroom)),
    ),
    Entry(
        "status",
        "",
        Measure::Text,
        "after 21",
        "ok; limit (e3 = e4 or lambda = 0); fl3<0, … the constraint that binds; fl3=0, … the same at the headroom itself; tc>=th, … the broken rule; cop>max, … physical, but that result exceeds the doubles",
        Source::Status,
    ),
];

const SIGMA: &str = "entropy produced at this resonance";
const BETA_EFF: &str = "inverse effective temperature; that of the demon at this level";

const DERIVED: [Entry; 15] = [
    Entry(
        "entropy_production",
        "Σσ_i",
        Measure::EntropyCurrent,
        "from C8",
        "entropy produced in all; entropy_current less power·(1/Tc − 1/Th), which an ideal transfer of heat would cost",
        Source::Derived(Derived::EntropyProduction),
    ),
    Entry(
        "sigma1",
        "σ_1",
        Measure::EntropyCurrent,
        "from C8",
        SIGMA,
        Source::Derived(Derived::Sigma(0)),
    ),
    Entry(
        "sigma2",
        "σ_2",
        Measure::EntropyCurrent,
        "from C8",
        SIGMA,
        Source::Derived(Derived::Sigma(1)),
    ),
    Entry(
        "sigma3",
        "σ_3",
        Measure::EntropyCurrent,
        "from C8",
        SIGMA,
        Source::Derived(Derived::Sigma(2)),
    ),
    Entry(
        "sigma4",
        "σ_4",
        Measure::EntropyCurrent,
        "from C8",
        SIGMA,
        Source::Derived(Derived::Sigma(3)),
    ),
    Entry(
        "cop_fraction",
        "COP/max",
        PURE,
        "after 23",
        "COP over its bound; that is cop_carnot · Th/T0",
        Source::Derived(Derived::CopFraction),
    ),
    Entry(
        "power_max",
        "ε̇_max",
        Measure::Power,
        "from 20",
        "power at λ = λ_max; the greatest that these levels can give",
        Source::Derived(Derived::PowerMax),
    ),
    Entry(
        "beta12",
        "β_12",
        Measure::InverseTemperature,
        "from A9",
        "inverse temperature, hot pair; below 1/Th, if resonances are narrow",
        Source::Derived(Derived::Beta12),
    ),
    Entry(
        "beta34",
        "β_34",
        Measure::InverseTemperature,
        "from A9",
        "inverse temperature, cold pair; above 1/Tc; COP = 1/(T0 (β_34 − β_12)), if resonances are narrow",
        Source::Derived(Derived::Beta34),
    ),
    Entry(
        "beta_eff1",
        "1/T_eff",
        Measure::InverseTemperature,
        "A9",
        BETA_EFF,
        Source::Derived(Derived::BetaEff(0)),
    ),
    Entry(
        "beta_eff2",
        "1/T_eff",
        Measure::InverseTemperature,
        "A9",
        BETA_EFF,
        Source::Derived(Derived::BetaEff(1)),
    ),
    Entry(
        "beta_eff3",
        "1/T_eff",
        Measure::InverseTemperature,
        "A9",
        BETA_EFF,
        Source::Derived(Derived::BetaEff(2)),
    ),
    Entry(
        "beta_eff4",
        "1/T_eff",
        Measure::InverseTemperature,
        "A9",
        BETA_EFF,
        Source::Derived(Derived::BetaEff(3)),
    ),
    Entry(
        "tc_min",
        "Tc,min",
        Measure::Of(Dimension::Temperature),
        "after 21",
        "lowest physical Tc; from it up to Tc (or Th, where no Tc is given) the demon is physical with these levels and this λ",
        Source::Derived(Derived::TcMin),
    ),
    Entry(
        "narrow_error",
        "δε̇_h",
        PURE,
        "from C1, C2",
        "relative error of the narrow limit; in the power, at this Γ",
        Source::Derived(Derived::NarrowError),
    ),
];

impl Entry {
    fn column(&self) -> (Measure, Column) {
        let Entry(key, symbol, measure, equation, doc, source) = *self;
        let shown = match source {
            Source::Derived(_) => Shown::OnRequest,
            Source::Resonances => Shown::WhereWide,
            _ => Shown::Always,
        };
        let (name, unit) = (String::new(), "");
        (measure, Column { key, name, symbol, unit, equation, doc, shown, source })
    }
}

/// The derivative of the power or of the COP with respect to a parameter.
fn slope(
    of: &str,
    symbol: &str,
    p: Parameter,
    measure: Measure,
    derived: Derived,
) -> (Measure, Column) {
    // Made once, for as long as the program runs.
    let kept = |text: String| -> &'static str { text.leak() };
    let key = kept(format!("{of}_d{}", p.name()));
    let symbol = kept(format!("∂{symbol}/∂{}", p.symbol()));
    let doc = kept(format!("derivative of {} by {}", &of[1..], p.symbol()));
    Entry(key, symbol, measure, "", doc, Source::Derived(derived)).column()
}

fn slopes() -> impl Iterator<Item = (Measure, Column)> {
    let power = |p: Parameter| {
        slope("dpower", "ε̇_h", p, Measure::PowerPer(p.dimension()), Derived::PowerSlope(p))
    };
    let cop = |p: Parameter| {
        slope("dcop", "COP", p, Measure::NumberPer(p.dimension()), Derived::CopSlope(p))
    };
    Parameter::ALL.into_iter().map(power).chain(Parameter::ALL.into_iter().map(cop))
}

/// λ as a multiple of the headroom.
fn multiple() -> (Measure, Column) {
    let doc = "multiple of the headroom; the strength of the demon, where it is given so (0.3max)";
    let (measure, column) =
        Entry("lambda_over_max", "λ/λ_max", PURE, "from 20", doc, Source::Multiple).column();
    (measure, Column { shown: Shown::InHeadrooms, ..column })
}

/// Every column, in the order of the table; those that are there on request only come last.
pub fn columns(units: Units) -> impl Iterator<Item = &'static Column> {
    static COLUMNS: LazyLock<[Vec<Column>; 2]> = LazyLock::new(|| {
        [Units::Natural, Units::Laboratory].map(|units| {
            let parameters = Parameter::ALL.into_iter().map(Column::of_parameter);
            let others = [RESONANCES].into_iter().chain(RESULTS).chain(DERIVED);
            let others = others.map(|entry| entry.column());
            // After λ itself.
            let after = Parameter::Lambda as usize + 1;
            let all = parameters.clone().take(after).chain([multiple()]);
            let all = all.chain(parameters.skip(after)).chain(others).chain(slopes());
            all.map(|(measure, column)| Column::in_units(measure, units, column)).collect()
        })
    });
    COLUMNS[units as usize].iter()
}
