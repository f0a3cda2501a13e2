use crate::shell::{session, sh};
use expect_test::expect;
use std::f64::consts::E;

/// The columns of the best device, as numbers.
fn best<const N: usize>(request: &str, columns: &str) -> [f64; N] {
    let output = sh(&format!(
        "ndemon optimize {request} --columns {columns} --format csv 2>/dev/null | tail -1"
    ));
    let row = output.lines().next().unwrap();
    let numbers: Vec<f64> = row.split(',').map(|cell| cell.parse().unwrap()).collect();
    numbers.try_into().unwrap()
}

fn close(value: f64, reference: f64, relative: f64) {
    assert!((value / reference - 1.0).abs() <= relative, "{value} {reference}");
}

fn is_proved(request: &str) {
    let page = sh(&format!("ndemon optimize {request}"));
    assert!(page.contains("It is the best one within the ranges, to nine digits"), "{page}");
}

#[test]
fn the_greatest_power_of_any_cold_levels() {
    // 2W(1/e) Tc at ε3,4 = μ0 ± (1 + W(1/e)) Tc, with a hot side that does not bind (docs/theory.md);
    // DLMF 4.13: W(1/e) = 0.278464542761073795…
    let w = 0.278_464_542_761_073_8;
    let request =
        "--maximize power --over e3=0:1,e4=1:2,lambda=0max:1max --tc 0.37 --e1 -20 --e2 30";
    let [e3, e4, power] = best(request, "e3,e4,power");
    close(power, 2.0 * w * 0.37, 1e-12);
    assert!((e3 - (1.0 - (1.0 + w) * 0.37)).abs() < 1e-6, "{e3}");
    assert!((e4 - (1.0 + (1.0 + w) * 0.37)).abs() < 1e-6, "{e4}");
    is_proved(request);
}

#[test]
fn the_cop_at_a_required_power_has_its_lambda_in_closed_form() {
    // Eq. C6 with λ: λ = P/((ε4 − ε3)(f_4 − f_3)) by the sign of each.
    let f = |e: f64| 1.0 / ((e - 1.0) / 0.5_f64).exp().mul_add(1.0, 1.0);
    let lambda = 0.01 / (0.2 * (f(1.3) - f(1.5)));
    let request = "--maximize cop --at-least power=0.01 --over lambda=0:5 --tc 0.5 --e4 1.3";
    let [found, power] = best(request, "lambda,power");
    close(found, lambda, 1e-14);
    assert!((0.01..0.01 + 1e-17).contains(&power), "{power}");
}

#[test]
fn the_power_of_fixed_levels_is_that_of_the_headroom() {
    // min(|ε1 − ε2| min(r_1, r_2), |ε3 − ε4| min(r_3, r_4)), from Eq. 20; here r_3 = f_3 binds.
    let [power, lambda] =
        best("--maximize power --over lambda=0max:1max --tc 0.5 --e4 1.3", "power,lambda");
    close(power, 0.2 / ((0.5_f64 / 0.5).exp() + 1.0), 1e-15);
    close(lambda, 3.149_113_176_954_987_4, 1e-15); // `eval` has this headroom
}

#[test]
fn the_best_upper_level_beside_a_fixed_lower_one() {
    // ε3 = μ0: the power is ε4's x f(x) Tc, x = (ε4 − μ0)/Tc, greatest where e^−x = x − 1, x = 1 + W(1/e), and
    // then x f(x) = W(1/e). (The room of ε3, 1/2, is more.)
    let w = 0.278_464_542_761_073_8;
    let request =
        "--maximize power --over e4=1.01:3,lambda=0max:1max --e3 1 --tc 0.6 --e1 -20 --e2 30";
    let [e4, power] = best(request, "e4,power");
    close(power, w * 0.6, 1e-12);
    assert!((e4 - (1.0 + (1.0 + w) * 0.6)).abs() < 1e-6, "{e4}");
    is_proved(request);
}

#[test]
fn at_fixed_lambda_the_power_has_a_greatest_value_over_tc() {
    // The power is λ|ε3 − ε4|(f_4 − f_3), whose derivative with respect to 1/Tc vanishes where
    // ε f(1 − f), ε from μ0, is the same at both levels (docs/theory.md, the lowest temperature).
    let request = "--maximize power --over tc=0.1:0.9 --e4 1.3";
    let [tc, power] = best(request, "tc,power");
    let f = |e: f64| 1.0 / ((e / tc).exp() + 1.0);
    let slope = |e: f64| e * f(e) * (1.0 - f(e));
    close(slope(0.3), slope(0.5), 1e-6);
    close(power, 0.2 * (f(0.3) - f(0.5)), 1e-14);
    is_proved(request);
    // With ε4 = μ0 it grows down to Tc,min, where f_l(ε3) = 2f_3 − f_4 = 0: f_3 = 1/4 there, hence
    // Tc = (ε3 − μ0)/ln 3, and the power is |ε3 − ε4|/4.
    let request = "--maximize power --over tc=0.1:0.9 --e4 1";
    let [tc, power] = best(request, "tc,power");
    close(tc, 0.5 / 3f64.ln(), 1e-9);
    close(power, 0.125, 1e-9);
    is_proved(request);
}

#[test]
fn levels_that_may_meet_have_the_cop_of_their_limit() {
    // Eq. C20, Tc/(3Th − Tc) = 0.2 at λ = 1, as ε4 → ε3; and the supremum is said to be one.
    for over in ["e4=1:1.5", "e4=1:2", "e3=1.2:1.9,e4=1:2"] {
        let e3 = if over.contains("e3") { "" } else { "--e3 1.5" };
        let request = format!("--maximize cop --over {over} --tc 0.5 {e3}");
        let [cop] = best(&request, "cop");
        close(cop, 0.2, 1e-9);
        is_proved(&request);
    }
}

#[test]
fn a_problem_without_a_known_answer_against_a_grid() {
    for (goal, at_least) in [("power", "cop=0.2"), ("cop", "power=0.05")] {
        let request = format!(
            "--maximize {goal} --at-least {at_least} --over e3=1:2,e4=0.2:1.4,lambda=0max:1max --tc 0.5"
        );
        is_proved(&request);
        let [power, cop] = best(&request, "power,cop");
        let value = if goal == "power" { power } else { cop };
        assert!(cop >= 0.2 && goal == "power" || power >= 0.05 && goal == "cop");
        // The best of all points of a grid that do what is asked.
        let grid =
            sh("ndemon sweep --e3 1:2:81 --e4 0.2:1.4:97 --lambda 0.002max:0.998max:250 --tc 0.5 \
                       --columns power,cop,status --no-header");
        let rows = grid.lines().filter_map(|row| row.strip_suffix(",ok"));
        let best = rows.filter_map(|row| {
            let (power, cop) = row.split_once(',')?;
            let [power, cop]: [f64; 2] = [power.parse().ok()?, cop.parse().ok()?];
            match goal {
                "power" => (cop >= 0.2).then_some(power),
                _ => (power >= 0.05).then_some(cop),
            }
        });
        let best = best.fold(0.0, f64::max);
        assert!(value >= best, "{goal}: {value} {best}");
        assert!(best > 0.98 * value, "{goal}: the grid is too coarse, {value} {best}");
    }
    // The constant of these tests: W(1/e) e^W(1/e) = 1/e.
    let w = 0.278_464_542_761_073_8_f64;
    close(w * w.exp(), 1.0 / E, 1e-15);
}

#[test]
fn the_row_is_that_of_eval() {
    let device =
        "--th 100mK --tc 80mK --mu0 0eV --e1 0eV --e2 8.617ueV --gamma 0.5ueV --format json";
    let row = sh(&format!(
        "ndemon optimize --maximize cop --at-least power=1e-18 --over e3=1ueV:8ueV,e4=1ueV:8ueV,lambda=0max:1max \
         {device} 2>/dev/null"
    ));
    let row = row.lines().next().unwrap();
    let again = sh(&format!("echo '{row}' | ndemon sweep --points - --format jsonl 2>/dev/null"));
    assert_eq!(again.lines().next().unwrap(), row);
    expect![[r#"
        $ ndemon optimize --maximize power --over e4=1:1.5,lambda=0max:1max --tc 0.5 --columns e4,lambda,power,cop
        e4      ε4  1.0000000000000004 E  resonance between demon and cold reservoir
        lambda  λ   1.1639534137386538    strength of the demon

        power  ε̇_h  0.1344707 Γ·E/h  heat that flows from cold to hot
        cop    COP  0.01280184       power/(T0 · entropy_current)

        E: the unit of all energies and temperatures (k_B = 1).
        Γ: the width of the resonances; h: Planck's constant.

        ok: the demon pumps heat from cold to hot.
        It is physical for lambda up to 1.163953.
        It stays physical down to tc = 0.5.
        What binds: the headroom (fl3<0 beyond).
        It is the best one within the ranges, to nine digits (0 boxes looked at).
        [0]
        $ ndemon optimize --maximize cop --over e4=1:1.4 --tc 0.5 --format jsonl --columns e4,cop
        {"e4":1.4,"cop":0.19607558834857536}
        What binds: e4 = 1.4, lambda = 1. It is the best one within the ranges, to nine digits (78 boxes looked at).
        [0]
        $ ndemon optimize --maximize power --at-least cop=2 --over e4=1:1.4,lambda=0.1max:1max --tc 0.5
        no device within these ranges has a demon that does what is asked (0 boxes looked at)
        [1]
    "#]].assert_eq(&session(&[
        "ndemon optimize --maximize power --over e4=1:1.5,lambda=0max:1max --tc 0.5 --columns e4,lambda,power,cop",
        "ndemon optimize --maximize cop --over e4=1:1.4 --tc 0.5 --format jsonl --columns e4,cop",
        "ndemon optimize --maximize power --at-least cop=2 --over e4=1:1.4,lambda=0.1max:1max --tc 0.5",
    ]));
}

#[test]
fn a_wrong_request_is_refused_in_a_sentence() {
    expect![[r#"
        $ ndemon optimize --maximize power --tc 0.5 --e4 1.3
        error: the following required arguments were not provided: --over <PARAM=first:last,…>
        [2]
        $ ndemon optimize --maximize heat --over e4=1:1.5 --tc 0.5
        error: invalid value 'heat' for '--maximize <RESULT>' [possible values: power, cop]
        [2]
        $ ndemon optimize --maximize power --over e4 --tc 0.5
        error: --over e4: it must be PARAM=first:last
        [2]
        $ ndemon optimize --maximize power --over e5=1:2 --tc 0.5 --e4 1.3
        error: --over e5=1:2: `e5` is no parameter; known are th, tc, mu0, e1, e2, e3, e4, lambda, t0, gamma
        [2]
        $ ndemon optimize --maximize power --over e4=1.5:1 --tc 0.5
        error: --over e4=1.5:1: its first end must not lie above its last one
        [2]
        $ ndemon optimize --maximize power --over e4=1:nan --tc 0.5
        error: --over e4=1:nan: `nan` is not a finite number
        [2]
        $ ndemon optimize --maximize power --over gamma=1:2 --tc 0.5 --e4 1.3
        error: --over gamma=1:2: no result depends on gamma beyond its unit
        [2]
        $ ndemon optimize --maximize power --over e4=1:1.5 --e4 1.3 --tc 0.5
        error: --over e4=1:1.5: --e4 has a value already
        [2]
        $ ndemon optimize --maximize power --over e4=1:1.5,e4=1:2 --tc 0.5
        error: --over e4=1:2: the parameter is there twice
        [2]
        $ ndemon optimize --maximize power --over e4=1:1.5,lambda=0max:2max --tc 0.5
        error: --over lambda=0max:2max: multiples of the headroom go from 0max to 1max
        [2]
        $ ndemon optimize --maximize power --over e4=1:1.5 --at-least power=1 --tc 0.5
        error: --at-least power: it is what is maximized; require the other result
        [2]
        $ ndemon optimize --maximize power --over e4=1:1.5 --at-least cop=-1 --tc 0.5
        error: --at-least cop=-1: `-1` is not a positive number
        [2]
        $ ndemon optimize --maximize power --over e4=1:1.5
        error: --tc is missing: give the temperature of the cold reservoir
        [2]
        $ ndemon optimize --maximize power --over e4=1meV:2meV --tc 0.5
        error: --over e4=1meV:2meV has a unit, --tc 0.5 has none: give all temperatures and energies with one, or none
        [2]
        $ ndemon optimize --maximize power --over e4=1:1.4 --tc 0.5 --gamma 0.1 --resonances boxcar
        error: --resonances boxcar: the best device is known of narrow resonances only
        [2]
        $ ndemon optimize --maximize power --over e4=1:1.5 --tc 0.1:0.5:3
        error: --tc has 3 values, but optimize takes one
        [2]
        $ ndemon optimize --maximize power --over e4=1:1.5 --tc 2
        error: --tc 2: tc must lie below th, which is 1 (by default)
        [2]
        $ ndemon optimize --maximize power --over e4=1:1.5 --tc 0.5 --e1 2
        error: --e2 2 (by default): e2 must differ from e1, which is 2
        [2]
    "#]].assert_eq(&session(&[
        "ndemon optimize --maximize power --tc 0.5 --e4 1.3",
        "ndemon optimize --maximize heat --over e4=1:1.5 --tc 0.5",
        "ndemon optimize --maximize power --over e4 --tc 0.5",
        "ndemon optimize --maximize power --over e5=1:2 --tc 0.5 --e4 1.3",
        "ndemon optimize --maximize power --over e4=1.5:1 --tc 0.5",
        "ndemon optimize --maximize power --over e4=1:nan --tc 0.5",
        "ndemon optimize --maximize power --over gamma=1:2 --tc 0.5 --e4 1.3",
        "ndemon optimize --maximize power --over e4=1:1.5 --e4 1.3 --tc 0.5",
        "ndemon optimize --maximize power --over e4=1:1.5,e4=1:2 --tc 0.5",
        "ndemon optimize --maximize power --over e4=1:1.5,lambda=0max:2max --tc 0.5",
        "ndemon optimize --maximize power --over e4=1:1.5 --at-least power=1 --tc 0.5",
        "ndemon optimize --maximize power --over e4=1:1.5 --at-least cop=-1 --tc 0.5",
        "ndemon optimize --maximize power --over e4=1:1.5",
        "ndemon optimize --maximize power --over e4=1meV:2meV --tc 0.5",
        "ndemon optimize --maximize power --over e4=1:1.4 --tc 0.5 --gamma 0.1 --resonances boxcar",
        "ndemon optimize --maximize power --over e4=1:1.5 --tc 0.1:0.5:3",
        "ndemon optimize --maximize power --over e4=1:1.5 --tc 2",
        "ndemon optimize --maximize power --over e4=1:1.5 --tc 0.5 --e1 2",
    ]));
}
