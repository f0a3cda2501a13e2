//! Noise: of wires, and beside what currents cost.

use super::super::entry::{Entry, Source, Work};
use Source::Computed as C;

const VOLT: &[(&str, &str)] = &[("V", "1")];
const SHOT: &[(&str, &str)] = &[("V", "100")];

pub(super) const WIRE: Work = Work {
    title: "de Jong, Beenakker, Semiclassical theory of shot noise in mesoscopic conductors",
    reference: "arXiv cond-mat/9602103",
    entries: &[
        Entry::new(C, "diffusive wire: 1/3", ["wire", "fano"], SHOT, "0.333333333333333"),
        Entry::new(C, "S/(4k_BTG) at eV = k_BT", ["wire", "nyquist"], VOLT, "1.02732556895644"),
        Entry::new(C, "S/(4k_BTG) at eV = 10 k_BT", ["wire", "nyquist"], &[], "2.33348467330337"),
        Entry::new(C, "hot electrons: √3/4", ["hot", "fano"], &[], "0.433012701892219"),
    ],
};

pub(super) const UNCERTAINTY: Work = Work {
    title: "Agarwalla, Segal, On the validity of the thermodynamic uncertainty relation in quantum systems",
    reference: "arXiv 1806.05588",
    entries: &[
        Entry::new(
            C,
            "transmission ½, eV = k_BT",
            ["uncertainty", "ratio"],
            &[],
            "2.08197670686933",
        ),
        Entry::new(C, "narrow resonance: below 2", ["resonance", "ratio"], &[], "1.91903475133494"),
    ],
};
