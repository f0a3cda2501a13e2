//! Tables, S-matrices and Hamiltonians of files: what is computed from them, and what is refused. Values are those
//! of mpmath 1.3 at 30 digits unless something else is named.

use expect_test::expect_file;
use ndemon::machine_file::{FileError, KEYS, Keys, MachineFamily, MachineFile, Value};
use ndemon::model::{Block, Family, Inputs, Reading, Row, Status};
use std::path::PathBuf;

/// A folder of its own for a test, with a machine file and files beside it.
fn family(
    name: &str,
    machine: &str,
    files: &[(&str, &str)],
) -> Result<&'static MachineFamily, String> {
    let folder: PathBuf =
        std::env::temp_dir().join(format!("ndemon-tables-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    for (file, text) in files {
        std::fs::write(folder.join(file), text).unwrap();
    }
    let path = folder.join("m.toml");
    let say = |found: Vec<FileError>| {
        found.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    let file = MachineFile::read(path.to_str().unwrap(), machine.as_bytes());
    let family = file.map_err(say).and_then(|file| MachineFamily::of(file).map_err(say));
    std::fs::remove_dir_all(&folder).unwrap();
    family
}

fn inputs(family: &'static MachineFamily, set: &[(&str, f64)]) -> Inputs {
    let units = family.units().unwrap_or_default();
    let reading = Reading { units, ..Default::default() };
    let value = |name: &str| set.iter().find(|(own, _)| *own == name).map(|(_, value)| *value);
    Inputs::complete(family, reading, |parameter| value(parameter.name)).unwrap()
}

fn row_at(family: &'static MachineFamily, set: &[(&str, f64)]) -> Row {
    Row::new(&inputs(family, set))
}

fn row(name: &str, machine: &str, files: &[(&str, &str)]) -> Row {
    row_at(family(name, machine, files).unwrap_or_else(|found| panic!("{found}")), &[])
}

fn result(row: &Row, key: &str) -> f64 {
    row.result(row.inputs.family().result(key).unwrap_or_else(|| panic!("{key}")))
}

fn is_near(found: f64, expected: f64, within: f64) -> bool {
    (found - expected).abs() <= within * expected.abs()
}

/// h at T = 1, μ = ¼ and c at T = ½, μ = 0, joined by this.
fn pair(rest: &str) -> String {
    format!(
        "format = 1\n[environment]\nT0 = 1\nmu0 = 0\n[parameters]\nphi = 1\n[reservoirs]\n\
         h = {{ T = 1, mu = 0.25 }}\nc = {{ T = 0.5, mu = 0 }}\n{rest}\n"
    )
}

fn table(keys: &str) -> String {
    pair(&format!("[[transmission]]\nbetween = ['h', 'c']\nT = {{ table = 't.csv'{keys} }}"))
}

/// ∫ (f_h − f_c) over [0, 1], and ∫ E (f_h − f_c).
const WINDOW: [f64; 2] = [0.155958829005457, 0.0898639120999085];

/// Two modes with |S_12|² = 0.7 at E = 0 and 1: 0.7 times the window.
fn matrix(s: [[f64; 2]; 2], digits: usize) -> String {
    let mut text = "E,to,from,re,im\n".to_owned();
    for energy in [0, 1] {
        for (to, row) in s.iter().enumerate() {
            for (from, value) in row.iter().enumerate() {
                text += &format!("{energy},{to},{from},{value:.digits$},0\n");
            }
        }
    }
    text
}

const SCATTERER: &str = "[[scatterer]]\nsmatrix = 'S.csv'\nleads = { h = [0], c = [1] }";

#[test]
fn an_s_matrix_is_its_squares() {
    let (a, b) = (0.3f64.sqrt(), 0.7f64.sqrt());
    let row_of = |digits| {
        let text = matrix([[a, b], [b, -a]], digits);
        row("s", &pair(SCATTERER), &[("S.csv", &text)])
    };
    let exact = row_of(17);
    assert!(is_near(result(&exact, "n_c"), 0.7 * WINDOW[0], 1e-14));
    assert!(is_near(result(&exact, "energy_c"), 0.7 * WINDOW[1], 1e-14));
    // Four digits of amplitudes are 1e-4 of |S|².
    assert!(is_near(result(&row_of(4), "n_c"), 0.7 * WINDOW[0], 2e-4));
    // sncosmo/sncosmo#133: a unitarity error of 1e-6 passes there.
    let text = matrix([[a, b], [b * (1.0 + 1e-6), -a]], 17);
    let wrong = family("s-off", &pair(SCATTERER), &[("S.csv", &text)]).unwrap_err();
    assert!(wrong.contains("T_0,1 − T_1,0 = -1.4e-6"), "{wrong}");
    assert!(wrong.contains("S.csv:2:1"), "{wrong}");
    // The same with so few digits that these do not tell.
    let text = matrix([[a, b], [b * (1.0 + 1e-6), -a]], 5);
    assert!(family("s-few", &pair(SCATTERER), &[("S.csv", &text)]).is_ok());
    // T_12 = T_21, and more comes out than goes in.
    let text = matrix([[a, 1.001 * b], [1.001 * b, -a]], 17);
    let wrong = family("s-more", &pair(SCATTERER), &[("S.csv", &text)]).unwrap_err();
    assert!(wrong.contains("Σ |S|² from mode 0 is 1 + 1.4e-3"), "{wrong}");
}

/// A circulator: what comes from one lead goes to the next one, T_21 = T_32 = T_13 = 1. By hand for the currents:
/// n_h = ∫ (f_l − f_h), n_c = ∫ (f_h − f_c) and n_l = ∫ (f_c − f_l); l is as c.
#[test]
fn a_circulator_of_three_leads_is_one_way() {
    let mut text = "E,to,from,re,im\n".to_owned();
    for energy in [0, 1] {
        for (to, from) in (0..9).map(|k| (k / 3, k % 3)) {
            let is_next = to == (from + 1) % 3;
            text += &format!("{energy},{to},{from},0,{}\n", if is_next { -1 } else { 0 });
        }
    }
    let machine = pair(
        "l = { T = 0.5, mu = 0 }\n[[scatterer]]\nsmatrix = 'S.csv'\n\
                        leads = { h = [0], c = [1], l = [2] }\ndegeneracy = 2",
    );
    let row = row("circulator", &machine, &[("S.csv", &text)]);
    // What is exactly 0 cannot be certain here.
    assert!(row.status().is_physical(), "{}", row.status());
    assert!(is_near(result(&row, "n_h"), -2.0 * WINDOW[0], 1e-14));
    assert!(is_near(result(&row, "n_c"), 2.0 * WINDOW[0], 1e-14));
    assert_eq!(result(&row, "n_l"), 0.0);
}

#[test]
fn modes_belong_to_one_lead_each() {
    let (a, b) = (0.3f64.sqrt(), 0.7f64.sqrt());
    let text = matrix([[a, b], [b, -a]], 17);
    let wrong = |leads: &str| {
        let machine = pair(&format!("[[scatterer]]\nsmatrix = 'S.csv'\nleads = {{ {leads} }}"));
        family("leads", &machine, &[("S.csv", &text)]).unwrap_err()
    };
    assert!(wrong("h = [0], c = []").contains("mode 1 is of no lead"));
    assert!(wrong("h = [0, 1], c = [1]").contains("mode 1 is of `h` and again of `c`"));
    assert!(wrong("h = [0], c = [1, 2]").contains("has no mode 2"));
    assert!(wrong("h = [0, 1]").contains("joins two reservoirs at least"));
}

/// The levels of a file are those of the machine file: the same doubles.
#[test]
fn a_hamiltonian_of_a_file_is_that_of_the_machine_file() {
    let with = |levels: &str| {
        pair(&format!(
            "[[scatterer]]\nlevels = {levels}\nwidths = {{ h = [0.5, 0], c = [0, 0.25] }}"
        ))
    };
    let inside = row("h-in", &with("[[0.25, 0.125], [0.125, -0.5]]"), &[]);
    let file = row("h-file", &with("'H.csv'"), &[("H.csv", "0.25,0.125\n0.125,-0.5\n")]);
    assert_eq!(result(&inside, "heat_c").to_bits(), result(&file, "heat_c").to_bits());
    // With two leads a phase changes nothing: |0.1 + 0.075j| = 0.125.
    let turned = [("H.csv", "0.25 0.1+0.075j\n0.1-0.075j -0.5\n")];
    let turned = row("h-turned", &with("'H.csv'"), &turned);
    assert!(is_near(result(&turned, "heat_c"), result(&inside, "heat_c"), 1e-14));
    let wrong = family("h-off", &with("'H.csv'"), &[("H.csv", "0,1+1j\n1+1j,0\n")]).unwrap_err();
    assert!(wrong.contains("`1+1j` in row 2 is not the conjugate of `1+1j` in row 1"), "{wrong}");
    assert!(wrong.contains("H.csv:2:1"), "{wrong}");
    let wrong = family("h-size", &with("'H.csv'"), &[("H.csv", "0\n")]).unwrap_err();
    assert!(wrong.contains("`h` has 2 values, and there are 1 levels"), "{wrong}");
}

#[test]
fn rows_are_chosen_by_a_parameter() {
    let text = "E,T,phi\n0,0.5,0\n1,0.5,0\n0,1,1\n1,1,1\n";
    let machine = table(", energy = 'E', value = 'T', where = { phi = 'phi' }");
    let family = family("where", &machine, &[("t.csv", text)]).unwrap();
    // The files are gone by now: what was read stays.
    for (phi, share) in [(1.0, 1.0), (0.0, 0.5), (1.0, 1.0)] {
        let row = row_at(family, &[("phi", phi)]);
        assert!(is_near(result(&row, "n_c"), share * WINDOW[0], 1e-14), "{phi}");
    }
    assert_eq!(row_at(family, &[("phi", 0.5)]).status().word(), "no such rows in a table");
}

/// Measured occupations of 0 and 1 that are kept 1/1000 away are those of a formula.
#[test]
fn a_floor_keeps_occupations_away_from_0_and_1() {
    let with = |f: &str| {
        format!(
            "format = 1\n[environment]\nT0 = 1\nmu0 = 0\n[reservoirs]\nh = {{ T = 1, mu = 0 }}\n\
             l = {{ f = {f} }}\n[[transmission]]\nbetween = ['h', 'l']\nT = 'boxcar(at=0.5, width=1)'\n"
        )
    };
    let floor = |value: &str| {
        let text = format!("E,f\n0,{value}\n1,{value}\n");
        let f = "{ table = 'f.csv', floor = 1e-3 }";
        row("floor", &with(f), &[("f.csv", &text)])
    };
    for (value, f, lower) in [("-0.01", "0.001", "0.0001"), ("1.0", "0.999", "0.9999")] {
        let [table, f] = [floor(value), row("floor-f", &with(&format!("'{f}'")), &[])];
        let lower = row("floor-l", &with(&format!("'{lower}'")), &[]);
        for key in ["n_l", "energy_l", "entropy_l"] {
            assert!(is_near(result(&table, key), result(&f, key), 1e-13), "{key}");
        }
        let change = result(&lower, "entropy_l") - result(&f, "entropy_l");
        assert!(is_near(result(&table, "entropy_l_floor"), change, 1e-12), "{change}");
        assert!(change.abs() > 0.5);
    }
    let bare = with("{ table = 'f.csv' }");
    let wrong = family("no-floor", &bare, &[("f.csv", "0,0.5\n1,-0.01\n")]).unwrap_err();
    assert!(wrong.contains("-0.01 is below 0") && wrong.contains("f.csv:2:3"), "{wrong}");
    assert!(wrong.contains("floor = 1e-3"), "{wrong}");
    let wrong = with("{ table = 'f.csv', floor = 0.5 }");
    let wrong = family("floor-wide", &wrong, &[("f.csv", "0,0.5\n1,0.5\n")]).unwrap_err();
    assert!(wrong.contains("the floor is 0.5") && wrong.contains("m.toml:7:"), "{wrong}");
}

/// By hand: (1 − E)/3 over [0, 1] is pumped into h and the same out of c, printed with 4 digits.
#[test]
fn spectral_currents_of_tables_add_to_nothing_within_their_digits() {
    let machine = "format = 1\n[environment]\nT0 = 1\nmu0 = 0\n\
                   [reservoirs.h]\nT = 1\nmu = 0.25\ncurrent = { table = 'h.csv' }\n\
                   [reservoirs.c]\nT = 0.5\nmu = 0\ncurrent = { table = 'c.csv' }\n";
    let row_of = |c: &str| row("pump", machine, &[("h.csv", "0,0.3333\n1,0\n"), ("c.csv", c)]);
    let exact = row_of("0,-0.3333\n1,0\n");
    assert!(exact.status().is_physical());
    assert_eq!(result(&exact, "n_h"), 0.16665);
    assert!(is_near(result(&exact, "energy_h"), 0.3333 / 6.0, 1e-15));
    // Two values of 4 digits may be off by ½·2e-4 together in each table: 1e-4 are ½·1e-4 and 5e-4 ½·5e-4.
    let word = |c: &str| match row_of(c).status() {
        status if status.is_physical() => "ok",
        status => status.word(),
    };
    let refused = "currents are pumped and do not add to 0";
    assert_eq!(word("0,-0.3334\n1,0\n"), "ok");
    assert_eq!(word("0,-0.33340\n1,0.00000\n"), "ok");
    assert_eq!(word("0,-0.3338\n1,0\n"), refused);
    // With exponents each number has its own last digit: ½·2e-3 and ½·2e-4 allow ½·2.2e-3.
    assert_eq!(word("0,-3.35e-1\n1,0e-3\n"), "ok");
    assert_eq!(word("0,-3.36e-1\n1,0e-3\n"), refused);
}

/// T_ab of tables for each direction agree with Eq. (1) to their digits: 0.333 and 0.3334 do, 0.33 and 0.34 more.
#[test]
fn one_way_tables_balance_within_their_digits() {
    let machine = pair(
        "[[transmission]]\nfrom = 'h'\nto = 'c'\nT = { table = 'a.csv' }\n\
         [[transmission]]\nfrom = 'c'\nto = 'h'\nT = { table = 'b.csv' }",
    );
    let word = |a: &str, b: &str| {
        let [a, b] = [a, b].map(|value| format!("0,{value}\n1,{value}\n"));
        row("one-way", &machine, &[("a.csv", &a), ("b.csv", &b)]).status().word()
    };
    assert_eq!(word("0.333", "0.3334"), "ok");
    assert_eq!(word("0.3330", "0.3334"), "T into h is not T out of it");
}

/// ∂n_c/∂T_0 = ∫ (1 − E)(f_h − f_c) and ∂n_c/∂T_1 = ∫ E (f_h − f_c), with σ = 0.01 and 0.02.
#[test]
fn error_bars_of_transmissions_give_standard_deviations() {
    let machine = table(", error = 'dT'") + "[results]\ntwice = '2*n_c'\nsquare = 'n_c*n_c'\n";
    let row = row("sd", &machine, &[("t.csv", "E,T,dT\n0,0.5,0.01\n1,0.25,0.02\n")]);
    let sd = 0.001914957671395159;
    assert!(is_near(result(&row, "n_c_sd"), sd, 1e-10), "{}", result(&row, "n_c_sd"));
    assert!(is_near(result(&row, "n_h_sd"), sd, 1e-10));
    assert!(is_near(result(&row, "twice_sd"), 2.0 * sd, 1e-10));
    let square = 2.0 * result(&row, "n_c") * sd;
    assert!(is_near(result(&row, "square_sd"), square, 1e-10), "{}", result(&row, "square_sd"));
}

/// f = ¼ at both points with σ = 0.01 and 0.02: ∂Ṡ_l/∂f_i = −y/2 − (∫ hat_i f_h − f/2)/(f (1 − f)), y = ln(1/f − 1).
#[test]
fn error_bars_of_occupations_give_standard_deviations() {
    let machine = "format = 1\n[environment]\nT0 = 1\nmu0 = 0\n[reservoirs]\nh = { T = 1, mu = 0 }\n\
                   l = { f = { table = 'f.csv', error = 'df' } }\n[[transmission]]\n\
                   between = ['h', 'l']\nT = 'boxcar(at=0.5, width=1)'\n";
    let row = row("sd-f", machine, &[("f.csv", "E,f,df\n0,0.25,0.01\n1,0.25,0.02\n")]);
    let entropy = 0.018732152499441622;
    let found = result(&row, "entropy_l_sd");
    assert!(is_near(found, entropy, 1e-9), "{found}");
    let particles = 0.011180339887498949;
    assert!(is_near(result(&row, "n_l_sd"), particles, 1e-10), "{}", result(&row, "n_l_sd"));
}

/// Rows of machine-inputs: values of mpmath, two quadratures.
#[test]
fn numbers_of_tables_are_those_of_programs() {
    let fortran = "0,5.687138413593-304\n0.5,5.0D-01\n1,2.5d-1\n";
    let found = row("fortran", &table(""), &[("t.csv", fortran)]);
    assert!(is_near(result(&found, "n_c"), 0.0528911223336270, 1e-14));
    assert!(is_near(result(&found, "energy_c"), 0.0320976413366771, 1e-14));
    let points = row("points", &table(""), &[("t.csv", "E;T\n0;0.435\n0.5;0.286\n1;0.118\n")]);
    assert!(is_near(result(&points, "n_c"), 0.0401260008041887, 1e-14));
    assert!(is_near(result(&points, "energy_c"), 0.0195225047057588, 1e-14));
    let formula =
        pair("[[transmission]]\nbetween = ['h', 'c']\nT = \"table('t.csv', value='T', x=E)\"");
    let formula = row("formula", &formula, &[("t.csv", "E;T\n0;0.435\n0.5;0.286\n1;0.118\n")]);
    assert_eq!(result(&formula, "n_c").to_bits(), result(&points, "n_c").to_bits());
}

/// openmc-dev/openmc#652: rows of TBtrans at 300 K and 200 K, with units of bare numbers or without.
#[test]
fn a_window_that_is_cut_off_is_named() {
    for units in ["", "units = { energy = 'ueV', temperature = 'K' }\n"] {
        let machine = format!(
            "format = 1\n{units}degeneracy = 1\n[reservoirs]\nh = {{ T = '300K', mu = 0 }}\n\
             c = {{ T = '200K', mu = 0 }}\n[[transmission]]\nbetween = ['h', 'c']\n\
             T = {{ tbtrans = 'X.TBT.AVTRANS_Left-Right' }}\n"
        );
        let text = "# Transmission\n# Date\n#   E [eV]   T\n -0.1 0.5\n 0 1\n 0.1 0.25\n";
        let family = family("tbtrans", &machine, &[("X.TBT.AVTRANS_Left-Right", text)]).unwrap();
        let row = row_at(family, &[]);
        assert!(is_near(result(&row, "n_c"), -1.47565063880732e11, 1e-14));
        assert!(is_near(result(&row, "energy_c"), 1.22278580170321e-8, 1e-14));
        let warnings = family.warnings(&inputs(family, &[]));
        let cut: Vec<String> = warnings.iter().map(|found| found.message.clone()).collect();
        let is_cut = |end: &str| cut.iter().any(|text| text.contains(&format!("ends at {end} eV")));
        assert!(is_cut("-0.1") && is_cut("0.1"), "{cut:?}");
        assert!(cut.iter().any(|text| text.contains("below the table's step 0.1 eV")), "{cut:?}");
    }
}

/// A measured f, outside of which a formula holds, over a line shape without an end: mpmath's quad with 30 digits, of
/// f = 0.5 − 0.3 E for |E| < 1 and a Fermi function beyond.
#[test]
fn what_holds_outside_of_measured_occupations_is_proven_far_away() {
    let machine = |outside: &str| {
        format!(
            "format = 1\ndegeneracy = 1\n[parameters]\nw = 0.02\n[reservoirs]\nh = {{ T = 0.75, mu = 0.25 }}\n\
             l = {{ f = {{ table = 'f.csv', energy = 'E', value = 'f', outside = '{outside}' }} }}\n\
             [[transmission]]\nbetween = ['h', 'l']\nT = 'lorentzian(at=0.25, fwhm=1)'\n"
        )
    };
    let files = [("f.csv", "E,f\n-1,0.8\n1,0.2\n")];
    let found = row("outside", &machine("fermi(mu=0, T=0.5)"), &files);
    for (key, value) in [
        ("n_h", -0.0979904499736563),
        ("energy_h", -0.04915434981612183),
        ("entropy_l", 0.09026937840276686),
    ] {
        assert!(is_near(result(&found, key), value, 1e-15), "{key}");
    }
    // A formula that does not fall off is no occupation that has an end.
    let flat = row("flat", &machine("0.5"), &files);
    assert_eq!(flat.status(), Status::Unproven);
    // 0.98 + 0.02 is not 1 in doubles, (1 − w) + w is.
    let mixed = "*fermi(mu=-1, T=0.5) + 0.02*fermi(mu=1, T=0.5)";
    assert_eq!(row("0.98", &machine(&format!("0.98{mixed}")), &files).status(), Status::Unproven);
    let whole = mixed.replace("0.02", "w");
    assert_eq!(row("1-w", &machine(&format!("(1-w){whole}")), &files).status(), Status::Ok);
}

#[test]
fn values_that_are_no_transmissions_have_their_line() {
    for (text, message, place) in [
        ("0,0.5\n1,-5.3e-5\n", "-5.3e-5 is below 0", "t.csv:2:3"),
        ("0,0.5\n1,1.0000002\n", "1.0000002 is above its channels, 1", "t.csv:2:3"),
        ("0,0.5\n", "the table has one point", "t.csv:1:1"),
    ] {
        let wrong = family("t", &table(""), &[("t.csv", text)]).unwrap_err();
        assert!(wrong.contains(message) && wrong.contains(place), "{wrong}");
    }
    let two = table("").replace("T = {", "channels = 2\nT = {");
    assert!(family("t-2", &two, &[("t.csv", "0,0.5\n1,1.0000002\n")]).is_ok());
    // Channels that a parameter gives are the row's matter.
    let by = table("").replace("T = {", "channels = 'phi'\nT = {");
    let by = family("t-phi", &by, &[("t.csv", "0,0.5\n1,1.5\n")]).unwrap();
    assert_eq!(row_at(by, &[("phi", 2.0)]).status(), Status::Ok);
    assert_eq!(row_at(by, &[("phi", 1.0)]).status().word(), "T_h_c>channels");
}

/// An occupation that leaves [0, 1] somewhere along a sweep is that row's status. Its other rows have results.
#[test]
fn a_sweep_goes_on_beyond_what_is_no_probability() {
    let machine = "format = 1\n[parameters]\nw = 0.5\n[reservoirs]\nh = { T = 1, mu = 0 }\n\
                   l = { f = 'w' }\n[[transmission]]\nbetween = ['h', 'l']\nT = 'boxcar(at=0.5, width=1)'\n";
    let family = family("sweep", machine, &[]).unwrap();
    let usual = family.results().iter().filter(|result| !result.on_request);
    let mut block = Block::new(inputs(family, &[]), usual.collect());
    block.reset(4);
    block.each(family.parameter("w").unwrap()).extend([-0.5, 0.25, 0.75, 1.5]);
    family.solve(&mut block);
    let words: Vec<&str> = block.statuses().iter().map(|status| status.word()).collect();
    assert_eq!(words, ["f_l<0", "ok", "ok", "f_l>1"]);
}

/// A triangle of half width 1e-12 and height 1 at E = ½: 1e-12 (f_h − f_c)(½), with the doubles of its feet.
#[test]
fn a_narrow_peak_inside_a_table_is_not_missed() {
    let text = "0,0\n0.499999999999,0\n0.5,1\n0.500000000001,0\n1,0\n";
    let row = row("peak", &table(""), &[("t.csv", text)]);
    let area = 0.5 * (0.500000000001 - 0.499999999999);
    assert!(is_near(result(&row, "n_c"), area * 0.16888207774420678, 1e-14));
}

/// 0.7 at 100,001 energies is the window.
#[test]
fn a_large_table_is_computed() {
    let text: String = (0..=100_000).map(|k| format!("{:.5},0.7\n", k as f64 / 1e5)).collect();
    let before = std::time::Instant::now();
    let row = row("large", &table(""), &[("t.csv", &text)]);
    println!("100,001 points: {:?}", before.elapsed());
    assert!(is_near(result(&row, "n_c"), 0.7 * WINDOW[0], 1e-13));
}

/// What others would take, or die of: each message has its place, what is there, and what to do.
#[test]
fn hostile_tables_are_refused_with_a_remedy() {
    let good = "E,T\n0,0.5\n1,0.5\n";
    let cases: [(&str, &str, &[&str]); 8] = [
        (", where = { psi = 1 }", good, &["no column `psi`", "columns are E, T", "m.toml:12:"]),
        (", value = 'Tt'", good, &["no column `Tt`", "is T meant?", "m.toml:12:"]),
        (", unit = 'E'", good, &["`E` is the energy", "m.toml:12:"]),
        (", floor = 1e-3", good, &["`floor` is no key", "m.toml:12:"]),
        ("", "E,T\n0,0.5\n1,0x1p-1\n", &["`0x1p-1` is no number", "t.csv:3:3"]),
        ("", "E,T\n0,0.5\n1,\u{661}\n", &["is no number", "t.csv:3:3"]),
        ("", "E,T\n0,0.5\n1,50%\n", &["`50%` is no number", "t.csv:3:3"]),
        ("", "E,T\n# 0,0.5\n", &["no rows of numbers", "t.csv:1:1"]),
    ];
    for (keys, text, said) in cases {
        let wrong = family("hostile", &table(keys), &[("t.csv", text)]).unwrap_err();
        assert!(said.iter().all(|part| wrong.contains(part)), "{said:?}\n{wrong}");
        assert!(wrong.contains("^"), "{wrong}");
    }
    let folder = table("").replace("t.csv", ".");
    let wrong = family("folder", &folder, &[]).unwrap_err();
    assert!(wrong.contains("cannot read") && wrong.contains("m.toml:12:"), "{wrong}");
    // Numbers that make no axis of energies are the row's matter.
    for (unit, word) in [("phi-1", "unit<=0"), ("-phi", "unit<=0"), ("phi/0", "not finite")] {
        let row = row("unit", &table(&format!(", unit = '{unit}'")), &[("t.csv", good)]);
        assert_eq!(row.status().word(), word, "{unit}");
    }
    for name in ["n_h", "entropy_production", "T_h_c", "f_h", "heat_c_sd"] {
        let machine = table("").replace("phi =", &format!("{name} ="));
        let wrong = family("named", &machine, &[("t.csv", good)]).unwrap_err();
        assert!(wrong.contains(&format!("`{name}` is a")), "{wrong}");
        assert!(wrong.contains("choose another name") && wrong.contains("m.toml:6:1"), "{wrong}");
    }
}

fn words(words: &[&str]) -> String {
    words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ")
}

/// The schema of a value, which begins at this depth.
fn schema(value: &Value, depth: usize) -> String {
    let slot = r#""type": ["number", "string"]"#.to_owned();
    let text = r#""type": "string""#.to_owned();
    let array = |items: String| format!(r#""type": "array", "items": {{ {items} }}"#);
    match value {
        Value::Slot => slot,
        Value::Text | Value::Path => text,
        Value::Word(known) => format!(r#""enum": [{}]"#, words(known)),
        Value::Whole(number) => format!(r#""const": {number}"#),
        Value::Names => array(text),
        Value::Pair => array(text) + r#", "minItems": 2, "maxItems": 2"#,
        Value::Levels => array(slot),
        Value::Matrix => array(array(slot)),
        Value::Modes => array(r#""type": "integer", "minimum": 0"#.into()),
        Value::Table(keys) => object(keys, depth),
        Value::List(keys) => array(object(keys, depth)),
        Value::Named(of) => {
            let of = schema(of, depth);
            format!(r#""type": "object", "additionalProperties": {{ {of} }}"#)
        }
        Value::Either(a, b) => {
            let [a, b] = [a, b].map(|value| schema(value, depth));
            format!(r#""anyOf": [{{ {a} }}, {{ {b} }}]"#)
        }
    }
}

fn object(keys: &Keys, depth: usize) -> String {
    let indent = "  ".repeat(depth + 1);
    let lines = keys.0.iter().map(|key| {
        let doc = key.doc.replace('"', "\\\"");
        let value = schema(&key.value, depth + 1);
        format!(r#"{indent}  "{}": {{ "description": "{doc}", {value} }}"#, key.name)
    });
    let lines = lines.collect::<Vec<_>>().join(",\n");
    let is_closed = r#""type": "object", "additionalProperties": false"#;
    format!("{is_closed}, \"properties\": {{\n{lines}\n{indent}}}")
}

/// The schema is that of the register. A key that the reader asks for without an entry there panics in
/// `Section::take`, so that an added key fails a test until the schema has it.
#[test]
fn the_schema_for_editors_has_the_keys_of_the_reader() {
    let whole = format!(
        "{{\n  \"$schema\": \"http://json-schema.org/draft-07/schema#\",\n  \
         \"title\": \"Machine files of ndemon\",\n  \"required\": [\"format\"],\n  {}\n}}\n",
        object(&KEYS, 0)
    );
    expect_file!["../docs/machine.schema.json"].assert_eq(&whole);
}

/// Each key of the register is one that the reader asks for.
#[test]
fn the_reader_knows_each_key_of_the_register() {
    let unknown = |text: &str| {
        let found = MachineFile::read("m.toml", text.as_bytes()).err().unwrap_or_default();
        found.iter().filter(|error| error.message.contains("is no key")).count()
    };
    let check = |keys: &Keys, before: &str, after: &str| {
        for key in keys.0 {
            let text = format!("{before}{} = 0{after}\n", key.name);
            assert_eq!(unknown(&text), 0, "{text}");
        }
        assert_eq!(unknown(&format!("{before}nokey = 0{after}\n")), 1, "{before}");
    };
    check(&KEYS, "", "");
    let table = |keys: &Keys, name: &str| {
        let key = keys.0.iter().find(|key| key.name == name);
        key.map(|key| key.value).unwrap_or_else(|| panic!("{name}"))
    };
    let inner = |value: Value| match value {
        Value::Table(keys) | Value::List(keys) => keys,
        Value::Named(&Value::Table(keys)) | Value::Either(_, &Value::Table(keys)) => keys,
        Value::Named(&Value::Either(_, &Value::Table(keys))) => keys,
        other => panic!("{other:?}"),
    };
    for name in ["units", "environment"] {
        check(inner(table(&KEYS, name)), &format!("{name} = {{ "), " }");
    }
    check(inner(table(&KEYS, "results")), "results.q = { ", " }");
    let reservoir = inner(table(&KEYS, "reservoirs"));
    check(reservoir, "reservoirs.h = { ", " }");
    for name in ["f", "current", "demon"] {
        check(inner(table(reservoir, name)), &format!("reservoirs.h.{name} = {{ "), " }");
    }
    let transmission = inner(table(&KEYS, "transmission"));
    check(transmission, "transmission = [{ ", " }]");
    check(inner(table(transmission, "T")), "transmission = [{ T = { ", " } }]");
    check(inner(table(&KEYS, "scatterer")), "scatterer = [{ ", " }]");
}
