//! Complex numbers that do not depend on the energy: the values of scatterers.

use super::{Constant, Fault, Function, Node, Operator, Reader, Term};

/// A complex number that follows from the parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Complex {
    /// The real part.
    pub re: Constant,
    /// The imaginary part.
    pub im: Constant,
}

fn zero() -> Constant {
    Constant::double(0.0)
}

impl Complex {
    /// A real number.
    pub fn real(re: Constant) -> Self {
        Self { re, im: zero() }
    }

    /// The number from which it differs by the sign of the imaginary part.
    pub fn conjugate(self) -> Self {
        Self { re: self.re, im: self.im.opposite() }
    }

    /// −a.
    pub fn negated(self) -> Self {
        Self { re: self.re.opposite(), im: self.im.opposite() }
    }

    /// a + b.
    pub fn plus(self, other: Self) -> Self {
        Self { re: self.re.plus(other.re), im: self.im.plus(other.im) }
    }

    /// a·b.
    pub fn times(self, other: Self) -> Self {
        let (a, b, c, d) = (self.re, self.im, other.re, other.im);
        Self {
            re: a.clone().times(c.clone()).plus(b.clone().times(d.clone()).opposite()),
            im: a.times(d).plus(b.times(c)),
        }
    }

    /// a/b = a b*/|b|².
    fn over(self, other: Self) -> Self {
        let Complex { re, im } = other.clone();
        let square = |a: Constant| a.clone().times(a);
        if im.is_nothing() {
            return Self { re: self.re.over(re.clone()), im: self.im.over(re) };
        }
        let size = square(re).plus(square(im));
        let Complex { re, im } = self.times(other.conjugate());
        Self { re: re.over(size.clone()), im: im.over(size) }
    }
}

/// Operations on formulas of the parameters that leave out what is written as 0 or 1.
impl Constant {
    /// Whether it is written as 0.
    pub fn is_nothing(&self) -> bool {
        self.as_double() == Some(0.0)
    }

    /// −a.
    pub fn opposite(self) -> Self {
        match self {
            a if a.is_nothing() => a,
            Constant::Negated(a) => *a,
            a => Constant::Negated(Box::new(a)),
        }
    }

    /// a + b.
    pub fn plus(self, other: Self) -> Self {
        match (self, other) {
            (a, b) if b.is_nothing() => a,
            (a, b) if a.is_nothing() => b,
            (a, b) => Constant::Sum(Box::new(a), Box::new(b)),
        }
    }

    /// a·b.
    pub fn times(self, other: Self) -> Self {
        match (self, other) {
            (a, b) if a.is_nothing() || b.as_double() == Some(1.0) => a,
            (a, b) if b.is_nothing() || a.as_double() == Some(1.0) => b,
            (a, b) => Constant::Product(Box::new(a), Box::new(b)),
        }
    }

    /// a/b.
    pub fn over(self, other: Self) -> Self {
        match (self, other) {
            (a, b) if a.is_nothing() || b.as_double() == Some(1.0) => a,
            (a, b) => Constant::Quotient(Box::new(a), Box::new(b)),
        }
    }
}

impl Reader<'_> {
    /// A complex number that does not depend on the energy: a formula in which `phase(x)` is e^(ix).
    ///
    /// # Errors
    /// [`Fault`] where it depends on the energy, where a name is unknown, or where `phase` stands within
    /// another function.
    pub fn complex(&mut self, node: &Node) -> Result<Complex, Fault> {
        let mut has_phase = false;
        node.walk(&mut |part| {
            has_phase |= matches!(&part.term, Term::Call(Function::Phase, _));
        });
        if !has_phase {
            return self.constant(node).map(Complex::real);
        }
        Ok(match &node.term {
            Term::Call(Function::Phase, arguments) => {
                let [argument] = &arguments[..] else {
                    return Err(Fault::new(node.span.clone(), "phase has one argument", ""));
                };
                let angle = Box::new(self.constant(argument)?);
                match angle.is_nothing() {
                    true => Complex::real(Constant::double(1.0)),
                    false => {
                        Complex { re: Constant::Cosine(angle.clone()), im: Constant::Sine(angle) }
                    }
                }
            }
            Term::Negated(a) => self.complex(a)?.negated(),
            Term::Operation(operator, a, b) => {
                let (a, b) = (self.complex(a)?, self.complex(b)?);
                match operator {
                    Operator::Add => a.plus(b),
                    Operator::Subtract => a.plus(b.negated()),
                    Operator::Multiply => a.times(b),
                    Operator::Divide => a.over(b),
                }
            }
            Term::Power(a, n) => {
                let base = self.complex(a)?;
                let one = Complex::real(Constant::double(1.0));
                let all = (0..n.unsigned_abs()).fold(one.clone(), |p, _| p.times(base.clone()));
                if *n < 0 { one.over(all) } else { all }
            }
            _ => {
                let message = "phase stands here within a function of real numbers";
                let label = "sums, products, quotients and powers may have it";
                return Err(Fault::new(node.span.clone(), message, label));
            }
        })
    }
}
