use crate::shell::{session, sh};
use expect_test::expect;

#[test]
fn a_sweep_of_a_sweep_is_the_same_sweep() {
    let grid = "--th 1,2.5 --tc 0:1:7 --e4 1.2,1.5 --lambda 0,0.3";
    for grid in [grid, &format!("{grid} --t0 1,2"), &format!("{grid} --gamma 0.01")] {
        for format in ["csv", "jsonl"] {
            let sweep = format!("ndemon sweep {grid} --format {format}");
            let again = format!("{sweep} | ndemon sweep --points - --format {format}");
            assert!(sh(&sweep).lines().count() > 50);
            assert_eq!(sh(&sweep), sh(&again));
        }
    }
}

#[test]
fn missing_columns_come_from_the_flags() {
    expect![[r#"
        $ printf 'e4\n1.3\n1.4\n' | ndemon sweep --points - --tc 0.5 --columns tc,e4,cop
        tc,e4,cop
        0.5,1.3,0.18500176817128894
        0.5,1.4,0.19607558834857536
        [0]
        $ printf '{"e4":1.3,"cop":null}\n' | ndemon sweep --points - --tc 0.5 --t0 2 --columns +status | cut -d, -f1-9
        th,tc,mu0,e1,e2,e3,e4,lambda,t0
        1.0,0.5,1.0,1.0,2.0,1.5,1.3,1.0,2.0
        [0]
        $ printf 'tc,e4,t0\n0.5,1.3,2\n' > points_t0.csv; ndemon sweep --points points_t0.csv | head -1
        th,tc,mu0,e1,e2,e3,e4,lambda,t0,fl1,fl2,fl3,fl4,power,entropy_current,cop,cop_carnot,headroom,status
        [0]
    "#]].assert_eq(&session(&[
        "printf 'e4\\n1.3\\n1.4\\n' | ndemon sweep --points - --tc 0.5 --columns tc,e4,cop",
        "printf '{\"e4\":1.3,\"cop\":null}\\n' | ndemon sweep --points - --tc 0.5 --t0 2 --columns +status | cut -d, -f1-9",
        "printf 'tc,e4,t0\\n0.5,1.3,2\\n' > points_t0.csv; ndemon sweep --points points_t0.csv | head -1",
    ]));
}

#[test]
fn a_bad_cell_is_named_and_the_rows_before_it_are_out() {
    expect![[r#"
        $ printf 'tc,e4\n0.5,1.3\n0.x,1.3\n0.6,1.3\n' | ndemon sweep --points - --columns tc,cop
        tc,cop
        0.5,0.18500176817128894
        error: standard input: line 3, column `tc`: `0.x` is not a finite number
        [2]
        $ printf 'tc,e4\n0.5,1.3\nnan,1.3\n' | ndemon sweep --points - --columns tc,cop
        tc,cop
        0.5,0.18500176817128894
        error: standard input: line 3, column `tc`: `nan` is not a finite number
        [2]
        $ printf 'tc,e4\n0.5,1.3\n0.6\n' | ndemon sweep --points - --columns tc,cop
        tc,cop
        0.5,0.18500176817128894
        error: standard input: line 3 is 1 wide, but the header is 2 wide
        [2]
        $ printf '{"tc":0.5,"e4":1.3}\n{"tc":"x","e4":1}\n' | ndemon sweep --points - --columns tc,cop
        tc,cop
        0.5,0.18500176817128894
        error: standard input: line 2, column `tc`: `"x"` is not a finite number
        [2]
    "#]].assert_eq(&session(&[
        "printf 'tc,e4\\n0.5,1.3\\n0.x,1.3\\n0.6,1.3\\n' | ndemon sweep --points - --columns tc,cop",
        "printf 'tc,e4\\n0.5,1.3\\nnan,1.3\\n' | ndemon sweep --points - --columns tc,cop",
        "printf 'tc,e4\\n0.5,1.3\\n0.6\\n' | ndemon sweep --points - --columns tc,cop",
        "printf '{\"tc\":0.5,\"e4\":1.3}\\n{\"tc\":\"x\",\"e4\":1}\\n' | ndemon sweep --points - --columns tc,cop",
    ]));
}

#[test]
fn a_table_that_does_not_fit_is_refused() {
    expect![[r#"
        $ printf 'tc,tb\n' | ndemon sweep --points -
        error: standard input: the column `tb` is neither a parameter nor a result; `ndemon columns` lists them; --keep-extra passes it through
        [2]
        $ printf 'tc,tc\n' | ndemon sweep --points - --e4 1
        error: standard input: the column `tc` appears twice
        [2]
        $ printf 'tc\n' | ndemon sweep --points -
        error: --e4 is missing: the table has no column `e4`
        [2]
        $ printf 'tc,e4\n' | ndemon sweep --points - --tc 0.5
        error: --tc is given, but the table has a column `tc`: drop one of them
        [2]
        $ printf 'tc\n' | ndemon sweep --points - --e4 1,2
        error: --e4 has 2 values, but a sweep over --points takes one; a decimal has a point, not a comma
        [2]
        $ printf '' | ndemon sweep --points -
        error: standard input: the table is empty: it needs a header, or a JSON object a line
        [2]
        $ printf '\377\376\n' | ndemon sweep --points -
        error: standard input: it is UTF-16 text: save it as UTF-8, as `iconv -f UTF-16 -t UTF-8` does
        [2]
        $ ndemon sweep --points no_such_file.csv
        error: no_such_file.csv: No such file or directory (os error 2)
        [3]
    "#]].assert_eq(&session(&[
        "printf 'tc,tb\\n' | ndemon sweep --points -",
        "printf 'tc,tc\\n' | ndemon sweep --points - --e4 1",
        "printf 'tc\\n' | ndemon sweep --points -",
        "printf 'tc,e4\\n' | ndemon sweep --points - --tc 0.5",
        "printf 'tc\\n' | ndemon sweep --points - --e4 1,2",
        "printf '' | ndemon sweep --points -",
        "printf '\\377\\376\\n' | ndemon sweep --points -",
        "ndemon sweep --points no_such_file.csv",
    ]));
}

#[test]
fn rows_do_not_wait_for_input_that_is_yet_to_come() {
    // The writer keeps the pipe open until it has seen the first row come back.
    let line = "rm -f points_in; mkfifo points_in
        ndemon sweep --points points_in --columns tc > points_out & exec 3> points_in
        printf 'tc,e4\\n0.5,1.3\\n' >&3
        for i in $(seq 100); do grep -q 0.5 points_out && break; sleep 0.05; done
        cat points_out; echo still open; printf '0.6,1.3\\n' >&3; exec 3>&-; wait; cat points_out";
    expect![[r#"
        tc
        0.5
        still open
        tc
        0.5
        0.6
        [0]
    "#]]
    .assert_eq(&sh(line));
}

#[test]
fn what_cannot_be_written_is_not_lost_quietly() {
    expect![[r#"
        $ printf 'tc,e4\n0.5,1.3\n' | ndemon sweep --points - -o /dev/full
        error: /dev/full: No space left on device (os error 28)
        [3]
        $ yes 0.5,1.3 | sed '1i tc,e4' | ndemon sweep --points - > /dev/full
        error: standard output: No space left on device (os error 28)
        [3]
        $ { printf 'tc,e4\n'; yes 0.5,1.3; } | { ndemon sweep --points - --columns tc; echo "[$?]" >&2; } | head -2
        tc
        0.5
        [0]
        [0]
        $ printf 'tc,e4\n0.5,1.3\n' > points_self.csv; ndemon sweep --points points_self.csv -o ./points_self.csv; cat points_self.csv
        tc,e4
        0.5,1.3
        error: -o ./points_self.csv: the output must not be the table of --points
        [0]
    "#]].assert_eq(&session(&[
        "printf 'tc,e4\\n0.5,1.3\\n' | ndemon sweep --points - -o /dev/full",
        "yes 0.5,1.3 | sed '1i tc,e4' | ndemon sweep --points - > /dev/full",
        "{ printf 'tc,e4\\n'; yes 0.5,1.3; } | { ndemon sweep --points - --columns tc; echo \"[$?]\" >&2; } | head -2",
        "printf 'tc,e4\\n0.5,1.3\\n' > points_self.csv; ndemon sweep --points points_self.csv -o ./points_self.csv; cat points_self.csv",
    ]));
}

#[test]
fn a_reader_that_leaves_ends_it_though_input_goes_on() {
    // Without the end the writer would go on for ever.
    let line = "{ echo tc,e4; while echo 0.5,1.3; do sleep 0.01; done; } 2> /dev/null |
        { ndemon sweep --points - --columns tc; echo \"[$?]\" >&2; } | head -1";
    assert_eq!(sh(line), "tc\n[0]\n[0]\n");
}

#[test]
fn optional_parameters_survive_the_round_trip() {
    let sweep = "ndemon sweep --e4 1.3 --tc 0.5,2 --columns +gamma,+t0";
    assert_eq!(sh(sweep), sh(&format!("{sweep} | ndemon sweep --points -")));
    assert!(sh(sweep).starts_with("th,tc,mu0,e1,e2,e3,e4,lambda,t0,gamma,fl1"));
}
