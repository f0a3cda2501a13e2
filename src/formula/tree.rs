//! A formula as a tree, with the place of every part in its text.

use std::ops::Range;

/// A formula: its text and what it says.
#[derive(Clone, Debug)]
pub struct Formula {
    /// The text as it was written.
    pub text: Box<str>,
    /// What it says.
    pub root: Node,
}

/// A part of a formula.
#[derive(Clone, Debug)]
pub struct Node {
    /// The bytes of the text that this part was read from.
    pub span: Range<usize>,
    /// What it says.
    pub term: Term,
}

impl Node {
    /// Shows this part and all parts within it.
    pub fn walk(&self, see: &mut impl FnMut(&Node)) {
        see(self);
        match &self.term {
            Term::Number(_) | Term::Name(_) => {}
            Term::Negated(inner) | Term::Power(inner, _) => inner.walk(see),
            Term::At(_, energies) => energies.iter().for_each(|energy| energy.walk(see)),
            Term::Operation(_, a, b) => {
                a.walk(see);
                b.walk(see);
            }
            Term::Call(_, arguments) => arguments.iter().for_each(|argument| argument.walk(see)),
            Term::Shape(_, arguments) => arguments.iter().for_each(|(_, value)| value.walk(see)),
            Term::Sum { first, last, body, .. } => {
                first.walk(see);
                last.walk(see);
                body.walk(see);
            }
            Term::Table { x, .. } => {
                if let Some(x) = x {
                    x.walk(see);
                }
            }
        }
    }
}

/// What a part of a formula says.
#[derive(Clone, Debug)]
pub enum Term {
    /// A number as written, with its unit if it has one.
    Number(Literal),
    /// A name: a parameter, `E`, `pi`, or a property of a reservoir such as `T_h`.
    Name(Box<str>),
    /// −a.
    Negated(Box<Node>),
    /// a + b, a − b, a·b, a/b.
    Operation(Operator, Box<Node>, Box<Node>),
    /// a^n with a whole n.
    Power(Box<Node>, i32),
    /// A function of numbers in order.
    Call(Function, Vec<Node>),
    /// A shape whose arguments have names.
    Shape(Shape, Vec<(Argument, Node)>),
    /// The sum of a formula over the whole numbers from `first` to `last`, which `index` stands for.
    Sum {
        /// The name of the whole number.
        index: Box<str>,
        /// Where it begins.
        first: Box<Node>,
        /// Where it ends.
        last: Box<Node>,
        /// What is summed.
        body: Box<Node>,
    },
    /// `table("f.csv", value="T", x=E-Vg)`: linear between the points of a file.
    Table {
        /// The path as written.
        path: Box<str>,
        /// The column of the values; the second one if not given.
        value: Option<Box<str>>,
        /// What stands for the first column; the energy if not given.
        x: Option<Box<Node>>,
    },
    /// `f_r(at=…)`, `T_a_b(at=…)`, `beta_r(from=…, to=…)`: a property of the machine at an energy or between two, in
    /// results only.
    At(Box<str>, Vec<Node>),
}

/// A number as written: `12`, `1e-3`, `80mK`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal {
    /// The digits, with point and exponent.
    pub digits: Box<str>,
    /// The unit after them; empty if there is none.
    pub unit: Box<str>,
}

impl Literal {
    /// Whether it denotes zero.
    pub fn is_zero(&self) -> bool {
        let mantissa = self.digits.split('e').next().unwrap_or_default();
        !mantissa.contains(|c: char| ('1'..='9').contains(&c))
    }
}

/// An operation on two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// a + b
    Add,
    /// a − b
    Subtract,
    /// a·b
    Multiply,
    /// a/b
    Divide,
}

/// A function whose arguments stand in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// e^x
    Exp,
    /// ln x
    Ln,
    /// √x
    Sqrt,
    /// |x|
    Abs,
    /// tanh x
    Tanh,
    /// The least of its arguments.
    Min,
    /// The greatest of its arguments.
    Max,
    /// 0 for x < 0, 1 for x > 0.
    Step,
    /// e^(ix), in the values of scatterers only.
    Phase,
}

/// A function of the energy with named arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// 1/(1 + e^((E − mu)/T))
    Fermi,
    /// 1/(e^((E − mu)/T) − 1)
    Bose,
    /// 1 where |E − at| < width/2, 0 elsewhere.
    Boxcar,
    /// (fwhm/2)²/((E − at)² + (fwhm/2)²)
    Lorentzian,
    /// 1/(1 + e^(−(E − at)/width)), the smooth step of a quantum point contact.
    Qpc,
    /// e^(−4 ln 2 (E − at)²/fwhm²)
    Gaussian,
    /// area·δ(E − at), the limit of zero width.
    Narrow,
}

/// The name of an argument of a shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    /// A chemical potential.
    Mu,
    /// A temperature.
    T,
    /// The energy of the centre, or of a smooth step.
    At,
    /// The full width of a boxcar, or the width of a smooth step.
    Width,
    /// The full width at half maximum.
    Fwhm,
    /// The integral over the energy.
    Area,
}
