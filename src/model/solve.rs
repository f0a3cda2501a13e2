//! From points to solutions: double-double arithmetic in lanes, and as many bits as it takes where
//! that does not decide.

use super::certify::{CertainCurrents, CertainDemon, Certifier};
use super::currents::carnot;
use super::parameter::Parameter as P;
use super::solution::{Constraint, Solution, Verdict};
use super::{Currents, Demon, Device, Refrigerator, cop_limit};
use crate::numeric::{Fused, Judged, Light, Real, Split, TwoProduct, Wide, two_sum};

/// Lanes of a block: two registers of AVX2.
const LANES: usize = 8;

impl Refrigerator {
    /// The demon with this λ and its currents, each number rounded to the nearest double.
    pub fn solve(&self) -> Solution {
        let mut solution = None;
        solve::<1>(std::slice::from_ref(self), &mut |found| solution = Some(found));
        solution.unwrap_or_else(|| solve_wide(self))
    }

    /// The same for many at once, in their order, several times as fast.
    pub fn solve_all(refrigerators: &[Refrigerator], mut take: impl FnMut(Solution)) {
        solve::<LANES>(refrigerators, &mut take);
    }
}

/// Picks the way this processor is best at; the solutions are the same on all of them.
#[allow(unsafe_code)]
fn solve<const N: usize>(points: &[Refrigerator], take: &mut dyn FnMut(Solution)) {
    #[cfg(target_arch = "x86_64")]
    {
        #[target_feature(enable = "avx2,fma")]
        fn fused<const N: usize>(points: &[Refrigerator], take: &mut dyn FnMut(Solution)) {
            blocks::<Fused, N>(points, take);
        }
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            // SAFETY: the processor has both features, as was just asked.
            return unsafe { fused::<N>(points, take) };
        }
    }
    match cfg!(any(target_feature = "fma", target_arch = "aarch64")) {
        true => blocks::<Fused, N>(points, take),
        false => blocks::<Split, N>(points, take),
    }
}

#[inline(always)]
fn blocks<F: TwoProduct, const N: usize>(points: &[Refrigerator], take: &mut dyn FnMut(Solution)) {
    for block in points.chunks(N) {
        // A last block that is not full repeats its last point.
        let padded = std::array::from_fn(|i| &block[i.min(block.len() - 1)]);
        let solutions = solve_light::<F, N>(padded);
        for (point, solution) in block.iter().zip(solutions) {
            take(solution.unwrap_or_else(|| solve_wide(point)));
        }
    }
}

/// The solutions that double-double arithmetic is certain of.
#[inline(always)]
fn solve_light<F: TwoProduct, const N: usize>(points: [&Refrigerator; N]) -> [Option<Solution>; N] {
    let device = Device::<Light<F, N>>::new(|p| points.map(|point| point.point().get(p)));
    let certifier = Certifier::new(&device);
    let demon = Demon::new(&device);
    let currents = certifier.currents(&demon, &Currents::new(&device, &demon));
    let demon = certifier.demon(&demon);
    let cop_carnot = certifier.round(&carnot(&device), 1.0);
    std::array::from_fn(|i| {
        let point = points[i];
        if point.is_idle() || !is_ordinary(point) {
            return None;
        }
        let currents = || Some(currents.map(|lanes| lanes[i]));
        assemble(point, &demon.map(|lanes| lanes[i]), currents, cop_carnot[i])
    })
}

/// Whether the light arithmetic vouches for its bounds here.
fn is_ordinary(point: &Refrigerator) -> bool {
    const RANGE: std::ops::Range<f64> = 7e-46..1.4e45; // 2^±150
    const REACH: f64 = 299.0;
    let get = |p| point.point().get(p);
    let (th, tc, mu0) = (get(P::Th), get(P::Tc), get(P::Mu0));
    let gaps = [get(P::E1) - get(P::E2), get(P::E3) - get(P::E4)].map(f64::abs);
    let near = |p, t: f64| (get(p) - mu0).abs() <= REACH * t;
    [th, tc, get(P::T0), get(P::Lambda), gaps[0], gaps[1]].iter().all(|v| RANGE.contains(v))
        && near(P::E1, th)
        && near(P::E2, th)
        && near(P::E3, tc)
        && near(P::E4, tc)
}

/// Solves a point in as many bits as it takes.
fn solve_wide(point: &Refrigerator) -> Solution {
    // About log2 |x_i|, the bits that are lost to the size of the x_i: no use in fewer.
    let level = |p| point.point().get(p);
    let lost = |p, t| (0.5 * level(p) - 0.5 * level(P::Mu0)).abs().log2() - level(t).log2();
    let levels = [(P::E1, P::Th), (P::E2, P::Th), (P::E3, P::Tc), (P::E4, P::Tc)];
    let lost = levels.into_iter().map(|(p, t)| lost(p, t)).fold(0.0, f64::max);
    let try_from = |bits: f64| (lost < 0.75 * bits).then_some(());
    try_from(256.0)
        .and_then(|()| wide::<256>(point, false))
        .or_else(|| try_from(512.0).and_then(|()| wide::<512>(point, false)))
        .or_else(|| try_from(1024.0).and_then(|()| wide::<1024>(point, false)))
        .or_else(|| try_from(2048.0).and_then(|()| wide::<2048>(point, false)))
        .or_else(|| wide::<4096>(point, false))
        .or_else(|| wide::<8192>(point, false))
        .or_else(|| wide::<8192>(point, true))
        .unwrap_or_else(|| unreachable!("without bounds nothing is uncertain"))
}

/// Solves a point in so many bits; `trusting`, as if they were all of them.
fn wide<const BITS: usize>(point: &Refrigerator, trusting: bool) -> Option<Solution> {
    let device = Device::<Wide<BITS>>::new(|p| point.point().get(p));
    let certifier = match trusting {
        true => Certifier::trusting(&device),
        false => Certifier::new(&device),
    };
    let cop_carnot = certain(certifier.round(&carnot(&device), 1.0))?;
    if point.is_idle() {
        return at_limit(point, &device, &certifier, cop_carnot);
    }
    let demon = Demon::new(&device);
    // Not before the demon is known to be physical: l_i > 0.
    let currents = || Some(certifier.currents(&demon, &Currents::new(&device, &demon)));
    assemble(point, &certifier.demon(&demon), currents, cop_carnot)
}

fn at_limit<S: Judged<Input = f64>>(
    point: &Refrigerator,
    device: &Device<S>,
    certifier: &Certifier<S>,
    cop_carnot: f64,
) -> Option<Solution> {
    // Where ε3 = ε4 no level moves, whatever λ: nothing bounds it.
    let apart = point.point().get(P::E3) != point.point().get(P::E4);
    let headroom = match apart {
        true => certain(certifier.round(&Demon::new(device).headroom, 5.0))?,
        false => f64::NAN,
    };
    let mut fl = [0.0; 4];
    for (fl, level) in fl.iter_mut().zip(&device.resonances) {
        let occupied = S::select(level.rises, level.rest.clone(), level.room.clone());
        *fl = certain(certifier.round(&occupied, 1.2))?;
    }
    let cop = certain(certifier.round(&cop_limit(device), 1.0))?;
    let verdict = Verdict::Limit;
    let (power, entropy_current) = (0.0, 0.0);
    Some(Solution { fl, power, entropy_current, cop, cop_carnot, headroom, verdict }.in_range())
}

/// Puts a solution together, if all of it is certain.
#[inline(always)]
fn assemble(
    point: &Refrigerator,
    demon: &CertainDemon<f64>,
    currents: impl FnOnce() -> Option<CertainCurrents<f64>>,
    cop_carnot: f64,
) -> Option<Solution> {
    let (fl, headroom) = (demon.fl, certain(demon.headroom)?);
    let cop_carnot = certain(cop_carnot)?;
    if fl.iter().any(|fl| fl.is_nan()) {
        return None;
    }
    let mut solution = Solution {
        fl,
        power: f64::NAN,
        entropy_current: f64::NAN,
        cop: f64::NAN,
        cop_carnot,
        headroom,
        verdict: Verdict::Physical,
    };
    if demon.left.contains(&-1.0) {
        solution.verdict = Verdict::Unphysical(binding(point, demon.cold_binds)?);
        return Some(solution.in_range());
    }
    if demon.left.contains(&0.0) {
        return None;
    }
    let currents = currents()?;
    certain(currents.hot_shift)?;
    solution.power = certain(currents.power)?;
    solution.entropy_current = certain(currents.entropy_current)?;
    solution.cop = certain(currents.cop)?;
    Some(solution.in_range())
}

fn certain(value: f64) -> Option<f64> {
    (!value.is_nan()).then_some(value)
}

/// The constraint that binds first as λ grows; the hot pair's where both bind at once.
///
/// Of each pair, both of whose levels move equally far, it is the level with less room.
/// Room is 1/(e^y + 1) with y = x_i where the occupation falls and −x_i where it rises.
fn binding(point: &Refrigerator, cold_binds: f64) -> Option<Constraint> {
    let (hot, cold) = (tighter(point, 1, [P::E1, P::E2]), tighter(point, 3, [P::E3, P::E4]));
    match cold_binds {
        1.0 => Some(cold),
        -1.0 => Some(hot),
        _ => pairs_tie(point, hot, cold).then_some(hot),
    }
}

/// The level of a pair, the first of which is this one, that has less room.
fn tighter(point: &Refrigerator, first: u8, pair: [P; 2]) -> Constraint {
    let [a, b] = pair.map(|p| point.point().get(p));
    // The cold pair is filled below and emptied above, the hot pair the other way round.
    let first_rises = (a < b) == (first == 3);
    // y_1 − y_2 is this sum where the first level falls, and its negative where it rises.
    let sum = sum_above(a, b, point.point().get(P::Mu0));
    let tie_or_first = if first_rises { sum <= 0.0 } else { sum >= 0.0 };
    match tie_or_first {
        true => Constraint { level: first, upper: first_rises },
        false => Constraint { level: first + 1, upper: !first_rises },
    }
}

/// (a − mu0) + (b − mu0), with the right sign, or 0 exactly where it is.
fn sum_above(a: f64, b: f64, mu0: f64) -> f64 {
    let ((a1, a2), (b1, b2)) = (two_sum(a, -mu0), two_sum(b, -mu0));
    // Without overflow the pairs are exact, and order like their leading parts.
    match a1 + b1 {
        0.0 => a2 + b2,
        sum if sum.is_finite() => sum,
        _ => {
            let sum = Exact::difference(a, mu0) + Exact::difference(b, mu0);
            sum.sign(&Exact::constant(0.0))
        }
    }
}

/// Enough bits for sums and products of any two doubles.
type Exact = Wide<8192>;

/// Whether two levels of different pairs bind at the same λ. By Lindemann's theorem that takes
/// equal gaps and equal y: e^y is no rational multiple of e^z plus a rational otherwise.
fn pairs_tie(point: &Refrigerator, hot: Constraint, cold: Constraint) -> bool {
    let get = |p| point.point().get(p);
    let level = |c: Constraint| [P::E1, P::E2, P::E3, P::E4][usize::from(c.level) - 1];
    let y = |c: Constraint, t| {
        let y = Exact::difference(get(level(c)), get(P::Mu0)) * Exact::input(get(t));
        if c.upper { y.negated() } else { y }
    };
    let gap = |a, b| Exact::difference(get(a), get(b)).abs();
    let equal = |a: Exact, b: Exact| a.minus(b).sign(&Exact::constant(0.0)) == 0.0;
    equal(gap(P::E1, P::E2), gap(P::E3, P::E4)) && equal(y(hot, P::Tc), y(cold, P::Th))
}
