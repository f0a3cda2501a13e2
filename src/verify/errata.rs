//! The paper's misprints: each printed formula beside the right one, which it must not equal.

use super::points::generic;
use super::textbook::Textbook;
use super::{Check, Relation};
use crate::refrigerator::{Parameter as P, Point};

pub(super) fn checks() -> Vec<Check> {
    let [(_, point), ..] = generic();
    let book = Textbook::new(&point);
    let figure = Textbook::new(&Point::paper(0.5, 1.3));

    // Eq. 7 follows from Eq. 6 with f = f_h: Ṡ_h = ∫ṅ_h(ε) ln(1/f_h − 1) dε.
    let eq6: f64 = (0..2).map(|i| (book.fl[i] - book.f[i]) * (1.0 / book.f[i] - 1.0).ln()).sum();
    let heat = book.energy_current([0, 1]);
    // C19 at a small gap. What is left out is of second order in it, (gap/Tc)².
    let gap = 1e-5;
    let near = Textbook::new(&point.with(P::E4, point.get(P::E3) - gap));
    let printed_log = near.log(2, 3) / (near.e[2] - near.e[3]);

    let right = Check::equal;
    let printed = |source, what: &str, value, reference: f64| {
        Check::equal(source, what, value, reference, 0.01).but(Relation::Differs)
    };
    vec![
        printed("7", "printed, Ṡ_r = T_r ∫ṅ(ε−ε_F)dε, against Eq. 6 at A", book.th * heat, eq6),
        right(
            "7",
            "mended, Ṡ_r = (1/T_r) ∫ṅ(ε−ε_F)dε, against Eq. 6 at A",
            heat / book.th,
            eq6,
            1e-12,
        ),
        printed(
            "18",
            "printed, ln(1/f_l + 1), against C9 at A",
            book.entropy_current(1.0),
            book.entropy_current_c9(),
        ),
        right(
            "18",
            "mended, ln(1/f_l − 1), against C9 at A",
            book.entropy_current(-1.0),
            book.entropy_current_c9(),
            1e-12,
        ),
        printed(
            "23",
            "printed, inverted logarithms, against C7 at A",
            book.cop_23_printed(),
            heat / (book.th * book.entropy_current(-1.0)),
        ),
        right(
            "23",
            "printed, at Tc = 0.5, ε4 = 1.3 of Fig. 2 (fixtures/fig2.csv, negated)",
            figure.cop_23_printed(),
            -0.185_001_768_171_288_95,
            1e-14,
        ),
        right(
            "23",
            "mended, Eq. C10, there (fixtures/fig2.csv)",
            figure.cop_c10(),
            0.185_001_768_171_288_95,
            1e-14,
        ),
        printed(
            "C11",
            "printed, first line, against the logarithm itself at A",
            book.hot_log_c11_printed(),
            book.log(0, 1),
        ),
        right(
            "C11",
            "printed, at Tc = 0.5, ε4 = 1.3 of Fig. 2 (mpmath, 60 digits)",
            figure.hot_log_c11_printed(),
            -0.692_066_558_580_754_8,
            1e-13,
        ),
        right(
            "C11",
            "mended, there (mpmath, 60 digits)",
            figure.hot_log_c11(),
            -0.846_435_613_541_199_9,
            1e-13,
        ),
        printed(
            "C19",
            "printed, −3/Tc, against its logarithm near ε4 = ε3 at A",
            -3.0 / near.tc,
            printed_log,
        ),
        right(
            "C19",
            "mended, +3/Tc, against its logarithm near ε4 = ε3 at A",
            3.0 / near.tc,
            printed_log,
            1e-9,
        ),
    ]
}
