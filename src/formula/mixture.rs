//! Mixtures of Fermi functions, and what they leave of 1.

use super::normal::{negated, number, product, quotient, sum};
use super::{Constant, Part, Spectrum};

/// What an occupation leaves of 1: a mixture of Fermi functions leaves that of their holes, in which nothing
/// cancels.
pub fn rest(part: &Part, constants: &mut Vec<Constant>) -> Spectrum {
    if let Some(mixture) = mixture(part, constants) {
        let total = mixture.iter().map(|component| component.weight(constants));
        let left = total.fold(number(1.0), |left, weight| sum(left, negated(weight)));
        let left = if vanishes(&left) { None } else { Some(left) };
        let mut all: Vec<Spectrum> = mixture
            .iter()
            .map(|component| {
                let weight = component.weight(constants);
                let rest = match component.fermi {
                    Some((mu, t, holes)) => Spectrum::Fermi { mu, t, holes: !holes },
                    None => return None,
                };
                Some(match weight.as_double() {
                    Some(1.0) => rest,
                    _ => {
                        let weight = Spectrum::Constant(weight.place(constants));
                        Spectrum::Product(Box::new(weight), Box::new(rest))
                    }
                })
            })
            .collect::<Vec<_>>()
            .into_iter()
            .flatten()
            .collect();
        // A constant component c leaves nothing that depends on the energy: its share is in `left`.
        if let Some(left) = left {
            all.push(Spectrum::Constant(left.place(constants)));
        }
        return match all.len() {
            1 => all.remove(0),
            _ => Spectrum::Sum(all),
        };
    }
    if let Part::Other(Spectrum::Sum(all)) = part
        && let [table @ Spectrum::Table { .. }, below, above] = &all[..]
        && let (Some((down, first)), Some((up, last))) = (beside(below), beside(above))
    {
        return rest_of_table(table, [(down, first), (up, last)], constants);
    }
    let one = Spectrum::Constant(number(1.0).place(constants));
    let whole = part.clone().spectrum(constants);
    Spectrum::Sum(vec![one, Spectrum::Negated(Box::new(whole))])
}

/// The step and the function that a function on one side of a place is the product of.
fn beside(part: &Spectrum) -> Option<(&Spectrum, &Spectrum)> {
    let Spectrum::Product(step, other) = part else { return None };
    matches!(**step, Spectrum::Step { .. }).then_some((step, other))
}

/// What a table leaves of 1, and below and above it another function, each behind its step.
fn rest_of_table(
    table: &Spectrum,
    outside: [(&Spectrum, &Spectrum); 2],
    constants: &mut Vec<Constant>,
) -> Spectrum {
    let product = |a: Spectrum, b: Spectrum| Spectrum::Product(Box::new(a), Box::new(b));
    let one = number(1.0).place(constants);
    let [up, down] = [1.0, -1.0].map(|slope| number(slope).place(constants));
    let inside = outside.map(|(step, _)| match step {
        Spectrum::Step { slope, zero } => {
            let turned = if *slope == up { down } else { up };
            Spectrum::Step { slope: turned, zero: *zero }
        }
        other => other.clone(),
    });
    let [first, last] = inside;
    let window = product(first, product(last, Spectrum::Constant(one)));
    let mut all = vec![window, Spectrum::Negated(Box::new(table.clone()))];
    for (step, other) in outside {
        let rest = rest(&Part::Other(other.clone()), constants);
        all.push(product(step.clone(), rest));
    }
    Spectrum::Sum(all)
}

/// What a function is beyond all places at which it is cut, if that is less than itself: steps are 0 or 1 there, and
/// tables 0. Nothing where it is 0.
pub fn beyond(spectrum: &Spectrum, constants: &[Constant], is_above: bool) -> Option<Spectrum> {
    let far = |part: &Spectrum| beyond(part, constants, is_above);
    let both = |a: Spectrum, b: Spectrum| Spectrum::Product(Box::new(a), Box::new(b));
    match spectrum {
        Spectrum::Table { .. } => None,
        Spectrum::Sum(all) => {
            let mut all: Vec<Spectrum> = all.iter().filter_map(far).collect();
            match all.len() {
                0 => None,
                1 => all.pop(),
                _ => Some(Spectrum::Sum(all)),
            }
        }
        Spectrum::Negated(a) => far(a).map(|a| Spectrum::Negated(Box::new(a))),
        Spectrum::Product(a, b) => match (&**a, slope_of(a, constants)) {
            (Spectrum::Step { .. }, Some(slope)) => {
                if (slope > 0.0) == is_above {
                    far(b)
                } else {
                    None
                }
            }
            _ => Some(both(far(a)?, far(b)?)),
        },
        other => Some(other.clone()),
    }
}

/// The slope of a step, if it is a number.
fn slope_of(part: &Spectrum, constants: &[Constant]) -> Option<f64> {
    let Spectrum::Step { slope, .. } = part else { return None };
    constants[*slope].as_double().filter(|slope| *slope != 0.0)
}

/// A component of a mixture: a Fermi function or the number 1, with its weight.
#[derive(Clone, Debug, PartialEq)]
pub struct Component {
    weights: Vec<usize>,
    over: Vec<usize>,
    is_negative: bool,
    /// Chemical potential, temperature, and whether it is of holes; none for the number 1.
    pub fermi: Option<(usize, usize, bool)>,
}

impl Component {
    /// Its weight.
    pub fn weight(&self, constants: &[Constant]) -> Constant {
        let of = |place: &usize| constants[*place].clone();
        let weight = self.weights.iter().map(of).fold(number(1.0), product);
        let weight = self.over.iter().map(of).fold(weight, quotient);
        if self.is_negative { negated(weight) } else { weight }
    }
}

/// The components of a mixture of Fermi functions and constants, if the function is one.
pub fn mixture(part: &Part, constants: &mut Vec<Constant>) -> Option<Vec<Component>> {
    components(&part.clone().spectrum(constants))
}

/// The same of a function in normal form.
pub fn components(spectrum: &Spectrum) -> Option<Vec<Component>> {
    let plain = |fermi| Component { weights: vec![], over: vec![], is_negative: false, fermi };
    Some(match spectrum {
        Spectrum::Fermi { mu, t, holes } => vec![plain(Some((*mu, *t, *holes)))],
        Spectrum::Constant(c) => vec![Component { weights: vec![*c], ..plain(None) }],
        Spectrum::Sum(all) => {
            let parts: Option<Vec<_>> = all.iter().map(components).collect();
            parts?.into_iter().flatten().collect()
        }
        Spectrum::Negated(a) => {
            let turn = |c: Component| Component { is_negative: !c.is_negative, ..c };
            components(a)?.into_iter().map(turn).collect()
        }
        Spectrum::Product(a, b) => {
            let (c, other) = match (&**a, &**b) {
                (Spectrum::Constant(c), other) | (other, Spectrum::Constant(c)) => (*c, other),
                _ => return None,
            };
            let mut all = components(other)?;
            all.iter_mut().for_each(|component| component.weights.push(c));
            all
        }
        Spectrum::Quotient(a, b) => {
            let Spectrum::Constant(c) = **b else { return None };
            let mut all = components(a)?;
            all.iter_mut().for_each(|component| component.over.push(c));
            all
        }
        _ => return None,
    })
}

/// Whether a number is 0 whatever the parameters are, as far as sums and differences show.
fn vanishes(constant: &Constant) -> bool {
    let mut terms: Vec<(Constant, f64)> = Vec::new();
    let mut is_exact = true;
    gather(constant, 1.0, &mut terms, &mut is_exact);
    is_exact && terms.iter().all(|(_, factor)| *factor == 0.0)
}

/// The number as a sum of others, each times a whole number.
fn gather(constant: &Constant, sign: f64, terms: &mut Vec<(Constant, f64)>, is_exact: &mut bool) {
    let mut add = |of: Constant, factor: f64| match terms.iter_mut().find(|(own, _)| *own == of) {
        Some((_, own)) => {
            let (sum, off) = crate::numeric::two_sum(*own, factor);
            *is_exact &= off == 0.0;
            *own = sum;
        }
        None => terms.push((of, factor)),
    };
    match constant {
        Constant::Sum(a, b) => {
            gather(a, sign, terms, is_exact);
            gather(b, sign, terms, is_exact);
        }
        Constant::Negated(a) => gather(a, -sign, terms, is_exact),
        Constant::Number(parts) if parts.len() == 1 => add(number(1.0), sign * parts[0]),
        other => add(other.clone(), sign),
    }
}
