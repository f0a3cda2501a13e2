//! Averages over windows of one more function than [`Real`] has.

use super::tables::{NODES_10, NODES_16};
use super::wide::Float;
use super::{Ball, Dual, Judged, Light, Real, Single, TwoProduct, Wide};

/// A number type that has the first moment of the Fermi function over a window,
///
/// K(x, h) = −(1/2h) ∫ t f(x + t) dt over −h ≤ t ≤ h, with f(x) = 1/(e^x + 1) and h > 0.
///
/// K is even in x and positive, because f falls: with the parts of f that are even in t gone it is
/// (1/2h) ∫ t g dt over 0 ≤ t ≤ h with g = f(x − t) − f(x + t) = sinh t/(cosh x + cosh t).
pub trait Window: Real {
    /// K(x, h).
    fn moment(x: Self, h: Self) -> Self;
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
impl<F: TwoProduct> Window for Light<F, 1> {
    fn moment(x: Self, h: Self) -> Self {
        quadrature(x, h, false)
    }

    fn moment_slope(x: Self, h: Self) -> Self {
        quadrature(x, h, true)
    }
}

/// How far quadrature goes.
const WIDEST: f64 = 16.0;

fn quadrature<F: TwoProduct>(x: Light<F, 1>, h: Light<F, 1>, slope: bool) -> Light<F, 1> {
    let [(width, _)] = h.parts();
    if !(width > 0.0 && width <= WIDEST) {
        return Light::constant(f64::NAN);
    }
    let (nodes, parts): (&[[f64; 4]], f64) =
        if width <= 0.125 { (&NODES_10, 1.0) } else { (&NODES_16, width.ceil()) };
    let one = || Light::constant(1.0);
    let is_negative = x.negated().is_positive();
    let e = x.abs().negated().exp();
    let step = h / Light::constant(parts);
    let mut sum = Light::constant(0.0);
    for part in 0..parts as u32 {
        for [node, node_rest, weight, weight_rest] in nodes {
            let t = step * (Light::constant(part.into()) + Light::pair(*node, *node_rest));
            // With T = e^−t and E = e^−|x|: g = E (1 − T²)/((T + E)(1 + TE)).
            let (power, rest) = match t.parts() {
                [(hi, _)] if hi < 0.5 => {
                    let rest = t.one_minus_exp_neg();
                    (one().minus(rest), rest)
                }
                _ => {
                    let power = t.negated().exp();
                    (power, one().minus(power))
                }
            };
            let below = (power + e) * (one() + power * e);
            let mut term = t * (e * rest * (one() + power)) / below;
            if slope {
                // s = (1 − E²) T/((T + E)(1 + TE)) for x > 0.
                term = term * (x.abs() + x.abs()).one_minus_exp_neg() * power / below;
            }
            sum = sum + Light::pair(*weight, *weight_rest) * term;
        }
    }
    let moment = Light::constant(0.5) * sum / Light::constant(parts);
    match slope {
        true => Light::select(is_negative, moment, moment.negated()),
        false => moment,
    }
}

/// In closed form, in as many more bits as it loses:
///
/// 2h K = h (L(h − x) + L(−h − x)) + D(h − x) − D(−h − x), L(y) = ln(1 + e^y), D(y) = Li₂(−e^y).
impl<const BITS: usize> Window for Wide<BITS> {
    fn moment(x: Self, h: Self) -> Self {
        let x = x.abs();
        match Extent::of::<BITS>(&x, &h) {
            // h²/(6 (1 + cosh x))
            Extent::Narrow => {
                let e = x.negated().exp();
                let cosh = (Self::constant(1.0) + e.clone()) * (Self::constant(1.0) + e.clone());
                h.clone() * h * e / (Self::constant(3.0) * cosh)
            }
            // e^−x (cosh h − (sinh h)/h), of which there is a series with positive terms.
            Extent::Far if h.to_f64() <= 1.0 => {
                let square = h.clone() * h;
                let (mut term, mut sum) = (Self::constant(1.0), Self::constant(0.0));
                // Each term is below a sixth of the one before.
                for k in 1..=BITS / 2 {
                    let k = 2.0 * k as f64;
                    term = term * square.clone() / Self::constant(k * (k + 1.0));
                    sum = sum + term.clone() * Self::constant(k);
                    let unit = Self::constant(2.0_f64.powi(-64));
                    let small =
                        (0..BITS / 64 + 1).fold(sum.clone(), |small, _| small * unit.clone());
                    if small.minus(term.clone()).is_positive() {
                        break;
                    }
                }
                sum * x.negated().exp()
            }
            Extent::Far => {
                let [low, high] = [h.clone().negated().minus(x.clone()), h.clone().minus(x)];
                let inverse = Self::constant(1.0) / h;
                let high = high.exp() * Self::constant(1.0).minus(inverse.clone());
                (high + low.exp() * (Self::constant(1.0) + inverse)) * Self::constant(0.5)
            }
            Extent::Near(bits) => {
                let [x, h] = [x, h].map(|number| number.in_bits(bits));
                let (high, low) = (Point::new(&h - &x, bits), Point::new(-(&h + &x), bits));
                let twice = &h * (&high.softplus + &low.softplus) + high.dilogarithm(bits)
                    - low.dilogarithm(bits);
                Self::from_bits(twice / (h * Float::from(2)))
            }
        }
    }

    fn moment_slope(x: Self, h: Self) -> Self {
        let moment = || Self::moment(x.clone(), h.clone());
        let size = x.clone().abs();
        let slope = match Extent::of::<BITS>(&size, &h) {
            // −K sinh x/(1 + cosh x)
            Extent::Narrow => {
                let e = size.clone().negated().exp();
                moment() * size.one_minus_exp_neg() / (Self::constant(1.0) + e)
            }
            Extent::Far => moment(),
            // By parts: ((x − L(x − h) + L(−x − h))/h − f(h − x) + f(h + x))/2
            Extent::Near(bits) => {
                // What is left of these terms is as small as e^(h − x).
                let bits = bits + (1.5 * (size.to_f64() - h.to_f64()).max(0.0)) as usize;
                let [x, h] = [size, h].map(|number| number.in_bits(bits));
                let (near, far) = (Point::new(&x - &h, bits), Point::new(-(&x + &h), bits));
                let mean = (x - &near.softplus + &far.softplus) / h;
                Self::from_bits((mean - near.vacant + far.vacant) / Float::from(2))
            }
        };
        if x.is_positive() { slope.negated() } else { slope }
    }
}

/// How a window lies.
enum Extent {
    /// So narrow that only the leading term counts.
    Narrow,
    /// So far from x = 0 that f is e^−x.
    Far,
    /// Neither; the closed form takes so many bits.
    Near(usize),
}

impl Extent {
    /// Of a window at x ≥ 0.
    fn of<const BITS: usize>(x: &Wide<BITS>, h: &Wide<BITS>) -> Self {
        let (x, h) = (x.to_f64(), h.to_f64());
        let size = h.log2().abs();
        if h < 1.0 && 2.0 * size > BITS as f64 + 8.0 {
            return Extent::Narrow;
        }
        // 2hK is of the order of h³, among terms of the order of 1.
        let lost = 3.0 * size;
        if x - h > BITS as f64 {
            return Extent::Far;
        }
        Extent::Near(BITS + lost.min(3300.0) as usize + 64)
    }
}

/// A place y with what the closed form takes there.
struct Point {
    y: Float,
    /// e^−|y|.
    decay: Float,
    /// ln(1 + e^−|y|).
    rest: Float,
    /// ln(1 + e^y).
    softplus: Float,
    /// f(−y).
    vacant: Float,
}

impl Point {
    fn new(y: Float, bits: usize) -> Self {
        let is_positive = y > Float::ZERO;
        let size = if is_positive { y.clone() } else { -y.clone() };
        let of = |a: Float| a.with_precision(bits).value();
        let one = || of(Float::ONE);
        // So far out e^−|y| is nothing beside y, 1, or what the other edge contributes.
        let is_far = size.to_f64().value() > 3.0 * bits as f64;
        let decay = of(if is_far { Float::ZERO } else { of(-size).exp() });
        let rest = if is_far { decay.clone() } else { decay.ln_1p() };
        let softplus = if is_positive { &y + &rest } else { rest.clone() };
        let minor = &decay / (one() + &decay);
        let vacant = if is_positive { one() / (one() + &decay) } else { minor };
        Self { y, decay, rest, softplus, vacant }
    }

    /// Li₂(−e^y).
    fn dilogarithm(&self, bits: usize) -> Float {
        let half = |a: Float| a / Float::from(2);
        let one = Float::ONE.with_precision(bits).value();
        // Li₂(−z) = −Li₂(z/(1 + z)) − ln(1 + z)²/2 for z ≤ 1 (Landen).
        let landen =
            |z: &Float, log: &Float| -polylogarithm(z / (&one + z), bits) - half(log * log);
        let within = landen(&self.decay, &self.rest);
        if self.y <= Float::ZERO {
            return within;
        }
        // Li₂(−z) = −π²/6 − ln(z)²/2 − Li₂(−1/z), and Li₂(−1) = −π²/12.
        let ln_2 = one.ln_1p();
        let twelfth = landen(&one, &ln_2);
        twelfth * Float::from(2) - half(&self.y * &self.y) - within
    }
}

/// Li₂(w) = Σ w^k/k² for 0 ≤ w ≤ 1/2.
fn polylogarithm(w: Float, bits: usize) -> Float {
    let (mut power, mut sum) = (w.clone(), w.clone());
    for k in 2..=bits as u64 + 8 {
        power *= &w;
        let term = &power / Float::from(k * k);
        let is_small = term.repr().exponent() + (term.digits() as isize)
            < sum.repr().exponent() + (sum.digits() as isize) - bits as isize - 8;
        sum += term;
        if is_small {
            break;
        }
    }
    sum
}

impl<S: Judged + Single + Window> Window for Ball<S>
where
    S::Magnitude: Single,
{
    /// |∂K/∂x| ≤ K and |∂K/∂h| ≤ K (3/h + 2).
    fn moment(x: Self, h: Self) -> Self {
        Self::averaged(x, h, false)
    }

    /// |∂²K/∂x²| ≤ 2K, and with h it changes no faster than twice K does.
    fn moment_slope(x: Self, h: Self) -> Self {
        Self::averaged(x, h, true)
    }
}

impl<S: Window> Window for Dual<S> {
    /// ∂K/∂h = g(h)/2 − K/h.
    fn moment(x: Self, h: Self) -> Self {
        let value = S::moment(x.value.clone(), h.value.clone());
        let occupied = |x: S| {
            // f(x), without overflow.
            let decay = x.clone().abs().negated().exp();
            let major = S::constant(1.0) / (S::constant(1.0) + decay.clone());
            S::select(x.is_positive(), decay * major.clone(), major)
        };
        let low = occupied(x.value.clone().minus(h.value.clone()));
        let high = occupied(x.value.clone() + h.value.clone());
        let along = S::constant(0.5) * low.minus(high);
        let along = along.minus(value.clone() / h.value.clone());
        let slope = S::moment_slope(x.value, h.value) * x.slope + along * h.slope;
        Self { value, slope }
    }

    /// Second derivatives are not known.
    fn moment_slope(x: Self, h: Self) -> Self {
        let nan = S::constant(f64::NAN);
        Self { value: S::moment_slope(x.value, h.value), slope: nan }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::{Decided, Split};

    type Exact = Wide<400>;

    /// Places in windows of all widths, from far below to far beyond their edges.
    fn windows() -> impl Iterator<Item = (f64, f64)> {
        let weyl = |n: u32, step: f64| (f64::from(n) * step).fract();
        (1..3000).map(move |n| {
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
        assert!(windows().filter(certain).count() > 2900);
    }
}
