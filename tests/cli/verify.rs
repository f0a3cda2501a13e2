use crate::shell::sh;

#[test]
fn the_paper_holds_but_for_its_misprints() {
    let output = sh("ndemon verify");
    assert!(output.ends_with("checks: all hold.\n[0]\n"), "{output}");
    assert!(!output.contains(" NO\n"));
    for source in [
        "13, 16",
        "20",
        "after 21",
        "C3",
        "C4",
        "C5",
        "C6",
        "C7",
        "C8",
        "C9",
        "C10",
        "C11",
        "C12",
        "C15",
        "C16",
        "C17",
        "C18",
        "C20",
        "Sec. V",
        "second law",
        "λ → 0",
        "accuracy",
    ] {
        assert!(output.lines().any(|line| line.starts_with(source)), "{source}");
    }
    // Each of the eight ends that an occupation can reach first.
    for end in (1..5).flat_map(|level| [format!("fl{level} > 1"), format!("fl{level} < 0")]) {
        let bounds = |line: &str| line.contains("1.001 λ_max") && line.contains(&end);
        assert!(output.lines().any(bounds), "{end}");
    }
    // Every printed formula that is wrong is shown with a value other than the right one.
    for misprint in ["7 ", "18 ", "23 ", "C11 ", "C19 "] {
        let printed = |line: &str| line.starts_with(misprint) && line.contains(" ≠ ");
        assert!(output.lines().any(printed), "{misprint}");
    }
}
