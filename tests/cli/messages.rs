//! What is said on standard error: in the words of whoever typed, before the table, and not at all with
//! `--quiet`.

use crate::shell::{has, session, sh};
use expect_test::expect;

#[test]
fn messages_quote_what_was_typed() {
    expect![[r#"
        $ ndemon eval --tc 1e-400 --e4 1.3
        error: --tc 1e-400: tc must be positive, and this is 0 as a double
        [2]
        $ ndemon eval --tc 0.50 --e4 1.3 --t0 -1e-3
        error: --t0 -1e-3: t0 must be positive
        [2]
        $ ndemon eval --tc 15e-1 --e4 1.3 --th 1.50
        error: --tc 15e-1: tc must lie below th, which is 1.50
        [2]
        $ ndemon eval --tc 0.5 --e4 1.3 --lambda -0.1max
        error: --lambda -0.1max: lambda must not be negative
        [2]
        $ ndemon eval --th 1K --mu0 0eV --e1 1GHz --e2 1e3MHz --e3 0.5meV --e4 1meV --tc 1mK --gamma 1MHz
        error: --e2 1e3MHz: e2 must differ from e1, which is 1GHz
        [2]
        $ ndemon optimize --maximize power --over e4=1:1.4 --tc 5e-1 --lambda -1e-1
        error: --lambda -1e-1: lambda must not be negative
        [2]
        $ ndemon optimize --maximize power --over e4=1:1.4,lambda=-1e-1:1 --tc 5e-1
        error: --over lambda=-1e-1:1: lambda must not be negative
        [2]
        $ ndemon optimize --maximize power --over e4=1:1.4 --tc 5e-1 --lambda 11e-1max
        error: --lambda 11e-1max: multiples of the headroom go from 0max to 1max
        [2]
        $ ndemon optimize --maximize power --over e4=1:1.4 --tc 1.50
        error: --tc 1.50: tc must lie below th, which is 1 (by default)
        [2]
    "#]]
    .assert_eq(&session(&[
        "ndemon eval --tc 1e-400 --e4 1.3",
        "ndemon eval --tc 0.50 --e4 1.3 --t0 -1e-3",
        "ndemon eval --tc 15e-1 --e4 1.3 --th 1.50",
        "ndemon eval --tc 0.5 --e4 1.3 --lambda -0.1max",
        "ndemon eval --th 1K --mu0 0eV --e1 1GHz --e2 1e3MHz --e3 0.5meV --e4 1meV --tc 1mK --gamma 1MHz",
        "ndemon optimize --maximize power --over e4=1:1.4 --tc 5e-1 --lambda -1e-1",
        "ndemon optimize --maximize power --over e4=1:1.4,lambda=-1e-1:1 --tc 5e-1",
        "ndemon optimize --maximize power --over e4=1:1.4 --tc 5e-1 --lambda 11e-1max",
        "ndemon optimize --maximize power --over e4=1:1.4 --tc 1.50",
    ]));
}

#[test]
fn a_slip_is_told_what_to_type() {
    expect![[r#"
        $ ndemon sweep --tc 0.5 --e4 1.3 --jobs 0
        error: --jobs 0: it must be a whole number from 1 on; without --jobs all processors compute
        [2]
        $ ndemon sweep --tc 0.5 --e4 1.3 --jobs two
        error: --jobs two: it must be a whole number from 1 on; without --jobs all processors compute
        [2]
        $ ndemon spread --tc 0.5 --e4 1.3+-0.1 --samples 0
        error: --samples 0: it must be a whole number from 1 on
        [2]
        $ ndemon sweep --tc 0.5 --e4 1.3 --columns 'tc, e4'
        tc,e4
        0.5,1.3
        [0]
        $ ndemon eval --tc 0.5 --e4 1.3 --columns pwr
        error: --columns: `pwr` is no column; is `power` meant? `ndemon columns` lists them
        [2]
        $ ndemon eval --tc 0.5 --e4 1.3 --columns pwr_max
        error: --columns: `pwr_max` is no column; is `power_max` meant? `ndemon columns` lists them
        [2]
        $ ndemon eval --Tc 0.5 --e4 1.3
        error: unexpected argument '--Tc' found; tip: a similar argument exists: '--tc'
        [2]
        $ ndemon sweep --tc 0.5 --E4 1.3
        error: unexpected argument '--E4' found; tip: a similar argument exists: '--e4'
        [2]
        $ ndemon sweep --tc 0.5 --ε4=1.3
        error: unexpected argument '--ε4' found; tip: a similar argument exists: '--e4'
        [2]
        $ ndemon eval --tc 0.5 --e4 1.3+-0.05
        error: --e4 1.3+-0.05: a value with a spread is for `ndemon spread`; here it must be without one
        [2]
        $ ndemon sweep --tc 0.5 --e4 1.3±0.05
        error: --e4 1.3±0.05: a value with a spread is for `ndemon spread`; here it must be without one
        [2]
        $ ndemon figure --e4 1.3+-0.05
        error: --e4 1.3+-0.05: a value with a spread is for `ndemon spread`; here it must be without one
        [2]
    "#]].assert_eq(&session(&[
        "ndemon sweep --tc 0.5 --e4 1.3 --jobs 0",
        "ndemon sweep --tc 0.5 --e4 1.3 --jobs two",
        "ndemon spread --tc 0.5 --e4 1.3+-0.1 --samples 0",
        "ndemon sweep --tc 0.5 --e4 1.3 --columns 'tc, e4'",
        "ndemon eval --tc 0.5 --e4 1.3 --columns pwr",
        "ndemon eval --tc 0.5 --e4 1.3 --columns pwr_max",
        "ndemon eval --Tc 0.5 --e4 1.3",
        "ndemon sweep --tc 0.5 --E4 1.3",
        "ndemon sweep --tc 0.5 --ε4=1.3",
        "ndemon eval --tc 0.5 --e4 1.3+-0.05",
        "ndemon sweep --tc 0.5 --e4 1.3±0.05",
        "ndemon figure --e4 1.3+-0.05",
    ]));
}

#[test]
fn resonances_that_overlap_are_remarked() {
    expect![[r#"
        $ ndemon eval --tc 0.5 --e4 1.45 --gamma 0.049 --format json --columns cop
        {"cop":0.19900125891597686}
        [0]
        $ ndemon eval --tc 0.5 --e4 1.45 --gamma 0.051 --format json --columns cop 2>&1 | grep -c overlap
        1
        [0]
        $ ndemon eval --tc 0.9 --e4 1.96 --e3 1.02 --gamma 50e-3 --format json --columns status
        {"status":"ok"}
        warning: --gamma 50e-3 is more than what lies between e1 and e3, e2 and e4: their resonances overlap, and the results are those of narrow ones; take a smaller gamma, or levels farther apart
        [0]
        $ ndemon eval --tc 0.5 --e4 1.5 --gamma 0.01 --format json --columns status
        {"status":"limit"}
        [0]
        $ ndemon eval --tc 0.5 --e4 1.45 --e3 1.4 --gamma 0.04 --resonances boxcar --format json --columns status
        {"status":"ok"}
        [0]
    "#]]
    .assert_eq(&session(&[
        "ndemon eval --tc 0.5 --e4 1.45 --gamma 0.049 --format json --columns cop",
        "ndemon eval --tc 0.5 --e4 1.45 --gamma 0.051 --format json --columns cop 2>&1 | grep -c overlap",
        "ndemon eval --tc 0.9 --e4 1.96 --e3 1.02 --gamma 50e-3 --format json --columns status",
        "ndemon eval --tc 0.5 --e4 1.5 --gamma 0.01 --format json --columns status",
        "ndemon eval --tc 0.5 --e4 1.45 --e3 1.4 --gamma 0.04 --resonances boxcar --format json --columns status",
    ]));
}

#[test]
fn warnings_come_before_rows() {
    for line in [
        "eval --tc 0.5 --e4 1.3 --gamma 0.1",
        "sweep --tc 0.5,0.6 --e4 1.3 --gamma 0.1",
        "spread --tc 0.5 --e4 1.3+-0.01 --gamma 0.1 --samples 10",
    ] {
        let both = sh(&format!("ndemon {line} 2>&1"));
        assert!(both.starts_with("warning: --gamma 0.1 is more than a tenth"), "{both}");
    }
    let both = sh("printf 'tc\\n0.5\\n' | ndemon sweep --points - --e4 1.3 --gamma 0.1 2>&1");
    assert!(
        both.starts_with("warning: --gamma 0.1 is more than a tenth of k_B·Tc at tc = 0.5"),
        "{both}"
    );
}

#[test]
fn a_warning_names_the_value_and_the_list_that_it_is_of() {
    expect![[r#"
        $ ndemon sweep --tc 0.3,0.1 --e4 1.3 --gamma 0.015,0.001 --columns gamma,cop
        gamma,cop
        0.015,0.08636322659521838
        0.001,0.08636322659521838
        0.015,NaN
        0.001,NaN
        warning: gamma = 0.015 (of --gamma 0.015,0.001) is more than a tenth of k_B·Tc at tc = 0.1 (of --tc 0.3,0.1): the results are those of narrow resonances; --resonances boxcar has exact ones
        [0]
        $ ndemon eval --th 1K --mu0 0eV --e1 0eV --e2 1meV --e3 0.5meV --e4 0.6meV --tc 80mK --gamma 1000neV --format json --columns status
        {"status":"fl4<0"}
        warning: --gamma 1000neV is more than a tenth of k_B·Tc at --tc 80mK: the results are those of narrow resonances; --resonances boxcar has exact ones
        [1]
    "#]]
    .assert_eq(&session(&[
        "ndemon sweep --tc 0.3,0.1 --e4 1.3 --gamma 0.015,0.001 --columns gamma,cop",
        "ndemon eval --th 1K --mu0 0eV --e1 0eV --e2 1meV --e3 0.5meV --e4 0.6meV --tc 80mK --gamma 1000neV --format json --columns status",
    ]));
}

#[test]
fn quiet_silences_remarks_and_no_errors() {
    for line in [
        "eval --tc 0.5 --e4 1.45 --gamma 0.1",
        "sweep --tc 0.5,0.6 --e4 1.3 --gamma 0.1",
        "spread --tc 0.5 --e4 1.3+-0.01 --gamma 0.1 --samples 10",
        "optimize --maximize cop --over e4=1:1.4 --tc 0.5 --format json --columns cop",
    ] {
        let said = |flags: &str| sh(&format!("ndemon {flags} {line} 2>&1 > /dev/null"));
        assert!(said("").lines().count() > 1, "{line}");
        assert_eq!(said("--quiet"), "[0]\n", "{line}");
        assert_eq!(sh(&format!("ndemon {line} --quiet 2>&1 > /dev/null")), "[0]\n", "{line}");
    }
    assert_eq!(
        sh("ndemon --quiet eval --tc 1.5 --e4 1.3"),
        "error: --tc 1.5: tc must lie below th, which is 1 (by default)\n[2]\n"
    );
    // That there is no answer is the answer.
    let none =
        sh("ndemon --quiet optimize --maximize power --at-least cop=2 --over e4=1:1.4 --tc 0.5");
    assert!(none.starts_with("no device within these ranges") && none.ends_with("[1]\n"), "{none}");
}

#[test]
fn progress_is_said_in_lines_where_nobody_looks_at_a_terminal() {
    let rows = "{ printf 'tc,e4\\n0.5,1.3\\n'; sleep 1.1; echo 0.6,1.3; }";
    let said =
        |flags: &str| sh(&format!("{rows} | ndemon sweep --points - {flags} 2>&1 > /dev/null"));
    assert_eq!(said("--progress"), "progress: 2 rows\n[0]\n");
    // It is no part of the request.
    let record = "ndemon sweep --tc 0.5 --e4 1.3 --provenance";
    assert_eq!(sh(&format!("{record} --progress")), sh(record));
}

/// What a real bash would put behind the cursor.
fn completed(words: &str) -> String {
    sh(&format!(
        "bash -c 'source <(ndemon completions bash); COMP_WORDS=({words}); \
         COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); COMP_TYPE=9; \
         _clap_complete_ndemon ndemon \"${{COMP_WORDS[COMP_CWORD]}}\"; echo \"${{COMPREPLY[@]}}\"' | tr '\\013' ' '"
    ))
}

#[test]
fn a_shell_is_offered_columns_and_parameters_and_files_where_they_belong() {
    if !has("bash", "bash --version") {
        return;
    }
    for (words, offered) in [
        ("ndemon sw", "sweep"),
        ("ndemon eval --columns cop,po", "cop,power cop,power_max"),
        ("ndemon sweep --columns +tc_", "+tc_steady +tc_min"),
        ("ndemon eval --tc \"\"", ""),
        ("ndemon figure --x m", "mu0"),
        ("ndemon figure --y cop_", "cop_carnot cop_fraction cop_best"),
        ("ndemon figure --curves mu", "mu0"),
        ("ndemon optimize --over la", "lambda="),
        ("ndemon eval --la", "--lambda"),
        ("ndemon eval --format j", "json jsonl"),
    ] {
        assert_eq!(completed(words), format!("{offered}\n[0]\n"), "{words}");
    }
    // A file that is there.
    let made =
        sh("rm -rf offered; mkdir offered; ndemon eval --tc 0.5 --e4 1.3 > offered/here.csv");
    assert_eq!(made, "[0]\n");
    assert_eq!(completed("ndemon sweep --points offered/he"), "offered/here.csv\n[0]\n");
}

#[test]
fn colours_follow_the_environment() {
    if !has("script", "script --version") {
        return;
    }
    let drawn = |variables: &str| {
        sh(&format!(
            "env -u COLORTERM -u NO_COLOR {variables} script -qec 'ndemon figure' /dev/null < /dev/null"
        ))
    };
    let any = drawn("TERM=xterm COLORTERM=truecolor");
    assert!(any.contains("\x1b[38;2;") && any.contains("ε4 = 1.45"), "{any}");
    let palette = drawn("TERM=xterm-256color");
    assert!(palette.contains("\x1b[38;5;") && !palette.contains("\x1b[38;2;"), "{palette}");
    for variables in [
        "TERM=xterm-256color COLORTERM=truecolor NO_COLOR=1",
        "TERM=dumb COLORTERM=truecolor",
        "TERM=vt100",
    ] {
        assert!(!drawn(variables).contains('\x1b'), "{variables}");
    }
}

/// What is proven is said even where it is no share of the best, and in the words of the page.
#[test]
fn a_page_says_what_is_proven() {
    expect![[r#"
        $ ndemon optimize --maximize power --at-most entropy_current=0 --over lambda=0:1 --e4 1.3 --tc 0.5 | tail -n 3
        must be at most.
        No point within the ranges has a power above 2.470328e-323 Γ·E/h; a greater
        --boxes brings the bound closer.
        [0]
        $ ndemon optimize --maximize entropy_current --over lambda=0:0 --e4 1.3 --tc 0.5 | tail -n 2
        No point within the ranges has a entropy_current above 4.940656e-324 k_B·Γ/h; a
        greater --boxes brings the bound closer.
        [0]
        $ ndemon solve --for e4=1:2 --where power=0.05 --tc 0.5 --boxes 3
        e4 (E)  power (Γ·E/h)  status  ±     found
        1.75    0.02162897     ok      0.75  open

        Outside of the rows that are open, these are all values with power=0.05 in
        e4=1:2: proven. Within the ± of those it is not decided; where there are many, a
        greater --boxes may decide them.
        error: nothing of what was found is decided
        [3]
        $ ndemon solve --for e4=1:2 --where power=0.05 --tc 0.5 --boxes 3 --format csv
        e4,power,status,e4_error,found
        1.75,0.021628974390909696,ok,0.75,open
        Outside of the rows that are open, these are all values with power=0.05 in e4=1:2: proven. Within e4_error of those it is not decided; where there are many, a greater --boxes may decide them.
        error: nothing of what was found is decided
        [3]
    "#]].assert_eq(&session(&[
        "ndemon optimize --maximize power --at-most entropy_current=0 --over lambda=0:1 --e4 1.3 --tc 0.5 | tail -n 3",
        "ndemon optimize --maximize entropy_current --over lambda=0:0 --e4 1.3 --tc 0.5 | tail -n 2",
        "ndemon solve --for e4=1:2 --where power=0.05 --tc 0.5 --boxes 3",
        "ndemon solve --for e4=1:2 --where power=0.05 --tc 0.5 --boxes 3 --format csv",
    ]));
}

#[test]
fn counts_and_files_that_are_not_there_are_told_alike() {
    expect![[r#"
        $ ndemon optimize --maximize power --over e4=1.1:1.5 --tc 0.5 --boxes 0
        error: --boxes 0: it must be a whole number from 1 on; without --boxes it is 100000
        [2]
        $ ndemon solve --for e4=1:2 --where power=0.05 --tc 0.5 --boxes many
        error: --boxes many: it must be a whole number from 1 on; without --boxes it is 100000
        [2]
        $ ndemon optimize --maximize power,cop --front 1 --over e4=1.1:1.5 --tc 0.5
        error: --front 1: it must be a whole number from 2 to 4294967295
        [2]
        $ ndemon rerun nowhere.svg
        error: nowhere.svg: No such file or directory (os error 2)
        [3]
        $ ndemon eval nowhere.toml
        error: nowhere.toml: there is no such machine file
        [3]
        $ ndemon sweep --points nowhere.csv
        error: nowhere.csv: No such file or directory (os error 2)
        [3]
        $ ndemon figure --overlay nowhere.csv
        error: nowhere.csv: No such file or directory (os error 2)
        [3]
    "#]]
    .assert_eq(&session(&[
        "ndemon optimize --maximize power --over e4=1.1:1.5 --tc 0.5 --boxes 0",
        "ndemon solve --for e4=1:2 --where power=0.05 --tc 0.5 --boxes many",
        "ndemon optimize --maximize power,cop --front 1 --over e4=1.1:1.5 --tc 0.5",
        "ndemon rerun nowhere.svg",
        "ndemon eval nowhere.toml",
        "ndemon sweep --points nowhere.csv",
        "ndemon figure --overlay nowhere.csv",
    ]));
}
