//! The font of pictures, STIX Two Math: a table of outlines that `outlines.py` has written. Its licence is
//! `OFL.txt`.

mod typeset;

pub use typeset::{Placed, Typeset, missing};

use std::collections::BTreeMap;
use std::sync::OnceLock;

static TABLE: &str = include_str!("outlines.txt");

/// A picture of a letter; lengths are in thousandths of the size of the letters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    /// The character that it shows, e.g. U+1D447 where the text has an italic T.
    pub code: char,
    /// How far the pen goes on.
    pub advance: f64,
    /// How much farther where an upright letter follows.
    pub correction: f64,
    /// Where an accent stands.
    pub accent: f64,
    outline: &'static str,
}

/// A step of an outline, to a place; y goes up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// A new contour begins.
    Move((f64, f64)),
    /// A line.
    Line((f64, f64)),
    /// A parabola, by its control.
    Curve((f64, f64), (f64, f64)),
    /// Back to where the contour began.
    Close,
}

impl Glyph {
    /// What is drawn for a character that the font does not have: a box.
    pub const MISSING: Glyph = Glyph {
        code: '\u{fffd}',
        advance: 600.0,
        correction: 0.0,
        accent: 300.0,
        outline: "m60 0l480 0l0 660l-480 0zm40 40l0 580l400 0l0-580z",
    };

    /// The glyph of a character.
    pub fn of(code: char) -> Option<Glyph> {
        static LINES: OnceLock<BTreeMap<u32, &str>> = OnceLock::new();
        let lines = LINES.get_or_init(|| {
            let entry = |line: &'static str| {
                let (code, rest) = line.split_once(' ')?;
                Some((u32::from_str_radix(code, 16).ok()?, rest))
            };
            TABLE.lines().filter_map(entry).collect()
        });
        let mut words = lines.get(&code.into())?.splitn(4, ' ');
        let mut number = || words.next()?.parse().ok();
        let [advance, correction, accent] = [number()?, number()?, number()?];
        Some(Glyph { code, advance, correction, accent, outline: words.next().unwrap_or("") })
    }

    /// The outline, which is to be filled where it winds around.
    pub fn outline(&self) -> Vec<Step> {
        let (mut steps, mut pen, mut start) = (Vec::new(), (0.0, 0.0), (0.0, 0.0));
        let mut rest = self.outline;
        while let Some(letter) = rest.chars().next() {
            let end =
                rest[1..].find(|c: char| c.is_ascii_alphabetic()).map_or(rest.len(), |at| at + 1);
            let numbers = rest[1..end].replace('-', " -");
            let numbers: Vec<f64> =
                numbers.split_ascii_whitespace().filter_map(|number| number.parse().ok()).collect();
            rest = &rest[end..];
            let places = numbers.chunks_exact(2).map(|step| {
                pen = (pen.0 + step[0], pen.1 + step[1]);
                pen
            });
            let places: Vec<(f64, f64)> = places.collect();
            match (letter, &places[..]) {
                ('m', [to]) => {
                    start = *to;
                    steps.push(Step::Move(start));
                }
                ('l', [to]) => steps.push(Step::Line(*to)),
                ('q', [controls @ .., to]) => {
                    for (number, control) in controls.iter().enumerate() {
                        let middle = |next: &(f64, f64)| {
                            (control.0.midpoint(next.0), control.1.midpoint(next.1))
                        };
                        let end = controls.get(number + 1).map_or(*to, middle);
                        steps.push(Step::Curve(*control, end));
                    }
                }
                _ => {
                    steps.push(Step::Close);
                    pen = start;
                }
            }
        }
        steps
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_a_glyph() {
        let mut count = 0;
        for line in TABLE.lines() {
            let code = u32::from_str_radix(line.split(' ').next().unwrap(), 16).unwrap();
            let glyph = Glyph::of(char::from_u32(code).unwrap()).unwrap();
            let steps = glyph.outline();
            assert!(matches!(steps.first(), None | Some(Step::Move(_))), "{line}");
            assert!(matches!(steps.last(), None | Some(Step::Close)), "{line}");
            assert_eq!(
                glyph.outline.matches('z').count(),
                steps.iter().filter(|s| **s == Step::Close).count()
            );
            // A letter stays about its place, and on the line but for what hangs below it.
            for step in steps {
                let (Step::Move(to) | Step::Line(to) | Step::Curve(_, to)) = step else { continue };
                let is_wide = |x: f64| (-600.0..=glyph.advance + 600.0).contains(&x);
                assert!(is_wide(to.0) && (-600.0..1000.0).contains(&to.1), "{line}: {to:?}");
                let is_letter = char::from_u32(code).is_some_and(|c| c.is_ascii_alphanumeric());
                let is_high = (-250.0..760.0).contains(&to.1);
                assert!(
                    !is_letter || (is_high && (-100.0..glyph.advance + 120.0).contains(&to.0)),
                    "{line}: {to:?}"
                );
            }
            count += 1;
        }
        assert!(count > 600);
    }

    #[test]
    fn an_outline_has_the_places_of_the_font() {
        // By fontTools: the minus sign of STIX Two Math 2.12 is M658 225H62V293H658Z, with an advance of 720.
        let minus = Glyph::of('−').unwrap();
        let [a, b, c, d] = [(658.0, 225.0), (62.0, 225.0), (62.0, 293.0), (658.0, 293.0)];
        let lines = [Step::Move(a), Step::Line(b), Step::Line(c), Step::Line(d), Step::Close];
        assert_eq!((minus.advance, minus.outline()), (720.0, lines.into()));
        // The letter ε begins with M141 258Q159 267 190.5 276.0Q222 285 249 287.
        let steps = Glyph::of('ε').unwrap().outline();
        let curves = [
            Step::Move((141.0, 258.0)),
            Step::Curve((159.0, 267.0), (190.5, 276.0)),
            Step::Curve((222.0, 285.0), (249.0, 287.0)),
        ];
        assert_eq!(steps[..3], curves);
    }
}
