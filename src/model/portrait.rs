//! A machine as curves over the energy, for a picture of it.

/// What a machine looks like: panels below each other, over one axis.
#[derive(Clone, Debug)]
pub struct Portrait {
    /// What the picture shows, in a line.
    pub title: String,
    /// What the axis shows, its symbol, and the unit of its numbers.
    pub across: [&'static str; 3],
    /// The ends of the axis.
    pub ends: [f64; 2],
    /// The upper and the lower panel.
    pub panels: [Pane; 2],
    /// Places on the axis that are marked, with their symbols.
    pub places: Vec<(String, f64)>,
}

/// Curves that share an axis of values.
#[derive(Clone, Debug)]
pub struct Pane {
    /// What the curves show in words; parts between two `$` are symbols.
    pub title: String,
    /// The curves.
    pub traces: Vec<Trace>,
}

/// A curve.
#[derive(Clone, Debug)]
pub struct Trace {
    /// Its symbol.
    pub symbol: String,
    /// Its points.
    pub points: Vec<(f64, f64)>,
    /// Terms of no width: their energies, and their integrals, or infinity for their height.
    pub spikes: Vec<(f64, f64)>,
}
