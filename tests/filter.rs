//! Optimal filters, T = "optimal": against the curves of "Optimizing energy conversion with nonthermal resources in
//! steady-state quantum devices" (its public data), closed forms, and other filters.
#![allow(clippy::excessive_precision)] // Digits are those of the sources.

use crate::solved::{family, results};
use ndemon::model::{Inputs, Reading, Status};

const MIXED: &str = "0.5*fermi(mu=-2, T=5) + 0.5*fermi(mu=-0.5, T=1.2)";
const DIP: &str =
    "fermi(mu=-1.5, T=3) + 0.15*pi*(lorentzian(at=-0.5, fwhm=0.2) - lorentzian(at=-2.5, fwhm=0.2))";

/// A reservoir c at T = 1 and μ = 0 that is cooled by a resource.
fn cooled(f: &str, transmission: &str) -> String {
    format!(
        "format = 1\n[parameters]\nC = 2\n[reservoirs.c]\nT = 1\nmu = 0\n[reservoirs.l]\nf = '{f}'\n\
         [[transmission]]\nbetween = ['l', 'c']\n{transmission}\n[results]\nJ = '-heat_c'\neta = 'J/entropy_l'\n"
    )
}

/// The optimal filter of a wish.
fn optimal(f: &str, wish: &str) -> String {
    cooled(f, &format!("T = 'optimal'\nfrom = 'c'\n{wish}"))
}

/// The windows of the filter of a file.
pub fn windows(text: &str) -> Vec<[f64; 2]> {
    let family = family(text);
    let inputs = Inputs::complete(family, Reading::default(), |_| None).unwrap();
    family.view(&inputs).windows().unwrap()
}

/// Holds that a number differs from the expected one by this part of it at most.
#[track_caller]
pub fn near(found: f64, expected: f64, within: f64) {
    assert!((found / expected - 1.0).abs() <= within, "{found:e} for {expected:e}");
}

/// 21 digits by quadrature of 50 digits between roots of 50 digits.
#[test]
fn numbers_are_those_of_fifty_digits() {
    let columns = ["J", "entropy_l", "eta", "noise_heat_c", "filter_gap", "filter_windows"];
    for (f, count, numbers) in [
        (
            MIXED,
            1.0,
            [
                0.01078828393555886580551,
                0.02192529250726828985422,
                0.4920474348053747710468,
                0.08104524953651590287278,
            ],
        ),
        (
            DIP,
            2.0,
            [
                0.02618863314400487749681,
                0.07353270972160712393856,
                0.3561494366677679019094,
                0.08224565122264522526818,
            ],
        ),
    ] {
        let (found, status) = results(&optimal(f, "fraction = 1"), &columns);
        assert_eq!(status, Status::Ok);
        for (found, expected) in found.iter().zip(numbers) {
            near(*found, expected, 2e-15);
        }
        assert!(found[4] <= 1e-15 * found[0], "{:e}", found[4]);
        assert_eq!(found[5], count);
    }
    for (f, heat, eta, edges) in [
        (
            MIXED,
            0.0078735530401705977666,
            0.70927454212639830508,
            vec![[0.274461589196071366, 0.8162447457241051370]],
        ),
        (
            DIP,
            0.0085937879451603289826,
            0.67125745445316510185,
            vec![
                [-0.6058369611225519231, -0.564063134081156901],
                [-0.420507362789955055, -0.3765027986559978828],
                [0.281811957691499427, 0.7319452533597143761],
            ],
        ),
    ] {
        let text = optimal(f, "coldest = '1/C'");
        let (found, status) = results(&text, &["J", "eta", "filter_coldest", "filter_gap"]);
        assert_eq!((status, found[2]), (Status::Ok, 0.5));
        near(found[0], heat, 4e-15);
        near(found[1], eta, 2e-15);
        assert!(found[3] <= 1e-15 * heat, "{:e}", found[3]);
        let own = windows(&text);
        assert_eq!(own.len(), edges.len());
        for (own, edge) in own.iter().flatten().zip(edges.iter().flatten()) {
            near(*own, *edge, 4e-15);
        }
    }
}

/// Rows of the stored curves, C, J and J/S_L, with how exact the stored J is. Their first rows, C = 1.0000000940031244 and
/// 1.0000001354314048, have 4.8e-33 and 0 for J, which goes with (C − 1)².
#[test]
fn stored_curves_are_reproduced() {
    for (f, c, heat, eta, within) in [
        (MIXED, "1.0163528335523881", 2.739335873258694e-05, 0.98931663819917548, 2e-11),
        (MIXED, "2.6352740489294915", 0.0092257408971976682, 0.65108852617443846, 1e-14),
        (MIXED, "5.0881849813190421", 0.010416996667858761, 0.57019482593610182, 1e-14),
        (MIXED, "9.1600171290856967", 0.01068040109620504, 0.53441402447302133, 1e-14),
        (DIP, "1.010930309409702", 8.0174090560828393e-06, 0.99280220973950517, 2e-9),
        (DIP, "2.0930175332611261", 0.0092217833711690407, 0.65460586408125176, 1e-12),
        (DIP, "5.3720697267502899", 0.025802110885625479, 0.37112832415229619, 1e-12),
    ] {
        let text = optimal(f, &format!("coldest = '1/{c}'"));
        let (found, status) = results(&text, &["J", "eta"]);
        assert_eq!(status, Status::Ok);
        near(found[0], heat, within);
        near(found[1], eta, 4e-11);
    }
    // Near C = 1 all three windows are there, 6e-4 to 1.3e-2 wide; a search of roots by steps of 4e-3 loses two.
    let own = windows(&optimal(DIP, "coldest = '1/1.010930309409702'"));
    let widths: Vec<f64> = own.iter().map(|[from, to]| to - from).collect();
    assert!(matches!(widths[..], [a, b, _] if a < 1e-3 && b < 1e-3), "{widths:?}");
    // Beyond where the stored curves begin: J goes with (C − 1)² for one crossing, with the square of the level.
    let level = |level: f64| {
        let text = optimal(MIXED, &format!("coldest = '1 - {level}'"));
        let (found, status) = results(&text, &["J", "filter_windows"]);
        assert_eq!((status, found[1]), (Status::Ok, 1.0));
        found[0] / (level * level)
    };
    near(level(2f64.powi(-24)), level(2f64.powi(-20)), 4e-6);
}

/// A root at E = 0, at which a grid has a point and finds no change of sign.
#[test]
fn roots_at_zero_are_no_exception() {
    let file = |l: &str, coldest: f64| {
        format!(
            "format = 1\n[reservoirs.c]\nT = 1\nmu = -1\n[reservoirs.l]\n{l}\n[[transmission]]\nbetween = ['c', 'l']\n\
             T = 'optimal'\nfrom = 'c'\ncoldest = {coldest}\n"
        )
    };
    // x = E + 1 and y = E/2 + 1 are equal at 0, and x = 0.8 y at −1/3.
    let own = windows(&file("T = 2\nmu = -2", 0.8));
    let [[from, to]] = own[..] else { panic!("{own:?}") };
    assert!((from + 1.0 / 3.0).abs() < 1e-15 && to.abs() < 1e-15, "{from} {to:e}");
    // y = E + 2 is greater everywhere, and x = y/2 at 0.
    let own = windows(&file("f = 'fermi(mu=-2, T=1)'", 0.5));
    let [[from, to]] = own[..] else { panic!("{own:?}") };
    assert!(from.abs() < 1e-15 && to > 30.0, "{from:e} {to}");
}

#[test]
fn the_heat_is_the_one_that_is_asked_for() {
    for f in [MIXED, DIP] {
        let (most, _) = results(&optimal(f, "fraction = 1"), &["J"]);
        for share in [1e-9, 1e-4, 0.1, 0.37, 0.9, 0.999999] {
            let power = share * most[0];
            let by_power = optimal(f, &format!("power = {power:e}"));
            let columns = ["J", "eta", "filter_coldest", "filter_gap"];
            let (found, status) = results(&by_power, &columns);
            assert_eq!(status, Status::Ok, "{share}");
            // Windows are as wide as √share, and their edges are doubles.
            near(found[0], power, 4e-15f64.max(2e-15 / share.sqrt()));
            assert!(found[3] <= 1e-14 * found[0], "{share}: {:e}", found[3]);
            let (same, _) = results(&optimal(f, &format!("fraction = {share:e}")), &columns);
            near(same[1], found[1], 1e-12);
            // The filter at the temperature that was found is this one, as far as doubles tell.
            let coldest = format!("coldest = {:e}", found[2]);
            let (again, _) = results(&optimal(f, &coldest), &columns);
            near(again[1], found[1], 1e-9);
        }
        for (wish, word) in [
            (format!("power = {:e}", 1.0001 * most[0]), "power>max"),
            ("power = -1e-3".into(), "power<0"),
            ("fraction = 1.5".into(), "power>max"),
            ("fraction = -0.5".into(), "fraction<0"),
            ("coldest = -1".into(), "coldest<0"),
        ] {
            let (found, status) = results(&optimal(f, &wish), &["J"]);
            assert_eq!((status, found[0].is_nan()), (Status::Unphysical(word), true), "{wish}");
        }
        let (none, _) = results(&optimal(f, "power = 0"), &["J", "entropy_l", "filter_windows"]);
        assert_eq!(none, [0.0; 3]);
    }
}

/// Of no filter is (heat − θ·cost) greater than that of the best one by more than its gap, for whatever it draws.
#[test]
fn no_other_filter_is_better() {
    let others = [
        "boxcar(at=0.5, width=0.6)",
        "boxcar(at=0.54535316746008825, width=0.54178315652803)",
        "0.7*boxcar(at=0.54535316746008825, width=0.54178315652803)",
        "lorentzian(at=0.6, fwhm=0.3)*boxcar(at=0.5, width=3)",
        "(0.5 + 0.5*tanh(9*(E - 0.4)))*boxcar(at=0.6, width=0.5)",
        "boxcar(at=-0.585, width=0.0417) + boxcar(at=-0.3985, width=0.044) + boxcar(at=0.5069, width=0.45)",
        "boxcar(at=-0.585, width=0.04) + 0.98*boxcar(at=0.5069, width=0.45)",
        "gaussian(at=0.5, fwhm=0.4)*boxcar(at=0.5, width=2)",
    ];
    let mut least = f64::INFINITY;
    for f in [MIXED, DIP] {
        for (cost, column) in [("entropy", "entropy_l"), ("noise", "noise_heat_c")] {
            for other in others {
                let (drawn, status) =
                    results(&cooled(f, &format!("T = '{other}'")), &["J", column]);
                assert_eq!(status, Status::Ok, "{other}");
                if drawn[0] <= 0.0 {
                    continue;
                }
                let text = optimal(f, &format!("cost = '{cost}'\npower = {:e}", drawn[0]));
                let (best, status) = results(&text, &["J", column, "filter_gap"]);
                assert_eq!(status, Status::Ok, "{other}");
                near(best[0], drawn[0], 4e-15);
                assert!(best[1] <= drawn[1] * (1.0 + 1e-12), "{other}: {} {}", best[1], drawn[1]);
                least = least.min(drawn[1] / best[1] - 1.0);
                assert!(best[2] <= 1e-12 * best[0], "{:e}", best[2]);
            }
        }
    }
    // Some of them come close.
    assert!(least < 1e-4, "{least:e}");
}

/// What is asked for is what comes out, to the last place, and so do the price and the cost: by mpmath with 40 digits, from
/// the root of the heat as a function of the lower edge. Edges that are doubles are too coarse for that.
#[test]
fn heat_price_and_cost_are_right_to_the_last_place() {
    let columns = ["heat_c", "filter_coldest", "entropy_l"];
    for (wish, numbers) in [
        (
            "fraction = 0.5",
            [-0.005394141967779433452378, 0.6564073422272519776417, 0.006817243678365440812899],
        ),
        (
            "fraction = 0.3",
            [-0.003236485180667659951653, 0.7685166152684462118366, 0.003785857240572207005712],
        ),
        ("power = 0.001", [-0.001, 0.8899672472960510056893, 0.001076772162817423791213]),
        ("power = 0.004", [-0.004, 0.7297967331812189684495, 0.004805211554237536839128]),
    ] {
        let (found, status) = results(&optimal(MIXED, wish), &columns);
        assert_eq!((status, found.as_slice()), (Status::Ok, numbers.as_slice()), "{wish}");
    }
    // Far from E = 0, where a double is 1e-7 of T, as well: with f_l = 1 only holes draw heat, π²/12 of it at most, and half of
    // that by those beyond the window that is shut.
    for mu in ["0", "1e6", "1e9"] {
        let text = optimal("1", "fraction = 1").replace("mu = 0\n", &format!("mu = {mu}\n"));
        let (found, _) = results(&text, &["heat_c"]);
        assert_eq!(found[0], -0.82246703342411321824, "{mu}");
    }
}

/// No negative number of channels or spins is taken.
#[test]
fn counts_are_not_negative() {
    for (line, word) in [("channels = -2", "channels<0"), ("degeneracy = -2", "degeneracy<0")] {
        let (_, status) = results(&optimal(MIXED, &format!("fraction = 0.5\n{line}")), &["heat_c"]);
        assert_eq!(status.to_string(), word);
    }
}

/// Where the resource looks equally cold everywhere, each filter is as good as any other: Ṡ_l = P/T_l.
#[test]
fn a_colder_reservoir_sells_at_one_price() {
    for share in [0.2, 0.5, 0.8] {
        let text = optimal("", &format!("fraction = {share}")).replace("f = ''", "T = 0.5\nmu = 0");
        let (found, status) = results(&text, &["J", "entropy_l", "filter_coldest", "filter_gap"]);
        assert_eq!(status, Status::Ok);
        // All of it is π²/6 (T_c² − T_l²), by the integrals of both.
        near(found[0], share * std::f64::consts::PI.powi(2) / 6.0 * 0.75, 1e-15);
        near(found[1], 2.0 * found[0], 1e-15);
        assert_eq!(found[2], 0.5);
        assert!(found[3] < 1e-12 * found[0], "{:e}", found[3]);
    }
}

/// Two spins, channels, and heat that flows beside the filter.
#[test]
fn factors_and_what_flows_beside_are_counted() {
    let of = |transmission: &str, beside: &str| {
        let columns = ["J", "entropy_l", "filter_coldest"];
        let text = optimal(MIXED, transmission)
            .replace("[results]", &format!("{beside}\n[results]"))
            .replace("[reservoirs.l]", "[reservoirs.h]\nT = 1.1\nmu = 0\n[reservoirs.l]");
        let (found, status) = results(&text, &columns);
        assert_eq!(status, Status::Ok, "{text}");
        found
    };
    let one = of("power = 0.005", "");
    let two = of("power = 0.01\ndegeneracy = 2", "");
    let six = of("power = 0.03\ndegeneracy = 2\nchannels = 3", "");
    for (other, times) in [(&two, 2.0), (&six, 6.0)] {
        near(other[1], times * one[1], 1e-14);
        near(other[2], one[2], 1e-14);
    }
    // What is lost is lost as often.
    let gap = |factors: &str| {
        let (found, _) =
            results(&optimal(MIXED, &format!("coldest = 0.5{factors}")), &["filter_gap"]);
        found[0]
    };
    near(gap("\ndegeneracy = 2\nchannels = 3"), 6.0 * gap(""), 1e-12);
    // Whichever of the two comes first in the file.
    let turned = optimal(MIXED, "power = 0.005").replace("'l', 'c'", "'c', 'l'");
    let straight = optimal(MIXED, "power = 0.005");
    let columns = ["J", "entropy_l", "filter_coldest", "filter_gap"];
    assert_eq!(results(&turned, &columns), results(&straight, &columns));
    let leak = "[[transmission]]\nbetween = ['h', 'c']\nT = 'boxcar(at=0.5, width=0.125)'";
    let (beside, _) = results(
        "format = 1\n[reservoirs.c]\nT = 1\nmu = 0\n[reservoirs.h]\nT = 1.1\nmu = 0\n[[transmission]]\n\
         between = ['h', 'c']\nT = 'boxcar(at=0.5, width=0.125)'\n",
        &["heat_c"],
    );
    let net = of("power = 0.005", leak);
    let more = of(&format!("power = {:e}", 0.005 + beside[0]), "");
    near(net[0], 0.005, 4e-15);
    near(net[1], more[1], 1e-12);
}

/// In kelvins and electronvolts it is the same machine: T_c = 100 mK, of which e, k_B and h are the SI's.
#[test]
fn units_change_nothing() {
    let text = "format = 1\nunits = { energy = 'ueV', temperature = 'mK' }\n[parameters]\nkT = '100 mK'\n\
                [reservoirs.c]\nT = 'kT'\nmu = 0\n[reservoirs.l]\n\
                f = '0.5*fermi(mu=-2*kT, T=5*kT) + 0.5*fermi(mu=-kT/2, T=6*kT/5)'\n\
                [[transmission]]\nbetween = ['l', 'c']\nT = 'optimal'\nfrom = 'c'\npower = '0.01 fW'\n\
                [results]\neta = '-heat_c/(T_c*entropy_l)'\n";
    let (found, status) = results(text, &["heat_c", "eta", "filter_coldest"]);
    assert_eq!(status, Status::Ok);
    near(found[0], -1e-17, 4e-15);
    // (k_B·0.1 K)²/h in W.
    let unit = (1.380649e-24f64).powi(2) / 6.62607015e-34;
    let natural = optimal(MIXED, &format!("power = {:e}", 1e-17 / unit));
    let (same, _) = results(&natural, &["J", "eta", "filter_coldest"]);
    near(found[1], same[1], 1e-12);
    near(found[2], 0.1 * same[2], 1e-12);
}
