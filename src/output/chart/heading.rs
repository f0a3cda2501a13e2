//! The words above a picture, in one line or in two.

use crate::output::label::{Fragment, Label};

/// The size of its letters.
const SIZE: f64 = 25.0;
/// The most lines.
const LINES: usize = 2;
/// From line to line, by the size of the letters.
const LEADING: f64 = 1.25;

/// Words in lines.
#[derive(Clone, Debug, Default)]
pub struct Heading {
    /// The lines.
    pub lines: Vec<Label>,
    /// The size of the letters.
    pub size: f64,
}

impl Heading {
    /// Words in as much room: in letters of the usual size, or smaller ones where two lines do not do.
    pub fn of(words: &Label, room: f64) -> Heading {
        if words.0.is_empty() {
            return Heading::default();
        }
        let words = split(words);
        let mut size = SIZE;
        loop {
            let lines = filled(&words, room / size);
            let widest = lines.iter().map(Label::width).fold(0.0, f64::max);
            if lines.len() <= LINES && widest * size <= room {
                return Heading { lines, size };
            }
            size *= 0.97;
        }
    }

    /// From line to line.
    pub fn leading(&self) -> f64 {
        self.size * LEADING
    }

    /// How much room it takes; below it there is as much as for letters of the usual size.
    pub fn height(&self) -> f64 {
        match self.lines.len() {
            0 => 0.0,
            lines => self.leading() * (lines - 1) as f64 + SIZE * LEADING,
        }
    }
}

/// The words of a label, each with the space before it.
fn split(label: &Label) -> Vec<Label> {
    let mut words = vec![Label::default()];
    for fragment in &label.0 {
        for (number, part) in fragment.text.split(' ').enumerate() {
            if number > 0 {
                words.push(Label::text(" "));
            }
            if let (Some(word), false) = (words.last_mut(), part.is_empty()) {
                word.0.push(Fragment { text: part.into(), ..fragment.clone() });
            }
        }
    }
    words
}

/// Lines that are no wider than this, but for single words.
fn filled(words: &[Label], room: f64) -> Vec<Label> {
    let mut lines: Vec<Label> = Vec::new();
    for word in words {
        match lines.last_mut() {
            Some(line) if line.clone().then(word.clone()).width() <= room => {
                *line = std::mem::take(line).then(word.clone());
            }
            _ => {
                let is_space = |fragment: &Fragment| fragment.text == " ";
                let first = word.0.iter().position(|fragment| !is_space(fragment));
                lines.push(Label(word.0[first.unwrap_or(word.0.len())..].to_vec()));
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_have_two_lines_and_then_smaller_letters() {
        let text = |count: usize| Label::text(&vec!["word"; count].join(" "));
        for (count, lines, is_usual) in [(3, 1, true), (30, 2, true), (90, 2, false)] {
            let heading = Heading::of(&text(count), 1000.0);
            assert_eq!((heading.lines.len(), heading.size == SIZE), (lines, is_usual), "{count}");
            let all: Vec<String> = heading.lines.iter().map(Label::plain).collect();
            assert_eq!(all.join(" "), text(count).plain());
            assert!(heading.lines.iter().all(|line| line.width() * heading.size <= 1000.0));
        }
        let one = Heading::of(&Label::text(&"w".repeat(500)), 1000.0);
        assert_eq!(one.lines.len(), 1);
        assert!(Heading::of(&Label::default(), 1000.0).lines.is_empty());
    }
}
