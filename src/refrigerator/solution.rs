//! The answer at one point, in doubles, with the verdict.

use crate::model::Status;
use std::fmt;

/// The end of [0, 1] that an occupation of the demon meets first as λ grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Constraint {
    /// 1 to 4.
    pub level: u8,
    /// Whether it is f_l ≤ 1; f_l ≥ 0 otherwise.
    pub upper: bool,
}

impl fmt::Display for Constraint {
    /// As broken: `fl3<0`, `fl1>1`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.broken())
    }
}

impl Constraint {
    /// As broken: `fl3<0`, `fl1>1`.
    pub fn broken(self) -> &'static str {
        const WORDS: [[&str; 2]; 4] =
            [["fl1<0", "fl1>1"], ["fl2<0", "fl2>1"], ["fl3<0", "fl3>1"], ["fl4<0", "fl4>1"]];
        WORDS[usize::from(self.level) - 1][usize::from(self.upper)]
    }

    /// As just kept: `fl3=0`, `fl1=1`.
    pub fn kept(self) -> &'static str {
        const WORDS: [[&str; 2]; 4] =
            [["fl1=0", "fl1=1"], ["fl2=0", "fl2=1"], ["fl3=0", "fl3=1"], ["fl4=0", "fl4=1"]];
        WORDS[usize::from(self.level) - 1][usize::from(self.upper)]
    }
}

/// What can be said of the demon at a point that is a refrigerator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// 0 ≤ f_l(ε_i) ≤ 1 for all i.
    Physical,
    /// Physical, but this quantity exceeds the largest double.
    Overflow(Quantity),
    /// λ exceeds the headroom; the constraint that binds first.
    Unphysical(Constraint),
    /// λ is the headroom: the last physical demon, which uses up the room of this constraint. The
    /// entropy current is infinite and the COP 0.
    Edge(Constraint),
    /// ε3 = ε4 or λ = 0: the demon is idle, and the COP is its limit.
    Limit,
}

impl Verdict {
    /// The status of the row that has it.
    pub fn status(self) -> Status {
        match self {
            Verdict::Physical => Status::Ok,
            Verdict::Overflow(quantity) => Status::Overflow(quantity.word()),
            Verdict::Unphysical(constraint) => Status::Unphysical(constraint.broken()),
            Verdict::Edge(constraint) => Status::Edge(constraint.kept()),
            Verdict::Limit => Status::Limit,
        }
    }
}

/// A result that can exceed the doubles' range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// ε̇_h.
    Power,
    /// COP.
    Cop,
    /// λ_max.
    Headroom,
}

impl fmt::Display for Quantity {
    /// As too large: `power>max`, `cop>max`, `headroom>max`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl Quantity {
    /// As too large: `power>max`, `cop>max`, `headroom>max`.
    pub fn word(self) -> &'static str {
        match self {
            Quantity::Power => "power>max",
            Quantity::Cop => "cop>max",
            Quantity::Headroom => "headroom>max",
        }
    }
}

/// Everything that is computed of one point, rounded to the nearest double. A quantity that does
/// not exist there is NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Solution {
    /// λ; NaN beyond the largest double.
    pub lambda: f64,
    /// f_l(ε_i), Eq. 20 (Eq. C4 at λ = 1).
    pub fl: [f64; 4],
    /// ε̇_h in Γ·E/h, Eq. C6; NaN where unphysical.
    pub power: f64,
    /// Ṡ_l in k_B·Γ/h, Eq. C8; NaN where unphysical, ∞ at the edge.
    pub entropy_current: f64,
    /// ε̇_h/(T0 Ṡ_l), Eq. C10; NaN where unphysical.
    pub cop: f64,
    /// Tc/(Th − Tc).
    pub cop_carnot: f64,
    /// λ_max; ∞ at ε3 = ε4, where no λ moves anything.
    pub headroom: f64,
    /// Whether the demon exists.
    pub verdict: Verdict,
}

impl Solution {
    /// No number at all: a place for a solution.
    pub const NONE: Solution = Solution {
        lambda: f64::NAN,
        fl: [f64::NAN; 4],
        power: f64::NAN,
        entropy_current: f64::NAN,
        cop: f64::NAN,
        cop_carnot: f64::NAN,
        headroom: f64::NAN,
        verdict: Verdict::Limit,
    };

    /// The same with what exceeds the largest double as NaN, and a verdict that says so.
    pub(super) fn in_range(mut self) -> Self {
        let quantities = [
            (Quantity::Power, &mut self.power),
            (Quantity::Cop, &mut self.cop),
            (Quantity::Headroom, &mut self.headroom),
        ];
        let mut first = None;
        for (quantity, value) in quantities {
            if value.is_infinite() {
                *value = f64::NAN;
                first = first.or(Some(quantity));
            }
        }
        for number in self.fl.iter_mut().chain([&mut self.lambda]) {
            if number.is_infinite() {
                *number = f64::NAN;
            }
        }
        if let (Some(quantity), false) = (first, matches!(self.verdict, Verdict::Unphysical(_))) {
            self.verdict = Verdict::Overflow(quantity);
        }
        self
    }
}
