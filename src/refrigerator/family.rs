//! The refrigerator as a family of machines: its data, and blocks of its points.

use super::enclosure::enclose;
use super::in_lanes::fill;
use super::parameter::Parameter as P;
use super::results::{Source, USUAL, source, specs};
use super::sentences::{coldest, headroom, seen, sentences, settles, strength, temperatures, warm};
use super::{
    Derived, Point, Refrigerator, Resonances, Solution, Solved, Widths, minimum_temperature_slope,
    pictures,
};
use crate::model::{
    Answers, Block, Choice, ChoiceOption, Companion, Enclosure, Family, Front, Inputs, Parameter,
    ParameterSpec, Quote, Reading, Region, ResultRef, ResultSpec, Row, Rule, Status, UsualFigure,
    Values,
};
use crate::quantity::Decimal;

/// The paper's refrigerator as a family of machines: its parameters, of which it needs Tc and ε4, and
/// the results of Sec. V and App. C.
#[derive(Debug)]
pub struct RefrigeratorFamily;

/// How wide the resonances are.
static RESONANCES: Choice = Choice {
    name: "resonances",
    help: "How wide the resonances are taken to be",
    equation: "C2",
    doc: "boxcar: windows of the width gamma, or each of its own; narrow: their limit, whatever gamma is",
    options: &[
        ChoiceOption {
            name: "narrow",
            help: "the paper's limit of narrow ones, whatever gamma is",
            needs: None,
        },
        ChoiceOption {
            name: "boxcar",
            help: "boxcars of the width gamma, or each of its own (Eq. C2), exactly",
            needs: Some(("gamma", "it must be given where resonances have a width")),
        },
    ],
};

impl Family for RefrigeratorFamily {
    fn parameters(&self) -> &'static [ParameterSpec] {
        P::specs()
    }

    fn results(&self) -> &'static [ResultSpec] {
        specs()
    }

    fn status_doc(&self) -> &'static str {
        "ok; limit (e3 = e4 or lambda = 0); fl3<0, … the constraint that binds; fl3=0, … the same at the headroom itself; tc>=th, … the broken rule; cop>max, … physical, but that result exceeds the doubles"
    }

    fn status_equation(&self) -> &'static str {
        "after 21"
    }

    fn solve(&self, block: &mut Block) {
        solve(block);
    }

    fn choice(&self) -> Option<&'static Choice> {
        Some(&RESONANCES)
    }

    fn lacking(&self, inputs: &Inputs) -> Option<&'static Rule> {
        point(inputs).lacking().next()
    }

    fn slope(&self, row: &Row, of: ResultRef, by: Parameter) -> f64 {
        let solved = solved(row);
        let (Ok(point), Ok(solution)) = (Refrigerator::new(&solved.point), &solved.answer) else {
            return f64::NAN;
        };
        P::named(by.name).map_or(f64::NAN, |by| slope(&point, solution, of, by))
    }

    fn enclose(&self, region: &Region<'_>, of: &[ResultRef]) -> Option<Enclosure> {
        enclose(&point(region.base), region, of)
    }

    fn best(&self, of: ResultRef) -> Option<ResultRef> {
        (of.key == "cop").then(|| self.result("cop_best")).flatten()
    }

    fn companions(&self, of: ResultRef, inputs: &Inputs) -> Vec<&'static Companion> {
        pictures::companions(of, inputs)
    }

    fn front(&self, along: Parameter) -> Option<&'static Front> {
        pictures::front(along)
    }

    fn meetings(&self, base: &Inputs, along: Parameter, curves: (Parameter, &[f64])) -> Vec<f64> {
        pictures::meetings(base, along, curves)
    }

    fn usual_figure(&self) -> UsualFigure {
        pictures::USUAL
    }

    fn usual_values(
        &self,
        of: Parameter,
        along: bool,
        most: &dyn Fn(Parameter) -> f64,
    ) -> Option<String> {
        pictures::usual_values(of, along, most)
    }

    fn usual_values_doc(&self) -> &'static [(&'static str, &'static str)] {
        &pictures::USUAL_VALUES
    }

    fn sentences(&self, row: &Row) -> Vec<String> {
        let solved = solved(row);
        if is_free(&row.inputs) {
            return warm(&solved.point).into_iter().collect();
        }
        let noticed = self.result("time_3_sigma").filter(|time| row.has(time));
        let noticed = noticed.and_then(|time| seen(&solved, row.result(time)));
        let all = sentences(&solved).into_iter().chain(temperatures(&solved));
        all.chain(settles(&solved)).chain(noticed).collect()
    }

    fn shown(&self, row: &Row, name: &str) -> Option<Decimal> {
        match name {
            "lambda" => Some(strength(&solved(row))),
            "headroom" => Some(headroom(&solved(row))),
            "tc_min" => Some(coldest(&solved(row), row.result(self.result(name)?))),
            _ => None,
        }
    }

    fn warning(&self, inputs: &Inputs, quote: Quote<'_>) -> Option<String> {
        let point = point(inputs);
        let is_wide = point.get(P::Tc) > 0.0 && point.is_too_wide();
        is_wide.then(|| {
            format!(
                "{} is more than a tenth of k_B·Tc at {}: the results are those of narrow resonances; \
                 --resonances boxcar has exact ones",
                quote(point.widest().spec(), inputs),
                quote(P::Tc.spec(), inputs),
            )
        })
    }

    fn remark(&self, inputs: &Inputs, quote: Quote<'_>) -> Option<String> {
        let close = overlapping(&point(inputs));
        let (wide, remedy) = match point(inputs).scale().widths {
            Widths::Common => (quote(P::Gamma.spec(), inputs), "a smaller gamma"),
            Widths::Own => ("the mean of two widths".to_owned(), "smaller widths"),
        };
        (!close.is_empty()).then(|| {
            format!(
                "{wide} is more than what lies between {}: their resonances overlap, and the results \
                 are those of narrow ones; take {remedy}, or levels farther apart",
                close.join(", ")
            )
        })
    }

    fn extreme(
        &self,
        reading: Reading,
        ends: &dyn Fn(Parameter) -> Option<[f64; 2]>,
    ) -> Option<Inputs> {
        let [tc, _] = ends(P::Tc.spec())?;
        let given = |width: P| Some((width, ends(width.spec())?[1]));
        let mut widths = [P::Gamma].into_iter().chain(P::WIDTHS).filter_map(given).peekable();
        widths.peek()?;
        let widest = |point: Point, (width, most)| point.with(width, most);
        let point = widths.fold(Point::paper(tc, 0.0), widest);
        Some(Inputs::new(&RefrigeratorFamily, reading, point.raw()))
    }

    fn unit_notes(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("E", "E: the unit of all energies and temperatures (k_B = 1)."),
            ("Γ", "Γ: the width of the resonances; h: Planck's constant."),
            ("/h", "h: Planck's constant."),
        ]
    }
}

/// Whether Tc has no value: the point is then that of the greatest Tc below its Th.
fn is_free(inputs: &Inputs) -> bool {
    inputs.get(P::Tc.spec()).is_nan()
}

/// The point that these inputs give.
pub fn point(inputs: &Inputs) -> Point {
    Point::of(inputs.raw(), inputs.reading)
}

/// The point of a row with its answer.
fn solved(row: &Row) -> Solved {
    Solved::new(point(&row.inputs))
}

impl Point {
    /// The point with these values, in the order of the parameters, as they are to be read. Without a
    /// Tc it has the greatest one below its Th.
    fn of(values: &[f64], reading: Reading) -> Point {
        let option = RESONANCES.options[reading.option].name;
        let read = Point::raw_of(values)
            .in_units(reading.units)
            .with_resonances(Resonances::named(option).unwrap_or_default())
            .in_headrooms(reading.in_multiples);
        read.with_raw(values)
    }

    /// The same point as data.
    pub fn inputs(&self) -> Inputs {
        let reading = Reading {
            units: self.units(),
            option: self.resonances() as usize,
            in_multiples: self.is_in_headrooms(),
        };
        Inputs::new(&RefrigeratorFamily, reading, self.raw())
    }
}

/// Names of levels between which there is less than Γ, while the resonances are taken for narrow ones.
/// Where levels coincide that is a limit, or refused.
fn overlapping(point: &Point) -> Vec<String> {
    const LEVELS: [P; 4] = [P::E1, P::E2, P::E3, P::E4];
    if point.resonances() != Resonances::Narrow {
        return Vec::new();
    }
    let pairs = (0..4).flat_map(|i| (i + 1..4).map(move |j| [LEVELS[i], LEVELS[j]]));
    let is_close = |[a, b]: &[P; 2]| {
        let gap = (point.get(*a) - point.get(*b)).abs();
        let own = |level: &P| point.get(P::WIDTHS[*level as usize - P::E1 as usize]);
        let width = match point.scale().widths {
            Widths::Common => point.get(P::Gamma),
            Widths::Own => 0.5 * own(a) + 0.5 * own(b),
        };
        gap > 0.0 && gap < width
    };
    pairs.filter(is_close).map(|[a, b]| format!("{} and {}", a.name(), b.name())).collect()
}

/// The derivative of a result. Where λ is a multiple c of the headroom, λ = c λ_max follows all
/// parameters, and c itself is what varies.
fn slope(point: &Refrigerator, solution: &Solution, of: ResultRef, by: P) -> f64 {
    let follows = point.point().is_in_headrooms();
    let is_physical = solution.verdict == super::Verdict::Physical;
    match (of.key, follows) {
        ("power", false) => Derived::PowerSlope(by).of(point, solution),
        ("power", true) => Derived::PowerFollowing(by).of(point, solution),
        ("cop", false) => Derived::CopSlope(by).of(point, solution),
        ("cop", true) => Derived::CopFollowing(by).of(point, solution),
        ("net_power", false) => Derived::NetPowerSlope(by).of(point, solution),
        ("net_power", true) => Derived::NetPowerFollowing(by).of(point, solution),
        ("tc_min", _) if !is_physical => f64::NAN,
        ("tc_min", false) => minimum_temperature_slope(point, solution, by),
        ("tc_min", true) => minimum_following(point, solution, by),
        _ => f64::NAN,
    }
}

/// The derivative of the minimum temperature where λ = c λ_max. NaN where the changes by the parameter
/// and by λ cancel but for less than a part in 10^9, of which roundings leave no six digits.
fn minimum_following(point: &Refrigerator, solution: &Solution, by: P) -> f64 {
    let by_strength = minimum_temperature_slope(point, solution, P::Lambda);
    if by == P::Lambda {
        return by_strength * solution.headroom;
    }
    let headroom = Derived::HeadroomSlope(by).of(point, solution);
    let follows = by_strength * point.point().get(P::Lambda) * headroom;
    let alone = minimum_temperature_slope(point, solution, by);
    let sum = alone + follows;
    let is_noise = sum.abs() < 1e-9 * alone.abs().max(follows.abs());
    if is_noise { f64::NAN } else { sum }
}

/// Solves a block.
fn solve(block: &mut Block) {
    let (reading, rows) = (block.reading(), block.rows());
    if rows == 0 {
        return;
    }
    let mut accepted: Vec<Refrigerator> = Vec::with_capacity(rows);
    let mut places: Vec<usize> = Vec::with_capacity(rows);
    let mut refused: Vec<(usize, &'static Rule, f64)> = Vec::new();
    let mut values = P::ALL.map(|parameter| block.raw(parameter as usize).at(0));
    let varied = |parameter: &P| match block.raw(*parameter as usize) {
        Values::Constant(_) => None,
        Values::Each(column) => Some((*parameter as usize, &column[..])),
    };
    let varied: Vec<(usize, &[f64])> = P::ALL.iter().filter_map(varied).collect();
    // A column in which some rows have a width of their own gives them to all rows.
    let has_widths = |width: &P| match block.raw(*width as usize) {
        Values::Constant(width) => !width.is_nan(),
        Values::Each(_) => true,
    };
    let read = Point::of(&values, reading);
    let read = if P::WIDTHS.iter().any(has_widths) { read.with_own_widths() } else { read };
    for row in 0..rows {
        for (id, column) in &varied {
            values[*id] = column[row];
        }
        let point = read.with_raw(&values);
        match Refrigerator::new(&point) {
            Ok(refrigerator) => {
                accepted.push(refrigerator);
                places.push(row);
            }
            Err(rule) => {
                let headroom = Solved { point, answer: Err(rule) }.headroom();
                refused.push((row, rule, headroom));
            }
        }
    }
    let derived = |result: &ResultRef| match source(result.id) {
        Source::Derived(derived) => Some((result.id, derived)),
        Source::Solution => None,
    };
    let (ids, derived): (Vec<usize>, Vec<Derived>) =
        block.wanted().iter().filter_map(derived).unzip();
    let Answers { results, strengths, statuses } = block.answers();
    let (usual, on_request) = results.split_at_mut(USUAL);
    let [fl1, fl2, fl3, fl4, power, entropy_current, cop, cop_carnot, headroom] = usual else {
        unreachable!("the register begins with these results")
    };
    let mut put = |row: usize, solution: &Solution| {
        [fl1[row], fl2[row], fl3[row], fl4[row]] = solution.fl;
        power[row] = solution.power;
        entropy_current[row] = solution.entropy_current;
        cop[row] = solution.cop;
        cop_carnot[row] = solution.cop_carnot;
        headroom[row] = solution.headroom;
    };
    for (row, rule, headroom) in refused {
        statuses[row] = Status::Refused(rule);
        put(row, &Solution { headroom, ..Solution::NONE });
    }
    let mut solutions = Vec::with_capacity(if derived.is_empty() { 0 } else { accepted.len() });
    let mut next = places.iter();
    Refrigerator::solve_all(&accepted, |solution| {
        let Some(row) = next.next() else { return };
        put(*row, &solution);
        statuses[*row] = solution.verdict.status();
        if let Some(strength) = strengths.get_mut(*row) {
            *strength = solution.lambda;
        }
        if !derived.is_empty() {
            solutions.push(solution);
        }
    });
    fill(&derived, &accepted, &solutions, |result, place, number| {
        on_request[ids[result] - USUAL][places[place]] = number;
    });
}
