//! From the tree of a formula to its normal form: constants are gathered, functions of the energy keep their
//! zeros and poles, and terms of zero width stand apart.

use super::removable::removable;
use super::{Argument, Constant, Fault, Function, Node, Operator, Shape, Spectrum, Term};
use std::ops::Range;
use std::sync::Arc;

/// What a name stands for.
#[derive(Clone, Debug)]
pub enum Referent {
    /// The energy.
    Energy,
    /// A number that follows from the parameters.
    Constant(Constant),
}

/// The points of a function that is linear between them, and the worth of 1 of their energies.
pub type Samples = (Arc<[(f64, f64)]>, Constant);

/// What the names, units and files of a formula are.
pub trait Scope {
    /// What a name stands for, if it is known.
    fn name(&self, name: &str) -> Option<Referent>;
    /// A number with a unit, in the unit in which the machine is computed.
    fn measured(&self, digits: &str, unit: &str) -> Option<Constant>;
    /// The points of a file, and the worth of 1 of its energies.
    fn table(&self, path: &str, value: Option<&str>) -> Option<Samples>;
    /// A function of the energy that the machine has, such as `f_h`, at this energy, or between these two.
    ///
    /// # Errors
    /// Why it is not known, in a sentence.
    fn at(&self, name: &str, _energies: Vec<Constant>) -> Result<Constant, String> {
        Err(format!("`{name}` is known in results only"))
    }
}

/// A term of zero width: area·factor(at)·δ(E − at).
#[derive(Clone, Debug)]
pub struct Line {
    /// Where it is.
    pub at: usize,
    /// Its integral.
    pub area: usize,
    /// What it is multiplied by.
    pub factor: Spectrum,
}

/// A function of the energy: a smooth one, and terms of zero width.
#[derive(Clone, Debug)]
pub struct Normal {
    /// The smooth part.
    pub smooth: Part,
    /// The others.
    pub lines: Vec<Line>,
}

/// A smooth function of the energy, or a number.
#[derive(Clone, Debug)]
pub enum Part {
    /// A number.
    Constant(Constant),
    /// slope·(E − zero).
    Affine(Constant, Constant),
    /// Anything else.
    Other(Spectrum),
}

impl Part {
    /// The function with its constants in the list.
    pub fn spectrum(self, list: &mut Vec<Constant>) -> Spectrum {
        match self {
            Part::Constant(c) => Spectrum::Constant(c.place(list)),
            Part::Affine(slope, zero) => {
                Spectrum::Affine { slope: slope.place(list), zero: zero.place(list) }
            }
            Part::Other(spectrum) => spectrum,
        }
    }
}

pub(super) fn number(a: f64) -> Constant {
    Constant::double(a)
}

pub(super) fn sum(a: Constant, b: Constant) -> Constant {
    match (a.as_double(), b.as_double()) {
        (Some(0.0), _) => b,
        (_, Some(0.0)) => a,
        _ => Constant::Sum(Box::new(a), Box::new(b)),
    }
}

pub(super) fn product(a: Constant, b: Constant) -> Constant {
    match (a.as_double(), b.as_double()) {
        (Some(1.0), _) => b,
        (_, Some(1.0)) => a,
        _ => Constant::Product(Box::new(a), Box::new(b)),
    }
}

pub(super) fn negated(a: Constant) -> Constant {
    match a {
        Constant::Negated(a) => *a,
        a => Constant::Negated(Box::new(a)),
    }
}

pub(super) fn quotient(a: Constant, b: Constant) -> Constant {
    match b.as_double() {
        Some(1.0) => a,
        _ => Constant::Quotient(Box::new(a), Box::new(b)),
    }
}

/// Reads the tree of a formula.
pub struct Reader<'a> {
    /// What names stand for.
    pub scope: &'a dyn Scope,
    /// Where constants are put.
    pub constants: &'a mut Vec<Constant>,
    /// The whole numbers that sums are over at the moment.
    pub indices: Vec<(Box<str>, f64)>,
}

type Read = Result<Normal, Fault>;

fn misfit<T>(span: &Range<usize>, message: impl Into<String>) -> Result<T, Fault> {
    Err(Fault::new(span.clone(), message, "here"))
}

impl From<Part> for Normal {
    fn from(smooth: Part) -> Self {
        Normal { smooth, lines: Vec::new() }
    }
}

impl Reader<'_> {
    /// A number that does not depend on the energy.
    ///
    /// # Errors
    /// [`Fault`] where it does, or where a name is unknown.
    pub fn constant(&mut self, node: &Node) -> Result<Constant, Fault> {
        match self.read(node)? {
            Normal { smooth: Part::Constant(c), lines } if lines.is_empty() => Ok(c),
            _ => misfit(&node.span, "depends on the energy, and must not"),
        }
    }

    /// A function of the energy.
    ///
    /// # Errors
    /// [`Fault`] where the formula is none.
    pub fn read(&mut self, node: &Node) -> Read {
        let span = &node.span;
        Ok(match &node.term {
            Term::Number(literal) if literal.unit.is_empty() => {
                let value = literal.digits.parse().ok().filter(|v: &f64| v.is_finite());
                let Some(value) = value else { return misfit(span, "is not a finite number") };
                Part::Constant(number(value)).into()
            }
            Term::Number(literal) => match self.scope.measured(&literal.digits, &literal.unit) {
                Some(constant) => Part::Constant(constant).into(),
                None => return misfit(span, format!("`{}` is no unit", literal.unit)),
            },
            Term::Name(name) => {
                if let Some((_, value)) = self.indices.iter().rev().find(|(own, _)| own == name) {
                    return Ok(Part::Constant(number(*value)).into());
                }
                match (self.scope.name(name), &**name) {
                    (Some(Referent::Energy), _) => Part::Affine(number(1.0), number(0.0)).into(),
                    (Some(Referent::Constant(constant)), _) => Part::Constant(constant).into(),
                    (None, "pi") => Part::Constant(Constant::Pi).into(),
                    (None, _) => return misfit(span, format!("`{name}` is unknown")),
                }
            }
            Term::Negated(a) => {
                let a = self.read(a)?;
                self.negated(a)
            }
            Term::Operation(operator, a, b) => {
                let (a, b) = (self.read(a)?, self.read(b)?);
                match operator {
                    Operator::Add => self.plus(a, b),
                    Operator::Subtract => {
                        let b = self.negated(b);
                        self.plus(a, b)
                    }
                    Operator::Multiply => self.times(a, b, span)?,
                    Operator::Divide => self.over(a, b, span)?,
                }
            }
            Term::Power(a, n) => {
                let a = self.smooth(a)?;
                match a {
                    _ if *n == 0 => Part::Constant(number(1.0)).into(),
                    Part::Constant(a) => Part::Constant(Constant::Power(Box::new(a), *n)).into(),
                    a if *n == 1 => a.into(),
                    a => {
                        let base = a.spectrum(self.constants);
                        Part::Other(Spectrum::Power(Box::new(base), *n)).into()
                    }
                }
            }
            Term::Call(function, arguments) => self.call(*function, arguments)?,
            Term::Shape(shape, arguments) => self.shape(*shape, arguments, span)?,
            Term::Sum { index, first, last, body } => {
                let whole = |reader: &mut Self, node: &Node| {
                    let value = reader.constant(node)?.as_double();
                    match value.filter(|value| value.fract() == 0.0) {
                        Some(value) => Ok(value),
                        None => misfit(&node.span, "a sum runs over whole numbers"),
                    }
                };
                let (first, last) = (whole(self, first)?, whole(self, last)?);
                if last - first >= 10_000.0 {
                    return misfit(span, "a sum has 10000 terms at most");
                }
                let mut total: Normal = Part::Constant(number(0.0)).into();
                let mut k = first;
                while k <= last {
                    self.indices.push((index.clone(), k));
                    let term = self.read(body);
                    self.indices.pop();
                    total = self.plus(total, term?);
                    k += 1.0;
                }
                total
            }
            Term::Table { path, value, x } => {
                let Some((points, unit)) = self.scope.table(path, value.as_deref()) else {
                    return misfit(span, format!("there is no table `{path}`"));
                };
                let shift = match x {
                    None => number(0.0),
                    Some(x) => match self.smooth(x)? {
                        Part::Affine(slope, zero) if slope.as_double() == Some(1.0) => zero,
                        _ => return misfit(&x.span, "must be the energy minus a shift"),
                    },
                };
                let (unit, shift) = (unit.place(self.constants), shift.place(self.constants));
                Part::Other(Spectrum::Table { points, unit, shift }).into()
            }
            Term::At(name, energies) => {
                let energies = energies.iter().map(|energy| self.constant(energy));
                let energies = energies.collect::<Result<_, _>>()?;
                match self.scope.at(name, energies) {
                    Ok(constant) => Part::Constant(constant).into(),
                    Err(message) => return misfit(span, message),
                }
            }
        })
    }

    fn smooth(&mut self, node: &Node) -> Result<Part, Fault> {
        let read = self.read(node)?;
        match read.lines.is_empty() {
            true => Ok(read.smooth),
            false => misfit(&node.span, "a term of zero width can only be added and multiplied"),
        }
    }

    fn negated(&mut self, Normal { smooth, lines }: Normal) -> Normal {
        let smooth = match smooth {
            Part::Constant(c) => Part::Constant(negated(c)),
            Part::Affine(slope, zero) => Part::Affine(negated(slope), zero),
            Part::Other(Spectrum::Negated(a)) => Part::Other(*a),
            Part::Other(a) => Part::Other(Spectrum::Negated(Box::new(a))),
        };
        let turn = |line: Line| Line { factor: Spectrum::Negated(Box::new(line.factor)), ..line };
        Normal { smooth, lines: lines.into_iter().map(turn).collect() }
    }

    fn plus(&mut self, a: Normal, b: Normal) -> Normal {
        let smooth = match (a.smooth, b.smooth) {
            (Part::Constant(a), Part::Constant(b)) => Part::Constant(sum(a, b)),
            (Part::Constant(c), other) | (other, Part::Constant(c))
                if c.as_double() == Some(0.0) =>
            {
                other
            }
            (Part::Affine(slope, zero), Part::Constant(c))
            | (Part::Constant(c), Part::Affine(slope, zero)) => {
                let zero = sum(zero, negated(quotient(c, slope.clone())));
                Part::Affine(slope, zero)
            }
            (a, b) => {
                let (a, b) = (a.spectrum(self.constants), b.spectrum(self.constants));
                let mut all = match a {
                    Spectrum::Sum(all) => all,
                    a => vec![a],
                };
                match b {
                    Spectrum::Sum(more) => all.extend(more),
                    b => all.push(b),
                }
                Part::Other(Spectrum::Sum(all))
            }
        };
        let mut lines = a.lines;
        lines.extend(b.lines);
        Normal { smooth, lines }
    }

    fn times(&mut self, a: Normal, b: Normal, span: &Range<usize>) -> Read {
        let (a, b) = if a.lines.is_empty() { (b, a) } else { (a, b) };
        if !b.lines.is_empty() {
            return misfit(span, "terms of zero width cannot be multiplied with each other");
        }
        let mut lines = Vec::with_capacity(a.lines.len());
        for line in a.lines {
            let factor = b.smooth.clone().spectrum(self.constants);
            let factor = Spectrum::Product(Box::new(factor), Box::new(line.factor));
            lines.push(Line { factor, ..line });
        }
        let smooth = match (a.smooth, b.smooth) {
            (Part::Constant(a), Part::Constant(b)) => Part::Constant(product(a, b)),
            (Part::Constant(c), other) | (other, Part::Constant(c))
                if c.as_double() == Some(1.0) =>
            {
                other
            }
            (Part::Constant(c), Part::Affine(slope, zero))
            | (Part::Affine(slope, zero), Part::Constant(c)) => {
                Part::Affine(product(c, slope), zero)
            }
            (a, b) => {
                let (a, b) = (a.spectrum(self.constants), b.spectrum(self.constants));
                Part::Other(Spectrum::Product(Box::new(a), Box::new(b)))
            }
        };
        Ok(Normal { smooth, lines })
    }

    fn over(&mut self, a: Normal, b: Normal, span: &Range<usize>) -> Read {
        if !b.lines.is_empty() {
            return misfit(span, "a term of zero width cannot be a divisor");
        }
        if let Part::Constant(c) = b.smooth {
            let smooth = match a.smooth {
                Part::Constant(a) => Part::Constant(quotient(a, c.clone())),
                Part::Affine(slope, zero) => Part::Affine(quotient(slope, c.clone()), zero),
                Part::Other(a) => {
                    let c = Spectrum::Constant(c.clone().place(self.constants));
                    Part::Other(Spectrum::Quotient(Box::new(a), Box::new(c)))
                }
            };
            let mut lines = a.lines;
            for line in &mut lines {
                let area = self.constants[line.area].clone();
                line.area = quotient(area, c.clone()).place(self.constants);
            }
            return Ok(Normal { smooth, lines });
        }
        if !a.lines.is_empty() {
            return misfit(span, "a term of zero width can be divided by a number only");
        }
        if let Some(spectrum) = removable(&a.smooth, &b.smooth, self.constants) {
            return Ok(Part::Other(spectrum).into());
        }
        let (a, b) = (a.smooth.spectrum(self.constants), b.smooth.spectrum(self.constants));
        Ok(Part::Other(Spectrum::Quotient(Box::new(a), Box::new(b))).into())
    }

    fn call(&mut self, function: Function, arguments: &[Node]) -> Read {
        let mut parts = Vec::with_capacity(arguments.len());
        for argument in arguments {
            if function == Function::Phase {
                let message = "phase stands in levels and amplitudes of scatterers only";
                return misfit(&argument.span, message);
            }
            parts.push(self.smooth(argument)?);
        }
        if parts.iter().all(|part| matches!(part, Part::Constant(_))) {
            let constant = |part| match part {
                Part::Constant(c) => Some(c),
                _ => None,
            };
            let arguments = parts.into_iter().filter_map(constant).collect();
            return Ok(Part::Constant(Constant::Call(function, arguments)).into());
        }
        let spectrum = match (function, &parts[..]) {
            (Function::Step | Function::Abs, [Part::Affine(slope, zero)]) => {
                let slope = slope.clone().place(self.constants);
                let zero = zero.clone().place(self.constants);
                match function {
                    Function::Step => Spectrum::Step { slope, zero },
                    _ => Spectrum::Abs { slope, zero },
                }
            }
            _ => {
                let arguments = parts.into_iter().map(|part| part.spectrum(self.constants));
                Spectrum::Call(function, arguments.collect())
            }
        };
        Ok(Part::Other(spectrum).into())
    }

    fn shape(&mut self, shape: Shape, arguments: &[(Argument, Node)], span: &Range<usize>) -> Read {
        let mut argument = |wanted: Argument| {
            let found = arguments.iter().find(|(argument, _)| *argument == wanted);
            let Some((_, node)) = found else { return misfit(span, "an argument is missing") };
            let constant = self.constant(node)?;
            Ok(constant.place(self.constants))
        };
        let has = |wanted: Argument| arguments.iter().any(|(argument, _)| *argument == wanted);
        let spectrum = match shape {
            Shape::Fermi => Spectrum::Fermi {
                mu: argument(Argument::Mu)?,
                t: argument(Argument::T)?,
                holes: false,
            },
            Shape::Bose => {
                let mu = match has(Argument::Mu) {
                    true => Some(argument(Argument::Mu)?),
                    false => None,
                };
                let t = argument(Argument::T)?;
                let mu = mu.unwrap_or_else(|| number(0.0).place(self.constants));
                Spectrum::Bose { mu, t }
            }
            Shape::Boxcar => {
                Spectrum::Boxcar { at: argument(Argument::At)?, width: argument(Argument::Width)? }
            }
            Shape::Lorentzian => Spectrum::Lorentzian {
                at: argument(Argument::At)?,
                fwhm: argument(Argument::Fwhm)?,
            },
            Shape::Gaussian => {
                Spectrum::Gaussian { at: argument(Argument::At)?, fwhm: argument(Argument::Fwhm)? }
            }
            Shape::Qpc => Spectrum::Fermi {
                mu: argument(Argument::At)?,
                t: argument(Argument::Width)?,
                holes: true,
            },
            Shape::Narrow => {
                let (at, area) = (argument(Argument::At)?, argument(Argument::Area)?);
                let factor = Spectrum::Constant(number(1.0).place(self.constants));
                return Ok(Normal {
                    smooth: Part::Constant(number(0.0)),
                    lines: vec![Line { at, area, factor }],
                });
            }
        };
        Ok(Part::Other(spectrum).into())
    }
}
