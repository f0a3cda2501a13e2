//! The text of a number, the same in every format.

/// Room for the text of a number.
#[derive(Default)]
pub struct NumberBuffer(zmij::Buffer);

impl std::fmt::Debug for NumberBuffer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NumberBuffer")
    }
}

impl NumberBuffer {
    /// The shortest text that reads back to the same double, always with a point or an exponent; a
    /// missing value is `NaN`.
    pub fn format(&mut self, value: f64) -> &str {
        self.0.format(value)
    }
}

#[cfg(test)]
mod tests {
    fn text(value: f64) -> String {
        super::NumberBuffer::default().format(value).to_owned()
    }

    #[test]
    fn a_number_is_recognised_as_a_float_and_reads_back() {
        assert_eq!(text(f64::NAN), "NaN");
        assert_eq!(text(-f64::NAN), "NaN");
        for value in [0.0, 1.0, 1e15, 1e16, 123456789.0, 1e300, -2.0, 0.1, 5e-324, 1e-5, 1e23] {
            let text = text(value);
            assert!(text.contains(['.', 'e']), "{text}");
            assert_eq!(text.parse(), Ok(value));
            // JSON leaves the text to serde_json: it must be the same.
            assert_eq!(serde_json::to_string(&value).unwrap(), text);
        }
    }
}
