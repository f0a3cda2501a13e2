//! Random devices with windows: what the search for their lowest temperature rests on holds of them.

use super::*;
use crate::numeric::random::Random;
use crate::refrigerator::Resonances;

/// A cold pair of windows around μ0 or beside it, in half of the devices of two widths, and a demon that is this many
/// times as strong as Γ/2 over the gap, or as Γ_i²/2Γ_4 over the gap of the wider one.
fn device(random: &mut Random, strength: f64) -> Point {
    let gap = 0.2 + random.next();
    let width = gap * (0.1 + 0.88 * random.next());
    let lower = -1.5 + 2.5 * random.next();
    let share = 0.1 + 0.9 * random.next();
    let (own, last) = match random.next() {
        draw if draw < 0.5 => (None, width),
        draw if draw < 0.75 => (Some(P::Gamma3), width),
        _ => (Some(P::Gamma4), share * width),
    };
    let point = Point::paper(1.9, lower + gap)
        .with(P::Th, 2.0)
        .with(P::Mu0, 0.0)
        .with(P::E1, 9.0)
        .with(P::E2, 11.5)
        .with(P::E3, lower)
        .with(P::Gamma, width)
        .with(P::Lambda, strength * 0.5 * width / gap * (width / last))
        .with_resonances(Resonances::Boxcar);
    own.map_or(point, |own| point.with(own, share * width))
}

/// How often what must not be negative turns as it gets colder.
fn turns(point: &Point, limit: Limit) -> usize {
    let search = Search { point, tc: point.get(P::Tc) };
    let tcs = (0..30).map(|i| 1.9 * 0.88f64.powi(i));
    let falls: Vec<bool> = tcs.map(|tc| search.falls(limit, tc)).collect();
    falls.windows(2).filter(|pair| pair[0] != pair[1]).count()
}

/// The theorem that a search for the end rests on, and that it takes what it says it takes.
#[test]
fn what_must_not_be_negative_turns_once() {
    let mut random = Random(3);
    let mut once = 0;
    for _ in 0..20 {
        let strength = 1.0 + 3.0 * random.next() * random.next();
        let point = device(&mut random, strength);
        let search = Search { point: &point, tc: 1.9 };
        assert!(search.is_strong(), "{point:?}");
        for limit in [Limit::Level(2), Limit::Level(3), Limit::Forwards, Limit::Backwards] {
            let turns = turns(&point, limit);
            assert!(turns <= 1, "{limit:?} {point:?}");
            once += turns;
        }
    }
    assert!(once > 15, "{once}");
    let mut often = 0;
    for _ in 0..20 {
        let strength = 0.3 + 0.6 * random.next();
        let point = device(&mut random, strength);
        let search = Search { point: &point, tc: 1.9 };
        assert!(!search.is_strong(), "{point:?}");
        for limit in [Limit::Level(2), Limit::Level(3)] {
            assert!(turns(&point, limit) <= 1, "{limit:?} {point:?}");
        }
        often += usize::from(turns(&point, Limit::Forwards) > 1);
    }
    assert!(often > 1, "{often}");
}

/// Enclosures find the end that the theorem finds.
#[test]
fn both_ways_have_one_end() {
    let mut random = Random(4);
    let mut ends = 0;
    for _ in 0..100 {
        let strength = 1.0 + random.next();
        let point = device(&mut random, strength);
        // Hot levels of which one has hardly any room.
        let point = point.with(P::E1, 1.0 + 8.0 * random.next()).with(P::E2, 12.0);
        let search = Search { point: &point, tc: 1.9 };
        let limits = [Limit::Level(2), Limit::Level(3), Limit::Forwards, Limit::Backwards];
        if !limits.iter().all(|limit| search.holds(*limit, 1.9)) {
            continue;
        }
        let floor = 0.05;
        let known = search.dip(Limit::Forwards, floor);
        assert_eq!(search.decided(Limit::Forwards, floor), Some(known), "{point:?}");
        ends += usize::from(known.is_some());
        let known = search.drop(Limit::Backwards, floor);
        assert_eq!(search.decided(Limit::Backwards, floor), Some(known), "{point:?}");
        ends += usize::from(known.is_some());
    }
    assert!(ends > 5, "{ends}");
}

/// A demon that is weak at a level far from the other windows: the level that has room down to Tc = 3e-6, below which
/// numbers are as small as e^−10000, comes after the one that has none at Tc = ¼.
#[test]
fn the_level_that_lacks_room_first_is_looked_at_first() {
    let levels = [(P::E1, 2.1), (P::E2, 2.63), (P::E3, 1.66), (P::E4, 0.877)];
    let widths = [(P::Gamma1, 0.0365), (P::Gamma2, 0.0151), (P::Gamma3, 0.0294)];
    let others = [(P::Mu0, 1.65), (P::Gamma4, 0.00123), (P::Lambda, 0.1)];
    let all = levels.into_iter().chain(widths).chain(others);
    let point = all.fold(Point::paper(0.483, 0.877), |point, (p, value)| point.with(p, value));
    let point = point.with_resonances(Resonances::Boxcar);
    let search = Search { point: &point, tc: 0.483 };
    assert_eq!(search.cold_levels()[0], Limit::Level(3));
    assert!(search.holds(Limit::Level(2), 1e-5) && !search.holds(Limit::Level(3), 0.25));
}
