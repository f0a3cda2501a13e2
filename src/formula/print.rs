//! Formulas as text.

use super::{Formula, Literal, Node, Operator, Term};
use std::fmt::{Display, Formatter, Result};

impl Display for Formula {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        self.root.fmt(f)
    }
}

/// How strongly the outermost operation of a text binds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Sum,
    Product,
    Negation,
    Power,
    Atom,
}

fn level(term: &Term) -> Level {
    match term {
        Term::Operation(Operator::Add | Operator::Subtract, ..) => Level::Sum,
        Term::Operation(Operator::Multiply | Operator::Divide, ..) => Level::Product,
        Term::Negated(_) => Level::Negation,
        Term::Power(..) => Level::Power,
        // A power of a number with a unit has parentheses: it is that of the whole.
        Term::Number(literal) if !literal.unit.is_empty() => Level::Power,
        _ => Level::Atom,
    }
}

/// Writes a part, in parentheses where it binds less strongly than `least`.
fn write(node: &Node, least: Level, f: &mut Formatter<'_>) -> Result {
    match level(&node.term) < least {
        true => write!(f, "({node})"),
        false => node.fmt(f),
    }
}

impl Display for Literal {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "{}{}", self.digits, self.unit)
    }
}

impl Display for Node {
    /// The part as text: read again, it is the same tree.
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match &self.term {
            Term::Number(literal) => literal.fmt(f),
            Term::Name(name) => f.write_str(name),
            Term::Negated(inner) => {
                f.write_str("-")?;
                write(inner, Level::Negation, f)
            }
            Term::Operation(operator, left, right) => {
                let (sign, own, above) = match operator {
                    Operator::Add => ("+", Level::Sum, Level::Product),
                    Operator::Subtract => ("-", Level::Sum, Level::Product),
                    Operator::Multiply => ("*", Level::Product, Level::Negation),
                    Operator::Divide => ("/", Level::Product, Level::Negation),
                };
                write(left, own, f)?;
                match own {
                    Level::Sum => write!(f, " {sign} ")?,
                    _ => f.write_str(sign)?,
                }
                write(right, above, f)
            }
            Term::Power(base, exponent) => {
                write(base, Level::Atom, f)?;
                write!(f, "^{exponent}")
            }
            Term::Call(function, arguments) => {
                write!(f, "{}(", function.name())?;
                separated(arguments, f, |argument, f| argument.fmt(f))
            }
            Term::Shape(shape, arguments) => {
                write!(f, "{}(", shape.name())?;
                separated(arguments, f, |(name, value), f| write!(f, "{}={value}", name.name()))
            }
            Term::Sum { index, first, last, body } => {
                write!(f, "sum({index}={first}:{last}, {body})")
            }
            Term::Table { path, value, x } => {
                write!(f, "table({}", Quoted(path))?;
                if let Some(value) = value {
                    write!(f, ", value={}", Quoted(value))?;
                }
                if let Some(x) = x {
                    write!(f, ", x={x}")?;
                }
                f.write_str(")")
            }
            Term::At(name, energies) => match &energies[..] {
                [from, to] => write!(f, "{name}(from={from}, to={to})"),
                energies => energies.iter().try_for_each(|at| write!(f, "{name}(at={at})")),
            },
        }
    }
}

/// Writes the rest of a call.
fn separated<T>(
    arguments: &[T],
    f: &mut Formatter<'_>,
    write: impl Fn(&T, &mut Formatter<'_>) -> Result,
) -> Result {
    for (i, argument) in arguments.iter().enumerate() {
        if i > 0 {
            f.write_str(", ")?;
        }
        write(argument, f)?;
    }
    f.write_str(")")
}

/// A text in quotes that do not occur in it.
struct Quoted<'a>(&'a str);

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let quote = if self.0.contains('"') { '\'' } else { '"' };
        write!(f, "{quote}{}{quote}", self.0)
    }
}
