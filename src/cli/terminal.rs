//! What standard output is, as far as a page has to know.

use crate::output::Colours;
use std::io::{IsTerminal, stdout};
use terminal_size::{Width, terminal_size_of};

/// How many columns a page may have: those of the terminal, or 80 where there is none.
pub fn width() -> usize {
    const USUAL: u16 = 80;
    let Width(width) = terminal_size_of(stdout()).map_or(Width(USUAL), |(width, _)| width);
    usize::from(if width == 0 { USUAL } else { width })
}

/// Which colours a picture in characters may have, by the conventions of the environment: none where
/// standard output is no terminal, where `NO_COLOR` is set or where `TERM` is `dumb`; any where
/// `COLORTERM` says so; and those of the palette where `COLORTERM` or `TERM` says that there is one.
pub fn colours() -> Colours {
    let variable = |name| std::env::var(name).unwrap_or_default();
    let is_off = !stdout().is_terminal() || !variable("NO_COLOR").is_empty();
    if is_off || variable("TERM") == "dumb" {
        return Colours::None;
    }
    match variable("COLORTERM").as_str() {
        "truecolor" | "24bit" => Colours::Any,
        "" if !variable("TERM").contains("256color") => Colours::None,
        _ => Colours::Palette,
    }
}
