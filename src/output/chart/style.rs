//! Colours and dashes.

use super::Role;

/// What a curve looks like.
#[derive(Clone, Debug)]
pub struct Style {
    /// Red, green and blue.
    pub colour: [u8; 3],
    /// Lengths of dashes and gaps; none for a solid curve.
    pub dashes: &'static [f64],
    /// How broad it is, in a picture 1040 wide.
    pub width: f64,
}

/// Some colours of matplotlib's *plasma*, from dark to light at even steps of lightness: the
/// colour-blind see the lightness and the way from blue to yellow, and so does a copy in grey. It
/// has a colour for any number of curves, in the order of the parameter.
const PLASMA: [[u8; 3]; 9] = [
    [13, 8, 135],
    [71, 3, 159],
    [115, 1, 168],
    [156, 23, 158],
    [189, 55, 134],
    [216, 87, 107],
    [237, 121, 83],
    [251, 159, 58],
    [253, 202, 38],
];

/// The lightest colour that stands out on white, as a place in the list.
const LIGHTEST: f64 = 7.0;

const DASHES: [&[f64]; 4] = [&[], &[16.0, 5.0], &[11.0, 4.0, 2.5, 4.0], &[6.0, 4.0]];

impl Role {
    /// Its look.
    pub fn style(self) -> Style {
        match self {
            Role::Bound => Style { colour: [0, 0, 0], dashes: &[], width: 2.0 },
            Role::Limit => Style { colour: [90, 90, 90], dashes: &[2.0, 4.0], width: 2.4 },
            Role::Best(index, count) => {
                let Style { colour, .. } = Role::Member(index, count).style();
                Style { colour, dashes: &[1.5, 4.0], width: 2.4 }
            }
            Role::Member(index, count) => {
                let place = LIGHTEST * index as f64 / (count.max(2) - 1) as f64;
                let below = (place.floor() as usize).min(PLASMA.len() - 2);
                let share = place - below as f64;
                let mix = |i: usize| {
                    let [from, to] = [PLASMA[below][i], PLASMA[below + 1][i]].map(f64::from);
                    (from + (to - from) * share).round() as u8
                };
                let dashes = DASHES[index % DASHES.len()];
                Style { colour: [mix(0), mix(1), mix(2)], dashes, width: 3.2 }
            }
        }
    }
}

impl Style {
    /// The colour as `#rrggbb`.
    pub fn hex(&self) -> String {
        hex(self.colour)
    }
}

/// A colour as `#rrggbb`.
pub fn hex([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CIE lightness, from 0 to 100.
    fn lightness(colour: [u8; 3]) -> f64 {
        let linear = colour.map(|c| match f64::from(c) / 255.0 {
            c if c <= 0.04045 => c / 12.92,
            c => ((c + 0.055) / 1.055).powf(2.4),
        });
        let y = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
        if y > 0.008856 { 116.0 * y.cbrt() - 16.0 } else { 903.3 * y }
    }

    #[test]
    fn in_grey_the_curves_still_differ() {
        for count in 2..=6 {
            let all: Vec<f64> = (0..count)
                .map(|index| lightness(Role::Member(index, count).style().colour))
                .collect();
            let least = all.windows(2).map(|pair| pair[1] - pair[0]).fold(f64::MAX, f64::min);
            assert!(least > 45.0 / count as f64, "{count}: {all:?}");
            assert!(all.iter().all(|lightness| *lightness < 76.0), "{all:?}");
        }
    }
}
