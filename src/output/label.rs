//! Text with italic symbols, indices and exponents.

use crate::output::font::Typeset;
use crate::output::number;

/// Where a part of a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// On the line.
    Base,
    /// An index.
    Sub,
    /// An exponent.
    Super,
}

/// A part of a text that looks the same throughout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fragment {
    /// What it says.
    pub text: String,
    /// Whether it is a symbol for a quantity.
    pub italic: bool,
    /// Where it stands.
    pub level: Level,
}

/// A line of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label(pub Vec<Fragment>);

/// What follows a letter and puts a dot on it.
const DOT: char = '\u{307}';

/// What stands before a symbol and is none.
const SUM: char = 'Σ';

/// The digit of a power, as in `E²/h`.
fn power(letter: char) -> Option<&'static str> {
    match letter {
        '²' => Some("2"),
        '³' => Some("3"),
        _ => None,
    }
}

/// Whether a text begins with a word, more than a symbol.
fn is_word(text: Option<&str>) -> bool {
    text.is_some_and(|text| text.chars().take_while(|c| c.is_ascii_lowercase()).count() > 2)
}

impl Label {
    /// Words.
    pub fn text(text: &str) -> Label {
        Label::default().and(text, false, Level::Base)
    }

    /// A symbol, or a product of symbols, as the registers write them: `Tc`, `f_l(ε1)`, `k_B·Γ/h`.
    /// A letter is italic, `²` and `³` are raised; what follows one letter, or `_`, is its index, with the word behind a comma; longer names are upright.
    pub fn symbol(symbol: &str) -> Label {
        let mut label = Label::default();
        let mut rest = symbol;
        while !rest.is_empty() {
            let ends = |c: char| !c.is_alphanumeric() && c != DOT || c == SUM || power(c).is_some();
            let end = rest.find(ends).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            let letters = word.chars().filter(|c| *c != DOT).count();
            let head = word.char_indices().nth(1).map_or(word.len(), |(at, _)| at);
            label = match letters {
                2 => label.and(&word[..head], true, Level::Base).and(
                    &word[head..],
                    false,
                    Level::Sub,
                ),
                1 => label.and(word, word.chars().all(|c| !c.is_numeric()), Level::Base),
                _ => label.and(word, false, Level::Base),
            };
            rest = match after.strip_prefix('_') {
                Some(index) => {
                    let end = index.find(|c: char| !c.is_alphanumeric()).unwrap_or(index.len());
                    label = label.and(&index[..end], false, Level::Sub);
                    &index[end..]
                }
                // The word of an index of two parts: `Tc,min`.
                None if letters == 2 && is_word(after.strip_prefix(',')) => {
                    let end = after[1..].find(|c: char| !c.is_alphanumeric());
                    let end = end.map_or(after.len(), |end| end + 1);
                    label = label.and(&after[..end], false, Level::Sub);
                    &after[end..]
                }
                None => {
                    let end = after.char_indices().nth(1).map_or(after.len(), |(at, _)| at);
                    label = match after.chars().next().and_then(power) {
                        Some(digit) => label.and(digit, false, Level::Super),
                        None => label.and(&after[..end], false, Level::Base),
                    };
                    &after[end..]
                }
            };
        }
        label
    }

    /// A number in the shortest way that is right; large and small ones with a power of ten.
    pub fn number(value: f64) -> Label {
        let text = number(value);
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let mantissa = mantissa.strip_suffix(".0").unwrap_or(mantissa);
        let exponent = exponent.trim_start_matches('+').parse().unwrap_or(0);
        Label::text(&minus(mantissa)).times_ten_to(exponent)
    }

    /// The power of ten.
    pub fn power_of_ten(exponent: i32) -> Label {
        Label::text("10").and(&minus(&exponent.to_string()), false, Level::Super)
    }

    /// This, times a power of ten where that is not 1.
    pub fn times_ten_to(self, exponent: i32) -> Label {
        match exponent {
            0 => self,
            _ => self.and("×", false, Level::Base).then(Label::power_of_ten(exponent)),
        }
    }

    /// This and more words.
    pub fn then_text(self, text: &str) -> Label {
        self.and(text, false, Level::Base)
    }

    /// This and more of it.
    pub fn then(mut self, other: Label) -> Label {
        self.0.extend(other.0);
        self
    }

    /// The text in one size: indices on the line, exponents raised.
    pub fn plain(&self) -> String {
        let raised = |c| match "0123456789−".chars().position(|digit| digit == c) {
            Some(at) => "⁰¹²³⁴⁵⁶⁷⁸⁹⁻".chars().nth(at).unwrap_or(c),
            None => c,
        };
        let span = |span: &Fragment| match span.level {
            Level::Base => span.text.clone(),
            Level::Sub if span.text.chars().count() > 1 => format!("_{}", span.text),
            Level::Sub => span.text.clone(),
            Level::Super => span.text.chars().map(raised).collect(),
        };
        self.0.iter().map(span).collect()
    }

    /// How wide it is in the font of pictures, in units of the size of its letters.
    pub fn width(&self) -> f64 {
        Typeset::of(self).width
    }

    fn and(mut self, text: &str, italic: bool, level: Level) -> Label {
        match self.0.last_mut() {
            Some(last) if last.italic == italic && last.level == level => last.text.push_str(text),
            _ if text.is_empty() => {}
            _ => self.0.push(Fragment { text: text.into(), italic, level }),
        }
        self
    }
}

/// The text of a number with a true minus sign.
pub fn minus(text: &str) -> String {
    text.replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(label: &Label) -> String {
        let span = |span: &Fragment| {
            let text = if span.italic { format!("/{}/", span.text) } else { span.text.clone() };
            match span.level {
                Level::Base => text,
                Level::Sub => format!("_{{{text}}}"),
                Level::Super => format!("^{{{text}}}"),
            }
        };
        label.0.iter().map(span).collect()
    }

    #[test]
    fn a_symbol_of_the_registers_has_its_indices() {
        for (symbol, expected) in [
            ("Tc", "/T/_{c}"),
            ("Tc,min", "/T/_{c,min}"),
            ("f(ε1,ε2)", "/f/(/ε/_{1},/ε/_{2})"),
            ("ε4", "/ε/_{4}"),
            ("λ", "/λ/"),
            ("f_l(ε1)", "/f/_{l}(/ε/_{1})"),
            ("ε̇_h", "/ε̇/_{h}"),
            ("Ṡ_l", "/Ṡ/_{l}"),
            ("k_B·Γ/h", "/k/_{B}·/Γ///h/"),
            ("Γ·E/h", "/Γ/·/E///h/"),
            ("Σσ_i", "Σ/σ/_{i}"),
            ("E²/h", "/E/^{2}//h/"),
            ("Γ·E³", "/Γ/·/E/^{3}"),
            ("COP", "COP"),
            ("COP_therm", "COP_{therm}"),
        ] {
            assert_eq!(marked(&Label::symbol(symbol)), expected);
        }
    }

    #[test]
    fn numbers_are_short_and_exact() {
        for (value, expected) in [
            (1.45, "1.45"),
            (2.0, "2"),
            (-0.5, "−0.5"),
            (1e-10, "1×10^{−10}"),
            (1.5e300, "1.5×10^{300}"),
        ] {
            assert_eq!(marked(&Label::number(value)), expected);
        }
        assert_eq!(Label::number(1e-10).plain(), "1×10⁻¹⁰");
    }
}
