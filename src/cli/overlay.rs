//! `--overlay`: points that somebody measured, drawn over what is computed.

use super::command_line::CommandLine;
use super::device::schema;
use super::failure::{Failure, warn};
use super::input::Input;
use super::look::{Look, Side};
use super::sweep::sha256;
use crate::model::{Parameter, Reading};
use crate::output::{Bar, Datum, Ink, Label, Measured, Panel, Scale, Symbol};
use crate::sweep::{Observation, Observed, ObservedError, Sought, TableError};
use crate::table::Column;
use std::ffi::OsStr;
use std::io::BufReader;
use std::path::{Path, PathBuf};

/// The flags.
#[derive(clap::Args, Clone, Debug, Default)]
pub struct Overlays {
    /// Draw measured points over the curves: a table in CSV, JSON lines or Parquet with columns named as the axes are,
    /// NAME_sd for error bars, and that of --curves for colours; may be given several times
    #[arg(help_heading = "Curves", long, value_name = "FILE")]
    overlay: Vec<PathBuf>,
    /// Refuse tables of --overlay whose contents have other digests than these, in their order
    #[arg(help_heading = "Curves", long, value_name = "HEX", requires = "overlay", value_delimiter = ',', value_parser = sha256)]
    overlay_sha256: Vec<String>,
}

/// What the points of a figure have.
#[derive(Clone, Copy, Debug)]
pub struct Axes {
    /// What is on the horizontal and on the vertical axis.
    pub places: [&'static Column; 2],
    /// What gives a point its colour.
    pub colour: &'static Column,
}

/// The points of one table.
#[derive(Clone, Debug)]
pub struct Overlay {
    /// What messages call it.
    name: String,
    label: Label,
    points: Vec<Point>,
}

#[derive(Clone, Copy, Debug)]
struct Point {
    /// The numbers on the axes.
    at: [Observation; 2],
    /// That of the colour; NaN where there is none.
    colour: f64,
}

/// The most points of a table that a picture takes.
const MOST_POINTS: usize = 100_000;

/// The column of a parameter as tables have it.
pub fn column_of(parameter: Parameter, reading: Reading) -> Option<&'static Column> {
    let is_multiple = reading.in_multiples && parameter.is_strength();
    schema().columns(reading.units).find(|column| match is_multiple {
        true => column.strength() == Some(parameter),
        false => column.parameter() == Some(parameter),
    })
}

impl Overlays {
    /// Whether there is a table.
    pub fn is_empty(&self) -> bool {
        self.overlay.is_empty()
    }

    /// The points of all tables, and the request with the digests of these.
    pub fn read(
        &self,
        axes: Option<Axes>,
        command: &CommandLine,
    ) -> Result<(Vec<Overlay>, CommandLine), Failure> {
        let (count, digests) = (self.overlay.len(), self.overlay_sha256.len());
        if digests > 0 && digests != count {
            let rule = format!("{count} tables of --overlay need {count} digests, not {digests}");
            return Err(Failure::Request(format!("--overlay-sha256: {rule}")));
        }
        let mut command = command.clone();
        let Some(axes) = axes.filter(|_| count > 0) else { return Ok((Vec::new(), command)) };
        let asked = |place: usize| self.overlay_sha256.get(place).map(String::as_str);
        let read = |(place, path): (usize, &PathBuf)| read(path, &axes, asked(place));
        let found = self.overlay.iter().enumerate().map(read);
        let (overlays, digests): (Vec<Overlay>, Vec<String>) =
            found.collect::<Result<Vec<_>, Failure>>()?.into_iter().unzip();
        command.set("overlay-sha256", digests.join(","));
        Ok((overlays, command))
    }
}

/// The points of a table, and its digest, which must be the one that is asked for.
fn read(path: &Path, axes: &Axes, asked: Option<&str>) -> Result<(Overlay, String), Failure> {
    let mut input = Input::open(path)?;
    let name = input.name.clone();
    let refuse = |rule: &str| Failure::Request(format!("--overlay {name}: {rule}"));
    if !input.is_lasting {
        return Err(refuse(
            "it cannot be read again, as a picture has to be made again; give a file",
        ));
    }
    let digest = input.content()?.sha256;
    if let Some(asked) = asked.filter(|asked| *asked != digest) {
        let rule = "the table is another one than was asked for";
        return Err(refuse(&format!("{rule}: its SHA-256 is {digest}, not {asked}")));
    }
    let failed = |error: ObservedError| match error {
        ObservedError::Table(TableError::Read(error)) => {
            Failure::Unfinished(format!("{name}: {error}"))
        }
        error => refuse(&error.to_string()),
    };
    let [x, y] = axes.places.map(|column| Sought { column, is_needed: true });
    let sought = [x, y, Sought { column: axes.colour, is_needed: false }];
    let mut table = match Observed::of_parquet(&input.file, &sought).map_err(failed)? {
        Some(table) => table,
        None => Observed::open(BufReader::new(input), &sought).map_err(failed)?,
    };
    let (mut points, mut rows) = (Vec::new(), 0);
    while let Some(row) = table.read().map_err(failed)? {
        rows += 1;
        let [x, y, colour] = row[..] else { continue };
        if x.value.is_finite() && y.value.is_finite() {
            points.push(Point { at: [x, y], colour: colour.value });
        }
        if points.len() > MOST_POINTS {
            return Err(refuse(&format!(
                "a picture takes at most {MOST_POINTS} points of a table"
            )));
        }
    }
    let [x, y] = axes.places.map(|column| &column.name);
    if points.is_empty() {
        return Err(refuse(&match rows {
            0 => "it has a header and no row; a point is a row".to_owned(),
            _ => format!("no row has finite numbers of both {x} and {y}"),
        }));
    }
    if points.len() < rows {
        let lost = rows - points.len();
        let rule = format!("{lost} of {rows} rows have no finite {x} or no finite {y}");
        warn(&format!("--overlay {name}: {rule}, and are not drawn"));
    }
    let stem = path.file_stem().unwrap_or(OsStr::new("points"));
    let label = Label::text(&stem.to_string_lossy());
    Ok((Overlay { name: name.clone(), label, points }, digest))
}

impl Point {
    /// Its error bar along an axis, if it has one.
    fn bar(&self, axis: usize) -> Option<Bar> {
        let Observation { value, deviation } = self.at[axis];
        (deviation > 0.0).then_some((value - deviation, value + deviation))
    }
}

/// The axis with room for all points and their bars, unless somebody said what it shows.
pub fn grown(overlays: &[Overlay], scale: Scale, look: &Look, side: Side, count: u32) -> Scale {
    let axis = side as usize;
    let points = overlays.iter().flat_map(|overlay| &overlay.points);
    let ends = points.flat_map(|point| {
        let value = point.at[axis].value;
        let (first, last) = point.bar(axis).unwrap_or((value, value));
        [first, value, last]
    });
    // A logarithmic axis has no place for the others.
    let ends = ends.filter(|end| end.is_finite() && (*end > 0.0 || !scale.logarithmic));
    let (least, most) =
        ends.fold((scale.first, scale.last), |(least, most), end| (least.min(end), most.max(end)));
    match (look.range(side), scale.logarithmic) {
        (Some(_), _) => scale,
        _ if (least, most) == (scale.first, scale.last) => scale,
        (None, true) => Scale::around_decades(least, most, count),
        (None, false) => Scale::around(least, most, count),
    }
}

/// The points as a panel shows them, each in the ink of its number; what it does not show, and what has no ink, is
/// said. `of` is what points of no ink lack.
pub fn measured(
    overlays: &[Overlay],
    panel: &Panel,
    ink: impl Fn(f64) -> Option<Ink>,
    of: &str,
) -> Vec<Measured> {
    let ink = |number: f64| ink(number).filter(|_| number.is_finite());
    let one = |(overlay, symbol): (&Overlay, Symbol)| {
        let Overlay { name, label, points } = overlay;
        let datum = |point: &Point| Datum {
            at: (point.at[0].value, point.at[1].value),
            bars: [0, 1].map(|axis| point.bar(axis)),
            ink: ink(point.colour).unwrap_or(Ink::Plain),
        };
        let data: Vec<Datum> = points.iter().map(datum).collect();
        let measured = Measured { label: label.clone(), symbol, points: data };
        let count = points.len();
        let outside = count - measured.seen(panel).count();
        if outside > 0 {
            let rule = "points are outside the frame and not drawn";
            warn(&format!("--overlay {name}: {outside} of {count} {rule}"));
        }
        let inkless = |point: &&Point| point.colour.is_finite() && ink(point.colour).is_none();
        let inkless = points.iter().filter(inkless).count();
        if inkless > 0 {
            let rule = format!("points have {of}, and are black");
            warn(&format!("--overlay {name}: {inkless} of {count} {rule}"));
        }
        measured
    };
    overlays.iter().zip(Symbol::ALL.into_iter().cycle()).map(one).collect()
}

/// What stands for the points in a line of text.
pub fn named(measured: &[Measured]) -> Label {
    let named =
        |of: &Measured| Label::text(&format!("{}: ", of.symbol.plural())).then(of.label.clone());
    measured
        .iter()
        .map(named)
        .reduce(|all, next| all.then_text(",  ").then(next))
        .unwrap_or_default()
}

/// Whether two numbers are the same but for how they were written.
pub fn is_same(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}
