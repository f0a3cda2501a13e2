//! The frames, axes and words of `ndemon figure`.

use crate::figure::{number, rows};
use crate::folder::{folder, run};
use crate::shell::sh;
use std::fs;

type Place = (f64, f64);

/// A bit more than the last digit of a place.
const DIGIT: f64 = 0.0101;

/// The text between two others, after the first of them.
fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let rest = text.split_once(from).unwrap_or_else(|| panic!("{from} in {text}")).1;
    rest.split_once(to).unwrap().0
}

fn attribute(element: &str, name: &str) -> f64 {
    between(element, &format!(" {name}=\""), "\"").parse().unwrap()
}

/// The lower left and the upper right corner of a frame.
fn frame(svg: &str, name: &str) -> [Place; 2] {
    let rect = between(svg, &format!("<clipPath id=\"{name}-curves-clip\">"), "/>");
    let [x, y, width, height] = ["x", "y", "width", "height"].map(|name| attribute(rect, name));
    [(x, y + height), (x + width, y)]
}

/// The curves in a frame, each as the places of its path, a list for each `M`.
fn curves(svg: &str, name: &str) -> Vec<Vec<Vec<Place>>> {
    let group = between(svg, &format!("<g id=\"{name}-curves\""), "</g>");
    let place = |text: &str| -> Place {
        let (x, y) = text.split_once(' ').unwrap();
        (x.parse().unwrap(), y.parse().unwrap())
    };
    let stroke = |text: &str| text.split('L').map(place).collect();
    let path = |text: &str| {
        let path = text.split('"').next().unwrap();
        path.split('M').skip(1).map(stroke).collect()
    };
    group.split("<path d=\"").skip(1).map(path).collect()
}

#[test]
fn an_exponential_is_no_pole() {
    let exponential = "--x tc --tc 0.001:0.002:2 --e3 1.5005 --e4 1.5 --y power --inset none";
    let lambda = "--x lambda --lambda log:1e-40:1:2 --tc 0.5 --e4 1.3";
    for (flags, frames) in [
        (exponential.to_owned(), &["main"][..]),
        (format!("{lambda} --y power --inset cop"), &["main", "inset"]),
        (lambda.to_owned(), &["main", "inset"]),
    ] {
        let svg = sh(&format!("ndemon figure {flags}"));
        assert!(!svg.contains("cut off"), "{flags}");
        for name in frames {
            let [(left, bottom), (right, top)] = frame(&svg, name);
            let curve = curves(&svg, name).pop().unwrap().concat();
            let reach = |pick: fn(f64, f64) -> f64, of: fn(&Place) -> f64| {
                curve.iter().map(of).reduce(pick).unwrap()
            };
            let ends = (reach(f64::min, |p| p.0), reach(f64::max, |p| p.0));
            assert!((ends.0 - left).abs() < DIGIT && (ends.1 - right).abs() < DIGIT, "{ends:?}");
            let (high, low) = (reach(f64::min, |p| p.1), reach(f64::max, |p| p.1));
            assert!(high >= top - DIGIT && low <= bottom + DIGIT, "{flags} {name}: {high} {low}");
            // And it is to be seen: the frame is no more than twice as high as it.
            assert!(low - high > 0.5 * (bottom - top), "{flags} {name}: {high} {low}");
        }
    }
}

#[test]
fn the_frame_says_that_it_cuts_a_pole_off() {
    // λ_max is infinite where ε3 = ε4; COP(Tc) is vertical at its lowest temperature.
    for flags in [
        "--x e4 --e4 1.05:1.95 --curves tc --tc 0.6 --y headroom",
        "--x e4 --e4 1.05:1.95 --curves tc --tc 0.6 --y power --inset headroom",
        "--tc 0.3:0.9 --e4 1.2 --y dcop_dtc",
    ] {
        assert!(sh(&format!("ndemon figure {flags}")).contains("; the pole is cut off"), "{flags}");
    }
}

#[test]
fn a_curve_ends_in_its_limit() {
    let folder = folder("figure-limit");
    assert_eq!(run(&folder, "ndemon figure --e4 1.3 -o x.gp"), "[0]\n");
    let script = fs::read_to_string(folder.join("x.gp")).unwrap();
    let first = |block: &str| -> Vec<f64> {
        let line = between(&script, &format!("${block} << EOD\n"), "\n");
        line.split(' ').map(|number| number.parse().unwrap()).collect()
    };
    // Tc,min has 20 digits in fixtures/fig2_tc_min.csv; the COP tends to 0 there, as Ṡ_l to infinity,
    // and the power does not.
    let [curve, mark] = ["main2", "main2_discs"].map(first);
    assert!((curve[0] - 0.241_538_462_390_069_24).abs() < 1e-16, "{curve:?}");
    assert_eq!((curve[1], &curve), (0.0, &mark));
    let [curve, mark] = ["inset0", "inset0_discs"].map(first);
    assert!(curve[1] > 0.01 && curve == mark, "{curve:?}");
}

#[test]
fn levels_that_coincide_leave_a_gap_and_no_end() {
    let folder = folder("figure-gap");
    let line = "ndemon figure --x e4 --e4 0.5:2.5 --curves tc --tc 0.6 --lambda 0.3 --inset none";
    assert_eq!(run(&folder, &format!("{line} -o x.svg --data x.csv")), "[0]\n");
    let svg = fs::read_to_string(folder.join("x.svg")).unwrap();
    let levels: Vec<f64> =
        rows(&folder.join("x.csv")).iter().map(|row| number(row, "e4")).collect();
    for level in [1.0f64, 2.0] {
        assert!(!levels.contains(&level));
        assert!(levels.contains(&level.next_down()) && levels.contains(&level.next_up()));
    }
    // Drawn through both: each of the three parts begins where the one before it ends.
    let parts = curves(&svg, "main").pop().unwrap();
    assert_eq!(parts.len(), 3);
    let meet = |a: &Place, b: &Place| (a.0 - b.0).abs() < DIGIT && (a.1 - b.1).abs() < DIGIT;
    let all_meet = parts.windows(2).all(|pair| meet(pair[0].last().unwrap(), &pair[1][0]));
    assert!(all_meet, "{parts:?}");
    assert!(!svg.contains("<circle"));
    // With windows the gap is as wide as two of them, around ε1, ε2 and ε3; the bounds, λ = 0 and
    // ε3 = ε4, are those of narrow resonances.
    let boxcar = format!("{line} --resonances boxcar --gamma 0.0625 -o y.svg --data y.csv");
    assert_eq!(run(&folder, &boxcar), "[0]\n");
    let svg = fs::read_to_string(folder.join("y.svg")).unwrap();
    let table = rows(&folder.join("y.csv"));
    let table = table.iter().filter(|row| row["status"] == "ok");
    let levels: Vec<f64> = table.map(|row| number(row, "e4")).collect();
    for level in [1.0, 1.5, 2.0] {
        let [below, above] = [level - 0.0625, level + 0.0625];
        assert!(!levels.iter().any(|e4| (below..=above).contains(e4)), "{level}");
        assert!(levels.iter().any(|e4| (below - 1e-15..below).contains(e4)), "{level}");
    }
    assert!(!svg.contains("<circle"));
    // Of widths of their own it is the mean of the two.
    let own = "--gamma 0.0625 --gamma1 0.03125 --gamma3 0.25 -o z.svg --data z.csv";
    assert_eq!(run(&folder, &format!("{line} --resonances boxcar {own}")), "[0]\n");
    let table = rows(&folder.join("z.csv"));
    let table = table.iter().filter(|row| row["status"] == "ok");
    let levels: Vec<f64> = table.map(|row| number(row, "e4")).collect();
    for (level, mean) in [(1.0, 0.046875), (1.5, 0.15625), (2.0, 0.0625)] {
        let [below, above] = [level - mean, level + mean];
        assert!(!levels.iter().any(|e4| (below..=above).contains(e4)), "{level}");
        assert!(levels.iter().any(|e4| (below - 1e-15..below).contains(e4)), "{level}");
    }
}

#[test]
fn an_axis_needs_its_ends_alone() {
    let picture = |flags: &str| {
        let svg = sh(&format!("ndemon figure {flags}"));
        svg.split_once("</metadata>").unwrap_or_else(|| panic!("{svg}")).1.to_owned()
    };
    for (ends, counted) in [
        ("--tc 0.1:0.9", "--tc 0.1:0.9:2"),
        ("--x lambda --tc 0.5 --lambda log:0.01:1", "--x lambda --tc 0.5 --lambda log:0.01:1:2"),
        ("--x lambda --tc 0.5", "--x lambda --tc 0.5 --lambda 0max:1max:2"),
    ] {
        assert_eq!(picture(ends), picture(counted), "{ends}");
    }
    assert_eq!(
        sh("ndemon figure --e4 1.1:1.4"),
        "error: --e4 1.1:1.4: only tc, by --x, takes first:last; a range of curves is first:last:count\n[2]\n"
    );
}

#[test]
fn a_picture_says_what_its_curves_are_of() {
    let titles = |flags: &str| {
        let svg = sh(&format!("ndemon figure {flags}"));
        let titles = svg.split("<title>").skip(1).map(|text| text.split('<').next().unwrap());
        titles.map(str::to_owned).collect::<Vec<_>>()
    };
    let legend = |flags: &str| {
        let text = sh(&format!("ndemon figure {flags} --inset none --terminal"));
        text.lines()
            .filter_map(|line| line.split_once("ε4 = "))
            .map(|(_, name)| name.to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        titles("--y dcop_dtc")[0],
        "∂COP/∂Tc (1/E); the pole is cut off over temperature of the cold reservoir, Tc (E)"
    );
    assert_eq!(legend("--e4 1.1:1.45:4"), ["1.1", "1.21667", "1.33333", "1.45"]);
    // As many digits as tell ε4 from its neighbour, and from ε3.
    assert_eq!(
        legend("--e4 1.4999999,1.33333331,1.33333332"),
        ["1.4999999", "1.33333331", "1.33333332"]
    );
    assert_eq!(
        legend("--e4 1.3,1.45,1 --resonances boxcar --gamma 0.09"),
        ["1.3", "1.45 (windows overlap)", "1 (ε1 = ε4)"]
    );
    let svg = sh("ndemon figure --e4 1.3,1.45,1");
    assert!(svg.contains("<title>ε4 = 1 (ε1 = ε4)</title>"), "{svg}");
    let svg = sh("ndemon figure --x lambda --tc 0.5 --e4 1.3,1.5");
    assert!(svg.contains("<title>ε4 = 1.5 (λ_max = ∞)</title>"), "{svg}");
    // No name in the legend for what is outside the frame: the bound is above 1 here, the COP below 0.5.
    assert!(titles("--tc 0.1:0.9 --e4 1.3").contains(&"Carnot bound".into()));
    assert!(!titles("--tc 0.6:0.9 --e4 1.3").contains(&"Carnot bound".into()));
}

#[test]
fn a_figure_of_boxcars_says_so() {
    let flags = "figure --resonances boxcar --gamma 0.09 --e4 1.3";
    let svg = sh(&format!("ndemon {flags}"));
    let text: String =
        svg.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect();
    assert!(text.contains("Γ = 0.09,  boxcar resonances"), "{text}");
    assert!(between(&svg, "<title>", "</title>").ends_with("; boxcar resonances"));
    let metadata = between(&svg, "<metadata>", "</metadata>");
    assert!(metadata.contains(" --resonances=boxcar "), "{metadata}");
    // What the metadata say can be typed.
    let request = metadata.lines().find(|line| line.starts_with("ndemon figure")).unwrap();
    assert_eq!(sh(request), svg);
    let narrow = sh("ndemon figure --e4 1.3");
    assert!(!narrow.contains("boxcar") && !narrow.contains("(narrow)"));
}

#[test]
fn characters_fit_eighty_columns() {
    for flags in [
        "--e4 1.3",
        "--e4 1.1:1.45:12",
        "--tc 0.5:0.5000000000001 --e4 1.3",
        "--y beta_eff4 --x e4 --e4 0:2 --curves tc --tc 0.5,0.8 --lambda 0.5",
        "--x tc --tc 0.001:0.002 --e3 1.5005 --e4 1.5 --y power",
        "--x power --y entropy_current --curves tc --tc 0.3,0.6 --e4 1.3",
        "--resonances boxcar --gamma 0.09 --e4 1.3,1.45",
        "--y power --e3 1e200 --e4 1e199 --e1 1e201 --e2 2e200 --mu0 1e200 --th 1e200 --tc 1e199:9e199 --lambda 0.1",
    ] {
        let text = sh(&format!("ndemon figure {flags} --terminal"));
        assert!(text.ends_with("[0]\n"), "{flags}: {text}");
        let width = |line: &str| line.chars().filter(|c| *c != '\u{307}').count();
        let widest = text.lines().map(width).max().unwrap();
        assert!(widest <= 80, "{flags}: {widest}\n{text}");
    }
}
