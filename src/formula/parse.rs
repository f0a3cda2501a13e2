//! Formulas from text: a Pratt parser.

use super::lexer::{Lexer, Token};
use super::{Fault, Formula, Literal, Node, Operator, Term};
use std::ops::Range;

/// How many parentheses, calls and signs may stand within each other.
const NESTING: usize = 200;

/// How many operations may stand within each other, as all those of a long sum do. Whatever walks or
/// frees a tree calls itself so many times at most.
const HEIGHT: usize = 1000;

impl Formula {
    /// Reads a formula.
    ///
    /// # Errors
    /// [`Fault`] with the place where the text ceases to be a formula.
    ///
    /// ```
    /// use ndemon::formula::Formula;
    ///
    /// let formula = Formula::parse("-2^2*lorentzian(at=8ueV, fwhm=1ueV)").expect("a formula");
    /// assert_eq!(formula.to_string(), "-2^2*lorentzian(at=8ueV, fwhm=1ueV)");
    /// let fault = Formula::parse("1/2E").expect_err("products are written with *");
    /// assert_eq!(fault.span, 3..4);
    /// ```
    pub fn parse(text: &str) -> Result<Formula, Fault> {
        let mut parser = Parser::new(text)?;
        let root = parser.expression(Level::SUM)?.node;
        match &parser.token {
            Token::End => Ok(Formula { text: text.into(), root }),
            _ => Err(parser.no_operator()),
        }
    }
}

/// A part of a formula, and how many operations stand within each other in it.
pub(super) struct Grown {
    pub node: Node,
    pub height: usize,
}

/// How strongly an operator binds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Level(u8);

impl Level {
    pub const SUM: Level = Level(1);
    const PRODUCT: Level = Level(2);

    fn above(self) -> Level {
        Level(self.0 + 1)
    }
}

/// Reads a formula from the left to the right.
pub(super) struct Parser<'a> {
    pub text: &'a str,
    lexer: Lexer<'a>,
    /// The next word and its bytes.
    pub token: Token,
    pub span: Range<usize>,
    /// Where the word before it ends.
    end: usize,
    nesting: usize,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str) -> Result<Self, Fault> {
        let mut lexer = Lexer::new(text);
        let (token, span) = lexer.next()?;
        Ok(Self { text, lexer, token, span, end: 0, nesting: 0 })
    }

    /// Goes to the next word, and gives the last one with its bytes.
    pub fn advance(&mut self) -> Result<(Token, Range<usize>), Fault> {
        let (token, span) = self.lexer.next()?;
        self.end = self.span.end;
        Ok((std::mem::replace(&mut self.token, token), std::mem::replace(&mut self.span, span)))
    }

    /// Whether the word after the next one is this sign.
    pub fn is_before(&self, sign: char) -> bool {
        let mut ahead = self.lexer;
        ahead.next().is_ok_and(|(token, _)| token == Token::Sign(sign))
    }

    /// Takes the sign, if it is the next word.
    pub fn takes(&mut self, sign: char) -> Result<bool, Fault> {
        let is_next = self.token == Token::Sign(sign);
        if is_next {
            self.advance()?;
        }
        Ok(is_next)
    }

    /// Takes the parenthesis that closes the one at `open`.
    pub fn close(&mut self, open: Range<usize>) -> Result<(), Fault> {
        if self.takes(')')? {
            return Ok(());
        }
        Err(match self.token {
            Token::End => Fault::new(open, "a parenthesis is not closed", "it begins here"),
            _ => self.no_operator(),
        })
    }

    /// The text of the next word.
    pub fn word(&self) -> &'a str {
        &self.text[self.span.clone()]
    }

    /// Reads what stands within a parenthesis, a call or behind a sign.
    pub fn within<T>(
        &mut self,
        open: &Range<usize>,
        read: impl FnOnce(&mut Self) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        self.nesting += 1;
        if self.nesting > NESTING {
            let label = format!("no more than {NESTING} stand within each other");
            return Err(Fault::new(open.clone(), "the formula is nested too deep", label));
        }
        let read = read(self)?;
        self.nesting -= 1;
        Ok(read)
    }

    /// Reads operations that bind at least as strongly as `level`.
    pub fn expression(&mut self, level: Level) -> Result<Grown, Fault> {
        let start = self.span.start;
        let mut left = self.prefix()?;
        loop {
            let (operator, binds) = match self.token {
                Token::Sign('+') => (Operator::Add, Level::SUM),
                Token::Sign('-') => (Operator::Subtract, Level::SUM),
                Token::Sign('*') => (Operator::Multiply, Level::PRODUCT),
                Token::Sign('/') => (Operator::Divide, Level::PRODUCT),
                _ => return Ok(left),
            };
            if binds < level {
                return Ok(left);
            }
            let (_, at) = self.advance()?;
            let right = self.expression(binds.above())?;
            let height = 1 + left.height.max(right.height);
            if height > HEIGHT {
                let label = format!("no more than {HEIGHT} operations stand within each other");
                return Err(Fault::new(at, "the formula is nested too deep", label));
            }
            let operation = Term::Operation(operator, Box::new(left.node), Box::new(right.node));
            left = Grown { node: Node { span: start..self.end, term: operation }, height };
        }
    }

    /// Reads a number with signs before it. They bind less strongly than powers: −2^2 = −4.
    fn prefix(&mut self) -> Result<Grown, Fault> {
        let sign = self.span.clone();
        if self.takes('+')? {
            return self.within(&sign, Self::prefix);
        }
        if !self.takes('-')? {
            return self.power();
        }
        let Grown { node, height } = self.within(&sign, Self::prefix)?;
        let span = sign.start..self.end;
        Ok(Grown { node: Node { span, term: Term::Negated(Box::new(node)) }, height: height + 1 })
    }

    fn power(&mut self) -> Result<Grown, Fault> {
        let start = self.span.start;
        let base = self.primary()?;
        let at = self.span.clone();
        if !self.takes('^')? {
            return Ok(base);
        }
        if let Term::Number(literal) = &base.node.term
            && !literal.unit.is_empty()
            && self.text[base.node.span.clone()].ends_with(&*literal.unit)
        {
            let text = &self.text[base.node.span];
            let label = format!("write ({text})^… or leave the unit out");
            return Err(Fault::new(at, "a power of a unit is not clear", label));
        }
        let exponent = self.exponent()?;
        let term = Term::Power(Box::new(base.node), exponent);
        Ok(Grown { node: Node { span: start..self.end, term }, height: base.height + 1 })
    }

    /// Reads a whole number, or a power of whole numbers: powers group from the right.
    fn exponent(&mut self) -> Result<i32, Fault> {
        let start = self.span.clone();
        if self.takes('-')? {
            return Ok(-self.within(&start, Self::exponent)?);
        }
        if self.takes('+')? {
            return self.within(&start, Self::exponent);
        }
        let base = if self.takes('(')? {
            let base = self.within(&start, Self::exponent)?;
            if self.token != Token::Sign(')') && self.token != Token::End {
                return Err(self.no_exponent());
            }
            self.close(start.clone())?;
            base
        } else {
            let base = match &self.token {
                Token::Number(literal) if literal.unit.is_empty() => whole(&literal.digits),
                _ => None,
            };
            let Some(base) = base else { return Err(self.no_exponent()) };
            self.advance()?;
            base
        };
        if !self.takes('^')? {
            return Ok(base);
        }
        let at = self.span.clone();
        let power = self.within(&start, Self::exponent)?;
        let Ok(power) = u32::try_from(power) else {
            return Err(Fault::new(
                at.start..self.end,
                "exponents are whole numbers",
                "this one is a fraction",
            ));
        };
        let power = base.checked_pow(power).filter(|power| power.abs() <= LARGEST);
        power.ok_or_else(|| {
            let label = format!("no more than {LARGEST}");
            Fault::new(start.start..self.end, "an exponent is too large", label)
        })
    }

    /// Why the next word is no exponent.
    fn no_exponent(&self) -> Fault {
        if self.token == Token::End {
            return self.missing();
        }
        let word = self.word();
        let label = match self.token {
            Token::Number(_) => format!("x^{word} is exp({word}*ln(x))"),
            Token::Name(_) => format!("x^{word} is exp({word}*ln(x)), e^x is exp(x)"),
            _ => "a whole number is wanted".into(),
        };
        Fault::new(self.span.clone(), "exponents are whole numbers", label)
    }

    /// Reads a number, a name, a call or a parenthesis.
    fn primary(&mut self) -> Result<Grown, Fault> {
        match &self.token {
            Token::Number(_) | Token::Name(_) => {}
            // A number with a unit has quotes in TOML, and is often written so here, too.
            Token::Text(text) => {
                let Some(literal) = literal(text) else { return Err(self.missing()) };
                let (_, span) = self.advance()?;
                return Ok(Grown { node: Node { span, term: Term::Number(literal) }, height: 1 });
            }
            Token::Sign('(') => {
                let (_, open) = self.advance()?;
                let mut inner = self.within(&open, |parser| parser.expression(Level::SUM))?;
                self.close(open.clone())?;
                inner.node.span = open.start..self.end;
                return Ok(inner);
            }
            _ => return Err(self.missing()),
        }
        let is_call = self.is_before('(');
        let (token, span) = self.advance()?;
        let term = match token {
            Token::Number(literal) => Term::Number(literal),
            Token::Name(name) if is_call => return self.call(&name, span),
            Token::Name(name) => {
                self.is_no_function(&name, &span)?;
                Term::Name(name)
            }
            _ => return Err(self.missing()),
        };
        Ok(Grown { node: Node { span, term }, height: 1 })
    }

    /// The bytes from here to the end of the last word.
    pub fn since(&self, start: usize) -> Range<usize> {
        start..self.end
    }

    /// Why the next word does not begin a number.
    pub fn missing(&self) -> Fault {
        let span = self.span.clone();
        let label = "a number, a name or a parenthesis is wanted";
        match self.token {
            Token::End if self.end == 0 => Fault::new(span, "the formula is empty", label),
            Token::End => Fault::new(span, "the formula ends too early", label),
            Token::Text(_) => {
                let label = "formulas stand in quotes as a whole; only table(…) has some within";
                Fault::new(span, "a quoted text is no number", label)
            }
            Token::Sign(')') => Fault::new(span, "`)` stands where a number is wanted", label),
            _ => Fault::new(
                span,
                format!("`{}` stands where a number is wanted", self.word()),
                label,
            ),
        }
    }

    /// Why the next word does not go on with the formula.
    pub fn no_operator(&self) -> Fault {
        let (span, word) = (self.span.clone(), self.word());
        match self.token {
            Token::Number(_) | Token::Name(_) | Token::Text(_) | Token::Sign('(') => {
                let message = format!("a sign such as * is missing before `{word}`");
                let before = self.text[..self.end].split(|c: char| !is_of_product(c)).next_back();
                let label = match before {
                    Some(before) if !before.is_empty() => {
                        format!("a product is written {before}*{word}")
                    }
                    _ => format!("a product is written with *: *{word}"),
                };
                Fault::new(span, message, label)
            }
            Token::Sign(')') => Fault::new(span, "`)` closes nothing", "no parenthesis is open"),
            Token::Sign(',') => {
                let label = "decimals have a point; commas separate arguments";
                Fault::new(span, "`,` stands where the formula should end", label)
            }
            _ => Fault::new(span, format!("`{word}` stands where the formula should end"), ""),
        }
    }
}

/// The number that a text is, if it is nothing else.
fn literal(text: &str) -> Option<Literal> {
    let mut lexer = Lexer::new(text);
    match (lexer.next(), lexer.next()) {
        (Ok((Token::Number(literal), _)), Ok((Token::End, _))) => Some(literal),
        _ => None,
    }
}

/// The largest exponent.
const LARGEST: i32 = 1_000_000;

/// Whether a message repeats a character of the factor before a missing sign.
fn is_of_product(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '.'
}

/// The whole number that these digits denote, if it is not too large an exponent.
fn whole(digits: &str) -> Option<i32> {
    let value: f64 = digits.parse().ok()?;
    let is_whole = value.fract() == 0.0 && value <= f64::from(LARGEST);
    is_whole.then_some(value as i32)
}
