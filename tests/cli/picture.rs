//! The pictures of `ndemon figure`, by the programs that read them.

use crate::folder::{folder, run};
use crate::shell::{has, sh};
use expect_test::{expect, expect_file};
use std::fs;

fn has_python() -> bool {
    has("python3", "python3 -c 'import pty, xml.etree'")
}

#[test]
fn the_svg_is_xml_with_every_curve_in_both_frames() {
    let program = "
import sys, xml.etree.ElementTree as tree
root = tree.parse(sys.argv[1]).getroot()
name = lambda tag: '{http://www.w3.org/2000/svg}' + tag
print(root.tag == name('svg'), root.get('viewBox'), root.find(name('title')).text)
print(root.find(name('metadata')).text.strip().split(' (')[0], '(commit)')
print(*root.find(name('metadata')).text.strip().splitlines()[1:], sep='\\n')
for group in root.findall(name('g')):
    print(group.get('id'), *[t.text for t in group.iter(name('title'))], sep=' | ')
links = [v for e in root.iter() for k, v in e.attrib.items() if 'href' in k or 'http' in v]
print(all(link.startswith('#') for link in links), 'nan' in open(sys.argv[1]).read().lower())
ids = [e.get('id') for e in root.iter() if e.get('id')]
print(len(ids) == len(set(ids)))
";
    if !has_python() {
        return;
    }
    let folder = folder("figure-xml");
    fs::write(folder.join("read.py"), program).unwrap();
    let output = run(&folder, "ndemon figure -o x.svg; python3 read.py x.svg");
    expect![[r#"
        True 0 0 1040 630 COP over temperature of the cold reservoir, Tc (E)
        ndemon 0.1.0 (commit)
        ndemon figure --x=tc --curves=e4 --y=cop --inset=power --th=1 --tc=0:1.0:2 --mu0=1 --e1=1 --e2=2 --e3=1.5 --e4=1.45,1.4,1.3,1.2 --lambda=1
        main | Carnot bound | ε4 → ε3 | ε4 = 1.45 | ε4 = 1.4 | ε4 = 1.3 | ε4 = 1.2 | 0.0 | 0.2 | 0.4 | 0.6 | 0.8 | 1.0 | 0.0 | 0.1 | 0.2 | 0.3 | 0.4 | 0.5
        None | temperature of the cold reservoir, Tc (E)
        None | COP
        None | Th = 1,  μ0 = 1,  ε1 = 1,  ε2 = 2,  ε3 = 1.5,  λ = 1
        inset | ε4 = 1.45 | ε4 = 1.4 | ε4 = 1.3 | ε4 = 1.2 | 0.0 | 0.5 | 1.0 | 0.00 | 0.02 | 0.04 | 0.06
        None | Tc (E)
        None | power, ε̇h (Γ·E/h)
        legend | Carnot bound | ε4 → ε3 | ε4 = 1.45 | ε4 = 1.4 | ε4 = 1.3 | ε4 = 1.2 | minimum Tc
        True False
        True
        [0]
    "#]].assert_eq(&output);
}

#[test]
fn gnuplot_draws_the_script() {
    if !has("gnuplot", "gnuplot --version") {
        return;
    }
    let folder = folder("figure-gnuplot");
    let draw = "gnuplot -e \"set terminal svg size 1560,945; set output 'y.svg'\" x.gp";
    for (flags, curves) in [
        ("", 6 + 6 + 1 + 4 + 4),
        ("--inset none", 6 + 6 + 1),
        ("--x lambda --lambda log:1e-6:1e3:9 --tc 0.5 --e4 1.2,2.5", 4 + 4 + 1 + 2 + 2),
        ("--y power --e4 1.4999999 --tc 0.1:0.9:2 --inset fl1", 1 + 1),
        ("--tc 0.001:0.002 --e3 1.5005 --e4 1.5 --y power --inset none", 1),
        // A linear inset after a logarithmic axis.
        ("--x lambda --lambda log:1e-40:1 --tc 0.5 --e4 1.3 --y power --inset dcop_dlambda", 1 + 1),
        ("--y dcop_dtc --inset beta_eff1 --e4 1.2 --tc 0.5:0.9", 1 + 1),
        ("--resonances boxcar --gamma 0.09 --e4 1.3,1.45", 4 + 4 + 1 + 2 + 2),
    ] {
        let line = format!("ndemon figure {flags} -o x.gp --force; {draw}");
        assert_eq!(run(&folder, &line), "[0]\n", "{flags}");
        let svg = fs::read_to_string(folder.join("y.svg")).unwrap();
        let plots = svg.matches("id=\"gnuplot_plot_").count();
        assert_eq!(plots, curves, "{flags}");
        // Indices are made, not shown as markup.
        assert!(!svg.contains("{/") && !svg.contains("_{"), "{flags}");
    }
}

#[test]
fn the_bytes_depend_on_the_request_alone() {
    let folder = folder("figure-bytes");
    let front = "--x power --curves tc --tc 0.3,0.6 --e4 1.3";
    let lines = "--x e4 --e4 1:2:9 --curves tc --tc 0.2,0.6";
    for flags in ["", lines, front, "--y headroom --lambda 0.3"] {
        let line = format!(
            "ndemon figure {flags} > a; ndemon figure {flags} -o b.svg --force; cmp a b.svg
            ndemon figure {flags} -o a.gp --force; ndemon figure {flags} -o b.gp --force
            cmp a.gp b.gp; mkfifo f; cat f > c & ndemon figure {flags} -o f; wait; cmp a c; rm f"
        );
        assert_eq!(run(&folder, &line), "[0]\n", "{flags}");
    }
    // What the metadata say can be typed.
    let line = "ndemon figure --tc 0.1:0.9:3 -o a.svg --force
        sh -c \"$(grep '^ndemon figure' a.svg)\" | cmp - a.svg; ls";
    assert!(run(&folder, line).ends_with("c\n[0]\n"));
}

#[test]
fn the_picture_in_the_readme_is_what_is_drawn_today() {
    let svg = sh("ndemon figure");
    expect_file!["../../docs/fig2b.svg"]
        .assert_eq(&without_commit(svg.strip_suffix("[0]\n").unwrap()));
}

#[test]
fn in_characters_it_fits_a_terminal() {
    let output = sh("ndemon figure --terminal --data /dev/null");
    let lines: Vec<&str> = output.lines().collect();
    assert!(lines.len() <= 24 + 1, "{output}");
    assert!(lines.iter().all(|line| line.chars().count() <= 80), "{output}");
    expect![[r#"
            COP
        0.5 ┤                  a                                   ⣤b  a Carnot bound
            │                 ⡸                                 ⢀⣰⢞⡵⢋  b ε4 → ε3
            │                ⢰⠁                               ⢀⡴⣋⠕⢉⡴⠊  c ε4 = 1.45
        0.4 ┤               ⢠⠇                              ⣠⠶⡫⠚⣡⠜⠁    d ε4 = 1.4
            │              ⢀⠎                            ⢀⣴⣞⠕⢋⡴⠊       e ε4 = 1.3
            │              ⡞                           ⣠⣼⡯⢚⡡⠞⠁         f ε4 = 1.2
            │             ⡜⠁                        ⣀⡴⣺⠗⣩⠔⠋
        0.3 ┤            ⡜                       ⢀⣤⣾⠽⣫⠴⠋
            │           ⡰⠁                    ⢀⣠⣖⠿⣊⠵⠊⠁
            │          ⡰⠁                  ⢀⣠⣖⠿⣊⠵⠊⠁
        0.2 ┤         ⡴⠁                ⢀⡤⣾⠿⣪⠕⠋⠁
            │        ⡼               ⣀⡴⡾⠝⡫⠔⠋
            │       ⡞            ⢀⣤⢴⡻⢟⡩⠖⠉
            │     ⢀⠎         ⢀⣠⡤⣞⡯⢛⣩⠖⠉
        0.1 ┤    ⣠⠃       ⣀⣤⠶⢛⡽⠚⢁⠴⠋
            │   ⡰⠁    ⣀⣰⡶⠟⠋⣠⠞⠁ ⡰⠃
            │ ⢠⠎ ⢀⢀⡤⠞⣪⠗⠉  ⢰⠃   ⡇
        0.0 ┤⡴⠣ ⠂c⠁ d⠁    e    f
            └┬──────────┬──────────┬──────────┬──────────┬──────────┬
            0.0        0.2        0.4        0.6        0.8        1.0
                            temperature of the cold reservoir, Tc (E)
                                               at c d e f: minimum Tc
        [0]
    "#]]
    .assert_eq(&output);
}

#[test]
fn a_terminal_gets_characters_and_colours_unless_it_wants_none() {
    if !has_python() {
        return;
    }
    let on_terminal = "python3 -c \"import pty; pty.spawn(['ndemon', 'figure'])\" < /dev/null";
    let plain = sh(&format!("TERM=xterm NO_COLOR=1 {on_terminal}")).replace('\r', "");
    assert_eq!(plain, sh("ndemon figure --terminal"));
    let coloured =
        sh(&format!("COLORTERM=truecolor TERM=xterm NO_COLOR= {on_terminal}")).replace('\r', "");
    assert!(coloured.contains("\x1b[38;2;") && coloured.contains("ε4 = 1.45"));
}

#[test]
fn units_of_the_laboratory_stand_beside_their_numbers() {
    let output = sh(
        "ndemon figure --th 100mK --mu0 0eV --e1 0eV --e2 9ueV --e3 4ueV --e4 2ueV,3ueV --tc 1mK:100mK:3 --gamma 0.5ueV --inset none --terminal",
    );
    assert!(output.contains("ε4 = 2 µeV") && output.contains("Tc (mK)"), "{output}");
    let svg = sh(
        "ndemon figure --th 100mK --mu0 0eV --e1 0eV --e2 9ueV --e3 4ueV --e4 2ueV --tc 1mK:100mK:3 --gamma 0.5ueV --y power_W",
    );
    assert!(svg.contains("100 mK") && svg.contains("neV"), "{svg}");
    assert!(svg.contains("k_B = 1.380649e-23 J/K, e = 1.602176634e-19 C"), "{svg}");
    let refused = sh("ndemon figure --tc 1mK:90mK:3");
    let rule = "--th, --mu0, --e1, --e2, --e3, --e4 must be given with one, too";
    assert!(refused.contains(rule), "{refused}");
}

/// The same picture of whatever commit.
pub fn without_commit(svg: &str) -> String {
    let (before, rest) = svg.split_once("<metadata>\nndemon ").unwrap();
    let (program, rest) = rest.split_once('\n').unwrap();
    let version = program.split(' ').next().unwrap();
    format!("{before}<metadata>\nndemon {version}\n{rest}")
}
