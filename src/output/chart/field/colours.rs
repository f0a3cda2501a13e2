//! The colours of results.

use crate::output::scene::Colour;

/// Colours of *viridis* at even steps (van der Walt and Smith, CC0): equal steps of the result look equally large, the
/// colour-blind see them, and so does a copy in grey.
const VIRIDIS: [Colour; 16] = [
    [68, 1, 84],
    [72, 26, 108],
    [71, 47, 125],
    [65, 68, 135],
    [57, 86, 140],
    [49, 104, 142],
    [42, 120, 142],
    [35, 136, 142],
    [31, 152, 139],
    [34, 168, 132],
    [53, 183, 121],
    [84, 197, 104],
    [122, 209, 81],
    [165, 219, 54],
    [210, 226, 27],
    [253, 231, 37],
];

/// Of regions without a result.
pub const NOTHING: Colour = [236, 236, 236];

/// The colour at a share of the bar.
pub fn colour(share: f64) -> Colour {
    let place = share.clamp(0.0, 1.0) * (VIRIDIS.len() - 1) as f64;
    let below = (place as usize).min(VIRIDIS.len() - 2);
    let share = place - below as f64;
    [0, 1, 2].map(|i| {
        let [from, to] = [VIRIDIS[below][i], VIRIDIS[below + 1][i]].map(f64::from);
        (from + (to - from) * share).round() as u8
    })
}

/// The colour of lines and letters on that of a share of the bar.
pub fn ink(share: f64) -> Colour {
    // Here black and white stand out alike.
    const MIDDLE: f64 = 0.55;
    if share < MIDDLE { [255; 3] } else { [0; 3] }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A copy in grey keeps the order: lightness rises all the way.
    #[test]
    fn larger_is_lighter() {
        // Relative luminance (IEC 61966-2-1).
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let light = |share: f64| {
            let [r, g, b] = colour(share).map(linear);
            0.2126 * r + 0.7152 * g + 0.0722 * b
        };
        for step in 0..100 {
            let share = f64::from(step) / 100.0;
            assert!(light(share) < light(share + 0.01), "{share}");
            // Letters keep a contrast of 3 to 1 (WCAG 2, large text).
            let [ground, letters] = [light(share), linear(ink(share)[0])];
            let contrast = (ground.max(letters) + 0.05) / (ground.min(letters) + 0.05);
            assert!(contrast > 3.0, "{share} {contrast}");
        }
    }
}
