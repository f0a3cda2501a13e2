//! Text for a person: aligned tables, and the page of one point.

use super::decimal::{Decimal, Side};
use crate::refrigerator::{Derived, Parameter as P, Refrigerator, Solution, Verdict};
use crate::table::{Column, Row, Selection, Value};

/// Lines whose cells are padded to the width of their column; the last one is left as it is.
pub fn aligned(lines: &[Vec<String>]) -> String {
    let columns = lines.iter().map(Vec::len).max().unwrap_or(0);
    let width = |c: usize| {
        lines.iter().filter_map(|line| line.get(c)).map(|cell| width(cell)).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for line in lines {
        let mut padded = String::new();
        for (cell, column) in line.iter().zip(&widths) {
            padded.push_str(cell);
            padded.push_str(&" ".repeat(column - self::width(cell) + 2));
        }
        text.push_str(padded.trim_end());
        text.push('\n');
    }
    text
}

/// The same lines, none of them wider than this: the text of the last column is broken between its
/// words, and goes on below itself.
pub fn fitted(lines: &[Vec<String>], limit: usize) -> String {
    const LEAST: usize = 20;
    let last = lines.iter().map(Vec::len).max().unwrap_or(0).saturating_sub(1);
    let widest =
        |c: usize| lines.iter().map(|line| line.get(c).map_or(0, |cell| width(cell))).max();
    let taken: usize = (0..last).map(|c| widest(c).unwrap_or(0) + 2).sum();
    let mut broken = Vec::new();
    for line in lines {
        let pieces = line
            .get(last)
            .map_or(Vec::new(), |text| wrapped(text, limit.saturating_sub(taken).max(LEAST)));
        let mut pieces = pieces.into_iter();
        let first = line.iter().take(last).cloned().chain(pieces.next());
        broken.push(first.collect());
        broken.extend(pieces.map(|piece| {
            std::iter::repeat_n(String::new(), last).chain([piece]).collect::<Vec<_>>()
        }));
    }
    aligned(&broken)
}

/// A text in lines that are no wider than this, broken between its words.
pub fn wrapped(text: &str, limit: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if width(line) + 1 + width(word) <= limit => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.into()),
        }
    }
    lines
}

/// How many places a text takes: its characters without the combining dot of Ṡ and ε̇.
fn width(text: &str) -> usize {
    text.chars().filter(|c| *c != '\u{307}').count()
}

/// One point as a page that is no wider than this: the chosen columns with symbol, value, unit and
/// what they are, then a sentence that says what the demon does there or why it cannot.
///
/// Parameters keep all their digits. Results have seven, and limits are rounded to the side on which
/// the demon is still physical.
pub fn page(selection: &Selection, row: &Row, limit: usize) -> String {
    let mut text = quantities(selection, row, limit);
    text.push('\n');
    for sentence in sentences(row) {
        text.push_str(&(wrapped(&sentence, limit).join("\n") + "\n"));
    }
    text
}

/// The same without the sentence.
pub fn quantities(selection: &Selection, row: &Row, limit: usize) -> String {
    let columns: Vec<_> = selection.iter().collect();
    let is_given = |column: &&'static Column| column.is_given();
    // Parameters and results have tables of their own, because names of results take more room.
    let blocks = columns.chunk_by(|a, b| is_given(a) == is_given(b)).map(|block| {
        let lines: Vec<Vec<String>> = block.iter().map(|column| line(column, row)).collect();
        fitted(&lines, limit)
    });
    let units = notes(selection.iter(), limit);
    let blocks: Vec<String> = blocks.chain([units, marks(selection, row, limit)]).collect();
    let blocks = blocks.into_iter().filter(|block| !block.is_empty());
    blocks.collect::<Vec<_>>().join("\n")
}

/// What the natural units of these columns mean, in lines no wider than this; nothing where there are
/// none.
pub fn notes(columns: impl Iterator<Item = &'static Column>, limit: usize) -> String {
    let units: Vec<&str> = columns.map(|column| column.unit).collect();
    let has = |part: &str| units.iter().any(|unit| unit.contains(part));
    let notes = [
        ("E", "E: the unit of all energies and temperatures (k_B = 1)."),
        ("/h", "Γ: the width of the resonances; h: Planck's constant."),
    ];
    // The electronvolt is no such unit.
    let shown = notes.into_iter().filter(|(part, _)| has(part) && !has("eV") && !has("K"));
    shown.map(|(_, note)| wrapped(note, limit).join("\n") + "\n").collect()
}

/// A column of the page: name, symbol, value with unit, and what it is.
fn line(column: &Column, row: &Row) -> Vec<String> {
    let (value, meaning) = match column.value(row) {
        // What this status means is said below.
        Value::Status(status) => (status.to_string(), ""),
        Value::Resonances(resonances) => (resonances.name().into(), column.brief()),
        Value::Number(value) => {
            let decimal = match column.key {
                "lambda" => strength(row),
                _ if column.is_given() => Decimal::exact(value),
                "headroom" => headroom(row, value),
                "tc_min" => coldest(row, value),
                _ => Decimal::short(value),
            };
            (decimal.with_unit(column.unit).join(" "), column.brief())
        }
    };
    [&column.name, column.symbol, value.trim_end(), meaning].map(str::to_owned).into()
}

/// λ with all its digits; where it is a multiple of the headroom and the double nearest to it has not
/// the same verdict, rounded to one that has.
fn strength(row: &Row) -> Decimal {
    let is_physical = |lambda| is_physical(&at(row, P::Lambda, lambda));
    let has_verdict = is_physical(row.lambda()) == self::is_physical(row);
    if has_verdict || !row.point.is_in_headrooms() {
        return Decimal::exact(row.lambda());
    }
    match row.answer.is_ok_and(|solution| matches!(solution.verdict, Verdict::Unphysical(_))) {
        true => Decimal::limit(row.lambda(), Side::Above, |lambda| !is_physical(lambda)),
        false => Decimal::limit(row.lambda(), Side::Below, is_physical),
    }
}

/// The headroom, rounded to a strength at which the demon is physical.
fn headroom(row: &Row, value: f64) -> Decimal {
    Decimal::limit(value, Side::Below, |lambda| is_physical(&at(row, P::Lambda, lambda)))
}

/// The minimum temperature, rounded to a temperature at which the demon is physical, but not beyond
/// that of the point.
pub fn coldest(row: &Row, value: f64) -> Decimal {
    // An idle demon is physical at any temperature.
    if value == 0.0 {
        return Decimal::exact(value);
    }
    let row = settled(row);
    let holds = |tc| tc <= row.point.get(P::Tc) && is_physical(&at(&row, P::Tc, tc));
    Decimal::limit(value, Side::Above, holds)
}

/// The same row with λ itself, as the page shows it, where it is given as a multiple of the headroom.
pub fn settled(row: &Row) -> Row {
    match row.point.is_in_headrooms() {
        true => at(row, P::Lambda, strength(row).value()),
        false => *row,
    }
}

/// The same row with another value of a parameter, and λ itself.
pub fn at(row: &Row, parameter: P, value: f64) -> Row {
    Row::new(row.point.with(parameter, value).in_headrooms(false))
}

/// Whether the row is that of a physical demon.
pub fn is_physical(row: &Row) -> bool {
    row.answer.is_ok_and(|solution| !matches!(solution.verdict, Verdict::Unphysical(_)))
}

/// A line for each occupation that was asked for, with a mark where it lies in [0, 1] or beside it.
fn marks(selection: &Selection, row: &Row, limit: usize) -> String {
    let places = limit.saturating_sub(20).clamp(11, 41);
    let Ok(solution) = &row.answer else { return String::new() };
    let line = |(level, fl): (usize, f64)| {
        let column = selection.iter().find(|column| column.key == format!("fl{level}"))?;
        let (left, right) = (if fl < 0.0 { "●" } else { " " }, if fl > 1.0 { "●" } else { "" });
        let mark = (0.0..=1.0).contains(&fl).then(|| (fl * (places - 1) as f64).round() as usize);
        let scale = (0..places).map(|place| if mark == Some(place) { '●' } else { '─' });
        let scale: String = scale.collect();
        Some(format!("{} {left} 0 ├{scale}┤ 1 {right}", column.symbol).trim_end().to_owned() + "\n")
    };
    (1..).zip(solution.fl).filter_map(line).collect()
}

/// What the demon does at this point, or why it cannot.
fn sentences(row: &Row) -> Vec<String> {
    let solution = match &row.answer {
        Ok(solution) => solution,
        Err(rule) => return vec![format!("{}: no refrigerator, {rule}.", rule.broken)],
    };
    let most = || headroom(row, solution.headroom).plain();
    match solution.verdict {
        Verdict::Physical if solution.power <= 0.0 => {
            vec![
                "ok: the demon is too weak for windows so wide: heat flows from hot to cold."
                    .into(),
            ]
        }
        Verdict::Physical => vec![
            "ok: the demon pumps heat from cold to hot.".into(),
            format!("It is physical for lambda up to {}.", most()),
        ],
        Verdict::Edge(constraint) => vec![
            format!("{}: lambda is the headroom, {}.", constraint.kept(), most()),
            "The demon is the last physical one, with the greatest power at an infinite price."
                .into(),
        ],
        Verdict::Overflow(quantity) => vec![format!(
            "{quantity}: the demon is physical, but this result exceeds the largest double."
        )],
        Verdict::Limit => {
            vec![
                "limit: the demon is idle, nothing flows; the COP is the limit that it tends to."
                    .into(),
            ]
        }
        Verdict::Unphysical(constraint) => {
            // The hot pair of a demon with windows may lack room at too small a λ, or at any.
            let has_none = Refrigerator::new(&row.point)
                .is_ok_and(|point| Derived::PowerMax.of(&point, solution).is_nan());
            let range = if has_none {
                "With windows so wide it is physical for no lambda.".into()
            } else if solution.lambda < solution.headroom {
                "For windows so wide lambda is too small.".into()
            } else {
                format!("It is physical for lambda up to {} only.", most())
            };
            let mut all =
                vec![format!("{constraint}: unphysical, the demon cannot pump heat here.")];
            all.extend(excess(solution));
            all.push(range);
            all
        }
    }
}

/// A sentence for each occupation outside [0, 1], with its distance.
fn excess(solution: &Solution) -> impl Iterator<Item = String> {
    solution.fl.iter().enumerate().filter_map(|(index, fl)| {
        let level = index + 1;
        let short = |value| Decimal::short(value).plain();
        match *fl {
            fl if fl < 0.0 => Some(format!("f_l(ε{level}) lies below 0 by {}.", short(-fl))),
            fl if fl > 1.0 => Some(format!("f_l(ε{level}) lies above 1 by {}.", short(fl - 1.0))),
            _ => None,
        }
    })
}
