//! `ndemon verify`: the paper, checked.

use super::failure::Failure;
use super::stream::Stream;
use crate::model::{Parameter, Point};
use crate::output::aligned;
use crate::verify::{Check, checks, points};

/// Prints every check; a failed one ends with 1.
pub fn run() -> Result<(), Failure> {
    let checks = checks();
    let failed = checks.iter().filter(|check| !check.holds()).count();
    let header = ["source", "statement", "value", "", "reference", "tolerance", "holds"];
    let mut lines = vec![header.map(str::to_owned).to_vec()];
    lines.extend(checks.iter().map(line));

    let mut text = aligned(&lines);
    text.push_str("\nIn natural units, at the generic points\n");
    for (name, point) in points() {
        text.push_str(&format!("  {name}: {}\n", describe(&point)));
    }
    let verdict = match failed {
        0 => format!("{} checks: all hold.\n", checks.len()),
        _ => format!("{} checks: {failed} FAILED.\n", checks.len()),
    };
    text.push_str(&verdict);
    Stream::standard()?.write(text.as_bytes())?;
    if failed == 0 { Ok(()) } else { Err(Failure::No) }
}

fn line(check: &Check) -> Vec<String> {
    vec![
        check.source.into(),
        check.what.clone(),
        format!("{:.15e}", check.value),
        check.relation.to_string(),
        format!("{:.15e}", check.reference),
        format!("{:.0e}", check.tolerance),
        if check.holds() { "yes" } else { "NO" }.into(),
    ]
}

fn describe(point: &Point) -> String {
    let given = Parameter::ALL.into_iter().filter(|p| !point.get(*p).is_nan());
    let texts = given.map(|p| format!("{} = {}", p.symbol(), point.get(p)));
    texts.collect::<Vec<_>>().join(", ")
}
