//! Pages for people: as wide as the terminal, few digits, and limits that work when they are typed.

use crate::shell::{has, session, sh};
use expect_test::expect;
use std::path::Path;

/// How many columns a line takes on a terminal: the dots of ε̇ and Ṡ take none.
fn width(line: &str) -> usize {
    line.chars().filter(|c| *c != '\u{307}').count()
}

fn widest(page: &str) -> usize {
    page.lines().map(width).max().unwrap_or(0)
}

const LABORATORY: &str = "--th 100mK --mu0 0eV --e1 0eV --e2 8.617ueV --e3 4.309ueV --gamma 0.5ueV";

/// Pages of each verb that has some.
fn pages() -> Vec<String> {
    let all = sh("ndemon sweep --tc 0.5 --e4 1.3 --t0 1 --gamma 1 | head -1");
    let all = all.lines().next().unwrap().to_owned();
    let requested = "entropy_production,sigma1,cop_fraction,power_max,beta12,beta34,beta_eff1,tc_min,dpower_dlambda,dcop_de4";
    [
        "eval --tc 0.5 --e4 1.3".into(),
        "eval --tc 0.2 --e4 1.2".into(),
        "eval --tc 0.5 --e4 1.5".into(),
        "eval --tc 0.5 --e4 1.3 --lambda 0.3max --t0 2 --gamma 0.01".into(),
        format!("eval --tc 0.5 --e4 1.3 --gamma 0.01 --columns {all},{requested}"),
        format!("eval {LABORATORY} --tc 80mK --e4 1.723ueV"),
        "eval --tc 0.5 --e4 1.3 --gamma 0.1 --resonances boxcar".into(),
        "eval --tc 0.5 --e4 1.3 --gamma 0.1 --resonances boxcar --lambda 1e-9".into(),
        "eval --e4 1.3 --columns tc_min".into(),
        "optimize --maximize power --over e4=1:1.5,lambda=0max:1max --tc 0.5".into(),
        "spread --tc 0.3 --e4 1.3+-0.05 --e3 1.5+-0.02u --samples 100".into(),
        "columns".into(),
        "verify".into(),
    ]
    .to_vec()
}

#[test]
fn no_page_is_wider_than_80_columns() {
    for line in pages() {
        let page = sh(&format!("ndemon {line} 2> /dev/null"));
        let long: Vec<&str> = page.lines().filter(|line| width(line) > 80).collect();
        assert!(long.is_empty(), "{line}: {long:#?}");
    }
}

#[test]
fn a_page_takes_the_width_of_its_terminal() {
    if !has("script", "script --version") {
        return;
    }
    for line in ["columns", "verify", "eval --tc 0.2 --e4 1.2 --columns lambda,tc_min,beta34"] {
        let on = |columns: u32| {
            let line = format!("stty rows 24 cols {columns}; ndemon {line}");
            let page = sh(&format!("script -qec '{line}' /dev/null < /dev/null")).replace('\r', "");
            // The page ends where `script` has its own last line.
            widest(page.rsplit_once('[').unwrap().0)
        };
        let (narrow, usual, broad) = (on(74), on(80), on(120));
        assert!(narrow <= 74 && usual <= 80 && broad <= 120, "{line}: {narrow} {usual} {broad}");
        assert!(usual > 74 || line.starts_with("eval"), "{line}: {usual}");
        assert!(broad > 80 || line.starts_with("eval"), "{line}: {broad}");
    }
}

/// The numbers of a text that are decimals.
fn decimals(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_ascii_digit() || c == '.';
    let parts = text.split(move |c| !is_part(c)).map(|part| part.trim_matches('.'));
    parts.filter(|part| part.contains('.'))
}

#[test]
fn a_person_is_shown_no_more_than_eight_digits() {
    for line in pages() {
        // Of parameters the page has all digits.
        let page = sh(&format!("ndemon {line} 2> /dev/null"));
        let is_whole = |text: &&str| {
            ["lambda ", "e4 ", "What binds: "].iter().any(|start| text.starts_with(start))
        };
        for text in page.lines().filter(|text| !is_whole(text)) {
            for number in decimals(text) {
                let digits = number.replace('.', "");
                let digits = digits.trim_start_matches('0').len();
                assert!(digits <= 8, "{line}: {text}");
            }
        }
    }
}

/// Devices of all kinds, the same ones each time: levels on one side of μ0 or on both, hot or cold.
fn devices(count: u64) -> impl Iterator<Item = [(&'static str, f64); 7]> {
    let mut state = 20260u64;
    let mut random = move || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 33) as f64 / (1u64 << 31) as f64
    };
    let mut between = move |a: f64, b: f64| ((a + (b - a) * random()) * 1e4).round() / 1e4;
    (0..count).map(move |_| {
        [
            ("tc", between(0.05, 0.95)),
            ("mu0", between(-1.0, 1.0)),
            ("e1", between(-2.0, 2.0)),
            ("e2", between(2.1, 3.0)),
            ("e3", between(-2.0, 2.0)),
            ("e4", between(-2.0, 2.0)),
            ("lambda", between(0.1, 2.0)),
        ]
    })
}

/// The flags of a device, some of them with other values.
fn flags(device: &[(&str, f64)], other: &[(&str, &str)]) -> String {
    let value = |name: &str, value: f64| {
        let other = other.iter().find(|(changed, _)| *changed == name);
        other.map_or(value.to_string(), |(_, text)| (*text).into())
    };
    let flags = device.iter().map(|(name, number)| format!("--{name}={}", value(name, *number)));
    flags.collect::<Vec<_>>().join(" ")
}

/// What follows these words, up to the next space.
fn after<'a>(page: &'a str, words: &str) -> Option<&'a str> {
    let rest = &page[page.find(words)? + words.len()..];
    Some(rest.split(' ').next()?.trim_end_matches(['.', ',', ';']))
}

#[test]
fn each_limit_of_a_page_keeps_the_verdict_when_it_is_typed() {
    let (mut strengths, mut temperatures, mut unphysical) = (0, 0, 0);
    for device in devices(120) {
        let line = format!("ndemon eval {} --columns headroom,status,tc_min", flags(&device, &[]));
        let page = sh(&line).replace('\n', " ");
        let status = |other: &[(&str, &str)]| {
            sh(&format!("ndemon eval {} --format csv --columns status", flags(&device, other)))
        };
        let is_physical =
            |status: String| status.starts_with("status\nok\n") && status.ends_with("[0]\n");
        let lambda = after(&page, "for lambda up to ").unwrap();
        assert!(is_physical(status(&[("lambda", lambda)])), "{line}: {page}");
        // Nothing is given away: a millionth more is too much.
        let more = (lambda.parse::<f64>().unwrap() * (1.0 + 1e-6)).to_string();
        assert!(!is_physical(status(&[("lambda", &more)])), "{line}: {page}");
        // The table says the same as the sentence.
        assert_eq!(after(&page, "headroom  λ_max   "), Some(lambda), "{page}");
        strengths += 1;
        let tc = after(&page, "physical down to tc = ").or(after(&page, "physical from tc = "));
        if let Some(tc) = tc {
            assert!(is_physical(status(&[("tc", tc)])), "{line}: {page}");
            let less = (tc.parse::<f64>().unwrap() * (1.0 - 1e-6)).to_string();
            assert!(!is_physical(status(&[("tc", &less)])), "{line}: {page}");
            temperatures += 1;
            unphysical += u32::from(page.contains("physical from tc = "));
        }
    }
    assert!(
        strengths == 120 && temperatures > 40 && unphysical > 15,
        "{temperatures} {unphysical}"
    );
}

#[test]
fn a_limit_with_a_unit_keeps_the_verdict_when_it_is_typed() {
    let status = |tc: &str| {
        sh(&format!(
            "ndemon eval {LABORATORY} --e4 1.723ueV --tc {tc} --quiet --format csv --columns status"
        ))
    };
    let page = sh(&format!("ndemon eval {LABORATORY} --e4 1.723ueV --tc 80mK --quiet"));
    let (_, limit) = page.split_once("down to tc = ").unwrap();
    let limit = limit.split_once(".\n").unwrap().0.replace(' ', "");
    assert_eq!(status(&limit), "status\nok\n[0]\n", "{limit}");
    // A millionth of a kelvin less.
    let number: f64 = limit.strip_suffix("mK").unwrap().parse().unwrap();
    assert!(status(&format!("{}mK", number - 1e-3)).starts_with("status\nfl"), "{limit}");
}

#[test]
fn what_optimize_chose_is_the_same_device_when_it_is_typed() {
    let columns = "tc,e3,e4,lambda,power,cop,status";
    for (goal, tc) in [
        ("power", "0.5"),
        ("cop --at-least power=0.01", "0.4"),
        ("power --at-least cop=0.1", "0.6"),
    ] {
        let page = sh(&format!(
            "ndemon optimize --maximize {goal} --over e3=1.55:1.9,e4=1.1:1.5,lambda=0.01max:0.9max \
             --tc {tc} --columns {columns}"
        ));
        let cell = |name: &str| {
            let line = page.lines().find(|line| line.starts_with(&format!("{name} ")));
            line.unwrap_or_else(|| panic!("{page}")).split_whitespace().nth(2).unwrap()
        };
        let [e3, e4, lambda] = ["e3", "e4", "lambda"].map(cell);
        let again = sh(&format!(
            "ndemon eval --tc {tc} --e3 {e3} --e4 {e4} --lambda {lambda} --columns {columns}"
        ));
        // The same numbers, and the sentences about them, but that a multiple of the headroom is another
        // λ at another temperature.
        let page = page.replace("With this lambda it stays", "It stays");
        let numbers = again.strip_suffix("[0]\n").unwrap();
        assert!(page.starts_with(numbers), "{page}\n{again}");
    }
}

#[test]
fn an_unphysical_point_says_from_which_temperature_on_it_works() {
    // fixtures/fig2_tc_min.csv: 0.3221695074580490 for e4 = 1.2.
    let page = sh("ndemon eval --tc 0.2 --e4 1.2");
    assert!(page.contains("is physical from tc = 0.3221696 up to th."), "{page}");
    // The hot pair moves by λρ(f_3 − f_4), ρ = 0.2, and at Tc = Th f_3 − f_4 is −0.048: with λ = 1000 that
    // is more than 1, and more still where it is colder.
    let page = sh("ndemon eval --tc 0.5 --e4 1.3 --lambda 1000");
    assert!(page.contains("With this lambda it is physical at no tc below th."), "{page}");
    // A multiple of the headroom beyond it is unphysical at any temperature.
    let page = sh("ndemon eval --tc 0.5 --e4 1.3 --lambda 1.5max");
    assert!(!page.contains("th."), "{page}");
    // Windows: from column tc_min on, if it is physical just below Th; else it is not known.
    let windows = "--tc 0.2 --e4 1.2 --gamma 0.1 --resonances boxcar";
    let page = sh(&format!("ndemon eval {windows}"));
    assert!(page.contains("fl3<0: unphysical"), "{page}");
    assert!(page.contains("is physical from tc = 0.321666 up to th."), "{page}");
    let page = sh(&format!("ndemon eval {windows} --lambda 1000"));
    assert!(page.contains("unphysical") && !page.contains("physical from"), "{page}");
}

/// Below the interval in which the hot pair lacks room there may be an island: from a point in that
/// interval, and from one above it, both parts are named.
#[test]
fn an_island_of_temperatures_is_named_from_wherever_it_is_seen() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/oracle/beyond/islands.csv");
    let mut rows = csv::Reader::from_path(path).unwrap();
    let names = rows.headers().unwrap().clone();
    let mut seen = 0;
    for row in rows.records().map(Result::unwrap) {
        let get = |name: &str| &row[names.iter().position(|known| known == name).unwrap()];
        if get("island_low") == "NaN" {
            continue;
        }
        seen += 1;
        let [low, high, least] =
            ["island_low", "island_high", "tc_min"].map(|n| get(n).parse::<f64>().unwrap());
        let flags: Vec<String> = ["th", "mu0", "e1", "e2", "e3", "e4", "lambda"]
            .map(|name| format!("--{name}={}", get(name)))
            .to_vec();
        let flags = flags.join(" ");
        let page = |tc: f64| sh(&format!("ndemon eval {flags} --tc {tc}")).replace('\n', " ");
        let inside = page((high + least) / 2.0);
        // From the point's own Tc up to th there may be no such interval.
        if !inside.contains("up to th, and from ") {
            continue;
        }
        for (words, expected) in [(" from tc = ", least), ("up to th, and from ", low)] {
            let found: f64 = after(&inside, words).unwrap().parse().unwrap();
            assert!((found / expected - 1.0).abs() < 2e-6, "{inside} {expected}");
        }
        let above = page(get("tc").parse().unwrap());
        assert!(above.contains("It is physical again from "), "{above}");
    }
    assert!(seen > 3, "{seen}");
}

#[test]
fn the_minimum_temperature_needs_no_tc() {
    // fixtures/fig2_tc_min.csv.
    expect![[r#"
        $ ndemon eval --e4 1.3 --columns tc_min
        tc_min  Tc,min  0.2415385 E  lowest physical Tc

        E: the unit of all energies and temperatures (k_B = 1).

        With this lambda it is physical from tc = 0.2415385 up to th.
        [0]
        $ ndemon eval --e4 1.3 --columns e4,tc_min,status --format csv
        e4,tc_min,status
        1.3,0.2415384623900692,ok
        [0]
        $ ndemon sweep --e4 1.2:1.4:3 --columns e4,tc_min
        e4,tc_min
        1.2,0.32216950745804906
        1.3,0.2415384623900692
        1.4,0.1387450392198
        [0]
        $ ndemon sweep --th 1,2 --e4 1.3,1.5 --columns th,e4,tc_min,status
        th,e4,tc_min,status
        1.0,1.3,0.2415384623900692,ok
        1.0,1.5,0.0,limit
        2.0,1.3,0.2415384623900692,ok
        2.0,1.5,0.0,limit
        [0]
        $ printf 'e4\n1.2\n1.4\n' | ndemon sweep --points - --columns e4,tc_min
        e4,tc_min
        1.2,0.32216950745804906
        1.4,0.1387450392198
        [0]
        $ printf 'tc,e4\n0.2,1.2\n0.4,1.2\n' | ndemon sweep --points - --columns e4,tc_min
        e4,tc_min
        1.2,NaN
        1.2,0.32216950745804906
        [0]
        $ ndemon eval --th 1K --mu0 1eV --e1 1eV --e2 2eV --e3 1.5eV --e4 1.49999eV --gamma 1neV --columns tc_min
        tc_min_K  Tc,min  167.4179 mK  lowest physical Tc

        With this lambda it is physical from tc = 167.4179 mK up to th.
        [0]
        $ ndemon eval --e4 1.3 --lambda 1000 --columns tc_min
        tc_min  Tc,min  –  lowest physical Tc

        E: the unit of all energies and temperatures (k_B = 1).

        With this lambda it is physical at no tc below th.
        [1]
        $ ndemon eval --e4 1.3 --lambda 0.5max --columns tc_min
        error: --lambda 0.5max: the headroom depends on tc: give --tc, or lambda as a number
        [2]
        $ ndemon eval --e4 1.3 --columns tc,tc_min
        error: --tc is missing: give the temperature of the cold reservoir
        [2]
        $ ndemon eval --e4 1.3 --columns tc_min,cop
        error: --tc is missing: give the temperature of the cold reservoir
        [2]
        $ ndemon eval --e4 1.3 --columns +tc_min
        error: --tc is missing: give the temperature of the cold reservoir
        [2]
        $ ndemon eval --e4 1.3 --gamma 0.1 --resonances boxcar --columns tc_min
        tc_min  Tc,min  0.2410233 E  lowest physical Tc

        E: the unit of all energies and temperatures (k_B = 1).

        With this lambda it is physical from tc = 0.2410233 up to th.
        [0]
    "#]]
    .assert_eq(&session(&[
        "ndemon eval --e4 1.3 --columns tc_min",
        "ndemon eval --e4 1.3 --columns e4,tc_min,status --format csv",
        "ndemon sweep --e4 1.2:1.4:3 --columns e4,tc_min",
        "ndemon sweep --th 1,2 --e4 1.3,1.5 --columns th,e4,tc_min,status",
        "printf 'e4\\n1.2\\n1.4\\n' | ndemon sweep --points - --columns e4,tc_min",
        "printf 'tc,e4\\n0.2,1.2\\n0.4,1.2\\n' | ndemon sweep --points - --columns e4,tc_min",
        "ndemon eval --th 1K --mu0 1eV --e1 1eV --e2 2eV --e3 1.5eV --e4 1.49999eV --gamma 1neV --columns tc_min",
        "ndemon eval --e4 1.3 --lambda 1000 --columns tc_min",
        "ndemon eval --e4 1.3 --lambda 0.5max --columns tc_min",
        "ndemon eval --e4 1.3 --columns tc,tc_min",
        "ndemon eval --e4 1.3 --columns tc_min,cop",
        "ndemon eval --e4 1.3 --columns +tc_min",
        "ndemon eval --e4 1.3 --gamma 0.1 --resonances boxcar --columns tc_min",
    ]));
}

/// The lowest t such that the demon is physical at all temperatures between t and Th: also where there
/// is an island of others below.
#[test]
fn without_tc_it_is_the_lowest_one_from_which_all_up_to_th_are_physical() {
    let mut found = 0;
    for device in devices(60) {
        let free = flags(&device[1..], &[]);
        let answer = sh(&format!("ndemon eval {free} --columns tc_min --format csv"));
        let Some(tc) = answer.lines().nth(1).filter(|text| *text != "NaN") else { continue };
        let least: f64 = tc.parse().unwrap();
        let steps = format!("{tc}:0.9999999999:20");
        let above = sh(&format!("ndemon sweep {free} --tc {steps} --columns status"));
        assert_eq!(above.matches("ok\n").count(), 20, "{free} {above}");
        let below = sh(&format!(
            "ndemon eval {free} --tc {} --columns status --format csv",
            least.next_down()
        ));
        assert!(below.contains("<0\n") || below.contains(">1\n"), "{free} {below}");
        found += 1;
    }
    assert!(found > 20, "{found}");
}
