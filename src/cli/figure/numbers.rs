//! The numbers of a figure, as `sweep` writes them.

use crate::cli::device::{family, schema};
use crate::cli::picture::Request;
use crate::figure::{Curve, Plan};
use crate::model::{Block, Inputs};
use crate::output::{Csv, Writer};
use crate::table::{Column, Selection, Shown};

/// The numbers of the curves.
pub fn table(request: &Request, plan: &Plan, curves: &[Curve]) -> Vec<u8> {
    let pieces = curves.iter().flat_map(|curve| &curve.pieces);
    let points = pieces.flat_map(|piece| &piece.samples).map(|sample| &sample.row.inputs);
    rows(request, plan.base.reading.in_multiples, points)
}

/// Points as `sweep` writes them, strengths `in_multiples` or not.
pub fn rows<'a>(
    request: &Request,
    in_multiples: bool,
    points: impl Iterator<Item = &'a Inputs>,
) -> Vec<u8> {
    let given = |parameter| request.given.has(parameter);
    let selection = Selection::default_for(schema(), request.reading.units, given);
    let mut cases = request.given.cases();
    if in_multiples && !cases.contains(&Shown::InMultiples) {
        cases.push(Shown::InMultiples);
    }
    let selection = cases.into_iter().fold(selection, Selection::with);
    let prefixed = |column: &'static Column| match &request.look.units {
        Some(prefixes) => column.with(prefixes),
        None => column,
    };
    let columns = selection.iter().map(prefixed).collect();
    let selection = selection.with_columns(columns);
    let mut csv = Csv::new(&selection, true);
    let mut points: Vec<&Inputs> = points.collect();
    // A bound that does not depend on the axis is one point.
    points.dedup();
    let mut text = Vec::new();
    csv.begin(&mut text);
    for points in points.chunk_by(|a, b| a.reading == b.reading) {
        let mut block = Block::new(points[0].clone(), selection.wanted());
        points.iter().for_each(|point| block.push(point.raw()));
        family().solve(&mut block);
        csv.rows(0, &block, &mut text);
    }
    text
}
