//! Eqs. 8 to 14 and App. B for machine files: entropy production on three routes, the makers of a reservoir,
//! symmetries, and two misprints in the text.

use super::machines::{ENDS, Machine, two};
use super::second::{between, fermi, lorentzian, over_axis};
use super::{Check, Relation};
use std::f64::consts::PI;

/// Sums of some thousand doubles are good to this.
const ORDER: f64 = 1e-11;

const RING: &str = include_str!("../../examples/machines/ring.toml");
const MAKERS: &str = include_str!("../../examples/machines/makers.toml");

pub(super) fn checks() -> Vec<Check> {
    [ring(), symmetries(), makers(), accounts(), misprints()].concat()
}

fn equal(source: &'static str, what: impl Into<String>, value: f64, reference: f64) -> Check {
    Check::equal(source, what, value, reference, ORDER)
}

/// T from site b to site a of a ring of three equal sites with hopping t and width g, by its Bloch states:
/// g² |⅓ Σ_k e^(2πik(a − b)/3)/(E − 2t cos((2πk + φ)/3) + ig/2)|².
fn around(a: usize, b: usize, energy: f64, flux: f64) -> f64 {
    let (t, g) = (0.5, 0.5);
    let (mut re, mut im) = (0.0, 0.0);
    for k in 0..3 {
        let turn = 2.0 * PI * f64::from(k) / 3.0;
        let (x, y) = (energy - 2.0 * t * (turn + 2.0 * PI * flux / 3.0).cos(), 0.5 * g);
        let (sine, cosine) = (turn * (a as f64 - b as f64)).sin_cos();
        // e^(iθ)/(x + iy).
        re += (cosine * x + sine * y) / (x * x + y * y);
        im += (sine * x - cosine * y) / (x * x + y * y);
    }
    g * g * (re * re + im * im) / 9.0
}

/// A ring of three sites with a flux, where T_ab ≠ T_ba.
fn ring() -> Vec<Check> {
    let ends = [[1.0, 0.25], [0.5, 0.0], [0.75, -0.125]];
    let machine = Machine::of(RING);
    let x = |a: usize, e: f64| (e - ends[a][1]) / ends[a][0];
    let into = |a: usize, e: f64| -> f64 {
        let from = |b: usize| around(a, b, e, 0.25) * (fermi(x(b, e)) - fermi(x(a, e)));
        (0..3).filter(|b| *b != a).map(from).sum()
    };
    let entropies: f64 = (0..3).map(|a| over_axis(1.0, |e| into(a, e) * x(a, e))).sum();
    let energy = over_axis(1.0, |e| e * into(1, e));
    let seen = |flux: f64, pair: [usize; 2]| {
        let text = RING.replace("flux = 0.25", &format!("flux = {flux}"));
        Machine::of(&text).transmission(pair, 0.3)
    };
    vec![
        equal(
            "17",
            "T_ab of a ring with flux, by Bloch states",
            seen(0.25, [0, 1]),
            around(0, 1, 0.3, 0.25),
        ),
        Check::equal("17", "T_ab(φ) = T_ba(−φ)", seen(0.25, [0, 1]), seen(-0.25, [1, 0]), 1e-15),
        Check::equal("17", "and T_ab ≠ T_ba", seen(0.25, [0, 1]), seen(0.25, [1, 0]), 0.01)
            .but(Relation::Differs),
        equal("19", "ε̇_b of it, by the trapezoidal rule", machine.get("energy_b"), energy),
        equal("11", "its entropy production is ΣṠ", machine.get("entropy_production"), entropies),
    ]
}

/// Symmetries that hold to the last bit.
fn symmetries() -> Vec<Check> {
    let shape = "lorentzian(at=0.75, fwhm=0.125)";
    let plain = Machine::of(&two(ENDS, shape));
    let doubled =
        Machine::of(&two(ENDS.map(|end| end.map(|x| 4.0 * x)), "lorentzian(at=3, fwhm=0.5)"));
    let holes = ENDS.map(|[t, mu]| [t, -mu]);
    let mirrored = Machine::of(&two(holes, "lorentzian(at=-0.75, fwhm=0.125)"));
    let text = two(ENDS, shape).replace("\nR =", "\nX = { T = 3, mu = 1 }\nR =");
    let beside = Machine::of(&text);
    let exact =
        |source, what: &str, value, reference| Check::equal(source, what, value, reference, 0.0);
    vec![
        exact(
            "17",
            "all energies 4 times: ṅ 4 times, to the bit",
            doubled.get("n_R"),
            4.0 * plain.get("n_R"),
        ),
        exact("19", "and ε̇ 16 times", doubled.get("energy_R"), 16.0 * plain.get("energy_R")),
        exact(
            "17",
            "holes for electrons: ṅ reversed, to the bit",
            mirrored.get("n_R"),
            -plain.get("n_R"),
        ),
        exact("19", "and ε̇ the same", mirrored.get("energy_R"), plain.get("energy_R")),
        exact("17", "a reservoir with T = 0 changes no bit", beside.get("n_R"), plain.get("n_R")),
    ]
}

/// The wire of makers.toml.
struct Wire;

impl Wire {
    fn parts(e: f64) -> [f64; 2] {
        [fermi((e - 1.5) / 0.5), fermi((e + 1.5) / 0.5)]
    }

    fn f(e: f64, w: f64) -> f64 {
        let [l, r] = Self::parts(e);
        w * l + (1.0 - w) * r
    }

    /// ln(1/f − 1), from f and 1 − f.
    fn y(e: f64) -> f64 {
        let rest = 0.25 * fermi(-(e - 1.5) / 0.5) + 0.75 * fermi(-(e + 1.5) / 0.5);
        (rest / Self::f(e, 0.25)).ln()
    }

    /// What enters l at an energy.
    fn into(e: f64) -> f64 {
        let f = Self::f(e, 0.25);
        lorentzian(e, 0.75, 0.25) * (fermi(e) - f)
            + lorentzian(e, 0.25, 0.125) * (fermi(e / 0.625) - f)
    }

    /// ∫ of what enters times this, as far as its occupation is a double.
    fn moment(of: impl Fn(f64) -> f64) -> f64 {
        over_axis(1.0, |e| if e.abs() > 300.0 { 0.0 } else { Self::into(e) * of(e) })
    }
}

/// The same machine with the makers of its reservoir l: L and R by the shares w and 1 − w.
fn makers() -> Vec<Check> {
    let known = Machine::of(MAKERS);
    let made = Machine::of(&MAKERS.replace("made = 0", "made = 1"));
    let xs = [|e: f64| (e - 1.5) / 0.5, |e: f64| (e + 1.5) / 0.5, |e: f64| e, |e: f64| e / 0.625];
    let produced = over_axis(1.0, |e| {
        let [l, r] = Wire::parts(e);
        let pair = |f: f64, x: f64, g: f64, z: f64| (f - g) * (z - x);
        let [h, c] = [fermi(e), fermi(e / 0.625)];
        let to = |f: f64, x: f64| 0.25 * pair(f, x, l, xs[0](e)) + 0.75 * pair(f, x, r, xs[1](e));
        lorentzian(e, 0.75, 0.25) * to(h, xs[2](e)) + lorentzian(e, 0.25, 0.125) * to(c, xs[3](e))
    });
    vec![
        equal("makers", "ṅ_c with the makers of l in its place", made.get("n_c"), known.get("n_c")),
        equal(
            "makers",
            "ε̇_h with the makers of l in its place",
            made.get("energy_h"),
            known.get("energy_h"),
        ),
        equal("makers", "entropy production with them", made.get("entropy_production"), produced),
        Check::zero(
            "makers",
            "is more than that with l, Eq. 18: the bound is one",
            made.get("entropy_production") - known.get("entropy_production"),
            0.0,
        )
        .but(Relation::AtLeast),
    ]
}

/// Eqs. 11, 14, B2 and B3 for a reservoir out of equilibrium, at any T0 and μ0.
fn accounts() -> Vec<Check> {
    let (t0, mu0) = (0.37, -0.21);
    let text = MAKERS.replace("T0 = \"T_h\"", "T0 = 0.37").replace("mu0 = 0", "mu0 = -0.21");
    let machine = Machine::of(&text);
    let [n, energy] = [Wire::moment(|_| 1.0), Wire::moment(|e| e)];
    let entropy = Wire::moment(Wire::y);
    let exergy = energy - mu0 * n - t0 * entropy;
    // The equilibrium with as many particles and as much energy in a flat band.
    let (w, mu): (f64, f64) = (0.25, 0.25 * 1.5 - 0.75 * 1.5);
    let t = (0.25 + 3.0 / (PI * PI) * w * (1.0 - w) * 9.0_f64).sqrt();
    let above = between(mu, mu + 40.0, |e| (e - mu) * Wire::f(e, w));
    let below = between(mu - 40.0, mu, |e| (mu - e) * (1.0 - Wire::f(e, w)));
    let alike = (energy - mu * n) / t;
    let b2 = n * (mu - mu0) + alike * (t - t0) + t0 * (alike - entropy);
    let paid: f64 = [("h", 1.0), ("c", 0.625)]
        .map(|(r, t)| {
            machine.get(&format!("n_{r}")) * -mu0 + machine.get(&format!("heat_{r}")) * (t - t0) / t
        })
        .iter()
        .sum();
    let produced = Machine::of(MAKERS).get("entropy_production");
    // S of the reservoir per unit of energy and of its density of states; in the other state w is 0.3.
    let level =
        |f: f64| if f <= 0.0 || f >= 1.0 { 0.0 } else { -f * f.ln() - (1.0 - f) * (-f).ln_1p() };
    let entropy_of = |w: f64| over_axis(1.0, |e| level(Wire::f(e, w)));
    let equilibrium_of = |w: f64| {
        let t = (0.25 + 3.0 / (PI * PI) * w * (1.0 - w) * 9.0).sqrt();
        PI * PI / 3.0 * t
    };
    let step = 1e-4;
    let changed = (entropy_of(0.25 + step) - entropy_of(0.25 - step)) / (2.0 * step);
    let by_y = over_axis(1.0, |e| {
        let [l, r] = Wire::parts(e);
        if e.abs() > 300.0 { 0.0 } else { (l - r) * Wire::y(e) }
    });
    // What L in place of R adds for each unit of w.
    let (added, raised) = (3.0, 0.0);
    vec![
        equal("14", "Δℰ_l of the wire, by the trapezoidal rule", machine.get("exergy_l"), exergy),
        equal(
            "B2",
            "Δℰ_l = ṅδμ + Ṡeq δT + T0(Ṡeq − Ṡ), flat-band T_l, μ_l",
            machine.get("exergy_l"),
            b2,
        ),
        Check::equal(
            "B2",
            "π²T_l²/6 = ∫(ε − μ_l)(f_l − θ), T_l² = T² + 3w(1−w)Δμ²/π²",
            above + below,
            PI * PI * t * t / 6.0,
            1e-9,
        ),
        equal(
            "11",
            "T0 Ṡ_irr at another T0, μ0 by currents: the same Ṡ_irr",
            (-paid - machine.get("exergy_l")) / t0,
            produced,
        ),
        Check::equal(
            "B3",
            "d(S − Seq)/dw of the wire's states is Ṡ − Ṡeq of what enters",
            changed - (equilibrium_of(w + step) - equilibrium_of(w - step)) / (2.0 * step),
            by_y - (raised - mu * added) / t,
            1e-6,
        ),
        Check::equal(
            "4, 6",
            "dS/dw of the wire's states is ∫ ∂f/∂w ln(1/f − 1)",
            changed,
            by_y,
            1e-6,
        ),
        Check::zero(
            "B3",
            "no state with its U and N has more entropy than Seq",
            equilibrium_of(0.25) - entropy_of(0.25),
            0.0,
        )
        .but(Relation::AtLeast),
    ]
}

/// Two misprints in the text: the sum of Eq. 12, and the number of the equation that App. B begins with.
fn misprints() -> Vec<Check> {
    // Any rates; with them Eqs. 9 and 10 give what the local system and the force get.
    let (t0, mu0) = (0.7, 0.1);
    let [n_r, heat, mu_r, t_r] = [0.31, -0.23, 0.4, 1.1];
    let [n_l, energy_l, entropy_l] = [-0.17, 0.12, 0.29];
    let [stored_r, stored_l, stored] = [0.05, -0.08, 0.13];
    let energy_r = heat + mu_r * n_r;
    let force = -(energy_r + energy_l + stored_r + stored_l + stored);
    let particles = -(n_r + n_l);
    let total = t0 * (heat / t_r + entropy_l);
    let lost = -force
        - n_r * (mu_r - mu0)
        - heat * (t_r - t0) / t_r
        - (energy_l - mu0 * n_l - t0 * entropy_l);
    let rest = |couplings: f64| -(couplings + stored - mu0 * particles);
    let exergy = Machine::of(MAKERS).get("exergy_l");
    let sum: f64 = ["h", "c", "l"].map(|r| Machine::of(MAKERS).get(&format!("n_{r}"))).iter().sum();
    vec![
        Check::equal(
            "12",
            "printed, α = r, N: with r alone it is not what is left",
            rest(stored_r),
            total - lost,
            0.01,
        )
        .but(Relation::Differs),
        equal("12", "mended, α = r, l: T0 ΣṠ less Eq. 11", rest(stored_r + stored_l), total - lost),
        Check::equal("B1", "printed, “Eq. 10”: its Σṅ is not Δℰ_l", sum, exergy, 0.01)
            .but(Relation::Differs),
        equal(
            "B1",
            "mended, Eq. 14: Δℰ_l = ε̇_l − μ0 ṅ_l − T0 Ṡ_l",
            exergy,
            Wire::moment(|e| e) - Wire::moment(Wire::y),
        ),
    ]
}
