//! A part of a sweep, for one of many machines.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

/// The I-th of N contiguous parts, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    number: u64,
    of: u64,
}

/// A text that is no shard.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a shard is I/N with whole numbers 1 ≤ I ≤ N")]
pub struct ShardError;

impl FromStr for Shard {
    type Err = ShardError;
    fn from_str(text: &str) -> Result<Self, ShardError> {
        let (number, of) = text.split_once('/').ok_or(ShardError)?;
        let [number, of] = [number, of].map(|text| text.parse().map_err(|_| ShardError));
        let (number, of) = (number?, of?);
        if (1..=of).contains(&number) { Ok(Shard { number, of }) } else { Err(ShardError) }
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl Shard {
    /// The whole.
    pub const WHOLE: Shard = Shard { number: 1, of: 1 };

    /// Its part of so many rows: no row is in two parts, and none in no part.
    pub fn rows(self, all: u64) -> Range<u64> {
        // The quotient is at most `all`.
        let end = |number: u64| (u128::from(all) * u128::from(number) / u128::from(self.of)) as u64;
        end(self.number - 1)..end(self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_put_together_are_the_whole() {
        for (all, of) in [(0, 3), (1, 5), (10, 3), (u64::MAX, 7), (1_000_003, 64)] {
            let mut next = 0;
            for number in 1..=of {
                let rows = Shard { number, of }.rows(all);
                assert_eq!(rows.start, next);
                next = rows.end;
            }
            assert_eq!(next, all);
        }
    }

    #[test]
    fn what_is_no_shard_is_refused() {
        assert_eq!("2/3".parse(), Ok(Shard { number: 2, of: 3 }));
        for text in ["", "1", "0/3", "4/3", "1/0", "-1/3", "1/3/2", "a/b", "1.0/2"] {
            assert_eq!(text.parse::<Shard>(), Err(ShardError), "{text}");
        }
    }
}
