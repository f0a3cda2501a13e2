//! What one channel carries, in units of nature.

use super::super::entry::{Entry, Source, Work};
use Source::Computed as C;

pub(super) const CONTACT: Work = Work {
    title: "Lunde, Flensberg, On the Mott formula for the thermopower of non-interacting electrons in quantum point contacts",
    reference: "J. Phys.: Condens. Matter 17, 3879 (2005); arXiv cond-mat/0506050",
    entries: &[
        Entry::new(
            C,
            "on the first step, V/K: 2 ln 2",
            ["contact", "seebeck"],
            &[],
            "1.19461605092027e-4",
        ),
        Entry::new(
            C,
            "on the second one: ln 2/1.5",
            ["contact", "seebeck"],
            &[("mode", "1")],
            "3.98205350306758e-5",
        ),
    ],
};

pub(super) const CHANNEL: Work = Work {
    title: "Blencowe, Vitelli, Universal quantum limits on single channel information, entropy and heat flow",
    reference: "arXiv quant-ph/0001007",
    entries: &[
        Entry::new(
            C,
            "heat conductance at 1 K, W/K",
            ["channel", "kappa"],
            &[],
            "9.46431151638664e-13",
        ),
        Entry::new(
            C,
            "Lorenz number, k_B²/e²: π²/3",
            ["channel", "lorenz"],
            &[],
            "3.28986813369645",
        ),
        Entry::new(C, "Pendry's bound: Ṡ²/Ė = 2π²/3", ["pendry", "bound"], &[], "6.57973626739291"),
        Entry::new(C, "reached at Ė = π²T²/6", ["pendry", "energy_v"], &[], "1.64493406684823"),
        Entry::new(C, "with Ṡ = π²T/3", ["pendry", "entropy"], &[], "3.28986813369645"),
    ],
};
