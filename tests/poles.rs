//! A pole deep inside a region, far from every arc of the rim, is noticed: nothing but the test for it tells.

use ndemon::formula::{Known, Rim, Site, Value};
use ndemon::numeric::quadrature::{End, Panel, Region};
use ndemon::numeric::{Lanes, Real};

/// Around −1 … 1, as far up as 3.9375: with eight arcs, those above 0 lie beyond 3.6.
fn region() -> Region {
    let [left, right] = [-1.0, 1.0].map(End::<Lanes<1>>::double);
    Panel::between(&left, &right, |a, b| Lanes([a]).minus(Lanes([b]))).ellipse(8.0).rim(8)
}

/// E/scale.
fn over(scale: f64) -> Rim {
    let under = Rim::constant(&Known::double(scale));
    region().offset(&Known::double(0.0)).over(under)
}

#[test]
fn the_pole_of_fermi_is_noticed() {
    // 1/(1 + e^E) has its poles at ±iπ: inside, and in no enclosure of an arc. Beside it, at 4i, none.
    let lowest = region().arcs[3].im.lo;
    assert!(lowest > 3.6 && region().axes[1] < 4.0, "{lowest}");
    assert_eq!(over(1.0).fermi().size(), f64::INFINITY);
    let (f, rest) = over(1.0).fermi_and_rest();
    assert_eq!([f.size(), rest.size()], [f64::INFINITY; 2]);
    // With T = 1.3 they are at ±4.08i: outside.
    assert!(over(1.3).fermi().size().is_finite());
}

#[test]
fn the_pole_of_a_lorentzian_is_noticed() {
    // 1/(1 + E²) has its poles at ±i, inside; with the half width 4 they are at ±4i.
    assert_eq!(over(1.0).lorentzian().size(), f64::INFINITY);
    assert!(over(4.0).lorentzian().size().is_finite());
}

#[test]
fn the_poles_of_planck_are_noticed() {
    // u/(e^u − 1) has its nearest poles at ±2πi: with u = E/2.5 at ±5πi, outside, with u = 2E at ±πi, inside.
    assert!(over(2.5).planck().size().is_finite());
    assert_eq!(over(0.5).planck().size(), f64::INFINITY);
}
