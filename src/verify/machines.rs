//! Machine files against closed forms and integrals of the second route: what each result is, machine by machine.

use super::second::{between, bose, digamma, dilogarithm, fermi, lorentzian, over_axis};
use super::{Check, Relation, solve};
use crate::machine_file::{MachineFamily, MachineFile};
use crate::model::{Family, Inputs, Reading, Row};
use crate::refrigerator::Point;
use std::f64::consts::{FRAC_PI_2, PI};

/// Sums of some thousand doubles are good to this.
const ORDER: f64 = 1e-11;

/// What a machine file gives.
pub(super) struct Machine(Option<(&'static MachineFamily, Row)>);

impl Machine {
    /// The machine of this text.
    pub fn of(text: &str) -> Self {
        let file = MachineFile::read("machine", text.as_bytes()).ok();
        let family = file.and_then(|file| MachineFamily::of(file).ok());
        Machine(family.and_then(|family| {
            let units = family.units().unwrap_or_default();
            let reading = Reading { units, ..Reading::default() };
            let inputs = Inputs::complete(family, reading, |_| None).ok()?;
            Some((family, Row::new(&inputs)))
        }))
    }

    /// A result; NaN, with which no check holds, where there is none.
    pub fn get(&self, key: &str) -> f64 {
        let known = self.0.as_ref();
        let result = known.and_then(|(family, row)| Some(row.result(family.result(key)?)));
        result.unwrap_or(f64::NAN)
    }

    /// T_ab at an energy, of two reservoirs by their places.
    pub fn transmission(&self, pair: [usize; 2], energy: f64) -> f64 {
        let seen = self.0.as_ref().and_then(|(family, row)| {
            let view = family.view(&row.inputs);
            let place = view.pairs().position(|other| other == pair)?;
            view.at(energy).transmissions.get(place).copied()
        });
        seen.unwrap_or(f64::NAN)
    }

    /// The word of the status.
    fn status(&self) -> &'static str {
        self.0.as_ref().map_or("", |(_, row)| row.status().word())
    }
}

/// The two reservoirs of most checks: T and μ.
pub(super) const ENDS: [[f64; 2]; 2] = [[1.0, 0.25], [0.5, 0.0]];

/// L and R with these temperatures and chemical potentials, and a transmission between them.
pub(super) fn two([l, r]: [[f64; 2]; 2], transmission: &str) -> String {
    format!(
        "format = 1\n[environment]\nT0 = 1\nmu0 = 0\n[reservoirs]\nL = {{ T = {}, mu = {} }}\n\
         R = {{ T = {}, mu = {} }}\n[[transmission]]\nbetween = ['L', 'R']\nT = '{transmission}'\n",
        l[0], l[1], r[0], r[1]
    )
}

/// A reservoir l with this occupation, R, and a transmission between them.
fn with_given(occupation: &str, transmission: &str) -> String {
    let text =
        two(ENDS, transmission).replace("L = { T = 1, mu = 0.25 }", "l = { f = 'OCCUPATION' }");
    text.replace("OCCUPATION", occupation).replace("'L'", "'l'")
}

/// The same between bosons.
fn of_bosons(ends: [[f64; 2]; 2], transmission: &str) -> String {
    two(ends, transmission).replace(" }", ", statistics = 'bose' }")
}

/// f_L − f_R at an energy.
pub(super) fn difference([l, r]: [[f64; 2]; 2], energy: f64) -> f64 {
    fermi((energy - l[1]) / l[0]) - fermi((energy - r[1]) / r[0])
}

pub(super) fn checks() -> Vec<Check> {
    [wide(), windows(), lorentzians(), mixtures(), constants(), bosons(), filters(), response()]
        .concat()
}

fn equal(source: &'static str, what: impl Into<String>, value: f64, reference: f64) -> Check {
    Check::equal(source, what, value, reference, ORDER)
}

/// T = 1 everywhere: moments of a difference of two Fermi functions.
fn wide() -> Vec<Check> {
    let machine = Machine::of(&two(ENDS, "1"));
    let [[tl, ml], [tr, mr]] = ENDS;
    let energy = 0.5 * (ml * ml - mr * mr) + PI * PI / 6.0 * (tl * tl - tr * tr);
    vec![
        equal("17", "ṅ_R = μ_L − μ_R for T = 1", machine.get("n_R"), ml - mr),
        equal("19", "ε̇_R = (μ_L² − μ_R²)/2 + π²(T_L² − T_R²)/6", machine.get("energy_R"), energy),
        equal("7", "Ṡ_R = (ε̇_R − μ_R ṅ_R)/T_R", machine.get("entropy_R"), energy / tr),
    ]
}

/// A window: ∫f = −T ln(1 + e^−x) and ∫∫f = −T² Li₂(−e^−x) at both ends.
fn windows() -> Vec<Check> {
    let (first, last) = (0.25, 1.25);
    let machine = Machine::of(&two(ENDS, "0.5*boxcar(at=0.75, width=1)"));
    let moments = |[t, mu]: [f64; 2]| {
        let filled = |e: f64| -t * (-(e - mu) / t).exp().ln_1p();
        let twice = |e: f64| -t * t * dilogarithm(-(-(e - mu) / t).exp());
        let n = filled(last) - filled(first);
        [n, last * filled(last) - first * filled(first) - (twice(last) - twice(first))]
    };
    let [[nl, el], [nr, er]] = ENDS.map(moments);
    vec![
        equal("17", "ṅ_R through a window, by logarithms", machine.get("n_R"), 0.5 * (nl - nr)),
        equal("19", "ε̇_R through a window, by Li₂", machine.get("energy_R"), 0.5 * (el - er)),
    ]
}

/// A Lorentzian of the half width γ: ∫ T f = γ[π/2 − Im ψ(½ + (γ + i(ε − μ))/2πT)].
fn lorentzians() -> Vec<Check> {
    let at = 0.75;
    let check = |half: f64| {
        let machine = Machine::of(&two(ENDS, &format!("lorentzian(at={at}, fwhm={})", 2.0 * half)));
        let filled = |[t, mu]: [f64; 2]| {
            let scale = 2.0 * PI * t;
            half * (FRAC_PI_2 - digamma([0.5 + half / scale, (at - mu) / scale])[1])
        };
        let [l, r] = ENDS.map(filled);
        let what = format!("ṅ_R through a Lorentzian, γ = {half}, by ψ");
        equal("17", what, machine.get("n_R"), l - r)
    };
    [0.0625, 1e-3, 1e-9].map(check).to_vec()
}

/// Currents are linear in the occupation of l, its entropy is not.
fn mixtures() -> Vec<Check> {
    let (transmission, parts) = ("lorentzian(at=0.3, fwhm=0.5)", [[0.25, -1.0], [0.25, 1.0]]);
    let text = "0.75*fermi(mu=-1, T=0.25) + 0.25*fermi(mu=1, T=0.25)";
    let machine = Machine::of(&with_given(text, transmission));
    let of = |key: &str| {
        let each = parts.map(|part| Machine::of(&two([part, ENDS[1]], transmission)).get(key));
        0.75 * each[0] + 0.25 * each[1]
    };
    let f = |e: f64| 0.75 * fermi((e + 1.0) / 0.25) + 0.25 * fermi((e - 1.0) / 0.25);
    let rest = |e: f64| 0.75 * fermi(-(e + 1.0) / 0.25) + 0.25 * fermi(-(e - 1.0) / 0.25);
    let current = |e: f64| lorentzian(e, 0.3, 0.5) * (fermi(e / 0.5) - f(e));
    let entropy = over_axis(1.0, |e| match (f(e), rest(e)) {
        // Far away nothing is left of either.
        (f, rest) if f < 1e-290 || rest < 1e-290 => 0.0,
        (f, rest) => current(e) * (rest / f).ln(),
    });
    vec![
        equal("17", "ṅ_R of a two-step f_l is that of its parts", machine.get("n_R"), of("n_R")),
        equal("19", "ε̇_R of it is that of its parts", machine.get("energy_R"), of("energy_R")),
        equal("6, 18", "Ṡ_l of it, by the trapezoidal rule", machine.get("entropy_l"), entropy),
        Check::equal(
            "6, 18",
            "Ṡ_l of it is not that of its parts",
            machine.get("entropy_l"),
            of("entropy_L"),
            0.01,
        )
        .but(Relation::Differs),
    ]
}

/// A constant occupation, also at its ends.
fn constants() -> Vec<Check> {
    let window = "boxcar(at=0.5, width=1)";
    let machine = Machine::of(&with_given("0.9375", window));
    let half = Machine::of(&with_given("0.5", window));
    let empty = Machine::of(&with_given("0", window));
    let is_infinite = usize::from(empty.status() == "entropy_l=inf");
    vec![
        equal(
            "6",
            "Ṡ_l = ṅ_l ln(1/f_l − 1) for f_l = 15/16",
            machine.get("entropy_l"),
            machine.get("n_l") * (1.0_f64 / 0.9375 - 1.0).ln(),
        ),
        Check::zero("6", "Ṡ_l = 0 for f_l = ½", half.get("entropy_l"), 0.0),
        Check::count("6", "f_l = 0 that fills: Ṡ_l = +∞, said so", is_infinite, 1),
    ]
}

/// Bosons: ∫n = T ln(1 − e^−x) and ∫∫n = T² Li₂(e^−x).
fn bosons() -> Vec<Check> {
    let ends = [[2.0, -0.5], [1.0, -0.25]];
    let magnons = Machine::of(&of_bosons(ends, "step(E)"));
    let [h, c] = ends.map(|[t, mu]| {
        let weight: f64 = (mu / t).exp();
        [-t * (-weight).ln_1p(), t * t * dilogarithm(weight)]
    });
    let phonons = Machine::of(&of_bosons([[2.0, 0.0], [1.0, 0.0]], "boxcar(at=1.5, width=1)"));
    let heat = between(1.0, 2.0, |e| e * (bose(e / 2.0) - bose(e)));
    vec![
        equal("17", "ṅ_R of magnons, by ln(1 − e^−x)", magnons.get("n_R"), h[0] - c[0]),
        equal("19", "ε̇_R of magnons, by Li₂", magnons.get("energy_R"), h[1] - c[1]),
        equal("19", "ε̇_R of phonons through a window", phonons.get("energy_R"), heat),
    ]
}

/// Narrow windows: energy follows particles, and a reversible filter produces next to nothing.
fn filters() -> Vec<Check> {
    let ends = [[2.0, 0.0], [1.0, 0.5]];
    let produced = |width: f64| {
        Machine::of(&two(ends, &format!("boxcar(at=1, width={width})"))).get("entropy_production")
    };
    // With u = E − 1: x_R − x_L = u/2 and f_L − f_R = f′ u/2, so σ = f(½)(1 − f(½)) ∫ u²/4.
    let width: f64 = 1e-3;
    let leading = fermi(0.5) * fermi(-0.5) * width.powi(3) / 48.0;
    let level = Machine::of(&two(ENDS, "narrow(at=0.75, area=1)"));
    let narrow = |width: f64| {
        let text = include_str!("../../examples/machines/refrigerator.toml");
        let text = text.replace("narrow(", "boxcar(").replace("area=gamma", "width=gamma");
        Machine::of(&text.replace("gamma = 1 ", &format!("gamma = {width} "))).get("power")
    };
    let eval = solve(&Point::paper(0.5, 1.3)).power;
    let file = Machine::of(include_str!("../../examples/machines/refrigerator.toml"));
    let order = (narrow(0.02) - eval) / (narrow(0.01) - eval);
    vec![
        equal("19", "ε̇ = ε0 ṅ of a narrow level", level.get("energy_R"), 0.75 * level.get("n_R")),
        Check::equal(
            "second law",
            "a reversible filter, Γ = 10⁻³, produces f(1 − f)Γ³/48",
            produced(width),
            leading,
            1e-6,
        ),
        Check::equal(
            "second law",
            "and 8 times as much at 2Γ",
            produced(2.0 * width) / produced(width),
            8.0,
            1e-6,
        ),
        Check::equal(
            "C6",
            "the refrigerator as a file is eval, to the bit",
            file.get("power"),
            eval,
            0.0,
        ),
        Check::equal("C1, C2", "windows reach it as Γ²: from 2Γ to Γ a quarter", order, 4.0, 1e-3),
    ]
}

/// Small differences: what they produce, and the law of Wiedemann and Franz.
fn response() -> Vec<Check> {
    let bias = 2.0_f64.powi(-40);
    let pushed = Machine::of(&two([[1.0, bias], [1.0, 0.0]], "step(E - 0.5)"));
    // L_0 = ∫ (−f′) = f(½).
    let conductance = fermi(0.5);
    let step = 1e-3;
    let [t, heated] = [0.5, 0.5 + step];
    let heat = Machine::of(&two([[heated, 0.0], [t, 0.0]], "1")).get("heat_R") / step;
    let number = Machine::of(&two([[t, step], [t, 0.0]], "1")).get("n_R") / step;
    vec![
        equal(
            "second law",
            "a bias of 2⁻⁴⁰ produces L_0 δμ²/T",
            pushed.get("entropy_production"),
            conductance * bias * bias,
        ),
        Check::equal(
            "7",
            "Wiedemann and Franz: κ/(G T) = π²/3 for T = 1, to first order",
            heat / (number * (t + 0.5 * step)),
            PI * PI / 3.0,
            1e-9,
        ),
    ]
}
