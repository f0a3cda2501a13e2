//! Labels set in the font: which glyph stands where.

use super::{Glyph, Step};
use crate::output::label::{Fragment, Label, Level};

/// A glyph in its place; lengths are in units of the size of the letters.
#[derive(Clone, Copy, Debug)]
pub struct Placed {
    /// The glyph.
    pub glyph: Glyph,
    /// Where its origin is, to the right and up from where the line begins.
    pub at: (f64, f64),
    /// Its size: less than 1 for indices and exponents.
    pub size: f64,
    /// The character of the text that it stands for.
    pub text: char,
}

/// A label that is set.
#[derive(Clone, Debug, Default)]
pub struct Typeset {
    /// Its glyphs, in their order.
    pub glyphs: Vec<Placed>,
    /// How wide it is.
    pub width: f64,
}

/// The size of indices and exponents, and how far below and above the line they are.
const SMALL: f64 = 0.7;
const LOWERED: f64 = -0.24;
const RAISED: f64 = 0.38;

/// Above letters of this height accents stand higher by what they are higher (`AccentBaseHeight` of the font).
const ACCENT_BASE: f64 = 480.0;

/// Letters with a dot, each behind the letter without.
const DOTTED: &str =
    "AȦBḂCĊDḊEĖFḞGĠHḢIİMṀNṄOȮPṖRṘSṠTṪWẆXẊYẎZŻaȧbḃcċdḋeėfḟgġhḣmṁnṅoȯpṗrṙsṡtṫwẇxẋyẏzż";
const DOT: char = '\u{307}';

impl Typeset {
    /// The label in the font.
    pub fn of(label: &Label) -> Typeset {
        let mut set = Typeset::default();
        // What an italic letter leans over the next place, unless that is for an index.
        let mut leaning = 0.0;
        for fragment in &label.0 {
            let (rise, size) = match fragment.level {
                Level::Base => (0.0, 1.0),
                Level::Sub => (LOWERED, SMALL),
                Level::Super => (RAISED, SMALL),
            };
            for (glyph, text) in glyphs(fragment) {
                if is_accent(glyph.code) {
                    set.put_accent(glyph, text);
                    continue;
                }
                let is_index = fragment.level == Level::Sub;
                let stays = is_index || (fragment.italic && text.is_alphabetic());
                set.width += if stays { 0.0 } else { leaning };
                set.glyphs.push(Placed { glyph, at: (set.width, rise), size, text });
                set.width += glyph.advance * size / 1000.0;
                leaning = glyph.correction * size / 1000.0;
            }
        }
        set.width += leaning;
        set
    }

    /// An accent over the letter before.
    fn put_accent(&mut self, accent: Glyph, text: char) {
        let letter = self.glyphs.iter().rfind(|placed| !is_accent(placed.glyph.code));
        let Some(Placed { glyph, at, size, .. }) = letter.copied() else {
            // Over nothing.
            let at = (self.width - accent.accent / 1000.0, 0.0);
            self.glyphs.push(Placed { glyph: accent, at, size: 1.0, text });
            self.width += 0.4;
            return;
        };
        let rise = (height(&glyph) - ACCENT_BASE).max(0.0);
        let across = glyph.accent - accent.accent;
        let at = (at.0 + across * size / 1000.0, at.1 + rise * size / 1000.0);
        self.glyphs.push(Placed { glyph: accent, at, size, text });
    }

    /// Its left, lower, right and upper end, in units of the size of the letters: at least from 0 to its width.
    pub fn extent(&self) -> [f64; 4] {
        let mut extent = [0.0, 0.0, self.width, 0.0];
        for placed in &self.glyphs {
            for (x, y) in placed.glyph.outline().into_iter().flat_map(places) {
                let x = placed.at.0 + x * placed.size / 1000.0;
                let y = placed.at.1 + y * placed.size / 1000.0;
                extent = [extent[0].min(x), extent[1].min(y), extent[2].max(x), extent[3].max(y)];
            }
        }
        extent
    }
}

fn places(step: Step) -> Vec<(f64, f64)> {
    match step {
        Step::Move(to) | Step::Line(to) => vec![to],
        Step::Curve(control, to) => vec![control, to],
        Step::Close => Vec::new(),
    }
}

fn height(glyph: &Glyph) -> f64 {
    glyph.outline().into_iter().flat_map(places).map(|(_, y)| y).fold(0.0, f64::max)
}

fn is_accent(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// The glyphs of a fragment, each with its character.
fn glyphs(fragment: &Fragment) -> impl Iterator<Item = (Glyph, char)> {
    let characters = fragment.text.chars().flat_map(|c| {
        let dotted = DOTTED.char_indices().find(|(_, dotted)| *dotted == c && !c.is_ascii());
        let letter = dotted.and_then(|(at, _)| DOTTED[..at].chars().next_back());
        [Some(letter.unwrap_or(c)), letter.map(|_| DOT)].into_iter().flatten()
    });
    characters.map(|c| {
        let slanted = fragment.italic.then(|| Glyph::of(italic(c))).flatten();
        (slanted.or_else(|| Glyph::of(c)).unwrap_or(Glyph::MISSING), c)
    })
}

/// The italic letter of mathematics, where there is one.
fn italic(c: char) -> char {
    const GREEK: [char; 6] = ['ϵ', 'ϑ', 'ϰ', 'ϕ', 'ϱ', 'ϖ'];
    let from = |first: char, start: u32| char::from_u32(start + c as u32 - first as u32);
    let found = match c {
        'h' => Some('ℎ'),
        'A'..='Z' => from('A', 0x1d434),
        'a'..='z' => from('a', 0x1d44e),
        'Α'..='Ω' => from('Α', 0x1d6e2),
        'α'..='ω' => from('α', 0x1d6fc),
        '∂' => Some('𝜕'),
        'µ' => Some('𝜇'),
        _ => GREEK
            .iter()
            .position(|other| *other == c)
            .and_then(|at| char::from_u32(0x1d716 + at as u32)),
    };
    found.unwrap_or(c)
}

/// The characters of these labels that the font does not have, each once.
pub fn missing<'a>(labels: impl IntoIterator<Item = &'a Label>) -> Vec<char> {
    let glyphs = labels.into_iter().flat_map(|label| Typeset::of(label).glyphs);
    let lost = glyphs.filter(|placed| placed.glyph == Glyph::MISSING);
    let mut lost: Vec<char> = lost.map(|placed| placed.text).collect();
    lost.sort_unstable();
    lost.dedup();
    lost
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_stand_beside_each_other() {
        // The advances of T (italic) and c, and of 5 and −, from the table hmtx of the font.
        let set = Typeset::of(&Label::symbol("Tc"));
        let codes: Vec<char> = set.glyphs.iter().map(|placed| placed.glyph.code).collect();
        assert_eq!(codes, ['𝑇', 'c']);
        assert_eq!(set.glyphs[1].at, (set.glyphs[0].glyph.advance / 1000.0, LOWERED));
        let words: Vec<char> = set.glyphs.iter().map(|placed| placed.text).collect();
        assert_eq!(words, ['T', 'c']);
        // A parenthesis stands clear of the f that leans over, an index does not.
        let [f, index] = ["f", "f_l"].map(|symbol| Typeset::of(&Label::symbol(symbol)));
        let lean = f.glyphs[0].glyph.correction / 1000.0;
        assert!(lean > 0.0 && (f.width - f.glyphs[0].glyph.advance / 1000.0 - lean).abs() < 1e-12);
        assert_eq!(index.glyphs[1].at.0, f.width - lean);
    }

    #[test]
    fn a_dot_stands_over_its_letter() {
        for symbol in ["ε̇", "Ṡ", "Q̇"] {
            let set = Typeset::of(&Label::symbol(symbol));
            let [letter, dot] = set.glyphs[..] else { panic!("{symbol}: {set:?}") };
            assert!(letter.glyph.code as u32 > 0x1d000 && dot.glyph.code == DOT, "{symbol}");
            let middle = |placed: Placed| placed.at.0 + placed.glyph.accent * placed.size / 1000.0;
            assert!((middle(letter) - middle(dot)).abs() < 1e-12, "{symbol}");
            let lowest = dot.glyph.outline().into_iter().flat_map(places).map(|(_, y)| y);
            let lowest = dot.at.1 + lowest.fold(f64::MAX, f64::min) / 1000.0;
            assert!(lowest > height(&letter.glyph) / 1000.0, "{symbol}: {lowest}");
        }
    }

    #[test]
    fn what_the_font_has_not_is_a_box() {
        let label = Label::text("a中b中");
        assert_eq!(missing([&label]), ['中']);
        assert_eq!(Typeset::of(&label).glyphs[1].glyph, Glyph::MISSING);
        assert_eq!(missing([&Label::symbol("k_B·Γ/h"), &Label::number(-1e-10)]), []);
    }
}
