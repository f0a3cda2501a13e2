//! A device with resonances of any line shape, and its demon.

use super::boxcar::Boxcar;
use super::breadth::Breadth;
use super::currents::{affinity, production};
use super::demon::each;
use super::device::Drive;
use super::leaks::Leaks;
use super::limits::power_max;
use super::narrow::Narrow;
use super::point::{Point, Resonances, Values};
use super::scale::{Scale, Widths};
use super::shape::{Pair, Shape};
use super::{Currents, Demon, Device, InverseTemperatures};
use crate::numeric::{Interval, LANES, Real, Taped, Window};

/// A device and its demon.
#[derive(Clone, Debug)]
pub(super) struct Shaped<S: Window> {
    /// The device. Its occupations are averages over the resonances, and its hot levels rise the way
    /// that this demon moves them.
    pub device: Device<S>,
    /// The demon.
    pub demon: Demon<S>,
    /// What the width of the resonances adds; nothing where they have none.
    pub breadth: Option<Breadth<S>>,
    /// The parameters.
    values: Values<S::Input>,
    /// What they are measured in.
    scale: Scale,
}

impl<S: Window> Shaped<S> {
    /// The device with these parameters, which must be those of a
    /// [`Refrigerator`](super::Refrigerator), and a demon of this strength.
    pub fn new(
        shape: Resonances,
        values: &Values<S::Input>,
        scale: Scale,
        drive: Drive<S>,
    ) -> Self {
        match shape {
            Resonances::Narrow => Self::of::<Narrow>(values, scale, drive),
            Resonances::Boxcar => Self::of::<Boxcar<S>>(values, scale, drive),
        }
    }

    #[inline(always)]
    fn of<F: Shape<S>>(values: &Values<S::Input>, scale: Scale, drive: Drive<S>) -> Self {
        let betas = Device::<S>::inverse_temperatures(values);
        let per_energy = Device::<S>::per_energy(&betas, scale.units);
        let [_, _, mu0, e1, e2, e3, e4, ..] = *values;
        let energies = [e1, e2, e3, e4];
        let shape = |i: usize| {
            F::at(|| S::input(values[scale.width_of(i) as usize]) * per_energy[i / 2].clone())
        };
        let shapes = match scale.widths {
            Widths::Common => {
                let (hot, cold) = (shape(0), shape(2));
                [hot.clone(), hot, cold.clone(), cold]
            }
            Widths::Own => each!(i => shape(i)),
        };
        let filled = each!(i => {
            shapes[i].fill(S::difference(energies[i], mu0) * per_energy[i / 2].clone())
        });
        let levels = each!(i => F::level(&filled[i]).clone());
        let device = Device::with_levels(values, scale, betas.clone(), levels).driven(drive);
        let moments = each!(i => {
            let moment = shapes[i].moment(&filled[i]);
            moment.map(|moment| device.weighed(moment / betas[i / 2].clone(), i))
        });
        let [Some(m1), Some(m2), Some(m3), Some(m4)] = moments else {
            let demon = Demon::new(&device);
            return Self { device, demon, breadth: None, values: *values, scale };
        };
        let gaps = [&device.hot_gap, &device.cold_gap];
        let pair = |r: usize| {
            let [first, second] = [2 * r, 2 * r + 1];
            let first_is_lower = S::below(energies[first], energies[second]);
            let levels = [first, second].map(|i| F::level(&filled[i]));
            match scale.widths {
                Widths::Common => {
                    let gap = gaps[r].clone() * betas[r].clone();
                    let filled = [&filled[first], &filled[second]];
                    let fall = shapes[first].fall(first_is_lower, filled, gap);
                    Pair::new(first_is_lower, levels, fall)
                }
                Widths::Own => Pair::unlike(first_is_lower, levels),
            }
        };
        let pairs = [pair(0), pair(1)];
        let (device, demon, breadth) = Breadth::with_demon(device, [m1, m2, m3, m4], pairs);
        Self { device, demon, breadth: Some(breadth), values: *values, scale }
    }

    /// The power per Γ/h, or that of resonances with widths of their own, with temperatures for energies.
    pub fn plain_power(&self) -> S {
        let Self { device, demon, .. } = self;
        match &self.breadth {
            None => {
                let [_, flow] = demon.flows.clone();
                device.cold_gap.clone() * flow
            }
            Some(breadth) => breadth.power(device, demon).0,
        }
    }

    /// The power less what leaks back.
    pub fn net_power(&self) -> S {
        let power = self.device.in_units(self.plain_power());
        power.minus(Leaks::new(&self.values, self.scale).sum())
    }

    /// Power, entropy current and COP of a demon that is physical.
    pub fn currents(&self) -> Currents<S> {
        match &self.breadth {
            None => Currents::new(&self.device, &self.demon),
            Some(breadth) => breadth.currents(&self.device, &self.demon),
        }
    }

    /// The entropy production: Σ_i σ_i, and the σ_i of the resonances.
    pub fn production(&self) -> (S, [S; 4]) {
        match &self.breadth {
            None => production(&self.device, &self.demon),
            Some(breadth) => breadth.production(&self.device, &self.demon),
        }
    }

    /// The inverse temperatures of a demon that is physical.
    pub fn temperatures(&self) -> InverseTemperatures<S> {
        match &self.breadth {
            None => InverseTemperatures::new(&self.device, &self.demon),
            Some(breadth) => breadth.temperatures(&self.device, &self.demon),
        }
    }

    /// COP over its bound.
    pub fn cop_fraction(&self) -> S {
        match &self.breadth {
            None => {
                let InverseTemperatures { hot, cold, .. } = self.temperatures();
                affinity(&self.device) / cold.minus(hot)
            }
            Some(breadth) => breadth.cop_fraction(&self.device, &self.demon),
        }
    }

    /// The greatest power, that of λ = λ_max; and, where not every device has a demon then, a margin
    /// that is negative where there is none.
    pub fn power_max(&self) -> (S, Option<S>) {
        match &self.breadth {
            None => (power_max(&self.device), None),
            Some(breadth) => {
                let (power, margin) = breadth.power_max(&self.device, &self.demon);
                (power, Some(margin))
            }
        }
    }
}

/// Half of the width of the window at each level, in k_B T of its reservoir.
pub(super) fn half_widths<S: Real<Input = f64>>(point: &Point) -> [S; 4] {
    let (values, scale) = (point.values(), point.scale());
    let betas = Device::<S>::inverse_temperatures(&values);
    let per_energy = Device::<S>::per_energy(&betas, scale.units);
    each!(i => {
        let width = S::input(values[scale.width_of(i) as usize]);
        S::constant(0.5) * width * per_energy[i / 2].clone()
    })
}

impl<S: Window<Input = f64>> Shaped<S> {
    /// The device at this point, with the demon of its strength.
    pub fn at(point: &Point) -> Self {
        Self::new(point.resonances(), &point.values(), point.scale(), point.drive())
    }
}

impl Shaped<Taped> {
    /// The same in each lane; nothing where that is not certain.
    pub fn lanes_reversed(&self) -> [Option<bool>; LANES] {
        let Some(breadth) = &self.breadth else { return [Some(false); LANES] };
        let forward =
            Taped::select(breadth.is_forward, Taped::constant(1.0), Taped::constant(-1.0));
        forward.get().signs().map(|sign| (sign != 0.0).then_some(sign < 0.0))
    }
}

impl Shaped<Interval> {
    /// Whether the hot pair may be moved either way.
    pub fn is_turning(&self) -> bool {
        self.breadth.as_ref().is_some_and(|breadth| breadth.is_forward.is_none())
    }
}

impl<S: Window<Mask = bool>> Shaped<S> {
    /// Whether the hot pair is moved backwards, against the direction that cools.
    pub fn is_reversed(&self) -> bool {
        self.breadth.as_ref().is_some_and(|breadth| !breadth.is_forward)
    }
}
