//! SVG, which needs nothing from outside: letters are outlines, with their words beside them.

use super::{Colour, Item, Outline, Path, Place, Rect, Scene, Segment, Shape, Stroke, Text};
use std::fmt::Write;

/// The picture as an SVG file.
pub fn svg(scene: &Scene) -> String {
    let Scene { width, height, scale, .. } = *scene;
    let mut svg = String::new();
    let _ = writeln!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" \
         viewBox=\"0 0 {} {}\" role=\"figure\">",
        rounded(width * scale, 2),
        rounded(height * scale, 2),
        rounded(width, 2),
        rounded(height, 2),
    );
    let _ = writeln!(svg, "<title>{}</title>", escaped(&scene.title));
    let _ = writeln!(svg, "<metadata>\n{}\n</metadata>", escaped(&scene.about.join("\n")));
    scene.items.iter().for_each(|item| add(&mut svg, item));
    svg.push_str("</svg>\n");
    svg
}

fn add(svg: &mut String, item: &Item) {
    match item {
        Item::Shape(shape) => add_shape(svg, shape),
        Item::Text(text) => add_text(svg, text),
        Item::Group { name, clip, items } => {
            if let Some(rect) = clip {
                let rect = rectangle(rect);
                let _ = writeln!(svg, "<clipPath id=\"{name}-clip\"><rect {rect}/></clipPath>");
                let _ = writeln!(svg, "<g id=\"{name}\" clip-path=\"url(#{name}-clip)\">");
            } else {
                let _ = writeln!(svg, "<g id=\"{name}\">");
            }
            items.iter().for_each(|item| add(svg, item));
            svg.push_str("</g>\n");
        }
    }
}

fn add_shape(svg: &mut String, shape: &Shape) {
    let (tag, outline) = match &shape.outline {
        Outline::Rect(rect) => ("rect", rectangle(rect)),
        Outline::Circle((x, y), radius) => {
            ("circle", format!("cx=\"{x:.2}\" cy=\"{y:.2}\" r=\"{radius:.2}\""))
        }
        Outline::Path(path) => ("path", format!("d=\"{}\"", steps(path, 2))),
    };
    let fill = shape.fill.map_or("none".into(), hex);
    let stroke = shape.stroke.as_ref().map_or(String::new(), stroke);
    let _ = write!(svg, "<{tag} {outline} fill=\"{fill}\"{stroke}");
    let _ = match &shape.title {
        Some(title) => writeln!(svg, "><title>{}</title></{tag}>", escaped(title)),
        None => writeln!(svg, "/>"),
    };
}

fn stroke(stroke: &Stroke) -> String {
    let mut text =
        format!(" stroke=\"{}\" stroke-width=\"{}\"", hex(stroke.colour), rounded(stroke.width, 3));
    if stroke.is_round {
        text.push_str(" stroke-linejoin=\"round\"");
    }
    if !stroke.dashes.is_empty() {
        let dashes = stroke.dashes.iter().map(|length| rounded(*length, 3));
        let _ = write!(text, " stroke-dasharray=\"{}\"", dashes.collect::<Vec<_>>().join(" "));
    }
    text
}

/// The letters in thousandths of their size, in a group that says what they say.
fn add_text(svg: &mut String, text: &Text) {
    let words = escaped(&text.label.plain());
    let (set, [a, b, _, _, x, y]) = text.set();
    // Whole numbers are far shorter, and less than a hundredth of a pixel off.
    let mut path = Path::default();
    set.glyphs.iter().for_each(|placed| path.add(placed, &[1000.0, 0.0, 0.0, 1000.0, 0.0, 0.0]));
    let [a, b] = [a, b].map(|number| rounded(number / 1000.0, 6));
    let [x, y] = [x, y].map(|number| rounded(number, 2));
    let minus_a = a.strip_prefix('-').map_or(format!("-{a}"), str::to_owned);
    let fill = if text.colour == [0; 3] {
        String::new()
    } else {
        format!(" fill=\"{}\"", hex(text.colour))
    };
    let _ = writeln!(
        svg,
        "<g role=\"img\" aria-label=\"{words}\"><title>{words}</title>\
         <path transform=\"matrix({a} {b} {b} {minus_a} {x} {y})\"{fill} d=\"{}\"/></g>",
        whole_steps(&path)
    );
}

fn rectangle(rect: &Rect) -> String {
    let Rect { left, top, width, height } = rect;
    format!("x=\"{left:.2}\" y=\"{top:.2}\" width=\"{width:.2}\" height=\"{height:.2}\"")
}

/// A path with so many decimals.
fn steps(path: &Path, decimals: usize) -> String {
    let mut text = String::new();
    for segment in &path.0 {
        let (letter, places) = parts(segment);
        text.push(letter);
        for (index, (x, y)) in places.into_iter().enumerate() {
            let gap = if index == 0 { "" } else { " " };
            let _ = write!(text, "{gap}{x:.decimals$} {y:.decimals$}");
        }
    }
    text
}

/// A path in steps of whole numbers from the place before.
fn whole_steps(path: &Path) -> String {
    let (mut text, mut pen, mut start) = (String::new(), (0, 0), (0, 0));
    let mut last = ' ';
    for segment in &path.0 {
        let (letter, places) = parts(segment);
        if letter != last || letter == 'M' {
            text.push(letter.to_ascii_lowercase());
        }
        let from = pen;
        let mut is_first = letter != last || letter == 'M';
        for (x, y) in places {
            let to = (x.round() as i64, y.round() as i64);
            for step in [to.0 - from.0, to.1 - from.1] {
                let gap = if is_first || step < 0 { "" } else { " " };
                let _ = write!(text, "{gap}{step}");
                is_first = false;
            }
            pen = to;
        }
        match letter {
            'M' => start = pen,
            'Z' => pen = start,
            _ => {}
        }
        last = letter;
    }
    text
}

/// The letter of a step, and its places.
fn parts(segment: &Segment) -> (char, Vec<Place>) {
    match *segment {
        Segment::Move(to) => ('M', vec![to]),
        Segment::Line(to) => ('L', vec![to]),
        Segment::Quad(control, to) => ('Q', vec![control, to]),
        Segment::Cubic(a, b, to) => ('C', vec![a, b, to]),
        Segment::Close => ('Z', vec![]),
    }
}

/// A number with at most so many decimals.
fn rounded(number: f64, decimals: usize) -> String {
    let text = format!("{number:.decimals$}");
    let text =
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".into() } else { text.into() }
}

fn hex([red, green, blue]: Colour) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// A text within XML, which has no place for control characters.
pub fn escaped(text: &str) -> String {
    let text = text.replace(|c: char| c.is_control() && c != '\n', "\u{fffd}");
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
