//! `ndemon optimize -o`: tables and pictures of fronts, and what they say of their request.

use crate::folder::{folder, run};
use crate::shell::{has, session};
use expect_test::expect;
use std::fs;
use std::path::Path;

/// So few boxes that the bound is visibly above the front.
const LOOSE: &str = "ndemon optimize --front 5 --maximize power,cop --over e4=1.1:1.4,e3=1.2:1.9,lambda=0max:1max --tc 0.5 \
    --boxes 40 --quiet";

/// A block of data of a script.
fn block(folder: &Path, name: &str, block: &str) -> Vec<(f64, f64)> {
    let script = fs::read_to_string(folder.join(name)).unwrap();
    let text = script.split(&format!("${block} << EOD\n")).nth(1).unwrap();
    let lines = text.split("EOD").next().unwrap().trim().lines();
    let numbers = |line: &str| line.split(' ').map(|number| number.parse().unwrap()).collect();
    lines
        .map(|line| {
            let pair: Vec<f64> = numbers(line);
            (pair[0], pair[1])
        })
        .collect()
}

/// The columns of a CSV.
fn columns(text: &str, names: [&str; 2]) -> Vec<(f64, f64)> {
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let places = names.map(|name| header.iter().position(|other| *other == name).unwrap());
    let number = |line: &str, place: usize| line.split(',').nth(place).unwrap().parse().unwrap();
    lines.map(|line| (number(line, places[0]), number(line, places[1]))).collect()
}

/// The points are the rows of the table, and no device that a sweep finds lies beyond the steps.
#[test]
fn nothing_lies_beyond_the_steps_of_a_front() {
    let folder = folder("front-picture");
    let line = format!("{LOOSE} -o x.csv; {LOOSE} -o x.gp");
    assert_eq!(run(&folder, &line), "[0]\n");
    let table = fs::read_to_string(folder.join("x.csv")).unwrap();
    let rows = columns(&table, ["power", "cop"]);
    assert_eq!(block(&folder, "x.gp", "main1"), rows);
    assert_eq!(block(&folder, "x.gp", "main1_discs"), rows);
    let steps = block(&folder, "x.gp", "main0");
    // They go down and to the right, a step at a time, and are at the bounds of the table.
    let goes_on = |pair: &[(f64, f64)]| {
        let (across, down) = (pair[1].0 - pair[0].0, pair[0].1 - pair[1].1);
        across >= 0.0 && down >= 0.0 && (across == 0.0 || down == 0.0)
    };
    assert!(steps.windows(2).all(goes_on), "{steps:?}");
    for (_, bound) in columns(&table, ["power", "cop_bound"]) {
        assert!(steps.iter().any(|(_, height)| *height == bound), "{bound} {steps:?}");
    }
    // Somewhere the bound is above the front, so that the line is none through its points.
    let greatest = |at: f64| {
        let over = steps.iter().filter(|(x, _)| *x >= at).map(|(_, height)| *height);
        over.fold(f64::NEG_INFINITY, f64::max)
    };
    assert!(rows.iter().any(|(power, cop)| greatest(*power) > 1.01 * cop), "{rows:?} {steps:?}");
    let sweep = "ndemon sweep --tc 0.5 --e4 1.1:1.4:13 --e3 1.2:1.9:15 --lambda 0.01max:1max:25 --columns power,cop";
    let mut checked = 0;
    for (power, cop) in columns(run(&folder, sweep).trim_end_matches("[0]\n"), ["power", "cop"]) {
        if power.is_finite() && cop.is_finite() {
            assert!(cop <= greatest(power), "{power} {cop}");
            checked += 1;
        }
    }
    assert!(checked > 2000, "{checked}");
}

#[test]
fn a_front_is_drawn_in_every_format_and_made_again() {
    let folder = folder("front-formats");
    let line = "front='ndemon optimize --front 4 --maximize power,cop --over lambda=0max:1max --tc 0.5 --e4 1.3 --quiet'
        for f in svg png pdf gp; do $front -o x.$f; ndemon --quiet rerun x.$f -o again.$f; cmp x.$f again.$f; done
        ndemon --quiet rerun x.pdf -o other.svg; cmp x.svg other.svg; $front -o x.svg; echo $?
        grep -o 'nothing lies beyond: proven' x.svg | sort -u; grep -o 'ndemon optimize.*' x.svg
        ndemon machine example engine > engine.toml
        ndemon optimize engine.toml --front 3 --maximize n_c,efficiency --over V=0:100 --trials 300 --quiet -o engine.gp
        grep -c beyond engine.gp; grep -o \"title '.*'\" engine.gp";
    expect![[r#"
        2
        nothing lies beyond: proven
        ndemon optimize --tc=0.5 --e4=1.3 --maximize=power,cop --front=4 --over=lambda=0max:1max
        0
        title 'front as found, not proven'
        title 'computed points'
        error: -o x.svg: it exists; --force overwrites it
        [0]
    "#]]
    .assert_eq(&run(&folder, line));
    if has("gnuplot", "gnuplot --version") {
        let line =
            "gnuplot -e \"set terminal svg; set output 'y.svg'\" x.gp; grep -c gnuplot_plot_ y.svg";
        // The steps, the front, discs for both, and the disc of the legend.
        assert_eq!(run(&folder, line), "5\n[0]\n");
    }
}

#[test]
fn answers_say_what_was_asked() {
    let folder = folder("answers-provenance");
    let line = "solve='ndemon solve --for tc=0.01:0.99 --where power=0.01 --e4 1.3 --quiet --provenance'
        best='ndemon optimize --maximize power --over e4=1.1:1.5 --tc 0.5 --quiet --provenance'
        $solve --format csv > s.csv; head -n 3 s.csv | sed 's/ (.*//'; ndemon --quiet rerun s.csv | cmp - s.csv
        $best --format csv --columns e4,power > b.csv; cat b.csv | sed 's/ (.*//'; ndemon --quiet rerun b.csv | cmp - b.csv
        $solve -o t.jsonl; cp t.jsonl was; ls; rm t.jsonl; ndemon --quiet rerun t.jsonl.meta.json; cmp t.jsonl was";
    expect![[r#"
        # ndemon 0.1.0
        # ndemon solve --e4=1.3 --for=tc=0.01:0.99 --where=power=0.01 --format=csv --provenance
        tc,power,status,tc_error,found
        # ndemon 0.1.0
        # ndemon optimize --tc=0.5 --maximize=power --over=e4=1.1:1.5 --format=csv --columns=e4,power --provenance
        e4,power
        1.1,0.07248983252701076
        b.csv
        s.csv
        t.jsonl
        t.jsonl.meta.json
        was
        [0]
    "#]].assert_eq(&run(&folder, line));
}

#[test]
fn what_cannot_be_written_is_refused() {
    folder("answers-refused");
    let best = "cd answers-refused; ndemon optimize --maximize power --over e4=1.1:1.5 --tc 0.5";
    let lines = [
        format!("{best} -o x.svg"),
        format!("{best} -o x.txt"),
        format!("{best} -o x.csv --format json"),
        format!("{best} --provenance"),
        format!("{best},cop --front 3 -o x.txt")
            .replace("power --over", "power,cop --over")
            .replace(",cop --front", " --front"),
        format!("touch answers-refused/x.png; {best} -o x.png --front 3")
            .replace("power --over", "power,cop --over"),
        format!("{best} -o y.png --front 3 --format csv")
            .replace("power --over", "power,cop --over"),
        "ndemon solve --for tc=0.01:0.99 --where power=0.01 --e4 1.3 -o x.svg".to_owned(),
    ];
    expect![[r#"
        $ cd answers-refused; ndemon optimize --maximize power --over e4=1.1:1.5 --tc 0.5 -o x.svg
        error: -o x.svg: only a front, by optimize --front N, is drawn; a table ends in .csv, .json or .jsonl
        [2]
        $ cd answers-refused; ndemon optimize --maximize power --over e4=1.1:1.5 --tc 0.5 -o x.txt
        error: -o x.txt: the name must end in .csv, .json or .jsonl
        [2]
        $ cd answers-refused; ndemon optimize --maximize power --over e4=1.1:1.5 --tc 0.5 -o x.csv --format json
        error: -o x.csv: its name is that of another --format; drop --format, or choose another name
        [2]
        $ cd answers-refused; ndemon optimize --maximize power --over e4=1.1:1.5 --tc 0.5 --provenance
        error: --provenance: on a stream only a CSV has a place for it; give --format csv, or -o FILE
        [2]
        $ cd answers-refused; ndemon optimize --maximize power,cop --over e4=1.1:1.5 --tc 0.5 --front 3 -o x.txt
        error: -o x.txt: the name must end in .csv, .json or .jsonl, or, of a picture, in .svg, .png, .pdf or .gp
        [2]
        $ touch answers-refused/x.png; cd answers-refused; ndemon optimize --maximize power,cop --over e4=1.1:1.5 --tc 0.5 -o x.png --front 3
        error: -o x.png: it exists; --force overwrites it
        [2]
        $ cd answers-refused; ndemon optimize --maximize power,cop --over e4=1.1:1.5 --tc 0.5 -o y.png --front 3 --format csv
        error: -o y.png: its name is that of a picture; drop --format, or choose another name
        [2]
        $ ndemon solve --for tc=0.01:0.99 --where power=0.01 --e4 1.3 -o x.svg
        error: -o x.svg: only a front, by optimize --front N, is drawn; a table ends in .csv, .json or .jsonl
        [2]
    "#]].assert_eq(&session(&lines.each_ref().map(String::as_str)));
}
