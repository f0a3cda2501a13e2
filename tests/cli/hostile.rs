//! Input that nobody should give, and somebody will.

use crate::shell::{session, sh};
use expect_test::expect;

#[test]
fn no_number_makes_it_panic() {
    let numbers = [
        "0",
        "-0.0",
        "5e-324",
        "-5e-324",
        "1e-300",
        "2.2250738585072014e-308",
        "1e300",
        "-1e300",
        "1.7976931348623157e308",
        "-1.7976931348623157e308",
        "1",
        "-1",
        "0.5",
        "1e17",
    ];
    let list = numbers.join(",");
    for flags in [
        "--tc L --th L --e4 1.3",
        "--tc 0.5 --e4 L --mu0 L",
        "--tc 0.5 --e1 L --e2 L --e4 1",
        "--tc 0.5 --e4 1.3 --lambda L --t0 L",
    ] {
        let output = sh(&format!("ndemon sweep {}", flags.replace('L', &list)));
        assert!(output.ends_with("[0]\n"), "{flags}: {output}");
        assert_eq!(output.lines().count(), 14 * 14 + 2, "{flags}");
        assert!(!output.contains("panic"), "{flags}: {output}");
        let odd = |cell: &str| cell == "-0.0" || cell.contains("inf");
        assert!(!output.split([',', '\n']).any(odd), "{flags}: {output}");
    }
}

#[test]
fn no_text_makes_it_panic() {
    for text in [
        "--", "-", ":", "::", "1:", "log:", "log:::", ",", "1,", "١", "0x10", "1_000", "1e",
        "--e4", "∞", "1 2", "1;2",
    ] {
        for command in ["eval", "sweep"] {
            let output = sh(&format!("ndemon {command} --e4 1.3 --tc '{text}'"));
            assert!(output.starts_with("error: ") && output.ends_with("[2]\n"), "{text}: {output}");
        }
    }
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    expect![[r#"
        $ ndemon eval --e4 1.3 --tc "$(printf '\377')"
        error: invalid UTF-8 was detected in one or more arguments
        [2]
        $ ndemon eval --e4 1.3 "$(printf '\377')"
        error: unexpected argument '�' found
        [2]
        $ head -c 100 /dev/zero | ndemon sweep --points -
        error: standard input: it is no text, or UTF-16: it has NUL bytes; save it as UTF-8
        [2]
        $ head -c 100 /dev/zero | tr '\000' '\033' | ndemon sweep --points -
        error: standard input: the column `����������������������������������������������������������������������������������������������������` is neither a parameter nor a result; `ndemon columns` lists them; --keep-extra passes it through
        [2]
    "#]].assert_eq(&session(&[
        "ndemon eval --e4 1.3 --tc \"$(printf '\\377')\"",
        "ndemon eval --e4 1.3 \"$(printf '\\377')\"",
        "head -c 100 /dev/zero | ndemon sweep --points -",
        "head -c 100 /dev/zero | tr '\\000' '\\033' | ndemon sweep --points -",
    ]));
}

#[test]
fn complaints_that_nobody_can_read_change_no_exit_code() {
    expect![[r#"
        $ ndemon eval --tc 2 --e4 1.3 2> /dev/full
        [2]
        $ ndemon --version > /dev/full
        error: standard output: No space left on device (os error 28)
        [3]
        $ ndemon sweep --e4 --tc 0.5
        error: --e4: a value must follow
        [2]
        $ ndemon sweep --tc 0.5 --e4 "$(printf '1\n2')"
        error: --e4 1 2: `1 2` is not a finite number
        [2]
        $ ndemon sweep --tc 0.5 --e4 1.3 --columns tc -o -
        tc
        0.5
        [0]
        $ printf 'tc,e4,status\n0.5,1.3,"see note\n0.6,1.3,ok\n' | ndemon sweep --points - --columns tc
        error: standard input: line 2 has a quote that is not closed on it
        [2]
        $ ndemon sweep --points /dev/zero
        error: /dev/zero: line 1 is longer than 1048576 bytes
        [2]
    "#]].assert_eq(&session(&[
        "ndemon eval --tc 2 --e4 1.3 2> /dev/full",
        "ndemon --version > /dev/full",
        "ndemon sweep --e4 --tc 0.5",
        "ndemon sweep --tc 0.5 --e4 \"$(printf '1\\n2')\"",
        "ndemon sweep --tc 0.5 --e4 1.3 --columns tc -o -",
        "printf 'tc,e4,status\\n0.5,1.3,\"see note\\n0.6,1.3,ok\\n' | ndemon sweep --points - --columns tc",
        "ndemon sweep --points /dev/zero",
    ]));
}
