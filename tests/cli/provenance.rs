//! Where a table comes from, and the same table again.

use crate::folder::{folder, run};
use crate::shell::{session, sh};
use expect_test::expect;

/// The same with what differs from one build to another left out.
fn stable(output: &str) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let line = |line: &str| match line.split_once(version) {
        Some((before, _)) if line.starts_with("# ndemon") => format!("{before}VERSION\n"),
        _ if line.contains("\"commit\"") => "  \"commit\": …\n".into(),
        _ => format!("{}\n", line.replace(version, "VERSION")),
    };
    output.lines().map(line).collect()
}

#[test]
fn a_stream_begins_with_it_and_a_file_has_it_beside() {
    let units =
        "--th 1K --mu0 0eV --e1 0eV --e2 1meV --e3 0.5meV --e4 0.4meV --tc 0.8K --gamma 1ueV";
    let output = session(&[
        "ndemon sweep --tc 0.5 --e4 1.3 --columns cop --provenance",
        &format!("ndemon sweep {units} --columns cop --provenance"),
        "rm -f \"a b.csv\"*; ndemon sweep --tc 0.5 --e4 1.3 --columns cop --provenance -o 'a b.csv'; cat 'a b.csv'*",
        "ndemon sweep --tc 0.5 --e4 1.3 --columns cop --provenance | ndemon sweep --points - --tc 0.5 --e4 1.3 --columns cop",
        "rm 'a b.csv'; ndemon sweep --tc 0.4 --e4 1.3 --columns cop --provenance -o 'a b.csv'",
        "ndemon sweep --tc 0.5 --e4 1.3 --format json --provenance",
    ]);
    expect![[r#"
        $ ndemon sweep --tc 0.5 --e4 1.3 --columns cop --provenance
        # ndemon VERSION
        # ndemon sweep --tc=0.5 --e4=1.3 --columns=cop --format=csv --provenance
        cop
        0.18500176817128894
        [0]
        $ ndemon sweep --th 1K --mu0 0eV --e1 0eV --e2 1meV --e3 0.5meV --e4 0.4meV --tc 0.8K --gamma 1ueV --columns cop --provenance
        # ndemon VERSION
        # ndemon sweep --th=1K --mu0=0eV --e1=0eV --e2=1meV --e3=0.5meV --e4=0.4meV --tc=0.8K --gamma=1ueV --columns=cop --format=csv --provenance
        # k_B = 1.380649e-23 J/K, e = 1.602176634e-19 C, h = 6.62607015e-34 J s
        cop
        NaN
        [0]
        $ rm -f "a b.csv"*; ndemon sweep --tc 0.5 --e4 1.3 --columns cop --provenance -o 'a b.csv'; cat 'a b.csv'*
        cop
        0.18500176817128894
        {
          "version": "VERSION",
          "commit": …
          "arguments": [
            "sweep",
            "--tc=0.5",
            "--e4=1.3",
            "--columns=cop",
            "--format=csv",
            "--provenance"
          ]
        }
        [0]
        $ ndemon sweep --tc 0.5 --e4 1.3 --columns cop --provenance | ndemon sweep --points - --tc 0.5 --e4 1.3 --columns cop
        cop
        0.18500176817128894
        [0]
        $ rm 'a b.csv'; ndemon sweep --tc 0.4 --e4 1.3 --columns cop --provenance -o 'a b.csv'
        error: --provenance: a b.csv.meta.json: it exists; --force overwrites it
        [2]
        $ ndemon sweep --tc 0.5 --e4 1.3 --format json --provenance
        error: --provenance: JSON has no place for it on a stream; give -o FILE
        [2]
    "#]]
    .assert_eq(&stable(&output));
}

#[test]
fn a_rerun_gives_the_same_bytes() {
    let grid = "--e4 1.3,-1 --tc 0.1:0.9:33 --lambda log:0.1:2:7 --columns e4,tc,cop,status";
    for format in ["csv", "json", "jsonl", "parquet"] {
        if format == "parquet" && cfg!(not(feature = "parquet")) {
            continue;
        }
        let line = format!(
            "rm -rf rerun; mkdir rerun; cd rerun
            ndemon sweep {grid} --shard 2/3 --format {format} --provenance --jobs 2 -o first
            ndemon rerun first.meta.json -o second; cmp first second; cmp first.meta.json second.meta.json
            cp first before; ndemon rerun first.meta.json; echo $?
            ndemon rerun --force first.meta.json; cmp first before"
        );
        assert_eq!(
            sh(&line),
            "2\nerror: -o first: it exists; --force overwrites it\n[0]\n",
            "{format}"
        );
    }
}

#[test]
fn what_is_no_provenance_is_refused() {
    expect![[r#"
        $ ndemon rerun nowhere.meta.json
        error: nowhere.meta.json: No such file or directory (os error 2)
        [3]
        $ echo '{}' > empty.meta.json; ndemon rerun empty.meta.json
        error: empty.meta.json: it carries no request of ndemon, as --provenance, pictures and Parquet do
        [2]
        $ echo '{"version":"0.0.1","commit":null,"arguments":["sweep","--tc","x"]}' > old.json; ndemon rerun old.json
        warning: old.json is of ndemon 0.0.1, this is 0.1.0: its bytes may differ
        error: old.json: its name does not end in .meta.json; give -o
        [2]
        $ ndemon rerun old.json -o old.csv
        warning: old.json is of ndemon 0.0.1, this is 0.1.0: its bytes may differ
        error: --tc x: `x` is not a finite number
        [2]
        $ echo '{"version":"0.0.1","commit":null,"arguments":["rerun","a.meta.json"]}' > a.meta.json; ndemon rerun a.meta.json
        error: a.meta.json: only what one of these has made can be made again: sweep, figure, solve, optimize
        [2]
    "#]]
    .assert_eq(&session(&[
        "ndemon rerun nowhere.meta.json",
        "echo '{}' > empty.meta.json; ndemon rerun empty.meta.json",
        "echo '{\"version\":\"0.0.1\",\"commit\":null,\"arguments\":[\"sweep\",\"--tc\",\"x\"]}' > old.json; ndemon rerun old.json",
        "ndemon rerun old.json -o old.csv",
        "echo '{\"version\":\"0.0.1\",\"commit\":null,\"arguments\":[\"rerun\",\"a.meta.json\"]}' > a.meta.json; ndemon rerun a.meta.json",
    ]));
}

/// `-o -` is standard output, for an answer as for a sweep; a folder that is not there is said before anything is
/// computed, here before it is found that there is no such device.
#[test]
fn an_answer_is_made_again_on_standard_output() {
    let folder = folder("provenance-stream");
    let output = run(
        &folder,
        "ndemon solve --tc .5 --for e4=1.2:1.45 --where cop=0.19 --format csv --provenance --quiet > s.csv
        ndemon rerun s.csv -o - --quiet | cmp - s.csv; ls
        ndemon optimize --tc .5 --over e4=1.1:1.4 --maximize cop --at-least power=9 -o no/x.csv",
    );
    expect![[r#"
        s.csv
        error: no/x.csv: No such file or directory (os error 2)
        [3]
    "#]]
    .assert_eq(&output);
}
