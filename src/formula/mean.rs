//! Mean occupations.

/// The mean occupation of reservoirs in equilibrium: fermions.
#[derive(Clone, Debug)]
pub struct Mean<V> {
    /// x = ln(1/F − 1).
    pub x: V,
    /// F.
    pub f: V,
    /// 1 − F.
    pub rest: V,
    /// The reservoirs: the share of each, its x, f and 1 − f.
    pub parts: Vec<[V; 4]>,
}
