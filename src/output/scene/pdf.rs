//! PDF: lines and areas, and real text in an embedded part of the font.

use super::compact_font::{compact_font, controls};
use super::svg::escaped;
use super::{Colour, Item, Matrix, Place, Scene, Segment, Shape, Stroke, Text};
use crate::output::font::{Glyph, Placed};
use pdf_writer::types::{CidFontType, FontFlags, LineJoinStyle, SystemInfo, UnicodeCmap};
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};
use std::collections::BTreeMap;

/// Points, of which 72 are an inch, by pixels.
const POINT: f64 = 72.0 / 96.0;

const FONT: Name = Name(b"F");
/// The tag is for a part of a font.
const NAME: &str = "NDEMON+STIXTwoMath-Regular";
const IDENTITY: SystemInfo =
    SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// The picture as a PDF of one page.
pub fn pdf(scene: &Scene) -> Vec<u8> {
    let glyphs = Glyphs::of(scene);
    let mut page = Page { content: Content::new(), glyphs: &glyphs };
    let scale = (scene.scale * POINT) as f32;
    let [width, height] = [scene.width, scene.height].map(|length| length as f32 * scale);
    page.content.transform([scale, 0.0, 0.0, -scale, 0.0, height]);
    page.add(&scene.items);
    let content = packed(&page.content.finish());

    let mut next = 1..;
    let mut id = || Ref::new(next.next().unwrap_or(1));
    let [metadata, catalog, pages, leaf, stream, font, info] = [(); 7].map(|()| id());
    let mut pdf = Pdf::new();
    // First, so that it is found soon.
    pdf.metadata(metadata, about(scene).as_bytes());
    pdf.catalog(catalog)
        .pages(pages)
        .metadata(metadata)
        .viewer_preferences()
        .display_doc_title(true);
    pdf.pages(pages).kids([leaf]).count(1);
    let mut page = pdf.page(leaf);
    page.parent(pages).media_box(Rect::new(0.0, 0.0, width, height)).contents(stream);
    page.resources().fonts().pair(FONT, font);
    page.finish();
    pdf.stream(stream, &content).filter(Filter::FlateDecode);
    glyphs.write(&mut pdf, font, id);
    let program = scene.about.first().map_or("", String::as_str);
    pdf.document_info(info).title(TextStr(&scene.title)).creator(TextStr(program));
    pdf.finish()
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    miniz_oxide::deflate::compress_to_vec_zlib(bytes, 8)
}

/// Title and request in the form that programs look for, XMP.
fn about(scene: &Scene) -> String {
    let [title, lines] = [&scene.title, &scene.about.join("\n")].map(|text| escaped(text));
    let program = escaped(scene.about.first().map_or("", String::as_str));
    let text =
        |text: String| format!("<rdf:Alt><rdf:li xml:lang=\"x-default\">{text}</rdf:li></rdf:Alt>");
    format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\n\
         <dc:title>{}</dc:title>\n<xmp:CreatorTool>{program}</xmp:CreatorTool>\n<dc:description>{}</dc:description>\n\
         </rdf:Description>\n</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>",
        text(title),
        text(format!("\n{lines}\n"))
    )
}

/// The glyphs of a picture, each with its number, from 1, and the character that it stands for.
struct Glyphs(BTreeMap<char, (u16, Glyph, char)>);

impl Glyphs {
    fn of(scene: &Scene) -> Glyphs {
        let mut all = BTreeMap::new();
        for text in scene.texts() {
            for Placed { glyph, text, .. } in text.set().0.glyphs {
                all.entry(glyph.code).or_insert((0, glyph, text));
            }
        }
        for (number, entry) in (1..).zip(all.values_mut()) {
            entry.0 = number;
        }
        Glyphs(all)
    }

    fn number(&self, glyph: &Glyph) -> u16 {
        self.0.get(&glyph.code).map_or(0, |(number, ..)| *number)
    }

    /// Writes the font as the object `font`.
    fn write(&self, pdf: &mut Pdf, font: Ref, mut id: impl FnMut() -> Ref) {
        let [descendant, descriptor, file, unicode] = [(); 4].map(|()| id());
        let glyphs: Vec<Glyph> = self.0.values().map(|(_, glyph, _)| *glyph).collect();
        let name = Name(NAME.as_bytes());
        let mut type0 = pdf.type0_font(font);
        type0.base_font(name).encoding_predefined(Name(b"Identity-H"));
        type0.descendant_font(descendant).to_unicode(unicode);
        type0.finish();
        let mut cid = pdf.cid_font(descendant);
        cid.subtype(CidFontType::Type0).base_font(name).system_info(IDENTITY);
        cid.font_descriptor(descriptor).default_width(Glyph::MISSING.advance as f32);
        cid.widths().consecutive(1, glyphs.iter().map(|glyph| glyph.advance as f32));
        cid.finish();
        // The numbers of the font STIX Two Math: its box, and how high its letters are.
        pdf.font_descriptor(descriptor)
            .name(name)
            .flags(FontFlags::SYMBOLIC)
            .bbox(Rect::new(-1000.0, -1000.0, 2500.0, 2000.0))
            .italic_angle(0.0)
            .ascent(762.0)
            .descent(-238.0)
            .cap_height(656.0)
            .stem_v(80.0)
            .font_file3(file);
        let data = packed(&compact_font(NAME, &glyphs));
        let mut stream = pdf.stream(file, &data);
        stream.filter(Filter::FlateDecode).pair(Name(b"Subtype"), Name(b"CIDFontType0C"));
        stream.finish();
        let mut map = UnicodeCmap::new(Name(b"NDEMON"), IDENTITY);
        self.0.values().for_each(|(number, _, text)| map.pair(*number, *text));
        pdf.cmap(unicode, &map.finish());
    }
}

struct Page<'a> {
    content: Content,
    glyphs: &'a Glyphs,
}

impl Page<'_> {
    fn add(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Shape(shape) => self.shape(shape),
                Item::Text(text) => self.text(text),
                Item::Group { clip, items, .. } => {
                    self.content.save_state();
                    if let Some(rect) = clip {
                        let [x, y, width, height] = [rect.left, rect.top, rect.width, rect.height]
                            .map(|number| number as f32);
                        self.content.rect(x, y, width, height).clip_nonzero().end_path();
                    }
                    self.add(items);
                    self.content.restore_state();
                }
            }
        }
    }

    fn shape(&mut self, shape: &Shape) {
        if let Some(colour) = shape.fill {
            let [red, green, blue] = shares(colour);
            self.content.set_fill_rgb(red, green, blue);
        }
        if let Some(Stroke { colour, width, dashes, is_round }) = &shape.stroke {
            let [red, green, blue] = shares(*colour);
            let join = if *is_round { LineJoinStyle::RoundJoin } else { LineJoinStyle::MiterJoin };
            let dashes = dashes.iter().map(|length| *length as f32);
            self.content.set_stroke_rgb(red, green, blue);
            self.content.set_line_width(*width as f32).set_line_join(join);
            self.content.set_dash_pattern(dashes, 0.0);
        }
        self.path(&shape.outline.path().0);
        match (shape.fill, &shape.stroke) {
            (Some(_), Some(_)) => self.content.fill_nonzero_and_stroke(),
            (Some(_), None) => self.content.fill_nonzero(),
            (None, Some(_)) => self.content.stroke(),
            (None, None) => self.content.end_path(),
        };
    }

    fn path(&mut self, segments: &[Segment]) {
        let mut pen: Place = (0.0, 0.0);
        let thin = |(x, y): Place| (x as f32, y as f32);
        for segment in segments {
            match *segment {
                Segment::Move(to) => self.content.move_to(thin(to).0, thin(to).1),
                Segment::Line(to) => self.content.line_to(thin(to).0, thin(to).1),
                Segment::Quad(..) | Segment::Cubic(..) => {
                    let (a, b, to) = match *segment {
                        Segment::Cubic(a, b, to) => (a, b, to),
                        Segment::Quad(control, to) => {
                            let [a, b] = controls(pen, control, to);
                            (a, b, to)
                        }
                        _ => continue,
                    };
                    let (a, b, to) = (thin(a), thin(b), thin(to));
                    self.content.cubic_to(a.0, a.1, b.0, b.1, to.0, to.1)
                }
                Segment::Close => self.content.close_path(),
            };
            if let Segment::Move(to)
            | Segment::Line(to)
            | Segment::Quad(_, to)
            | Segment::Cubic(.., to) = *segment
            {
                pen = to;
            }
        }
    }

    /// The text by runs of glyphs that follow each other, and what it says.
    fn text(&mut self, text: &Text) {
        let [red, green, blue] = shares(text.colour);
        let (set, matrix) = text.set();
        let words = text.label.plain();
        let content = &mut self.content;
        content
            .begin_marked_content_with_properties(Name(b"Span"))
            .properties()
            .actual_text(TextStr(&words));
        content.begin_text();
        content.set_fill_rgb(red, green, blue).set_font(FONT, 1.0);
        let mut rest = &set.glyphs[..];
        while let Some(first) = rest.first() {
            let follows = |pair: &&[Placed]| {
                let [a, b] = [&pair[0], &pair[1]];
                let end = a.at.0 + a.glyph.advance * a.size / 1000.0;
                a.size == b.size && a.at.1 == b.at.1 && (end - b.at.0).abs() < 1e-9
            };
            let count = 1 + rest.windows(2).take_while(follows).count();
            let (run, after) = rest.split_at(count);
            let numbers =
                run.iter().flat_map(|placed| self.glyphs.number(&placed.glyph).to_be_bytes());
            content
                .set_text_matrix(run_matrix(&matrix, first))
                .show(Str(&numbers.collect::<Vec<u8>>()));
            rest = after;
        }
        content.end_text().end_marked_content();
    }
}

/// What takes a glyph of the size 1 into its place.
fn run_matrix([a, b, c, d, e, f]: &Matrix, placed: &Placed) -> [f32; 6] {
    let ((x, y), size) = (placed.at, placed.size);
    [a * size, b * size, c * size, d * size, a * x + c * y + e, b * x + d * y + f]
        .map(|number| number as f32)
}

fn shares(colour: Colour) -> [f32; 3] {
    colour.map(|part| f32::from(part) / 255.0)
}
