//! Pictures of charts with any words and any size: no text leaves the picture, none stands on another one.

use ndemon::output::{
    Anchor, Chart, Datum, Ink, Label, Line, Mark, Measured, Panel, Rect, Role, Scale, Symbol, Text,
    drawing,
};
use proptest::prelude::*;

/// Words that a title, a name in the legend or a caption may have: long and short ones, symbols, letters that the font
/// has and has not.
fn label(most: usize) -> impl Strategy<Value = Label> {
    let word = prop_oneof![
        "[a-zA-Z]{1,12}".prop_map(|word| Label::text(&word)),
        "[A-Za-zα-ω]_[a-z0-9]{1,4}".prop_map(|symbol| Label::symbol(&symbol)),
        any::<f64>().prop_filter("finite", |x| x.is_finite()).prop_map(Label::number),
        Just(Label::symbol("ε̇_h")),
        "[À-ÿ∂∞→≤中文@WM%]{1,6}".prop_map(|word| Label::text(&word)),
    ];
    prop::collection::vec(word, 1..most).prop_map(|words| {
        let joined = words.into_iter().reduce(|all, next| all.then_text(" ").then(next));
        joined.unwrap_or_default()
    })
}

/// A title that is short, or so long that it has to be smaller.
fn title() -> impl Strategy<Value = Label> {
    prop_oneof![label(4), label(40)]
}

fn scale() -> impl Strategy<Value = Scale> {
    let end = prop_oneof![-10.0..10.0f64, Just(0.0), -1e-7..1e9f64];
    (end, 1e-12..1e4f64, any::<bool>(), 3u32..7).prop_map(|(first, length, is_log, count)| {
        match is_log {
            true => Scale::between(length, length * (2.0 + first.abs()), true, count),
            false => Scale::around(first, first + length, count),
        }
    })
}

fn panel(least: usize) -> impl Strategy<Value = Panel> {
    let shape = prop::collection::vec((0.0..1.0, 0.0..1.0), 2..8);
    let lines = prop::collection::vec((label(6), shape.clone()), least..9);
    let measured = prop::collection::vec((label(6), shape), 0..5);
    let words = (title(), title());
    (scale(), scale(), words, lines, measured).prop_map(
        |(x, y, (below, beside), lines, measured)| {
            let count = lines.len();
            let at = |scale: &Scale, share: f64| match scale.logarithmic {
                true => (scale.first.ln() * (1.0 - share) + scale.last.ln() * share).exp(),
                false => scale.first * (1.0 - share) + scale.last * share,
            };
            let lines = lines.into_iter().enumerate().map(|(number, (label, shape))| {
                let stroke = shape.into_iter().map(|(a, b)| (at(&x, a), at(&y, b))).collect();
                let role = Role::Member(number, count);
                Line { label, role, strokes: vec![stroke], marks: Vec::new() }
            });
            let lines = lines.collect();
            let datum = |(a, b)| {
                let at = (at(&x, a), at(&y, b));
                Datum { at, bars: [Some((at.0 - a, at.0 + a)), None], ink: Ink::Plain }
            };
            let measured = measured.into_iter().zip(Symbol::ALL.into_iter().cycle());
            let measured = measured.map(|((label, shape), symbol)| {
                let points = shape.into_iter().map(datum).collect();
                Measured { label, symbol, points }
            });
            let measured = measured.collect();
            Panel { x, y, titles: [below, beside], lines, measured }
        },
    )
}

fn chart() -> impl Strategy<Value = Chart> {
    let size = (100.0..1500.0, 0.26..3.9).prop_map(|(width, ratio): (f64, f64)| {
        (width.round(), (width * ratio).round().clamp(100.0, 1e4).max((width / 4.0).ceil()))
    });
    let heading = prop_oneof![Just(Label::default()), title()];
    let parts = (panel(1), prop::option::of(panel(1)), any::<bool>());
    let words = (heading, label(20), label(5));
    (parts, words, prop::option::of(size)).prop_map(|(parts, words, size)| {
        let ((main, other, is_below), (heading, caption, mark)) = (parts, words);
        let (inset, below) = if is_below { (None, other) } else { (other, None) };
        Chart {
            title: "a chart".into(),
            about: Vec::new(),
            heading,
            size,
            caption,
            field: None,
            main,
            inset,
            below,
            marks: vec![(Mark::Disc, mark)],
        }
    })
}

/// Whether two rectangles share more than a hair.
fn overlap(a: &Rect, b: &Rect) -> bool {
    const HAIR: f64 = 0.5;
    let apart = |first: f64, last: f64, other_first: f64, other_last: f64| {
        last.min(other_last) - first.max(other_first) < HAIR
    };
    !apart(a.left, a.right(), b.left, b.right()) && !apart(a.top, a.bottom(), b.top, b.bottom())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 40,
        failure_persistence: None,
        max_shrink_iters: 200,
        ..ProptestConfig::default()
    })]

    #[test]
    fn nothing_leaves_the_picture(chart in chart()) {
        let scene = drawing(&chart);
        if let Some(size) = chart.size {
            let pixels = (scene.width * scene.scale, scene.height * scene.scale);
            prop_assert!((pixels.0 - size.0).abs() < 1e-6 && (pixels.1 - size.1).abs() < 1e-6);
        }
        let texts = scene.texts();
        prop_assert!(texts.len() > 4);
        for text in texts {
            let Rect { left, top, .. } = text.bounds();
            let (right, bottom) = (text.bounds().right(), text.bounds().bottom());
            let is_inside = left >= 0.0 && top >= 0.0 && right <= scene.width && bottom <= scene.height;
            prop_assert!(is_inside, "{}: {:?}, {} x {}", text.label.plain(), text.bounds(), scene.width, scene.height);
        }
    }

    #[test]
    fn no_text_stands_on_another_one(chart in chart()) {
        let scene = drawing(&chart);
        let texts: Vec<(&Text, Rect)> = scene.texts().into_iter().map(|text| (text, text.bounds())).collect();
        for (number, (text, bounds)) in texts.iter().enumerate() {
            for (other, others) in &texts[..number] {
                let words = [&text.label, &other.label].map(Label::plain);
                prop_assert!(!overlap(bounds, others), "{words:?}: {bounds:?} {others:?} {:?}", chart.size);
            }
        }
    }
}

#[test]
fn a_text_is_where_its_anchor_says() {
    let text = |anchor, turned| Text {
        label: Label::text("H"),
        at: (100.0, 50.0),
        anchor,
        size: 20.0,
        turned,
        colour: [0; 3],
    };
    // By fontTools: the advance of H is 777 thousandths, its outline from 50 to 756 and as high as 657.
    let width = Label::text("H").width() * 20.0;
    let close = |a: f64, b: f64| (a - b).abs() < 0.5;
    let start = text(Anchor::Start, 0.0).bounds();
    assert!(close(start.left, 100.0) && close(width, 0.777 * 20.0), "{start:?}");
    assert!(close(start.bottom(), 50.0) && close(start.height, 0.657 * 20.0), "{start:?}");
    let end = text(Anchor::End, 0.0).bounds();
    assert!(close(end.right(), 100.0), "{end:?}");
    // Turned to the left it goes up, from half below to half above.
    let up = text(Anchor::Middle, -90.0).bounds();
    assert!(close(up.right(), 100.0) && close(up.width, 0.657 * 20.0), "{up:?}");
    assert!(close(up.top, 50.0 - width / 2.0) && close(up.bottom(), 50.0 + width / 2.0), "{up:?}");
}
