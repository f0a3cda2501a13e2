//! Columns that an answer adds to those of the family: the error of a place, a bound, and what is there.

use super::column::Column;
use super::register::Schema;
use crate::quantity::{Unit, Units};

/// What follows the key of the column beside which an added one stands.
const OF_A_COLUMN: [&str; 2] = ["error", "bound"];
/// The words for what is at a place.
const OF_A_PLACE: [&str; 3] = ["found", "edge", "by"];

impl Column {
    /// The name of what stands beside it, in its unit: `tc_error_mK` beside `tc_mK`.
    pub fn beside(&self, what: &str) -> String {
        let unit = self.name.strip_prefix(self.key).unwrap_or_default();
        format!("{}_{what}{unit}", self.key)
    }

    /// What makes numbers of this name, which has this word behind the key or at its end, those of what stands beside
    /// it: `tc_sd_mK` or `tc_mK_sd` beside `tc_K`.
    pub fn unit_beside(&self, name: &str, what: &str) -> Option<Unit> {
        let behind = || name.strip_prefix(self.key)?.strip_prefix('_')?.strip_prefix(what);
        let behind = || self.unit_in(&format!("{}{}", self.key, behind()?));
        let at_end = || self.unit_in(name.strip_suffix(what)?.strip_suffix('_')?);
        behind().or_else(at_end)
    }

    /// Whether what has this name stands beside it, in its unit with any prefix.
    fn has_beside(&self, name: &str) -> bool {
        let of = |what: &&str| name.strip_prefix(self.key)?.strip_prefix('_')?.strip_prefix(*what);
        OF_A_COLUMN.iter().filter_map(of).any(|unit| {
            let bare = format!("{}{unit}", self.key);
            bare == self.name || self.prefix_in(&bare).is_some()
        })
    }
}

impl Schema {
    /// The name of a column that an answer adds: this one, unless the family has such a column.
    pub fn added(&'static self, name: &str) -> String {
        let is_taken = |name: &str| self.columns(Units::Natural).any(|column| column.key == name);
        if is_taken(name) { self.added(&format!("{name}_")) } else { name.to_owned() }
    }

    /// Whether an answer adds a column of this name.
    pub fn is_added(&'static self, name: &str) -> bool {
        let all = || [Units::Natural, Units::Laboratory].into_iter().flat_map(|u| self.columns(u));
        let bare = name.trim_end_matches('_');
        let mut names = OF_A_PLACE.iter().map(|word| self.added(word));
        names.any(|added| added == name) || all().any(|column| column.has_beside(bare))
    }
}
