//! How a picture looks: its size, its heading, and what its axes show.

use super::failure::{Failure, warn};
use super::titles::phrase;
use crate::output::{Label, Scale, Scene, missing};
use crate::quantity::{Prefixes, engineering};

/// The flags.
#[derive(clap::Args, Clone, Debug, Default)]
pub struct Look {
    /// Width and height in pixels, of which 96 are an inch [default: 1040x630; of a PNG twice as many]
    #[arg(help_heading = "Look", long, value_name = "WxH", value_parser = size)]
    pub size: Option<(f64, f64)>,
    /// Words above the picture; what stands between two $ is set as a symbol
    #[arg(help_heading = "Look", long, value_name = "TEXT", value_parser = heading)]
    title: Option<String>,
    /// Make an axis logarithmic
    #[arg(help_heading = "Look", long, value_name = "x|y", value_delimiter = ',', allow_hyphen_values = true, value_parser = side)]
    log: Vec<Side>,
    /// Prefixes of the units along the axes and in --data: of K, eV, W, W/K and A each, such as mK,ueV,aW [default:
    /// those that leave one to three digits]
    #[arg(help_heading = "Look", long, value_name = "UNITS", value_parser = str::parse::<Prefixes>)]
    pub units: Option<Prefixes>,
    /// What the horizontal axis shows; numbers of a machine with units are in K, eV and W, or have one: 50mK:90mK
    #[arg(help_heading = "Look", long, value_name = "FIRST:LAST", allow_hyphen_values = true, value_parser = range)]
    x_range: Option<(f64, f64)>,
    /// The same of the vertical axis, of the upper one where there are two
    #[arg(help_heading = "Look", long, value_name = "FIRST:LAST", allow_hyphen_values = true, value_parser = range)]
    y_range: Option<(f64, f64)>,
}

/// An axis of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    X,
    Y,
}

impl Side {
    fn name(self) -> &'static str {
        match self {
            Side::X => "x",
            Side::Y => "y",
        }
    }
}

impl Look {
    /// As is usual, but for the prefixes of units.
    pub fn with_units(units: Option<Prefixes>) -> Look {
        Look { units, ..Look::default() }
    }

    /// The axis of numbers in this unit, with the prefix that is asked for, or one that suits it.
    pub fn in_unit(&self, scale: Scale, unit: &str) -> Scale {
        let asked = self.units.as_ref().and_then(|prefixes| prefixes.of(unit));
        let power = asked.map(|prefixed| prefixed.power);
        match power.or_else(|| engineering(unit, scale.magnitude())) {
            Some(power) => scale.in_power(power),
            None => scale,
        }
    }

    /// Whether an axis is to be logarithmic.
    pub fn is_logarithmic(&self, side: Side) -> bool {
        self.log.contains(&side)
    }

    /// What an axis is to show, if that is said.
    pub fn range(&self, side: Side) -> Option<(f64, f64)> {
        match side {
            Side::X => self.x_range,
            Side::Y => self.y_range,
        }
    }

    /// The axis with the ends that it is to have, if that is said.
    pub fn scale(&self, side: Side, is_logarithmic: bool, count: u32) -> Option<Scale> {
        let (first, last) = self.range(side)?;
        Some(Scale::between(first, last, is_logarithmic, count))
    }

    /// The words above the picture.
    pub fn heading(&self) -> Label {
        self.title.as_deref().map(phrase).unwrap_or_default()
    }

    /// The same as a line of text.
    pub fn title(&self) -> Option<String> {
        self.title.as_deref().map(|title| phrase(title).plain())
    }

    /// Refuses a logarithmic axis with an end that is not positive.
    pub fn check(&self) -> Result<(), Failure> {
        for side in [Side::X, Side::Y].into_iter().filter(|side| self.is_logarithmic(*side)) {
            self.check_positive(side, &format!("with --log {}", side.name()))?;
        }
        Ok(())
    }

    /// Refuses the range of an axis that is logarithmic, for this reason, with an end that is not positive.
    pub fn check_positive(&self, side: Side, why: &str) -> Result<(), Failure> {
        match self.range(side) {
            Some((first, _)) if first <= 0.0 => {
                let rule = format!("{why} it must begin above 0");
                Err(self.refusal(side, &rule))
            }
            _ => Ok(()),
        }
    }

    /// The sentence for the range of an axis.
    pub fn refusal(&self, side: Side, rule: &str) -> Failure {
        let (first, last) = self.range(side).unwrap_or_default();
        Failure::Request(format!("--{}-range {first}:{last}: {rule}", side.name()))
    }

    /// The sentence for an axis that cannot be logarithmic.
    pub fn no_logarithm(&self, side: Side, rule: &str) -> Failure {
        Failure::Request(format!("--log {}: {rule}", side.name()))
    }

    /// Refuses ranges between which no curve is.
    pub fn refuse_empty(&self) -> Failure {
        let flags = [Side::X, Side::Y].into_iter().filter_map(|side| {
            let (first, last) = self.range(side)?;
            Some(format!("--{}-range {first}:{last}", side.name()))
        });
        let flags: Vec<String> = flags.collect();
        Failure::Request(format!("{}: no curve is in this frame", flags.join(" ")))
    }
}

/// Says what a picture has no letters for.
pub fn note_missing(scene: &Scene) {
    let lost = missing(scene.texts().into_iter().map(|text| &text.label));
    if !lost.is_empty() {
        let lost: Vec<String> = lost.iter().map(|c| format!("{c} (U+{:04X})", *c as u32)).collect();
        let rule = "the font of pictures does not have it, so that a box stands there";
        warn(&format!("{}: {rule}", lost.join(", ")));
    }
}

/// The least and the greatest side of a picture, and the greatest quotient of the two.
const SIDES: [f64; 2] = [100.0, 10_000.0];
const SLENDER: f64 = 4.0;

fn size(text: &str) -> Result<(f64, f64), String> {
    let whole = |text: &str| Some(f64::from(text.parse::<u32>().ok()?));
    let sides = text.split_once(['x', '×']).and_then(|(w, h)| Some((whole(w)?, whole(h)?)));
    let [least, most] = SIDES;
    match sides {
        None => Err("it must be width and height in whole pixels, as in 800x500".into()),
        Some((w, h)) if w.min(h) < least || w.max(h) > most => {
            Err(format!("width and height must be from {least} to {most}"))
        }
        Some((w, h)) if w.max(h) > SLENDER * w.min(h) => {
            Err(format!("neither side may be more than {SLENDER} times as long as the other"))
        }
        Some(sides) => Ok(sides),
    }
}

/// The most letters above a picture.
const LETTERS: usize = 300;

fn heading(text: &str) -> Result<String, String> {
    match text {
        _ if text.trim().is_empty() => Err("it must have a word".into()),
        _ if text.chars().any(char::is_control) => Err("it must be one line of text".into()),
        _ if text.chars().count() > LETTERS => {
            Err(format!("it may have {LETTERS} letters at most"))
        }
        _ => Ok(text.into()),
    }
}

fn side(text: &str) -> Result<Side, String> {
    match text {
        "x" => Ok(Side::X),
        "y" => Ok(Side::Y),
        _ => Err("it must be x, y, or x,y".into()),
    }
}

fn range(text: &str) -> Result<(f64, f64), String> {
    let number = |text: &str| number(text.trim()).filter(|number: &f64| number.is_finite());
    let ends = text.split_once(':').and_then(|(a, b)| Some((number(a)?, number(b)?)));
    match ends {
        None => Err("it must be two numbers, first:last, such as 0.1:0.5 or 50mK:90mK".into()),
        Some((first, last)) if first >= last => Err("the first end must lie below the last".into()),
        Some(ends) => Ok(ends),
    }
}

/// A number, which may have a unit with a prefix.
fn number(text: &str) -> Option<f64> {
    let is_unit = |c: char| c.is_alphabetic() || c == '/';
    let digits = text.trim_end_matches(is_unit);
    match &text[digits.len()..] {
        "" => digits.parse().ok(),
        unit => {
            let power = unit.parse::<Prefixes>().ok()?.only()?.power;
            let (digits, exponent) =
                digits.trim_end().split_once(['e', 'E']).unwrap_or((digits, "0"));
            let exponent = exponent.parse::<i32>().ok()?.checked_add(power)?;
            format!("{}e{exponent}", digits.trim_end()).parse().ok()
        }
    }
}
