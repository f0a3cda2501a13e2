//! Sec. IV, V and App. C: what the program uses against what the paper prints.

use super::points::generic;
use super::textbook::Textbook;
use super::{Check, Relation, solve};
use crate::refrigerator::{Parameter as P, Point};

/// What plain doubles keep at generic points.
const DOUBLES: f64 = 1e-13;
/// What they keep of a logarithm of occupations.
const LOGARITHMS: f64 = 1e-12;

pub(super) fn checks() -> Vec<Check> {
    generic().iter().flat_map(|(name, point)| at(name, point)).collect()
}

fn at(name: &str, point: &Point) -> Vec<Check> {
    let (solution, book) = (solve(point), Textbook::new(point));
    // The program's occupations in the textbook's formulas.
    let ours = book.with_fl(solution.fl);
    let (lambda, power, entropy) = (point.get(P::Lambda), solution.power, solution.entropy_current);
    let at = |what: &str| format!("{what} at {name}");
    let zero = |source, what, value| Check::zero(source, at(what), value, DOUBLES);
    let near = |source, what: &str, value, reference, tolerance| {
        Check::equal(source, at(what), value, reference, tolerance)
    };
    let same = |source, what: &str, value, reference| near(source, what, value, reference, DOUBLES);
    let (hot, cold) = (book.energy_current([0, 1]), book.energy_current([2, 3]));
    let taken = ours.energy_current([0, 1]) + ours.energy_current([2, 3]);

    let mut checks = vec![
        zero("C3", "ṅ_h = 0", ours.particle_current([0, 1])),
        zero("C3", "ṅ_c = 0", ours.particle_current([2, 3])),
        zero("C3, 19", "ε̇_l = −ε̇_h − ε̇_c = 0", taken),
    ];
    let choice = if lambda == 1.0 { "C4" } else { "20" };
    for i in 0..4 {
        checks.push(same(choice, &format!("f_l(ε{})", i + 1), solution.fl[i], book.fl[i]));
    }
    checks.extend([
        same("C5", "ε̇_h", power, hot),
        // What C3 leaves of C1 with the centres of the resonances.
        same("C3", "ε̇_h = −ε̇_c", power, -cold),
        same("C6", "ε̇_h with λ", power, lambda * book.power_c6()),
        near("C8", "Ṡ_l", entropy, book.entropy_current(-1.0), LOGARITHMS),
        near("C9", "Ṡ_l", entropy, book.entropy_current_c9(), LOGARITHMS),
        near("C7", "COP", solution.cop, hot / (book.t0 * book.entropy_current(-1.0)), LOGARITHMS),
        near("C10", "COP", solution.cop, book.cop_c10(), LOGARITHMS),
        same("after 23", "Carnot bound", solution.cop_carnot, 1.0 / (book.th / book.tc - 1.0)),
        near("13, 16", "C10 ≤ Carnot·Th/T0", book.cop_c10(), book.carnot(), 0.0)
            .but(Relation::AtMost),
    ]);
    if choice == "C4" {
        let [hot_c11, cold_c11] = [book.hot_log_c11(), book.cold_log_c11()];
        checks.extend([
            near("C11, C13, C14", "hot logarithm", hot_c11, ours.log(0, 1), LOGARITHMS),
            near("C11, C13", "cold logarithm", cold_c11, ours.log(3, 2), LOGARITHMS),
        ]);
    }
    for i in [0, 3] {
        let what = format!("tanh((ε{0}−μ0)/2T) = 1 − 2f_{0}", i + 1);
        checks.push(same("C12", &what, book.tanh_c12(i), 1.0 - 2.0 * book.f[i]));
    }
    checks.extend(second_law(name, &ours, &book));
    let produced: f64 = (0..4).map(|i| book.production(i)).sum();
    let least = hot * (1.0 / book.tc - 1.0 / book.th);
    let what = "Ṡ_l = ε̇_h(1/Tc − 1/Th) + Σσ_i";
    checks.push(near("second law", what, entropy, least + produced, LOGARITHMS));
    checks
}

/// The entropy produced at each resonance by the program's demon, in the form that the program
/// sums, against the difference of logarithms that Eqs. 6 and C8 make of it.
fn second_law(name: &str, ours: &Textbook, book: &Textbook) -> Vec<Check> {
    let produced = [0, 1, 2, 3].map(|i| ours.production_by_room(i));
    let mut checks: Vec<Check> = (0..4)
        .map(|i| {
            let what = format!("σ_{} = A ln(1 + A/(q l)) at {name}", i + 1);
            Check::equal("second law", what, produced[i], book.production(i), LOGARITHMS)
        })
        .collect();
    // What is no number must not get lost in the minimum.
    let least = match produced.iter().any(|sigma| sigma.is_nan()) {
        true => f64::NAN,
        false => produced.into_iter().fold(f64::INFINITY, f64::min),
    };
    let what = format!("least σ_i at {name}");
    checks.push(Check::zero("second law", what, least, 0.0).but(Relation::AtLeast));
    checks
}
