//! A field in a script for gnuplot.

use super::Field;
use super::colours::{NOTHING, colour, ink};
use super::drawing::{contours, middle};
use crate::output::chart::Panel;
use crate::output::chart::style::hex;
use crate::output::number;
use crate::output::scene::Rect;
use std::fmt::Write;

/// How many colours the bar has.
const STEPS: u32 = 64;

/// The data of a field, and what draws it in this frame with the axes of a panel. `write` makes the text of a label,
/// `screen` a place in the whole picture; `over` is what is drawn over it.
pub fn plot(
    field: &Field,
    panel: &Panel,
    frame: Rect,
    write: &dyn Fn(&crate::output::Label) -> String,
    screen: &dyn Fn((f64, f64)) -> String,
    over: Vec<String>,
) -> String {
    let mut script = String::new();
    let mut parts = Vec::new();
    let mut block = |name: String, lines: &[Vec<super::Share>], is_area: bool| {
        let _ = writeln!(script, "${name} << EOD");
        let start = lines.first().and_then(|line| line.first());
        for line in lines {
            // An area is one way around all its rings, from each back to the first.
            let back = [line.first(), start].into_iter().flatten().filter(|_| is_area);
            for (x, y) in line.iter().chain(back) {
                let (x, y) = (panel.x.at(*x), panel.y.at(*y));
                let _ = writeln!(script, "{} {}", number(x), number(y));
            }
            if !is_area {
                script.push('\n');
            }
        }
        script.push_str(if lines.is_empty() { "NaN NaN\nEOD\n" } else { "EOD\n" });
    };
    for (index, (share, rings)) in field.bands.iter().enumerate() {
        block(format!("band{index}"), rings, true);
        let hex = hex(colour(*share));
        parts.push(format!(
            "$band{index} with filledcurves closed fs solid 1 noborder fc rgb '{hex}'"
        ));
    }
    let contours = contours(field, frame);
    let share =
        |(x, y): &(f64, f64)| ((x - frame.left) / frame.width, (frame.bottom() - y) / frame.height);
    for (index, contour) in contours.iter().enumerate() {
        let pieces = contour.pieces.iter().map(|piece| piece.iter().map(share).collect());
        block(format!("contour{index}"), &pieces.collect::<Vec<_>>(), false);
        let ink = hex(ink(contour.share));
        parts.push(format!("$contour{index} with lines lw 1.3 lc rgb '{ink}'"));
    }
    block("borders".into(), &field.borders, false);
    parts.push("$borders with lines lw 2 lc rgb '#000000'".into());
    let _ = writeln!(
        script,
        "set object 1 rectangle from graph 0,0 to graph 1,1 behind fc rgb '{}' fs solid noborder",
        hex(NOTHING)
    );
    let mut place = 100;
    for contour in &contours {
        let Some(text) = &contour.text else { continue };
        place += 1;
        let _ = writeln!(
            script,
            "set label {place} '{}' at {} center rotate by {:.1} front font ',12' tc rgb '{}'",
            write(&text.label),
            screen(middle(text)),
            -text.turned,
            hex(text.colour)
        );
    }
    for (name, middle, room) in &field.regions {
        // Letters take about a fiftieth of the width each.
        if 2.0 * room.0 > 0.014 * name.plain().chars().count() as f64 && room.1 > 0.02 {
            place += 1;
            let at = frame.at(*middle);
            let _ = writeln!(
                script,
                "set label {place} '{}' at {} center front",
                write(name),
                screen(at)
            );
        }
    }
    parts.extend(over);
    let _ = writeln!(script, "plot {}", parts.join(", \\\n     "));
    script
}

/// The bar, in the place that it has of the whole picture.
pub fn bar(
    field: &Field,
    bar: Rect,
    screen: &dyn Fn((f64, f64)) -> String,
    tick: &dyn Fn(&crate::output::Label, (f64, f64)) -> String,
) -> String {
    let mut script = String::new();
    let rectangle = |number: u32, from: f64, to: f64, look: &str| {
        let [from, to] = [(bar.left, from), (bar.right(), to)]
            .map(|(x, share)| screen((x, bar.bottom() - bar.height * share)));
        format!("set object {number} rectangle from {from} to {to} {look}\n")
    };
    for step in 0..STEPS {
        let [from, to] = [step, step + 1].map(|step| f64::from(step) / f64::from(STEPS));
        let hex = hex(colour(from.midpoint(to)));
        let look = format!("fc rgb '{hex}' fs solid border rgb '{hex}'");
        script.push_str(&rectangle(200 + step, from, to, &look));
    }
    script.push_str(&rectangle(199, 0.0, 1.0, "front fs empty border rgb '#000000'"));
    for (number, (at, label)) in (300..).zip(&field.colours.ticks) {
        let y = bar.bottom() - bar.height * field.colours.share(*at);
        let _ = writeln!(script, "set label {number} {}", tick(label, (bar.right() + 11.0, y)));
    }
    script
}
