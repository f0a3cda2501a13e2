//! Transmissions that are sums of resonances, over one panel.

use super::Spectra;
use crate::formula::{Accumulation, Arithmetic, Known, Spectrum, Value};
use crate::model::Statistics;
use crate::numeric::Real;

/// Resonances h/(1 + d²/w²) with d = E − E0, of which each is a row: the origin of the panel minus E0, w² and h w².
pub(super) struct Resonances<C>(Vec<[C; 3]>);

/// Fewer resonances are computed as any other transmission.
const SEVERAL: usize = 3;

impl<C: Value> Resonances<C> {
    /// Their sum at some energies; nothing where the arithmetic does no tasks.
    pub(super) fn sum(&self, offset: &C) -> Option<C> {
        let [sum] = C::accumulated(Sum, [offset], &self.0)?;
        Some(sum)
    }
}

impl<S: Arithmetic> Spectra<'_, S> {
    /// The transmission of a link over a panel, if it is a sum of resonances times numbers.
    pub(super) fn resonances(&self, place: usize, origin: f64) -> Option<Resonances<S::Chunk>> {
        // Bosons have no transmission below 0.
        let statistics = self.machine.reservoirs[self.links[place].to].statistics;
        if !S::Chunk::DOES_TASKS || statistics == Statistics::Bose {
            return None;
        }
        let mut rows = Vec::new();
        let origin = Known::double(origin);
        for coupling in &self.links[place].couplings {
            let spectrum = &self.machine.couplings[*coupling].transmission;
            self.add_resonances(spectrum, &Known::double(1.0), &origin, &mut rows)?;
        }
        (rows.len() >= SEVERAL).then_some(Resonances(rows))
    }

    fn add_resonances(
        &self,
        spectrum: &Spectrum,
        height: &Known<S>,
        origin: &Known<S>,
        rows: &mut Vec<[S::Chunk; 3]>,
    ) -> Option<()> {
        match spectrum {
            Spectrum::Sum(all) => {
                all.iter().try_for_each(|part| self.add_resonances(part, height, origin, rows))
            }
            Spectrum::Product(a, b) => match (&**a, &**b) {
                (Spectrum::Constant(c), other) | (other, Spectrum::Constant(c)) => {
                    let height = height.times(&self.exact[*c]);
                    self.add_resonances(other, &height, origin, rows)
                }
                _ => None,
            },
            Spectrum::Lorentzian { at, fwhm } => {
                let half = self.exact[*fwhm].times(&Known::double(0.5));
                // Whose square has all of its digits.
                if !(1e-100..1e100).contains(&half.near()) {
                    return None;
                }
                let square = half.times(&half);
                let constant = S::Chunk::constant;
                let from = origin.minus(&self.exact[*at]);
                rows.push([constant(&from), constant(&square), constant(&square.times(height))]);
                Some(())
            }
            _ => None,
        }
    }
}

struct Sum;

impl Accumulation<1, 3, 1> for Sum {
    #[inline(always)]
    fn add<N: Real>(&self, constants: [&N; 1], row: [&N; 3], sums: [N; 1]) -> [N; 1] {
        let ([offset], [from, square, high], [sum]) = (constants, row, sums);
        let apart = from.clone().minus(offset.clone().negated());
        let under = square.clone().minus((apart.clone() * apart).negated());
        [sum.minus((high.clone() / under).negated())]
    }
}
