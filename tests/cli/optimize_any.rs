//! `ndemon optimize` with any goal and any bound, and its fronts.

use crate::shell::{session, sh};
use expect_test::expect;
use ndemon::model::{Family, Inputs, Row};
use ndemon::refrigerator::{Parameter as P, Point, RefrigeratorFamily, Resonances};

/// The columns of the best point, as numbers.
fn best<const N: usize>(request: &str, columns: &str) -> [f64; N] {
    let output = sh(&format!("ndemon --quiet optimize {request} --columns {columns} --format csv"));
    let row = output.lines().nth(1).unwrap_or_else(|| panic!("{request}: {output}"));
    let numbers: Vec<f64> = row.split(',').map(|cell| cell.parse().unwrap()).collect();
    numbers.try_into().unwrap()
}

fn close(value: f64, reference: f64, relative: f64) {
    assert!((value / reference - 1.0).abs() <= relative, "{value} {reference}");
}

#[test]
fn goals_with_closed_forms() {
    // The coldest demon of these levels and λ: Tc,min, which `eval` proves.
    let [tc] = best("--minimize tc --over tc=0.01:0.9 --e4 1.3", "tc");
    close(tc, 0.241_538_462_390_069_2, 1e-9);
    // The greatest power_max of ε3 = μ0 is W(1/e) Tc at ε4 = μ0 + (1 + W(1/e)) Tc (tests/cli/optimize.rs).
    let w = 0.278_464_542_761_073_8;
    let request =
        "--maximize power_max --over e4=1.01:3 --lambda 0.1 --e3 1 --tc 0.6 --e1 -20 --e2 30";
    let [e4, power] = best(request, "e4,power_max");
    close(power, w * 0.6, 1e-12);
    assert!((e4 - (1.0 + (1.0 + w) * 0.6)).abs() < 1e-6, "{e4}");
    // With a bound from above: the power is λ|ε3 − ε4|(f_4 − f_3), and cop falls with λ.
    let f = |e: f64| 1.0 / (((e - 1.0) / 0.5_f64).exp() + 1.0);
    let request = "--minimize cop --at-most power=0.02 --over lambda=0.1:3 --tc 0.5 --e4 1.3";
    let [lambda] = best(request, "lambda");
    close(lambda, 0.02 / (0.2 * (f(1.3) - f(1.5))), 1e-9);
}

#[test]
fn what_is_asked_of_any_result() {
    expect![[r#"
        $ ndemon optimize --minimize tc --at-least power=0.02 --over tc=0.01:0.99,lambda=0:3 --e4 1.3 --columns tc,lambda,power,headroom
        tc      Tc  0.22755980665672104 E  temperature of the cold reservoir
        lambda  λ   0.9001266160407795     strength of the demon

        power     ε̇_h    0.02 Γ·E/h  heat that flows from cold to hot
        headroom  λ_max  0.9001266   greatest physical λ

        E: the unit of all energies and temperatures (k_B = 1).
        Γ: the width of the resonances; h: Planck's constant.

        ok: the demon pumps heat from cold to hot.
        It is physical for lambda up to 0.9001266.
        It stays physical down to tc = 0.22755980665672.
        What binds: power is what it must be at least, the point is physical (fl3<0
        beside it).
        It is the best one within the ranges, to nine digits.
        [0]
        $ ndemon optimize --minimize tc --at-least power=1aW --over tc=5mK:90mK,lambda=0:2 --th 100mK --mu0 0eV --e1 0eV --e2 8.617ueV --e3 4.309ueV --e4 1.723ueV --gamma 0.5ueV --columns tc,power --format jsonl
        {"tc_K":0.01284230227462103,"power_W":1.0000000000058601e-18}
        What binds: power is what it must be at least, the point is physical (fl3<0 beside it). It is the best one within the ranges, to nine digits.
        [0]
        $ ndemon optimize --maximize cop_fraction --at-least power=0.01 --at-most entropy_current=0.04 --over e4=1.1:1.4,lambda=0:1 --tc 0.5 --columns power,entropy_current --format csv
        power,entropy_current
        0.010000000000000002,0.01669719113160916
        What binds: e4 is at the lower end of its range, power is what it must be at least. It is the best one within the ranges, to nine digits.
        [0]
        $ ndemon optimize --maximize headroom --at-least power=2 --over e4=1.1:1.4 --tc 0.5
        no point within these ranges does what is asked
        [1]
        $ ndemon optimize --maximize tc_min --over e4=1.1:1.4 --tc 0.5 --columns tc_min --format csv
        tc_min
        0.39193393883812205
        What binds: e4 is at the lower end of its range. Best found, not proven: of 201 points, uphill from 1 start. Another point within the ranges may be better.
        [0]
        $ ndemon optimize --minimize tc --over e4=1.1:1.4 --tc 0.5
        error: --minimize tc: it is fixed; give it a range, as in --over tc=first:last
        [2]
        $ ndemon optimize --minimize cop --at-most cop=1 --over e4=1.1:1.4 --tc 0.5
        error: --at-most cop: it is what is minimized; require another result
        [2]
        $ ndemon optimize --minimize cop_fraction --apart 0.1 --over e4=1.1:1.4 --tc 0.5
        error: --apart 0.1: levels are kept apart for --maximize power or cop alone
        [2]
        $ ndemon optimize --maximize power,cop --over e4=1.1:1.4 --tc 0.5
        error: --maximize: it takes one goal alone, or two of them with --front N
        [2]
        $ ndemon optimize --front 3 --maximize power --over e4=1.1:1.4 --tc 0.5
        error: --front: it takes two results, as in --maximize power,cop
        [2]
        $ ndemon optimize --front 3 --maximize power,cop --over e4=1.1:1.4,lambda=0.1max:0.9max --tc 0.5 --boxes 500
        e4 (E)  lambda_over_max  power (Γ·E/h)  cop         status  cop_bound
        1.1     0.1              0.01075766     0.5809756   ok      0.5809756
        1.1     0.5              0.05378828     0.2006294   ok      0.2006294
        1.1     0.8999991        0.09681881     0.09225576  ok      0.09225576

        No point within the ranges has as much power as a row and more cop: proven, to
        nine digits.
        [0]
        $ ndemon optimize --front 3 --maximize power,cop_fraction --over e4=1.1:1.4,lambda=0.1max:0.9max --tc 0.5 --boxes 500 --format csv
        e4,lambda_over_max,power,cop_fraction,status,cop_fraction_bound
        1.1,0.1,0.010757656854799803,0.5809756193068293,ok,0.5809756193601759
        1.1,0.5000000000000001,0.053788284273999024,0.20062943709838207,ok,0.20062943711597728
        1.1,0.8999991,0.09681881487428654,0.09225576436069158,ok,0.09225576436549299
        No point within the ranges has as much power as a row and more cop_fraction: proven, to nine digits.
        [0]
    "#]].assert_eq(&session(&[
        "ndemon optimize --minimize tc --at-least power=0.02 --over tc=0.01:0.99,lambda=0:3 --e4 1.3 --columns tc,lambda,power,headroom",
        "ndemon optimize --minimize tc --at-least power=1aW --over tc=5mK:90mK,lambda=0:2 --th 100mK --mu0 0eV --e1 0eV --e2 8.617ueV --e3 4.309ueV --e4 1.723ueV --gamma 0.5ueV --columns tc,power --format jsonl",
        "ndemon optimize --maximize cop_fraction --at-least power=0.01 --at-most entropy_current=0.04 --over e4=1.1:1.4,lambda=0:1 --tc 0.5 --columns power,entropy_current --format csv",
        "ndemon optimize --maximize headroom --at-least power=2 --over e4=1.1:1.4 --tc 0.5",
        "ndemon optimize --maximize tc_min --over e4=1.1:1.4 --tc 0.5 --columns tc_min --format csv",
        "ndemon optimize --minimize tc --over e4=1.1:1.4 --tc 0.5",
        "ndemon optimize --minimize cop --at-most cop=1 --over e4=1.1:1.4 --tc 0.5",
        "ndemon optimize --minimize cop_fraction --apart 0.1 --over e4=1.1:1.4 --tc 0.5",
        "ndemon optimize --maximize power,cop --over e4=1.1:1.4 --tc 0.5",
        "ndemon optimize --front 3 --maximize power --over e4=1.1:1.4 --tc 0.5",
        "ndemon optimize --front 3 --maximize power,cop --over e4=1.1:1.4,lambda=0.1max:0.9max --tc 0.5 --boxes 500",
        "ndemon optimize --front 3 --maximize power,cop_fraction --over e4=1.1:1.4,lambda=0.1max:0.9max --tc 0.5 --boxes 500 --format csv",
    ]));
}

/// Ten fronts against grids, of the COP, which has a search of its own, and of its share of the bound, which has not: no
/// point of a grid has as much of the first result as a row, and more of the second one than its bound; and some point
/// comes near it.
#[test]
fn fronts_against_brute_force() {
    let (mut rows, mut near) = (0, 0);
    for i in 0..10 {
        let key = ["cop", "cop_fraction"][i % 2];
        let goals = ["power", key].map(|key| RefrigeratorFamily.result(key).unwrap());
        let share = |step: f64| (i as f64 * step + 0.31).fract();
        let (tc, e3) = (0.3 + 0.5 * share(0.618_034), 1.2 + 0.6 * share(0.754_878));
        let ends = [e3 - 0.9 * share(0.569_84) - 0.1, e3 - 0.05];
        let base = Point::paper(tc, ends[0]).with(P::E3, e3).in_headrooms(true);
        let output = sh(&format!(
            "ndemon --quiet optimize --front 3 --maximize power,{key} --over e4={}:{},lambda=0.02max:0.98max \
             --tc {tc} --e3 {e3} --boxes 300 --columns power,{key} --format csv",
            ends[0], ends[1]
        ));
        let grid = (0..60).flat_map(|a| (0..60).map(move |b| (f64::from(a), f64::from(b))));
        let point = |(a, b): (f64, f64)| {
            let e4 = (ends[0] + (ends[1] - ends[0]) * a / 59.0).clamp(ends[0], ends[1]);
            base.with(P::E4, e4).with(P::Lambda, 0.02 + 0.96 * b / 59.0).inputs()
        };
        let points: Vec<Inputs> = grid.map(point).collect();
        let known: Vec<[f64; 2]> = Row::all(&points, &goals)
            .iter()
            .filter(|row| row.status().word() == "ok")
            .map(|row| goals.map(|result| row.result(result)))
            .collect();
        for line in output.lines().skip(1).filter(|line| line.contains(',')) {
            let cells: Vec<f64> = line.split(',').map(|cell| cell.parse().unwrap()).collect();
            let [least, reached, bound] = cells[..] else { panic!("{output}") };
            assert!(reached <= bound * (1.0 + 1e-12), "{line}");
            let rivals = known.iter().filter(|[power, _]| *power >= least);
            let rival = rivals.map(|[_, second]| *second).fold(0.0, f64::max);
            assert!(rival <= bound * (1.0 + 1e-12), "{line}: {rival}");
            rows += 1;
            near += usize::from(rival > 0.8 * reached);
        }
    }
    assert!(rows == 30 && near >= 20, "{rows} {near}");
}

/// The best windows are proved to be the best: no point of a grid is better, and some point comes near. In the first ranges
/// both the room of the demon and the rule that windows do not overlap end them.
#[test]
fn windows_against_brute_force() {
    for (over, at_least, goal) in [
        ([(P::E4, [1.0, 1.45]), (P::Lambda, [0.0, 2.0])], None, "power"),
        ([(P::Gamma, [0.01, 0.3]), (P::E4, [1.1, 1.45])], None, "power"),
        ([(P::E4, [1.15, 1.4]), (P::Lambda, [0.0, 2.0])], Some(0.02), "cop"),
    ] {
        let base = Point::paper(0.5, 1.3).with(P::Gamma, 0.1).with_resonances(Resonances::Boxcar);
        let is_free = |parameter: P| over.iter().any(|(free, _)| *free == parameter);
        let fixed = [P::Tc, P::E4, P::Gamma].into_iter().filter(|parameter| !is_free(*parameter));
        let fixed: String = fixed.map(|p| format!(" --{} {}", p.name(), base.get(p))).collect();
        let ranges =
            over.map(|(p, [first, last])| format!("{}={first}:{last}", p.name())).join(",");
        let least = at_least.map_or(String::new(), |power| format!(" --at-least power={power}"));
        let output = sh(&format!(
            "ndemon optimize --resonances boxcar --maximize {goal} --over {ranges}{fixed}{least} \
             --columns {goal} --format csv"
        ));
        assert!(output.contains("to nine digits"), "{ranges}: {output}");
        let best: f64 = output.lines().nth(1).unwrap().parse().unwrap();
        let [of, power] = [goal, "power"].map(|key| RefrigeratorFamily.result(key).unwrap());
        let grid = (0..80).flat_map(|a| (0..80).map(move |b| [f64::from(a), f64::from(b)]));
        let point = |steps: [f64; 2]| {
            let set = |point: Point, ((p, [first, last]), step): ((P, [f64; 2]), f64)| {
                point.with(p, (first + (last - first) * step / 79.0).clamp(first, last))
            };
            over.into_iter().zip(steps).fold(base, set).inputs()
        };
        let points: Vec<Inputs> = grid.map(point).collect();
        let rivals = Row::all(&points, &[of, power])
            .iter()
            .filter(|row| row.status().word() == "ok")
            .filter(|row| at_least.is_none_or(|least| row.result(power) >= least))
            .map(|row| row.result(of))
            .fold(0.0, f64::max);
        assert!(rivals <= best * (1.0 + 1e-9), "{ranges}: {rivals} {best}");
        assert!(rivals > 0.95 * best, "{ranges}: {rivals} {best}");
    }
}
