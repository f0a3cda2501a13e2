//! A chart by its layout, as a scene.

use super::clip::clipped;
use super::layout::{
    CAPTION_ABOVE, HEADING_TOP, INSET_TITLE_ABOVE, INSET_TITLE_BELOW, LEADING, Layout, SAMPLE,
    TITLE_BELOW, TITLE_LEFT, TextAt, size,
};
use super::style::Style;
use super::{Chart, Line, Mark, Panel, field, measured};
use crate::output::label::Label;
use crate::output::scene::{
    Anchor, Colour, Item, Outline, Path, Place, Rect, Scene, Segment, Shape, Stroke, Text,
};

const BLACK: Colour = [0; 3];
const WHITE: Colour = [255; 3];
/// Of marks in the legend.
const GREY: Colour = [90; 3];

/// The chart as a scene.
pub fn drawing(chart: &Chart) -> Scene {
    let layout = Layout::of(chart, 1.0);
    let (width, height, scale) = (layout.width, layout.height, layout.scale);
    let whole = Outline::Rect(Rect { left: 0.0, top: 0.0, width, height });
    let paper = Shape { outline: whole, fill: Some(WHITE), stroke: None, title: None };
    let mut items = vec![Item::Shape(paper)];
    for (number, line) in layout.heading.lines.iter().enumerate() {
        let y = HEADING_TOP + layout.heading.leading() * number as f64;
        items.push(text(line, (width / 2.0, y), layout.heading.size, Anchor::Middle));
    }
    items.extend(chart.field.iter().map(|colours| field::items(colours, layout.main)));
    items.push(panel(&chart.main, layout.main, "main", 1.0));
    let lowest = layout.below.map_or(layout.main, |[below, _]| below);
    items.push(under(&chart.main, lowest, &layout));
    items.push(beside(&chart.main, layout.main, &layout));
    let caption = (layout.caption_end(&chart.caption), layout.main.top - CAPTION_ABOVE);
    let letters = layout.size(TextAt::Caption, &chart.caption);
    items.push(text(&chart.caption, caption, letters, Anchor::End));
    if let (Some(inset), Some(frame)) = (&chart.inset, layout.inset) {
        items.push(panel(inset, frame, "inset", 0.72));
        let middle = (frame.left + frame.width / 2.0, frame.bottom() + INSET_TITLE_BELOW);
        let letters = layout.size(TextAt::InsetBelow, &inset.titles[0]);
        items.push(text(&inset.titles[0], middle, letters, Anchor::Middle));
        let above = (frame.left, frame.top - INSET_TITLE_ABOVE);
        let letters = layout.size(TextAt::InsetAbove, &inset.titles[1]);
        items.push(text(&inset.titles[1], above, letters, Anchor::Start));
    }
    items.push(match &chart.field {
        Some(field) => field::bar(field, layout.legend, width),
        None => legend("legend", &layout, &chart.main, &chart.marks, layout.legend),
    });
    if let (Some(below), Some([frame, place])) = (&chart.below, layout.below) {
        items.push(panel(below, frame, "below", 1.0));
        items.push(beside(below, frame, &layout));
        items.push(legend("legend-below", &layout, below, &[], place));
    }
    let is_text = |item: &Item| !matches!(item, Item::Text(text) if text.label.0.is_empty());
    items.retain(is_text);
    Scene { width, height, scale, title: chart.title.clone(), about: chart.about.clone(), items }
}

fn group(name: &str, items: Vec<Item>) -> Item {
    Item::Group { name: name.into(), clip: None, items }
}

fn text(label: &Label, at: Place, size: f64, anchor: Anchor) -> Item {
    Item::Text(Text { label: label.clone(), at, anchor, size, turned: 0.0, colour: BLACK })
}

/// A thin black line.
fn thin() -> Option<Stroke> {
    Some(Stroke { colour: BLACK, width: 1.4, dashes: Vec::new(), is_round: false })
}

/// The curves of a panel, its frame and its numbers, in this scale.
fn panel(panel: &Panel, frame: Rect, name: &str, scale: f64) -> Item {
    let curve = |line: &Line| {
        Item::Shape(Shape {
            outline: Outline::Path(path(line, panel, frame)),
            fill: None,
            stroke: Some(stroke(&line.role.style(), scale)),
            title: Some(line.label.plain()),
        })
    };
    let curves = panel.lines.iter().map(curve).collect();
    let curves = Item::Group { name: format!("{name}-curves"), clip: Some(frame), items: curves };
    let around = Shape { outline: Outline::Rect(frame), fill: None, stroke: thin(), title: None };
    let mut items = vec![curves, Item::Shape(around)];
    items.extend(numbers(panel, frame, scale));
    for line in &panel.lines {
        for (kind, at) in line.marks.iter().filter(|(_, at)| panel.has(*at)) {
            items.push(mark(*kind, frame.at(panel.share(*at)), line.role.style().colour, scale));
        }
    }
    items.extend(measured::items(panel, frame, name));
    group(name, items)
}

fn numbers(panel: &Panel, frame: Rect, scale: f64) -> Vec<Item> {
    let letters = if scale < 1.0 { size::INSET_TICK } else { size::TICK };
    let length = 7.0 * scale;
    let (mut ticks, mut items) = (Vec::new(), Vec::new());
    for (at, label) in panel.x.apart(frame.width, letters) {
        let x = frame.left + frame.width * panel.x.share(*at);
        ticks.extend([
            Segment::Move((x, frame.bottom())),
            Segment::Line((x, frame.bottom() + length)),
        ]);
        let place = (x, frame.bottom() + length + letters * 0.95);
        items.push(text(label, place, letters, Anchor::Middle));
    }
    for (at, label) in &panel.y.ticks {
        let y = frame.bottom() - frame.height * panel.y.share(*at);
        ticks.extend([Segment::Move((frame.left, y)), Segment::Line((frame.left - length, y))]);
        let place = (frame.left - length - 5.0, y + letters * 0.33);
        items.push(text(label, place, letters, Anchor::End));
    }
    let outline = Outline::Path(Path(ticks));
    items.push(Item::Shape(Shape { outline, fill: None, stroke: thin(), title: None }));
    items
}

/// The title of the horizontal axis, under a frame.
fn under(panel: &Panel, frame: Rect, layout: &Layout) -> Item {
    let middle = (frame.left + frame.width / 2.0, frame.bottom() + TITLE_BELOW);
    let letters = layout.size(TextAt::Below, &panel.titles[0]);
    text(&panel.titles[0], middle, letters, Anchor::Middle)
}

/// The title of the vertical axis, beside a frame.
fn beside(panel: &Panel, frame: Rect, layout: &Layout) -> Item {
    let label = panel.titles[1].clone();
    Item::Text(Text {
        size: layout.size(TextAt::Beside, &label),
        label,
        at: (TITLE_LEFT, frame.top + frame.height / 2.0),
        anchor: Anchor::Middle,
        turned: -90.0,
        colour: BLACK,
    })
}

fn legend(
    name: &str,
    layout: &Layout,
    panel: &Panel,
    marks: &[(Mark, Label)],
    place: Rect,
) -> Item {
    let start = place.left + SAMPLE + 10.0;
    let shrunk = layout.shrunk(place, panel, marks);
    let (leading, size) = (LEADING * shrunk, size::LEGEND * shrunk);
    let mut items = Vec::new();
    let mut y = place.top + leading / 2.0;
    for line in &panel.lines {
        let way = [Segment::Move((place.left, y)), Segment::Line((place.left + SAMPLE, y))];
        items.push(Item::Shape(Shape {
            outline: Outline::Path(Path(way.into())),
            fill: None,
            stroke: Some(stroke(&line.role.style(), 1.0)),
            title: None,
        }));
        items.push(text(&line.label, (start, y + size * 0.33), size, Anchor::Start));
        y += leading;
    }
    for points in &panel.measured {
        items.extend(measured::sample(points, (place.left + SAMPLE / 2.0, y)));
        items.push(text(&points.label, (start, y + size * 0.33), size, Anchor::Start));
        y += leading;
    }
    for (kind, label) in marks {
        items.push(mark(*kind, (place.left + SAMPLE / 2.0, y), GREY, 1.0));
        items.push(text(label, (start, y + size * 0.33), size, Anchor::Start));
        y += leading;
    }
    group(name, items)
}

fn mark(mark: Mark, middle: Place, colour: Colour, scale: f64) -> Item {
    let (fill, line, width) = match mark {
        Mark::Disc => (colour, WHITE, 1.0),
        Mark::Ring => (WHITE, colour, 2.0),
    };
    Item::Shape(Shape {
        outline: Outline::Circle(middle, 5.5 * scale),
        fill: Some(fill),
        stroke: Some(Stroke { colour: line, width, dashes: Vec::new(), is_round: false }),
        title: None,
    })
}

fn stroke(style: &Style, scale: f64) -> Stroke {
    Stroke {
        colour: style.colour,
        width: style.width * scale,
        dashes: style.dashes.iter().map(|length| length * scale).collect(),
        is_round: true,
    }
}

/// The way of a curve through a frame. What is far beyond it is left out: some viewers draw large
/// coordinates wrong.
fn path(line: &Line, panel: &Panel, frame: Rect) -> Path {
    const MARGIN: f64 = 0.04;
    let mut path = Path::default();
    for stroke in &line.strokes {
        let mut pen = None;
        let places: Vec<(f64, f64)> = stroke.iter().map(|point| panel.share(*point)).collect();
        for pair in places.windows(2) {
            let Some((from, to)) = clipped(pair[0], pair[1], MARGIN) else { continue };
            if pen != Some(from) {
                path.0.push(Segment::Move(frame.at(from)));
            }
            path.0.push(Segment::Line(frame.at(to)));
            pen = Some(to);
        }
    }
    path
}
