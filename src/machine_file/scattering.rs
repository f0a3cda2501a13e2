//! Scatterers of a machine file as transmissions between its reservoirs.

use super::build::Builder;
use super::description::{Carriers, Cell, Coupling, Levels, Scatterer, ScattererKind};
use super::matrix::hamiltonian;
use super::scope::Names;
use super::slot::error;
use super::source::FileError;
use crate::formula::{self, Channel, Complex, Constant, Reader, Spectrum};
use crate::model::{self, Channels, Machine};
use std::sync::Arc;

/// The most products that a determinant may take.
const MOST_WORK: usize = 100_000;

/// A channel: what multiplies its transmissions, and its amplitudes by level.
type Amplitudes = (Constant, Vec<Complex>);

impl Builder<'_> {
    /// Adds the transmissions of a scatterer between all of its leads.
    pub(super) fn scatterer(
        &mut self,
        names: &Names<'_>,
        scatterer: &Scatterer,
        machine: &mut Machine,
    ) {
        let place = scatterer.place.clone();
        let (levels, couplings) = match &scatterer.kind {
            ScattererKind::Levels { levels, couplings } => (levels, couplings),
            ScattererKind::Matrix { path, leads } => {
                return self.matrix(names, scatterer, path, leads, machine);
            }
        };
        let Some(hamiltonian) = self.hamiltonian(names, levels) else { return };
        let mut refuse = |message: String, label: &str| {
            let error = names.file.source.error(place.clone(), message, label);
            self.errors.push(error);
        };
        let size = hamiltonian.len();
        if size > formula::Scatterer::MOST {
            let message = format!("{} has {size} levels", scatterer.what);
            return refuse(message, "24 at most");
        }
        let misfit = |(_, coupling): &(usize, Coupling)| match coupling {
            Coupling::Widths(widths) => Some(widths.len()).filter(|count| *count != size),
            Coupling::Amplitudes(rows) => rows.iter().map(Vec::len).find(|count| *count != size),
        };
        if let Some((reservoir, count)) =
            couplings.iter().find_map(|coupling| Some((coupling.0, misfit(coupling)?)))
        {
            let name = &names.file.reservoirs[reservoir].name;
            let message = format!(
                "{}: `{name}` has {count} values, and there are {size} levels",
                scatterer.what
            );
            return refuse(message, "one for each level is wanted");
        }
        let is_of_bosons = |(reservoir, _): &(usize, Coupling)| {
            names.file.reservoirs[*reservoir].statistics == Carriers::Bose
        };
        if couplings.iter().any(is_of_bosons) && !couplings.iter().all(is_of_bosons) {
            let message = format!("{} joins fermions and bosons", scatterer.what);
            return refuse(message, "a scatterer has one kind of particles");
        }
        let Some(leads) = self.leads(names, couplings) else { return };
        let counts: Vec<usize> = leads.iter().map(Vec::len).collect();
        let Some(scattered) = self.scattered(hamiltonian, leads) else {
            let message = format!("{}: its levels are joined too densely", scatterer.what);
            let label = "leave levels out, or number them along their joints";
            self.errors.push(names.file.source.error(place, message, label));
            return;
        };
        let degeneracy = scatterer.degeneracy.as_ref();
        let degeneracy = degeneracy.or(match couplings.iter().any(is_of_bosons) {
            true => None,
            false => names.file.degeneracy.as_ref(),
        });
        let factor = degeneracy.and_then(|slot| self.constant(names, slot));
        let alike = factor.map(|factor| factor.place(&mut self.constants));
        let factor = alike.map(Spectrum::Constant);
        let first = machine.couplings.len();
        // Without a phase T_ab = T_ba; what leads from one reservoir to the only other one leads back.
        let is_nothing = |[_, im]: &[usize; 2]| self.constants[*im].is_nothing();
        let is_real = scattered.leads.iter().flatten().all(|c| c.amplitudes.iter().all(is_nothing))
            && self.is_symmetric(&scattered.matrix);
        let both_ways = is_real || couplings.len() == 2;
        for (a, (to, _)) in couplings.iter().enumerate() {
            for (b, (from, _)) in couplings.iter().enumerate() {
                if a == b || (both_ways && b < a) {
                    continue;
                }
                let mut transmission = formula::Scatterer::spectrum(&scattered, a, b);
                if let Some(factor) = &factor {
                    let factor = Box::new(factor.clone());
                    transmission = Spectrum::Product(factor, Box::new(transmission));
                }
                machine.couplings.push(model::Coupling {
                    to: *to,
                    from: *from,
                    both_ways,
                    transmission,
                    lines: Vec::new(),
                    channels: Channels {
                        is_one: [a, b].map(|lead| counts[lead] == 1),
                        alike,
                        scatterer: Some(first),
                        eigenvalue: None,
                    },
                });
            }
        }
    }

    fn is_symmetric(&self, matrix: &[Vec<[usize; 2]>]) -> bool {
        (0..matrix.len()).all(|i| (0..i).all(|j| matrix[i][j] == matrix[j][i]))
    }

    fn cell(&mut self, names: &Names<'_>, cell: &Cell) -> Option<Complex> {
        let formula = cell.formula.as_ref()?;
        let mut reader =
            Reader { scope: names, constants: &mut self.constants, indices: Vec::new() };
        let found = reader.complex(&formula.root);
        let wrong = |fault| error(&names.file.source, "scatterer", &cell.place, &cell.text, fault);
        found.map_err(|fault| self.errors.push(wrong(fault))).ok()
    }

    /// H, whose values below the diagonal must be the conjugates of those above.
    fn hamiltonian(&mut self, names: &Names<'_>, levels: &Levels) -> Option<Vec<Vec<Complex>>> {
        match levels {
            Levels::Cells(cells) => {
                let before = self.errors.len();
                let mut matrix: Vec<Vec<Complex>> = Vec::new();
                for row in cells {
                    matrix.push(row.iter().filter_map(|cell| self.cell(names, cell)).collect());
                }
                if self.errors.len() > before || matrix.iter().any(|row| row.len() != cells.len()) {
                    return None;
                }
                let source = &names.file.source;
                let label = "H must be Hermitian: phase(x) above, phase(-x) below";
                self.hermitian(
                    names,
                    matrix,
                    |i, j| &cells[i][j].text,
                    |i, j, message| source.error(cells[i][j].place.clone(), message, label),
                )
            }
            Levels::File(path) => {
                let read = self.samples(path).and_then(|samples| {
                    let matrix = hamiltonian(&samples)?;
                    Ok((samples, matrix))
                });
                let (samples, matrix) = match read {
                    Ok(read) => read,
                    Err(error) => {
                        self.errors.push(*error);
                        return None;
                    }
                };
                let unit = names.file.units.energy.as_deref();
                let unit = unit.map(|unit| self.unit(names, unit));
                let scaled = |number: f64| match &unit {
                    Some(unit) if number != 0.0 => Constant::Product(
                        Box::new(Constant::double(number)),
                        Box::new(unit.clone()),
                    ),
                    _ => Constant::double(number),
                };
                let number = |[re, im]: &[f64; 2]| Complex { re: scaled(*re), im: scaled(*im) };
                let matrix = matrix.iter().map(|row| row.iter().map(number).collect()).collect();
                let label = "H must be Hermitian: a+bj above, a-bj below";
                self.hermitian(
                    names,
                    matrix,
                    |i, j| samples.cell(i, j),
                    |i, j, message| samples.error(i, j, message, label),
                )
            }
        }
    }

    /// A matrix that is Hermitian up to roundings, made so exactly; `text` and `error` are those of its values,
    /// by row and column.
    fn hermitian<'t>(
        &mut self,
        names: &Names<'_>,
        mut matrix: Vec<Vec<Complex>>,
        text: impl Fn(usize, usize) -> &'t str,
        error: impl Fn(usize, usize, String) -> FileError,
    ) -> Option<Vec<Vec<Complex>>> {
        let before = self.errors.len();
        let below = (0..matrix.len()).flat_map(|i| (0..=i).map(move |j| (i, j)));
        for (i, j) in below {
            if !self.is_conjugate(names, &matrix[i][j], &matrix[j][i]) {
                let (a, b) = (text(i, j), text(j, i));
                let message = match i == j {
                    true => format!("level {} of scatterer, `{a}`, is not real", i + 1),
                    false => format!(
                        "`levels` of scatterer: `{a}` in row {} is not the conjugate of `{b}` in row {}",
                        i + 1,
                        j + 1
                    ),
                };
                self.errors.push(error(i, j, message));
            }
            // What is conjugate up to roundings is so exactly from here on.
            matrix[i][j] = matrix[j][i].clone().conjugate();
            if i == j {
                matrix[i][i].im = Constant::double(0.0);
            }
        }
        (self.errors.len() == before).then_some(matrix)
    }

    /// Whether two numbers are conjugates: tried at three sets of parameters in doubles.
    fn is_conjugate(&self, names: &Names<'_>, a: &Complex, b: &Complex) -> bool {
        [None, Some(0.61), Some(-1.37)].into_iter().all(|factor| {
            let inputs = names.values(factor);
            let of =
                |constant: &Constant| constant.value::<crate::numeric::Lanes<1>>(&inputs).near();
            let (re, im) = (of(&a.re) - of(&b.re), of(&a.im) + of(&b.im));
            let size = of(&a.re).abs() + of(&a.im).abs() + of(&b.re).abs() + of(&b.im).abs();
            // Formulas may be undefined at values that nobody has set.
            re.hypot(im) <= 1e-12 * size || (factor.is_some() && !size.is_finite())
        })
    }

    /// The channels of each lead.
    fn leads(
        &mut self,
        names: &Names<'_>,
        couplings: &[(usize, Coupling)],
    ) -> Option<Vec<Vec<Amplitudes>>> {
        let before = self.errors.len();
        let (zero, one) = (Complex::real(Constant::double(0.0)), Constant::double(1.0));
        let mut leads = Vec::new();
        for (_, coupling) in couplings {
            let mut channels = Vec::new();
            match coupling {
                Coupling::Widths(widths) => {
                    for (level, cell) in widths.iter().enumerate() {
                        let Some(Complex { re, im }) = self.cell(names, cell) else { continue };
                        if !im.is_nothing() {
                            let message = format!("width `{}` is not real", cell.text);
                            let label = "phases stand in levels and amplitudes";
                            let place = cell.place.clone();
                            self.errors.push(names.file.source.error(place, message, label));
                        }
                        let mut amplitudes = vec![zero.clone(); widths.len()];
                        amplitudes[level] = Complex::real(one.clone());
                        if !re.is_nothing() {
                            channels.push((re, amplitudes));
                        }
                    }
                }
                Coupling::Amplitudes(rows) => {
                    for row in rows {
                        let amplitudes =
                            row.iter().filter_map(|cell| self.cell(names, cell)).collect();
                        channels.push((one.clone(), amplitudes));
                    }
                }
            }
            leads.push(channels);
        }
        (self.errors.len() == before).then_some(leads)
    }

    /// The scatterer with its constants in the list: M − E = −H + iΓ/2.
    fn scattered(
        &mut self,
        hamiltonian: Vec<Vec<Complex>>,
        leads: Vec<Vec<Amplitudes>>,
    ) -> Option<Arc<formula::Scatterer>> {
        let list = &mut self.constants;
        let levels = (0..hamiltonian.len()).map(|k| hamiltonian[k][k].re.clone().place(list));
        let levels: Vec<usize> = levels.collect();
        let mut matrix = Vec::new();
        for (i, row) in hamiltonian.into_iter().enumerate() {
            let mut places = Vec::new();
            for (j, cell) in row.into_iter().enumerate() {
                // Γ_ij/2, and i times it.
                let mut gamma = Complex::real(Constant::double(0.0));
                for (weight, amplitudes) in leads.iter().flatten() {
                    let half = Constant::double(0.5).times(weight.clone());
                    let pair = amplitudes[i].clone().times(amplitudes[j].clone().conjugate());
                    gamma = gamma.plus(Complex::real(half).times(pair));
                }
                if i == j {
                    gamma.im = Constant::double(0.0);
                }
                let turned = Complex { re: gamma.im.opposite(), im: gamma.re };
                let Complex { re, im } = cell.negated().plus(turned);
                places.push([re.place(list), im.place(list)]);
            }
            matrix.push(places);
        }
        let leads = leads
            .into_iter()
            .map(|channels| {
                let channel = |(weight, amplitudes): Amplitudes| Channel {
                    weight: weight.place(list),
                    amplitudes: amplitudes
                        .into_iter()
                        .map(|Complex { re, im }| [re.place(list), im.place(list)])
                        .collect(),
                };
                channels.into_iter().map(channel).collect()
            })
            .collect();
        let scatterer = formula::Scatterer { matrix, levels, leads };
        (scatterer.work(list) <= MOST_WORK).then(|| Arc::new(scatterer))
    }
}
