//! SVG, which needs nothing from outside but a serif font.

use super::clip::clipped;
use super::label::{Label, Level};
use super::layout::{
    CAPTION_ABOVE, INSET_TITLE_ABOVE, INSET_TITLE_BELOW, LEADING, Layout, Rect, SAMPLE,
    TITLE_BELOW, TITLE_LEFT, Text, WIDTH, shrunk, size,
};
use super::style::Style;
use super::{Chart, Line, Mark, Panel};
use std::fmt::Write;

const FONTS: &str = "'STIX Two Text', 'Times New Roman', Times, 'DejaVu Serif', serif";

/// The chart as an SVG file.
pub fn svg(chart: &Chart) -> String {
    let layout = Layout::of(chart);
    let height = layout.height;
    let mut svg = Svg(String::new());
    svg.line(&format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" \
         viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" xml:space=\"preserve\" font-family=\"{FONTS}\">"
    ));
    svg.line(&format!("<title>{}</title>", escaped(&chart.title)));
    svg.line(&format!("<metadata>\n{}\n</metadata>", escaped(&chart.about.join("\n"))));
    svg.line(&format!("<rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#ffffff\"/>"));
    svg.panel(&chart.main, layout.main, "main", 1.0);
    let lowest = layout.below.map_or(layout.main, |[below, _]| below);
    svg.under(&chart.main, lowest, &layout);
    svg.beside(&chart.main, layout.main, &layout);
    let caption = (layout.caption_end(&chart.caption), layout.main.top - CAPTION_ABOVE);
    svg.text(&chart.caption, caption, layout.size(Text::Caption, &chart.caption), Anchor::End);
    if let (Some(panel), Some(frame)) = (&chart.inset, layout.inset) {
        svg.panel(panel, frame, "inset", 0.72);
        let middle = (frame.left + frame.width / 2.0, frame.bottom() + INSET_TITLE_BELOW);
        let size = layout.size(Text::InsetBelow, &panel.titles[0]);
        svg.text(&panel.titles[0], middle, size, Anchor::Middle);
        let above = (frame.left, frame.top - INSET_TITLE_ABOVE);
        let size = layout.size(Text::InsetAbove, &panel.titles[1]);
        svg.text(&panel.titles[1], above, size, Anchor::Start);
    }
    svg.line("<g id=\"legend\">");
    svg.legend(&chart.main, &chart.marks, layout.legend);
    svg.line("</g>");
    if let (Some(panel), Some([frame, legend])) = (&chart.below, layout.below) {
        svg.panel(panel, frame, "below", 1.0);
        svg.beside(panel, frame, &layout);
        svg.line("<g id=\"legend-below\">");
        svg.legend(panel, &[], legend);
        svg.line("</g>");
    }
    svg.line("</svg>");
    svg.0
}

#[derive(Clone, Copy)]
enum Anchor {
    Start,
    Middle,
    End,
}

struct Svg(String);

impl Svg {
    fn line(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    /// The curves of a panel, its frame and its numbers, in this scale.
    fn panel(&mut self, panel: &Panel, frame: Rect, name: &str, scale: f64) {
        let Rect { left, top, width, height } = frame;
        let shape =
            format!("x=\"{left:.2}\" y=\"{top:.2}\" width=\"{width:.2}\" height=\"{height:.2}\"");
        self.line(&format!("<clipPath id=\"{name}-frame\"><rect {shape}/></clipPath>"));
        self.line(&format!("<g id=\"{name}\">"));
        self.line(&format!(
            "<g clip-path=\"url(#{name}-frame)\" fill=\"none\" stroke-linejoin=\"round\">"
        ));
        for line in &panel.lines {
            let path = path(line, panel, frame);
            let style = stroke(&line.role.style(), scale);
            let label = escaped(&line.label.plain());
            self.line(&format!("<path d=\"{path}\" {style}><title>{label}</title></path>"));
        }
        self.line("</g>");
        let style = "fill=\"none\" stroke=\"#000000\" stroke-width=\"1.4\"";
        self.line(&format!("<rect {shape} {style}/>"));
        self.numbers(panel, frame, scale);
        for line in &panel.lines {
            for (mark, at) in line.marks.iter().filter(|(_, at)| panel.has(*at)) {
                let place = frame.at(panel.share(*at));
                self.mark(*mark, place, &line.role.style().hex(), scale);
            }
        }
        self.line("</g>");
    }

    fn numbers(&mut self, panel: &Panel, frame: Rect, scale: f64) {
        let letters = if scale < 1.0 { size::INSET_TICK } else { size::TICK };
        let length = 7.0 * scale;
        let mut ticks = String::new();
        for (at, label) in panel.x.apart(frame.width, letters) {
            let x = frame.left + frame.width * panel.x.share(*at);
            let _ = write!(ticks, "M{x:.2} {:.2}v{length:.2}", frame.bottom());
            let place = (x, frame.bottom() + length + letters * 0.95);
            self.text(label, place, letters, Anchor::Middle);
        }
        for (at, label) in &panel.y.ticks {
            let y = frame.bottom() - frame.height * panel.y.share(*at);
            let _ = write!(ticks, "M{:.2} {y:.2}h{:.2}", frame.left, -length);
            let place = (frame.left - length - 5.0, y + letters * 0.34);
            self.text(label, place, letters, Anchor::End);
        }
        self.line(&format!("<path d=\"{ticks}\" stroke=\"#000000\" stroke-width=\"1.4\"/>"));
    }

    /// The title of the horizontal axis, under a frame.
    fn under(&mut self, panel: &Panel, frame: Rect, layout: &Layout) {
        let middle = (frame.left + frame.width / 2.0, frame.bottom() + TITLE_BELOW);
        let size = layout.size(Text::Below, &panel.titles[0]);
        self.text(&panel.titles[0], middle, size, Anchor::Middle);
    }

    /// The title of the vertical axis, beside a frame.
    fn beside(&mut self, panel: &Panel, frame: Rect, layout: &Layout) {
        let y = frame.top + frame.height / 2.0;
        self.line(&format!("<g transform=\"translate({TITLE_LEFT} {y:.2}) rotate(-90)\">"));
        let size = layout.size(Text::Beside, &panel.titles[1]);
        self.text(&panel.titles[1], (0.0, 0.0), size, Anchor::Middle);
        self.line("</g>");
    }

    fn legend(&mut self, panel: &Panel, marks: &[(Mark, Label)], place: Rect) {
        let text = place.left + SAMPLE + 10.0;
        let shrunk = shrunk(place, panel.lines.len() + marks.len());
        let (leading, size) = (LEADING * shrunk, size::LEGEND * shrunk);
        let mut y = place.top + leading / 2.0;
        for line in &panel.lines {
            let style = stroke(&line.role.style(), 1.0);
            self.line(&format!("<path d=\"M{:.2} {y:.2}h{SAMPLE}\" {style}/>", place.left));
            let baseline = (text, y + size * 0.34);
            self.text(&line.label, baseline, size, Anchor::Start);
            y += leading;
        }
        for (mark, label) in marks {
            self.mark(*mark, (place.left + SAMPLE / 2.0, y), "#5a5a5a", 1.0);
            let baseline = (text, y + size * 0.34);
            self.text(label, baseline, size, Anchor::Start);
            y += leading;
        }
    }

    fn mark(&mut self, mark: Mark, (x, y): (f64, f64), colour: &str, scale: f64) {
        let radius = 5.5 * scale;
        let (fill, stroke, width) = match mark {
            Mark::Disc => (colour, "#ffffff", "1"),
            Mark::Ring => ("#ffffff", colour, "2"),
        };
        self.line(&format!(
            "<circle cx=\"{x:.2}\" cy=\"{y:.2}\" r=\"{radius:.2}\" fill=\"{fill}\" \
             stroke=\"{stroke}\" stroke-width=\"{width}\"/>"
        ));
    }

    fn text(&mut self, label: &Label, (x, y): (f64, f64), size: f64, anchor: Anchor) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let mut spans = String::new();
        let mut raised = 0.0;
        for span in &label.0 {
            let (shift, share) = match span.level {
                Level::Base => (0.0, 1.0),
                Level::Sub => (-0.24, 0.7),
                Level::Super => (0.38, 0.7),
            };
            let style = if span.italic { " font-style=\"italic\"" } else { "" };
            // Down from where the letters before stand.
            let down = (raised - shift) * size;
            raised = shift;
            let _ =
                write!(spans, "<tspan dy=\"{down:.2}\" font-size=\"{:.2}\"{style}>", size * share);
            let _ = write!(spans, "{}</tspan>", escaped(&span.text));
        }
        self.line(&format!(
            "<text x=\"{x:.2}\" y=\"{y:.2}\" font-size=\"{size}\" text-anchor=\"{anchor}\">{spans}</text>"
        ));
    }
}

fn stroke(style: &Style, scale: f64) -> String {
    let mut text =
        format!("stroke=\"{}\" stroke-width=\"{:.2}\"", style.hex(), style.width * scale);
    if !style.dashes.is_empty() {
        let dashes = style.dashes.iter().map(|length| format!("{:.2}", length * scale));
        let _ = write!(text, " stroke-dasharray=\"{}\"", dashes.collect::<Vec<_>>().join(" "));
    }
    text
}

/// The way of a curve through a frame. What is far beyond it is left out: some viewers draw large
/// coordinates wrong.
fn path(line: &Line, panel: &Panel, frame: Rect) -> String {
    const MARGIN: f64 = 0.04;
    let mut path = String::new();
    for stroke in &line.strokes {
        let mut pen = None;
        let places: Vec<(f64, f64)> = stroke.iter().map(|point| panel.share(*point)).collect();
        for pair in places.windows(2) {
            let Some((from, to)) = clipped(pair[0], pair[1], MARGIN) else { continue };
            if pen != Some(from) {
                let (x, y) = frame.at(from);
                let _ = write!(path, "M{x:.2} {y:.2}");
            }
            let (x, y) = frame.at(to);
            let _ = write!(path, "L{x:.2} {y:.2}");
            pen = Some(to);
        }
    }
    path
}

/// A text within XML, which has no place for control characters.
fn escaped(text: &str) -> String {
    let text = text.replace(|c: char| c.is_control() && c != '\n', "\u{fffd}");
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
