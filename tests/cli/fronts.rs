//! Several fronts in one picture: those of the best demons of four, six and eight levels, in both classes.

use crate::figure::{number, rows};
use crate::folder::{folder, run};
use crate::picture::without_commit;
use crate::shell::{session, sh};
use expect_test::{expect, expect_file};
use std::fs;

/// The command of docs/theory.md.
const FRONTS: &str = "ndemon machine example best-demon > best-demon.toml; ndemon figure best-demon.toml --x power \
    --y cop --along x --set x=1e-6:0.999999 --curves levels --set levels=4,6,8 --beside paper=1 --bound carnot \
    -o fronts.svg --data fronts.csv";

/// The hot and the cold levels of examples/machines/best-demon.toml, in the order in which they are added.
const HOT: [f64; 4] = [1.0, 2.0, 2.25, 0.75];
const COLD: [f64; 4] = [1.5, 1.3, 1.1, 0.9];

/// The solution of a system of equations, if there is one.
fn solved(mut rows: Vec<Vec<f64>>) -> Option<Vec<f64>> {
    let size = rows.len();
    for column in 0..size {
        let pivot = (column..size)
            .max_by(|a, b| rows[*a][column].abs().total_cmp(&rows[*b][column].abs()))?;
        rows.swap(column, pivot);
        if rows[column][column].abs() < 1e-12 {
            return None;
        }
        let own = rows[column].clone();
        for (place, row) in rows.iter_mut().enumerate().filter(|(place, _)| *place != column) {
            let factor = row[column] / own[column];
            assert_ne!(place, column);
            row.iter_mut().zip(&own).for_each(|(a, b)| *a -= factor * b);
        }
    }
    Some((0..size).map(|place| rows[place][size] / rows[place][place]).collect())
}

/// The greatest heat from c that occupations between 0 and 1 allow, with ṅ_l = ε̇_l = 0, and ṅ_h = 0 in the paper's
/// class: a linear programme, of which every vertex is tried (as many levels as conditions are between 0 and 1).
fn greatest(count: usize, is_paper: bool) -> f64 {
    let fermi = |e: f64, t: f64| 1.0 / (((e - 1.0) / t).exp() + 1.0);
    let half = count / 2;
    let hot = HOT[..half].iter().map(|e| (*e, fermi(*e, 1.0), true));
    let levels: Vec<_> =
        hot.chain(COLD[..half].iter().map(|e| (*e, fermi(*e, 0.5), false))).collect();
    let conditions = if is_paper { 3 } else { 2 };
    let weight = |condition: usize, (e, _, is_hot): (f64, f64, bool)| match condition {
        0 => 1.0,
        1 => e,
        _ => f64::from(u8::from(is_hot)),
    };
    let mut most = f64::NEG_INFINITY;
    // Each level is empty, full, or between.
    for code in 0..3usize.pow(count as u32) {
        let state = |place: usize| code / 3usize.pow(place as u32) % 3;
        let between: Vec<usize> = (0..count).filter(|place| state(*place) == 2).collect();
        if between.len() != conditions {
            continue;
        }
        let row = |condition: usize| {
            let right = levels.iter().enumerate().map(|(place, level)| {
                let f = if state(place) == 1 { 1.0 } else { 0.0 };
                weight(condition, *level) * (level.1 - f)
            });
            let left = between.iter().map(|place| weight(condition, levels[*place]));
            left.chain([right.sum()]).collect()
        };
        let Some(found) = solved((0..conditions).map(row).collect()) else { continue };
        if !found.iter().all(|f| (-1e-12..=1.0 + 1e-12).contains(f)) {
            continue;
        }
        let f = |place: usize| match between.iter().position(|own| *own == place) {
            Some(own) => found[own],
            None => state(place) as f64,
        };
        let drawn = levels.iter().enumerate().filter(|(_, (.., is_hot))| !is_hot);
        let drawn = drawn.map(|(place, (e, own, _))| (e - 1.0) * (own - f(place)));
        most = most.max(drawn.sum());
    }
    most
}

#[test]
fn fronts_end_at_the_greatest_power_of_their_levels() {
    let folder = folder("fronts");
    assert_eq!(run(&folder, FRONTS), "[0]\n");
    let picture = fs::read_to_string(folder.join("fronts.svg")).unwrap();
    expect_file!["../../docs/fronts.svg"].assert_eq(&without_commit(&picture));
    let table = rows(&folder.join("fronts.csv"));
    for (count, paper) in [(4, 0.0), (6, 0.0), (8, 0.0), (4, 1.0), (6, 1.0), (8, 1.0)] {
        let of = table.iter().filter(|row| {
            number(row, "levels") == f64::from(count) && number(row, "paper") == paper
        });
        let curve: Vec<_> = of.collect();
        let (first, last) = (curve[0], curve[curve.len() - 1]);
        let most = greatest(count as usize, paper == 1.0);
        let power = number(last, "power") / number(last, "x");
        assert!((power / most - 1.0).abs() < 1e-12, "{count} {paper}: {power} {most}");
        // Carnot's COP Tc/(Th − Tc) = 1 without power, and less from there on.
        assert!((number(first, "cop") - 1.0).abs() < 1e-3, "{count} {paper}");
        assert!(curve.windows(2).all(|pair| number(pair[0], "cop") > number(pair[1], "cop")));
        let flow = curve.iter().map(|row| number(row, "n_h").abs()).fold(0.0, f64::max);
        assert_eq!(flow == 0.0, paper == 1.0);
    }
}

/// With four levels the paper's class is the λ family of the refrigerator (Eq. 20).
#[test]
fn four_levels_of_the_paper_s_class_are_its_family() {
    let folder = folder("fronts-family");
    let line = "ndemon machine example best-demon > m.toml; ndemon eval --tc 0.5 --e4 1.3 --lambda 0.25max \
        --format csv --columns power,cop | tail -1; ndemon eval m.toml --set levels=4 --set paper=1 --set x=0.25 \
        --format csv --columns power,cop | tail -1";
    let found = run(&folder, line);
    let [family, own, _] = found.lines().collect::<Vec<_>>()[..] else { panic!("{found}") };
    assert_eq!(family, own);
}

/// What is fixed where a number is not 0 is as if it were fixed, or not.
#[test]
fn a_parameter_chooses_the_class() {
    let folder = folder("fronts-class");
    let text = sh("ndemon machine example best-demon").replace("[0]\n", "");
    let chosen = "fixed = { n_h = \"paper\" }";
    assert!(text.contains(chosen));
    for (name, fixed) in [
        ("m", chosen),
        ("free", ""),
        ("fixed", "fixed = [\"n_h\"]"),
        ("other", "fixed = { n_x = \"paper\" }"),
    ] {
        fs::write(folder.join(format!("{name}.toml")), text.replace(chosen, fixed)).unwrap();
    }
    let columns = "--format csv --columns n_h,power,cop,entropy_l,status";
    let line = format!(
        "for p in 0 1 -2; do ndemon eval m.toml --set paper=$p {columns}; done; \
        for m in free fixed; do ndemon eval $m.toml {columns}; done"
    );
    let found = run(&folder, &line);
    let found: Vec<&str> = found.lines().filter(|line| !line.starts_with("n_h")).collect();
    assert_eq!(found[..3], [found[3], found[4], found[4]]);
    assert_ne!(found[3], found[4]);
    expect![[r#"
        error: `n_x` cannot be fixed
          --> other.toml:27:17
           |
        27 | fixed = { n_x = "paper" }               # n_h is 0 where this number is not; fixed = ["n_h"] is so for ever
           |                 ^^^^^^^ columns that can be fixed are n_h, n_c

        other.toml: 1 error
        [2]
    "#]].assert_eq(&run(&folder, "ndemon machine check other.toml"));
}

#[test]
fn what_cannot_be_drawn_beside_is_refused() {
    folder("fronts-refused");
    let wire = "cd fronts-refused; ndemon machine example wire > wire.toml; \
        ndemon figure wire.toml --x T_c --y cooling --set T_c=45:60 --curves w";
    expect![[r#"
        $ ndemon figure --beside tc=0.5
        error: --beside tc=0.5: the curves run along it; name another parameter
        [2]
        $ ndemon figure --beside e4=1.1
        error: --beside e4=1.1: it tells the curves apart already; name another parameter
        [2]
        $ ndemon figure --beside lambda=0.5,1
        error: --beside lambda=0.5,1: it must have one value
        [2]
        $ ndemon figure --beside lambda=0.5max
        error: --beside lambda=0.5max: it must be a number, no multiple
        [2]
        $ ndemon figure --beside th=1K
        error: --beside th=1K: it must have no unit, as no other number has one
        [2]
        $ ndemon figure --beside x=1
        error: --beside x=1: it must be PARAM=VALUE, and PARAM one of th, tc, mu0, e1, e2, e3, e4, lambda, t0, gamma
        [2]
        $ ndemon figure --bound x
        error: --bound x: it must be a result: fl1, fl2, fl3, fl4, power, entropy_current, cop, cop_carnot, headroom, … (ndemon columns)
        [2]
        $ cd fronts-refused; ndemon machine example wire > wire.toml; ndemon figure wire.toml --x T_c --y cooling --set T_c=45:60 --curves w --beside Tw=0:1
        error: --beside Tw=0:1: it must have one value
        [2]
        $ cd fronts-refused; ndemon machine example wire > wire.toml; ndemon figure wire.toml --x T_c --y cooling --set T_c=45:60 --curves w --beside Tw=30 | grep -o '<title>.*w = 0.02[^<]*'
        <title>w = 0.02</title></path>
        <title>w = 0.02, Tw = 30 mK</title></path>
        <title>w = 0.02</title><path transform="matrix(0.02 0 0 -0.02 150.7 74.1)" d="m394 468l79 0-49-245q0 0-1-12-2-13-4-32-2-19-2-37 0-46 17-66 17-21 46-21 45 0 77 25 32 24 53 62 20 38 30 80 9 42 9 77 0 26-9 45-9 19-21 34-13 15-22 29-9 14-9 30 0 20 11 31 11 11 27 11 34 0 55-34 21-34 21-87 0-46-10-96-11-51-32-99-21-48-52-87-31-39-72-62-42-23-94-23-49 0-70 30-21 29-21 71 0 10 1 21 0 10 1 18l-5 0q-17-43-37-74-20-32-49-49-30-17-76-17-43 0-68 20-25 20-36 53-11 33-11 71 0 36 7 74 7 38 15 69l20 76q2 8 6 24 4 16 4 31 0 13-5 22-5 9-19 9-12 0-29-1-17-2-17-2l0 28 147 11 22 0-47-192q-7-26-14-62-8-37-8-71 0-39 15-67 14-29 50-29 31 0 54 20 23 20 40 51 16 31 26 67 10 35 16 66zm1241-141l-596 0 0 68 596 0zm0-204l-596 0 0 67 596 0zm765 194q0-64-12-123-13-59-39-105-27-46-69-73-42-27-101-27-60 0-102 27-42 26-68 72-26 46-38 106-12 60-12 126 0 95 26 168 25 72 75 113 49 41 121 41 65 0 114-38 49-39 77-111 28-73 28-176zm-97-6q0 152-31 225-32 72-94 72-59 0-91-72-32-72-32-221 0-145 32-217 32-73 92-73 59 0 92 71 32 71 32 215zm307-261q0-23-16-40-16-18-46-18-30 0-44 17-15 17-15 42 0 26 16 45 16 18 44 18 29 0 45-19 16-19 16-45zm530 267q0-64-12-123-13-59-39-105-27-46-69-73-42-27-101-27-60 0-102 27-42 26-68 72-26 46-38 106-12 60-12 126 0 95 26 168 25 72 75 113 49 41 121 41 65 0 114-38 49-39 77-111 28-73 28-176zm-97-6q0 152-31 225-32 72-94 72-59 0-91-72-32-72-32-221 0-145 32-217 32-73 92-73 59 0 92 71 32 71 32 215zm588-151l-32-160-394 0 0 34 152 152q50 51 83 93 33 41 50 83 16 42 16 94 0 56-33 90-34 33-92 33-49 0-83-21-35-21-63-77l-24 10q23 73 73 113 50 40 123 40 57 0 100-21 43-22 68-60 24-39 24-92 0-44-18-84-19-41-55-84-37-43-90-97l-132-125 0-5 70 3 139 0q40 0 56 18 16 18 33 63z"/></g>
        <title>w = 0.02, Tw = 30 mK</title><path transform="matrix(0.02 0 0 -0.02 150.7 101.1)" d="m394 468l79 0-49-245q0 0-1-12-2-13-4-32-2-19-2-37 0-46 17-66 17-21 46-21 45 0 77 25 32 24 53 62 20 38 30 80 9 42 9 77 0 26-9 45-9 19-21 34-13 15-22 29-9 14-9 30 0 20 11 31 11 11 27 11 34 0 55-34 21-34 21-87 0-46-10-96-11-51-32-99-21-48-52-87-31-39-72-62-42-23-94-23-49 0-70 30-21 29-21 71 0 10 1 21 0 10 1 18l-5 0q-17-43-37-74-20-32-49-49-30-17-76-17-43 0-68 20-25 20-36 53-11 33-11 71 0 36 7 74 7 38 15 69l20 76q2 8 6 24 4 16 4 31 0 13-5 22-5 9-19 9-12 0-29-1-17-2-17-2l0 28 147 11 22 0-47-192q-7-26-14-62-8-37-8-71 0-39 15-67 14-29 50-29 31 0 54 20 23 20 40 51 16 31 26 67 10 35 16 66zm1241-141l-596 0 0 68 596 0zm0-204l-596 0 0 67 596 0zm765 194q0-64-12-123-13-59-39-105-27-46-69-73-42-27-101-27-60 0-102 27-42 26-68 72-26 46-38 106-12 60-12 126 0 95 26 168 25 72 75 113 49 41 121 41 65 0 114-38 49-39 77-111 28-73 28-176zm-97-6q0 152-31 225-32 72-94 72-59 0-91-72-32-72-32-221 0-145 32-217 32-73 92-73 59 0 92 71 32 71 32 215zm307-261q0-23-16-40-16-18-46-18-30 0-44 17-15 17-15 42 0 26 16 45 16 18 44 18 29 0 45-19 16-19 16-45zm530 267q0-64-12-123-13-59-39-105-27-46-69-73-42-27-101-27-60 0-102 27-42 26-68 72-26 46-38 106-12 60-12 126 0 95 26 168 25 72 75 113 49 41 121 41 65 0 114-38 49-39 77-111 28-73 28-176zm-97-6q0 152-31 225-32 72-94 72-59 0-91-72-32-72-32-221 0-145 32-217 32-73 92-73 59 0 92 71 32 71 32 215zm588-151l-32-160-394 0 0 34 152 152q50 51 83 93 33 41 50 83 16 42 16 94 0 56-33 90-34 33-92 33-49 0-83-21-35-21-63-77l-24 10q23 73 73 113 50 40 123 40 57 0 100-21 43-22 68-60 24-39 24-92 0-44-18-84-19-41-55-84-37-43-90-97l-132-125 0-5 70 3 139 0q40 0 56 18 16 18 33 63zm101-292l-12 25q19 8 38 20 19 13 32 37 13 24 13 64-16-6-31-6-29 0-42 16-13 16-13 38 0 24 16 42 16 17 46 17 38 0 58-23 19-24 19-65 0-42-13-71-14-29-34-47-20-18-41-29-21-11-36-18zm1038 616l-31 0q0 55-5 84-6 28-30 39-24 11-80 11l-57 0-99-487q-9-45-6-66 2-22 22-28 20-7 62-7l-6-30-285 0 6 30q42 0 64 7 22 6 33 28 11 21 20 66l99 487-57 0q-42 0-67-6-25-6-41-20-16-15-28-41-13-26-30-67l-32 0 41 173 537 0zm515-393l0-20q-20 0-30-10-11-9-21-36l-105-269-33 0-74 204-3 0-82-204-32 0-105 264q-9 21-17 32-8 11-18 15-9 4-25 4l0 20 151 0 0-20q-21 0-29-5-8-4-8-13 0-7 2-13 2-6 5-14l61-155 13-40 5 0 14 40 51 128-8 21q-8 23-16 34-7 11-17 14-10 3-25 3l0 20 146 0 0-20q-19 0-27-5-8-4-8-13 0-6 2-13 2-8 5-15l56-154 13-40 4 0 14 40 55 157q1 3 3 10 2 6 2 15 0 10-10 14-10 4-30 4l0 20zm884 236l-596 0 0 68 596 0zm0-204l-596 0 0 67 596 0zm383 375l-23 13q57 133 181 133 77 0 119-38 42-39 42-96 0-52-30-84-31-32-78-62l0-3q40-12 74-34 33-23 53-55 20-33 20-78 0-68-38-114-38-47-100-70-62-23-135-23-45 0-69 8-24 9-33 22-10 12-10 25 0 16 10 30 10 14 29 14 12 0 23-4 10-5 36-19 32-16 48-21 15-5 33-5 32 0 60 12 28 11 46 39 18 27 18 76 0 45-25 78-25 33-66 52-42 18-90 18l-20 0 0 38 19 0q34 0 66 17 32 17 53 48 20 31 20 71 0 44-27 69-28 24-75 24-45 0-75-20-30-21-56-61zm877-181q0-64-12-123-13-59-39-105-27-46-69-73-42-27-101-27-60 0-102 27-42 26-68 72-26 46-38 106-12 60-12 126 0 95 26 168 25 72 75 113 49 41 121 41 65 0 114-38 49-39 77-111 28-73 28-176zm-97-6q0 152-31 225-32 72-94 72-59 0-91-72-32-72-32-221 0-145 32-217 32-73 92-73 59 0 92 71 32 71 32 215zm544 46l0-260q0-42 15-55 14-13 60-13l0-29-228 0 0 29q32 0 47 6 14 5 19 21 4 15 4 45l0 280q0 27-10 36-11 9-32 9-11 0-19-1-8-1-8-1l0 29 125 29 24 0 0-81 4 0q41 35 79 60 38 24 89 24 43 0 70-23 26-24 41-60l4 0q41 41 80 62 39 21 79 21 59 0 94-37 35-37 35-128l0-204q0-31 4-50 3-20 19-28 15-9 49-9l0-29-226 0 0 29q34 0 49 9 15 9 19 29 3 19 3 49l0 192q0 46-11 70-12 24-31 34-20 9-44 9-31 0-60-20-30-21-55-42l0-243q0-34 5-53 4-19 20-26 16-8 52-8l0-29-237 0 0 29q36 0 52 7 16 7 21 26 4 19 4 54l0 198q0 64-22 86-23 21-58 21-39 0-71-22-32-22-54-42zm800-226l0 394q0 39-5 62-5 22-25 31-21 9-69 9l0 30 288 0 0-30q-47 0-68-9-21-9-25-31-5-23-5-62l0-188 5 0 162 158q35 33 53 56 18 23 18 45 0 16-8 24-9 7-30 7l-16 0 0 30 245 0 0-30q-28-1-47-8-20-7-38-21-19-15-46-40l-217-203 287-282q25-23 46-33 21-10 58-10l0-30-289 0 0 30 20 0q39 0 39 20 0 25-34 62-35 37-111 111l-88 88-9 0 0-180q0-42 6-63 6-22 27-30 21-8 65-8l0-30-288 0 0 30q46 0 67 7 20 7 26 29 6 21 6 65z"/></g>
        [0]
    "#]].assert_eq(&session(&[
        "ndemon figure --beside tc=0.5",
        "ndemon figure --beside e4=1.1",
        "ndemon figure --beside lambda=0.5,1",
        "ndemon figure --beside lambda=0.5max",
        "ndemon figure --beside th=1K",
        "ndemon figure --beside x=1",
        "ndemon figure --bound x",
        &format!("{wire} --beside Tw=0:1"),
        &format!("{wire} --beside Tw=30 | grep -o '<title>.*w = 0.02[^<]*'"),
    ]));
}

/// Levels are moved, each time with the best demon for them: no place within the range is better than the one found.
#[test]
fn levels_are_moved_under_the_best_demon() {
    let text = sh("ndemon machine example best-demon > b.toml; for x in 0.1 0.8; do \
         ndemon optimize b.toml --maximize power --set levels=4 --set x=$x --over e4=0.6:1.4 --columns e4,power --format csv; \
         ndemon sweep b.toml --set levels=4 --set x=$x --set e4=0.6:1.4:41 --columns e4,power; done");
    let mut best = None;
    let mut count = 0;
    for line in text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit())) {
        let cells: Vec<f64> = line.split(',').map(|cell| cell.parse().unwrap()).collect();
        match (best, line) {
            (None, _) => best = Some(cells[1]),
            (Some(most), _) => {
                assert!(cells[1] <= most, "{line}: {most}");
                count += 1;
            }
        }
        if count == 41 {
            (best, count) = (None, 0);
        }
    }
    assert_eq!((best, count), (None, 0), "{text}");
}
