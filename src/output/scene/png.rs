//! PNG: the picture in dots, and its words and request beside them.

use super::{Colour, Item, Path, Rect, Scene, Segment, Stroke, moved};
use tiny_skia::{FillRule, LineJoin, Mask, Paint, PathBuilder, Pixmap, StrokeDash, Transform};

/// Pixels of which 96 are an inch, by the metre.
const DENSITY: f64 = 96.0 / 0.0254;

/// The picture as a PNG file whose pixels are so much smaller than those of which 96 are an inch. None where it has
/// more pixels than there is room for.
pub fn png(scene: &Scene, finer: f64) -> Option<Vec<u8>> {
    let scale = scene.scale * finer;
    let [width, height] =
        [scene.width, scene.height].map(|length| (length * scale).round().max(1.0) as u32);
    let mut canvas = Canvas { pixels: Pixmap::new(width, height)?, scale };
    canvas.pixels.fill(tiny_skia::Color::WHITE);
    canvas.add(&scene.items, None);
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let per_metre = (DENSITY * finer).round() as u32;
    let unit = png::Unit::Meter;
    encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: per_metre, yppu: per_metre, unit }));
    let program = scene.about.first().map_or("", String::as_str);
    for (keyword, text) in [
        ("Title", scene.title.as_str()),
        ("Software", program),
        ("Comment", &scene.about.join("\n")),
    ] {
        encoder.add_itxt_chunk(keyword.into(), text.replace('\0', "\u{fffd}")).ok()?;
    }
    let mut writer = encoder.write_header().ok()?;
    // Nothing is transparent.
    let opaque: Vec<u8> =
        canvas.pixels.data().chunks_exact(4).flat_map(|pixel| pixel[..3].to_vec()).collect();
    writer.write_image_data(&opaque).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}

struct Canvas {
    pixels: Pixmap,
    scale: f64,
}

impl Canvas {
    fn add(&mut self, items: &[Item], mask: Option<&Mask>) {
        for item in items {
            match item {
                Item::Shape(shape) => {
                    let path = shape.outline.path();
                    self.fill(&path, shape.fill, mask);
                    if let Some(stroke) = &shape.stroke {
                        self.stroke(&path, stroke, mask);
                    }
                }
                Item::Text(text) => self.fill(&Path::letters(text), Some(text.colour), mask),
                Item::Group { clip: Some(rect), items, .. } => {
                    let clip = self.mask(rect, mask);
                    self.add(items, clip.as_ref().or(mask));
                }
                Item::Group { items, .. } => self.add(items, mask),
            }
        }
    }

    /// What is inside a rectangle, and inside what is around it.
    fn mask(&self, rect: &Rect, around: Option<&Mask>) -> Option<Mask> {
        let path = self.path(&Path::rectangle(rect))?;
        let (rule, whole) = (FillRule::Winding, Transform::identity());
        let mut mask = match around {
            Some(around) => around.clone(),
            None => Mask::new(self.pixels.width(), self.pixels.height())?,
        };
        match around {
            Some(_) => mask.intersect_path(&path, rule, true, whole),
            None => mask.fill_path(&path, rule, true, whole),
        }
        Some(mask)
    }

    fn fill(&mut self, path: &Path, colour: Option<Colour>, mask: Option<&Mask>) {
        if let (Some(colour), Some(path)) = (colour, self.path(path)) {
            let (rule, whole) = (FillRule::Winding, Transform::identity());
            self.pixels.fill_path(&path, &paint(colour), rule, whole, mask);
        }
    }

    fn stroke(&mut self, path: &Path, stroke: &Stroke, mask: Option<&Mask>) {
        let Some(path) = self.path(path) else { return };
        let length = |length: f64| (length * self.scale) as f32;
        let join = if stroke.is_round { LineJoin::Round } else { LineJoin::Miter };
        let dash = StrokeDash::new(stroke.dashes.iter().map(|dash| length(*dash)).collect(), 0.0);
        let line = tiny_skia::Stroke {
            width: length(stroke.width),
            line_join: join,
            dash,
            ..tiny_skia::Stroke::default()
        };
        self.pixels.stroke_path(&path, &paint(stroke.colour), &line, Transform::identity(), mask);
    }

    fn path(&self, path: &Path) -> Option<tiny_skia::Path> {
        let matrix = [self.scale, 0.0, 0.0, self.scale, 0.0, 0.0];
        let at = |place| {
            let (x, y) = moved(&matrix, place);
            (x as f32, y as f32)
        };
        let mut builder = PathBuilder::new();
        for segment in &path.0 {
            match *segment {
                Segment::Move(to) => builder.move_to(at(to).0, at(to).1),
                Segment::Line(to) => builder.line_to(at(to).0, at(to).1),
                Segment::Quad(a, to) => {
                    let (a, to) = (at(a), at(to));
                    builder.quad_to(a.0, a.1, to.0, to.1);
                }
                Segment::Cubic(a, b, to) => {
                    let (a, b, to) = (at(a), at(b), at(to));
                    builder.cubic_to(a.0, a.1, b.0, b.1, to.0, to.1);
                }
                Segment::Close => builder.close(),
            }
        }
        builder.finish()
    }
}

fn paint([red, green, blue]: Colour) -> Paint<'static> {
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color_rgba8(red, green, blue, 255);
    paint
}
