//! The doubles in their order, as whole numbers: halving a range of them takes 64 steps, wherever
//! its ends are.

/// The rank of a double among all doubles; that of zero is 0.
pub fn rank(value: f64) -> i64 {
    let bits = (value + 0.0).to_bits() as i64;
    if bits < 0 { i64::MIN - bits } else { bits }
}

/// The double of this rank.
pub fn of_rank(rank: i64) -> f64 {
    f64::from_bits((if rank < 0 { i64::MIN - rank } else { rank }) as u64)
}

/// The double in the middle of two that are not neighbours.
pub fn middle(a: f64, b: f64) -> Option<f64> {
    let [a, b] = [a, b].map(rank);
    let middle = ((i128::from(a) + i128::from(b)) >> 1) as i64;
    (middle != a && middle != b).then(|| of_rank(middle))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rank_of_a_double_counts_the_doubles() {
        for value in [-f64::MAX, -1.0, -5e-324, 0.0, 5e-324, 1.0, 1e300] {
            assert_eq!(of_rank(rank(value)), value);
            assert_eq!(rank(value.next_up()), rank(value) + 1);
        }
        assert_eq!(rank(-0.0), 0);
        assert_eq!(middle(1.0, 1f64.next_up()), None);
        assert_eq!(middle(1.0, 1f64.next_up().next_up()), Some(1f64.next_up()));
        assert_eq!(middle(f64::MAX, -f64::MAX), Some(0.0));
    }
}
