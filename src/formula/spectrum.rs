//! A function of the energy in normal form: what is told apart is where it may not be analytic, and which of
//! its numbers are constants.

use super::{Constant, Function, Known, Scatterer, Site, Value};
use std::sync::Arc;

/// A function of the energy E. Its constants are named by their places in a list.
#[derive(Clone, Debug)]
pub enum Spectrum {
    /// The same at every energy.
    Constant(usize),
    /// slope·(E − zero).
    Affine {
        /// The slope.
        slope: usize,
        /// Where it is 0.
        zero: usize,
    },
    /// −a.
    Negated(Box<Spectrum>),
    /// a + b + …
    Sum(Vec<Spectrum>),
    /// a·b. Where one is 0 the other one need not be defined.
    Product(Box<Spectrum>, Box<Spectrum>),
    /// a/b. Where a is 0 on a whole piece, b need not be defined.
    Quotient(Box<Spectrum>, Box<Spectrum>),
    /// a^n.
    Power(Box<Spectrum>, i32),
    /// A function.
    Call(Function, Vec<Spectrum>),
    /// 1 where slope·(E − zero) > 0 and 0 where it is negative.
    Step {
        /// The slope.
        slope: usize,
        /// Where it jumps.
        zero: usize,
    },
    /// |slope·(E − zero)|.
    Abs {
        /// The slope.
        slope: usize,
        /// Where it is 0.
        zero: usize,
    },
    /// 1/(1 + e^((E − mu)/t)), or, of holes, 1 minus that.
    Fermi {
        /// The chemical potential.
        mu: usize,
        /// The temperature.
        t: usize,
        /// Whether it is what the particles leave.
        holes: bool,
    },
    /// 1/(e^((E − mu)/t) − 1).
    Bose {
        /// The chemical potential.
        mu: usize,
        /// The temperature.
        t: usize,
    },
    /// u/(e^u − 1) with u = slope·(E − zero), which is 1 where u = 0.
    Planck {
        /// The slope.
        slope: usize,
        /// Where u is 0.
        zero: usize,
    },
    /// 1 where |E − at| < width/2, else 0.
    Boxcar {
        /// The middle.
        at: usize,
        /// The width.
        width: usize,
    },
    /// 1 between the two edges of a window, else 0; windows in rising order.
    Windows(Vec<[usize; 2]>),
    /// 1/(1 + u²) with u = (E − at)/(fwhm/2).
    Lorentzian {
        /// The middle.
        at: usize,
        /// The full width at half maximum.
        fwhm: usize,
    },
    /// e^(−4 ln 2 (E − at)²/fwhm²).
    Gaussian {
        /// The middle.
        at: usize,
        /// The full width at half maximum.
        fwhm: usize,
    },
    /// The transmission of a scatterer between two of its leads.
    Scattered {
        /// The scatterer.
        scatterer: Arc<Scatterer>,
        /// The lead into which particles go, as a place in its list.
        to: usize,
        /// The lead from which they come.
        from: usize,
    },
    /// Linear between points; 0 outside.
    Table {
        /// The points in rising order.
        points: Arc<[(f64, f64)]>,
        /// The worth of 1 on the axis of the points.
        unit: usize,
        /// The energy of its 0.
        shift: usize,
    },
}

/// A place where a function need not be analytic: a constant, or one plus half of another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cut {
    /// The constant.
    pub at: usize,
    /// The other one, and whether its half is added (1) or subtracted (−1); 0 if there is none.
    pub beside: (usize, f64),
}

/// The values of the constants in some arithmetic.
pub type Constants<S> = [Known<S>];

type Number<P> = <<P as Site>::Value as Value>::Number;

impl Spectrum {
    /// Whether it is 0 on the whole panel around a site.
    pub fn is_dead<P: Site>(&self, constants: &Constants<Number<P>>, site: &P) -> bool {
        let is_dead = |part: &Spectrum| part.is_dead(constants, site);
        match self {
            Spectrum::Constant(c) => constants[*c].double == Some(0.0),
            Spectrum::Negated(a) => is_dead(a),
            Spectrum::Sum(all) => all.iter().all(is_dead),
            Spectrum::Product(a, b) => is_dead(a) || is_dead(b),
            Spectrum::Quotient(a, _) => is_dead(a),
            Spectrum::Power(a, n) => *n > 0 && is_dead(a),
            Spectrum::Step { slope, zero } => {
                constants[*slope].near() * site.side(&constants[*zero]) < 0.0
            }
            Spectrum::Boxcar { at, width } => site.depth(&constants[*at], &constants[*width]) < 0.0,
            Spectrum::Windows(all) => {
                is_within(all, |edge| site.side(&constants[edge])) == Some(false)
            }
            Spectrum::Table { points, unit, shift } => {
                let x = site.side(&constants[*shift]) / constants[*unit].near();
                match (points.first(), points.last()) {
                    (Some((first, _)), Some((last, _))) => x < *first || x > *last,
                    _ => true,
                }
            }
            _ => false,
        }
    }

    /// Whether it is 0 at every energy, as far as its factors show.
    pub fn is_nothing<S>(&self, constants: &Constants<S>) -> bool {
        let is_nothing = |part: &Spectrum| part.is_nothing(constants);
        match self {
            Spectrum::Constant(c) => constants[*c].double == Some(0.0),
            Spectrum::Negated(a) | Spectrum::Quotient(a, _) => is_nothing(a),
            Spectrum::Sum(all) => all.iter().all(is_nothing),
            Spectrum::Product(a, b) => is_nothing(a) || is_nothing(b),
            Spectrum::Power(a, n) => *n > 0 && is_nothing(a),
            Spectrum::Windows(all) => all.iter().all(|[from, to]| {
                constants[*from].double.is_some_and(|from| constants[*to].double == Some(from))
            }),
            Spectrum::Scattered { scatterer, to, from } => {
                [to, from].iter().any(|lead| scatterer.is_cut_off(**lead, constants))
            }
            _ => false,
        }
    }

    /// The value at a site.
    pub fn value<P: Site>(&self, constants: &Constants<Number<P>>, site: &P) -> P::Value {
        let of = |part: &Spectrum| part.value(constants, site);
        let constant = |c: usize| P::Value::constant(&constants[c]);
        let offset = |c: usize| site.offset_of(constants, c);
        let number = |a: f64| P::Value::constant(&Known::double(a));
        match self {
            Spectrum::Constant(c) => constant(*c),
            Spectrum::Affine { slope, zero } => match constants[*slope].double {
                Some(1.0) => offset(*zero),
                _ => constant(*slope).times(offset(*zero)),
            },
            Spectrum::Negated(a) => of(a).negated(),
            Spectrum::Sum(all) => {
                let mut alive = all.iter().filter(|part| !part.is_dead(constants, site)).map(of);
                match alive.next() {
                    Some(first) => alive.fold(first, P::Value::plus),
                    None => number(0.0),
                }
            }
            Spectrum::Product(a, b) => {
                match a.is_dead(constants, site) || b.is_dead(constants, site) {
                    true => number(0.0),
                    false => of(a).times(of(b)),
                }
            }
            Spectrum::Quotient(a, b) => match a.is_dead(constants, site) {
                true => number(0.0),
                false => of(a).over(of(b)),
            },
            Spectrum::Power(a, n) => {
                let power = power(of(a), n.unsigned_abs());
                if *n < 0 { number(1.0).over(power) } else { power }
            }
            Spectrum::Call(function, arguments) => call(*function, arguments, &of),
            Spectrum::Step { slope, zero } => {
                let u = || constant(*slope).times(offset(*zero));
                match constants[*slope].near() * site.side(&constants[*zero]) {
                    side if side > 0.0 => number(1.0),
                    side if side < 0.0 => number(0.0),
                    _ => u().step(),
                }
            }
            Spectrum::Abs { slope, zero } => {
                let u = || constant(*slope).times(offset(*zero));
                match constants[*slope].near() * site.side(&constants[*zero]) {
                    side if side > 0.0 => u(),
                    side if side < 0.0 => u().negated(),
                    _ => u().where_positive(u, || u().negated()),
                }
            }
            Spectrum::Fermi { mu, t, holes } => {
                let [_, f, rest] = offset(*mu).level(constant(*t));
                if *holes { rest } else { f }
            }
            Spectrum::Bose { mu, t } => offset(*mu).over(constant(*t)).bose(),
            Spectrum::Planck { slope, zero } => {
                let u = constant(*slope).times(offset(*zero));
                // Where u < 0, |u| + |u|/(e^|u| − 1).
                let below = || u.clone().negated().planck().minus(u.clone());
                let plain = || u.clone().planck();
                u.clone().either(plain, below, plain)
            }
            Spectrum::Boxcar { at, width } => {
                match site.depth(&constants[*at], &constants[*width]) {
                    depth if depth > 0.0 => number(1.0),
                    depth if depth < 0.0 => number(0.0),
                    _ => P::Value::constant(&Known::unknown()),
                }
            }
            Spectrum::Windows(all) => match is_within(all, |edge| site.side(&constants[edge])) {
                Some(is_within) => number(f64::from(u8::from(is_within))),
                None => P::Value::constant(&Known::unknown()),
            },
            Spectrum::Lorentzian { at, fwhm } => offset(*at).resonance(constant(*fwhm)),
            Spectrum::Gaussian { at, fwhm } => {
                let u = offset(*at).over(constant(*fwhm)).square();
                // 4 ln 2 = ln 16
                number(16.0).ln().times(u).negated().exp()
            }
            Spectrum::Scattered { scatterer, to, from } => {
                scatterer.transmission(*to, *from, constants, site)
            }
            Spectrum::Table { points, unit, shift } => {
                let side = site.side(&constants[*shift]) / constants[*unit].near();
                let after = points.partition_point(|(x, _)| *x <= side);
                let (Some((x, y)), Some((u, v))) =
                    (after.checked_sub(1).and_then(|k| points.get(k)), points.get(after))
                else {
                    return number(0.0);
                };
                let (x, y, u, v) = (number(*x), number(*y), number(*u), number(*v));
                let from = offset(*shift).over(constant(*unit)).minus(x.clone());
                y.clone().plus(from.times(v.minus(y)).over(u.minus(x)))
            }
        }
    }

    /// Where it need not be analytic on the axis.
    pub fn cuts(&self, found: &mut impl FnMut(Cut)) {
        let plain = |at: usize| Cut { at, beside: (0, 0.0) };
        match self {
            Spectrum::Negated(a) | Spectrum::Power(a, _) => a.cuts(found),
            Spectrum::Sum(all) => all.iter().for_each(|part| part.cuts(found)),
            Spectrum::Product(a, b) | Spectrum::Quotient(a, b) => {
                a.cuts(found);
                b.cuts(found);
            }
            Spectrum::Call(_, arguments) => arguments.iter().for_each(|part| part.cuts(found)),
            Spectrum::Step { zero, .. } | Spectrum::Abs { zero, .. } => found(plain(*zero)),
            Spectrum::Boxcar { at, width } => {
                found(Cut { at: *at, beside: (*width, -1.0) });
                found(Cut { at: *at, beside: (*width, 1.0) });
            }
            Spectrum::Windows(all) => all.iter().flatten().for_each(|edge| found(plain(*edge))),
            _ => {}
        }
    }

    /// Points near which it is not analytic, as far as they can be read off: real part, and distance from the
    /// axis.
    pub fn poles<S>(&self, constants: &Constants<S>, found: &mut impl FnMut((f64, f64)))
    where
        S: crate::numeric::Enclosed,
    {
        let near = |c: &usize| constants[*c].near();
        match self {
            Spectrum::Negated(a) | Spectrum::Power(a, _) => a.poles(constants, found),
            Spectrum::Sum(all) | Spectrum::Call(_, all) => {
                all.iter().for_each(|part| part.poles(constants, found));
            }
            Spectrum::Product(a, b) | Spectrum::Quotient(a, b) => {
                a.poles(constants, found);
                b.poles(constants, found);
            }
            Spectrum::Fermi { mu, t, .. } => {
                found((near(mu), std::f64::consts::PI * near(t).abs()))
            }
            Spectrum::Bose { mu, .. } => found((near(mu), 0.0)),
            Spectrum::Planck { slope, zero } => {
                found((near(zero), std::f64::consts::TAU / near(slope).abs()));
            }
            Spectrum::Lorentzian { at, fwhm } => found((near(at), 0.5 * near(fwhm).abs())),
            Spectrum::Scattered { scatterer, .. } => {
                scatterer.poles(constants).into_iter().for_each(found);
            }
            _ => {}
        }
    }

    /// The constants that say where something is on the axis, and how wide it is.
    pub fn places(&self, found: &mut impl FnMut(usize)) {
        match self {
            Spectrum::Negated(a) | Spectrum::Power(a, _) => a.places(found),
            Spectrum::Sum(all) | Spectrum::Call(_, all) => {
                all.iter().for_each(|part| part.places(found));
            }
            Spectrum::Product(a, b) | Spectrum::Quotient(a, b) => {
                a.places(found);
                b.places(found);
            }
            Spectrum::Affine { slope: a, zero: b }
            | Spectrum::Step { slope: a, zero: b }
            | Spectrum::Abs { slope: a, zero: b }
            | Spectrum::Planck { slope: a, zero: b }
            | Spectrum::Fermi { mu: a, t: b, .. }
            | Spectrum::Bose { mu: a, t: b }
            | Spectrum::Boxcar { at: a, width: b }
            | Spectrum::Lorentzian { at: a, fwhm: b }
            | Spectrum::Gaussian { at: a, fwhm: b }
            | Spectrum::Table { unit: a, shift: b, .. } => {
                found(*a);
                found(*b);
            }
            Spectrum::Scattered { scatterer, .. } => {
                scatterer.matrix.iter().flatten().flatten().for_each(|place| found(*place));
            }
            Spectrum::Windows(all) => all.iter().flatten().for_each(|edge| found(*edge)),
            Spectrum::Constant(_) => {}
        }
    }

    /// The constants that say where something is on the axis.
    pub fn marks(&self, found: &mut impl FnMut(usize)) {
        match self {
            Spectrum::Negated(a) | Spectrum::Power(a, _) => a.marks(found),
            Spectrum::Sum(all) | Spectrum::Call(_, all) => {
                all.iter().for_each(|part| part.marks(found));
            }
            Spectrum::Product(a, b) | Spectrum::Quotient(a, b) => {
                a.marks(found);
                b.marks(found);
            }
            Spectrum::Affine { zero: at, .. }
            | Spectrum::Step { zero: at, .. }
            | Spectrum::Abs { zero: at, .. }
            | Spectrum::Planck { zero: at, .. }
            | Spectrum::Fermi { mu: at, .. }
            | Spectrum::Bose { mu: at, .. }
            | Spectrum::Boxcar { at, .. }
            | Spectrum::Lorentzian { at, .. }
            | Spectrum::Gaussian { at, .. }
            | Spectrum::Table { shift: at, .. } => found(*at),
            Spectrum::Windows(all) => all.iter().flatten().for_each(|edge| found(*edge)),
            Spectrum::Scattered { .. } | Spectrum::Constant(_) => {}
        }
    }

    /// The constants that must be positive, with what a row says where they are not.
    pub fn positive(&self, found: &mut impl FnMut(usize, &'static str)) {
        match self {
            Spectrum::Negated(a) | Spectrum::Power(a, _) => a.positive(found),
            Spectrum::Sum(all) | Spectrum::Call(_, all) => {
                all.iter().for_each(|part| part.positive(found));
            }
            Spectrum::Product(a, b) | Spectrum::Quotient(a, b) => {
                a.positive(found);
                b.positive(found);
            }
            Spectrum::Fermi { t, .. } | Spectrum::Bose { t, .. } => found(*t, "T or width<=0"),
            Spectrum::Boxcar { width, .. } => found(*width, "width<=0"),
            Spectrum::Lorentzian { fwhm, .. } | Spectrum::Gaussian { fwhm, .. } => {
                found(*fwhm, "fwhm<=0");
            }
            Spectrum::Table { unit, .. } => found(*unit, "unit<=0"),
            _ => {}
        }
    }

    /// Whether it is the transmission of a scatterer, perhaps times a number.
    pub fn is_scattered(&self) -> bool {
        match self {
            Spectrum::Scattered { .. } => true,
            Spectrum::Product(a, b) => matches!(**a, Spectrum::Constant(_)) && b.is_scattered(),
            _ => false,
        }
    }

    /// The same with other points for a table, and whether it has that table.
    pub fn with_table(&self, old: &Arc<[(f64, f64)]>, new: &Arc<[(f64, f64)]>) -> (Spectrum, bool) {
        let mut is_there = false;
        let mut of = |part: &Spectrum| {
            let (part, is) = part.with_table(old, new);
            is_there |= is;
            part
        };
        let spectrum = match self {
            Spectrum::Negated(a) => Spectrum::Negated(Box::new(of(a))),
            Spectrum::Power(a, n) => Spectrum::Power(Box::new(of(a)), *n),
            Spectrum::Sum(all) => Spectrum::Sum(all.iter().map(of).collect()),
            Spectrum::Call(function, all) => {
                Spectrum::Call(*function, all.iter().map(of).collect())
            }
            Spectrum::Product(a, b) => Spectrum::Product(Box::new(of(a)), Box::new(of(b))),
            Spectrum::Quotient(a, b) => Spectrum::Quotient(Box::new(of(a)), Box::new(of(b))),
            Spectrum::Table { points, unit, shift } if Arc::ptr_eq(points, old) => {
                is_there = true;
                Spectrum::Table { points: new.clone(), unit: *unit, shift: *shift }
            }
            other => other.clone(),
        };
        (spectrum, is_there)
    }

    /// The tables in it.
    pub fn tables(&self, found: &mut impl FnMut(&Arc<[(f64, f64)]>, usize, usize)) {
        match self {
            Spectrum::Negated(a) | Spectrum::Power(a, _) => a.tables(found),
            Spectrum::Sum(all) | Spectrum::Call(_, all) => {
                all.iter().for_each(|part| part.tables(found));
            }
            Spectrum::Product(a, b) | Spectrum::Quotient(a, b) => {
                a.tables(found);
                b.tables(found);
            }
            Spectrum::Table { points, unit, shift } => found(points, *unit, *shift),
            _ => {}
        }
    }
}

/// Whether a panel lies within one of these windows, where `side` tells on which side of an edge it lies; nothing
/// where that is not certain.
pub(super) fn is_within<E: Copy>(windows: &[[E; 2]], side: impl Fn(E) -> f64) -> Option<bool> {
    let mut found = Some(false);
    for [from, to] in windows {
        let (above, below) = (side(*from), -side(*to));
        if above > 0.0 && below > 0.0 {
            return Some(true);
        }
        let is_outside = above < 0.0 || below < 0.0;
        found = found.filter(|_| is_outside);
    }
    found
}

fn power<V: Value>(base: V, n: u32) -> V {
    match n {
        0 => V::constant(&Known::double(1.0)),
        1 => base,
        n if n % 2 == 0 => power(base.square(), n / 2),
        n => power(base.clone().square(), n / 2).times(base),
    }
}

fn call<V: Value>(function: Function, arguments: &[Spectrum], of: &dyn Fn(&Spectrum) -> V) -> V {
    let number = |a: f64| V::constant(&Known::double(a));
    let mut values = arguments.iter().map(of);
    let first = values.next().unwrap_or_else(|| number(f64::NAN));
    match function {
        Function::Exp => first.exp(),
        Function::Ln => first.ln(),
        Function::Sqrt => first.sqrt(),
        Function::Tanh => first.tanh(),
        Function::Abs => {
            let value = first.clone();
            first.where_positive(|| value.clone(), || value.clone().negated())
        }
        Function::Step => first.step(),
        // A number that depends on no energy: `Complex` has its two parts.
        Function::Phase => number(f64::NAN),
        Function::Min | Function::Max => {
            let sign = function == Function::Max;
            values.fold(first, |least, next| {
                let apart = next.clone().minus(least.clone());
                let apart = if sign { apart.negated() } else { apart };
                apart.where_positive(|| least.clone(), || next.clone())
            })
        }
    }
}

impl Constant {
    /// Its place in a list, in which it is put if it is not there.
    pub fn place(self, list: &mut Vec<Constant>) -> usize {
        list.iter().position(|known| *known == self).unwrap_or_else(|| {
            list.push(self);
            list.len() - 1
        })
    }
}
