//! The machine that the commands are about: the paper's refrigerator.

use crate::model::{Family, Parameter};
use crate::refrigerator::RefrigeratorFamily;
use crate::table::Schema;
use std::sync::LazyLock;

/// Its family with the columns of its tables.
pub fn schema() -> &'static Schema {
    static SCHEMA: LazyLock<&Schema> = LazyLock::new(|| Schema::of(&RefrigeratorFamily));
    &SCHEMA
}

/// Its family.
pub fn family() -> &'static dyn Family {
    schema().family()
}

/// Its parameters, in the order of the columns.
pub fn parameters() -> impl Iterator<Item = Parameter> {
    family().parameters().iter()
}
