//! The root δ of δ + (1 − F)(e^δ − 1) + F (1 − e^−δ) = β, for functions β and F over a part of the complex plane.
//!
//! β and F are analytic inside of a region and real on the axis. For a fixed δ the difference V(δ, z) of the two
//! sides is analytic in z, so that Re(e^−iα V) > 0 holds inside where it holds on the rim. A box of numbers δ that
//! is symmetric to the axis is found, with a direction α for each piece of its boundary such that this holds for
//! all δ of the piece. If the directions turn once around 0 along the boundary, so does V for each z, and there is
//! one root in the box for each z inside. It is a simple one, hence an analytic function of z.
//!
//! On each arc of the rim Newton's method then encloses the root that lies in the box.

use super::root::near;
use crate::numeric::{Interval, Real, Rectangle};

/// A complex number.
type Complex = (f64, f64);

fn times((x, y): Complex, (u, v): Complex) -> Complex {
    (x * u - y * v, x * v + y * u)
}

fn over((x, y): Complex, (u, v): Complex) -> Complex {
    let size = u * u + v * v;
    ((x * u + y * v) / size, (y * u - x * v) / size)
}

fn exp((x, y): Complex) -> Complex {
    let size = x.exp();
    (size * y.cos(), size * y.sin())
}

fn middle(of: &Rectangle) -> Complex {
    let half = |side: Interval| side.lo + 0.5 * (side.hi - side.lo);
    (half(of.re), half(of.im))
}

fn point((x, y): Complex) -> Rectangle {
    Rectangle { re: Interval::point(x), im: Interval::point(y) }
}

fn real(x: f64) -> Rectangle {
    Rectangle::real(Interval::point(x))
}

/// β, F and 1 − F on an arc.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arc {
    pub beta: Rectangle,
    pub f: Rectangle,
    pub rest: Rectangle,
}

impl Arc {
    /// V at δ, by e^δ − 1 and 1 − e^−δ there.
    fn value(&self, delta: Rectangle, grown: Rectangle, fallen: Rectangle) -> Rectangle {
        let moved = self.rest.times(grown).plus(self.f.times(fallen));
        delta.plus(moved).plus(self.beta.negated())
    }

    fn at(&self, delta: Rectangle) -> Rectangle {
        let (grown, fallen) = powers(delta);
        self.value(delta, grown, fallen)
    }

    /// The derivative 1 + (1 − F) e^δ + F e^−δ.
    fn slope(&self, delta: Rectangle) -> Rectangle {
        let moved = self.rest.times(delta.exp()).plus(self.f.times(delta.negated().exp()));
        real(1.0).plus(moved)
    }

    /// A root at the middle of the arc, roughly, and the derivative there: from the axis upwards, in steps.
    fn near(&self) -> (Complex, Complex) {
        const STEPS: u32 = 3;
        let (beta, f) = (middle(&self.beta), middle(&self.f));
        let filled = f.0.clamp(1e-300, 1.0);
        let mut delta = (near(beta.0, filled, (1.0 - filled).max(1e-300)), 0.0);
        let mut slope = (1.0, 0.0);
        for step in 1..=STEPS {
            let share = f64::from(step) / f64::from(STEPS);
            let (beta, f) = ((beta.0, share * beta.1), (f.0, share * f.1));
            for _ in 0..3 {
                let grown = exp(delta);
                let fallen = over((1.0, 0.0), grown);
                let up = times((1.0 - f.0, -f.1), (grown.0 - 1.0, grown.1));
                let down = times(f, (1.0 - fallen.0, -fallen.1));
                let miss = (delta.0 + up.0 + down.0 - beta.0, delta.1 + up.1 + down.1 - beta.1);
                let (up, down) = (times((1.0 - f.0, -f.1), grown), times(f, fallen));
                slope = (1.0 + up.0 + down.0, up.1 + down.1);
                let step = over(miss, slope);
                delta = (delta.0 - step.0, delta.1 - step.1);
            }
        }
        (delta, slope)
    }

    /// An enclosure of the root on the arc that is near δ, by Krawczyk's test; nothing where that fails.
    fn enclosed(&self, delta: Complex, slope: Complex) -> Option<Rectangle> {
        let inverse = point(over((1.0, 0.0), slope));
        let around = point(delta);
        let step = self.at(around).times(inverse).negated();
        let wider = |step: Rectangle, factor: f64| {
            let side = |side: Interval| {
                let by = factor * side.size() + 1e-14;
                Interval { lo: -by, hi: by }
            };
            Rectangle { re: side(step.re), im: side(step.im) }
        };
        let mut way = wider(step, 1.25);
        for _ in 0..3 {
            let curved = real(1.0).plus(self.slope(around.plus(way)).times(inverse).negated());
            let reached = step.plus(curved.times(way));
            let is_inside = |a: Interval, b: Interval| a.lo > b.lo && a.hi < b.hi;
            if is_inside(reached.re, way.re) && is_inside(reached.im, way.im) {
                return Some(around.plus(reached));
            }
            way = wider(reached, 1.25);
        }
        None
    }
}

fn powers(delta: Rectangle) -> (Rectangle, Rectangle) {
    let grown = delta.exp().plus(real(-1.0));
    let fallen = real(1.0).plus(delta.negated().exp().negated());
    (grown, fallen)
}

/// How many pieces a side of the upper half of the box has.
const PIECES: [usize; 3] = [4, 6, 4];
/// The room around the roots on the rim, in their spread on an arc, and at least.
const ROOM: [(f64, f64); 3] = [(1.5, 0.4), (2.5, 0.9), (1.1, 0.15)];
/// The box ends before the first place where there may be another root.
const HIGHEST: f64 = 3.0;

/// Enclosures of the root on the arcs of a rim, if it is an analytic function inside; nothing where that is not
/// known.
pub(super) fn roots(arcs: &[Arc]) -> Option<Vec<Rectangle>> {
    let is_known = |arc: &Arc| arc.beta.is_known() && arc.f.is_known() && arc.rest.is_known();
    if !arcs.iter().all(is_known) {
        return None;
    }
    let near: Vec<(Complex, Complex)> = arcs.iter().map(Arc::near).collect();
    let mut enclosed = Vec::with_capacity(arcs.len());
    for (arc, (delta, slope)) in arcs.iter().zip(&near) {
        enclosed.push(arc.enclosed(*delta, *slope)?);
    }
    let (mut re, mut high, mut spread) = ((f64::INFINITY, f64::NEG_INFINITY), 0.0f64, 0.0f64);
    for root in &enclosed {
        re = (re.0.min(root.re.lo), re.1.max(root.re.hi));
        high = high.max(root.im.size());
        spread = spread.max(root.re.radius()).max(root.im.radius());
    }
    ROOM.iter().find_map(|(times, least)| {
        let room = times * spread + least;
        let sides = (re.0 - room, re.1 + room, (high + room).min(HIGHEST));
        (sides.2 > high && has_one_root(arcs, sides)).then(|| enclosed.clone())
    })
}

/// Whether there is one root in the box [`lo`, `hi`] × [−`high`, `high`] for each point inside.
fn has_one_root(arcs: &[Arc], (lo, hi, high): (f64, f64, f64)) -> bool {
    let between = |a: f64, b: f64, k: usize, count: usize| {
        let at = |k: usize| match k {
            0 => a,
            k if k == count => b,
            k => a + (b - a) * (k as f64) / count as f64,
        };
        let (x, y) = (at(k), at(k + 1));
        Interval { lo: x.min(y), hi: x.max(y) }
    };
    // From the right end of the axis over the top to its left end.
    let right = (0..PIECES[0])
        .map(|k| Rectangle { re: Interval::point(hi), im: between(0.0, high, k, PIECES[0]) });
    let top = (0..PIECES[1])
        .map(|k| Rectangle { re: between(hi, lo, k, PIECES[1]), im: Interval::point(high) });
    let left = (0..PIECES[2])
        .map(|k| Rectangle { re: Interval::point(lo), im: between(high, 0.0, k, PIECES[2]) });
    let mut angle: Option<f64> = None;
    for piece in right.chain(top).chain(left) {
        let mirrored = Rectangle { im: piece.im.negated(), ..piece };
        let values = |piece: Rectangle| {
            let (grown, fallen) = powers(piece);
            arcs.iter().map(move |arc| arc.value(piece, grown, fallen))
        };
        // Below the axis the rim has the conjugate values for the conjugate δ.
        let conjugate = |value: Rectangle| Rectangle { im: value.im.negated(), ..value };
        let all: Vec<Rectangle> = values(piece).chain(values(mirrored).map(conjugate)).collect();
        let sum = all.iter().map(middle).map(|(x, y)| {
            let size = x.hypot(y);
            (x / size, y / size)
        });
        let (x, y) = sum.fold((0.0, 0.0), |(x, y), (u, v)| (x + u, y + v));
        let size = x.hypot(y);
        let direction = (x / size, y / size);
        let part = |side: Interval, of: f64| side * Interval::point(of);
        let is_ahead = |value: &Rectangle| {
            let along = part(value.re, direction.0) + part(value.im, direction.1);
            along.lo > 0.0
        };
        if !all.iter().all(is_ahead) {
            return false;
        }
        let own = direction.1.atan2(direction.0);
        angle = Some(match angle {
            // The first piece and its mirror image meet on the axis.
            None if direction.0 > 0.0 => own,
            None => return false,
            Some(before) => {
                let turn = own - before;
                let whole = (turn / (2.0 * std::f64::consts::PI)).round();
                before + turn - whole * 2.0 * std::f64::consts::PI
            }
        });
    }
    let half = 0.5 * std::f64::consts::PI;
    // So do the last one and its: half a turn in all.
    angle.is_some_and(|angle| angle > half && angle < 3.0 * half)
}

/// Enclosures on parts of the axis, where 0 ≤ F ≤ 1 and the left side rises by 1 at least.
pub(super) fn roots_on_axis(arcs: &[Arc]) -> Vec<Rectangle> {
    let inside = Rectangle::real(Interval { lo: 0.0, hi: 1.0 });
    let root = |arc: &Arc| {
        let arc = Arc { f: arc.f.meet(inside), rest: arc.rest.meet(inside), ..*arc };
        let (beta, f) = (middle(&arc.beta).0, middle(&arc.f).0.clamp(1e-300, 1.0));
        let delta = near(beta, f, (1.0 - f).max(1e-300));
        let by = arc.at(real(delta)).size();
        if !by.is_finite() {
            return Rectangle::ALL;
        }
        real(delta).plus(Rectangle::real(Interval { lo: -by, hi: by }))
    };
    arcs.iter().map(root).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::quadrature::{End, Panel};
    use crate::numeric::random::Random;
    use std::f64::consts::PI;

    /// F = 1/(1 + e^((z − m)/t)) and β = a + b z + c/(1 + ((z − p)/w)²).
    #[derive(Clone, Copy, Debug)]
    struct Given {
        m: f64,
        t: f64,
        beta: [f64; 3],
        p: f64,
        w: f64,
    }

    impl Given {
        fn random(random: &mut Random) -> Self {
            let mut about = |size: f64| size * (2.0 * random.next() - 1.0);
            Given {
                m: about(3.0),
                t: 0.4 + about(0.3).abs(),
                beta: [about(4.0), about(3.0), about(5.0)],
                p: about(1.5),
                w: 1.0 + about(0.9),
            }
        }

        fn arc(&self, z: Rectangle) -> Arc {
            let scaled = |z: Rectangle, by: f64| z.times(real(by).reciprocal());
            let x = scaled(z.plus(real(-self.m)), self.t);
            let u = scaled(z.plus(real(-self.p)), self.w);
            // Near neither a pole of F nor one of β.
            let is_apart = x.im.size() < PI - 0.05 && u.im.size() < 0.99;
            let f = real(1.0).plus(x.exp()).reciprocal();
            let rest = real(1.0).plus(x.negated().exp()).reciprocal();
            let [a, b, c] = self.beta;
            let peak = u.above(-1.0).reciprocal().times(u.above(1.0).reciprocal());
            let beta = real(a).plus(real(b).times(z)).plus(real(c).times(peak));
            if is_apart { Arc { beta, f, rest } } else { Arc { beta: Rectangle::ALL, f, rest } }
        }

        fn at(&self, z: Complex) -> (Complex, Complex) {
            let x = ((z.0 - self.m) / self.t, z.1 / self.t);
            let power = exp(x);
            let f = over((1.0, 0.0), (1.0 + power.0, power.1));
            let u = ((z.0 - self.p) / self.w, z.1 / self.w);
            let square = times(u, u);
            let peak = over((1.0, 0.0), (1.0 + square.0, square.1));
            let [a, b, c] = self.beta;
            ((a + b * z.0 + c * peak.0, b * z.1 + c * peak.1), f)
        }

        /// The root that a path from `x` on the axis leads to at z, in small steps of Newton's method; nothing
        /// where a step is not small.
        fn followed(&self, x: f64, z: Complex) -> Option<Complex> {
            const STEPS: u32 = 200;
            let (beta, f) = self.at((x, 0.0));
            let mut delta = (near(beta.0, f.0, 1.0 - f.0), 0.0);
            for step in 1..=STEPS {
                let share = f64::from(step) / f64::from(STEPS);
                let (beta, f) = self.at((x + share * (z.0 - x), share * z.1));
                let before = delta;
                for _ in 0..4 {
                    let grown = exp(delta);
                    let fallen = over((1.0, 0.0), grown);
                    let rest = (1.0 - f.0, -f.1);
                    let up = times(rest, (grown.0 - 1.0, grown.1));
                    let down = times(f, (1.0 - fallen.0, -fallen.1));
                    let miss = (delta.0 + up.0 + down.0 - beta.0, delta.1 + up.1 + down.1 - beta.1);
                    let (up, down) = (times(rest, grown), times(f, fallen));
                    let way = over(miss, (1.0 + up.0 + down.0, up.1 + down.1));
                    delta = (delta.0 - way.0, delta.1 - way.1);
                }
                let moved = (delta.0 - before.0).hypot(delta.1 - before.1);
                if moved >= 0.1 || moved.is_nan() {
                    return None;
                }
            }
            Some(delta)
        }
    }

    fn has(rectangle: &Rectangle, (x, y): Complex) -> bool {
        let off = 1e-9;
        rectangle.re.lo - off <= x
            && x <= rectangle.re.hi + off
            && rectangle.im.lo - off <= y
            && y <= rectangle.im.hi + off
    }

    /// On an ellipse where the root is said to be analytic inside, any path from the axis leads to the root that
    /// is enclosed; that fails where there is a branch point inside.
    #[test]
    fn a_root_is_enclosed_by_whatever_path_it_is_reached() {
        let mut random = Random(17);
        let (mut proven, mut followed) = (0, 0);
        for round in 0..500 {
            let mut given = Given::random(&mut random);
            // Every other time β = bz and F is nearly ½, with branch points at bz = ±iπ between two of many arcs.
            let arcs = if round % 2 == 0 { 8 } else { 64 };
            if arcs == 64 {
                given = Given { m: 0.0, t: 1e3, beta: [0.0, 30.0 * random.next(), 0.0], ..given };
            }
            let rho = 1.3 + 3.0 * random.next();
            let half = 2f64.powf(-4.0 * random.next());
            let ends = [-half, half].map(End::<Interval>::double);
            let apart = |a: f64, b: f64| Interval::point(a).minus(Interval::point(b));
            let panel = Panel::between(&ends[0], &ends[1], apart);
            let region = panel.ellipse(rho).rim(arcs);
            let images: Vec<Arc> = region.arcs.iter().map(|arc| given.arc(*arc)).collect();
            let Some(found) = roots(&images) else { continue };
            proven += 1;
            for (k, root) in found.iter().enumerate() {
                let angle = PI * (k as f64 + random.next()) / arcs as f64;
                let z = (region.axes[0] * angle.cos(), region.axes[1] * angle.sin());
                for x in [-0.95, 0.95, 2.0 * random.next() - 1.0].map(|x| half * x) {
                    let Some(delta) = given.followed(x, z) else { continue };
                    followed += 1;
                    assert!(has(root, delta), "{given:?} {rho} {z:?} {x}: {delta:?} {root:?}");
                }
            }
        }
        println!("{proven} ellipses, {followed} paths");
        assert!(proven > 120 && followed > 8_000, "{proven} {followed}");
    }
}
