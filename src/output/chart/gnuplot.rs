//! A script for gnuplot with its data, which draws what the SVG shows.

use super::field::{gnuplot_bar, gnuplot_plot};
use super::layout::{
    CAPTION_ABOVE, HEADING_TOP, INSET_TITLE_ABOVE, INSET_TITLE_BELOW, LEADING, Layout, TITLE_BELOW,
    TITLE_LEFT, TextAt, size,
};
use super::{Chart, Field, Mark, Panel, Scale, measured};
use crate::output::label::{Fragment, Label, Level};
use crate::output::number;
use crate::output::scene::Rect;
use std::fmt::Write;

const HEAD: &str = "\
# gnuplot shows it with: gnuplot -p FILE
# and makes a picture of it with:
#   gnuplot -e \"set terminal pngcairo size SIZE font 'serif,LETTERS'; set output 'OUT.png'\" FILE
set encoding utf8
set termoption enhanced
set key noautotitle
set border lw 1.2
set tics nomirror out scale 0.6
";

/// How much broader letters may be than those of the font of pictures: gnuplot takes any font with serifs, e.g. DejaVu
/// Serif.
const BREADTH: f64 = 1.35;

/// The chart as a script for gnuplot.
pub fn gnuplot(chart: &Chart) -> String {
    let layout = &Layout::of(chart, BREADTH);
    let mut script = String::new();
    for line in chart.about.iter().chain([&chart.title]) {
        let _ = writeln!(script, "# {}", line.replace(char::is_control, " "));
    }
    let larger = larger(layout);
    let [width, height] =
        [layout.width, layout.height].map(|length| (length * USUAL * larger).round());
    let head = HEAD.replace("SIZE", &format!("{width},{height}"));
    script.push_str(&head.replace("LETTERS", &points(21.0, larger).to_string()));
    data(&mut script, &chart.main, "main");
    if let Some(panel) = &chart.inset {
        data(&mut script, panel, "inset");
    }
    if let Some(panel) = &chart.below {
        data(&mut script, panel, "below");
    }
    script.push_str("set multiplot\n");
    let main = layout.main;
    let large = Sizes { tick: size::TICK, scale: 1.0, larger };
    frame(&mut script, &chart.main, main, layout, &large);
    let [below, beside] = &chart.main.titles;
    let middle = main.left + main.width / 2.0;
    let lowest = layout.below.map_or(main, |[below, _]| below);
    let caption = (layout.caption_end(&chart.caption), main.top - CAPTION_ABOVE);
    let beside_at = (TITLE_LEFT, main.top + main.height / 2.0);
    let fit = |text, label: &Label| layout.size(text, label);
    title(
        &mut script,
        1,
        &chart.caption,
        fit(TextAt::Caption, &chart.caption),
        caption,
        layout,
        "right",
    );
    title(
        &mut script,
        2,
        below,
        fit(TextAt::Below, below),
        (middle, lowest.bottom() + TITLE_BELOW),
        layout,
        "center",
    );
    title(&mut script, 3, beside, fit(TextAt::Beside, beside), beside_at, layout, "center rotate");
    for (number, line) in (4..).zip(&layout.heading.lines) {
        let y = HEADING_TOP + layout.heading.leading() * f64::from(number - 4);
        let at = (layout.width / 2.0, y);
        title(&mut script, number, line, layout.heading.size, at, layout, "center");
    }
    if let Some(field) = &chart.field {
        colours(&mut script, chart, field, layout, &large);
        script.push_str("unset multiplot\n");
        return script;
    }
    let shrunk = layout.shrunk(layout.legend, &chart.main, &chart.marks);
    key(&mut script, layout.legend, shrunk, layout);
    curves(&mut script, chart, &chart.main, "main", &large);
    if let (Some(panel), Some(place)) = (&chart.inset, layout.inset) {
        let small = Sizes { tick: size::INSET_TICK, scale: 0.72, larger };
        frame(&mut script, panel, place, layout, &small);
        let [below, above] = &panel.titles;
        let middle = place.left + place.width / 2.0;
        let below_at = (middle, place.bottom() + INSET_TITLE_BELOW);
        let above_at = (place.left, place.top - INSET_TITLE_ABOVE);
        script.push_str("unset key\nunset label\n");
        title(&mut script, 1, below, fit(TextAt::InsetBelow, below), below_at, layout, "center");
        title(&mut script, 2, above, fit(TextAt::InsetAbove, above), above_at, layout, "left");
        curves(&mut script, chart, panel, "inset", &small);
    }
    if let (Some(panel), Some([place, legend])) = (&chart.below, layout.below) {
        frame(&mut script, panel, place, layout, &large);
        script.push_str("unset label\n");
        let beside = &panel.titles[1];
        let at = (TITLE_LEFT, place.top + place.height / 2.0);
        title(&mut script, 1, beside, fit(TextAt::Beside, beside), at, layout, "center rotate");
        key(&mut script, legend, layout.shrunk(legend, panel, &[]), layout);
        curves(&mut script, chart, panel, "below", &large);
    }
    script.push_str("unset multiplot\n");
    script
}

/// The colours of a field, with their bar.
fn colours(script: &mut String, chart: &Chart, field: &Field, layout: &Layout, sizes: &Sizes) {
    let place = |place| screen(place, layout);
    let tick = |label: &Label, at| {
        let size = points(sizes.tick, sizes.larger);
        format!("'{}' at {} left font ',{size}'", enhanced(label), screen(at, layout))
    };
    script.push_str(&gnuplot_bar(field, layout.legend, &place, &tick));
    let bar = layout.legend;
    let at = (layout.width - 14.0, bar.top + bar.height / 2.0);
    title(script, 90, &field.title, size::TITLE, at, layout, "center rotate");
    let over = measured::plots(&chart.main, sizes.larger);
    script.push_str(&gnuplot_plot(field, &chart.main, layout.main, &enhanced, &place, over));
}

/// Where the legend is, whose letters are so much smaller than usual.
fn key(script: &mut String, place: Rect, shrunk: f64, layout: &Layout) {
    let _ = writeln!(
        script,
        "set key at {} left top Left reverse samplen 3 spacing {:.3} font ',{}'",
        screen((place.left, place.top), layout),
        LEADING / size::LEGEND * 0.93,
        points(size::LEGEND * shrunk, larger(layout))
    );
}

struct Sizes {
    tick: f64,
    scale: f64,
    larger: f64,
}

/// A title whose baseline is at this place.
fn title(
    script: &mut String,
    number: u32,
    label: &Label,
    size: f64,
    (x, y): (f64, f64),
    layout: &Layout,
    how: &str,
) {
    // Labels are centred on their place.
    let rotated = how.ends_with("rotate");
    let half = size * 0.3;
    let place = if rotated { (x - half, y) } else { (x, y - half) };
    let text = enhanced(label);
    let _ = writeln!(
        script,
        "set label {number} '{text}' at {} {how} font ',{}'",
        screen(place, layout),
        points(size, larger(layout))
    );
}

/// The curves as blocks of data; pieces are apart by an empty line.
fn data(script: &mut String, panel: &Panel, name: &str) {
    for (index, line) in panel.lines.iter().enumerate() {
        let marked = |mark| line.marks.iter().filter(move |(kind, _)| *kind == mark);
        let marks = |mark| vec![marked(mark).map(|(_, at)| *at).collect()];
        let curve = std::iter::once((String::new(), line.strokes.clone()));
        let kinds = kinds(panel).map(|mark| (suffix(mark), marks(mark)));
        for (suffix, strokes) in curve.chain(kinds) {
            let _ = writeln!(script, "${name}{index}{suffix} << EOD");
            let mut count = 0;
            for stroke in strokes {
                for (x, y) in stroke {
                    let (x, y) = (panel.x.on_axis(x), panel.y.on_axis(y));
                    let _ = writeln!(script, "{} {}", number(x), number(y));
                    count += 1;
                }
                script.push('\n');
            }
            // A block without a number is an error.
            if count == 0 {
                script.push_str("NaN NaN\n");
            }
            script.push_str("EOD\n");
        }
    }
    measured::data(script, panel);
}

/// Where a panel is, and its axes.
fn frame(script: &mut String, panel: &Panel, place: Rect, layout: &Layout, sizes: &Sizes) {
    let (left, bottom) = share((place.left, place.bottom()), layout);
    let (right, top) = share((place.right(), place.top), layout);
    let _ = writeln!(
        script,
        "set lmargin at screen {left:.5}; set rmargin at screen {right:.5}\n\
         set bmargin at screen {bottom:.5}; set tmargin at screen {top:.5}"
    );
    axis(script, "x", &panel.x, panel.x.apart(place.width, sizes.tick * BREADTH), sizes);
    axis(script, "y", &panel.y, panel.y.ticks.iter(), sizes);
}

fn axis<'a>(
    script: &mut String,
    name: &str,
    scale: &Scale,
    ticks: impl Iterator<Item = &'a (f64, Label)>,
    sizes: &Sizes,
) {
    let logarithmic = if scale.logarithmic { "set" } else { "unset" };
    // Before the range: one that reaches zero is none of the logarithmic axis that was there before.
    let _ = writeln!(script, "{logarithmic} logscale {name}");
    let _ = writeln!(script, "set {name}range [{}:{}]", number(scale.first), number(scale.last));
    let offset = if name == "x" { "offset 0,0.35" } else { "offset 0.4,0" };
    let tick = |(at, label): &(f64, Label)| format!("'{}' {}", enhanced(label), number(*at));
    let ticks = ticks.map(tick).collect::<Vec<_>>().join(", ");
    let _ = writeln!(
        script,
        "set {name}tics {} font ',{}' ({ticks})",
        offset,
        points(sizes.tick, sizes.larger)
    );
}

fn curves(script: &mut String, chart: &Chart, panel: &Panel, name: &str, sizes: &Sizes) {
    let mut parts = Vec::new();
    for (number, line) in panel.lines.iter().enumerate() {
        let style = line.role.style();
        let dashes: Vec<String> =
            style.dashes.iter().map(|length| format!("{:.1}", length * 1.1)).collect();
        let dashes = if dashes.is_empty() { "1".into() } else { format!("({})", dashes.join(",")) };
        parts.push(format!(
            "${name}{number} with lines lc rgb '{}' lw {:.2} dt {dashes} title '{}'",
            style.hex(),
            style.width * sizes.scale * 1.3 * sizes.larger,
            enhanced(&line.label),
        ));
    }
    for mark in kinds(panel) {
        for (number, line) in panel.lines.iter().enumerate() {
            let (suffix, style) = (suffix(mark), point(mark, &line.role.style().hex()));
            let size = 1.7 * sizes.scale * sizes.larger;
            if mark == Mark::Ring {
                // No curve is seen through it.
                let white = point(Mark::Disc, "#ffffff");
                parts.push(format!("${name}{number}{suffix} with points ps {size:.2} {white}"));
            }
            parts.push(format!("${name}{number}{suffix} with points ps {size:.2} {style}"));
        }
    }
    parts.extend(measured::plots(panel, sizes.larger));
    parts.extend(measured::samples(panel, enhanced));
    for (mark, label) in chart.marks.iter().filter(|_| name == "main") {
        let (style, title) = (point(*mark, "#5a5a5a"), enhanced(label));
        parts.push(format!("NaN with points ps 1.7 {style} title '{title}'"));
    }
    let _ = writeln!(script, "plot {}", parts.join(", \\\n     "));
}

/// The kinds of marks that a panel has.
fn kinds(panel: &Panel) -> impl Iterator<Item = Mark> {
    let has = |mark: Mark| {
        let mut marks = panel.lines.iter().flat_map(|line| &line.marks);
        marks.any(|(kind, _)| *kind == mark)
    };
    [Mark::Disc, Mark::Ring].into_iter().filter(move |mark| has(*mark))
}

/// The end of the name of the block with these marks.
fn suffix(mark: Mark) -> String {
    match mark {
        Mark::Disc => "_discs".into(),
        Mark::Ring => "_rings".into(),
    }
}

/// How gnuplot draws a mark.
fn point(mark: Mark, colour: &str) -> String {
    match mark {
        Mark::Disc => format!("pt 7 lc rgb '{colour}'"),
        Mark::Ring => format!("pt 6 lw 2 lc rgb '{colour}'"),
    }
}

/// A place as shares of the picture, from its lower left corner.
fn share((x, y): (f64, f64), layout: &Layout) -> (f64, f64) {
    (x / layout.width, 1.0 - y / layout.height)
}

fn screen(place: (f64, f64), layout: &Layout) -> String {
    let (x, y) = share(place, layout);
    format!("screen {x:.5},{y:.5}")
}

/// How many pixels a unit of the layout has where nobody asks for a size.
const USUAL: f64 = 1.5;

/// How much larger than usual letters and lines are.
fn larger(layout: &Layout) -> f64 {
    if layout.is_sized { layout.scale / USUAL } else { 1.0 }
}

/// The size of letters in points.
fn points(size: f64, larger: f64) -> f64 {
    let points = size * 0.95 * larger;
    if larger == 1.0 { points.round() } else { (points * 10.0).round() / 10.0 }
}

/// A label in gnuplot's own markup.
fn enhanced(label: &Label) -> String {
    let span = |span: &Fragment| {
        let mut text = String::new();
        for c in span.text.chars() {
            if "{}^_@&~\\".contains(c) {
                text.push('\\');
            }
            text.push(c);
            if c == '\'' {
                text.push(c);
            }
        }
        let text = if span.italic { format!("{{/:Italic {text}}}") } else { text };
        match span.level {
            Level::Base => text,
            Level::Sub => format!("_{{{text}}}"),
            Level::Super => format!("^{{{text}}}"),
        }
    };
    label.0.iter().map(span).collect()
}
