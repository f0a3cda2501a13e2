//! The steps of a geometric series.

use super::{DoubleDouble, Light, Real, Split, Wide};

/// first·(last/first)^(index/steps) of two positive numbers, to 2^-70 before it is rounded; the
/// same bits on every machine, which the platform's own functions do not give.
pub fn geometric(first: DoubleDouble, last: DoubleDouble, index: u64, steps: u64) -> f64 {
    if last.to_f64() < first.to_f64() {
        return geometric(last, first, steps - index, steps);
    }
    // Whole numbers that a double holds exactly, as every count is.
    let [index, steps] = [index as f64, steps as f64];
    // 2^±200, where the light arithmetic is at home.
    let is_light = |number: DoubleDouble| (6.3e-61..1.6e60).contains(&number.to_f64());
    if is_light(first) && is_light(last) {
        type Number = Light<Split, 1>;
        let number = |DoubleDouble { hi, lo }| Number::input([hi]) + Number::input([lo]);
        let part = Number::input([index]) / Number::input([steps]);
        let [(hi, lo)] = between(number(first), number(last), part).parts();
        return hi + lo;
    }
    type Number = Wide<192>;
    let number = |DoubleDouble { hi, lo }| Number::input(hi) + Number::input(lo);
    let part = Number::input(index) / Number::input(steps);
    between(number(first), number(last), part).to_f64()
}

fn between<S: Real>(lower: S, upper: S, part: S) -> S {
    let ratio_less_one = upper.minus(lower.clone()) / lower.clone();
    lower * (ratio_less_one.ln_1p() * part).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decades_are_the_doubles_that_decimals_are_read_as() {
        for (first, last, from, to) in [("1e-3", "1e3", -3, 3), ("1e-20", "1e20", -20, 20)] {
            let [first, last] = [first, last].map(|text| DoubleDouble::parse(text).unwrap());
            for power in from..=to {
                let value = geometric(first, last, (power - from) as u64, (to - from) as u64);
                assert_eq!(value, format!("1e{power}").parse::<f64>().unwrap());
                let back = geometric(last, first, (to - power) as u64, (to - from) as u64);
                assert_eq!(value, back);
            }
        }
    }

    #[test]
    fn both_arithmetics_agree() {
        // 2^(2/3) and √2·1e-70 from mpmath.
        let [one, two] = [1.0, 2.0].map(DoubleDouble::new);
        assert_eq!(geometric(one, two, 1, 2), std::f64::consts::SQRT_2);
        assert_eq!(geometric(two, one, 1, 3), 1.5874010519681996);
        let [tiny, huge] = [1e-70, 2e-70].map(DoubleDouble::new);
        assert_eq!(geometric(tiny, huge, 1, 2), 1.414213562373095e-70);
    }
}
