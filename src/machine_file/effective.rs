//! The text of a machine file in which numbers have other values.

use super::description::{MachineFile, State};
use super::slot::Slot;
use std::ops::Range;

impl MachineFile {
    /// The text of the file in which these numbers, by the names by which they are set, have these values:
    /// a number, or a number with its unit. Everything else is as it was, comments included. A number that
    /// the file does not have gets a line of its own.
    ///
    /// ```
    /// use ndemon::machine_file::MachineFile;
    ///
    /// let text = "format = 1\n[reservoirs]\nh = { T = '1 K', mu = 0 }\nc = { T = '0.5 K', mu = 0 } # cold\n\
    ///     [[transmission]]\nbetween = ['h', 'c']\nT = 'boxcar(at=0.1meV, width=1ueV)'\n";
    /// let file = MachineFile::read("machine.toml", text.as_bytes()).expect("a machine");
    /// let other = file.with(&[("T_c", "700mK".into())]);
    /// assert_eq!(other, text.replace("'0.5 K'", "\"700mK\""));
    /// ```
    pub fn with(&self, values: &[(&str, String)]) -> String {
        let text = &self.source.text;
        let mut edits: Vec<(Range<usize>, String)> = Vec::new();
        let mut environment = String::new();
        for (name, value) in values {
            let is_bare = value.parse::<f64>().is_ok() && !value.starts_with(['+', '.']);
            let value = if is_bare { value.clone() } else { format!("\"{value}\"") };
            match (self.slot(name), *name) {
                (Some(slot), _) => edits.push((slot.place.clone(), value)),
                (None, "T0" | "mu0") => environment.push_str(&format!("{name} = {value}\n")),
                // The potential of a reservoir that gives its temperature alone.
                (None, name) => {
                    let Some((at, is_inline)) = self.behind_temperature(name) else { continue };
                    let line = if is_inline { ", " } else { "\n" };
                    edits.push((at..at, format!("{line}mu = {value}")));
                }
            }
        }
        if !environment.is_empty() {
            edits.push(self.environment(&environment));
        }
        edits.sort_by_key(|(place, _)| std::cmp::Reverse(place.start));
        let mut edited = text.to_string();
        for (place, value) in edits {
            edited.replace_range(place, &value);
        }
        edited
    }

    /// The value in the file of the number that is set by this name.
    fn slot(&self, name: &str) -> Option<&Slot> {
        if let Some(parameter) = self.parameters.iter().find(|p| *p.name == *name) {
            return Some(&parameter.value);
        }
        let of = |reservoir: &str| self.reservoirs.iter().find(|r| *r.name == *reservoir);
        match name {
            "T0" => self.t0.as_ref(),
            "mu0" => self.mu0.as_ref(),
            _ => match (name.strip_prefix("T_"), name.strip_prefix("mu_")) {
                (Some(reservoir), _) => match &of(reservoir)?.state {
                    State::Equilibrium { t, .. } => t.as_ref(),
                    _ => None,
                },
                (_, Some(reservoir)) => match &of(reservoir)?.state {
                    State::Equilibrium { mu, .. } => mu.as_ref(),
                    _ => None,
                },
                _ => None,
            },
        }
    }

    /// Where a chemical potential of this name can stand: behind the temperature of its reservoir, and
    /// whether that is in an inline table.
    fn behind_temperature(&self, name: &str) -> Option<(usize, bool)> {
        let reservoir = name.strip_prefix("mu_")?;
        let end = self.slot(&format!("T_{reservoir}"))?.place.end;
        let text = &self.source.text;
        let rest = text[end..].split('\n').next().unwrap_or_default();
        let is_inline = rest.split('#').next().unwrap_or_default().contains(['}', ',']);
        let at = if is_inline { end } else { end + rest.trim_end_matches('\r').len() };
        Some((at, is_inline))
    }

    /// Lines of the environment, and where they can stand.
    fn environment(&self, lines: &str) -> (Range<usize>, String) {
        let text = &self.source.text;
        let is_header = |line: &&str| line.trim_start().starts_with("[environment]");
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            at += line.len();
            if is_header(&line) {
                let start = if line.ends_with('\n') { "" } else { "\n" };
                return (at..at, format!("{start}{lines}"));
            }
        }
        let start = if text.ends_with('\n') { "\n" } else { "\n\n" };
        (text.len()..text.len(), format!("{start}[environment]\n{lines}"))
    }
}
