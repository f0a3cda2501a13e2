//! `ndemon solve`: all values of a parameter at which a result has a value, or where a region begins and ends.

use super::answer::{Format, Target};
use super::args::Given;
use super::command_line::CommandLine;
use super::complete;
use super::device::{family, schema};
use super::failure::{self, Failure, say};
use super::help;
use super::range::{Range, boxes, range};
use super::requirement::{Relation, Requirement, requirement};
use super::table_flags::Columns;
use super::terminal;
use crate::model::{Block, Bound, Inputs, Parameter, Row, Status};
use crate::output::{Csv, Json, JsonLines, Writer, aligned, number, wrapped};
use crate::quantity::{Decimal, Yardstick};
use crate::solve::{Answer, By, Place, Question, What};
use crate::sweep::GridError;
use crate::table::{Column, Extra, Extras, Selection, Value};
use clap_complete::engine::ArgValueCompleter;

/// The flags of `solve`.
#[derive(clap::Args)]
#[command(before_long_help = help::DEVICE, after_long_help = help::SOLVE)]
pub struct Args {
    #[command(flatten)]
    given: Given,
    /// The parameter whose values are asked for, and between which values
    #[arg(
        help_heading = "Question",
        long = "for",
        value_name = "PARAM=first:last",
        required = true,
        allow_hyphen_values = true,
        value_parser = range,
        add = ArgValueCompleter::new(complete::ranges)
    )]
    along: Range,
    /// What a result must be there; with >= or <= alone, where a region begins and ends
    #[arg(
        help_heading = "Question",
        long = "where",
        value_name = "RESULT=NUMBER,…",
        value_delimiter = ',',
        required = true,
        allow_hyphen_values = true,
        value_parser = requirement,
        add = ArgValueCompleter::new(complete::columns)
    )]
    must: Vec<Requirement>,
    /// Into how many pieces the range is cut, at most
    #[arg(help_heading = "Question", long, value_name = "N", default_value_t = 100_000, value_parser = boxes)]
    boxes: u64,
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    columns: Columns,
}

/// Prints the places; that there is provably none ends with 1, that nothing is decided with 3.
pub fn run(mut args: Args, command: &CommandLine) -> Result<(), Failure> {
    args.without_unneeded()?;
    let args = &args;
    let rows = args.target.rows()?;
    let question = args.question()?;
    let selection = args.selection(&question)?;
    let answer = question.answer(args.boxes);
    let told = Told { args, question: &question, answer: &answer };
    if answer.places.is_empty() {
        return Err(told.nothing());
    }
    let along = args.columns.of_key(parameter(&question).key, &selection)?;
    let table = Table::of(&question, &answer, selection, along);
    let (text, remark) = (table.text(rows.format), told.remark(rows.format));
    let text = match rows.format {
        Format::Table => {
            let lines = remark.lines().flat_map(|line| wrapped(line, terminal::width()));
            text + "\n" + &lines.map(|line| line + "\n").collect::<String>()
        }
        _ => {
            failure::remark(&remark);
            text
        }
    };
    rows.write(text.as_bytes(), command, question.base.units())?;
    match answer.places.len() == answer.open().count() {
        true => Err(Failure::Unfinished("nothing of what was found is decided".into())),
        false => Ok(()),
    }
}

impl Args {
    /// A parameter need not be given where nothing depends on it that is asked or shown, such as Γ.
    fn without_unneeded(&mut self) -> Result<(), Failure> {
        let asked = self.must.iter().filter_map(|must| schema().named(must.result.key));
        let shown: Vec<&Column> = asked.chain(self.columns.named()).collect();
        self.given.without_unneeded(&shown, &[self.along.mention("--for")])?;
        Ok(())
    }

    /// The question that the flags ask.
    fn question(&self) -> Result<Question, Failure> {
        let Range { parameter: along, ends, text } = &self.along;
        let refusal = |rule: &str| Failure::Request(format!("--for {text}: {rule}"));
        if self.given.has(along) {
            return Err(refusal("the parameter has a value already"));
        }
        if ends.yardstick == Yardstick::Headroom && !along.is_strength() {
            return Err(refusal("it is no multiple of a greatest value"));
        }
        let reading = self.given.reading_with(&[self.along.mention("--for")])?;
        let fixed = self.given.values("solve")?;
        let value = |p: Parameter| {
            let fixed = fixed.iter().find(|(fixed, _)| *fixed == p).map(|(_, value)| *value);
            fixed.or((p == *along).then_some(ends.ends[0]))
        };
        let base = Inputs::complete(family(), reading, value)
            .map_err(|missing| Failure::Request(GridError::Missing(missing).to_string()))?;
        if let Some(rule) = family().lacking(&base) {
            return Err(self.given.refused(rule, &base));
        }
        let units = family().units().unwrap_or(reading.units);
        let mut equal = self.must.iter().filter(|must| must.relation == Relation::Equal);
        let first = equal.next();
        if let Some(second) = equal.next() {
            let rule = "one result alone can have a value; others can be bounded by >= or <=";
            return Err(Failure::Request(format!("--where {}: {rule}", second.text)));
        }
        let number = |must: &Requirement| must.value(units, "--where");
        let equals = first.map(|must| Ok((must.result, number(must)?))).transpose()?;
        let bound = |must: &Requirement| match must.relation {
            Relation::Bound(side) => {
                Some(number(must).map(|value| Bound { result: must.result, side, value }))
            }
            Relation::Equal => None,
        };
        let bounds = self.must.iter().filter_map(bound).collect::<Result<_, _>>()?;
        Ok(Question { base, along, range: ends.ends, equals, bounds })
    }

    /// The columns that are shown: by default the parameter, what is asked of it, and the status.
    fn selection(&self, question: &Question) -> Result<Selection, Failure> {
        let units = question.base.units();
        let has = |p: Parameter| self.given.has(p) || p == question.along;
        let all = Selection::default_for(schema(), units, has);
        let asked = self.must.iter().map(|must| must.result.key);
        let names = [parameter(question).key].into_iter().chain(asked);
        let names: Vec<String> = names.chain(["status"]).map(str::to_owned).collect();
        let usual = all.pick(&names);
        let usual = usual.map_err(|error| Failure::Request(error.to_string()))?;
        let selection = self.columns.of(usual)?;
        self.given.allows(selection.iter())?;
        Ok(selection)
    }
}

/// The column of the parameter that is asked for.
fn parameter(question: &Question) -> &'static Column {
    let along = question.along;
    let is_multiple = question.base.reading.in_multiples && along.is_strength();
    let is_it = |column: &&'static Column| match is_multiple {
        true => column.strength() == Some(along),
        false => column.parameter() == Some(along),
    };
    let mut all = schema().columns(question.base.units());
    all.find(is_it).unwrap_or_else(|| unreachable!("every parameter has a column"))
}

/// The places as a table.
struct Table {
    selection: Selection,
    block: Block,
    /// The cells of the columns that the answer adds, one row after the other.
    added: Vec<Vec<String>>,
}

impl Table {
    fn of(
        question: &Question,
        answer: &Answer,
        selection: Selection,
        parameter: &'static Column,
    ) -> Table {
        let mut block = Block::new(question.base.clone(), selection.wanted());
        for place in &answer.places {
            block.push(question.base.with(question.along, place.at).raw());
        }
        family().solve(&mut block);
        let is_region = question.equals.is_none();
        let names = if is_region { vec!["edge", "by"] } else { vec!["found"] };
        let names = names.into_iter().map(|name| schema().added(name));
        let names = [parameter.beside("error")].into_iter().chain(names);
        let cells = |place| cells(question, place, parameter.power);
        let added = answer.places.iter().map(cells).collect();
        Table { selection: selection.with_extras(names.collect()), block, added }
    }

    fn text(&self, format: Format) -> String {
        let mut extras = Extras::default();
        for row in &self.added {
            extras.push(Extra::Json(&row[0]));
            row[1..].iter().for_each(|word| extras.push(Extra::Text(word)));
        }
        let mut writer: Box<dyn Writer> = match format {
            Format::Table => return self.lines(),
            Format::Csv => Box::new(Csv::new(&self.selection, true)),
            Format::Json => Box::new(Json::new(&self.selection)),
            Format::Jsonl => Box::new(JsonLines::new(&self.selection)),
        };
        let mut text = Vec::new();
        writer.begin(&mut text);
        writer.rows_with(0, &self.block, &extras, &mut text);
        writer.close(&mut text);
        writer.end(self.block.rows() as u64, &mut text);
        String::from_utf8_lossy(&text).into_owned()
    }

    /// What a person reads: parameters with all digits, results with seven.
    fn lines(&self) -> String {
        let names = self.selection.iter().map(|column| match column.unit {
            "" | "1" => column.key.to_owned(),
            unit => format!("{} ({unit})", column.key),
        });
        let words = self.selection.extras().iter().skip(1).cloned();
        let extras = ["±".to_owned()].into_iter().chain(words);
        let mut lines = vec![names.chain(extras).collect::<Vec<String>>()];
        for (row, added) in self.added.iter().enumerate() {
            let cell = |column: &'static Column| match column.cells(&self.block).at(row) {
                Value::Word(word) => word.to_owned(),
                Value::Number(value) if column.is_given() => {
                    Decimal::exact(value).in_power(column.power).plain()
                }
                Value::Number(value) => Decimal::short(value).in_power(column.power).plain(),
            };
            let cells = self.selection.iter().map(cell).chain(added.iter().cloned());
            lines.push(cells.collect());
        }
        aligned(&lines)
    }
}

/// The cells that the answer adds to the row of a place; numbers of the parameter are shown times 10^−power.
fn cells(question: &Question, place: &Place, power: i32) -> Vec<String> {
    let by = |by: By| match by {
        By::Range => "range",
        By::Status(word) => word,
        By::Bound(i) => question.bounds[i].result.key,
        By::Open => "open",
    };
    let error = number(number::in_power(rounded_up(place.error), power));
    let words = match (place.what, question.equals.is_some()) {
        (What::One, _) => vec!["one"],
        (What::Some, _) => vec!["some"],
        (What::Open, true) => vec!["open"],
        (What::Open, false) => vec!["open", ""],
        (What::From(ended), _) => vec!["from", by(ended)],
        (What::To(ended), _) => vec!["to", by(ended)],
    };
    [error].into_iter().chain(words.into_iter().map(str::to_owned)).collect()
}

/// An error with two digits, none less than it.
fn rounded_up(error: f64) -> f64 {
    if error == 0.0 || !error.is_finite() {
        return error;
    }
    let power = error.log10().floor() as i32 - 1;
    let digits = (error / 10f64.powi(power)).ceil();
    let short = |digits: f64| format!("{digits}e{power}").parse().unwrap_or(error);
    let least: f64 = short(digits);
    if least < error { short(digits + 1.0) } else { least }
}

/// What is said of an answer.
struct Told<'a> {
    args: &'a Args,
    question: &'a Question,
    answer: &'a Answer,
}

impl Told<'_> {
    /// What was asked, as it was typed.
    fn asked(&self) -> String {
        let all: Vec<&str> = self.args.must.iter().map(|must| must.text.as_str()).collect();
        all.join(" and ")
    }

    /// That there is no such place; that ends with 1 where it is proved, with 3 where it is not.
    fn nothing(&self) -> Failure {
        let Question { base, along, range, .. } = self.question;
        let row = Row::new(&base.with(along, 0.5 * range[0] + 0.5 * range[1]));
        if let Status::Refused(rule) = row.status()
            && rule.parameter != along.name
            && rule.versus != Some(along.name)
        {
            return self.args.given.refused(rule, &row.inputs);
        }
        let (text, asked) = (&self.args.along.text, self.asked());
        match self.answer.is_proven {
            true => {
                say(&format!("--for {text}: there is no value with {asked}"));
                Failure::No
            }
            false => Failure::Unfinished(format!(
                "--for {text}: no value was found with {asked}; that there is none is not proved"
            )),
        }
    }

    /// What is proven of the places.
    fn remark(&self, format: Format) -> String {
        let range = &self.args.along.text;
        let what = match self.question.equals {
            Some(_) => format!("values with {}", self.asked()),
            None => format!("edges of the region with {}", self.asked()),
        };
        let open = self.answer.open().count();
        match (self.answer.is_proven, open) {
            (true, 0) => format!("These are all {what} in {range}: proven."),
            (true, _) => {
                // A page calls the column otherwise.
                let error = match format {
                    Format::Table => "the ±".to_owned(),
                    _ => format!("{}_error", parameter(self.question).key),
                };
                format!(
                    "Outside of the rows that are open, these are all {what} in {range}: proven. Within {error} \
                     of those it is not decided; where there are many, a greater --boxes may decide them."
                )
            }
            (false, 0) => format!(
                "These {what} were found on a grid in {range}; that there are no others is not proven."
            ),
            (false, _) => format!(
                "But for the rows that are open, these {what} were found on a grid in {range}; that there are no \
                 others is not proven. Where a row is open the result jumps over the value, as at a pole, or has no \
                 number in between."
            ),
        }
    }
}
