//! Text for a person: aligned tables, and the page of one point.

use crate::model::{Account, Family, Row, Status};
use crate::quantity::Decimal;
use crate::table::{Column, Selection, Value};

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
    const LEAST: usize = 18;
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
    let family = row.inputs.family();
    let mut text = fitted(&family.description(row), limit);
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(&quantities(selection, row, limit));
    text.push('\n');
    if let Some(account) = family.account(row) {
        text.push_str(&bars(&account, limit));
        text.push('\n');
    }
    for sentence in family.sentences(row) {
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
    let units = notes(row.inputs.family(), selection.iter(), limit);
    let blocks: Vec<String> = blocks.chain([units, marks(selection, row, limit)]).collect();
    let blocks = blocks.into_iter().filter(|block| !block.is_empty());
    blocks.collect::<Vec<_>>().join("\n")
}

/// What the natural units of these columns mean, in lines no wider than this; nothing where there are
/// none.
pub fn notes(
    family: &dyn Family,
    columns: impl Iterator<Item = &'static Column>,
    limit: usize,
) -> String {
    let units: Vec<&str> = columns.map(|column| column.unit).collect();
    let has = |part: &str| units.iter().any(|unit| unit.contains(part));
    // The electronvolt is no such unit.
    let shown = family.unit_notes().iter().filter(|(part, _)| has(part) && !has("eV") && !has("K"));
    let mut told: Vec<&str> = Vec::new();
    for (_, note) in shown {
        // What one note says, no other one says again.
        if !told.iter().any(|other| other.contains(note)) {
            told.push(note);
        }
    }
    told.iter().map(|note| wrapped(note, limit).join("\n") + "\n").collect()
}

/// A column of the page: name, symbol, value with unit, and what it is.
fn line(column: &Column, row: &Row) -> Vec<String> {
    let (value, meaning) = match column.value(row) {
        Value::Word(word) if column.is_choice() => (word.to_owned(), column.brief()),
        // What this status means is said below.
        Value::Word(word) => (word.to_owned(), ""),
        Value::Number(value) => {
            let usual = || match column.is_given() {
                true => Decimal::exact(value),
                false => Decimal::short(value),
            };
            let decimal = row.inputs.family().shown(row, column.key).unwrap_or_else(usual);
            let decimal = decimal.in_power(column.power);
            (decimal.with_unit(column.unit).join(" "), column.brief())
        }
    };
    // Numbers that users have named need no symbol.
    let symbol = if column.symbol == column.name { "" } else { column.symbol };
    [&column.name, symbol, value.trim_end(), meaning].map(str::to_owned).into()
}

/// The parts of a sum as bars to the left and to the right of 0, all in one scale, with their numbers.
fn bars(account: &Account, limit: usize) -> String {
    let most = account.parts.iter().map(|(_, part)| part.abs()).fold(0.0, f64::max);
    let names = account.parts.iter().map(|(name, _)| width(name)).max().unwrap_or(0);
    // Numbers with their units take 24 places.
    let half = (limit.saturating_sub(names + 28) / 2).clamp(4, 20);
    let lines = account.parts.iter().map(|(name, part)| {
        let share = if most > 0.0 { part.abs() / most } else { 0.0 };
        let count = (share * half as f64).round() as usize;
        let (left, right) = if *part < 0.0 { (count, 0) } else { (0, count) };
        let bar = format!(
            "{}{}│{}{}",
            " ".repeat(half - left),
            "█".repeat(left),
            "█".repeat(right),
            " ".repeat(half - right)
        );
        let number = Decimal::short(*part).with_unit(account.unit).join(" ");
        vec![name.clone(), bar, number.trim_end().to_owned()]
    });
    format!("{}\n{}", account.title, aligned(&lines.collect::<Vec<_>>()))
}

/// A line for each share of 1 that was asked for, with a mark where it lies in [0, 1] or beside it.
fn marks(selection: &Selection, row: &Row, limit: usize) -> String {
    let places = limit.saturating_sub(20).clamp(11, 41);
    if matches!(row.status(), Status::Refused(_)) {
        return String::new();
    }
    let line = |column: &'static Column| {
        let result = column.result().filter(|result| result.is_share)?;
        let share = row.result(result);
        let (left, right) =
            (if share < 0.0 { "●" } else { " " }, if share > 1.0 { "●" } else { "" });
        let is_inside = (0.0..=1.0).contains(&share);
        let mark = is_inside.then(|| (share * (places - 1) as f64).round() as usize);
        let scale = (0..places).map(|place| if mark == Some(place) { '●' } else { '─' });
        let scale: String = scale.collect();
        Some(format!("{} {left} 0 ├{scale}┤ 1 {right}", column.symbol).trim_end().to_owned() + "\n")
    };
    // In the order of the results, whatever that of the columns is.
    let mut shares: Vec<_> = selection.iter().filter(|column| column.result().is_some()).collect();
    shares.sort_by_key(|column| column.result().map(|result| result.id));
    shares.into_iter().filter_map(line).collect()
}
