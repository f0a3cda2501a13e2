//! Eqs. 2 to 6: how many ways there are to fill a cell, and what follows for the entropy; and App. A, which
//! compares with it.

use super::textbook::Textbook;
use super::{Check, Relation};
use crate::refrigerator::{Parameter, Point};
use statrs::function::gamma::ln_gamma;
use std::f64::consts::PI;

/// ln w/g of Eq. 4, with s = −1 for fermions and +1 for bosons.
fn entropy(s: f64, n: f64) -> f64 {
    n * (1.0 / n + s).ln() + s * (s * n).ln_1p()
}

/// ln w of Eqs. 2 and 3, by the logarithm of Γ.
fn ways(s: f64, g: f64, n: f64) -> f64 {
    match s > 0.0 {
        true => ln_gamma(n + g) - ln_gamma(n + 1.0) - ln_gamma(g),
        false => ln_gamma(g + 1.0) - ln_gamma(n + 1.0) - ln_gamma(g - n + 1.0),
    }
}

pub(super) fn checks() -> Vec<Check> {
    let mut checks = Vec::new();
    let n: f64 = 0.3;
    for (s, source, of) in [(-1.0, "3, 4", "fermions"), (1.0, "2, 4", "bosons")] {
        for (states, text, accuracy) in [(1e3, "10³", 2e-4), (1e6, "10⁶", 1e-6), (1e9, "10⁹", 1e-5)]
        {
            // The term of Stirling's formula that Eq. 4 leaves out; the paper needs g ≫ 1.
            let left_out = match s > 0.0 {
                true => -(2.0 * PI * states * n * (1.0 + n)).ln() / (2.0 * states),
                false => -(2.0 * PI * states * n * (1.0 - n)).ln() / (2.0 * states),
            };
            let what = format!("ln w/g less Eq. 4, {of}, g = {text}, n̄ = 0.3");
            let value = ways(s, states, n * states) / states - entropy(s, n);
            checks.push(Check::equal(source, what, value, left_out, accuracy));
        }
    }
    for (s, of) in [(-1.0, "fermions"), (1.0, "bosons")] {
        let (n, step): (f64, f64) = (0.37, 1e-5);
        let slope = (entropy(s, n + step) - entropy(s, n - step)) / (2.0 * step);
        let what = format!("∂(ln w/g)/∂n̄ = ln(1/n̄ ± 1), {of}, n̄ = 0.37");
        checks.push(Check::equal("5, 6", what, slope, (1.0 / n + s).ln(), 1e-9));
    }
    checks.extend(effective());
    checks
}

/// App. A: with Eq. A5, ρ_i = n_i/N, taken at its word Eq. A2 is Σ ṅ ln(1/f), which is Eq. 6 where f ≪ 1 only. So
/// Eq. A9 says what T_eff is called, and is no second derivation of Eq. 6.
fn effective() -> Vec<Check> {
    let at_word = |book: &Textbook| -> f64 {
        (0..4).map(|i| (book.f[i] - book.fl[i]) * (1.0 / book.fl[i]).ln()).sum()
    };
    let figure = Textbook::new(&Point::paper(0.5, 1.3));
    let [literal, right] = [at_word(&figure), figure.entropy_current(-1.0)];
    // μ0 far below all levels: f is small everywhere.
    let dilute = Textbook::new(&Point::paper(0.5, 1.3).with(Parameter::Mu0, -30.0));
    vec![
        Check::equal(
            "A2, A5",
            "Σ ṅ ln(1/f), at Tc = 0.5, ε4 = 1.3 of Fig. 2 (mpmath, 40 digits)",
            literal,
            0.065_675_446_255_173_21,
            1e-13,
        ),
        Check::equal("A2, A5", "the same is not Eq. 6", literal, right, 0.01)
            .but(Relation::Differs),
        Check::equal(
            "A2, A5",
            "Σ ṅ ln(1/f) = Eq. 6 where f ≪ 1: μ0 = −30",
            at_word(&dilute),
            dilute.entropy_current(-1.0),
            1e-9,
        ),
    ]
}
