//! Reservoirs out of equilibrium that cool.

use super::super::entry::{Entry, Source, Work};
use Source::{Computed as C, Data as S};

const RANGE: &str = "the public code's probe is open from −20 to 20 only, which its T depends on";

const MOST: &[(&str, &str)] = &[("start", "0")];
const STORED: &[(&str, &str)] = &[("C", "2.6352740489294915"), ("start", "0.1924553513607728399")];
/// The first two windows are one from crossing to crossing, the third one begins at R's chemical potential.
const MOST_OF_DIP: &[(&str, &str)] = &[("b1", "-0.5"), ("a2", "-0.5"), ("a3", "0")];
/// C next to 1: windows that are less than a thousandth wide.
const STORED_DIP: &[(&str, &str)] = &[
    ("C", "1.010930309409702"),
    ("b1", "-0.6052012707104451386"),
    ("a2", "-0.3770982560349021172"),
    ("a3", "0.719773503647396927"),
];
const SHORT: &[(&str, &str)] = &[("open", "0")];

pub(super) const RESOURCES: Work = Work {
    title: "Optimizing energy conversion with nonthermal resources in steady-state quantum devices",
    reference: "github.com/Edania/nonthermal_cooling and github.com/Edania/qthermo: code and data",
    entries: &[
        Entry::new(C, "mixed: f_L = f_R at", ["mixed", "crossing"], &[], "0.816244745724105"),
        Entry::new(C, "mixed, C = 2: window from", ["mixed", "edge"], &[], "0.274461589196071"),
        Entry::new(C, "mixed, C = 2: J", ["mixed", "J"], &[], "0.00787355304017060"),
        Entry::new(C, "mixed, C = 2: η", ["mixed", "eta"], &[], "0.709274542126398"),
        Entry::new(S, "mixed, a stored row: J", ["mixed", "J"], STORED, "0.009225740897198"),
        Entry::new(S, "mixed, a stored row: η", ["mixed", "eta"], STORED, "0.65108852617444"),
        Entry::new(C, "mixed: greatest J", ["mixed", "J"], MOST, "0.0107882839355589")
            .greatest_over(&["start", "end"]),
        Entry::new(C, "mixed: S_L there", ["mixed", "entropy_L"], MOST, "0.0219252925072683"),
        Entry::new(C, "mixed: η there", ["mixed", "eta"], MOST, "0.492047434805375"),
        Entry::new(C, "mixed: noise there", ["mixed", "noise_heat_R"], MOST, "0.0810452495365159"),
        Entry::new(C, "mixed: μ of a probe", ["probe", "mu_p"], &[], "-1.25"),
        Entry::new(C, "mixed: T of a probe", ["probe", "T_p"], &[], "3.65936872935708"),
        Entry::new(S, "mixed: T of a probe", ["probe", "T_p"], &[], "3.50354918978869").but(RANGE),
        Entry::new(S, "mixed: T of a probe in ±20", ["probe", "T_p"], SHORT, "3.50354918978869"),
        Entry::new(
            C,
            "dip-peak: f_L = f_R at",
            ["dip-peak", "crossing1"],
            &[],
            "-0.605836961122552",
        ),
        Entry::new(C, "dip-peak: and at", ["dip-peak", "crossing2"], &[], "-0.376502798655998"),
        Entry::new(C, "dip-peak: and at", ["dip-peak", "crossing3"], &[], "0.731945253359714"),
        Entry::new(
            C,
            "dip-peak, C = 2: window to",
            ["dip-peak", "edge1"],
            &[],
            "-0.564063134081157",
        ),
        Entry::new(C, "dip-peak, C = 2: from", ["dip-peak", "edge2"], &[], "-0.420507362789955"),
        Entry::new(C, "dip-peak, C = 2: from", ["dip-peak", "edge3"], &[], "0.281811957691499"),
        Entry::new(C, "dip-peak, C = 2: J", ["dip-peak", "J"], &[], "0.00859378794516033"),
        Entry::new(C, "dip-peak, C = 2: η", ["dip-peak", "eta"], &[], "0.671257454453165"),
        Entry::new(S, "dip-peak, narrow windows: J", ["dip-peak", "J"], STORED_DIP, "8.0174091e-6"),
        Entry::new(
            S,
            "dip-peak, narrow windows: η",
            ["dip-peak", "eta"],
            STORED_DIP,
            "0.9928022097",
        ),
        Entry::new(C, "dip-peak: greatest J", ["dip-peak", "J"], MOST_OF_DIP, "0.0261886331440049")
            .greatest_over(&["a1", "b2", "a3", "b3"]),
        Entry::new(
            C,
            "dip-peak: S_L there",
            ["dip-peak", "entropy_L"],
            MOST_OF_DIP,
            "0.0735327097216071",
        ),
        Entry::new(C, "dip-peak: η there", ["dip-peak", "eta"], MOST_OF_DIP, "0.356149436667768"),
        Entry::new(
            C,
            "dip-peak: noise there",
            ["dip-peak", "noise_heat_R"],
            MOST_OF_DIP,
            "0.0822456512226452",
        ),
    ],
};
