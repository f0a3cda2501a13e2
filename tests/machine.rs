//! The general theory against proven values: `fixtures/machine/general.json`, computed in ball arithmetic
//! (Arb's acb_calc_integrate at 190 bits), 29 to 32 certain digits.

use ndemon::formula::{Argument, Constant, Formula, Reader, Referent, Scope, rest};
use ndemon::model::{Coupling, Flows, Machine, Occupation, Plan, Reservoir, Statistics};
use ndemon::numeric::quadrature::Goal;
use ndemon::numeric::{Ball, Bounded, Enclosed, Split, Wide};
use serde_json::Value;
use std::sync::Arc;

struct Plain;

impl Scope for Plain {
    fn name(&self, name: &str) -> Option<Referent> {
        (name == "E").then_some(Referent::Energy)
    }
    fn measured(&self, _: &str, _: &str) -> Option<Constant> {
        None
    }
    fn slot(&self, _: Argument, number: Constant) -> Constant {
        number
    }
    fn table(&self, path: &str, _: Option<&str>) -> Option<(Arc<[(f64, f64)]>, Constant)> {
        let numbers: Vec<f64> = path.split(' ').map(|text| text.parse().unwrap()).collect();
        let points = numbers.chunks(2).map(|pair| (pair[0], pair[1])).collect();
        Some((points, Constant::double(1.0)))
    }
}

fn number(value: &Value) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        other => panic!("{other}"),
    }
}

/// One shape of a case as a formula.
fn shape(case: &Value, shape: &Value) -> String {
    let of = |key: &str| number(&shape[key]);
    let height = shape.get("height").map_or("1".into(), number);
    match shape["type"].as_str().unwrap() {
        "lorentzian" => {
            format!("({height})*lorentzian(at={}, fwhm=2*{})", of("center"), of("hwhm"))
        }
        "boxcar" => format!("({height})*boxcar(at={}, width={})", of("center"), of("width")),
        "constant" => {
            let ends = [("from", 0), ("to", 1)].map(|(key, k)| match shape.get(key) {
                Some(end) => Some(number(end)),
                None => case["tail"].is_null().then(|| number(&case["range"][k])),
            });
            let from = ends[0].as_ref().map_or(String::new(), |end| format!("*step(E-({end}))"));
            let to = ends[1].as_ref().map_or(String::new(), |end| format!("*step(({end})-E)"));
            format!("({}){from}{to}", of("value"))
        }
        "qpc" => format!("({height})*qpc(at={}, width={})", of("center"), of("width")),
        "table" => {
            let list = |key: &str| shape[key].as_array().unwrap().clone();
            let (x, y) = (list("e"), list("t"));
            let pairs: Vec<_> = x.iter().zip(&y).map(|(x, y)| [number(x), number(y)]).collect();
            format!("table(\"{}\")", pairs.concat().join(" "))
        }
        "chain2" => {
            let [gl, gr, e1, e2, t] = ["gl", "gr", "e1", "e2", "t"].map(of);
            // |(E − e1 + i gl/2)(E − e2 + i gr/2) − t²|²
            let re = format!("((E-({e1}))*(E-({e2}))-{gl}*{gr}/4-{t}^2)");
            let im = format!("((E-({e1}))*{gr}/2+(E-({e2}))*{gl}/2)");
            format!("{gl}*{gr}*{t}^2/({re}^2+{im}^2)")
        }
        other => panic!("{other}"),
    }
}

fn occupation(case: &Value, reservoir: &Value) -> Option<String> {
    if let Some(windows) = reservoir.get("windows") {
        let shapes = case["transmissions"].as_array().unwrap();
        let shapes = shapes.iter().flat_map(|t| t["shape"].as_array().unwrap());
        let parts = windows.as_array().unwrap().iter().zip(shapes).map(|(f, window)| {
            let of = |key: &str| number(&window[key]);
            format!("{f}*boxcar(at={}, width={})", of("center"), of("width"))
        });
        return Some(parts.collect::<Vec<_>>().join(" + "));
    }
    if let Some(mixture) = reservoir.get("mixture") {
        let parts = mixture.as_array().unwrap().iter().map(|part| {
            let of = |key: &str| number(&part[key]);
            format!("{}*fermi(mu={}, T={})", of("w"), of("mu"), of("T"))
        });
        return Some(parts.collect::<Vec<_>>().join(" + "));
    }
    if let Some(dips) = reservoir.get("dips") {
        let of = |key: &str| number(&reservoir[key]);
        let mut text = format!("fermi(mu={}, T={})", of("mu"), of("T"));
        for dip in dips.as_array().unwrap() {
            let of = |key: &str| number(&dip[key]);
            let (at, hwhm, height) = (of("center"), of("hwhm"), of("height"));
            text += &format!(" + ({height})*lorentzian(at={at}, fwhm=2*{hwhm})");
        }
        return Some(text);
    }
    reservoir.get("constant").map(number)
}

fn machine(case: &Value) -> Option<Machine> {
    let case = &case["machine"];
    let mut machine = Machine::default();
    let statistics = match case["statistics"].as_str().unwrap() {
        "boson" => Statistics::Bose,
        _ => Statistics::Fermi,
    };
    let mut constants = Vec::new();
    let mut reader = Reader { scope: &Plain, constants: &mut constants, indices: Vec::new() };
    let mut names = Vec::new();
    for reservoir in case["reservoirs"].as_array().unwrap() {
        names.push(reservoir["name"].as_str().unwrap().to_owned());
        let occupation = match occupation(case, reservoir) {
            Some(text) => {
                let read = reader.read(&Formula::parse(&text).unwrap().root).unwrap().smooth;
                let rest = rest(&read, reader.constants);
                Occupation::Given { f: read.spectrum(reader.constants), rest }
            }
            None => {
                let [mu, t] = ["mu", "T"].map(|key| {
                    Constant::double(reservoir[key].as_f64().unwrap()).place(reader.constants)
                });
                Occupation::Equilibrium { mu, t }
            }
        };
        machine.reservoirs.push(Reservoir {
            name: names.last().unwrap().clone(),
            statistics,
            occupation,
        });
    }
    for transmission in case["transmissions"].as_array().unwrap() {
        if transmission["shape"][0]["type"] == "ring3" {
            return None;
        }
        let ends = [0, 1].map(|k| transmission["to_from"][k].as_str().unwrap());
        let [to, from] = ends.map(|name| names.iter().position(|own| own == name).unwrap());
        let shapes = transmission["shape"].as_array().unwrap();
        let parts: Vec<String> = shapes.iter().map(|part| shape(case, part)).collect();
        let least = number(&case["range"][0]);
        // Bosons live above the lower end of the range.
        let cut = if least.starts_with('-') { "1".into() } else { format!("step(E-{least})") };
        let formula = Formula::parse(&format!("({})*{cut}", parts.join(" + "))).unwrap();
        let read = reader.read(&formula.root).unwrap();
        machine.couplings.push(Coupling {
            to,
            from,
            both_ways: true,
            transmission: read.smooth.spectrum(reader.constants),
            lines: read.lines,
        });
    }
    let [t0, mu0] = ["T0", "mu0"]
        .map(|key| Constant::double(case[key].as_f64().unwrap()).place(reader.constants));
    machine.t0 = Some(t0);
    machine.mu0 = Some(mu0);
    machine.constants = constants;
    Some(machine)
}

type Guess = Bounded<Split, 1>;

#[test]
fn proven_values() {
    let cases: Value =
        serde_json::from_str(include_str!("../fixtures/machine/general.json")).unwrap();
    for case in cases["cases"].as_array().unwrap() {
        if case["kind"] != "machine" {
            continue;
        }
        let Some(machine) = machine(case) else {
            println!("{} skipped", case["id"]);
            continue;
        };
        let plan = Plan::new(machine);
        let start = std::time::Instant::now();
        let flows: Flows<Guess> = match plan.flows(&[], Goal::LIGHT) {
            Ok(flows) => flows,
            Err(why) => {
                println!("{} FAILED {why:?}", case["id"]);
                continue;
            }
        };
        let time = start.elapsed().as_secs_f64() * 1e6;
        println!("{} {time:.0} µs, {:?}", case["id"], flows.work);
        let mut check = |name: &str, found: &Guess, expected: &Value| {
            let Some(text) = expected["value"].as_str() else { return };
            let value: f64 = text.parse().unwrap();
            let hull = found.hull();
            let error = found.error();
            let rounded = found.nearest();
            if rounded != Some(value) {
                println!(
                    "   {name}: {rounded:?} [{:e} {:e}] ±{error:e} expected {text}",
                    hull.lo, hull.hi
                );
            }
        };
        for (flow, reservoir) in flows.reservoirs.iter().zip(&plan.machine().reservoirs) {
            let expected = &case["reservoirs"][&reservoir.name];
            let name = &reservoir.name;
            check(&format!("n_{name}"), &flow.particles, &expected["particle"]);
            check(&format!("energy_{name}"), &flow.energy, &expected["energy"]);
            check(&format!("entropy_{name}"), &flow.entropy, &expected["entropy"]);
            if let Some(heat) = &flow.heat {
                check(&format!("heat_{name}"), heat, &expected["heat"]);
            }
        }
        check("production", &flows.production, &case["production"]);
        let _: Option<Flows<Ball<Wide<256>>>> = None;
    }
}
