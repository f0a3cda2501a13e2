//! PNG and PDF of `ndemon figure`: what they say, and that they show what the SVG shows, by the programs that read them.

use crate::folder::{folder, run};
use crate::shell::{has, session, sh};
use expect_test::expect;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// A picture of each kind, and the words that begin a line of it.
const KINDS: [(&str, &str); 7] = [
    ("fig", "--title 'Fig. 2(b), and more'"),
    ("front", "--x power --y cop --best --bound cop_carnot --curves tc --tc 0.25,0.5 --e4 1.3"),
    ("wire", "wire.toml"),
    ("map", "--map cop --tc 0.05:0.95 --e4 1.02:1.49"),
    ("small", "--size 500x400 --log x,y --x-range 0.05:1"),
    ("points", "--overlay points.csv --overlay own.csv --quiet"),
    ("glyphs", "--inset none --title 'The demon''s $ε̇_h$ ≤ ½ ∂COP/∂Tc → ∞ (élan, Łódź)'"),
];

/// Measured points with bars of all kinds, and one without.
const POINTS: &str = "tc,cop,cop_sd,tc_sd,e4\n0.3,0.07,0.012,0.01,1.3\n0.6,0.24,0.015,,1.4\n0.7,0.27,,0.02,1.3\n0.4,0.2,,,1.7\n";

/// The folder with a picture of each kind as SVG, PNG and PDF.
fn drawn() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(draw)
}

fn draw() -> PathBuf {
    let folder = folder("pictures-kinds");
    assert_eq!(run(&folder, "ndemon machine example wire > wire.toml"), "[0]\n");
    fs::write(folder.join("points.csv"), POINTS).unwrap();
    assert_eq!(run(&folder, "ndemon sweep --tc 0.1:0.9:9 --e4 1.2 -o own.csv"), "[0]\n");
    for (kind, flags) in KINDS {
        for ending in ["svg", "png", "pdf"] {
            let line = format!("ndemon figure {flags} -o {kind}.{ending}");
            assert_eq!(run(&folder, &line), "[0]\n", "{kind}");
        }
    }
    folder
}

/// Width, height and the dots of a PNG, three bytes each.
fn dots(path: &Path) -> (usize, usize, Vec<u8>) {
    let mut decoder = png::Decoder::new(Cursor::new(fs::read(path).unwrap()));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut bytes).unwrap();
    let (width, height) = (info.width as usize, info.height as usize);
    let count = info.color_type.samples();
    let pixel =
        |pixel: &[u8]| if count < 3 { [pixel[0]; 3] } else { [pixel[0], pixel[1], pixel[2]] };
    (width, height, bytes[..info.buffer_size()].chunks_exact(count).flat_map(pixel).collect())
}

/// Which share of the dots of two pictures of one size differ by more than a quarter.
fn differing(a: &Path, b: &Path) -> f64 {
    let ((width, height, a), (other_width, other_height, b)) = (dots(a), dots(b));
    assert_eq!((width, height), (other_width, other_height));
    let differs = |(a, b): &(&[u8], &[u8])| a.iter().zip(*b).any(|(a, b)| a.abs_diff(*b) > 63);
    let count = a.chunks_exact(3).zip(b.chunks_exact(3)).filter(differs).count();
    count as f64 / (width * height) as f64
}

#[test]
fn a_png_has_the_size_that_was_asked_for() {
    let folder = drawn();
    for (name, size) in [("fig", (2080, 1260)), ("wire", (2080, 1536)), ("small", (500, 400))] {
        let (width, height, dots) = dots(&folder.join(format!("{name}.png")));
        assert_eq!((width, height), size, "{name}");
        // Something is drawn, on white paper.
        let white = dots.chunks_exact(3).filter(|dot| *dot == [255; 3]).count();
        let share = white as f64 / (width * height) as f64;
        assert!((0.7..0.995).contains(&share), "{name}: {share}");
        assert_eq!(dots[..3], [255; 3]);
    }
}

#[test]
fn the_bytes_of_png_and_pdf_depend_on_the_request_alone() {
    let folder = folder("pictures-bytes");
    for ending in ["png", "pdf"] {
        let line = format!(
            "ndemon figure --title A -o a.{ending}; ndemon figure --title A -o b.{ending}; cmp a.{ending} b.{ending}
            ndemon rerun a.{ending} -o c.{ending}; cmp a.{ending} c.{ending}; cp a.{ending} d.{ending}
            ndemon rerun a.{ending}; echo $?; ndemon rerun d.{ending} --force; cmp a.{ending} d.{ending}"
        );
        let refused = format!("error: -o a.{ending}: it exists; --force overwrites it\n");
        assert_eq!(run(&folder, &line), format!("2\n{refused}[0]\n"), "{ending}");
    }
    // One format is made of another one, of a machine file, too.
    let line = "ndemon rerun a.png -o x.svg; ndemon figure --title A > y.svg; cmp x.svg y.svg
        ndemon rerun a.pdf -o z.gp; ndemon rerun x.svg -o w.gp; cmp z.gp w.gp
        ndemon machine example wire > wire.toml; ndemon figure wire.toml -o m.png; mv wire.toml away
        ndemon rerun m.png -o m.pdf; ndemon rerun m.pdf -o n.png; cmp m.png n.png";
    assert_eq!(run(&folder, line), "[0]\n");
    let line = "head -c 3000 a.png > cut.png; printf '\\211PNG\\r\\n\\032\\n' > head.png
        head -c 20 a.pdf > cut.pdf; for f in cut.png head.png cut.pdf; do ndemon rerun $f -o q.svg --force; echo $?; done";
    let output = run(&folder, line);
    assert!(!output.contains("panicked"), "{output}");
    assert_eq!(output.matches("it carries no request of ndemon").count(), 2, "{output}");
}

#[test]
fn a_pdf_has_its_words_as_text() {
    if !has("pdftotext", "pdftotext -v") {
        return;
    }
    let folder = drawn();
    for (kind, words) in [
        (
            "fig",
            &["Fig. 2(b), and more", "ε4 = 1.45", "power, ε̇h (Γ·E/h)", "minimum Tc", "0.06"][..],
        ),
        ("front", &["λ = 1, the paper’s demon", "Carnot bound, λ → 0", "Tc = 0.25, at best"]),
        ("wire", &["energy, E (µeV)", "μh = μc", "T_hl", "transmission T, occupation f"]),
        ("small", &["10⁻²", "temperature of the cold reservoir, Tc (E)"]),
        ("glyphs", &["The demons ε̇h ≤ ½ ∂COP/∂Tc → ∞ (élan, Łódź)"]),
    ] {
        let text = run(folder, &format!("pdftotext -layout {kind}.pdf -"));
        for word in words {
            assert!(text.contains(word), "{kind}: {word}: {text}");
        }
        // The font is there, and no other one is asked for.
        let fonts = run(folder, &format!("pdffonts {kind}.pdf | tail -n +3"));
        let fonts: Vec<&str> = fonts.lines().filter(|line| !line.starts_with('[')).collect();
        assert!(
            fonts.len() == 1
                && fonts[0].contains("STIXTwoMath")
                && fonts[0].contains("yes yes yes"),
            "{fonts:?}"
        );
    }
    // Nothing is wrong with it that a reader would have to mend.
    let info = run(folder, "for f in *.pdf; do pdfinfo $f; done 2>&1");
    assert!(!info.contains("Error") && !info.contains("Warning"), "{info}");
}

#[test]
fn all_renderers_show_the_same() {
    let converts = has("rsvg-convert", "rsvg-convert --version");
    let draws = has("mutool", "mutool -v");
    let folder = drawn();
    for (kind, flags) in KINDS {
        // A PNG is twice as fine where no size is asked for.
        let finer = if flags.contains("--size") { 1 } else { 2 };
        let png = folder.join(format!("{kind}.png"));
        if converts {
            let line = format!("rsvg-convert -z {finer} {kind}.svg -o {kind}-svg.png");
            assert_eq!(run(folder, &line), "[0]\n");
            let share = differing(&png, &folder.join(format!("{kind}-svg.png")));
            assert!(share < 1e-4, "{kind}: {share}");
        }
        if draws {
            let line =
                format!("mutool draw -q -r {} -o {kind}-pdf.png {kind}.pdf 2> errors", 96 * finer);
            assert_eq!(run(folder, &line), "[0]\n");
            let share = differing(&png, &folder.join(format!("{kind}-pdf.png")));
            assert!(share < 3e-3, "{kind}: {share}");
        }
    }
}

#[test]
fn an_axis_shows_what_is_asked_for() {
    let folder = folder("pictures-ranges");
    let line = "ndemon figure --x-range 0.2:0.4 --y-range 0:0.2 --e4 1.3 --data x.csv -o x.gp
        ndemon figure --log x,y --x-range 0.05:2 --size 600x400 --title 'A $Tc$' -o y.gp
        grep -E 'range|logscale|size|label 4' x.gp y.gp; awk -F, 'NR > 1 { print ($2 >= 0.2 && $2 <= 0.4) }' x.csv | sort -u";
    expect![[r#"
        x.gp:# ndemon figure --x-range=0.2:0.4 --y-range=0:0.2 --x=tc --curves=e4 --y=cop --inset=power --th=1 --tc=0:1.0:2 --mu0=1 --e1=1 --e2=2 --e3=1.5 --e4=1.3 --lambda=1
        x.gp:#   gnuplot -e "set terminal pngcairo size 1560,945 font 'serif,20'; set output 'OUT.png'" FILE
        x.gp:unset logscale x
        x.gp:set xrange [0.2:0.4]
        x.gp:unset logscale y
        x.gp:set yrange [0.0:0.2]
        x.gp:unset logscale x
        x.gp:set xrange [0.2:0.4]
        x.gp:unset logscale y
        x.gp:set yrange [0.019:0.023]
        y.gp:# ndemon figure --size=600x400 '--title=A $Tc$' --log=x,y --x-range=0.05:2 --x=tc --curves=e4 --y=cop --inset=power --th=1 --tc=0:1.0:2 --mu0=1 --e1=1 --e2=2 --e3=1.5 --e4=1.45,1.4,1.3,1.2 --lambda=1
        y.gp:#   gnuplot -e "set terminal pngcairo size 600,400 font 'serif,9'; set output 'OUT.png'" FILE
        y.gp:set logscale x
        y.gp:set xrange [0.05:2.0]
        y.gp:set logscale y
        y.gp:set yrange [0.001:1.0]
        y.gp:set label 4 'A {/:Italic T}_{c}' at screen 0.50000,0.95503 center font ',10.7'
        y.gp:set logscale x
        y.gp:set xrange [0.05:2.0]
        y.gp:unset logscale y
        y.gp:set yrange [0.0:0.06]
        1
        [0]
    "#]].assert_eq(&run(&folder, line));
}

#[test]
fn what_no_axis_can_show_is_refused() {
    expect![[r#"
        $ ndemon figure --log x
        error: --log x: the axis of tc begins at 0; --x-range FIRST:LAST shows a part of it that is positive
        [2]
        $ ndemon figure --log x --x-range 0:1
        error: --x-range 0:1: with --log x it must begin above 0
        [2]
        $ ndemon figure --log z
        error: --log z: it must be x, y, or x,y
        [2]
        $ ndemon figure --x-range 1:1
        error: --x-range 1:1: the first end must lie below the last
        [2]
        $ ndemon figure --x-range 0.5
        error: --x-range 0.5: it must be two numbers, first:last, such as 0.1:0.5 or 50mK:90mK
        [2]
        $ ndemon figure --x-range 2:3
        error: --x-range 2:3: the axis of tc goes from 0 to 1
        [2]
        $ ndemon figure --y-range -2:-1
        error: --y-range -2:-1: no curve is in this frame
        [2]
        $ ndemon figure --y-range -1:1 --log y
        error: --y-range -1:1: with --log y it must begin above 0
        [2]
        $ ndemon figure --x lambda --lambda log:0.1:1 --tc 0.5 --x-range 0:1
        error: --x-range 0:1: the axis of lambda is logarithmic, so that it must begin above 0
        [2]
        $ ndemon figure --y dcop_dlambda --log y
        error: --log y: no value of dcop_dlambda is positive here
        [2]
        $ ndemon figure --size 800
        error: --size 800: it must be width and height in whole pixels, as in 800x500
        [2]
        $ ndemon figure --size 20x20
        error: --size 20x20: width and height must be from 100 to 10000
        [2]
        $ ndemon figure --size 1000x200
        error: --size 1000x200: neither side may be more than 4 times as long as the other
        [2]
        $ ndemon figure --title ''
        error: --title : it must have a word
        [2]
        $ ndemon figure --title 中 -o /dev/null
        warning: 中 (U+4E2D): the font of pictures does not have it, so that a box stands there
        [0]
    "#]].assert_eq(&session(&[
        "ndemon figure --log x",
        "ndemon figure --log x --x-range 0:1",
        "ndemon figure --log z",
        "ndemon figure --x-range 1:1",
        "ndemon figure --x-range 0.5",
        "ndemon figure --x-range 2:3",
        "ndemon figure --y-range -2:-1",
        "ndemon figure --y-range -1:1 --log y",
        "ndemon figure --x lambda --lambda log:0.1:1 --tc 0.5 --x-range 0:1",
        "ndemon figure --y dcop_dlambda --log y",
        "ndemon figure --size 800",
        "ndemon figure --size 20x20",
        "ndemon figure --size 1000x200",
        "ndemon figure --title ''",
        "ndemon figure --title 中 -o /dev/null",
    ]));
    let wire = "ndemon machine example wire > pictures.toml; ndemon figure pictures.toml";
    assert!(sh(&format!("{wire} --log x")).contains("--log x: energies begin at -"));
    assert!(
        sh(&format!("{wire} --x-range 7:8")).contains("--x-range 7:8: no curve is in this frame")
    );
    assert!(
        sh(&format!("{wire} --log y --x-range 1e-6:5e-5 --y-range 0.01:2"))
            .ends_with("</svg>\n[0]\n")
    );
}

/// A logarithmic axis has no 0; gnuplot draws the curves down to the frame all the same, and the discs of the inset,
/// which are outside the frame of the curves.
#[test]
fn gnuplot_draws_logarithmic_curves_as_all_others_do() {
    let folder = folder("pictures-log");
    assert_eq!(run(&folder, "ndemon figure --log x,y --x-range 0.05:1 -o x.gp"), "[0]\n");
    let script = fs::read_to_string(folder.join("x.gp")).unwrap();
    let block = |name: &str| {
        let text = script.split(&format!("${name} << EOD\n")).nth(1).unwrap();
        text.split("EOD").next().unwrap().trim().to_owned()
    };
    for curve in 2..6 {
        // Above the lowest temperature the COP is positive.
        assert!(block(&format!("main{curve}")).starts_with('0'));
        assert!(block(&format!("main{curve}")).lines().next().unwrap().ends_with(" 1e-300"));
        assert!(block(&format!("inset{curve}_discs", curve = curve - 2)).starts_with("0."));
    }
    if has("gnuplot", "gnuplot --version") {
        let draw =
            "gnuplot -e \"set terminal svg; set output 'y.svg'\" x.gp; grep -c gnuplot_plot_ y.svg";
        // Six curves and their discs, outside the frame; of the inset four of each.
        assert_eq!(run(&folder, draw), format!("{}\n[0]\n", 6 + 6 + 4 + 4));
    }
}
