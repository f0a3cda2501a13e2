//! A script for gnuplot with its data, which draws what the SVG shows.

use super::label::{Label, Level};
use super::layout::{
    CAPTION_ABOVE, INSET_TITLE_ABOVE, INSET_TITLE_BELOW, LEADING, Layout, Rect, TITLE_BELOW,
    TITLE_LEFT, Text, WIDTH, shrunk, size,
};
use super::{Chart, Mark, Panel, Scale};
use crate::output::number;
use std::fmt::Write;

const HEAD: &str = "\
# gnuplot shows it with: gnuplot -p FILE
# and makes a picture of it with:
#   gnuplot -e \"set terminal pngcairo size 1560,945 font 'serif,20'; set output 'OUT.png'\" FILE
set encoding utf8
set termoption enhanced
set key noautotitle
set border lw 1.2
set tics nomirror out scale 0.6
";

/// The chart as a script for gnuplot.
pub fn gnuplot(chart: &Chart) -> String {
    let layout = Layout::of(chart);
    let height = layout.height;
    let mut script = String::new();
    for line in chart.about.iter().chain([&chart.title]) {
        let _ = writeln!(script, "# {}", line.replace(char::is_control, " "));
    }
    match layout.below {
        Some(_) => script.push_str(&HEAD.replace("1560,945", &format!("1560,{}", height * 1.5))),
        None => script.push_str(HEAD),
    }
    data(&mut script, chart, &chart.main, "main");
    if let Some(panel) = &chart.inset {
        data(&mut script, chart, panel, "inset");
    }
    if let Some(panel) = &chart.below {
        data(&mut script, chart, panel, "below");
    }
    script.push_str("set multiplot\n");
    let main = layout.main;
    let large = Sizes { tick: size::TICK, scale: 1.0 };
    frame(&mut script, &chart.main, main, height, &large);
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
        fit(Text::Caption, &chart.caption),
        caption,
        height,
        "right",
    );
    title(
        &mut script,
        2,
        below,
        fit(Text::Below, below),
        (middle, lowest.bottom() + TITLE_BELOW),
        height,
        "center",
    );
    title(&mut script, 3, beside, fit(Text::Beside, beside), beside_at, height, "center rotate");
    let lines = chart.main.lines.len() + chart.marks.len();
    key(&mut script, layout.legend, lines, height);
    curves(&mut script, chart, &chart.main, "main", &large);
    if let (Some(panel), Some(place)) = (&chart.inset, layout.inset) {
        let small = Sizes { tick: size::INSET_TICK, scale: 0.72 };
        frame(&mut script, panel, place, height, &small);
        let [below, above] = &panel.titles;
        let middle = place.left + place.width / 2.0;
        let below_at = (middle, place.bottom() + INSET_TITLE_BELOW);
        let above_at = (place.left, place.top - INSET_TITLE_ABOVE);
        script.push_str("unset key\nunset label\n");
        title(&mut script, 1, below, fit(Text::InsetBelow, below), below_at, height, "center");
        title(&mut script, 2, above, fit(Text::InsetAbove, above), above_at, height, "left");
        curves(&mut script, chart, panel, "inset", &small);
    }
    if let (Some(panel), Some([place, legend])) = (&chart.below, layout.below) {
        frame(&mut script, panel, place, height, &large);
        script.push_str("unset label\n");
        let beside = &panel.titles[1];
        let at = (TITLE_LEFT, place.top + place.height / 2.0);
        title(&mut script, 1, beside, fit(Text::Beside, beside), at, height, "center rotate");
        key(&mut script, legend, panel.lines.len(), height);
        curves(&mut script, chart, panel, "below", &large);
    }
    script.push_str("unset multiplot\n");
    script
}

/// Where the legend is, which has so many lines.
fn key(script: &mut String, place: Rect, lines: usize, height: f64) {
    let _ = writeln!(
        script,
        "set key at {} left top Left reverse samplen 3 spacing {:.3} font ',{}'",
        screen((place.left, place.top), height),
        LEADING / size::LEGEND * 0.93,
        points(size::LEGEND * shrunk(place, lines))
    );
}

struct Sizes {
    tick: f64,
    scale: f64,
}

/// A title whose baseline is at this place.
fn title(
    script: &mut String,
    number: u32,
    label: &Label,
    size: f64,
    (x, y): (f64, f64),
    height: f64,
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
        screen(place, height),
        points(size)
    );
}

/// The curves as blocks of data; pieces are apart by an empty line.
fn data(script: &mut String, chart: &Chart, panel: &Panel, name: &str) {
    for (index, line) in panel.lines.iter().enumerate() {
        let marked = |mark| line.marks.iter().filter(move |(kind, _)| *kind == mark);
        let marks = |mark| vec![marked(mark).map(|(_, at)| *at).collect()];
        let curve = std::iter::once((String::new(), line.strokes.clone()));
        let kinds = chart.marks.iter().map(|(mark, _)| (suffix(*mark), marks(*mark)));
        for (suffix, strokes) in curve.chain(kinds) {
            let _ = writeln!(script, "${name}{index}{suffix} << EOD");
            let mut count = 0;
            for stroke in strokes {
                for (x, y) in stroke {
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
}

/// Where a panel is, and its axes.
fn frame(script: &mut String, panel: &Panel, place: Rect, height: f64, sizes: &Sizes) {
    let (left, bottom) = share((place.left, place.bottom()), height);
    let (right, top) = share((place.right(), place.top), height);
    let _ = writeln!(
        script,
        "set lmargin at screen {left:.5}; set rmargin at screen {right:.5}\n\
         set bmargin at screen {bottom:.5}; set tmargin at screen {top:.5}"
    );
    axis(script, "x", &panel.x, panel.x.apart(place.width, sizes.tick), sizes);
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
    let _ = writeln!(script, "set {name}tics {} font ',{}' ({ticks})", offset, points(sizes.tick));
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
            style.width * sizes.scale * 1.3,
            enhanced(&line.label),
        ));
    }
    for (mark, _) in &chart.marks {
        for (number, line) in panel.lines.iter().enumerate() {
            let (suffix, style) = (suffix(*mark), point(*mark, &line.role.style().hex()));
            let size = 1.7 * sizes.scale;
            if *mark == Mark::Ring {
                // No curve is seen through it.
                let white = point(Mark::Disc, "#ffffff");
                parts.push(format!("${name}{number}{suffix} with points ps {size:.2} {white}"));
            }
            parts.push(format!("${name}{number}{suffix} with points ps {size:.2} {style}"));
        }
    }
    for (mark, label) in chart.marks.iter().filter(|_| name == "main") {
        let (style, title) = (point(*mark, "#5a5a5a"), enhanced(label));
        parts.push(format!("NaN with points ps 1.7 {style} title '{title}'"));
    }
    let _ = writeln!(script, "plot {}", parts.join(", \\\n     "));
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
fn share((x, y): (f64, f64), height: f64) -> (f64, f64) {
    (x / WIDTH, 1.0 - y / height)
}

fn screen(place: (f64, f64), height: f64) -> String {
    let (x, y) = share(place, height);
    format!("screen {x:.5},{y:.5}")
}

/// The size of letters in points.
fn points(size: f64) -> f64 {
    (size * 0.95).round()
}

/// A label in gnuplot's own markup.
fn enhanced(label: &Label) -> String {
    let span = |span: &super::Fragment| {
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
