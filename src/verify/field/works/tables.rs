//! Transmissions that other programs computed.

use super::super::entry::{Entry, Source, Work};
use Source::Computed as C;

const FILE: &str = "three-terminal";

pub(super) const KWANT: Work = Work {
    title: "Kwant 1.5.0: transmissions of three terminals at 301 energies, linear between them",
    reference: "examples/field/three-terminal.csv; the integrals by 16 Gauss points a cell",
    entries: &[
        Entry::new(C, "particles into h", [FILE, "n_h"], &[], "0.039728048614185"),
        Entry::new(C, "particles into l", [FILE, "n_l"], &[], "0.029588553747814"),
        Entry::new(C, "particles into c", [FILE, "n_c"], &[], "-0.069316602362000"),
        Entry::new(C, "energy into h", [FILE, "energy_h"], &[], "0.012333143893945"),
        Entry::new(C, "energy into l", [FILE, "energy_l"], &[], "-0.032271171297741"),
        Entry::new(C, "energy into c", [FILE, "energy_c"], &[], "0.019938027403796"),
        Entry::new(C, "entropy of h", [FILE, "entropy_h"], &[], "0.061665719469726"),
        Entry::new(C, "entropy of l", [FILE, "entropy_l"], &[], "-0.063557597553163"),
        Entry::new(C, "entropy of c", [FILE, "entropy_c"], &[], "0.1993802740380"),
        Entry::new(C, "entropy production", [FILE, "entropy_production"], &[], "0.19748839595452"),
    ],
};
