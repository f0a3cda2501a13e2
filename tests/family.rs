//! A second family of machines, of a few lines: it runs through everything that works on families
//! without an edit anywhere else.
//!
//! The machine is a rod between two reservoirs: Fourier's law of heat conduction and the entropy that
//! it produces, heat/Tc − heat/Th. All expected numbers are worked out by hand in binary fractions.

use ndemon::figure::{Plan, Span};
use ndemon::model::{
    Answers, Block, Fallback, Family, Inputs, Measure, Parameter, ParameterSpec, Reading,
    ResultRef, ResultSpec, Row, Rule, Status,
};
#[cfg(feature = "parquet")]
use ndemon::output::Parquet;
use ndemon::output::{Csv, Json, JsonLines, Writer, page};
use ndemon::quantity::{Dimension, Units};
use ndemon::spread::{Devices, Distribution, Summary, Tally};
use ndemon::sweep::{Axis, Fixed, Grid, Points};
use ndemon::table::{Schema, Selection};
use std::io::BufReader;
use std::sync::LazyLock;

#[derive(Debug)]
struct Rod;

const PLAIN: ParameterSpec = ParameterSpec {
    id: 0,
    name: "th",
    symbol: "Th",
    dimension: Dimension::Temperature,
    fallback: Fallback::Required,
    doc: "temperature of the hot end",
    needed_with_units: None,
    makes_absolute: false,
    multiple: None,
};

static PARAMETERS: [ParameterSpec; 3] = [
    PLAIN,
    ParameterSpec {
        id: 1,
        name: "tc",
        symbol: "Tc",
        fallback: Fallback::Value(1.0),
        doc: "temperature of the cold end",
        ..PLAIN
    },
    ParameterSpec {
        id: 2,
        name: "kappa",
        symbol: "κ",
        dimension: Dimension::Number,
        fallback: Fallback::Value(0.5),
        doc: "thermal conductance",
        ..PLAIN
    },
];

static RESULTS: [ResultSpec; 2] = [
    ResultSpec {
        key: "heat",
        symbol: "Q̇",
        measure: Measure::Power,
        doc: "heat that flows from hot to cold",
        has_slopes: true,
        ..ResultSpec::PLAIN
    },
    ResultSpec {
        id: 1,
        key: "production",
        symbol: "σ",
        measure: Measure::EntropyCurrent,
        doc: "entropy produced",
        on_request: true,
        ..ResultSpec::PLAIN
    },
];

static COLD_IS_HOTTER: Rule =
    Rule { parameter: "tc", broken: "tc>th", clause: "must not exceed", versus: Some("th") };

impl Family for Rod {
    fn parameters(&self) -> &'static [ParameterSpec] {
        &PARAMETERS
    }

    fn results(&self) -> &'static [ResultSpec] {
        &RESULTS
    }

    fn solve(&self, block: &mut Block) {
        let rows: Vec<[f64; 3]> =
            (0..block.rows()).map(|row| [0, 1, 2].map(|id| block.raw(id).at(row))).collect();
        let Answers { results, statuses, .. } = block.answers();
        for (row, [th, tc, kappa]) in rows.into_iter().enumerate() {
            let heat = kappa * (th - tc);
            let answers = [heat, heat / tc - heat / th];
            if tc > th {
                statuses[row] = Status::Refused(&COLD_IS_HOTTER);
            }
            for (column, answer) in results.iter_mut().zip(answers) {
                if let Some(place) = column.get_mut(row) {
                    *place = if tc > th { f64::NAN } else { answer };
                }
            }
        }
    }

    fn slope(&self, row: &Row, of: ResultRef, by: Parameter) -> f64 {
        let [th, tc, kappa] = [0, 1, 2].map(|id| row.inputs.get(&PARAMETERS[id]));
        match (of.key, by.name) {
            ("heat", "th") => kappa,
            ("heat", "tc") => -kappa,
            ("heat", "kappa") => th - tc,
            _ => f64::NAN,
        }
    }
}

fn schema() -> &'static Schema {
    static SCHEMA: LazyLock<&Schema> = LazyLock::new(|| Schema::of(&Rod));
    &SCHEMA
}

/// The default table and the column on request.
fn selection() -> Selection {
    let all = Selection::default_for(schema(), Units::Natural, |_| true);
    all.pick(&["+production".into()]).unwrap()
}

fn axis(text: &str) -> Axis {
    Axis::parse(text, Dimension::Temperature).unwrap()
}

/// 3 × 2 points, one of which breaks the rule.
fn grid() -> Grid {
    let [th, tc, _] = &PARAMETERS;
    Grid::new(&Rod, vec![(th, axis("1,2,4")), (tc, axis("1,2"))], Reading::default()).unwrap()
}

fn solved(grid: &Grid, rows: std::ops::Range<u64>) -> Block {
    let mut block = Block::new(grid.base().clone(), selection().wanted());
    grid.fill(rows, &mut block);
    Rod.solve(&mut block);
    block
}

fn written(mut writer: impl Writer) -> Vec<u8> {
    let mut out = Vec::new();
    writer.begin(&mut out);
    let begun = out.len();
    writer.rows(0, &solved(&grid(), 0..6), &mut out);
    writer.close(&mut out);
    let rows = out.split_off(begun);
    writer.follows(&rows);
    out.extend(rows);
    writer.end(6, &mut out);
    out
}

const TABLE: &str = "\
th,tc,kappa,heat,status,production
1.0,1.0,0.5,0.0,ok,0.0
1.0,2.0,0.5,NaN,tc>th,NaN
2.0,1.0,0.5,0.5,ok,0.25
2.0,2.0,0.5,0.0,ok,0.0
4.0,1.0,0.5,1.5,ok,1.125
4.0,2.0,0.5,1.0,ok,0.25
";

#[test]
fn a_sweep_is_a_table_in_every_format() {
    assert_eq!(String::from_utf8(written(Csv::new(&selection(), true))).unwrap(), TABLE);
    let json = String::from_utf8(written(JsonLines::new(&selection()))).unwrap();
    let second = json.lines().nth(1).unwrap();
    assert_eq!(
        second,
        r#"{"th":1.0,"tc":2.0,"kappa":0.5,"heat":null,"status":"tc>th","production":null}"#
    );
    let array = String::from_utf8(written(Json::new(&selection()))).unwrap();
    assert_eq!(array, format!("[\n{}\n]\n", json.trim_end().replace('\n', ",\n")));
}

#[test]
fn a_table_of_points_gives_the_same_rows() {
    let mut points = Points::open(schema(), BufReader::new(TABLE.as_bytes()), &Fixed::default());
    let points = points.as_mut().unwrap();
    let mut block = Block::new(points.base().clone(), selection().wanted());
    while points.read().unwrap() {
        block.push(points.point().raw());
    }
    Rod.solve(&mut block);
    let mut out = Vec::new();
    Csv::new(&selection(), true).rows(0, &block, &mut out);
    assert_eq!(String::from_utf8(out).unwrap(), TABLE.split_once('\n').unwrap().1);
    let unknown = Points::open(schema(), "th,cop\n".as_bytes(), &Fixed::default());
    let error = unknown.err().unwrap().to_string();
    assert!(error.contains("`cop` is neither a parameter nor a result"), "{error}");
}

#[test]
#[cfg(feature = "parquet")]
fn a_parquet_table_reads_back() {
    use std::io::{Seek, Write};
    let mut file = std::fs::File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(true)
        .open(std::env::temp_dir().join(format!("ndemon-rod-{}.parquet", std::process::id())))
        .unwrap();
    file.write_all(&written(Parquet::new(&selection(), "ndemon sweep"))).unwrap();
    file.rewind().unwrap();
    let points = Points::<&[u8]>::of_parquet(schema(), &file, &Fixed::default());
    let mut points = points.unwrap().expect("it is a Parquet table");
    let mut cells = Vec::new();
    while points.read().unwrap() {
        cells.push(points.point().raw().to_vec());
    }
    assert_eq!(cells[4], [4.0, 1.0, 0.5]);
    assert_eq!(cells.len(), 6);
}

/// A file that ends anywhere goes on with the rows that are missing, and has the same bytes at last.
#[test]
fn an_interrupted_file_is_resumed_in_every_format() {
    let csv = || -> Box<dyn Writer> { Box::new(Csv::new(&selection(), true)) };
    let lines = || -> Box<dyn Writer> { Box::new(JsonLines::new(&selection())) };
    let json = || -> Box<dyn Writer> { Box::new(Json::new(&selection())) };
    #[cfg(feature = "parquet")]
    let parquet = || -> Box<dyn Writer> { Box::new(Parquet::new(&selection(), "ndemon sweep")) };
    let formats: &[&dyn Fn() -> Box<dyn Writer>] = &[
        &csv,
        &lines,
        &json,
        #[cfg(feature = "parquet")]
        &parquet,
    ];
    for format in formats {
        // Two rows a piece, as if each had been written by another worker.
        let whole = {
            let (mut main, mut out) = (format(), Vec::new());
            main.begin(&mut out);
            for start in [0, 2, 4] {
                let (mut worker, mut piece) = (format(), Vec::new());
                worker.rows(start, &solved(&grid(), start..start + 2), &mut piece);
                worker.close(&mut piece);
                main.follows(&piece);
                out.extend(piece);
            }
            main.end(6, &mut out);
            out
        };
        for length in 0..whole.len() {
            let (mut main, mut out) = (format(), whole[..length].to_vec());
            let (units, end) = main.whole(&mut &out[..]).unwrap();
            out.truncate(end as usize);
            let done = (0..=6).rev().find(|rows| main.units(*rows) <= units);
            let done = match done {
                // Without a row it begins anew.
                None | Some(0) => {
                    out.clear();
                    main.begin(&mut out);
                    0
                }
                // The end is there, too.
                Some(done) if units > main.units(done) => continue,
                Some(done) => done,
            };
            for start in done..6 {
                // A file of groups of two rows goes on at the next group.
                let rows = start..start + 1 + u64::from(done % 2 == 0 && start % 2 == 0);
                if done % 2 == 0 && start % 2 == 1 {
                    continue;
                }
                let (mut worker, mut piece) = (format(), Vec::new());
                worker.rows(rows.start, &solved(&grid(), rows), &mut piece);
                worker.close(&mut piece);
                if start == done && done > 0 {
                    worker.go_on(0, &mut piece);
                }
                main.follows(&piece);
                out.extend(piece);
            }
            let mut tail = Vec::new();
            main.end(6, &mut tail);
            if done == 6 {
                main.go_on(0, &mut tail);
            }
            out.extend(tail);
            assert!(out == whole, "cut at {length} of {}", whole.len());
        }
    }
}

#[test]
fn a_spread_has_moments_and_first_order() {
    let [th, _, kappa] = &PARAMETERS;
    let read = |text, of: &ParameterSpec| Distribution::parse(text, of.dimension).unwrap();
    let given = vec![(th, read("2+-0.25u", th)), (kappa, read("0.5+-0.125", kappa))];
    let devices = Devices::new(&Rod, given, Reading::default(), 5).unwrap();
    let heat = schema().named("heat").unwrap();
    let mut block = Block::new(devices.nominal().clone(), vec![&RESULTS[0]]);
    let mut tally = Tally::default();
    for start in [0, 20_000] {
        devices.fill(start..start + 20_000, &mut block);
        Rod.solve(&mut block);
        tally.add(&block, &[heat]);
    }
    let summary = Summary::new(&devices, tally, &[heat]);
    assert_eq!((summary.devices, summary.physical), (40_000, 40_000));
    let of = &summary.quantities[0];
    // κ (Th − Tc), and its derivatives times the standard deviations: κ · 0.25/√3 and (Th − Tc)/8.
    assert_eq!(of.nominal, 0.5);
    let parts = [0.125 / 3f64.sqrt(), 0.125];
    for ((parameter, part), (name, expected)) in
        of.contributions.iter().zip([("th", parts[0]), ("kappa", parts[1])])
    {
        assert_eq!(parameter.name, name);
        assert!((part - expected).abs() < 1e-15);
    }
    assert!((of.first_order - parts[0].hypot(parts[1])).abs() < 1e-15);
    // The two vary independently: the mean is that of the product, within five standard errors.
    assert!((of.mean - 0.5).abs() < 5.0 * of.error, "{} ± {}", of.mean, of.error);
}

#[test]
fn a_figure_has_a_curve_for_each_value_and_ends_at_the_rule() {
    let [th, tc, _] = &PARAMETERS;
    let value = |p: Parameter| (p.name == "th").then_some(2.0);
    let plan = Plan {
        base: Inputs::complete(&Rod, Reading::default(), value).unwrap(),
        along: tc,
        span: Span { first: 0.5, last: 4.0, logarithmic: false },
        asked: vec![0.5, 4.0],
        parameter: th,
        values: vec![2.0, 4.0],
        x: None,
        y: schema().named("heat").unwrap(),
        best: None,
        inset: schema().named("production"),
        bound: None,
        beside: None,
    };
    let curves = plan.curves();
    assert_eq!(curves.len(), 2);
    let ends = |curve: usize| {
        let piece = &curves[curve].pieces[0];
        [piece.samples[0].x, piece.samples[piece.samples.len() - 1].x]
    };
    assert_eq!(ends(0), [0.5, 2.0]);
    assert_eq!(ends(1), [0.5, 4.0]);
    let strokes = plan.strokes(&curves[0], plan.y);
    assert_eq!((strokes[0][0], strokes[0].last()), ((0.5, 0.75), Some(&(2.0, 0.0))));
}

#[test]
fn a_page_shows_a_point() {
    let inputs = Inputs::complete(&Rod, Reading::default(), |p| (p.id == 0).then_some(2.0));
    let page = page(&selection(), &Row::new(&inputs.unwrap()), 80);
    for line in ["th     Th  2 E  ", "kappa  κ   0.5", "heat        Q̇  0.5 Γ·E/h"] {
        assert!(page.contains(line), "{page}");
    }
}
