//! On an ellipse where the occupation is said to be analytic, any path from the axis leads to the one that is enclosed:
//! that fails where there is a branch point inside.

use super::super::strip::Arc;
use super::arcs_of;
use crate::formula::{At, Known, Mean, Point, Rim, Site, Value};
use crate::numeric::quadrature::{End, Panel};
use crate::numeric::random::{Random, rounds};
use crate::numeric::{Interval, Lanes, Real};
use std::f64::consts::PI;

type Complex = (f64, f64);

fn plus((x, y): Complex, (u, v): Complex) -> Complex {
    (x + u, y + v)
}

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

/// Two reservoirs, each with a resonance over some background; A = a + b z + (c + d z)·(share of the second).
#[derive(Clone, Copy, Debug)]
struct Given {
    mu: [f64; 2],
    t: [f64; 2],
    at: [f64; 2],
    width: [f64; 2],
    floor: [f64; 2],
    pull: [f64; 4],
}

impl Given {
    fn random(random: &mut Random, round: usize) -> Self {
        let mut about = |size: f64| size * (2.0 * random.next() - 1.0);
        let alone = round.is_multiple_of(3);
        Given {
            mu: [about(2.0), about(2.0)],
            t: [0.5 + about(0.3), 0.5 + about(0.3)],
            at: [about(1.0), about(1.0)],
            width: [0.3 + about(0.25), 0.3 + about(0.25)],
            floor: if alone { [1.0, 0.0] } else { [0.01 + about(0.01).abs(), 0.01] },
            pull: [about(4.0), about(4.0), about(3.0), about(2.0)],
        }
    }

    /// With F nearly constant and A = b z + … there are branch points where b z = ±iπ.
    fn plain(random: &mut Random, height: f64) -> Self {
        let f = 0.1 + 0.8 * random.next();
        Given {
            mu: [1e4 * (f / (1.0 - f)).ln(), 0.0],
            t: [1e4; 2],
            at: [0.0; 2],
            width: [1.0; 2],
            floor: [1.0, 0.0],
            pull: [1.0 - 2.0 * f, PI * (0.6 + 0.7 * random.next()) / height, 0.0, 0.0],
        }
    }

    fn count(&self) -> usize {
        if self.floor[1] == 0.0 { 1 } else { 2 }
    }

    /// A and the mean at a site.
    fn of<P: Site>(&self, site: &P) -> (P::Value, Mean<P::Value>) {
        let number = |a: f64| P::Value::constant(&Known::double(a));
        let offset = |a: f64| site.offset(&Known::double(a));
        let strength = |r: usize| {
            let peak = offset(self.at[r]).resonance(number(2.0 * self.width[r]));
            number(self.floor[r]).plus(peak)
        };
        let shares = P::Value::shares((0..self.count()).map(strength).collect());
        let part = |(r, share): (usize, P::Value)| {
            let [x, f, rest] = offset(self.mu[r]).level(number(self.t[r]));
            [share, x, f, rest]
        };
        let parts: Vec<[P::Value; 4]> = shares.into_iter().enumerate().map(part).collect();
        let mean = |of: usize| {
            let terms = parts.iter().map(|part| part[0].clone().times(part[of].clone()));
            terms.reduce(P::Value::plus).unwrap()
        };
        let (f, rest) = (mean(2), mean(3));
        let x = rest.clone().over(f.clone()).ln();
        let [a, b, c, d] = self.pull.map(number);
        let mut pull = a.plus(b.times(offset(0.0)));
        if let [_, [share, ..]] = &parts[..] {
            pull = pull.plus(share.clone().times(c.plus(d.times(offset(0.0)))));
        }
        (pull, Mean { x, f, rest, parts })
    }

    /// A and F.
    fn at(&self, z: Complex) -> (Complex, Complex) {
        let strength = |r: usize| {
            let u = ((z.0 - self.at[r]) / self.width[r], z.1 / self.width[r]);
            let square = times(u, u);
            let peak = over((1.0, 0.0), (1.0 + square.0, square.1));
            (self.floor[r] + peak.0, peak.1)
        };
        let f = |r: usize| {
            let power = exp(((z.0 - self.mu[r]) / self.t[r], z.1 / self.t[r]));
            over((1.0, 0.0), (1.0 + power.0, power.1))
        };
        let [a, b, c, d] = self.pull;
        let pull = (a + b * z.0, b * z.1);
        if self.count() == 1 {
            return (pull, f(0));
        }
        let share = over(strength(1), plus(strength(0), strength(1)));
        let own = times(share, (c + d * z.0, d * z.1));
        let other = times(share, f(1));
        let first = times((1.0 - share.0, -share.1), f(0));
        (plus(pull, own), plus(first, other))
    }

    /// y and 1/φ″ where a path from `x` on the axis leads to at z, in small steps of Newton's method; nothing where a
    /// step is not small.
    fn followed(&self, x: f64, z: Complex) -> Option<(Complex, Complex)> {
        const STEPS: u32 = 300;
        let mut y = self.on_axis(x)?;
        let mut soft = (0.0, 0.0);
        for step in 1..=STEPS {
            let share = f64::from(step) / f64::from(STEPS);
            let (pull, f) = self.at((x + share * (z.0 - x), share * z.1));
            let rest = (1.0 - f.0, -f.1);
            let before = y;
            for _ in 0..4 {
                let grown = exp(y);
                let fallen = over((1.0, 0.0), grown);
                let up = times(f, (1.0 + grown.0, grown.1));
                let down = times(rest, (1.0 + fallen.0, fallen.1));
                let miss = (y.0 + up.0 - down.0 + pull.0, y.1 + up.1 - down.1 + pull.1);
                let (up, down) = (times(f, grown), times(rest, fallen));
                let slope = (1.0 + up.0 + down.0, up.1 + down.1);
                let way = over(miss, slope);
                y = (y.0 - way.0, y.1 - way.1);
                // ∂f/∂A = f (1 − f)/W′.
                let one = over((1.0, 0.0), (1.0 + grown.0, grown.1));
                soft = over(times(one, (1.0 - one.0, -one.1)), slope);
            }
            let moved = (y.0 - before.0).hypot(y.1 - before.1);
            if moved >= 0.1 || moved.is_nan() {
                return None;
            }
        }
        Some((y, soft))
    }

    /// What is said of an arc holds at one of its points.
    fn holds(&self, arc: &Arc, lead: usize, z: Complex) {
        let (_, f) = self.at(z);
        let rest = (1.0 - f.0, -f.1);
        let x = ((z.0 - self.mu[lead]) / self.t[lead], z.1 / self.t[lead]);
        let filled = over((1.0, 0.0), plus((1.0, 0.0), exp(x)));
        let left = (1.0 - filled.0, -filled.1);
        let size = |(x, y): Complex| x.hypot(y);
        let is_most = |found: f64, most: f64| found <= most * (1.0 + 1e-9) + 1e-12;
        for (own, of, apart) in [(f, filled, arc.apart[0]), (rest, left, arc.apart[1])] {
            let ratio = over(own, of);
            assert!(is_most(size((ratio.0 - 1.0, ratio.1)), apart), "{self:?} {z:?}");
        }
        for (own, most) in [filled, left].into_iter().zip(arc.sizes()) {
            assert!(is_most(size(own), most), "{self:?} {z:?}");
        }
        let Interval { lo, hi } = arc.twice();
        assert!(is_most(lo, 2.0 * f.1) && is_most(2.0 * f.1, hi), "{self:?} {z:?} {lo} {hi}");
        for is_moved in [false, true] {
            let power = if is_moved { exp(x) } else { (1.0, 0.0) };
            let both = [times(f, power), over(rest, power)];
            let said = arc.angles(is_moved).into_iter().zip(arc.powers(is_moved));
            for (own, (angle, [low, high])) in both.into_iter().zip(said) {
                assert!(is_most(own.1.atan2(own.0).abs(), angle), "{self:?} {z:?} {angle}");
                assert!(is_most(low, size(own)) && is_most(size(own), high), "{self:?} {z:?}");
            }
        }
    }

    /// y at a place on the axis, by the arithmetic of points.
    fn on_axis(&self, x: f64) -> Option<Complex> {
        let site = At { origin: 0.0, offset: Point(Lanes([x])), middle: x };
        let (pull, mean) = self.of(&site);
        let [Point(Lanes([y])), ..] = pull.settled(&mean);
        y.is_finite().then_some((y, 0.0))
    }
}

#[test]
fn an_occupation_is_enclosed_by_whatever_path_it_is_reached() {
    let mut random = Random(17);
    let (mut proven, mut followed, mut nearest) = ([0; 3], 0, [0.0f64; 2]);
    for round in 0..rounds(1_000) {
        let rho = 1.2 + 3.0 * random.next();
        let half = 2f64.powf(-4.0 * random.next());
        let ends = [-half, half].map(End::<Interval>::double);
        let apart = |a: f64, b: f64| Interval::point(a).minus(Interval::point(b));
        let region = Panel::between(&ends[0], &ends[1], apart).ellipse(rho).rim(8);
        let is_plain = round % 5 == 4;
        let given = match is_plain {
            true => Given::plain(&mut random, region.axes[1]),
            false => Given::random(&mut random, round),
        };
        let (pull, mean): (Rim, Mean<Rim>) = given.of(&region);
        let own = pull.settled(&mean);
        let [y, f, _] = own;
        if !y.size().is_finite() {
            continue;
        }
        let softness = pull.softness(&mean, own).size();
        proven[if is_plain { 0 } else { given.count() }] += 1;
        let (lead, arcs) = arcs_of(&pull, &mean).unwrap();
        for (k, root) in y.all().iter().enumerate() {
            let near = if is_plain && (k == 3 || k == 4) { 0.01 } else { 1.0 };
            let share = if k == 3 { 1.0 - near * random.next() } else { near * random.next() };
            let angle = PI * (k as f64 + share) / 8.0;
            let z = (region.axes[0] * angle.cos(), region.axes[1] * angle.sin());
            given.holds(&arcs[k], lead, z);
            for x in [-0.95, 0.95, 2.0 * random.next() - 1.0].map(|x| half * x) {
                let Some((there, soft)) = given.followed(x, z) else { continue };
                followed += 1;
                let off = 1e-9;
                let has = |side: Interval, x: f64| side.lo - off <= x && x <= side.hi + off;
                let is_inside = has(root.re, there.0) && has(root.im, there.1);
                assert!(is_inside, "{given:?} {rho} {z:?} {x}: {there:?} {root:?}");
                let size = over((1.0, 0.0), plus((1.0, 0.0), exp(there)));
                let [size, soft] = [size, soft].map(|(x, y)| x.hypot(y));
                assert!(size <= f.size() && soft <= softness, "{given:?} {size} {soft}");
                nearest = [nearest[0].max(size / f.size()), nearest[1].max(soft / softness)];
            }
        }
    }
    println!("{proven:?} ellipses, {followed} paths, {nearest:?} of the bounds");
    assert!(proven.iter().all(|proven| *proven > 33) && followed > 2_500, "{proven:?}");
    // Bounds that are far too large would be sound and of little use.
    assert!(nearest[0] > 0.5 && nearest[1] > 0.1, "{nearest:?}");
}
