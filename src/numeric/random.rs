//! Numbers for tests.

/// Pseudorandom numbers in [0, 1): Weyl's sequence, scrambled.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let scrambled = (self.0 ^ (self.0 >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
        ((scrambled ^ (scrambled >> 32)) >> 11) as f64 / 2f64.powi(53)
    }
}

/// How often a test draws: so seldom that it is quick, or as many times as often as `NDEMON_ROUNDS` said when the test
/// was built.
pub fn rounds(quick: usize) -> usize {
    let times = option_env!("NDEMON_ROUNDS").and_then(|times| times.parse::<usize>().ok());
    quick * times.unwrap_or(1)
}
