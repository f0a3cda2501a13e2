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
    let request = "--maximize power --over tc=0.1:0.9 --e4 1 --e1 0.5";
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
fn the_best_device_is_polished_along_a_curved_requirement() {
    // A device with this power, 0.0027483442641662572, is known.
    let request = "--maximize power --over e4=-9.751:8.664,e3=-4.119:10.82,mu0=-0.081:4.664 \
                   --at-least cop=0.1197 --th 1.4634 --tc 0.4967 --e1 4.1457 --e2 -2.3437 --lambda 1.081 \
                   --boxes 1000";
    let [power, cop] = best(request, "power,cop");
    assert!(power >= 0.002_748_344_264_166_257_2 && cop >= 0.1197, "{power} {cop}");
}

#[test]
fn a_small_part_of_a_long_range_is_found() {
    // ε3 ≈ 1.4516 has COP 0.1914 at this power, which `eval` confirms.
    for last in ["2", "1000", "1e300"] {
        let request =
            format!("--tc 0.5 --e4 1.3 --over e3=1.3:{last} --maximize cop --at-least power=0.01");
        let [e3, cop] = best(&request, "e3,cop");
        close(e3, 1.451_615_03, 1e-8);
        close(cop, 0.191_411_326, 1e-8);
        is_proved(&request);
    }
}

#[test]
fn ranges_that_the_goal_ignores_take_no_boxes() {
    // ε1, ε2 and T0 enter neither power nor, at this λ, a constraint that binds.
    for over in ["e1=0.956:1.033,tc=0.422:0.9", "e1=-9:0.9,e2=2:40,t0=1:9,tc=0.422:0.9"] {
        let request =
            format!("--maximize power --over {over} --lambda 0.078 --e4 1.3 --boxes 1000");
        let [tc] = best(&request, "tc");
        assert_eq!(tc, 0.422);
        is_proved(&request);
    }
}

#[test]
fn a_search_ends_whatever_the_ranges() {
    // Far above μ0, λ = 1 needs e^−gap/Tc > 1/2 (docs/theory.md, the lowest temperature); here it is e^−3.
    expect![[r#"
        $ ndemon optimize --maximize=power --over=mu0=-1.7976931348623157e308:-1 --t0 745 --e2 2.2250738585072014e-308 --tc 0.5 --e4 0
        no device within these ranges has a demon that does what is asked
        [1]
    "#]].assert_eq(&session(&[
        "ndemon optimize --maximize=power --over=mu0=-1.7976931348623157e308:-1 --t0 745 --e2 2.2250738585072014e-308 --tc 0.5 --e4 0",
    ]));
    // ε3 → ε4: Tc/((1 + 2λ)Th − Tc), greatest at the least Th.
    let request = "--maximize cop --over e3=-1.419:1.187,th=0.462:0.822 --tc 0.3934 --mu0 0.2023 --e1 0.7417 \
                   --e2 1.4582 --e4 -0.5341 --lambda 0.378";
    let [th, cop] = best(request, "th,cop");
    assert_eq!(th, 0.462);
    close(cop, 0.3934 / (1.756 * 0.462 - 0.3934), 1e-9);
    is_proved(request);
}

#[test]
fn five_and_six_parameters_are_proved() {
    // The widest pairs cost least: with μ0 free, it is in their middle.
    let all = "e1=0:2,e2=1:3,e3=1:2,e4=1:2";
    for over in [all.to_owned(), format!("{all},mu0=0:2"), format!("{all},mu0=0:2,tc=0.3:0.5")] {
        let tc = if over.contains("tc") { "" } else { "--tc 0.5" };
        let request = format!(
            "--maximize cop --at-least power=0.01 --over {over},lambda=0max:1max {tc} --boxes 20000"
        );
        is_proved(&request);
        let levels: [f64; 4] = best(&request, "e1,e2,e3,e4");
        for (level, reference) in levels.into_iter().zip([0.0, 3.0, 2.0, 1.0]) {
            assert!((level - reference).abs() < 1e-6, "{levels:?}");
        }
    }
}

#[test]
fn levels_of_different_pairs_are_kept_apart() {
    let over =
        "--maximize cop --at-least power=0.01 --over e3=1:2,e4=1:2,lambda=0max:1max --tc 0.5";
    // ε3 = ε2 = 2 and ε4 = ε1 = 1 would be best: a double beside them is a device that `eval` accepts.
    let [e3, e4, cop] = best(over, "e3,e4,cop");
    assert_eq!([e3, e4], [2f64.next_down(), 1f64.next_up()]);
    close(cop, 0.813_536_649_017_172, 1e-12);
    expect![[r#"
        $ ndemon optimize --maximize cop --at-least power=0.01 --over e3=1:2,e4=1:2,lambda=0max:1max --tc 0.5 --columns e3,status | tail -5
        What binds: power = 0.01, as required.
        It is the best one within the ranges, to nine digits.
        It is beside the supremum, which lies at e4 = e1, e3 = e2, where one reservoir
        would need two occupations at one energy; --apart ENERGY keeps such levels
        apart.
        [0]
        $ ndemon optimize --maximize cop --at-least power=0.01 --over e3=1:2,e4=1:2,lambda=0max:1max --tc 0.5 --apart 0.1 --format jsonl --columns e3,e4,status
        {"e3":1.9,"e4":1.1,"status":"ok"}
        What binds: |e1 - e4| = 0.1, |e2 - e3| = 0.1, power = 0.01, as required. It is the best one within the ranges, to nine digits.
        [0]
        $ ndemon optimize --maximize cop --at-least power=0.01 --over e3=1:2,e4=1:2 --tc 0.5 --apart 1
        no device within these ranges has a demon that does what is asked and levels of different pairs that are apart
        [1]
        $ ndemon optimize --maximize power --over e4=1.1:1.5 --tc 0.5 --e3 1
        error: --e3 1: e3 must differ from e1, which is 1 (by default)
        [2]
        $ ndemon optimize --maximize power --over e4=1.1:1.5 --tc 0.5 --apart -1
        error: --apart -1: it must not be negative
        [2]
        $ ndemon optimize --maximize power --over e4=1.1:1.5 --tc 0.5 --apart 1meV
        error: --apart 1meV has a unit, --tc 0.5 has none: give a unit to all numbers that can have one, or to none
        [2]
    "#]].assert_eq(&session(&[
        "ndemon optimize --maximize cop --at-least power=0.01 --over e3=1:2,e4=1:2,lambda=0max:1max --tc 0.5 --columns e3,status | tail -5",
        "ndemon optimize --maximize cop --at-least power=0.01 --over e3=1:2,e4=1:2,lambda=0max:1max --tc 0.5 --apart 0.1 --format jsonl --columns e3,e4,status",
        "ndemon optimize --maximize cop --at-least power=0.01 --over e3=1:2,e4=1:2 --tc 0.5 --apart 1",
        "ndemon optimize --maximize power --over e4=1.1:1.5 --tc 0.5 --e3 1",
        "ndemon optimize --maximize power --over e4=1.1:1.5 --tc 0.5 --apart -1",
        "ndemon optimize --maximize power --over e4=1.1:1.5 --tc 0.5 --apart 1meV",
    ]));
    // Without it, the width of the resonances keeps them apart.
    let [e3, e4] = best(&format!("{over} --gamma 0.01"), "e3,e4");
    assert_eq!([e3, e4], [1.99, 1.01]);
    // Both ends of a range are beside another level, on either side of it.
    let request = "--maximize power --over e4=0.9:1.1 --apart 0.05 --tc 0.5 --lambda 0.5";
    let [e4] = best(request, "e4");
    assert!((e4 - 1.0).abs() >= 0.05, "{e4}");
    is_proved(request);
}

#[test]
fn what_is_not_proved_is_no_no() {
    // COP < Tc/(3Th − Tc) = 0.2 for ε4 ≠ ε3 (Eq. C20), by less than intervals can tell at a few doubles.
    expect![[r#"
        $ ndemon optimize --maximize power --at-least cop=0.20000000000000004 --over e4=1.4999999999999956:1.5 --tc 0.5
        error: no device was found that does what is asked; that there is none is not proved: it is closer to possible than doubles can tell
        [3]
        $ ndemon optimize --maximize power --at-least cop=0.20000000000000004 --over e4=1:2 --tc 0.5 --boxes 10
        error: no device was found that does what is asked; that there is none is not proved within --boxes 10: more boxes or narrower ranges may decide it
        [3]
        $ ndemon optimize --maximize power --at-least cop=0.201 --over e4=1:2 --tc 0.5
        no device within these ranges has a demon that does what is asked
        [1]
    "#]].assert_eq(&session(&[
        "ndemon optimize --maximize power --at-least cop=0.20000000000000004 --over e4=1.4999999999999956:1.5 --tc 0.5",
        "ndemon optimize --maximize power --at-least cop=0.20000000000000004 --over e4=1:2 --tc 0.5 --boxes 10",
        "ndemon optimize --maximize power --at-least cop=0.201 --over e4=1:2 --tc 0.5",
    ]));
}

#[test]
fn more_boxes_buy_a_closer_bound() {
    let request =
        "--maximize power --at-least cop=0.2 --over e3=1:2,e4=0.2:1.4,lambda=0max:1max --tc 0.5";
    let bound = |boxes: u32| {
        let page = sh(&format!("ndemon optimize {request} --boxes {boxes}"));
        let (_, bound) = page.split_once("has a power above ").expect(&page);
        bound.split(' ').next().unwrap().parse::<f64>().unwrap()
    };
    let [power] = best(request, "power");
    let [few, more] = [4, 40].map(bound);
    assert!(few > more && more > power, "{few} {more} {power}");
    is_proved(&format!("{request} --boxes 4000"));
}

#[test]
fn a_limit_without_power_is_said_with_its_remedy() {
    let remark = "This COP is that of a limit in which no heat flows; --at-least power=NUMBER asks for some.";
    for (request, is_limit) in [
        ("--over e4=1.1:1.5", true),
        ("--over e4=1.1:1.4,lambda=0max:1max", true),
        ("--over e4=1.1:1.4", false),
        ("--over e4=1.1:1.5 --at-least power=1e-12", false),
    ] {
        let page = sh(&format!("ndemon optimize --maximize cop {request} --tc 0.5"));
        let page: Vec<&str> = page.split_whitespace().collect();
        assert_eq!(page.join(" ").contains(remark), is_limit, "{page:?}");
    }
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
        $ ndemon optimize --maximize power --over e4=1.1:1.5,lambda=0max:1max --tc 0.5 --columns e4,lambda,power,cop
        e4      ε4  1.1 E               resonance between demon and cold reservoir
        lambda  λ   1.4840228594529232  strength of the demon

        power  ε̇_h  0.1075766 Γ·E/h  heat that flows from cold to hot
        cop    COP  0                power/(T0 · entropy_current)

        E: the unit of all energies and temperatures (k_B = 1).
        Γ: the width of the resonances; h: Planck's constant.

        fl3=0: lambda is the headroom, 1.484022.
        The demon is the last physical one, with the greatest power at an infinite
        price.
        With this lambda it stays physical down to tc = 0.5.
        What binds: e4 = 1.1, the headroom (fl3=0).
        It is the best one within the ranges, to nine digits.
        [0]
        $ ndemon optimize --maximize cop --over e4=1:1.4 --tc 0.5 --format jsonl --columns e4,cop
        {"e4":1.4,"cop":0.19607558834857536}
        What binds: e4 = 1.4, lambda = 1. It is the best one within the ranges, to nine digits.
        [0]
        $ ndemon optimize --maximize power --at-least cop=2 --over e4=1:1.4,lambda=0.1max:1max --tc 0.5
        no device within these ranges has a demon that does what is asked
        [1]
    "#]].assert_eq(&session(&[
        "ndemon optimize --maximize power --over e4=1.1:1.5,lambda=0max:1max --tc 0.5 --columns e4,lambda,power,cop",
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
        error: --maximize heat: it must be a result: fl1, fl2, fl3, fl4, power, entropy_current, cop, cop_carnot, headroom, … (ndemon columns)
        [2]
        $ ndemon optimize --maximize power --over e4 --tc 0.5
        error: --over e4: it must be PARAM=first:last
        [2]
        $ ndemon optimize --maximize power --over e5=1:2 --tc 0.5 --e4 1.3
        error: --over e5=1:2: `e5` is no parameter; known are th, tc, mu0, e1, e2, e3, e4, lambda, t0, gamma, gamma1, gamma2, gamma3, gamma4, leak, phonons, tph, photons
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
        error: --over e4=1meV:2meV has a unit, --tc 0.5 has none: give a unit to all numbers that can have one, or to none
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
        $ ndemon optimize --maximize power --over e4=1:1.5 --tc 0.5 --t0 -1
        error: --t0 -1: t0 must be positive
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
        "ndemon optimize --maximize power --over e4=1:1.5 --tc 0.1:0.5:3",
        "ndemon optimize --maximize power --over e4=1:1.5 --tc 2",
        "ndemon optimize --maximize power --over e4=1:1.5 --tc 0.5 --e1 2",
        "ndemon optimize --maximize power --over e4=1:1.5 --tc 0.5 --t0 -1",
    ]));
}

#[test]
fn temperatures_above_th_are_left_out_of_a_search() {
    // Tc ≥ 36 > Th = 1 throughout: there is none, whether a few boxes prove it or not.
    let line =
        "ndemon optimize --maximize cop --boxes 10 --over tc=36:1e16,e4=1.04:1.91 --e3 -1.697";
    let answer = sh(line);
    let is_no = answer.ends_with("[1]\n") || answer.ends_with("[3]\n");
    assert!(is_no && answer.contains("no device"), "{answer}");
}
