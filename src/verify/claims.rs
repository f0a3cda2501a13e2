//! Sec. V: what the paper says of Fig. 2, and where that needs a condition.

use super::points::generic;
use super::textbook::Textbook;
use super::{Check, solve};
use crate::refrigerator::{Parameter as P, Point, Solution, Solved, Verdict};

pub(super) fn checks() -> Vec<Check> {
    [figure(), trade_offs(), cold_reservoirs(), minimum_temperatures()].concat()
}

/// The plane of Fig. 2, on both sides of ε3 = 1.5.
fn figure() -> Vec<Check> {
    let grid = (1..96).flat_map(|tc| (105..196).map(move |e4| (tc, e4)));
    let apart = grid.filter(|(_, e4)| *e4 != 150);
    let points = apart.map(|(tc, e4)| Point::paper(f64::from(tc) / 100.0, f64::from(e4) / 100.0));
    // All at once, as a sweep solves them.
    let rows = Solved::all(&points.collect::<Vec<_>>());
    let pair = |row: &Solved| (Textbook::new(&row.point), row.answer.unwrap_or(Solution::NONE));
    // The textbook's doubles decide nothing nearer to the edge, and keep few digits of a COP there.
    let clear: Vec<_> =
        rows.iter().map(pair).filter(|(book, _)| book.clearance() >= 1e-9).collect();
    let agrees = |(book, solution): &&(Textbook, Solution)| match solution.verdict {
        Verdict::Physical => book.broken().is_empty(),
        Verdict::Unphysical(constraint) => book.broken().contains(&constraint),
        Verdict::Edge(_) | Verdict::Overflow(_) | Verdict::Limit => false,
    };
    let physical: Vec<_> = clear.iter().filter(|(book, _)| book.broken().is_empty()).collect();
    let below = physical.iter().filter(|(book, _)| {
        let (power, cop) = (book.energy_current([0, 1]), book.cop_c10());
        power > 0.0 && cop > 0.0 && cop < book.carnot()
    });
    let same = physical.iter().filter(|(book, solution)| {
        let pairs = [(solution.power, book.power_c6()), (solution.cop, book.cop_c10())];
        pairs.iter().all(|(value, printed)| (value - printed).abs() <= 1e-6 * printed)
    });
    let differing = clear.len() - clear.iter().filter(agrees).count();
    let (what, n) = ("physical points of Fig. 2", physical.len());
    let of_all = format!("points of Fig. 2, of {}, with another verdict than C4's", clear.len());
    vec![
        Check::count("after 21", of_all, differing, 0),
        Check::count("Sec. V", format!("{what} that cool below Carnot"), below.count(), n),
        Check::count("C6, C10", format!("{what} with C6's power, C10's COP"), same.count(), n),
    ]
}

/// "The typical power/efficiency trade-off": away from ε3, and with λ, power grows and COP falls.
fn trade_offs() -> Vec<Check> {
    let levels = |side: f64| {
        [0.4, 0.6, 0.8].map(|tc| {
            (1..=30).map(|i| Point::paper(tc, 1.5 + side * 0.01 * f64::from(i))).collect::<Vec<_>>()
        })
    };
    let strengths = generic().map(|(_, point)| {
        let strength =
            |i| point.with(P::Lambda, 0.05 * f64::from(i) * Textbook::new(&point).headroom());
        (1..20).map(strength).collect::<Vec<_>>()
    });
    let at = "where power grows and COP falls";
    vec![
        trade_off(format!("steps of ε4 from 1.49 to 1.2 at three Tc {at}"), &levels(-1.0)),
        trade_off(format!("steps of ε4 from 1.51 to 1.8 at three Tc {at}"), &levels(1.0)),
        trade_off(format!("steps of λ up to λ_max at A to D {at}"), &strengths),
    ]
}

/// How many steps of these paths make power grow and COP fall, by the textbook and by the program.
fn trade_off(what: String, paths: &[Vec<Point>]) -> Check {
    let results = |point: &Point| {
        let (book, solution) = (Textbook::new(point), solve(point));
        [(book.energy_current([0, 1]), book.cop_c10()), (solution.power, solution.cop)]
    };
    let trades = |step: &&[Point]| {
        let (from, to) = (results(&step[0]), results(&step[1]));
        from.iter().zip(to).all(|(from, to)| to.0 > from.0 && to.1 < from.1)
    };
    let kept = paths.iter().flat_map(|path| path.windows(2)).filter(trades).count();
    Check::count("Sec. V", what, kept, paths.iter().map(|path| path.len() - 1).sum())
}

/// "The efficiencies tend to zero when the temperature of the cold reservoir approaches zero."
///
/// At λ = 1 that is one limit for ε4 = ε3, where Tc can approach zero, and another for ε4 ≠ ε3,
/// where it can approach Tc,min only and the COP falls like 1/ln(1/(Tc − Tc,min)).
fn cold_reservoirs() -> Vec<Check> {
    let mut checks = Vec::new();
    for tc in [0.1, 0.01, 0.001] {
        let cop = solve(&Point::paper(tc, 1.5)).cop;
        let beside = Textbook::new(&Point::paper(tc, 1.5 - 1e-3 * tc)).cop_c10();
        let what = format!("COP with ε4 = ε3 against C10 at ε3 − ε4 = Tc/1000, Tc = {tc}");
        checks.push(Check::equal("Sec. V, C10", what, cop, beside, 1e-5));
    }
    let cop = solve(&Point::paper(1e-6, 1.5)).cop;
    // Eq. C20 in first order of Tc.
    let what = "COP → Tc/3 with ε4 = ε3 as Tc → 0, at Tc = 1e-6";
    checks.push(Check::equal("Sec. V, C20", what, cop, 1e-6 / 3.0, 1e-6));

    // fixtures/fig2_tc_min.csv at ε4 = 1.3, and so much above it.
    let tc_min = 0.241_538_462_390_069_2;
    let above = |decades: i32| Point::paper(tc_min * (1.0 + 0.1_f64.powi(decades)), 1.3);
    let cop = |decades| solve(&above(decades)).cop;
    // The textbook loses as many digits as it is decades from the edge.
    for (decades, tolerance) in [(2, 1e-12), (4, 1e-10), (8, 1e-6)] {
        let what = format!("COP at ε4 = 1.3, Tc = Tc,min·(1 + 1e-{decades})");
        let book = Textbook::new(&above(decades)).cop_c10();
        checks.push(Check::equal("Sec. V, C10", what, cop(decades), book, tolerance));
    }
    // fixtures/reference.py, 60 digits.
    let (cop_min, reference) = (solve(&Point::paper(tc_min, 1.3)).cop, 5.080_249_060_382_983e-3);
    let what = "COP at ε4 = 1.3, Tc = Tc,min, rounded (fixtures/reference.py)";
    checks.push(Check::equal("Sec. V", what, cop_min, reference, 1e-15));
    let falls = (1..15).filter(|i| cop(i + 1) < cop(*i)).count();
    let what = "decades towards Tc,min at ε4 = 1.3 in which COP falls";
    checks.push(Check::count("Sec. V", what, falls, 14));
    // In C10 only ln f_l(ε3) diverges, and f_l(ε3) is linear in Tc − Tc,min.
    let what = "1/COP grows by Th/|ε3−ε4|·ln 10 a decade, Tc,min·(1 + 1e-4) to (1 + 1e-12)";
    let growth = (1.0 / cop(12) - 1.0 / cop(4)) / 8.0;
    let logarithm = std::f64::consts::LN_10 / (1.5 - 1.3);
    checks.push(Check::equal("C10 at f_l(ε3) → 0", what, growth, logarithm, 1e-4));
    checks
}

/// Tc,min in the Boltzmann tail, where λ_max = 1/(e^(|ε3−ε4|/Tc) − 1).
fn tail(e4: f64, lambda: f64) -> f64 {
    (1.5 - e4).abs() / (1.0 / lambda).ln_1p()
}

/// The lowest Tc at which the demon is physical, by bisection of the program's verdict.
fn minimum_temperature(e4: f64, lambda: f64) -> f64 {
    let physical =
        |tc: f64| solve(&Point::paper(tc, e4).with(P::Lambda, lambda)).verdict == Verdict::Physical;
    // For the levels below, the verdict turns once between these.
    let (mut below, mut above) = (0.6 * tail(e4, lambda), 1.1 * tail(e4, lambda));
    loop {
        let middle = 0.5 * (below + above);
        if middle <= below || middle >= above {
            return above;
        }
        if physical(middle) { above = middle } else { below = middle }
    }
}

/// "A minimum temperature … approaching zero only for ε3 → ε4": at λ = 1, or at any other fixed λ.
fn minimum_temperatures() -> Vec<Check> {
    let known = [
        (1.49, 0.014_426_950_408_889_628),
        (1.45, 0.072_034_193_025_159),
        (1.4, 0.138_745_039_219_799_97),
        (1.3, 0.241_538_462_390_069_2),
        (1.2, 0.322_169_507_458_049),
        (1.1, 0.391_933_938_838_122),
        (1.6, 0.141_326_833_808_665_2),
        (1.8, 0.368_449_249_005_809),
    ];
    let known = known.map(|(e4, tc_min)| {
        let what = format!("Tc,min at ε4 = {e4} (fixtures/fig2_tc_min.csv)");
        Check::equal("Sec. V", what, minimum_temperature(e4, 1.0), tc_min, 1e-15)
    });
    let tails = [
        ("ε4 → ε3", 1.497, 1.0),
        ("ε4 → ε3", 1.503, 1.0),
        ("ε4 → ε3", 1.499, 3.0),
        ("ε4 → ε3", 1.501, 0.1),
        ("λ → 0", 1.3, 1e-9),
        ("λ → 0", 1.3, 1e-12),
        ("λ → 0", 1.8, 1e-15),
    ];
    let tails = tails.map(|(limit, e4, lambda)| {
        let what = format!("Tc,min → |ε3−ε4|/ln(1+1/λ) as {limit}, at ε4 = {e4}, λ = {lambda:?}");
        Check::equal("Sec. V, 20", what, minimum_temperature(e4, lambda), tail(e4, lambda), 1e-11)
    });
    [&known[..], &tails[..]].concat()
}
