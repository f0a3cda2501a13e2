//! The register of results: adding one is one entry.

use super::leaks::LEAKS;
use super::noise::Noise;
use super::{Derived, Parameter};
use crate::model::{Measure, ResultSpec};
use crate::quantity::Dimension;
use std::sync::LazyLock;

/// Where a result comes from.
#[derive(Clone, Copy)]
pub(super) enum Source {
    /// It is a number of the solution: one of the first [`USUAL`] results.
    Solution,
    /// It is computed on request.
    Derived(Derived),
}

/// How many results every row has; they come first.
pub(super) const USUAL: usize = 9;

use Measure::{EntropyCurrent, InverseTemperature, Power};
use Source::Solution;

const PLAIN: ResultSpec = ResultSpec::PLAIN;
const FL: ResultSpec = ResultSpec {
    equation: "20, C4",
    doc: "occupation of the demon; kept where it is unphysical",
    words: Some("occupation"),
    is_share: true,
    ..PLAIN
};
const SIGMA: ResultSpec = ResultSpec {
    measure: EntropyCurrent,
    equation: "from C8",
    doc: "entropy produced at this resonance",
    on_request: true,
    ..PLAIN
};
const BETA: ResultSpec =
    ResultSpec { measure: InverseTemperature, equation: "from A9", on_request: true, ..PLAIN };
const NOISE: ResultSpec =
    ResultSpec { measure: Measure::PowerNoise, equation: "from C1", on_request: true, ..PLAIN };
const BETA_EFF: ResultSpec = ResultSpec {
    symbol: "1/T_eff",
    equation: "A9",
    doc: "inverse effective temperature; that of the demon at this level",
    ..BETA
};

const ENTRIES: [(ResultSpec, Source); 30] = [
    (ResultSpec { key: "fl1", symbol: "f_l(ε1)", ..FL }, Solution),
    (ResultSpec { key: "fl2", symbol: "f_l(ε2)", ..FL }, Solution),
    (ResultSpec { key: "fl3", symbol: "f_l(ε3)", ..FL }, Solution),
    (ResultSpec { key: "fl4", symbol: "f_l(ε4)", ..FL }, Solution),
    (
        ResultSpec {
            key: "power",
            symbol: "ε̇_h",
            measure: Power,
            equation: "21, C6",
            doc: "heat that flows from cold to hot; the energy current into the hot reservoir",
            has_slopes: true,
            ..PLAIN
        },
        Solution,
    ),
    (
        ResultSpec {
            key: "entropy_current",
            symbol: "Ṡ_l",
            measure: EntropyCurrent,
            equation: "18, C8",
            doc: "entropy current into the demon; the price of the cooling",
            ..PLAIN
        },
        Solution,
    ),
    (
        ResultSpec {
            key: "cop",
            symbol: "COP",
            equation: "22, C10",
            doc: "power/(T0 · entropy_current); the coefficient of performance",
            words: Some(""),
            at_edge: Some(0.0),
            has_slopes: true,
            ..PLAIN
        },
        Solution,
    ),
    (
        ResultSpec {
            key: "cop_carnot",
            symbol: "COP_therm",
            equation: "after 23",
            doc: "Carnot bound Tc/(Th − Tc); times Th/T0 it bounds the COP",
            words: Some("Carnot bound"),
            recurs: true,
            ..PLAIN
        },
        Solution,
    ),
    (
        ResultSpec {
            key: "headroom",
            symbol: "λ_max",
            equation: "from 20",
            doc: "greatest physical λ; inf where e3 = e4",
            ..PLAIN
        },
        Solution,
    ),
    (
        ResultSpec {
            key: "entropy_production",
            symbol: "Σσ_i",
            doc: "entropy produced in all; entropy_current less power·(1/Tc − 1/Th), which an ideal transfer of heat would cost",
            ..SIGMA
        },
        Source::Derived(Derived::EntropyProduction),
    ),
    (
        ResultSpec {
            key: "sigma1",
            symbol: "σ_1",
            words: Some("entropy produced at $ε1$"),
            ..SIGMA
        },
        Source::Derived(Derived::Sigma(0)),
    ),
    (
        ResultSpec {
            key: "sigma2",
            symbol: "σ_2",
            words: Some("entropy produced at $ε2$"),
            ..SIGMA
        },
        Source::Derived(Derived::Sigma(1)),
    ),
    (
        ResultSpec {
            key: "sigma3",
            symbol: "σ_3",
            words: Some("entropy produced at $ε3$"),
            ..SIGMA
        },
        Source::Derived(Derived::Sigma(2)),
    ),
    (
        ResultSpec {
            key: "sigma4",
            symbol: "σ_4",
            words: Some("entropy produced at $ε4$"),
            ..SIGMA
        },
        Source::Derived(Derived::Sigma(3)),
    ),
    (
        ResultSpec {
            key: "cop_fraction",
            symbol: "COP/max",
            equation: "after 23",
            doc: "COP over its bound; that is cop_carnot · Th/T0",
            words: Some("share of the bound"),
            at_edge: Some(0.0),
            on_request: true,
            ..PLAIN
        },
        Source::Derived(Derived::CopFraction),
    ),
    (
        ResultSpec {
            key: "cop_best",
            symbol: "COP_opt",
            equation: "from 6",
            doc: "best COP of these levels; at this power, with ṅ_h free",
            words: Some("best COP of these levels"),
            on_request: true,
            only_of: Some("narrow"),
            ..PLAIN
        },
        Source::Derived(Derived::CopBest),
    ),
    (
        ResultSpec {
            key: "power_max",
            symbol: "ε̇_max",
            measure: Power,
            equation: "from 20",
            doc: "power at λ = λ_max; the greatest that these levels can give",
            words: Some("greatest power"),
            on_request: true,
            ..PLAIN
        },
        Source::Derived(Derived::PowerMax),
    ),
    (
        ResultSpec {
            key: "net_power",
            symbol: "ε̇_net",
            measure: Power,
            equation: "21, C6",
            doc: "power less what leaks back; that is G (Th − Tc) + ΣV (Tph^5 − Tc^5) + r π²/(6h) (Th² − Tc²)",
            words: Some("net power"),
            on_request: true,
            asked_by: &[
                Parameter::Leak as usize,
                Parameter::Phonons as usize,
                Parameter::Photons as usize,
            ],
            has_slopes: true,
            ..PLAIN
        },
        Source::Derived(Derived::NetPower),
    ),
    (
        ResultSpec {
            key: "tc_steady",
            symbol: "Tc,steady",
            measure: Measure::Of(Dimension::Temperature),
            equation: "21, C6",
            doc: "Tc at which net_power vanishes; c settles there from Tc on (from Th, where no Tc is given), or at tc_min, where the demon ends before",
            words: Some("steady temperature"),
            needs_no: Some(Parameter::Tc as usize),
            on_request: true,
            ..PLAIN
        },
        Source::Derived(Derived::TcSteady),
    ),
    (
        ResultSpec {
            key: "beta12",
            symbol: "β_12",
            doc: "inverse temperature, hot pair; below 1/Th, if resonances are narrow",
            words: Some("inverse temperature of the hot pair"),
            ..BETA
        },
        Source::Derived(Derived::Beta12),
    ),
    (
        ResultSpec {
            key: "beta34",
            symbol: "β_34",
            doc: "inverse temperature, cold pair; above 1/Tc; COP = 1/(T0 (β_34 − β_12)), if resonances are narrow",
            words: Some("inverse temperature of the cold pair"),
            ..BETA
        },
        Source::Derived(Derived::Beta34),
    ),
    (
        ResultSpec {
            key: "beta_eff1",
            words: Some("inverse effective temperature at $ε1$"),
            ..BETA_EFF
        },
        Source::Derived(Derived::BetaEff(0)),
    ),
    (
        ResultSpec {
            key: "beta_eff2",
            words: Some("inverse effective temperature at $ε2$"),
            ..BETA_EFF
        },
        Source::Derived(Derived::BetaEff(1)),
    ),
    (
        ResultSpec {
            key: "beta_eff3",
            words: Some("inverse effective temperature at $ε3$"),
            ..BETA_EFF
        },
        Source::Derived(Derived::BetaEff(2)),
    ),
    (
        ResultSpec {
            key: "beta_eff4",
            words: Some("inverse effective temperature at $ε4$"),
            ..BETA_EFF
        },
        Source::Derived(Derived::BetaEff(3)),
    ),
    (
        ResultSpec {
            key: "tc_min",
            symbol: "Tc,min",
            measure: Measure::Of(Dimension::Temperature),
            equation: "after 21",
            doc: "lowest physical Tc; from it up to Tc (or Th, where no Tc is given) the demon is physical with these levels and this λ",
            words: Some("minimum temperature"),
            needs_no: Some(Parameter::Tc as usize),
            on_request: true,
            has_slopes: true,
            ..PLAIN
        },
        Source::Derived(Derived::TcMin),
    ),
    (
        ResultSpec {
            key: "narrow_error",
            symbol: "δε̇_h",
            equation: "from C1, C2",
            doc: "relative error of the narrow limit; in the power, at this Γ",
            words: Some("error of the narrow limit"),
            on_request: true,
            ..PLAIN
        },
        Source::Derived(Derived::NarrowError),
    ),
    (
        ResultSpec {
            key: "noise_heat_h",
            symbol: "C_hh",
            doc: "noise of the heat into h; two-sided, at zero frequency: a laboratory's one-sided S is 2C",
            words: Some("noise of the heat into h"),
            ..NOISE
        },
        Source::Derived(Derived::Noise(Noise::Hot)),
    ),
    (
        ResultSpec {
            key: "noise_heat_c",
            symbol: "C_cc",
            doc: "noise of the heat into c; that of both together, C_hc, is 0",
            words: Some("noise of the heat into c"),
            ..NOISE
        },
        Source::Derived(Derived::Noise(Noise::Cold)),
    ),
    (
        ResultSpec {
            key: "time_3_sigma",
            symbol: "t_3σ",
            measure: Measure::Time,
            doc: "time until power stands out; 9 C_hh/ε̇_h², three deviations above its noise",
            words: Some("time until the power stands out"),
            ..NOISE
        },
        Source::Derived(Derived::Noise(Noise::Time)),
    ),
];

/// The derivative of the power or of the COP with respect to a parameter.
fn slope(of: &str, symbol: &str, p: Parameter, measure: Measure) -> ResultSpec {
    // Made once, for as long as the program runs.
    let kept = |text: String| -> &'static str { text.leak() };
    ResultSpec {
        key: kept(format!("d{of}_d{}", p.name())),
        symbol: kept(format!("∂{symbol}/∂{}", p.symbol())),
        measure,
        doc: kept(format!("derivative of {of} by {}", p.symbol())),
        words: Some(""),
        on_request: true,
        ..PLAIN
    }
}

struct Register {
    specs: Vec<ResultSpec>,
    sources: Vec<Source>,
}

static REGISTER: LazyLock<Register> = LazyLock::new(|| {
    let power = |p: Parameter| {
        let spec = slope("power", "ε̇_h", p, Measure::PowerPer(p.dimension()));
        (spec, Source::Derived(Derived::PowerSlope(p)))
    };
    let cop = |p: Parameter| {
        let spec = slope("cop", "COP", p, Measure::NumberPer(p.dimension()));
        (spec, Source::Derived(Derived::CopSlope(p)))
    };
    let net_power = |p: Parameter| {
        let spec = slope("net_power", "ε̇_net", p, Measure::PowerPer(p.dimension()));
        (spec, Source::Derived(Derived::NetPowerSlope(p)))
    };
    let parameters = || Parameter::ALL.into_iter();
    let tight = || parameters().filter(|p| !LEAKS.contains(p));
    let all = ENTRIES.into_iter().chain(tight().map(power)).chain(tight().map(cop));
    let all = all.chain(parameters().map(net_power));
    let numbered = all.enumerate().map(|(id, (spec, source))| (ResultSpec { id, ..spec }, source));
    let (specs, sources) = numbered.unzip();
    Register { specs, sources }
});

/// All results, in the order of the columns.
pub(super) fn specs() -> &'static [ResultSpec] {
    &REGISTER.specs
}

/// Where the result with this place comes from.
pub(super) fn source(id: usize) -> Source {
    REGISTER.sources[id]
}
