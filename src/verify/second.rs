//! The second route of machines: integrals by rules of thumb that are good at generic points (the trapezoidal rule in
//! t with E = s sinh t, which falls off doubly exponentially, and with E = tanh((π/2) sinh t) between ends), and
//! special functions by their series, in plain doubles.

use std::f64::consts::{FRAC_PI_2, PI};

/// The step of t.
const STEP: f64 = 1.0 / 256.0;

/// ∫ over the whole axis of what falls off within some `scale`s of 0.
pub(super) fn over_axis(scale: f64, function: impl Fn(f64) -> f64) -> f64 {
    let at = |count: i32| {
        let t = f64::from(count) * STEP;
        function(scale * t.sinh()) * scale * t.cosh()
    };
    // sinh 7.5 = 904: there exp(−E/T) is no double for T < scale.
    STEP * (-1920..=1920).map(at).sum::<f64>()
}

/// ∫ between two ends.
pub(super) fn between(first: f64, last: f64, function: impl Fn(f64) -> f64) -> f64 {
    let (middle, half) = (0.5 * (first + last), 0.5 * (last - first));
    let at = |count: i32| {
        let t = f64::from(count) * STEP;
        let u = FRAC_PI_2 * t.sinh();
        let weight = FRAC_PI_2 * t.cosh() / u.cosh().powi(2);
        function(middle + half * u.tanh()) * half * weight
    };
    STEP * (-820..=820).map(at).sum::<f64>()
}

/// f of fermions at x = (E − μ)/T.
pub(super) fn fermi(x: f64) -> f64 {
    1.0 / (x.exp() + 1.0)
}

/// n of bosons at x = (E − μ)/T.
pub(super) fn bose(x: f64) -> f64 {
    1.0 / x.exp_m1()
}

/// A Lorentzian of the height 1.
pub(super) fn lorentzian(energy: f64, at: f64, fwhm: f64) -> f64 {
    let half = 0.5 * fwhm;
    half * half / ((energy - at).powi(2) + half * half)
}

/// Li₂(z) for z ≤ 1: by its series for |z| ≤ ½, elsewhere by Landen's, Euler's and Jonquière's formulas
/// (DLMF 25.12.3, 25.12.6, 25.12.4).
pub(super) fn dilogarithm(z: f64) -> f64 {
    match z {
        z if z < -1.0 => -PI * PI / 6.0 - 0.5 * (-z).ln().powi(2) - dilogarithm(1.0 / z),
        z if z < 0.0 => -dilogarithm(z / (z - 1.0)) - 0.5 * (-z).ln_1p().powi(2),
        1.0 => PI * PI / 6.0,
        z if z > 0.5 => PI * PI / 6.0 - z.ln() * (-z).ln_1p() - dilogarithm(1.0 - z),
        z => (1..=60).map(|k| z.powi(k) / f64::from(k * k)).sum(),
    }
}

/// ψ(x + iy) for x > 0, real and imaginary part: ψ(z) = ψ(z + 1) − 1/z up to z + 16, and there
/// ln z − 1/2z − Σ B_2k/(2k z^2k) (DLMF 5.5.2, 5.11.2).
pub(super) fn digamma([x, y]: [f64; 2]) -> [f64; 2] {
    let inverse = |[x, y]: [f64; 2]| {
        let square = x * x + y * y;
        [x / square, -y / square]
    };
    let times = |[a, b]: [f64; 2], [c, d]: [f64; 2]| [a * c - b * d, a * d + b * c];
    let mut sum = [0.0, 0.0];
    for shift in 0..16 {
        let one = inverse([x + f64::from(shift), y]);
        sum = [sum[0] - one[0], sum[1] - one[1]];
    }
    let z = [x + 16.0, y];
    let one = inverse(z);
    let square = times(one, one);
    let mut power = square;
    sum[0] += z[0].hypot(z[1]).ln() - 0.5 * one[0];
    sum[1] += z[1].atan2(z[0]) - 0.5 * one[1];
    // B_2k/2k for k = 1 to 6.
    for coefficient in
        [1.0 / 12.0, -1.0 / 120.0, 1.0 / 252.0, -1.0 / 240.0, 1.0 / 132.0, -691.0 / 32_760.0]
    {
        sum = [sum[0] - coefficient * power[0], sum[1] - coefficient * power[1]];
        power = times(power, square);
    }
    sum
}
