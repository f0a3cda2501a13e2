//! Axes: from where to where, and the numbers along them.

use crate::output::label::{Label, minus};

/// An axis with its numbers.
#[derive(Clone, Debug)]
pub struct Scale {
    /// The lower end.
    pub first: f64,
    /// The upper end.
    pub last: f64,
    /// Whether equal ratios are equally long.
    pub logarithmic: bool,
    /// Places with a number, in order.
    pub ticks: Vec<(f64, Label)>,
    /// The numbers are to be multiplied by this power of ten.
    pub exponent: i32,
}

impl Scale {
    /// The axis from one end to another, with about so many numbers.
    pub fn between(first: f64, last: f64, logarithmic: bool, count: u32) -> Scale {
        let mut scale = Scale { first, last, logarithmic, ticks: Vec::new(), exponent: 0 };
        match logarithmic {
            true => scale.decades(count),
            false => scale.steps(count),
        }
        scale
    }

    /// The axis that has room for all values between these, with ends at round numbers.
    pub fn around(least: f64, most: f64, count: u32) -> Scale {
        // Half of the range is worth the sight of zero.
        let least = if least > 0.0 && least < most * 0.5 { 0.0 } else { least };
        let most = if most < 0.0 && most > least * 0.5 { 0.0 } else { most };
        let (least, most) = match most - least {
            // A flat line runs through the middle.
            0.0 if most == 0.0 => (-1.0, 1.0),
            0.0 => (most - most.abs() * 0.5, most + most.abs() * 0.5),
            _ => (least, most),
        };
        let step = step(most - least, count);
        // What is a hair above a round number does not need another step.
        let floor = ((least / step) + 1e-9).floor() * step;
        let ceiling = ((most / step) - 1e-9).ceil() * step;
        match step.is_finite() && floor.is_finite() && ceiling.is_finite() && floor < ceiling {
            true => Scale::between(floor, ceiling, false, count),
            false => Scale::between(least, most, false, count),
        }
    }

    /// The logarithmic axis that has room for all values between these, which are positive, with
    /// ends at powers of ten.
    pub fn around_decades(least: f64, most: f64, count: u32) -> Scale {
        let floor = power_of_ten(least.log10().floor() as i32);
        let ceiling = power_of_ten(most.log10().ceil() as i32);
        // The last powers of ten are beyond the doubles.
        let first = if floor > 0.0 { floor.min(least) } else { least };
        let last = if ceiling.is_finite() { ceiling.max(most) } else { most };
        Scale::between(first, last, true, count)
    }

    /// Where a value is, from 0 at the lower end to 1 at the upper one; what a logarithmic axis does
    /// not have is far below its lower end.
    pub fn share(&self, value: f64) -> f64 {
        const FAR_BELOW: f64 = -1e3;
        if self.logarithmic && value <= 0.0 {
            return FAR_BELOW;
        }
        let (value, first, last) = match self.logarithmic {
            true => (value.ln(), self.first.ln(), self.last.ln()),
            false => (value, self.first, self.last),
        };
        // Halves do not overflow.
        (value / 2.0 - first / 2.0) / (last / 2.0 - first / 2.0)
    }

    /// A value, or far below the frame what a logarithmic axis does not have: a program that takes its logarithm draws
    /// a line to it as one to 0.
    pub fn on_axis(&self, value: f64) -> f64 {
        const FAR_BELOW: f64 = 1e-300;
        if self.logarithmic && value <= 0.0 { FAR_BELOW } else { value }
    }

    /// The same axis, whose numbers are to be multiplied by this power of ten. A logarithmic one stays as it is.
    pub fn in_power(mut self, exponent: i32) -> Scale {
        let (Some((first, _)), Some((second, _))) = (self.ticks.first(), self.ticks.get(1)) else {
            return self;
        };
        let is_double = |exponent: i32| (-300..300).contains(&exponent);
        if self.logarithmic || exponent == self.exponent || !is_double(exponent) {
            return self;
        }
        let unit = power_of_ten(exponent);
        let decimals = decimals((second - first) / unit);
        for (at, label) in &mut self.ticks {
            *label = Label::text(&minus(&format!("{:.decimals$}", *at / unit + 0.0)));
        }
        self.exponent = exponent;
        self
    }

    /// The power of ten of its first digits, that of its end that is farther from 0.
    pub fn magnitude(&self) -> i32 {
        let largest = self.first.abs().max(self.last.abs());
        if largest > 0.0 { largest.log10().floor() as i32 } else { 0 }
    }

    /// The value at this share of the way from the lower end to the upper one.
    pub fn at(&self, share: f64) -> f64 {
        match self.logarithmic {
            true => (self.first.ln() * (1.0 - share) + self.last.ln() * share).exp(),
            false => self.first * (1.0 - share) + self.last * share,
        }
    }

    /// The numbers that have room beside each other on a horizontal axis of this length, with letters
    /// of this size: as many as can be.
    pub fn apart(&self, length: f64, size: f64) -> impl Iterator<Item = &(f64, Label)> {
        let mut end = f64::NEG_INFINITY;
        self.ticks.iter().filter(move |(at, label)| {
            let (middle, half) = (self.share(*at) * length, (label.width() + 0.5) * size / 2.0);
            let has_room = middle - half >= end;
            end = if has_room { middle + half } else { end };
            has_room
        })
    }

    fn steps(&mut self, count: u32) {
        let step = step(self.last - self.first, count);
        let (from, to) = ((self.first / step - 1e-6).ceil(), (self.last / step + 1e-6).floor());
        // Beyond 10^12 steps from zero the doubles do not tell the numbers apart.
        let countable = from.abs().max(to.abs()) < 1e12 && to - from < 100.0;
        if !(countable && step > 0.0 && to > from) {
            self.ticks = [self.first, self.last].map(|end| (end, Label::number(end))).into();
            return;
        }
        let largest = self.magnitude();
        self.exponent = if (-3..5).contains(&largest) { 0 } else { largest };
        let unit = power_of_ten(self.exponent);
        let decimals = decimals(step / unit);
        for index in 0..=(to - from) as u32 {
            let number = from + f64::from(index);
            // A tick is at the double of the number that it shows.
            let text = format!("{:.decimals$}", number * step / unit + 0.0);
            let shown: f64 = format!("{text}e{}", self.exponent).parse().unwrap_or(number * step);
            self.ticks.push((shown, Label::text(&minus(&text))));
        }
    }

    fn decades(&mut self, count: u32) {
        let (from, to) = (self.first.log10(), self.last.log10());
        let (first, last) = ((from - 1e-9).ceil() as i32, (to + 1e-9).floor() as i32);
        let multiples = |step: i32| (first..=last).filter(move |exponent| exponent % step == 0);
        let enough = (count / 2 + 1) as usize;
        let step =
            [200, 100, 50, 20, 10, 5, 2, 1].into_iter().find(|n| multiples(*n).count() >= enough);
        self.ticks = match step {
            Some(step) => {
                multiples(step).map(|n| (power_of_ten(n), Label::power_of_ten(n))).collect()
            }
            None => {
                let values =
                    (first - 1..=last).flat_map(|n| [1.0, 2.0, 5.0].map(|m| times_ten_to(m, n)));
                let within = |value: &f64| (self.first..=self.last).contains(value);
                values.filter(within).map(|value| (value, Label::number(value))).collect()
            }
        };
        if self.ticks.len() < 2 {
            // Less than from one of these to the next: even steps will do.
            self.ticks.clear();
            self.steps(count);
        }
    }
}

/// How many places behind the point tell multiples of a step apart.
fn decimals(step: f64) -> usize {
    (-step.abs().log10() - 1e-9).ceil().clamp(0.0, 16.0) as usize
}

/// A number times a power of ten, to the nearest double.
fn times_ten_to(number: f64, exponent: i32) -> f64 {
    format!("{number}e{exponent}").parse().unwrap_or(f64::NAN)
}

/// The double nearest to a power of ten, on every machine.
fn power_of_ten(exponent: i32) -> f64 {
    times_ten_to(1.0, exponent)
}

/// A step of 1, 2 or 5 times a power of ten that divides a length into about so many parts.
fn step(length: f64, count: u32) -> f64 {
    let rough = length / f64::from(count);
    let unit = power_of_ten(rough.log10().floor() as i32);
    let factor = [1.0, 2.0, 5.0].into_iter().find(|factor| factor * unit >= rough * 0.999);
    factor.unwrap_or(10.0) * unit
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(scale: &Scale) -> (f64, f64, String) {
        let ticks: Vec<String> = scale.ticks.iter().map(|(_, label)| label.plain()).collect();
        (scale.first, scale.last, ticks.join(" "))
    }

    #[test]
    fn an_axis_has_round_numbers() {
        for (least, most, expected) in [
            (0.012, 0.4999, (0.0, 0.5, "0.0 0.1 0.2 0.3 0.4 0.5")),
            (0.0, 0.041, (0.0, 0.05, "0.00 0.01 0.02 0.03 0.04 0.05")),
            (-3.0, 7.0, (-4.0, 8.0, "−4 −2 0 2 4 6 8")),
            (0.98, 1.02, (0.98, 1.02, "0.98 0.99 1.00 1.01 1.02")),
            (0.0, 0.0, (-1.0, 1.0, "−1.0 −0.5 0.0 0.5 1.0")),
        ] {
            assert_eq!(
                shown(&Scale::around(least, most, 6)),
                (expected.0, expected.1, expected.2.into())
            );
        }
    }

    #[test]
    fn large_and_small_numbers_share_a_power_of_ten() {
        let scale = Scale::around(0.0, 4.1e-7, 5);
        assert_eq!((scale.exponent, shown(&scale).2.as_str()), (-7, "0 1 2 3 4 5"));
        let scale = Scale::around(0.0, 2e300, 5);
        assert_eq!(scale.exponent, 300);
    }

    #[test]
    fn numbers_can_be_in_another_power_of_ten() {
        let scale = Scale::between(1.5e-5, 4.5e-5, false, 6);
        assert_eq!((scale.exponent, scale.magnitude()), (-5, -5));
        assert_eq!(shown(&scale).2, "1.5 2.0 2.5 3.0 3.5 4.0 4.5");
        let moved = scale.in_power(-6);
        assert_eq!((moved.exponent, shown(&moved).2.as_str()), (-6, "15 20 25 30 35 40 45"));
        assert_eq!(shown(&moved.in_power(-3)).2, "0.015 0.020 0.025 0.030 0.035 0.040 0.045");
        let logarithmic = Scale::between(1e-3, 1.0, true, 6);
        assert_eq!(shown(&logarithmic.clone().in_power(-3)), shown(&logarithmic));
    }

    #[test]
    fn a_logarithmic_axis_counts_decades() {
        let scale = Scale::between(0.01, 100.0, true, 6);
        assert_eq!(shown(&scale).2, "10⁻² 10⁻¹ 10⁰ 10¹ 10²");
        assert!((scale.share(1.0) - 0.5).abs() < 1e-15);
        for (first, last, count, expected) in [
            (2.0, 5.0, 6, "2 5"),
            (0.1, 10.0, 6, "0.1 0.2 0.5 1 2 5 10"),
            (2.0, 4.0, 6, "2.0 2.5 3.0 3.5 4.0"),
            (1e-40, 1.0, 6, "10⁻⁴⁰ 10⁻³⁰ 10⁻²⁰ 10⁻¹⁰ 10⁰"),
            (1e-46, 1e-1, 3, "10⁻⁴⁰ 10⁻²⁰"),
            (1e-300, 1e300, 6, "10⁻³⁰⁰ 10⁻²⁰⁰ 10⁻¹⁰⁰ 10⁰ 10¹⁰⁰ 10²⁰⁰ 10³⁰⁰"),
        ] {
            assert_eq!(shown(&Scale::between(first, last, true, count)).2, expected);
        }
    }

    #[test]
    fn a_logarithmic_axis_has_room_for_all_that_is_positive() {
        for (least, most) in [(5e-324, 1.7e308), (3e-7, 0.2), (1.0, 1e5)] {
            let scale = Scale::around_decades(least, most, 6);
            for value in [least, most] {
                assert!((0.0..=1.0).contains(&scale.share(value)), "{scale:?}");
            }
            assert!(scale.share(0.0) < -1.0 && scale.share(-1.0) < -1.0);
            assert!((2..12).contains(&scale.ticks.len()), "{scale:?}");
        }
    }

    #[test]
    fn numbers_stand_beside_each_other() {
        // A number of four places is broader than a tenth of this axis.
        let scale = Scale::between(0.5, 0.501, false, 10);
        let kept: Vec<f64> = scale.apart(300.0, 20.0).map(|(at, _)| *at).collect();
        assert!(scale.ticks.len() == 11 && (2..5).contains(&kept.len()), "{kept:?}");
    }

    #[test]
    fn no_axis_is_endless() {
        for (least, most) in [(-1.7e308, 1.7e308), (0.0, 5e-324), (1.0, 1.0f64.next_up())] {
            let scale = Scale::around(least, most, 6);
            assert!((2..100).contains(&scale.ticks.len()), "{scale:?}");
        }
    }
}
