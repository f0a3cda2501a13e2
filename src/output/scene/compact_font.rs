//! A font in the compact format (CFF, Adobe's technical note 5176) with some glyphs, to be embedded in a PDF by the
//! numbers of the glyphs. Outlines are charstrings of type 2 (technical note 5177).

use crate::output::font::{Glyph, Step};

/// The number 0 is for a glyph that is missing.
const NOTDEF: Glyph = Glyph::MISSING;

// Operators of dictionaries.
const ROS: &[u8] = &[12, 30];
const CID_COUNT: &[u8] = &[12, 34];
const FD_ARRAY: &[u8] = &[12, 36];
const FD_SELECT: &[u8] = &[12, 37];
const CHARSET: &[u8] = &[15];
const CHARSTRINGS: &[u8] = &[17];
const PRIVATE: &[u8] = &[18];
const DEFAULT_WIDTH: &[u8] = &[20];

// Operators of charstrings.
const RLINETO: u8 = 5;
const RRCURVETO: u8 = 8;
const ENDCHAR: u8 = 14;
const RMOVETO: u8 = 21;

/// The first strings that are not standard.
const STRINGS: [&str; 2] = ["Adobe", "Identity"];
const FIRST_STRING: i32 = 391;

/// A font of this name in which the first of the glyphs has the number 1.
pub fn compact_font(name: &str, glyphs: &[Glyph]) -> Vec<u8> {
    let count = glyphs.len() as i32 + 1;
    let charstrings: Vec<Vec<u8>> = [NOTDEF].iter().chain(glyphs).map(charstring).collect();
    let charstrings = index(&charstrings);
    let head = [&[1, 0, 4, 4][..], &index(&[name.as_bytes().to_vec()])].concat();
    let strings = [index(&STRINGS.map(|text| text.as_bytes().to_vec())), index(&[])].concat();
    // Numbers 1, 2, … in a range; and all glyphs have the first private dictionary.
    let last = (count - 2).max(0) as u16;
    let charset = [&[2][..], &1u16.to_be_bytes(), &last.to_be_bytes()].concat();
    let select =
        [&[3][..], &1u16.to_be_bytes(), &[0, 0, 0], &(count as u16).to_be_bytes()].concat();
    let private = entry(&[0], DEFAULT_WIDTH);

    // A top dictionary is as long wherever it says that the others are.
    let top = |places: [i32; 4]| {
        let [charset, select, charstrings, fonts] = places;
        let dictionary = [
            entry(&[FIRST_STRING, FIRST_STRING + 1, 0], ROS),
            entry(&[count], CID_COUNT),
            entry(&[charset], CHARSET),
            entry(&[select], FD_SELECT),
            entry(&[charstrings], CHARSTRINGS),
            entry(&[fonts], FD_ARRAY),
        ];
        index(&[dictionary.concat()])
    };
    let length = |part: &[u8]| part.len() as i32;
    let begin = length(&head) + length(&top([0; 4])) + length(&strings);
    let select_at = begin + length(&charset);
    let charstrings_at = select_at + length(&select);
    let private_at = charstrings_at + length(&charstrings);
    let fonts_at = private_at + length(&private);
    let fonts = index(&[entry(&[length(&private), private_at], PRIVATE)]);
    let top = top([begin, select_at, charstrings_at, fonts_at]);
    [head, top, strings, charset, select, charstrings, private, fonts].concat()
}

/// Numbers and their operator, each number in five bytes.
fn entry(numbers: &[i32], operator: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for number in numbers {
        bytes.push(29);
        bytes.extend(number.to_be_bytes());
    }
    bytes.extend(operator);
    bytes
}

/// Some data, each with its place.
fn index(parts: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = (parts.len() as u16).to_be_bytes().to_vec();
    if parts.is_empty() {
        return bytes;
    }
    bytes.push(4);
    let mut place = 1u32;
    bytes.extend(place.to_be_bytes());
    for part in parts {
        place += part.len() as u32;
        bytes.extend(place.to_be_bytes());
    }
    bytes.extend(parts.concat());
    bytes
}

/// A glyph: its width, which is none by default, and its outline in steps of whole numbers.
fn charstring(glyph: &Glyph) -> Vec<u8> {
    let mut bytes = Vec::new();
    number(&mut bytes, glyph.advance.round() as i16);
    // Where the pen is, and where it is exactly.
    let (mut pen, mut exact) = ((0i16, 0i16), (0.0, 0.0));
    let mut draw = |bytes: &mut Vec<u8>, places: &[(f64, f64)], operator: u8| {
        for (x, y) in places {
            let to = (x.round() as i16, y.round() as i16);
            number(bytes, to.0 - pen.0);
            number(bytes, to.1 - pen.1);
            pen = to;
        }
        bytes.push(operator);
    };
    for step in glyph.outline() {
        match step {
            Step::Move(to) => draw(&mut bytes, &[to], RMOVETO),
            Step::Line(to) => draw(&mut bytes, &[to], RLINETO),
            Step::Curve(control, to) => {
                let [first, second] = controls(exact, control, to);
                draw(&mut bytes, &[first, second, to], RRCURVETO);
            }
            // The next step closes it.
            Step::Close => {}
        }
        if let Step::Move(to) | Step::Line(to) | Step::Curve(_, to) = step {
            exact = to;
        }
    }
    bytes.push(ENDCHAR);
    bytes
}

/// The controls of the cubic that is a parabola.
pub fn controls(from: (f64, f64), control: (f64, f64), to: (f64, f64)) -> [(f64, f64); 2] {
    let near = |end: (f64, f64)| {
        let part = |end: f64, control: f64| end + (control - end) * 2.0 / 3.0;
        (part(end.0, control.0), part(end.1, control.1))
    };
    [near(from), near(to)]
}

/// A number of a charstring.
fn number(bytes: &mut Vec<u8>, number: i16) {
    match number {
        -107..=107 => bytes.push((number + 139) as u8),
        _ => {
            bytes.push(28);
            bytes.extend(number.to_be_bytes());
        }
    }
}
