//! Which one of the best demons, or filters, is wanted.

use super::build::Builder;
use super::family::scale::written;
use super::scope::Names;
use super::section::{Log, Section, zero};
use super::slot::Slot;
use crate::formula::Constant;
use crate::model::Drawn;
use crate::numeric::Rational;
use std::ops::Range;

/// Which one of the best demons, or filters, is wanted.
#[derive(Clone, Debug)]
pub enum Wish {
    /// The one that draws so much heat.
    Power(Slot),
    /// The same, in watts, as it is written.
    Watts(Box<str>),
    /// The one that draws this part of the greatest possible heat.
    Fraction(Slot),
    /// The one with this coefficient of performance.
    Cop(Slot),
    /// The one that uses nothing that looks colder than this.
    Coldest(Slot),
    /// The one that draws so many particles.
    Current(Slot),
    /// The same, in amperes, as it is written.
    Amperes(Box<str>),
}

impl Wish {
    /// What it says, if that is a formula.
    pub fn slot(&self) -> Option<&Slot> {
        match self {
            Wish::Power(slot)
            | Wish::Fraction(slot)
            | Wish::Cop(slot)
            | Wish::Coldest(slot)
            | Wish::Current(slot) => Some(slot),
            Wish::Watts(_) | Wish::Amperes(_) => None,
        }
    }

    /// What it says, if that is a number with a unit that formulas do not know, and the unit.
    pub fn in_units(&self) -> Option<(&str, char)> {
        match self {
            Wish::Watts(text) => Some((text, 'W')),
            Wish::Amperes(text) => Some((text, 'A')),
            Wish::Power(_)
            | Wish::Fraction(_)
            | Wish::Cop(_)
            | Wish::Coldest(_)
            | Wish::Current(_) => None,
        }
    }

    /// What is to be drawn.
    pub fn drawn(&self) -> Drawn {
        match self {
            Wish::Current(_) | Wish::Amperes(_) => Drawn::Particles,
            Wish::Power(_)
            | Wish::Watts(_)
            | Wish::Fraction(_)
            | Wish::Cop(_)
            | Wish::Coldest(_) => Drawn::Heat,
        }
    }
}

/// The wish that a number with its unit is.
type Written = fn(Box<str>) -> Wish;

/// A key, and the wish that its value is.
pub(super) struct WishKey {
    key: &'static str,
    of: fn(Slot) -> Wish,
    /// The unit in which it may be written that formulas do not know, and the wish that it is then.
    unit: Option<(char, Written)>,
}

pub(super) const POWER: WishKey =
    WishKey { key: "power", of: Wish::Power, unit: Some(('W', Wish::Watts)) };
pub(super) const FRACTION: WishKey = WishKey { key: "fraction", of: Wish::Fraction, unit: None };
pub(super) const COP: WishKey = WishKey { key: "cop", of: Wish::Cop, unit: None };
pub(super) const COLDEST: WishKey = WishKey { key: "coldest", of: Wish::Coldest, unit: None };
pub(super) const CURRENT: WishKey =
    WishKey { key: "current", of: Wish::Current, unit: Some(('A', Wish::Amperes)) };

/// What is wanted of something optimal by these keys, and where each of them stands.
pub(super) fn wishes(
    log: &mut Log,
    section: &mut Section,
    keys: &[WishKey],
) -> Vec<(Range<usize>, Wish)> {
    let mut found = Vec::new();
    for WishKey { key, of, unit } in keys {
        let in_units = unit.as_ref().zip(section.text_of(key)).and_then(|((unit, wish), found)| {
            let (at, text) = found;
            let (digits, power) = written(text, *unit)?;
            Rational::decimal(digits, power)?;
            Some((at, wish(text.into())))
        });
        if let Some(wish) = in_units {
            section.take(key);
            found.push(wish);
            continue;
        }
        let at = section.at(key);
        if let (Some(slot), Some(at)) = (section.slot(log, key), at) {
            found.push((at, of(slot)));
        }
    }
    found
}

/// The one wish of those that were found. `words` say what is meant without one, which keys there are, and the remedy.
pub(super) fn one_of(
    log: &mut Log,
    what: &str,
    place: &Range<usize>,
    found: Vec<(Range<usize>, Wish)>,
    (nothing, keys, label): (&str, &str, &str),
) -> Wish {
    if let Some((at, _)) = found.get(1) {
        let message = format!("{what} has more than one of {keys}");
        log.error(at, message, "one of them says which of the best is meant");
    }
    found.into_iter().next().map(|(_, wish)| wish).unwrap_or_else(|| {
        log.error(place, format!("{what} is {nothing}"), label);
        Wish::Fraction(zero(what, place))
    })
}

impl Builder<'_> {
    /// The number that is wanted, as a constant in the list; a power in watts in eV²/h, a current in amperes in eV/h.
    pub(super) fn wanted(&mut self, names: &Names<'_>, wish: &Wish) -> Option<usize> {
        let constant = match wish.in_units() {
            Some((text, unit)) => {
                let (digits, power) = written(text, unit)?;
                // W·h in eV², and A·h/e in eV, from e and h without their powers of ten (SI, 2019).
                let whole = |number: f64| Box::new(Constant::double(number));
                let number = Constant::rational(&Rational::decimal(digits, power + 14)?);
                let charge = Constant::Product(whole(1_602_176_634.0), whole(1_602_176_634.0));
                let unit = Constant::Quotient(whole(662_607_015.0), Box::new(charge));
                Constant::Product(Box::new(number), Box::new(unit))
            }
            None => self.constant(names, wish.slot()?)?,
        };
        Some(constant.place(&mut self.constants))
    }
}
