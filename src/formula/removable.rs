//! Quotients that are 0/0 at one energy and analytic there: x/(e^x − 1), x/(1 − e^−x), x/tanh x and their inverses.
//!
//! With u/(e^u − 1) as a function of its own, which is 1 at u = 0, x/(1 − e^−x) is that of −x, and
//! x/tanh x = x + 2x/(e^2x − 1).

use super::normal::{negated, number, product, quotient};
use super::{Constant, Function, Part, Spectrum};

/// What is 0 where x is, up to a factor: e^x − 1 or tanh x, with x = slope·(E − zero).
enum Vanishes {
    ExpM1,
    Tanh,
}

/// a/b where both are 0 at one energy, if it is one of those quotients.
pub fn removable(a: &Part, b: &Part, constants: &mut Vec<Constant>) -> Option<Spectrum> {
    match (a, b) {
        (Part::Affine(slope, zero), Part::Other(under)) => {
            let (factor, under) = bare(under, constants);
            ratio(&quotient(slope.clone(), factor), zero, under, constants)
        }
        (Part::Other(over), Part::Affine(slope, zero)) => {
            let (factor, over) = bare(over, constants);
            let inverse = ratio(slope, zero, over, constants)?;
            let factor = Spectrum::Constant(factor.place(constants));
            Some(Spectrum::Quotient(Box::new(factor), Box::new(inverse)))
        }
        _ => None,
    }
}

/// A function without the number that it is multiplied by.
fn bare<'a>(spectrum: &'a Spectrum, constants: &[Constant]) -> (Constant, &'a Spectrum) {
    match spectrum {
        Spectrum::Product(a, b) => match (&**a, &**b) {
            (Spectrum::Constant(c), other) | (other, Spectrum::Constant(c)) => {
                (constants[*c].clone(), other)
            }
            _ => (number(1.0), spectrum),
        },
        _ => (number(1.0), spectrum),
    }
}

/// slope·(E − zero)/under.
fn ratio(
    slope: &Constant,
    zero: &Constant,
    under: &Spectrum,
    constants: &mut Vec<Constant>,
) -> Option<Spectrum> {
    let (kind, own, factor) = vanishes(under, zero, constants)?;
    let planck = |slope: Constant, constants: &mut Vec<Constant>| Spectrum::Planck {
        slope: slope.place(constants),
        zero: zero.clone().place(constants),
    };
    let value = match kind {
        Vanishes::ExpM1 => planck(own.clone(), constants),
        Vanishes::Tanh => {
            let along = Spectrum::Affine {
                slope: own.clone().place(constants),
                zero: zero.clone().place(constants),
            };
            let twice = product(number(2.0), own.clone());
            Spectrum::Sum(vec![along, planck(twice, constants)])
        }
    };
    // slope·(E − zero) = (slope/own)·x.
    let share = if slope == &own { number(1.0) } else { quotient(slope.clone(), own) };
    let share = if factor { negated(share) } else { share };
    if share.as_double() == Some(1.0) {
        return Some(value);
    }
    let share = Spectrum::Constant(share.place(constants));
    Some(Spectrum::Product(Box::new(share), Box::new(value)))
}

/// Whether a function is ±(e^x − 1) or ± tanh x with x = 0 at this energy: its slope, and whether its sign is −.
fn vanishes(
    under: &Spectrum,
    zero: &Constant,
    constants: &[Constant],
) -> Option<(Vanishes, Constant, bool)> {
    let slope_of = |arguments: &[Spectrum]| match arguments {
        [Spectrum::Affine { slope, zero: at }] if constants[*at] == *zero => {
            Some(constants[*slope].clone())
        }
        _ => None,
    };
    let is = |part: &Spectrum, value: f64| match part {
        Spectrum::Constant(c) => constants[*c].as_double() == Some(value),
        _ => false,
    };
    match under {
        Spectrum::Negated(inner) => {
            let (kind, slope, is_negative) = vanishes(inner, zero, constants)?;
            Some((kind, slope, !is_negative))
        }
        Spectrum::Call(Function::Tanh, arguments) => {
            Some((Vanishes::Tanh, slope_of(arguments)?, false))
        }
        Spectrum::Sum(all) => {
            let [a, b] = &all[..] else { return None };
            let (power, one) = if matches!(a, Spectrum::Constant(_)) { (b, a) } else { (a, b) };
            match power {
                Spectrum::Call(Function::Exp, arguments) if is(one, -1.0) => {
                    Some((Vanishes::ExpM1, slope_of(arguments)?, false))
                }
                Spectrum::Negated(power) => match &**power {
                    Spectrum::Call(Function::Exp, arguments) if is(one, 1.0) => {
                        Some((Vanishes::ExpM1, slope_of(arguments)?, true))
                    }
                    _ => None,
                },
                _ => None,
            }
        }
        _ => None,
    }
}
