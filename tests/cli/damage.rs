//! An unfinished file that is no longer what was written: noticed, and made again from there on.

use crate::folder::{folder, run};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

const GRID: &str = "--e4 1.1:1.6:61 --tc 0.05:0.95:200 --columns e4,tc,cop,status --jobs 2";

fn with_ending(folder: &Path, ending: &str) -> PathBuf {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.into_iter().find(|path| path.extension().is_some_and(|e| e == ending)).unwrap()
}

/// A sweep that was cut off, changed in some way and gone on with ends with the bytes of a whole one.
/// Whether something was noticed.
fn heals(folder: &Path, format: &str, change: impl FnOnce(&Path, &Path)) -> bool {
    let sweep = format!("ndemon sweep {GRID} --format {format}");
    if !folder.join("whole").exists() {
        assert_eq!(run(folder, &format!("{sweep} -o whole")), "[0]\n");
    }
    run(folder, &format!("( trap '' XFSZ; ulimit -f 500; {sweep} -o cut ) 2> said"));
    change(&with_ending(folder, "part"), &with_ending(folder, "sums"));
    let output =
        run(folder, &format!("{sweep} -o cut --resume; cmp cut whole; rm said; ls; rm cut"));
    assert!(output.starts_with("cut\nwhole\n") && output.ends_with("[0]\n"), "{format}: {output}");
    output.contains("is not what was written; these rows are made again")
}

#[test]
fn flipped_bits_are_noticed_wherever_they_are() {
    for format in ["csv", "json", "jsonl"] {
        let folder = folder(&format!("damage-bits-{format}"));
        assert!(!heals(&folder, format, |_, _| {}));
        for share in [0.0, 0.1, 0.35, 0.6] {
            assert!(heals(&folder, format, |part, _| {
                let mut bytes = fs::read(part).unwrap();
                let place = (share * bytes.len() as f64) as usize;
                // A digit stays a digit: no format is broken by it.
                bytes[place] ^= 1;
                fs::write(part, bytes).unwrap();
            }));
        }
    }
}

#[test]
fn surplus_rows_and_lost_ones_are_no_rows() {
    for format in ["csv", "json", "jsonl"] {
        let folder = folder(&format!("damage-rows-{format}"));
        let row: &[u8] = match format {
            "csv" => b"1.1,0.5,0.25,ok\n",
            _ => b"{\"e4\":1.1,\"tc\":0.5,\"cop\":0.25,\"status\":\"ok\"},\n",
        };
        heals(&folder, format, |part, _| {
            let mut part = OpenOptions::new().append(true).open(part).unwrap();
            (0..20_000).for_each(|_| part.write_all(row).unwrap());
        });
        for length in [0, 1, 5_000, 100_000] {
            heals(&folder, format, |part, _| {
                OpenOptions::new().write(true).open(part).unwrap().set_len(length).unwrap();
            });
        }
        // Rows twice, in the middle.
        assert!(heals(&folder, format, |part, _| {
            let bytes = fs::read(part).unwrap();
            fs::write(part, [&bytes[..40_000], &bytes[20_000..]].concat()).unwrap();
        }));
    }
}

#[test]
fn whatever_the_checksums_hold_no_wrong_row_is_taken() {
    let folder = folder("damage-sums");
    let mut state = 1u64;
    for round in 0..40 {
        heals(&folder, "csv", |_, sums| {
            let mut bytes = fs::read(sums).unwrap();
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let place = (state >> 33) as usize % bytes.len();
            match round % 4 {
                0 => bytes.truncate(place),
                1 => bytes[place] ^= 0x10,
                2 => bytes.extend_from_within(place..),
                _ => bytes[..place].fill(0xff),
            }
            fs::write(sums, bytes).unwrap();
        });
    }
    heals(&folder, "csv", |_, sums| fs::remove_file(sums).unwrap_or_default());
}

/// Rows with sound checksums that no run of the request has written: a request of more rows with the
/// name of one of fewer.
#[test]
fn more_rows_than_the_request_has_make_no_file() {
    for (format, way) in [("csv", ""), ("jsonl", ""), ("csv", "--points p.csv")] {
        let folder = folder("damage-surplus");
        let request = |count: u32| match way {
            "" => format!("ndemon sweep --tc 0.1:0.9:{count} --e4 1.3 --format {format} -o x"),
            way => format!("ndemon sweep {way} --e4 1.3 --format {format} -o x"),
        };
        let points =
            |count: u32| format!("ndemon sweep --tc 0.1:0.9:{count} --e4 1.3 --columns tc > p.csv");
        let cut = |count| {
            let sweep = request(count);
            run(
                &folder,
                &format!("{}; ( trap '' XFSZ; ulimit -f 3000; {sweep} ) 2> said", points(count)),
            );
            ["part", "sums"].map(|ending| with_ending(&folder, ending))
        };
        let many = cut(40_000).map(|path| {
            let bytes = fs::read(&path).unwrap();
            fs::remove_file(path).unwrap();
            bytes
        });
        run(&folder, &points(50));
        // An empty part of the request of few rows, whose name the many get.
        run(&folder, &format!("( trap '' XFSZ; ulimit -f 0; {} ) 2> said", request(50)));
        for (bytes, ending) in many.iter().zip(["part", "sums"]) {
            fs::write(with_ending(&folder, ending), bytes).unwrap();
        }
        let output = run(&folder, &format!("{} --resume; echo $?; ls x", request(50)));
        assert!(output.starts_with("3\n"), "{output}");
        assert!(output.contains("it has more rows than the request; remove it"), "{output}");
        assert!(output.contains("cannot access 'x'"), "{output}");
    }
}

#[test]
#[cfg(feature = "parquet")]
fn a_changed_group_is_made_again() {
    let folder = folder("damage-parquet");
    let grid = "--e4 1.1:1.6:400 --tc 0.05:0.95:700 --columns e4,tc,cop --jobs 2";
    let sweep = format!("ndemon sweep {grid} -o");
    assert_eq!(run(&folder, &format!("{sweep} whole.parquet")), "[0]\n");
    for share in [0.01, 0.3, 0.5, 0.99] {
        run(&folder, &format!("( trap '' XFSZ; ulimit -f 3000; {sweep} cut.parquet ) 2> said"));
        let part = with_ending(&folder, "part");
        let mut bytes = fs::read(&part).unwrap();
        let place = (share * bytes.len() as f64) as usize;
        bytes[place] ^= 1;
        fs::write(&part, bytes).unwrap();
        let rest = "cmp cut.parquet whole.parquet; rm cut.parquet";
        let output = run(&folder, &format!("{sweep} cut.parquet --resume 2> said; {rest}"));
        assert_eq!(output, "[0]\n");
    }
}
