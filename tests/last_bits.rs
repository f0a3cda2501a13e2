//! Numbers that thousands of bits decide: levels 10^300 temperatures and more from μ0, and ties that
//! only the tail of an occupation breaks. The values are closed forms.

use ndemon::refrigerator::{
    Constraint, Derived, Parameter as P, Point, Refrigerator, Solution, Verdict,
};

fn solve(point: &Point) -> (Solution, f64) {
    let refrigerator = Refrigerator::new(point).unwrap();
    let solution = refrigerator.solve();
    let mut together = Vec::new();
    Refrigerator::solve_all(&[refrigerator; 3], |solution| together.push(solution));
    for other in together {
        assert_eq!(format!("{other:?}"), format!("{solution:?}"), "in a block");
    }
    (solution, Derived::CopFraction.of(&refrigerator, &solution))
}

/// Levels x T_c above and below μ0: with s = f(x), f_l(ε4) is 1 + λ − (1 + 2λ) s. For λ = 1 − 2^-53 that
/// is half way between 2 − 2^-52 and 2, which is the even one, but for s, which makes it the other one.
/// s is 2^-144 for x = 100 and 2^-7213 for x = 5000.
#[test]
fn the_tail_of_an_occupation_breaks_a_tie() {
    for x in [100.0, 300.0, 700.0, 1500.0, 2800.0, 4000.0, 5000.0] {
        for sign in [1.0, -1.0] {
            let point = Point::paper(1.0, -sign * x).with(P::E3, sign * x).with(P::Th, 2.0);
            let point = point.with(P::Mu0, 0.0).with(P::E1, 0.0).with(P::E2, 1.0);
            let (solution, _) = solve(&point.with(P::Lambda, 1.0 - 2f64.powi(-53)));
            let empty = if sign > 0.0 { solution.fl[3] } else { solution.fl[2] };
            assert_eq!(empty, 2.0 - 2f64.powi(-52), "{x} {sign}");
        }
    }
}

/// Two levels a temperature apart, so far from μ0 that f is e^−x: λ_max = 1/(e − 1), and with a hot pair
/// that hardly moves and T_h = 2 T_c = T_0, COP = 1/(1 + 2L) with
/// L = ln(1 + λ(1 − 1/e)) − ln(1 − λ(e − 1)), by Eq. C10.
#[test]
fn levels_beyond_all_bounds_are_exact() {
    let e = std::f64::consts::E;
    for (far, tc) in [(1e30, 1.0), (1e300, 1.0), (1e300, 1e-10), (1e300, 1e-300), (1e308, 1e-307)] {
        for sign in [1.0, -1.0] {
            let [near, next] = [sign * tc, sign * 2.0 * tc];
            let point = Point::paper(tc, near).with(P::E3, next).with(P::Th, 2.0 * tc);
            let point = point.with(P::Mu0, -sign * far).with(P::E1, -sign * far).with(P::E2, 0.0);
            for lambda in [0.3, 1e-9, 0.58] {
                let length = (lambda * (1.0 - 1.0 / e)).ln_1p() - (-lambda * (e - 1.0)).ln_1p();
                let cop = 1.0 / (1.0 + 2.0 * length);
                let (solution, fraction) = solve(&point.with(P::Lambda, lambda));
                // Of 1 − 0.58 (e − 1) three thousandths are left.
                let is_near = |value: f64| (value / cop - 1.0).abs() < 1e-13;
                assert!(is_near(solution.cop) && is_near(fraction), "{far} {tc} {lambda}");
                assert!((solution.headroom * (e - 1.0) - 1.0).abs() < 4e-16, "{solution:?}");
                assert_eq!(solution.verdict, Verdict::Physical);
            }
            // 1/(e − 1) is 0.58197670686932642439 to 20 digits, between two neighbouring doubles.
            let (below, above) = (0.5819767068693263, 0.5819767068693265);
            assert_eq!(f64::next_up(below), above);
            let verdict = |lambda| solve(&point.with(P::Lambda, lambda)).0.verdict;
            assert_eq!(verdict(below), Verdict::Physical, "{far} {tc} {sign}");
            let binding = Constraint { level: 3, upper: sign < 0.0 };
            assert_eq!(verdict(above), Verdict::Unphysical(binding), "{far} {tc} {sign}");
        }
    }
}
