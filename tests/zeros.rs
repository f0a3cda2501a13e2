//! Zeros by symmetry are exact, and stop being so with the last bit of a number.

use ndemon::machine_file::{MachineFamily, MachineFile};
use ndemon::model::{Family, Inputs, Reading, Row, Status};

fn row(text: &str) -> Row {
    let file = MachineFile::read("m.toml", text.as_bytes());
    let file = file.unwrap_or_else(|found| panic!("{text}\n{found:?}"));
    let family = MachineFamily::of(file).unwrap_or_else(|found| panic!("{text}\n{found:?}"));
    let reading = Reading { units: family.units().unwrap_or_default(), ..Default::default() };
    Row::new(&Inputs::complete(family, reading, |_| None).unwrap())
}

fn result(row: &Row, key: &str) -> f64 {
    row.result(row.inputs.family().result(key).unwrap())
}

/// Results that are 0 and certain, and others that are not 0.
fn zeros(text: &str, zeros: &[&str], others: &[&str]) {
    let row = row(text);
    for key in zeros {
        let (value, error) = (result(&row, key), result(&row, &format!("{key}_error")));
        assert_eq!((value.to_bits(), error), (0, 0.0), "{key}\n{text}");
    }
    for key in others {
        assert!(result(&row, key).abs() > 1e-9, "{key} {}\n{text}", result(&row, key));
    }
    assert_eq!(row.status(), Status::Ok, "{text}");
}

/// Results that are not 0 for certain, or uncertain.
fn no_zeros(text: &str, keys: &[&str]) {
    let row = row(text);
    for key in keys {
        let (value, error) = (result(&row, key), result(&row, &format!("{key}_error")));
        assert!(error > 0.0, "{key} {value} ± {error}\n{text}");
        let is_open = row.status() == Status::Uncertain && value.abs() <= error;
        let is_apart = value.abs() > error && value.abs() < 1e-14;
        assert!(is_open || is_apart, "{key} {value} ± {error} {:?}\n{text}", row.status());
    }
}

/// Reservoirs h, c and l, and transmissions between them.
fn machine(h: &str, c: &str, l: &str, transmissions: &[(&str, &str, &str)]) -> String {
    let mut text = "format = 1\n[environment]\nT0 = 1\nmu0 = 0\n[reservoirs]\n".to_owned();
    for (name, reservoir) in [("h", h), ("c", c), ("l", l)] {
        let is_used = transmissions.iter().any(|(a, b, _)| [a, b].contains(&&name));
        if is_used {
            text += &format!("{name} = {{ {reservoir} }}\n");
        }
    }
    for (a, b, formula) in transmissions {
        text += &format!("[[transmission]]\nbetween = ['{a}', '{b}']\nT = '{formula}'\n");
    }
    text
}

#[test]
fn particles_and_holes() {
    // f_h(c + x) = 1 − f_h(c − x), so f_l; T(c + x) = T(c − x): j is odd about c.
    for c in ["0", "0.375"] {
        let of = |last: &str| {
            let h = format!("T = 1.25, mu = '{c}'");
            let l =
                format!("f = '0.5*fermi(mu={c}-0.75, T=0.5) + 0.5*fermi(mu={c}+{last}, T=0.5)'");
            let t = format!(
                "(0.5*lorentzian(at={c}, fwhm=2.5)+0.25*exp(-(E-{c})^2))*boxcar(at={c}, width=1)"
            );
            machine(&h, "", &l, &[("h", "l", &t)])
        };
        zeros(&of("0.75"), &["n_h", "n_l"], &["energy_h", "heat_h", "entropy_production"]);
        no_zeros(&of("0.7500000000000001"), &["n_h", "n_l"]);
    }
    // So little that enclosures do not tell it from 0: rules alone do.
    let l = "f = '0.5*fermi(mu=-0.75, T=0.5) + 0.5*fermi(mu=0.75, T=0.5)'";
    let of = |mu: &str, at: &str| {
        let t = format!("boxcar(at={at}, width=1)");
        machine(&format!("T = 1.25, mu = {mu}"), "", l, &[("h", "l", &t)])
    };
    zeros(&of("0", "0"), &["n_h", "n_l"], &[]);
    no_zeros(&of("1e-40", "0"), &["n_h", "n_l"]);
    no_zeros(&of("0", "1e-40"), &["n_h", "n_l"]);
}

#[test]
fn a_bias_on_both_sides() {
    // The mirror E → −E takes h to c: j is even, and E j is odd.
    let of = |mu: &str| {
        let h = format!("T = 0.5, mu = {mu}");
        let t = "qpc(at=-0.25, width=0.5)*boxcar(at=-0.25, width=0.25) + fermi(mu=0.25, T=0.5)*boxcar(at=0.25, width=0.25)";
        machine(&h, "T = 0.5, mu = -0.375", "", &[("h", "c", t)])
    };
    zeros(&of("0.375"), &["energy_h", "energy_c"], &["n_h", "heat_h", "entropy_production"]);
    no_zeros(&of("0.37500000000000006"), &["energy_h", "energy_c"]);
    // About another energy the energy that flows is c n.
    let t = "lorentzian(at=0.5, fwhm=0.5)";
    let shifted = machine("T = 0.5, mu = 0.875", "T = 0.5, mu = 0.125", "", &[("h", "c", t)]);
    zeros(&shifted, &[], &["energy_h", "n_h"]);
}

#[test]
fn equal_reservoirs() {
    let keys =
        ["n_h", "energy_h", "heat_h", "entropy_h", "n_c", "entropy_production", "efficiency"];
    let of = |t: &str, mu: &str| {
        let c = format!("T = {t}, mu = {mu}");
        let formula = "boxcar(at=0.3, width=0.5)";
        machine("T = 0.3, mu = 0.7", &c, "", &[("h", "c", formula)])
    };
    zeros(&of("0.3", "0.7"), &keys, &[]);
    no_zeros(&of("0.3", "0.7000000000000001"), &["n_h", "heat_h"]);
    no_zeros(&of("0.30000000000000004", "0.7"), &["n_h", "heat_h"]);
    // A Fermi function given as a formula is one in equilibrium, and the terms of a mixture have no order.
    let l = "f = 'fermi(mu=0.7, T=0.3)'";
    zeros(&machine("T = 0.3, mu = 0.7", "", l, &[("h", "l", "0.5")]), &["n_h", "entropy_l"], &[]);
    // In kelvins, which are no doubles in electronvolts.
    let laboratory = |t: &str| {
        format!(
            "format = 1\n[reservoirs]\nh = {{ T = '80mK', mu = 0 }}\nc = {{ T = '{t}', mu = 0 }}\n\
             [[transmission]]\nbetween = ['h', 'c']\nT = 'boxcar(at=12ueV, width=5ueV)'\n"
        )
    };
    zeros(&laboratory("80mK"), &["n_h", "heat_c", "entropy_production"], &[]);
    let row = row(&laboratory("80.00000000000001mK"));
    assert!(result(&row, "n_h") != 0.0 && row.status() == Status::Ok);
}

#[test]
fn occupations_of_a_half() {
    let of = |f: &str| {
        let l = format!("f = '{f}'");
        machine("T = 1, mu = 0.25", "", &l, &[("h", "l", "boxcar(at=0.5, width=1)")])
    };
    zeros(&of("0.5"), &["entropy_l"], &["n_l", "energy_l"]);
    zeros(&of("0.5*fermi(mu=0.3, T=2) + 0.5*qpc(at=0.3, width=2)"), &["entropy_l"], &["n_l"]);
    no_zeros(&of("0.5000000000000001"), &["entropy_l"]);
    zeros(&of("0.5*fermi(mu=0, T=2) + 0.5*qpc(at=0, width=2)"), &["entropy_l"], &[]);
    no_zeros(&of("0.5*fermi(mu=0, T=2) + 0.5*qpc(at=1e-40, width=2)"), &["entropy_l"]);
    no_zeros(
        &of("0.5*fermi(mu=0.3, T=2) + 0.5*qpc(at=0.30000000000000004, width=2)"),
        &["entropy_l"],
    );
}

#[test]
fn sums_of_links_cancel() {
    // The mirror takes h to c and each window to the other one: ṅ_l = ṅ_lh + ṅ_lc.
    let of = |at: &str| {
        let l = "f = '0.5*fermi(mu=-0.75, T=0.5) + 0.5*fermi(mu=0.75, T=0.5)'";
        let other = format!("boxcar(at=-{at}, width=0.25)");
        let links = [("l", "h", "boxcar(at=0.625, width=0.25)"), ("c", "l", &*other)];
        machine("T = 0.25, mu = 0.5", "T = 0.25, mu = -0.5", l, &links)
    };
    zeros(&of("0.625"), &["n_l"], &["n_h", "n_c", "energy_l", "entropy_l"]);
    no_zeros(&of("0.6250000000000001"), &["n_l"]);
}

#[test]
fn nothing_is_coupled() {
    let links = [("h", "c", "0.5*boxcar(at=1, width=1)"), ("h", "l", "0*boxcar(at=1, width=1)")];
    let l = "f = '0.25'";
    let text = machine("T = 1, mu = 0.25", "T = 0.5, mu = 0", l, &links);
    zeros(&text, &["n_l", "energy_l", "entropy_l", "exergy_l"], &["n_h", "n_c"]);
}

#[test]
fn idle_demons() {
    let of = |lambda: &str, e4: &str| {
        let l = format!("demon = {{ lambda = {lambda} }}");
        let four = format!("narrow(at=1.5, area=1)+narrow(at={e4}, area=1)");
        let links = [("h", "l", "narrow(at=1, area=1)+narrow(at=2, area=1)"), ("c", "l", &*four)];
        machine("T = 1, mu = 1", "T = 0.5, mu = 1", &l, &links)
    };
    let keys = ["energy_h", "heat_h", "energy_c", "heat_c", "entropy_l", "entropy_production"];
    zeros(&of("0", "1.3"), &keys, &[]);
    zeros(&of("0.5", "1.5"), &keys, &[]);
    zeros(&of("0.5", "1.3"), &["n_l", "energy_l"], &keys);
    no_zeros(&of("1e-16", "1.3"), &["energy_h"]);
}

#[test]
fn a_zero_that_no_rule_knows_is_uncertain() {
    // tanh(E)² is even, which its normal form does not show.
    let l = "f = '0.5*fermi(mu=-0.75, T=0.5) + 0.5*fermi(mu=0.75, T=0.5)'";
    let t = "0.5*tanh(E)^2*boxcar(at=0, width=3)";
    let row = row(&machine("T = 1, mu = 0", "", l, &[("h", "l", t)]));
    let (value, error) = (result(&row, "n_h"), result(&row, "n_h_error"));
    assert_eq!(row.status(), Status::Uncertain);
    assert!(value.abs() <= error && error > 0.0 && error < 1e-22, "{value} ± {error}");
}

#[test]
fn what_is_small_is_certain() {
    // κ = ∫|j|/|∫j| is about 2^62: double-double numbers have too few digits left, and 256 bits are taken.
    let t = "lorentzian(at=0, fwhm=0.5)*boxcar(at=0, width=1)";
    let text = machine("T = 1, mu = 1e-19", "", "f = 'fermi(mu=0, T=0.5)'", &[("h", "l", t)]);
    let row = row(&text);
    // μ ∫ T (−f′) with f at T = 1, because ∫ T (f_h − f_l) is 0 at μ = 0: mpmath 1.3, 40 digits, quad over
    // [−0.5, 0, 0.5], times the double 1e-19. The next term is of third order in μ.
    assert_eq!((row.status(), result(&row, "n_l")), (Status::Ok, 1.366_850_141_286_087_2e-20));
}
