//! `--save` and files of the refrigerator: a device that need not be typed again.

use crate::folder::{folder, run};
use expect_test::expect;

const DEVICE: &str = "--th 100mK --mu0 30ueV --e1 10ueV --e2 50ueV --e3 22ueV --e4 20ueV";

#[test]
fn a_device_is_saved_and_read_again() {
    let folder = folder("device-save");
    let output = run(
        &folder,
        &format!(
            "ndemon eval {DEVICE} --tc 80mK --gamma .1ueV --save lab.toml --columns cop > flags; cat lab.toml
            ndemon eval lab.toml --columns cop | cmp - flags
            ndemon eval {DEVICE} --gamma .1ueV --tc 60mK --format csv > flags
            ndemon eval lab.toml --set tc=60 --format csv | cmp - flags
            ndemon eval lab.toml --set tc=80mK --save again.toml > page; cmp lab.toml again.toml"
        ),
    );
    expect![[r#"
        format = 1
        family = "refrigerator"

        [parameters]
        th = "100mK"
        tc = "80mK"
        mu0 = "30ueV"
        e1 = "10ueV"
        e2 = "50ueV"
        e3 = "22ueV"
        e4 = "20ueV"
        lambda = 1.0
        gamma = ".1ueV"
        [0]
    "#]]
    .assert_eq(&output);
}

/// Also a multiple of the headroom, resonances that are not narrow, and defaults.
#[test]
fn what_is_no_number_is_saved() {
    let folder = folder("device-words");
    let flags = "--tc .5 --e4 1.3 --lambda 0.3max --gamma 1e-2 --resonances boxcar";
    let output = run(
        &folder,
        &format!(
            "ndemon eval {flags} --save d.toml --format csv > flags; ndemon machine check d.toml
            ndemon eval d.toml --format csv | cmp - flags; tail -n 5 d.toml
            ndemon eval d.toml --set resonances=narrow --columns resonances,cop --format csv"
        ),
    );
    expect![[r#"
        d.toml: ok: 10 parameters
        e3 = 1.5
        e4 = 1.3
        lambda = "0.3max"
        gamma = 0.01
        resonances = "boxcar"
        resonances,cop
        narrow,0.194359546795707
        [0]
    "#]]
    .assert_eq(&output);
}

#[test]
fn what_cannot_be_saved_is_said() {
    let folder = folder("device-refused");
    let output = run(
        &folder,
        "ndemon eval --tc .5 --e4 1.3 --save d.toml > page; echo 'x = 1' > own.toml
        ndemon eval --tc .5 --e4 1.3 --save d.toml
        ndemon eval --tc .5 --e4 1.3 --save d.txt
        ndemon machine example wire | ndemon eval - --save w.toml
        ndemon eval d.toml --tc .4
        ndemon eval d.toml --resonances=boxcar
        ndemon eval d.toml --set tx=1
        ndemon eval d.toml --set e5=1
        sed 's/^tc.*/tc = \"cold\"/' d.toml > cold.toml; ndemon eval cold.toml
        sed 's/^tc.*/resonances = \"wide\"/' d.toml > wide.toml; ndemon eval wide.toml
        sed 's/^tc.*/leak = \"30mK\"/' d.toml > leak.toml; ndemon machine check leak.toml",
    );
    expect![[r#"
        error: --save d.toml: it exists; --force overwrites it
        error: --save d.txt: the name of a machine file must end in .toml
        error: --save w.toml: the machine has a file already; `ndemon machine print FILE --set NAME=VALUE` prints it with other numbers
        error: --tc .4: beside a file, numbers are set: --set tc=.4
        error: --resonances boxcar: beside a file, numbers are set: --set resonances=boxcar
        error: --set tx=1: `tx` is no parameter of the refrigerator; there are th, tc, mu0, e1, e2, e3, e4, lambda, t0, gamma, gamma1, gamma2, gamma3, gamma4, leak, phonons, tph, photons
        error: --set e5=1: `e5` is no parameter of the refrigerator; there are th, tc, mu0, e1, e2, e3, e4, lambda, t0, gamma, gamma1, gamma2, gamma3, gamma4, leak, phonons, tph, photons
        error: parameter `tc` of the refrigerator is no number
         --> cold.toml:6:6
          |
        6 | tc = "cold"
          |      ^^^^^^ a number, or a number with its unit, is wanted
        error: `resonances` is no option of the refrigerator
         --> wide.toml:6:14
          |
        6 | resonances = "wide"
          |              ^^^^^^ there are "narrow", "boxcar"
        error: parameter `leak` is 30mK
         --> leak.toml:6:8
          |
        6 | leak = "30mK"
          |        ^^^^^^ `mK` is no unit of a thermal conductance; known are W/K with m, u, n, p, f, a, z
        [2]
    "#]].assert_eq(&output);
}

/// Γ is a factor of power and entropy current, and of nothing else where resonances are narrow.
#[test]
fn what_does_not_depend_on_the_width_does_not_take_it() {
    let folder = folder("device-width");
    let output = run(
        &folder,
        &format!(
            "ndemon sweep {DEVICE} --tc 60mK,80mK --gamma 3neV --columns tc,cop,fl4,headroom,status > with
            ndemon sweep {DEVICE} --tc 60mK,80mK --columns tc,cop,fl4,headroom,status | cmp - with
            ndemon spread {DEVICE} --tc 80mK+-1mK --columns cop | grep meant
            ndemon figure {DEVICE} --tc 40mK:99mK --curves lambda --inset none -o f.svg; ls
            ndemon sweep {DEVICE} --tc 60mK --columns cop,power
            ndemon eval {DEVICE} --tc 60mK --columns cop,gamma
            ndemon eval {DEVICE} --tc 60mK --columns cop --resonances boxcar
            ndemon figure {DEVICE} --tc 40mK:99mK --curves lambda -o g.svg"
        ),
    );
    expect![[r#"
        as meant              0.347905
        f.svg
        with
        error: --th 100mK has a unit, so that results are in watts, which takes --gamma, the width of the resonances, e.g. --gamma 0.5ueV
        error: --th 100mK has a unit, so that results are in watts, which takes --gamma, the width of the resonances, e.g. --gamma 0.5ueV
        error: --th 100mK has a unit, so that results are in watts, which takes --gamma, the width of the resonances, e.g. --gamma 0.5ueV
        error: --th 100mK has a unit, so that results are in watts, which takes --gamma, the width of the resonances, e.g. --gamma 0.5ueV
        [2]
    "#]].assert_eq(&output);
}

/// What a range says stands for the value of the file, and has its unit.
#[test]
fn the_ranges_of_a_search_stand_for_numbers_of_the_file() {
    let folder = folder("device-ranges");
    let output = run(
        &folder,
        &format!(
            "ndemon eval {DEVICE} --tc 80mK --gamma .1ueV --save lab.toml > page
            flags='{DEVICE} --tc 80mK --gamma .1ueV --maximize power --over e4=12ueV:21ueV --format csv'
            ndemon --quiet optimize $(echo $flags | sed 's/--e4 20ueV//') > flags
            ndemon --quiet optimize lab.toml --maximize power --over e4=12:21 --format csv | cmp - flags
            ndemon columns > flags; ndemon columns lab.toml | cmp - flags"
        ),
    );
    expect![[r#"
        [0]
    "#]]
    .assert_eq(&output);
}
