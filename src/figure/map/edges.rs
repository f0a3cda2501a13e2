//! Where the status changes: borders, and the regions between them.

use super::samples::{Lattice, Node, SHOWN, STEPS, Sample, neighbours, place, samples};
use super::{Place, Question};
use std::collections::{HashMap, HashSet};

/// How often the step between two nodes is halved.
const HALVINGS: u32 = 16;

/// A region in which the result does not exist.
#[derive(Clone, Copy, Debug)]
pub struct Region {
    /// The status that all its points have.
    pub word: &'static str,
    /// A point of it around which there is much room.
    pub middle: Place,
    /// How far the region goes on from there to both sides, and up and down, in shares of the axes.
    pub room: Place,
    /// Which share of the map it is.
    pub share: f64,
}

/// Where the status changes between two neighbouring nodes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Crossing {
    pub between: (Node, Node),
    pub place: Place,
    /// The result at the last place where it exists; NaN between two regions where it does not.
    pub value: f64,
}

/// All crossings of a lattice, by the nodes between which they are.
#[derive(Debug)]
pub(super) struct Crossings(HashMap<(Node, Node), Crossing>);

impl Crossings {
    /// Halves the steps between nodes of different status, all at once.
    pub fn of(question: &Question, lattice: &Lattice) -> Crossings {
        let right = |(x, y): Node| (x < STEPS.0).then_some((x + 1, y));
        let above = |(x, y): Node| (y < STEPS.1).then_some((x, y + 1));
        let pairs = lattice.nodes().flat_map(|node| {
            [right(node), above(node)].into_iter().flatten().map(move |next| (node, next))
        });
        let mut open: Vec<Halved> = pairs
            .filter(|(a, b)| lattice.at(*a).word != lattice.at(*b).word)
            .map(|(a, b)| Halved::new(lattice, a, b))
            .collect();
        for _ in 0..HALVINGS {
            let places: Vec<Place> = open.iter().map(Halved::middle).collect();
            for (halved, sample) in open.iter_mut().zip(samples(question, &places)) {
                halved.take(sample);
            }
        }
        Crossings(open.into_iter().map(|halved| (halved.between, halved.crossing())).collect())
    }

    /// That between two nodes, in whatever order they are.
    pub fn between(&self, a: Node, b: Node) -> Option<&Crossing> {
        self.0.get(&(a.min(b), a.max(b)))
    }

    /// The borders: through each cell from crossing to crossing, put together where they meet.
    pub fn borders(&self, lattice: &Lattice) -> Vec<Vec<Place>> {
        let mut links: Vec<[(Node, Node); 2]> = Vec::new();
        let mut places: HashMap<(Node, Node), Place> = HashMap::new();
        for cell in lattice.cells() {
            let sides = (0..4).filter_map(|i| self.between(cell[i], cell[(i + 1) % 4]));
            let sides: Vec<&Crossing> = sides.collect();
            places.extend(sides.iter().map(|side| (side.between, side.place)));
            match &sides[..] {
                [a, b] => links.push([a.between, b.between]),
                [] => {}
                sides => {
                    // Where more than two meet, they do in the middle of the cell.
                    let middle = (cell[0], cell[2]);
                    let share = 1.0 / sides.len() as f64;
                    let mean = sides.iter().fold((0.0, 0.0), |(x, y), side| {
                        (x + share * side.place.0, y + share * side.place.1)
                    });
                    places.insert(middle, mean);
                    links.extend(sides.iter().map(|side| [side.between, middle]));
                }
            }
        }
        let lines =
            super::levels::chained(links.iter().flat_map(|[a, b]| [(*a, *b), (*b, *a)]), true);
        lines.into_iter().map(|line| line.iter().map(|key| places[key]).collect()).collect()
    }
}

/// A step between two nodes that is being halved.
#[derive(Debug)]
struct Halved {
    between: (Node, Node),
    /// The last place of the status that is followed, and what is there.
    inside: (Place, Sample),
    outside: Place,
}

impl Halved {
    /// What is shown is followed to its end.
    fn new(lattice: &Lattice, a: Node, b: Node) -> Halved {
        let (from, to) = if lattice.at(b).word == SHOWN { (b, a) } else { (a, b) };
        let inside = (place(from), lattice.at(from));
        Halved { between: (a.min(b), a.max(b)), inside, outside: place(to) }
    }

    fn middle(&self) -> Place {
        let ((x, y), _) = self.inside;
        (x.midpoint(self.outside.0), y.midpoint(self.outside.1))
    }

    fn take(&mut self, sample: Sample) {
        let middle = self.middle();
        match sample.word == self.inside.1.word {
            true => self.inside = (middle, sample),
            false => self.outside = middle,
        }
    }

    fn crossing(&self) -> Crossing {
        let (place, Sample { word, value }) = self.inside;
        let value = if word == SHOWN { value } else { f64::NAN };
        Crossing { between: self.between, place, value }
    }
}

/// The regions in which the result does not exist: neighbouring nodes of the same status.
pub(super) fn regions(lattice: &Lattice) -> Vec<Region> {
    let mut seen: HashSet<Node> = HashSet::new();
    let mut found = Vec::new();
    for start in lattice.nodes() {
        let word = lattice.at(start).word;
        if word == SHOWN || !seen.insert(start) {
            continue;
        }
        let (mut waiting, mut nodes) = (vec![start], Vec::new());
        while let Some(node) = waiting.pop() {
            nodes.push(node);
            let alike = neighbours(node).filter(|next| lattice.at(*next).word == word);
            waiting.extend(alike.filter(|next| seen.insert(*next)));
        }
        let share = nodes.len() as f64 / (f64::from(STEPS.0 + 1) * f64::from(STEPS.1 + 1));
        let rooms = nodes.iter().map(|node| (*node, room(lattice, *node)));
        // A line of text is about so much broader than it is high.
        const BREADTH: f64 = 2.0;
        let size = |(_, (x, y)): &(Node, Place)| (x / BREADTH).min(*y);
        let best = rooms.max_by(|a, b| size(a).total_cmp(&size(b)));
        let Some((middle, room)) = best else { continue };
        found.push(Region { word, middle: place(middle), room, share });
    }
    found.sort_by(|a, b| b.share.total_cmp(&a.share));
    found
}

/// How far there are only nodes of the same status to both sides of one, and above and below it.
fn room(lattice: &Lattice, node: Node) -> Place {
    let word = lattice.at(node).word;
    let is_alike = |node: &Node| lattice.at(*node).word == word;
    let (x, y) = node;
    let left = (0..x).rev().map(|x| (x, y)).take_while(is_alike).count();
    let right = (x + 1..=STEPS.0).map(|x| (x, y)).take_while(is_alike).count();
    let below = (0..y).rev().map(|y| (x, y)).take_while(is_alike).count();
    let above = (y + 1..=STEPS.1).map(|y| (x, y)).take_while(is_alike).count();
    let [across, up] = [left.min(right), below.min(above)].map(|steps| steps as f64);
    (across / f64::from(STEPS.0), up / f64::from(STEPS.1))
}
