//! Inputs that broke other programs, and what a machine file answers. Values are those of mpmath 1.3 at 40 digits,
//! by two quadratures or a closed form that agree.

use ndemon::machine_file::{MachineFamily, MachineFile};
use ndemon::model::{Family, Inputs, Row, Status};

/// The family of a text.
fn family(text: &str) -> Result<&'static MachineFamily, Vec<String>> {
    let say = |found: Vec<ndemon::machine_file::FileError>| {
        found.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let file = MachineFile::read("m.toml", text.as_bytes()).map_err(say)?;
    MachineFamily::of(file).map_err(say)
}

fn row(text: &str) -> Row {
    let family = family(text).unwrap_or_else(|found| panic!("{text}\n{found:?}"));
    let reading =
        ndemon::model::Reading { units: family.units().unwrap_or_default(), ..Default::default() };
    Row::new(&Inputs::complete(family, reading, |_| None).unwrap())
}

fn result(row: &Row, key: &str) -> f64 {
    row.result(row.inputs.family().result(key).unwrap())
}

/// Two reservoirs with this transmission between them: h at T = 1, μ = 1/4, and c at T = 1/2, μ = 0.
fn pair(transmission: &str) -> String {
    format!(
        "format = 1\n[environment]\nT0 = 1\nmu0 = 0\n[reservoirs]\nh = {{ T = 1, mu = 0.25 }}\n\
         c = {{ T = 0.5, mu = 0 }}\n[[transmission]]\nbetween = [\"h\", \"c\"]\nT = \"{transmission}\"\n"
    )
}

const WINDOW: &str = "boxcar(at=0.5, width=1)";

/// Whether a number is the one of a reference with so many digits.
fn is_near(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= 2e-14 * expected.abs()
}

#[test]
fn integrals_that_others_get_wrong() {
    // Transmission, ṅ_c and ε̇_c.
    let deep = format!("{}{WINDOW}{}", "(".repeat(100), ")".repeat(100));
    let cases: &[(&str, f64, f64)] = &[
        (WINDOW, 0.155958829005457, 0.0898639120999085),
        ("exp(-2^2*E^2)", 0.0535026479713374, 0.0232692843423097),
        ("2^3^2/1024*boxcar(at=0.5, width=1)", 0.0779794145027286, 0.04493195604995425),
        (&deep, 0.155958829005457, 0.0898639120999085),
        // The Gaussian of another machine is below.
        ("exp(-abs(E))", 0.0962785866256430, 0.190970151453311),
        ("exp(-abs(E-0.499))", 0.180427565277410, 0.243783319753050),
        ("exp(-E)*step(E-0.997)", 0.0514408398576312, 0.0823535367001927),
        ("1e-20*boxcar(at=0.5, width=1)", 1.55958829005457e-21, 8.98639120999085e-22),
        ("lorentzian(at=0.5, fwhm=1e-9)", 2.65279347231028e-10, 1.32639673743510e-10),
        // 0/0 at E = 0 (brian-team/brian2#1117, symengine/symengine#1852), and the inverses.
        ("0.5*E/(exp(E)-1)*boxcar(at=0, width=1)", 0.0258107586454905, 0.00859572756179956),
        ("-0.25*E/(1-exp(E))*2*boxcar(at=0, width=1)", 0.0258107586454905, 0.00859572756179956),
        ("0.5*E/tanh(E)*boxcar(at=0, width=1)", 0.0312902452241876, 0.0101982729842945),
        ("(1-exp(-2*E))/(4*E)*boxcar(at=0, width=1)", 0.0219661485759704, 0.00809206128234349),
        ("0.5*tanh(E)/E*boxcar(at=0, width=1)", 0.0296795049045885, 0.00927827008633504),
    ];
    for (transmission, particles, energy) in cases {
        let row = row(&pair(transmission));
        assert_eq!(row.status(), Status::Ok, "{transmission}");
        let (n, e) = (result(&row, "n_c"), result(&row, "energy_c"));
        assert!(is_near(n, *particles) && is_near(e, *energy), "{transmission}: {n:e} {e:e}");
    }
}

/// h T = 100, c T = 50, μ = 0 (scipy/scipy#17443).
#[test]
fn a_distant_gaussian_is_found() {
    let text = "format = 1\n[reservoirs]\nh = { T = 100, mu = 0 }\nc = { T = 50, mu = 0 }\n\
                [[transmission]]\nbetween = [\"h\", \"c\"]\nT = \"gaussian(at=116, fwhm=8.97)\"\n";
    let row = row(text);
    let (n, e) = (result(&row, "n_c"), result(&row, "energy_c"));
    assert!(is_near(n, 1.42328379431233) && is_near(e, 165.075281825569), "{n:e} {e:e}");
}

/// A pole beside the axis that no grid sees: 1/(1 + ((E − .75)/1e-9)² e^(E/10)). mpmath 1.3 at 60 digits, cut at
/// .75 ± 10^k: ṅ_R = 5.90411502815647525e-10 for L (T 1, μ 1/4) and R (T 1/2, μ 0).
#[test]
fn a_hidden_pole_is_not_overlooked() {
    let row = row(&pair("1/(1+((E-.75)/1e-9)^2*exp(.1*E))"));
    let n = result(&row, "n_c");
    let is_right = is_near(n, 5.904115028156475e-10);
    assert!(is_right, "{n:e} {}", row.status());
    assert!(!row.status().is_physical() || is_right || n.is_nan());
}

/// Where a transmission is 0 on a whole piece the other factor need not be defined; where nobody vouches, no
/// number is made up.
#[test]
fn what_is_not_defined_is_not_computed() {
    let whole = row(&pair("boxcar(at=0.5, width=1) + 0*sqrt(-1-E^2)"));
    assert!(is_near(result(&whole, "n_c"), 0.155958829005457));
    for transmission in ["exp(-.01/E^2)*boxcar(at=0, width=1)", "0.5*sqrt(E)*boxcar(at=0, width=1)"]
    {
        let row = row(&pair(transmission));
        assert_eq!(row.status(), Status::Unproven, "{transmission}");
        assert!(result(&row, "n_c").is_nan());
    }
}

/// A rule that is broken over 1e-9 of the axis, where nothing but the formula tells of it.
#[test]
fn a_narrow_violation_is_found() {
    let with = |peak: &str| format!("({peak}/(1+((E-0.3137)/1e-9)^2))*{WINDOW}");
    assert_eq!(row(&pair(&with("0.5+0.501"))).status().word(), "T_h_c>channels");
    assert_eq!(row(&pair(&with("0.5-0.501"))).status().word(), "T_h_c<0");
    assert_eq!(row(&pair(&with("0.5+0.5"))).status(), Status::Ok);
    assert_eq!(row(&pair(&with("0.5-0.5"))).status(), Status::Ok);
}

/// An empty level that fills gains entropy without bound; an occupation above 1 is none.
#[test]
fn empty_and_impossible_levels_are_named() {
    let with = |f: &str| {
        format!(
            "format = 1\n[environment]\nT0 = 1\nmu0 = 0\n[reservoirs]\nh = {{ T = 1, mu = 0 }}\n\
             l = {{ f = \"{f}\" }}\n[[transmission]]\nbetween = [\"h\", \"l\"]\nT = \"{WINDOW}\"\n"
        )
    };
    for f in ["0", "1"] {
        let row = row(&with(f));
        assert_eq!(row.status().word(), "entropy_l=inf");
        assert_eq!(result(&row, "entropy_l"), f64::INFINITY);
        assert_eq!(result(&row, "entropy_production"), f64::INFINITY);
        // ∫ (f_l − f_h) over [0, 1] with f_h = 1/(1 + e^E): −ln(2/(1 + e^−1)) for an empty level.
        let filled = (2.0 / (1.0 + (-1.0f64).exp())).ln();
        let expected = if f == "0" { -filled } else { 1.0 - filled };
        assert!(is_near(-result(&row, "n_l"), expected) || is_near(result(&row, "n_l"), -expected));
    }
    for (f, word) in [("1.5", "f_l>1"), ("0.25-E", "f_l<0"), ("-0.5", "f_l<0")] {
        assert_eq!(row(&with(f)).status().word(), word, "{f}");
    }
}

/// 300 K and 200 K, μ = 0; 80 mK and 50 mK: the same with U+00B5, U+03BC and u (dustin/go-humanize#144).
#[test]
fn units_are_read_in_every_spelling() {
    for micro in ["\u{b5}", "\u{3bc}", "u"] {
        let text = format!(
            "format = 1\n[reservoirs]\nh = {{ T = \"80mK\", mu = 0 }}\nc = {{ T = \"50mK\", mu = 0 }}\n\
             [[transmission]]\nbetween = [\"h\", \"c\"]\n\
             T = \"boxcar(at=12{micro}eV, width=5{micro}eV)\"\n"
        );
        let row = row(&text);
        let (n, e) = (result(&row, "n_c"), result(&row, "energy_c"));
        assert!(is_near(n, 109179952.371788) && is_near(e, 2.07699748109880e-16), "{n:e} {e:e}");
    }
}

/// A temperature may be written as the energy k_B T, and an energy as the temperature E/k_B: with
/// k_B = 1.380649e-23 J/K over 1.602176634e-19 C (SI, 2019) 10 µeV are 116.04518121550083 mK.
#[test]
fn temperatures_and_energies_are_one() {
    let machine = |t: &str, mu: &str, t0: &str| {
        row(&format!(
            "format = 1\n[environment]\nT0 = '{t0}'\nmu0 = 0\n[reservoirs]\n\
             h = {{ T = '{t}', mu = '{mu}' }}\nc = {{ T = '60mK', mu = 0 }}\n\
             [[transmission]]\nbetween = ['h', 'c']\nT = 'boxcar(at=12ueV, width=5ueV)'\n"
        ))
    };
    let one = machine("10ueV", "100mK", "10ueV");
    let other = machine("116.04518121550083mK", "8.617333262145179ueV", "116.04518121550083mK");
    for key in ["n_c", "energy_c", "entropy_h", "entropy_c", "entropy_production"] {
        let [a, b] = [&one, &other].map(|row| result(row, key));
        assert!(is_near(a, b) && a != 0.0, "{key}: {a:e} {b:e}");
    }
}

/// Numbers that do not exist are named, whatever stands on them.
#[test]
fn places_that_are_not_finite_are_refused() {
    for transmission in [
        "boxcar(at=ln(-1), width=1)",
        "boxcar(at=0.5, width=1/0)",
        "lorentzian(at=sqrt(-2), fwhm=1)",
        "step(E-ln(-1))*boxcar(at=0.5, width=1)",
        "narrow(at=1/0, area=1)",
    ] {
        assert_eq!(row(&pair(transmission)).status().word(), "not finite", "{transmission}");
    }
    for (transmission, word) in [
        ("boxcar(at=0.5, width=0)", "width<=0"),
        ("lorentzian(at=0.5, fwhm=-1)", "fwhm<=0"),
        ("narrow(at=0.5, area=-1)", "area<0"),
    ] {
        assert_eq!(row(&pair(transmission)).status().word(), word, "{transmission}");
    }
    let cold = pair("boxcar(at=0.5, width=1)").replace("T = 0.5", "T = 0");
    assert_eq!(row(&cold).status().word(), "T_c<=0");
}

/// The kind of a machine does not depend on the unit of energy: here all energies are multiplied by 2^-50.
#[test]
fn a_kind_is_the_same_in_any_unit() {
    let kind = |scale: f64| {
        let row = row(&format!(
            "format = 1\n[parameters]\ns = {scale:e}\n[environment]\nT0 = \"T_h\"\nmu0 = 0\n\
             [reservoirs.h]\nT = \"2*s\"\nmu = 0\n[reservoirs.c]\nT = \"1.25*s\"\nmu = 0\n\
             [reservoirs.l]\nf = \"(1-0.02)*fermi(mu=-15*s, T=s) + 0.02*fermi(mu=15*s, T=s)\"\n\
             [[transmission]]\nbetween = [\"h\", \"l\"]\nT = \"lorentzian(at=13*s, fwhm=0.25*s)\"\n\
             [[transmission]]\nbetween = [\"c\", \"l\"]\nT = \"lorentzian(at=2.25*s, fwhm=0.25*s)\"\n"
        ));
        assert_eq!(row.status(), Status::Ok);
        ndemon::model::KINDS[result(&row, "kind") as usize]
    };
    assert_eq!((kind(1.0), kind(2f64.powi(-50))), ("heat_pump", "heat_pump"));
}

/// Twenty resonances by their name are integrated one by one, as quotients of polynomials together: both are
/// the nearest doubles.
#[test]
fn many_resonances_are_the_sum_of_each() {
    let terms = |shape: &dyn Fn(f64, f64) -> String| {
        let term = |k: i32| shape(0.17 * f64::from(k) - 1.4, 0.011 + 0.003 * f64::from(k * k % 7));
        (0..20).map(term).collect::<Vec<_>>().join(" + ")
    };
    let named = terms(&|at, half| format!("lorentzian(at={at}, fwhm=2*{half})"));
    let quotients = terms(&|at, half| format!("1/(1+((E-({at}))/{half})^2)"));
    let [named, quotients] = [named, quotients].map(|sum| row(&pair(&format!("0.03125*({sum})"))));
    for key in ["n_c", "energy_h", "heat_c", "heat_h", "entropy_c", "entropy_production"] {
        let [a, b] = [&named, &quotients].map(|row| result(row, key));
        assert!(a == b && a != 0.0, "{key}: {a:e} {b:e}");
    }
    assert_eq!([named.status(), quotients.status()], [Status::Ok; 2]);
}
