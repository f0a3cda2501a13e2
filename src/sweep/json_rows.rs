//! The rows of JSON lines: an object a line, each with the keys of the first one in whatever order.

use super::lines::Lines;
use super::records::{Cells, Place, Record, TableError};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::io::BufRead;

pub(super) struct JsonRows<R> {
    lines: Lines<R>,
    names: Vec<String>,
    cells: Vec<String>,
    /// Whether the current line is the first object, read for its keys and not yet as a row.
    fresh: bool,
}

impl<R: BufRead> JsonRows<R> {
    pub fn open(lines: Lines<R>) -> Result<Self, TableError> {
        let mut json = Self { lines, names: Vec::new(), cells: Vec::new(), fresh: true };
        let Object(entries) = json.object()?;
        json.names = entries.into_iter().map(|(name, _)| name).collect();
        Ok(json)
    }

    pub fn names(&self) -> &[String] {
        &self.names
    }

    pub fn read(&mut self) -> Result<Option<Record<'_>>, TableError> {
        if !std::mem::take(&mut self.fresh) && !self.lines.advance(b',')? {
            return Ok(None);
        }
        let Object(mut entries) = self.object()?;
        let line = self.lines.number();
        self.cells.clear();
        for key in &self.names {
            let place = entries.iter().position(|(name, _)| name == key);
            let place = place.ok_or_else(|| TableError::Lacks { line, key: key.clone() })?;
            self.cells.push(entries.swap_remove(place).1);
        }
        if let Some((key, _)) = entries.pop() {
            return Err(TableError::Excess { line, key });
        }
        Ok(Some(Record { place: Place::Line(line), cells: Cells::Json(&self.cells) }))
    }

    fn object(&self) -> Result<Object, TableError> {
        let line = self.lines.number();
        let text = str::from_utf8(self.lines.text()).map_err(|_| TableError::Encoding(line))?;
        let object = serde_json::from_str(text);
        object.map_err(|_| TableError::Json { line, nan: text.contains("NaN") })
    }
}

/// The keys and the texts of the values, in order, repeated ones included.
struct Object(Vec<(String, String)>);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Object;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                let mut entries = Vec::new();
                while let Some((key, value)) = map.next_entry::<String, Box<RawValue>>()? {
                    entries.push((key, value.get().to_owned()));
                }
                Ok(Object(entries))
            }
        }
        deserializer.deserialize_map(Entries)
    }
}
