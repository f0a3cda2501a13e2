//! A chart in the format that a file asks for.

use super::document::Kind;
use super::failure::Failure;
use super::look::note_missing;
use crate::output::{Chart, Scene, drawing, gnuplot, svg};

/// The bytes of a file of this kind.
pub fn drawn_as(kind: Kind, chart: &Chart) -> Result<Vec<u8>, Failure> {
    if kind == Kind::Gnuplot {
        return Ok(gnuplot(chart).into_bytes());
    }
    let scene = drawing(chart);
    note_missing(&scene);
    pixels(kind, chart, &scene).unwrap_or_else(|| Ok(svg(&scene).into_bytes()))
}

/// The same of what is no text. A PNG has the size that is asked for, or else twice that of the SVG.
#[cfg(feature = "pictures")]
fn pixels(kind: Kind, chart: &Chart, scene: &Scene) -> Option<Result<Vec<u8>, Failure>> {
    use crate::output::{pdf, png};
    match kind {
        Kind::Pdf => Some(Ok(pdf(scene))),
        Kind::Png => {
            let finer = if chart.size.is_some() { 1.0 } else { 2.0 };
            let rule = "there is no memory for so many pixels";
            Some(png(scene, finer).ok_or_else(|| Failure::Request(format!("--size: {rule}"))))
        }
        _ => None,
    }
}

#[cfg(not(feature = "pictures"))]
fn pixels(_: Kind, _: &Chart, _: &Scene) -> Option<Result<Vec<u8>, Failure>> {
    None
}
