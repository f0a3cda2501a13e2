//! Nothing that exists is overwritten without `--force`, and a running sweep owns its rows.

use crate::folder::{folder, run};
use expect_test::expect;
use std::fs;

const POINT: &str = "ndemon sweep --tc 0.5 --e4 1.3 --columns cop";
/// So much that other processes meet it at work.
const LONG: &str = "ndemon sweep --e4 1.1:1.6:801 --tc 0.05:0.95:1000 --jobs 1";

#[test]
fn what_appears_meanwhile_is_kept() {
    let folder = folder("kept-meanwhile");
    let output = run(
        &folder,
        "mkfifo points; ndemon sweep --points points --e4 1.3 --columns cop -o x 2> said &
            exec 3> points; printf 'tc\\n0.5\\n' >&3; sleep 0.3; echo mine > x; exec 3>&-
            wait $!; echo $?; cat x; sed 's/[0-9a-f]*\\.part/PART/' said
            ndemon spread --tc 0.5 --e4 1.3 --samples 100000 --rows y.csv > page 2> said &
            until ls y.csv.*.part > ls 2>&1; do :; done; echo mine > y.csv
            wait $!; echo $?; cat y.csv said; ls y*",
    );
    expect![[r#"
        3
        mine
        error: x: a file of this name has appeared meanwhile; move it away; unfinished: the rows so far are in x.PART
        3
        mine
        error: y.csv: a file of this name has appeared meanwhile; move it away
        y.csv
        [0]
    "#]]
    .assert_eq(&output);
}

#[test]
fn links_are_followed_but_never_written_through_a_part() {
    let folder = folder("kept-links");
    let output = run(
        &folder,
        &format!(
            "ln -s there dangling; {POINT} -o dangling; ls; cat there; {POINT} -o dangling; echo $?
            ln -s b a; ln -s a b; {POINT} -o a; echo $?; ndemon figure -o a.svg; rm a b
            ln -s a.svg l.svg; ndemon figure -o l.svg; echo $?
            ln -s new.svg m.svg; ndemon figure -o m.svg; ls -F *.svg
            ( trap '' XFSZ; ulimit -f 100; {LONG} -o z 2> said ); part=$(echo z.*.part); rm $part z.*.sums
            echo mine > mine; ln -s mine $part; {LONG} -o z --force 2> said; echo $?
            rm $part; ln mine $part; {LONG} -o z --resume 2>> said; echo $?; cat mine; ls z
            sed 's/z\\.[0-9a-f]*\\.part/PART/' said"
        ),
    );
    expect![[r#"
        dangling
        there
        cop
        0.18500176817128894
        2
        3
        2
        a.svg
        l.svg@
        m.svg@
        new.svg
        2
        2
        mine
        error: PART: it is a link, or no file of rows, and is not written to; remove it
        error: PART: it is a link, or no file of rows, and is not written to; remove it
        error: -o dangling: it exists; --force overwrites it
        error: a: Too many levels of symbolic links (os error 40)
        error: -o l.svg: it exists; --force overwrites it
        ls: cannot access 'z': No such file or directory
        [0]
    "#]]
    .assert_eq(&output);
}

#[test]
fn a_running_sweep_owns_its_part() {
    let folder = folder("kept-running");
    let other = "ndemon sweep --e4 1.2 --tc 0.05:0.95:19";
    let output = run(
        &folder,
        &format!(
            "{LONG} -o x & until ls x.*.part > ls 2>&1; do :; done
            for how in '' --resume --force; do {other} -o x $how 2> said; echo $?; cat said; done \
                | sed 's/x\\.[0-9a-f]*\\.part/PART/'
            {LONG} -o x --force 2> said; echo $?; wait $!; echo $?; ls; {LONG} | cmp - x
            {LONG} -o y 2> said & until ls y.*.part > ls 2>&1; do :; done; rm y.*
            wait $!; echo $?; ls y*; sed 's/y\\.[0-9a-f]*\\.part/PART/' said
            {LONG} -o y 2> said & until ls y.*.part > ls 2>&1; do :; done
            part=$(echo y.*.part); mv $part away; echo rows > $part
            wait $!; echo $?; cat y.*.part; sed 's/y\\.[0-9a-f]*\\.part/PART/' said"
        ),
    );
    expect![[r#"
        3
        error: PART: another process is writing it
        3
        error: PART: another process is writing it
        3
        error: PART: another process is writing it
        3
        0
        ls
        said
        x
        3
        error: PART: it was removed or replaced while it was being written; begin anew
        3
        rows
        error: PART: it was removed or replaced while it was being written; begin anew
        ls: cannot access 'y*': No such file or directory
        [0]
    "#]]
    .assert_eq(&output);
}

#[test]
fn the_name_may_be_as_long_as_names_are() {
    let folder = folder("kept-names");
    for (length, way) in [(233, "csv"), (234, "csv"), (251, "csv"), (250, "json"), (251, "svg")] {
        let name = format!("{}.{way}", "n".repeat(length));
        let verb = if way == "svg" { "ndemon figure" } else { POINT };
        let rest = format!("{verb} -o {name}; echo $?; {verb} -o {name}; ls | wc -l; rm n*");
        let output = run(&folder, &rest);
        assert!(output.starts_with("0\n1\nerror: -o nnnn"), "{length}: {output}");
    }
    // 85 letters of three bytes each, of which none is cut.
    let euros = "€".repeat(85);
    let output = run(&folder, &format!("{POINT} -o {euros}; echo $?; ls | wc -l; rm *"));
    assert_eq!(output, "0\n1\n[0]\n");
    // Rows of one are not taken for those of another that begins alike.
    let [a, b] = ["a", "b"].map(|end| format!("{}{end}", "n".repeat(254)));
    let cut = format!("( trap '' XFSZ; ulimit -f 100; {LONG} -o {a} 2> said )");
    let output = run(&folder, &format!("{cut}; {POINT} -o {b}; echo $?; rm said; ls | wc -l"));
    assert_eq!(output, "0\n3\n[0]\n");
    let long = "n".repeat(256);
    let output = run(&folder, &format!("rm *; {POINT} -o {long} 2> /dev/null; echo $?; ls"));
    assert_eq!(output, "3\n[0]\n");
    let long = "n".repeat(246);
    let output = run(&folder, &format!("{POINT} -o {long} --provenance 2> /dev/null; echo $?; ls"));
    assert_eq!(output, "2\n[0]\n");
}

#[test]
fn the_extension_chooses_the_format() {
    let folder = folder("kept-extension");
    for (name, start) in [
        ("a.csv", "cop\n"),
        ("a.JSON", "[\n{"),
        ("a.jsonl", "{\"cop\""),
        ("a.txt", "cop\n"),
        ("a", "cop\n"),
        ("csv.d.json", "[\n{"),
    ] {
        assert_eq!(run(&folder, &format!("{POINT} -o {name}")), "[0]\n");
        assert!(fs::read_to_string(folder.join(name)).unwrap().starts_with(start), "{name}");
    }
    if cfg!(feature = "parquet") {
        assert_eq!(run(&folder, &format!("{POINT} -o a.parquet")), "[0]\n");
        assert!(fs::read(folder.join("a.parquet")).unwrap().starts_with(b"PAR1"));
    }
    let agrees =
        format!("{POINT} -o b.json --format json; {POINT} -o b.dat --format json; cmp b.*");
    assert_eq!(run(&folder, &agrees), "[0]\n");
    // A resumed request is the same one, however its format was said.
    let cut = format!("( trap '' XFSZ; ulimit -f 100; {LONG} -o c.json 2> said )");
    let rest = format!("{cut}; {LONG} --format json -o c.json; ls c.json 2>&1; rm c.*");
    assert!(run(&folder, &rest).contains("go on with --resume"));
    let refused =
        format!("{POINT} -o c.json --format csv; {POINT} -o c.csv --format jsonl; ls c.*");
    expect![[r#"
        error: --format csv: the name of -o c.json is that of json; drop --format, or choose another name
        error: --format jsonl: the name of -o c.csv is that of csv; drop --format, or choose another name
        ls: cannot access 'c.*': No such file or directory
        [2]
    "#]]
    .assert_eq(&run(&folder, &refused));
}

#[test]
fn pages_of_the_manual_are_kept() {
    let folder = folder("kept-manual");
    let line = "echo mine > ndemon-sweep.1; ndemon man .; echo $?; ls; cat *
        ndemon man . --force; echo $?; ls | wc -l; head -c 20 ndemon-sweep.1 | grep -c mine";
    let output = run(&folder, line);
    let error = "error: man ./ndemon-sweep.1: it exists; --force overwrites it";
    let pages = output.lines().nth(4).and_then(|line| line.parse::<u32>().ok());
    assert!(output.starts_with("2\nndemon-sweep.1\nmine\n0\n"), "{output}");
    assert!(output.ends_with(&format!("0\n{error}\n[1]\n")) && pages > Some(9), "{output}");
}

#[test]
fn a_part_that_is_cut_while_it_is_written_is_no_table() {
    let folder = folder("kept-cut");
    let output = run(
        &folder,
        &format!(
            "{LONG} -o x.csv 2> said & until [ -s x.csv.*.part ]; do :; done; truncate -s 10 x.csv.*.part
            wait $!; echo $?; ls x.csv 2> /dev/null; grep -c 'changed while it was being written' said
            {LONG} -o x.csv --resume 2> said; {LONG} | cmp - x.csv; ls"
        ),
    );
    assert_eq!(output, "3\n1\nsaid\nx.csv\n[0]\n");
}
