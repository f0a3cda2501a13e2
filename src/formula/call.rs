//! Calls in formulas: functions of numbers in order, shapes whose arguments have names, sums, tables.

use super::lexer::Token;
use super::names::{functions, nearest};
use super::parse::{Grown, Level, Parser};
use super::{Argument, Fault, Function, Node, Shape, Term};
use std::ops::Range;

/// How many terms a sum may have.
const TERMS: f64 = 10_000.0;

/// The name of an argument, with its bytes.
type Label = (Box<str>, Range<usize>);

/// An argument of a call as it stands there.
struct Given {
    /// Its name, with its bytes, where it has one.
    name: Option<Label>,
    value: Node,
}

impl Parser<'_> {
    /// Reads the arguments of a function, whose name at these bytes has been read.
    pub fn call(&mut self, name: &str, at: Range<usize>) -> Result<Grown, Fault> {
        let open = self.span.clone();
        self.advance()?;
        let function = Function::ALL.into_iter().find(|function| function.name() == name);
        let shape = Shape::ALL.into_iter().find(|shape| shape.name() == name);
        let is_property = ["f_", "y_", "T_", "beta_"].iter().any(|prefix| name.starts_with(prefix));
        let (term, height) = match (name, function, shape) {
            (_, Some(function), _) => self.function(function, &at, &open)?,
            (_, _, Some(shape)) => self.shape(shape, &at, &open)?,
            ("sum", ..) => self.within(&open, |parser| parser.sum(&at))?,
            ("table", ..) => self.within(&open, |parser| parser.table(&at))?,
            _ if is_property => self.property(name, &at, &open)?,
            _ => return Err(unknown(name, at)),
        };
        self.close(open)?;
        Ok(Grown { node: Node { span: self.since(at.start), term }, height: height + 1 })
    }

    /// Refuses the name of a function without arguments after it.
    pub fn is_no_function(&self, name: &str, at: &Range<usize>) -> Result<(), Fault> {
        match functions().any(|function| function == name) {
            true => {
                let message = format!("`{name}` is a function, no number");
                Err(Fault::new(at.clone(), message, usage(name)))
            }
            false => Ok(()),
        }
    }

    /// Reads arguments up to the closing parenthesis, and the greatest height among them.
    fn arguments(&mut self, open: &Range<usize>) -> Result<(Vec<Given>, usize), Fault> {
        self.within(open, |parser| {
            let (mut arguments, mut height) = (Vec::new(), 0);
            if parser.token == Token::Sign(')') {
                return Ok((arguments, height));
            }
            loop {
                let name = parser.argument_name()?;
                let value = parser.expression(Level::SUM)?;
                height = height.max(value.height);
                arguments.push(Given { name, value: value.node });
                if !parser.takes(',')? {
                    return Ok((arguments, height));
                }
            }
        })
    }

    /// Reads `name =`, if an argument begins with it.
    fn argument_name(&mut self) -> Result<Option<Label>, Fault> {
        if !matches!(self.token, Token::Name(_)) || !self.is_before('=') {
            return Ok(None);
        }
        let (token, span) = self.advance()?;
        self.advance()?;
        Ok(match token {
            Token::Name(name) => Some((name, span)),
            _ => None,
        })
    }

    fn function(
        &mut self,
        function: Function,
        at: &Range<usize>,
        open: &Range<usize>,
    ) -> Result<(Term, usize), Fault> {
        let (given, height) = self.arguments(open)?;
        let name = function.name();
        if let Some((_, span)) = given.iter().find_map(|given| given.name.as_ref()) {
            let message = format!("arguments of {name} have no names");
            return Err(Fault::new(span.clone(), message, usage(name)));
        }
        let is_many = matches!(function, Function::Min | Function::Max);
        let fits = if is_many { given.len() >= 2 } else { given.len() == 1 };
        if !fits {
            let wanted = if is_many { "two or more arguments" } else { "one argument" };
            let span = match given.get(1) {
                Some(second) if !is_many => second.value.span.clone(),
                _ => at.clone(),
            };
            let message = format!("{name} has {wanted}, not {}", given.len());
            return Err(Fault::new(span, message, usage(name)));
        }
        Ok((Term::Call(function, given.into_iter().map(|given| given.value).collect()), height))
    }

    fn shape(
        &mut self,
        shape: Shape,
        at: &Range<usize>,
        open: &Range<usize>,
    ) -> Result<(Term, usize), Fault> {
        let (given, height) = self.arguments(open)?;
        let (name, known) = (shape.name(), shape.arguments());
        let usage = || usage(name);
        let mut arguments: Vec<(Argument, Node)> = Vec::with_capacity(given.len());
        for Given { name: label, value } in given {
            let Some((label, span)) = label else {
                let message = format!("arguments of {name} have names");
                // As in at=0,5.
                let is_decimal = matches!(value.term, Term::Number(_)) && !arguments.is_empty();
                let label = if is_decimal { "decimals have a point; " } else { "" };
                return Err(Fault::new(value.span, message, label.to_owned() + &usage()));
            };
            let Some((argument, _)) = known.iter().find(|(known, _)| known.name() == &*label)
            else {
                return Err(Fault::new(span, format!("{name} has no argument `{label}`"), usage()));
            };
            if arguments.iter().any(|(before, _)| before == argument) {
                let message = format!("argument `{label}` of {name} is given twice");
                return Err(Fault::new(span, message, usage()));
            }
            arguments.push((*argument, value));
        }
        let is_given = |argument| arguments.iter().any(|(given, _)| *given == argument);
        let lacking = known.iter().find(|(known, must)| *must && !is_given(*known));
        if let Some((lacking, _)) = lacking {
            let message = format!("{name} lacks its argument `{}`", lacking.name());
            return Err(Fault::new(at.clone(), message, usage()));
        }
        Ok((Term::Shape(shape, arguments), height))
    }

    /// `f_r(at=…)`, `y_r(at=…)`, `T_a_b(at=…)`, `beta_r(at=…)` or `beta_r(from=…, to=…)`.
    fn property(
        &mut self,
        name: &str,
        at: &Range<usize>,
        open: &Range<usize>,
    ) -> Result<(Term, usize), Fault> {
        let (given, height) = self.arguments(open)?;
        let has_two = name.starts_with("beta_");
        let usage = || match has_two {
            true => format!("write {name}(at=…) or {name}(from=…, to=…)"),
            false => format!("write {name}(at=…)"),
        };
        let names: Vec<Option<&str>> =
            given.iter().map(|given| given.name.as_ref().map(|(name, _)| &**name)).collect();
        let energies = match names[..] {
            [] => return Err(Fault::new(at.clone(), "an energy `at` is missing", usage())),
            [Some("at")] => given,
            [Some("from"), Some("to")] if has_two => given,
            [Some("to"), Some("from")] if has_two => given.into_iter().rev().collect(),
            _ => {
                let message = match has_two {
                    true => "the arguments are an energy, `at`, or two, `from` and `to`",
                    false => "the one argument is an energy, `at`",
                };
                let wrong = given.into_iter().next_back();
                let span = wrong.map(|given| given.name.map_or(given.value.span, |(_, span)| span));
                return Err(Fault::new(span.unwrap_or(at.clone()), message, usage()));
            }
        };
        let energies = energies.into_iter().map(|given| given.value).collect();
        Ok((Term::At(name.into(), energies), height))
    }

    /// `sum(k=1:N, formula)`, of which the parenthesis has been read.
    fn sum(&mut self, at: &Range<usize>) -> Result<(Term, usize), Fault> {
        let usage = || usage("sum");
        let Some((index, span)) = self.argument_name()? else {
            let message = "a sum begins with the name of a whole number and its range";
            return Err(Fault::new(self.span.clone(), message, usage()));
        };
        self.is_no_function(&index, &span)?;
        if &*index == "E" || &*index == "pi" {
            let message = format!("`{index}` has a meaning of its own");
            return Err(Fault::new(span, message, "another name is wanted, such as k"));
        }
        let first = self.bound()?;
        if !self.takes(':')? {
            return Err(Fault::new(self.span.clone(), "the range of a sum lacks its end", usage()));
        }
        let last = self.bound()?;
        if let (Some(from), Some(to)) = (value(&first), value(&last))
            && to - from >= TERMS
        {
            let label = format!("no more than {TERMS}");
            let span = first.span.start..last.span.end;
            return Err(Fault::new(span, "a sum has too many terms", label));
        }
        if !self.takes(',')? {
            return Err(match self.token {
                Token::Sign(')') => Fault::new(at.clone(), "a sum lacks what is summed", usage()),
                Token::End => self.missing(),
                _ => self.no_bound(),
            });
        }
        let body = self.expression(Level::SUM)?;
        let height = body.height;
        let (first, last, body) = (Box::new(first), Box::new(last), Box::new(body.node));
        Ok((Term::Sum { index, first, last, body }, height))
    }

    /// Reads an end of a sum: a whole number or a name.
    fn bound(&mut self) -> Result<Node, Fault> {
        let sign = self.span.clone();
        let is_negative = self.takes('-')?;
        let is_whole = match &self.token {
            Token::Number(literal) => literal.unit.is_empty() && is_whole(&literal.digits),
            Token::Name(name) => !is_negative && !self.is_before('(') && &**name != "E",
            Token::End => return Err(self.missing()),
            _ => false,
        };
        if !is_whole {
            return Err(self.no_bound());
        }
        let (token, span) = self.advance()?;
        let term = match token {
            Token::Number(literal) => Term::Number(literal),
            Token::Name(name) => Term::Name(name),
            _ => return Err(self.missing()),
        };
        let node = Node { span, term };
        Ok(match is_negative {
            true => {
                let span = self.since(sign.start);
                Node { span, term: Term::Negated(Box::new(node)) }
            }
            false => node,
        })
    }

    fn no_bound(&self) -> Fault {
        let message = "the ends of a sum are whole numbers or parameters";
        Fault::new(self.span.clone(), message, usage("sum"))
    }

    /// `table("f.csv", value="T", x=E-Vg)`, of which the parenthesis has been read.
    fn table(&mut self, at: &Range<usize>) -> Result<(Term, usize), Fault> {
        let path = self.text_argument("a table begins with the path of its file in quotes")?;
        let (mut value, mut x, mut height) = (None, None, 0);
        while self.takes(',')? {
            let Some((name, span)) = self.argument_name()? else {
                let message = "arguments of table have names, but for the path";
                return Err(Fault::new(self.span.clone(), message, usage("table")));
            };
            match &*name {
                "value" if value.is_none() => {
                    value = Some(self.text_argument("`value` is the name of a column in quotes")?);
                }
                "x" if x.is_none() => {
                    let grown = self.expression(Level::SUM)?;
                    height = grown.height;
                    x = Some(Box::new(grown.node));
                }
                "value" | "x" => {
                    let message = format!("argument `{name}` of table is given twice");
                    return Err(Fault::new(span, message, usage("table")));
                }
                _ => {
                    let message = format!("table has no argument `{name}`");
                    return Err(Fault::new(span, message, usage("table")));
                }
            }
        }
        if path.is_empty() {
            return Err(Fault::new(at.clone(), "the path of the table is empty", usage("table")));
        }
        Ok((Term::Table { path, value, x }, height))
    }

    fn text_argument(&mut self, message: &str) -> Result<Box<str>, Fault> {
        match self.token {
            Token::Text(_) => {}
            Token::End => return Err(self.missing()),
            _ => return Err(Fault::new(self.span.clone(), message, usage("table"))),
        }
        match self.advance()?.0 {
            Token::Text(text) => Ok(text),
            _ => Err(self.missing()),
        }
    }
}

/// Why a function is not known.
fn unknown(name: &str, at: Range<usize>) -> Fault {
    let label = match (name, nearest(name, functions())) {
        ("log", _) => "the natural logarithm is ln(x)".into(),
        ("log10" | "lg", _) => format!("write ln(x)/ln(10) for {name}(x)"),
        ("log2", _) => "write ln(x)/ln(2) for log2(x)".into(),
        ("cosh" | "sinh", _) => format!("write {name}(x) with exp(x) and exp(-x)"),
        ("heaviside" | "theta" | "Heaviside", _) => "the step function is step(x)".into(),
        ("delta" | "dirac", _) => "a window of zero width is narrow(at=…, area=…)".into(),
        ("pow", _) => "powers are written x^n".into(),
        (_, Some(near)) => format!("is {near} meant? {}", usage(near)),
        _ => {
            let known: Vec<&str> = functions().collect();
            format!("functions are {}; a product is written {name}*(…)", known.join(" "))
        }
    };
    Fault::new(at, format!("there is no function `{name}`"), label)
}

/// How a function is called.
fn usage(name: &str) -> String {
    if let Some(shape) = Shape::ALL.into_iter().find(|shape| shape.name() == name) {
        let arguments = shape.arguments().map(|(argument, must)| match must {
            true => format!("{}=…", argument.name()),
            false => format!("{}=0", argument.name()),
        });
        return format!("write {name}({})", arguments.join(", "));
    }
    match name {
        "sum" => "write sum(k=1:N, …)".into(),
        "table" => "write table(\"f.csv\", value=\"T\", x=E)".into(),
        "min" | "max" => format!("write {name}(x, y)"),
        _ => format!("write {name}(x)"),
    }
}

fn is_whole(digits: &str) -> bool {
    digits.parse().is_ok_and(|value: f64| value.fract() == 0.0 && value.abs() <= 1e9)
}

/// The value of an end of a sum, if it is a number.
fn value(node: &Node) -> Option<f64> {
    match &node.term {
        Term::Number(literal) => literal.digits.parse().ok(),
        Term::Negated(inner) => value(inner).map(|value| -value),
        _ => None,
    }
}
