//! `ndemon optimize --front`: what of one result can be had beside another.

mod picture;

use super::answer::{Format, Place as Goes};
use super::best::{Asked, Best};
use super::device::schema;
use super::drawn::drawn_as;
use super::failure::{self, Failure};
use super::terminal;
use crate::model::{Block, Bound, Inputs, Row, Side};
use crate::optimize::{Aim, Wish};
use crate::output::{Csv, Json, JsonLines, Writer, aligned, number, wrapped};
use crate::quantity::Decimal;
use crate::table::{Column, Extra, Extras, Selection, Value};

/// A point of the front, and the most that any point with as much of the first result has of the second one.
struct Place {
    inputs: Inputs,
    /// What the first result had to be at least.
    least: f64,
    bound: Option<f64>,
}

/// A front.
struct Front<'a> {
    asked: &'a Asked<'a>,
    wish: Wish,
    goals: [Aim; 2],
    places: Vec<Place>,
    /// The bounds on the most of the two results that any point has.
    ends: [Option<f64>; 2],
}

/// Prints the front: points with ever more of the first result, each with the most of the second one.
pub fn run(asked: &Asked<'_>, count: u32) -> Result<(), Failure> {
    let [first, second] = asked.aims.maximize[..] else {
        return Err(Failure::Request(
            "--front: it takes two results, as in --maximize power,cop".into(),
        ));
    };
    if first.key() == second.key() {
        let (key, rule) = (first.key(), "--front takes two different results");
        return Err(Failure::Request(format!("--maximize {key},{key}: {rule}")));
    }
    let Some(result) = first.result() else {
        let rule = "the first of two goals must be a result";
        return Err(Failure::Request(format!(
            "--maximize {},{}: {rule}",
            first.key(),
            second.key()
        )));
    };
    let goes = asked.target.place()?;
    let wish = asked.wish(second, false)?;
    let selection = asked.selection(&wish)?;
    let selection = match asked.columns.are_there() {
        true => selection,
        false => asked.columns.of(usual(selection, &wish, [first, second])?)?,
    };
    // From the best of the second result to the best of the first one.
    let end = |wish: &Wish| match best(asked, wish)? {
        (Some(inputs), bound) => Ok((value(first, &inputs), bound)),
        (None, bound) => Err(asked.none(wish, bound)),
    };
    let (from, highest) = end(&wish)?;
    let (most, farthest) = end(&Wish { goal: first, ..wish.clone() })?;
    let mut places: Vec<Place> = Vec::new();
    for i in 0..count {
        let share = f64::from(i) / f64::from(count - 1);
        // At the greatest value itself roundings would leave no point.
        let least = (from + share * (most - from)).min(most - 1e-6 * most.abs());
        let mut wish = wish.clone();
        wish.bounds.push(Bound { result, side: Side::AtLeast, value: least });
        let (inputs, bound) = best(asked, &wish)?;
        places.extend(inputs.map(|inputs| Place { inputs, least, bound }));
    }
    if places.is_empty() {
        return Err(asked.none(&wish, None));
    }
    let column = |of: Aim| asked.columns.of_key(of.key(), &selection);
    let axes = [column(first)?, column(second)?];
    let remark = remark(&places, [first, second]);
    let rows = match goes {
        Goes::Rows(rows) => rows,
        Goes::Picture(document) => {
            let (goals, ends) = ([first, second], [farthest, highest]);
            let front = Front { asked, wish, goals, places, ends };
            let chart = front.chart(axes, asked.columns.prefixes());
            failure::remark(&remark);
            let picture = drawn_as(document.kind(), &chart)?;
            return document.write(&picture);
        }
    };
    let text = print(rows.format, selection, &places, axes[1]);
    let text = match rows.format {
        Format::Table => {
            let lines = wrapped(&remark, terminal::width()).into_iter().map(|line| line + "\n");
            format!("{text}\n{}", lines.collect::<String>())
        }
        _ => {
            failure::remark(&remark);
            text
        }
    };
    rows.write(text.as_bytes(), asked.command, wish.base.units())
}

fn value(of: Aim, inputs: &Inputs) -> f64 {
    of.of(&Row::with(inputs, of.result().as_slice()))
}

/// The best point of a wish.
fn best(asked: &Asked<'_>, wish: &Wish) -> Result<Best, Failure> {
    if let Some(found) = &asked.closely {
        return found(wish);
    }
    let (found, proof) = asked.solved(wish);
    let bound = proof.as_ref().map(|proof| proof.bound);
    let inputs = proof.and_then(|proof| proof.best).or(found.best);
    Ok((inputs, bound))
}

/// The columns where none are asked for: what was chosen, the two results, and the status.
fn usual(all: Selection, wish: &Wish, goals: [Aim; 2]) -> Result<Selection, Failure> {
    let in_multiples = wish.base.reading.in_multiples;
    let chosen = wish.over.iter().map(|(parameter, _)| match parameter.multiple {
        Some(multiple) if in_multiples => multiple.key,
        _ => parameter.name,
    });
    let names = chosen.chain(goals.map(Aim::key)).chain(["status"]);
    let names: Vec<String> = names.map(str::to_owned).collect();
    all.pick(&names).map_err(|error| Failure::Request(error.to_string()))
}

/// The rows, each with the bound, which is measured as this column is.
fn print(
    format: Format,
    selection: Selection,
    places: &[Place],
    column: &'static Column,
) -> String {
    let name = schema().added(&column.beside("bound"));
    let selection = selection.with_extras(vec![name]);
    let (mut block, mut extras) =
        (Block::new(places[0].inputs.clone(), selection.wanted()), Extras::default());
    for place in places {
        block.push(place.inputs.raw());
        match place.bound {
            Some(bound) => {
                extras.push(Extra::Json(&number(number::in_power(bound, column.power))));
            }
            None => extras.push(Extra::Missing),
        }
    }
    block.family().solve(&mut block);
    let mut writer: Box<dyn Writer> = match format {
        Format::Table => return lines(&selection, &block, places, column.power),
        Format::Csv => Box::new(Csv::new(&selection, true)),
        Format::Json => Box::new(Json::new(&selection)),
        Format::Jsonl => Box::new(JsonLines::new(&selection)),
    };
    let mut text = Vec::new();
    writer.begin(&mut text);
    writer.rows_with(0, &block, &extras, &mut text);
    writer.close(&mut text);
    writer.end(block.rows() as u64, &mut text);
    String::from_utf8_lossy(&text).into_owned()
}

/// The rows for a person.
fn lines(selection: &Selection, block: &Block, places: &[Place], power: i32) -> String {
    let name = |column: &'static Column| match column.unit {
        "" | "1" => column.key.to_owned(),
        unit => format!("{} ({unit})", column.key),
    };
    let head = selection.iter().map(name).chain(selection.extras().iter().cloned()).collect();
    let rows = places.iter().enumerate().map(|(row, place)| {
        let cell = |column: &'static Column| match column.cells(block).at(row) {
            Value::Word(word) => word.to_owned(),
            Value::Number(value) => Decimal::short(value).in_power(column.power).plain(),
        };
        let shown = |bound: f64| Decimal::short(bound).in_power(power).plain();
        let bound = place.bound.map_or("–".to_owned(), shown);
        selection.iter().map(cell).chain([bound]).collect()
    });
    aligned(&[head].into_iter().chain(rows).collect::<Vec<Vec<String>>>())
}

/// How far the front may be from the truth.
fn remark(places: &[Place], [first, second]: [Aim; 2]) -> String {
    let (a, b) = (first.key(), second.key());
    let off = |place: &Place| {
        let reached = value(second, &place.inputs);
        place.bound.map(|bound| ((bound - reached) / reached).abs())
    };
    match places.iter().map(off).reduce(|x, y| Some(x?.max(y?))).flatten() {
        Some(off) if off <= 1e-9 => format!(
            "No point within the ranges has as much {a} as a row and more {b}: proven, to nine digits."
        ),
        Some(off) if off.is_finite() => format!(
            "No point within the ranges has as much {a} as a row and more {b} than its {b}_bound: proven. The rows are \
             within {} % of that; a greater --boxes brings it closer.",
            Decimal::short(100.0 * off).plain()
        ),
        _ => format!(
            "These are the points with most {b} for their {a} that a search found; that is not proven."
        ),
    }
}
