//! `ndemon optimize FILE`: the best point that a search finds, held against optima that are known.

use crate::folder::{folder, run};
use crate::shell::sh;
use expect_test::expect;
use std::path::PathBuf;

/// A level of no width between Th = 1 and Tc = ½: what flows is f_h − f_c at the level, and the work V of each
/// particle is paid by its heat e.
const LEVEL: &str = r#"format = 1
[environment]
T0 = "T_c"
mu0 = "mu_c"
[parameters]
e = 2
V = 0.5
[reservoirs]
h = { T = 1, mu = 0 }
c = { T = 0.5, mu = "V" }
[[transmission]]
between = ["h", "c"]
T = "narrow(at=e, area=1)"
[results]
power = "V*n_c"
eta = "V*n_c/(-heat_h)"
"#;

fn level(name: &str) -> PathBuf {
    let folder = folder(name);
    std::fs::write(folder.join("level.toml"), LEVEL).unwrap();
    folder
}

/// The numbers of a CSV with one row.
fn row<const N: usize>(output: &str) -> [f64; N] {
    let cells = output.lines().nth(1).unwrap_or_else(|| panic!("{output}")).split(',');
    let numbers: Vec<f64> = cells.filter_map(|cell| cell.parse().ok()).collect();
    numbers.try_into().unwrap_or_else(|_| panic!("{output}"))
}

fn close(value: f64, reference: f64, relative: f64) {
    assert!((value / reference - 1.0).abs() <= relative, "{value} {reference}");
}

/// Esposito, Lindenberg and Van den Broeck, EPL 85, 60010 (2009), at η_C = ½; both slopes of
/// P = V (f_h − f_c) set to 0 (mpmath, 40 digits).
#[test]
fn the_greatest_power_of_a_narrow_level() {
    let folder = level("optimize-power");
    let output = run(
        &folder,
        "ndemon --quiet optimize level.toml --maximize power --over e=0:5,V=0:3 \
        --columns e,V,power,eta --format csv",
    );
    let [e, v, power, eta] = row(&output);
    close(power, 0.037_153_735_381_757_04, 4e-16);
    close(e, 2.032_739_806_391_508, 1e-7);
    close(v, 0.602_363_350_643_188_4, 1e-7);
    close(eta, 0.296_330_769_314_006_7, 1e-7);
    // More heat is better: of a third range the end is taken.
    let output = run(
        &folder,
        "ndemon --quiet optimize level.toml --maximize power --over e=0:5,T_h=0.6:1,V=0:3 \
        --columns T_h,power --format csv",
    );
    let [t, power] = row(&output);
    assert_eq!(t, 1.0);
    close(power, 0.037_153_735_381_757_04, 4e-16);
}

/// The greatest V/e at P = 0.02, by Lagrange's conditions (mpmath, 40 digits).
#[test]
fn the_best_efficiency_at_a_required_power() {
    let folder = level("optimize-required");
    let request = "ndemon --quiet optimize level.toml --maximize eta --over e=0.1:5,V=0:3";
    let output = run(
        &folder,
        &format!("{request} --at-least power=0.02 --columns e,V,power,eta --format csv"),
    );
    let [e, v, power, eta] = row(&output);
    close(eta, 0.442_565_872_509_662_5, 1e-13);
    close(e, 2.273_515_120_877_013, 1e-6);
    close(v, 1.006_180_103_134_846, 1e-6);
    assert!((0.02..0.02 + 1e-13).contains(&power), "{power}");
    // Less than half of it is had at more power.
    let page = run(&folder, &format!("{request} --at-least power=0.03"));
    let binds = "What binds: power is what it must be at least.\nBest found, not proven: of ";
    assert!(page.contains(binds), "{page}");
}

/// One range: the peak to the last digits that the doubles of the result tell apart, at an end to the last one. Currents
/// are linear in the share w of l's occupation (Eq. 17), so that the best w is an end.
#[test]
fn one_range() {
    let folder = level("optimize-one");
    let request = "ndemon --quiet optimize level.toml --maximize power";
    let output = run(&folder, &format!("{request} --over V=0:1 --columns V,power --format csv"));
    let [v, power] = row(&output);
    close(v, ONE_V, 3e-8);
    close(power, ONE_POWER, 4e-16);
    let wire = sh("ndemon machine example wire | ndemon --quiet optimize - --maximize cooling \
        --over w=0.01:1 --columns w,cooling --format csv");
    let best = sh("ndemon machine example wire | ndemon --quiet eval - --set w=0.01 \
        --columns w,cooling --format csv");
    assert_eq!(wire, best);
}

/// dP/dV = 0 for P = V (f(2) − f(2(2 − V))) and the P there (mpmath, 40 digits).
const ONE_V: f64 = 0.590_943_238_562_592_4;
const ONE_POWER: f64 = 0.037_140_637_320_823_705;

/// What is printed of the best point is what `eval` prints of it, in every format, and again.
#[test]
fn the_best_point_is_a_point_like_any_other() {
    let folder = level("optimize-point");
    let output = run(
        &folder,
        "ask='ndemon --quiet optimize level.toml --maximize power --over V=0:1 --set e=2.5'
        $ask --format json > a; $ask --format json > b; cmp a b
        V=$(sed 's/.*\"V\":\\([^,]*\\),.*/\\1/' a)
        ndemon eval level.toml --set e=2.5 --set V=$V --format json | cmp - a && echo same",
    );
    assert_eq!(output, "same\n[0]\n");
}

#[test]
fn what_cannot_be_asked_is_said() {
    let folder = level("optimize-messages");
    let output = run(
        &folder,
        "ask='ndemon optimize level.toml --maximize'
        $ask profit --over V=0:1; echo \"[$?]\"
        $ask power --over W=0:1; echo \"[$?]\"
        $ask power --over V=1:0; echo \"[$?]\"
        $ask power --over V=1; echo \"[$?]\"
        $ask power --over V=0:1,V=0:2; echo \"[$?]\"
        $ask power --over V=0:1 --set V=1; echo \"[$?]\"
        $ask power --over V=0:1 --at-least power=1; echo \"[$?]\"
        $ask power --over V=0:1 --at-least eta; echo \"[$?]\"
        $ask power --over V=0:1 --at-least eta=x; echo \"[$?]\"
        $ask power --over V=0:1 --at-least eta=0.9; echo \"[$?]\"
        $ask power --over V=0:1ueV",
    );
    expect![[r#"
        [2]
        [2]
        [2]
        [2]
        [2]
        [2]
        [2]
        [2]
        [2]
        [3]
        error: --maximize profit: it must be a result: n_h, energy_h, heat_h, entropy_h, n_c, energy_c, heat_c, entropy_c, entropy_production, efficiency, power, eta, … (ndemon columns)
        error: --over W=0:1: there is no number `W`; only what has a name in the file can be set: there are e, V, T_h, mu_h, T_c
        error: --over V=1:0: its first end must not lie above its last one
        error: --over V=1: it must be NAME=first:last
        error: --over V=0:2: the parameter is there twice
        error: --over V=0:1: --set V has a value already
        error: --at-least power: it is what is maximized; require another result
        error: --at-least eta: it must be RESULT=NUMBER
        error: --at-least eta=x: `x` is not a number
        error: no point was found at which power has a value and --at-least holds; that there is none is not proved: ask for less, or for other ranges
        error: --over V=0:1ueV: `ueV` is no unit of a pure number; known are none
        [2]
    "#]].assert_eq(&output);
}
