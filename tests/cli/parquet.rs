//! `sweep --format parquet`, read back by another program and by the crate's own reader.

use crate::folder::{folder, run};
use crate::shell::has;
use expect_test::expect;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use std::fs::{self, File};
use std::path::Path;

/// Physical, unphysical and idle points, and points that are no refrigerator.
const GRID: &str = "--t0 0.9,1.1 --e4 1.1:1.6:51 --tc 0.1,0.5,0.95,1";

/// The table as CSV, and how many groups of rows it has.
fn read(path: &Path) -> (String, usize) {
    let reader = SerializedFileReader::new(File::open(path).unwrap()).unwrap();
    let schema = reader.metadata().file_metadata().schema();
    let names: Vec<&str> = schema.get_fields().iter().map(|field| field.name()).collect();
    let mut text = names.join(",") + "\n";
    for row in reader.get_row_iter(None).unwrap() {
        let row = row.unwrap();
        let cells = row.get_column_iter().map(|(_, field)| match field {
            Field::Double(value) => format!("{value:?}"),
            Field::Null => "NaN".into(),
            Field::Str(text) => text.clone(),
            other => panic!("{other:?}"),
        });
        text += &(cells.collect::<Vec<_>>().join(",") + "\n");
    }
    (text, reader.num_row_groups())
}

/// The same with numbers as Rust shows them.
fn shown(csv: &str) -> String {
    let cell = |cell: &str| match cell.parse::<f64>() {
        Ok(value) => format!("{value:?}"),
        Err(_) => cell.into(),
    };
    let line = |line: &str| line.split(',').map(cell).collect::<Vec<_>>().join(",") + "\n";
    csv.lines().map(line).collect()
}

#[test]
fn it_holds_what_the_csv_holds() {
    let folder = folder("parquet");
    for (name, request) in [
        ("all", format!("sweep {GRID}")),
        ("picked", "sweep --e4 1.2:1.7:701 --tc 0.1:0.9:400 --columns status,cop,e4".into()),
        ("none", "sweep --e4 1.3 --tc 0.1:0.9:4 --shard 1/9".into()),
    ] {
        let line = format!("ndemon {request} > csv; ndemon {request} --format parquet -o {name}");
        assert_eq!(run(&folder, &line), "[0]\n");
        let csv = fs::read_to_string(folder.join("csv")).unwrap();
        let (table, groups) = read(&folder.join(name));
        assert!(table == shown(&csv), "{name}");
        assert_eq!(groups as u64, (csv.lines().count() as u64 - 1).div_ceil(1 << 17));
    }
}

#[test]
fn its_metadata_say_what_the_columns_are_and_what_was_asked() {
    let folder = folder("parquet-metadata");
    let request = "ndemon sweep --tc=0.5 --e4=1.2:1.3:11 --columns=e4,power --format=parquet";
    assert_eq!(run(&folder, &format!("{request} --jobs 3 -o x")), "[0]\n");
    let reader = SerializedFileReader::new(File::open(folder.join("x")).unwrap()).unwrap();
    let entries = reader.metadata().file_metadata().key_value_metadata().unwrap().clone();
    let entry = |key| entries.iter().find(|entry| entry.key == key).unwrap().value.clone().unwrap();
    assert_eq!(entry("ndemon.version"), env!("CARGO_PKG_VERSION"));
    assert_eq!(entry("ndemon.request"), request);
    let columns: serde_json::Value = serde_json::from_str(&entry("ndemon.columns")).unwrap();
    assert_eq!(columns["power"]["unit"], "Γ·E/h");
    assert_eq!(columns["power"]["equation"], "21, C6");
    assert_eq!(columns["e4"]["symbol"], "ε4");
    assert_eq!(columns.as_object().unwrap().len(), 2);
}

#[test]
fn threads_streams_and_tables_of_points_change_no_byte() {
    let folder = folder("parquet-bytes");
    let grid = "--e4 1.1:1.6:800 --tc 0.05:0.95:500 --columns e4,tc,cop,status --format parquet";
    let output = run(
        &folder,
        &format!(
            "for n in 1 2 7; do ndemon sweep {grid} --jobs $n | cksum; done | uniq | wc -l
            ndemon sweep {grid} -o whole; ndemon sweep {grid} | cmp - whole
            ndemon sweep --e4 1.1:1.6:800 --tc 0.05:0.95:500 > points.csv
            ndemon sweep --points points.csv --columns e4,tc,cop,status --format parquet -o again
            ndemon sweep --points whole | cmp - points.csv"
        ),
    );
    assert_eq!(output, "1\n[0]\n");
    // But for the request.
    let (whole, again) = (read(&folder.join("whole")), read(&folder.join("again")));
    assert!(whole == again && whole.1 == 4);
}

#[test]
fn what_is_not_sound_in_an_unfinished_file_is_made_again() {
    let folder = folder("parquet-gap");
    let grid = "--e4 1.1:1.6:800 --tc 0.05:0.95:500 --columns cop --format parquet";
    let output = run(
        &folder,
        &format!(
            "ndemon sweep {grid} -o whole
            for at in 0 100 1500 4000; do
                ( trap '' XFSZ; ulimit -f 5000; ndemon sweep {grid} -o cut 2> said ) && echo whole
                dd if=/dev/zero of=$(echo cut.*.part) bs=512 seek=$at count=1 conv=notrunc 2> said
                ndemon sweep {grid} -o cut --resume 2> said; echo $?; cmp cut whole; rm cut
                grep -c 'is not what was written; these rows are made again' said || :
            done"
        ),
    );
    // The last gap lies in a group that was not whole anyway.
    assert_eq!(output, "0\n1\n0\n1\n0\n1\n0\n0\n[0]\n");
}

#[test]
fn pandas_and_polars_read_what_they_read_from_the_csv() {
    let program = "
import pandas, polars, polars.testing
csv, table = pandas.read_csv('x.csv'), pandas.read_parquet('x.parquet')
pandas.testing.assert_frame_equal(table, csv, check_exact=True)
print(len(table), table.cop.isna().sum() == csv.cop.isna().sum() > 0, table.status.iloc[-1])
csv = polars.read_csv('x.csv').with_columns(polars.col(polars.Float64).fill_nan(None))
polars.testing.assert_frame_equal(polars.read_parquet('x.parquet'), csv, check_exact=True)
polars.testing.assert_frame_equal(polars.read_parquet('part-*.parquet'), csv, check_exact=True)
physical = polars.scan_parquet('part-*.parquet').filter(polars.col('status') == 'ok')
print(physical.select('cop').collect().height == (csv['status'] == 'ok').sum())
";
    if !has("pandas, polars or pyarrow", "python3 -c 'import pandas, polars, pyarrow'") {
        return;
    }
    let folder = folder("parquet-pandas");
    fs::write(folder.join("read.py"), program).unwrap();
    let line = format!(
        "ndemon sweep {GRID} > x.csv; ndemon sweep {GRID} --format parquet > x.parquet
        for i in 1 2 3; do ndemon sweep {GRID} --format parquet --shard $i/3 -o part-$i.parquet; done
        python3 read.py"
    );
    assert_eq!(run(&folder, &line), "408 True tc>=th\nTrue\n[0]\n");
}

#[test]
fn a_parquet_table_is_read_by_name() {
    let folder = folder("parquet-points");
    let sweep =
        "ndemon sweep --tc 0:1:5 --e4 1.2,1.5 --t0 0.9,1.1 --gamma 0.01 --resonances boxcar";
    let line = format!(
        "{sweep} > x.csv; {sweep} --format parquet -o x.parquet
        ndemon sweep --points x.parquet | cmp - x.csv
        ndemon sweep --points - < x.parquet | cmp - x.csv
        ndemon sweep --points x.parquet --resonances narrow
        cat x.parquet | ndemon sweep --points -
        head -c 1000 x.parquet > cut.parquet; ndemon sweep --points cut.parquet"
    );
    let said = run(&folder, &line);
    let expected = expect![[r#"
        error: x.parquet: row 1, column `resonances`: `boxcar` contradicts --resonances narrow: drop the flag
        error: standard input: it is a Parquet table, which is read from its end: give --points its name, not a pipe
        error: cut.parquet: it cannot be read as Parquet: Invalid Parquet file. Corrupt footer
        [2]
    "#]];
    expected.assert_eq(&said);
}

#[test]
fn columns_of_ones_own_are_texts_in_it() {
    let folder = folder("parquet-extra");
    let line = "
        ndemon sweep --tc 0.1:0.9:200 --e4 1.1:1.45:1000 --columns tc,e4,cop |
            awk '{ if (NR == 1) print $0 \",sample\"; else print $0 \",\" substr(\"abcdefgh\", 1, NR % 9) }' > own.csv
        again() { ndemon sweep --points \"$@\" --keep-extra --columns tc,e4,cop; }
        again own.csv --format parquet -o own.parquet
        again own.parquet | cmp - own.csv
        again own.parquet --format jsonl > own.jsonl; again own.jsonl | cmp - own.csv
        ( trap '' XFSZ; ulimit -f 4000; again own.csv --format parquet -o cut 2> said ) && echo whole
        again own.csv --format parquet -o cut --resume; again cut | cmp - own.csv
        printf '{\"tc\":0.5,\"e4\":1.3,\"n\":12,\"o\":null,\"s\":\"\"}\\n' > kinds.jsonl
        again kinds.jsonl --format parquet | cat > kinds.parquet; again kinds.parquet --format jsonl";
    let kinds = r#"{"tc":0.5,"e4":1.3,"cop":0.18500176817128894,"n":"12","o":null,"s":""}"#;
    assert_eq!(run(&folder, line), format!("{kinds}\n[0]\n"));
}
