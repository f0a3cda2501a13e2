//! The words of a formula: numbers with units, names, quoted texts and signs.

use super::{Fault, Literal};
use crate::quantity::Unit;
use std::ops::Range;

/// The sign U+2212, which typesetting puts in place of a hyphen.
const MINUS: char = '\u{2212}';

/// A word of a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A number with its unit.
    Number(Literal),
    /// A name of a number or a function.
    Name(Box<str>),
    /// What stands between quotes.
    Text(Box<str>),
    /// One of `+ - * / ^ ( ) , = :`.
    Sign(char),
    /// The end of the formula.
    End,
}

/// Reads a formula word by word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lexer<'a> {
    text: &'a str,
    /// The byte at which the rest begins.
    at: usize,
}

impl<'a> Lexer<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The next word, with its bytes.
    pub fn next(&mut self) -> Result<(Token, Range<usize>), Fault> {
        self.skip(char::is_whitespace);
        let start = self.at;
        let Some(first) = self.peek() else { return Ok((Token::End, start..start)) };
        let token = match first {
            '0'..='9' | '.' => self.number()?,
            'A'..='Z' | 'a'..='z' => {
                let name = self.skip(is_of_word);
                if let Some((at, c)) = name.char_indices().find(|(_, c)| !c.is_ascii()) {
                    return Err(foreign(start + at, c));
                }
                Token::Name(name.into())
            }
            '"' | '\'' => self.quoted(first)?,
            MINUS => {
                self.at += MINUS.len_utf8();
                Token::Sign('-')
            }
            '*' if self.rest().starts_with("**") => {
                return Err(Fault::new(
                    start..start + 2,
                    "`**` is no sign of formulas",
                    "powers are written with ^",
                ));
            }
            '+' | '-' | '*' | '/' | '^' | '(' | ')' | ',' | '=' | ':' => {
                self.at += 1;
                Token::Sign(first)
            }
            other => return Err(foreign(start, other)),
        };
        Ok((token, start..self.at))
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Takes the characters for which `is` holds.
    fn skip(&mut self, is: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let taken = &rest[..rest.find(|c| !is(c)).unwrap_or(rest.len())];
        self.at += taken.len();
        taken
    }

    fn quoted(&mut self, quote: char) -> Result<Token, Fault> {
        let start = self.at;
        self.at += 1;
        let text = self.skip(|c| c != quote);
        if self.peek().is_none() {
            return Err(Fault::new(start..start + 1, "a quote is not closed", "it begins here"));
        }
        self.at += 1;
        Ok(Token::Text(text.into()))
    }

    /// A number, and the unit that stands directly after it or after one blank.
    fn number(&mut self) -> Result<Token, Fault> {
        let start = self.at;
        let mut digits = self.skip(|c| c.is_ascii_digit()).to_owned();
        if self.peek() == Some('.') {
            self.at += 1;
            digits.push('.');
            digits += self.skip(|c| c.is_ascii_digit());
        }
        if !digits.contains(|c: char| c.is_ascii_digit()) || self.peek() == Some('.') {
            self.skip(|c| c == '.' || c.is_ascii_digit());
            let text = &self.text[start..self.at];
            let message = format!("`{text}` is no number");
            return Err(Fault::new(start..self.at, message, "digits with one point are wanted"));
        }
        digits += &self.exponent();
        let number = start..self.at;
        let unit = self.unit(&number)?;
        let literal = Literal { digits: digits.into(), unit: unit.into() };
        self.check(&literal, number)?;
        Ok(Token::Number(literal))
    }

    /// The exponent of a number; empty where none begins here, because digits must follow its `e`.
    fn exponent(&mut self) -> String {
        let rest = self.rest();
        let Some(after) = rest.strip_prefix(['e', 'E']) else { return String::new() };
        let sign = after.chars().next().filter(|c| ['+', '-', MINUS].contains(c));
        let width = sign.map_or(0, char::len_utf8);
        if !after[width..].starts_with(|c: char| c.is_ascii_digit()) {
            return String::new();
        }
        self.at += 1 + width;
        let sign = if matches!(sign, Some('-' | MINUS)) { "-" } else { "" };
        format!("e{sign}{}", self.skip(|c| c.is_ascii_digit()))
    }

    /// The unit of the number at these bytes, which has just been read; empty if there is none.
    fn unit(&mut self, number: &Range<usize>) -> Result<&'a str, Fault> {
        let end = self.at;
        let word = self.skip(is_of_word);
        if !word.is_empty() {
            return match Unit::in_formula(word) {
                Some(_) => Ok(word),
                None => Err(no_unit(&self.text[number.clone()], word, end..self.at)),
            };
        }
        let gap = self.skip(char::is_whitespace);
        let start = self.at;
        let word = self.skip(is_of_word);
        if word.is_empty() || Unit::in_formula(word).is_none() {
            self.at = end;
            return Ok("");
        }
        if gap.chars().count() > 1 {
            let number = &self.text[number.clone()];
            return Err(Fault::new(
                start..self.at,
                format!("`{word}` stands too far from its number"),
                format!("write {number}{word}"),
            ));
        }
        Ok(word)
    }

    /// Refuses a number that no double can stand for.
    fn check(&self, literal: &Literal, number: Range<usize>) -> Result<(), Fault> {
        let value = match Unit::in_formula(&literal.unit) {
            Some((unit, _)) => unit.read(&literal.digits),
            None => literal.digits.parse().ok().filter(|value: &f64| value.is_finite()),
        };
        let text = &self.text[number.clone()];
        match value {
            None => Err(Fault::new(
                number,
                format!("`{text}` is too large a number"),
                "beyond the largest double, about 1.8e308",
            )),
            Some(0.0) if !literal.is_zero() => Err(Fault::new(
                number,
                format!("`{text}` is too small a number"),
                "below the least double, about 4.9e-324",
            )),
            Some(_) => Ok(()),
        }
    }
}

/// Whether a character continues a name or a unit.
fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Why a word after a number is wrong.
fn no_unit(number: &str, word: &str, span: Range<usize>) -> Fault {
    if word.starts_with('_') {
        let label = "digits are not grouped in formulas";
        return Fault::new(span, format!("`{number}{word}` is no number"), label);
    }
    // Without its case, or with one letter exchanged, it may be one.
    let is_near = |unit: &&str| {
        unit.eq_ignore_ascii_case(word) || word.len() > 2 && strsim::osa_distance(unit, word) == 1
    };
    let units =
        "K mK uK nK pK eV meV ueV neV peV V mV uV nV pV J mJ uJ nJ pJ fJ aJ zJ Hz kHz MHz GHz THz";
    match units.split(' ').find(is_near) {
        Some(unit) => Fault::new(span, format!("`{word}` is no unit"), format!("is {unit} meant?")),
        None => Fault::new(
            span,
            format!("`{word}` after a number is neither a unit nor a factor"),
            format!("a product is written {number}*{word}; units are {}", Unit::KNOWN),
        ),
    }
}

/// Why a character has no meaning in formulas.
fn foreign(start: usize, c: char) -> Fault {
    let label = match c {
        '\u{d7}' | '\u{b7}' | '\u{22c5}' | '\u{2217}' => "products are written with *",
        '\u{f7}' | '\u{2044}' | '\u{2215}' => "quotients are written with /",
        '\u{b2}' => "squares are written ^2",
        '\u{b3}' => "cubes are written ^3",
        '\u{221a}' => "roots are written sqrt(x)",
        '\u{3c0}' => "the number is written pi",
        '\u{2010}'..='\u{2015}' | '\u{fe63}' | '\u{ff0d}' => "minus is written -",
        '<' | '>' => "comparisons are written with step(x), which is 0 for x < 0 and 1 for x > 0",
        '[' | ']' | '{' | '}' => "parentheses are round",
        '\u{201c}'..='\u{201f}' | '\u{2018}'..='\u{201b}' => "quotes are straight: ' or \"",
        ';' => "arguments are separated by commas",
        _ if c.is_alphabetic() => "names have ASCII letters, digits and _, first a letter",
        '_' => "names begin with a letter",
        _ => "signs are + - * / ^ ( ) , = :",
    };
    let name = if c.is_control() { String::new() } else { format!("`{c}` ") };
    let name = if c.is_ascii_graphic() { name } else { format!("{name}(U+{:04X}) ", c as u32) };
    Fault::new(start..start + c.len_utf8(), format!("{name}has no meaning in a formula"), label)
}
