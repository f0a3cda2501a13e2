//! Text for a person: aligned tables, and the page of one point.

use super::number;
use crate::model::{Derived, Refrigerator, Solution, Verdict};
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
            let (value, unit) = match (column.value(row), column.unit) {
                (Value::Number(value), "1") => (number(value), String::new()),
                (Value::Number(value), unit @ ("K" | "eV" | "W" | "W/K")) => prefixed(value, unit),
                (Value::Number(value), unit) => (number(value), unit.into()),
                (Value::Status(status), _) => (status.to_string(), String::new()),
            };
            let [name, symbol, meaning] = [&column.name, column.symbol, column.doc];
            [name, symbol, &value, &unit, meaning].map(str::to_owned).into()
        })
        .collect();
    format!("{}\n{}{}\n", aligned(&lines), marks(selection, row), sentence(row))
}

/// A line for each occupation that was asked for, with a mark where it lies in [0, 1] or beside it.
fn marks(selection: &Selection, row: &Row) -> String {
    const WIDTH: usize = 41;
    let Ok(solution) = &row.answer else { return String::new() };
    let line = |(level, fl): (usize, f64)| {
        let column = selection.iter().find(|column| column.key == format!("fl{level}"))?;
        let (left, right) = (if fl < 0.0 { "●" } else { " " }, if fl > 1.0 { "●" } else { "" });
        let mark = (0.0..=1.0).contains(&fl).then(|| (fl * (WIDTH - 1) as f64).round() as usize);
        let scale = (0..WIDTH).map(|place| if mark == Some(place) { '●' } else { '─' });
        let scale: String = scale.collect();
        Some(format!("{} {left} 0 ├{scale}┤ 1 {right}", column.symbol).trim_end().to_owned() + "\n")
    };
    let lines: String = (1..).zip(solution.fl).filter_map(line).collect();
    if lines.is_empty() { lines } else { lines + "\n" }
}

fn sentence(row: &Row) -> String {
    let solution = match &row.answer {
        Ok(solution) => solution,
        Err(rule) => return format!("{}: no refrigerator, {rule}.", rule.broken),
    };
    let headroom = number(solution.headroom);
    match solution.verdict {
        Verdict::Physical if solution.power <= 0.0 => {
            "ok: the demon is physical, but too weak for windows so wide: heat flows from hot to cold.".into()
        }
        Verdict::Physical => {
            format!(
                "ok: the demon pumps heat from cold to hot; it is physical for lambda up to {headroom}."
            )
        }
        Verdict::Edge(constraint) => format!(
            "{}: lambda is the headroom; the demon is the last physical one, with the greatest power at an infinite price.",
            constraint.kept()
        ),
        Verdict::Overflow(quantity) => format!(
            "{quantity}: the demon is physical, but this result exceeds the largest double."
        ),
        Verdict::Limit => {
            "limit: the demon is idle, nothing flows; the COP is the limit that it tends to.".into()
        }
        Verdict::Unphysical(constraint) => {
            let excess = excess(solution);
            // The hot pair of a demon with windows may lack room at too small a λ, or at any.
            let has_none = Refrigerator::new(&row.point)
                .is_ok_and(|point| Derived::PowerMax.of(&point, solution).is_nan());
            let range = if has_none {
                "With windows so wide it is physical for no lambda.".into()
            } else if solution.lambda <= solution.headroom {
                "For windows so wide lambda is too small.".into()
            } else {
                format!("It is physical for lambda up to {headroom} only.")
            };
            format!("{constraint}: unphysical, the demon cannot pump heat here.\n{excess}{range}")
        }
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
        let (fl, by) = (number(*fl), number(by));
        Some(format!("f_l(ε{}) = {fl} lies {side} by {by}.\n", index + 1))
    };
    solution.fl.iter().enumerate().filter_map(outside).collect()
}

/// A number as a person says it, 4.468 aW, with all its digits.
pub fn prefixed(value: f64, unit: &str) -> (String, String) {
    const PREFIXES: [&str; 12] = ["z", "a", "f", "p", "n", "µ", "m", "", "k", "M", "G", "T"];
    let text = format!("{value:e}");
    let parts = text.split_once('e').and_then(|(m, e)| Some((m, e.parse::<i32>().ok()?)));
    let Some((mantissa, exponent)) = parts else { return (number(value), unit.into()) };
    let third = exponent.div_euclid(3);
    match PREFIXES.get((third + 7) as usize) {
        Some(prefix) if value != 0.0 => {
            // From one to three digits stand before the point.
            let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |m| ("-", m));
            let mut shifted = mantissa.replace('.', "");
            let whole = 1 + exponent.rem_euclid(3) as usize;
            while shifted.len() < whole {
                shifted.push('0');
            }
            if shifted.len() > whole {
                shifted.insert(whole, '.');
            }
            (format!("{sign}{shifted}"), format!("{prefix}{unit}"))
        }
        _ => (number(value), unit.into()),
    }
}

/// A number with its unit, as a person says it; one of natural units is not said.
pub fn quantity(value: f64, unit: &str) -> String {
    match unit {
        "K" | "eV" | "W" | "W/K" => {
            let (value, unit) = prefixed(value, unit);
            format!("{value} {unit}")
        }
        _ => format!("{value:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_keeps_all_digits() {
        let shown = |value| {
            let (value, unit) = prefixed(value, "W");
            format!("{value} {unit}")
        };
        assert_eq!(shown(4.4684549100712945e-18), "4.4684549100712945 aW");
        assert_eq!(shown(-1.5e-7), "-150 nW");
        assert_eq!(shown(0.08), "80 mW");
        assert_eq!(shown(123456.0), "123.456 kW");
        assert_eq!(shown(1.0), "1 W");
        assert_eq!(shown(0.0), "0.0 W");
        assert_eq!(shown(1e-30), "1e-30 W");
        assert_eq!(shown(f64::NAN), "NaN W");
    }
}
