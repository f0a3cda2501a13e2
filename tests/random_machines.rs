//! Random machines: what the second law, the conservation laws and the symmetries of the theory say of any
//! machine holds within the bounds. `NDEMON_MACHINES` says how many are tried.

#[path = "common/solved.rs"]
mod solved;

use ndemon::formula::Known;
use ndemon::machine_file::MachineFile;
use ndemon::model::{Flow, Flows, Integrable, Occupation, Plan, Unproven};
use ndemon::numeric::quadrature::Goal;
use ndemon::numeric::{Ball, Bounded, Split, Wide};

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

/// A window, a resonance or a smooth step.
#[derive(Clone, Copy, Debug)]
enum Shape {
    Boxcar,
    Lorentzian,
    /// Whether it rises.
    Step(bool),
}

#[derive(Clone, Debug)]
struct Transmission {
    ends: [usize; 2],
    /// What it is multiplied by, e.g. the weight of a maker.
    share: String,
    height: f64,
    shape: Shape,
    at: f64,
    width: f64,
    /// Where it ends, and whether it lies above.
    edge: Option<(f64, bool)>,
}

impl Transmission {
    fn formula(&self) -> String {
        let Transmission { share, height, shape, at, width, edge, .. } = self;
        let shape = match shape {
            Shape::Boxcar => format!("boxcar(at=({at})*s, width={width}*s)"),
            Shape::Lorentzian => format!("lorentzian(at=({at})*s, fwhm={width}*s)"),
            Shape::Step(true) => format!("qpc(at=({at})*s, width={width}*s)"),
            Shape::Step(false) => format!("fermi(mu=({at})*s, T={width}*s)"),
        };
        let edge = match edge {
            None => String::new(),
            Some((0.0, true)) => "*step(E)".into(),
            Some((edge, true)) => format!("*step(E-({edge})*s)"),
            Some((edge, false)) => format!("*step(({edge})*s-E)"),
        };
        format!("{share}{height}*{shape}{edge}")
    }
}

/// Three levels in a ring, each joined to a reservoir, with the hopping and a third of the flux between them.
#[derive(Clone, Debug)]
struct Ring {
    ends: [usize; 3],
    levels: [f64; 3],
    hopping: f64,
    phase: f64,
}

#[derive(Clone, Debug)]
struct Machine {
    reservoirs: Vec<Kind>,
    transmissions: Vec<Transmission>,
    ring: Option<Ring>,
    is_bosonic: bool,
    /// What else the file says.
    more: String,
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
                let (shape, edge) = match random.below(if is_bosonic { 2 } else { 4 }) {
                    0 => (Shape::Boxcar, None),
                    1 => (Shape::Lorentzian, Some((0.0, true))),
                    2 => (Shape::Lorentzian, None),
                    _ => (Shape::Step(true), Some((3.0, false))),
                };
                let (ends, share) = ([a, b], String::new());
                transmissions.push(Transmission { ends, share, height, shape, at, width, edge });
            }
        }
        let has_ring = count >= 3 && !is_bosonic && random.below(3) == 0;
        let ring = has_ring.then(|| Ring {
            ends: [0, 1, 2],
            levels: [0.5, 0.25, 0.75],
            hopping: random.between(0.1, 0.6),
            phase: random.between(-3.0, 3.0),
        });
        Machine { reservoirs, transmissions, ring, is_bosonic, more: String::new() }
    }

    fn text(&self, scale: f64) -> String {
        let mut text = format!(
            "format = 1\n[environment]\nT0 = '0.75*s'\nmu0 = '0.125*s'\n[parameters]\ns = {scale:?}\n"
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
        for transmission in &self.transmissions {
            let ([a, b], formula) = (transmission.ends, transmission.formula());
            text += &format!("[[transmission]]\nbetween = ['r{a}', 'r{b}']\nT = '{formula}'\n");
        }
        if let Some(Ring { ends: [a, b, c], levels: [x, y, z], hopping: t, phase }) = &self.ring {
            let hop = |phase: f64| format!("'({t})*s*phase({phase})'");
            let (up, down) = (hop(*phase), hop(-phase));
            text += &format!(
                "[[scatterer]]\nlevels = [['({x})*s', {up}, {down}], [{down}, '({y})*s', {up}], \
                 [{up}, {down}, '({z})*s']]\n\
                 widths = {{ r{a} = ['0.5*s', 0, 0], r{b} = [0, '0.25*s', 0], r{c} = [0, 0, '0.5*s'] }}\n"
            );
        }
        text + &self.more
    }

    /// The reservoirs in another order: `places` has the new place of each.
    fn permuted(&self, places: &[usize]) -> Self {
        let mut turned = self.clone();
        for (kind, place) in self.reservoirs.iter().zip(places) {
            turned.reservoirs[*place] = *kind;
        }
        for transmission in &mut turned.transmissions {
            transmission.ends = transmission.ends.map(|end| places[end]);
        }
        if let Some(ring) = &mut turned.ring {
            ring.ends = ring.ends.map(|end| places[end]);
        }
        turned
    }

    /// All energies as `of` has them.
    fn moved(&self, of: impl Fn(f64) -> f64) -> Self {
        let mut moved = self.clone();
        for kind in &mut moved.reservoirs {
            *kind = match *kind {
                Kind::Equilibrium(t, mu) => Kind::Equilibrium(t, of(mu)),
                Kind::Mixture(w, mus, ts) => Kind::Mixture(w, mus.map(&of), ts),
            };
        }
        for transmission in &mut moved.transmissions {
            transmission.at = of(transmission.at);
            transmission.edge = transmission.edge.map(|(edge, is_above)| (of(edge), is_above));
        }
        if let Some(ring) = &mut moved.ring {
            ring.levels = ring.levels.map(&of);
        }
        moved
    }

    /// E → −E with f → 1 − f: of a ring T_ab(−E) is T_ab(E) with opposite levels and hopping and opposite flux.
    fn mirrored(&self) -> Self {
        let mut mirrored = self.moved(|energy| -energy);
        for transmission in &mut mirrored.transmissions {
            if let Shape::Step(rises) = &mut transmission.shape {
                *rises = !*rises;
            }
            transmission.edge = transmission.edge.map(|(edge, is_above)| (edge, !is_above));
        }
        if let Some(ring) = &mut mirrored.ring {
            ring.hopping = -ring.hopping;
            ring.phase = -ring.phase;
        }
        mirrored
    }

    /// With one more reservoir, to which nothing leads.
    fn with_idle(&self) -> Self {
        let mut more = self.clone();
        let place = self.reservoirs.len();
        more.reservoirs.push(Kind::Equilibrium(0.875, -0.5));
        more.more = [(0, "0"), (1, "0*lorentzian(at=0.3, fwhm=0.01)")]
            .map(|(end, formula)| {
                format!("[[transmission]]\nbetween = ['r{place}', 'r{end}']\nT = '{formula}'\n")
            })
            .concat();
        more
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
        for transmission in &self.transmissions {
            let ends = transmission.ends;
            let Some(split) = (0..2).find(|end| is_apart(ends[*end])) else {
                made.transmissions.push(transmission.clone());
                continue;
            };
            let Kind::Mixture(w, ..) = self.reservoirs[ends[split]] else { continue };
            let mut other = ends;
            other[split] = second[ends[split]]?;
            let shares = [(ends, format!("{w}*")), (other, format!("(1-{w})*"))];
            made.transmissions.extend(shares.map(|(ends, share)| Transmission {
                ends,
                share,
                ..transmission.clone()
            }));
        }
        Some(made)
    }
}

/// Why an arithmetic tells nothing of a machine.
#[derive(Debug)]
enum Open {
    /// Nobody vouches for an integral.
    Unproven(Unproven),
    /// The digits do not suffice, and of what.
    Dull(&'static str, f64),
}

impl Open {
    fn told(&self) -> String {
        match self {
            Open::Unproven(why) => format!("{why:?}"),
            Open::Dull(what, error) => format!("{what} ± {error:e}"),
        }
    }
}

/// The flows of a machine, its plan, and its constants.
struct Solved<S> {
    flows: Flows<S>,
    plan: Plan,
    inputs: Vec<Known<S>>,
    text: String,
}

fn solve<S: Integrable>(text: String, goal: Goal) -> Result<Solved<S>, Open> {
    let file = MachineFile::read("machine.toml", text.as_bytes());
    let file = file.unwrap_or_else(|found| panic!("{text}\n{found:?}"));
    let built = file.build().unwrap_or_else(|found| panic!("{text}\n{found:?}"));
    let inputs: Vec<Known<S>> =
        built.inputs.iter().map(|input| Known::double(input.value.unwrap())).collect();
    let plan = Plan::new(built.machine);
    let flows = plan.flows(&inputs, goal).map_err(Open::Unproven)?;
    Ok(Solved { flows, plan, inputs, text })
}

fn sum<S: Integrable>(all: impl Iterator<Item = S>) -> S {
    all.fold(S::constant(0.0), |a, b| a.minus(b.negated()))
}

/// A number that must be 0 is, as far as its bound tells; a bound above 1e-15 tells too little.
fn covers_zero<S: Integrable>(name: &'static str, found: &S, text: &str) -> Result<(), Open> {
    let hull = found.hull();
    assert!(hull.lo <= 0.0 && hull.hi >= 0.0, "{name} {hull:?}\n{text}");
    if found.error() < 1e-15 { Ok(()) } else { Err(Open::Dull(name, found.error())) }
}

/// Σ ṅ = Σ ε̇ = 0; the entropy production is not negative, and is the same by Σ Ṡ, by relative entropies and by
/// Eq. 11.
fn laws<S: Integrable>(solved: &Solved<S>) -> Result<(), Open> {
    let Solved { flows, plan, inputs, text } = solved;
    let all = || flows.reservoirs.iter();
    covers_zero("particles", &sum(all().map(|flow| flow.particles.clone())), text)?;
    covers_zero("energy", &sum(all().map(|flow| flow.energy.clone())), text)?;
    let entropies = sum(all().map(|flow| flow.entropy.clone()));
    assert!(flows.production.hull().hi >= 0.0, "{:?}\n{text}", flows.production.hull());
    covers_zero("entropy", &entropies.minus(flows.production.clone()), text)?;
    let machine = plan.machine();
    let of = |place: usize| machine.constants[place].value::<S>(inputs);
    let (t0, mu0) = (of(machine.t0.unwrap()), of(machine.mu0.unwrap()));
    let paid = machine.reservoirs.iter().zip(all()).map(|(reservoir, flow)| {
        match (&reservoir.occupation, &flow.heat, &flow.exergy) {
            (Occupation::Equilibrium { mu, t }, Some(heat), _) => {
                let work = of(*mu).minus(&mu0).value * flow.particles.clone();
                let carnot = of(*t).minus(&t0).over(&of(*t)).value;
                work.minus((carnot * heat.clone()).negated())
            }
            (_, _, Some(exergy)) => exergy.clone(),
            _ => panic!("{text}"),
        }
    });
    let lost = t0.value.clone() * flows.production.clone();
    covers_zero("Eq. 11", &sum(paid).minus(lost.negated()), text)
}

/// How often something was compared.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    makers: usize,
    scaled: usize,
    permuted: usize,
    shifted: usize,
    mirrored: usize,
    idle: usize,
}

/// Two numbers are the same double, times a power of two, if both are certain.
fn agree<S: Integrable>(pairs: &[(&S, &S, f64)], count: &mut usize, text: &str) {
    for (a, b, factor) in pairs {
        if let (Some(a), Some(b)) = (a.nearest(), b.nearest()) {
            assert_eq!(factor * a, b, "{text}");
            *count += 1;
        }
    }
}

/// J of a reservoir, or, out of equilibrium, Ṡ again.
fn heat<S>(flow: &Flow<S>) -> &S {
    flow.heat.as_ref().unwrap_or(&flow.entropy)
}

/// Everything that one arithmetic can tell of a machine.
fn examine<S: Integrable>(
    machine: &Machine,
    random: &mut Random,
    goal: Goal,
    counts: &mut Counts,
) -> Result<(), Open> {
    let one = solve::<S>(machine.text(1.0), goal)?;
    laws(&one)?;
    let flows = &one.flows.reservoirs;
    let again = |machine: &Machine, scale: f64| solve::<S>(machine.text(scale), goal);
    // In another unit of energy, a power of two, ṅ and Ṡ are as many times as large, ε̇ the square of that.
    let unit = 2f64.powi(random.below(41) as i32 - 20);
    let scaled = again(machine, unit)?;
    for (a, b) in flows.iter().zip(&scaled.flows.reservoirs) {
        let pairs = [
            (&a.particles, &b.particles, unit),
            (&a.energy, &b.energy, unit * unit),
            (&a.entropy, &b.entropy, unit),
        ];
        agree(&pairs, &mut counts.scaled, &scaled.text);
    }
    // Reservoirs in another order.
    let mut places: Vec<usize> = (0..flows.len()).collect();
    for k in (1..places.len()).rev() {
        places.swap(k, random.below(k + 1));
    }
    let permuted = again(&machine.permuted(&places), 1.0)?;
    for (a, place) in flows.iter().zip(&places) {
        let b = &permuted.flows.reservoirs[*place];
        let pairs = [
            (&a.particles, &b.particles, 1.0),
            (&a.energy, &b.energy, 1.0),
            (heat(a), heat(b), 1.0),
            (&a.entropy, &b.entropy, 1.0),
        ];
        agree(&pairs, &mut counts.permuted, &permuted.text);
    }
    // With one more reservoir, to which nothing leads, no bit of a bound changes.
    let idle = again(&machine.with_idle(), 1.0)?;
    for (a, b) in flows.iter().zip(&idle.flows.reservoirs) {
        let pairs =
            [(&a.particles, &b.particles), (&a.energy, &b.energy), (&a.entropy, &b.entropy)];
        for (a, b) in pairs {
            assert_eq!((a.hull(), a.error()), (b.hull(), b.error()), "{}", idle.text);
            counts.idle += 1;
        }
    }
    let last = &idle.flows.reservoirs[flows.len()];
    assert_eq!([&last.particles, &last.energy, &last.entropy].map(S::nearest), [Some(0.0); 3]);
    // Bosons live above 0.
    if !machine.is_bosonic {
        let by = random.between(-2.0, 2.0);
        let shifted = again(&machine.moved(|energy| energy + by), 1.0)?;
        for (a, b) in flows.iter().zip(&shifted.flows.reservoirs) {
            let pairs = [
                (&a.particles, &b.particles, 1.0),
                (heat(a), heat(b), 1.0),
                (&a.entropy, &b.entropy, 1.0),
            ];
            agree(&pairs, &mut counts.shifted, &shifted.text);
            let more = S::constant(by) * a.particles.clone();
            let apart = b.energy.clone().minus(a.energy.clone()).minus(more);
            covers_zero("energy of shifted", &apart, &shifted.text)?;
        }
        let mirrored = again(&machine.mirrored(), 1.0)?;
        for (a, b) in flows.iter().zip(&mirrored.flows.reservoirs) {
            let pairs = [
                (&a.particles, &b.particles, -1.0),
                (&a.energy, &b.energy, 1.0),
                (heat(a), heat(b), 1.0),
                (&a.entropy, &b.entropy, 1.0),
            ];
            agree(&pairs, &mut counts.mirrored, &mirrored.text);
        }
    }
    // The makers of a mixture produce no less, and change no current elsewhere.
    if let Some(made) = machine.makers() {
        let made = again(&made, 1.0)?;
        let more = made.flows.production.clone().minus(one.flows.production.clone());
        assert!(more.hull().hi >= 0.0, "{:?}\n{}", more.hull(), one.text);
        counts.makers += 1;
        for (place, kind) in machine.reservoirs.iter().enumerate() {
            if let Kind::Equilibrium(..) = kind {
                let [a, b] = [&one, &made].map(|s| s.flows.reservoirs[place].energy.clone());
                covers_zero("energy beside makers", &a.minus(b), &one.text)?;
            }
        }
    }
    Ok(())
}

#[test]
fn laws_hold_for_any_machine() {
    let read = |name: &str| std::env::var(name).ok().map(|text| text.parse().unwrap());
    let machines: usize = read("NDEMON_MACHINES").unwrap_or(40);
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    // What is tried of a machine does not change which one is next.
    let mut choices = Random(0x2545_f491_4f6c_dd1d);
    let mut counts = Counts::default();
    let (mut rings, mut bosons, mut wide, mut open) = (0, 0, 0, 0);
    for number in 0..machines {
        let machine = Machine::random(&mut random);
        rings += usize::from(machine.ring.is_some());
        bosons += usize::from(machine.is_bosonic);
        let light = examine::<Bounded<Split, 1>>(&machine, &mut choices, Goal::LIGHT, &mut counts);
        let Err(why) = light else { continue };
        println!("{number}: {}", why.told());
        // What double-double numbers do not tell, 256 bits do.
        if matches!(why, Open::Dull(..)) {
            wide += 1;
            let wide = examine::<Ball<Wide<256>>>(&machine, &mut choices, Goal::WIDE, &mut counts);
            let Err(why) = wide else { continue };
            println!("{number}, 256 bits: {}", why.told());
        }
        println!("{}", machine.text(1.0));
        open += 1;
    }
    println!(
        "{machines} machines: {rings} rings, {bosons} of bosons, {wide} in 256 bits, {open} open; {counts:?}"
    );
    assert!(open * 50 <= machines, "{open} of {machines}");
    assert!(counts.scaled > machines && counts.makers > 0 && rings > 0 && bosons > 0);
    let all = [counts.permuted, counts.shifted, counts.mirrored, counts.idle];
    assert!(all.into_iter().all(|count| count > machines), "{counts:?}");
}

/// C ≥ 0 for particles, energy and entropy of each reservoir, whatever it is joined to. Where several channels join a
/// pair the noise takes amplitudes, and there is none.
#[test]
fn no_noise_is_negative() {
    let count = std::env::var("NDEMON_MACHINES").map_or(40, |text| text.parse().unwrap());
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let (mut asked, mut known) = (0, 0);
    for _ in 0..count {
        let machine = Machine::random(&mut random);
        let names: Vec<String> = (0..machine.reservoirs.len())
            .flat_map(|r| ["n", "energy", "entropy"].map(|of| format!("noise_{of}_r{r}")))
            .collect();
        let names: Vec<&str> = names.iter().map(|name| &**name).collect();
        let (found, status) = solved::results(&machine.text(1.0), &names);
        assert!(
            !found.iter().any(|noise| *noise < 0.0),
            "{found:?} {status}\n{}",
            machine.text(1.0)
        );
        asked += found.len();
        known += found.iter().filter(|noise| noise.is_finite()).count();
    }
    println!("{known} of {asked} noises");
    assert!(known * 2 > asked, "{known} of {asked}");
}
