//! The minimum temperature of levels that are hundreds and thousands of temperatures away from μ0,
//! where no double is as small as the occupations.

use ndemon::refrigerator::{Derived, Parameter as P, Point, Refrigerator, Verdict};
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
