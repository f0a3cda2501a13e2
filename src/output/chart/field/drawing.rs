//! A field as parts of a scene.

use super::colours::{NOTHING, colour, ink};
use super::{Field, Share};
use crate::output::chart::layout::size;
use crate::output::label::Label;
use crate::output::scene::{
    Anchor, Colour, Item, Outline, Path, Place, Rect, Segment, Shape, Stroke, Text,
};

const BLACK: Colour = [0; 3];
/// Of the letters of contours, and the least of those of regions.
const LETTERS: f64 = 15.0;
const LEAST: f64 = 11.0;
/// How many colours the bar has.
const STEPS: u32 = 128;

/// What is drawn in the frame.
pub fn items(field: &Field, frame: Rect) -> Item {
    let mut items = vec![filled(Outline::Rect(frame), NOTHING)];
    for (share, rings) in &field.bands {
        let mut path = Path::default();
        for ring in rings {
            path.0.extend(way(ring, frame));
            path.0.push(Segment::Close);
        }
        items.push(filled(Outline::Path(path), colour(*share)));
    }
    let contours = contours(field, frame);
    for contour in &contours {
        let ink = ink(contour.share);
        items.extend(contour.pieces.iter().map(|piece| line_of(piece, ink, 1.2)));
    }
    let borders = field.borders.iter().map(|border| in_frame(border, frame));
    items.extend(borders.map(|border| line_of(&border, BLACK, 1.8)));
    let labels = contours.into_iter().filter_map(|contour| contour.text);
    items.extend(labels.map(Item::Text));
    items.extend(field.regions.iter().filter_map(|region| name(region, frame)).map(Item::Text));
    Item::Group { name: "field".into(), clip: Some(frame), items }
}

/// A contour line with its label.
pub struct Contour {
    /// Its value, as a share of the bar.
    pub share: f64,
    /// The line, without what its label covers.
    pub pieces: Vec<Vec<Place>>,
    /// The label, if it has room.
    pub text: Option<Text>,
}

/// The contour lines of a field, and where their labels stand.
pub fn contours(field: &Field, frame: Rect) -> Vec<Contour> {
    let mut contours: Vec<Contour> = Vec::new();
    let mut labels: Vec<Text> = Vec::new();
    let borders = || field.borders.iter().map(|border| in_frame(border, frame));
    for (number, (share, label, lines)) in field.contours.iter().enumerate() {
        let others = [number.wrapping_sub(1), number + 1];
        let others = others.iter().filter_map(|number| field.contours.get(*number));
        let others = others.flat_map(|(.., lines)| lines.iter().map(|line| in_frame(line, frame)));
        let obstacles: Vec<Place> =
            borders().chain(others).flat_map(|line| dotted(&line)).collect();
        for line in lines {
            let line = in_frame(line, frame);
            let found = placed(label, &line, frame, (&labels, &obstacles), ink(*share));
            let (text, pieces) = match found {
                Some((text, gap)) => (Some(text), without(&line, gap)),
                None => (None, vec![line]),
            };
            labels.extend(text.clone());
            contours.push(Contour { share: *share, pieces, text });
        }
    }
    contours
}

fn in_frame(line: &[Share], frame: Rect) -> Vec<Place> {
    line.iter().map(|place| frame.at(*place)).collect()
}

/// The middle of the letters of a label of a contour line.
pub fn middle(text: &Text) -> Place {
    let (sin, cos) = text.turned.to_radians().sin_cos();
    let up = 0.33 * text.size;
    (text.at.0 + up * sin, text.at.1 - up * cos)
}

/// The bar with its numbers and its title, `right` of which the picture ends.
pub fn bar(field: &Field, bar: Rect, right: f64) -> Item {
    let mut items = Vec::new();
    for step in 0..STEPS {
        let share = f64::from(step) / f64::from(STEPS);
        // Each covers what is above it, so that no line is seen between two.
        let height = bar.height * (1.0 - share);
        let part = Rect { height, ..bar };
        items.push(filled(Outline::Rect(part), colour(share + 0.5 / f64::from(STEPS))));
    }
    let stroke = Some(Stroke { colour: BLACK, width: 1.4, dashes: Vec::new(), is_round: false });
    let around = Shape { outline: Outline::Rect(bar), fill: None, stroke, title: None };
    items.push(Item::Shape(around));
    for (at, label) in &field.colours.ticks {
        let y = bar.bottom() - bar.height * field.colours.share(*at);
        let tick = [(bar.right(), y), (bar.right() + 6.0, y)];
        items.push(line_of(&tick, BLACK, 1.4));
        let at = (bar.right() + 11.0, y + size::TICK * 0.33);
        items.push(text(label, at, size::TICK, Anchor::Start, 0.0, BLACK));
    }
    let letters = size::TITLE.min((bar.height + 80.0) / field.title.width().max(1.0));
    let middle = (right - 14.0, bar.top + bar.height / 2.0);
    items.push(text(&field.title, middle, letters, Anchor::Middle, -90.0, BLACK));
    Item::Group { name: "bar".into(), clip: None, items }
}

fn text(label: &Label, at: Place, size: f64, anchor: Anchor, turned: f64, colour: Colour) -> Item {
    Item::Text(Text { label: label.clone(), at, anchor, size, turned, colour })
}

fn filled(outline: Outline, colour: Colour) -> Item {
    Item::Shape(Shape { outline, fill: Some(colour), stroke: None, title: None })
}

fn line_of(line: &[Place], colour: Colour, width: f64) -> Item {
    let mut path = Path::default();
    for (number, place) in line.iter().enumerate() {
        path.0.push(if number == 0 { Segment::Move(*place) } else { Segment::Line(*place) });
    }
    let stroke = Some(Stroke { colour, width, dashes: Vec::new(), is_round: true });
    Item::Shape(Shape { outline: Outline::Path(path), fill: None, stroke, title: None })
}

/// A way along a line, of which points are left out that are no farther from it than can be seen.
fn way(line: &[Share], frame: Rect) -> Vec<Segment> {
    let places: Vec<Place> = line.iter().map(|place| frame.at(*place)).collect();
    let mut way: Vec<Segment> =
        places.first().map(|first| Segment::Move(*first)).into_iter().collect();
    let mut start = 0;
    while start + 1 < places.len() {
        let fits = |end: &usize| {
            let between = &places[start + 1..*end];
            between.iter().all(|place| beside(*place, places[start], places[*end]) < HAIR)
        };
        // Not so many that to look at them takes long.
        let farthest = (start + MOST).min(places.len() - 1);
        let end = (start + 2..=farthest).take_while(fits).last().unwrap_or(start + 1);
        way.push(Segment::Line(places[end]));
        start = end;
    }
    way
}

/// What cannot be seen, in pixels, and how many places of a way are left out in a row at most.
const HAIR: f64 = 0.06;
const MOST: usize = 64;

/// How far a place is from the line between two others.
fn beside(place: Place, from: Place, to: Place) -> f64 {
    let (x, y) = (to.0 - from.0, to.1 - from.1);
    let length = x.hypot(y);
    match length > 0.0 {
        true => ((place.0 - from.0) * y - (place.1 - from.1) * x).abs() / length,
        false => distance(place, from),
    }
}

fn distance(a: Place, b: Place) -> f64 {
    (a.0 - b.0).hypot(a.1 - b.1)
}

/// The name of a region, if it has room.
fn name((label, middle, room): &(Label, Share, Share), frame: Rect) -> Option<Text> {
    let at = frame.at(*middle);
    let (across, up) = (2.0 * room.0 * frame.width, 2.0 * room.1 * frame.height);
    let size = size::LEGEND.min(across / (label.width() + 0.6)).min(up / 1.2);
    let at = (at.0, at.1 + size * 0.33);
    let (label, anchor) = (label.clone(), Anchor::Middle);
    let text = Text { label, at, anchor, size, turned: 0.0, colour: BLACK };
    (size >= LEAST).then_some(text)
}

/// Places along a line, no farther apart than letters are high.
fn dotted(line: &[Place]) -> Vec<Place> {
    let steps = line.windows(2).flat_map(|pair| {
        let [(x, y), (to_x, to_y)] = [pair[0], pair[1]];
        let count = (distance(pair[0], pair[1]) / LETTERS).ceil().max(1.0) as u32;
        (0..count).map(move |step| {
            let share = f64::from(step) / f64::from(count);
            (x + share * (to_x - x), y + share * (to_y - y))
        })
    });
    steps.chain(line.last().copied()).collect()
}

/// The place of a label along a line, where the line is straightest and far from other labels, from obstacles and from
/// the frame, and from where to where along the line its gap is.
fn placed(
    label: &Label,
    line: &[Place],
    frame: Rect,
    (others, obstacles): (&[Text], &[Place]),
    colour: Colour,
) -> Option<(Text, [f64; 2])> {
    const APART: f64 = 70.0;
    const MARGIN: f64 = 16.0;
    let length: f64 = line.windows(2).map(|pair| distance(pair[0], pair[1])).sum();
    let width = label.width() * LETTERS + 8.0;
    if length < 2.5 * width {
        return None;
    }
    let mut best: Option<(f64, Text, [f64; 2])> = None;
    for part in 1..40 {
        let middle = length * f64::from(part) / 40.0;
        let gap = [middle - width / 2.0, middle + width / 2.0];
        if gap[0] < 0.0 || gap[1] > length {
            continue;
        }
        let [from, at, to] = [gap[0], middle, gap[1]].map(|way| along(line, way));
        let is_inside = frame.left + width / 2.0 + MARGIN < at.0
            && at.0 < frame.right() - width / 2.0 - MARGIN
            && frame.top + width / 2.0 + MARGIN < at.1
            && at.1 < frame.bottom() - width / 2.0 - MARGIN;
        let is_near = |other: &Place| {
            [from, at, to].iter().any(|place| distance(*place, *other) < 0.9 * LETTERS)
        };
        if !is_inside
            || others.iter().any(|other| distance(other.at, at) < APART)
            || obstacles.iter().any(is_near)
        {
            continue;
        }
        // How far the chord falls short of the line, and how far it is from the middle of the line.
        let bent = width - distance(from, to) + (f64::from(part) - 20.0).abs() * 0.02;
        if best.as_ref().is_none_or(|(least, ..)| bent < *least) {
            let (from, to) = if from.0 <= to.0 { (from, to) } else { (to, from) };
            let angle = (to.1 - from.1).atan2(to.0 - from.0);
            let middle = (from.0.midpoint(to.0), from.1.midpoint(to.1));
            let down = LETTERS * 0.33;
            let at = (middle.0 - down * angle.sin(), middle.1 + down * angle.cos());
            let (label, turned) = (label.clone(), angle.to_degrees());
            let anchor = Anchor::Middle;
            best = Some((bent, Text { label, at, anchor, size: LETTERS, turned, colour }, gap));
        }
    }
    best.map(|(_, text, gap)| (text, gap))
}

/// The place so far along a line.
fn along(line: &[Place], way: f64) -> Place {
    let mut left = way;
    for pair in line.windows(2) {
        let step = distance(pair[0], pair[1]);
        if left <= step && step > 0.0 {
            let share = left / step;
            let [(x, y), (to_x, to_y)] = [pair[0], pair[1]];
            return (x + share * (to_x - x), y + share * (to_y - y));
        }
        left -= step;
    }
    line.last().copied().unwrap_or_default()
}

/// A line without what is between two places along it.
fn without(line: &[Place], [from, to]: [f64; 2]) -> Vec<Vec<Place>> {
    let (mut before, mut after) = (Vec::new(), vec![along(line, to)]);
    let mut way = 0.0;
    for (number, place) in line.iter().enumerate() {
        if number > 0 {
            way += distance(line[number - 1], *place);
        }
        if way < from {
            before.push(*place);
        } else if way > to {
            after.push(*place);
        }
    }
    before.push(along(line, from));
    vec![before, after]
}
