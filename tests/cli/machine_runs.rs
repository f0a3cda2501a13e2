//! Sweeps of machine files: where they come from, and the same bytes again.

use crate::folder::{folder, run};
use crate::shell::session;
use expect_test::expect;

const AXES: &str = "--set T_c=150:250:11 --set V=20,30ueV,40,50";

#[test]
fn threads_and_shards_change_no_byte() {
    let folder = folder("machine-jobs");
    let output = run(
        &folder,
        &format!(
            "ndemon machine example engine > engine.toml
            for n in 1 2 7; do ndemon sweep engine.toml {AXES} --jobs $n > $n.csv; done
            cmp 1.csv 2.csv; cmp 1.csv 7.csv; wc -l < 1.csv
            for i in 1 2 3; do ndemon sweep engine.toml {AXES} --shard $i/3 --no-header; done > shards.csv
            tail -n +2 1.csv | cmp - shards.csv
            ndemon sweep - {AXES} < engine.toml | cmp - 1.csv"
        ),
    );
    assert_eq!(output, "45\n[0]\n");
}

#[test]
fn units_of_numbers_that_are_set_are_those_of_the_file() {
    let folder = folder("machine-units");
    let output = run(
        &folder,
        "ndemon machine example wire > wire.toml
        for T in 45 45mK 0.045K; do ndemon eval wire.toml --set T_c=$T --format csv > $T.csv; done
        cmp 45.csv 45mK.csv; cmp 45.csv 0.045K.csv
        for V in 100 100ueV 0.1mV; do ndemon eval wire.toml --set V=$V --format csv > $V.csv; done
        cmp 100.csv 100ueV.csv; cmp 100.csv 0.1mV.csv
        ndemon sweep wire.toml --set T_c=45,0.05K --columns T_c,status
        ndemon eval wire.toml --set V=1K; ndemon eval wire.toml --set w=1mK
        ndemon eval wire.toml --set v=1; ndemon eval wire.toml --set w; ndemon eval none.toml
        ndemon eval --tc 0.5 wire.toml",
    );
    expect![[r#"
        T_c_K,status
        0.045,ok
        0.05,ok
        error: --set V=1K: `K` is no unit of an energy; known are eV, meV, ueV, µeV, neV, peV, J and Hz, kHz, MHz, GHz, THz (h·f)
        error: --set w=1mK: `mK` is no unit of a pure number; known are none
        error: --set v=1: there is no number `v`; only what has a name in the file can be set: is V meant?
        error: --set w: it must be NAME=VALUE
        error: none.toml: there is no such machine file
        error: wire.toml: a machine file stands directly after eval, sweep, spread, solve, optimize, figure
        [2]
    "#]].assert_eq(&output);
}

#[test]
fn marks_and_line_ends_of_editors_change_nothing() {
    let folder = folder("machine-crlf");
    let output = run(
        &folder,
        "ndemon machine example wire > wire.toml
        { printf '\\357\\273\\277'; sed 's/$/\\r/' wire.toml; } > windows.toml
        ndemon machine check windows.toml; ndemon eval windows.toml --format csv > a.csv
        ndemon eval wire.toml --format csv | cmp - a.csv
        ndemon machine print windows.toml > printed.toml; tail -c +4 windows.toml | cmp - printed.toml",
    );
    expect![[r#"
        windows.toml: ok: 3 reservoirs, 2 transmissions
        remark: degeneracy is nowhere given, so that each transmission counts once; write degeneracy = 2 at the top for spin, or degeneracy = 1 to say so
        [0]
    "#]]
    .assert_eq(&output);
}

#[test]
fn a_rerun_works_from_the_text_that_was_recorded() {
    let folder = folder("machine-rerun");
    let formats = if cfg!(feature = "parquet") { "csv json parquet" } else { "csv json" };
    let output = run(
        &folder,
        &format!(
            "ndemon machine example engine | sed 's/$/\\r/; s/heat from/heat from \\\\c <&>\\t /' > engine.toml
            for format in {formats}; do
              ndemon sweep engine.toml {AXES} --provenance -o $format.$format; done
            ndemon figure engine.toml -o machine.svg; ndemon figure engine.toml -o machine.gp
            ndemon figure engine.toml --x T_c --set T_c=150:250 --y efficiency -o curve.svg
            ndemon sweep engine.toml {AXES} --provenance > stream.csv
            rm engine.toml
            for format in {formats}; do
              ndemon rerun $format.$format.meta.json -o again.$format && cmp $format.$format again.$format; done
            for file in machine.svg machine.gp curve.svg; do
              ndemon rerun $file -o again-$file && cmp $file again-$file; done
            ndemon rerun stream.csv | cmp - stream.csv
            [ ! -e parquet.parquet ] || {{ ndemon rerun parquet.parquet -o b.parquet && cmp parquet.parquet b.parquet; }}
            ls engine.toml 2>&1 | wc -l"
        ),
    );
    assert_eq!(output, "1\n[0]\n");
}

#[test]
fn a_sweep_that_was_cut_off_goes_on() {
    let folder = folder("machine-resume");
    let axes = "--set T_c=150:250:51 --set V=20:50:121";
    let output = run(
        &folder,
        &format!(
            "ndemon machine example engine > engine.toml
            ndemon sweep engine.toml {axes} --jobs 1 -o all.csv &
            sleep 0.5; kill -9 $! 2> said; wait 2> said
            ls all.csv 2> said
            ndemon sweep engine.toml {axes} --resume -o all.csv 2> said
            ndemon sweep engine.toml {axes} -o whole.csv; cmp all.csv whole.csv; wc -l < all.csv"
        ),
    );
    assert!(output.ends_with("6172\n[0]\n") && !output.contains("differ"), "{output}");
}

#[test]
fn another_machine_than_was_asked_for_is_refused() {
    let output = session(&[
        "ndemon machine example wire | ndemon eval - --machine-sha256 00 --columns status 2>&1 | sed 's/[0-9a-f]\\{64\\}/…/'",
    ]);
    expect![[r#"
        $ ndemon machine example wire | ndemon eval - --machine-sha256 00 --columns status 2>&1 | sed 's/[0-9a-f]\{64\}/…/'
        error: --machine-sha256 00: the content of the machine file has another one: …
        [0]
    "#]].assert_eq(&output);
}

/// A run is its request, the text of its machine and the content of every table: with another one it is another run.
#[test]
fn another_table_than_was_read_is_refused() {
    let folder = folder("machine-tables");
    let text = "format = 1\n[parameters]\nV = 0.1\n[reservoirs.a]\nT = 1\nmu = \"V\"\n[reservoirs.b]\nT = 1\nmu = 0\n\
                [[transmission]]\nbetween = [\"a\", \"b\"]\nT = { table = \"t.csv\", energy = \"E\", value = \"T\" }\n";
    std::fs::write(folder.join("m.toml"), text).unwrap();
    let output = run(
        &folder,
        "printf 'E,T\\n-1,0.5\\n1,0.5\\n' > t.csv
        ndemon sweep m.toml --set V=0:1:3 --provenance -o t3.csv; ndemon figure m.toml -o m.svg
        grep -c '\"name\": \"t.csv\"' t3.csv.meta.json
        cp t3.csv kept.csv; ndemon rerun t3.csv.meta.json --force; cmp t3.csv kept.csv
        ndemon sweep m.toml --set V=0:1:300001 --jobs 1 -o long.csv & sleep 0.3; kill -9 $! 2> said; wait 2> said
        printf 'E,T\\n-1,0.5\\n1,0.6\\n' > t.csv
        for file in t3.csv.meta.json m.svg; do
        ndemon rerun $file --force 2>&1 | sed 's/[0-9a-f]\\{64\\}/…/g'
        done
        ndemon sweep m.toml --set V=0:1:300001 --resume -o long.csv 2>&1 | sed 's/[0-9a-f]\\{64\\}/…/g; s/[.][0-9a-f]\\{16\\}[.]/.…./; s/holds [0-9,]* rows/holds … rows/'
        ndemon eval m.toml --tables-sha256 00,00 2>&1",
    );
    expect![[r#"
        1
        error: --tables-sha256 …: the content of t.csv has another one: …
        error: --tables-sha256 …: the content of t.csv has another one: …
        error: -o long.csv: long.csv.….part holds rows of another request, or of other tables; remove it, or begin anew with --force
        error: --tables-sha256 00,00: 2 digests are given for the tables of the machine file, which are 1
        [2]
    "#]].assert_eq(&output);
}

/// The bytes of a file of the built-in device are those of its flags.
#[test]
fn a_file_of_the_refrigerator_is_its_flags() {
    let folder = folder("machine-family");
    let text =
        "format = 1\nfamily = \"refrigerator\"\n[parameters]\nth = 1.25\ntc = 0.5\ne4 = 1.3\n";
    std::fs::write(folder.join("device.toml"), text).unwrap();
    let output = run(
        &folder,
        "ndemon eval --th 1.25 --tc 0.5 --e4 1.3 > flags
        ndemon eval device.toml > file; cmp file flags
        ndemon sweep --th 1.25 --e4 1.3 --tc 0.25:0.75:5 > flags
        ndemon sweep device.toml --set tc=0.25:0.75:5 > file; cmp file flags; wc -l < file
        ndemon figure --th 1.25 --tc 0.25:0.75 --e4 1.2,1.3 -o flags.svg
        ndemon figure device.toml --set tc=0.25:0.75 --set e4=1.2,1.3 -o file.svg
        cmp file.svg flags.svg; ndemon machine check device.toml",
    );
    assert_eq!(output, "6\ndevice.toml: ok: 3 parameters\n[0]\n");
}
