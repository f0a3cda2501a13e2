//! Where the axis of energies is cut: places at which some function need not be analytic.

use super::Spectra;
use crate::formula::{Arithmetic, Cut, Known};
use crate::model::machine::Occupation;
use crate::numeric::quadrature::End;

impl<S: Arithmetic> Spectra<'_, S> {
    /// A cut as a place on the axis.
    pub fn end(&self, cut: Cut) -> End<S> {
        let at = &self.exact[cut.at];
        let origin = at.near();
        let offset = at.minus(&Known::double(origin));
        let beside = match cut.beside {
            (_, 0.0) => None,
            (width, sign) => {
                let width = &self.exact[width];
                Some((S::constant(0.5 * sign) * width.value.clone(), 0.5 * sign * width.near()))
            }
        };
        let (more, rough) = beside.unwrap_or_else(|| (S::constant(0.0), 0.0));
        End {
            origin,
            offset: offset.value.clone().minus(more.negated()),
            rough: offset.near() + rough,
        }
    }

    /// All places where some function need not be analytic, in order, each once.
    pub fn cuts(&self) -> Vec<End<S>> {
        let mut ends: Vec<End<S>> = Vec::new();
        let mut found = |end: End<S>| ends.push(end);
        let mut seen: Vec<Cut> = Vec::new();
        let mut tabled = Vec::new();
        for link in self.links.iter().filter(|link| self.machine.carries(link, &self.exact)) {
            let transmissions =
                link.couplings.iter().map(|c| &self.machine.couplings[*c].transmission);
            let occupations = [link.to, link.from].into_iter().flat_map(|reservoir| {
                match &self.machine.reservoirs[reservoir].occupation {
                    Occupation::Given { f, .. } => vec![f],
                    Occupation::Equilibrium { .. } => Vec::new(),
                    // It depends on all that is coupled to it.
                    Occupation::Optimal(broad) => broad.transmissions().collect(),
                }
            });
            for spectrum in transmissions.chain(occupations) {
                spectrum.cuts(&mut |cut| {
                    if !seen.contains(&cut) {
                        seen.push(cut);
                        found(self.end(cut));
                    }
                });
                spectrum.tables(&mut |points, unit, shift| {
                    if tabled.contains(&(points.as_ptr(), unit, shift)) {
                        return;
                    }
                    tabled.push((points.as_ptr(), unit, shift));
                    let (unit, shift) = (&self.exact[unit], &self.exact[shift]);
                    for (x, _) in points.iter() {
                        let at = shift.minus(&Known::double(*x).times(unit).negated());
                        let origin = at.near();
                        let offset = at.minus(&Known::double(origin));
                        found(End { origin, rough: offset.near(), offset: offset.value });
                    }
                });
            }
        }
        let order =
            |a: &End<S>, b: &End<S>| ((a.origin - b.origin) + (a.rough - b.rough)).total_cmp(&0.0);
        ends.sort_by(order);
        ends.dedup_by(|a, b| {
            let is_same = order(a, b).is_eq();
            if is_same {
                b.offset = b.offset.clone().merged(&a.offset);
            }
            is_same
        });
        ends
    }
}
