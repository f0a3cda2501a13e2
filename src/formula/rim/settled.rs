//! Enclosures of the occupation of least entropy current, and of the shares of which its neighbours' mean is made.

use super::Rim;
use super::strip::{Arc, Strip, strip};
use crate::formula::{Mean, Value};
use crate::numeric::{Interval, Rectangle};

/// The reservoir that is most of the mean, and what is known on each arc.
fn arcs_of(pull: &Rim, mean: &Mean<Rim>) -> Option<(usize, Vec<Arc>)> {
    let others = |lead: usize| {
        let parts = mean.parts.iter().enumerate().filter(move |(place, _)| *place != lead);
        parts.map(|(_, part)| part)
    };
    let rest = |lead: usize| others(lead).map(|[share, ..]| share.size()).sum::<f64>();
    let lead = (0..mean.parts.len()).min_by(|a, b| rest(*a).total_cmp(&rest(*b)))?;
    let [_, x, ..] = &mean.parts[lead];
    let one = Rectangle::real(Interval::point(1.0));
    let arc = |k: usize| {
        // 1/f = 1 + e^x and 1/(1 − f) = 1 + e^−x.
        let over = [x.arcs[k], x.arcs[k].negated()].map(|x| one.plus(x.exp()));
        let apart = [0, 1].map(|side| {
            let part = |[share, _, f, rest]: &[Rim; 4]| {
                let own = if side == 0 { f } else { rest };
                let ratio = own.arcs[k].times(over[side]).plus(one.negated());
                share.arcs[k].size() * ratio.size() * (1.0 + 1e-12)
            };
            others(lead).map(part).sum::<f64>()
        });
        let [pull, f, rest, x] = [pull, &mean.f, &mean.rest, x].map(|rim| rim.arcs[k]);
        Arc { pull, f, rest, x, apart }
    };
    Some((lead, (0..mean.x.count).map(arc).collect()))
}

/// Where the occupation with φ′(f) = `pull` is analytic.
fn strip_of(pull: &Rim, mean: &Mean<Rim>) -> Option<Strip> {
    strip(&arcs_of(pull, mean)?.1)
}

/// y, f and 1 − f of that occupation.
pub(super) fn settled(pull: Rim, mean: &Mean<Rim>) -> [Rim; 3] {
    let mut y = mean.x;
    if y.is_axis {
        let beta = y.plus(pull).negated();
        y = y.plus(beta.root(mean.f, mean.rest));
    } else {
        let Some(strip) = strip_of(&pull, mean) else { return [y.unknown(); 3] };
        y.arcs.iter_mut().zip(strip.y).for_each(|(arc, found)| *arc = found);
    }
    let (f, rest) = y.filled_and_left();
    [y, f, rest]
}

/// 1/φ″ there.
pub(super) fn softness(pull: Rim, mean: &Mean<Rim>, [_, f, rest]: [Rim; 3]) -> Rim {
    if mean.x.is_axis {
        let under = f.times(mean.rest).plus(mean.f.times(rest));
        return f.times(rest).square().over(under);
    }
    let most = strip_of(&pull, mean).map_or(f64::INFINITY, |strip| strip.softness);
    let side = Interval { lo: -most, hi: most };
    mean.x.each(|_| Rectangle { re: side, im: side })
}

/// The shares of functions in their sum: from the ratios to the one that is largest, which are known better than the
/// quotients by the sum.
pub(super) fn shares(all: Vec<Rim>) -> Vec<Rim> {
    let size = |part: &Rim| part.all().iter().map(Rectangle::size).sum::<f64>();
    let lead = (0..all.len()).max_by(|a, b| size(&all[*a]).total_cmp(&size(&all[*b])));
    let is_axis = all.iter().any(|part| part.is_axis);
    let by_ratios = |lead: usize| {
        let inverse = all[lead].reciprocal();
        let ratios: Vec<Rim> = all.iter().map(|part| part.times(inverse)).collect();
        let others = ratios.iter().enumerate().filter(|(place, _)| *place != lead);
        let sum = others.fold(all[lead].real(1.0), |sum, (_, ratio)| sum.plus(*ratio));
        let own = sum.reciprocal();
        let share = |(place, ratio): (usize, &Rim)| match place == lead {
            true => own,
            false => ratio.times(own),
        };
        let found: Vec<Rim> = ratios.iter().enumerate().map(share).collect();
        found.iter().all(|share| share.size().is_finite()).then_some(found)
    };
    let found = lead.filter(|_| !is_axis).and_then(by_ratios);
    found.unwrap_or_else(|| {
        let sum = all.iter().copied().reduce(Rim::plus);
        all.iter().map(|part| sum.map_or(*part, |sum| part.share(sum))).collect()
    })
}

#[cfg(test)]
mod soundness;
