//! Levels and oscillators for which master equations are asked: what they give beside what is exact.

use super::super::entry::{Entry, Source, Work};
use Source::{Computed as C, Data as S};

const BROADENED: &str = "the method expands in Γ, which is as large as the temperatures here";
const COARSE: &str = "512 energies in a band of 2000: too few for a level of width 1";
const GRID: &str = "its grid of 16384 energies is not fine enough for more digits";
const BAND: &[(&str, &str)] = &[("D", "1000")];

pub(super) const QMEQ: Work = Work {
    title: "Kiršanskas, Pedersen, Karlström, Leijnse, Wacker, QmeQ 1.0: An open-source Python package for calculations of transport through quantum dot devices",
    reference: "Comput. Phys. Commun. 221, 317 (2017); arXiv 1706.10104; QmeQ 1.1 was run",
    entries: &[
        Entry::new(C, "level, wide band: current", ["level", "current"], &[], "0.0371773883915507"),
        Entry::new(C, "level, wide band: energy", ["level", "energy"], &[], "0.0389661928536458"),
        Entry::new(
            C,
            "level, wide band: heat out of L",
            ["level", "heat"],
            &[],
            "0.0278129763361806",
        ),
        Entry::new(C, "band ±60: current", ["band", "current"], &[], "0.0373467117822669"),
        Entry::new(C, "band ±60: energy", ["band", "energy"], &[], "0.0392736748958329"),
        Entry::new(C, "band ±1000: current", ["band", "current"], BAND, "0.0371875189207067"),
        Entry::new(C, "band ±1000: energy", ["band", "energy"], BAND, "0.0389845451333312"),
        Entry::new(S, "Pauli, 1vN: current", ["level", "pauli"], &[], "0.063316285463965"),
        Entry::new(S, "Pauli: energy", ["level", "pauli_energy"], &[], "0.0443214"),
        Entry::new(S, "Pauli, 1vN against exact", ["level", "current"], &[], "0.063316285463965")
            .but(BROADENED),
        Entry::new(S, "RTD", ["level", "current"], &[], "0.02533778").but(BROADENED),
        Entry::new(S, "2vN, band ±60, 16384 energies", ["band", "current"], &[], "0.037346701414")
            .but(GRID),
        Entry::new(S, "2vN, band ±1000, 512 energies", ["band", "current"], BAND, "0.011161828982")
            .but(COARSE),
        Entry::new(
            S,
            "2vN, band ±1000, 16384 energies",
            ["band", "current"],
            BAND,
            "0.037187518302",
        )
        .but(GRID),
    ],
};

const LOWEST: &str = "its integral begins at 10⁻⁶ of the lowest frequency, not at 0";
const MIDDLE: &[(&str, &str)] = &[("g", "0.011838293106424118")];
const STRONG: &[(&str, &str)] = &[("g", "0.1")];

pub(super) const OSCILLATORS: Work = Work {
    title: "Hofer and others, Markovian master equations for quantum thermal machines: local vs global approach",
    reference: "New J. Phys. 19, 123037 (2017); arXiv 1707.09211; as github.com/VivekKhanna0/Qthermo reproduces it",
    entries: &[
        Entry::new(C, "heat, g = 0.002", ["oscillators", "heat"], &[], "0.0000530243978939027"),
        Entry::new(C, "heat, g = 0.0118", ["oscillators", "heat"], MIDDLE, "0.000804574724538484"),
        Entry::new(C, "heat, g = 0.1", ["oscillators", "heat"], STRONG, "0.00136795112805716"),
        Entry::new(S, "Qthermo's, g = 0.002", ["oscillators", "heat"], &[], "5.30243978938388e-05")
            .but(LOWEST),
        Entry::new(
            S,
            "Qthermo's, g = 0.0118",
            ["oscillators", "heat"],
            MIDDLE,
            "0.0008045747245362804",
        )
        .but(LOWEST),
        Entry::new(
            S,
            "Qthermo's, g = 0.1",
            ["oscillators", "heat"],
            STRONG,
            "0.0013679511279110401",
        )
        .but(LOWEST),
        Entry::new(
            S,
            "the global equation, g = 0.002, is off by",
            ["oscillators", "excess"],
            &[],
            "25",
        ),
    ],
};
