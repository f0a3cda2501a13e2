//! The names of functions, shapes and arguments.

use super::{Argument, Function, Shape};

impl Function {
    /// All of them.
    pub const ALL: [Function; 9] = [
        Function::Exp,
        Function::Ln,
        Function::Sqrt,
        Function::Abs,
        Function::Tanh,
        Function::Min,
        Function::Max,
        Function::Step,
        Function::Phase,
    ];

    /// Its name in formulas.
    pub fn name(self) -> &'static str {
        match self {
            Function::Exp => "exp",
            Function::Ln => "ln",
            Function::Sqrt => "sqrt",
            Function::Abs => "abs",
            Function::Tanh => "tanh",
            Function::Min => "min",
            Function::Max => "max",
            Function::Step => "step",
            Function::Phase => "phase",
        }
    }
}

impl Shape {
    /// All of them.
    pub const ALL: [Shape; 7] = [
        Shape::Fermi,
        Shape::Bose,
        Shape::Boxcar,
        Shape::Lorentzian,
        Shape::Qpc,
        Shape::Gaussian,
        Shape::Narrow,
    ];

    /// Its name in formulas.
    pub fn name(self) -> &'static str {
        match self {
            Shape::Fermi => "fermi",
            Shape::Bose => "bose",
            Shape::Boxcar => "boxcar",
            Shape::Lorentzian => "lorentzian",
            Shape::Qpc => "qpc",
            Shape::Gaussian => "gaussian",
            Shape::Narrow => "narrow",
        }
    }

    /// Its arguments, and whether each must be given. A missing `mu` is 0.
    pub fn arguments(self) -> [(Argument, bool); 2] {
        match self {
            Shape::Fermi => [(Argument::Mu, true), (Argument::T, true)],
            Shape::Bose => [(Argument::T, true), (Argument::Mu, false)],
            Shape::Boxcar | Shape::Qpc => [(Argument::At, true), (Argument::Width, true)],
            Shape::Lorentzian | Shape::Gaussian => [(Argument::At, true), (Argument::Fwhm, true)],
            Shape::Narrow => [(Argument::At, true), (Argument::Area, true)],
        }
    }
}

impl Argument {
    /// Its name in formulas.
    pub fn name(self) -> &'static str {
        match self {
            Argument::Mu => "mu",
            Argument::T => "T",
            Argument::At => "at",
            Argument::Width => "width",
            Argument::Fwhm => "fwhm",
            Argument::Area => "area",
        }
    }
}

/// All functions that a formula may call by a fixed name.
pub fn functions() -> impl Iterator<Item = &'static str> {
    let everywhere = Function::ALL.into_iter().filter(|function| *function != Function::Phase);
    let functions = everywhere.map(Function::name);
    functions.chain(Shape::ALL.map(Shape::name)).chain(["sum", "table"])
}

/// The name among these that is most like the one given, if any is like it.
pub fn nearest<'a>(name: &str, among: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let likeness = |other: &str| match other.eq_ignore_ascii_case(name) {
        true => 1.0,
        false => strsim::jaro_winkler(name, other),
    };
    let scored = among.into_iter().map(|other| (likeness(other), other));
    // Names of three letters and less are alike only if they have the same length.
    let like = scored.filter(|(likeness, other)| {
        let shortest = other.len().min(name.len());
        *likeness > 0.84
            && (shortest > 3 || *likeness >= 1.0 || strsim::osa_distance(name, other) == 1)
    });
    like.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, other)| other)
}
