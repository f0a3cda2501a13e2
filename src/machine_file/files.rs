//! The files that a machine file names.

use super::description::{Curve, Levels, MachineFile, ScattererKind, State, Table};
use super::samples::{Chosen, Samples};
use super::slot::Text;
use super::source::{FileError, Source};
use super::used::slots;
use crate::formula::Term;
use std::path::{Path, PathBuf};

/// The folder that paths in a machine file are relative to: that of the file, or of what it links to. On
/// standard input, where there is no path, it is the working directory.
pub fn folder(machine: Option<&Path>) -> PathBuf {
    let Some(machine) = machine else { return PathBuf::new() };
    let resolved = std::fs::canonicalize(machine);
    let is_link = machine.is_symlink();
    let machine = match &resolved {
        Ok(target) if is_link => target,
        _ => machine,
    };
    machine.parent().map(Path::to_owned).unwrap_or_default()
}

impl MachineFile {
    /// All files that are named in it, in the order of their places; a file may stand there more often.
    pub fn files(&self) -> Vec<Text> {
        let mut files: Vec<Text> = Vec::new();
        let occupations = self.reservoirs.iter().filter_map(|reservoir| match &reservoir.state {
            State::Occupied(curve) => Some(curve),
            _ => None,
        });
        let currents = self.reservoirs.iter().filter_map(|reservoir| reservoir.current.as_ref());
        let transmissions = self.transmissions.iter().map(|transmission| &transmission.value);
        for curve in occupations.chain(currents).chain(transmissions) {
            if let Curve::Table(table) = curve {
                files.push(table.path.clone());
            }
        }
        for scatterer in &self.scatterers {
            match &scatterer.kind {
                ScattererKind::Levels { levels: Levels::File(path), .. } => {
                    files.push(path.clone())
                }
                ScattererKind::Matrix { path, .. } => files.push(path.clone()),
                ScattererKind::Levels { .. } => {}
            }
        }
        for slot in slots(self) {
            slot.formula.root.walk(&mut |part| {
                if let Term::Table { path, .. } = &part.term {
                    files.push(Text { text: path.clone(), place: slot.place.clone() });
                }
            });
        }
        files.sort_by_key(|file| file.place.start);
        files
    }
}

impl Text {
    /// Reads the file that this is the path of; `source` is the machine file that has it.
    ///
    /// # Errors
    /// [`FileError`] in the machine file where the other file cannot be read.
    pub fn open(&self, source: &Source, folder: &Path) -> Result<Vec<u8>, Box<FileError>> {
        let path = folder.join(&*self.text);
        std::fs::read(&path).map_err(|error| {
            let message = format!("cannot read {}: {error}", path.display());
            let label = "paths are relative to the folder of the machine file";
            Box::new(source.error(self.place.clone(), message, label))
        })
    }
}

impl Table {
    /// Which columns of its file are meant, and those of [`Table::rows`]; `source` is the machine file.
    ///
    /// # Errors
    /// [`FileError`] in the machine file, at the name of a column that is not there.
    pub fn columns(
        &self,
        source: &Source,
        samples: &Samples,
    ) -> Result<(Chosen, Vec<usize>), Box<FileError>> {
        let error = |place: &Option<Text>, (message, label): (String, String)| {
            let place = place.as_ref().map_or(&self.place, |text| &text.place);
            Box::new(source.error(place.clone(), format!("{}: {message}", self.what), label))
        };
        for name in [&self.energy, &self.value, &self.error] {
            if let Some(text) = name {
                samples.column(&text.text).map_err(|wrong| error(name, wrong))?;
            }
        }
        let name = |text: &'_ Option<Text>| text.as_ref().map(|text| text.text.clone());
        let [energy, value, deviation] = [&self.energy, &self.value, &self.error].map(name);
        let chosen = samples.choose(energy.as_deref(), value.as_deref(), deviation.as_deref());
        let chosen = chosen.map_err(|wrong| error(&None, wrong))?;
        let mut rows = Vec::with_capacity(self.rows.len());
        for (name, slot) in &self.rows {
            let place = Some(Text { text: name.clone(), place: slot.place.clone() });
            rows.push(samples.column(name).map_err(|wrong| error(&place, wrong))?);
        }
        Ok((chosen, rows))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
format = 1
[reservoirs]
h = { T = 1, mu = 0 }
c = { T = 1, mu = 'table("mu.csv", x=1)' }
l.f = { table = "f.csv", energy = "E", value = "n", where = { phi = 0.5 }, outside = "0.5" }
[[transmission]]
between = ["h", "l"]
T = "table('t.csv')*step(E)"
[[scatterer]]
smatrix = "S.csv"
leads = { h = [0], c = [1] }
"#;

    #[test]
    fn files_are_named_in_the_order_of_their_places() {
        let file = MachineFile::read("a.toml", TEXT.as_bytes()).unwrap();
        let files: Vec<_> = file.files().into_iter().map(|file| file.text).collect();
        assert_eq!(files, ["mu.csv", "f.csv", "t.csv", "S.csv"].map(Into::into));
    }

    #[test]
    fn columns_are_looked_up_with_a_place() {
        let file = MachineFile::read("a.toml", TEXT.as_bytes()).unwrap();
        let State::Occupied(Curve::Table(table)) = &file.reservoirs[2].state else { panic!() };
        let columns = |header: &str| {
            let samples = Samples::read("f.csv", format!("{header}\n1,2,3\n").as_bytes()).unwrap();
            table.columns(&file.source, &samples)
        };
        let (chosen, rows) = columns("phi,n,E").unwrap();
        assert_eq!((chosen.energy, chosen.value, &rows[..]), (2, 1, &[0][..]));
        let error = columns("phi,f,E").unwrap_err();
        assert_eq!(
            (error.line, &TEXT.lines().nth(5).unwrap()[error.column - 1..][..3]),
            (6, "\"n\"")
        );
        assert!(error.message.ends_with("f.csv has no column `n`"), "{}", error.message);
        assert!(columns("Phi,n,E").unwrap_err().label.starts_with("is Phi meant?"));
    }

    /// lightbend/config#202, hyperrealm/libconfig#103: an include depends on the working directory there.
    #[test]
    fn paths_are_relative_to_the_machine_file() {
        let folder = |path: &str| super::folder(Some(Path::new(path)));
        assert_eq!(folder("a/m.toml"), Path::new("a"));
        assert_eq!(folder("m.toml"), Path::new(""));
        assert_eq!(super::folder(None), Path::new(""));
        let file = MachineFile::read("a.toml", TEXT.as_bytes()).unwrap();
        let error = file.files()[1].open(&file.source, Path::new("/no/such")).unwrap_err();
        assert!(error.message.starts_with("cannot read /no/such/f.csv: "), "{}", error.message);
    }

    #[cfg(unix)]
    #[test]
    fn paths_are_relative_to_the_target_of_a_link() {
        let base = std::env::temp_dir().join(format!("ndemon-links-{}", std::process::id()));
        let target = base.join("target");
        std::fs::create_dir_all(&target).unwrap();
        std::fs::write(target.join("m.toml"), TEXT).unwrap();
        let link = base.join("link.toml");
        std::os::unix::fs::symlink(target.join("m.toml"), &link).unwrap();
        let found = super::folder(Some(&link));
        assert_eq!(found, std::fs::canonicalize(&target).unwrap());
        std::fs::remove_dir_all(&base).unwrap();
    }
}
