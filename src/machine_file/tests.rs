//! What machine files say, and what is said of wrong ones. Inputs that broke other programs name the
//! thread they are from.

use super::{Carriers, Coupling, Curve, FileError, Levels, MachineFile, ScattererKind, State};
use crate::quantity::Dimension;
use expect_test::Expect;
use proptest::prelude::*;

/// The sample of the manual.
pub const WIRE: &str = include_str!("../../examples/machines/wire.toml");

pub fn read(text: &str) -> MachineFile {
    MachineFile::read("wire.toml", text.as_bytes())
        .unwrap_or_else(|errors| panic!("{}", shown(&errors)))
}

fn shown(errors: &[FileError]) -> String {
    errors.iter().map(|error| error.to_string() + "\n").collect()
}

/// What is wrong with a file.
pub fn wrong(text: &str) -> String {
    match MachineFile::read("wire.toml", text.as_bytes()) {
        Ok(file) => shown(&file.warnings),
        Err(errors) => shown(&errors),
    }
}

/// What is wrong with a machine that has these lines in place of some of its own.
pub fn check(old: &str, new: &str, expected: Expect) {
    assert!(WIRE.contains(old), "{old}");
    expected.assert_eq(&wrong(&WIRE.replacen(old, new, 1)));
}

#[test]
fn the_sample_is_read() {
    let file = read(WIRE);
    assert_eq!(file.warnings, []);
    assert!(file.is_laboratory);
    assert_eq!(file.units.energy.as_deref(), Some("ueV"));
    let parameter = |name: &str| file.parameters.iter().find(|p| &*p.name == name).unwrap();
    let kinds = ["w", "V", "Tw"].map(|name| {
        let parameter = parameter(name);
        (parameter.value.measure.dimension(), parameter.unit.as_deref())
    });
    assert_eq!(
        kinds,
        [
            (Some(Dimension::Number), None),
            (Some(Dimension::Energy), Some("ueV")),
            (Some(Dimension::Temperature), Some("mK"))
        ]
    );
    let names: Vec<&str> = file.reservoirs.iter().map(|reservoir| &*reservoir.name).collect();
    assert_eq!(names, ["h", "c", "l"]);
    // Bare numbers have the units of the file, also within shapes; zero needs none.
    let State::Equilibrium { t: Some(t), mu: Some(mu), .. } = &file.reservoirs[0].state else {
        panic!()
    };
    assert_eq!((t.formula.to_string(), mu.formula.to_string()), ("80mK".into(), "0".into()));
    let State::Occupied(Curve::Formula(f)) = &file.reservoirs[2].state else { panic!() };
    assert_eq!(f.formula.to_string(), "(1 - w)*fermi(mu=-V/2, T=Tw) + w*fermi(mu=V/2, T=Tw)");
    let [first, second] = &file.transmissions[..] else { panic!() };
    assert_eq!((first.from, first.to, second.from, second.to), (0, 2, 1, 2));
    assert!(first.is_symmetric && first.carriers == Carriers::Fermi);
    let Curve::Formula(formula) = &first.value else { panic!() };
    assert_eq!(formula.formula.to_string(), "lorentzian(at=45ueV, fwhm=1ueV)");
    assert_eq!(&WIRE[formula.place.clone()], "\"lorentzian(at=45, fwhm=1)\"");
    // Energies per time are energies squared, as h = 1; an efficiency is a pure number.
    let powers: Vec<_> = file.results.iter().map(|r| r.formula.measure.energies()).collect();
    assert_eq!(powers, [Some(2), Some(0)]);
    assert_eq!(file.t0.unwrap().formula.to_string(), "T_h");
}

#[test]
fn whole_numbers_keep_their_digits() {
    // influxdata/telegraf#11945: an integer is refused where a float belongs there.
    let number = |text: &str| {
        let file = read(&WIRE.replace("w = 0.02", &format!("w = {text}")));
        file.parameters[0].value.formula.to_string()
    };
    assert_eq!(number("9007199254740993"), "9007199254740993");
    // TOML's own spellings: 0xff = 255, groups of digits, signs.
    assert_eq!(number("0xff"), "255");
    assert_eq!(number("1_000"), "1000");
    assert_eq!(number("-0"), "0");
    assert_eq!(number("-3"), "-3");
    assert_eq!(number("+1.50e-1_0"), "1.50e-10");
}

/// hukkin/tomli#304: a byte-order mark gives "invalid statement 1:1" there.
#[test]
fn marks_and_line_ends_change_nothing() {
    let text = format!("\u{feff}{}", WIRE.replace('\n', "\r\n"));
    let (file, other) = (read(WIRE), read(&text));
    assert_eq!(other.parameters.len(), file.parameters.len());
    let text = text.replace("[\"h\", \"l\"]", "[\"h\", \"x\"]");
    assert_eq!(wrong(&text), wrong(&WIRE.replace("[\"h\", \"l\"]", "[\"h\", \"x\"]")));
}

/// The machine M0 of the inputs that broke other programs, with these lines for its transmission.
fn small(transmission: &str) -> String {
    format!(
        "format = 1\n[environment]\nT0 = 1\nmu0 = 0\n[reservoirs]\nh = {{ T = 1, mu = 0.25 }}\n\
         c.T = 0.5\nc.mu = 0\n[[transmission]]\nbetween = [\"h\", \"c\"]\n{transmission}\n"
    )
}

#[test]
fn numbers_without_units_are_natural() {
    let file = read(&small("T = \"exp(-2^2*E^2) + 0.5*E/(exp(E)-1)*step(E + 12)\""));
    assert!(!file.is_laboratory);
    assert_eq!(file.reservoirs.len(), 2);
    // A unit anywhere makes it a machine of the laboratory, in which a number is no energy.
    let errors = wrong(&small("T = \"boxcar(at=12ueV, width=1ueV)\""));
    assert!(errors.contains("write 0.25ueV, or units"), "{errors}");
}

#[test]
fn a_hundred_thousand_parentheses_are_refused_on_a_small_stack() {
    // uutils/coreutils#13146, codeplea/tinyexpr#136.
    let run = || {
        let deep = "(".repeat(100_000) + "1" + &")".repeat(100_000);
        let error = wrong(&small(&format!("T = \"{deep}\"")));
        assert!(error.contains("nested too deep") && error.len() < 1000, "{error}");
        let lists = "[".repeat(100_000);
        assert!(!wrong(&small(&format!("T = {lists}"))).is_empty());
        // The highest tree that is read passes all checks.
        let sum = "1".to_owned() + &"+E".repeat(999);
        read(&small(&format!("T = \"{sum}\"")));
        // So does a long chain of reservoirs.
        let chain: String =
            (1..5000).map(|k| format!("r{k} = {{ T = \"T_r{}\", mu = 0 }}\n", k - 1)).collect();
        let text = small("T = 1")
            .replace("[reservoirs]", &format!("[reservoirs]\nr0.T = 1\nr0.mu = 0\n{chain}"));
        assert_eq!(read(&text).reservoirs.len(), 5002);
    };
    std::thread::Builder::new().stack_size(2 << 20).spawn(run).unwrap().join().unwrap();
}

#[test]
fn tables_are_described() {
    let text = "T = { table = \"2022-05-12_f.csv\", energy = \"E\", value = \"T\", error = \"dT\", \
                unit = \"2.5meV\", shift = \"Vg\", where = { phi = \"phi\" } }";
    let text = small(text)
        .replace("0.25", "\"0.25meV\"")
        .replace("T = 1,", "T = \"1 K\",")
        .replace("c.T = 0.5", "c.T = \"0.5K\"")
        .replace("T0 = 1", "T0 = \"T_h\"");
    let file = read(&(text + "[parameters]\nVg = \"1mV\"\nphi = 0.5\n"));
    let Curve::Table(table) = &file.transmissions[0].value else { panic!() };
    assert_eq!(&*table.path.text, "2022-05-12_f.csv");
    assert_eq!(table.unit.as_ref().unwrap().formula.to_string(), "2.5meV");
    assert_eq!((&*table.rows[0].0, table.rows[0].1.formula.to_string()), ("phi", "phi".into()));
    assert_eq!(file.warnings, []);
    let tbtrans = small("T = { tbtrans = \"X.TBT.AVTRANS_Left-Right\" }")
        .replace("0.25", "0")
        .replace("T = 1,", "T = \"300K\",")
        .replace("c.T = 0.5", "c.T = \"200K\"")
        .replace("T0 = 1", "T0 = \"300 K\"");
    let Curve::Table(table) = &read(&tbtrans).transmissions[0].value else { panic!() };
    assert!(table.is_tbtrans);
}

#[test]
fn scatterers_are_described() {
    let scatterer = "[[scatterer]]\nlevels = [[\"e1\", \"t*phase(2*pi*phi)\"], [\"t*phase(-2*pi*phi)\", 0.5]]\n\
                     widths = { h = [\"g\", 0], c = [0, 1e-1] }\n\
                     [[scatterer]]\nsmatrix = \"S.csv\"\nleads = { h = [0], c = [1, 2] }\n\
                     [parameters]\ne1 = 1\nt = 2\nphi = 0.5\ng = 1\n";
    let file = read(&(small("T = 1") + scatterer));
    assert_eq!(file.warnings, []);
    let ScattererKind::Levels { levels: Levels::Cells(rows), couplings } = &file.scatterers[0].kind
    else {
        panic!()
    };
    assert_eq!(&*rows[0][1].text, "t*phase(2*pi*phi)");
    let Coupling::Widths(widths) = &couplings[0].1 else { panic!() };
    assert_eq!((couplings[0].0, &*widths[0].text, widths[0].is_string), (0, "g", true));
    let ScattererKind::Matrix { leads, .. } = &file.scatterers[1].kind else { panic!() };
    assert_eq!(leads[..], [(0, vec![0]), (1, vec![1, 2])][..]);
}

#[test]
fn demons_and_families_are_described() {
    let demon = |lambda: &str| {
        let text = WIRE.lines().map(|line| match line.starts_with("f = ") {
            true => format!("demon = {{ lambda = {lambda} }}\n"),
            false => format!("{line}\n"),
        });
        let windows = "narrow(at=45, area=1) + narrow(at=46, area=1)";
        let text = text.collect::<String>();
        let text = text.replace("lorentzian(at=45, fwhm=1)", windows);
        let file = read(&text.replace("lorentzian(at=8, fwhm=1)", windows));
        let State::Demon { lambda, is_multiple } = &file.reservoirs[2].state else { panic!() };
        (lambda.formula.to_string(), *is_multiple)
    };
    assert_eq!(demon("1"), ("1".into(), false));
    assert_eq!(demon("\"0.3max\""), ("0.3".into(), true));
    assert_eq!(demon("\"2*w\""), ("2*w".into(), false));
    let file = read("format = 1\nfamily = \"refrigerator\"\n[parameters]\nth = 1\ne1 = 2\n");
    assert_eq!(&*file.family.unwrap().text, "refrigerator");
}

#[test]
fn directions_and_carriers_are_described() {
    let file = read(&small(
        "T = 1\n[[transmission]]\nfrom = \"h\"\nto = \"c\"\nT = \"step(E)\"\n\
                            carriers = \"bose\"\nname = \"ph\"\nchannels = 2\n[results]\nq = \"energy_ph\"\n",
    ));
    let entry = &file.transmissions[1];
    assert!(!entry.is_symmetric && entry.carriers == Carriers::Bose);
    // The order of the file: h is an inline table, c is dotted.
    let names: Vec<&str> = file.reservoirs.iter().map(|reservoir| &*reservoir.name).collect();
    assert_eq!((names, entry.from, entry.to), (vec!["h", "c"], 0, 1));
}

proptest! {
    #[test]
    fn any_change_of_a_file_is_read_or_has_a_place(
        cut in 0..WIRE.len(),
        length in 0..40usize,
        put in r##"([-+*/^()\[\]{}=:.'"#\\\n 0-9eE]|nan|T_h|f = |\u{3bb}|\u{2212}|1e400|true|2020-01-01|''')"##
    ) {
        let end = (cut + length).min(WIRE.len());
        let text = format!("{}{put}{}", &WIRE[..cut], &WIRE[end..]);
        if let Err(errors) = MachineFile::read("wire.toml", text.as_bytes()) {
            prop_assert!(!errors.is_empty());
            for error in errors {
                prop_assert!(error.line <= text.matches('\n').count() + 1);
                prop_assert!(error.to_string().contains('^'));
            }
        }
    }

    #[test]
    fn any_bytes_are_read_or_have_a_place(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        let errors = MachineFile::read("wire.toml", &bytes).unwrap_err();
        prop_assert!(errors.iter().all(|error| error.line >= 1));
    }
}
