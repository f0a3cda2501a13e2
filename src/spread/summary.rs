//! What comes of many devices: how many are physical, and how their results are spread.

use super::Devices;
use crate::model::{Block, Parameter, Row, Status};
use crate::table::Column;
use statrs::statistics::{Data, OrderStatistics, Statistics};

/// The results of devices, in their order.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// How many devices there were.
    pub devices: u64,
    /// Of each quantity the values of those devices that have it.
    values: Vec<Vec<f64>>,
    /// How many devices have each status.
    statuses: Vec<(Status, u64)>,
}

impl Tally {
    /// Forgets all devices.
    pub fn clear(&mut self) {
        self.devices = 0;
        self.values.iter_mut().for_each(Vec::clear);
        self.statuses.clear();
    }

    /// Adds the devices of a block that is solved for these results.
    pub fn add(&mut self, block: &Block, quantities: &[&'static Column]) {
        block.statuses().iter().for_each(|status| self.count(*status, 1));
        self.values.resize_with(quantities.len(), Vec::new);
        for (values, column) in self.values.iter_mut().zip(quantities) {
            let Some(result) = column.result() else { continue };
            let numbers = block.result(result).iter().copied();
            values.extend(numbers.filter(|value| value.is_finite()));
        }
        self.devices += block.rows() as u64;
    }

    /// Adds the devices of another tally.
    pub fn append(&mut self, other: &Tally) {
        self.values.resize_with(other.values.len().max(self.values.len()), Vec::new);
        for (values, more) in self.values.iter_mut().zip(&other.values) {
            values.extend_from_slice(more);
        }
        other.statuses.iter().for_each(|(status, count)| self.count(*status, *count));
        self.devices += other.devices;
    }

    fn count(&mut self, status: Status, count: u64) {
        match self.statuses.iter_mut().find(|(known, _)| *known == status) {
            Some((_, known)) => *known += count,
            None => self.statuses.push((status, count)),
        }
    }
}

/// How one result is spread over many devices. All numbers but the count are in the unit of its column.
#[derive(Clone, Debug)]
pub struct Scatter {
    /// Which one.
    pub column: &'static Column,
    /// That of the device that was meant.
    pub nominal: f64,
    /// How many devices have it.
    pub devices: u64,
    /// The mean over these.
    pub mean: f64,
    /// The standard error of the mean.
    pub error: f64,
    /// The standard deviation.
    pub deviation: f64,
    /// The values below which 5, 25, 50, 75 and 95 % of these devices are (type 8 of Hyndman and
    /// Fan, the median-unbiased one).
    pub quantiles: [f64; 5],
    /// The standard deviation to first order in the spreads, √Σ (∂Q/∂p · σ_p)².
    pub first_order: f64,
    /// ∂Q/∂p · σ_p for each parameter that varies: what it contributes.
    pub contributions: Vec<(Parameter, f64)>,
}

impl Scatter {
    /// The shares of [`Scatter::quantiles`].
    pub const SHARES: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];
}

/// What comes of many devices.
#[derive(Clone, Debug)]
pub struct Summary {
    /// How many there are.
    pub devices: u64,
    /// How many are physical.
    pub physical: u64,
    /// How many have each status, the most frequent one first.
    pub statuses: Vec<(Status, u64)>,
    /// The parameters that vary.
    pub varying: Vec<Parameter>,
    /// The results, each of the devices that have it: some, as the headroom, are those of unphysical ones, too.
    pub quantities: Vec<Scatter>,
}

impl Summary {
    /// The summary of these devices, whose results are in a tally of these columns.
    pub fn new(devices: &Devices, tally: Tally, columns: &[&'static Column]) -> Self {
        let Tally { devices: count, values, mut statuses } = tally;
        let physical = statuses.iter().filter(|(status, _)| status.is_physical());
        let physical = physical.map(|(_, count)| count).sum();
        statuses.sort_by_key(|(status, count)| (std::cmp::Reverse(*count), status.to_string()));
        let quantities =
            columns.iter().zip(values.into_iter().chain(std::iter::repeat(Vec::new())));
        let quantities = quantities.map(|(column, values)| quantity(devices, column, values));
        let varying = devices.spread().iter().map(|(parameter, _)| *parameter).collect();
        Self { devices: count, physical, statuses, varying, quantities: quantities.collect() }
    }

    /// The share of devices that are physical.
    pub fn share(&self) -> f64 {
        self.physical as f64 / self.devices as f64
    }

    /// Its standard error, √(s(1 − s)/N).
    pub fn share_error(&self) -> f64 {
        (self.share() * (1.0 - self.share()) / self.devices as f64).sqrt()
    }
}

fn quantity(devices: &Devices, column: &'static Column, values: Vec<f64>) -> Scatter {
    let count = values.len() as u64;
    let scale = Scale::of(&values);
    let scaled = || values.iter().map(|value| scale.down(*value));
    let (mean, deviation) = (scale.up(scaled().mean()), scale.up(scaled().std_dev()));
    let error = deviation / (count as f64).sqrt();
    let mut data = Data::new(values);
    let quantiles = Scatter::SHARES.map(|share| data.quantile(share));

    let row = Row::new(devices.nominal());
    let slope = |parameter| {
        let of = column.result();
        of.map_or(f64::NAN, |of| row.inputs.family().slope(&row, of, parameter))
    };
    // Adding 0 turns −0 into 0.
    let contributions: Vec<(Parameter, f64)> =
        devices.spread().iter().map(|(p, of)| (*p, slope(p) * of.deviation() + 0.0)).collect();
    let parts: Vec<f64> = contributions.iter().map(|(_, part)| *part).collect();
    let scale = Scale::of(&parts);
    let squares = parts.iter().map(|part| scale.down(*part).powi(2));
    let first_order = scale.up(squares.fold(0.0, |sum, square| sum + square).sqrt());
    let nominal = column.number(&row);
    Scatter {
        column,
        nominal,
        devices: count,
        mean,
        error,
        deviation,
        quantiles,
        first_order,
        contributions,
    }
}

/// A power of two near the largest of some numbers: their squares neither overflow nor, where they
/// count, underflow in units of it.
struct Scale {
    exponent: i32,
}

impl Scale {
    fn of(numbers: &[f64]) -> Self {
        let largest = numbers.iter().fold(0.0, |largest: f64, number| largest.max(number.abs()));
        // The exponent of its bits; a unit beyond 2^±1000 has no inverse.
        let exponent = (largest.to_bits() >> 52) as i32 - 1023;
        Self { exponent: exponent.clamp(-1000, 1000) }
    }

    fn down(&self, number: f64) -> f64 {
        number * 2f64.powi(-self.exponent)
    }

    fn up(&self, number: f64) -> f64 {
        number * 2f64.powi(self.exponent)
    }
}
