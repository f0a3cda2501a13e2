//! Maps: a result over two parameters, as a net of triangles over the points where it exists.

mod edges;
mod levels;
mod samples;
#[cfg(test)]
mod tests;

pub use edges::Region;

use self::edges::Crossings;
use self::samples::{Lattice, SHOWN};
use super::Span;
use crate::model::{Inputs, Parameter};
use crate::table::Column;

/// What a map shows.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The parameters that all points share.
    pub base: &'a Inputs,
    /// The parameter of the horizontal axis, and the part of the axis that is shown.
    pub x: (Parameter, Span),
    /// The same of the vertical axis.
    pub y: (Parameter, Span),
    /// The result.
    pub column: &'static Column,
}

/// A place on a map: its shares of the two axes, from 0 to 1.
pub type Place = (f64, f64);

/// A map.
#[derive(Clone, Debug)]
pub struct Map {
    /// The corners of the triangles: where the result exists, or ends to exist.
    corners: Vec<(Place, f64)>,
    /// Of each corner, whether the result ends there.
    is_end: Vec<bool>,
    /// The triangles, each by its corners, counterclockwise.
    triangles: Vec<[u32; 3]>,
    /// The sides of triangles that no other triangle has, each as its triangle goes round.
    rim: Vec<[u32; 2]>,
    /// The lines between regions of different status, as far as they are found.
    pub borders: Vec<Vec<Place>>,
    /// Where the result does not exist, and why.
    pub regions: Vec<Region>,
    /// The result at evenly spaced places, in rows from below; NaN where it does not exist.
    pub raster: Vec<Vec<f64>>,
    /// The points that were computed on the lattice, in the order of a grid whose horizontal axis varies slowest.
    pub points: Vec<Inputs>,
}

impl Map {
    /// Computes a map. Cells of a coarse lattice are divided where the result bends by more than a two-thousandth
    /// of its spread, and where the status changes; borders between regions of different status are found on the
    /// lines of the finest lattice to a 65,536th of its step.
    pub fn of(question: &Question) -> Map {
        let lattice = Lattice::of(question);
        let crossings = Crossings::of(question, &lattice);
        let mut net = Net::default();
        for cell in lattice.cells() {
            let corners = cell.map(|node| lattice.at(node));
            if corners.iter().all(|sample| sample.word == SHOWN) {
                net.square(&lattice, cell);
            } else if corners.iter().any(|sample| sample.word == SHOWN) {
                net.part(&lattice, &crossings, cell);
            }
        }
        Map {
            rim: rim(&net.triangles),
            corners: net.corners,
            is_end: net.is_end,
            triangles: net.triangles,
            borders: crossings.borders(&lattice),
            regions: edges::regions(&lattice),
            raster: lattice.raster(),
            points: lattice.points(question),
        }
    }

    /// The values at the corners of the net, in order.
    pub fn values(&self) -> Vec<f64> {
        let mut values: Vec<f64> = self.corners.iter().map(|(_, value)| *value).collect();
        values.sort_by(f64::total_cmp);
        values
    }
}

/// A net that grows by the cells of a lattice.
#[derive(Debug, Default)]
struct Net {
    corners: Vec<(Place, f64)>,
    is_end: Vec<bool>,
    triangles: Vec<[u32; 3]>,
    /// The corners that nodes of the lattice and crossings are.
    known: std::collections::HashMap<Key, u32>,
}

/// What a corner of the net is: a node of the lattice, or the crossing between two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Key {
    Node(samples::Node),
    Crossing(samples::Node, samples::Node),
}

impl Net {
    fn corner(&mut self, key: Key, place: Place, value: f64) -> u32 {
        *self.known.entry(key).or_insert_with(|| {
            self.corners.push((place, value));
            self.is_end.push(matches!(key, Key::Crossing(..)));
            self.corners.len() as u32 - 1
        })
    }

    fn node(&mut self, lattice: &Lattice, node: samples::Node) -> u32 {
        self.corner(Key::Node(node), samples::place(node), lattice.at(node).value)
    }

    /// A whole cell, divided along the diagonal whose ends differ less.
    fn square(&mut self, lattice: &Lattice, cell: [samples::Node; 4]) {
        let [a, b, c, d] = cell.map(|node| self.node(lattice, node));
        let apart =
            |a: u32, b: u32| (self.corners[a as usize].1 - self.corners[b as usize].1).abs();
        match apart(a, c) <= apart(b, d) {
            true => self.triangles.extend([[a, b, c], [a, c, d]]),
            false => self.triangles.extend([[a, b, d], [b, c, d]]),
        }
    }

    /// The part of a cell in which the result exists.
    fn part(&mut self, lattice: &Lattice, crossings: &Crossings, cell: [samples::Node; 4]) {
        let mut around: Vec<u32> = Vec::with_capacity(6);
        for (corner, next) in (0..4).map(|i| (cell[i], cell[(i + 1) % 4])) {
            let [is_in, is_next_in] = [corner, next].map(|node| lattice.at(node).word == SHOWN);
            if is_in {
                around.push(self.node(lattice, corner));
            }
            if is_in != is_next_in
                && let Some(crossing) = crossings.between(corner, next)
            {
                let (a, b) = crossing.between;
                let corner = self.corner(Key::Crossing(a, b), crossing.place, crossing.value);
                around.push(corner);
            }
        }
        let fan =
            (1..around.len().saturating_sub(1)).map(|i| [around[0], around[i], around[i + 1]]);
        self.triangles.extend(fan);
    }
}

/// The sides that only one triangle has.
fn rim(triangles: &[[u32; 3]]) -> Vec<[u32; 2]> {
    let sides = || triangles.iter().flat_map(|[a, b, c]| [[*a, *b], [*b, *c], [*c, *a]]);
    let all: std::collections::HashSet<[u32; 2]> = sides().collect();
    sides().filter(|[a, b]| !all.contains(&[*b, *a])).collect()
}
