//! What was derived beyond the paper: the second law term by term, the demon's temperatures, the
//! headroom's power, derivatives, and the bound on the power of any such device.

use super::points::{generic, points};
use super::textbook::Textbook;
use super::{Check, Relation, derived, solve};
use crate::refrigerator::{Derived, Parameter as P, Point};

/// A textbook logarithm is good to this.
const ORDER: f64 = 1e-11;

pub(super) fn checks() -> Vec<Check> {
    let mut checks: Vec<Check> =
        generic().iter().flat_map(|(name, point)| at(name, point)).collect();
    checks.extend(points().iter().map(|(name, point)| strongest(name, point)));
    checks.extend(bound());
    checks
}

fn at(name: &str, point: &Point) -> Vec<Check> {
    let (book, ours) = (Textbook::new(point), solve(point));
    let get = |quantity| derived(quantity, point);
    let equal = |source, what: &str, value, reference| {
        Check::equal(source, format!("{what} at {name}"), value, reference, ORDER)
    };
    let [x1, x2, x3, x4] = [0, 1, 2, 3].map(|i| (1.0 / book.f[i] - 1.0).ln());
    let logit = |i: usize| (1.0 / book.fl[i] - 1.0).ln();
    let beta = |i: usize, j: usize| (logit(i) - logit(j)) / (book.e[i] - book.e[j]);
    let sigma = [0, 1, 2, 3].map(|i| (book.f[i] - book.fl[i]) * (logit(i) - [x1, x2, x3, x4][i]));
    let ideal = ours.power * (1.0 / book.tc - 1.0 / book.th);
    let sum: f64 = (0..4).map(|i| get(Derived::Sigma(i))).sum();
    let mut checks = vec![
        equal("C8", "Ṡ_l = ε̇_h(1/Tc − 1/Th) + Σσ_i", ideal + sum, ours.entropy_current),
        equal("C8", "Σσ_i", get(Derived::EntropyProduction), sum),
        equal("A9", "β_12", get(Derived::Beta12), beta(0, 1)),
        equal("A9", "β_34", get(Derived::Beta34), beta(2, 3)),
        equal(
            "A9, C10",
            "1/COP = T0(β_34 − β_12)",
            1.0 / ours.cop,
            book.t0 * (beta(2, 3) - beta(0, 1)),
        ),
        equal("A9", "β_12 < 1/Th", get(Derived::Beta12), 1.0 / book.th).but(Relation::AtMost),
        equal("A9", "β_34 > 1/Tc", get(Derived::Beta34), 1.0 / book.tc).but(Relation::AtLeast),
        equal(
            "after 23",
            "COP over its bound",
            get(Derived::CopFraction),
            ours.cop / book.carnot(),
        ),
        equal("after 23", "COP ≤ its bound", get(Derived::CopFraction), 1.0).but(Relation::AtMost),
    ];
    for (i, sigma) in sigma.into_iter().enumerate() {
        let value = get(Derived::Sigma(i));
        let level = i + 1;
        checks.push(equal("C8", &format!("σ_{level}, by its definition,"), value, sigma));
        let what = format!("σ_{level} ≥ 0 at {name}");
        checks.push(Check::zero("C8", what, value, 0.0).but(Relation::AtLeast));
        // The textbook's, by a central difference.
        let parameter = [P::Tc, P::E1, P::E4, P::Lambda][i];
        let step = 1e-4;
        let [above, below] = [step, -step].map(|step| {
            Textbook::new(&point.with(parameter, point.get(parameter) + step)).cop_c10()
        });
        let what = format!("∂COP/∂{} at {name}", parameter.symbol());
        let slope = (above - below) / (2.0 * step);
        let value = get(Derived::CopSlope(parameter));
        checks.push(Check::equal("derivative of C10", what, value, slope, 1e-5));
    }
    checks
}

/// The power at λ = λ_max.
fn strongest(name: &str, point: &Point) -> Check {
    let headroom = Textbook::new(point).headroom();
    let power = Textbook::new(&point.with(P::Lambda, 1.0)).power_c6() * headroom;
    let what = format!("greatest power, at λ_max, at {name}");
    Check::equal("20, C6", what, derived(Derived::PowerMax, point), power, ORDER)
}

/// No levels give more than 2W(1/e)·Tc: with levels at μ0 ± y·Tc the cold pair gives 2y f(y) Tc,
/// which is greatest where y − 1 = e^−y, that is y = 1 + W(1/e).
fn bound() -> Vec<Check> {
    // w e^w = 1/e, by Newton's method.
    let lambert =
        (0..20).fold(0.3_f64, |w, _| w - (w * w.exp() - (-1.0_f64).exp()) / (w.exp() * (1.0 + w)));
    let tc = 0.37;
    let most = 2.0 * lambert * tc;
    // Hot levels so far apart that they do not bind.
    let device = |low: f64, high: f64| {
        let point = Point::paper(tc, 1.0 + high * tc).with(P::E3, 1.0 + low * tc);
        point.with(P::E1, 1.0 - 20.0).with(P::E2, 1.0 + 30.0)
    };
    let optimum = device(-1.0 - lambert, 1.0 + lambert);
    let power = |point: &Point| derived(Derived::PowerMax, point);
    let grid = |i: i32| f64::from(i) / 8.0;
    let levels = (-40..=40).flat_map(|i| (-40..=40).map(move |j| (grid(i), grid(j))));
    let best = levels.map(|(low, high)| power(&device(low, high))).fold(0.0, f64::max);
    // DLMF 4.13: W(1/e) = 0.278464542761073795109358739022980155439477488…
    let what = "2W(1/e), by Newton's method";
    let constant = 0.556_929_085_522_147_6;
    vec![
        Check::equal("C6", what, 2.0 * lambert, constant, 1e-15),
        Check::equal(
            "C6",
            "power at ε3,4 = μ0 ∓ (1 + W(1/e))Tc, λ_max",
            power(&optimum),
            most,
            ORDER,
        ),
        Check::equal("C6", "greatest power of 6561 pairs ε3, ε4 ≤ 2W(1/e)·Tc", best, most, 0.0)
            .but(Relation::AtMost),
        Check::equal("C6", "the same ≥ 0.99 of that", best, 0.99 * most, 0.0)
            .but(Relation::AtLeast),
    ]
}
