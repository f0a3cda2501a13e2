//! Text for a person: aligned tables, and the page of one point.

use super::NumberBuffer;
use crate::model::{Solution, Verdict};
use crate::table::{Row, Selection, Value};

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

/// How many places a text takes: its characters without the combining dot of Ṡ and ε̇.
fn width(text: &str) -> usize {
    text.chars().filter(|c| *c != '\u{307}').count()
}

/// One point as a page: the chosen columns with symbol, value, unit and meaning, then a sentence
/// that says what the demon does there or why it cannot.
pub fn page(selection: &Selection, row: &Row) -> String {
    let lines: Vec<Vec<String>> = selection
        .iter()
        .map(|column| {
            let value = match column.value(row) {
                Value::Number(value) => digits(value),
                Value::Status(status) => status.to_string(),
            };
            let unit = if column.unit == "1" { "" } else { column.unit };
            [column.name, column.symbol, &value, unit, column.doc].map(str::to_owned).into()
        })
        .collect();
    format!("{}\n{}\n", aligned(&lines), sentence(row))
}

fn sentence(row: &Row) -> String {
    let solution = match &row.answer {
        Ok(solution) => solution,
        Err(rule) => return format!("{}: no refrigerator, {rule}.", rule.broken),
    };
    let headroom = digits(solution.headroom);
    match solution.verdict {
        Verdict::Physical => {
            format!(
                "ok: the demon pumps heat from cold to hot; it is physical for lambda up to {headroom}."
            )
        }
        Verdict::Overflow(quantity) => format!(
            "{quantity}: the demon is physical, but this result exceeds the largest double."
        ),
        Verdict::Limit => {
            "limit: the demon is idle, nothing flows; the COP is the limit that it tends to.".into()
        }
        Verdict::Unphysical(constraint) => format!(
            "{constraint}: unphysical, the demon cannot pump heat here.\n{}It is physical for lambda up to {headroom} only.",
            excess(solution)
        ),
    }
}

/// A line for each occupation outside [0, 1], with its distance.
fn excess(solution: &Solution) -> String {
    let outside = |(index, fl): (usize, &f64)| {
        let (side, by) = match *fl {
            fl if fl < 0.0 => ("below 0", -fl),
            fl if fl > 1.0 => ("above 1", fl - 1.0),
            _ => return None,
        };
        let (fl, by) = (digits(*fl), digits(by));
        Some(format!("f_l(ε{}) = {fl} lies {side} by {by}.\n", index + 1))
    };
    solution.fl.iter().enumerate().filter_map(outside).collect()
}

fn digits(value: f64) -> String {
    NumberBuffer::default().format(value).to_owned()
}
