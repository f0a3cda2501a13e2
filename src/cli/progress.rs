//! Progress on standard error: a bar for sweeps that last, where a person looks, and lines where they are asked
//! for.

use super::failure::say;
use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use std::io::{IsTerminal, stderr, stdout};
use std::time::{Duration, Instant};

/// How long a sweep runs before a bar appears.
const PATIENCE: Duration = Duration::from_millis(700);

/// How long it takes from one line to the next.
const PAUSE: Duration = Duration::from_secs(1);

/// Whether progress is wanted where nobody looks at a terminal.
#[derive(clap::Args)]
pub struct Lines {
    /// Say every second on standard error how many rows are done, also where that is no terminal
    #[arg(long, help_heading = "Output")]
    progress: bool,
}

/// Rows done, rate and time left.
pub struct Progress {
    started: Instant,
    /// Counts from the first row on, so that it knows the rate when it appears.
    bar: Option<ProgressBar>,
    lines: Option<Counted>,
}

/// What lines say.
struct Counted {
    done: u64,
    rows: Option<u64>,
    said: Instant,
}

impl Counted {
    fn advance(&mut self, rows: u64) {
        self.done += rows;
        if self.said.elapsed() > PAUSE {
            self.said = Instant::now();
            let all = self.rows.map_or(String::new(), |rows| format!(" of {rows}"));
            say(&format!("progress: {}{all} rows", self.done));
        }
    }
}

impl Progress {
    /// A bar for this many rows, or an unknown number of them, some of which are done. `to_screen`
    /// says that the rows themselves go to standard output: on a terminal they would tear a bar
    /// apart.
    pub fn new(rows: Option<u64>, done: u64, to_screen: bool, lines: &Lines) -> Self {
        let (started, on_terminal) = (Instant::now(), stderr().is_terminal());
        let wanted = on_terminal && !(to_screen && stdout().is_terminal());
        let lines =
            (lines.progress && !on_terminal).then_some(Counted { done, rows, said: started });
        Self { started, bar: wanted.then(|| bar(rows, done)), lines }
    }

    /// A bar for so many bytes of an unfinished file, which are checked before it is gone on with.
    pub fn checking(bytes: u64) -> Self {
        let bar = stderr().is_terminal().then(|| {
            let template = "checking {wide_bar} {percent}% · {bytes} of {total_bytes}";
            let bar = ProgressBar::with_draw_target(Some(bytes), ProgressDrawTarget::hidden());
            bar.with_style(style(template))
        });
        Self { started: Instant::now(), bar, lines: None }
    }

    /// So many more rows, or bytes, are done.
    pub fn advance(&mut self, rows: u64) {
        if let Some(bar) = &self.bar {
            if bar.is_hidden() && self.started.elapsed() > PATIENCE {
                bar.set_draw_target(ProgressDrawTarget::stderr());
            }
            bar.inc(rows);
        }
        if let Some(lines) = &mut self.lines {
            lines.advance(rows);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn bar(rows: Option<u64>, done: u64) -> ProgressBar {
    let template = match rows {
        Some(_) => "{wide_bar} {percent}% · {human_pos} of {human_len} rows · {rate} · {eta} left",
        None => "{spinner} {human_pos} rows · {rate} · {elapsed}",
    };
    let rate = |state: &ProgressState, out: &mut dyn std::fmt::Write| {
        let _ = write!(out, "{}/s", HumanCount(state.per_sec() as u64));
    };
    let bar = ProgressBar::with_draw_target(rows, ProgressDrawTarget::hidden());
    let bar = bar.with_style(style(template).with_key("rate", rate));
    // What is done already says nothing about the rate.
    bar.set_position(done);
    bar.reset_eta();
    bar
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
