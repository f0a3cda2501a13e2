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
    filter(
        "",
        expect![[r#"
            error: an optimal filter lacks its `from`
              --> wire.toml:28:5
               |
            28 | T = "optimal"
               |     ^^^^^^^^^ from = "c" says from which of the two it draws
            error: transmission between `c` and `l` is an optimal filter of no power and no current
              --> wire.toml:28:5
               |
            28 | T = "optimal"
               |     ^^^^^^^^^ give power = …, fraction = 0.5 (of the greatest power), coldest = … or current = …
        "#]],
    );
    filter(
        "power = 1\nfraction = 0.5\nfrom = \"c\"",
        expect![[r#"
            error: `power` of transmission between `c` and `l`: this is a pure number
              --> wire.toml:29:9
               |
            29 | power = 1
               |         ^ a power is wanted, such as 2fW, or a product of two energies (h = 1)
            error: transmission between `c` and `l` has more than one of `power`, `fraction`, `coldest` and `current`
              --> wire.toml:30:1
               |
            30 | fraction = 0.5
               | ^^^^^^^^ one of them says which of the best is meant
        "#]],
    );
    filter(
        "fraction = 0.5\nfrom = \"h\"",
        expect![[r#"
            error: transmission between `c` and `l` does not reach `h`
              --> wire.toml:30:8
               |
            30 | from = "h"
               |        ^^^ it draws from c or l
        "#]],
    );
    filter(
        "fraction = 0.5\nfrom = \"l\"",
        expect![[r#"
            error: transmission between `c` and `l`: `l` is not in equilibrium
              --> wire.toml:30:8
               |
            30 | from = "l"
               |        ^^^ an optimal filter draws from a reservoir with T and mu
        "#]],
    );
    filter(
        "fraction = 0.5\nfrom = \"c\"\ncost = \"heat\"",
        expect![[r#"
            error: `cost` of transmission between `c` and `l` is `heat`
              --> wire.toml:31:8
               |
            31 | cost = "heat"
               |        ^^^^^^ write "entropy" or "noise"
        "#]],
    );
    filter(
        "coldest = 20\nfrom = \"c\"\ncost = \"noise\"",
        expect![[r#"
            error: transmission between `c` and `l` has `coldest`, and its cost is the noise
              --> wire.toml:29:11
               |
            29 | coldest = 20
               |           ^^ give power or fraction: temperatures are prices of entropy
        "#]],
    );
    filter(
        "power = \"2*w\"\nfrom = \"c\"",
        expect![[r#"
            error: `power` of transmission between `c` and `l`: this is a pure number
              --> wire.toml:29:10
               |
            29 | power = "2*w"
               |          ^^^ a power is wanted, such as 2fW, or a product of two energies (h = 1)
        "#]],
    );
}

#[test]
fn a_current_is_one_of_the_aims() {
    filter(
        "power = \"2fW\"\ncurrent = \"1pA\"\nfrom = \"c\"",
        expect![[r#"
        error: transmission between `c` and `l` has more than one of `power`, `fraction`, `coldest` and `current`
          --> wire.toml:30:1
           |
        30 | current = "1pA"
           | ^^^^^^^ one of them says which of the best is meant
    "#]],
    );
    filter(
        "current = 0.3\nfrom = \"c\"",
        expect![[r#"
        error: `current` of transmission between `c` and `l`: this is a pure number
          --> wire.toml:29:11
           |
        29 | current = 0.3
           |           ^^^ a current is wanted, such as 2pA, or an energy (h = 1)
    "#]],
    );
    filter(
        "current = \"2*T_c*T_c\"\nfrom = \"c\"\ncost = \"noise\"",
        expect![[r#"
        error: `current` of transmission between `c` and `l`: this is an energy to the power 2
          --> wire.toml:29:12
           |
        29 | current = "2*T_c*T_c"
           |            ^^^^^^^^^ a current is wanted, such as 2pA, or an energy (h = 1)
    "#]],
    );
    filter(
        "current = \"1pA\"",
        expect![[r#"
        error: an optimal filter lacks its `from`
          --> wire.toml:28:5
           |
        28 | T = "optimal"
           |     ^^^^^^^^^ from = "c" says from which of the two it draws
    "#]],
    );
}

#[test]
fn what_stands_beside_an_optimal_filter_is_judged() {
    check(
        "T = \"lorentzian(at=8, fwhm=1)\"",
        "T = \"lorentzian(at=8, fwhm=1)\"\nfraction = 0.5",
        expect![[r#"
            error: `fraction` of transmission between `c` and `l` is said of no optimal filter
              --> wire.toml:29:1
               |
            29 | fraction = 0.5
               | ^^^^^^^^ it stands beside T = "optimal"
        "#]],
    );
    filter(
        "fraction = 0.5\nfrom = \"c\"\n[[transmission]]\nbetween = [\"h\", \"c\"]\nT = \"optimal\"\nfraction = 1\nfrom = \"c\"",
        expect![[r#"
            error: transmission between `h` and `c`: a second optimal filter
              --> wire.toml:33:5
               |
            33 | T = "optimal"
               |     ^^^^^^^^^ a machine has one optimal filter at most
        "#]],
    );
    filter(
        "fraction = 0.5\nfrom = \"c\"\n[reservoirs.p]\nprobe = \"voltage\"\nT = 80\n[[transmission]]\nbetween = [\"p\", \"c\"]\nT = 1",
        expect![[r#"
            error: reservoir `p`: a probe beside an optimal filter
              --> wire.toml:31:13
               |
            31 | [reservoirs.p]
               |             ^ what it does would depend on the filter
        "#]],
    );
    filter(
        "fraction = 0.5\nfrom = \"c\"\ncarriers = \"bose\"",
        expect![[r#"
        error: transmission between `c` and `l`: bosons need the temperature of `l`
          --> wire.toml:26:1
           |
        26 | [[transmission]]
           | ^^^^^^^^^^^^^^^^ carriers = "bose" joins two reservoirs in equilibrium
    "#]],
    );
}
