//! The columns of machines: values by mpmath, in natural units and in those of the laboratory, in every format.
//!
//! The numbers of the machine of [`WIRE`] are by mpmath with 40 digits (`fixtures/machine/columns.py`), rounded to the
//! nearest doubles: `quad` between places around every centre, edge and step, and, for the integrals of absolute
//! values, between the zeros of the current as well, which `findroot` gives (−1.2675, 0.37740, 0.96166).

use crate::folder::{folder, run};
use crate::shell::sh;
use std::path::PathBuf;

/// Pothier's wire between two dots and a window; in `UNIT`s of energy if there are any.
const WIRE: &str = r#"format = 1
[environment]
T0 = "2*0.5UNIT"
mu0 = 0.125
[parameters]
w = 0.4375
[reservoirs.h]
T = "2*0.5UNIT"
mu = 0
[reservoirs.c]
T = "0.5*1UNIT"
mu = 0.25
[reservoirs.l]
f = "(1-w)*fermi(mu=-1, T=0.125UNIT) + w*fermi(mu=1, T=0.125UNIT)"
[[transmission]]
between = ["h", "l"]
name = "hot"
T = "0.5*lorentzian(at=0.75, fwhm=0.125)"
[[transmission]]
between = ["l", "h"]
name = "wide"
T = "0.0625*boxcar(at=0.5, width=3)"
[[transmission]]
between = ["c", "l"]
T = "lorentzian(at=0.375, fwhm=0.25)"
"#;

const N_HOT: f64 = 0.003_740_977_698_954_474;
const ENERGY_HOT: f64 = 0.002_136_565_597_061_505_7;
const N_WIDE: f64 = -0.016_413_443_857_908_393;
const WORK: f64 = -0.005_605_871_904_016_168_5;
const HEAT: f64 = -0.003_125_709_421_189_869_4;
const ORDER: f64 = -0.044_946_729_817_223_446;
const EXERGY: f64 = -0.053_678_311_142_429_484;
const DEMON_N: f64 = 0.428_200_061_508_389_1;
const DEMON_ENERGY: f64 = 0.035_781_781_566_163_44;
const DEMON_N_BY_W: f64 = -10.357_639_424_699_427;
const DEMON_ENERGY_BY_W: f64 = -5.455_167_123_217_07;
/// f_l + T_hl w at the energy 0.75.
const SEEN: f64 = 0.631_442_939_349_839_1;

/// The same with plain numbers.
fn natural() -> String {
    let numbers = WIRE.replace("\"2*0.5UNIT\"", "1").replace("\"0.5*1UNIT\"", "0.5");
    numbers.replace("UNIT", "")
}

/// The same in meV.
fn in_mev() -> String {
    let units = "format = 1\nunits = { energy = \"meV\" }\n";
    WIRE.replace("UNIT", "meV").replacen("format = 1\n", units, 1)
}

/// A folder with a machine of this text.
fn machine(name: &str, text: &str) -> PathBuf {
    let folder = folder(name);
    std::fs::write(folder.join("m.toml"), text).unwrap();
    folder
}

/// The cells of a row of these columns, by name.
fn row(folder: &std::path::Path, columns: &str) -> Vec<(String, String)> {
    let csv = run(folder, &format!("ndemon eval m.toml --format csv --columns {columns}"));
    let lines: Vec<&str> = csv.lines().collect();
    assert!(lines.len() == 3 && lines[2] == "[0]", "{csv}");
    let pairs = lines[0].split(',').zip(lines[1].split(','));
    pairs.map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect()
}

fn numbers(row: &[(String, String)]) -> Vec<f64> {
    row.iter()
        .map(|(name, cell)| cell.parse().unwrap_or_else(|_| panic!("{name}: {cell}")))
        .collect()
}

#[test]
fn named_transmissions_split_exergy_and_conditions_of_a_demon_have_the_values_of_mpmath() {
    let results = "[results]\nseen = \"f_l(at=0.75) + T_h_l(at=3/4)*w\"\n\
        back = \"f_l(at=T_c+mu_c) + T_l_h(at=0.75)*w\"\nlater = \"2*demon_n_l - n_hot\"\n";
    let folder = machine("machine-columns", &(natural() + results));
    let columns = "n_hot,energy_hot,n_wide,exergy_l_work,exergy_l_heat,exergy_l_order,exergy_l,\
        demon_n_l,demon_energy_l,seen,back";
    // `wide` counts into l, the first of its `between`.
    let expected =
        [N_HOT, ENERGY_HOT, -N_WIDE, WORK, HEAT, ORDER, EXERGY, DEMON_N, DEMON_ENERGY, SEEN, SEEN];
    assert_eq!(numbers(&row(&folder, columns)), expected);
    // A result of columns that are there on request only is computed where none of them is asked for.
    assert_eq!(numbers(&row(&folder, "later")), [2.0 * DEMON_N - N_HOT]);
    // Bounds of errors, and nothing that is not certain.
    let errors = "n_hot_error,exergy_l_order_error,demon_n_l_error,demon_energy_l_error,seen_error";
    for (place, error) in numbers(&row(&folder, errors)).into_iter().enumerate() {
        assert!(error > 0.0 && error < 1e-22, "{place}: {error}");
    }
    assert_eq!(row(&folder, "demon_n_l,status")[1].1, "ok");
}

/// Eq. B2 is Eq. 14: the three parts are Δℰ for any T0 and μ0, which the parts themselves depend on.
#[test]
fn the_parts_of_exergy_add_to_it() {
    let folder = machine("machine-columns-b2", &natural());
    for set in ["T0=0.3", "T0=2 --set mu0=-0.75", "w=0.0625 --set mu0=1"] {
        let columns = "exergy_l_work,exergy_l_heat,exergy_l_order,exergy_l";
        let csv = run(
            &folder,
            &format!("ndemon eval m.toml --set {set} --format csv --columns {columns}"),
        );
        let cells: Vec<f64> =
            csv.lines().nth(1).unwrap().split(',').map(|cell| cell.parse().unwrap()).collect();
        let [work, heat, order, exergy] = cells[..] else { panic!("{csv}") };
        let size = work.abs() + heat.abs() + order.abs();
        assert!((work + heat + order - exergy).abs() < 4e-16 * size, "{set}: {csv}");
    }
}

/// The split needs an occupation that falls from 1 to 0: it is left out where there is none.
#[test]
fn exergy_is_not_split_where_there_is_no_temperature() {
    let text = natural().replace("(1-w)*", "0.5*(1-w)*");
    let folder = machine("machine-columns-half", &text);
    let asked = run(&folder, "ndemon eval m.toml --columns exergy_l_work");
    assert!(asked.contains("the occupation of l is no mixture of Fermi functions"), "{asked}");
    assert!(asked.ends_with("[2]\n"), "{asked}");
    let listed = run(&folder, "ndemon columns m.toml");
    assert!(listed.contains("\ndemon_n_l ") && !listed.contains("exergy_l_work"), "{listed}");
}

/// A demon by Eq. 20 takes neither particles nor energy, exactly; a term of it alone takes some.
#[test]
fn a_demon_keeps_its_conditions_exactly() {
    let example = sh("ndemon machine example refrigerator");
    let text = example.replace("[0]\n", "").replace("between = [", "name = \"PART\"\nbetween = [");
    let text = text.replacen("PART", "one", 1).replacen("PART", "two", 1);
    let folder = machine("machine-columns-demon", &text);
    let found = numbers(&row(&folder, "demon_n_l,demon_energy_l,n_one,n_two"));
    assert_eq!(found, [0.0; 4]);
    // All of the heat enters the hot reservoir by its own transmission (Eq. 19).
    let energies = numbers(&row(&folder, "energy_one,energy_two,energy_h,energy_c"));
    assert!(energies[0] == energies[2] && energies[1] == energies[3], "{energies:?}");
}

/// Currents of which the integrals are polynomials: j = E from −1/4 to 3/4, so that n = 1/4, ∫ |j| = 5/16, the
/// energy is 7/48, and ∫ |E − 1/2| |j| is 1/16, a third of it in each of the three pieces between −1/4, 0, 1/2 and 3/4.
#[test]
fn conditions_of_a_demon_count_a_current_by_its_size() {
    let text = "format = 1\n[environment]\nT0 = 1\nmu0 = 0.5\n[reservoirs.h]\nT = 1\nmu = 0\n\
        current = \"-E*boxcar(at=0.25, width=1)\"\n[reservoirs.l]\nf = \"fermi(mu=0, T=2)\"\n\
        current = \"E*boxcar(at=0.25, width=1)\"\n";
    let folder = machine("machine-columns-size", text);
    assert_eq!(numbers(&row(&folder, "demon_n_l,demon_energy_l")), [0.8, 7.0 / 3.0]);
    // Zero width: sizes add at different energies, and currents do at the same one.
    let text = "format = 1\n[environment]\nT0 = 1\nmu0 = 0.5\n[reservoirs.h]\nT = 2\nmu = 0\n\
        [reservoirs.c]\nT = 0.5\nmu = 0\n[reservoirs.l]\nf = \"fermi(mu=0, T=1)\"\n[parameters]\n\
        e = 1\n[[transmission]]\nbetween = [\"h\", \"l\"]\nT = \"narrow(at=e, area=1)\"\n\
        [[transmission]]\nbetween = [\"c\", \"l\"]\nT = \"narrow(at=1, area=1)\"\n";
    let folder = machine("machine-columns-narrow", text);
    let fermi = |x: f64| 1.0 / (1.0 + x.exp());
    let hot = |e: f64| fermi(e / 2.0) - fermi(e);
    let cold = fermi(2.0) - fermi(1.0);
    let of = |set: &str| -> f64 {
        let csv =
            run(&folder, &format!("ndemon eval m.toml {set} --format csv --columns demon_n_l"));
        csv.lines().nth(1).unwrap().parse().unwrap()
    };
    assert!(hot(1.0) > 0.0 && cold < 0.0);
    assert_eq!(of(""), 1.0);
    let apart = (hot(1.5) + cold).abs() / (hot(1.5) - cold);
    assert!((of("--set e=1.5") / apart - 1.0).abs() < 1e-14, "{apart}");
}

/// With T0 = T_h and μ0 of both reservoirs nothing but the demon pays: without it something is gained for nothing,
/// and entropy seems to fall by that of the demon less what is produced (Eq. 11).
#[test]
fn what_is_gained_for_nothing_seems_infinitely_efficient() {
    let example = sh("ndemon machine example refrigerator").replace("[0]\n", "");
    let folder = machine("machine-columns-seeming", &example);
    let cells = row(&folder, "seeming_efficiency,status");
    assert_eq!((&*cells[0].1, &*cells[1].1), ("inf", "ok"));
    let columns = "seeming_entropy_production,entropy_production,entropy_l";
    let [seeming, truly, demon] = numbers(&row(&folder, columns))[..] else { panic!() };
    assert!(seeming < 0.0 && (seeming + demon - truly).abs() < 1e-16, "{seeming} {truly} {demon}");
}

#[test]
fn what_is_left_out_without_an_environment_is_said() {
    let text = natural().replace("[environment]\nT0 = 1\nmu0 = 0.125\n", "");
    let folder = machine("machine-columns-environment", &text);
    let said = run(&folder, "ndemon eval m.toml --columns n_h --format csv");
    let sentence = "T0 and mu0 are not known, so that exergy, kind and efficiency are left out: \
        give T0 and mu0 in [environment]\n";
    assert!(said.contains(&format!("warning: {sentence}")) && said.ends_with("[0]\n"), "{said}");
    let asked = run(&folder, "ndemon eval m.toml --columns exergy_l");
    assert_eq!(asked, format!("error: --columns: `exergy_l`: {sentence}[2]\n"));
}

/// 1e-3 e/h of a particle current, and its square times h of an energy current (SI, 2019).
#[test]
fn columns_are_in_si_where_numbers_have_units() {
    let results = r#"[results]
power = { formula = "energy_hot", unit = "pW" }
rate = { formula = "n_hot", unit = "GHz" }
level = { formula = "energy_hot/n_hot", unit = "ueV" }
warm = { formula = "energy_hot/n_hot", unit = "mK" }
work = { formula = "energy_hot/n_hot", unit = "zJ" }
amps = { formula = "current_h", unit = "pA" }
seen = "f_l(at=0.75) + T_h_l(at=0.75meV)*w"
"#;
    let results = results.replace("\nwork =", "\njoules =");
    let text = in_mev() + &results;
    let folder = machine("machine-columns-si", &text);
    let (e, h, k) = (1.602176634e-19, 6.62607015e-34, 1.380649e-23);
    let (n, energy) = (1e-3 * e / h, 1e-6 * e * e / h);
    let level = ENERGY_HOT / N_HOT * 1e-3;
    let expected = [
        ("n_hot_per_s", N_HOT * n),
        ("energy_hot_W", ENERGY_HOT * energy),
        ("exergy_l_order_W", ORDER * energy),
        ("demon_n_l", DEMON_N),
        ("power_pW", ENERGY_HOT * energy * 1e12),
        ("rate_GHz", N_HOT * n * 1e-9),
        ("level_ueV", level * 1e6),
        ("warm_mK", level * e / k * 1e3),
        ("joules_zJ", level * e * 1e21),
        ("seen", SEEN),
    ];
    let columns = expected.map(|(name, _)| name).join(",");
    let found = row(&folder, &columns);
    for ((name, value), (column, cell)) in expected.into_iter().zip(&found) {
        let number: f64 = cell.parse().unwrap();
        assert_eq!(name, column);
        assert!((number / value - 1.0).abs() < 1e-15, "{name}: {number} {value}");
    }
    // −e n, in amperes and in the prefix of the result.
    let currents = numbers(&row(&folder, "current_h,amps,n_h,n_h_l,energy_h_l,energy_h"));
    let [current, amps, n_h, n_h_l, energy_h_l, energy_h] = currents[..] else { panic!() };
    assert!((current / (-e * n_h) - 1.0).abs() < 1e-15, "{current} {n_h}");
    assert!((amps / (current * 1e12) - 1.0).abs() < 1e-15, "{amps} {current}");
    assert_eq!((n_h, energy_h), (n_h_l, energy_h_l));
    // What cannot be such a unit.
    for (unit, message) in [
        ("nm", "units are 1/s, W/K, eV, K, Hz, V, J and A"),
        ("k1/s", "units are 1/s, W/K, eV, K, Hz, V, J and A"),
        ("W", "units are 1/s, W/K, eV, K, Hz, V, J and A"),
    ] {
        std::fs::write(folder.join("bad.toml"), text.replace("\"GHz\"", &format!("\"{unit}\"")))
            .unwrap();
        let said = run(&folder, "ndemon eval bad.toml");
        assert!(said.contains(message) && said.ends_with("[2]\n"), "{unit}: {said}");
    }
}

/// Every column that is listed is in CSV, JSON and Parquet, by the listed name.
/// Zeros of the current are found in doubles, so that the derivatives are known to within bounds, not to the last place.
#[test]
fn conditions_of_a_demon_have_derivatives_across_zeros_of_its_current() {
    let folder = machine("machine-columns-slopes", &natural());
    for (name, value) in [("n", DEMON_N_BY_W), ("energy", DEMON_ENERGY_BY_W)] {
        let columns = format!("ddemon_{name}_l_dw,ddemon_{name}_l_dw_error,status");
        let cells = row(&folder, &columns);
        let number = |place: usize| -> f64 { cells[place].1.parse().unwrap() };
        let off = (number(0) - value).abs();
        assert!(off <= number(1) + 2.0 * f64::EPSILON * value.abs(), "{name}: {cells:?}");
        assert!(number(1) < 1e-12 && cells[2].1 == "uncertain", "{name}: {cells:?}");
    }
}

#[test]
fn listed_columns_are_in_every_format() {
    let folder = machine("machine-columns-formats", &in_mev());
    let listed = run(&folder, "ndemon columns m.toml");
    let names: Vec<&str> = listed
        .lines()
        .filter(|line| !line.starts_with([' ', '[']) && !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "name")
        .collect();
    assert!(names.len() > 60 && names.contains(&"demon_n_l_error"), "{names:?}");
    let asked = names.join(",");
    let csv = run(&folder, &format!("ndemon eval m.toml --format csv --columns {asked}"));
    assert_eq!(csv.lines().next(), Some(&*asked), "{csv}");
    let json = run(&folder, &format!("ndemon eval m.toml --format json --columns {asked}"));
    for (name, cell) in names.iter().zip(csv.lines().nth(1).unwrap().split(',')) {
        assert!(json.contains(&format!("\"{name}\":")), "{name}: {json}");
        assert!(!cell.is_empty(), "{name}: {csv}");
    }
    if cfg!(feature = "parquet") {
        let line = format!("ndemon sweep m.toml --set w=0.4375 --columns {asked} -o m.parquet");
        assert_eq!(run(&folder, &line), "[0]\n");
        let bytes = std::fs::read(folder.join("m.parquet")).unwrap();
        for name in names {
            assert!(bytes.windows(name.len()).any(|part| part == name.as_bytes()), "{name}");
        }
    }
}

#[test]
fn names_that_mean_a_column_are_refused() {
    let text = natural();
    let parameter = |name: &str| text.replacen("w = 0.4375", &format!("w = 0.4375\n{name} = 1"), 1);
    for (text, message) in [
        (parameter("n_hot"), "`n_hot` is a column"),
        (parameter("energy_wide_error"), "`energy_wide_error` is a column"),
        (parameter("demon_energy_l"), "`demon_energy_l` is a column"),
        (parameter("exergy_l_order"), "`exergy_l_order` is a column"),
        (text.replacen("name = \"hot\"", "name = \"c\"", 1), "`c` is the name of a reservoir"),
        (text.replacen("name = \"hot\"", "name = \"wide\"", 1), "there are two of the name `wide`"),
    ] {
        let folder = machine("machine-columns-names", &text);
        let said = run(&folder, "ndemon eval m.toml");
        assert!(said.contains(message) && said.ends_with("[2]\n"), "{message}: {said}");
    }
}

/// 0.98 + 0.02 is 1 − 1.7e-17 as doubles (the exact sum of the two by Python's fractions).
#[test]
fn weights_that_miss_1_are_named_with_the_remedy() {
    let f = "(1-w)*fermi(mu=-1, T=0.125) + w*fermi(mu=1, T=0.125)";
    let off = f.replacen("(1-w)", "0.98", 1).replacen("w*", "0.02*", 1);
    let text = natural().replacen(f, &off, 1).replacen("w = 0.4375\n", "", 1);
    let folder = machine("machine-columns-weights", &text);
    let said = run(&folder, "ndemon eval m.toml");
    let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let named = "the weights 0.98 and 0.02 (off by 1.7e-17)";
    assert!(words.contains(&format!("because {named} in f of l do not add to 1")), "{said}");
    assert!(words.contains("as in (1-w) beside w"), "{said}");
    let checked = run(&folder, "ndemon machine check m.toml");
    assert!(checked.contains(&format!("warning: f of reservoir `l`: {named}")), "{checked}");
    assert!(checked.contains("--> m.toml:13:5") && checked.ends_with("[0]\n"), "{checked}");
    // Nothing is said of weights that do.
    let folder = machine("machine-columns-weights", &natural());
    let checked = run(&folder, "ndemon machine check m.toml");
    assert!(!checked.contains("weights"), "{checked}");
}

/// Error bars go through what a probe finds: as far as it moves when the values of the table do, one after the other.
#[test]
fn deviations_go_through_probes() {
    folder("probe-sd");
    let file = "format = 1\\n[reservoirs]\\nh = { T = 1, mu = 0.1 }\\nc = { T = 0.5, mu = 0.25 }\\n\
        p = { probe = \"voltage-temperature\" }\\n[[transmission]]\\nbetween = [\"h\", \"p\"]\\n\
        T = { table = \"t.csv\", energy = \"E\", value = \"T\", error = \"s\" }\\n\
        [[transmission]]\\nbetween = [\"p\", \"c\"]\\nT = \"boxcar(at=0.5, width=1)\"\\n";
    let found = |values: [f64; 3], columns: &str| -> Vec<f64> {
        let [a, b, c] = values;
        let text = sh(&format!(
            "cd probe-sd; printf '{file}' > m.toml; printf 'E,T,s\\n-1,{a},0.01\\n0,{b},0.02\\n1,{c},0.01\\n' > t.csv; \
             ndemon sweep m.toml --set T_h=1 --columns {columns} --quiet"
        ));
        let row = text.lines().nth(1).unwrap();
        row.split(',').filter_map(|cell| cell.parse().ok()).collect()
    };
    let values = [0.2, 0.8, 0.1];
    let deviations = found(values, "T_p_sd,mu_p_sd,n_h_sd");
    let mut squares = [0.0; 3];
    for (place, sigma) in [0.01, 0.02, 0.01].into_iter().enumerate() {
        let side = |sign: f64| {
            let mut moved = values;
            moved[place] += sign * 1e-4;
            found(moved, "T_p,mu_p,n_h")
        };
        let [up, down] = [side(1.0), side(-1.0)];
        for (square, (up, down)) in squares.iter_mut().zip(up.iter().zip(&down)) {
            *square += ((up - down) / 2e-4 * sigma).powi(2);
        }
    }
    for (deviation, square) in deviations.iter().zip(squares) {
        assert!((deviation / square.sqrt() - 1.0).abs() < 1e-6, "{deviation} {}", square.sqrt());
    }
    assert_eq!(deviations.len(), 3);
}
