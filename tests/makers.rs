//! A reservoir out of equilibrium in place of its makers: the same currents, and a bound on the entropy.

use ndemon::machine_file::{MachineFamily, MachineFile};
use ndemon::model::{Inputs, Reading, Row, Status};

/// The example with some of its numbers set.
fn makers(set: &[(&str, f64)]) -> Row {
    let text = include_str!("../examples/machines/makers.toml");
    let file = MachineFile::read("makers.toml", text.as_bytes()).unwrap();
    let family = MachineFamily::of(file).unwrap();
    let value = |name: &str| set.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    let inputs = Inputs::complete(family, Reading::default(), |p| value(p.name)).unwrap();
    let row = Row::new(&inputs);
    assert_eq!(row.status(), Status::Ok, "{set:?}");
    row
}

fn result(row: &Row, key: &str) -> f64 {
    row.result(row.inputs.family().result(key).unwrap())
}

/// All four by quadrature of their own formulas (mpmath, 40 digits): Σ_r J_r/T_r + ∫ j_l ln(1/f_l − 1) with l, the sum
/// over the pairs of (f_a − f_b)(x_b − x_a) with its makers.
#[test]
fn the_makers_of_a_reservoir_produce_more() {
    let [known, made] = [0.0, 1.0].map(|made| makers(&[("made", made)]));
    for (row, produced) in [(&known, 0.051_113_890_338_406_59), (&made, 0.661_632_839_591_362)] {
        for (key, value) in [
            ("n_h", -0.043_763_341_257_210_66),
            ("energy_c", -0.004_060_076_501_095_001),
            ("entropy_production", produced),
        ] {
            assert!((result(row, key) / value - 1.0).abs() <= 2e-16, "{key}: {}", result(row, key));
        }
    }
}

/// What h and c get does not change by a bit, whatever the share of each maker is; and by the joint convexity of
/// relative entropy more is produced (docs/theory.md), except where l is one of the makers: w = 0 and w = 1.
#[test]
fn no_current_tells_the_makers_from_what_they_make() {
    let other = [("mu_L", 0.625), ("T_L", 1.75), ("T_R", 0.25)];
    for set in [&[][..], &other] {
        for w in [0.0, 0.03125, 0.5, 0.8125, 1.0] {
            let [known, made] = [0.0, 1.0].map(|made| {
                let set: Vec<_> = set.iter().copied().chain([("w", w), ("made", made)]).collect();
                makers(&set)
            });
            for key in ["n_h", "energy_h", "heat_h", "n_c", "energy_c", "heat_c"] {
                assert_eq!(result(&known, key), result(&made, key), "{key} at w = {w}");
            }
            let [less, more] = [&known, &made].map(|row| result(row, "entropy_production"));
            match w {
                0.0 | 1.0 => assert_eq!(less, more, "w = {w}"),
                _ => assert!(less < more, "{less} {more} at w = {w}"),
            }
        }
    }
}
