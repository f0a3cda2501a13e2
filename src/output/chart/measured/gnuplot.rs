//! Measured points in a script for gnuplot.

use super::{Bar, Datum, GREY, Ink, Measured, Symbol};
use crate::output::Label;
use crate::output::chart::Panel;
use crate::output::chart::style::hex;
use crate::output::number;
use std::fmt::Write;

/// Points that are drawn by one command: in a colour, with the bars that they have.
struct Kind<'a> {
    ink: Ink,
    has: [bool; 2],
    points: Vec<&'a Datum>,
}

fn kinds(measured: &Measured) -> Vec<Kind<'_>> {
    let mut kinds: Vec<Kind> = Vec::new();
    for point in &measured.points {
        let (ink, has) = (point.ink, point.bars.map(|bar| bar.is_some()));
        match kinds.iter_mut().find(|kind| (kind.ink, kind.has) == (ink, has)) {
            Some(kind) => kind.points.push(point),
            None => kinds.push(Kind { ink, has, points: vec![point] }),
        }
    }
    kinds
}

/// The points as blocks of data: x, y, the ends of the bar along x and those of the bar along y.
pub fn data(script: &mut String, panel: &Panel) {
    for (index, measured) in panel.measured.iter().enumerate() {
        for (kind, Kind { has, points, .. }) in kinds(measured).into_iter().enumerate() {
            let _ = writeln!(script, "$points{index}_{kind} << EOD");
            for point in points {
                let mut numbers = vec![point.at.0, point.at.1];
                for (axis, scale) in [&panel.x, &panel.y].into_iter().enumerate() {
                    let bar = point.bars[axis].filter(|_| has[axis]);
                    numbers.extend(bar.into_iter().flat_map(|(first, last): Bar| {
                        [first, last].map(|end| scale.on_axis(end))
                    }));
                }
                let numbers: Vec<String> = numbers.into_iter().map(number).collect();
                let _ = writeln!(script, "{}", numbers.join(" "));
            }
            script.push_str("EOD\n");
        }
    }
}

/// What draws the points: bars first, then symbols over a rim.
pub fn plots(panel: &Panel, larger: f64) -> Vec<String> {
    let mut plots = Vec::new();
    for (index, measured) in panel.measured.iter().enumerate() {
        for (kind, Kind { ink, has, .. }) in kinds(measured).into_iter().enumerate() {
            let block = format!("$points{index}_{kind}");
            if let Some(style) = bars(has) {
                let (colour, width) = (hex(ink.of_bars()), 1.6 * larger);
                plots.push(format!("{block} with {style} pt 0 lw {width:.2} lc rgb '{colour}'"));
            }
            // A larger one below is the rim.
            for (colour, share) in [(ink.rim(), 1.25), (ink.colour(), 1.0)] {
                let look = look(measured.symbol, share * larger);
                plots.push(format!("{block} with points {look} lc rgb '{}'", hex(colour)));
            }
        }
    }
    plots
}

/// What stands for the points in the legend.
pub fn samples(panel: &Panel, write: impl Fn(&Label) -> String) -> Vec<String> {
    let sample = |measured: &Measured| {
        let (look, grey) = (look(measured.symbol, 1.0), hex(GREY));
        format!("NaN with points {look} lc rgb '{grey}' title '{}'", write(&measured.label))
    };
    panel.measured.iter().map(sample).collect()
}

/// How gnuplot draws points with these bars.
fn bars(has: [bool; 2]) -> Option<&'static str> {
    match has {
        [true, true] => Some("xyerrorbars"),
        [true, false] => Some("xerrorbars"),
        [false, true] => Some("yerrorbars"),
        [false, false] => None,
    }
}

/// How gnuplot draws a symbol whose area is filled, so much larger than usual. It draws some of them smaller than
/// others.
fn look(symbol: Symbol, larger: f64) -> String {
    let (number, size) = match symbol {
        Symbol::Square => (5, 1.6),
        Symbol::Diamond => (13, 2.4),
        Symbol::Triangle => (9, 2.0),
        Symbol::Wedge => (11, 2.0),
    };
    format!("pt {number} ps {:.2}", size * larger)
}
