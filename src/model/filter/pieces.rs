//! How the windows of a filter become those of another one, piece by piece.

pub(super) type Windows = Vec<[f64; 2]>;

/// What some windows have beyond others, which begins where it touches those.
#[derive(Clone, Copy, Debug)]
struct Piece {
    ends: [f64; 2],
    is_from_above: bool,
}

/// A piece that is opened, or shut.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    piece: Piece,
    is_opened: bool,
}

/// The steps from some windows to others: first all that is opened, then all that is shut, each in order.
pub(super) fn steps(from: &Windows, to: &Windows) -> Vec<Step> {
    let opened = pieces(to, from).into_iter().map(|piece| Step { piece, is_opened: true });
    // What is shut is left from the other end.
    let turned = |piece: Piece| Piece { is_from_above: !piece.is_from_above, ..piece };
    let shut = pieces(from, to).into_iter();
    let shut = shut.map(|piece| Step { piece: turned(piece), is_opened: false });
    opened.chain(shut).collect()
}

impl Step {
    /// A share of its piece.
    pub(super) fn part(self, share: f64) -> [f64; 2] {
        self.piece.upto(share)
    }

    /// Some windows after a share of the step.
    pub(super) fn upto(self, share: f64, windows: &Windows) -> Windows {
        match self.is_opened {
            true => with(windows, self.part(share)),
            false => without(windows, self.part(share)),
        }
    }
}

impl Piece {
    /// A share of it.
    fn upto(self, share: f64) -> [f64; 2] {
        let [lo, hi] = self.ends;
        match self.is_from_above {
            _ if share >= 1.0 => self.ends,
            true => [hi - share * (hi - lo), hi],
            false => [lo, lo + share * (hi - lo)],
        }
    }
}

/// The pieces that `more` has beyond `less`, in order.
fn pieces(more: &Windows, less: &Windows) -> Vec<Piece> {
    let mut all = Vec::new();
    for [from, to] in more {
        let mut start = *from;
        for [a, b] in less.iter().filter(|window| window[0] < *to && window[1] > *from) {
            if start < *a {
                all.push(Piece { ends: [start, *a], is_from_above: true });
            }
            start = start.max(*b);
        }
        if start < *to {
            all.push(Piece { ends: [start, *to], is_from_above: false });
        }
    }
    all
}

/// Some windows and one more, which does not overlap them.
fn with(windows: &Windows, more: [f64; 2]) -> Windows {
    let mut all = windows.clone();
    all.push(more);
    all.retain(|[from, to]| from < to);
    all.sort_by(|a, b| a[0].total_cmp(&b[0]));
    let mut joined = Windows::new();
    for window in all {
        match joined.last_mut() {
            Some(last) if last[1] >= window[0] => last[1] = window[1].max(last[1]),
            _ => joined.push(window),
        }
    }
    joined
}

/// Some windows without what is in another one.
fn without(windows: &Windows, [lo, hi]: [f64; 2]) -> Windows {
    let parts = windows.iter().flat_map(|[from, to]| [[*from, to.min(lo)], [from.max(hi), *to]]);
    parts.filter(|[from, to]| from < to).collect()
}
