//! Machines that are driven: Eqs. 9, 10 and 15 for the pump and the motor of examples/machines, and Onsager's
//! relation between them.

use super::machines::{Machine, difference};
use super::second::{lorentzian, over_axis};
use super::{Check, Relation};

/// Sums of some thousand doubles are good to this.
const ORDER: f64 = 1e-11;

const PUMP: &str = include_str!("../../examples/machines/pump.toml");
const MOTOR: &str = include_str!("../../examples/machines/motor.toml");

fn equal(source: &'static str, what: &str, value: f64, reference: f64) -> Check {
    Check::equal(source, what, value, reference, ORDER)
}

/// The level of pump.toml and motor.toml, with T = 0.1, g = 1, e = 0.03, de = 0.5, dp = 0.4, hν = 0.05.
fn kernel(energy: f64) -> f64 {
    0.8 * lorentzian(energy, 0.03, 1.0).powi(2)
}

pub(super) fn checks() -> Vec<Check> {
    let (t, quantum) = (0.1, 0.05);
    // −f′ = 1/(4T cosh²).
    let slope = |energy: f64, mu: f64| 0.25 / (t * ((energy - mu) / (2.0 * t)).cosh().powi(2));
    let friction = |mu: f64| {
        over_axis(0.1, |e| {
            let level = lorentzian(e, 0.03, 1.0);
            quantum * quantum * slope(e, mu) * (0.5 * level * level + 0.16 * level)
        })
    };
    let work = |bias: f64| {
        let ends = [[t, 0.5 * bias], [t, -0.5 * bias]];
        quantum * over_axis(0.1, |e| kernel(e) * difference(ends, e))
            - friction(0.5 * bias)
            - friction(-0.5 * bias)
    };
    let charge = quantum * over_axis(0.1, |e| kernel(e) * slope(e, 0.0));
    let [pump, motor] = [PUMP, MOTOR].map(Machine::of);
    let at_rest = Machine::of(&PUMP.replace("V = 0.02 ", "V = 0 "));
    let pushed =
        |bias: &str| Machine::of(&MOTOR.replace("V = 0.165 ", &format!("V = {bias} "))).get("work");
    let bias = 1e-4;
    let turned = (pushed("0.0001") - pushed("-0.0001")) / (2.0 * bias);
    let total = |machine: &Machine, bias: f64| -machine.get("work") - bias * machine.get("n_r");
    vec![
        equal("9, 10", "work of the pump, by the trapezoidal rule", pump.get("work"), work(-0.02)),
        equal(
            "9, 10",
            "work of the motor, by the trapezoidal rule",
            motor.get("work"),
            work(0.165),
        ),
        equal("Brouwer", "pumped at V = 0: hν ∫ (−f′) a ℓ²", at_rest.get("n_r"), charge),
        Check::equal("Onsager", "dW/dV of the motor is what is pumped", turned, charge, 1e-6),
        equal(
            "11",
            "T0 Ṡ_irr = −W − V ṅ_r of the pump",
            t * pump.get("entropy_production"),
            total(&pump, 0.02),
        ),
        equal(
            "11",
            "T0 Ṡ_irr = −W − V ṅ_r of the motor",
            t * motor.get("entropy_production"),
            total(&motor, -0.165),
        ),
        equal(
            "15",
            "efficiency of the motor, W/(V ṅ_r)",
            motor.get("efficiency"),
            motor.get("work") / (0.165 * motor.get("n_r")),
        ),
        Check::equal("15", "which is at most 1", motor.get("efficiency"), 1.0, 0.0)
            .but(Relation::AtMost),
        equal(
            "15",
            "efficiency of the pump, V ṅ_r/(−W)",
            pump.get("efficiency"),
            -0.02 * pump.get("n_r") / pump.get("work"),
        ),
        Check::equal("15", "which is at most 1", pump.get("efficiency"), 1.0, 0.0)
            .but(Relation::AtMost),
    ]
}
