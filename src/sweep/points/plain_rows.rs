//! Plain rows are read as all others are.

use super::*;
use crate::refrigerator::RefrigeratorFamily;
use std::io::BufReader;

/// All points of a table with what is passed through, how many were read as plain rows, and how the
/// table ends.
fn read_all(text: &[u8], capacity: usize, is_quick: bool) -> (Vec<String>, usize, String) {
    let schema = Schema::of(&RefrigeratorFamily);
    let reader = BufReader::with_capacity(capacity, text);
    let fixed = Fixed { keeps_extras: true, ..Fixed::default() };
    let mut points = Points::open(schema, reader, &fixed).unwrap();
    points.plain = points.plain.filter(|_| is_quick);
    let (mut all, mut plain) = (Vec::new(), 0);
    loop {
        let is_plain = points.read_plain();
        plain += usize::from(is_plain);
        match if is_plain { Ok(true) } else { points.read_any() } {
            Ok(true) => all.push(format!("{:?} {:?}", points.point().raw(), points.extras())),
            end => return (all, plain, format!("{end:?}")),
        }
    }
}

/// Whatever the first row begins with, of up to four of these parts: the quick way of reading rows
/// gives what the other one gives.
#[test]
fn plain_rows_are_rows_like_all_others() {
    let number: &[u8] = b"0.1234567890123456789";
    let parts = [number, b"-", b",", b"\n", b"\r", b" ", b"\"", b"\xe9", b"\0"];
    let headers = [("tc,note,cop,e4", "0.25,a b,7,1.3"), ("cop,tc,e4", "7,0.25,1.3")];
    let mut starts = vec![Vec::new()];
    let mut plain = 0;
    for _ in 0..4 {
        starts = starts.iter().flat_map(|s| parts.map(|part| [s, part].concat())).collect();
        for (start, (header, row)) in starts.iter().zip(headers.iter().cycle()) {
            let rest = format!("0.5,1\n{row}\n");
            let text = [header.as_bytes(), b"\n", start, rest.as_bytes()].concat();
            let (expected, _, end) = read_all(&text, 64, false);
            let (found, quick, found_end) = read_all(&text, 64, true);
            assert_eq!((found, found_end), (expected, end), "{}", text.escape_ascii());
            plain += quick;
        }
    }
    assert!(plain > 100, "{plain}");
}

/// Wherever the table is cut by its reader, also between a carriage return and a line feed.
#[test]
fn lines_are_counted_whatever_is_read_at_once() {
    let text = b"tc,e4\r\n0.5,1.3\r\n0.25,1.3\r0.25,1.4\n\r\nx,1\r\n";
    for capacity in 1..text.len() {
        let (points, _, end) = read_all(text, capacity, true);
        assert_eq!(points.len(), 3);
        assert!(end.contains("Line(6)"), "{end}");
    }
}
