//! What a file says of its request is the whole request, and makes the same file again.

use crate::folder::{folder, run};
use expect_test::expect;
use std::fs;

const POINT: &str = "ndemon sweep --tc 0.5 --e4 1.3 --columns cop";

#[test]
fn a_picture_says_all_that_was_asked_for_it() {
    let folder = folder("records-picture");
    let boxcar = "ndemon figure --resonances boxcar --gamma 0.09";
    let output = run(
        &folder,
        &format!(
            "{boxcar} -o b.svg; grep '^ndemon figure' b.svg; grep -c 'boxcar resonances' b.svg
            {boxcar} -o b.gp; grep '^# ndemon figure' b.gp; grep -c 'boxcar resonances' b.gp
            ndemon figure -o n.svg; grep -c boxcar n.svg
            for kind in svg gp; do ndemon rerun b.$kind -o again.$kind; cmp b.$kind again.$kind; done
            ndemon rerun b.svg; echo $?; cp b.svg before.svg; ndemon rerun b.svg --force; cmp b.svg before.svg
            ndemon figure --x power --y cop --curves tc --tc 0.3,0.6 --e4 1.3 > f.svg
            ndemon rerun f.svg -o g.svg; cmp f.svg g.svg"
        ),
    );
    let request = "ndemon figure --resonances=boxcar --x=tc --curves=e4 --y=cop --inset=power --th=1 \
        --tc=0:1.0:2 --mu0=1 --e1=1 --e2=2 --e3=1.5 --e4=1.45,1.4,1.3,1.2 --lambda=1 --gamma=0.09";
    let error = "error: -o b.svg: it exists; --force overwrites it";
    // The title and the caption say it.
    assert_eq!(output, format!("{request}\n2\n# {request}\n2\n0\n2\n{error}\n[0]\n"));
}

#[test]
fn whatever_carries_a_request_is_made_again() {
    let folder = folder("records-carriers");
    let output = run(
        &folder,
        &format!(
            "{POINT} --provenance > s.csv; ndemon rerun s.csv | cmp - s.csv
            {POINT} --provenance -o t.csv; ndemon rerun t.csv.meta.json -o u.csv; cmp t.csv u.csv
            cmp t.csv.meta.json u.csv.meta.json; ndemon rerun s.csv -o v.csv; cmp t.csv v.csv
            rm t.csv; ndemon rerun t.csv.meta.json; cmp t.csv u.csv; cp t.csv plain.csv
            ndemon figure -o x.svg --data x.csv; {POINT} -o x.json; echo hello > x.txt; : > empty
            for none in plain.csv t.csv x.csv x.json x.txt empty; do ndemon rerun $none; echo $?; done 2>&1"
        ),
    );
    let none = |name: &str, tip: &str| {
        let rule = "it carries no request of ndemon, as --provenance, pictures and Parquet do";
        format!("error: {name}: {rule}{tip}\n2\n")
    };
    let expected = [
        none("plain.csv", ""),
        none("t.csv", "; t.csv.meta.json does"),
        none("x.csv", ""),
        none("x.json", ""),
        none("x.txt", ""),
        none("empty", ""),
    ];
    assert_eq!(output, expected.concat() + "[0]\n");
}

#[test]
#[cfg(feature = "parquet")]
fn parquet_is_made_again() {
    let folder = folder("records-parquet");
    let output = run(
        &folder,
        "printf 'tc\\n0.5\\n' > 't 1.csv'; ndemon sweep --points 't 1.csv' --e4 -.5 -o x.parquet
        ndemon rerun x.parquet -o y.parquet; cmp x.parquet y.parquet
        ndemon sweep --points - --e4 1.3 -o z.parquet < 't 1.csv'; ndemon rerun z.parquet -o w.parquet; echo $?
        printf 'tc\\n0.6\\n' > 't 1.csv'; ndemon rerun x.parquet -o w.parquet; echo $?; ls w*",
    );
    assert!(output.starts_with("2\n2\n"), "{output}");
    let stream = "z.parquet: its points came from standard input, which cannot be read again";
    assert!(output.contains(stream), "{output}");
    assert!(output.contains("the table is another one than was asked for"), "{output}");
}

#[test]
fn a_table_of_points_is_known_by_its_content() {
    let folder = folder("records-content");
    let sweep = "ndemon sweep --points p.csv --e4 1.3 --columns tc,cop";
    let output = run(
        &folder,
        &format!(
            "printf 'tc\\n0.5\\n0.6\\n' > p.csv; {sweep} --provenance -o x.csv; cp x.csv x; cp x.csv.meta.json y
            grep -c $(sha256sum p.csv | cut -d ' ' -f 1) x.csv.meta.json; grep bytes x.csv.meta.json
            touch -d '2 days' p.csv; rm x.csv; ndemon rerun x.csv.meta.json; cmp x x.csv
            mkdir sub; cd sub; ndemon rerun ../y -o x.csv; cmp x.csv ../x; cmp x.csv.meta.json ../y; cd ..
            touch -r p.csv then; printf 'tc\\n0.5\\n0.7\\n' > p.csv; touch -r then p.csv
            ndemon rerun y -o z.csv 2>&1 | sed 's/[0-9a-f]\\{{64\\}}/HEX/g'; ls z* 2>&1
            {sweep} --points-sha256 12; echo $?
            rm p.csv
            cat x | ndemon sweep --points - --e4 1.3 --provenance -o w.csv; echo $?
            cat x | ndemon sweep --points /dev/stdin --e4 1.3 --provenance -o w.csv; echo $?; ls w*"
        ),
    );
    expect![[r#"
        2
            "bytes": 11,
        error: --points p.csv: the table is another one than was asked for: its SHA-256 is HEX, not HEX
        ls: cannot access 'z*': No such file or directory
        2
        2
        2
        error: --points-sha256 12: it must have 64 hexadecimal digits, as sha256sum prints them
        error: --provenance with --points -: it cannot be read again; give --points a file
        error: --provenance with --points /dev/stdin: it cannot be read again; give --points a file
        ls: cannot access 'w*': No such file or directory
        [2]
    "#]]
    .assert_eq(&output);
}

#[test]
fn rows_of_two_tables_are_not_mixed() {
    let folder = folder("records-mixed");
    let sweep = "ndemon sweep --points p.csv --e4 1.3";
    let output = run(
        &folder,
        &format!(
            "ndemon sweep --tc 0.1:0.9:20000 --e4 1.3 --columns tc > p.csv
            ( trap '' XFSZ; ulimit -f 1000; {sweep} -o x 2> said ); cp p.csv q.csv
            touch -r p.csv then; printf 0.8 | dd of=p.csv bs=1 seek=$(($(wc -c < p.csv) - 4)) conv=notrunc 2> said
            touch -r then p.csv; cmp p.csv q.csv > differ; echo $?
            {sweep} -o x --resume 2>&1 | sed 's/x\\.[0-9a-f]*\\.part/PART/'
            cp q.csv p.csv; {sweep} -o x --resume; {sweep} | cmp x -"
        ),
    );
    let error = "error: -o x: PART holds rows of another request, or of other tables; \
        remove it, or begin anew with --force";
    assert_eq!(output, format!("1\n{error}\n[0]\n"));
}

/// The table gets longer after its digest was taken and before its end is read.
#[test]
fn a_table_that_changes_while_it_is_read_makes_no_file() {
    let folder = folder("records-changing");
    let output = run(
        &folder,
        "ndemon sweep --tc 0.1:0.9:300000 --e4 1.3 --columns tc > p.csv
        ndemon sweep --points p.csv --e4 1.3 -o x --provenance 2> said &
        until ls x.*.part > ls 2>&1; do :; done; echo 0.5 >> p.csv
        wait $!; echo $?; ls x x.meta.json 2> ls; sed 's/x\\.[0-9a-f]*\\.part/PART/' said",
    );
    let error = "error: p.csv: it has changed while it was being read; unfinished: the rows so far \
        are in PART; the same command with --resume goes on";
    assert_eq!(output, format!("3\n{error}\n[0]\n"));
}

#[test]
#[cfg(target_os = "linux")]
fn names_are_bytes() {
    let folder = folder("records-names");
    let output = run(
        &folder,
        r"b=$(printf 'b\377.csv'); printf 'tc\n0.5\n' > $b; cp $b ./-d.csv
        ndemon sweep --points $b --e4 1.3 --columns cop --provenance -o $b.out; rm $b.out
        ndemon rerun $b.out.meta.json; cat $b.out; ndemon sweep --points $b --e4 1.3 --provenance > s.csv
        grep -o 'points=[^ ]*' s.csv; ndemon rerun s.csv | cmp - s.csv
        ndemon sweep --points=-d.csv --e4 -.5 --mu0 -1e-3 --columns cop --provenance -o=-e.csv; rm ./-e.csv
        ndemon rerun -- -e.csv.meta.json; cat ./-e.csv
        ndemon figure --mu0 -1e-3 -o m.svg; ndemon rerun m.svg -o n.svg; cmp m.svg n.svg",
    );
    assert_eq!(output, "cop\n0.18500176817128894\npoints=b\\xff.csv'\ncop\nNaN\n[0]\n");
}

#[test]
fn a_recorded_leave_to_overwrite_counts_for_nothing() {
    let folder = folder("records-force");
    fs::write(folder.join("x.csv"), "mine").unwrap();
    let crafted = format!(
        r#"{{"version":"{}","commit":null,"arguments":["sweep","--tc","0.5","--e4","1.3","--force","--resume"]}}"#,
        env!("CARGO_PKG_VERSION")
    );
    fs::write(folder.join("x.csv.meta.json"), crafted).unwrap();
    let output = run(&folder, "ndemon rerun x.csv.meta.json; echo $?; cat x.csv");
    assert_eq!(output, "2\nmineerror: -o x.csv: it exists; --force overwrites it\n[0]\n");
}

#[test]
fn table_and_metadata_appear_together_or_not_at_all() {
    let folder = folder("records-together");
    let long = "ndemon sweep --e4 1.1:1.6:201 --tc 0.05:0.95:200 --provenance --jobs 2";
    let output = run(
        &folder,
        &format!(
            "echo mine > x.csv.meta.json; {POINT} --provenance -o x.csv; echo $?; ls; rm x*
            ( trap '' XFSZ; ulimit -f 1000; {long} -o x.csv 2> said ); ls x.csv x.csv.meta.json 2> said
            {long} -o x.csv --resume; ls x*; {POINT} -o x.csv --force; ls x*
            {POINT} -o x.csv --provenance --force; {long} -o x.csv --force; ls x*
            printf 'tc\\n0.5\\nx\\n' > p.csv; ndemon sweep --points p.csv --e4 1.3 -o y --provenance; echo $?; ls y*"
        ),
    );
    expect![[r#"
        2
        x.csv.meta.json
        x.csv
        x.csv.meta.json
        x.csv
        x.csv
        x.csv.meta.json
        2
        error: --provenance: x.csv.meta.json: it exists; --force overwrites it
        error: p.csv: line 3, column `tc`: `x` is not a finite number
        ls: cannot access 'y*': No such file or directory
        [2]
    "#]]
    .assert_eq(&output);
    // Whenever it is killed.
    let whole = run(&folder, &format!("rm *; {long} -o whole.csv; cksum < whole.csv"));
    let mut kills = 0;
    for delay in (0..60).map(|n| n * 7_919 % 97) {
        let line = format!(
            "exec 2> /dev/null; {long} -o x.csv $(ls x.*.part 2> /dev/null | sed 's/.*/--resume/') 2> said & sleep 0.{delay:03}
            kill -9 $!; wait $!; ls x.csv x.csv.meta.json 2> said | wc -l"
        );
        match run(&folder, &line).trim_end_matches("[0]\n") {
            "0\n" => kills += 1,
            // Between two renames there are metadata alone, and the same request goes on.
            "1\n" => {
                let line = format!(
                    "ls x.csv; {long} -o x.csv --resume; cksum < x.csv; ls x.* | wc -l; rm x.*"
                );
                let rest = whole.replace("[0]", "2\n[0]");
                let gone = "ls: cannot access 'x.csv': No such file or directory\n[0]";
                assert_eq!(run(&folder, &line), rest.replace("[0]", gone));
            }
            "2\n" => {
                let line = "cksum < x.csv; rm x.csv; ndemon rerun x.csv.meta.json; cmp x.csv whole.csv; rm x.*";
                assert_eq!(run(&folder, line), whole);
            }
            other => panic!("{other}"),
        }
    }
    assert!(kills > 0);
}
