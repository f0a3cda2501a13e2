//! The register: the papers, in the order of the table, a file a subject.

mod engines;
mod levels;
mod noise;
mod nonthermal;
mod quanta;
mod tables;

use super::Work;

/// All papers and programs.
static WORKS: [Work; 12] = [
    nonthermal::RESOURCES,
    engines::WHITNEY,
    engines::STEP,
    engines::LOW_DIMENSIONS,
    engines::DOT,
    levels::QMEQ,
    levels::OSCILLATORS,
    noise::WIRE,
    noise::UNCERTAINTY,
    quanta::CONTACT,
    quanta::CHANNEL,
    tables::KWANT,
];

/// All papers and programs, in the order of the table.
pub fn works() -> &'static [Work] {
    &WORKS
}
