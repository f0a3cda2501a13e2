//! Noise: against proven values (`fixtures/machine/general.json`, ball arithmetic), closed forms, and what theory demands.

use crate::machine::{number, occupation, shape};
use crate::solved::{family, results, solved};
use ndemon::machine_file::{MachineFamily, MachineFile};
use ndemon::model::{Family, ResultRef, Row, Status};
use ndemon::quantity::Units;
use ndemon::refrigerator::{Parameter as P, Point, RefrigeratorFamily, Resonances};
use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};
use serde_json::Value;

fn cases() -> Vec<Value> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/machine/general.json");
    let all: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    all["cases"].as_array().unwrap().clone()
}

/// A machine of a case as a file.
fn file(case: &Value) -> String {
    let machine = &case["machine"];
    let mut text = "format = 1\n".to_owned();
    let kind = if machine["statistics"] == "boson" { "statistics = 'bose'\n" } else { "" };
    for reservoir in machine["reservoirs"].as_array().unwrap() {
        let state = match occupation(machine, reservoir) {
            Some(f) => format!("f = '{f}'"),
            None => format!("T = {}\nmu = {}", number(&reservoir["T"]), number(&reservoir["mu"])),
        };
        text += &format!("[reservoirs.{}]\n{state}\n{kind}", reservoir["name"].as_str().unwrap());
    }
    let transmissions = machine["transmissions"].as_array().unwrap();
    if let Some(ring) = transmissions.iter().map(|t| &t["shape"][0]).find(|s| s["type"] == "ring3")
    {
        let [gamma, t, phi] = ["gamma", "t", "phi"].map(|key| number(&ring[key]));
        let hop = |sign: &str| format!("'{t}*phase({sign}({phi})/3)'");
        let (forth, back) = (hop(""), hop("-"));
        let names = machine["reservoirs"].as_array().unwrap().iter();
        let names: Vec<&str> = names.map(|r| r["name"].as_str().unwrap()).collect();
        let widths = names.iter().enumerate().map(|(k, name)| {
            let row: Vec<&str> = (0..3).map(|i| if i == k { &*gamma } else { "0" }).collect();
            format!("{name} = [{}]", row.join(", "))
        });
        let widths: Vec<String> = widths.collect();
        return text
            + &format!(
                "[[scatterer]]\nlevels = [[0, {forth}, {back}], [{back}, 0, {forth}], [{forth}, {back}, 0]]\n\
                 widths = {{ {} }}\n",
                widths.join(", ")
            );
    }
    for transmission in transmissions {
        let ends = &transmission["to_from"];
        let shapes = transmission["shape"].as_array().unwrap();
        let shapes: Vec<String> = shapes.iter().map(|one| shape(machine, one)).collect();
        text += &format!(
            "[[transmission]]\nbetween = [{}, {}]\nT = '{}'\n",
            ends[0],
            ends[1],
            shapes.join(" + ")
        );
    }
    text
}

/// All machines whose noise is known, both statistics: n and energy, correctly rounded.
#[test]
fn noises_are_the_proven_ones() {
    let mut count = 0;
    for case in cases() {
        let Some(reservoirs) = case["reservoirs"].as_object() else { continue };
        for (name, known) in reservoirs {
            let Some(particle) = known.get("noise_particle") else { continue };
            let columns = [format!("noise_n_{name}"), format!("noise_energy_{name}")];
            let (found, status) = results(&file(&case), &columns.each_ref().map(|c| &**c));
            let id = case["id"].as_str().unwrap();
            for (found, known) in found.iter().zip([particle, &known["noise_energy"]]) {
                let known: f64 = number(&known["value"]).parse().unwrap();
                assert_eq!(*found, known, "{id} {name}");
            }
            assert!(!matches!(status, Status::Uncertain | Status::Unproven), "{id} {status}");
            count += 1;
        }
    }
    assert_eq!(count, 41);
}

/// Transmission eigenvalues, and heats that correlate, among them those of three reservoirs by amplitudes: correctly
/// rounded numbers of `fixtures/machine/noise.py`.
#[test]
fn eigenvalues_and_heats_are_those_of_mpmath() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/machine/noise.csv");
    let mut count = 0;
    for cells in csv::Reader::from_path(path).unwrap().deserialize() {
        let (machine, table, column, value): (String, String, String, String) = cells.unwrap();
        let file = MachineFile::read("machine.toml", machine.as_bytes()).unwrap();
        let name = if machine.contains("tbtrans") { "X.TBT.AVTEIG_a-b" } else { "t.csv" };
        if !table.is_empty() {
            file.supply(name, table.as_bytes()).unwrap();
        }
        let error = format!("{column}_error");
        let (found, status) = solved(MachineFamily::of(file).unwrap(), &[&column, &error]);
        let expected: f64 = value.parse().unwrap();
        assert_eq!(found[0], expected, "{column} of {machine}");
        assert!(found[1] <= 1e-18 * expected.abs(), "{column} within {:e}", found[1]);
        assert_eq!(status, Status::Ok, "{column} of {machine}");
        count += 1;
    }
    assert_eq!(count, 24);
}

/// Heats of reservoirs with μ = 0 are energies, with any third one; and between two with one μ what one gains the
/// other one loses.
#[test]
fn heats_correlate_as_energies_do() {
    let of = |mu: f64, rest: &str| {
        format!(
            "format = 1\n[reservoirs.a]\nT = 0.7\nmu = {mu}\n[reservoirs.b]\nT = 0.3\nmu = {mu}\n[reservoirs.c]\n\
             f = '0.3'\n[[transmission]]\nbetween = ['a', 'b']\nT = '0.3*lorentzian(at=0.3, fwhm=0.4)*boxcar(at=0, \
             width=4)'\n{rest}"
        )
    };
    let third = "[[transmission]]\nbetween = ['c', 'a']\nT = '0.4*boxcar(at=0.1, width=1.5)'\n";
    let names = ["noise_heat_a_b", "noise_heat_b_a", "noise_energy_a_b", "noise_correlation_b_a"];
    let (found, status) = results(&of(0.0, third), &names);
    assert!(found[0] < 0.0 && found[0] == found[1] && found[0] == found[2], "{found:?}");
    assert!(found[3] > -1.0 && found[3] < 0.0, "{found:?}");
    assert_eq!(status, Status::Ok);
    let (found, status) = results(&of(0.45, ""), &names);
    assert_eq!((found[3], status), (-1.0, Status::Ok));
    let file = family(&of(0.0, third));
    let why = file.absent("noise_heat_c_a").unwrap();
    assert!(why.contains("c is not in equilibrium"), "{why}");
    assert!(file.absent("noise_correlation_a_c").is_some());
    assert!(file.result("noise_correlation_a_c").is_none());
}

/// A narrow level passes particles at its own energy: heats go along or against each other, ±1.
#[test]
fn heats_of_one_level_go_along_with_each_other() {
    for (at, known) in [(1.5, -1.0), (0.5, 1.0), (-2.0, -1.0)] {
        let text = format!(
            "format = 1\n[reservoirs.a]\nT = 0.7\nmu = 1\n[reservoirs.b]\nT = 0.4\nmu = 0\n[[transmission]]\n\
             between = ['a', 'b']\nT = 'narrow(at={at}, area=0.3)'\n"
        );
        let (found, status) = results(&text, &["noise_correlation_a_b"]);
        assert_eq!((found[0], status), (known, Status::Ok), "{at}");
    }
}

/// The paper's device of Fig. 2 with narrow resonances: rows of closed forms in 30 digits.
#[test]
fn the_narrow_device_has_closed_forms() {
    for (id, tc, e4) in
        [("noise-narrow-0.5-1.3-lambda1", 0.5, 1.3), ("noise-narrow-0.75-1.1-lambda1", 0.75, 1.1)]
    {
        let case = cases().into_iter().find(|case| case["id"] == id).unwrap();
        let text = format!(
            "format = 1\n[environment]\nT0 = 1\nmu0 = 1\n[reservoirs.h]\nT = 1\nmu = 1\n[reservoirs.c]\nT = {tc}\n\
             mu = 1\n[reservoirs.l]\ndemon = {{ lambda = 1 }}\n[[transmission]]\nbetween = ['h', 'l']\n\
             T = 'narrow(at=1, area=1) + narrow(at=2, area=1)'\n[[transmission]]\nbetween = ['c', 'l']\n\
             T = 'narrow(at=1.5, area=1) + narrow(at={e4}, area=1)'\n"
        );
        let columns = ["noise_heat_h", "noise_heat_c", "noise_energy_h", "noise_n_l"];
        let (found, status) = results(&text, &columns);
        let keys = ["hot", "cold"].map(|of| format!("noise_heat_{of}"));
        let keys = [&*keys[0], &*keys[1], "noise_energy_hot", "noise_particle_demon"];
        for (found, key) in found.iter().zip(keys) {
            let known: f64 = number(&case[key]).parse().unwrap();
            assert!((found / known - 1.0).abs() < 5e-15, "{id} {key}: {found} {known}");
        }
        assert_eq!(status, Status::Ok);
    }
}

/// Two reservoirs with T = D at all energies: C = 2 D² T + D (1 − D) V coth(V/2T) at one temperature T, and
/// D² (T_a + T_b) + D (1 − D) times the integral of f_a + f_b − 2 f_a f_b in general, which is T_a + T_b for D = 1
/// alone. The noise with (f_a + f_b)² in place of (f_a − f_b)², a common misprint, is off by a multiple of D (1 − D).
#[test]
fn a_constant_transmission_has_closed_forms() {
    let two = |d: f64, t: [f64; 2], v: f64| {
        format!(
            "format = 1\n[reservoirs.a]\nT = {}\nmu = {v}\n[reservoirs.b]\nT = {}\nmu = 0\n[[transmission]]\n\
             between = ['a', 'b']\nT = {d}\n",
            t[0], t[1]
        )
    };
    let (found, _) = results(&two(1.0, [1.0, 0.5], 0.25), &["noise_n_a", "noise_n_b"]);
    assert_eq!(found, [1.5, 1.5]);
    for (d, t, v) in [(0.3, 0.5, 1.25), (0.9, 0.125, -0.7), (0.0625, 2.0, 0.01)] {
        let (found, _) = results(&two(d, [t, t], v), &["noise_n_a", "noise_n_b"]);
        let known = 2.0 * d * d * t + d * (1.0 - d) * v / (v / (2.0 * t)).tanh();
        assert!((found[0] / known - 1.0).abs() < 1e-14, "{found:?} {known}");
        assert_eq!(found[0], found[1]);
    }
}

/// Spin doubles everything: two channels that are alike, whose 1 − t is not that of their sum.
#[test]
fn channels_that_are_alike_add_up() {
    let with = |degeneracy: &str| {
        format!(
            "format = 1\n{degeneracy}\n[reservoirs.a]\nT = 0.7\nmu = 0.4\n[reservoirs.b]\nT = 0.3\nmu = -0.2\n\
             [reservoirs.c]\nT = 0.5\nmu = 0.1\n[[transmission]]\nbetween = ['a', 'b']\n\
             T = '0.6*lorentzian(at=0.3, fwhm=0.4)'\n[[transmission]]\nbetween = ['c', 'a']\n\
             T = '0.35*lorentzian(at=-0.2, fwhm=0.9)'\n"
        )
    };
    let columns = ["noise_n_a", "noise_heat_a", "noise_entropy_b", "noise_energy_c"];
    let (one, _) = results(&with(""), &columns);
    let (two, _) = results(&with("degeneracy = 2"), &columns);
    assert_eq!(one.iter().map(|c| 2.0 * c).collect::<Vec<_>>(), two);
}

/// Where all occupations are one: C_aa = 2 T Σ_b L0 and of heat 2 T Σ_b L2, Johnson's and Nyquist's, with a flux, too.
#[test]
fn equilibrium_fluctuates_as_it_conducts() {
    let ring = |flux: f64| {
        format!(
            "format = 1\n[reservoirs.a]\nT = 0.7\nmu = 0.1\n[reservoirs.b]\nT = 0.7\nmu = 0.1\n[reservoirs.c]\n\
             T = 0.7\nmu = 0.1\n[[scatterer]]\nlevels = [[0.2, '0.5*phase({flux})', '0.4*phase(-{flux})'], \
             ['0.5*phase(-{flux})', -0.1, 0.3], ['0.4*phase({flux})', 0.3, 0.15]]\n\
             widths = {{ a = [0.5, 0, 0], b = [0, 0.4, 0], c = [0, 0, 0.7] }}\n"
        )
    };
    for flux in [0.0, 0.45] {
        let columns = [
            "noise_n_a",
            "noise_heat_a",
            "conductance_a_b",
            "conductance_a_c",
            "onsager_2_a_b",
            "onsager_2_a_c",
        ];
        let (found, _) = results(&ring(flux), &columns);
        let [n, heat, ab, ac, second_ab, second_ac] = found[..] else { panic!() };
        assert!((n / (1.4 * (ab + ac)) - 1.0).abs() < 1e-15, "{found:?}");
        assert!((heat / (1.4 * (second_ab + second_ac)) - 1.0).abs() < 1e-15, "{found:?}");
    }
    // Phonons, whose particles fluctuate without bound.
    let text = "format = 1\n[reservoirs.a]\nT = 0.5\nstatistics = 'bose'\n[reservoirs.b]\nT = 0.5\n\
                statistics = 'bose'\n[[transmission]]\nbetween = ['a', 'b']\nT = '0.4*boxcar(at=0, width=3)'\n";
    let (found, _) = results(text, &["noise_energy_a", "noise_heat_b", "onsager_2", "noise_n_a"]);
    let [energy, heat, second, n] = found[..] else { panic!() };
    assert!((energy / second - 1.0).abs() < 1e-15 && energy == heat, "{found:?}");
    assert_eq!(n, f64::INFINITY);
}

type Complex = (f64, f64);

fn times((x, y): Complex, (u, v): Complex) -> Complex {
    (x * u - y * v, x * v + y * u)
}

/// The inverse of a matrix of three rows, by cofactors.
fn inverse(m: [[Complex; 3]; 3]) -> [[Complex; 3]; 3] {
    let minus = |a: Complex, b: Complex| (a.0 - b.0, a.1 - b.1);
    let cofactor = |i: usize, j: usize| {
        let (i, j) = ([(i + 1) % 3, (i + 2) % 3], [(j + 1) % 3, (j + 2) % 3]);
        minus(times(m[i[0]][j[0]], m[i[1]][j[1]]), times(m[i[0]][j[1]], m[i[1]][j[0]]))
    };
    let parts = [0, 1, 2].map(|j| times(m[0][j], cofactor(0, j)));
    let det = parts.into_iter().fold((0.0, 0.0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
    let size = det.0 * det.0 + det.1 * det.1;
    let over = (det.0 / size, -det.1 / size);
    [0, 1, 2].map(|i| [0, 1, 2].map(|j| times(cofactor(j, i), over)))
}

/// Three reservoirs at a ring with a flux: C_ab by the amplitudes s = 1 − i w† G w themselves,
/// C_ab = −∫ {|Σ_c s_ac s*_bc f_c|² + T_ba f_a (1 − f_a) + T_ab f_b (1 − f_b)} dE, by trapezoids, which
/// converge faster than any power for functions that are analytic and fall off.
#[test]
fn three_reservoirs_correlate_as_amplitudes_say() {
    let (flux, levels, hops, widths) =
        (0.45f64, [0.2, -0.1, 0.15], [0.5, 0.4, 0.3], [0.5f64, 0.4, 0.7]);
    let (t, mu) = ([0.7, 0.4, 0.55], [0.3, -0.2, 0.1]);
    let text = format!(
        "format = 1\n[reservoirs.a]\nT = 0.7\nmu = 0.3\n[reservoirs.b]\nT = 0.4\nmu = -0.2\n[reservoirs.c]\n\
         T = 0.55\nmu = 0.1\n[[scatterer]]\nlevels = [[0.2, '0.5*phase({flux})', '0.4*phase(-{flux})'], \
         ['0.5*phase(-{flux})', -0.1, 0.3], ['0.4*phase({flux})', 0.3, 0.15]]\n\
         widths = {{ a = [0.5, 0, 0], b = [0, 0.4, 0], c = [0, 0, 0.7] }}\n"
    );
    let phase = |x: f64, size: f64| (size * x.cos(), size * x.sin());
    let h = [
        [(levels[0], 0.0), phase(flux, hops[0]), phase(-flux, hops[1])],
        [phase(-flux, hops[0]), (levels[1], 0.0), (hops[2], 0.0)],
        [phase(flux, hops[1]), (hops[2], 0.0), (levels[2], 0.0)],
    ];
    let steps = 40_000;
    let (low, high) = (-30.0, 30.0);
    let step = (high - low) / f64::from(steps);
    let pairs = [(0, 1), (0, 2), (1, 2), (0, 0), (1, 1), (2, 2)];
    let mut sums = [[0.0; 2]; 6];
    for k in 0..=steps {
        let e = low + step * f64::from(k);
        let mut m = h.map(|row| row.map(|(x, y)| (-x, -y)));
        for (i, row) in m.iter_mut().enumerate() {
            row[i].0 += e;
            row[i].1 += 0.5 * widths[i];
        }
        let g = inverse(m);
        let s = |a: usize, b: usize| {
            let (x, y) = g[a][b];
            let w = (widths[a] * widths[b]).sqrt();
            (f64::from(u8::from(a == b)) + w * y, -w * x)
        };
        let f = [0, 1, 2].map(|r| 1.0 / (1.0 + ((e - mu[r]) / t[r]).exp()));
        let size = |(x, y): Complex| x * x + y * y;
        for ((a, b), sum) in pairs.into_iter().zip(&mut sums) {
            let parts = (0..3).map(|c| {
                let (x, y) = s(b, c);
                let (u, v) = times(s(a, c), (x, -y));
                (f[c] * u, f[c] * v)
            });
            let overlap = parts.fold((0.0, 0.0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
            let c = match a == b {
                // p (1 − p) + f (1 − f)(2t − 1) with p = Σ |s|² f.
                true => {
                    let (t, p) = (1.0 - size(s(a, a)), overlap.0);
                    p * (1.0 - p) + f[a] * (1.0 - f[a]) * (2.0 * t - 1.0)
                }
                false => {
                    let (ab, ba) = (size(s(a, b)), size(s(b, a)));
                    -size(overlap) - ba * f[a] * (1.0 - f[a]) - ab * f[b] * (1.0 - f[b])
                }
            };
            sum[0] += step * c;
            sum[1] += step * c * e * e;
        }
    }
    let names = ["a_b", "a_c", "b_c", "a", "b", "c"];
    for (name, [n, energy]) in names.iter().zip(sums) {
        let columns = [format!("noise_n_{name}"), format!("noise_energy_{name}")];
        let (found, status) = results(&text, &columns.each_ref().map(|c| &**c));
        assert!((found[0] / n - 1.0).abs() < 1e-11, "{name} {found:?} {n}");
        assert!((found[1] / energy - 1.0).abs() < 1e-10, "{name} {found:?} {energy}");
        assert_eq!(status, Status::Ok);
    }
}

/// Where no energy reaches both of two reservoirs, they know nothing of each other.
#[test]
fn what_shares_no_energy_does_not_correlate() {
    let coupled = |ends: &str, at: f64| {
        format!("[[transmission]]\nbetween = [{ends}]\nT = '0.45*boxcar(at={at}, width=0.5)'\n")
    };
    let three = |at: f64| {
        "format = 1\n[reservoirs.a]\nT = 1\nmu = 0.2\n[reservoirs.b]\nT = 0.5\nmu = 0\n[reservoirs.c]\nf = '0.3'\n"
            .to_owned()
            + &coupled("'a', 'c'", 0.0)
            + &coupled("'b', 'c'", at)
    };
    let columns = [
        "noise_n_a_b",
        "noise_n_a_c",
        "noise_n_a",
        "noise_energy_b_a",
        "noise_heat_a_b",
        "noise_correlation_a_b",
    ];
    let (apart, status) = results(&three(1.0), &columns);
    assert_eq!(apart, [0.0, -apart[2], apart[2], 0.0, 0.0, 0.0]);
    assert_eq!(status, Status::Ok);
    let (near, _) = results(&three(0.25), &columns);
    assert!(near[0] < 0.0 && near[3] < 0.0, "{near:?}");
}

/// Of one narrow level between two reservoirs the classical part C = f_a (1 − f_b) + f_b (1 − f_a) of the noise of the
/// entropy obeys σ ≤ C/2 (tanh x ≤ x); the full noise, which is less by Δ², need not.
#[test]
fn entropy_is_produced_within_half_of_the_classical_noise() {
    let mut below = 0;
    for (k, at) in [-1.0, 0.3, 0.9, 2.0, 6.0].into_iter().enumerate() {
        let text = format!(
            "format = 1\n[reservoirs.a]\nT = 0.{}\nmu = -0.4\n[reservoirs.b]\nT = 1.25\nmu = 0.6\n[[transmission]]\n\
             between = ['a', 'b']\nT = 'narrow(at={at}, area=1)'\n",
            2 * k + 1
        );
        let (found, _) = results(&text, &["noise_n_a", "n_a", "entropy_production"]);
        let [noise, n, production] = found[..] else { panic!() };
        let affinity = production / n;
        let classical = affinity * affinity * (noise + n * n);
        assert!(noise > 0.0 && production <= 0.5 * classical * (1.0 + 1e-14), "{found:?}");
        below += usize::from(production > 0.5 * affinity * affinity * noise);
    }
    assert!(below > 0);
}

/// Of random machines with two reservoirs: no noise is negative, and σ ≤ C/2 for the classical part
/// C = ∫ T (f_a (1 ± f_b) + f_b (1 ± f_a)) (y_a − y_b)² dE of the noise of the entropy, at every energy (tanh x ≤ x).
/// The full noise is C ∓ ∫ T² (f_a − f_b)² (y_a − y_b)² dE, so that the classical part is four times the noise at half of
/// the transmission less that at the whole; and y_a − y_b is linear in the energy, so that it is made of
/// the noises of particles, energy and heat. `NDEMON_MACHINES` says how many are tried.
#[test]
fn random_machines_produce_entropy_within_half_of_the_classical_noise() {
    let count = std::env::var("NDEMON_MACHINES").map_or(500, |text| text.parse().unwrap());
    let mut rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut random =
        |from: f64, to: f64| from + (to - from) * (rng.next_u64() >> 11) as f64 / 2f64.powi(53);
    let columns =
        ["noise_n_a", "noise_energy_a", "noise_heat_a", "noise_entropy_a", "entropy_production"];
    let (mut full, mut nearest) = (0, 0.0f64);
    for n in 0..count {
        let is_bosonic = n % 4 == 3;
        let [t_a, t_b] = [(); 2].map(|()| random(0.2, 1.5));
        // Some are near equilibrium.
        let close = if n % 3 == 0 { random(1e-3, 0.1) } else { 1.0 };
        let t_b = t_a + close * (t_b - t_a);
        let mu_a = if is_bosonic { random(-1.0, -0.2) } else { random(-1.0, 1.0) };
        let mu_b = mu_a + close * if is_bosonic { random(-0.5, 0.1) } else { random(-1.5, 1.5) };
        let (at, width) = (random(0.6, 2.5), random(0.02, 1.0));
        let shape = match n % 5 {
            0 | 1 => format!("boxcar(at={at}, width={width})"),
            2 => format!("lorentzian(at={at}, fwhm={width})*step(E)"),
            3 => format!("qpc(at={at}, width={})*step(E)*step(4-E)", 0.2 * width),
            _ => format!("{width}*step(E-{at})*step({at}+{width}-E)"),
        };
        let statistics = if is_bosonic { "statistics = 'bose'\n" } else { "" };
        let of = |part: f64| {
            let text = format!(
                "format = 1\n[reservoirs.a]\nT = {t_a}\nmu = {mu_a}\n{statistics}[reservoirs.b]\nT = {t_b}\n\
                 mu = {mu_b}\n{statistics}[[transmission]]\nbetween = ['a', 'b']\nT = '{part}*{shape}'\n"
            );
            let (found, status) = results(&text, &columns);
            assert!(found.iter().all(|number| *number >= 0.0), "{found:?} {status}\n{text}");
            (found, text)
        };
        let (((whole, text), (half, _)), sign) =
            ((of(1.0), of(0.5)), if is_bosonic { -1.0 } else { 1.0 });
        // y_a − y_b = (E − μ_a)/T_a − (E − μ_b)/T_b.
        let (slope, shift) = (1.0 / t_a - 1.0 / t_b, mu_b / t_b - mu_a / t_a);
        let entropy = |[n, energy, heat]: [f64; 3]| {
            let mixed = (energy + mu_a * mu_a * n - heat) / (2.0 * mu_a);
            slope * slope * energy + 2.0 * slope * shift * mixed + shift * shift * n
        };
        let [all, few] = [&whole, &half].map(|found| entropy([found[0], found[1], found[2]]));
        let (classical, production) = (4.0 * few - all, whole[4]);
        let what = || format!("{production} {classical} {all}\n{text}");
        assert!(sign * (classical - all) >= -1e-9 * classical, "{}", what());
        assert!(production <= 0.5 * classical * (1.0 + 1e-9), "{}", what());
        full += usize::from(production > 0.5 * all);
        nearest = nearest.max(production / (0.5 * classical));
    }
    println!("σ reaches {nearest} of its bound, and exceeds half of the full noise {full} times");
    assert!(full > 0 && nearest > 0.999, "{full} {nearest}");
}

/// What is not known from transmissions is refused, each time with its reason.
#[test]
fn what_needs_amplitudes_is_refused() {
    let two = |rest: &str| {
        format!("format = 1\n[reservoirs.a]\nT = 1\nmu = 0\n[reservoirs.b]\nT = 1\nmu = 1\n{rest}")
    };
    let why = |text: &str| {
        let found = family(text);
        assert!(found.result("noise_n_a").is_none(), "{text}");
        found.absent("noise_n_a").unwrap()
    };
    let coupling = "[[transmission]]\nbetween = ['a', 'b']\nT = '0.5*boxcar(at=1, width=1)'\n";
    let wide = two(&format!("{coupling}channels = 3\n"));
    assert!(why(&wide).contains("a has more"), "{}", why(&wide));
    let mixed = two(&format!("{coupling}{coupling}degeneracy = 2\n"));
    assert!(why(&mixed).contains("several degeneracies"), "{}", why(&mixed));
    let probed = two(&format!(
        "[reservoirs.p]\nprobe = 'voltage-temperature'\n{coupling}[[transmission]]\nbetween = ['a', 'p']\nT = 0.5\n"
    ));
    assert!(why(&probed).contains("the probe p"), "{}", why(&probed));
    let two_levels =
        two("[[scatterer]]\nlevels = [[0, 1], [1, 0]]\nwidths = { a = [1, 1], b = [0, 1] }\n");
    assert!(why(&two_levels).contains("a has more"), "{}", why(&two_levels));
    assert!(family(&two_levels).result("noise_n_b").is_some());
    // Two entries beside each other are one channel as long as they add to 1 at most.
    let (found, status) = results(&two(&format!("{coupling}{coupling}")), &["noise_n_a"]);
    assert!(found[0] > 0.0 && status == Status::Ok);
    let (found, status) =
        results(&two(&format!("{coupling}{coupling}{coupling}")), &["noise_n_a", "n_a"]);
    assert!(found[0].is_nan() && found[1] > 0.0);
    assert_eq!(status.word(), "T into a>channels");
    // A narrow term, as a window of vanishing width in which all carriers pass, leaves no room for others.
    let beside = two(&format!(
        "{coupling}[[transmission]]\nbetween = ['a', 'b']\nT = 'narrow(at=1.2, area=1)'\n"
    ));
    assert_eq!(results(&beside, &["noise_n_b"]).1.word(), "T into b>channels");
}

/// Columns of the refrigerator at a point, in the order of the names.
fn refrigerator(point: &Point, names: &[&str]) -> Vec<f64> {
    let found = |name: &&str| RefrigeratorFamily.result(name).unwrap();
    let wanted: Vec<ResultRef> = names.iter().map(found).collect();
    let row = Row::with(&point.inputs(), &wanted);
    wanted.iter().map(|result| row.result(result)).collect()
}

/// The rows of closed forms in 30 digits, of which the decimals of the inputs are exact.
#[test]
fn the_refrigerator_has_the_closed_forms() {
    for (id, tc, e4) in
        [("noise-narrow-0.5-1.3-lambda1", 0.5, 1.3), ("noise-narrow-0.75-1.1-lambda1", 0.75, 1.1)]
    {
        let case = cases().into_iter().find(|case| case["id"] == id).unwrap();
        let point = Point::paper(tc, e4);
        let found = refrigerator(&point, &["noise_heat_h", "noise_heat_c", "time_3_sigma"]);
        for (found, key) in found.iter().zip(["noise_heat_hot", "noise_heat_cold", "time_3_sigma"])
        {
            let known: f64 = number(&case[key]).parse().unwrap();
            assert!((found / known - 1.0).abs() < 5e-15, "{id} {key}: {found} {known}");
        }
    }
    // Nothing flows from an idle demon, so that nothing stands out; all that is left is thermal.
    let idle = refrigerator(&Point::paper(0.5, 1.5), &["noise_heat_c", "time_3_sigma"]);
    let f = 1.0 / (1.0 + 1f64.exp());
    assert!((idle[0] / (4.0 * 0.25 * f * (1.0 - f)) - 1.0).abs() < 1e-15, "{idle:?}");
    assert_eq!(idle[1], f64::INFINITY);
}

/// Windows of a width, by closed forms and by the quadrature of a machine file that has the same occupations.
#[test]
fn windows_fluctuate_as_their_machine_does() {
    for (gamma, tc, e4) in [(0.15, 0.6, 1.3), (0.01, 0.5, 1.25), (1e-5, 0.7, 1.2)] {
        let point = Point::paper(tc, e4).with(P::Mu0, 1.01).with(P::Gamma, gamma);
        let point = point.with_resonances(Resonances::Boxcar);
        let names =
            ["fl1", "fl2", "fl3", "fl4", "noise_heat_h", "noise_heat_c", "power", "time_3_sigma"];
        let found = refrigerator(&point, &names);
        let window = |at: f64| format!("boxcar(at={at}, width={gamma})");
        let windows = [1.0, 2.0, 1.5, e4].map(window);
        let f: Vec<String> =
            windows.iter().zip(&found).map(|(window, f)| format!("{f}*{window}")).collect();
        let text = format!(
            "format = 1\n[reservoirs.h]\nT = 1\nmu = 1.01\n[reservoirs.c]\nT = {tc}\nmu = 1.01\n[reservoirs.l]\nf = '{}'\n\
             [[transmission]]\nbetween = ['h', 'l']\nT = '{} + {}'\n[[transmission]]\nbetween = ['c', 'l']\n\
             T = '{} + {}'\n",
            f.join(" + "),
            windows[0],
            windows[1],
            windows[2],
            windows[3]
        );
        let columns = ["noise_heat_h", "noise_heat_c", "noise_n_h_c"];
        let (machine, status) = results(&text, &columns);
        for (noise, whole) in found[4..].iter().zip(&machine[..2]) {
            assert!((noise * gamma / whole - 1.0).abs() < 1e-13, "{gamma}: {found:?} {machine:?}");
        }
        assert_eq!((machine[2], status), (0.0, Status::Ok));
        let time = 9.0 * found[4] / (found[6] * found[6]);
        assert!((found[7] / time - 1.0).abs() < 1e-14, "{found:?}");
    }
}

/// In units of the laboratory: the machine file's numbers in W²/Hz.
#[test]
fn the_laboratory_has_its_units() {
    let point = Point::paper(0.08, 1.723e-6)
        .with(P::Th, 0.1)
        .with(P::Mu0, 0.0)
        .with(P::E1, 0.0)
        .with(P::E2, 8.617e-6)
        .with(P::E3, 4.309e-6)
        .with(P::Gamma, 0.5e-6)
        .in_units(Units::Laboratory);
    let found = refrigerator(&point, &["noise_heat_h", "noise_heat_c", "power", "time_3_sigma"]);
    let text = "format = 1\nunits = { energy = 'ueV', temperature = 'mK' }\n[environment]\nT0 = 100\nmu0 = 0\n\
                [reservoirs.h]\nT = 100\nmu = 0\n[reservoirs.c]\nT = 80\nmu = 0\n[reservoirs.l]\n\
                demon = { lambda = 1 }\n[[transmission]]\nbetween = ['h', 'l']\n\
                T = 'narrow(at=0ueV, area=0.5ueV) + narrow(at=8.617ueV, area=0.5ueV)'\n[[transmission]]\n\
                between = ['c', 'l']\nT = 'narrow(at=4.309ueV, area=0.5ueV) + narrow(at=1.723ueV, area=0.5ueV)'\n";
    let (machine, _) = results(text, &["noise_heat_h", "noise_heat_c", "energy_h"]);
    for (one, other) in found.iter().zip(&machine) {
        assert!((one / other - 1.0).abs() < 1e-14, "{found:?} {machine:?}");
    }
    let time = 9.0 * machine[0] / (machine[2] * machine[2]);
    assert!((found[3] / time - 1.0).abs() < 1e-13, "{found:?} {time}");
}
