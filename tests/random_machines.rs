//! Random machines: what the second law, the conservation laws and the symmetries of the theory say of any
//! machine holds within the bounds. `NDEMON_MACHINES` says how many are tried.

use ndemon::formula::Known;
use ndemon::machine_file::MachineFile;
use ndemon::model::{Flows, Occupation, Plan, Unproven};
use ndemon::numeric::quadrature::Goal;
use ndemon::numeric::{Bounded, Enclosed, Real, Split};

type Guess = Bounded<Split, 1>;

/// Numbers in [0, 1): an xorshift generator.
struct Random(u64);

impl Random {
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }
    fn between(&mut self, a: f64, b: f64) -> f64 {
        // Few bits, so that scaling and shifting by powers of two are exact.
        ((a + (b - a) * self.next()) * 1024.0).round() / 1024.0
    }
    fn below(&mut self, n: usize) -> usize {
        (self.next() * n as f64) as usize
    }
}

/// A reservoir by its temperature and chemical potential, or by the two steps of a mixture and their weight.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Equilibrium(f64, f64),
    Mixture(f64, [f64; 2], [f64; 2]),
}

#[derive(Clone, Debug)]
struct Transmission {
    ends: [usize; 2],
    formula: String,
}

#[derive(Clone, Debug)]
struct Machine {
    reservoirs: Vec<Kind>,
    transmissions: Vec<Transmission>,
    /// Hopping and flux of a ring that joins the first three reservoirs.
    ring: Option<(f64, f64)>,
    is_bosonic: bool,
}

impl Machine {
    /// A machine in which all energies are multiplied by a power of two.
    fn random(random: &mut Random) -> Self {
        let is_bosonic = random.below(6) == 0;
        let count = 2 + random.below(4);
        let reservoirs: Vec<Kind> = (0..count)
            .map(|_| {
                let t = |random: &mut Random| random.between(0.2, 2.0);
                let mu = |random: &mut Random| random.between(-1.0, 1.0);
                match random.below(3) {
                    _ if is_bosonic => {
                        Kind::Equilibrium(t(random), -0.25 - random.between(0.0, 1.0))
                    }
                    0 => Kind::Mixture(
                        random.between(0.1, 0.9),
                        [mu(random), mu(random)],
                        [t(random), t(random)],
                    ),
                    _ => Kind::Equilibrium(t(random), mu(random)),
                }
            })
            .collect();
        let mut transmissions = Vec::new();
        for a in 0..count {
            for b in a + 1..count {
                if b > a + 1 && random.below(2) == 0 {
                    continue;
                }
                let at = random.between(-1.0, 3.0) + if is_bosonic { 1.5 } else { 0.0 };
                let width = random.between(0.01, 1.0);
                let height = random.between(0.1, 1.0);
                let formula = match random.below(if is_bosonic { 2 } else { 4 }) {
                    0 => format!("{height}*boxcar(at=({at})*s, width={width}*s)"),
                    1 => format!("{height}*lorentzian(at=({at})*s, fwhm={width}*s)*step(E)"),
                    2 => format!("{height}*lorentzian(at=({at})*s, fwhm={width}*s)"),
                    _ => format!("{height}*qpc(at=({at})*s, width={width}*s)*step(3*s-E)"),
                };
                transmissions.push(Transmission { ends: [a, b], formula });
            }
        }
        let has_ring = count >= 3 && !is_bosonic && random.below(3) == 0;
        let ring = has_ring.then(|| (random.between(0.1, 0.6), random.between(-3.0, 3.0)));
        Machine { reservoirs, transmissions, ring, is_bosonic }
    }

    fn text(&self, scale: f64) -> String {
        let mut text = format!(
            "format = 1\n[environment]\nT0 = '0.75*s'\nmu0 = '0.125*s'\n[parameters]\ns = {scale}\n"
        );
        let statistics = if self.is_bosonic { "statistics = 'bose'\n" } else { "" };
        for (place, kind) in self.reservoirs.iter().enumerate() {
            text += &format!("[reservoirs.r{place}]\n{statistics}");
            text += &match kind {
                Kind::Equilibrium(t, mu) => format!("T = '{t}*s'\nmu = '({mu})*s'\n"),
                Kind::Mixture(w, [m1, m2], [t1, t2]) => format!(
                    "f = '{w}*fermi(mu=({m1})*s, T={t1}*s) + (1-{w})*fermi(mu=({m2})*s, T={t2}*s)'\n"
                ),
            };
        }
        for Transmission { ends: [a, b], formula } in &self.transmissions {
            text += &format!("[[transmission]]\nbetween = ['r{a}', 'r{b}']\nT = '{formula}'\n");
        }
        if let Some((t, phi)) = self.ring {
            let (up, down) = (format!("'{t}*s*phase({phi})'"), format!("'{t}*s*phase(-({phi}))'"));
            text += &format!(
                "[[scatterer]]\nlevels = [['0.5*s', {up}, {down}], [{down}, '0.25*s', {up}], \
                 [{up}, {down}, '0.75*s']]\n\
                 widths = {{ r0 = ['0.5*s', 0, 0], r1 = [0, '0.25*s', 0], r2 = [0, 0, '0.5*s'] }}\n"
            );
        }
        text
    }

    /// Each mixture taken apart into the two reservoirs that it is made of.
    fn makers(&self) -> Option<Machine> {
        let is_apart = |k: usize| matches!(self.reservoirs[k], Kind::Mixture(..));
        // Two mixtures that are joined would have to be taken apart together.
        if self.transmissions.iter().any(|t| t.ends.iter().all(|end| is_apart(*end)))
            || !(0..self.reservoirs.len()).any(is_apart)
            || self.ring.is_some()
        {
            return None;
        }
        let mut made = Machine { transmissions: Vec::new(), ..self.clone() };
        let mut second = vec![None; self.reservoirs.len()];
        for (place, kind) in self.reservoirs.iter().enumerate() {
            if let Kind::Mixture(_, [m1, m2], [t1, t2]) = kind {
                made.reservoirs[place] = Kind::Equilibrium(*t1, *m1);
                second[place] = Some(made.reservoirs.len());
                made.reservoirs.push(Kind::Equilibrium(*t2, *m2));
            }
        }
        for Transmission { ends, formula } in &self.transmissions {
            let split = (0..2).find(|end| is_apart(ends[*end]));
            let Some(split) = split else {
                made.transmissions.push(Transmission { ends: *ends, formula: formula.clone() });
                continue;
            };
            let Kind::Mixture(w, ..) = self.reservoirs[ends[split]] else { continue };
            let mut other = *ends;
            other[split] = second[ends[split]]?;
            let shares =
                [(*ends, format!("{w}*({formula})")), (other, format!("(1-{w})*({formula})"))];
            made.transmissions.extend(shares.map(|(ends, formula)| Transmission { ends, formula }));
        }
        Some(made)
    }
}

/// The flows of a machine, its plan, and its constants.
type Solved = (Flows<Guess>, Plan, Vec<Known<Guess>>);

fn flows(text: &str) -> Result<Solved, Unproven> {
    let file = MachineFile::read("machine.toml", text.as_bytes());
    let file = file.unwrap_or_else(|found| panic!("{text}\n{found:?}"));
    let built = file.build().unwrap_or_else(|found| panic!("{text}\n{found:?}"));
    let inputs: Vec<Known<Guess>> =
        built.inputs.iter().map(|input| Known::double(input.value.unwrap())).collect();
    let plan = Plan::new(built.machine);
    let flows = plan.flows(&inputs, Goal::LIGHT)?;
    Ok((flows, plan, inputs))
}

fn sum(all: impl Iterator<Item = Guess>) -> Guess {
    all.fold(Guess::constant(0.0), |a, b| a.minus(b.negated()))
}

fn covers_zero(name: &str, found: &Guess, text: &str) {
    let hull = found.hull();
    assert!(hull.lo <= 0.0 && hull.hi >= 0.0, "{name} {hull:?}\n{text}");
    assert!(found.error() < 1e-15, "{name} ±{}\n{text}", found.error());
}

/// Σ ṅ = Σ ε̇ = 0; the entropy production is not negative, and is the same by Σ Ṡ, by relative entropies and by
/// Eq. 11.
fn laws(flows: &Flows<Guess>, plan: &Plan, inputs: &[Known<Guess>], text: &str) {
    let all = || flows.reservoirs.iter();
    covers_zero("particles", &sum(all().map(|flow| flow.particles)), text);
    covers_zero("energy", &sum(all().map(|flow| flow.energy)), text);
    let entropies = sum(all().map(|flow| flow.entropy));
    assert!(flows.production.hull().hi >= 0.0, "{:?}\n{text}", flows.production.hull());
    covers_zero("entropy", &entropies.minus(flows.production), text);
    let machine = plan.machine();
    let of = |place: usize| machine.constants[place].value::<Guess>(inputs);
    let (t0, mu0) = (of(machine.t0.unwrap()), of(machine.mu0.unwrap()));
    let paid = machine.reservoirs.iter().zip(all()).map(|(reservoir, flow)| {
        match (&reservoir.occupation, &flow.heat, &flow.exergy) {
            (Occupation::Equilibrium { mu, t }, Some(heat), _) => {
                let work = of(*mu).minus(&mu0).value * flow.particles;
                let carnot = of(*t).minus(&t0).over(&of(*t)).value;
                work.minus((carnot * *heat).negated())
            }
            (_, _, Some(exergy)) => *exergy,
            _ => panic!("{text}"),
        }
    });
    let lost = t0.value * flows.production;
    covers_zero("Eq. 11", &sum(paid).minus(lost.negated()), text);
}

#[test]
fn laws_hold_for_any_machine() {
    let machines = std::env::var("NDEMON_MACHINES").map_or(40, |text| text.parse().unwrap());
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let (mut scaled, mut makers, mut rings, mut bosons, mut open) = (0, 0, 0, 0, 0);
    for number in 0..machines {
        let machine = Machine::random(&mut random);
        let text = machine.text(1.0);
        let (one, plan, inputs) = match flows(&text) {
            Ok(found) => found,
            Err(why) => {
                println!("{number}: {why:?}\n{text}");
                open += 1;
                continue;
            }
        };
        laws(&one, &plan, &inputs, &text);
        rings += usize::from(machine.ring.is_some());
        bosons += usize::from(machine.is_bosonic);
        // Where all energies are four times as large, ṅ and Ṡ are four times, ε̇ sixteen times as large.
        let (four, ..) = flows(&machine.text(4.0)).unwrap();
        for (a, b) in one.reservoirs.iter().zip(&four.reservoirs) {
            let pairs = [(&a.particles, &b.particles, 4.0), (&a.energy, &b.energy, 16.0)];
            for (a, b, factor) in pairs.into_iter().chain([(&a.entropy, &b.entropy, 4.0)]) {
                if let (Some(a), Some(b)) = (a.nearest(), b.nearest()) {
                    assert_eq!(factor * a, b, "{text}");
                    scaled += 1;
                }
            }
        }
        // Reservoirs in another order give the same.
        let mut turned = machine.clone();
        let count = turned.reservoirs.len();
        if turned.ring.is_none() {
            turned.reservoirs.reverse();
            for transmission in &mut turned.transmissions {
                transmission.ends = transmission.ends.map(|end| count - 1 - end);
            }
            let (turned, ..) = flows(&turned.text(1.0)).unwrap();
            for (a, b) in one.reservoirs.iter().zip(turned.reservoirs.iter().rev()) {
                for (a, b) in [(&a.particles, &b.particles), (&a.entropy, &b.entropy)] {
                    if let (Some(a), Some(b)) = (a.nearest(), b.nearest()) {
                        assert_eq!(a, b, "{text}");
                    }
                }
            }
        }
        // The makers of a mixture produce no less, and change no current elsewhere.
        if let Some(made) = machine.makers() {
            let (made, ..) = flows(&made.text(1.0)).unwrap();
            let more = made.production.minus(one.production);
            assert!(more.hull().hi >= 0.0, "{:?}\n{text}", more.hull());
            makers += 1;
            for (place, kind) in machine.reservoirs.iter().enumerate() {
                if let Kind::Equilibrium(..) = kind {
                    let [a, b] = [&one, &made].map(|flows| flows.reservoirs[place].energy);
                    covers_zero("energy beside makers", &a.minus(b), &text);
                }
            }
        }
    }
    println!(
        "{machines} machines: {rings} rings, {bosons} of bosons, {makers} with makers, {scaled} scaled, {open} open"
    );
    assert!(open * 50 <= machines, "{open} of {machines}");
    assert!(scaled > machines && makers > 0 && rings > 0 && bosons > 0);
}
