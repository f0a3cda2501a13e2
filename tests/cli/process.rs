//! A process among others: what it inherits, what it is refused, and what names may do.

use crate::folder::{folder, run};
use crate::shell::sh;

/// A sweep in the background that has written a row and waits for the next point, then this signal,
/// then the point: the exit code, and how many lines there are in the end.
#[cfg(target_os = "linux")]
fn signalled(name: &str, prefix: &str, signal: &str) -> String {
    let line = format!(
        "mkfifo in; {prefix} ndemon sweep --points - < in > out 2> said & exec 3> in
        printf 'tc,e4\\n0.5,1.3\\n' >&3; until [ -s out ]; do sleep 0.02; done
        kill -{signal} $!; sleep 0.1; echo 0.5,1.4 >&3 2> closed; exec 3>&-
        wait $!; echo \"$? $(wc -l < out)\""
    );
    run(&folder(&format!("signalled-{name}-{signal}")), &format!("trap '' PIPE; {line}"))
}

/// `nohup`, a shell without job control, and whoever else starts a program with a signal ignored.
#[test]
#[cfg(target_os = "linux")]
fn a_signal_that_was_ignored_stays_ignored() {
    assert_eq!(signalled("nohup", "nohup", "HUP"), "0 3\n[0]\n");
    assert_eq!(signalled("background", "", "INT"), "0 3\n[0]\n");
    for (signal, code) in [("HUP", 129), ("INT", 130), ("TERM", 143)] {
        let ignored = format!("env --ignore-signal={signal}");
        assert_eq!(signalled("ignored", &ignored, signal), "0 3\n[0]\n", "{signal}");
        let heeded = format!("env --default-signal={signal}");
        assert_eq!(signalled("heeded", &heeded, signal), format!("{code} 2\n[0]\n"), "{signal}");
    }
}

const GRID: &str = "--e4 1.1:1.6:401 --tc 0.05:0.95:200 --columns cop";

#[test]
#[cfg(target_os = "linux")]
fn where_address_space_is_limited_there_are_fewer_threads() {
    let folder = folder("limited");
    let sweep = format!("ndemon sweep {GRID} -o");
    let spread = "ndemon spread --tc 0.5 --e4 1.3+-0.01 --samples 100000 --columns cop --rows";
    for line in [&sweep, spread] {
        let limited = format!(
            "{line} whole.csv --jobs 1 > alone || exit
            for size in 60000 100000 300000 500000 1000000; do
                ( ulimit -v $size; {line} cut.csv --force --jobs 2000 > together ) || exit
                cmp together alone && cmp cut.csv whole.csv || exit
            done; rm *; echo same"
        );
        assert_eq!(run(&folder, &limited), "same\n[0]\n", "{line}");
    }
}

/// The kernel counts the threads of a user other than root.
#[test]
#[cfg(target_os = "linux")]
fn where_no_thread_can_be_had_one_does_it_all() {
    let user = "as=; [ \"$(id -u)\" = 0 ] && as='setpriv --reuid 54321 --clear-groups'";
    let run = |line: &str| sh(&format!("{user}; prlimit --nproc=1 $as ndemon {line}"));
    if !run("--version").ends_with("[0]\n") {
        println!("not run: no other user can run the program");
        return;
    }
    for line in [
        &format!("sweep {GRID} --jobs 3"),
        "spread --tc 0.5 --e4 1.3+-0.01 --jobs 3",
        "optimize --tc 0.5 --maximize cop --over e4=1.3:1.31",
        "figure",
    ] {
        assert!(run(line) == sh(&format!("ndemon {line}")), "{line}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn what_cannot_be_said_changes_no_answer() {
    let wide = "eval --tc 0.5 --e4 1.3 --gamma 0.3 --format csv";
    for (line, code) in [
        ("optimize --tc 0.5 --maximize cop --over e4=1.3:1.31 --format csv", 0),
        ("optimize --tc 0.5 --maximize cop --over e4=1.3:1.31 --at-least power=100", 1),
        (wide, 0),
        ("eval --tc 0.2 --e4 1.2", 1),
        ("eval --tc x --e4 1.2", 2),
        ("sweep --tc 0.5", 2),
        ("sweep --points missing", 3),
        ("", 2),
    ] {
        let answer = sh(&format!("ndemon {line} 2> /dev/null"));
        assert!(answer.ends_with(&format!("[{code}]\n")), "{line}: {answer}");
        for place in ["/dev/full", "&-"] {
            assert_eq!(sh(&format!("ndemon {line} 2>{place}")), answer, "{line}");
        }
    }
    assert!(!sh(&format!("ndemon {wide} 2>&1 > /dev/null")).starts_with('['), "nothing to say");
}

const VERBS: [&str; 11] = [
    "eval --tc 0.5 --e4 1.3",
    "sweep --tc 0.5 --e4 1.3",
    "spread --tc 0.5 --e4 1.3+-0.01 --samples 10",
    "solve --tc 0.5 --for e4=1.2:1.4 --where cop=0.19",
    "optimize --tc 0.5 --maximize cop --over e4=1.3:1.31",
    "figure",
    "columns",
    "completions bash",
    "man",
    "--help",
    "--version",
];

#[test]
#[cfg(target_os = "linux")]
fn a_closed_output_is_no_success() {
    let file = folder("closed");
    for line in VERBS {
        for closed in ["", "0<&-"] {
            let said = sh(&format!("ndemon {line} {closed} >&-"));
            let why = "error: standard output: Bad file descriptor (os error 9)\n[3]\n";
            assert_eq!(said, why, "{line} {closed}");
        }
        // As a shell opens it, and as Python's subprocess.DEVNULL does: for reading, too.
        for open in ["> /dev/null", "1<> /dev/null", "0<&- > /dev/null"] {
            assert_eq!(sh(&format!("ndemon {line} 2> /dev/null {open}")), "[0]\n", "{line} {open}");
        }
    }
    // A file needs no standard output.
    let line = "ndemon sweep --tc 0.5 --e4 1.3 --columns cop";
    let all = format!("{line} -o a.csv 0<&- >&- 2>&-; echo \"[$?]\"; {line} | cmp - a.csv; ls");
    assert_eq!(run(&file, &all), "[0]\na.csv\n[0]\n");
}

/// Names that a terminal, a comment or a picture would obey: an escape, a new line, an eight-bit
/// control, a mark of direction, the ends of a comment and of a section of XML, quotes.
const NAMES: &str =
    r#"esc=$(printf '\033'); n=$(printf 'a\033[31m\nb\302\233\342\200\256-->]]>'"'"'"\\c')"#;

#[test]
fn names_are_obeyed_by_nobody() {
    let folder = folder("names");
    let grid = "--tc 0.5 --e4 1.3:1.4:2 --columns tc,e4";
    let lines = [
        &format!("ndemon sweep {grid} -o \"$n\" && ndemon sweep {grid} -o \"$n\""),
        &format!("ndemon sweep {grid} --resume -o \"$n/x\""),
        "ndemon sweep --points \"$n.none\"",
        "ndemon sweep --points \"$n\" --columns \"$n\"",
        "ndemon sweep --tc \"$n\" --e4 1",
        "ndemon sweep --\"$n\"",
        "ndemon \"$n\"",
        "ndemon eval --tc 0.5 --e4 1 --resonances \"$n\"",
        "printf 'tc,%s\\n' \"$esc[31m\" | ndemon sweep --points -",
        "printf '{\"tc\":1,\"\\\\u001b\":2}\\n' | ndemon sweep --points -",
        "ndemon rerun \"$n\"",
        "ndemon figure -o \"$n.svg\" && ndemon figure -o \"$n.svg\"",
        "ndemon figure -o \"$n.gp\" && cat \"$n.svg\" \"$n.gp\"",
        "ndemon optimize --over \"$n=1:2\" --maximize cop --tc 0.5",
        "( ulimit -f 100; trap '' XFSZ; ndemon sweep --tc 0.05:0.95:9999 --e4 1.3 -o \"$n.cut\" )",
        "env --default-signal=TERM ndemon sweep --tc 0.05:0.95:9999999 --e4 1.3 -o \"$n.2\" & \
            until set -- *.2.*.part && [ -s \"$1\" ]; do sleep 0.02; done; kill -TERM $!; wait $!",
        "ndemon sweep --points \"$n\" --provenance; ndemon sweep --points \"$n\" --provenance -o m; \
            cat m.meta.json",
    ];
    for line in lines {
        let output = run(&folder, &format!("{NAMES}; {line} 2>&1"));
        let obeyed = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        let json = line.contains("meta.json");
        let obeyed = |c| obeyed(c) && (!json || c.is_ascii());
        assert!(!output.contains(obeyed), "{line}: {output:?}");
        assert!(!output.contains("[31m\nb") && output.len() > 10, "{line}: {output:?}");
    }
}

#[test]
fn a_comment_has_the_command_that_makes_the_table_again() {
    let folder = folder("commands");
    let line = format!(
        "{NAMES}; printf 'tc,e4\\n0.5,1.3\\n' > \"$n\"
        ndemon sweep --points \"$n\" --provenance > table
        grep -c '^#' table; sed -n '2s/^# //p' table > again; bash ./again | cmp - table && echo same"
    );
    assert_eq!(run(&folder, &line), "2\nsame\n[0]\n");
}
