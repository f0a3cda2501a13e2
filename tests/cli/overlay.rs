//! `ndemon figure --overlay`: measured points over the curves, in every format.

use crate::folder::{folder, run};
use crate::shell::{has, session};
use expect_test::expect;
use std::fs;
use std::path::Path;

/// The numbers in a path of an SVG, as places, and where its pieces begin.
fn places(path: &str) -> Vec<Vec<(f64, f64)>> {
    let pieces = path.split('M').filter(|piece| !piece.is_empty());
    let piece = |piece: &str| {
        let numbers = piece.split(['L', 'Z', ' ']).filter(|number| !number.is_empty());
        let numbers: Vec<f64> = numbers.map(|number| number.parse().unwrap()).collect();
        numbers.chunks(2).map(|pair| (pair[0], pair[1])).collect()
    };
    pieces.map(piece).collect()
}

/// The path of the shapes of this title in a part of an SVG.
fn paths<'a>(svg: &'a str, title: &str) -> Vec<&'a str> {
    let end = format!("<title>{title}</title>");
    let shapes = svg
        .split("<path d=\"")
        .skip(1)
        .filter(|shape| shape.lines().next().is_some_and(|shape| shape.contains(&end)));
    shapes.map(|shape| shape.split('"').next().unwrap()).collect()
}

/// How far a place is from a line.
fn distance((x, y): (f64, f64), line: &[(f64, f64)]) -> f64 {
    let from = |pair: &[(f64, f64)]| {
        let ((ax, ay), (bx, by)) = (pair[0], pair[1]);
        let (dx, dy) = (bx - ax, by - ay);
        let along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy).max(1e-30);
        let along = along.clamp(0.0, 1.0);
        (x - ax - along * dx).hypot(y - ay - along * dy)
    };
    line.windows(2).map(from).fold(f64::INFINITY, f64::min)
}

/// The middles of the squares of this name.
fn squares(svg: &str, name: &str) -> Vec<(f64, f64)> {
    let middle = |path: &&str| {
        let corners = places(path).remove(0);
        let count = corners.len() as f64;
        let sum = |of: fn(&(f64, f64)) -> f64| corners.iter().map(of).sum::<f64>() / count;
        (sum(|at| at.0), sum(|at| at.1))
    };
    paths(svg, name).iter().map(middle).collect()
}

/// Points of a sweep lie on the curve that is drawn of the same device: a curve is within a quarter of a pixel of its
/// chords, and the coordinates have two decimals.
#[test]
fn points_of_a_sweep_lie_on_their_curves() {
    let folder = folder("overlay-own");
    let line = "ndemon sweep --tc 0.35:0.95:13 --e4 1.2,1.3 -o own.csv
        ndemon figure --inset none --overlay own.csv -o own.svg --data with.csv
        ndemon figure --inset none --data without.csv -o without.svg; cmp with.csv without.csv
        ndemon machine example wire > wire.toml
        ndemon sweep wire.toml --set T_c=46:60:8 --columns T_c,heat_c --format jsonl -o wire.jsonl
        ndemon figure wire.toml --x T_c --set T_c=45:61 --y heat_c --curves w --inset none --overlay wire.jsonl -o wire.svg";
    assert_eq!(run(&folder, line), "[0]\n");
    let svg = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let own = svg("own.svg");
    let middles = squares(&own, "own");
    assert_eq!(middles.len(), 26);
    let curves = ["ε4 = 1.2", "ε4 = 1.3"].map(|title| places(paths(&own, title)[0]).remove(0));
    for (index, middle) in middles.iter().enumerate() {
        // The last flag varies fastest.
        let far = [0, 1].map(|curve| distance(*middle, &curves[curve]));
        assert!(far[index % 2] < 0.3, "{index}: {far:?}");
        assert!(far[1 - index % 2] > 2.0, "{index}: {far:?}");
    }
    let wire = svg("wire.svg");
    let middles = squares(&wire, "wire");
    let title = wire.split("<title>").find(|part| part.starts_with("w = ")).unwrap();
    let curve = places(paths(&wire, title.split('<').next().unwrap())[0]).remove(0);
    assert_eq!(middles.len(), 8);
    assert!(middles.iter().all(|middle| distance(*middle, &curve) < 0.3), "{middles:?}");
}

const POINTS: &str = "run;tc;tc_sd;cop;cop_sd;e4
1;0.3;0.01;0.07;0.012;1.3
2;0.6;;0.24;0.015;1.4
3;0.7;0.02;0.27;;1.3
4;0.4;;0.2;;1.7
5;0.5;;;;1.3
";

fn script(folder: &Path, name: &str) -> Vec<String> {
    let script = fs::read_to_string(folder.join(name)).unwrap();
    script.lines().map(str::to_owned).collect()
}

#[test]
fn gnuplot_gets_the_numbers_of_the_table() {
    let folder = folder("overlay-gnuplot");
    fs::write(folder.join("my run.csv"), POINTS).unwrap();
    let output = run(&folder, "ndemon figure --overlay 'my run.csv' -o x.gp");
    expect![[r#"
        warning: --overlay my run.csv: 1 of 5 rows have no finite tc or no finite cop, and are not drawn
        warning: --overlay my run.csv: 1 of 4 points have another e4 than the curves, and are black
        [0]
    "#]]
    .assert_eq(&output);
    let lines = script(&folder, "x.gp");
    let begins = |line: &&String| line.starts_with("$points");
    let block: Vec<&str> = lines
        .iter()
        .skip_while(|line| !begins(line))
        .take_while(|line| !line.starts_with("$inset"))
        .map(String::as_str)
        .collect();
    // x, y and the ends of bars, which are the number ± its standard deviation in doubles.
    expect![[r#"
        $points0_0 << EOD
        0.3 0.07 0.29 0.31 0.05800000000000001 0.082
        EOD
        $points0_1 << EOD
        0.6 0.24 0.22499999999999998 0.255
        EOD
        $points0_2 << EOD
        0.7 0.27 0.6799999999999999 0.72
        EOD
        $points0_3 << EOD
        0.4 0.2
        EOD"#]]
    .assert_eq(&block.join("\n"));
    for style in
        ["$points0_0 with xyerrorbars", "$points0_1 with yerrorbars", "$points0_2 with xerrorbars"]
    {
        assert!(lines.iter().any(|line| line.contains(style)), "{style}");
    }
    if has("gnuplot", "gnuplot --version") {
        let draw = "gnuplot -e \"set terminal svg size 1560,945; set output 'y.svg'\" x.gp; grep -c gnuplot_plot_ y.svg
            ndemon figure --log x,y --x-range 0.05:1 --overlay 'my run.csv' --quiet -o log.gp
            gnuplot -e \"set terminal svg; set output 'z.svg'\" log.gp
            ndemon figure --map cop --tc 0.1:0.9 --e4 1.05:1.75 --overlay 'my run.csv' --quiet -o map.gp
            gnuplot -e \"set terminal svg; set output 'map.svg'\" map.gp; grep -c 'my run' map.svg";
        // Six curves and their discs, three kinds of bars, two for each of four kinds of points, two in the legend;
        // the inset has four curves and their discs.
        let plots = 6 + 6 + 3 + 2 * 4 + 2 + 4 + 4;
        assert_eq!(run(&folder, draw), format!("{plots}\n1\n[0]\n"));
    }
}

#[test]
fn axes_grow_unless_they_are_said() {
    let folder = folder("overlay-axes");
    fs::write(folder.join("far.csv"), "tc,tc_sd,cop,cop_sd\n1.1,0.15,0.9,0.25\n-0.5,,0.1,0.2\n")
        .unwrap();
    let range = |flags: &str| {
        let line = format!(
            "ndemon figure --inset none --overlay far.csv {flags} -o x.gp --force; grep -E '^set .range' x.gp"
        );
        run(&folder, &line)
    };
    // −0.5 and 1.1 + 0.15; 0.1 − 0.2 and 0.9 + 0.25.
    expect![[r#"
        set xrange [-0.5:1.5]
        set yrange [-0.5:1.5]
        [0]
    "#]]
    .assert_eq(&range(""));
    expect![[r#"
        set xrange [0.0:1.0]
        set yrange [-0.5:1.5]
        warning: --overlay far.csv: 2 of 2 points are outside the frame and not drawn
        [0]
    "#]]
    .assert_eq(&range("--x-range 0:1"));
    // A logarithmic axis takes what is positive; bars that go further end below the frame.
    expect![[r#"
        set xrange [0.1:10.0]
        set yrange [0.001:10.0]
        warning: --overlay far.csv: 1 of 2 points are outside the frame and not drawn
        [0]
    "#]]
    .assert_eq(&range("--tc 0.1:1 --log x,y"));
}

#[test]
fn units_of_a_table_become_those_of_the_figure() {
    let folder = folder("overlay-units");
    let device = "--th 100mK --mu0 0eV --e1 0eV --e2 9ueV --e3 4ueV --gamma 0.5ueV";
    fs::write(
        folder.join("lab.csv"),
        "tc_mK,tc_mK_sd,power_aW,power_sd_zW,e4_GHz\n80,1,3,250,0.5\n",
    )
    .unwrap();
    let line = format!(
        "ndemon figure {device} --e4 0.5GHz,3ueV --tc 50mK:99mK --y power --inset none --overlay lab.csv -o x.gp; grep -A1 '^.points' x.gp
        grep -c 'points0_0.*rgb .#0d0887' x.gp"
    );
    // 80 ± 1 mK in K, 3 ± 0.25 aW in W; the colour of the first curve, for the bar and for the point.
    expect![[r#"
        $points0_0 << EOD
        0.08 3e-18 0.079 0.081 2.75e-18 3.2499999999999997e-18
        2
        [0]
    "#]]
    .assert_eq(&run(&folder, &line));
}

#[test]
fn in_characters_points_have_symbols() {
    let folder = folder("overlay-terminal");
    fs::write(folder.join("a.csv"), "tc,cop,cop_sd\n0.5,0.4,0.05\n").unwrap();
    fs::write(folder.join("b.csv"), "tc,cop\n0.4,0.35\n").unwrap();
    let output = run(&folder, "ndemon figure --overlay a.csv --overlay b.csv --e4 1.3 --terminal");
    expect![[r#"
            COP
        0.5 ┤                  a                                   ⡄b  a Carnot bound
            │                 ⡸          ⡀                       ⠰⢀⡴⠋  b ε4 → ε3
            │                ⢰⠁          ⡇                    ⢀ ⣁⠔⠉    c ε4 = 1.3
        0.4 ┤               ⢠⠇           ■                   ⠆⡠⠚⠁      ■ a
            │              ⢀⠎            ⡇                ⡄⣈⠔⠋         ◆ b
            │              ⡞       ◆     ⠃             ⡀⢘⡤⠚⠁
            │             ⡜⠁                        ⡀⠐⣠⠗⠉
        0.3 ┤            ⡜                        ⠠⣠⠵⠋
            │           ⡰⠁                     ⠠⣀⠵⠊⠁
            │          ⡰⠁                   ⠠⣀⠵⠊⠁
        0.2 ┤         ⡴⠁                 ⠠⣠⠵⠊⠁
            │        ⡼               ⡀⠰⡠⠕⠋
            │       ⡞             ⡄⢐⡠⠖⠉
            │     ⢀⠎         ⢀ ⠄⣈⡤⠚⠉
        0.1 ┤    ⣠⠃       ⢀ ⠂⢈⡴⠚⠁
            │   ⡰⠁    ⡀⠰ ⠁ ⣠⠞⠁
            │ ⢠⠎ ⢀ ⠄⠘     ⢰⠃
        0.0 ┤⡴⠣ ⠂         c
            └┬──────────┬──────────┬──────────┬──────────┬──────────┬
            0.0        0.2        0.4        0.6        0.8        1.0
                            temperature of the cold reservoir, Tc (E)
                                                     at c: minimum Tc
        [0]
    "#]]
    .assert_eq(&output);
}

#[test]
fn a_picture_says_which_tables_it_shows() {
    let folder = folder("overlay-rerun");
    let line = "printf 'tc,cop\\n0.5,0.2\\n' > 'a,b.csv'; cp a,b.csv c.csv
        ndemon figure --overlay a,b.csv --overlay c.csv -o x.svg
        ndemon rerun x.svg -o y.svg; cmp x.svg y.svg; grep -o 'overlay[-a-z0-9]*=[a-z,.]*' x.svg
        ndemon figure --map cop --tc 0.1:0.9 --e4 1.1:1.4 --overlay c.csv -o m.png 2>&1
        printf 'tc,cop\\n0.5,0.3\\n' > c.csv; ndemon rerun x.svg -o z.svg; ls";
    expect![[r#"
        overlay=a,b.csv
        overlay=c.csv
        overlay-sha256=b
        error: --overlay c.csv: it has no column `e4`; it has `tc`, `cop`: name a column as the axis is named
        a,b.csv
        c.csv
        x.svg
        y.svg
        error: --overlay c.csv: the table is another one than was asked for: its SHA-256 is 563fb1c139396d1e856d1448ce14d3e255a719920afa52e0f9f1f1b4314b8f0e, not b09d544620cea4057ec9477de18775b493afd9b3941ff168901574564ae12ac2
        [0]
    "#]].assert_eq(&run(&folder, line));
}

#[test]
fn a_wrong_table_is_refused_in_a_sentence() {
    let folder = folder("overlay-refused");
    let tables = [
        ("empty.csv", ""),
        ("header.csv", "tc,cop\n"),
        ("lacks.csv", "tc,power\n0.5,0.2\n"),
        ("word.csv", "tc,cop\n0.5,0.2\n0.6,abc\n"),
        ("negative.csv", "tc,cop,cop_sd\n0.5,0.2,-0.1\n"),
        ("units.csv", "tc_mK,cop\n0.5,0.2\n"),
        ("curves.csv", "tc,cop,e4_meV\n0.5,0.1,1.3\n"),
        ("missing.csv", "tc,cop\n0.5,\n,0.2\n"),
    ];
    let lines = tables.map(|(name, text)| {
        fs::write(folder.join(name), text).unwrap();
        format!("cd overlay-refused; ndemon figure --overlay {name} -o x.svg")
    });
    let mut lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    lines.extend([
        "ndemon figure --overlay nowhere.csv",
        "ndemon figure --overlay - < /dev/null",
        "ndemon figure --overlay overlay-refused/word.csv --overlay-sha256 ab",
        "cd overlay-refused; printf 'tc_W,cop\\n.8,.1\\n' > kind.csv; ndemon figure --th 1K --mu0 0eV --e1 0eV --e2 1meV \
         --e3 .5meV --e4 .4meV --tc .8K:.9K --y cop --inset none --overlay kind.csv -o x.svg",
        "ndemon machine example wire | ndemon figure - --overlay overlay-refused/word.csv",
        "test -e overlay-refused/x.svg",
    ]);
    expect![[r#"
        $ cd overlay-refused; ndemon figure --overlay empty.csv -o x.svg
        error: --overlay empty.csv: the table is empty: it needs a header, or a JSON object a line
        [2]
        $ cd overlay-refused; ndemon figure --overlay header.csv -o x.svg
        error: --overlay header.csv: it has a header and no row; a point is a row
        [2]
        $ cd overlay-refused; ndemon figure --overlay lacks.csv -o x.svg
        error: --overlay lacks.csv: it has no column `cop`; it has `tc`, `power`: name a column as the axis is named
        [2]
        $ cd overlay-refused; ndemon figure --overlay word.csv -o x.svg
        error: --overlay word.csv: line 3, column `cop`: `abc` is not a finite number
        [2]
        $ cd overlay-refused; ndemon figure --overlay negative.csv -o x.svg
        error: --overlay negative.csv: line 2, column `cop_sd`: `-0.1` is no standard deviation, which is finite and not negative; leave it empty where none is known
        [2]
        $ cd overlay-refused; ndemon figure --overlay units.csv -o x.svg
        error: --overlay units.csv: it has no column `tc`; `tc_mK` has a unit, but the figure has none: give numbers as the figure has them
        [2]
        $ cd overlay-refused; ndemon figure --overlay curves.csv -o x.svg
        error: --overlay curves.csv: it has no column `e4`; `e4_meV` has a unit, but the figure has none: give numbers as the figure has them
        [2]
        $ cd overlay-refused; ndemon figure --overlay missing.csv -o x.svg
        error: --overlay missing.csv: no row has finite numbers of both tc and cop
        [2]
        $ ndemon figure --overlay nowhere.csv
        error: nowhere.csv: No such file or directory (os error 2)
        [3]
        $ ndemon figure --overlay - < /dev/null
        error: --overlay standard input: it cannot be read again, as a picture has to be made again; give a file
        [2]
        $ ndemon figure --overlay overlay-refused/word.csv --overlay-sha256 ab
        error: --overlay-sha256 ab: it must have 64 hexadecimal digits, as sha256sum prints them
        [2]
        $ cd overlay-refused; printf 'tc_W,cop\n.8,.1\n' > kind.csv; ndemon figure --th 1K --mu0 0eV --e1 0eV --e2 1meV --e3 .5meV --e4 .4meV --tc .8K:.9K --y cop --inset none --overlay kind.csv -o x.svg
        error: --overlay kind.csv: it has no column `tc_K`; `tc_W` has a unit of another kind: name it `tc_K`, or with a prefix
        [2]
        $ ndemon machine example wire | ndemon figure - --overlay overlay-refused/word.csv
        error: --x is missing: the parameter that curves run along, with --set NAME=first:last
        [2]
        $ test -e overlay-refused/x.svg
        [1]
    "#]].assert_eq(&session(&lines));
}
