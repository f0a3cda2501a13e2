//! What a user would write instead, in Rust: plain doubles, the csv crate and serde.

use serde::Serialize;

#[derive(Serialize)]
struct Row {
    th: f64,
    tc: f64,
    mu0: f64,
    e1: f64,
    e2: f64,
    e3: f64,
    e4: f64,
    lambda: f64,
    fl1: f64,
    fl2: f64,
    fl3: f64,
    fl4: f64,
    power: f64,
    entropy_current: f64,
    cop: f64,
    cop_carnot: f64,
    headroom: f64,
}

fn row(tc: f64, e4: f64) -> Row {
    let (th, mu0, e1, e2, e3, lambda) = (1.0, 1.0, 1.0, 2.0, 1.5, 1.0);
    let fermi = |e: f64, t: f64| 1.0 / (((e - mu0) / t).exp() + 1.0);
    let f = [fermi(e1, th), fermi(e2, th), fermi(e3, tc), fermi(e4, tc)];
    let d = f[2] - f[3];
    let rho = (e3 - e4) / (e1 - e2);
    let u = [-rho * d, rho * d, d, -d];
    let fl = [0, 1, 2, 3].map(|i| f[i] + lambda * u[i]);
    let power = -(e3 - e4) * lambda * d;
    let entropy_current: f64 = (0..4).map(|i| (f[i] - fl[i]) * (1.0 / fl[i] - 1.0).ln()).sum();
    let bound = |i: usize| if u[i] > 0.0 { (1.0 - f[i]) / u[i] } else { -f[i] / u[i] };
    let headroom = (0..4).map(bound).fold(f64::INFINITY, f64::min);
    let [fl1, fl2, fl3, fl4] = fl;
    let (cop, cop_carnot) = (power / (th * entropy_current), tc / (th - tc));
    Row {
        th,
        tc,
        mu0,
        e1,
        e2,
        e3,
        e4,
        lambda,
        fl1,
        fl2,
        fl3,
        fl4,
        power,
        entropy_current,
        cop,
        cop_carnot,
        headroom,
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let steps: u32 = std::env::args().nth(1).ok_or("how many steps?")?.parse()?;
    let at = |low: f64, high: f64, i: u32| low + (high - low) * f64::from(i) / f64::from(steps - 1);
    let mut writer = csv::Writer::from_writer(std::io::stdout().lock());
    for e4 in 0..steps {
        for tc in 0..steps {
            writer.serialize(row(at(0.05, 0.95, tc), at(1.0, 1.4, e4)))?;
        }
    }
    writer.flush()?;
    Ok(())
}
