//! Measured points as shapes of a scene.

use super::{Datum, GREY, Measured, Symbol};
use crate::output::chart::Panel;
use crate::output::scene::{Colour, Item, Outline, Path, Place, Rect, Segment, Shape, Stroke};

const WHITE: Colour = [255; 3];
/// How far a symbol reaches from its middle.
const RADIUS: f64 = 6.0;
/// How far the ends of a bar reach to both sides.
const CAP: f64 = 5.0;

/// The points that a frame holds, their bars below all symbols, cut off at the frame.
pub fn items(panel: &Panel, frame: Rect, name: &str) -> Vec<Item> {
    let group = |(index, measured): (usize, &Measured)| {
        let bars = measured.seen(panel).map(|point| bars(point, panel, frame)).collect();
        let bars =
            Item::Group { name: format!("{name}-bars{index}"), clip: Some(frame), items: bars };
        let symbol = |point: &Datum| {
            let (middle, ink) = (frame.at(panel.share(point.at)), point.ink);
            symbol(measured.symbol, middle, (ink.colour(), ink.rim()), Some(measured.label.plain()))
        };
        let symbols = std::iter::once(bars).chain(measured.seen(panel).map(symbol)).collect();
        Item::Group { name: format!("{name}-points{index}"), clip: None, items: symbols }
    };
    panel.measured.iter().enumerate().map(group).collect()
}

/// What stands for the points in the legend, with this middle.
pub fn sample(measured: &Measured, middle: Place) -> Vec<Item> {
    let (x, y) = middle;
    let has = |axis: usize| measured.points.iter().any(|point| point.bars[axis].is_some());
    let mut way = Vec::new();
    if has(0) {
        way.extend(bar([(x - 15.0, y), (x + 15.0, y)], 0));
    }
    if has(1) {
        way.extend(bar([(x, y - 11.0), (x, y + 11.0)], 1));
    }
    let bars = (!way.is_empty()).then(|| line(way, GREY));
    let symbol = symbol(measured.symbol, middle, (GREY, WHITE), None);
    bars.into_iter().chain([symbol]).collect()
}

/// The bars of a point.
fn bars(point: &Datum, panel: &Panel, frame: Rect) -> Item {
    // Some viewers draw large coordinates wrong.
    let near = |share: f64| share.clamp(-1.0, 2.0);
    let place = |at: (f64, f64)| {
        let (x, y) = panel.share(at);
        frame.at((near(x), near(y)))
    };
    let way = point.lines().flat_map(|(axis, ends)| bar(ends.map(place), axis)).collect();
    line(way, point.ink.of_bars())
}

/// A bar between two places along an axis, with its caps.
fn bar([from, to]: [Place; 2], axis: usize) -> Vec<Segment> {
    let cap = |(x, y): Place| match axis {
        0 => [Segment::Move((x, y - CAP)), Segment::Line((x, y + CAP))],
        _ => [Segment::Move((x - CAP, y)), Segment::Line((x + CAP, y))],
    };
    [cap(from), [Segment::Move(from), Segment::Line(to)], cap(to)].concat()
}

fn line(way: Vec<Segment>, colour: Colour) -> Item {
    let stroke = Stroke { colour, width: 1.6, dashes: Vec::new(), is_round: false };
    let outline = Outline::Path(Path(way));
    Item::Shape(Shape { outline, fill: None, stroke: Some(stroke), title: None })
}

/// A symbol in a colour, with a rim in another one.
fn symbol(
    symbol: Symbol,
    (x, y): Place,
    (fill, rim): (Colour, Colour),
    title: Option<String>,
) -> Item {
    let r = RADIUS;
    // Each has about the same area.
    let corners: &[Place] = match symbol {
        Symbol::Square => &[(-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)],
        Symbol::Diamond => &[(0.0, -1.25), (1.25, 0.0), (0.0, 1.25), (-1.25, 0.0)],
        Symbol::Triangle => &[(0.0, -1.25), (1.2, 0.83), (-1.2, 0.83)],
        Symbol::Wedge => &[(0.0, 1.25), (1.2, -0.83), (-1.2, -0.83)],
    };
    let at = |(dx, dy): &Place| (x + r * dx, y + r * dy);
    let mut way: Vec<Segment> = corners.iter().map(|corner| Segment::Line(at(corner))).collect();
    way[0] = Segment::Move(at(&corners[0]));
    way.push(Segment::Close);
    Item::Shape(Shape {
        outline: Outline::Path(Path(way)),
        fill: Some(fill),
        stroke: Some(Stroke { colour: rim, width: 1.3, dashes: Vec::new(), is_round: false }),
        title,
    })
}
