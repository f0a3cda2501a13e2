//! Gauss's rules on [−1, 1] with so many digits that they add nothing to the error of a sum.

use crate::numeric::tables::RULES;
use crate::numeric::{Real, Wide};
use std::sync::OnceLock;

/// A number as a sum of doubles, each of which is what the ones before leave of it, rounded.
type Expansion = [f64; 5];

/// A node x > 0 or x = 0, which stands for −x as well, and its weight.
#[derive(Clone, Copy, Debug)]
struct Node {
    at: Expansion,
    weight: Expansion,
}

/// A rule, and how many doubles have all digits of the arithmetic in which it is used.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The number of nodes.
    pub nodes: usize,
    /// The number of doubles.
    pub terms: usize,
}

impl Rule {
    /// Its nodes on [−1, 1] and their weights, in rising order.
    pub fn pairs<S: Real>(&self) -> Vec<(S, S)> {
        rule(self.nodes, self.terms)
    }
}

/// The most nodes that a rule has.
pub const MOST: usize = 160;

/// The rule of `m` nodes in an arithmetic that has no more digits than `terms` doubles together: pairs of node
/// and weight, from −1 to 1.
fn rule<S: Real>(m: usize, terms: usize) -> Vec<(S, S)> {
    let table = RULES.iter().find(|(count, _)| *count == m).filter(|_| terms <= 2);
    if let Some((_, half)) = table {
        let pair = |hi: f64, lo: f64| S::constant(hi).minus(S::constant(-lo));
        let number = |[x, rest, w, small]: &[f64; 4]| (pair(*x, *rest), pair(*w, *small));
        let mirrored = half.iter().map(number).map(|(x, w)| (x.negated(), w));
        return mirrored.chain(half.iter().rev().map(number)).collect();
    }
    let half = nodes(m, terms > 2);
    let sum = |parts: &Expansion| {
        let parts = parts.iter().take(terms).filter(|part| **part != 0.0);
        parts.fold(None, |sum: Option<S>, part| {
            let part = S::constant(*part);
            Some(match sum {
                Some(sum) => sum.minus(part.negated()),
                None => part,
            })
        })
    };
    let zero = || S::constant(0.0);
    let number = |parts: &Expansion| sum(parts).unwrap_or_else(zero);
    let mut all: Vec<(S, S)> = Vec::with_capacity(m);
    for node in half.iter().filter(|node| node.at[0] > 0.0) {
        all.push((number(&node.at).negated(), number(&node.weight)));
    }
    for node in half.iter().rev() {
        all.push((number(&node.at), number(&node.weight)));
    }
    all
}

/// The nodes x ≥ 0 of the rule, from 1 downwards, to 2^-110 or, if `is_long`, to 2^-290.
fn nodes(m: usize, is_long: bool) -> &'static [Node] {
    static SHORT: [OnceLock<Vec<Node>>; MOST + 1] = [const { OnceLock::new() }; MOST + 1];
    static LONG: [OnceLock<Vec<Node>>; MOST + 1] = [const { OnceLock::new() }; MOST + 1];
    match is_long {
        true => LONG[m].get_or_init(|| compute::<320>(m, 4)),
        false => SHORT[m].get_or_init(|| compute::<128>(m, 2)),
    }
}

/// P_m and its derivative times 1 − x², by the recurrence (n + 1) P_(n+1) = (2n + 1) x P_n − n P_(n−1).
fn legendre<S: Real>(m: usize, x: &S) -> (S, S) {
    let constant = |n: usize| S::constant(n as f64);
    let (mut before, mut last) = (S::constant(1.0), x.clone());
    for n in 1..m {
        let next = constant(2 * n + 1) * x.clone() * last.clone();
        let next = next.minus(constant(n) * before) / constant(n + 1);
        (before, last) = (last, next);
    }
    // (1 − x²) P_m′ = m (P_(m−1) − x P_m)
    let slope = constant(m) * before.minus(x.clone() * last.clone());
    (last, slope)
}

/// By Newton's method: each step doubles the digits of the one before, and a root to 2^-50 is where the
/// first one begins.
fn compute<const BITS: usize>(m: usize, steps: usize) -> Vec<Node> {
    let one = || Wide::<BITS>::constant(1.0);
    let root = |k: usize| {
        let guess = (std::f64::consts::PI * (k as f64 + 0.75) / (m as f64 + 0.5)).cos();
        let mut near = guess;
        for _ in 0..4 {
            let [(value, slope)] = [legendre(m, &crate::numeric::Lanes([near]))];
            near -= value.0[0] * (1.0 - near * near) / slope.0[0];
        }
        let is_middle = 2 * k + 1 == m;
        let mut x = Wide::<BITS>::constant(if is_middle { 0.0 } else { near });
        for _ in 0..steps {
            let (value, slope) = legendre(m, &x);
            let rest = one().minus(x.clone() * x.clone());
            x = x.minus(value * rest / slope);
        }
        // w = 2 (1 − x²)/((1 − x²) P_m′)²
        let (_, slope) = legendre(m, &x);
        let rest = one().minus(x.clone() * x.clone());
        let weight = Wide::constant(2.0) * rest / (slope.clone() * slope);
        Node { at: expansion(x), weight: expansion(weight) }
    };
    (0..m.div_ceil(2)).map(root).collect()
}

fn expansion<const BITS: usize>(mut rest: Wide<BITS>) -> Expansion {
    let mut parts = [0.0; 5];
    for part in &mut parts {
        *part = rest.to_f64();
        rest = rest.minus(Wide::constant(*part));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A rule of m nodes integrates x^(2m − 2) exactly: 2/(2m − 1).
    #[test]
    fn a_rule_is_exact_for_powers() {
        // The error of a node counts 2m times in so high a power.
        for (m, terms, least) in [(4, 2, -105.0), (6, 2, -105.0), (48, 2, -102.0), (7, 5, -250.0)]
            .into_iter()
            .chain([(48, 5, -250.0), (MOST, 5, -250.0)])
        {
            type Number = Wide<320>;
            let mut sum = Number::constant(0.0);
            for (x, weight) in rule::<Number>(m, terms) {
                let squared = x.clone() * x;
                sum = sum
                    + weight * (0..m - 1).fold(Number::constant(1.0), |p, _| p * squared.clone());
            }
            let expected = Number::constant(2.0) / Number::constant((2 * m - 1) as f64);
            let off = sum.minus(expected.clone()) / expected;
            assert!(off.to_f64().abs() < 2f64.powf(least), "{m} {terms}: {:e}", off.to_f64());
        }
    }
}
