//! What figures of the refrigerator have that those of other machines have not.

use super::Resonances;
use super::family::point;
use super::parameter::Parameter as P;
use super::value::LEVELS;
use crate::model::{Companion, Front, Inputs, Parameter, ResultRef, UsualFigure};

/// The curves of Fig. 2(b).
const PAPER: &str = "1.45,1.4,1.3,1.2";

/// Fig. 2(b).
pub(super) const USUAL: UsualFigure =
    UsualFigure { x: "tc", curves: "e4", y: "cop", inset: "power" };

/// What the help says of the usual values of axes and curves.
pub(super) const USUAL_VALUES: [(&str, &str); 2] =
    [("tc", "--x tc: 0 to th"), ("e4", "--curves e4: 1.45,1.4,1.3,1.2")];

/// The COP of the idle demon, λ = 0: the Carnot bound for any T0.
static CARNOT: Companion = Companion {
    label: "Carnot bound",
    is_bound: true,
    at: |inputs| narrow(inputs).with(P::Lambda.spec(), 0.0),
};

/// The limit ε4 → ε3, Eq. C20.
static LIMIT: Companion = Companion {
    label: "$ε4$ → $ε3$",
    is_bound: false,
    at: |inputs| narrow(inputs).with(P::E4.spec(), inputs.get(P::E3.spec())),
};

/// The bounds are those of narrow resonances.
fn narrow(inputs: &Inputs) -> Inputs {
    let mut narrow = inputs.clone();
    narrow.reading.option = Resonances::Narrow as usize;
    narrow
}

/// The limit ε4 → ε3, where nothing bounds λ, is drawn only where λ is no multiple of the headroom.
pub(super) fn companions(of: ResultRef, inputs: &Inputs) -> Vec<&'static Companion> {
    match (of.key, inputs.reading.in_multiples) {
        ("cop", false) => vec![&CARNOT, &LIMIT],
        ("cop", true) => vec![&CARNOT],
        _ => Vec::new(),
    }
}

/// Results over each other along λ, from the bound to the greatest power.
static FRONT: Front = Front {
    landmark: (1.0, "$λ$ = 1, the paper’s demon"),
    origin: |y, option| match (y.key, option == Resonances::Narrow as usize) {
        ("cop", true) => "Carnot bound, $λ$ → 0",
        // Windows let heat flow that a demon of no strength does not pump.
        _ => "$λ$ → 0",
    },
};

pub(super) fn front(along: Parameter) -> Option<&'static Front> {
    (along == P::Lambda.spec()).then_some(&FRONT)
}

/// Where the parameter of the axis meets another one, and beside it, by one double and by the width of
/// the resonances, or the mean of their widths: around some of these places there is no demon, however narrow the gap, and between
/// two of them there may be one.
pub(super) fn meetings(
    base: &Inputs,
    along: Parameter,
    (curves, values): (Parameter, &[f64]),
) -> Vec<f64> {
    let unit = |parameter: Parameter| parameter.dimension.unit(base.units());
    let is_alike = |other: Parameter| unit(other) == unit(along);
    let others = P::specs().iter().filter(|other| other.is_measured());
    let others = others.filter(|other| is_alike(other) && *other != along);
    let places = others.map(|other| (other, base.get(other)));
    let of_curves = values.iter().filter(|_| is_alike(curves)).map(|value| (curves, *value));
    let scale = point(base).scale();
    let width = |parameter: Parameter| {
        let level = LEVELS.into_iter().position(|level| level.spec() == parameter);
        base.get(level.map_or(P::Gamma, |level| scale.width_of(level)).spec())
    };
    let beside = |(other, at): (Parameter, f64)| {
        // A hair more than the width, which itself is too close.
        let width = 0.5 * (width(along) + width(other)) * (1.0 + 1e-9);
        [at - width, at.next_down(), at, at.next_up(), at + width]
    };
    places.chain(of_curves).flat_map(beside).collect()
}

pub(super) fn usual_values(
    of: Parameter,
    along: bool,
    most: &dyn Fn(Parameter) -> f64,
) -> Option<String> {
    match (P::named(of.name)?, along) {
        (P::Tc, true) => Some(format!("0:{:?}:2", most(P::Th.spec()))),
        (P::Lambda, true) => Some("0max:1max:2".into()),
        (P::E4, false) => Some(PAPER.into()),
        _ => None,
    }
}
