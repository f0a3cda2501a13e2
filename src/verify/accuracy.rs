//! A digest of ACCURACY.md: hard points, solved as every row of a table is and in 256 bits and more.

use super::points::point;
use super::textbook::Textbook;
use super::{Check, Relation, solve};
use crate::refrigerator::{Parameter as P, Point, Refrigerator, Solution, Way};

/// Points of a regime.
const POINTS: u32 = 25;

pub(super) fn checks() -> Vec<Check> {
    let mut checks: Vec<Check> = [
        ("at generic levels", generic as fn(u32) -> Point),
        ("near ε4 = ε3", near),
        ("within a double of λ_max", edge),
        ("in the Boltzmann tail", tail),
    ]
    .into_iter()
    .map(|(regime, point)| {
        let differing = (0..POINTS).filter(|n| !is_rounded_right(&point(*n))).count();
        let what = format!("of {POINTS} points {regime}, those unlike the same in ≥ 256 bits");
        Check::zero("accuracy", what, differing as f64, 0.0)
    })
    .collect();
    // Why the program has another form of Eq. C10.
    let lost = (0..POINTS).map(|n| {
        let point = near(n);
        (Textbook::new(&point).cop_c10() / solve(&point).cop - 1.0).abs()
    });
    let what = "largest relative error of a plain script's Eq. C10 near ε4 = ε3";
    let worst = Check::equal("accuracy", what, lost.fold(0.0, f64::max), 1e-8, 0.0);
    checks.push(worst.but(Relation::AtLeast));
    checks
}

/// Whether the program gives this point the bits and the verdict of the wide arithmetic.
fn is_rounded_right(point: &Point) -> bool {
    let Ok(refrigerator) = Refrigerator::new(point) else { return false };
    let mut wide = Solution::NONE;
    Refrigerator::solve_all_by(Way::Wide, &[refrigerator], |solution| wide = solution);
    let solution = refrigerator.solve();
    let same = |(a, b): (f64, f64)| a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan();
    numbers(&solution).into_iter().zip(numbers(&wide)).all(same) && solution.verdict == wide.verdict
}

fn numbers(solution: &Solution) -> [f64; 9] {
    let Solution { fl: [one, two, three, four], power, entropy_current, cop, .. } = *solution;
    let Solution { cop_carnot, headroom, .. } = *solution;
    [one, two, three, four, power, entropy_current, cop, cop_carnot, headroom]
}

/// The n-th number in [0, 1) of the k-th sequence: multiples of the root of the k-th prime fill the
/// interval evenly, and no two of the sequences go together.
fn fraction(n: u32, k: usize) -> f64 {
    let prime: f64 = [2.0, 3.0, 5.0, 7.0, 11.0, 13.0, 17.0, 19.0][k];
    (f64::from(n + 1) * prime.sqrt()).fract()
}

/// Everything within a few temperatures of μ0.
fn generic(n: u32) -> Point {
    let between = |k, from: f64, to: f64| from + (to - from) * fraction(n, k);
    let level = |k| between(k, -2.0, 2.0);
    let th = between(0, 1.2, 2.0);
    let [mu0, e1, e2, e3, e4] = [level(2) / 4.0, level(3), level(4), level(5), level(6)];
    point([th, between(1, 0.5, 1.1), mu0, e1, e2, e3, e4, between(7, 0.1, 1.1), th])
}

/// A gap from 1e-4 down to 1e-12.
fn near(n: u32) -> Point {
    let point = generic(n);
    let gap = 10.0_f64.powf(-4.0 - 8.0 * fraction(n, 6));
    point.with(P::E4, point.get(P::E3) + if n.is_multiple_of(2) { gap } else { -gap })
}

/// λ is the rounded λ_max, or one of its neighbours.
fn edge(n: u32) -> Point {
    let point = generic(n);
    let headroom = solve(&point).headroom;
    let neighbours = [headroom.next_down(), headroom, headroom.next_up()];
    point.with(P::Lambda, neighbours[(n % 3) as usize])
}

/// Levels 3 and 4 from 20 to 200 Tc away from μ0, on either side.
fn tail(n: u32) -> Point {
    let point = generic(n);
    let (mu0, tc) = (point.get(P::Mu0), point.get(P::Tc));
    let far = tc * (20.0 + 180.0 * fraction(n, 5)) * if n.is_multiple_of(2) { 1.0 } else { -1.0 };
    let gap = tc * (fraction(n, 6) - 0.5);
    point.with(P::E3, mu0 + far).with(P::E4, mu0 + far + gap)
}
