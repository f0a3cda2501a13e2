//! Pumped currents, columns of pairs, and rules that a machine must keep.

use ndemon::machine_file::{MachineFamily, MachineFile};
use ndemon::model::{Family, Inputs, Reading, Row, Status};

fn row(text: &str) -> Row {
    let say = |found: Vec<ndemon::machine_file::FileError>| -> &'static MachineFamily {
        panic!("{text}\n{}", found.iter().map(ToString::to_string).collect::<String>())
    };
    let file = MachineFile::read("m.toml", text.as_bytes());
    let family = file.map_or_else(say, |file| MachineFamily::of(file).unwrap_or_else(say));
    let units = family.units().unwrap_or_default();
    Row::new(&Inputs::complete(family, Reading { units, ..Default::default() }, |_| None).unwrap())
}

fn result(row: &Row, key: &str) -> f64 {
    row.result(row.inputs.family().result(key).unwrap_or_else(|| panic!("{key}")))
}

fn kind(row: &Row) -> &'static str {
    ndemon::model::KINDS[result(row, "kind") as usize]
}

/// E over [0, 1] is pumped into h, and ½ over [1, 2] out of c.
fn pump(sign: &str, out: &str) -> String {
    format!(
        "format = 1\n[environment]\nT0 = 1\nmu0 = 0\n\
         [reservoirs.h]\nT = 1\nmu = 0.25\ncurrent = '{sign}E*boxcar(at=0.5, width=1)'\n\
         [reservoirs.c]\nT = 0.5\nmu = 0\ncurrent = '{sign}(-{out}*boxcar(at=1.5, width=1))'\n"
    )
}

/// By hand: ∫E dE = ½, ∫E² dE = ⅓ over [0, 1], and ∫ ½E dE = ¾ over [1, 2].
#[test]
fn pumped_currents_have_their_moments() {
    let row = row(&pump("", "0.5"));
    for (key, value) in [
        ("n_h", 0.5),
        ("n_c", -0.5),
        ("energy_h", 1.0 / 3.0),
        ("energy_c", -0.75),
        ("heat_h", 1.0 / 3.0 - 0.125),
        ("work", 5.0 / 12.0),
        ("entropy_production", 5.0 / 24.0 - 1.5),
    ] {
        assert!((result(&row, key) - value).abs() <= 1e-15, "{key}: {}", result(&row, key));
    }
}

/// An example with another voltage.
fn driven(text: &str, voltage: f64) -> Row {
    let file = MachineFile::read("m.toml", text.as_bytes()).unwrap();
    let family = MachineFamily::of(file).unwrap();
    let value = |name: &str| (name == "V").then_some(voltage);
    Row::new(&Inputs::complete(family, Reading::default(), |p| value(p.name)).unwrap())
}

const PUMP: &str = include_str!("../examples/machines/pump.toml");
const MOTOR: &str = include_str!("../examples/machines/motor.toml");

/// The level that is driven around a circle, against quadratures of the formulas before they are differentiated
/// (mpmath, 40 digits): n_r = ∫ ℓ (f_l − f_r) − ½ hν a ∫ ℓ² (f_l′ + f_r′) and W = hν a ∫ ℓ² (f_l − f_r)
/// + (hν)² ∫ (f_l′ + f_r′)(2 (de/g)² ℓ² + dp² ℓ).
#[test]
fn a_driven_level_pumps_and_turns() {
    for (text, voltage, particles, work) in [
        (PUMP, 0.02, 0.015_192_452_332_439_993, -0.003_469_182_085_421_491),
        (PUMP, 0.0, 0.033_295_878_681_527_603, -0.002_804_557_915_352_247_4),
        (MOTOR, 0.165, 0.180_573_827_882_918_56, 0.002_709_690_838_989_832),
    ] {
        let row = driven(text, voltage);
        for (key, value) in [("n_r", particles), ("n_l", -particles), ("work", work)] {
            assert!(
                (result(&row, key) / value - 1.0).abs() < 3e-16,
                "{key}: {}",
                result(&row, key)
            );
        }
        let efficiency = result(&row, "efficiency");
        assert!((0.0..1.0).contains(&efficiency), "{efficiency}");
    }
    assert_eq!(kind(&driven(PUMP, 0.02)), "pump");
    assert_eq!(kind(&driven(MOTOR, 0.165)), "motor");
    // A voltage that no drive stands against: what leaks back is more than what is pumped.
    assert_eq!(kind(&driven(PUMP, 0.1)), "dissipator");
}

/// Onsager's relation: what a small voltage works in a cycle, over the voltage, is the charge that is pumped without one.
/// W(V) − W(−V) has no second and fourth orders of V, and the third is V² of the first.
#[test]
fn a_bias_works_as_much_as_the_charge_that_is_pumped() {
    let voltage = 2.0_f64.powi(-14);
    let [forth, back] = [voltage, -voltage].map(|v| result(&driven(MOTOR, v), "work"));
    let charge = result(&driven(PUMP, 0.0), "n_r");
    assert!(
        ((forth - back) / (2.0 * voltage * charge) - 1.0).abs() < 1e-6,
        "{forth} {back} {charge}"
    );
}

/// What a machine is follows from the signs of A, B, C and W in −T0 Ṡ_irr = A + B + C + W.
#[test]
fn kinds_of_driven_machines() {
    // By hand: A = −1/8, B = −3/4, W = −5/12.
    assert_eq!(kind(&row(&pump("-", "0.5"))), "dissipator");
    // Work from heat: 1 over [1, 2] out of h, 1 over [0, 1] into c, both at μ = 0.
    let engine = "format = 1\n[environment]\nT0 = 0.5\nmu0 = 0\n\
                  [reservoirs.h]\nT = 1\nmu = 0\ncurrent = '-boxcar(at=1.5, width=1)'\n\
                  [reservoirs.c]\nT = 0.5\nmu = 0\ncurrent = 'boxcar(at=0.9, width=1)'\n";
    let engine = row(engine);
    // By hand: W = 1.5 − 0.9, B = −1.5·(1 − 0.5)/1, η = 0.6/0.75.
    assert_eq!(kind(&engine), "heat_engine");
    assert!((result(&engine, "work") - 0.6).abs() < 1e-15);
    assert!((result(&engine, "efficiency") - 0.8).abs() < 1e-15);
    // Work from a bias: 1 over [1, 2] out of h at μ = 1, and into c at μ = 0 lower by a quarter.
    let motor = "format = 1\n[environment]\nT0 = 1\nmu0 = 0\n\
                 [reservoirs.h]\nT = 1\nmu = 1\ncurrent = '-boxcar(at=1.5, width=1)'\n\
                 [reservoirs.c]\nT = 1\nmu = 0\ncurrent = 'boxcar(at=1.25, width=1)'\n";
    let motor = row(motor);
    assert_eq!(kind(&motor), "motor");
    assert!((result(&motor, "efficiency") - 0.25).abs() < 1e-15);
}

#[test]
fn currents_that_do_not_add_to_nothing_are_refused() {
    let row = row(&pump("", "0.375"));
    assert_eq!(row.status().word(), "currents are pumped and do not add to 0");
}

fn joined(transmissions: &str) -> String {
    format!(
        "format = 1\n[environment]\nT0 = 1\nmu0 = 0\n[reservoirs]\nh = {{ T = 1, mu = 0.25 }}\n\
         c = {{ T = 0.5, mu = 0 }}\nl = {{ T = 2, mu = 0 }}\n{transmissions}"
    )
}

fn between(ends: &str, formula: &str) -> String {
    format!("[[transmission]]\n{ends}\nT = '{formula}'\n")
}

/// What enters a reservoir is the sum of what enters it from each other one; a window of [0, 1] between h and c
/// alone gives 0.155958829005457 into c (mpmath, 40 digits).
#[test]
fn pairs_add_up() {
    let text = joined(
        &[
            between("between = ['h', 'c']", "boxcar(at=0.5, width=1)"),
            between("between = ['l', 'c']", "0.5*boxcar(at=1.5, width=0.5)"),
        ]
        .concat(),
    );
    let row = row(&text);
    let of = |key: &str| result(&row, key);
    assert!((of("n_c_h") - 0.155958829005457).abs() < 1e-14);
    assert_eq!(of("n_h_c"), -of("n_c_h"));
    assert!((of("n_c") - of("n_c_h") - of("n_c_l")).abs() < 1e-15);
    assert!((of("energy_c") - of("energy_c_h") - of("energy_c_l")).abs() < 1e-15);
    let produced = of("entropy_production_c_h") + of("entropy_production_c_l");
    assert!((of("entropy_production") - produced).abs() < 1e-15);
    assert!(of("entropy_production_c_h") > 0.0);
}

/// What leads one way only must lead on: Σ_b T_ab = Σ_b T_ba.
#[test]
fn one_way_transmissions_must_balance() {
    let way = |from: &str, to: &str, height: &str| {
        let ends = format!("from = '{from}'\nto = '{to}'");
        between(&ends, &format!("{height}*lorentzian(at=0.5, fwhm=0.25)"))
    };
    let round = [way("h", "c", "0.5"), way("c", "l", "0.5"), way("l", "h", "0.5")].concat();
    let around = row(&joined(&round));
    assert_eq!(around.status(), Status::Ok);
    assert!(result(&around, "entropy_production") > 0.0);
    let broken = [way("h", "c", "0.5"), way("c", "l", "0.25"), way("l", "h", "0.5")].concat();
    let broken = row(&joined(&broken));
    assert!(broken.status().word().starts_with("T into "), "{}", broken.status());
}

#[test]
fn transmissions_stay_between_nothing_and_their_channels() {
    let text = joined(&between("between = ['h', 'c']", "1.5*lorentzian(at=0.5, fwhm=0.001)"));
    assert_eq!(row(&text).status().word(), "T_h_c>channels");
    assert_eq!(row(&format!("{text}channels = 2\n")).status(), Status::Ok);
    let text = joined(&between("between = ['h', 'c']", "-0.1*boxcar(at=0.5, width=1)"));
    assert_eq!(row(&text).status().word(), "T_h_c<0");
}

/// ∫ E (n_h − n_c) over [0, 1] with μ_c = −½ (mpmath 1.3, 40 digits).
const ONE_SOFT: f64 = 0.7134558690716233;

/// The window of [0, 1] between bosons at T = 1 and T = ½ (mpmath, 40 digits, two quadratures): particles flow
/// without end where both are at μ = 0, and energy does not.
#[test]
fn bosons_at_the_edge_of_their_band() {
    let text = |mu: &str| {
        format!(
            "format = 1\n[environment]\nT0 = 1\nmu0 = 0\n[reservoirs]\n\
             h = {{ T = 1, statistics = 'bose' }}\nc = {{ T = 0.5, mu = {mu}, statistics = 'bose' }}\n{}\
             [results]\ncooling = '-energy_c'\ndouble = '2*n_c'\n",
            between("between = ['h', 'c']", "boxcar(at=0.5, width=1)")
        )
    };
    let both = row(&text("0"));
    assert_eq!(both.status().word(), "n_h=inf");
    assert_eq!(result(&both, "n_c"), f64::INFINITY);
    assert_eq!(result(&both, "n_h"), f64::NEG_INFINITY);
    assert!(result(&both, "double").is_nan());
    for (key, value) in [
        ("energy_c", 0.474030991807343),
        ("cooling", -0.474030991807343),
        ("heat_c", 0.474030991807343),
        ("entropy_c", 0.948061983614687),
        ("entropy_production", 0.474030991807343),
    ] {
        assert!((result(&both, key) - value).abs() <= 2e-15, "{key}: {}", result(&both, key));
    }
    // Where only h is at the edge, heat and entropy of c have no end, either.
    let one = row(&text("-0.5"));
    assert!((result(&one, "energy_c") - ONE_SOFT).abs() <= 2e-15, "{}", result(&one, "energy_c"));
    assert!((result(&one, "heat_h") + ONE_SOFT).abs() <= 2e-15);
    for key in ["n_c", "heat_c", "entropy_c", "entropy_production"] {
        assert_eq!(result(&one, key), f64::INFINITY, "{key}");
    }
    // Below the edge everything is finite.
    let none = row(&text("-0.5").replace("T = 1, s", "T = 1, mu = -0.25, s"));
    assert_eq!(none.status(), Status::Ok);
    assert!(result(&none, "n_c").is_finite());
}

/// Phonons live above 0, and leave electrons below 0 alone.
#[test]
fn phonons_beside_electrons() {
    let electrons = between("between = ['h', 'c']", "lorentzian(at=-0.5, fwhm=0.5)");
    let phonons = between("between = ['h', 'c']\ncarriers = 'bose'", "boxcar(at=0, width=2)");
    let (alone, both) = (row(&joined(&electrons)), row(&joined(&format!("{electrons}{phonons}"))));
    assert_eq!(result(&alone, "n_c"), result(&both, "n_c"));
    // The phonons alone: ∫ E (n_h − n_c) over [0, 1] as above.
    let heat = result(&both, "heat_c") - result(&alone, "heat_c");
    assert!((heat - 0.474030991807343).abs() < 2e-15, "{heat}");
    assert_eq!(both.status(), Status::Ok);
}
