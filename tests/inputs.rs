//! Inputs are rounded once: the doubles of values, of values with units and of ranges are the nearest
//! ones to the numbers that the decimals imply.

use dashu_int::UBig;
use ndemon::quantity::Dimension;
use ndemon::quantity::measured;
use ndemon::sweep::Axis;
use proptest::prelude::*;

fn point(text: &str, index: u64) -> f64 {
    let axis = Axis::parse(text, Dimension::Energy);
    axis.unwrap_or_else(|why| panic!("{text}: {why}")).at(index)
}

/// The double that the standard library, which rounds once, reads a decimal as.
fn decimal(text: &str) -> f64 {
    text.parse().unwrap()
}

fn value(text: &str) -> f64 {
    measured(text, Dimension::Energy).unwrap_or_else(|why| panic!("{text}: {why}")).0
}

/// Random texts, points of their log ranges with 3000 bits (mpmath).
#[test]
fn points_of_log_ranges_are_the_nearest_doubles() {
    for (range, index, expected) in [
        ("log:3.9063e-86:1.5157e+232:7", 2, 2.8491467089956677e+20),
        ("log:9.3e-1:5.17476614355458228e5:7", 2, 76.49250350202259),
        ("log:2.1e72:1.14366979119952178e-31:7", 4, 3017.219214800146),
        (
            "log:4.748411144102618916728674776691476379719274970660595745483087e-58:7.1e-285:4",
            2,
            2.8819625808164255e-209,
        ),
        (
            "log:1.9e-314:6.410230348423395450892835763688579036751412302347728601458662e-309:4",
            1,
            1.32269672821e-312,
        ),
        ("log:3.203e5:9.09674751508116102e-4:3", 1, 17.069529076926802),
        ("log:3.6e70:1.777e55:3", 1, 7.9982498085518685e+62),
        (
            "log:5.3e-32:9.083051166745504249438970175969646306736813334131780039467311e-132:7",
            4,
            1.6352335802573973e-98,
        ),
        ("log:7.195e-308:6.578e-314:3", 1, 6.8795864701305e-311),
        (
            "log:8.247480208047545220381293469795253855861004424331836497161791e3:1.983e3:1001",
            770,
            2752.2785458789845,
        ),
        (
            "log:7.381257111893312787568151854277150875008633815824602165738628e58:5.3432143803236413303404833e5:4",
            1,
            1.4278669960669716e+41,
        ),
        (
            "log:5.2e-318:7.847730727343894176078565485810513237477660693141899387675569e164:7",
            4,
            14739.989582091197,
        ),
        ("log:6.20241770370026293e-318:1.3420551830118038620559969e-310:1001", 17, 8.26532e-318),
        (
            "log:8.000163990214500837523447637382973472016572298654685005088308e-5:6.1e3:4",
            2,
            14.385319756156099,
        ),
        (
            "log:8.669256312866341519484847309716166515143431577048484825844711e34:5.0464522149982379386466511e60:1001",
            491,
            3.8779210707395e+47,
        ),
        ("log:2.36267094594766447e84:5.376e68:1001", 592, 1.2965235335557386e+75),
        ("log:5.2074218300291921837392307e-313:1.967e-320:4", 1, 1.747229525e-315),
        (
            "log:4.2935752254748364345888103e2:5.1908077733156802564946000e1:3",
            1,
            149.28872581581774,
        ),
        (
            "log:4.0820947241248153412966870e-6:7.198410295907161829261991035833213339254973920061647167750538e-71:4",
            2,
            2.7655748943548687e-49,
        ),
        ("log:1.63860842003311833e9:5.7e-83:7", 5, 9.976424267002232e-68),
        ("log:8.177e-320:6.1e-323:3", 1, 2.233e-321),
        ("log:1.0e2:3.7906263427658491718580936e3:1001", 353, 360.81532458850165),
        (
            "log:6.693885704908195681128418710352757370682922497263127764378267e-23:7.39213869721221499e-21:7",
            4,
            1.5407759898182529e-21,
        ),
        ("log:1.93272638926572413e77:2.459e89:3", 1, 2.180039951745017e+83),
        (
            "log:8.874110428530417777883093914250018573468382218448334243644638e-315:6.4e-315:7",
            5,
            6.758299745e-315,
        ),
    ] {
        assert_eq!(point(range, index), expected, "{range} [{index}]");
    }
}

/// Random texts, exact rational arithmetic (Python's `fractions`).
#[test]
fn points_of_ranges_are_the_nearest_doubles() {
    for (range, index, expected) in [
        ("1e-25:9e-25:9", 2, 3e-25),
        ("-9.9e-1:5.273e4:1001", 195, 10281.55305),
        ("1.754e21:2.48808281957498105e-27:4", 1, 1.1693333333333334e+21),
        (
            "6.16687457547375370e-285:8.77970934516406647e-106:1000000000000000",
            289239995759108,
            2.539443093761458e-106,
        ),
        ("-1.8e-310:5.7e-312:1001", 199, -1.430457e-310),
        ("8.3e0:5.62831598531045389e2:7", 5, 470.4096654425378),
        ("2.810e42:9.132e-73:4", 1, 1.8733333333333334e+42),
        (
            "-3.1808229003386309101324024e-247:2.56720477585970681e115:1000000000000000",
            242772793928641,
            6.232474760224122e+114,
        ),
        (
            "6.50468948900010472e-313:3.2270262458435569200554337e-311:1001",
            485,
            1.5986068801024e-311,
        ),
        (
            "6.4e0:3.498129505737414817007019832553606618191110729574578532742327e1:12",
            2,
            11.596599101340754,
        ),
        (
            "-1.1191845301661839435936524e-77:7.4732411091220383027371878e-18:1000000000000000",
            496006133461015,
            3.706773426957533e-18,
        ),
        (
            "2.763051310587573769307877447636430914330656864673457184445239e119:3.967e-3:7",
            3,
            1.381525655293787e+119,
        ),
        ("1.27132345122215118e-310:4.2400826805302250415447936e-318:4", 1, 8.4754898161504e-311),
        (
            "-5.048e3:1.306883134142324992055640278382862722205621797144006683593668e2:7",
            3,
            -2458.6558432928837,
        ),
        ("8.4e5:8.206e-47:7", 1, 700000.0),
        (
            "2.1240637732927757901665633e282:3.363e242:1000000000000000",
            590231074499188,
            8.703753300773798e+281,
        ),
        ("-2.17116734396423466e-308:1.7e-317:7", 3, -1.0855836711321173e-308),
        (
            "1.7641942832480967117384594e0:1.482410661889870088944682198307143462247937674032474209647775e2:1001",
            157,
            24.761063172449106,
        ),
        ("3.75909430704099510e61:5.06725853702144979e1:1001", 667, 1.2517784042446513e+61),
        (
            "-5.6e261:4.648680684383085133298596529458359647807295209122361060628013e-315:1000000000000000",
            624585313883204,
            -2.102322242254054e+261,
        ),
        (
            "3.1757558454224011393152996e-313:3.926045742221291531399404919766482775594403087159034919319066e-322:1000000000000000",
            206948106282107,
            2.51853918803e-313,
        ),
        (
            "5.025507235068859751600297399263782160176188906709243437363175e5:6.5e2:12",
            3,
            365668.708005008,
        ),
        ("-4.7223100702552681151705633e75:7.5e-66:12", 9, -8.586018309555033e+74),
        ("9.35073824823042002e6:3.232e-253:1001", 287, 6667076.37098829),
        ("8.4e-316:7.7303142963616416624578982e-309:7", 3, 3.86515756818082e-309),
    ] {
        assert_eq!(point(range, index), expected, "{range} [{index}]");
    }
}

/// Random texts, exact rational arithmetic (Python's `fractions`) and the constants of the SI.
#[test]
fn values_with_units_are_the_nearest_doubles() {
    for (text, expected) in [
        ("728.037121415Hz", 3.010919605197449e-12),
        ("-3.82975359058297059e-25J", -2.3903441788572297e-6),
        ("8.522527418555647121754367180800349422823053035616232604297013e1THz", 0.3524634134106847),
        ("2.84586046285127012e-14THz", 1.1769533186166778e-16),
        ("9.372950679672686268e-313neV", 9.4e-322),
        ("3.263e-329eV", 0.0),
        ("7.5246641766860089e2GHz", 0.003111951056572049),
        ("2.243567392192054499e42Hz", 9.278649189760381e+27),
        ("7.907e-200THz", 3.270072447957695e-202),
        ("4.031372409184943603350286969665580865263427416306156259717759e-326THz", 0.0),
        ("1.8516548556188670e-1peV", 1.851654855618867e-13),
        ("1.0728172693090786e-56peV", 1.0728172693090785e-68),
        ("5.364708028083883166e179meV", 5.364708028083883e+176),
        ("1.91054046767234108e-326meV", 0.0),
        ("5.583997921607864086e-4GHz", 2.309355982408361e-09),
        ("7.44849375840753748e52eV", 7.448493758407538e+52),
        (
            "6.382888785514662440832567948545260672008018202965005287055835e-218neV",
            6.382888785514662e-227,
        ),
        ("6.653e-313THz", 2.75145972e-315),
        ("8.6e-1GHz", 3.5566742193545184e-06),
        (
            "2.145214205491832591034354043591700491226015997722406836490293e16meV",
            21452142054918.324,
        ),
        ("7.2e178GHz", 2.977680741785178e+173),
        ("7.9844506338580210e-330GHz", 0.0),
        (
            "6.075243916452662234031225835247185894615617970198415621309096e-5eV",
            6.075243916452662e-05,
        ),
        ("2.52022938545051445e-9peV", 2.5202293854505144e-21),
        ("5.067e-260meV", 5.067e-263),
        ("9.7556830364112969691244877e-318eV", 9.75568e-318),
    ] {
        assert_eq!(value(text), expected, "{text}");
    }
}

/// A whole number of up to 34 digits, as short as they come.
fn whole() -> impl Strategy<Value = u128> {
    (0u32..34, any::<u128>()).prop_map(|(digits, number)| number % 10u128.pow(digits + 1))
}

/// The middle of two neighbouring doubles of this significand and exponent: its digits, exactly.
fn tie(significand: u64, exponent: i32) -> String {
    let odd = UBig::from(2 * (significand | 1 << 52) + 1);
    match exponent {
        0.. => (odd << exponent as usize).to_string(),
        // 2^-k = 5^k·10^-k.
        _ => format!("{}e{exponent}", odd * UBig::from(5u8).pow(exponent.unsigned_abs() as usize)),
    }
}

proptest! {
    /// Decimal steps lead to decimals.
    #[test]
    fn a_range_runs_through_decimals(
        start in whole(), step in whole(), negative in any::<bool>(), back in any::<bool>(),
        power in prop_oneof![-30i32..30, -330i32..290], steps in prop_oneof![2u64..20, 2u64..1 << 53],
        index in any::<u64>(),
    ) {
        let at = |i: u64| {
            // Of both signs; the products have up to 51 digits.
            let (start, moved) = (UBig::from(start), UBig::from(step) * i);
            match (negative, moved >= start) {
                (false, _) => format!("{}e{power}", start + moved),
                (true, false) => format!("-{}e{power}", start - moved),
                (true, true) => format!("{}e{power}", moved - start),
            }
        };
        prop_assume!(decimal(&at(steps)).is_finite());
        let index = index % (steps + 1);
        let (from, to, index_from) = if back { (steps, 0, steps - index) } else { (0, steps, index) };
        let range = format!("{}:{}:{}", at(from), at(to), steps + 1);
        prop_assert_eq!(point(&range, index_from), decimal(&at(index)) + 0.0, "{} [{}]", range, index);
    }

    /// a^(n − i) b^i is a whole number.
    #[test]
    fn a_log_range_runs_through_products(
        a in 1u64..1 << 40, b in 1u64..1 << 40, steps in 2u64..7, index in any::<u64>(),
        power in prop_oneof![-3i32..3, -40i32..30],
    ) {
        let index = index % (steps + 1);
        let at = |i: u64| {
            let product = UBig::from(a).pow((steps - i) as usize) * UBig::from(b).pow(i as usize);
            format!("{product}e{}", power * steps as i32)
        };
        prop_assume!(decimal(&at(0)).is_finite() && decimal(&at(steps)).is_finite());
        let range = format!("log:{}:{}:{}", at(0), at(steps), steps + 1);
        prop_assert_eq!(point(&range, index), decimal(&at(index)), "{} [{}]", range, index);
    }

    /// A unit with a prefix moves the point, also of what lies in the middle of two doubles or
    /// beside it.
    #[test]
    fn a_prefix_moves_the_point(
        significand in 0u64..1 << 52, exponent in prop_oneof![-60i32..10, -1080i32..900],
        beside in prop_oneof![Just(""), Just("1"), Just("00000000000000000000001")],
    ) {
        let tie = tie(significand, exponent);
        let (digits, power) = tie.split_once('e').unwrap_or((&tie, "0"));
        let power: i32 = power.parse().unwrap();
        for (prefix, shift) in [("", 0), ("m", 3), ("u", 6), ("n", 9), ("p", 12)] {
            let text = format!("{digits}.{beside}e{}{prefix}eV", power + shift);
            prop_assert_eq!(value(&text), decimal(&format!("{digits}.{beside}e{power}")), "{}", text);
        }
    }

    /// 1 J is 10^28/1602176634 eV: with a multiple of the divisor the number of electronvolts is a
    /// decimal, and may lie in the middle of two doubles.
    #[test]
    fn joules_are_rounded_once(
        significand in 0u64..1 << 52, exponent in prop_oneof![-60i32..10, -1080i32..900],
    ) {
        let tie = tie(significand, exponent);
        let (digits, power) = tie.split_once('e').unwrap_or((&tie, "0"));
        let power: i32 = power.parse().unwrap();
        let joules = UBig::from_str_radix(digits, 10).unwrap() * 1_602_176_634u64;
        prop_assert_eq!(value(&format!("{joules}e{}J", power - 28)), decimal(&tie));
    }
}

#[test]
fn a_log_range_runs_through_decades_either_way() {
    for (first, last) in [(-3, 3), (-20, 20), (-300, 300), (-320, -310)] {
        let count = last - first + 1;
        for power in first..=last {
            let expected = decimal(&format!("1e{power}"));
            let up = point(&format!("log:1e{first}:1e{last}:{count}"), (power - first) as u64);
            let down = point(&format!("log:1e{last}:1e{first}:{count}"), (last - power) as u64);
            assert_eq!((up, down), (expected, expected));
        }
    }
}

#[test]
fn points_in_the_middle_of_two_doubles_go_to_the_even_one() {
    // 2^53 + 1 = 3·3002399751580331 lies between 2^53 and 2^53 + 2.
    let square = UBig::from(3_002_399_751_580_331u64).pow(2);
    assert_eq!(point(&format!("log:9:{square}:3"), 1), 9_007_199_254_740_992.0);
    assert_eq!(
        point(&format!("log:9:{}:3", square.clone() + UBig::ONE), 1),
        9_007_199_254_740_994.0
    );
    assert_eq!(point(&format!("log:9:{}:3", square - UBig::ONE), 1), 9_007_199_254_740_992.0);
    assert_eq!(point("9007199254740992:9007199254740994:3", 1), 9_007_199_254_740_992.0);
    assert_eq!(point("9007199254740994:9007199254740996:3", 1), 9_007_199_254_740_996.0);
    // A digit as far away as one likes decides.
    let last = format!("9007199254740994.{:0>2000}", 1);
    assert_eq!(point(&format!("9007199254740992:{last}:3"), 1), 9_007_199_254_740_994.0);
    // All points of a range with equal ends are that end.
    assert_eq!(point("log:9007199254740993:9007199254740993:5", 2), 9_007_199_254_740_992.0);
    // Half of the smallest double is none, and anything above it is.
    assert_eq!(point("0:5e-324:3", 1).to_bits(), 1);
    assert_eq!(point("-2e-324:0:3", 1).to_bits(), 0);
}

#[test]
fn exponents_may_be_huge() {
    assert_eq!(point("1e-99999999999:1:3", 1), 0.5);
    // 1 + 2^-53 is a tie, to which that adds something.
    let tie = "2.0000000000000002220446049250313080847263336181640625";
    assert_eq!(point(&format!("0:{tie}:3"), 1), 1.0);
    assert_eq!(point(&format!("1e-100000:{tie}:3"), 1), 1f64.next_up());
    assert_eq!(point(&format!("-1e-99999999999:{tie}:3"), 1), 1.0);
    assert_eq!(value("0e99999999999neV"), 0.0);
    assert_eq!(value("-1e-99999999999GHz").to_bits(), 0);
    assert_eq!(value("1e316neV"), 1e307);
    for text in ["1e99999999999J", "1e310", "1e300THz0", "1e318neV"] {
        let why = measured(text, Dimension::Energy).unwrap_err().to_string();
        assert!(why.ends_with("is not a finite number"), "{text}: {why}");
    }
    for text in ["1e310:1:3", "1:1e319neV:3", "0:1e99999999999:3"] {
        assert!(Axis::parse(text, Dimension::Energy).is_err(), "{text}");
    }
}
