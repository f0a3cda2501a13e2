//! Where a map is computed: cells of a coarse lattice, divided where they need it.

use super::{Place, Question};
use crate::model::{Block, Inputs};
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};

/// A node of the finest lattice.
pub(super) type Node = (u16, u16);

/// How many steps the finest lattice has along each axis.
pub(super) const STEPS: Node = (192, 144);
/// How many of these the side of a cell has before cells are divided.
const COARSE: u16 = 8;
/// Beyond which share of the spread of the values a cell that bends is divided.
const BEND: f64 = 1.0 / 2000.0;

/// The word of a point that is shown, which no status has.
pub(super) const SHOWN: &str = "";

/// What is known of a point: its status if the result is not shown there, else [`SHOWN`] and the result.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sample {
    pub word: &'static str,
    pub value: f64,
}

/// The finest lattice: computed at some nodes, and filled in between them.
#[derive(Debug)]
pub(super) struct Lattice {
    samples: Vec<Sample>,
    /// The nodes that were computed.
    computed: Vec<Node>,
}

/// A cell by its lower left node and the length of its sides.
type Cell = (Node, u16);

impl Lattice {
    pub fn of(question: &Question) -> Lattice {
        let mut known: HashMap<Node, Sample> = HashMap::new();
        let mut cells: Vec<Cell> = Vec::new();
        for x in (0..STEPS.0).step_by(COARSE.into()) {
            cells.extend((0..STEPS.1).step_by(COARSE.into()).map(|y| ((x, y), COARSE)));
        }
        let (mut whole, mut spread) = (Vec::new(), None);
        while !cells.is_empty() {
            let nodes =
                cells.iter().flat_map(|cell| corners(*cell).into_iter().chain(middle(*cell)));
            let mut new: Vec<Node> = nodes.filter(|node| !known.contains_key(node)).collect();
            new.sort_unstable();
            new.dedup();
            let places: Vec<Place> = new.iter().map(|node| place(*node)).collect();
            known.extend(new.into_iter().zip(samples(question, &places)));
            let spread = *spread.get_or_insert_with(|| spread_of(&known));
            let (divided, left): (Vec<Cell>, Vec<Cell>) =
                cells.into_iter().partition(|cell| is_uneven(&known, *cell, spread));
            whole.extend(left);
            cells = divided.into_iter().flat_map(quarters).collect();
        }
        let computed = known.keys().copied().collect();
        let mut lattice = Lattice { samples: filled(&known, &whole), computed };
        // Where lines cross, the nodes beside a crossing are mended first.
        (0..3).for_each(|_| lattice.mend());
        lattice
    }

    /// Gives nodes of a line that is no region the samples of its sides: levels of the same energy, for example, are
    /// excluded on a line, whether a node lies on it or not. At the frame there is one side. What is left of a line where
    /// it meets a border has the sample that most of its neighbours have.
    fn mend(&mut self) {
        let old = Lattice { samples: self.samples.clone(), computed: Vec::new() };
        for node in old.nodes().filter(|node| old.at(*node).word != SHOWN) {
            if let Some(sample) = old.beside(node).or_else(|| old.around(node)) {
                self.samples[index(node)] = sample;
            }
        }
    }

    /// What is on both sides of a node, or twice beside it at the frame, if that is the same and another one.
    fn beside(&self, node: Node) -> Option<Sample> {
        opposite(node).into_iter().find_map(|(sides, is_frame)| {
            let [a, b] = sides.map(|side| self.at(side));
            let is_line = a.word == b.word && a.word != self.at(node).word;
            let value = if is_frame { 2.0 * a.value - b.value } else { a.value.midpoint(b.value) };
            is_line.then_some(Sample { word: a.word, value })
        })
    }

    /// What most neighbours of a node have, if no more than one has the same word as it.
    fn around(&self, node: Node) -> Option<Sample> {
        let word = self.at(node).word;
        let all: Vec<Sample> = neighbours(node).map(|next| self.at(next)).collect();
        let with = |word: &'static str| all.iter().filter(move |next| next.word == word);
        let others = all.iter().filter(|next| next.word != word);
        let most =
            others.max_by_key(|next| with(next.word).count()).filter(|_| with(word).count() < 2)?;
        let count = with(most.word).count() as f64;
        let value = with(most.word).map(|next| next.value / count).sum();
        Some(Sample { word: most.word, value })
    }

    /// What is known of a node.
    pub fn at(&self, node: Node) -> Sample {
        self.samples[index(node)]
    }

    /// All nodes.
    pub fn nodes(&self) -> impl Iterator<Item = Node> {
        (0..=STEPS.0).flat_map(|x| (0..=STEPS.1).map(move |y| (x, y)))
    }

    /// The corners of each cell, counterclockwise.
    pub fn cells(&self) -> impl Iterator<Item = [Node; 4]> {
        let starts = (0..STEPS.0).flat_map(|x| (0..STEPS.1).map(move |y| (x, y)));
        starts.map(|start| corners((start, 1)))
    }

    /// The values at every third node, in every eighth row from below.
    pub fn raster(&self) -> Vec<Vec<f64>> {
        let value = |node| {
            let Sample { word, value } = self.at(node);
            if word == SHOWN { value } else { f64::NAN }
        };
        let row = |y: u16| (1..STEPS.0).step_by(3).map(|x| value((x, y))).collect();
        (4..STEPS.1).step_by(8).map(row).collect()
    }

    /// The points that were computed.
    pub fn points(&self, question: &Question) -> Vec<Inputs> {
        let mut nodes = self.computed.clone();
        nodes.sort_unstable();
        nodes.into_iter().map(|node| point(question, place(node))).collect()
    }
}

/// Where a node stands.
pub(super) fn place((x, y): Node) -> Place {
    (f64::from(x) / f64::from(STEPS.0), f64::from(y) / f64::from(STEPS.1))
}

fn point(question: &Question, (x, y): Place) -> Inputs {
    let (along, up) = (question.x, question.y);
    question.base.with(along.0, along.1.at(x)).with(up.0, up.1.at(y))
}

/// What is known of the points at these places. All processors share the work; what is found does not depend on how.
pub(super) fn samples(question: &Question, places: &[Place]) -> Vec<Sample> {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    // Turns of a thread, which take longer at some places than at others.
    let turns = places.chunks(places.len().div_ceil(8 * threads).max(16)).collect::<Vec<_>>();
    let (next, done) = (AtomicUsize::new(0), Mutex::new(vec![Vec::new(); turns.len()]));
    let work = || {
        while let Some((turn, places)) =
            Some(next.fetch_add(1, Relaxed)).and_then(|turn| Some((turn, turns.get(turn)?)))
        {
            let found = solved(question, places);
            done.lock().unwrap_or_else(PoisonError::into_inner)[turn] = found;
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads.min(turns.len()) {
            scope.spawn(work);
        }
        work();
    });
    done.into_inner().unwrap_or_else(PoisonError::into_inner).concat()
}

fn solved(question: &Question, places: &[Place]) -> Vec<Sample> {
    let Some(result) = question.column.result() else { return Vec::new() };
    let mut block = Block::new(question.base.clone(), vec![result]);
    block.reset(places.len());
    let (along, up) = (question.x, question.y);
    block.each(along.0).extend(places.iter().map(|(x, _)| along.1.at(*x)));
    block.each(up.0).extend(places.iter().map(|(_, y)| up.1.at(*y)));
    block.family().solve(&mut block);
    let sample = |(status, value): (&crate::model::Status, &f64)| {
        let word = match (status.is_physical() && value.is_finite(), status.word()) {
            (true, _) => SHOWN,
            (false, "ok") => "not finite",
            (false, word) => word,
        };
        Sample { word, value: *value }
    };
    block.statuses().iter().zip(block.result(result)).map(sample).collect()
}

/// Where the sample of a node stands.
fn index((x, y): Node) -> usize {
    usize::from(x) * (usize::from(STEPS.1) + 1) + usize::from(y)
}

/// The nodes on both sides of a node, along each axis; at the frame the two that are next to it, the nearer one first.
fn opposite((x, y): Node) -> [([Node; 2], bool); 2] {
    let along = |at: u16, last: u16| match at {
        0 => ([1, 2], true),
        at if at == last => ([last - 1, last - 2], true),
        at => ([at - 1, at + 1], false),
    };
    let (across, is_side) = along(x, STEPS.0);
    let (up, is_end) = along(y, STEPS.1);
    [(across.map(|x| (x, y)), is_side), (up.map(|y| (x, y)), is_end)]
}

/// The nodes next to a node.
pub(super) fn neighbours((x, y): Node) -> impl Iterator<Item = Node> + Clone {
    let left = x.checked_sub(1).map(|x| (x, y));
    let below = y.checked_sub(1).map(|y| (x, y));
    let right = (x < STEPS.0).then_some((x + 1, y));
    let above = (y < STEPS.1).then_some((x, y + 1));
    [left, right, below, above].into_iter().flatten()
}

fn corners(((x, y), side): Cell) -> [Node; 4] {
    [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]
}

/// The node in the middle of a cell, if the lattice has one.
fn middle(((x, y), side): Cell) -> Option<Node> {
    (side > 1).then_some((x + side / 2, y + side / 2))
}

fn quarters(((x, y), side): Cell) -> impl Iterator<Item = Cell> {
    let half = side / 2;
    [(0, 0), (half, 0), (0, half), (half, half)]
        .into_iter()
        .map(move |(right, up)| ((x + right, y + up), half))
}

/// How far apart the values are that are shown, without the outermost ones.
fn spread_of(known: &HashMap<Node, Sample>) -> f64 {
    let shown = known.values().filter(|sample| sample.word == SHOWN);
    let mut values: Vec<f64> = shown.map(|sample| sample.value).collect();
    values.sort_by(f64::total_cmp);
    let last = values.len().saturating_sub(1);
    values.get(last - last / 20).zip(values.get(last / 20)).map_or(0.0, |(high, low)| high - low)
}

/// Whether a cell is to be divided.
fn is_uneven(known: &HashMap<Node, Sample>, cell: Cell, spread: f64) -> bool {
    let Some(middle) = middle(cell) else { return false };
    let (corners, middle) = (corners(cell).map(|node| known[&node]), known[&middle]);
    if corners.iter().any(|corner| corner.word != middle.word) {
        return true;
    }
    let mean = corners.iter().map(|corner| corner.value / 4.0).sum::<f64>();
    middle.word == SHOWN && (middle.value - mean).abs() > BEND * spread
}

/// The samples of all nodes: those that were not computed lie in cells that are even.
fn filled(known: &HashMap<Node, Sample>, whole: &[Cell]) -> Vec<Sample> {
    let nothing = Sample { word: SHOWN, value: f64::NAN };
    let mut all = vec![nothing; index(STEPS) + 1];
    for cell in whole {
        let ((x, y), side) = *cell;
        let [a, b, c, d] = corners(*cell).map(|node| known[&node]);
        for (right, up) in (0..=side).flat_map(|right| (0..=side).map(move |up| (right, up))) {
            let [u, v] = [right, up].map(|part| f64::from(part) / f64::from(side));
            let [lower, upper] =
                [(a, b), (d, c)].map(|(left, right)| left.value * (1.0 - u) + right.value * u);
            let value = lower * (1.0 - v) + upper * v;
            all[index((x + right, y + up))] = Sample { word: a.word, value };
        }
    }
    known.iter().for_each(|(node, sample)| all[index(*node)] = *sample);
    all
}
