//! Averages over windows of one more function than [`Real`] has.

use super::single::Backing;
use super::tables::{NODES_10, NODES_16};
use super::{Ball, Bounded, Dual, Light, Real, TwoProduct};

/// A number type that has the first moment of the Fermi function over a window,
///
/// K(x, h) = −(1/2h) ∫ t f(x + t) dt over −h ≤ t ≤ h, with f(x) = 1/(e^x + 1) and h > 0.
///
/// K is even in x and positive, because f falls: with the parts of f that are even in t gone it is
/// (1/2h) ∫ t g dt over 0 ≤ t ≤ h with g = f(x − t) − f(x + t) = sinh t/(cosh x + cosh t).
pub trait Window: Real {
    /// K(x, h).
    fn moment(x: Self, h: Self) -> Self;
}

/// A number type that has its derivative, too.
pub trait Sloped: Window {
    /// ∂K/∂x = −(1/2h) ∫ t g s dt with s = sinh x/(cosh x + cosh t), to an error that is small
    /// beside K.
    fn moment_slope(x: Self, h: Self) -> Self;
}

/// By Gauss's rule: ten nodes for h ≤ 1/8, else sixteen for every part of [0, h] that is no longer
/// than 1. Good to 2^-78 of K for |x| ≤ 300 and h ≤ 16; beyond that nothing is known.
///
/// g is analytic for |Im t| < π. On the ellipse around [0, 1/8] whose half axes add up to 64 half
/// lengths it is below 2^21 times its mean there, and 64^-20 · 2^23 < 2^-96; around a part of length
/// 1, 10 half lengths and 2^17, and 10^-32 · 2^19 < 2^-86.
impl<F: TwoProduct, const N: usize> Window for Light<F, N> {
    #[inline(always)]
    fn moment(x: Self, h: Self) -> Self {
        quadrature(x, h, false)[0]
    }
}

impl<F: TwoProduct, const N: usize> Sloped for Light<F, N> {
    #[inline(always)]
    fn moment_slope(x: Self, h: Self) -> Self {
        quadrature(x, h, true)[1]
    }
}

/// (T + E)(1 + TE): with T = e^−t and E = e^−|x|, g = E (1 − T)(1 + T) over this.
#[inline(always)]
fn denominator<S: Real>(e: &S, power: &S) -> S {
    (power.clone() + e.clone()) * (S::constant(1.0) + power.clone() * e.clone())
}

/// How far quadrature goes.
const WIDEST: f64 = 16.0;

/// K and, where it is asked for, ∂K/∂x. All lanes have the nodes of the widest window among them.
#[inline(always)]
pub(super) fn quadrature<F: TwoProduct, const N: usize>(
    x: Light<F, N>,
    h: Light<F, N>,
    with_slope: bool,
) -> [Light<F, N>; 2] {
    let (mut widest, mut is_known) = (0.0, [0; N]);
    for (is_known, width) in is_known.iter_mut().zip(h.hi) {
        let is_narrow = (width > 0.0) & (width <= WIDEST);
        *is_known = u64::from(is_narrow);
        widest = if is_narrow & (width > widest) { width } else { widest };
    }
    let (nodes, parts): (&[[f64; 4]], f64) =
        if widest <= 0.125 { (&NODES_10, 1.0) } else { (&NODES_16, widest.ceil()) };
    let one = || Light::constant(1.0);
    let is_negative = x.negated().is_positive();
    let e = x.abs().negated().exp();
    // s = (1 − E²) T over the denominator for x > 0.
    let steepness = if with_slope { (x.abs() + x.abs()).one_minus_exp_neg() } else { one() };
    let step = h / Light::constant(parts);
    let mut sums = [Light::constant(0.0); 2];
    for part in 0..parts as u32 {
        for [node, node_rest, weight, weight_rest] in nodes {
            let t = step * (Light::constant(part.into()) + Light::pair(*node, *node_rest));
            // T = e^−t and 1 − T.
            let [power, rest] = t.fall();
            let below = denominator(&e, &power);
            let weight = Light::pair(*weight, *weight_rest);
            let term = weight * t * (e * rest * (one() + power)) / below;
            sums[0] = sums[0] + term;
            if with_slope {
                sums[1] = sums[1] + term * steepness * power / below;
            }
        }
    }
    let share = Light::constant(0.5) / Light::constant(parts);
    let unknown = Light::constant(f64::NAN);
    let [moment, slope] = [sums[0] * share, sums[1] * share];
    let slope = Light::select(is_negative, slope, slope.negated());
    [Light::select(is_known, moment, unknown), Light::select(is_known, slope, unknown)]
}

impl<S: Backing + Sloped> Window for Ball<S> {
    /// |∂K/∂x| ≤ K and |∂K/∂h| ≤ K (3/h + 2).
    fn moment(x: Self, h: Self) -> Self {
        Self::averaged(x, h, false)
    }
}

impl<S: Backing + Sloped> Sloped for Ball<S> {
    /// |∂²K/∂x²| ≤ 2K, and with h it changes no faster than twice K does.
    fn moment_slope(x: Self, h: Self) -> Self {
        Self::averaged(x, h, true)
    }
}

impl<F: TwoProduct, const N: usize> Window for Bounded<F, N> {
    /// As for one [`Ball`].
    #[inline(always)]
    fn moment(x: Self, h: Self) -> Self {
        let [moment, _] = Self::averaged(x, h, false);
        moment
    }
}

impl<F: TwoProduct, const N: usize> Sloped for Bounded<F, N> {
    #[inline(always)]
    fn moment_slope(x: Self, h: Self) -> Self {
        let [_, slope] = Self::averaged(x, h, true);
        slope
    }
}

impl<S: Sloped> Window for Dual<S> {
    fn moment(x: Self, h: Self) -> Self {
        let value = S::moment(x.value.clone(), h.value.clone());
        let along = along(&x.value, &h.value, &value);
        let slope = S::moment_slope(x.value, h.value) * x.slope + along * h.slope;
        Self { value, slope }
    }
}

/// ∂K/∂h = g(h)/2 − K/h, where K has this value.
#[inline(always)]
pub(super) fn along<S: Real>(x: &S, h: &S, value: &S) -> S {
    let (e, power) = (x.clone().abs().negated().exp(), h.clone().negated().exp());
    let below = denominator(&e, &power);
    let edge = e * h.clone().one_minus_exp_neg() * (S::constant(1.0) + power) / below;
    (S::constant(0.5) * edge).minus(value.clone() / h.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::random::rounds;
    use crate::numeric::{Decided, Split, Wide};

    type Exact = Wide<400>;

    /// Places in windows of all widths, from far below to far beyond their edges.
    fn windows() -> impl Iterator<Item = (f64, f64)> {
        let weyl = |n: u32, step: f64| (f64::from(n) * step).fract();
        (1..rounds(800) as u32).map(move |n| {
            let h = 16.0 * 2f64.powf(-60.0 * weyl(n, 0.754877666246693));
            let x = 2f64.powf(24.0 * weyl(n, 0.569840290998053) - 16.0);
            (if n % 2 == 0 { x } else { -x }, h)
        })
    }

    fn error(value: &Exact, reference: &Exact, scale: &Exact) -> f64 {
        (value.clone().minus(reference.clone()).abs() / scale.clone()).to_f64().log2()
    }

    fn exact(light: Light<Split, 1>) -> Exact {
        let [(hi, lo)] = light.parts();
        Exact::input(hi) + Exact::input(lo)
    }

    #[test]
    fn quadrature_and_closed_form_agree() {
        let mut worst = [f64::NEG_INFINITY; 2];
        for (x, h) in windows() {
            let light = |a| Light::<Split, 1>::input([a]);
            let moment = Exact::moment(Exact::input(x), Exact::input(h));
            let slope = Exact::moment_slope(Exact::input(x), Exact::input(h));
            let found = exact(Light::moment(light(x), light(h)));
            worst[0] = worst[0].max(error(&found, &moment, &moment));
            let found = exact(Light::moment_slope(light(x), light(h)));
            worst[1] = worst[1].max(error(&found, &slope, &moment));
        }
        println!("log2 of the worst errors of K and ∂K/∂x: {worst:.1?}");
        assert!(worst.iter().all(|error| *error < -78.0), "{worst:?}");
    }

    #[test]
    fn the_closed_form_loses_nothing() {
        // Narrow, far, wide: every branch, and both sides of the places where they meet.
        let lost = [(1e-25, 0.0), (1e-25, 1.0), (1e-30, 20.0), (3e-38, 1.0), (1e-20, 300.0)];
        let far = [(1e-300, 1.0), (1e-40, 3.0), (2e-40, 300.0), (0.5, 3e5), (1e3, 3e5)];
        let wide = [(17.0, 3.0), (1e3, 1e3), (1e5, 3.0), (1e12, 1e3), (1e12, 1e12), (0.3, 90.0)];
        let edges = [(1e-20, 250.0), (1e-20, 300.0), (1.0, 256.5), (1.0, 257.5), (1e-41, 0.0)];
        for (h, x) in far.into_iter().chain(wide).chain(edges).chain(lost) {
            let moment = |x: f64| Exact::moment(Exact::input(x), Exact::input(h));
            let fewer = |a: Wide<256>| Exact::from_bits(a.in_bits(400));
            let input = Wide::<256>::input;
            let found = fewer(Wide::moment(input(x), input(h)));
            let off = error(&found, &moment(x), &moment(x));
            assert!(off < -250.0, "{h} {x}: {off}");
            let slope = Exact::moment_slope(Exact::input(x), Exact::input(h));
            let found = fewer(Wide::moment_slope(input(-x), input(h)));
            let off = error(&found.negated(), &slope, &moment(x));
            assert!(off < -250.0, "{h} {x}: {off} of the slope");
        }
    }

    #[test]
    fn a_moment_in_closed_form() {
        // K(0, h) → h/4 − π²/(24 h)·… for h → ∞: ∫ t tanh(t/2) dt = h²/2 − π²/6 beyond e^−h.
        let h = Wide::<256>::input(1000.0);
        let moment = Wide::moment(Wide::input(0.0), h).to_f64();
        let reference = (1000f64.powi(2) / 2.0 - std::f64::consts::PI.powi(2) / 6.0) / 2000.0;
        assert!((moment - reference).abs() <= reference * 1e-15, "{moment} {reference}");
    }

    #[test]
    fn a_ball_of_moments_has_the_exact_one() {
        for (x, h) in windows().step_by(7) {
            // Inputs that a quotient has put off.
            let three = |a| Ball::<Light<Split, 1>>::input(a) / Ball::input(3.0);
            let exactly = |a| Exact::input(a) / Exact::input(3.0);
            let found = Ball::moment(three(x), three(h)).rounded();
            let moment = Exact::moment(exactly(x), exactly(h)).to_f64();
            assert!(found.is_none_or(|found| found == moment), "{x} {h}");
            let found = Ball::moment_slope(three(x), three(h)).rounded();
            let slope = Exact::moment_slope(exactly(x), exactly(h)).to_f64();
            assert!(found.is_none_or(|found| found == slope), "{x} {h}");
        }
        let certain = |(x, h): &(f64, f64)| {
            Ball::<Light<Split, 1>>::moment(Ball::input(*x), Ball::input(*h)).rounded().is_some()
        };
        let all = windows().count();
        assert!(windows().filter(certain).count() > all * 29 / 30);
    }
}
