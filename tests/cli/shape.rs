//! The occupation of a reservoir: its picture, and its table, which a machine file reads back as `f = { table }`.

use crate::folder::{folder, run};
use crate::shell::{session, sh};
use expect_test::expect;
use std::fs;
use std::path::Path;

/// The optimal demon of two hot and two cold resonances over a range, with a half width of 0.05 each.
const BROAD: &str = "format = 1\n[environment]\nT0 = 'T_h'\nmu0 = 1\n[reservoirs]\nh = { T = 1, mu = 1 }\n\
    c = { T = 0.5, mu = 1 }\n[reservoirs.l]\ndemon = 'optimal'\npower = '0.01*pi*0.05'\nfrom = 'c'\n\
    [[transmission]]\nbetween = ['h', 'l']\nchannels = 2\n\
    T = '(lorentzian(at=1, fwhm=0.1) + lorentzian(at=2, fwhm=0.1))*boxcar(at=1.2, width=3.1)'\n\
    [[transmission]]\nbetween = ['c', 'l']\nchannels = 2\n\
    T = '(lorentzian(at=1.5, fwhm=0.1) + lorentzian(at=1.3, fwhm=0.1))*boxcar(at=1.2, width=3.1)'\n\
    [results]\ncop = '-heat_c/(T0*entropy_l)'\n";

/// What flows, and what follows from it.
const COLUMNS: &str = "n_h,energy_h,heat_h,entropy_h,n_c,energy_c,heat_c,entropy_c,entropy_l,\
    entropy_production,cop,n_l,energy_l,status";

/// Writes the table of l of `one.toml`, makes of it `two.toml` whose l has that table, and gives the cells of
/// [`COLUMNS`] of both.
fn there_and_back(folder: &Path, text: &str, demon: &str) -> [Vec<String>; 2] {
    fs::write(folder.join("one.toml"), text).unwrap();
    let table = "f = { table = 'l.csv', energy = 'E', value = 'f_l' }\n";
    assert!(text.contains(demon), "{text}");
    fs::write(folder.join("two.toml"), text.replace(demon, table)).unwrap();
    let drawn = run(folder, "ndemon figure one.toml --reservoir l -o l.svg --data l.csv");
    assert_eq!(drawn, "[0]\n");
    ["one", "two"].map(|name| {
        let line = format!("ndemon eval {name}.toml --format csv --columns {COLUMNS}");
        let csv = run(folder, &line);
        assert!(csv.ends_with("\n[0]\n"), "{csv}");
        csv.lines().nth(1).unwrap().split(',').map(str::to_owned).collect()
    })
}

/// Holds all numbers of both within a share of each other; what is 0 for a demon, within a share of the greatest.
fn check([one, two]: &[Vec<String>; 2], share: f64) {
    assert_eq!((&one[13], &two[13]), (&"ok".into(), &"ok".into()));
    let number = |cell: &String| -> f64 { cell.parse().unwrap() };
    let scale = one[..13].iter().map(|cell| number(cell).abs()).fold(0.0, f64::max);
    for place in 0..13 {
        let [a, b] = [one, two].map(|cells| number(&cells[place]));
        let size = if a == 0.0 { scale } else { a.abs() };
        assert!((a - b).abs() <= share * size, "{place}: {a} {b}");
    }
}

/// A demon with levels of no width is its levels: they are in the table as doubles, and what flows is the same.
#[test]
fn the_best_demon_is_a_table_of_its_levels() {
    let folder = folder("shape-levels");
    let text = sh("ndemon machine example best-demon").replace("[0]\n", "");
    let kept = text.lines().filter(|line| !line.starts_with("fixed"));
    let text = kept.map(|line| line.to_owned() + "\n").collect::<String>();
    let demon = "demon = \"optimal\"\nfraction = \"x\"\nfrom = \"c\"\n";
    check(&there_and_back(&folder, &text, demon), 1e-14);
    let table = fs::read_to_string(folder.join("l.csv")).unwrap();
    let levels: Vec<&str> = table.lines().map(|line| line.split(',').next().unwrap()).collect();
    let inner = ["0.75", "0.9", "1.0", "1.1", "1.3", "1.5", "2.0", "2.25"];
    assert_eq!(levels[2..levels.len() - 1], inner);
    // y = ln(1/f − 1) and T_eff = (E − μ0)/y, Eq. A9.
    assert_eq!(levels[0], "E");
    for row in table.lines().skip(1) {
        let cells: Vec<f64> = row.split(',').map(|cell| cell.parse().unwrap()).collect();
        let y = (1.0 / cells[1] - 1.0).ln();
        assert!((cells[2] - y).abs() < 1e-14, "{row}");
        let is_same = (cells[3] * y / (cells[0] - 1.0) - 1.0).abs() < 1e-13;
        assert!(is_same || cells[0] == 1.0 && cells[3].is_nan(), "{row}");
    }
}

/// Over a range f between two points of the table is within 1e-5 of itself and of 1 − f.
#[test]
fn a_demon_over_a_range_is_a_table_of_points() {
    let folder = folder("shape-range");
    let demon = "demon = 'optimal'\npower = '0.01*pi*0.05'\nfrom = 'c'\n";
    check(&there_and_back(&folder, BROAD, demon), 1e-4);
}

/// The windows of a demon by Eq. 20 have one occupation each.
#[test]
fn a_demon_in_windows_is_a_table() {
    let folder = folder("shape-windows");
    let text = sh("ndemon machine example refrigerator").replace("[0]\n", "");
    let text = text.replace("narrow(", "boxcar(").replace("area=", "width=");
    let text = text.replace("gamma = 1 ", "gamma = 0.1 ");
    check(&there_and_back(&folder, &text, "demon = { lambda = \"lambda\" }\n"), 1e-6);
}

/// In the units of the laboratory energies are in eV and temperatures in kelvins; in equilibrium T_eff is T.
#[test]
fn a_reservoir_in_equilibrium_has_its_temperature() {
    let folder = folder("shape-equilibrium");
    let line = "ndemon machine example wire > wire.toml; \
        ndemon figure wire.toml --reservoir c --data c.csv > c.svg";
    assert_eq!(run(&folder, line), "[0]\n");
    let table = fs::read_to_string(folder.join("c.csv")).unwrap();
    assert!(table.starts_with("E_eV,f_c,y_c,T_eff_c_K\n"), "{table}");
    let mut seen = 0;
    for row in table.lines().skip(1) {
        let cells: Vec<f64> = row.split(',').map(|cell| cell.parse().unwrap()).collect();
        assert!((cells[3] - 0.05).abs() < 1e-15 || cells[0] == 0.0, "{row}");
        seen += 1;
    }
    assert!(seen > 1000, "{seen}");
}

/// The pictures show f of the reservoir and of those that it is coupled to, and below y or T_eff.
#[test]
fn a_reservoir_is_drawn_beside_its_neighbours() {
    let folder = folder("shape-drawn");
    let text = sh("ndemon machine example refrigerator").replace("[0]\n", "");
    let windows = text.replace("narrow(", "boxcar(").replace("area=", "width=");
    fs::write(folder.join("narrow.toml"), &text).unwrap();
    fs::write(folder.join("windows.toml"), windows.replace("gamma = 1 ", "gamma = 0.1 ")).unwrap();
    fs::write(
        folder.join("unknown.toml"),
        text.replace("mu0 = ", "# ").replace("mu = 1", "mu = 'e1'"),
    )
    .unwrap();
    let titles = |flags: &str| {
        let line = format!("ndemon figure {flags} | grep -o '<title>[^<]*' | sort -u");
        run(&folder, &line)
    };
    expect![[r#"
        <title>0
        <title>0.0
        <title>0.2
        <title>0.4
        <title>0.6
        <title>1
        <title>1.0
        <title>1.2
        <title>1.4
        <title>1.6
        <title>1.8
        <title>2
        <title>2.0
        <title>3
        <title>a level of zero width
        <title>energy, E (E)
        <title>fc
        <title>fh
        <title>fl
        <title>logarithm y = ln(1/f − 1)
        <title>occupation f
        <title>the occupation of l
        <title>yc
        <title>yh
        <title>yl
        <title>μh = μc
        <title>−1
        [0]
    "#]]
    .assert_eq(&titles("narrow.toml --reservoir l"));
    // The four windows of a demon are four pieces of one curve.
    let picture = run(&folder, "ndemon figure windows.toml --reservoir l --temperature");
    let curve = picture.split("<path d=\"").find(|path| path.contains("<title>fl<")).unwrap();
    assert_eq!(curve.split('"').next().unwrap().matches('M').count(), 4, "{curve}");
    expect![[r#"
        <title>0
        <title>0.0
        <title>0.2
        <title>0.4
        <title>0.6
        <title>1
        <title>1.0
        <title>1.5
        <title>2
        <title>2.0
        <title>Tc
        <title>Tl
        <title>energy, E (E)
        <title>fc
        <title>fl
        <title>occupation f
        <title>temperature T_eff (E)
        <title>the occupation of c
        <title>μh = μc
        <title>−1
        [0]
    "#]]
    .assert_eq(&titles("windows.toml --reservoir c --temperature"));
    expect![[r#"
        error: --temperature: Eq. A9 needs mu0, which is not known; give it in [environment]
        [2]
    "#]]
    .assert_eq(&run(&folder, "ndemon figure unknown.toml --reservoir l --temperature"));
}

#[test]
fn what_is_no_reservoir_is_refused() {
    folder("shape-refused");
    let wire = "cd shape-refused; ndemon machine example wire > wire.toml; ndemon figure wire.toml";
    expect![[r#"
        $ ndemon figure --reservoir l
        error: --reservoir l: the paper's refrigerator shows none of its own; `ndemon machine example refrigerator` is it as a file, which `figure` takes
        [2]
        $ cd shape-refused; ndemon machine example wire > wire.toml; ndemon figure wire.toml --reservoir x
        error: --reservoir x: it must be a reservoir of the file: h, c, l
        [2]
        $ cd shape-refused; ndemon machine example wire > wire.toml; ndemon figure wire.toml --reservoir l --set w=0,1
        error: w has several values: a reservoir is drawn at one value; --x w --y COLUMN draws a curve
        [2]
        $ cd shape-refused; ndemon machine example wire > wire.toml; ndemon figure wire.toml --reservoir l --y n_h
        error: the argument '--reservoir <NAME>' cannot be used with '--y <COLUMN>'
        [2]
        $ cd shape-refused; ndemon machine example best-demon > b.toml; ndemon figure b.toml --reservoir l --set x=1.5
        error: --reservoir l: no occupation of it is known here; `ndemon eval` says why
        [2]
        $ cd shape-refused; ndemon figure b.toml --beside paper=1
        error: --x is missing: the parameter that curves run along, with --set NAME=first:last
        [2]
        $ cd shape-refused; ndemon figure b.toml --bound carnot
        error: --x is missing: the parameter that curves run along, with --set NAME=first:last
        [2]
    "#]].assert_eq(&session(&[
        "ndemon figure --reservoir l",
        &format!("{wire} --reservoir x"),
        &format!("{wire} --reservoir l --set w=0,1"),
        &format!("{wire} --reservoir l --y n_h"),
        "cd shape-refused; ndemon machine example best-demon > b.toml; ndemon figure b.toml --reservoir l --set x=1.5",
        "cd shape-refused; ndemon figure b.toml --beside paper=1",
        "cd shape-refused; ndemon figure b.toml --bound carnot",
    ]));
}

/// The looks of a file are the columns of the refrigerator (β_12, β_34, and Eq. A9) to the last bit.
#[test]
fn temperatures_of_a_file_are_those_of_the_refrigerator() {
    let folder = folder("shape-beta");
    let text = sh("ndemon machine example refrigerator").replace("[0]\n", "");
    let results = "b12 = 'beta_l(from=e1, to=e2)'\nb34 = 'beta_l(to=e4, from=e3)'\n\
        b2 = 'beta_l(at=e2)'\nb3 = 'beta_l(at=1.5)'\nb4 = 'y_l(at=e4)/(e4 - mu0)'\n\
        th = '1/beta_h(at=3)'\ntc = '1/beta_c(from=-1, to=7/2)'\nf = 'f_l(at=e2)*(1 + exp(y_l(at=e2)))'\n";
    fs::write(folder.join("r.toml"), text + results).unwrap();
    for set in ["lambda=1", "lambda=0.3 --set T_c=0.75", "e4=1.49"] {
        let flags = set.replace("--set T_c=", "--tc ").replace('=', " ");
        let flags = match flags.contains("--tc") {
            true => flags,
            false => flags + " --tc 0.5",
        };
        let e4 = if flags.contains("e4") { "" } else { "--e4 1.3" };
        let of_file = "b12,b34,b2,b3,b4,th,tc,f";
        let line = format!(
            "ndemon eval r.toml --set {set} --format csv --columns {of_file} | tail -1; \
            ndemon eval --{flags} {e4} --format csv --columns beta12,beta34,beta_eff2,beta_eff3,beta_eff4 | tail -1"
        );
        let found = run(&folder, &line);
        let [own, known, _] = found.lines().collect::<Vec<_>>()[..] else { panic!("{found}") };
        let tc = if set.contains("T_c") { "0.75" } else { "0.5" };
        assert_eq!(own, format!("{known},1.0,{tc},1.0"), "{set}");
    }
    let errors = "b12_error,b2_error,status";
    let row =
        run(&folder, &format!("ndemon eval r.toml --format csv --columns {errors} | tail -1"));
    let cells: Vec<&str> = row.lines().next().unwrap().split(',').collect();
    assert!(cells[..2].iter().all(|cell| (0.0..1e-20).contains(&cell.parse().unwrap())), "{row}");
    assert_eq!(cells[2], "ok");
}

/// Inverse temperatures are 1/E, in the units of the laboratory, too: T_eff there may be asked for in mK.
#[test]
fn temperatures_have_units() {
    let folder = folder("shape-units");
    let text = sh("ndemon machine example wire").replace("[0]\n", "");
    let results = "t = { formula = '1/beta_c(at=45)', unit = 'mK' }\n\
        u = { formula = '1/beta_h(from=8, to=45ueV)', unit = 'mK' }\n\
        s = { formula = '(45ueV - mu0)/y_h(at=45)', unit = 'mK' }\n";
    fs::write(folder.join("wire.toml"), text.clone() + results).unwrap();
    let row = "ndemon eval wire.toml --format csv --columns t,u,s";
    expect![[r#"
        t_mK,u_mK,s_mK
        50.0,80.0,80.0
        [0]
    "#]]
    .assert_eq(&run(&folder, row));
    for (name, result) in [
        ("one", "x = 'beta_c(from=8)'"),
        ("two", "x = 'y_c(from=8, to=9)'"),
        ("three", "x = 'y_x(at=8)'"),
        ("four", "x = 'beta_c(at=8) + 1'"),
        ("five", "x = 'g_c(at=8)'"),
    ] {
        let text = text.clone() + result + "\n";
        fs::write(folder.join(format!("{name}.toml")), text).unwrap();
    }
    let wrong = ["one", "two", "three", "four", "five"];
    let wrong = wrong.map(|name| format!("ndemon machine check {name}.toml"));
    expect![[r#"
        error: result `x`: the arguments are an energy, `at`, or two, `from` and `to`
          --> one.toml:33:13
           |
        33 | x = 'beta_c(from=8)'
           |             ^^^^ write beta_c(at=…) or beta_c(from=…, to=…)

        one.toml: 1 error
        error: result `x`: the one argument is an energy, `at`
          --> two.toml:33:18
           |
        33 | x = 'y_c(from=8, to=9)'
           |                  ^^ write y_c(at=…)

        two.toml: 1 error
        error: result `x`: there is no reservoir `x`
          --> three.toml:33:6
           |
        33 | x = 'y_x(at=8)'
           |      ^^^^^^^^^ reservoirs are h, c, l

        three.toml: 1 error
        error: result `x`: a sum of an energy to the power -1 and a pure number
          --> four.toml:33:21
           |
        33 | x = 'beta_c(at=8) + 1'
           |                     ^ write 1ueV

        four.toml: 1 error
        error: result `x`: there is no function `g_c`
          --> five.toml:33:6
           |
        33 | x = 'g_c(at=8)'
           |      ^^^ functions are exp ln sqrt abs tanh min max step fermi bose boxcar lorentzian qpc gaussian narrow sum table; a product is written g_c*(…)

        five.toml: 1 error
        [2]
    "#]].assert_eq(&run(&folder, &wrong.join("; ")));
    // Where μ0 is not known, Eq. A9 has none.
    let text = "format = 1\n[reservoirs]\na = { T = 1, mu = 0 }\nb = { T = 1, mu = 1 }\n[[transmission]]\n\
        between = ['a', 'b']\nT = 'boxcar(at=0, width=1)'\n[results]\nx = 'beta_a(at=1)'\n";
    fs::write(folder.join("six.toml"), text).unwrap();
    expect![[r#"
        error: result `x`: `beta_a(at=…)` needs mu0, which is not known: give it in [environment], or write from=… and to=…
         --> six.toml:9:6
          |
        9 | x = 'beta_a(at=1)'
          |      ^^^^^^^^^^^^ here
        [2]
    "#]].assert_eq(&run(&folder, "ndemon eval six.toml"));
}
