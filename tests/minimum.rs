//! The minimum temperature of levels that are hundreds and thousands of temperatures away from μ0,
//! where no double is as small as the occupations; and that of windows.

use ndemon::refrigerator::{
    Derived, Parameter as P, Point, Refrigerator, Resonances, Verdict, minimum_temperature_slope,
};
use proptest::prelude::*;

fn minimum(point: &Point) -> f64 {
    let point = Refrigerator::new(point).unwrap();
    Derived::TcMin.of(&point, &point.solve())
}

fn is_physical(point: &Point, tc: f64) -> bool {
    let point = Refrigerator::new(&point.with(P::Tc, tc)).unwrap();
    !matches!(point.solve().verdict, Verdict::Unphysical(_))
}

/// Devices whose hot levels are about as empty, or as full, as the cold ones are at some Tc.
fn far() -> impl Strategy<Value = Point> {
    let cold = (-900.0..900.0f64, -4.0..1.5f64, any::<bool>());
    (cold, -30.0..30.0f64, -3.0..0.5f64, 0.02..1.0f64, 0.01..1.0f64).prop_filter_map(
        "no demon with a λ among the doubles",
        |((e3, gap, up), offset, hot_gap, tc, share)| {
            let e1 = e3 / tc + offset;
            let point = Point::paper(0.999, e3 + if up { 1.0 } else { -1.0 } * 10f64.powf(gap))
                .with(P::Mu0, 0.0)
                .with(P::E1, e1)
                .with(P::E2, e1 + 10f64.powf(hot_gap))
                .with(P::E3, e3);
            let headroom = Refrigerator::new(&point).ok()?.solve().headroom;
            let point = point.with(P::Lambda, share * headroom);
            let lambda = point.get(P::Lambda);
            // A subnormal headroom may be rounded up to a λ that is beyond it.
            (0.0 < lambda && lambda < f64::MAX && is_physical(&point, 0.999)).then_some(point)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn it_is_the_lowest_double_with_a_demon(point in far()) {
        let tc_min = minimum(&point);
        // Zero says that there is a demon at every temperature, down to the least of the doubles.
        let least = f64::from_bits(1);
        let lowest = tc_min.max(least);
        prop_assert!(is_physical(&point, lowest));
        prop_assert!(lowest == least || !is_physical(&point, lowest.next_down()));
    }
}

#[test]
fn of_far_levels_it_is_that_of_boltzmann() {
    // λ = f_up/(f_low − f_up) with f = e^−x is Tc = (ε3 − ε4)/ln(1 + 1/λ); the next order is smaller
    // by e^−4158. From mpmath with 60 digits, rounded up: 1.6 − 1.5999 of the doubles over ln 2, …
    for (e4, lambda, expected) in [
        (1.5999, 1.0, 0.00014426950408888046),
        (1.59999, 0.25, 6.213349345636823e-06),
        (1.6001, 1.0, 0.00014426950408888046),
        (1.5995, 3.0, 0.001738029748391684),
        (1.5999999, 0.001, 1.447438840321649e-08),
    ] {
        let point = Point::paper(0.5, e4).with(P::E3, 1.6).with(P::Lambda, lambda);
        assert_eq!(minimum(&point), expected, "{e4} {lambda}");
    }
}

/// Devices with windows of any width, in half of them of four widths, and with demons from weak ones to the strongest,
/// most of them near the end of something: of the room of a cold or of a hot level, or of a hot pair that is moved
/// backwards.
fn windows() -> impl Strategy<Value = Point> {
    let cold = (-1.5..1.5f64, -2.0..0.3f64, any::<bool>());
    let hot = (-6.0..6.0f64, -1.5..0.7f64);
    let own = proptest::option::of(proptest::array::uniform4(0.05..1.0f64));
    (cold, hot, 0.02..1.0f64, -3.0..-0.01f64, 0.0..1.0f64, own).prop_filter_map(
        "no demon",
        |((e3, gap, up), (e1, hot_gap), tc, width, share, own)| {
            let gap = 10f64.powf(gap);
            let point = Point::paper(0.999 * tc.sqrt(), e3 + if up { gap } else { -gap })
                .with(P::Mu0, 0.0)
                .with(P::E1, e1)
                .with(P::E2, e1 + 10f64.powf(hot_gap))
                .with(P::E3, e3)
                .with(P::Gamma, gap.min(10f64.powf(hot_gap)) * 10f64.powf(width))
                .with_resonances(Resonances::Boxcar);
            let widest = point.get(P::Gamma);
            let own = own.into_iter().flat_map(|shares| P::WIDTHS.into_iter().zip(shares));
            let point = own.fold(point, |point, (width, share)| point.with(width, share * widest));
            let headroom = Refrigerator::new(&point).ok()?.solve().headroom;
            let lambda = headroom * (share * share).max(1e-3);
            let point = point.with(P::Lambda, lambda);
            (headroom > 0.0 && is_physical(&point, point.get(P::Tc))).then_some(point)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn of_windows_it_is_what_a_dense_scan_finds(point in windows()) {
        let (tc, tc_min) = (point.get(P::Tc), minimum(&point));
        prop_assert!(0.0 < tc_min && tc_min <= tc);
        prop_assert!(is_physical(&point, tc_min));
        prop_assert!(!is_physical(&point, tc_min.next_down()));
        for i in 1..200 {
            let between = tc_min * (tc / tc_min).powf(f64::from(i) / 200.0);
            prop_assert!(is_physical(&point, between), "{}", between);
        }
    }
}

#[test]
fn the_minimum_of_windows_tends_to_that_of_narrow_resonances() {
    // Averages over windows differ from the middle by Γ²/24 times the second derivative.
    for (e4, lambda, tc) in [(1.3, 1.0, 0.5), (1.1, 0.3, 0.9), (0.9, 0.05, 0.4)] {
        let narrow = Point::paper(tc, e4).with(P::Lambda, lambda);
        let off = |gamma: f64| {
            let point = narrow.with(P::Gamma, gamma).with_resonances(Resonances::Boxcar);
            minimum(&point) - minimum(&narrow)
        };
        let (wide, less) = (off(1e-3), off(1e-4));
        assert!((wide / less / 100.0 - 1.0).abs() < 1e-3, "{e4}: {wide} {less}");
    }
}

#[test]
fn a_gap_of_temperatures_is_not_passed_over() {
    // From mpmath with 40 digits, windows by quadrature, the roots of F − E and of r_4 − λd: between these two
    // temperatures the hot pair lacks room, and below the second one of each row the cold pair does. The demon of the
    // first row moves at least Γ/2, that of the second one does not.
    for (gamma, warm, cold) in [
        (0.02, "0.7724364823156737670254667", "0.1480182495149324022547964"),
        (0.03, "0.7597042499767864223112741", "0.1480078637743242710204897"),
    ] {
        let point = Point::paper(0.9, 0.9)
            .with(P::Mu0, 0.0)
            .with(P::E1, 6.0)
            .with(P::E2, 6.8)
            .with(P::E3, 0.3)
            .with(P::Lambda, 0.02)
            .with(P::Gamma, gamma)
            .with_resonances(Resonances::Boxcar);
        // Rounded up.
        let is_root = |found: f64, root: &str| {
            let nearest: f64 = root.parse().unwrap();
            found == nearest || found == nearest.next_up()
        };
        assert!(!is_physical(&point, 0.3), "{gamma}");
        assert!(is_root(minimum(&point), warm), "{gamma} {}", minimum(&point));
        let below = minimum(&point.with(P::Tc, 0.16));
        assert!(is_root(below, cold), "{gamma} {below}");
    }
}

#[test]
fn the_derivatives_of_the_minimum_of_windows_are_limits_of_differences() {
    // The cold pair ends the temperatures of the first device, the hot pair those of the second one.
    let windows = |point: Point| point.with_resonances(Resonances::Boxcar);
    let cold = windows(Point::paper(0.5, 1.4).with(P::Gamma, 0.09));
    let hot = Point::paper(0.9, 0.9).with(P::Mu0, 0.0).with(P::E1, 6.0).with(P::E2, 6.8);
    let hot = windows(hot.with(P::E3, 0.3).with(P::Lambda, 0.02).with(P::Gamma, 0.03));
    for point in [cold, hot] {
        for p in [P::Th, P::Mu0, P::E1, P::E2, P::E3, P::E4, P::Lambda, P::Gamma] {
            let step = 1e-6 * point.get(p).max(0.1);
            let moved = |step: f64| minimum(&point.with(p, point.get(p) + step));
            let difference = (moved(step) - moved(-step)) / (2.0 * step);
            let here = Refrigerator::new(&point).unwrap();
            let slope = minimum_temperature_slope(&here, &here.solve(), p);
            let scale = 1e-6 * (slope.abs() + 1e-3);
            assert!((slope - difference).abs() < scale, "{p:?} {slope} {difference}");
        }
    }
}
