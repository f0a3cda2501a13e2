//! Prefixes of units, chosen by whoever reads the numbers.

/// The units that tables have, without prefixes, and may have prefixes.
const BASES: [&str; 5] = ["K", "eV", "W", "W/K", "A"];
/// Prefixes in headers, with their powers of ten.
const PREFIXES: [(&str, i32); 12] = [
    ("z", -21),
    ("a", -18),
    ("f", -15),
    ("p", -12),
    ("n", -9),
    ("u", -6),
    ("m", -3),
    ("", 0),
    ("k", 3),
    ("M", 6),
    ("G", 9),
    ("T", 12),
];

/// A unit with a prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prefixed {
    /// The prefix as headers have it: `u` for micro.
    pub prefix: &'static str,
    /// The power of ten that it stands for.
    pub power: i32,
    /// The unit without it.
    base: &'static str,
}

/// The prefixes with which numbers are shown: at most one for each unit.
///
/// ```
/// use ndemon::quantity::Prefixes;
///
/// let prefixes: Prefixes = "mK,aW".parse()?;
/// // What is measured for each of another unit has the prefix, too, and the other unit has none.
/// let of = |unit| prefixes.of(unit).map(|prefixed| (prefixed.prefix, prefixed.power));
/// assert_eq!([of("K"), of("W/K"), of("1/K")], [Some(("m", -3)), Some(("a", -18)), None]);
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prefixes(Vec<Prefixed>);

impl std::str::FromStr for Prefixes {
    type Err = String;

    /// Reads units such as `mK,ueV,aW`.
    fn from_str(text: &str) -> Result<Prefixes, String> {
        let mut read: Vec<Prefixed> = Vec::new();
        for name in text.split(',').map(str::trim) {
            let prefixed = prefixed(name).ok_or_else(|| {
                let rule = "known are K, eV, W, W/K and A, each with z, a, f, p, n, u, m, k, M, G, T or without";
                format!("`{name}` is no unit of a table; {rule}")
            })?;
            if read.iter().any(|other| other.base == prefixed.base) {
                return Err(format!("{} has two prefixes", prefixed.base));
            }
            read.push(prefixed);
        }
        Ok(Prefixes(read))
    }
}

impl Prefixes {
    /// The only unit, if there is one alone.
    pub fn only(&self) -> Option<Prefixed> {
        let [only] = self.0[..] else { return None };
        Some(only)
    }

    /// The prefix of this unit, if it is to have one: its own, else that of what stands before the stroke.
    pub fn of(&self, unit: &str) -> Option<Prefixed> {
        let of = |base: &str| self.0.iter().find(|prefixed| prefixed.base == base).copied();
        of(unit).or_else(|| of(unit.split_once('/')?.0))
    }
}

/// The prefix for numbers of this unit whose first digits have this power of ten: one to three digits stand before the
/// point. None for a unit that has no prefixes, or for a power beyond them.
pub fn engineering(unit: &str, magnitude: i32) -> Option<i32> {
    let power = 3 * magnitude.div_euclid(3);
    (takes_prefixes(unit) && PREFIXES.iter().any(|(_, known)| *known == power)).then_some(power)
}

/// The unit with the prefix of this power of ten, as a person reads it.
pub fn with_prefix(unit: &str, power: i32) -> Option<String> {
    let (prefix, _) = PREFIXES.into_iter().find(|(_, known)| *known == power)?;
    let prefix = if prefix == "u" { "µ" } else { prefix };
    takes_prefixes(unit).then(|| format!("{prefix}{unit}"))
}

/// Whether a unit is one of those that have prefixes, or is for each of another one.
fn takes_prefixes(unit: &str) -> bool {
    let base = unit.split('/').next().unwrap_or(unit);
    BASES.contains(&base)
}

/// The unit of this name, by its prefix and what stands behind it.
fn prefixed(name: &str) -> Option<Prefixed> {
    let name = name.replace(['\u{b5}', '\u{3bc}'], "u");
    PREFIXES.into_iter().find_map(|(prefix, power)| {
        let rest = name.strip_prefix(prefix)?;
        let base = BASES.into_iter().find(|base| *base == rest)?;
        Some(Prefixed { prefix, power, base })
    })
}

/// The prefix of a text that is one followed by this unit, as in headers: `aW_per_K` for `W_per_K`.
pub fn prefix_before(text: &str, unit: &str) -> Option<(&'static str, i32)> {
    let is_base = BASES.into_iter().any(|base| unit.split(['_', '/']).next() == Some(base));
    let prefix = text.strip_suffix(unit).filter(|_| is_base)?;
    PREFIXES.into_iter().find(|(known, _)| *known == prefix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_told_from_its_prefix() {
        let read = |text: &str| text.parse::<Prefixes>();
        let shown = |text: &str, unit| read(text).unwrap().of(unit).map(|p| (p.prefix, p.power));
        // A kelvin is no kilo-nothing, and a milli-electronvolt no mega one.
        assert_eq!(shown("K", "K"), Some(("", 0)));
        assert_eq!(shown("meV, MeV".split(',').next().unwrap(), "eV"), Some(("m", -3)));
        assert_eq!(shown("µeV", "eV"), shown("ueV", "eV"));
        assert_eq!(shown("aW,fW/K", "W/K"), Some(("f", -15)));
        assert_eq!(shown("aW,fW/K", "W/eV"), Some(("a", -18)));
        assert_eq!(shown("mK", "1/K"), None);
        for wrong in ["", "mK,", "J", "mm", "mK,uK", "1/K", "kmK"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        assert_eq!(prefix_before("aW_per_K", "W_per_K"), Some(("a", -18)));
        assert_eq!(prefix_before("mK", "K"), Some(("m", -3)));
        assert_eq!(prefix_before("mper_K", "per_K"), None);
    }
}
