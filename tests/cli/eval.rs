use crate::shell::{session, sh};
use expect_test::expect;

#[test]
fn a_physical_point_is_a_page_and_0() {
    // COP 0.185001768171288949 and all other digits: fixtures/fig2.csv.
    expect![[r#"
        $ ndemon eval --tc 0.5 --e4 1.3
        th      Th  1 E    temperature of the hot reservoir
        tc      Tc  0.5 E  temperature of the cold reservoir
        mu0     μ0  1 E    chemical potential of both equilibrium reservoirs
        e1      ε1  1 E    resonance between demon and hot reservoir
        e2      ε2  2 E    resonance between demon and hot reservoir
        e3      ε3  1.5 E  resonance between demon and cold reservoir
        e4      ε4  1.3 E  resonance between demon and cold reservoir
        lambda  λ   1      strength of the demon

        fl1              f_l(ε1)    0.4829195          occupation of the demon
        fl2              f_l(ε2)    0.2860219          occupation of the demon
        fl3              f_l(ε3)    0.1835391          occupation of the demon
        fl4              f_l(ε4)    0.439746           occupation of the demon
        power            ε̇_h        0.01708045 Γ·E/h   heat that flows from cold to hot
        entropy_current  Ṡ_l        0.0923259 k_B·Γ/h  entropy current into the demon
        cop              COP        0.1850018          power/(T0 · entropy_current)
        cop_carnot       COP_therm  1                  Carnot bound Tc/(Th − Tc)
        headroom         λ_max      3.149113           greatest physical λ
        status                      ok

        E: the unit of all energies and temperatures (k_B = 1).
        Γ: the width of the resonances; h: Planck's constant.

        f_l(ε1)   0 ├───────────────────●─────────────────────┤ 1
        f_l(ε2)   0 ├───────────●─────────────────────────────┤ 1
        f_l(ε3)   0 ├───────●─────────────────────────────────┤ 1
        f_l(ε4)   0 ├──────────────────●──────────────────────┤ 1

        ok: the demon pumps heat from cold to hot.
        It is physical for lambda up to 3.149113.
        It stays physical down to tc = 0.2415385.
        [0]
    "#]]
    .assert_eq(&session(&["ndemon eval --tc 0.5 --e4 1.3"]));
}

#[test]
fn an_unphysical_point_says_which_check_failed_by_how_much_and_ends_with_1() {
    expect![[r#"
        $ ndemon eval --tc 0.2 --e4 1.2
        th      Th  1 E    temperature of the hot reservoir
        tc      Tc  0.2 E  temperature of the cold reservoir
        mu0     μ0  1 E    chemical potential of both equilibrium reservoirs
        e1      ε1  1 E    resonance between demon and hot reservoir
        e2      ε2  2 E    resonance between demon and hot reservoir
        e3      ε3  1.5 E  resonance between demon and cold reservoir
        e4      ε4  1.2 E  resonance between demon and cold reservoir
        lambda  λ   1      strength of the demon

        fl1              f_l(ε1)    0.442075    occupation of the demon
        fl2              f_l(ε2)    0.3268664   occupation of the demon
        fl3              f_l(ε3)    -0.1172251  occupation of the demon
        fl4              f_l(ε4)    0.4620247   occupation of the demon
        power            ε̇_h        –           heat that flows from cold to hot
        entropy_current  Ṡ_l        –           entropy current into the demon
        cop              COP        –           power/(T0 · entropy_current)
        cop_carnot       COP_therm  0.25        Carnot bound Tc/(Th − Tc)
        headroom         λ_max      0.3928781   greatest physical λ
        status                      fl3<0

        E: the unit of all energies and temperatures (k_B = 1).
        Γ: the width of the resonances; h: Planck's constant.

        f_l(ε1)   0 ├──────────────────●──────────────────────┤ 1
        f_l(ε2)   0 ├─────────────●───────────────────────────┤ 1
        f_l(ε3) ● 0 ├─────────────────────────────────────────┤ 1
        f_l(ε4)   0 ├──────────────────●──────────────────────┤ 1

        fl3<0: unphysical, the demon cannot pump heat here.
        f_l(ε3) lies below 0 by 0.1172251.
        It is physical for lambda up to 0.3928781 only.
        With this lambda it is physical from tc = 0.3221696 up to th.
        [1]
    "#]]
    .assert_eq(&session(&["ndemon eval --tc 0.2 --e4 1.2"]));
}

#[test]
fn limits_are_answers() {
    // C20: Tc/(3Th − Tc) = 0.2; λ = 0: Carnot, 1.
    expect![[r#"
        $ ndemon eval --tc 0.5 --e4 1.5 --format csv
        th,tc,mu0,e1,e2,e3,e4,lambda,fl1,fl2,fl3,fl4,power,entropy_current,cop,cop_carnot,headroom,status
        1.0,0.5,1.0,1.0,2.0,1.5,1.5,1.0,0.5,0.2689414213699951,0.2689414213699951,0.2689414213699951,0.0,0.0,0.2,1.0,inf,limit
        [0]
        $ ndemon eval --tc 0.5 --e4 1.3 --lambda 0 --format jsonl
        {"th":1.0,"tc":0.5,"mu0":1.0,"e1":1.0,"e2":2.0,"e3":1.5,"e4":1.3,"lambda":0.0,"fl1":0.5,"fl2":0.2689414213699951,"fl3":0.2689414213699951,"fl4":0.35434369377420455,"power":0.0,"entropy_current":0.0,"cop":1.0,"cop_carnot":1.0,"headroom":3.1491131769549874,"status":"limit"}
        [0]
        $ ndemon eval --tc 0.5 --e4 1.5 --columns status
        status    limit

        limit: the demon is idle, nothing flows; the COP is the limit that it tends to.
        [0]
    "#]].assert_eq(&session(&[
        "ndemon eval --tc 0.5 --e4 1.5 --format csv",
        "ndemon eval --tc 0.5 --e4 1.3 --lambda 0 --format jsonl",
        "ndemon eval --tc 0.5 --e4 1.5 --columns status",
    ]));
}

#[test]
fn formats_and_columns() {
    expect![[r#"
        $ ndemon eval --tc 0.5 --e4 1.3 --format json
        {"th":1.0,"tc":0.5,"mu0":1.0,"e1":1.0,"e2":2.0,"e3":1.5,"e4":1.3,"lambda":1.0,"fl1":0.4829195455191581,"fl2":0.286021875850837,"fl3":0.18353914896578571,"fl4":0.43974596617841394,"power":0.01708045448084188,"entropy_current":0.09232589855588554,"cop":0.18500176817128894,"cop_carnot":1.0,"headroom":3.1491131769549874,"status":"ok"}
        [0]
        $ ndemon eval --tc 0.5 --e4 1.3 --t0 2 --gamma 1e-3 --format csv
        th,tc,mu0,e1,e2,e3,e4,lambda,t0,gamma,fl1,fl2,fl3,fl4,power,entropy_current,cop,cop_carnot,headroom,status
        1.0,0.5,1.0,1.0,2.0,1.5,1.3,1.0,2.0,0.001,0.4829195455191581,0.286021875850837,0.18353914896578571,0.43974596617841394,0.01708045448084188,0.09232589855588554,0.09250088408564447,1.0,3.1491131769549874,ok
        [0]
        $ ndemon eval --tc 0.5 --e4 1.3 --format csv --columns cop,status,tc
        cop,status,tc
        0.18500176817128894,ok,0.5
        [0]
        $ ndemon eval --tc 0.5 --e4 1.3 --format csv --columns +gamma,+t0 | head -1
        th,tc,mu0,e1,e2,e3,e4,lambda,t0,gamma,fl1,fl2,fl3,fl4,power,entropy_current,cop,cop_carnot,headroom,status
        [0]
        $ ndemon eval --tc 0.2 --e4 1.2 --format json --columns power,status
        {"power":null,"status":"fl3<0"}
        [1]
        $ ndemon eval --tc 0.5 --e4 1.3 --columns cop,kop
        error: --columns: `kop` is no column; is `cop` meant? `ndemon columns` lists them
        [2]
    "#]].assert_eq(&session(&[
        "ndemon eval --tc 0.5 --e4 1.3 --format json",
        "ndemon eval --tc 0.5 --e4 1.3 --t0 2 --gamma 1e-3 --format csv",
        "ndemon eval --tc 0.5 --e4 1.3 --format csv --columns cop,status,tc",
        "ndemon eval --tc 0.5 --e4 1.3 --format csv --columns +gamma,+t0 | head -1",
        "ndemon eval --tc 0.2 --e4 1.2 --format json --columns power,status",
        "ndemon eval --tc 0.5 --e4 1.3 --columns cop,kop",
    ]));
}

#[test]
fn negative_numbers_and_exponents_are_values() {
    expect![[r#"
        $ ndemon eval --tc 5e-1 --mu0 -1e-3 --e4 -.5 --e3 -2 --e1=-1 --e2 +2 --format csv
        th,tc,mu0,e1,e2,e3,e4,lambda,fl1,fl2,fl3,fl4,power,entropy_current,cop,cop_carnot,headroom,status
        1.0,0.5,-0.001,-1.0,2.0,-2.0,-0.5,1.0,0.6052052925465139,0.24475459713875686,1.2332916880042835,0.47935191564067287,NaN,NaN,NaN,1.0,0.07170958521165002,fl3>1
        [1]
        $ ndemon eval --tc .5 --mu0 -0.0 --e4 -0 --format csv --columns mu0,e4
        mu0,e4
        0.0,0.0
        [1]
    "#]].assert_eq(&session(&[
        "ndemon eval --tc 5e-1 --mu0 -1e-3 --e4 -.5 --e3 -2 --e1=-1 --e2 +2 --format csv",
        "ndemon eval --tc .5 --mu0 -0.0 --e4 -0 --format csv --columns mu0,e4",
    ]));
}

#[test]
fn a_wrong_request_is_one_sentence_and_2() {
    expect![[r#"
        $ ndemon eval --tc 1.5 --e4 1.3
        error: --tc 1.5: tc must lie below th, which is 1 (by default)
        [2]
        $ ndemon eval --tc 0 --e4 1.3
        error: --tc 0: tc must be positive
        [2]
        $ ndemon eval --tc nan --e4 1.3
        error: --tc nan: `nan` is not a finite number
        [2]
        $ ndemon eval --tc -inf --e4 1.3
        error: --tc -inf: `-inf` is not a finite number
        [2]
        $ ndemon eval --tc 1e400 --e4 1.3
        error: --tc 1e400: `1e400` is not a finite number
        [2]
        $ ndemon eval --tc 0.5 --e4 abc
        error: --e4 abc: `abc` is not a finite number
        [2]
        $ ndemon eval --tc 0.5 --e4 ''
        error: --e4 : `` is not a finite number
        [2]
        $ ndemon eval --tc 0.5 --e4 1.3 --lambda -1
        error: --lambda -1: lambda must not be negative
        [2]
        $ ndemon eval --tc 0.5 --e4 1.3 --e1 2
        error: --e2 2 (by default): e2 must differ from e1, which is 2
        [2]
        $ ndemon eval --tc 0.5 --e4 1.3 --t0 0
        error: --t0 0: t0 must be positive
        [2]
        $ ndemon eval --tc 0.5 --e4 1.3 --gamma 0
        error: --gamma 0: gamma must be positive
        [2]
        $ ndemon eval --e4 1.3
        error: --tc is missing: give the temperature of the cold reservoir
        [2]
        $ ndemon eval --tc 0.5
        error: --e4 is missing: give the resonance between demon and cold reservoir
        [2]
        $ ndemon eval --tc 0.1:0.9:0 --e4 1.3
        error: --tc 0.1:0.9:0: the count `0` is not a whole number from 1 to 9007199254740992
        [2]
        $ ndemon eval --tc 0.1,0.2 --e4 1.3
        error: --tc has 2 values, but eval takes one; a decimal has a point, not a comma
        [2]
        $ ndemon eval --tc 0.5 --tc 0.6 --e4 1.3
        error: the argument '--tc <Tc>' cannot be used multiple times
        [2]
        $ ndemon eval --tc 0.5 --e4
        error: a value is required for '--e4 <ε4>' but none was supplied
        [2]
        $ ndemon eval --tc 0.5 --e4 1.3 --format xml
        error: invalid value 'xml' for '--format <FORMAT>' [possible values: table, csv, json, jsonl]
        [2]
        $ ndemon eval --tc 0.5 --e4 1.3 --lamda 1
        error: unexpected argument '--lamda' found; tip: a similar argument exists: '--lambda'
        [2]
    "#]]
    .assert_eq(&session(&[
        "ndemon eval --tc 1.5 --e4 1.3",
        "ndemon eval --tc 0 --e4 1.3",
        "ndemon eval --tc nan --e4 1.3",
        "ndemon eval --tc -inf --e4 1.3",
        "ndemon eval --tc 1e400 --e4 1.3",
        "ndemon eval --tc 0.5 --e4 abc",
        "ndemon eval --tc 0.5 --e4 ''",
        "ndemon eval --tc 0.5 --e4 1.3 --lambda -1",
        "ndemon eval --tc 0.5 --e4 1.3 --e1 2",
        "ndemon eval --tc 0.5 --e4 1.3 --t0 0",
        "ndemon eval --tc 0.5 --e4 1.3 --gamma 0",
        "ndemon eval --e4 1.3",
        "ndemon eval --tc 0.5",
        "ndemon eval --tc 0.1:0.9:0 --e4 1.3",
        "ndemon eval --tc 0.1,0.2 --e4 1.3",
        "ndemon eval --tc 0.5 --tc 0.6 --e4 1.3",
        "ndemon eval --tc 0.5 --e4",
        "ndemon eval --tc 0.5 --e4 1.3 --format xml",
        "ndemon eval --tc 0.5 --e4 1.3 --lamda 1",
    ]));
}

#[test]
fn the_page_says_how_cold_it_may_get() {
    // fixtures/fig2_tc_min.csv, rounded up.
    let page = sh("ndemon eval --tc 0.5 --e4 1.3");
    assert!(page.contains("It stays physical down to tc = 0.2415385.\n"), "{page}");
    // The same device in kelvins: Th = 100 mK, and energies in k_B·(100 mK) = 8.617333262145179 µeV.
    let kelvin = sh("ndemon eval --th 100mK --mu0 8.617333262145179ueV --e1 8.617333262145179ueV \
         --e2 17.234666524290358ueV --e3 12.9259998932177685ueV --e4 11.2025332407887327ueV --tc 50mK --gamma 1neV");
    assert!(kelvin.contains("down to tc = 24.15385 mK.\n"), "{kelvin}");
    for silent in ["--tc 0.2 --e4 1.2", "--tc 0.5 --e4 1.5", "--tc 0.5 --e4 1.3 --format csv"] {
        assert!(!sh(&format!("ndemon eval {silent}")).contains("down to"), "{silent}");
    }
}
