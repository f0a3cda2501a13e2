//! From points to solutions: double-double arithmetic in lanes, and as many bits as it takes where
//! that does not decide.

use super::abreast::Kind;
use super::broad::solve_broad;
use super::certify::Certifier;
use super::currents::carnot;
use super::demon::each;
use super::device::{Drive, Level};
use super::parameter::Parameter as P;
use super::point::Values;
use super::question::{carnot_exactly, solve_exactly};
use super::scale::Scale;
use super::solution::{Solution, Verdict};
use super::verdict::{assemble, assemble_limit};
use super::{Currents, Demon, Device, Refrigerator, cop_limit};
use crate::numeric::{self, Fused, Judged, Light, Real, Split, TwoProduct};

/// Lanes of a block: two registers of AVX2.
const LANES: usize = 8;

/// A way to solve points. All of them give the same bits; which ones a processor has, and which is
/// fastest on it, differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// In lanes, with AVX2 and fused multiply-add.
    Avx2,
    /// In lanes, with what every processor of this architecture has.
    Portable,
    /// Every point in as many bits as it takes.
    Wide,
}

impl Way {
    /// The ways that this processor has, the fastest first.
    pub fn available() -> impl Iterator<Item = Way> {
        [Way::Avx2, Way::Portable, Way::Wide].into_iter().filter(|way| way.is_here())
    }

    /// Whether the fastest way has lanes with fused products. Without these lanes are little faster than
    /// single numbers.
    pub(super) fn has_fused_lanes() -> bool {
        cfg!(any(target_feature = "fma", target_arch = "aarch64")) || Way::Avx2.is_here()
    }

    #[cfg(target_arch = "x86_64")]
    fn is_here(self) -> bool {
        match self {
            Way::Avx2 => is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma"),
            Way::Portable | Way::Wide => true,
        }
    }

    #[cfg(not(target_arch = "x86_64"))]
    fn is_here(self) -> bool {
        matches!(self, Way::Portable | Way::Wide)
    }
}

impl Refrigerator {
    /// The demon with this λ and its currents, each number rounded to the nearest double.
    pub fn solve(&self) -> Solution {
        let mut solution = None;
        let way = Way::available().next().unwrap_or(Way::Portable);
        solve::<1>(way, std::slice::from_ref(self), &mut |found| solution = Some(found));
        solution.unwrap_or_else(|| solve_exactly(self))
    }

    /// The same for many at once, in their order, several times as fast: most of all where
    /// neighbours share levels and temperatures, as on a grid.
    pub fn solve_all(refrigerators: &[Refrigerator], take: impl FnMut(Solution)) {
        let way = Way::available().next().unwrap_or(Way::Portable);
        Self::solve_all_by(way, refrigerators, take);
    }

    /// The same by one way, which must be among [`Way::available`]; any other one is replaced by
    /// [`Way::Portable`]. For tests and benchmarks.
    pub fn solve_all_by(way: Way, refrigerators: &[Refrigerator], mut take: impl FnMut(Solution)) {
        let way = if way.is_here() { way } else { Way::Portable };
        solve::<LANES>(way, refrigerators, &mut take);
    }

    /// Whether the light arithmetic leaves this point to the wide one.
    pub fn is_escalated(&self) -> bool {
        if !Kind::of(self).is_plain() {
            return true;
        }
        let [solution] = solve_light::<Split, 1>([self], &mut Memo::new());
        solution.or_else(|| solve_idle(self)).is_none()
    }
}

#[allow(unsafe_code)]
fn solve<const N: usize>(way: Way, points: &[Refrigerator], take: &mut dyn FnMut(Solution)) {
    #[cfg(target_arch = "x86_64")]
    {
        #[target_feature(enable = "avx2,fma")]
        fn avx2<const N: usize>(points: &[Refrigerator], take: &mut dyn FnMut(Solution)) {
            blocks::<Fused, N>(points, take);
        }
        if way == Way::Avx2 {
            // SAFETY: `Way::is_here` has asked the processor for these features.
            return unsafe { avx2::<N>(points, take) };
        }
    }
    if way == Way::Wide {
        points.iter().for_each(|point| take(solve_exactly(point)));
    } else if cfg!(any(target_feature = "fma", target_arch = "aarch64")) {
        blocks::<Fused, N>(points, take);
    } else {
        blocks::<Split, N>(points, take);
    }
}

#[inline(always)]
fn blocks<F: TwoProduct, const N: usize>(points: &[Refrigerator], take: &mut dyn FnMut(Solution)) {
    // Points of one table are of one kind.
    for points in points.chunk_by(|a, b| Kind::of(a) == Kind::of(b)) {
        if Kind::of(&points[0]).is_plain() {
            blocks_in_units::<F, N>(points, take);
        } else {
            solve_others(N > 1, points, take);
        }
    }
}

/// Points of one kind, whose resonances have a width that counts.
fn solve_others(are_many: bool, points: &[Refrigerator], take: &mut dyn FnMut(Solution)) {
    // Lanes of windows pay for several points only.
    let pays = are_many || !Kind::of(&points[0]).resonances.have_width();
    if !pays || !Way::has_fused_lanes() {
        return points.iter().for_each(|point| take(solve_exactly(point)));
    }
    for block in points.chunks(numeric::LANES) {
        let solutions = solve_broad(std::array::from_fn(|i| &block[i.min(block.len() - 1)]));
        for (point, solution) in block.iter().zip(solutions) {
            take(solution.unwrap_or_else(|| solve_exactly(point)));
        }
    }
}

#[inline(always)]
fn blocks_in_units<F: TwoProduct, const N: usize>(
    points: &[Refrigerator],
    take: &mut dyn FnMut(Solution),
) {
    let mut memo = Memo::new();
    for block in points.chunks(N) {
        // A last block that is not full repeats its last point.
        let mut padded = [&block[0]; N];
        for (lane, point) in padded.iter_mut().enumerate() {
            *point = &block[lane.min(block.len() - 1)];
        }
        let solutions = solve_light::<F, N>(padded, &mut memo);
        for (point, solution) in block.iter().zip(solutions) {
            take(solution.unwrap_or_else(|| solve_rare(point)));
        }
    }
}

#[inline(always)]
fn gather<const N: usize>(points: [&Refrigerator; N]) -> Values<[f64; N]> {
    // The widths of single resonances, and what leaks, come behind Γ and play no part.
    const USED: usize = P::Gamma as usize + 1;
    let mut values = [[0.0; N]; P::ALL.len()];
    for (lane, point) in points.iter().enumerate() {
        for (value, lanes) in point.point().first_values::<USED>().into_iter().zip(&mut values) {
            lanes[lane] = value;
        }
    }
    values
}

/// The strengths of points that all are given themselves, or all as multiples of the headroom.
#[inline(always)]
fn drive<F: TwoProduct, const N: usize>(
    values: &Values<[f64; N]>,
    point: &Refrigerator,
) -> Drive<Light<F, N>> {
    let number = Light::input(values[P::Lambda as usize]);
    match point.point().is_in_headrooms() {
        true => Drive::Headrooms(number),
        false => Drive::Lambda(number),
    }
}

/// What blocks leave over: idle demons, and points that are hard.
#[cold]
fn solve_rare(point: &Refrigerator) -> Solution {
    if point.is_at_edge() {
        return solve_exactly(point);
    }
    solve_idle(point).unwrap_or_else(|| solve_exactly(point))
}

/// An idle demon, if double-double arithmetic is certain of all numbers.
fn solve_idle(point: &Refrigerator) -> Option<Solution> {
    let values = gather([point]);
    let device = Device::<Light<Split, 1>>::new(&values, Scale::common(point.point().units()));
    let device = device.driven(drive(&values, point));
    let certifier = Certifier::new(&device);
    let demon = Demon::new(&device);
    if is_ordinary(&values, &device, &demon) != ([1], [1]) {
        return None;
    }
    let demon = certifier.demon(&demon).map(|[number]| number);
    let [cop] = certifier.round(&cop_limit(&device), 1.0);
    let [cop_carnot] = certifier.round(&carnot(&device), 1.0);
    assemble_limit(point, &demon, cop, cop_carnot)
}

/// The solutions that double-double arithmetic is certain of; the points share their units, and
/// whether λ is a multiple of the headroom.
#[inline(always)]
fn solve_light<F: TwoProduct, const N: usize>(
    points: [&Refrigerator; N],
    memo: &mut Memo<F, N>,
) -> [Option<Solution>; N] {
    let values = gather(points);
    let units = points[0].point().units();
    let betas = Device::inverse_temperatures(&values);
    let per_energy = Device::per_energy(&betas, units);
    let levels = each!(i => memo.level(&values, &per_energy, i));
    let drive = drive(&values, points[0]);
    let lambda_is_known = matches!(drive, Drive::Lambda(_));
    let device = Device::with_levels(&values, Scale::common(units), betas, levels).driven(drive);
    let certifier = Certifier::new(&device);
    let demon = Demon::new(&device);
    let currents = certifier.currents(&demon, &Currents::new(&device, &demon));
    let (ordinary, idle) = is_ordinary(&values, &device, &demon);
    let demon = certifier.demon(&demon);
    let lambda = if lambda_is_known { values[P::Lambda as usize] } else { demon.lambda };
    let mut cop_carnot = certifier.round(&carnot(&device), 1.0);
    for (carnot, point) in cop_carnot.iter_mut().zip(points) {
        if carnot.is_nan() {
            *carnot = carnot_exactly(point);
        }
    }

    // Where every number is certain and no room is used up there is nothing to weigh.
    let mut certain = [0.0; N];
    let mut room = [f64::INFINITY; N];
    let [fl1, fl2, fl3, fl4] = &demon.fl;
    let [one, two, three, four] = &demon.left;
    for i in 0..N {
        let occupations = (fl1[i] + fl2[i]) + (fl3[i] + fl4[i]);
        let results = (currents.power[i] + currents.entropy_current[i]) + currents.cop[i];
        let others = cop_carnot[i] + demon.headroom[i] + lambda[i];
        certain[i] = occupations + results + others;
        room[i] = (one[i] + two[i]) + (three[i] + four[i]);
    }

    let mut solutions = [None; N];
    for (i, solution) in solutions.iter_mut().enumerate() {
        if ordinary[i] == 0 || idle[i] != 0 {
            continue;
        }
        *solution = if room[i] == 4.0 && !certain[i].is_nan() {
            Some(Solution {
                lambda: lambda[i],
                fl: [fl1[i], fl2[i], fl3[i], fl4[i]],
                power: currents.power[i],
                entropy_current: currents.entropy_current[i],
                cop: currents.cop[i],
                cop_carnot: cop_carnot[i],
                headroom: demon.headroom[i],
                verdict: Verdict::Physical,
            })
        } else {
            let currents = || Some(currents.map(|lanes| lanes[i]));
            assemble(points[i], &demon.map(|lanes| lanes[i]), currents, cop_carnot[i])
        };
    }
    solutions
}

/// Where the light arithmetic vouches for its bounds, because nothing leaves 2^±900 on the way;
/// and where the demon is idle.
///
/// With |x_i| ≤ 200 each room and each vacancy is above 2^-290, and a room left whose sign is
/// certain above 2^-370; A_i (q_i l_i + q_j l_j + A_i), the smallest product of all, is above 2^-800.
#[inline(always)]
fn is_ordinary<F: TwoProduct, const N: usize>(
    values: &Values<[f64; N]>,
    device: &Device<Light<F, N>>,
    demon: &Demon<Light<F, N>>,
) -> ([u64; N], [u64; N]) {
    const RANGE: std::ops::Range<f64> = 7e-46..1.4e45; // 2^±150
    const REACH: f64 = 200.0;
    const LEAST_SHIFT: f64 = 3.1e-151; // 2^-500
    let [th, tc, _, e1, e2, e3, e4, lambda, t0, gamma, ..] = values;
    let [one, two, three, four] = each!(i => device.resonances[i].x.magnitude().abs().0);
    let [_, hot_shift, _, cold_shift] = each!(i => demon.displacements[i].magnitude().0);
    let (mut ordinary, mut idle) = ([0; N], [0; N]);
    for i in 0..N {
        let (hot_gap, cold_gap) = ((e1[i] - e2[i]).abs(), (e3[i] - e4[i]).abs());
        let still = (cold_gap == 0.0) | (lambda[i] == 0.0);
        // What makes a demon idle is exactly 0, and does no harm.
        let (cold_gap, lambda) = (unless_zero(cold_gap), unless_zero(lambda[i]));
        let least = th[i].min(tc[i]).min(lambda.min(t0[i])).min(hot_gap.min(cold_gap));
        let most = th[i].max(tc[i]).max(lambda.max(t0[i])).max(hot_gap.max(cold_gap));
        // A factor of currents.
        let (least, most) = (least.min(gamma[i]), most.max(gamma[i]));
        let in_range = (least >= RANGE.start) & (most < RANGE.end);
        // What has left the doubles' range is NaN, and nothing is below it or above it.
        let near_hot = (one[i] <= REACH) & (two[i] <= REACH);
        let near_cold = (three[i] <= REACH) & (four[i] <= REACH);
        let moved = (hot_shift[i] >= LEAST_SHIFT) & (cold_shift[i] >= LEAST_SHIFT);
        ordinary[i] = u64::from(in_range & near_hot & near_cold & (moved | still));
        idle[i] = u64::from(still);
    }
    (ordinary, idle)
}

#[inline(always)]
fn unless_zero(value: f64) -> f64 {
    if value == 0.0 { 1.0 } else { value }
}

/// The levels of the block before, for those that are the same in the next one.
struct Memo<F: TwoProduct, const N: usize> {
    kept: [Option<Kept<F, N>>; 4],
}

struct Kept<F: TwoProduct, const N: usize> {
    /// ε_i, μ0 and the temperature.
    key: [[f64; N]; 3],
    level: Level<Light<F, N>>,
}

impl<F: TwoProduct, const N: usize> Memo<F, N> {
    #[inline(always)]
    fn new() -> Self {
        Self { kept: [None, None, None, None] }
    }

    #[inline(always)]
    fn level(
        &mut self,
        values: &Values<[f64; N]>,
        per_energy: &[Light<F, N>; 2],
        i: usize,
    ) -> Level<Light<F, N>> {
        let [th, tc, mu0, e1, e2, e3, e4, ..] = *values;
        let key = [[e1, e2, e3, e4][i], mu0, [th, tc][i / 2]];
        match &self.kept[i] {
            Some(kept) if same(&kept.key, &key) => kept.level,
            // A single lane is a single point.
            _ => {
                let level = Level::new(key[0], mu0, &per_energy[i / 2]);
                self.kept[i] = Some(Kept { key, level });
                level
            }
        }
    }
}

/// Whether all lanes are the same, without a branch for each.
#[inline(always)]
fn same<const N: usize>(a: &[[f64; N]; 3], b: &[[f64; N]; 3]) -> bool {
    let mut difference = 0;
    for (a, b) in a.iter().zip(b) {
        for i in 0..N {
            difference |= a[i].to_bits() ^ b[i].to_bits();
        }
    }
    difference == 0
}
