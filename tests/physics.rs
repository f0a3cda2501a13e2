//! What must hold of every refrigerator, at generic points.

use generic::{level, points, solve};
use ndemon::quantity::Dimension;
use ndemon::refrigerator::{Parameter as P, Point, Refrigerator, Solution, Verdict};
use proptest::prelude::*;

#[path = "common/generic.rs"]
mod generic;

/// f(ε) of the reservoir that level i belongs to, App. C before Eq. C1.
fn equilibrium(point: &Point, i: usize) -> f64 {
    let [e, t] = [level(i), if i < 2 { P::Th } else { P::Tc }].map(|p| point.get(p));
    1.0 / (((e - point.get(P::Mu0)) / t).exp() + 1.0)
}

fn close(a: f64, b: f64, scale: f64) -> bool {
    (a - b).abs() <= 1e-12 * scale
}

proptest! {
    #[test]
    fn the_demon_takes_neither_particles_nor_energy(point in points()) {
        let s = solve(&point);
        let moved = [0, 1, 2, 3].map(|i| s.fl[i] - equilibrium(&point, i));
        let energy = [0, 1, 2, 3].map(|i| point.get(level(i)) * moved[i]);
        let scale = energy.iter().map(|e| e.abs()).sum::<f64>() + point.get(P::Th);
        // Eqs. C3 and C5.
        prop_assert!(close(moved[0], -moved[1], 1.0));
        prop_assert!(close(moved[2], -moved[3], 1.0));
        prop_assert!(close(energy.iter().sum(), 0.0, scale));
        prop_assert!(close(energy[0] + energy[1], s.power, scale));
    }

    #[test]
    fn the_second_law_holds(point in points()) {
        let s = solve(&point);
        prop_assert_eq!(s.verdict, Verdict::Physical);
        prop_assert!(s.power > 0.0 && s.cop > 0.0);
        let carnot = s.cop_carnot * point.get(P::Th) / point.get(P::T0);
        prop_assert!(s.cop <= carnot * (1.0 + 1e-15));
        // Eq. C7.
        prop_assert!(close(s.cop * point.get(P::T0) * s.entropy_current, s.power, s.power));
    }

    #[test]
    fn the_verdict_turns_at_the_headroom(point in points()) {
        let headroom = solve(&point).headroom;
        for (factor, physical) in [(1.0 - 1e-15, true), (1.0 + 1e-15, false)] {
            let beside = solve(&point.with(P::Lambda, headroom * factor));
            prop_assert_eq!(beside.verdict == Verdict::Physical, physical);
            prop_assert_eq!(beside.power.is_nan(), !physical);
            prop_assert_eq!(beside.headroom, headroom);
            // Beyond, the occupation that binds may still be rounded to 0 or 1.
            prop_assert!(!physical || beside.fl.iter().all(|fl| (0.0..=1.0).contains(fl)));
        }
        let Verdict::Unphysical(first) = solve(&point.with(P::Lambda, headroom * 1.000001)).verdict
        else { panic!("unphysical") };
        // Just beyond the headroom the constraint that binds is the only one broken.
        let fl = solve(&point.with(P::Lambda, headroom * 1.000001)).fl[usize::from(first.level) - 1];
        let broken = if first.upper { fl > 1.0 } else { fl < 0.0 };
        prop_assert!(broken);
    }

    #[test]
    fn electrons_and_holes_are_alike(point in points()) {
        // On multiples of 2^-30 the mirror image ε → 2μ0 − ε is exact.
        let coarse = |value: f64| (value * 2f64.powi(30)).round() / 2f64.powi(30);
        let on_grid = |point: Point, p: P| point.with(p, coarse(point.get(p)));
        let point = [P::Mu0, P::E1, P::E2, P::E3, P::E4].into_iter().fold(point, on_grid);
        let reflect = |image: Point, p: P| image.with(p, 2.0 * point.get(P::Mu0) - point.get(p));
        let image = [P::E1, P::E2, P::E3, P::E4].into_iter().fold(point, reflect);
        let (s, m) = (solve(&point), solve(&image));
        prop_assert_eq!(currents(&s), currents(&m));
        prop_assert_eq!(s.headroom, m.headroom);
        for (f, g) in s.fl.into_iter().zip(m.fl) {
            // f → 1 − f; the larger of the two is rounded to 2^-53.
            prop_assert!((f + g - 1.0).abs() <= 2f64.powi(-52), "{f} {g}");
        }
    }

    #[test]
    fn the_levels_of_a_pair_can_change_places(point in points()) {
        let s = solve(&point);
        for [i, j] in [[0, 1], [2, 3]] {
            let (a, b) = (point.get(level(i)), point.get(level(j)));
            let mut swapped = solve(&point.with(level(i), b).with(level(j), a));
            swapped.fl.swap(i, j);
            prop_assert_eq!(s, swapped);
        }
    }

    #[test]
    fn units_do_not_matter(point in points(), power in -100..100i32) {
        let s = solve(&point);
        let unit = 2f64.powi(power);
        let scale = |point: Point, p: P| point.with(p, unit * point.get(p));
        let dimensional = P::ALL.into_iter().filter(|p| !matches!(p.dimension(), Dimension::Number | Dimension::Strength));
        let scaled = solve(&dimensional.fold(point, scale));
        prop_assert_eq!(scaled, Solution { power: unit * s.power, ..s });
    }

    #[test]
    fn no_levels_have_a_higher_cop_than_their_limit(point in points()) {
        let s = solve(&point);
        let limit = solve(&point.with(P::E4, point.get(P::E3)));
        prop_assert!(s.cop <= limit.cop, "{} {}", s.cop, limit.cop);
        // Eq. C20 for any λ and T0.
        let [th, tc, lambda, t0] = [P::Th, P::Tc, P::Lambda, P::T0].map(|p| point.get(p));
        let reference = tc / ((1.0 + 2.0 * lambda) * th - tc) * (th / t0);
        prop_assert!(close(limit.cop, reference, reference));
    }

    #[test]
    fn a_stronger_demon_cools_more_at_a_lower_cop(point in points(), factor in 1e-9..0.999_f64) {
        let (strong, weak) = (solve(&point), solve(&point.with(P::Lambda, factor * point.get(P::Lambda))));
        prop_assume!(strong.verdict == Verdict::Physical);
        prop_assert!(weak.power < strong.power);
        prop_assert!(weak.entropy_current < strong.entropy_current);
        prop_assert!(weak.cop > strong.cop);
    }
}

fn currents(s: &Solution) -> [f64; 3] {
    [s.power, s.entropy_current, s.cop]
}

#[test]
fn a_point_that_is_no_refrigerator_names_its_rule() {
    let point = Point::paper(0.5, 1.3);
    for (parameter, value, broken) in [
        (P::Th, 0.0, "th<=0"),
        (P::Th, f64::NAN, "th=nan"),
        (P::Tc, -1.0, "tc<=0"),
        (P::Tc, 1.0, "tc>=th"),
        (P::Mu0, f64::INFINITY, "mu0=nan"),
        (P::E1, 2.0, "e1=e2"),
        (P::Lambda, -1e-300, "lambda<0"),
        (P::T0, 0.0, "t0<=0"),
        (P::T0, f64::INFINITY, "t0=nan"),
        (P::Gamma, 0.0, "gamma<=0"),
    ] {
        let rule = Refrigerator::new(&point.with(parameter, value)).unwrap_err();
        assert_eq!(rule.broken, broken);
    }
    assert!(Refrigerator::new(&point.with(P::T0, f64::NAN)).is_ok(), "T0 defaults to Th");
}
