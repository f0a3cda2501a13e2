//! Numbers and words that come again, with their texts.

use super::Style;
use super::text::Text;

/// Numbers that earlier rows had, with their texts, in the order in which they came first: on a
/// grid they come again in this order.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// The power of ten in which they are written.
    power: i32,
    texts: Vec<(f64, Text)>,
    /// Which of them is expected.
    next: usize,
    /// Where a number is, by its hash, should another one come.
    places: Vec<u16>,
    /// Whether there were more than are kept: those of a long axis, or of a table, do not come again in
    /// time.
    pub is_useless: bool,
}

impl Known {
    const MOST: usize = 1 << 14;

    /// None yet, of numbers times 10^−power.
    pub fn in_power(power: i32) -> Known {
        Known { power, ..Known::default() }
    }

    /// The text of a number, which is made if it is not known.
    #[inline(always)]
    pub fn text(&mut self, style: &impl Style, number: f64) -> &Text {
        if !self.has(self.next, number) {
            self.next = self.place(style, number);
        }
        self.next += 1;
        &self.texts[self.next - 1].1
    }

    fn has(&self, place: usize, number: f64) -> bool {
        self.texts.get(place).is_some_and(|(known, _)| known.to_bits() == number.to_bits())
    }

    fn place(&mut self, style: &impl Style, number: f64) -> usize {
        self.places.resize(Self::MOST, 0);
        // The digits that neighbours on an axis differ in are mixed into the upper bits.
        let hash = number.to_bits().wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48;
        let hash = hash as usize % Self::MOST;
        let place = usize::from(self.places[hash]);
        if self.has(place, number) {
            return place;
        }
        if self.texts.len() == Self::MOST {
            self.texts.clear();
            self.is_useless = true;
        }
        self.texts.push((number, Text::of(style, number, self.power)));
        self.places[hash] = (self.texts.len() - 1) as u16;
        self.texts.len() - 1
    }
}

/// Words that earlier rows had, with their texts where these are short enough. There are few.
#[derive(Debug, Default)]
pub(super) struct Words(Vec<(&'static str, Option<Text>)>);

impl Words {
    /// The text of a word; `None` if it is too long for one.
    pub fn text(&mut self, style: &impl Style, word: &'static str) -> Option<Text> {
        let known = self.0.iter().find(|(known, _)| std::ptr::eq(*known, word));
        known.map(|(_, text)| *text).unwrap_or_else(|| {
            let text = Text::of_word(&style.word(word));
            self.0.push((word, text));
            text
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::csv::CsvStyle;

    #[test]
    fn a_known_text_is_that_of_its_number_in_whatever_order_numbers_come() {
        let mut known = Known::default();
        let rising = (0..40_000u64).chain(0..40_000);
        let falling = (0..9_000).rev().cycle().take(20_000);
        let scattered = (0..20_000).map(|i| i * i % 30_011);
        for number in rising.chain(falling).chain(scattered).map(|i| i as f64 / 7.0) {
            let text = known.text(&CsvStyle, number);
            assert_eq!(*text.without_comma(), *crate::output::number(number).as_bytes());
        }
        assert!(known.texts.len() <= Known::MOST);
    }
}
