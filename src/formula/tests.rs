//! What formulas are read as. Rows of inputs that broke other programs name the thread they are from.

use super::{Fault, Formula, Function, Literal, Node, Operator, Term};
use expect_test::{Expect, expect};
use std::fmt::Write as _;

/// The tree of a formula in full parentheses.
fn tree(text: &str) -> String {
    let mut out = String::new();
    grow(&Formula::parse(text).unwrap().root, &mut out);
    out
}

fn grow(node: &Node, out: &mut String) {
    match &node.term {
        Term::Negated(inner) => {
            out.push_str("(-");
            grow(inner, out);
            out.push(')');
        }
        Term::Operation(operator, left, right) => {
            out.push('(');
            grow(left, out);
            out.push(match operator {
                Operator::Add => '+',
                Operator::Subtract => '-',
                Operator::Multiply => '*',
                Operator::Divide => '/',
            });
            grow(right, out);
            out.push(')');
        }
        Term::Power(base, exponent) => {
            out.push('(');
            grow(base, out);
            write!(out, "^{exponent})").unwrap();
        }
        _ => write!(out, "{node}").unwrap(),
    }
}

/// A fault as it is shown under the formula.
fn fault(text: &str) -> String {
    let Fault { span, message, label } = Formula::parse(text).unwrap_err();
    let before = text[..span.start].chars().count();
    let carets = text[span].chars().count().max(1);
    format!("{message}\n{text}\n{}{} {label}", " ".repeat(before), "^".repeat(carets))
}

fn check(text: &str, expected: Expect) {
    expected.assert_eq(&fault(text));
}

#[test]
fn operators_bind_as_in_mathematics() {
    // beltoforion/muparserx#14: −3^2 gives 9 there.
    assert_eq!(tree("-2^2*E^2"), "((-(2^2))*(E^2))");
    // fish-shell/fish-shell#6280: ^ groups from the left there; 2^9 = 512.
    assert_eq!(tree("2^3^2/1024"), "((2^9)/1024)");
    // josdejong/mathjs#792: `1/2 x` is ambiguous there.
    assert_eq!(tree("1/2*E"), "((1/2)*E)");
    assert_eq!(tree("a-b-c+d"), "(((a-b)-c)+d)");
    assert_eq!(tree("a/b*c/d"), "(((a/b)*c)/d)");
    assert_eq!(tree("a+b*-c^-2"), "(a+(b*(-(c^-2))))");
    assert_eq!(tree("-a*b"), "((-a)*b)");
    assert_eq!(tree("--a"), "(-(-a))");
    assert_eq!(tree("+a - +b"), "(a-b)");
    assert_eq!(tree("(a-b)*(c)"), "((a-b)*c)");
    assert_eq!(tree("E^(-2)"), "(E^-2)");
    assert_eq!(tree("E^2.0"), "(E^2)");
    assert_eq!(tree("(E^2)^3"), "((E^2)^3)");
}

#[test]
fn places_are_those_of_the_text() {
    let formula = Formula::parse(" (1-w) * exp(E/ T)").unwrap();
    let Term::Operation(Operator::Multiply, left, right) = &formula.root.term else { panic!() };
    assert_eq!(formula.root.span, 1..18);
    assert_eq!((left.span.clone(), right.span.clone()), (1..6, 9..18));
    let Term::Call(Function::Exp, arguments) = &right.term else { panic!() };
    assert_eq!(arguments[0].span, 13..17);
}

#[test]
fn numbers_keep_their_digits_and_units() {
    let literal = |text: &str| match Formula::parse(text).unwrap().root.term {
        Term::Number(Literal { digits, unit }) => (digits.to_string(), unit.to_string()),
        other => panic!("{other:?}"),
    };
    let read = |digits: &str, unit: &str| (digits.to_owned(), unit.to_owned());
    assert_eq!(literal("80mK"), read("80", "mK"));
    assert_eq!(literal("80 mK"), read("80", "mK"));
    // dustin/go-humanize#144: the micro sign U+00B5 against the Greek letter U+03BC.
    assert_eq!(literal("12\u{b5}eV"), read("12", "\u{b5}eV"));
    assert_eq!(literal("5\u{3bc}eV"), read("5", "\u{3bc}eV"));
    assert_eq!(literal("1e3eV"), read("1e3", "eV"));
    assert_eq!(literal("1eV"), read("1", "eV"));
    assert_eq!(literal("2.5e+1GHz"), read("2.5e1", "GHz"));
    // davedelong/DDMathParser#30: U+2212.
    assert_eq!(literal("1e\u{2212}3"), read("1e-3", ""));
    assert_eq!(literal(".5"), read(".5", ""));
    // telegraf#11945: the digits of whole numbers beyond 2^53 are kept.
    assert_eq!(literal("9007199254740993"), read("9007199254740993", ""));
    // bugwheels94/math-expression-evaluator#96: 1e-7 is read as 1·e−7 there.
    assert_eq!(tree("1E-3*E"), "(1e-3*E)");
    assert_eq!(tree("boxcar(at='12ueV', width=\"5 ueV\")"), "boxcar(at=12ueV, width=5ueV)");
    // libqalculate#475: KB is kelvin times byte there.
    assert!(Formula::parse("80KB").is_err());
}

#[test]
fn names_are_whole() {
    // symengine/symengine.py#241: `inflow` is split into inf·low there.
    for name in
        ["inflow", "nano", "exp2", "minute", "E1", "e", "S", "N", "I", "T_h", "mu_r", "sums"]
    {
        let root = Formula::parse(name).unwrap().root;
        assert!(matches!(root.term, Term::Name(read) if &*read == name), "{name}");
    }
    // DDMathParser#30: the sign of typesetting is minus.
    assert_eq!(tree("\u{2212}0.25"), "(-0.25)");
    assert_eq!(tree("exp(\u{2212}E^2)"), "exp(-E^2)");
}

#[test]
fn calls_are_read() {
    let round = |text: &str| Formula::parse(text).unwrap().to_string();
    for text in [
        "(1 - w)*fermi(mu=-V/2, T=Tw) + w*fermi(T=Tw, mu=V/2)",
        "bose(T=1)",
        "sum(k=1:N, lorentzian(at=k*d, fwhm=g))",
        "sum(k=-3:3, 1/(1 + k^2))",
        "table(\"f.csv\", value=\"T\", x=E - Vg)",
        "table(\"f.csv\")",
        "f_l(at=0.3)*T_h_c(at=E1)",
        "min(1, max(E, 2, 3))",
        "(80mK)^2",
    ] {
        assert_eq!(round(text), text);
    }
    assert_eq!(round("table('f.csv',x=E)"), "table(\"f.csv\", x=E)");
}

#[test]
fn no_product_is_implicit() {
    // josdejong/mathjs#792.
    check(
        "1/2E*boxcar(at=0.5, width=1)",
        expect![[r#"
            `E` after a number is neither a unit nor a factor
            1/2E*boxcar(at=0.5, width=1)
               ^ a product is written 2*E; units are K, eV, V, J with m, u, n, p and Hz, kHz, MHz, GHz, THz"#]],
    );
    // bugwheels94/math-expression-evaluator#96.
    for (text, letter) in [("8E", 1), ("2e", 1), ("1e", 1), ("1e+", 1), ("3x", 1)] {
        assert_eq!(Formula::parse(text).unwrap_err().span, letter..letter + 1, "{text}");
    }
    check(
        "2 x",
        expect![[r#"
            a sign such as * is missing before `x`
            2 x
              ^ a product is written 2*x"#]],
    );
    check(
        "w(1-x)",
        expect![[r#"
            there is no function `w`
            w(1-x)
            ^ functions are exp ln sqrt abs tanh min max step fermi bose boxcar lorentzian qpc gaussian narrow sum table; a product is written w*(…)"#]],
    );
    check(
        "(a)(b)",
        expect![[r#"
            a sign such as * is missing before `(`
            (a)(b)
               ^ a product is written with *: *("#]],
    );
}

#[test]
fn units_are_spelled_right() {
    check(
        "80MK",
        expect![[r#"
            `MK` is no unit
            80MK
              ^^ is mK meant?"#]],
    );
    check(
        "80  mK",
        expect![[r#"
            `mK` stands too far from its number
            80  mK
                ^^ write 80mK"#]],
    );
    check(
        "2K^2",
        expect![[r#"
            a power of a unit is not clear
            2K^2
              ^ write (2K)^… or leave the unit out"#]],
    );
    check(
        "1_000",
        expect![[r#"
            `1_000` is no number
            1_000
             ^^^^ digits are not grouped in formulas"#]],
    );
}

#[test]
fn numbers_are_doubles() {
    // DavidObando/gsharp#1606: 1e999 becomes inf there.
    check(
        "1e400*1e-400*boxcar(at=0.5, width=1)",
        expect![[r#"
            `1e400` is too large a number
            1e400*1e-400*boxcar(at=0.5, width=1)
            ^^^^^ beyond the largest double, about 1.8e308"#]],
    );
    check(
        "E*1e-400",
        expect![[r#"
            `1e-400` is too small a number
            E*1e-400
              ^^^^^^ below the least double, about 4.9e-324"#]],
    );
    assert_eq!(Formula::parse("E + 1e400 mK").unwrap_err().span, 4..9);
    // The least and the largest doubles of IEEE 754, and zero with any exponent.
    for text in ["5e-324", "1.7976931348623157e308", "0e-999", "0.0e999"] {
        assert!(Formula::parse(text).is_ok(), "{text}");
    }
    assert_eq!(Formula::parse("1.2.3").unwrap_err().span, 0..5);
}

#[test]
fn exponents_are_whole() {
    // JuliaMath/QuadGK.jl#86: an algebraic tail.
    check(
        "step(E-1)/E^1.1",
        expect![[r#"
            exponents are whole numbers
            step(E-1)/E^1.1
                        ^^^ x^1.1 is exp(1.1*ln(x))"#]],
    );
    for (text, span) in [("E^n", 2..3), ("E^(1/2)", 4..5), ("2^2^-1", 4..6), ("2^99^99", 2..7)] {
        assert_eq!(Formula::parse(text).unwrap_err().span, span, "{text}");
    }
}

#[test]
fn arguments_of_shapes_have_names() {
    check(
        "0.5*fermi(0.1, 2)",
        expect![[r#"
            arguments of fermi have names
            0.5*fermi(0.1, 2)
                      ^^^ write fermi(mu=…, T=…)"#]],
    );
    check(
        "lorentzian(at=1, width=2)",
        expect![[r#"
            lorentzian has no argument `width`
            lorentzian(at=1, width=2)
                             ^^^^^ write lorentzian(at=…, fwhm=…)"#]],
    );
    check(
        "boxcar(at=1, at=2)",
        expect![[r#"
            argument `at` of boxcar is given twice
            boxcar(at=1, at=2)
                         ^^ write boxcar(at=…, width=…)"#]],
    );
    check(
        "1 - bose(mu=0)",
        expect![[r#"
            bose lacks its argument `T`
            1 - bose(mu=0)
                ^^^^ write bose(T=…, mu=0)"#]],
    );
    check(
        "exp(x=E)",
        expect![[r#"
            arguments of exp have no names
            exp(x=E)
                ^ write exp(x)"#]],
    );
    for text in ["exp()", "exp(1, 2)", "min(1)", "qpc()", "f_h(1)", "T_a_b()", "f_h(at=1, at=2)"] {
        assert!(Formula::parse(text).is_err(), "{text}");
    }
}

#[test]
fn unknown_functions_are_told_of_like_ones() {
    let label = |text: &str| Formula::parse(text).unwrap_err().label;
    assert_eq!(
        label("lorenzian(at=1, fwhm=1)"),
        "is lorentzian meant? write lorentzian(at=…, fwhm=…)"
    );
    assert_eq!(label("Fermi(mu=0, T=1)"), "is fermi meant? write fermi(mu=…, T=…)");
    assert_eq!(label("log(E)"), "the natural logarithm is ln(x)");
    assert_eq!(label("exp + 1"), "write exp(x)");
}

#[test]
fn sums_have_ranges() {
    for (text, span) in [
        ("sum(k, 1)", 4..5),
        ("sum(k=1, 1)", 7..8),
        ("sum(k=1:2)", 0..3),
        ("sum(k=1.5:2, k)", 6..9),
        ("sum(k=1:10001, k)", 6..13),
        ("sum(E=1:2, E)", 4..5),
        ("sum(k=1:2*N, k)", 9..10),
        ("sum(exp=1:2, 1)", 4..7),
    ] {
        assert_eq!(Formula::parse(text).unwrap_err().span, span, "{text}");
    }
    assert!(Formula::parse("sum(k=1:10000, k)").is_ok());
}

#[test]
fn what_is_missing_has_a_place() {
    for (text, span, message) in [
        ("", 0..0, "the formula is empty"),
        ("  ", 2..2, "the formula is empty"),
        ("1 +", 3..3, "the formula ends too early"),
        ("(1 + 2", 0..1, "a parenthesis is not closed"),
        ("exp(1 + 2", 3..4, "a parenthesis is not closed"),
        ("1)", 1..2, "`)` closes nothing"),
        ("0,5", 1..2, "`,` stands where the formula should end"),
        ("2**3", 1..3, "`**` is no sign of formulas"),
        ("a \u{d7} b", 2..4, "`\u{d7}` (U+00D7) has no meaning in a formula"),
        ("\u{393}*E", 0..2, "`\u{393}` (U+0393) has no meaning in a formula"),
        ("a\u{393}", 1..3, "`\u{393}` (U+0393) has no meaning in a formula"),
        ("x < 2", 2..3, "`<` has no meaning in a formula"),
        ("'E", 0..1, "a quote is not closed"),
        ("'E'", 0..3, "a quoted text is no number"),
        ("1 + * 2", 4..5, "`*` stands where a number is wanted"),
        ("table(f.csv)", 6..7, "a table begins with the path of its file in quotes"),
    ] {
        let fault = Formula::parse(text).unwrap_err();
        assert_eq!((fault.span, &*fault.message), (span, message), "{text}");
    }
}

#[test]
fn carets_stay_right_behind_wide_characters() {
    check(
        "12\u{b5}eV + x \u{2212} 3y",
        expect![[r#"
            `y` after a number is neither a unit nor a factor
            12µeV + x − 3y
                         ^ a product is written 3*y; units are K, eV, V, J with m, u, n, p and Hz, kHz, MHz, GHz, THz"#]],
    );
}

/// uutils/coreutils#13146, codeplea/tinyexpr#136: deep nesting aborts there, and so does freeing the tree.
#[test]
fn a_small_stack_is_enough_for_any_nesting() {
    let many = 100_000;
    let around = move |open: &str, inner: &str, close: &str| {
        [&open.repeat(many), inner, &close.repeat(many)].concat()
    };
    let run = move || {
        let deep = [
            around("(", "boxcar(at=0.5, width=1)", ")"),
            around("-", "1", ""),
            around("+", "1", ""),
            around("exp(", "1", ")"),
            around("boxcar(at=", "1", ", width=1)"),
            around("sum(k=1:2, ", "1", ")"),
            around("table('a', x=", "1", ")"),
            around("E^", "2", ""),
            around("E^-", "2", ""),
            around("2^(", "2", ")"),
            around("1+", "1", ""),
            around("1/(1+", "1", ")"),
            around("(-", "1", ")^2"),
            around("", "1", "-1"),
        ];
        for text in deep {
            let fault = Formula::parse(&text).unwrap_err();
            assert!(fault.span.start < text.len(), "{}", &text[..20]);
        }
        // A long sum within the limit is read, printed and freed.
        let sum = ["1", &"+1".repeat(999)].concat();
        assert_eq!(Formula::parse(&sum).unwrap().to_string().replace(' ', ""), sum);
        let message = Formula::parse(&around("(", "1", ")")).unwrap_err().message;
        assert_eq!(message, "the formula is nested too deep");
    };
    std::thread::Builder::new().stack_size(2 << 20).spawn(run).unwrap().join().unwrap();
}
