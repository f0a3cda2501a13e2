//! What of a curve is inside a frame.

use super::{Line, Panel};

/// A place in shares of a frame, from its lower left corner.
type Place = (f64, f64);

impl Panel {
    /// Where a point is in the frame.
    pub fn share(&self, (x, y): Place) -> Place {
        (self.x.share(x), self.y.share(y))
    }

    /// Whether the frame holds this point.
    pub fn has(&self, point: Place) -> bool {
        const HAIR: f64 = 1e-3;
        let within = |share: f64| (-HAIR..=1.0 + HAIR).contains(&share);
        let (x, y) = self.share(point);
        within(x) && within(y)
    }

    /// Whether some of this curve is inside the frame.
    pub fn shows(&self, line: &Line) -> bool {
        let is_crossed =
            |pair: &[Place]| clipped(self.share(pair[0]), self.share(pair[1]), 0.0).is_some();
        line.strokes.iter().any(|stroke| {
            stroke.iter().any(|at| self.has(*at)) || stroke.windows(2).any(is_crossed)
        })
    }
}

/// The part of a line from one place to another that is no further outside a frame than a margin.
pub fn clipped(from: Place, to: Place, margin: f64) -> Option<(Place, Place)> {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let (mut first, mut last) = (0.0f64, 1.0f64);
    // How far each of the four sides is, and how fast the line gets there.
    for (way, room) in [
        (-dx, from.0 + margin),
        (dx, 1.0 + margin - from.0),
        (-dy, from.1 + margin),
        (dy, 1.0 + margin - from.1),
    ] {
        match room / way {
            _ if way == 0.0 && room < 0.0 => return None,
            _ if way == 0.0 => {}
            share if way < 0.0 => first = first.max(share),
            share => last = last.min(share),
        }
    }
    // At an end, the end itself to the last digit.
    let at = |share: f64| match share {
        0.0 => from,
        1.0 => to,
        _ => (from.0 + dx * share, from.1 + dy * share),
    };
    (first <= last).then(|| (at(first), at(last)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_at_the_frame() {
        for (from, to, expected) in [
            ((0.2, 0.3), (0.8, 0.9), Some(((0.2, 0.3), (0.8, 0.9)))),
            ((0.5, -1.0), (0.5, 3.0), Some(((0.5, 0.0), (0.5, 1.0)))),
            ((-1.0, 0.5), (1.0, 0.5), Some(((0.0, 0.5), (1.0, 0.5)))),
            ((-1.0, 0.5), (0.5, -1.0), None),
            ((0.2, 2.0), (0.8, 2.0), None),
        ] {
            assert_eq!(clipped(from, to, 0.0), expected);
        }
    }
}
