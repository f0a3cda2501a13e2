//! Texts whose copies are a few instructions.

use super::Style;
use crate::output::number;

/// A text with the comma after it, and in the last byte their length: a copy of fixed size is a few
/// instructions.
#[derive(Clone, Copy, Debug)]
pub(super) struct Text(pub [u8; number::WIDTH]);

impl Text {
    pub const EMPTY: Text = Text([0; number::WIDTH]);

    /// The text of a number times 10^−power.
    #[inline(always)]
    pub fn of(style: &impl Style, value: f64, power: i32) -> Text {
        let mut text = Text::EMPTY;
        match power {
            0 => text.set_number(style, value),
            _ if !value.is_finite() => text.set_number(style, value),
            _ => {
                let length = number::write_moved(value, power, &mut text.0);
                text.set_length(length);
            }
        }
        text
    }

    /// A word as it is, if it is short enough.
    pub fn of_word(word: &[u8]) -> Option<Text> {
        let mut text = Text::EMPTY;
        text.0[..number::WIDTH - 2].get_mut(..word.len())?.copy_from_slice(word);
        text.set_length(word.len());
        Some(text)
    }

    /// Becomes the text of a number.
    #[inline(always)]
    pub fn set_number(&mut self, style: &impl Style, value: f64) {
        if !value.is_finite()
            && let Some(word) = style.no_number()
        {
            *self = Text::of_word(word.as_bytes()).unwrap_or(Text::EMPTY);
            return;
        }
        let length = number::write(value, &mut self.0);
        self.set_length(length);
    }

    #[inline(always)]
    fn set_length(&mut self, length: usize) {
        self.0[length % number::WIDTH] = b',';
        self.0[number::WIDTH - 1] = length as u8 + 1;
    }

    /// The text alone.
    pub fn without_comma(&self) -> &[u8] {
        &self.0[..self.length() - 1]
    }

    /// How long the text is with the comma.
    #[inline(always)]
    pub fn length(&self) -> usize {
        usize::from(self.0[number::WIDTH - 1])
    }
}

/// What rows share at one place, and its length. It is filled up to whole pieces of [`number::WIDTH`] bytes,
/// because copies of fixed size are a few instructions.
#[derive(Debug, Default)]
pub(super) struct Shared(pub Vec<u8>, pub usize);

impl Shared {
    pub fn new(mut bytes: Vec<u8>) -> Shared {
        let length = bytes.len();
        bytes.resize(length.next_multiple_of(number::WIDTH), 0);
        Shared(bytes, length)
    }

    /// Copies it to `end` of a text, and more behind it; returns where it ends.
    #[inline(always)]
    pub fn copy(&self, text: &mut [u8], end: usize) -> usize {
        let mut place = end;
        for piece in self.0.chunks_exact(number::WIDTH) {
            text[place..place + number::WIDTH].copy_from_slice(piece);
            place += number::WIDTH;
        }
        end + self.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::csv::CsvStyle;

    #[test]
    fn the_longest_number_has_room_and_a_longer_word_has_none() {
        let longest = Text::of(&CsvStyle, -1.2345678901234567e-308, 0);
        assert_eq!(longest.without_comma(), b"-1.2345678901234567e-308");
        assert!(Text::of_word(&[b'a'; number::WIDTH - 2]).is_some());
        assert!(Text::of_word(&[b'a'; number::WIDTH - 1]).is_none());
    }
}
