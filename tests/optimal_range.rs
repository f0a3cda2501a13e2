//! Optimal demons that are coupled over ranges of energies.
//!
//! The Lorentzian rows are of two discretisations in plain doubles by another program, of which three numbers of
//! nodes agree to 12 digits; the band is by quadrature and Newton's method with 45 digits in mpmath.

use crate::solved::family;
use ndemon::machine_file::{MachineFamily, MachineFile};
use ndemon::model::{Family, Inputs, Reading, Row, Status};

/// Levels of the hot and of the cold reservoir of the paper's Fig. 2, and of two and four levels more.
const HOT: [&[f64]; 3] = [&[1.0, 2.0], &[1.0, 2.0, 2.25], &[0.75, 1.0, 2.0, 2.25]];
const COLD: [&[f64]; 3] = [&[1.5, 1.3], &[1.5, 1.3, 1.1], &[1.5, 1.3, 1.1, 0.9]];
/// The power of the paper's demon at Tc = 0.5, ε4 = 1.3 (Eq. C6), in units of the area of a level.
const POWER: &str = "0.017080454480841885268409721082";

fn machine(hot: &str, cold: &str, demon: &str) -> String {
    format!(
        "format = 1\n[environment]\nT0 = 1\nmu0 = 1\n[reservoirs.h]\nT = 1\nmu = 1\n\
         [reservoirs.c]\nT = 0.5\nmu = 1\n[reservoirs.l]\ndemon = 'optimal'\nfrom = 'c'\n{demon}\n\
         [[transmission]]\nbetween = ['h', 'l']\nT = '{hot}'\nchannels = 4\n\
         [[transmission]]\nbetween = ['c', 'l']\nT = '{cold}'\nchannels = 4\n\
         [results]\ncop = '-heat_c/(T0*entropy_l)'\n"
    )
}

fn lorentzians(levels: &[f64], hwhm: f64) -> String {
    let level = |at: &f64| format!("lorentzian(at={at}, fwhm=2*{hwhm})");
    let all: Vec<String> = levels.iter().map(level).collect();
    format!("boxcar(at=1, width=8)*({})", all.join(" + "))
}

struct Solved {
    status: Status,
    family: &'static MachineFamily,
    row: Row,
}

impl Solved {
    fn of(text: &str) -> Self {
        let family = family(text);
        let row = Row::new(&Inputs::complete(family, Reading::default(), |_| None).unwrap());
        Self { status: row.status(), family, row }
    }

    fn get(&self, key: &str) -> f64 {
        self.row.result(self.family.result(key).unwrap())
    }
}

/// The demon of these levels with a width, at a power per area of a level.
fn of_levels(which: usize, hwhm: f64, demon: &str) -> Solved {
    let (hot, cold) = (lorentzians(HOT[which], hwhm), lorentzians(COLD[which], hwhm));
    Solved::of(&machine(&hot, &cold, demon))
}

fn at_power(hwhm: f64, fixed: bool) -> String {
    let fixed = if fixed { "\nfixed = ['n_h']" } else { "" };
    format!("power = '{POWER}*pi*{hwhm}'{fixed}")
}

#[test]
fn lorentzian_demons_have_the_known_performance() {
    // At the width of 0.05 eight levels are worse than six.
    const ROWS: [(usize, f64, f64); 4] = [
        (0, 0.05, 0.100302048088),
        (1, 0.005, 0.409694625767),
        (1, 0.05, 0.130040210611),
        (2, 0.05, 0.115804716083),
    ];
    for (which, hwhm, cop) in ROWS {
        let solved = of_levels(which, hwhm, &at_power(hwhm, true));
        assert_eq!(solved.status, Status::Ok, "{which} {hwhm}");
        let found = solved.get("cop");
        // A unit of the last of 12 digits.
        assert!((found - cop).abs() < 1.01e-12, "{which} {hwhm}: {found} {cop}");
        // What must be 0 is so by a rule, and the power is the one that is asked for.
        for zero in ["n_l", "energy_l", "n_h", "n_c"] {
            assert_eq!(solved.get(zero), 0.0, "{zero}");
        }
        let power = POWER.parse::<f64>().unwrap() * std::f64::consts::PI * hwhm;
        assert!((-solved.get("heat_c") / power - 1.0).abs() < 1e-15);
    }
}

/// Narrow levels of the same areas, whose performance is known by Newton's method with 45 digits: what a small
/// width costs is proportional to it.
#[test]
fn demons_of_small_widths_come_near_those_of_none() {
    let narrow = 0.480_244_257_907_468_06;
    let off = |hwhm| narrow - of_levels(1, hwhm, &at_power(hwhm, true)).get("cop");
    let (a, b) = (off(4e-4), off(1e-4));
    assert!(a > b && b > 0.0 && (a / b - 4.0).abs() < 0.1, "{a} {b}");
}

/// T_cl = 1 for |E − μ| < 1 and T_hl = 1 beyond. The band ends at |E − μ| = 30, where the occupations of h have
/// fallen to e^−30: that changes the performance by less than 1e-10.
#[test]
fn a_band_has_the_known_performance() {
    let demon = "power = 0.109399631655936113519594865731\nfixed = ['n_h']";
    let hot = "boxcar(at=-14, width=30 - 2) + boxcar(at=16, width=30 - 2)";
    let solved = Solved::of(&machine(hot, "boxcar(at=1, width=2)", demon));
    assert_eq!(solved.status, Status::Ok);
    let cop = solved.get("cop");
    assert!((cop - 0.387_422_030_473_577_3).abs() < 1e-10, "{cop}");
}

/// A demon of three times the power at a fraction of a quarter exists, and none of more than four times: that the one
/// exists is proven by its conditions, without the greatest power.
#[test]
fn a_fraction_of_the_greatest_power_is_what_it_says() {
    let quarter = of_levels(0, 0.05, "fraction = 0.25\nfixed = ['n_h']");
    assert_eq!(quarter.status, Status::Ok);
    let power = -quarter.get("heat_c");
    let times = |times: f64| {
        of_levels(0, 0.05, &format!("power = {:e}\nfixed = ['n_h']", times * power)).status
    };
    assert_eq!(times(3.0), Status::Ok);
    assert_eq!(times(4.001), Status::Unphysical("power>max"));
}

/// The demon with a given performance is the one whose power gives that performance.
#[test]
fn performance_and_power_are_inverses() {
    let solved = of_levels(0, 0.05, "cop = 0.2");
    assert_eq!(solved.status, Status::Ok);
    let power = -solved.get("heat_c");
    assert!((solved.get("cop") - 0.2).abs() < 1e-15);
    let back = of_levels(0, 0.05, &format!("power = {power:e}"));
    assert!((back.get("cop") - 0.2).abs() < 1e-14, "{}", back.get("cop"));
}

/// With one condition less, a demon is no worse.
#[test]
fn a_demon_that_moves_particles_is_better() {
    let fixed = of_levels(0, 0.05, &at_power(0.05, true));
    let free = of_levels(0, 0.05, &at_power(0.05, false));
    assert_eq!(free.status, Status::Ok);
    assert!(free.get("cop") > 1.5 * fixed.get("cop"));
    assert!(free.get("n_h") != 0.0);
}

#[test]
fn a_power_beyond_the_greatest_is_refused() {
    let solved = of_levels(0, 0.05, "power = 0.1\nfixed = ['n_h']");
    assert_eq!(solved.status, Status::Unphysical("power>max"));
}

/// Cold resonances beside hot levels without width, of the same areas: see above.
#[test]
fn narrow_levels_beside_small_widths_come_near_those_alone() {
    let narrow = 0.480_244_257_907_468_06;
    let off = |hwhm: f64| {
        let line = |at: &f64| format!("narrow(at={at}, area=pi*{hwhm})");
        let hot: Vec<String> = HOT[1].iter().map(line).collect();
        let text = machine(&hot.join(" + "), &lorentzians(COLD[1], hwhm), &at_power(hwhm, true));
        let solved = Solved::of(&text);
        assert_eq!(solved.status, Status::Ok, "{hwhm}");
        assert_eq!((solved.get("n_l"), solved.get("energy_l")), (0.0, 0.0));
        narrow - solved.get("cop")
    };
    let (a, b) = (off(4e-4), off(1e-4));
    // Tails of one reservoir alone are of use to the demon.
    assert!(a < b && b < 0.0 && (a / b - 4.0).abs() < 0.1, "{a} {b}");
}

/// A level without width is the limit of windows of its area, which are off by the square of their width.
#[test]
fn a_narrow_level_beside_windows_is_the_limit_of_windows() {
    let of = |level: &str, wish: &str| {
        let hot = format!("boxcar(at=1, width=0.3) + {level}");
        let cold = "boxcar(at=1.4, width=0.4) + boxcar(at=0.7, width=0.2)";
        let solved = Solved::of(&machine(&hot, cold, wish));
        assert_eq!(solved.status, Status::Ok, "{level} {wish}");
        solved
    };
    let wish = "power = 0.002";
    let limit = of("narrow(at=2, area=0.1)", wish);
    let off = |width: f64| {
        let window = format!("{}*boxcar(at=2, width={width})", 0.1 / width);
        limit.get("cop") - of(&window, wish).get("cop")
    };
    let (a, b) = (off(0.2), off(0.1));
    assert!((a / b - 4.0).abs() < 0.2, "{a} {b}");
    // The demon with that performance is the same one.
    let back = of("narrow(at=2, area=0.1)", &format!("cop = {:e}", limit.get("cop")));
    assert!((back.get("heat_c") / -0.002 - 1.0).abs() < 1e-13, "{}", back.get("heat_c"));
}

/// Windows of the width 0.1 at six energies of Fig. 2, the hot ones first, some of them replaced by `other`.
fn mixed(places: &[usize], other: &dyn Fn(f64) -> String, wish: &str) -> Solved {
    let all = |of: &[f64], from: usize| {
        let one = |(k, at): (usize, &f64)| match places.contains(&(from + k)) {
            true => other(*at),
            false => format!("boxcar(at={at}, width=0.1)"),
        };
        of.iter().enumerate().map(one).collect::<Vec<_>>().join(" + ")
    };
    Solved::of(&machine(&all(HOT[1], 0), &all(COLD[1], 3), wish))
}

fn replaced(places: &[usize], other: &dyn Fn(f64) -> String, wish: &str) -> Solved {
    let solved = mixed(places, other, wish);
    assert_eq!(solved.status, Status::Ok, "{places:?} {wish}");
    solved
}

/// The greatest power with levels is the limit of that with windows of their areas. What windows are off by is
/// quadratic in their widths where they are full or empty, and linear where a part of one is full and the rest is not.
#[test]
fn a_part_of_the_greatest_power_with_levels_is_the_limit_of_that_with_windows() {
    const FULL_OR_EMPTY: [&[usize]; 5] = [&[0], &[2], &[3], &[4], &[0, 2, 4]];
    const IN_PART: [&[usize]; 4] = [&[1], &[5], &[1, 5], &[0, 1, 5]];
    let all = FULL_OR_EMPTY.map(|places| (places, 4.0));
    for (places, ratio) in all.into_iter().chain(IN_PART.map(|places| (places, 2.0))) {
        let wish = "fraction = 0.5";
        let limit = replaced(places, &|at| format!("narrow(at={at}, area=0.1)"), wish);
        assert!(limit.get("heat_c_error") < 1e-20, "{places:?}");
        let off = |width: f64| {
            let window = |at| format!("{}*boxcar(at={at}, width={width})", 0.1 / width);
            replaced(places, &window, wish).get("heat_c") / limit.get("heat_c") - 1.0
        };
        // Windows are no higher than 4.
        let (a, b) = (off(0.06), off(0.03));
        assert!((a / b - ratio).abs() < 0.15, "{places:?}: {a} {b}");
    }
}

/// A demon of almost the greatest power exists, and none of a little more.
#[test]
fn no_demon_of_narrow_levels_beside_windows_draws_more_than_the_greatest_power() {
    for places in [&[0, 2][..], &[1], &[1, 5]] {
        let level = |at| format!("narrow(at={at}, area=0.1)");
        let half = replaced(places, &level, "fraction = 0.5").get("heat_c");
        let near = replaced(places, &level, &format!("power = {:e}", -1.9 * half));
        assert!((near.get("heat_c") / half - 1.9).abs() < 1e-15);
        let beyond = mixed(places, &level, &format!("power = {:e}", -2.0000001 * half));
        assert_eq!(beyond.status, Status::Unphysical("power>max"), "{places:?}");
    }
}

/// Where one reservoir limits the power, the other one may be met in many ways. Numbers of quadrature with 30 digits in
/// mpmath, here half of the greatest power: the band of above; cold windows of which the upper one is emptied and the
/// lower one is filled up to an energy; cold levels that are emptied; hot levels that are full above μ and empty below.
#[test]
fn a_reservoir_with_room_to_spare_does_not_change_the_greatest_power() {
    const FIXED: &str = "\nfixed = ['n_h']";
    // With 0.1, 1.3 and 1.5 as doubles.
    const CUT: f64 = 0.003_242_327_932_637_569_7;
    let band = "boxcar(at=-14, width=30 - 2) + boxcar(at=16, width=30 - 2)";
    let windows = "boxcar(at=1.5, width=0.1) + boxcar(at=1.3, width=0.1)";
    let cases = [
        (band, "boxcar(at=1, width=2)", FIXED, 0.109_399_631_655_936_11),
        ("boxcar(at=1, width=0.1) + boxcar(at=2, width=0.1)", windows, FIXED, CUT),
        ("boxcar(at=1, width=0.1) + narrow(at=2, area=0.1)", windows, FIXED, CUT),
        ("narrow(at=1, area=0.1) + narrow(at=2, area=0.1)", windows, FIXED, CUT),
        (
            "boxcar(at=1, width=2)",
            "narrow(at=1.6, area=1) + narrow(at=1.3, area=1)",
            "",
            0.122_594_119_016_425_39,
        ),
        (
            "boxcar(at=1, width=0.4) + narrow(at=1.8, area=0.03)",
            "boxcar(at=1.4, width=0.2) + boxcar(at=0.6, width=0.2) + narrow(at=1.65, area=0.03)",
            "",
            0.018_945_030_904_435_174,
        ),
    ];
    for (hot, cold, fixed, half) in cases {
        let solved = Solved::of(&machine(hot, cold, &format!("fraction = 0.5{fixed}")));
        assert_eq!(solved.status, Status::Ok, "{hot} {cold}");
        assert_eq!(solved.get("heat_c"), -half, "{hot} {cold}");
        assert!(solved.get("heat_c_error") < 1e-20, "{hot} {cold}");
    }
}

/// One cold level whose particles are fixed draws nothing; a number is not shown, and why is said.
#[test]
fn a_fraction_of_no_power_is_not_proven() {
    let demon = "fraction = 0.5\nfixed = ['n_h']";
    let solved = Solved::of(&machine("boxcar(at=1, width=1)", "narrow(at=1.6, area=1)", demon));
    assert_eq!(solved.status, Status::Unproven);
    let said = solved.family.sentences(&solved.row).concat();
    assert!(said.contains("of the greatest power of any demon"), "{said}");
}

/// There are demons up to the greatest power, and it is not said that there are none where none is found.
#[test]
fn close_to_the_greatest_power_demons_are_not_proven() {
    let of = |fraction: &str| {
        of_levels(0, 0.05, &format!("fraction = {fraction}\nfixed = ['n_h']")).status
    };
    assert_eq!(of("0.999"), Status::Unproven);
    assert_eq!(of("0.99999"), Status::Unproven);
    assert_eq!(of("1"), Status::Unphysical("power>=max"));
}

/// What the dual function leaves between a demon and the best one is what a number may be off: far below a place of the
/// doubles at half of the greatest power, and little close to it.
#[test]
fn the_interval_of_the_best_performance_is_narrow() {
    for (fraction, most) in [(0.5, 1e-19), (0.9, 1e-18)] {
        let demon = format!("fraction = {fraction}\nfixed = ['n_h']");
        let (hot, cold) = (lorentzians(HOT[0], 0.05), lorentzians(COLD[0], 0.05));
        let solved = Solved::of(&machine(&hot, &cold, &demon));
        assert_eq!(solved.status, Status::Ok, "{fraction}");
        for key in ["entropy_l", "cop"] {
            let value = solved.get(key);
            let error = solved.get(&format!("{key}_error"));
            assert!(error > 0.0 && error < most * value, "{fraction} {key} {value} {error}");
        }
    }
}

/// Of all powers, a part of the greatest one is that part, also close to it; and more heat costs more entropy.
#[test]
fn large_fractions_are_what_they_say() {
    let of = |fraction: f64| of_levels(0, 0.05, &format!("fraction = {fraction}\nfixed = ['n_h']"));
    let half = of(0.5);
    let mut before = half.get("cop");
    for fraction in [0.9, 0.95] {
        let solved = of(fraction);
        assert_eq!(solved.status, Status::Ok, "{fraction}");
        let ratio = solved.get("heat_c") / half.get("heat_c");
        assert!((ratio / (2.0 * fraction) - 1.0).abs() < 1e-14, "{ratio}");
        assert!(solved.get("cop") < before);
        before = solved.get("cop");
    }
}

#[test]
fn an_endless_range_is_refused() {
    let text = machine("lorentzian(at=1, fwhm=0.1)", "boxcar(at=1, width=1)", "fraction = 0.5");
    let file = MachineFile::read("machine.toml", text.as_bytes()).unwrap();
    let refused = MachineFamily::of(file).unwrap_err();
    let endless = refused.iter().map(ToString::to_string).collect::<String>();
    assert!(endless.contains("bounded range") && endless.contains("boxcar(at=…"), "{endless}");
}
