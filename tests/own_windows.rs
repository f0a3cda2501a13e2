//! Windows that have widths of their own: T_i = 1 over [ε_i − Γ_i/2, ε_i + Γ_i/2].

use crate::widths::{generic, rows, solve};
use ndemon::quantity::Units;
use ndemon::refrigerator::{
    Derived, Parameter as P, Point, Refrigerator, Resonances, Solution, Solved, Verdict,
};

const LEVELS: [P; 4] = [P::E1, P::E2, P::E3, P::E4];

fn windows(point: Point) -> Point {
    point.with_resonances(Resonances::Boxcar)
}

fn with_widths(point: Point, widths: [f64; 4]) -> Point {
    P::WIDTHS.into_iter().zip(widths).fold(point, |point, (width, value)| point.with(width, value))
}

#[test]
fn four_equal_windows_are_those_of_one_width() {
    for (tc, e4, lambda) in [(0.5, 1.3, 1.0), (0.31, 1.62, 0.4), (0.8, 1.4, 0.7), (0.5, 1.2, 9.0)] {
        for width in [0.0625, 2f64.powi(-20)] {
            let point = windows(Point::paper(tc, e4).with(P::Lambda, lambda));
            // A power of two is an exact factor.
            let [one, all] = [point.with(P::Gamma, width), with_widths(point, [width; 4])];
            for derived in [Derived::NarrowError, Derived::TcMin, Derived::Beta34] {
                let [one, all] = [one, all].map(|point| Refrigerator::new(&point).unwrap());
                let [one, all] = [one, all].map(|found| derived.of(&found, &found.solve()));
                assert_eq!(one.to_bits(), all.to_bits(), "{derived:?} {one} {all}");
            }
            let [one, all] = [one, all].map(|point| solve(&point));
            let scaled = Solution {
                power: width * one.power,
                entropy_current: width * one.entropy_current,
                ..one
            };
            assert_eq!(format!("{all:?}"), format!("{scaled:?}"));
        }
        // In the laboratory the numbers are the same, whatever the width.
        let point = windows(Point::paper(tc, e4).with(P::Lambda, lambda));
        let energies = [P::Mu0].into_iter().chain(LEVELS);
        let cold = energies.fold(point, |p, level| p.with(level, 8.6e-5 * p.get(level)));
        let cold = cold.in_units(Units::Laboratory).with(P::Gamma, 3.7e-6);
        let [one, all] = [cold, with_widths(cold, [3.7e-6; 4])].map(|point| solve(&point));
        assert_eq!(format!("{all:?}"), format!("{one:?}"));
    }
}

#[test]
fn one_factor_of_all_energies_is_one_of_the_currents() {
    let one = solve(&windows(generic()));
    for factor in [2.0, 0.125, 2f64.powi(300), 2f64.powi(-300)] {
        let all = [P::Th, P::Tc, P::Mu0].into_iter().chain(LEVELS).chain(P::WIDTHS);
        let scale = |point: Point, p: P| point.with(p, factor * point.get(p));
        let scaled = solve(&windows(all.fold(generic(), scale)));
        let expected = Solution {
            power: factor * factor * one.power,
            entropy_current: factor * one.entropy_current,
            ..one
        };
        assert_eq!(scaled, expected);
    }
}

/// Eqs. C1 and C3 with windows of these widths, by Simpson's rule.
#[test]
fn the_demon_takes_neither_particles_nor_energy() {
    let mut checked = 0;
    for (point, row) in
        ["windows_generic", "windows_wide", "windows_ratio"].into_iter().flat_map(rows)
    {
        if row["status"] != "ok" {
            continue;
        }
        let s = solve(&point);
        // The particles and the energy, as seen from μ0, that flow from the demon through each window.
        let flows = [0, 1, 2, 3].map(|i| {
            let [e, width] = [LEVELS[i], P::WIDTHS[i]].map(|p| point.get(p));
            let t = point.get(if i < 2 { P::Th } else { P::Tc });
            let steps = 2 * (200.0 * (1.0 + width / t)) as u32;
            let mut sums = [0.0, 0.0];
            for step in 0..=steps {
                let weight = match step {
                    0 => 1.0,
                    _ if step == steps => 1.0,
                    _ => f64::from(2 + 2 * (step % 2)),
                } / 3.0;
                let share = f64::from(step) / f64::from(steps);
                let height = e - point.get(P::Mu0) + width * (share - 0.5);
                let change = s.fl[i] - 1.0 / ((height / t).exp() + 1.0);
                sums[0] += weight * change * width / f64::from(steps);
                sums[1] += weight * change * height * width / f64::from(steps);
            }
            sums
        });
        let most = flows.iter().flatten().fold(0.0, |most: f64, flow| most.max(flow.abs()));
        let close = |a: f64, b: f64| (a - b).abs() <= 1e-9 * most;
        assert!(close(flows[0][0], -flows[1][0]) && close(flows[2][0], -flows[3][0]), "{point:?}");
        let energies = [flows[0][1] + flows[1][1], flows[2][1] + flows[3][1]];
        assert!(close(energies[0], s.power) && close(energies[1], -s.power), "{point:?}");
        checked += 1;
    }
    assert!(checked > 10, "{checked}");
}

#[test]
fn the_verdict_turns_at_the_headroom() {
    let regimes = ["windows_generic", "windows_tail", "windows_alike", "windows_laboratory"];
    let mut checked = 0;
    for (point, row) in regimes.into_iter().flat_map(rows) {
        let found = Refrigerator::new(&point).unwrap();
        let most = Derived::PowerMax.of(&found, &found.solve());
        assert_eq!(most.is_nan(), row["power_max"].is_empty(), "{point:?}");
        let edge = solve(&point.in_headrooms(true).with(P::Lambda, 1.0));
        if most.is_nan() {
            assert!(matches!(edge.verdict, Verdict::Unphysical(_)), "{point:?}");
            continue;
        }
        let headroom = solve(&point).headroom;
        for (factor, is_physical) in [(1.0 - 1e-15, true), (1.0 + 1e-15, false)] {
            let beside = solve(&point.with(P::Lambda, headroom * factor));
            assert_eq!(beside.verdict == Verdict::Physical, is_physical, "{point:?}");
        }
        // The very headroom empties or fills a level.
        let Verdict::Edge(constraint) = edge.verdict else { panic!("{point:?}") };
        let end = f64::from(u8::from(constraint.upper));
        assert_eq!(edge.fl[usize::from(constraint.level) - 1], end);
        assert!(edge.fl.iter().all(|fl| (0.0..=1.0).contains(fl)));
        assert_eq!(edge.power, most);
        checked += 1;
    }
    assert!(checked > 20, "{checked}");
}

/// Cold windows that mirror each other in μ0 bind at once exactly if their widths are the same.
#[test]
fn ties_need_equal_widths() {
    let edge = |widths: [f64; 4]| {
        let point = Point::paper(0.25, 1.25).with(P::E3, 0.75).with(P::E1, 1.75).with(P::E2, 3.0);
        let point = windows(with_widths(point, widths)).in_headrooms(true).with(P::Lambda, 1.0);
        solve(&point).fl.map(|fl| fl == 0.0 || fl == 1.0)
    };
    assert_eq!(edge([0.3, 0.5, 0.25, 0.25]), [false, false, true, true]);
    assert_eq!(edge([0.3, 0.5, 0.25, 0.375]), [false, false, true, false]);
    // So little that occupations near 1 are not 1 yet.
    let less = 1.0 - 1e-14;
    assert_eq!(edge([0.3, 0.5, 0.25, 0.25 * less]), [false, false, false, true]);
    assert_eq!(edge([0.3, 0.5, 0.25 * less, 0.25]), [false, false, true, false]);
}

/// Windows may come as near as they like, but must not touch, as those of one width: by the exact sums.
#[test]
fn windows_that_touch_are_refused() {
    let point = windows(Point::paper(0.5, 1.25).with(P::E1, 0.5).with(P::E2, 2.5));
    let status = |point: Point| Solved::new(point).status().to_string();
    let widths = [0.25, 0.75, 0.375, 0.125];
    // ε3 − ε4 = 1/4 is the mean of the two.
    assert_eq!(status(with_widths(point, widths)), "gamma3+gamma4>=2|e3-e4|");
    for cold in [[0.375f64.next_down(), 0.125], [0.375, 0.125f64.next_down()]] {
        let near = with_widths(point, [0.25, 0.75, cold[0], cold[1]]);
        assert!(!status(near).contains(">="), "{}", status(near));
    }
    // Less than a double more than the rounded gap, or less.
    let gap = point.with(P::E4, -1e-20).with(P::E3, 0.25).with(P::E1, 1.0);
    assert!(!status(with_widths(gap, widths)).contains(">="));
    let gap = gap.with(P::E4, 1e-20);
    assert_eq!(status(with_widths(gap, widths)), "gamma3+gamma4>=2|e3-e4|");
    let sum = with_widths(gap, [0.25, 0.75, 0.5, 1e-21]);
    assert_eq!(status(sum.with(P::E4, 0.0)), "gamma3+gamma4>=2|e3-e4|");
    assert!(!status(sum.with(P::E4, -1e-20)).contains(">="));
    // All pairs, of which each has a rule.
    for (a, b) in [(0, 1), (0, 2), (1, 2), (2, 3), (0, 3), (1, 3)] {
        let mut levels = [0.0, 10.0, 20.0, 30.0];
        levels[b] = levels[a] + 1.0;
        let place = |point: Point, (level, at): (P, f64)| point.with(level, at);
        let point = LEVELS.into_iter().zip(levels).fold(point, place);
        let rule = format!("gamma{}+gamma{}>=2|e{}-e{}|", a + 1, b + 1, a + 1, b + 1);
        let mut widths = [0.5; 4];
        widths[a] = 1.5;
        assert_eq!(status(with_widths(point, widths)), rule);
        widths[b] = 0.5f64.next_down();
        assert!(!status(with_widths(point, widths)).contains(">="));
    }
}

/// As all widths shrink alike, the currents tend to those of narrow resonances, with the square of the widths.
#[test]
fn narrow_resonances_are_the_limit() {
    let narrow = generic();
    let at = |factor: f64| {
        let scale = |point: Point, width: P| point.with(width, factor * point.get(width));
        P::WIDTHS.into_iter().fold(narrow, scale)
    };
    let off = |factor: f64| {
        let [narrow, windows] = [at(factor), windows(at(factor))].map(|point| solve(&point));
        [narrow.power / windows.power - 1.0, narrow.cop / windows.cop - 1.0]
    };
    let [one, half, small] = [0.25, 0.125, 0.03125].map(off);
    for i in 0..2 {
        assert!(one[i].abs() > 1e-5, "{one:?}");
        assert!((one[i] / half[i] - 4.0).abs() < 0.01, "{one:?} {half:?}");
        assert!((half[i] / small[i] - 16.0).abs() < 0.01, "{half:?} {small:?}");
    }
    // The column is that error, of a table of narrow resonances, too.
    let found = Refrigerator::new(&narrow).unwrap();
    let error = Derived::NarrowError.of(&found, &found.solve());
    assert!((error - off(1.0)[0]).abs() < 1e-13, "{error} {:?}", off(1.0));
}

/// A demon moves a narrower window farther, and its power is that of λ Γ_4 whatever the width of ε3.
#[test]
fn the_power_does_not_ask_for_the_hot_widths() {
    let power = |widths: [f64; 4]| solve(&windows(with_widths(generic(), widths))).power;
    let one = power([0.013, 0.05, 0.021, 0.034]);
    assert_eq!(one, power([0.2, 0.07, 0.021, 0.034]));
    assert_ne!(one, power([0.013, 0.05, 0.022, 0.034]));
}
