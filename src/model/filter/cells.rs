//! Where a filter is worth opening: the axis in parts, over each of which an enclosure tells it.
//!
//! The part that may lose most is halved until all that are not certain may lose next to nothing together: what is lost near
//! an edge falls with the square of the width. No window can be missed without being counted as a loss.

use super::Cost;
use super::cost::{Place, Pulls, Worth};
use super::drawn::{Axis, Priced};
use crate::formula::Known;
use crate::model::spectra::Spectra;
use crate::numeric::quadrature::{End, Region};
use crate::numeric::{Interval, Lanes, Real, Rectangle};
use std::collections::BinaryHeap;

/// A search that has halved so many parts ends.
const MOST_CELLS: usize = 20_000;
/// What may be left undecided, as a share of what is gained.
const SHARE: f64 = 1.0 / (1u64 << 56) as f64;
/// A search that has halved so many parts is content with less, as a share of what is drawn.
const MANY_CELLS: usize = 4_000;
/// That share.
const OF_DRAWN: f64 = 1.0 / (1u64 << 48) as f64;
/// More than this share of what is drawn undecided is no answer.
const COARSE: f64 = 1.0 / (1u64 << 40) as f64;

/// What a filter is to be found for.
pub(super) struct Scene<'a, 'b> {
    pub spectra: &'b Spectra<'a, Lanes<1>>,
    pub resource: usize,
    pub mu: Known<Lanes<1>>,
    pub t: Known<Lanes<1>>,
    pub cost: Cost,
    /// The prices of what is drawn.
    pub priced: &'static dyn Priced,
    /// The part of the axis that matters.
    pub axis: Axis,
    /// Whether y is an affine function of the energy: that of a resource in equilibrium.
    pub is_affine: bool,
}

/// A part of the axis.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    pub ends: [f64; 2],
    pub worth: Worth,
    /// Whether it lies around a place at which functions may jump: it is not halved.
    is_sliver: bool,
}

impl Cell {
    fn width(&self) -> f64 {
        (self.ends[1] - self.ends[0]).next_up()
    }

    /// What is lost at most where it is shut and should not be.
    fn at_stake(&self) -> f64 {
        if self.worth.is_open.is_some() { 0.0 } else { self.worth.if_shut * self.width() }
    }
}

/// A cell by what is at stake.
struct Staked(Cell);

impl PartialEq for Staked {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}
impl Eq for Staked {}
impl PartialOrd for Staked {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Staked {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let start = |cell: &Cell| -cell.ends[0];
        let stakes = self.0.at_stake().total_cmp(&other.0.at_stake());
        stakes.then(start(&self.0).total_cmp(&start(&other.0)))
    }
}

/// What may be drawn where it is open or not known, where that is `drawn` of what is open.
fn at_most(rest: &BinaryHeap<Staked>, drawn: f64) -> f64 {
    rest.iter().map(|Staked(cell)| cell.worth.drawn * cell.width()).sum::<f64>() + drawn
}

impl Scene<'_, '_> {
    /// All values of y over a part of the axis.
    fn logarithms(&self, ends: [f64; 2], middle: f64) -> Interval {
        let [lo, hi] = ends;
        let region = Region {
            origin: 0.0,
            middle,
            arcs: vec![Rectangle::real(Interval { lo, hi })],
            axes: [0.5 * (hi - lo), 0.0],
        };
        self.spectra.logarithms(self.resource, &region)
    }

    /// What is known of a part of the axis; `is_across` where it has energies on both sides of μ_c.
    fn place(&self, ends: [f64; 2], is_hole: bool, is_sliver: bool) -> (Place, bool) {
        let [lo, hi] = ends;
        let y = match is_sliver {
            // What holds on either side of the place in it.
            true => self.logarithms(ends, lo).hull(self.logarithms(ends, hi)),
            false => self.logarithms(ends, lo + 0.5 * (hi - lo)),
        };
        let z = Interval { lo, hi }.minus(self.mu.hull);
        let (z, y) = if is_hole { (z.negated(), y.negated()) } else { (z, y) };
        let is_across = lo < self.mu.hull.hi && hi > self.mu.hull.lo;
        // Beside μ_c, rounding does not lead to the other side.
        let z = if is_across { z } else { Interval { lo: z.lo.max(0.0), ..z } };
        let x = z / self.t.hull;
        let x = if is_across { x } else { Interval { lo: x.lo.max(0.0), ..x } };
        (Place { z, x, y }, is_across)
    }

    fn cell(&self, level: f64, ends: [f64; 2], is_sliver: bool) -> Cell {
        let [lo, hi] = ends;
        let is_hole = lo + 0.5 * (hi - lo) < self.mu.near();
        let (place, is_across) = self.place(ends, is_hole, is_sliver);
        let t = self.t.hull;
        if let (true, Some(worth)) = (is_across, self.priced.across(t, place)) {
            return Cell { ends, worth, is_sliver };
        }
        let level = if is_hole { self.priced.mirrored(level) } else { level };
        let at = |end: f64| self.priced.pulls(level, self.place([end, end], is_hole, false).0);
        let pulls: Pulls = match self.is_affine && !is_across {
            true => at(lo).between(at(hi)),
            false => self.priced.pulls(level, place),
        };
        let worth = self.priced.worth(self.cost, level, t, place, pulls);
        Cell { ends, worth, is_sliver }
    }

    /// The cells with which a search begins: cut where functions may jump, and at μ_c.
    fn first(&self, level: f64) -> Vec<Cell> {
        let (mu, far) = (self.mu.near(), self.axis.ends);
        let mut places: Vec<(f64, f64)> = far.iter().map(|far| (*far, *far)).collect();
        let mut cut = |at: f64, is_exact: bool| {
            if at > far[0] && at < far[1] {
                places.push(if is_exact { (at, at) } else { (at.next_down(), at.next_up()) });
            }
        };
        cut(mu, self.mu.double.is_some());
        for End { origin, offset: Lanes([offset]), .. } in self.spectra.cuts() {
            cut(origin + offset, offset == 0.0);
        }
        places.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let mut cells = Vec::new();
        let mut from = far[0];
        for (lo, hi) in places {
            if lo > from {
                cells.push(self.cell(level, [from, lo], false));
            }
            if hi > lo.max(from) {
                cells.push(self.cell(level, [lo.max(from), hi], true));
            }
            from = from.max(hi);
        }
        cells
    }

    /// The axis in cells, in order; `share` is what may be left undecided as a share of what is gained. Nothing if too much
    /// is left.
    pub(super) fn cells(&self, level: f64, share: f64) -> Option<Vec<Cell>> {
        let mut rest: BinaryHeap<Staked> = BinaryHeap::new();
        let (mut done, mut stuck) = (Vec::new(), 0.0);
        // What is at stake and what is gained, roughly; and what is drawn where it is open.
        let (mut stakes, mut gained, mut drawn) = (0.0, 0.0, 0.0);
        let nothing = self.priced.nothing(self.t.near());
        let mut new = self.first(level);
        let mut count = 0;
        loop {
            for cell in new.drain(..) {
                match cell.worth.is_open {
                    None => {
                        stakes += cell.at_stake();
                        rest.push(Staked(cell));
                    }
                    Some(is_open) => {
                        if is_open {
                            gained += cell.worth.least * cell.width();
                            drawn += cell.worth.drawn * cell.width();
                        }
                        done.push(cell);
                    }
                }
            }
            let enough = (share * gained).max(nothing);
            if stakes <= enough || count >= MANY_CELLS && count % 64 == 0 {
                // What is left of a sum after many subtractions is summed anew.
                stakes = rest.iter().map(|Staked(cell)| cell.at_stake()).sum();
                let is_content = count >= MANY_CELLS && stakes <= OF_DRAWN * at_most(&rest, drawn);
                if stakes <= enough || is_content || count >= MOST_CELLS {
                    break;
                }
            }
            let Some(Staked(cell)) = rest.pop() else { break };
            stakes -= cell.at_stake();
            let [lo, hi] = cell.ends;
            let middle = lo + 0.5 * (hi - lo);
            if cell.is_sliver || middle <= lo || middle >= hi {
                stuck += cell.at_stake();
                done.push(cell);
                continue;
            }
            count += 1;
            new.extend([[lo, middle], [middle, hi]].map(|ends| self.cell(level, ends, false)));
        }
        let left: f64 = rest.iter().map(|Staked(cell)| cell.at_stake()).sum();
        let little = (COARSE * at_most(&rest, drawn)).max(2.0 * share * gained).max(nothing);
        let is_known = left + stuck <= little;
        done.extend(rest.into_iter().map(|Staked(cell)| cell));
        done.sort_by(|a, b| a.ends[0].total_cmp(&b.ends[0]));
        is_known.then_some(done)
    }

    /// The windows of the filter that is open where these cells are, with edges to a double.
    pub(super) fn windows(&self, level: f64, cells: &[Cell]) -> Vec<[f64; 2]> {
        let mut windows: Vec<[f64; 2]> = Vec::new();
        let known = cells.iter().filter_map(|cell| Some((cell.ends, cell.worth.is_open?)));
        // Where the last known cell ends, and whether it is open.
        let (mut from, mut was_open) = (f64::NAN, false);
        for (ends, is_open) in known {
            if is_open && !was_open {
                let edge = if from.is_nan() { ends[0] } else { self.edge(level, ends[0], from) };
                windows.push([edge, ends[1]]);
            } else if !is_open && was_open {
                let edge = self.edge(level, from, ends[0]);
                windows.last_mut().into_iter().for_each(|window| window[1] = edge);
            }
            if let (true, Some(window)) = (is_open, windows.last_mut()) {
                window[1] = ends[1];
            }
            (from, was_open) = (ends[1], is_open);
        }
        windows
    }

    /// The last double that is worth opening between a place that is and one that is not.
    fn edge(&self, level: f64, mut open: f64, mut shut: f64) -> f64 {
        let Lanes([mu]) = self.mu.value;
        let Lanes([t]) = self.t.value;
        loop {
            let middle = open + 0.5 * (shut - open);
            if middle == open || middle == shut {
                return open;
            }
            let Lanes([y]) = self.spectra.logarithm(self.resource, &Known::double(middle));
            let z = middle - mu;
            let (level, zy) = match z < 0.0 {
                true => (self.priced.mirrored(level), [-z, -y]),
                false => (level, [z, y]),
            };
            match self.priced.is_worth(self.cost, level, t, zy) {
                true => open = middle,
                false => shut = middle,
            }
        }
    }

    /// How much more another filter may be worth at most at this level than the one with these windows.
    pub(super) fn lost(&self, level: f64, cells: &[Cell], windows: &[[f64; 2]]) -> f64 {
        let mut lost = 0.0;
        let mut left = windows.iter().peekable();
        for Cell { ends: [lo, hi], worth, .. } in cells {
            while left.next_if(|window| window[1].next_up() < *lo).is_some() {}
            let mine = left.clone().take_while(|window| window[0].next_down() <= *hi);
            // An edge is within a double of the one that stands here: what is beside it counts as open and as shut.
            let (mut open, mut surely) = (0.0, 0.0);
            for [from, to] in mine {
                let within = |from: f64, to: f64| (to.min(*hi) - from.max(*lo)).max(0.0);
                open += within(from.next_down(), to.next_up());
                surely += within(from.next_up(), to.next_down());
            }
            let shut = ((hi - lo) - surely).next_up();
            for (is_open, width, loss) in
                [(true, open, worth.if_open), (false, shut, worth.if_shut)]
            {
                if width > 0.0 && worth.is_open != Some(is_open) {
                    lost += loss * width;
                }
            }
        }
        (lost + self.priced.beyond(level, self.t.hull, &self.axis)) * (1.0 + 1e-12)
    }
}

/// What may be left undecided of a filter that is shown.
pub(super) const FINE: f64 = SHARE;
