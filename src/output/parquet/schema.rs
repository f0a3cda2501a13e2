//! What the columns of a table are in Parquet, and what the metadata say of them.

use crate::table::Column;
use parquet::basic::{ConvertedType, LogicalType, Repetition, Type as Physical};
use parquet::errors::Result;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterVersion};
use parquet::schema::types::{ColumnPath, PrimitiveTypeBuilder, Type, TypePtr};
use std::sync::Arc;

/// A column of texts.
fn text(name: &str, repetition: Repetition) -> PrimitiveTypeBuilder<'_> {
    Type::primitive_type_builder(name, Physical::BYTE_ARRAY)
        .with_repetition(repetition)
        .with_converted_type(ConvertedType::UTF8)
        .with_logical_type(Some(LogicalType::String))
}

/// The columns of the table, and after them those that are passed through.
pub(super) fn schema(columns: &[&Column], extras: &[String]) -> Result<TypePtr> {
    let field = |column: &&Column| {
        let field = match column.is_text() {
            true => text(&column.name, Repetition::REQUIRED),
            false => Type::primitive_type_builder(&column.name, Physical::DOUBLE)
                .with_repetition(Repetition::OPTIONAL),
        };
        field.build().map(Arc::new)
    };
    let passed = |name: &String| text(name, Repetition::OPTIONAL).build().map(Arc::new);
    let fields = columns.iter().map(field).chain(extras.iter().map(passed));
    let fields = fields.collect::<Result<_>>()?;
    Type::group_type_builder("ndemon").with_fields(fields).build().map(Arc::new)
}

/// Dictionaries where values recur; what the columns mean; more keys and what they have.
pub(super) fn properties(
    columns: &[&Column],
    request: &str,
    more: &[(&str, &str)],
) -> WriterProperties {
    let meaning = columns.iter().map(|c| {
        let entry =
            [("symbol", c.symbol), ("unit", c.unit), ("equation", c.equation), ("meaning", c.doc)];
        (c.name.as_str(), serde_json::Value::from_iter(entry))
    });
    let meaning = serde_json::Value::from_iter(meaning).to_string();
    let version = env!("CARGO_PKG_VERSION");
    let entry = |key: &str, value: &str| KeyValue::new(key.into(), value.to_owned());
    let mut entries = vec![
        entry("ndemon.version", version),
        entry("ndemon.request", request),
        entry("ndemon.columns", &meaning),
    ];
    entries.extend(more.iter().map(|(key, value)| entry(key, value)));
    let properties = WriterProperties::builder()
        .set_writer_version(WriterVersion::PARQUET_1_0)
        .set_created_by(format!("ndemon version {version}"))
        .set_key_value_metadata(Some(entries))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_dictionary_enabled(false);
    let recurring = columns.iter().filter(|column| column.recurs());
    recurring
        .fold(properties, |properties, column| {
            properties.set_column_dictionary_enabled(ColumnPath::from(column.name.as_str()), true)
        })
        .build()
}
