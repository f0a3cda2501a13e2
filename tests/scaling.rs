//! The scripts of examples/scaling, run as they are, end with the bytes of the sweep in one piece.
//! After a wanted change: `UPDATE_EXPECT=1 cargo test --test cli scaling`.

use crate::shell;
use expect_test::expect;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

const GRID: &str = "--e4 1.1:1.6:41 --tc 0.05:0.95:50";

/// An `ndemon` whose first attempt at a shard meets a full disk after some rows.
const FLAKY: &str = "#!/bin/sh
seen=seen-$(printf '%s' \"$*\" | cksum | cut -d ' ' -f 1)
case \"$*\" in
    *part-*) [ -e \"$seen\" ] || { : > \"$seen\"; trap '' XFSZ; ulimit -f 20; } ;;
esac
exec \"$NDEMON\" \"$@\"
";

/// A `scontrol` that leaves a note.
const SCONTROL: &str = "#!/bin/sh
echo \"$@\" > scontrol
";

/// A folder of this name with the scripts; with `flaky/ndemon` and `slurm/scontrol`.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    for (name, text) in [("flaky/ndemon", FLAKY), ("slurm/scontrol", SCONTROL)] {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }
    for script in ["parallel.sh", "slurm.sh"] {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/scaling").join(script);
        fs::copy(source, folder.join(script)).unwrap();
    }
    folder
}

/// A session in a folder.
fn session(folder: &Path, lines: &[&str]) -> String {
    let setting = format!(
        "cd '{}'; export PATH=\"$PWD/slurm:$PATH\" NDEMON={}; grid='{GRID}'\n",
        folder.display(),
        shell::program().display(),
    );
    let lines: Vec<String> = lines.iter().map(|line| format!("{setting}{line}")).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    shell::session(&lines).replace(&setting, "")
}

fn has_parallel() -> bool {
    shell::has(
        "GNU parallel (Debian: apt-get install parallel)",
        "parallel --version | grep -q GNU",
    )
}

#[test]
fn parallel_shards_joined_are_the_whole() {
    if !has_parallel() {
        return;
    }
    let folder = folder("scaling-parallel");
    let output = session(
        &folder,
        &[
            "ndemon sweep $grid > whole",
            "./parallel.sh 1.csv 1 $grid; cmp 1.csv whole",
            "./parallel.sh 7.csv 7 $grid; cmp 7.csv whole",
            // More shards than rows, and a name that a shell would take apart.
            "./parallel.sh \"it's 9 {x}\" 9 --e4 1.3 --tc 0.1:0.5:4 --columns cop; cat it*",
            "ls",
        ],
    );
    expect![[r#"
        $ ndemon sweep $grid > whole
        [0]
        $ ./parallel.sh 1.csv 1 $grid; cmp 1.csv whole
        [0]
        $ ./parallel.sh 7.csv 7 $grid; cmp 7.csv whole
        [0]
        $ ./parallel.sh "it's 9 {x}" 9 --e4 1.3 --tc 0.1:0.5:4 --columns cop; cat it*
        cop
        NaN
        NaN
        0.12108378222018126
        0.18500176817128894
        [0]
        $ ls
        1.csv
        7.csv
        flaky
        it's 9 {x}
        parallel.sh
        slurm
        slurm.sh
        whole
        [0]
    "#]]
    .assert_eq(&output);
}

#[test]
fn a_shard_that_fails_is_tried_again_and_later_gone_on_with() {
    if !has_parallel() {
        return;
    }
    let folder = folder("scaling-retries");
    let output = session(
        &folder,
        &[
            "ndemon sweep $grid > whole",
            "PATH=$PWD/flaky:$PATH ./parallel.sh map.csv 4 $grid; cmp map.csv whole; ls -d seen* map* | sed 's/-.*/-/'; rm map.csv",
            "(trap '' XFSZ; ulimit -f 20; ./parallel.sh map.csv 4 $grid 2> said); echo \"[$?]\"; tail -n 1 said; ls -d map.*; ls map.csv.shards | grep -v sums | sed 's/csv.*part/csv.….part/'",
            "./parallel.sh map.csv 4 $grid; cmp map.csv whole; ls -d map*",
        ],
    );
    expect![[r#"
        $ ndemon sweep $grid > whole
        [0]
        $ PATH=$PWD/flaky:$PATH ./parallel.sh map.csv 4 $grid; cmp map.csv whole; ls -d seen* map* | sed 's/-.*/-/'; rm map.csv
        map.csv
        seen-
        seen-
        seen-
        seen-
        [0]
        $ (trap '' XFSZ; ulimit -f 20; ./parallel.sh map.csv 4 $grid 2> said); echo "[$?]"; tail -n 1 said; ls -d map.*; ls map.csv.shards | grep -v sums | sed 's/csv.*part/csv.….part/'
        [3]
        parallel.sh: not all shards are whole; the same command goes on
        map.csv.shards
        joblog
        part-1.csv.….part
        part-2.csv.….part
        part-3.csv.….part
        part-4.csv.….part
        request
        [0]
        $ ./parallel.sh map.csv 4 $grid; cmp map.csv whole; ls -d map*
        map.csv
        [0]
    "#]].assert_eq(&output);
}

#[test]
fn parallel_refuses_what_is_wrong() {
    if !has_parallel() {
        return;
    }
    let folder = folder("scaling-refused");
    let output = session(
        &folder,
        &[
            "./parallel.sh map.csv 4",
            "./parallel.sh map.csv 4.5 $grid",
            "./parallel.sh map.csv 4 --e4 1.3 --tc 0.5:0.1:x",
            "./parallel.sh map.csv 4 $grid --format json",
            "touch old; ./parallel.sh old 4 $grid",
            "ls",
            "(trap '' XFSZ; ulimit -f 20; ./parallel.sh map.csv 4 $grid 2> said); ./parallel.sh map.csv 5 $grid",
            "./parallel.sh map.csv 4 --lambda 0.5 $grid",
        ],
    );
    expect![[r#"
        $ ./parallel.sh map.csv 4
        parallel.sh: usage: parallel.sh FILE SHARDS <flags of ndemon sweep>
        [2]
        $ ./parallel.sh map.csv 4.5 $grid
        parallel.sh: SHARDS is 4.5, not a number from 1
        [2]
        $ ./parallel.sh map.csv 4 --e4 1.3 --tc 0.5:0.1:x
        error: --tc 0.5:0.1:x: the count `x` is not a whole number from 1 to 9007199254740992
        [2]
        $ ./parallel.sh map.csv 4 $grid --format json
        error: the argument '--format <FORMAT>' cannot be used multiple times
        [2]
        $ touch old; ./parallel.sh old 4 $grid
        parallel.sh: old exists; remove it, or choose another name
        [2]
        $ ls
        flaky
        old
        parallel.sh
        slurm
        slurm.sh
        [0]
        $ (trap '' XFSZ; ulimit -f 20; ./parallel.sh map.csv 4 $grid 2> said); ./parallel.sh map.csv 5 $grid
        parallel.sh: map.csv.shards has shards of another request; remove it, or choose another name
        [2]
        $ ./parallel.sh map.csv 4 --lambda 0.5 $grid
        parallel.sh: map.csv.shards has shards of another request; remove it, or choose another name
        [2]
    "#]].assert_eq(&output);
}

#[test]
fn slurm_tasks_go_on_and_joined_are_the_whole() {
    let folder = folder("scaling-slurm");
    let output = session(
        &folder,
        &[
            "ndemon sweep $grid > whole",
            // As Slurm sets the variables, and a full disk at each task's first attempt; requeued;
            // and again though they are whole.
            "export SLURM_ARRAY_TASK_COUNT=3; for i in 1 2 3; do for attempt in 1 2 3; do
                SLURM_ARRAY_TASK_ID=$i PATH=$PWD/flaky:$PATH ./slurm.sh parts $grid 2> said; echo \"[$?] $(cut -c -30 said)\"
            done; done",
            "ls parts; tail -n +2 parts/request; cat parts/part-1.csv parts/part-2.csv parts/part-3.csv | cmp - whole",
            // An array of one task of the three.
            "rm parts/part-2.csv; SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_COUNT=1 ./slurm.sh parts $grid",
            "SHARDS=3 SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_COUNT=1 SLURM_CPUS_PER_TASK=2 ./slurm.sh parts $grid",
            "cat parts/part-1.csv parts/part-2.csv parts/part-3.csv | cmp - whole",
            "SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_COUNT=3 ./slurm.sh parts $grid --columns cop",
            "SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_COUNT=3 ./slurm.sh parts",
        ],
    );
    expect![[r#"
        $ ndemon sweep $grid > whole
        [0]
        $ export SLURM_ARRAY_TASK_COUNT=3; for i in 1 2 3; do for attempt in 1 2 3; do
                        SLURM_ARRAY_TASK_ID=$i PATH=$PWD/flaky:$PATH ./slurm.sh parts $grid 2> said; echo "[$?] $(cut -c -30 said)"
                    done; done
        [3] error: parts/part-1.csv: File 
        [0] 
        [0] 
        [3] error: parts/part-2.csv: File 
        [0] 
        [0] 
        [3] error: parts/part-3.csv: File 
        [0] 
        [0] 
        [0]
        $ ls parts; tail -n +2 parts/request; cat parts/part-1.csv parts/part-2.csv parts/part-3.csv | cmp - whole
        part-1.csv
        part-2.csv
        part-3.csv
        request
        3 shards
        --e4
        1.1:1.6:41
        --tc
        0.05:0.95:50
        [0]
        $ rm parts/part-2.csv; SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_COUNT=1 ./slurm.sh parts $grid
        slurm.sh: parts has shards of another request (see parts/request)
        [2]
        $ SHARDS=3 SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_COUNT=1 SLURM_CPUS_PER_TASK=2 ./slurm.sh parts $grid
        [0]
        $ cat parts/part-1.csv parts/part-2.csv parts/part-3.csv | cmp - whole
        [0]
        $ SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_COUNT=3 ./slurm.sh parts $grid --columns cop
        slurm.sh: parts has shards of another request (see parts/request)
        [2]
        $ SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_COUNT=3 ./slurm.sh parts
        slurm.sh: usage: sbatch --array=1-N slurm.sh FOLDER <flags of ndemon sweep>
        [2]
    "#]].assert_eq(&output);
}

#[test]
fn a_slurm_task_lines_up_again_before_its_time_is_over() {
    let folder = folder("scaling-time");
    let output = session(
        &folder,
        &[
            "export SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_COUNT=2 SLURM_JOB_ID=42
            grid='--e4 1.1:1.6:2001 --tc 0.05:0.95:2000 --columns cop'
            ./slurm.sh parts $grid 2> /dev/null & until [ -s parts/*.part ]; do sleep 0.01; done
            kill -USR1 $!; wait $!; echo \"[$?]\"; cat scontrol; ls parts | grep -v sums | sed 's/csv.*part/csv.….part/'
            ./slurm.sh parts $grid; ls parts
            ndemon sweep $grid --shard 2/2 --no-header | cmp - parts/part-2.csv",
        ],
    );
    expect![[r#"
        $ export SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_COUNT=2 SLURM_JOB_ID=42
                    grid='--e4 1.1:1.6:2001 --tc 0.05:0.95:2000 --columns cop'
                    ./slurm.sh parts $grid 2> /dev/null & until [ -s parts/*.part ]; do sleep 0.01; done
                    kill -USR1 $!; wait $!; echo "[$?]"; cat scontrol; ls parts | grep -v sums | sed 's/csv.*part/csv.….part/'
                    ./slurm.sh parts $grid; ls parts
                    ndemon sweep $grid --shard 2/2 --no-header | cmp - parts/part-2.csv
        [0]
        requeue 42
        part-2.csv.….part
        request
        part-2.csv
        request
        [0]
    "#]].assert_eq(&output);
}

#[test]
fn parallel_finishes_what_slurm_began() {
    if !has_parallel() {
        return;
    }
    let folder = folder("scaling-both");
    let output = session(
        &folder,
        &[
            "SLURM_ARRAY_TASK_ID=1 SLURM_ARRAY_TASK_COUNT=3 ./slurm.sh map.csv.shards $grid; ls map.csv.shards",
            "./parallel.sh map.csv 3 $grid; ndemon sweep $grid | cmp - map.csv; ls",
        ],
    );
    expect![[r#"
        $ SLURM_ARRAY_TASK_ID=1 SLURM_ARRAY_TASK_COUNT=3 ./slurm.sh map.csv.shards $grid; ls map.csv.shards
        part-1.csv
        request
        [0]
        $ ./parallel.sh map.csv 3 $grid; ndemon sweep $grid | cmp - map.csv; ls
        flaky
        map.csv
        parallel.sh
        slurm
        slurm.sh
        [0]
    "#]].assert_eq(&output);
}
