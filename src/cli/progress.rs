//! The progress bar: on standard error, for sweeps that last, and only where a person looks.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::{IsTerminal, stderr, stdout};
use std::time::{Duration, Instant};

/// How long a sweep runs before a bar appears.
const PATIENCE: Duration = Duration::from_millis(700);

/// How many rows pass between two looks at the clock.
const BLOCK: u64 = 512;

/// Rows done, rate and time left.
pub struct Progress {
    started: Instant,
    rows: Option<u64>,
    done: u64,
    bar: Option<ProgressBar>,
    wanted: bool,
}

impl Progress {
    /// A bar for this many rows, or an unknown number of them. `to_screen` says that the rows
    /// themselves go to standard output: on a terminal they would tear a bar apart.
    pub fn new(rows: Option<u64>, to_screen: bool) -> Self {
        let wanted = stderr().is_terminal() && !(to_screen && stdout().is_terminal());
        Self { started: Instant::now(), rows, done: 0, bar: None, wanted }
    }

    /// One more row is done.
    pub fn tick(&mut self) {
        self.done += 1;
        if !self.wanted || !self.done.is_multiple_of(BLOCK) {
            return;
        }
        if self.bar.is_none() && self.started.elapsed() > PATIENCE {
            self.bar = Some(bar(self.rows, self.started.elapsed()));
        }
        if let Some(bar) = &self.bar {
            bar.set_position(self.done);
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

fn bar(rows: Option<u64>, elapsed: Duration) -> ProgressBar {
    let (bar, template) = match rows {
        Some(rows) => (
            ProgressBar::new(rows),
            "{bar:30} {percent}% · {human_pos} of {human_len} rows · {per_sec} · {eta} left",
        ),
        None => (ProgressBar::no_length(), "{spinner} {human_pos} rows · {per_sec} · {elapsed}"),
    };
    let style = ProgressStyle::with_template(template);
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar())).with_elapsed(elapsed)
}
