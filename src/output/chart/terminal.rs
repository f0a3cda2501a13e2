//! A small picture in characters, by the dots of Braille.

use super::field::terminal_cells;
use super::{Chart, Field, Line, Measured, Panel, Role};
use crate::output::label::Label;
use crate::output::scene::Colour;

/// How many places a line has.
const WIDTH: usize = 78;
/// How many lines the frame has.
const HEIGHT: usize = 18;

/// Which colours a terminal has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colours {
    /// None, or none that are wanted.
    None,
    /// The cube of 6 × 6 × 6 colours in a palette of 256.
    Palette,
    /// Any.
    Any,
}

/// What stands at a place.
#[derive(Clone, Copy)]
struct Cell {
    dots: u8,
    letter: Option<char>,
    colour: Option<[u8; 3]>,
}

/// The curves of a chart in characters, with or without colours; the inset is left out. Each curve
/// has its letter at its marked ends, or else at its last point.
pub fn terminal(chart: &Chart, colours: Colours) -> String {
    let heading = chart.heading.plain();
    let mut text = if heading.is_empty() { heading } else { cut(&heading, WIDTH) + "\n" };
    text.push_str(&drawn(chart, &chart.main, colours));
    if let Some(below) = &chart.below {
        text.push('\n');
        text.push_str(&drawn(chart, below, colours));
    }
    text
}

fn drawn(chart: &Chart, panel: &Panel, colours: Colours) -> String {
    let numbers: Vec<(usize, String)> = panel
        .y
        .ticks
        .iter()
        .filter_map(|(at, label)| Some((row(panel.y.share(*at), HEIGHT)?, label.plain())))
        .collect();
    let margin = numbers.iter().map(|(_, text)| text.chars().count()).max().unwrap_or(0) + 1;
    let names: Vec<(String, Colour)> = names(panel);
    let legend = names.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    let width = WIDTH.saturating_sub(margin + legend + 4).max(20);
    let mut cells = match &chart.field {
        Some(field) => coloured(field, width),
        None => cells(panel, width),
    };
    add_points(&mut cells, panel, width);

    let mut text = format!("{:margin$}{}\n", "", cut(&panel.titles[1].plain(), WIDTH - margin));
    for (line, cells) in cells.chunks(width).enumerate() {
        let number = numbers.iter().find(|(at, _)| *at == line);
        let number = number.map_or("", |(_, text)| text.as_str());
        let edge = if number.is_empty() { '│' } else { '┤' };
        text.push_str(&format!("{number:>w$} {edge}", w = margin - 1));
        for cell in cells {
            text.push_str(&shown(cell, colours));
        }
        if let Some((name, colour)) = names.get(line) {
            text.push_str("  ");
            text.push_str(&painted(name, Some(*colour), colours));
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text.push_str(&foot(panel, margin, width));
    let title = panel.titles[0].plain();
    text.push_str(&format!("{:>w$}\n", cut(&title, WIDTH), w = margin + 1 + width));
    if let Some(field) = &chart.field {
        text.push_str(&format!("{:>w$}\n", cut(&digits(field), WIDTH), w = margin + 1 + width));
    }
    let marked = |line: &Line| !line.marks.is_empty();
    let letters: Vec<String> = (0..panel.lines.len())
        .filter(|index| marked(&panel.lines[*index]))
        .map(|index| letter(index).to_string())
        .collect();
    if !letters.is_empty() {
        let meanings: Vec<String> = chart.marks.iter().map(|(_, label)| label.plain()).collect();
        let line = format!("at {}: {}", letters.join(" "), meanings.join("; "));
        text.push_str(&format!("{:>w$}\n", cut(&line, WIDTH), w = margin + 1 + width));
    }
    text
}

/// The curves and points of the legend, each with its letter, and their colours.
fn names(panel: &Panel) -> Vec<(String, Colour)> {
    let name = |letter: char, label: &Label| format!("{letter} {}", cut(&label.plain(), 28));
    let line = |(index, line): (usize, &Line)| {
        (name(letter(index), &line.label), line.role.style().colour)
    };
    let points = |points: &Measured| (name(points.symbol.letter(), &points.label), [0; 3]);
    let lines = panel.lines.iter().enumerate().map(line);
    lines.chain(panel.measured.iter().map(points)).collect()
}

fn letter(index: usize) -> char {
    char::from(b'a' + (index % 26) as u8)
}

/// The digits of a field, as cells.
fn coloured(field: &Field, width: usize) -> Vec<Cell> {
    let cell = |digit: Option<(char, Colour)>| {
        let (letter, colour) = digit.unzip();
        Cell { dots: 0, letter, colour }
    };
    terminal_cells(field, width, HEIGHT).into_iter().flatten().map(cell).collect()
}

/// What the digits mean.
fn digits(field: &Field) -> String {
    let short = |value: f64| format!("{value:.2e}").parse().unwrap_or(value);
    let end = |share| Label::number(short(field.colours.at(share))).plain();
    let (first, last) = (end(0.0), end(1.0));
    format!("{}: 0 is {first}, 9 is {last}", field.title.plain())
}

fn cells(panel: &Panel, width: usize) -> Vec<Cell> {
    let mut cells = vec![Cell { dots: 0, letter: None, colour: None }; width * HEIGHT];
    for line in &panel.lines {
        let colour = line.role.style().colour;
        for stroke in &line.strokes {
            for pair in stroke.windows(2) {
                trace(&mut cells, panel, width, [pair[0], pair[1]], (colour, line.role));
            }
        }
    }
    // Letters over the dots.
    for (index, line) in panel.lines.iter().enumerate() {
        let colour = line.role.style().colour;
        let mut put = |(x, y): (f64, f64)| {
            let column = (panel.x.share(x) * width as f64).min(width as f64 - 1.0);
            if let Some(row) = row(panel.y.share(y), HEIGHT).filter(|_| column >= 0.0) {
                cells[row * width + column as usize] =
                    Cell { dots: 0, letter: Some(letter(index)), colour: Some(colour) };
            }
        };
        line.marks.iter().for_each(|(_, at)| put(*at));
        for stroke in line.strokes.iter().filter(|stroke| !stroke.iter().any(|at| marked(line, at)))
        {
            let seen = |point: &&(f64, f64)| (0.0..=1.0).contains(&panel.y.share(point.1));
            stroke.iter().rfind(seen).copied().into_iter().for_each(&mut put);
        }
    }
    cells
}

/// A line between two points.
fn trace(
    cells: &mut [Cell],
    panel: &Panel,
    width: usize,
    ends: [(f64, f64); 2],
    (colour, role): (Colour, Role),
) {
    let [a, b] = ends.map(|(x, y)| {
        let y = panel.y.share(y).clamp(-1.0, 2.0);
        (panel.x.share(x) * (width * 2) as f64, (1.0 - y) * (HEIGHT * 4) as f64)
    });
    let steps = (b.0 - a.0).abs().max((b.1 - a.1).abs()).ceil().clamp(1.0, 1e4) as u32;
    for step in 0..=steps {
        let share = f64::from(step) / f64::from(steps);
        let (x, y) = (a.0 + (b.0 - a.0) * share, a.1 + (b.1 - a.1) * share);
        dot(cells, width, (x, y), colour, role);
    }
}

/// The measured points of a panel, over everything else.
fn add_points(cells: &mut [Cell], panel: &Panel, width: usize) {
    let points = || {
        let points = panel.measured.iter();
        points.flat_map(|of| of.seen(panel).map(move |point| (point, of.symbol.letter())))
    };
    for (point, _) in points() {
        for (_, ends) in point.lines() {
            trace(cells, panel, width, ends, (point.ink.colour(), Role::Bound));
        }
    }
    for (point, letter) in points() {
        let (x, y) = panel.share(point.at);
        let column = (x * width as f64).clamp(0.0, width as f64 - 1.0) as usize;
        if let Some(row) = row(y, HEIGHT) {
            let colour = Some(point.ink.colour());
            cells[row * width + column] = Cell { dots: 0, letter: Some(letter), colour };
        }
    }
}

/// Whether this place on a curve has a mark.
fn marked(line: &Line, place: &(f64, f64)) -> bool {
    line.marks.iter().any(|(_, at)| at == place)
}

fn dot(cells: &mut [Cell], width: usize, (x, y): (f64, f64), colour: [u8; 3], role: Role) {
    const BITS: [[u8; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];
    let height = (HEIGHT * 4) as f64;
    // What is at the very edge is still inside.
    let (x, y) = (x.min((width * 2) as f64 - 0.01), if y >= height { y - 0.01 } else { y });
    if x < 0.0 || y < 0.0 || y >= height {
        return;
    }
    let (x, y) = (x as usize, y as usize);
    // A limit is dotted.
    if matches!(role, Role::Limit | Role::Best(..)) && x % 3 != 0 {
        return;
    }
    let cell = &mut cells[y / 4 * width + x / 2];
    cell.dots |= BITS[y % 4][x % 2];
    cell.colour = Some(colour);
}

fn row(share: f64, height: usize) -> Option<usize> {
    let row = ((1.0 - share) * height as f64).floor();
    (share > -1e-9 && row > -1.0).then_some((row.max(0.0) as usize).min(height - 1))
}

fn shown(cell: &Cell, colours: Colours) -> String {
    let character = match (cell.letter, cell.dots) {
        (Some(letter), _) => letter,
        (None, 0) => return " ".into(),
        (None, dots) => char::from_u32(0x2800 + u32::from(dots)).unwrap_or(' '),
    };
    painted(&character.to_string(), cell.colour, colours)
}

/// The axis and its numbers.
fn foot(panel: &Panel, margin: usize, width: usize) -> String {
    let mut axis = vec!['─'; width];
    let mut numbers = vec![' '; margin + width + 8];
    for (at, label) in &panel.x.ticks {
        let column = ((panel.x.share(*at) * width as f64) as usize).min(width - 1);
        let text = label.plain();
        let start = (margin + 1 + column).saturating_sub(text.chars().count() / 2);
        let end = start + text.chars().count();
        let room = numbers.get(start.saturating_sub(1)..(end + 1).min(numbers.len()));
        if end <= numbers.len() && room.is_some_and(|room| room.iter().all(|c| *c == ' ')) {
            axis[column] = '┬';
            numbers.splice(start..end, text.chars());
        }
    }
    let numbers: String = numbers.into_iter().collect();
    format!("{:margin$}└{}\n{}\n", "", axis.into_iter().collect::<String>(), numbers.trim_end())
}

fn painted(text: &str, colour: Option<[u8; 3]>, colours: Colours) -> String {
    match (colour, colours) {
        (None, _) | (_, Colours::None) => text.into(),
        (Some(colour), Colours::Any) => {
            let [red, green, blue] = legible(colour);
            format!("\x1b[38;2;{red};{green};{blue}m{text}\x1b[0m")
        }
        (Some(colour), Colours::Palette) => {
            format!("\x1b[38;5;{}m{text}\x1b[0m", nearest(legible(colour)))
        }
    }
}

/// The luminance of colours that can be read on black and on white: the contrast with both is at least
/// 3.5, more than the 3 that WCAG 2 asks for of large text.
const LEGIBLE: std::ops::RangeInclusive<f64> = 0.125..=0.25;

/// The relative luminance of a colour, from 0 to 1 (WCAG 2).
fn luminance(colour: [u8; 3]) -> f64 {
    let linear = colour.map(|part| match f64::from(part) / 255.0 {
        part if part <= 0.04045 => part / 12.92,
        part => ((part + 0.055) / 1.055).powf(2.4),
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

/// The colour, mixed with as little white or black as makes it legible on black and on white.
fn legible(colour: [u8; 3]) -> [u8; 3] {
    let other = if luminance(colour) < *LEGIBLE.start() { 255.0 } else { 0.0 };
    let mixed = |step: u32| {
        let share = f64::from(step) / 255.0;
        colour.map(|part| (f64::from(part) * (1.0 - share) + other * share).round() as u8)
    };
    (0..=255).map(mixed).find(|mixed| LEGIBLE.contains(&luminance(*mixed))).unwrap_or(colour)
}

/// The number of the legible colour of the palette's cube that is nearest to this one.
fn nearest(colour: [u8; 3]) -> usize {
    const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let cube = |number: usize| [number / 36, number / 6 % 6, number % 6].map(|place| LEVELS[place]);
    let distance = |number: &usize| -> u32 {
        let parts = cube(*number).into_iter().zip(colour);
        parts.map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
    };
    let legible = (0..216).filter(|number| LEGIBLE.contains(&luminance(cube(*number))));
    16 + legible.min_by_key(distance).unwrap_or(0)
}

/// A text that is not wider than this.
fn cut(text: &str, most: usize) -> String {
    match text.chars().count() > most {
        true => text.chars().take(most - 1).chain(['…']).collect(),
        false => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// On black and on white, for any number of curves.
    #[test]
    fn all_colours_can_be_read_on_black_and_on_white() {
        let members = (1..=12).flat_map(|n| (0..n).map(move |i| Role::Member(i, n)));
        for role in members.chain([Role::Bound, Role::Limit]) {
            let colour = role.style().colour;
            let [any, palette] =
                [Colours::Any, Colours::Palette].map(|c| painted("x", Some(colour), c));
            let numbers = |text: &str| -> Vec<usize> {
                let numbers = text["\x1b[38;".len()..].split('m').next().unwrap().split(';');
                numbers.map(|number| number.parse().unwrap()).collect()
            };
            let (any, palette) = (numbers(&any), numbers(&palette));
            let cube = palette[1] - 16;
            let level = |place: usize| [0, 95, 135, 175, 215, 255][place];
            for shown in [
                [any[1], any[2], any[3]].map(|part| part as u8),
                [cube / 36, cube / 6 % 6, cube % 6].map(level),
            ] {
                let (on_white, on_black) =
                    (1.05 / (luminance(shown) + 0.05), (luminance(shown) + 0.05) / 0.05);
                assert!(on_white >= 3.5 && on_black >= 3.5, "{role:?} {shown:?}");
            }
        }
        assert_eq!(painted("x", Some([0, 0, 0]), Colours::None), "x");
    }
}
