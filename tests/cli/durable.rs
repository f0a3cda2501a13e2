//! Nothing is lost: whatever ends a sweep, it goes on and ends with the same bytes.

use crate::folder::folder;
use crate::shell::{program, session, sh};
use expect_test::expect;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

const GRID: &str = "--e4 1.1:1.6:201 --tc 0.05:0.95:200 --jobs 2";

fn ndemon(folder: &Path, arguments: &str) -> Command {
    let mut command = Command::new(program());
    command.args(arguments.split(' ')).current_dir(folder);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

#[test]
fn a_killed_sweep_goes_on_to_the_same_bytes() {
    let folder = folder("killed");
    let mut times = (0u64..).map(|n| Duration::from_micros(n * 7_919 % 90_000));
    for format in ["csv", "json", "jsonl", "parquet"] {
        // A unit of Parquet is a group of many rows.
        let grid = match format {
            "parquet" if cfg!(not(feature = "parquet")) => continue,
            "parquet" => "--e4 1.1:1.6:901 --tc 0.05:0.95:500 --columns e4,cop,status --jobs 2",
            _ => GRID,
        };
        let sweep = format!("sweep {grid} --format {format} -o");
        assert!(ndemon(&folder, &format!("{sweep} whole")).status().unwrap().success());
        let whole = fs::read(folder.join("whole")).unwrap();
        let mut kills = 0;
        while kills < 12 {
            // Later each time: a slow machine has to get past the next group of rows.
            let (mut resume, mut patience) = ("", Duration::ZERO);
            loop {
                let mut run = ndemon(&folder, &format!("{sweep} cut{resume}")).spawn().unwrap();
                sleep(times.next().unwrap() + patience);
                patience += Duration::from_millis(10);
                // SIGKILL.
                run.kill().unwrap();
                if run.wait().unwrap().success() {
                    break;
                }
                kills += 1;
                if folder.join("cut").exists() {
                    // Killed between its last deed and its end.
                    break;
                }
                resume = " --resume";
            }
            assert!(fs::read(folder.join("cut")).unwrap() == whole, "{format}");
            fs::remove_file(folder.join("cut")).unwrap();
        }
        fs::remove_file(folder.join("whole")).unwrap();
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 0, "nothing is left behind");
    }
}

#[test]
fn a_gap_that_a_crashed_machine_left_is_filled() {
    let folder = folder("gap");
    let line = format!(
        "cd {}; ndemon sweep {GRID} > whole
        ( trap '' XFSZ; ulimit -f 1000; ndemon sweep {GRID} -o cut 2> why )
        dd if=/dev/zero of=$(echo cut.*.part) bs=512 seek=100 count=1 conv=notrunc 2> why
        ndemon sweep {GRID} -o cut --resume; echo \"[$?]\"; cmp cut whole; ls",
        folder.display()
    );
    let output = sh(&line);
    assert!(output.starts_with("[0]\ncut\nwhole\nwhy\nwarning: cut."), "{output}");
    let rest = "on it is not what was written; these rows are made again\n[0]\n";
    assert!(output.ends_with(rest), "{output}");
}

#[test]
fn a_full_disk_is_gone_on_from() {
    let folder = folder("full");
    let line = format!(
        "cd {}; ndemon sweep {GRID} > whole
        ( trap '' XFSZ; ulimit -f 1000; ndemon sweep {GRID} -o cut; echo \"[$?]\" )
        ndemon sweep {GRID} -o cut --resume; echo \"[$?]\"; cmp cut whole; ls",
        folder.display()
    );
    let output = sh(&line);
    let (said, rest) = output.split_once("\n[0]").unwrap();
    assert!(said.starts_with("[3]"), "{output}");
    assert_eq!(rest.split_once("\ncut\nwhole\n").map(|(before, _)| before), Some(""), "{output}");
    assert!(
        output.contains("error: cut: File too large (os error 27); unfinished: the rows so far")
    );
    assert!(output.contains("--resume goes on"), "{output}");
}

/// On a file system of a megabyte that only the test's own shell sees; where none may be mounted,
/// the test above has to do.
#[test]
#[cfg(target_os = "linux")]
fn a_disk_that_was_full_and_has_grown_is_gone_on_from() {
    let folder = folder("grown");
    let cd = format!("cd {}; mkdir -p disk", folder.display());
    let mount = "mount -t tmpfs -o size=1m none disk";
    if !sh(&format!("{cd}; unshare -rm {mount}")).ends_with("[0]\n") {
        println!("not run: `unshare -rm` cannot mount a tmpfs here");
        return;
    }
    let line = format!(
        "{cd}; ndemon sweep {GRID} > whole
        unshare -rm sh -c '{mount}
            ndemon sweep {GRID} -o disk/cut; echo \"[$?]\"
            mount -o remount,size=20m disk
            ndemon sweep {GRID} -o disk/cut --resume; echo \"[$?]\"
            cmp disk/cut whole && ls disk'"
    );
    let output = sh(&line);
    assert!(output.starts_with("[3]\n[0]\ncut\n"), "{output}");
    let message =
        "error: disk/cut: No space left on device (os error 28); unfinished: the rows so far";
    assert!(output.contains(message), "{output}");
}

#[test]
fn an_interrupted_sweep_says_how_to_go_on() {
    let folder = folder("interrupted");
    let grid = "--e4 1.1:1.6:2001 --tc 0.05:0.95:500 --columns cop";
    let line = format!(
        "cd {}; env --default-signal=INT ndemon sweep {grid} -o cut &
        until set -- cut.*.part && [ -s \"$1\" ]; do sleep 0.01; done; kill -INT $!; wait $!; echo \"[$?]\"
        ndemon sweep {grid} -o cut --resume; ndemon sweep {grid} | cmp - cut && echo same",
        folder.display()
    );
    let output = sh(&line);
    assert!(output.starts_with("[130]\nsame\n"), "{output}");
    assert!(output.contains("unfinished: the rows so far are in "), "{output}");
}

#[test]
fn threads_and_shards_change_no_byte() {
    let folder = folder("shards");
    let line = format!(
        "cd {}; g='--e4 1.1:1.6:83 --tc 0.05:0.95:101'
        for j in 1 2 3 7; do ndemon sweep $g --jobs $j | cksum; done
        for n in 2 5; do for i in $(seq $n); do
            ndemon sweep $g --shard $i/$n $([ $i = 1 ] || echo --no-header)
        done | cksum; done",
        folder.display()
    );
    let output = sh(&line);
    let sums: Vec<&str> = output.lines().collect();
    assert_eq!(sums.len(), 7, "{output}");
    assert!(sums[..6].iter().all(|sum| *sum == sums[0]), "{output}");
}

#[test]
fn the_points_of_a_table_are_gone_on_with() {
    let folder = folder("points");
    let line = format!(
        "cd {}; ndemon sweep {GRID} --columns tc,e4 > points.csv
        s='ndemon sweep --points points.csv'; $s > whole
        ( trap '' XFSZ; ulimit -f 1000; $s -o cut 2> /dev/null; echo \"[$?]\" )
        $s -o cut --resume; cmp cut whole && echo same",
        folder.display()
    );
    assert_eq!(sh(&line), "[3]\nsame\n[0]\n");
}

#[test]
fn what_is_there_is_kept() {
    let folder = folder("kept");
    fs::write(folder.join("old"), "mine").unwrap();
    let cd = format!("cd {}", folder.display());
    let output = session(&[
        &format!("{cd}; ndemon sweep --tc 0.5 --e4 1.3 --columns cop -o old; cat old"),
        &format!(
            "{cd}; ln -s old link; ndemon sweep --tc 0.5 --e4 1.3 --columns cop -o link --force; cat old; ls"
        ),
        &format!("{cd}; touch new.0123456789abcdef.part; ndemon sweep --tc 0.5 --e4 1.3 -o new"),
        &format!("{cd}; ndemon sweep --tc 0.5 --e4 1.3 -o new --resume"),
        &format!("{cd}; ndemon sweep --tc 0.5 --e4 1.3 --columns cop -o new --force; ls"),
        &format!(
            "{cd}; cp old table; ln table hard; ndemon sweep --points table --tc 0.5 --e4 1.3 -o hard --force"
        ),
        &format!(
            "{cd}; ndemon sweep --points - --tc 0.5 --e4 1.3 -o table --force < table; cat table"
        ),
        &format!("{cd}; ndemon sweep --points table --tc 0.5 --e4 1.3 >> table; cat table"),
        "ndemon sweep --tc 0.5 --e4 1.3 --resume",
        "ndemon sweep --tc 0.5 --e4 1.3 --shard 3/2",
        "ndemon sweep --points - --resume -o x < /dev/null",
    ]);
    let output = output.replace(&folder.display().to_string(), "HERE");
    expect![[r#"
        $ cd HERE; ndemon sweep --tc 0.5 --e4 1.3 --columns cop -o old; cat old
        mineerror: -o old: it exists; --force overwrites it
        [0]
        $ cd HERE; ln -s old link; ndemon sweep --tc 0.5 --e4 1.3 --columns cop -o link --force; cat old; ls
        cop
        0.18500176817128894
        link
        old
        [0]
        $ cd HERE; touch new.0123456789abcdef.part; ndemon sweep --tc 0.5 --e4 1.3 -o new
        error: -o new: new.0123456789abcdef.part holds rows of another request, or of other tables; remove it, or begin anew with --force
        [2]
        $ cd HERE; ndemon sweep --tc 0.5 --e4 1.3 -o new --resume
        error: -o new: new.0123456789abcdef.part holds rows of another request, or of other tables; remove it, or begin anew with --force
        [2]
        $ cd HERE; ndemon sweep --tc 0.5 --e4 1.3 --columns cop -o new --force; ls
        link
        new
        old
        [0]
        $ cd HERE; cp old table; ln table hard; ndemon sweep --points table --tc 0.5 --e4 1.3 -o hard --force
        error: -o hard: the output must not be the table of --points
        [2]
        $ cd HERE; ndemon sweep --points - --tc 0.5 --e4 1.3 -o table --force < table; cat table
        cop
        0.18500176817128894
        error: -o table: the output must not be the table of --points
        [0]
        $ cd HERE; ndemon sweep --points table --tc 0.5 --e4 1.3 >> table; cat table
        cop
        0.18500176817128894
        error: standard output: the output must not be the table of --points
        [0]
        $ ndemon sweep --tc 0.5 --e4 1.3 --resume
        error: the following required arguments were not provided: --output <FILE>
        [2]
        $ ndemon sweep --tc 0.5 --e4 1.3 --shard 3/2
        error: --shard 3/2: a shard is I/N with whole numbers 1 ≤ I ≤ N
        [2]
        $ ndemon sweep --points - --resume -o x < /dev/null
        error: --resume with --points -: it cannot be read again; give --points a file
        [2]
    "#]].assert_eq(&output);
}
