//! Questions asked in more and more bits, until an arithmetic is certain of the answer.

use super::wide::of_bits;
use super::{ANY, Ball, Decided, Light, Split, Wide};

/// Something that is to be known, and that any arithmetic can be asked for.
pub trait Question {
    /// The answer.
    type Answer;

    /// In how many bits it is of use to ask.
    fn bits(&self) -> Bits;

    /// The answer, if this arithmetic is certain of it. Where `last` is set no better arithmetic
    /// follows: the question then takes numbers for what they most likely are.
    fn ask<S: Decided>(&self, last: bool) -> Option<Self::Answer>;
}

/// The bits that a question is worth.
#[derive(Clone, Copy, Debug)]
pub struct Bits {
    /// The answer is uncertain in fewer bits than these.
    pub least: f64,
    /// A number that so many bits do not tell from zero, or from a tie, is taken for zero, or for
    /// the tie.
    pub most: f64,
}

/// The bits of a [`Light`] number whose error a [`Ball`] bounds.
const LIGHT: f64 = 80.0;
/// The bits of the numbers after these. There are few steps: where 256 bits are not enough, exponents or differences have
/// used up hundreds, and the next step is a wide one.
const MORE: [usize; 3] = [256, 2048, 8192];

/// Asks in one arithmetic after the other: double-double numbers, then 256, 2048 and 8192 bits. The
/// first one has at least `least` bits, the last one at least `most`, as far as there are so many.
pub fn climb<Q: Question>(question: &Q) -> Option<Q::Answer> {
    let Bits { least, most } = question.bits();
    let is_of_use = |bits: f64| least <= bits;
    let is_last = |bits: f64| bits >= most;
    let mut answer = None;
    if is_of_use(LIGHT) {
        answer = question.ask::<Ball<Light<Split, 1>>>(is_last(LIGHT));
    }
    let [.., last] = MORE;
    for bits in MORE {
        let is_end = bits == last;
        if answer.is_none() && (is_end || is_of_use(bits as f64)) {
            let is_last = is_end || is_last(bits as f64);
            answer = of_bits(bits, || question.ask::<Ball<Wide<ANY>>>(is_last));
        }
    }
    answer
}

impl Bits {
    /// Any number of bits up to this one.
    pub fn up_to(most: f64) -> Self {
        Self { least: 0.0, most }
    }

    /// From so many bits on that less than three quarters of them are lost.
    pub fn that_lose(self, lost: f64) -> Self {
        Self { least: self.least.max(lost / 0.75), ..self }
    }
}

/// A number as it is certain, or, at last, as it is taken; ±∞ beyond the largest double.
pub fn rounded<S: Decided>(number: &S, last: bool) -> Option<f64> {
    let rounded = number.rounded().or_else(|| last.then(|| number.taken()))?;
    // A zero is positive.
    Some(rounded + 0.0)
}

/// The same; what exceeds the largest double is missing.
pub fn number<S: Decided>(number: &S, last: bool) -> Option<f64> {
    rounded(number, last).map(|value| if value.is_infinite() { f64::NAN } else { value })
}
