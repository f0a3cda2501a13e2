//! A front as a picture: its points, and the line beyond which provably nothing lies.

use super::super::device::family;
use super::super::look::Look;
use super::super::provenance::Provenance;
use super::super::titles::{title, values};
use super::Front;
use crate::model::Parameter;
use crate::output::{Chart, Label, Line, Mark, Panel, Role, Scale};
use crate::quantity::{Prefixes, Units};
use crate::table::Column;

/// How many numbers an axis has, about.
const NUMBERS: u32 = 6;

impl Front<'_> {
    /// The front as a chart with these columns as its axes, in units with these prefixes.
    pub fn chart(&self, axes: [&'static Column; 2], prefixes: Option<&Prefixes>) -> Chart {
        let points: Vec<(f64, f64)> = self
            .places
            .iter()
            .map(|place| self.goals.map(|goal| super::value(goal, &place.inputs)).into())
            .collect();
        let corners = self.corners();
        let seen = || points.iter().chain(corners.iter().flatten());
        let look = Look::with_units(prefixes.cloned());
        let scale = |of: fn(&(f64, f64)) -> f64, column: &Column| {
            let least = seen().map(of).fold(f64::INFINITY, f64::min);
            let most = seen().map(of).fold(f64::NEG_INFINITY, f64::max);
            look.in_unit(Scale::around(least, most, NUMBERS), column.unit)
        };
        let (x, y) = (scale(|at| at.0, axes[0]), scale(|at| at.1, axes[1]));
        let titles = [title(axes[0], x.exponent), title(axes[1], y.exponent)];
        let words = if corners.is_some() { "front" } else { "front as found, not proven" };
        let front = Line {
            label: Label::text(words),
            role: Role::Member(0, 1),
            marks: points.iter().map(|at| (Mark::Disc, *at)).collect(),
            strokes: vec![points],
        };
        // It begins and ends at the frame.
        let bound = corners.map(|mut corners| {
            corners[0].0 = x.first;
            corners.extend(corners.last().map(|last| (last.0, y.first)));
            Line {
                label: Label::text("nothing lies beyond: proven"),
                role: Role::Bound,
                strokes: vec![corners],
                marks: Vec::new(),
            }
        });
        let units = self.wish.base.units();
        Chart {
            title: format!("Front of {} and {}", titles[1].plain(), titles[0].plain()),
            about: Provenance::new(self.asked.command, units == Units::Laboratory).lines(),
            heading: Label::default(),
            size: None,
            caption: self.caption(),
            field: None,
            main: Panel {
                x,
                y,
                titles,
                lines: bound.into_iter().chain([front]).collect(),
                measured: Vec::new(),
            },
            inset: None,
            below: None,
            marks: vec![(Mark::Disc, Label::text("computed points"))],
        }
    }

    /// The corners of the steps beyond which provably nothing lies, from the least of the first result to the most;
    /// none where not all of that is proven.
    ///
    /// Where the first result is at least what was asked of a point, the second one is at most its bound, and at most
    /// any bound that was asked for less. Between two points the bound of the first of them holds.
    fn corners(&self) -> Option<Vec<(f64, f64)>> {
        let [right, mut height] = self.ends.map(|bound| bound.filter(|bound| bound.is_finite()));
        let mut corners = vec![(self.places.first()?.least, height?)];
        for place in &self.places {
            corners.push((place.least, height?));
            height = Some(height?.min(place.bound.filter(|bound| bound.is_finite())?));
            corners.push((place.least, height?));
        }
        corners.push((right?, height?));
        Some(corners)
    }

    /// What all points have in common, and what was chosen for each.
    fn caption(&self) -> Label {
        let over: Vec<Parameter> = self.wish.over.iter().map(|(parameter, _)| *parameter).collect();
        let is_fixed =
            |p: &Parameter| !over.contains(p) && (!p.is_optional() || self.asked.given.has(p));
        let fixed: Vec<Parameter> = family().parameters().iter().filter(is_fixed).collect();
        let chosen = over.iter().map(|parameter| Label::symbol(parameter.symbol));
        let chosen = chosen.reduce(|all, next| all.then_text(", ").then(next)).unwrap_or_default();
        let fixed = values(&self.wish.base, &fixed);
        let comma = if fixed.0.is_empty() { "" } else { ",  " };
        fixed.then_text(&format!("{comma}best choice of ")).then(chosen)
    }
}
