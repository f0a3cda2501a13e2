use crate::shell::{session, sh};
use expect_test::expect;

#[test]
fn the_flag_given_first_varies_slowest() {
    expect![[r#"
        $ ndemon sweep --e4 1.4,1.3 --tc 0.25:0.75:3 --columns e4,tc,cop
        e4,tc,cop
        1.4,0.25,0.08333593684013631
        1.4,0.5,0.19607558834857536
        1.4,0.75,0.3286612055419666
        1.3,0.25,0.04809467221995557
        1.3,0.5,0.18500176817128894
        1.3,0.75,0.3153763024974714
        [0]
        $ ndemon sweep --tc 0.25:0.75:3 --e4 1.4,1.3 --columns e4,tc,cop
        e4,tc,cop
        1.4,0.25,0.08333593684013631
        1.3,0.25,0.04809467221995557
        1.4,0.5,0.19607558834857536
        1.3,0.5,0.18500176817128894
        1.4,0.75,0.3286612055419666
        1.3,0.75,0.3153763024974714
        [0]
        $ ndemon sweep --lambda log:0.01:1:3 --tc 0.5 --e4 -1:1:3 --columns lambda,e4
        lambda,e4
        0.01,-1.0
        0.01,0.0
        0.01,1.0
        0.1,-1.0
        0.1,0.0
        0.1,1.0
        1.0,-1.0
        1.0,0.0
        1.0,1.0
        [0]
    "#]]
    .assert_eq(&session(&[
        "ndemon sweep --e4 1.4,1.3 --tc 0.25:0.75:3 --columns e4,tc,cop",
        "ndemon sweep --tc 0.25:0.75:3 --e4 1.4,1.3 --columns e4,tc,cop",
        "ndemon sweep --lambda log:0.01:1:3 --tc 0.5 --e4 -1:1:3 --columns lambda,e4",
    ]));
}

#[test]
fn bad_points_are_rows_with_their_reason() {
    expect![[r#"
        $ ndemon sweep --tc 0,0.2,0.5,1,2 --e4 1.2,1.5 --format csv
        th,tc,mu0,e1,e2,e3,e4,lambda,fl1,fl2,fl3,fl4,power,entropy_current,cop,cop_carnot,headroom,status
        1.0,0.0,1.0,1.0,2.0,1.5,1.2,1.0,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN,tc<=0
        1.0,0.0,1.0,1.0,2.0,1.5,1.5,1.0,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN,tc<=0
        1.0,0.2,1.0,1.0,2.0,1.5,1.2,1.0,0.4420750275953745,0.3268663937746206,-0.11722506132750805,0.4620246627187468,NaN,NaN,NaN,0.25,0.3928781156321417,fl3<0
        1.0,0.2,1.0,1.0,2.0,1.5,1.5,1.0,0.5,0.2689414213699951,0.07585818002124356,0.07585818002124356,0.0,0.0,0.07142857142857144,0.25,inf,limit
        1.0,0.5,1.0,1.0,2.0,1.5,1.2,1.0,0.4602887244447341,0.308652696925261,0.1365705028524422,0.5336832584051009,0.03971127555526588,0.23626026060699817,0.1680827552345873,1.0,2.0317258834638396,ok
        1.0,0.5,1.0,1.0,2.0,1.5,1.5,1.0,0.5,0.2689414213699951,0.2689414213699951,0.2689414213699951,0.0,0.0,0.2,1.0,inf,limit
        1.0,1.0,1.0,1.0,2.0,1.5,1.2,1.0,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN,tc>=th
        1.0,1.0,1.0,1.0,2.0,1.5,1.5,1.0,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN,tc>=th
        1.0,2.0,1.0,1.0,2.0,1.5,1.2,1.0,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN,tc>=th
        1.0,2.0,1.0,1.0,2.0,1.5,1.5,1.0,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN,NaN,tc>=th
        [0]
        $ ndemon sweep --th -1,1 --tc 0.5 --e2 1,2 --e4 1.2 --lambda -1,0 --columns th,e2,lambda,status
        th,e2,lambda,status
        -1.0,1.0,-1.0,th<=0
        -1.0,1.0,0.0,th<=0
        -1.0,2.0,-1.0,th<=0
        -1.0,2.0,0.0,th<=0
        1.0,1.0,-1.0,e1=e2
        1.0,1.0,0.0,e1=e2
        1.0,2.0,-1.0,lambda<0
        1.0,2.0,0.0,limit
        [0]
        $ ndemon sweep --tc 0.5 --e4 1.2 --t0 0,1 --gamma -1,1 --format json
        [
        {"th":1.0,"tc":0.5,"mu0":1.0,"e1":1.0,"e2":2.0,"e3":1.5,"e4":1.2,"lambda":1.0,"t0":0.0,"gamma":-1.0,"fl1":null,"fl2":null,"fl3":null,"fl4":null,"power":null,"entropy_current":null,"cop":null,"cop_carnot":null,"headroom":null,"status":"t0<=0"},
        {"th":1.0,"tc":0.5,"mu0":1.0,"e1":1.0,"e2":2.0,"e3":1.5,"e4":1.2,"lambda":1.0,"t0":0.0,"gamma":1.0,"fl1":null,"fl2":null,"fl3":null,"fl4":null,"power":null,"entropy_current":null,"cop":null,"cop_carnot":null,"headroom":null,"status":"t0<=0"},
        {"th":1.0,"tc":0.5,"mu0":1.0,"e1":1.0,"e2":2.0,"e3":1.5,"e4":1.2,"lambda":1.0,"t0":1.0,"gamma":-1.0,"fl1":null,"fl2":null,"fl3":null,"fl4":null,"power":null,"entropy_current":null,"cop":null,"cop_carnot":null,"headroom":null,"status":"gamma<=0"},
        {"th":1.0,"tc":0.5,"mu0":1.0,"e1":1.0,"e2":2.0,"e3":1.5,"e4":1.2,"lambda":1.0,"t0":1.0,"gamma":1.0,"fl1":0.4602887244447341,"fl2":0.308652696925261,"fl3":0.1365705028524422,"fl4":0.5336832584051009,"power":0.03971127555526588,"entropy_current":0.23626026060699817,"cop":0.1680827552345873,"cop_carnot":1.0,"headroom":2.0317258834638396,"status":"ok"}
        ]
        warning: gamma = 1 (of --gamma -1,1) is more than a tenth of k_B·Tc at --tc 0.5: the results are those of narrow resonances; --resonances boxcar has exact ones
        [0]
    "#]].assert_eq(&session(&[
        "ndemon sweep --tc 0,0.2,0.5,1,2 --e4 1.2,1.5 --format csv",
        "ndemon sweep --th -1,1 --tc 0.5 --e2 1,2 --e4 1.2 --lambda -1,0 --columns th,e2,lambda,status",
        "ndemon sweep --tc 0.5 --e4 1.2 --t0 0,1 --gamma -1,1 --format json",
    ]));
}

#[test]
fn formats_agree_and_zero_rows_have_a_header() {
    expect![[r#"
        $ ndemon sweep --tc 0.2,0.5 --e4 1.2 --format jsonl
        {"th":1.0,"tc":0.2,"mu0":1.0,"e1":1.0,"e2":2.0,"e3":1.5,"e4":1.2,"lambda":1.0,"fl1":0.4420750275953745,"fl2":0.3268663937746206,"fl3":-0.11722506132750805,"fl4":0.4620246627187468,"power":null,"entropy_current":null,"cop":null,"cop_carnot":0.25,"headroom":0.3928781156321417,"status":"fl3<0"}
        {"th":1.0,"tc":0.5,"mu0":1.0,"e1":1.0,"e2":2.0,"e3":1.5,"e4":1.2,"lambda":1.0,"fl1":0.4602887244447341,"fl2":0.308652696925261,"fl3":0.1365705028524422,"fl4":0.5336832584051009,"power":0.03971127555526588,"entropy_current":0.23626026060699817,"cop":0.1680827552345873,"cop_carnot":1.0,"headroom":2.0317258834638396,"status":"ok"}
        [0]
        $ ndemon sweep --tc 0.2,0.5 --e4 1.2 --format json --columns tc,cop
        [
        {"tc":0.2,"cop":null},
        {"tc":0.5,"cop":0.1680827552345873}
        ]
        [0]
        $ echo tc,e4 | ndemon sweep --points - --columns tc,cop
        tc,cop
        [0]
        $ echo tc,e4 | ndemon sweep --points - --columns tc,cop --format json
        []
        [0]
        $ echo tc,e4 | ndemon sweep --points - --columns tc,cop --format jsonl
        [0]
    "#]].assert_eq(&session(&[
        "ndemon sweep --tc 0.2,0.5 --e4 1.2 --format jsonl",
        "ndemon sweep --tc 0.2,0.5 --e4 1.2 --format json --columns tc,cop",
        "echo tc,e4 | ndemon sweep --points - --columns tc,cop",
        "echo tc,e4 | ndemon sweep --points - --columns tc,cop --format json",
        "echo tc,e4 | ndemon sweep --points - --columns tc,cop --format jsonl",
    ]));
}

#[test]
fn a_wrong_request_is_one_sentence_and_2() {
    expect![[r#"
        $ ndemon sweep --e4 1.3
        error: --tc is missing: give the temperature of the cold reservoir
        [2]
        $ ndemon sweep --tc 0.1:0.9:0 --e4 1.3
        error: --tc 0.1:0.9:0: the count `0` is not a whole number from 1 to 9007199254740992
        [2]
        $ ndemon sweep --tc 0.1:0.9 --e4 1.3
        error: --tc 0.1:0.9: a range is first:last:count or log:first:last:count
        [2]
        $ ndemon sweep --tc 0.1:0.9:1 --e4 1.3
        error: --tc 0.1:0.9:1: a range of 1 point cannot have two different ends
        [2]
        $ ndemon sweep --tc 0.1:0.9:2.5 --e4 1.3
        error: --tc 0.1:0.9:2.5: the count `2.5` is not a whole number from 1 to 9007199254740992
        [2]
        $ ndemon sweep --tc 0.1:0.9:-3 --e4 1.3
        error: --tc 0.1:0.9:-3: the count `-3` is not a whole number from 1 to 9007199254740992
        [2]
        $ ndemon sweep --tc 0.1:x:3 --e4 1.3
        error: --tc 0.1:x:3: `x` is not a finite number
        [2]
        $ ndemon sweep --tc 0.1,,0.2 --e4 1.3
        error: --tc 0.1,,0.2: `` is not a finite number
        [2]
        $ ndemon sweep --tc log:0:1:3 --e4 1.3
        error: --tc log:0:1:3: both ends of a log range must be positive
        [2]
        $ ndemon sweep --tc 0.1:0.9:100000000000000000000 --e4 1.3
        error: --tc 0.1:0.9:100000000000000000000: the count `100000000000000000000` is not a whole number from 1 to 9007199254740992
        [2]
        $ ndemon sweep --tc 0.1:0.9:1000000000000000 --e4 1:2:1000000 --e3 0.5
        error: the grid has more than 2^64 rows: --tc 1000000000000000 × --e4 1000000
        [2]
        $ ndemon sweep --tc 0.5 --e4 1.3 --columns tc,nope
        error: --columns: `nope` is no column; is `cop` meant? `ndemon columns` lists them
        [2]
        $ ndemon sweep --tc 0.5 --e4 1.3 -o /no/such/folder/x.csv
        error: /no/such/folder/x.csv: No such file or directory (os error 2)
        [3]
    "#]].assert_eq(&session(&[
        "ndemon sweep --e4 1.3",
        "ndemon sweep --tc 0.1:0.9:0 --e4 1.3",
        "ndemon sweep --tc 0.1:0.9 --e4 1.3",
        "ndemon sweep --tc 0.1:0.9:1 --e4 1.3",
        "ndemon sweep --tc 0.1:0.9:2.5 --e4 1.3",
        "ndemon sweep --tc 0.1:0.9:-3 --e4 1.3",
        "ndemon sweep --tc 0.1:x:3 --e4 1.3",
        "ndemon sweep --tc 0.1,,0.2 --e4 1.3",
        "ndemon sweep --tc log:0:1:3 --e4 1.3",
        "ndemon sweep --tc 0.1:0.9:100000000000000000000 --e4 1.3",
        "ndemon sweep --tc 0.1:0.9:1000000000000000 --e4 1:2:1000000 --e3 0.5",
        "ndemon sweep --tc 0.5 --e4 1.3 --columns tc,nope",
        "ndemon sweep --tc 0.5 --e4 1.3 -o /no/such/folder/x.csv",
    ]));
}

#[test]
fn a_closed_pipe_ends_quietly_and_a_full_disk_does_not() {
    // A grid that would take years: the first row comes at once, and the pipe's end ends it.
    let endless = "env --default-signal=INT ndemon sweep --tc 0.1:0.9:1000000000 --e4 1:1.4:1000000000 --columns tc,e4";
    let line = format!("{{ {endless}; echo \"[$?]\" >&2; }} | head -2");
    expect![[r#"
        tc,e4
        0.1,1.0
        [0]
        [0]
    "#]]
    .assert_eq(&sh(&line));
    if std::path::Path::new("/dev/full").exists() {
        expect![[r#"
            $ ndemon sweep --tc 0.5 --e4 1.3 > /dev/full
            error: standard output: No space left on device (os error 28)
            [3]
            $ ndemon eval --tc 0.5 --e4 1.3 > /dev/full
            error: standard output: No space left on device (os error 28)
            [3]
            $ ndemon sweep --tc 0.5 --e4 1.3 -o /dev/full
            error: /dev/full: No space left on device (os error 28)
            [3]
        "#]]
        .assert_eq(&session(&[
            "ndemon sweep --tc 0.5 --e4 1.3 > /dev/full",
            "ndemon eval --tc 0.5 --e4 1.3 > /dev/full",
            "ndemon sweep --tc 0.5 --e4 1.3 -o /dev/full",
        ]));
    }
}

#[test]
fn output_goes_to_a_file_or_device() {
    expect![[r#"
        $ rm -f sweep_out.csv; ndemon sweep --tc 0.5 --e4 1.3 --columns tc,e4 -o sweep_out.csv && cat sweep_out.csv
        tc,e4
        0.5,1.3
        [0]
        $ ndemon sweep --tc 0.5 --e4 1.3 --output /dev/null
        [0]
        $ echo tc,tb > sweep_bad.csv; ndemon sweep --points sweep_bad.csv --force -o sweep_out.csv; cat sweep_out.csv
        tc,e4
        0.5,1.3
        error: sweep_bad.csv: the column `tb` is neither a parameter nor a result; `ndemon columns` lists them; --keep-extra passes it through
        [0]
    "#]].assert_eq(&session(&[
        "rm -f sweep_out.csv; ndemon sweep --tc 0.5 --e4 1.3 --columns tc,e4 -o sweep_out.csv && cat sweep_out.csv",
        "ndemon sweep --tc 0.5 --e4 1.3 --output /dev/null",
        "echo tc,tb > sweep_bad.csv; ndemon sweep --points sweep_bad.csv --force -o sweep_out.csv; cat sweep_out.csv",
    ]));
}

#[test]
fn an_interrupt_leaves_whole_rows_and_130() {
    let endless =
        "env --default-signal=INT ndemon sweep --tc 0.1:0.9:1000000000 --e4 1:1.4:1000000000";
    let line = format!(
        "{endless} > sweep_cut.csv & sleep 0.5; kill -INT $!; wait $!; echo \"[$?]\"
         tail -c 1 sweep_cut.csv | od -An -c; awk -F, 'NF != 18' sweep_cut.csv | head; rm sweep_cut.csv"
    );
    // A shell without job control starts its children with SIGINT ignored, which they respect.
    expect![[r"
        [130]
          \n
        [0]
    "]]
    .assert_eq(&sh(&line));
}

#[test]
fn a_strength_is_a_multiple_of_the_headroom_of_each_row() {
    // Half of the headroom is half the power, for ε̇_h is linear in λ (Eq. C6).
    expect![[r#"
        $ ndemon sweep --lambda 0max:1max:3 --tc 0.5 --e4 1.3,1.5 --columns e4,lambda,power,headroom,status
        e4,lambda,power,headroom,status
        1.3,0.0,0.0,3.1491131769549874,limit
        1.5,NaN,NaN,inf,headroom=inf
        1.3,1.5745565884774937,0.026894142136999505,3.1491131769549874,ok
        1.5,NaN,NaN,inf,headroom=inf
        1.3,3.1491131769549874,0.05378828427399901,3.1491131769549874,fl3=0
        1.5,NaN,NaN,inf,headroom=inf
        [0]
        $ ndemon sweep --lambda 3.149113176954987,3.1491131769549874,1.0000001max,-1max --tc 0.5 --e4 1.3 --columns lambda,status
        error: --lambda 3.149113176954987,3.1491131769549874,1.0000001max,-1max: all its values need `max` after them, or none: 0max:1max goes up to the headroom
        [2]
        $ ndemon sweep --lambda 3.149113176954987,3.1491131769549874 --tc 0.5 --e4 1.3 --columns lambda,status
        lambda,status
        3.149113176954987,ok
        3.1491131769549874,fl3<0
        [0]
        $ ndemon sweep --lambda 1.0000001max,-1max --tc 0.5,2 --e4 1.3 --columns lambda,tc,status
        lambda,tc,status
        3.1491134918663053,0.5,fl3<0
        NaN,2.0,tc>=th
        NaN,0.5,lambda<0
        NaN,2.0,tc>=th
        [0]
        $ ndemon sweep --lambda 0.5max --tc 0.25,0.5 --e4 1.3 --columns tc,e4 | ndemon sweep --points - --lambda 0.5max --columns tc,lambda,headroom
        tc,lambda,headroom
        0.25,0.5308652618859476,1.0617305237718953
        0.5,1.5745565884774937,3.1491131769549874
        [0]
        $ ndemon eval --lambda 0.5Max --tc 0.5 --e4 1.3
        error: --lambda 0.5Max: `Max` is no unit of a strength; known are max, the headroom
        [2]
        $ ndemon sweep --lambda log:0.1max:1:3 --tc 0.5 --e4 1.3
        error: --lambda log:0.1max:1:3: all its values need `max` after them, or none: 0max:1max goes up to the headroom
        [2]
    "#]].assert_eq(&session(&[
        "ndemon sweep --lambda 0max:1max:3 --tc 0.5 --e4 1.3,1.5 --columns e4,lambda,power,headroom,status",
        "ndemon sweep --lambda 3.149113176954987,3.1491131769549874,1.0000001max,-1max --tc 0.5 --e4 1.3 --columns lambda,status",
        "ndemon sweep --lambda 3.149113176954987,3.1491131769549874 --tc 0.5 --e4 1.3 --columns lambda,status",
        "ndemon sweep --lambda 1.0000001max,-1max --tc 0.5,2 --e4 1.3 --columns lambda,tc,status",
        "ndemon sweep --lambda 0.5max --tc 0.25,0.5 --e4 1.3 --columns tc,e4 | ndemon sweep --points - --lambda 0.5max --columns tc,lambda,headroom",
        "ndemon eval --lambda 0.5Max --tc 0.5 --e4 1.3",
        "ndemon sweep --lambda log:0.1max:1:3 --tc 0.5 --e4 1.3",
    ]));
}

/// λ is rounded in the table only: its neighbour above is unphysical and that below is not, whatever
/// the point, and the power is that of the exact headroom.
#[test]
fn the_headroom_itself_is_the_last_physical_strength() {
    let sweep = "ndemon sweep --e4 1.01:1.49:40 --tc 0.05:0.95:25 --lambda 1max --columns";
    let found = sh(&format!("{sweep} lambda,headroom,power,power_max,status"));
    let mut table = String::from("tc,e4,lambda\\n");
    let points = sh(&format!("{sweep} tc,e4"));
    let rows = found.lines().zip(points.lines()).skip(1).take(1000);
    let mut constraints = Vec::new();
    for (cells, point) in rows {
        let cells: Vec<&str> = cells.split(',').collect();
        assert_eq!((cells[0], cells[2]), (cells[1], cells[3]));
        let lambda: f64 = cells[0].parse().unwrap();
        for beside in [lambda.next_up(), lambda.next_down()] {
            table += &format!("{point},{beside:?}\\n");
        }
        constraints.push(cells[4].to_owned());
    }
    assert_eq!(constraints.len(), 1000);
    let beside = sh(&format!("printf '{table}' | ndemon sweep --points - --columns status"));
    let beside: Vec<&str> = beside.lines().skip(1).take(2000).collect();
    for (pair, kept) in beside.chunks(2).zip(constraints) {
        let broken = kept.replace("=0", "<0").replace("=1", ">1");
        assert_eq!(pair, [broken.as_str(), "ok"], "{kept}");
    }
}
