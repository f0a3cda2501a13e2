//! Scatterers of machine files, and what one-way transmissions produce, against proven values:
//! `fixtures/machine/general.json` (Arb's acb_calc_integrate at 190 bits), 29 to 32 certain digits.

use ndemon::formula::Known;
use ndemon::machine_file::MachineFile;
use ndemon::model::{Flows, Plan};
use ndemon::numeric::quadrature::Goal;
use ndemon::numeric::{Bounded, Enclosed, Split};
use serde_json::Value;

type Guess = Bounded<Split, 1>;

fn flows(text: &str) -> Flows<Guess> {
    let file =
        MachineFile::read("machine.toml", text.as_bytes()).unwrap_or_else(|e| panic!("{e:?}"));
    let built = file.build().unwrap_or_else(|e| panic!("{e:?}"));
    let mut inputs: Vec<Known<Guess>> = Vec::new();
    for input in &built.inputs {
        inputs.push(match &input.formula {
            Some(formula) => formula.value(&inputs),
            None => Known::double(input.value.unwrap()),
        });
    }
    let flows = Plan::new(built.machine).flows(&inputs, Goal::LIGHT).unwrap();
    println!("{:?} panels, nodes", flows.work);
    flows
}

fn case(id: &str) -> Value {
    let cases: Value =
        serde_json::from_str(include_str!("../fixtures/machine/general.json")).unwrap();
    cases["cases"].as_array().unwrap().iter().find(|case| case["id"] == id).unwrap().clone()
}

/// Whether a result covers a decimal of 29 to 32 digits, and is itself known to 20 digits of `size`.
fn covers(name: &str, found: &Guess, decimal: &str, size: f64) {
    let expected: f64 = decimal.parse().unwrap();
    assert_eq!(found.nearest(), Some(expected), "{name}: {:?} for {decimal}", found.hull());
    assert!(found.error() <= 1e-20 * size, "{name}: {}", found.error());
}

fn check(id: &str, text: &str) {
    let case = case(id);
    let flows = flows(text);
    let reservoirs = case["machine"]["reservoirs"].as_array().unwrap();
    for (reservoir, flow) in reservoirs.iter().zip(&flows.reservoirs) {
        let name = reservoir["name"].as_str().unwrap();
        let expected = |key: &str| case["reservoirs"][name][key]["value"].as_str().unwrap();
        covers(&format!("{id}: n_{name}"), &flow.particles, expected("particle"), 1.0);
        covers(&format!("{id}: energy_{name}"), &flow.energy, expected("energy"), 1.0);
        covers(&format!("{id}: entropy_{name}"), &flow.entropy, expected("entropy"), 1.0);
    }
    let production = case["production"]["value"].as_str().unwrap();
    covers(&format!("{id}: production"), &flows.production, production, 1.0);
}

fn ring(phi: f64, [a, b, c]: [(f64, f64); 3]) -> String {
    let reservoir =
        |name: &str, (t, mu): (f64, f64)| format!("[reservoirs.{name}]\nT = {t}\nmu = {mu}\n");
    let reservoirs = [reservoir("A", a), reservoir("B", b), reservoir("C", c)].concat();
    format!(
        "format = 1\n[parameters]\nphi = {phi}\ng = 0.5\nt = 0.5\n{reservoirs}\
         [[scatterer]]\nlevels = [[0, 't*phase(phi/3)', 't*phase(-phi/3)'], \
         ['t*phase(-phi/3)', 0, 't*phase(phi/3)'], \
         ['t*phase(phi/3)', 't*phase(-phi/3)', 0]]\n\
         widths = {{ A = ['g', 0, 0], B = [0, 'g', 0], C = [0, 0, 'g'] }}\n"
    )
}

/// Three sites on a ring whose flux turns by φ in all, each coupled to one reservoir: `ring3` of the fixture.
#[test]
fn rings_with_flux() {
    let hot = [(1.0, 0.25), (0.5, 0.0), (0.75, -0.25)];
    check("ring-flux-0", &ring(0.0, hot));
    check("ring-flux-0.5", &ring(0.5, hot));
    let equal = [(0.5, 0.25), (0.5, 0.0), (0.5, 0.0)];
    check("ring-flux-equal-temperatures", &ring(1.0, equal));
}

fn chain(e0: f64, t: f64, [left, right]: [f64; 2]) -> String {
    format!(
        "format = 1\n[reservoirs]\nL = {{ T = 1, mu = 0.25 }}\nR = {{ T = 0.5, mu = 0 }}\n\
         [[scatterer]]\nlevels = [[{e0}, {t}], [{t}, {e0}]]\n\
         widths = {{ L = [{left}, 0], R = [0, {right}] }}\n"
    )
}

#[test]
fn chains_of_two_levels() {
    check("chain-split", &chain(0.25, 0.5, [0.125; 2]));
    check("chain-exceptional", &chain(0.25, 0.0625, [0.125; 2]));
}

/// Equal levels with t = |Γ_L − Γ_R|/4 have a double pole; the values are those of the closed form with ψ′
/// (mpmath, 35 digits).
#[test]
fn a_double_pole() {
    let flows = flows(&chain(0.25, 0.0625, [0.375, 0.125]));
    let right = &flows.reservoirs[1];
    covers("n_R", &right.particles, "0.017815347358557153115882647836801", 1.0);
    covers("energy_R", &right.energy, "0.0048748467313673634502749065728", 1.0);
    covers("production", &flows.production, "0.0093286835710066517292455685319703", 1.0);
}

/// Γ = Σ w w† with w = √γ at one level is the width γ there, and phases of amplitudes that turn all alike
/// change nothing.
#[test]
fn amplitudes_are_roots_of_widths() {
    let widths = chain(0.25, 0.5, [0.25, 0.0625]);
    let from = widths.find("widths").unwrap();
    let amplitudes = format!(
        "{}amplitudes = {{ L = [['0.5*phase(0.7)', 0]], R = [[0, '-0.25*phase(2)']] }}\n",
        &widths[..from]
    );
    let (one, other) = (flows(&widths), flows(&amplitudes));
    for (a, b) in one.reservoirs.iter().zip(&other.reservoirs) {
        for (a, b) in [(&a.particles, &b.particles), (&a.energy, &b.energy)] {
            assert!(a.nearest().is_some());
            assert_eq!(a.nearest(), b.nearest());
        }
    }
}

/// T_ab(φ) = T_ba(−φ): where all reservoirs but their names are turned round, so are the currents.
#[test]
fn a_flux_the_other_way_round_is_the_ring_mirrored() {
    let [a, b, c] = [(1.0, 0.25), (0.5, 0.0), (0.75, -0.25)];
    let (one, turned) = (flows(&ring(0.5, [a, b, c])), flows(&ring(-0.5, [a, c, b])));
    for (mine, other) in [(0, 0), (1, 2), (2, 1)] {
        let (a, b) = (&one.reservoirs[mine], &turned.reservoirs[other]);
        assert_eq!(a.particles.nearest(), b.particles.nearest());
        assert_eq!(a.energy.nearest(), b.energy.nearest());
    }
    assert_eq!(one.production.nearest(), turned.production.nearest());
}

#[test]
fn what_is_not_hermitian_is_refused() {
    let text =
        ring(0.5, [(1.0, 0.0); 3]).replace("'t*phase(-phi/3)', 0, 't*", "'t*phase(phi/3)', 0, 't*");
    let file = MachineFile::read("ring.toml", text.as_bytes()).unwrap();
    let errors = file.build().unwrap_err();
    assert_eq!(errors.len(), 1);
    assert!(errors[0].message.contains("is not the conjugate of"), "{}", errors[0].message);
    let text = "format = 1\n[reservoirs]\nL = { T = 1, mu = 0 }\nR = { T = 2, mu = 0 }\n\
                [[transmission]]\nbetween = ['L', 'R']\nT = 'phase(1)*boxcar(at=0, width=1)'\n";
    let file = MachineFile::read("phase.toml", text.as_bytes()).unwrap();
    let errors = file.build().unwrap_err();
    assert!(errors[0].message.contains("phase stands in"), "{}", errors[0].message);
}
