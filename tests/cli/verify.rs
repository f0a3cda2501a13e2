use crate::shell::sh;
use std::path::Path;

/// The checks, each on one line: whether it holds, its source, the statement and the numbers.
fn checks(output: &str) -> Vec<String> {
    let mut checks: Vec<String> = Vec::new();
    for line in output.lines().take_while(|line| !line.is_empty()) {
        match checks.last_mut() {
            Some(check) if line.starts_with(' ') => check.push_str(&format!(" {}", line.trim())),
            _ => checks.push(line.into()),
        }
    }
    checks
}

#[test]
fn the_paper_holds_but_for_its_misprints() {
    let output = sh("ndemon verify");
    assert!(output.ends_with("checks: all hold.\n[0]\n"), "{output}");
    assert!(checks(&output).iter().all(|line| line.starts_with("yes  ")));
    assert!(output.contains(&format!("\n{} checks: ", checks(&output).len())));
    for source in [
        "C3",
        "C3, 19",
        "C4",
        "C5",
        "C6",
        "C7",
        "C8",
        "C9",
        "C10",
        "C11, C13",
        "C11, C13, C14",
        "C12",
        "C15",
        "C16",
        "C17",
        "C17, C18",
        "C18",
        "C19",
        "C20, 24",
        "C20 for any λ",
        "7",
        "13, 16",
        "18",
        "20",
        "21",
        "after 21",
        "22",
        "23",
        "after 23",
        "second law",
        "Sec. V",
        "2, 4",
        "3, 4",
        "5, 6",
        "A2, A5",
        "17",
        "19",
        "9, 10",
        "11",
        "14",
        "15",
        "B2",
        "B3",
        "makers",
        "accuracy",
    ] {
        let found = |line: &String| line.starts_with(&format!("yes  {source}  "));
        assert!(checks(&output).iter().any(found), "{source}");
    }
    // Every printed formula that is wrong is shown with a value other than the right one.
    for misprint in ["7 ", "12 ", "18 ", "23 ", "B1 ", "C11 ", "C19 "] {
        let printed =
            |line: &String| line.starts_with(&format!("yes  {misprint}")) && line.contains(" ≠ ");
        assert!(checks(&output).iter().any(printed), "{misprint}");
    }
}

#[test]
fn every_claim_is_among_the_checks() {
    let output = sh("ndemon verify");
    for level in 1..=4 {
        for end in ["<0", ">1"] {
            let beyond = |line: &String| {
                line.contains("verdict")
                    && line.contains(" 1.001 λ_max at ")
                    && line.contains(&format!(": fl{level}{end} "))
            };
            assert!(checks(&output).iter().any(beyond), "fl{level}{end}");
        }
    }
    for statement in [
        "Tc = Th is refused",
        "Tc > Th is refused",
        "Tc = 0 is refused",
        "ε1 = ε2 is refused",
        "is refused",
        "with another verdict than C4's",
        "that cool below Carnot",
        "with C6's power, C10's COP",
        "C10 ≤ Carnot·Th/T0 at D",
        "steps of ε4 from 1.49 to 1.2",
        "steps of ε4 from 1.51 to 1.8",
        "steps of λ up to λ_max",
        "λ_max at L",
        "Tc = Tc,min·(1 + 1e-8)",
        "in which COP falls",
        "1/COP grows by Th/|ε3−ε4|·ln 10 a decade",
        "COP → Tc/3 with ε4 = ε3 as Tc → 0",
        "ln(1+1/λ) as ε4 → ε3",
        "ln(1+1/λ) as λ → 0",
        "σ_4 = A ln(1 + A/(q l)) at D",
        "least σ_i at D",
        "ln w/g less Eq. 4, bosons, g = 10⁹",
        "Σ ṅ ln(1/f) = Eq. 6 where f ≪ 1",
        "ṅ_R through a Lorentzian, γ = 0.000000001, by ψ",
        "Ṡ_l of it, by the trapezoidal rule",
        "f_l = 0 that fills: Ṡ_l = +∞, said so",
        "ε̇_R of magnons, by Li₂",
        "T_ab(φ) = T_ba(−φ)",
        "its entropy production is ΣṠ",
        "is more than that with l, Eq. 18",
        "Δℰ_l = ṅδμ + Ṡeq δT + T0(Ṡeq − Ṡ)",
        "d(S − Seq)/dw of the wire's states",
        "dW/dV of the motor is what is pumped",
    ] {
        assert!(checks(&output).iter().any(|line| line.contains(statement)), "{statement}");
    }
}

#[test]
fn the_minimum_temperatures_are_those_of_the_fixtures() {
    let output = sh("ndemon verify");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/fig2_tc_min.csv");
    let mut rows = csv::Reader::from_path(path).unwrap();
    for row in rows.records().map(Result::unwrap) {
        let start = format!("Tc,min at ε4 = {} (fixtures/fig2_tc_min.csv)", &row[0]);
        // Seven digits, without zeros at the end.
        let seven = format!("{:.6e}", row[1].parse::<f64>().unwrap());
        let reference = format!("= {} ", seven.parse::<f64>().unwrap());
        let holds = |line: &String| line.contains(&start) && line.contains(&reference);
        assert!(checks(&output).iter().any(holds), "{start} {reference}");
    }
}
