//! `ndemon verify`: the paper, checked.

use super::failure::Failure;
use super::field;
use super::stream::Stream;
use super::terminal;
use crate::output::{fitted, wrapped};
use crate::quantity::Decimal;
use crate::refrigerator::{Parameter, Point};
use crate::verify::{Check, checks, points};

/// What is checked.
#[derive(clap::Args)]
pub struct Args {
    /// Check published results of other papers and programs instead, each with a machine file (docs/field.md)
    #[arg(long)]
    field: bool,
}

/// Checks what is asked for; a failed check ends with 1.
pub fn run(args: &Args) -> Result<(), Failure> {
    if args.field { field::run() } else { paper() }
}

/// Prints every check of the paper.
fn paper() -> Result<(), Failure> {
    let checks = checks();
    let failed = checks.iter().filter(|check| !check.holds()).count();
    let limit = terminal::width();
    let lines: Vec<Vec<String>> = checks.iter().flat_map(lines).collect();
    let mut text = fitted(&lines, limit);
    text.push_str("\nIn natural units, at the generic points\n");
    for (name, point) in points() {
        let lines = wrapped(&format!("{name}: {}", describe(&point)), limit.saturating_sub(5));
        text.push_str(&format!("  {}\n", lines.join("\n     ")));
    }
    let verdict = match failed {
        0 => format!("{} checks: all hold.\n", checks.len()),
        _ => format!("{} checks: {failed} FAILED.\n", checks.len()),
    };
    text.push_str(&verdict);
    Stream::standard()?.write(text.as_bytes())?;
    if failed == 0 { Ok(()) } else { Err(Failure::No) }
}

/// A check in two lines: whether it holds, where it is from and what it says; the numbers.
fn lines(check: &Check) -> [Vec<String>; 2] {
    let short = |value| Decimal::short(value).plain();
    let (value, reference) = (short(check.value), short(check.reference));
    let tolerance = match check.tolerance {
        0.0 => String::new(),
        tolerance => format!(" ± {tolerance:.0e}"),
    };
    [
        vec![
            if check.holds() { "yes" } else { "NO" }.into(),
            check.source.into(),
            check.what.clone(),
        ],
        vec![
            String::new(),
            String::new(),
            format!("{value} {} {reference}{tolerance}", check.relation),
        ],
    ]
}

fn describe(point: &Point) -> String {
    let given = Parameter::ALL.into_iter().filter(|p| !point.get(*p).is_nan());
    let texts = given.map(|p| format!("{} = {}", p.symbol(), point.get(p)));
    texts.collect::<Vec<_>>().join(", ")
}
