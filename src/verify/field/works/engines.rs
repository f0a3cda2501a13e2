//! Heat engines: the greatest power, and the efficiency there or at a given power.

use super::super::entry::{Entry, Source, Work};
use Source::{Abstract as A, Computed as C, Data as S};

pub(super) const WHITNEY: Work = Work {
    title: "Whitney, Most efficient quantum thermoelectric at finite power output",
    reference: "Phys. Rev. Lett. 112, 130601 (2014); derived in arXiv 1408.3348",
    entries: &[
        Entry::new(C, "the best step, over T_h: B0", ["whitney", "best"], &[], "1.14455444091191"),
        Entry::new(C, "greatest power, k_B²ΔT²/h", ["whitney", "power"], &[], "0.316346711370206")
            .greatest_over(&["x"]),
        Entry::new(C, "the same over π²: A0", ["whitney", "A0"], &[], "0.0320526232373903"),
        Entry::new(S, "A0 as code has it", ["whitney", "A0"], &[], "0.0321"),
        Entry::new(C, "power at ΔT = 1 K, W", ["power", "power"], &[], "9.10068033708104e-14"),
        Entry::new(C, "η = η_C/(1 + C0(1 + T_c/T_h))", ["whitney", "C0"], &[], "0.935926325757991"),
        Entry::new(
            C,
            "η, T_c/T_h = 0.1",
            ["whitney", "eta"],
            &[("T_c", "0.1")],
            "0.443454837563522",
        ),
        Entry::new(
            C,
            "η, T_c/T_h = 0.2",
            ["whitney", "eta"],
            &[("T_c", "0.2")],
            "0.376805441327397",
        ),
        Entry::new(C, "η, T_c/T_h = 0.5", ["whitney", "eta"], &[], "0.207996250394814"),
        Entry::new(
            C,
            "η, T_c/T_h = 0.9",
            ["whitney", "eta"],
            &[("T_c", "0.9")],
            "0.0359937512393627",
        ),
        Entry::new(
            C,
            "greatest cooling at 1 K, W",
            ["cooling", "cooling"],
            &[],
            "2.36607787909666e-13",
        ),
    ],
};

const TENTH: &[(&str, &str)] = &[
    ("V", "1.419270747005028932"),
    ("top", "3.439456729872604460"),
    ("x", "5.074638257248318398"),
];
const MOST: &[(&str, &str)] = &[
    ("V", "0.8194811816668369349"),
    ("top", "6.274367808309939575"),
    ("x", "1.705515479445905073"),
];

pub(super) const STEP: Work = Work {
    title: "Chrirou, El Allati, Whitney, Potential barriers are nearly-ideal quantum thermoelectrics at finite power output",
    reference: "arXiv 2507.14977: a step is “typically within 15%” of the ideal, here for T_c/T_h = 0.5",
    entries: &[
        Entry::new(
            C,
            "ideal η/η_C at 10 % of the power",
            ["window", "ideal"],
            TENTH,
            "0.884219189",
        ),
        Entry::new(C, "a step's", ["window", "barrier"], TENTH, "0.7715760"),
        Entry::new(C, "step over ideal", ["window", "ratio"], TENTH, "0.872607"),
        Entry::new(C, "ideal η/η_C at 50 %", ["window", "ideal"], &[], "0.7021920403686"),
        Entry::new(C, "a step's", ["window", "barrier"], &[], "0.6537266"),
        Entry::new(C, "step over ideal", ["window", "ratio"], &[], "0.930980"),
        Entry::new(C, "ideal η/η_C at 90 %", ["window", "ideal"], MOST, "0.525469624"),
        Entry::new(C, "a step's", ["window", "barrier"], MOST, "0.5216797"),
        Entry::new(C, "step over ideal", ["window", "ratio"], MOST, "0.992787"),
    ],
};

const TEN_ELEVENTHS: &[(&str, &str)] = &[("T_c", "0.90909090909090909")];

pub(super) const LOW_DIMENSIONS: Work = Work {
    title: "Nakpathomkun, Xu, Linke, Thermoelectric efficiency at maximum power in low-dimensional systems",
    reference: "arXiv 1010.1375",
    entries: &[
        Entry::new(A, "1D conductor: η/η_C, “36%”", ["whitney", "fraction"], TEN_ELEVENTHS, "0.36"),
        Entry::new(
            C,
            "the same for T_c/T_h = 10/11",
            ["whitney", "fraction"],
            TEN_ELEVENTHS,
            "0.358838569296435",
        ),
        Entry::new(C, "for T_c next to T_h", ["whitney", "weak"], &[], "0.348207279879810"),
        Entry::new(C, "for T_c next to 0", ["whitney", "strong"], &[], "0.516548582812655"),
        Entry::new(C, "quantum dot: power, k_B²ΔT²/h", ["dot", "power"], &[], "0.117586657693805"),
        Entry::new(C, "over the greatest of all engines", ["dot", "whitney"], &[], "0.3717"),
        Entry::new(C, "its η/η_C", ["dot", "fraction"], &[], "0.1644583"),
        Entry::new(C, "its greatest η/η_C", ["dot", "greatest"], &[], "0.1691646"),
        Entry::new(C, "its ZT", ["dot", "ZT"], &[], "0.980255676413536"),
    ],
};

const WEAK: &[(&str, &str)] = &[("e", "2.399357280515467667833")];
const ONE: &[(&str, &str)] =
    &[("T_c", "0.9"), ("e", "2.337273750228165798"), ("V", "0.1199800377405262900")];
const TWO: &[(&str, &str)] =
    &[("T_c", "0.8"), ("e", "2.270538695629026646"), ("V", "0.2400445483892528487")];
const FOUR: &[(&str, &str)] =
    &[("T_c", "0.6"), ("e", "2.119558354336020644"), ("V", "0.4809901201531404736")];
const EIGHT: &[(&str, &str)] =
    &[("T_c", "0.2"), ("e", "1.695436911324831296"), ("V", "0.9779842378946698250")];

pub(super) const DOT: Work = Work {
    title: "Esposito, Lindenberg, Van den Broeck, Thermoelectric efficiency at maximum power in a quantum dot",
    reference: "arXiv 0808.0216",
    entries: &[
        Entry::new(
            C,
            "the best level, T_c next to T_h: a0",
            ["esposito", "best"],
            WEAK,
            "2.39935728051547",
        ),
        Entry::new(C, "η_C³ in the efficiency", ["esposito", "cubic"], WEAK, "0.0774919670821942"),
        Entry::new(
            C,
            "greatest power, η_C = 0.5",
            ["esposito", "power"],
            &[],
            "0.0371537353817570",
        )
        .greatest_over(&["e", "V"]),
        Entry::new(C, "η, η_C = 0.1", ["esposito", "eta"], ONE, "0.0513333270134976"),
        Entry::new(C, "η, η_C = 0.2", ["esposito", "eta"], TWO, "0.10572140825054"),
        Entry::new(C, "η, η_C = 0.4", ["esposito", "eta"], FOUR, "0.226929406859297"),
        Entry::new(C, "η, η_C = 0.5", ["esposito", "eta"], &[], "0.296330769314001"),
        Entry::new(C, "η, η_C = 0.8", ["esposito", "eta"], EIGHT, "0.576833163983945"),
        Entry::new(
            C,
            "Curzon and Ahlborn, η_C = 0.5",
            ["esposito", "curzon_ahlborn"],
            &[],
            "0.292893218813452",
        ),
    ],
};
