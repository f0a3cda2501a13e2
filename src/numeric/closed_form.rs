//! The first moment over a window in closed form, to any number of bits.

use super::wide::Float;
use super::window::{Sloped, Window};
use super::{Real, Wide};

/// In closed form, in as many more bits as it loses:
///
/// 2h K = h (L(h − x) + L(−h − x)) + D(h − x) − D(−h − x), L(y) = ln(1 + e^y), D(y) = Li₂(−e^y).
impl<const BITS: usize> Window for Wide<BITS> {
    fn moment(x: Self, h: Self) -> Self {
        let x = x.abs();
        match Extent::of(&x, &h) {
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
                for k in 1..=Self::bits() / 2 {
                    let k = 2.0 * k as f64;
                    term = term * square.clone() / Self::constant(k * (k + 1.0));
                    sum = sum + term.clone() * Self::constant(k);
                    let unit = Self::constant(2.0_f64.powi(-64));
                    let small = (0..Self::bits() / 64 + 1)
                        .fold(sum.clone(), |small, _| small * unit.clone());
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
                let (high, low) = (Edge::new(&h - &x, bits), Edge::new(-(&h + &x), bits));
                let twice = &h * (&high.softplus + &low.softplus) + high.dilogarithm(bits)
                    - low.dilogarithm(bits);
                Self::from_bits(twice / (h * Float::from(2)))
            }
        }
    }
}

impl<const BITS: usize> Sloped for Wide<BITS> {
    fn moment_slope(x: Self, h: Self) -> Self {
        let moment = || Self::moment(x.clone(), h.clone());
        let size = x.clone().abs();
        let slope = match Extent::of(&size, &h) {
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
                let (near, far) = (Edge::new(&x - &h, bits), Edge::new(-(&x + &h), bits));
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
        let bits = Wide::<BITS>::bits();
        let (x, h) = (x.to_f64(), h.to_f64());
        let size = h.log2().abs();
        if h < 1.0 && 2.0 * size > bits as f64 + 8.0 {
            return Extent::Narrow;
        }
        // 2hK is of the order of h³, among terms of the order of 1.
        let lost = 3.0 * size;
        if x - h > bits as f64 {
            return Extent::Far;
        }
        Extent::Near(bits + lost.min(3300.0) as usize + 64)
    }
}

/// An edge of a window, at a place y, with what the closed form takes there.
struct Edge {
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

impl Edge {
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
