//! What is said of optimal filters that cannot be.

use super::tests::check;
use expect_test::expect;

/// The second transmission of the wire as an optimal filter, with these lines beside it.
#[track_caller]
fn filter(lines: &str, expected: expect_test::Expect) {
    check("T = \"lorentzian(at=8, fwhm=1)\"", &format!("T = \"optimal\"\n{lines}"), expected);
}

#[test]
fn what_an_optimal_filter_lacks_is_said() {
    filter("", expect![[r#""#]]);
    filter("power = 1\nfraction = 0.5\nfrom = \"c\"", expect![[r#""#]]);
    filter("fraction = 0.5\nfrom = \"h\"", expect![[r#""#]]);
    filter("fraction = 0.5\nfrom = \"l\"", expect![[r#""#]]);
    filter("fraction = 0.5\nfrom = \"c\"\ncost = \"heat\"", expect![[r#""#]]);
    filter("coldest = 20\nfrom = \"c\"\ncost = \"noise\"", expect![[r#""#]]);
    filter("power = \"2*w\"\nfrom = \"c\"", expect![[r#""#]]);
}

#[test]
fn what_stands_beside_an_optimal_filter_is_judged() {
    check(
        "T = \"lorentzian(at=8, fwhm=1)\"",
        "T = \"lorentzian(at=8, fwhm=1)\"\nfraction = 0.5",
        expect![[r#""#]],
    );
    filter(
        "fraction = 0.5\nfrom = \"c\"\n[[transmission]]\nbetween = [\"h\", \"c\"]\nT = \"optimal\"\nfraction = 1\nfrom = \"c\"",
        expect![[r#""#]],
    );
    filter(
        "fraction = 0.5\nfrom = \"c\"\n[reservoirs.p]\nprobe = \"voltage\"\nT = 80\n[[transmission]]\nbetween = [\"p\", \"c\"]\nT = 1",
        expect![[r#""#]],
    );
    filter("fraction = 0.5\nfrom = \"c\"\ncarriers = \"bose\"", expect![[r#""#]]);
}
