//! What more can be asked of a point: quantities that are computed only when they are asked for.

use super::best::best_cop;
use super::minimum::minimum_temperature;
use super::narrow_error::narrow_error;
use super::noise::Noise;
use super::parameter::Parameter as P;
use super::slope::{Of, Slope};
use super::steady::steady_tc;
use super::value::Value;
use super::{Refrigerator, Solution, Verdict};

/// A quantity that no table has by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Derived {
    /// Σ_i σ_i.
    EntropyProduction,
    /// σ_i of this level, 0 to 3.
    Sigma(usize),
    /// COP over its bound (Tc/(Th − Tc)) (Th/T0).
    CopFraction,
    /// ε̇_h at λ = λ_max.
    PowerMax,
    /// ε̇_h less what leaks back.
    NetPower,
    /// β_12.
    Beta12,
    /// β_34.
    Beta34,
    /// 1/T_eff at this level, 0 to 3: Eq. A9.
    BetaEff(usize),
    /// The COP of the best demon of these levels that draws the same heat.
    CopBest,
    /// The lowest Tc that the demon is physical from.
    TcMin,
    /// The Tc at which what is drawn from the cold reservoir and what comes back are equal.
    TcSteady,
    /// How much heat fluctuates, and what follows from it.
    Noise(Noise),
    /// (ε̇_h of narrow resonances − ε̇_h)/ε̇_h, where ε̇_h is that of resonances of the width Γ.
    NarrowError,
    /// ∂ε̇_h/∂p.
    PowerSlope(P),
    /// ∂COP/∂p.
    CopSlope(P),
    /// The derivative of the net power.
    NetPowerSlope(P),
    /// ∂λ_max/∂p.
    HeadroomSlope(P),
    /// The derivative of ε̇_h with respect to p, where λ is a multiple of the headroom and stays that.
    PowerFollowing(P),
    /// The same of the COP.
    CopFollowing(P),
    /// The same of the net power.
    NetPowerFollowing(P),
}

/// A formula that gives a quantity.
pub(super) enum Formula {
    /// The formula itself.
    Value(Value),
    /// Its derivative.
    Slope(Slope),
}

/// How a quantity is had.
enum Kind {
    /// By a formula.
    Value(Value),
    /// By a formula's derivative.
    Slope(Slope),
    /// By a search over Tc.
    TcMin,
    /// By another one.
    TcSteady,
    /// By a search over the occupations.
    CopBest,
    /// By a formula of its own.
    Noise(Noise),
    /// By two formulas, of wide and of narrow resonances.
    NarrowError,
}

impl Derived {
    fn kind(self) -> Kind {
        let slope = |of, by, follows| Kind::Slope(Slope { of, by, follows });
        match self {
            Derived::EntropyProduction => Kind::Value(Value::EntropyProduction),
            Derived::Sigma(i) => Kind::Value(Value::Sigma(i)),
            Derived::CopFraction => Kind::Value(Value::CopFraction),
            Derived::PowerMax => Kind::Value(Value::PowerMax),
            Derived::NetPower => Kind::Value(Value::NetPower),
            Derived::Beta12 => Kind::Value(Value::Beta12),
            Derived::Beta34 => Kind::Value(Value::Beta34),
            Derived::BetaEff(i) => Kind::Value(Value::BetaEff(i)),
            Derived::CopBest => Kind::CopBest,
            Derived::TcMin => Kind::TcMin,
            Derived::TcSteady => Kind::TcSteady,
            Derived::Noise(noise) => Kind::Noise(noise),
            Derived::NarrowError => Kind::NarrowError,
            Derived::PowerSlope(p) => slope(Of::Power, p, false),
            Derived::CopSlope(p) => slope(Of::Cop, p, false),
            Derived::NetPowerSlope(p) => slope(Of::NetPower, p, false),
            Derived::HeadroomSlope(p) => slope(Of::Headroom, p, false),
            Derived::PowerFollowing(p) => slope(Of::Power, p, true),
            Derived::CopFollowing(p) => slope(Of::Cop, p, true),
            Derived::NetPowerFollowing(p) => slope(Of::NetPower, p, true),
        }
    }

    /// The formula that gives the quantity of a demon that is physical and moves levels, if there is one.
    pub(super) fn formula(self) -> Option<Formula> {
        match self.kind() {
            Kind::Value(value) => Some(Formula::Value(value)),
            Kind::Slope(slope) => Some(Formula::Slope(slope)),
            Kind::CopBest | Kind::TcMin | Kind::TcSteady => None,
            Kind::Noise(_) | Kind::NarrowError => None,
        }
    }

    /// The quantity at a point with this solution, rounded to the nearest double (the minimum
    /// temperature: up); NaN where it does not exist or exceeds the doubles.
    pub fn of(self, point: &Refrigerator, solution: &Solution) -> f64 {
        match (self.kind(), solution.verdict) {
            (Kind::NarrowError, _) => narrow_error(point, solution),
            (Kind::Value(Value::PowerMax), _) if !point.is_apart() => 0.0,
            (Kind::Value(Value::PowerMax), _) => Value::PowerMax.of(point),
            (_, Verdict::Unphysical(_)) => f64::NAN,
            (Kind::Noise(noise), _) => noise.of(point),
            (Kind::CopBest, _) => best_cop(point, solution),
            (Kind::TcMin, _) => lowest_tc(point, solution),
            (Kind::TcSteady, _) => steady_tc(point, solution, || lowest_tc(point, solution)),
            (Kind::Slope(Slope { of: Of::Cop, .. }), Verdict::Edge(_)) => f64::NAN,
            (Kind::Slope(slope), _) => slope.at(point),
            (Kind::Value(value), Verdict::Edge(_)) => value.at_edge(point),
            (Kind::Value(value), _) => value.of(point),
        }
    }
}

/// The lowest Tc that a physical demon can be cooled to, with what else it is.
fn lowest_tc(point: &Refrigerator, solution: &Solution) -> f64 {
    if point.is_idle() {
        return 0.0;
    }
    // At the edge, where the headroom falls as it gets colder, the demon is unphysical at once.
    let headroom_by_tc = Slope { of: Of::Headroom, by: P::Tc, follows: false };
    if matches!(solution.verdict, Verdict::Edge(_)) && headroom_by_tc.at(point) > 0.0 {
        return point.point().get(P::Tc);
    }
    point.settled(solution.lambda).map_or(f64::NAN, |point| minimum_temperature(&point))
}
