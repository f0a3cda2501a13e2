//! What is said of machines that cannot be. Inputs that broke other programs name the thread they are
//! from.

use super::tests::{WIRE, check, wrong};
use expect_test::expect;

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
               |                                     ^^^^^^^^ is energy_l_r meant?
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
            error: reservoir `l` is an optimal demon of no power
              --> wire.toml:21:9
               |
            21 | demon = "optimal" #*fermi(mu=-V/2, T=Tw) + w*fermi(mu=V/2, T=Tw)"
               |         ^^^^^^^^^ give power = …, fraction = 0.5 (of the greatest power) or cop = …
            error: reservoir `l` is an optimal demon without `from`
              --> wire.toml:21:9
               |
            21 | demon = "optimal" #*fermi(mu=-V/2, T=Tw) + w*fermi(mu=V/2, T=Tw)"
               |         ^^^^^^^^^ from = "c" says from which reservoir it draws heat
        "#]],
    );
    // What stands beside a demon that is not known may be right.
    check(
        "f = \"(1-w)",
        "demon = \"optimum\"\nfraction = 0.3\nfrom = \"c\" #",
        expect![[r#"
        error: `demon` of reservoir `l` is `optimum`
          --> wire.toml:21:9
           |
        21 | demon = "optimum"
           |         ^^^^^^^^^ write demon = { lambda = 1 } or demon = "optimal"
    "#]],
    );
    check(
        "f = \"(1-w)",
        "demon = [1]\nfraction = 0.3\nfrom = \"c\" #",
        expect![[r#"
        error: `demon` of reservoir `l` is a list
          --> wire.toml:21:9
           |
        21 | demon = [1]
           |         ^^^ write demon = { lambda = 1 } or demon = "optimal"
    "#]],
    );
    check(
        "f = \"(1-w)",
        "demon = { lambda = 1 }\nfraction = 0.3\nfrom = \"c\" #",
        expect![[r#"
        error: `fraction` of reservoir `l` is said of no optimal demon
          --> wire.toml:22:1
           |
        22 | fraction = 0.3
           | ^^^^^^^^ it stands beside demon = "optimal"
        error: `from` of reservoir `l` is said of no optimal demon
          --> wire.toml:23:1
           |
        23 | from = "c" #*fermi(mu=-V/2, T=Tw) + w*fermi(mu=V/2, T=Tw)"
           | ^^^^ it stands beside demon = "optimal"
    "#]],
    );
    check(
        "f = \"(1-w)",
        "probe = \"voltage\"\nT = 3 #",
        expect![[r#"
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
               | ^^^^^ write demon = { lambda = 1 } or demon = "optimal"
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
