//! The general theory against proven values: `fixtures/machine/general.json`, computed in ball arithmetic
//! (Arb's acb_calc_integrate at 190 bits), 29 to 32 certain digits.

use ndemon::formula::{Constant, Formula, Reader, Referent, Scope, rest};
use ndemon::model::{
    Channels, Coupling, Flows, Integrable, Machine, Occupation, Plan, Reservoir, Statistics,
};
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
    fn table(&self, path: &str, _: Option<&str>) -> Option<(Arc<[(f64, f64)]>, Constant)> {
        let numbers: Vec<f64> = path.split(' ').map(|text| text.parse().unwrap()).collect();
        let points = numbers.chunks(2).map(|pair| (pair[0], pair[1])).collect();
        Some((points, Constant::double(1.0)))
    }
}

pub fn number(value: &Value) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        other => panic!("{other}"),
    }
}

/// One shape of a case as a formula.
pub fn shape(case: &Value, shape: &Value) -> String {
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

pub fn occupation(case: &Value, reservoir: &Value) -> Option<String> {
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
            channels: Channels::one(None),
        });
    }
    let [t0, mu0] = ["T0", "mu0"]
        .map(|key| Constant::double(case[key].as_f64().unwrap()).place(reader.constants));
    machine.t0 = Some(t0);
    machine.mu0 = Some(mu0);
    machine.constants = constants;
    Some(machine)
}

/// A number that a case has: all digits, and the nearest double; nothing where the exact value is 0.
fn expected(value: &Value) -> Option<(&str, f64)> {
    let text = value["value"].as_str()?;
    let number: f64 = text.parse().unwrap();
    (number != 0.0).then_some((text, number))
}

/// All flows of a case that are not known to be 0: names, enclosures, and what the case says.
fn numbers<S: Enclosed>(
    case: &Value,
    machine: &Machine,
    flows: &Flows<S>,
) -> Vec<(String, S, Value)> {
    let mut all = Vec::new();
    for (flow, reservoir) in flows.reservoirs.iter().zip(&machine.reservoirs) {
        let name = &reservoir.name;
        let of = &case["reservoirs"][name];
        all.push((format!("n_{name}"), flow.particles.clone(), of["particle"].clone()));
        all.push((format!("energy_{name}"), flow.energy.clone(), of["energy"].clone()));
        all.push((format!("entropy_{name}"), flow.entropy.clone(), of["entropy"].clone()));
        let heat = flow.heat.iter().map(|heat| (format!("heat_{name}"), heat, &of["heat"]));
        all.extend(heat.map(|(key, heat, value)| (key, heat.clone(), value.clone())));
    }
    all.push(("entropy_production".into(), flows.production.clone(), case["production"].clone()));
    all
}

/// The numbers that are uncertain in an arithmetic; panics where one is certain and wrong.
fn uncertain<S: Integrable>(case: &Value, plan: &Plan, goal: Goal) -> Vec<String> {
    let flows = plan.flows::<S>(&[], goal).unwrap_or_else(|why| panic!("{}: {why:?}", case["id"]));
    let mut open = Vec::new();
    for (name, found, value) in numbers(case, plan.machine(), &flows) {
        let id = &case["id"];
        let hull = found.hull();
        let Some((text, nearest)) = expected(&value) else {
            // Nothing is known of a number that is 0 but that it lies within a bound.
            assert!(hull.lo <= 0.0 && hull.hi >= 0.0, "{id} {name}: {hull:?}");
            continue;
        };
        // A reference of fewer digits does not say which double is the nearest one.
        if value["digits"].as_u64().is_some_and(|digits| digits < 20) {
            continue;
        }
        match found.nearest() {
            Some(rounded) => assert_eq!(rounded, nearest, "{id} {name}: {text}"),
            None => {
                assert!(hull.lo <= nearest && nearest <= hull.hi, "{id} {name}: {text} {hull:?}");
                open.push(format!("{id} {name}"));
            }
        }
    }
    open
}

/// Every number of the references comes out as the nearest double: in double-double numbers with bounds or,
/// where these do not decide, in 256 bits.
#[test]
fn flows_are_those_of_the_references() {
    let cases: Value =
        serde_json::from_str(include_str!("../fixtures/machine/general.json")).unwrap();
    let (mut count, mut hard) = (0, Vec::new());
    for case in cases["cases"].as_array().unwrap() {
        if case["kind"] != "machine" {
            continue;
        }
        let Some(machine) = machine(case) else { continue };
        let plan = Plan::new(machine);
        let open = uncertain::<Bounded<Split, 1>>(case, &plan, Goal::LIGHT);
        if !open.is_empty() {
            assert_eq!(uncertain::<Ball<Wide<256>>>(case, &plan, Goal::WIDE), [""; 0]);
            hard.extend(open);
        }
        count += 1;
    }
    println!("{count} machines; undecided in double-doubles: {hard:?}");
    assert!(count >= 40);
}

/// Loose goals give loose bounds, and they hold: against the same machine in 256 bits.
#[test]
fn a_loose_bound_covers_the_truth() {
    let cases: Value =
        serde_json::from_str(include_str!("../fixtures/machine/general.json")).unwrap();
    let mut most = 0.0f64;
    for id in ["lorentzian-0.0625", "two-step-0.25-lorentzian", "chain-split", "dip-peak"] {
        let case = cases["cases"].as_array().unwrap().iter().find(|case| case["id"] == id).unwrap();
        let plan = Plan::new(machine(case).unwrap());
        for share in [1e-2, 1e-5, 1e-9, 1e-14] {
            let goal = Goal { share, ..Goal::LIGHT };
            let flows = plan.flows::<Bounded<Split, 1>>(&[], goal).unwrap();
            for (name, found, value) in numbers(case, plan.machine(), &flows) {
                let Some((text, nearest)) = expected(&value) else { continue };
                let hull = found.hull();
                assert!(hull.lo <= nearest && nearest <= hull.hi, "{id} {name}: {text} {hull:?}");
                let middle = 0.5 * (hull.lo + hull.hi);
                most = most.max((middle - nearest).abs() / found.error());
            }
        }
    }
    // A bound a thousand times as large would hold, too, and be of no use.
    assert!(most > 1e-3, "{most:e}");
}
