//! What Eq. 20 asks of the transmissions of a demon.

use super::description::{Curve, MachineFile, State};
use super::section::Log;
use super::slot::Slot;
use crate::formula::{Node, Operator, Shape, Term};

impl Slot {
    /// The windows of a transmission that is a sum of narrow and boxcar windows, as written; none if it
    /// is anything else. A window may have factors that do not depend on the energy.
    pub fn windows(&self) -> Option<Vec<&Node>> {
        let mut windows = Vec::new();
        collect(&self.formula.root, &mut windows).then_some(windows)
    }
}

/// Adds the windows of a part to those before it, and says whether it has nothing else.
fn collect<'a>(node: &'a Node, windows: &mut Vec<&'a Node>) -> bool {
    match &node.term {
        Term::Shape(Shape::Narrow | Shape::Boxcar, _) => {
            windows.push(node);
            true
        }
        Term::Operation(Operator::Add, a, b) => collect(a, windows) && collect(b, windows),
        Term::Operation(Operator::Multiply, a, b) if is_constant(a) => collect(b, windows),
        Term::Operation(Operator::Multiply | Operator::Divide, a, b) if is_constant(b) => {
            collect(a, windows)
        }
        _ => false,
    }
}

/// Whether a part does not depend on the energy.
fn is_constant(node: &Node) -> bool {
    let mut is_constant = true;
    node.walk(&mut |part| {
        is_constant &= match &part.term {
            Term::Name(name) => &**name != "E",
            Term::Shape(..) | Term::Table { x: None, .. } => false,
            _ => true,
        };
    });
    is_constant
}

/// Refuses demons that have not exactly two windows to each of two reservoirs.
pub(super) fn demons(log: &mut Log, file: &MachineFile) {
    for (index, reservoir) in file.reservoirs.iter().enumerate() {
        let State::Demon { lambda, .. } = &reservoir.state else { continue };
        let mut found: Vec<(usize, usize)> = Vec::new();
        let mut is_sound = true;
        for entry in &file.transmissions {
            let other = match (entry.from == index, entry.to == index) {
                (true, _) => entry.to,
                (_, true) => entry.from,
                _ => continue,
            };
            let windows = match &entry.value {
                Curve::Formula(slot) => slot.windows().map(|windows| windows.len()),
                Curve::Table(_) => None,
            };
            let Some(windows) = windows.filter(|_| entry.is_symmetric) else {
                let message =
                    format!("{}: a demon needs narrow or boxcar windows here", entry.what);
                let label = format!("`{}` is a demon by Eq. 20", reservoir.name);
                log.error(&entry.place, message, label);
                is_sound = false;
                continue;
            };
            match found.iter_mut().find(|(before, _)| *before == other) {
                Some((_, count)) => *count += windows,
                None => found.push((other, windows)),
            }
        }
        let is_right = found.len() == 2 && found.iter().all(|(_, count)| *count == 2);
        if is_sound && !is_right {
            let name = |index: usize| &file.reservoirs[index].name;
            let counts: Vec<String> = found
                .iter()
                .map(|(other, count)| format!("{count} to `{}`", name(*other)))
                .collect();
            let has = if counts.is_empty() { "none".into() } else { counts.join(", ") };
            let message = format!(
                "reservoir `{}`: a demon needs two windows to each of two reservoirs",
                reservoir.name
            );
            log.error(&lambda.place, message, format!("there are {has}"));
        }
        for (other, _) in found {
            let other = &file.reservoirs[other];
            if !other.state.is_given_equilibrium() {
                let message = format!(
                    "reservoir `{}`: its demon needs reservoirs in equilibrium",
                    reservoir.name
                );
                let label = match &other.state {
                    State::Equilibrium { probe: Some(_), .. } => "a probe, whose T and mu follow",
                    _ => "none",
                };
                log.error(&lambda.place, message, format!("`{}` is {label}", other.name));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    /// The paper's refrigerator as a file: Fig. 2's levels at ε4 = 1.3.
    const REFRIGERATOR: &str = r#"
format = 1
[reservoirs]
h = { T = 1, mu = 0 }
c = { T = 0.5, mu = 0 }
l.demon = { lambda = 1 }
[[transmission]]
between = ["h", "l"]
T = "narrow(at=1.5, area=1) + narrow(at=2, area=1)"
[[transmission]]
between = ["c", "l"]
T = "0.5*boxcar(at=1, width=1)/2 + boxcar(at=1.3, width=1)"
"#;

    fn check(old: &str, new: &str, expected: Expect) {
        assert!(REFRIGERATOR.contains(old), "{old}");
        let text = REFRIGERATOR.replace(old, new);
        let errors = MachineFile::read("a.toml", text.as_bytes()).unwrap_err();
        let shown: String = errors.iter().map(|error| error.to_string() + "\n").collect();
        expected.assert_eq(&shown);
    }

    #[test]
    fn a_demon_has_two_windows_to_each_of_two_reservoirs() {
        let file = MachineFile::read("a.toml", REFRIGERATOR.as_bytes()).unwrap();
        let Curve::Formula(slot) = &file.transmissions[1].value else { panic!() };
        let windows: Vec<String> = slot.windows().unwrap().iter().map(|w| w.to_string()).collect();
        assert_eq!(windows, ["boxcar(at=1, width=1)", "boxcar(at=1.3, width=1)"]);
        check(
            " + narrow(at=2, area=1)",
            "",
            expect![[r#"
            error: reservoir `l`: a demon needs two windows to each of two reservoirs
             --> a.toml:6:22
              |
            6 | l.demon = { lambda = 1 }
              |                      ^ there are 1 to `h`, 2 to `c`
        "#]],
        );
        check(
            "narrow(at=2, area=1)",
            "E*narrow(at=2, area=1)",
            expect![[r#"
            error: transmission between `h` and `l`: a demon needs narrow or boxcar windows here
             --> a.toml:7:1
              |
            7 | [[transmission]]
              | ^^^^^^^^^^^^^^^^ `l` is a demon by Eq. 20
        "#]],
        );
        check(
            "between = [\"h\", \"l\"]",
            "from = \"h\"\nto = \"l\"",
            expect![[r#"
            error: transmission from `h` to `l`: a demon needs narrow or boxcar windows here
             --> a.toml:7:1
              |
            7 | [[transmission]]
              | ^^^^^^^^^^^^^^^^ `l` is a demon by Eq. 20
        "#]],
        );
        check(
            "T = 0.5, mu = 0",
            "f = \"0.5\"",
            expect![[r#"
            error: reservoir `l`: its demon needs reservoirs in equilibrium
             --> a.toml:6:22
              |
            6 | l.demon = { lambda = 1 }
              |                      ^ `c` is none
        "#]],
        );
    }
}
