//! Rational functions of the energy: polynomials with bounds of their coefficients, and what their zeros say
//! of their size.

use super::value::{Site, Value};
use super::{Constants, Known, Spectrum};
use crate::numeric::quadrature::Ellipse;
use crate::numeric::{Interval, Lanes, double};

/// A polynomial in E − centre: coefficients from the constant one on, and by how much each may be off.
#[derive(Clone, Debug)]
struct Polynomial(Vec<(f64, f64)>);

/// The roundings of a few operations, as a share of their sizes.
const ROUNDED: f64 = 8.0 * f64::EPSILON;

/// Polynomials of higher degree are left to enclosures.
const MOST: usize = 16;

impl Polynomial {
    fn constant(hull: Interval) -> Self {
        let middle = hull.lo + 0.5 * (hull.hi - hull.lo);
        Self(vec![(middle, (hull.hi - hull.lo) * (1.0 + ROUNDED))])
    }

    fn plus(mut self, mut other: Self) -> Self {
        if self.0.len() < other.0.len() {
            std::mem::swap(&mut self, &mut other);
        }
        for ((a, p), (b, q)) in self.0.iter_mut().zip(other.0) {
            *p += q + ROUNDED * (a.abs() + b.abs());
            *a += b;
        }
        self
    }

    fn times(&self, other: &Self) -> Option<Self> {
        let degree = self.0.len() + other.0.len() - 1;
        if degree > MOST {
            return None;
        }
        let mut product = vec![(0.0, 0.0); degree];
        for (i, (a, p)) in self.0.iter().enumerate() {
            for (j, (b, q)) in other.0.iter().enumerate() {
                let (sum, off): &mut (f64, f64) = &mut product[i + j];
                *sum += a * b;
                *off += a.abs() * q + p * (b.abs() + q) + ROUNDED * (a * b).abs();
            }
        }
        // Each sum has few terms, and each partial sum is no larger than all sizes together.
        let sizes = |k: usize| -> f64 {
            let pairs = self.0.iter().enumerate();
            let of = |(i, (a, _)): (usize, &(f64, f64))| {
                k.checked_sub(i).and_then(|j| other.0.get(j)).map_or(0.0, |(b, _)| (a * b).abs())
            };
            pairs.map(of).sum()
        };
        for (k, (_, off)) in product.iter_mut().enumerate() {
            *off = (*off + MOST as f64 * f64::EPSILON * sizes(k)) * (1.0 + 1e-12);
        }
        Some(Self(product))
    }

    fn negated(self) -> Self {
        Self(self.0.into_iter().map(|(a, p)| (-a, p)).collect())
    }

    /// A bound of the absolute value for |E − centre| ≤ `size`.
    fn most(&self, size: f64) -> f64 {
        let sum = self.0.iter().rev().fold(0.0, |sum, (a, p)| sum * size + (a.abs() + p));
        sum * (1.0 + 1e-12)
    }
}

/// A quotient of two polynomials; nothing for what is none.
#[derive(Clone, Debug)]
struct Fraction(Option<[Polynomial; 2]>);

fn one() -> Polynomial {
    Polynomial(vec![(1.0, 0.0)])
}

impl Fraction {
    fn of(over: Option<Polynomial>, under: Option<Polynomial>) -> Self {
        Self(over.zip(under).map(|(over, under)| [over, under]))
    }

    fn both(
        self,
        other: Self,
        operation: impl Fn([Polynomial; 2], [Polynomial; 2]) -> Self,
    ) -> Self {
        match (self.0, other.0) {
            (Some(a), Some(b)) => operation(a, b),
            _ => Self(None),
        }
    }
}

/// Rational functions are what sums, products, quotients and powers of polynomials are. Nothing else is asked of
/// those whose spectra are rational.
impl Value for Fraction {
    type Number = Lanes<1>;

    fn constant(known: &Known<Lanes<1>>) -> Self {
        Self(Some([Polynomial::constant(known.hull), one()]))
    }
    fn is_apart_from_zero(&self) -> bool {
        false
    }
    fn plus(self, other: Self) -> Self {
        self.both(other, |[a, b], [c, d]| {
            if b.0.len() == 1 && d.0.len() == 1 && b.0 == d.0 {
                return Self(Some([a.plus(c), b]));
            }
            let over = a.times(&d).zip(c.times(&b)).map(|(x, y)| x.plus(y));
            Self::of(over, b.times(&d))
        })
    }
    fn minus(self, other: Self) -> Self {
        self.plus(other.negated())
    }
    fn times(self, other: Self) -> Self {
        self.both(other, |[a, b], [c, d]| Self::of(a.times(&c), b.times(&d)))
    }
    fn over(self, other: Self) -> Self {
        self.both(other, |[a, b], [c, d]| Self::of(a.times(&d), b.times(&c)))
    }
    fn negated(self) -> Self {
        Self(self.0.map(|[a, b]| [a.negated(), b]))
    }
    fn square(self) -> Self {
        self.clone().times(self)
    }
    fn exp(self) -> Self {
        Self(None)
    }
    fn ln(self) -> Self {
        Self(None)
    }
    fn ln_1p(self) -> Self {
        Self(None)
    }
    fn excess(self, _: Self) -> Self {
        Self(None)
    }
    fn root(self, _: Self, _: Self) -> Self {
        Self(None)
    }
    fn sqrt(self) -> Self {
        Self(None)
    }
    fn one_minus_exp_neg(self) -> Self {
        Self(None)
    }
    fn tanh(self) -> Self {
        Self(None)
    }
    fn fermi(self) -> Self {
        Self(None)
    }
    fn bose(self) -> Self {
        Self(None)
    }
    fn either(
        self,
        _: impl FnOnce() -> Self,
        _: impl FnOnce() -> Self,
        _: impl FnOnce() -> Self,
    ) -> Self {
        Self(None)
    }
    fn where_positive(self, _: impl FnOnce() -> Self, _: impl FnOnce() -> Self) -> Self {
        Self(None)
    }
}

/// The energy as a variable, minus a double.
struct Variable {
    centre: f64,
}

impl Site for Variable {
    type Value = Fraction;

    fn offset(&self, c: &Known<Lanes<1>>) -> Fraction {
        let from = Interval { lo: self.centre - c.hull.hi, hi: self.centre - c.hull.lo };
        let mut shifted = Polynomial::constant(from);
        shifted.0[0].1 += ROUNDED * (shifted.0[0].0.abs());
        shifted.0.push((1.0, 0.0));
        Fraction(Some([shifted, one()]))
    }
    fn side(&self, _: &Known<Lanes<1>>) -> f64 {
        f64::NAN
    }
    fn depth(&self, _: &Known<Lanes<1>>, _: &Known<Lanes<1>>) -> f64 {
        f64::NAN
    }
}

/// Discs that share no point with others, or that hang together: as many zeros as there are discs lie in them.
#[derive(Clone, Debug)]
struct Cluster(Vec<Disc>);

/// A disc around a number relative to the centre.
#[derive(Clone, Copy, Debug)]
struct Disc {
    re: f64,
    im: f64,
    radius: f64,
}

/// A rational function whose poles are known.
#[derive(Clone, Debug)]
pub struct Rational {
    centre: f64,
    over: Polynomial,
    /// The size of the first coefficient of the divisor, at least.
    lead: f64,
    zeros: Vec<Cluster>,
}

impl Rational {
    /// The function if it is rational, and if the zeros of its divisor are found.
    pub fn of(spectrum: &Spectrum, constants: &Constants<Lanes<1>>) -> Option<Self> {
        let centre = centre(spectrum, constants)?;
        Self::from(spectrum.value(constants, &Variable { centre }), centre)
    }

    /// 1 over a function.
    pub fn reciprocal(spectrum: &Spectrum, constants: &Constants<Lanes<1>>) -> Option<Self> {
        let centre = centre(spectrum, constants)?;
        let one = Fraction(Some([one(), one()]));
        Self::from(one.over(spectrum.value(constants, &Variable { centre })), centre)
    }

    fn from(Fraction(parts): Fraction, centre: f64) -> Option<Self> {
        let [over, under] = parts?;
        let degree = under.0.len() - 1;
        let (lead, off) = under.0[degree];
        let least = (lead.abs() - off) * (1.0 - 1e-14);
        let is_there = least > 0.0 && least.is_finite();
        if !is_there {
            return None;
        }
        Some(Self { centre, over, lead: least, zeros: clusters(&under, least)? })
    }

    /// A bound of its absolute value in the ellipse; infinite where a pole may lie inside.
    pub fn size(&self, ellipse: &Ellipse) -> f64 {
        let (from, off) = ellipse.from_middle(self.centre, 0.0, 0.0);
        let mut least = self.lead;
        for Cluster(discs) in &self.zeros {
            // Of the upper half of the ellipse, on which the function is as large as on the lower one.
            let apart = |disc: &Disc| {
                let place = ellipse.from_middle(self.centre, disc.re, 0.0);
                let distance = ellipse.distance(place, disc.im);
                let distance =
                    if disc.im < 0.0 && distance > 0.0 { distance.max(-disc.im) } else { distance };
                (distance - disc.radius) * (1.0 - 1e-14)
            };
            let nearest = discs.iter().map(apart).fold(f64::INFINITY, f64::min);
            let is_outside = nearest > 0.0;
            if !is_outside {
                return f64::INFINITY;
            }
            least *= nearest.powi(discs.len() as i32);
        }
        let size = from.abs() + off + ellipse.axes[0];
        self.over.most(size) / least * (1.0 + 1e-12)
    }

    /// Its poles: real part and distance from the axis.
    pub fn poles(&self, found: &mut impl FnMut((f64, f64))) {
        for Disc { re, im, .. } in self.zeros.iter().flat_map(|cluster| &cluster.0) {
            if *im >= 0.0 {
                found((self.centre + re, *im));
            }
        }
    }
}

/// A double about which the function is expanded, if it is made of rational functions alone.
fn centre(spectrum: &Spectrum, constants: &Constants<Lanes<1>>) -> Option<f64> {
    let centre = constants[middle(spectrum)?].near();
    (is_rational(spectrum) && centre.is_finite()).then_some(centre)
}

/// Whether it is made of rational functions alone.
fn is_rational(spectrum: &Spectrum) -> bool {
    match spectrum {
        Spectrum::Constant(_) | Spectrum::Affine { .. } | Spectrum::Scattered { .. } => true,
        Spectrum::Negated(a) => is_rational(a),
        Spectrum::Power(a, n) => n.unsigned_abs() < MOST as u32 && is_rational(a),
        Spectrum::Sum(all) => all.iter().all(is_rational),
        Spectrum::Product(a, b) | Spectrum::Quotient(a, b) => is_rational(a) && is_rational(b),
        _ => false,
    }
}

/// A place on the axis at which something of it is.
fn middle(spectrum: &Spectrum) -> Option<usize> {
    match spectrum {
        Spectrum::Affine { zero, .. } => Some(*zero),
        Spectrum::Scattered { scatterer, .. } => scatterer.levels.first().copied(),
        Spectrum::Negated(a) | Spectrum::Power(a, _) => middle(a),
        Spectrum::Sum(all) => all.iter().find_map(middle),
        Spectrum::Product(a, b) | Spectrum::Quotient(a, b) => middle(a).or_else(|| middle(b)),
        _ => None,
    }
}

type Complex = (f64, f64);

fn times((x, y): Complex, (u, v): Complex) -> Complex {
    (x * u - y * v, x * v + y * u)
}

fn divided((x, y): Complex, (u, v): Complex) -> Complex {
    let over = u * u + v * v;
    ((x * u + y * v) / over, (y * u - x * v) / over)
}

/// The value at z, roughly.
fn horner(polynomial: &Polynomial, z: Complex) -> Complex {
    let step = |sum: Complex, (a, _): &(f64, f64)| {
        let (x, y) = times(sum, z);
        (x + a, y)
    };
    polynomial.0.iter().rev().fold((0.0, 0.0), step)
}

/// The zeros, by the iteration of Weierstrass, in discs by Smith's theorem: a polynomial of degree n with the
/// first coefficient a and any different numbers z_k has its zeros in the discs around z_k with the radii
/// n |p(z_k)|/|a Π (z_k − z_j)|, and as many in each set of discs that hang together as there are discs
/// (B. T. Smith, J. ACM 17, 661 (1970)).
///
/// `least` is the least size of the first coefficient.
fn clusters(polynomial: &Polynomial, least: f64) -> Option<Vec<Cluster>> {
    let degree = polynomial.0.len() - 1;
    let (lead, _) = polynomial.0[degree];
    // Fujiwara: no zero is farther away.
    let reach = (0..degree)
        .map(|k| (polynomial.0[k].0 / lead).abs())
        .enumerate()
        .map(|(k, share)| 2.0 * double::pow(share, 1.0 / (degree - k) as f64))
        .fold(f64::MIN_POSITIVE, f64::max);
    let mut zeros: Vec<Complex> = (0..degree)
        .map(|k| {
            let angle = 0.4 + std::f64::consts::TAU * k as f64 / degree as f64;
            (0.7 * reach * double::cos(angle), 0.7 * reach * double::sin(angle))
        })
        .collect();
    for _ in 0..100 {
        let mut moved: f64 = 0.0;
        for k in 0..degree {
            let z = zeros[k];
            let mut product = (lead, 0.0);
            for (j, other) in zeros.iter().enumerate() {
                if j != k {
                    product = times(product, (z.0 - other.0, z.1 - other.1));
                }
            }
            let step = divided(horner(polynomial, z), product);
            if !(step.0.is_finite() && step.1.is_finite()) {
                continue;
            }
            zeros[k] = (z.0 - step.0, z.1 - step.1);
            let size = |(x, y): Complex| x.abs() + y.abs();
            moved = moved.max(size(step) / size(zeros[k]).max(1e-9 * reach));
        }
        if moved < 1e-14 {
            break;
        }
    }
    let mut discs: Vec<Disc> = Vec::with_capacity(degree);
    for (k, z) in zeros.iter().enumerate() {
        let (x, y) = horner(polynomial, *z);
        let size = double::hypot(z.0, z.1) * (1.0 + 1e-14);
        // Each step of Horner's rule rounds four products and three sums.
        let mut off = 0.0;
        let mut most = 0.0;
        for (a, p) in polynomial.0.iter().rev() {
            off = off * size + p;
            most = most * size + a.abs();
        }
        let value = double::hypot(x, y) * (1.0 + 1e-14)
            + off
            + 8.0 * (degree + 1) as f64 * f64::EPSILON * most;
        let mut apart = least;
        for (j, other) in zeros.iter().enumerate() {
            if j != k {
                apart *= double::hypot(z.0 - other.0, z.1 - other.1) * (1.0 - 1e-14);
            }
        }
        let radius = degree as f64 * value / apart * (1.0 + 1e-12);
        if !radius.is_finite() {
            return None;
        }
        discs.push(Disc { re: z.0, im: z.1, radius });
    }
    Some(together(discs))
}

/// The discs by what hangs together.
fn together(discs: Vec<Disc>) -> Vec<Cluster> {
    let touches = |a: &Disc, b: &Disc| {
        let apart = double::hypot(a.re - b.re, a.im - b.im) * (1.0 - 1e-14);
        let is_apart = apart > (a.radius + b.radius) * (1.0 + 1e-14);
        !is_apart
    };
    let mut clusters: Vec<Cluster> = Vec::new();
    for disc in discs {
        let mut mine = Cluster(vec![disc]);
        clusters.retain_mut(|Cluster(other)| {
            let is_near = other.iter().any(|other| touches(&disc, other));
            if is_near {
                mine.0.append(other);
            }
            !is_near
        });
        clusters.push(mine);
    }
    clusters
}
