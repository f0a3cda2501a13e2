//! What machine files say, and what is said of wrong ones. Inputs that broke other programs name the
//! thread they are from.

use super::{Carriers, Curve, FileError, MachineFile, State};
use crate::quantity::Dimension;
use expect_test::{Expect, expect};

/// The sample of the manual.
const WIRE: &str = include_str!("wire.toml");

fn read(text: &str) -> MachineFile {
    MachineFile::read("wire.toml", text.as_bytes())
        .unwrap_or_else(|errors| panic!("{}", shown(&errors)))
}

fn shown(errors: &[FileError]) -> String {
    errors.iter().map(|error| error.to_string() + "\n").collect()
}

/// What is wrong with a file.
fn wrong(text: &str) -> String {
    match MachineFile::read("wire.toml", text.as_bytes()) {
        Ok(file) => shown(&file.warnings),
        Err(errors) => shown(&errors),
    }
}

/// What is wrong with a machine that has these lines in place of some of its own.
fn check(old: &str, new: &str, expected: Expect) {
    assert!(WIRE.contains(old), "{old}");
    expected.assert_eq(&wrong(&WIRE.replacen(old, new, 1)));
}

#[test]
fn the_sample_is_read() {
    let file = read(WIRE);
    assert_eq!(file.warnings, []);
    assert!(file.is_laboratory);
    assert_eq!(file.units.energy.as_deref(), Some("ueV"));
    let parameter = |name: &str| file.parameters.iter().find(|p| &*p.name == name).unwrap();
    let kinds = ["w", "V", "Tw"].map(|name| {
        let parameter = parameter(name);
        (parameter.value.measure.dimension(), parameter.unit.as_deref())
    });
    assert_eq!(
        kinds,
        [
            (Some(Dimension::Number), None),
            (Some(Dimension::Energy), Some("ueV")),
            (Some(Dimension::Temperature), Some("mK"))
        ]
    );
    let names: Vec<&str> = file.reservoirs.iter().map(|reservoir| &*reservoir.name).collect();
    assert_eq!(names, ["h", "c", "l"]);
    // Bare numbers have the units of the file, also within shapes; zero needs none.
    let State::Equilibrium { t, mu: Some(mu) } = &file.reservoirs[0].state else { panic!() };
    assert_eq!((t.formula.to_string(), mu.formula.to_string()), ("80mK".into(), "0".into()));
    let State::Occupied(Curve::Formula(f)) = &file.reservoirs[2].state else { panic!() };
    assert_eq!(f.formula.to_string(), "(1 - w)*fermi(mu=-V/2, T=Tw) + w*fermi(mu=V/2, T=Tw)");
    let [first, second] = &file.transmissions[..] else { panic!() };
    assert_eq!((first.from, first.to, second.from, second.to), (0, 2, 1, 2));
    assert!(first.is_symmetric && first.carriers == Carriers::Fermi);
    let Curve::Formula(formula) = &first.value else { panic!() };
    assert_eq!(formula.formula.to_string(), "lorentzian(at=45ueV, fwhm=1ueV)");
    assert_eq!(&WIRE[formula.place.clone()], "\"lorentzian(at=45, fwhm=1)\"");
    // Energies per time are energies squared, as h = 1; an efficiency is a pure number.
    let powers: Vec<_> = file.results.iter().map(|r| r.formula.measure.energies()).collect();
    assert_eq!(powers, [Some(2), Some(0)]);
    assert_eq!(file.t0.unwrap().formula.to_string(), "T_h");
}

#[test]
fn a_wrong_reservoir_is_named() {
    check(
        "[\"h\", \"l\"]",
        "[\"h\", \"x\"]",
        expect![[r#"
        error: transmission between `h` and `x`: there is no reservoir `x`
          --> wire.toml:24:17
           |
        24 | between = ["h", "x"]
           |                 ^^^ reservoirs are h, c, l
    "#]],
    );
    check(
        "[\"h\", \"l\"]",
        "[\"h\", \"h\"]",
        expect![[r#"
        error: transmission between `h` and `h`: both are the same reservoir
          --> wire.toml:24:17
           |
        24 | between = ["h", "h"]
           |                 ^^^ a transmission joins two
    "#]],
    );
    check(
        "[\"h\", \"l\"]",
        "[\"h\"]",
        expect![[r#"
            error: `between` of transmission names 1
              --> wire.toml:24:11
               |
            24 | between = ["h"]
               |           ^^^^^ two reservoirs are wanted
        "#]],
    );
    check(
        "between = [\"h\", \"l\"]",
        "from = \"h\"",
        expect![[r#"
        error: transmission does not say which reservoirs it joins
          --> wire.toml:23:1
           |
        23 | [[transmission]]
           | ^^^^^^^^^^^^^^^^ write between = ["h", "c"]; or from and to, if the two directions differ
    "#]],
    );
    check(
        "[reservoirs.l]",
        "[reservoirs.l_r]",
        expect![[r#"
        error: `l_r` is no name of a reservoir
          --> wire.toml:20:13
           |
        20 | [reservoirs.l_r]                                        # a nonequilibrium incoherent reservoir
           |             ^^^ no _, because columns such as n_h_c are taken apart at it
        error: transmission between `h` and `l`: there is no reservoir `l`
          --> wire.toml:24:17
           |
        24 | between = ["h", "l"]
           |                 ^^^ reservoirs are h, c, l_r
        error: transmission between `c` and `l`: there is no reservoir `l`
          --> wire.toml:27:17
           |
        27 | between = ["c", "l"]
           |                 ^^^ reservoirs are h, c, l_r
        error: result `second_law`: there is no `exergy_l`
          --> wire.toml:32:37
           |
        32 | second_law = "heat_c*(T_c-T0)/T_c/(-exergy_l)"        # Eq. 16; Eq. 22 holds only where n_l = energy_l = 0
           |                                     ^^^^^^^^ is exergy_l_r meant?
    "#]],
    );
    check(
        "f = \"(1-w)",
        "#",
        expect![[r#"
            error: reservoir `l` has neither T and mu nor f
              --> wire.toml:20:13
               |
            20 | [reservoirs.l]                                        # a nonequilibrium incoherent reservoir
               |             ^ the transmission between `h` and `l` needs its occupations
        "#]],
    );
}

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
           |                             ^^ names are w, V, Tw, T_h, mu_h, T_c, mu_c, T0, mu0, pi
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
fn whole_numbers_keep_their_digits() {
    // influxdata/telegraf#11945: an integer is refused where a float belongs there.
    let number = |text: &str| {
        let file = read(&WIRE.replace("w = 0.02", &format!("w = {text}")));
        file.parameters[0].value.formula.to_string()
    };
    assert_eq!(number("9007199254740993"), "9007199254740993");
    // TOML's own spellings: 0xff = 255, groups of digits, signs.
    assert_eq!(number("0xff"), "255");
    assert_eq!(number("1_000"), "1000");
    assert_eq!(number("-0"), "0");
    assert_eq!(number("-3"), "-3");
    assert_eq!(number("+1.50e-1_0"), "1.50e-10");
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
           |        ^
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
fn names_that_mean_something_are_refused() {
    // sympy/sympy#24397: E silently becomes 2.718 there.
    for name in [
        "E",
        "pi",
        "exp",
        "T0",
        "T_h",
        "n_c",
        "mu0",
        "kind",
        "entropy_production",
        "n_h_c",
        "f_l",
        "T_h_l",
        "energy_l_error",
        "lorentzian",
        "nan",
    ] {
        let text = wrong(&WIRE.replace("w = 0.02", &format!("w = 0.02\n{name} = 1")));
        let line = format!("error: `{name}` is ");
        assert!(text.starts_with(&line) && text.contains("wire.toml:11:1"), "{text}");
    }
    for name in ["e", "S", "N", "I", "inflow", "nano", "exp2", "minute", "E1", "n_x", "T_x"] {
        let text = wrong(&WIRE.replace("w = 0.02", &format!("w = 0.02\n{name} = 1")));
        assert!(text.starts_with("warning: nothing uses parameter"), "{text}");
    }
    for name in ["production", "error", "sd", "1a", "a-b"] {
        let text = wrong(&WIRE.replace("[reservoirs.l]", &format!("[reservoirs.{name}]")));
        assert!(text.contains("is no name of a reservoir"), "{text}");
    }
    check(
        "cooling =",
        "w =",
        expect![[r#"
        error: `w` is a parameter, too
          --> wire.toml:31:1
           |
        31 | w = "-heat_c"
           | ^ choose another name
    "#]],
    );
    check(
        "cooling =",
        "work =",
        expect![[r#"
        error: `work` is a column
          --> wire.toml:31:1
           |
        31 | work = "-heat_c"
           | ^^^^ choose another name
    "#]],
    );
}

#[test]
fn circles_are_shown() {
    check("T = 50", "T = \"T_h/2\"", expect![[r#""#]]);
    check(
        "T = 80",
        "T = \"T0\"",
        expect![[r#"
        error: `T` of reservoir `h`: T0 is given by itself
          --> wire.toml:15:6
           |
        15 | T = "T0"
           |      ^^ a circle: T0 by T_h by T0
    "#]],
    );
    check(
        "w = 0.02",
        "w = \"2*u\"\nu = 3",
        expect![[r#"
        error: parameter `w`: `u` is given below
          --> wire.toml:10:8
           |
        10 | w = "2*u"
           |        ^ parameters are formulas of earlier ones
    "#]],
    );
    check(
        "w = 0.02",
        "w = \"w\"",
        expect![[r#"
        error: parameter `w`: `w` is given by itself
          --> wire.toml:10:6
           |
        10 | w = "w"
           |      ^ parameters are formulas of earlier ones
    "#]],
    );
    check(
        "w = 0.02",
        "w = \"T_h/T_c\"",
        expect![[r#"
        error: parameter `w`: `T_h` is no parameter
          --> wire.toml:10:6
           |
        10 | w = "T_h/T_c"
           |      ^^^ parameters are formulas of earlier parameters alone
    "#]],
    );
    check(
        "w = 0.02",
        "w = \"E\"",
        expect![[r#"
        error: parameter `w`: `E` is the energy, which has no value here
          --> wire.toml:10:6
           |
        10 | w = "E"
           |      ^ only T, f and current are functions of it
    "#]],
    );
    check(
        "T0 = \"T_h\"",
        "T0 = \"T_l\"",
        expect![[r#"
        error: `T0` of environment: there is no `T_l`
         --> wire.toml:6:7
          |
        6 | T0 = "T_l"
          |       ^^^ reservoir `l` is not in equilibrium
    "#]],
    );
}

#[test]
fn statistics_do_not_mix() {
    check(
        "T = 50\nmu = 0",
        "T = 50\nstatistics = \"bose\"",
        expect![[r#"
        error: transmission between `c` and `l`: `l` has fermions and `c` bosons
          --> wire.toml:26:1
           |
        26 | [[transmission]]
           | ^^^^^^^^^^^^^^^^ a transmission joins reservoirs of the same statistics
    "#]],
    );
    check(
        "T = 50",
        "T = 50\nstatistics = \"boson\"",
        expect![[r#"
        error: `statistics` of reservoir `c` is `boson`
          --> wire.toml:19:14
           |
        19 | statistics = "boson"
           |              ^^^^^^^ "fermi" or "bose" is wanted
    "#]],
    );
    check(
        "T = \"lorentzian(at=8",
        "carriers = \"bose\"\nT = \"lorentzian(at=8",
        expect![[r#"
        error: transmission between `c` and `l`: bosons need the temperature of `l`
          --> wire.toml:26:1
           |
        26 | [[transmission]]
           | ^^^^^^^^^^^^^^^^ carriers = "bose" joins two reservoirs in equilibrium
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
fn states_exclude_each_other() {
    check(
        "T = 50\nmu = 0",
        "T = 50",
        expect![[r#"
        error: reservoir `c` has `T` and no `mu`
          --> wire.toml:17:13
           |
        17 | [reservoirs.c]
           |             ^ give mu, for instance mu = 0
    "#]],
    );
    check(
        "T = 50\nmu = 0",
        "mu = 0",
        expect![[r#"
        error: reservoir `c` has `mu` and no `T`
          --> wire.toml:17:13
           |
        17 | [reservoirs.c]
           |             ^ give T, or f without mu
    "#]],
    );
    check(
        "T = 50\nmu = 0",
        "T = 50\nmu = 0\nf = \"0.5\"",
        expect![[r#"
        error: reservoir `c` has both `T` and `f`
          --> wire.toml:20:1
           |
        20 | f = "0.5"
           | ^ T and mu are of equilibrium; f and demon are each instead of them
    "#]],
    );
    check(
        "f = \"(1-w)",
        "demon = \"optimal\" #",
        expect![[r#"
        error: `demon` of reservoir `l`: the optimal demon is not yet possible
          --> wire.toml:21:9
           |
        21 | demon = "optimal" #*fermi(mu=-V/2, T=Tw) + w*fermi(mu=V/2, T=Tw)"
           |         ^^^^^^^^^ write demon = { lambda = 1 }
    "#]],
    );
    check(
        "f = \"(1-w)",
        "probe = \"voltage\"\nT = 3 #",
        expect![[r#"
            error: `probe` of reservoir `l`: probes are not yet possible
              --> wire.toml:21:1
               |
            21 | probe = "voltage"
               | ^^^^^ give T and mu, or f
            error: result `second_law`: there is no `exergy_l`
              --> wire.toml:33:37
               |
            33 | second_law = "heat_c*(T_c-T0)/T_c/(-exergy_l)"        # Eq. 16; Eq. 22 holds only where n_l = energy_l = 0
               |                                     ^^^^^^^^ is energy_l meant?
        "#]],
    );
    check(
        "f = \"(1-w)",
        "demon = { lamda = 3 } #",
        expect![[r#"
        error: `demon` of reservoir `l` lacks its `lambda`
          --> wire.toml:21:1
           |
        21 | demon = { lamda = 3 } #*fermi(mu=-V/2, T=Tw) + w*fermi(mu=V/2, T=Tw)"
           | ^^^^^ write demon = { lambda = 1 }
        error: `lamda` is no key of `demon` of reservoir `l`
          --> wire.toml:21:11
           |
        21 | demon = { lamda = 3 } #*fermi(mu=-V/2, T=Tw) + w*fermi(mu=V/2, T=Tw)"
           |           ^^^^^ is lambda meant?
    "#]],
    );
    check(
        "f = \"(1-w)",
        "f = \"narrow(at=1, area=1)\" #",
        expect![[r#"
            error: `f` of reservoir `l`: narrow stands in transmissions only
              --> wire.toml:21:6
               |
            21 | f = "narrow(at=1, area=1)" #*fermi(mu=-V/2, T=Tw) + w*fermi(mu=V/2, T=Tw)"
               |      ^^^^^^^^^^^^^^^^^^^^ it has no finite height
        "#]],
    );
}

#[test]
fn results_know_columns() {
    check(
        "\"-heat_c\"",
        "\"-heat_c_W\"",
        expect![[r#"
        error: result `cooling`: there is no `heat_c_W`
          --> wire.toml:31:13
           |
        31 | cooling = "-heat_c_W"
           |             ^^^^^^^^ names stand without their unit: heat_c
    "#]],
    );
    check(
        "\"-heat_c\"",
        "\"-heat_x\"",
        expect![[r#"
            error: result `cooling`: there is no `heat_x`
              --> wire.toml:31:13
               |
            31 | cooling = "-heat_x"
               |             ^^^^^^ is heat_c meant?
        "#]],
    );
    check(
        "\"-heat_c\"",
        "\"second_law\"",
        expect![[r#"
        error: result `cooling`: `second_law` is given below
          --> wire.toml:31:12
           |
        31 | cooling = "second_law"
           |            ^^^^^^^^^^ results are formulas of earlier ones
    "#]],
    );
    check(
        "\"-heat_c\"",
        "\"T_h_l + f_x(at=1)\"",
        expect![[r#"
        error: result `cooling`: `T_h_l` is a function of the energy
          --> wire.toml:31:12
           |
        31 | cooling = "T_h_l + f_x(at=1)"
           |            ^^^^^ write T_h_l(at=…)
    "#]],
    );
    check(
        "\"-heat_c\"",
        "\"T_h_l(at=1) + f_x(at=1)\"",
        expect![[r#"
        error: result `cooling`: there is no reservoir `x`
          --> wire.toml:31:26
           |
        31 | cooling = "T_h_l(at=1) + f_x(at=1)"
           |                          ^^^^^^^^^ reservoirs are h, c, l
    "#]],
    );
    check("\"-heat_c\"", "{ formula = \"dheat_c_dV/n_c\", unit = \"W\" }", expect![[r#""#]]);
    check(
        "fwhm=1)",
        "fwhm=1)*n_c",
        expect![[r#"
        error: `T` of transmission between `h` and `l`: `n_c` is a column
          --> wire.toml:25:32
           |
        25 | T = "lorentzian(at=45, fwhm=1)*n_c"
           |                                ^^^ columns are computed from the machine and stand in [results] only
    "#]],
    );
}

/// hukkin/tomli#304: a byte-order mark gives "invalid statement 1:1" there.
#[test]
fn marks_and_line_ends_change_nothing() {
    let text = format!("\u{feff}{}", WIRE.replace('\n', "\r\n"));
    let (file, other) = (read(WIRE), read(&text));
    assert_eq!(other.parameters.len(), file.parameters.len());
    let text = text.replace("[\"h\", \"l\"]", "[\"h\", \"x\"]");
    assert_eq!(wrong(&text), wrong(&WIRE.replace("[\"h\", \"l\"]", "[\"h\", \"x\"]")));
}
