//! Optimal demons of narrow levels: against `fixtures/machine/optimal.csv` (mpmath, Newton's method on the occupations
//! themselves), the references of `fixtures/machine/general.json`, and demons drawn at random.

use crate::solved::family;
use ndemon::model::{Family, Greatest, Inputs, Problem, Reading, Row, Site, Statistics, Status};
use ndemon::numeric::{Bounded, Enclosed, Real, Split};
use std::collections::BTreeMap;

type Number = Bounded<Split, 1>;

/// A sum of narrow terms of this area.
fn narrow(energies: &[&str], area: &str) -> String {
    let term = |energy: &&str| format!("narrow(at={energy}, area={area})");
    if energies.is_empty() {
        return "0".into();
    }
    energies.iter().map(term).collect::<Vec<_>>().join(" + ")
}

fn row(text: &str) -> Row {
    Row::new(&Inputs::complete(family(text), Reading::default(), |_| None).unwrap())
}

fn result(row: &Row, key: &str) -> f64 {
    row.result(row.inputs.family().result(key).unwrap_or_else(|| panic!("{key}")))
}

/// The refrigerator's reservoirs (Th = μ = 1) with a demon that is said so, and levels of area 1.
fn machine(tc: &str, demon: &str, hot: &[&str], cold: &[&str]) -> String {
    format!(
        "format = 1\n[environment]\nT0 = 'T_h'\nmu0 = 1\n\
         [reservoirs.h]\nT = 1\nmu = 1\n[reservoirs.c]\nT = {tc}\nmu = 1\n\
         [reservoirs.l]\ndemon = 'optimal'\nfrom = 'c'\n{demon}\n\
         [[transmission]]\nbetween = ['h', 'l']\nT = '{}'\n\
         [[transmission]]\nbetween = ['c', 'l']\nT = '{}'\n\
         [results]\ncop = '-heat_c/(T0*entropy_l)'\n",
        narrow(hot, "1"),
        narrow(cold, "1")
    )
}

const HOT: [&str; 4] = ["1", "2", "2.25", "0.75"];
const COLD: [&str; 4] = ["1.5", "1.3", "1.1", "0.9"];

#[test]
fn random_devices_have_the_least_entropy_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/machine/optimal.csv");
    let mut reader = csv::Reader::from_path(path).unwrap();
    let mut count = 0;
    for cells in reader.deserialize() {
        let cells: BTreeMap<String, String> = cells.unwrap();
        let get = |key: &str| cells[key].as_str();
        let levels = |key: &str| -> Vec<&str> {
            get(key).split(';').filter(|energy| !energy.is_empty()).collect()
        };
        let (hot, cold, both) = (levels("hot"), levels("cold"), levels("both"));
        let statistics = get("statistics");
        let fixed = if get("fixed") == "1" { "fixed = ['n_h']" } else { "" };
        let text = format!(
            "format = 1\n\
             [reservoirs.h]\nT = {}\nmu = {}\nstatistics = '{statistics}'\n\
             [reservoirs.c]\nT = {}\nmu = {}\nstatistics = '{statistics}'\n\
             [reservoirs.l]\ndemon = 'optimal'\npower = {}\nfrom = 'c'\n{fixed}\n\
             statistics = '{statistics}'\n\
             [[transmission]]\nbetween = ['h', 'l']\nT = '{} + {}'\nchannels = 2\n\
             [[transmission]]\nbetween = ['c', 'l']\nT = '{} + {}'\nchannels = 2\n",
            get("th"),
            get("mu_h"),
            get("tc"),
            get("mu_c"),
            get("power"),
            narrow(&hot, "1"),
            narrow(&both, "1"),
            narrow(&cold, "1"),
            narrow(&both, "0.5"),
        );
        let row = row(&text);
        assert_eq!(row.status(), Status::Ok, "{text}");
        for key in ["entropy_l", "n_h"] {
            let expected: f64 = get(key).parse().unwrap();
            assert_eq!(result(&row, key), expected, "{key}\n{text}");
        }
        let power: f64 = get("power").parse().unwrap();
        assert_eq!(result(&row, "heat_c"), -power, "{text}");
        for key in ["n_l", "energy_l"] {
            assert_eq!(result(&row, key), 0.0, "{key}\n{text}");
        }
        count += 1;
    }
    assert_eq!(count, 80);
}

/// general.json, rows optimal-narrow-N=… (45 digits, the class ṅ_h = 0); the powers there are those of the demon of
/// Eq. 20 and λ = 1, to 32 digits: here the nearest double.
#[test]
fn more_levels_are_better() {
    let power = "power = 0.017080454480841885268\nfixed = ['n_h']";
    for (n, entropy) in [(2, 0.092_325_898_555_885_58), (3, 0.035_566_181_582_816_32)] {
        let row = row(&machine("0.5", power, &HOT[..n], &COLD[..n]));
        let found = result(&row, "entropy_l");
        // The entropy current changes with the power by λ_P of about 10: 1e-17 of the power are 1e-16.
        assert!((found / entropy - 1.0).abs() < 4e-15, "{n}: {found}");
        assert_eq!(row.status(), Status::Ok);
    }
}

/// The table of the four levels of Fig. 2 with ṅ_h free, by the refrigerator's own column and by machine files.
#[test]
fn four_levels_reach_more_than_the_demon_of_the_paper() {
    use ndemon::refrigerator::RefrigeratorFamily;
    for (tc, e4, cop, n_h) in [
        // general.md, section 3: two routes in doubles agree to these digits.
        ("0.5", "1.3", 0.685_665_23, 0.038_877_89),
        ("0.75", "1.1", 0.562_907_87, 0.095_245_08),
        ("0.25", "1.4", 0.316_862_01, 0.010_814_80),
    ] {
        let own = |name: &str| match name {
            "tc" => tc.parse().ok(),
            "e4" => e4.parse().ok(),
            _ => None,
        };
        let inputs = Inputs::complete(&RefrigeratorFamily, Reading::default(), |p| own(p.name));
        let paper = Row::new(&inputs.unwrap());
        let power = result(&paper, "power");
        let best = result(&paper, "cop_best");
        let demon = format!("power = {power:?}");
        let file = row(&machine(tc, &demon, &["1", "2"], &["1.5", e4]));
        assert!((result(&file, "cop") / best - 1.0).abs() < 1e-13);
        assert!((best - cop).abs() < 6e-9, "{best}");
        assert!((result(&file, "n_h") - n_h).abs() < 6e-9);
    }
}

/// With ṅ_h = 0 four levels have no freedom: the demon of a power is that of Eq. 20 with the λ of this power
/// (Eq. C10).
#[test]
fn four_levels_with_fixed_particles_have_the_demon_of_the_paper() {
    for (tc, lambda) in [("0.5", 0.7), ("0.625", 2.0), ("0.75", 1.375)] {
        let eq20 = machine(tc, "", &["1", "2"], &["1.5", "1.3"])
            .replace("demon = 'optimal'\nfrom = 'c'", &format!("demon = {{ lambda = {lambda} }}"));
        let eq20 = row(&eq20);
        let power = -result(&eq20, "heat_c");
        let best = format!("power = {power:?}\nfixed = ['n_h']");
        let best = row(&machine(tc, &best, &["1", "2"], &["1.5", "1.3"]));
        // The power is rounded to a double.
        let [a, b] = [&eq20, &best].map(|row| result(row, "cop"));
        assert!((a / b - 1.0).abs() < 1e-15, "{a} {b}");
        assert_eq!(best.status(), Status::Ok);
    }
}

/// The greatest powers of general.json (exact vertex search), and 0.26847850784034337601 of eight levels
/// (general.md).
#[test]
fn the_greatest_power_is_that_of_the_best_vertex() {
    for (n, greatest) in
        [(2, 0.053_788_284_273_999_024), (3, 0.163_755_083_736_494_6), (4, 0.268_478_507_840_343_4)]
    {
        let demon = "fraction = 0.5\nfixed = ['n_h']";
        let row = row(&machine("0.5", demon, &HOT[..n], &COLD[..n]));
        // There 1.3 is a decimal, here the double next to it.
        assert!((result(&row, "heat_c") / (-0.5 * greatest) - 1.0).abs() < 1e-15, "{n}");
    }
    // The refrigerator's ε̇_h at λ = λ_max.
    let demon = "fraction = 0.5\nfixed = ['n_h']";
    let row = row(&machine("0.5", demon, &HOT[..2], &COLD[..2]));
    assert_eq!(result(&row, "heat_c"), -0.5 * 0.053_788_284_273_999_01);
}

/// A demon for a coefficient of performance draws what the demon of this power has.
#[test]
fn a_wanted_cop_gives_the_power() {
    for (levels, cop) in [(2, 0.25), (3, 0.8125), (4, 0.3)] {
        let wanted = machine("0.5", &format!("cop = {cop}"), &HOT[..levels], &COLD[..levels]);
        let wanted = row(&wanted);
        assert_eq!(result(&wanted, "cop"), cop);
        let power = -result(&wanted, "heat_c");
        let given = machine("0.5", &format!("power = {power:?}"), &HOT[..levels], &COLD[..levels]);
        assert!((result(&row(&given), "cop") / cop - 1.0).abs() < 1e-14);
    }
}

/// 1/COP = T0 (1/Tc − 1/Th) + O(P) where one reservoir couples at each energy (general.md, section 3).
#[test]
fn a_small_power_reaches_carnot() {
    for tc in ["0.25", "0.5", "0.8"] {
        let bound: f64 = tc.parse::<f64>().unwrap() / (1.0 - tc.parse::<f64>().unwrap());
        let cop = |power: &str| {
            let demon = format!("power = {power}");
            result(&row(&machine(tc, &demon, &HOT[..3], &COLD[..3])), "cop")
        };
        let [small, smaller] = [cop("1e-6"), cop("1e-8")];
        assert!(small < smaller && smaller < bound);
        // The rest falls with the power.
        let rest = (1.0 / small - 1.0 / bound) / (1.0 / smaller - 1.0 / bound);
        assert!((rest - 100.0).abs() < 0.1, "{rest}");
    }
}

/// What cannot be is said.
#[test]
fn there_is_no_demon_beyond_the_greatest_power() {
    let status = |demon: &str, hot: &[&str], cold: &[&str]| {
        row(&machine("0.5", demon, hot, cold)).status().word()
    };
    let four = |demon: &str| status(demon, &HOT[..2], &COLD[..2]);
    assert_eq!(four("power = 0.5"), "power>max");
    assert_eq!(four("power = 0.0537882842739991\nfixed = ['n_h']"), "power>max");
    assert_eq!(four("power = 0.05378\nfixed = ['n_h']"), "ok");
    assert_eq!(four("fraction = 1.5"), "power>max");
    assert_eq!(four("cop = 1.1"), "cop>max");
    // Both reservoirs at both levels, with one ratio of areas: the conditions leave nothing to choose.
    assert_eq!(status("power = 0.01", &["1.25", "1.5"], &["1.25", "1.5"]), "power>max");
}

/// A device with levels in units of T_h: hot, cold, or both, with random areas.
struct Device {
    problem: Problem<Number>,
    /// The same in doubles: D, F and the conditions of each level.
    levels: Vec<(f64, f64, Vec<f64>)>,
    wanted: Vec<f64>,
    statistics: Statistics,
}

/// A generator of doubles in [0, 1), good enough to draw devices.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> f64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / 2f64.powi(53)
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.next()
    }

    /// A device of this many levels whose demon draws the power of the demon f = F + moves.
    fn device(&mut self, count: usize, statistics: Statistics, is_fixed: bool) -> Device {
        let tc = self.between(0.2, 0.9);
        let mut sites = Vec::new();
        let mut levels = Vec::new();
        for place in 0..count {
            let low = if statistics == Statistics::Bose { 0.2 } else { -1.5 };
            let energy = self.between(low, 2.5);
            let is_hot = place % 2 == 0;
            let x = if is_hot { energy } else { energy / tc };
            let weight = self.between(0.2, 2.0);
            let f = match statistics {
                Statistics::Fermi => 1.0 / (x.exp() + 1.0),
                Statistics::Bose => 1.0 / x.exp_m1(),
            };
            let mut costs = vec![1.0, energy];
            if is_fixed {
                costs.push(f64::from(u8::from(is_hot)));
            }
            costs.push(if is_hot { 0.0 } else { energy });
            let number = |a: f64| Number::constant(a);
            let of = number(x);
            let (f_l, rest) = match statistics {
                Statistics::Fermi => {
                    let power = of.exp();
                    let under = Number::constant(1.0) + power;
                    (Number::constant(1.0) / under, power / under)
                }
                Statistics::Bose => {
                    let under = of.exp_m1();
                    (Number::constant(1.0) / under, of.exp() / under)
                }
            };
            sites.push(Site {
                weight: number(weight),
                x: of,
                f: f_l,
                rest,
                costs: costs.iter().copied().map(number).collect(),
            });
            levels.push((weight, f, costs));
        }
        let wanted = vec![0.0; levels[0].2.len()];
        let wanted_numbers = wanted.iter().copied().map(Number::constant).collect();
        let problem = Problem { statistics, sites, wanted: wanted_numbers };
        Device { problem, levels, wanted, statistics }
    }
}

impl Device {
    /// Sets the power.
    fn draw(&mut self, power: f64) {
        let last = self.wanted.len() - 1;
        self.wanted[last] = -power;
        self.problem.wanted[last] = Number::constant(-power);
    }

    /// The part of a vector that no condition sees: Σ D c_k v = 0.
    fn unseen(&self, mut vector: Vec<f64>) -> Vec<f64> {
        let mut basis: Vec<Vec<f64>> = Vec::new();
        for k in 0..self.wanted.len() {
            let mut row: Vec<f64> = self.levels.iter().map(|(d, _, c)| d * c[k]).collect();
            for _ in 0..2 {
                for other in &basis {
                    remove(&mut row, other);
                }
            }
            let size = dot(&row, &row).sqrt();
            if size > 1e-10 {
                row.iter_mut().for_each(|a| *a /= size);
                basis.push(row);
            }
        }
        for _ in 0..2 {
            basis.iter().for_each(|row| remove(&mut vector, row));
        }
        vector
    }

    fn entropy(&self, f: &[f64]) -> f64 {
        let s = if self.statistics == Statistics::Fermi { -1.0 } else { 1.0 };
        let part =
            |((d, mean, _), f): (&(f64, f64, Vec<f64>), &f64)| d * (mean - f) * (1.0 / f + s).ln();
        self.levels.iter().zip(f).map(part).sum()
    }

    fn is_physical(&self, f: &[f64]) -> bool {
        f.iter().all(|f| *f > 0.0 && (self.statistics == Statistics::Bose || *f < 1.0))
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn remove(vector: &mut [f64], row: &[f64]) {
    let share = dot(vector, row);
    vector.iter_mut().zip(row).for_each(|(a, b)| *a -= share * b);
}

/// No demon that meets the same conditions has less entropy current, the optimum has what was computed for it, the
/// class with ṅ_h free is no worse, and there is a best demon wherever there is one.
#[test]
fn no_demon_drawn_at_random_is_better() {
    let mut draw = Draw(7);
    let (mut devices, mut demons, mut beyond) = (0, 0, 0);
    while devices < 500 {
        let statistics = if draw.next() < 0.3 { Statistics::Bose } else { Statistics::Fermi };
        let count = 4 + (draw.next() * 9.0) as usize;
        let is_fixed = draw.next() < 0.5 && count > 4;
        let mut device = draw.device(count, statistics, is_fixed);
        let power = draw.between(0.001, 0.02);
        device.draw(power);
        let Some(best) = device.problem.optimum() else {
            // Only what no demon can draw has no best one.
            match device.problem.greatest() {
                Greatest::Power(most, _) => assert!(most.hull().lo <= power, "{power} {most:?}"),
                other => panic!("{other:?}"),
            }
            beyond += 1;
            continue;
        };
        let f: Vec<f64> = best
            .occupied
            .iter()
            .map(|[f, _]| {
                f.nearest().unwrap_or_else(|| {
                    let hull = f.hull();
                    0.5 * (hull.lo + hull.hi)
                })
            })
            .collect();
        assert!(device.is_physical(&f));
        let least = best.entropy.hull();
        assert!((device.entropy(&f) - least.lo).abs() < 1e-11 * (1.0 + least.lo.abs()));
        for _ in 0..1_000 {
            let move_by: Vec<f64> = (0..count).map(|_| draw.between(-1.0, 1.0)).collect();
            let along = device.unseen(move_by);
            let size = 10f64.powf(draw.between(-4.0, 0.0));
            let other: Vec<f64> = f.iter().zip(&along).map(|(f, d)| f + size * d).collect();
            if device.is_physical(&other) && dot(&along, &along) > 1e-12 {
                demons += 1;
                let entropy = device.entropy(&other);
                assert!(entropy > least.lo - 1e-12, "{entropy} {least:?} {is_fixed}");
            }
        }
        if is_fixed {
            let mut free = device.problem.clone();
            let place = free.wanted.len() - 2;
            free.wanted.remove(place);
            free.sites.iter_mut().for_each(|site| {
                site.costs.remove(place);
            });
            let free = free.optimum().expect("more freedom").entropy.hull();
            assert!(free.lo <= least.hi, "{free:?} {least:?}");
        }
        devices += 1;
    }
    assert!(demons > 300_000 && beyond < 50, "{demons} {beyond}");
}

/// Demons draw any power below the greatest one, and none beyond it.
#[test]
fn the_greatest_power_is_the_end_of_all_powers() {
    let mut draw = Draw(5);
    for _ in 0..300 {
        let statistics = if draw.next() < 0.5 { Statistics::Bose } else { Statistics::Fermi };
        let count = 4 + (draw.next() * 9.0) as usize;
        let is_fixed = draw.next() < 0.5 && count > 4;
        let mut device = draw.device(count, statistics, is_fixed);
        let Greatest::Power(most, _) = device.problem.greatest() else {
            panic!("{:?}", device.problem)
        };
        assert!(most.error() <= 1e-20, "{most:?}");
        let most = most.hull();
        for share in [0.01, 0.5, 0.99, 1.01, 2.0] {
            device.draw(share * most.lo);
            assert_eq!(device.problem.optimum().is_some(), share < 1.0, "{share} {most:?}");
        }
    }
}

/// At the greatest power the levels of h have to take up so many particles and so much energy. Two levels can do
/// that in one way, at an infinite entropy current; three can in many, of which none is picked.
#[test]
fn demons_that_reach_the_same_power_are_not_told_apart() {
    let machine = |hot: &str| {
        format!(
            "format = 1\n[reservoirs.h]\nT = 1\nmu = 0\nstatistics = 'bose'\n\
             [reservoirs.c]\nT = 0.5\nmu = 0\nstatistics = 'bose'\n\
             [reservoirs.l]\ndemon = 'optimal'\nfraction = 1\nfrom = 'c'\nfixed = ['n_h']\n\
             statistics = 'bose'\n\
             [[transmission]]\nbetween = ['h', 'l']\nT = '{hot}'\n\
             [[transmission]]\nbetween = ['c', 'l']\n\
             T = 'narrow(at=0.5, area=1) + narrow(at=0.75, area=1)'\n"
        )
    };
    let three = narrow(&["1", "1.5", "2"], "1");
    assert_eq!(row(&machine(&three)).status(), Status::Unproven);
    let two = narrow(&["1", "2"], "1");
    assert_eq!(row(&machine(&two)).status(), Status::Infinite("entropy_l=inf"));
}

/// A level more is never worse: without it, it has f = F.
#[test]
fn a_level_more_is_never_worse() {
    let mut draw = Draw(3);
    let mut devices = 0;
    while devices < 60 {
        let mut device = draw.device(7, Statistics::Fermi, false);
        device.draw(draw.between(0.001, 0.02));
        let mut fewer = device.problem.clone();
        fewer.sites.truncate(5);
        let (Some(all), Some(fewer)) = (device.problem.optimum(), fewer.optimum()) else {
            continue;
        };
        assert!(all.entropy.hull().lo <= fewer.entropy.hull().hi);
        devices += 1;
    }
}

/// The bound is one: where the wanted power is known to 1e-9 only, the entropy current has all values that belong to
/// these powers, and the occupations, too.
#[test]
fn what_is_not_known_is_enclosed() {
    let mut draw = Draw(11);
    for _ in 0..20 {
        let mut device = draw.device(6, Statistics::Fermi, false);
        let (power, by) = (draw.between(0.002, 0.01), 1e-9);
        device.draw(power);
        let mut vague = device.problem.clone();
        let last = vague.wanted.len() - 1;
        vague.wanted[last] = Number::constant(-power).widened(by);
        let Some(vague) = vague.optimum() else { continue };
        for share in [-1.0, -0.3, 0.0, 0.7, 1.0] {
            device.draw(power + share * by);
            let exact = device.problem.optimum().expect("close to one that is there");
            assert!(inside(&exact.entropy, &vague.entropy));
            for (a, b) in exact.occupied.iter().flatten().zip(vague.occupied.iter().flatten()) {
                assert!(inside(a, b));
            }
        }
    }
}

fn inside(a: &Number, b: &Number) -> bool {
    let (a, b) = (a.hull(), b.hull());
    b.lo <= a.hi && a.lo <= b.hi && b.hi - b.lo >= a.hi - a.lo
}

/// At the greatest power levels are empty or full: their entropy is infinite, and the COP is 0.
#[test]
fn the_greatest_power_costs_infinite_entropy() {
    let row = row(&machine("0.5", "fraction = 1\nfixed = ['n_h']", &HOT[..2], &COLD[..2]));
    assert_eq!(row.status().word(), "entropy_l=inf");
    assert_eq!(result(&row, "heat_c"), -0.053_788_284_273_999_01);
    assert_eq!(result(&row, "entropy_l"), f64::INFINITY);
    assert_eq!(result(&row, "cop"), 0.0);
}

/// In the laboratory a power has its unit: −J_c is that double, and with energies and temperatures in the same ratios
/// as in natural units the COP is the same.
#[test]
fn powers_have_units() {
    let natural = row(&machine("0.5", "power = 0.01", &["1", "2"], &["1.5", "1.3"]));
    let text = "format = 1\n[environment]\nT0 = 'T_h'\nmu0 = '10ueV'\n\
                [reservoirs.h]\nT = '10ueV'\nmu = '10ueV'\n[reservoirs.c]\nT = '5ueV'\nmu = '10ueV'\n\
                [reservoirs.l]\ndemon = 'optimal'\nfrom = 'c'\npower = '38.74045864931825 aW'\n\
                [[transmission]]\nbetween = ['h', 'l']\n\
                T = 'narrow(at=10ueV, area=10ueV) + narrow(at=20ueV, area=10ueV)'\n\
                [[transmission]]\nbetween = ['c', 'l']\n\
                T = 'narrow(at=15ueV, area=10ueV) + narrow(at=13ueV, area=10ueV)'\n\
                [results]\ncop = '-heat_c/(T0*entropy_l)'\n";
    let family = family(text);
    let reading = Reading { units: family.units().unwrap_or_default(), ..Reading::default() };
    let row = Row::new(&Inputs::complete(family, reading, |_| None).unwrap());
    // 0.01 E²/h with E = 10 µeV, by the constants of the SI (2019).
    assert_eq!(result(&row, "heat_c"), -3.874045864931825e-17, "{}", row.status());
    assert!((result(&row, "cop") / result(&natural, "cop") - 1.0).abs() < 1e-11);
}

/// A level of area 0 is seen by nothing: the best demon is that of the other levels, up to the greatest power.
#[test]
fn levels_without_area_do_not_matter() {
    for fixed in ["", "fixed = ['n_h']"] {
        for fraction in ["0.25", "1"] {
            let demon = format!("fraction = {fraction}\n{fixed}");
            let plain = machine("0.5", &demon, &HOT[..2], &COLD[..2]);
            let more = plain
                .replace("narrow(at=2, area=1)", "narrow(at=2, area=1) + narrow(at=2.25, area=0)")
                .replace(
                    "narrow(at=1.3, area=1)",
                    "narrow(at=1.3, area=1) + narrow(at=0.5, area=0)",
                );
            assert_ne!(plain, more);
            let [plain, more] = [row(&plain), row(&more)];
            assert_eq!(plain.status(), more.status(), "{demon}");
            for name in ["heat_c", "n_h", "cop", "entropy_l"] {
                assert_eq!(result(&plain, name), result(&more, name), "{demon} {name}");
            }
        }
    }
}
