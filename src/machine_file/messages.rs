//! What is said of values, formulas and keys that are wrong. Inputs that broke other programs name the
//! thread they are from.

use super::tests::check;
use expect_test::expect;

#[test]
fn faults_of_formulas_stand_under_their_place() {
    check(
        "fermi(mu=-V/2, T=Tw)",
        "fermi(0.1, 2)",
        expect![[r#"
        error: `f` of reservoir `l`: arguments of fermi have names
          --> wire.toml:21:18
           |
        21 | f = "(1-w)*fermi(0.1, 2) + w*fermi(mu=V/2, T=Tw)"
           |                  ^^^ write fermi(mu=…, T=…)
    "#]],
    );
    check(
        "fermi(mu=-V/2, T=Tw)",
        "fermi(mu=-V/2, T=Tv)",
        expect![[r#"
            error: `f` of reservoir `l`: there is no `Tv`
              --> wire.toml:21:29
               |
            21 | f = "(1-w)*fermi(mu=-V/2, T=Tv) + w*fermi(mu=V/2, T=Tw)"
               |                             ^^ names are w, V, Tw, T_h, mu_h, T_c, mu_c, T0, mu0, pi, E
        "#]],
    );
    check(
        "T = 80\n",
        "T = \"80MK\"\n",
        expect![[r#"
        error: `T` of reservoir `h`: `MK` is no unit
          --> wire.toml:15:8
           |
        15 | T = "80MK"
           |        ^^ is mK meant?
    "#]],
    );
    check(
        "T = 80\n",
        "T = '''\n80\t* \u{3bb}'''\n",
        expect![[r#"
        error: `T` of reservoir `h`: `λ` (U+03BB) has no meaning in a formula
          --> wire.toml:16:6
           |
        16 | 80	* λ'''
           |   	  ^ names have ASCII letters, digits and _, first a letter
    "#]],
    );
    // An escape moves the text against the file: the whole string is marked.
    check(
        "T = 80\n",
        "T = \"8\\u0030 * x\"\n",
        expect![[r#"
        error: `T` of reservoir `h`: there is no `x`
          --> wire.toml:15:5
           |
        15 | T = "8\u0030 * x"
           |     ^^^^^^^^^^^^^ names are w, V, Tw, T_h, mu_h, T_c, mu_c, T0, mu0, pi
    "#]],
    );
}

#[test]
fn dimensions_are_checked() {
    check(
        "fwhm=1)",
        "fwhm=1)*exp(-E/w)",
        expect![[r#"
        error: `T` of transmission between `h` and `l`: exp takes pure numbers, and this is an energy
          --> wire.toml:25:36
           |
        25 | T = "lorentzian(at=45, fwhm=1)*exp(-E/w)"
           |                                    ^^^^ `w` is a pure number: give it a unit where it is defined
    "#]],
    );
    check(
        "fwhm=1)",
        "fwhm=1)*step(E + 12)",
        expect![[r#"
        error: `T` of transmission between `h` and `l`: a sum of an energy and a pure number
          --> wire.toml:25:41
           |
        25 | T = "lorentzian(at=45, fwhm=1)*step(E + 12)"
           |                                         ^^ write 12ueV
    "#]],
    );
    check("Tw = \"40 mK\"", "Tw = 40", expect![[r#""#]]);
    check(
        "Tw = \"40 mK\"",
        "Tw = \"40 mK*V\"",
        expect![[r#"
        error: parameter `Tw`: this is an energy to the power 2
          --> wire.toml:12:7
           |
        12 | Tw = "40 mK*V"
           |       ^^^^^^^ a parameter is a number, an energy or a temperature
        error: `f` of reservoir `l`: an energy to the power 2 stands where a temperature is wanted
          --> wire.toml:21:29
           |
        21 | f = "(1-w)*fermi(mu=-V/2, T=Tw) + w*fermi(mu=V/2, T=Tw)"
           |                             ^^
    "#]],
    );
    check(
        "fwhm=1)",
        "fwhm=1)*E",
        expect![[r#"
        error: `T` of transmission between `h` and `l`: this is an energy
          --> wire.toml:25:6
           |
        25 | T = "lorentzian(at=45, fwhm=1)*E"
           |      ^^^^^^^^^^^^^^^^^^^^^^^^^^^ a pure number is wanted
    "#]],
    );
    check(
        "fwhm=1)",
        "fwhm=V*V)",
        expect![[r#"
        error: `T` of transmission between `h` and `l`: an energy to the power 2 stands where an energy is wanted
          --> wire.toml:25:29
           |
        25 | T = "lorentzian(at=45, fwhm=V*V)"
           |                             ^^^
    "#]],
    );
    check(
        "\"-heat_c\"",
        "\"n_c + energy_c\"",
        expect![[r#"
        error: result `cooling`: a sum of an energy and an energy to the power 2
          --> wire.toml:31:18
           |
        31 | cooling = "n_c + energy_c"
           |                  ^^^^^^^^ this is an energy to the power 2
    "#]],
    );
}

#[test]
fn unknown_keys_have_suggestions_at_their_own_line() {
    // toml-rs/toml#535, #798: errors of flattened tables point at line 1 there.
    check(
        "T = 50",
        "T = 50\nstatistic = \"fermi\"",
        expect![[r#"
        error: `statistic` is no key of reservoir `c`
          --> wire.toml:19:1
           |
        19 | statistic = "fermi"
           | ^^^^^^^^^ is statistics meant?
    "#]],
    );
    check(
        "between = [\"c\", \"l\"]",
        "between = [\"c\", \"l\"]\nchanels = 2",
        expect![[r#"
        error: `chanels` is no key of transmission between `c` and `l`
          --> wire.toml:28:1
           |
        28 | chanels = 2
           | ^^^^^^^ is channels meant?
    "#]],
    );
    check(
        "[environment]",
        "[enviroment]",
        expect![[r#"
        error: `enviroment` is no key
         --> wire.toml:5:2
          |
        5 | [enviroment]                                         # reference of Eqs. 11 and 14
          |  ^^^^^^^^^^ is environment meant?
    "#]],
    );
    check(
        "second_law =",
        "degeneracy = 2\nsecond_law =",
        expect![[r#"
        error: `degeneracy` is no result
          --> wire.toml:32:1
           |
        32 | degeneracy = 2
           | ^^^^^^^^^^ a key of the top of the file: it joins the [table] above it; move it before the first one
    "#]],
    );
    check(
        "mu0 = 0",
        "mu0 = 0\nformat = 1",
        expect![[r#"
        error: `format` is no key of environment
         --> wire.toml:8:1
          |
        8 | format = 1
          | ^^^^^^ a key of the top of the file: it joins the [table] above it; move it before the first one
    "#]],
    );
}

#[test]
fn values_of_a_wrong_kind_are_named() {
    // toml-rs/toml#542: a bare date gives "invalid type: map" there.
    check(
        "T = 50",
        "T = 2023-04-09",
        expect![[r#"
        error: `T` of reservoir `c` is a date
          --> wire.toml:18:5
           |
        18 | T = 2023-04-09
           |     ^^^^^^^^^^ a number, unit text or formula is wanted
    "#]],
    );
    check(
        "T = 50\nmu = 0",
        "T = 50\nmu = 07:32:00",
        expect![[r#"
        error: `mu` of reservoir `c` is a time of day
          --> wire.toml:19:6
           |
        19 | mu = 07:32:00
           |      ^^^^^^^^ a number, unit text or formula is wanted
    "#]],
    );
    // marshmallow-code/marshmallow#792: NaN passes 0 <= x <= 10 there.
    check(
        "T = 50",
        "T = inf",
        expect![[r#"
        error: `T` of reservoir `c`: `inf` is not a finite number
          --> wire.toml:18:5
           |
        18 | T = inf
           |     ^^^ a number, unit text or formula is wanted
    "#]],
    );
    check(
        "T = 50\nmu = 0",
        "T = 50\nmu = nan",
        expect![[r#"
        error: `mu` of reservoir `c`: `nan` is not a finite number
          --> wire.toml:19:6
           |
        19 | mu = nan
           |      ^^^ a number, unit text or formula is wanted
    "#]],
    );
    check(
        "T = 50\nmu = 0",
        "T = 50\nmu = \"-nan\"",
        expect![[r#"
        error: `mu` of reservoir `c`: `nan` is not a finite number
          --> wire.toml:19:8
           |
        19 | mu = "-nan"
           |        ^^^
    "#]],
    );
    check(
        "T = 50",
        "T = [50]",
        expect![[r#"
        error: `T` of reservoir `c` is a list
          --> wire.toml:18:5
           |
        18 | T = [50]
           |     ^^^^ a number, unit text or formula is wanted
    "#]],
    );
    // php-collective/toml#27: a too large integer saturates there.
    check(
        "w = 0.02",
        "w = 99999999999999999999",
        expect![[r#"
        error: parameter `w`: the whole number is too large
          --> wire.toml:10:5
           |
        10 | w = 99999999999999999999
           |     ^^^^^^^^^^^^^^^^^^^^ whole numbers of TOML end at 9223372036854775807; write 1e20 or 1.0
    "#]],
    );
    check(
        "w = 0.02",
        "w = 1e400",
        expect![[r#"
        error: parameter `w`: `1e400` is too large a number
          --> wire.toml:10:5
           |
        10 | w = 1e400
           |     ^^^^^ beyond the largest double, about 1.8e308
    "#]],
    );
}

#[test]
fn what_is_no_toml_has_a_remedy() {
    check(
        "Tw = \"40 mK\"",
        "Tw = 40mK",
        expect![[r#"
        error: `40mK` is no number
          --> wire.toml:12:6
           |
        12 | Tw = 40mK
           |      ^^^^ quote it: "40mK"
    "#]],
    );
    check(
        "T = 50\nmu = 0",
        "T = .5\nmu = -V/2",
        expect![[r#"
            error: `.5` is no number
              --> wire.toml:18:5
               |
            18 | T = .5
               |     ^^ write 0.5
            error: `-V/2` is no number
              --> wire.toml:19:6
               |
            19 | mu = -V/2
               |      ^^^^ quote it: "-V/2"
        "#]],
    );
    check(
        "T = 50",
        "T = lorentzian(at=1) # wrong",
        expect![[r#"
        error: `lorentzian(at=1)` has no quotes
          --> wire.toml:18:5
           |
        18 | T = lorentzian(at=1) # wrong
           |     ^^^^^^^^^^^^^^^^ quote it: "lorentzian(at=1)"
    "#]],
    );
    // VladimirMarkelov/ttdl#45: a bad escape, and the program ran on there.
    check(
        "f = \"(1-w)",
        "f = { table = \"C:\\Users\\f.csv\" }\n#",
        expect![[r#"
            error: `\` begins an escape in "…", and this one is unknown
              --> wire.toml:21:15
               |
            21 | f = { table = "C:\Users\f.csv" }
               |               ^^^^^^^^^^^^^^^^ write a path in '…', or with / for \
        "#]],
    );
    check(
        "f = \"(1-w)",
        "f = { table = \"C:\\new\\table.csv\" }\n#",
        expect![[r#"
        error: `table` of `f` of reservoir `l`: the path has a control character
          --> wire.toml:21:15
           |
        21 | f = { table = "C:\new\table.csv" }
           |               ^^^^^^^^^^^^^^^^^^ write a path in '…', or with / for \
    "#]],
    );
    // toml-rs/toml#509: a table twice was accepted there.
    check(
        "[reservoirs.c]",
        "[reservoirs.h]",
        expect![[r#"
        error: `h` is given twice
          --> wire.toml:17:13
           |
        17 | [reservoirs.h]
           |             ^ tables and keys stand in a file once; [[…]] alone may be repeated
    "#]],
    );
    check(
        "[environment]",
        "reservoirs.h.T = 1\n[environment]",
        expect![[r#"
        error: `h` is given twice
          --> wire.toml:15:13
           |
        15 | [reservoirs.h]
           |             ^ tables and keys stand in a file once; [[…]] alone may be repeated
    "#]],
    );
    check(
        "T = 80",
        "T = \"80",
        expect![[r#"
            error: no valid TOML: invalid basic string, expected `"`
              --> wire.toml:15:8
               |
            15 | T = "80
               |        ^ a text ends on its line, but for """…""" and '''…'''
        "#]],
    );
    check(
        "w = 0.02",
        "w =",
        expect![[r#"
        error: a value is missing
          --> wire.toml:10:4
           |
        10 | w =
           |    ^ a number or "text" is wanted
    "#]],
    );
    check(
        "w = 0.02",
        "\u{393} = 0.02",
        expect![[r#"
            error: no valid TOML: invalid unquoted key, expected letters, numbers, `-`, `_`
              --> wire.toml:10:1
               |
            10 | Γ = 0.02
               | ^ keys have ASCII letters, digits, _ and -
        "#]],
    );
}

#[test]
fn units_are_checked() {
    check(
        "\"mK\" }",
        "\"meV\" }",
        expect![[r#"
        error: `meV` is no unit of temperature
         --> wire.toml:3:41
          |
        3 | units = { energy = "ueV", temperature = "meV" }      # what bare numbers in slots are in; absent: natural units
          |                                         ^^^^^ units are K, mK, uK, nK, pK
        error: `T` of reservoir `h`: a number without unit stands where a temperature is wanted
          --> wire.toml:15:5
           |
        15 | T = 80
           |     ^^ write 80mK, or units = { temperature = "mK" } at the top
        error: `T` of reservoir `c`: a number without unit stands where a temperature is wanted
          --> wire.toml:18:5
           |
        18 | T = 50
           |     ^^ write 50mK, or units = { temperature = "mK" } at the top
    "#]],
    );
    check(
        "units = {",
        "#",
        expect![[r#"
        error: `T` of reservoir `h`: a number without unit stands where a temperature is wanted
          --> wire.toml:15:5
           |
        15 | T = 80
           |     ^^ write 80mK, or units = { temperature = "mK" } at the top
        error: `T` of reservoir `c`: a number without unit stands where a temperature is wanted
          --> wire.toml:18:5
           |
        18 | T = 50
           |     ^^ write 50mK, or units = { temperature = "mK" } at the top
        error: `T` of transmission between `h` and `l`: a number without unit stands where an energy is wanted
          --> wire.toml:25:20
           |
        25 | T = "lorentzian(at=45, fwhm=1)"
           |                    ^^ write 45ueV, or units = { energy = "ueV" } at the top
        error: `T` of transmission between `c` and `l`: a number without unit stands where an energy is wanted
          --> wire.toml:28:20
           |
        28 | T = "lorentzian(at=8, fwhm=1)"
           |                    ^ write 8ueV, or units = { energy = "ueV" } at the top
    "#]],
    );
    check(
        ", temperature = \"mK\" }",
        " }",
        expect![[r#"
        error: `T` of reservoir `h`: a number without unit stands where a temperature is wanted
          --> wire.toml:15:5
           |
        15 | T = 80
           |     ^^ write 80mK, or units = { temperature = "mK" } at the top
        error: `T` of reservoir `c`: a number without unit stands where a temperature is wanted
          --> wire.toml:18:5
           |
        18 | T = 50
           |     ^^ write 50mK, or units = { temperature = "mK" } at the top
    "#]],
    );
    check(
        "format = 1",
        "format = 2",
        expect![[r#"
        error: format 2 is not known
         --> wire.toml:2:10
          |
        2 | format = 2
          |          ^ this program reads format = 1
    "#]],
    );
    check(
        "format = 1",
        "",
        expect![[r#"
        error: the file lacks its `format`
         --> wire.toml:1:1
          |
        1 | # wire.toml: a two-step distribution (Pothier's wire) between two Lorentzian dots cools c
          | ^ write format = 1 before the first [table]
    "#]],
    );
}

#[test]
fn probes_say_what_is_given_and_what_they_find() {
    check(
        "[reservoirs.l]",
        "[reservoirs.p]\nprobe = \"voltage\"\nmu = 1\n[reservoirs.q]\nprobe = \"dephasing\"\n[reservoirs.l]",
        expect![[r#"
            error: probe `p` is coupled to nothing
              --> wire.toml:20:13
               |
            20 | [reservoirs.p]
               |             ^ write a [[transmission]] that joins it
            error: reservoir `p` is a probe of the voltage without `T`
              --> wire.toml:21:9
               |
            21 | probe = "voltage"
               |         ^^^^^^^^^ give T, or write "voltage-temperature"
            error: reservoir `p` has `mu`, which its probe "voltage" finds
              --> wire.toml:22:1
               |
            22 | mu = 1
               | ^^ leave mu out
            error: probe `q` is coupled to nothing
              --> wire.toml:23:13
               |
            23 | [reservoirs.q]
               |             ^ write a [[transmission]] that joins it
            error: `probe` of reservoir `q` is no kind of probe
              --> wire.toml:24:9
               |
            24 | probe = "dephasing"
               |         ^^^^^^^^^^^ write "voltage", "temperature" or "voltage-temperature"
        "#]],
    );
    check(
        "[reservoirs.l]",
        "[reservoirs.p]\nprobe = \"temperature\"\nf = 0.5\n[reservoirs.l]",
        expect![[r#"
            error: probe `p` is coupled to nothing
              --> wire.toml:20:13
               |
            20 | [reservoirs.p]
               |             ^ write a [[transmission]] that joins it
            error: reservoir `p` is a probe of the temperature without `mu`
              --> wire.toml:21:9
               |
            21 | probe = "temperature"
               |         ^^^^^^^^^^^^^ give mu, or write "voltage-temperature"
            error: reservoir `p` has both `probe` and `f`
              --> wire.toml:22:1
               |
            22 | f = 0.5
               | ^ a probe is in equilibrium: leave one of them out
        "#]],
    );
    check(
        "T = 80\n",
        "T = \"T_p\"\n[reservoirs.p]\nprobe = \"voltage-temperature\"\n[reservoirs.q]\n",
        expect![[r#"
            error: reservoir `h` has `T` and no `mu`
              --> wire.toml:14:13
               |
            14 | [reservoirs.h]
               |             ^ give mu, for instance mu = 0
            error: `T` of reservoir `h`: `T_p` is found by the probe `p`
              --> wire.toml:15:6
               |
            15 | T = "T_p"
               |      ^^^ it is a column and stands in [results] only
            error: probe `p` is coupled to nothing
              --> wire.toml:16:13
               |
            16 | [reservoirs.p]
               |             ^ write a [[transmission]] that joins it
            error: reservoir `q` has `mu` and no `T`
              --> wire.toml:18:13
               |
            18 | [reservoirs.q]
               |             ^ give T, or f without mu
        "#]],
    );
    check(
        "[reservoirs.l]",
        "[reservoirs.p]\nprobe = \"voltage\"\nT = 1\nstatistics = \"bose\"\n[reservoirs.l]",
        expect![[r#"
            error: probe `p` is coupled to nothing
              --> wire.toml:20:13
               |
            20 | [reservoirs.p]
               |             ^ write a [[transmission]] that joins it
            error: `probe` of reservoir `p` is "voltage", and its particles are bosons
              --> wire.toml:21:9
               |
            21 | probe = "voltage"
               |         ^^^^^^^^^ bosons have the probe "temperature"
        "#]],
    );
}
