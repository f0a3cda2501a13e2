//! The refrigerator as a machine file, against the tables of `fixtures/oracle` (mpmath, 1000 digits, straight
//! from the paper's equations): the general machine gives the same doubles as the refrigerator.

use ndemon::machine_file::{MachineFamily, MachineFile};
use ndemon::model::{Family, Inputs, Reading, Row, Status};
use std::collections::BTreeMap;
use std::path::PathBuf;

const NARROW: &str = "\
T = 'narrow(at=e1, area=gamma) + narrow(at=e2, area=gamma)'\n\
[[transmission]]\nbetween = ['c', 'l']\n\
T = 'narrow(at=e3, area=gamma) + narrow(at=e4, area=gamma)'\n";

const BOXCAR: &str = "\
T = 'boxcar(at=e1, width=gamma) + boxcar(at=e2, width=gamma)'\n\
[[transmission]]\nbetween = ['c', 'l']\n\
T = 'boxcar(at=e3, width=gamma) + boxcar(at=e4, width=gamma)'\n";

/// The refrigerator with these terms; λ is a number, or a multiple of the greatest one.
fn refrigerator(terms: &str, lambda: &str) -> &'static MachineFamily {
    let text = format!(
        "format = 1\n[environment]\nT0 = 't0'\nmu0 = 'm'\n[parameters]\n\
         th = 1\ntc = 0.5\nm = 1\ne1 = 1\ne2 = 2\ne3 = 1.5\ne4 = 1.3\nlambda = 1\nt0 = 1\ngamma = 1\n\
         [reservoirs.h]\nT = 'th'\nmu = 'm'\n[reservoirs.c]\nT = 'tc'\nmu = 'm'\n\
         [reservoirs.l]\ndemon = {{ lambda = '{lambda}' }}\n\
         [[transmission]]\nbetween = ['h', 'l']\n{terms}\
         [results]\npower = 'energy_h/gamma'\nentropy_current = 'entropy_l/gamma'\n\
         cop = 'energy_h/(t0*entropy_l)'\n"
    );
    let say = |found: Vec<ndemon::machine_file::FileError>| -> &'static MachineFamily {
        panic!("{}", found.iter().map(ToString::to_string).collect::<String>())
    };
    let file = MachineFile::read("refrigerator.toml", text.as_bytes());
    file.map_or_else(say, |file| MachineFamily::of(file).unwrap_or_else(say))
}

/// Compares all physical rows of a table with so many digits; how many there are, and how many are not
/// certain.
fn compare(family: &'static MachineFamily, table: &str, most: usize) -> (usize, usize) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/oracle").join(table);
    let mut reader = csv::Reader::from_path(path).unwrap();
    let (mut count, mut open) = (0, 0);
    for row in reader.deserialize() {
        let cells: BTreeMap<String, String> = row.unwrap();
        let number = |key: &str| cells.get(key).map(|text| text.parse::<f64>().unwrap());
        let is_usual = |key: &str| number(key).is_some_and(|x| x.is_normal() && x.abs() > 1e-250);
        if !["power", "entropy_current", "cop"].into_iter().all(is_usual) || count == most {
            continue;
        }
        let inputs = Inputs::complete(family, Reading::default(), |parameter| {
            let name = match parameter.name {
                "m" => "mu0",
                "lambda" if cells.contains_key("lambda_over_max") => "lambda_over_max",
                name => name,
            };
            number(name)
        });
        let row = Row::new(&inputs.unwrap());
        let result = |key: &str| row.result(family.result(key).unwrap());
        count += 1;
        let keys = ["power", "entropy_current", "cop"];
        let is_same = |key: &str| result(key) == number(key).unwrap();
        if row.status() != Status::Ok {
            open += 1;
            println!("{table} {count}: {}", row.status());
            continue;
        }
        for key in keys {
            assert!(is_same(key), "{table} {count}: {key} {:e} {cells:?}", result(key));
        }
        // By Eq. 20 these are 0, and so they are printed.
        for key in ["n_h", "n_c", "n_l", "energy_l"] {
            assert_eq!(result(key), 0.0, "{table} {count}: {key}");
        }
    }
    println!("{table}: {count} rows, {open} not certain");
    (count, open)
}

#[test]
fn narrow_levels_are_those_of_the_refrigerator() {
    let family = refrigerator(NARROW, "lambda");
    let tables = ["generic", "isothermal", "cold", "ties", "boundary", "scales", "mixture", "weak"];
    let all = tables.map(|table| compare(family, &format!("{table}.csv"), usize::MAX));
    let (count, open) = all.into_iter().fold((0, 0), |(a, b), (c, d)| (a + c, b + d));
    println!("{count} {open}");
}

#[test]
fn boxcars_are_those_of_the_refrigerator() {
    let family = refrigerator(BOXCAR, "lambda");
    for table in ["ordinary", "narrow", "broad", "close", "edge", "far", "weak"] {
        compare(family, &format!("boxcar/{table}.csv"), 40);
    }
}
