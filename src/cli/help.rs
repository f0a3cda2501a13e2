//! What the help says beyond the flags, and what is made of it: completions, manual pages.

use super::Cli;
use super::device;
use super::document::Document;
use super::failure::Failure;
use super::stream::Stream;
use clap::{Command, CommandFactory};
use clap_complete::env::Shells;
use clap_complete::{CompleteEnv, Shell};
use std::ffi::OsString;
use std::path::PathBuf;

pub const DEVICE: &str = "\
┌─────────────────┐ ε1 ┌───────────────┐ ε3 ┌──────────────────┐
│ hot reservoir h │════│ N-demon l     │════│ cold reservoir c │
│ Th, μ0          │════│ f_l(ε1…ε4)    │════│ Tc, μ0           │
└─────────────────┘ ε2 └───────────────┘ ε4 └──────────────────┘
 ◄─── heat; from the demon come neither energy nor particles, but order";

pub const EXAMPLES: &str = "\
Examples:
  ndemon eval --tc 0.5 --e4 1.3
  ndemon sweep --e4 1.45,1.4,1.3,1.2 --tc 0.05:0.95:181 > fig2.csv
  ndemon figure -o fig2.svg
  ndemon help sweep";

pub const EXIT_CODES: &str = "\
Exit codes: 0 done; 1 the answer is no (an unphysical point, a failed check); 2 the request is
wrong; 3 it could not be finished (disk full, unreadable file); 130 interrupted.";

pub const EVAL: &str = "\
Examples:
  ndemon eval --tc 0.5 --e4 1.3
  ndemon eval --e4 1.3 --columns tc_min
  ndemon eval --tc 0.2 --e4 1.3 --lambda 0.1 --format json --columns cop,headroom,status
  ndemon eval --th 100mK --tc 80mK --mu0 0eV --e1 0eV --e2 9ueV --e3 4ueV --e4 2ueV --gamma 0.5ueV
  ndemon eval --tc 0.5 --e4 1.3 --save a.toml
  ndemon eval a.toml --set tc=0.4

The page shows seven digits, and limits rounded to the side that works; the other formats have every
digit. Where only tc_min is asked for, tc need not be given. The exit code is 1 where the demon is
unphysical.";

pub const VALUES: &str = "\
A parameter takes a value, a list a,b,c, a range first:last:count or log:first:last:count; lambda
takes multiples of the headroom, too: 0.5max, 0max:1max:101.
The flag given first varies slowest, the last fastest.";

pub const SWEEP: &str = "\
Examples:
  ndemon sweep --e4 1.3,1.4 --tc 0.05:0.95:181
  ndemon sweep --tc 0.5 --e4 1.3 --lambda log:0.01:2:50 --columns lambda,power,cop
  ndemon sweep --e4 1.1:1.4:301 --tc 0.05:0.95:901 -o map.parquet
  ndemon sweep --e4 1.3,1.4 --tc 0.5 | ndemon sweep --points - --columns e4,tc,cop

The extension of -o FILE (.csv, .json, .jsonl, .parquet) chooses the format.
With -o the file appears when it is whole; nothing that exists, or has appeared meanwhile, is
overwritten without --force, a link is followed, and a device or a FIFO is written to as it is. The rows of a sweep that was cut off, by whatever, are
in a file beside it; the same command with --resume goes on and ends with the same bytes.";

pub const FIGURE: &str = "\
Without flags this is Fig. 2(b): the COP over Tc for four values of e4, with the power in an inset.
The parameter of --x takes first:last, log:first:last, a list or a range, whose ends are those of the
axis; that of --curves a value, a list or a range; any other one value. A result that spans many
powers of ten has a logarithmic axis; where the frame cuts a pole off, the title says so.

A --x that is a result makes a front: results over each other, along lambda from 0max to 1max, or
along another parameter with --along. With lambda the paper's demon, lambda = 1, and the Carnot bound
at lambda = 0 are marked.

Curves end where the demon ceases to be physical, to the last double and in their limit, COP 0. With the COP its Carnot bound
and the limit e4 → e3 are drawn, if they are the same for all curves.

Examples:
  ndemon figure --terminal
  ndemon figure --x lambda --lambda log:0.01:10:2 --curves tc --tc 0.3,0.6 --e4 1.3 -o lambda.svg
  ndemon figure --x power --y cop --curves tc --tc 0.25,0.5,0.75 --e4 1.3 -o front.svg
  ndemon figure --y entropy_current --inset none --e4 1.1:1.4:4 -o entropy.gp --data entropy.csv

--bound draws a result as a bound of the one that is shown; where it is one number, and --x is a result,
across the whole picture. --beside PARAM=VALUE draws each curve once more, dotted, with another value of a
parameter.

  ndemon figure --x power --y cop --best --bound cop_carnot --tc 0.5 --e4 1.3 -o best.svg
  ndemon figure --tc 0.1:0.9 --e4 1.3,1.4 --beside lambda=0.5 -o weaker.svg

--map COLUMN shows a result over two parameters, --x and --y, in colours, with contour lines. Where it does
not exist, the status says why: the constraint that binds. Borders are computed, not guessed from a grid;
--data has the points that were computed, more of them where the result bends.

  ndemon figure --map cop --tc 0.05:0.95 --e4 1.02:1.49 -o map.svg
  ndemon figure --map power --x tc --y lambda --tc 0.1:0.9 --lambda 0:6 --e4 1.3 --terminal

--overlay FILE draws points that were measured over the curves, or over a map. Columns are named as those of a sweep
(tc, cop, power_aW, T_c_mK, …); tc_sd and cop_sd are standard deviations, drawn as error bars. Where the table has
the parameter of --curves, a point has the colour of its curve; over a map, that of the result in the table. Axes grow
so that all points are seen, unless --x-range or --y-range says what they show. The legend has the name of the file.

  ndemon sweep --tc 0.3:0.9:7 --e4 1.3 -o points.csv
  ndemon figure --overlay points.csv -o points.svg

A machine file without --x and --y is drawn as it is, over the energy: transmissions, occupations and what
flows. --reservoir NAME shows the occupation f of one reservoir and y = ln(1/f - 1) beside those that it is
coupled to, a demon with levels of no width at these alone; with --temperature T_eff = (E - mu0)/y in place of
y, up to four times the hottest reservoir's. Its --data has the columns E, f, y and
T_eff = (E - mu0)/y (Eq. A9), and a machine file reads it back as
  f = { table = \"l.csv\", energy = \"E\", value = \"f_l\" }
At levels of no width nothing is lost but the last digits; elsewhere lines between the points are f to within
1e-5 of f and of 1 - f. A level that is full but for 1e-16 has no digit of what it leaves. In the units of the
laboratory the energy is E_eV, which unit = \"1eV\" says. Transmissions end within the table, as by a factor
boxcar(at=…, width=…): beyond it no bound of the error is known.

  ndemon machine example best-demon > best-demon.toml
  ndemon figure best-demon.toml --reservoir l -o l.svg --data l.csv

The ending of -o says the format: SVG and PDF for print and the web, PNG, a script for gnuplot (.gp). All but the
script look the same everywhere: letters are outlines of STIX Two Math in SVG, and real text in a part of that
font in PDF. --size is in pixels of which 96 are an inch; a PNG without it has 2080 x 1260 dots. The letters of a
small picture are less small than it is. --x-range and --y-range cut the axes; along a parameter, curves are
computed within it alone. --log x,y makes axes logarithmic.

  ndemon figure --size 500x380 --title 'COP over $Tc$' -o column.pdf
  ndemon figure --log x,y --x-range 0.05:1 -o logarithmic.png

Version, commit and the whole request are in the picture.";

pub const SPREADS: &str = "\
A parameter takes a value, or one with a spread: 1.4+-0.01 is normal with this standard deviation,
1.4+-0.01u uniform up to this far on both sides. With units: 80mK+-1mK, 2ueV+-10neVu.";

pub const SPREAD: &str = "\
Power, COP and minimum temperature are summed up over the devices that have them, which are those that
are physical; a headroom, if picked, is one of others, too. Beside their standard deviations stand those
to first order in the spreads, from exact derivatives, and what each parameter contributes to these.
Quantiles are median-unbiased (type 8 of Hyndman and Fan). --columns picks some of the three, or other
results, and the columns of --rows; the minimum temperature takes most of the time. A device takes 24
bytes of memory; the devices of a seed are the same for any number of threads.

Examples:
  ndemon spread --tc 0.5 --e4 1.3+-0.01 --e3 1.5+-0.01
  ndemon spread --tc 0.5 --e4 1.3+-0.02u --samples 1000000 --seed 1 --format json
  ndemon spread --tc 0.5 --e4 1.3+-0.01 --lambda 0.9max --rows devices.csv

The exit code is 1 where no device is physical.";

pub const SOLVE: &str = "\
Every value of the parameter is a row: the double nearest to it, and in PARAM_error how far from that the number
itself is at most. The range is cut into pieces until each provably has no such value, or exactly one (found =
one). Where a result just touches the value, or lies beside an edge, that may not be decided (open), or it is
certain that there is a value but not how many (some). With >= or <= alone, rows are the first and the last double
of each part of the range in which all of it holds and the device is physical, with what ends it: a
result whose bound breaks, a status, the range, or open, where what follows is not decided. `ndemon sweep --points`
reads the table again.

Results that are searched for (tc_min, cop_best, narrow_error), and those of machine files, are looked at on a grid
of 256 steps (or --boxes, if that is less), and where they turn back between two of them: what is found is there,
but that there is nothing else is not proven.

A value may have the unit of the result's column, with a prefix: power=1aW.

Examples:
  ndemon solve --for tc=0.01:0.99 --where power=0.01 --e4 1.3
  ndemon solve --for lambda=0:3 --where power=0.02 --tc 0.5 --e4 1.3
  ndemon solve --for e4=1.05:1.95 --where 'cop>=0.15,power>=0.01' --tc 0.5
  ndemon machine example wire > wire.toml
  ndemon solve wire.toml --for T_c=40:100 --where efficiency=0.1 --boxes 16

The exit code is 1 where there is provably no such value, and 3 where nothing is decided.";

pub const OPTIMIZE: &str = "\
The best device is proved to be: the ranges are cut into boxes, linear constraints that hold for all
devices of a box bound what it can reach, and boxes that can hold nothing better are left out, until
none is left but for ten digits. Along lambda, power grows and COP falls, so that the best lambda of
a device is known. What binds, and where --boxes were not enough, the bound, is said below the
device, or on standard error.

Levels of different pairs never coincide; where the best device lies beside such a coincidence, or is
one in which nothing flows, a sentence says so, with the remedy.

Any other goal, any other bounds, and windows (--resonances boxcar) are searched for, and a bound on all other devices
is proved in boxes, too, but for results that are searched for themselves (tc_min, cop_best). --front gives points from
the best of the second result of --maximize to the best of the first, less a millionth of it, and for each the bound of
the second one that no device with as much of the first one exceeds.

Examples:
  ndemon optimize --maximize power --over e4=1.1:1.5,lambda=0max:1max --tc 0.5
  ndemon optimize --maximize cop --at-least power=0.01 --over e3=1:2,e4=1:2 --apart 0.1 --tc 0.5
  ndemon optimize --maximize power --at-least cop=0.2 --over e4=1.1:1.5,lambda=0:9 --tc 0.5
  ndemon optimize --minimize tc --at-least power=0.02 --over tc=0.01:0.99,lambda=0:3 --e4 1.3
  ndemon optimize --front 20 --maximize power,cop --over e4=1.1:1.4,lambda=0max:1max --tc 0.5

-o FILE.csv, .json or .jsonl writes the rows, -o FILE.svg, .png, .pdf or .gp draws a front: its points, joined by
straight lines, and the steps beyond which no device lies, which is proved. With --provenance a table says what was
asked, and `ndemon rerun` makes it again, as it does with pictures.

The exit code is 1 where provably no device does what is asked, and 3 where none was found and that is
not proved.";

pub const OPTIMIZE_FILE: &str = "\
Points that fill the ranges evenly are computed, and from the best of them the search goes uphill until the
last digits. The same question has the same answer. Nothing is proved of it: where a result has many narrow
peaks, narrower ranges or more --trials may find a better one. Without a file it is the paper's
refrigerator, and the best device is proved to be.

Numbers without a unit have that of the file; what --at-least names has the unit of its column.

Examples:
  ndemon optimize wire.toml --maximize cooling --over w=0:1
  ndemon optimize engine.toml --maximize efficiency --over V=0:100,width=1:80 --at-least n_c=1e7

The exit code is 3 where no point was found at which all holds that is asked.";

pub const RERUN: &str = "\
Examples:
  ndemon sweep --e4 1.3 --tc 0.05:0.95:19 --provenance -o cop.csv
  ndemon rerun cop.csv.meta.json -o again.csv
  ndemon figure -o cop.svg
  ndemon rerun cop.svg -o again.svg

A file is made again beside its FILE.meta.json, anything else in place of itself; where it is there,
-o names another one and --force overwrites it. A CSV that begins with # was a stream and is one again.
A table of --points or --overlay must be the one that was read then, whatever its name and its time are.";

pub const MACHINE: &str = "\
A machine file describes any machine: reservoirs, in equilibrium or not, and the transmissions between
them as functions of the energy. eval, sweep, spread, solve, optimize and figure take it as their first argument;
--set NAME=VALUE gives its numbers other values.

A reservoir has T and mu, f = \"formula in E\", a demon (demon = { lambda = 1 }, or demon = \"optimal\"), or a probe,
whose numbers are found: probe = \"voltage\" beside T is a voltmeter, which takes up no particles and finds mu;
probe = \"temperature\" beside mu is a thermometer, which takes up no heat and finds T; probe =
\"voltage-temperature\" is both. The columns T_NAME and mu_NAME are what they find.
A transmission is T = \"formula in E\", a table, or T = \"optimal\": the filter between 0 and 1 that draws a power from a
reservoir (from = \"c\") at the least entropy current into the other one; ndemon machine example best-filter has one.

Examples:
  ndemon machine example wire > wire.toml
  ndemon machine check wire.toml
  ndemon eval wire.toml --set w=0.05
  ndemon sweep wire.toml --set T_c=45:60:4 --set w=0,0.5
  ndemon figure wire.toml -o wire.svg";

pub const MACHINE_EXAMPLE: &str = "\
Examples:
  ndemon machine example
  ndemon machine example wire > wire.toml";

pub const MACHINE_CHECK: &str = "\
Examples:
  ndemon machine check wire.toml

Everything that is found is printed, each with its place. The exit code is 2 where there are errors, and
0 where there are warnings at most.";

pub const MACHINE_PRINT: &str = "\
Examples:
  ndemon machine print wire.toml --set T_c=45 --set V=100ueV > other.toml

Comments and all that is not set stay as they are.";

pub const MACHINE_SPECTRA: &str = "\
Examples:
  ndemon machine spectra wire.toml --energies 0:60:121 > spectra.csv

The columns are the energy E (in eV where values have units), f_r of each reservoir, T_a_b of each pair,
and j_r, the spectral current into each reservoir: n_r is its integral over E/h. These are doubles
without a bound of their errors, unlike what eval and sweep print. Terms of zero width are left out of T and
j; a demon has its f at their energies.";

pub const COLUMNS: &str = "\
Examples:
  ndemon columns
  ndemon columns wire.toml
  ndemon eval --tc 0.5 --e4 1.3 --columns power,cop,status
  ndemon sweep --tc 0.5 --e4 1.3 --columns +t0";

pub const VERIFY: &str = "\
Examples:
  ndemon verify
  ndemon verify --field

--field is about other papers and programs: each published number beside what a machine file of examples/field
gives, as docs/field.md has it with the command of each. S is a number of public code or data, A of an abstract,
C was computed from the formula of the paper by another program.

The exit code is 1 where a check fails.";

pub const COMPLETIONS: &str = "\
Examples:
  ndemon completions bash > ndemon.bash
  ndemon completions zsh > _ndemon
  ndemon completions fish > ndemon.fish

bash looks in ~/.local/share/bash-completion/completions, where the file must be called ndemon, zsh
in the folders of $fpath, fish in ~/.config/fish/completions. The script asks the ndemon on the PATH
what there is, so it must be made anew when that changes.";

pub const MAN: &str = "\
Examples:
  ndemon man > page.1
  ndemon man .

`man -l FILE` shows a page.";

/// Version, commit (where it is known), platform and features.
pub fn version() -> String {
    let commit = option_env!("NDEMON_COMMIT").map(|commit| format!("\ncommit: {commit}"));
    let features = if cfg!(feature = "parquet") { "parquet" } else { "none" };
    format!(
        "{}{}\ntarget: {}\nfeatures: {features}",
        env!("CARGO_PKG_VERSION"),
        commit.unwrap_or_default(),
        env!("NDEMON_TARGET"),
    )
}

/// The variable by which a shell asks for completions.
const COMPLETE: &str = "NDEMON_COMPLETE";

/// Prints the script that makes a shell ask this program for completions.
pub fn completions(shell: Shell) -> Result<(), Failure> {
    let mut text = Vec::new();
    if let Some(completer) = Shells::builtins().completer(&shell.to_string()) {
        let written =
            completer.write_registration(COMPLETE, "ndemon", "ndemon", "ndemon", &mut text);
        written.map_err(|error| Failure::io("the completions", &error))?;
    }
    Stream::standard()?.write(&text)
}

/// Answers a shell that asks for completions; whether one did.
pub fn complete(arguments: &[OsString]) -> Result<bool, Failure> {
    // What may stand behind the cursor depends on the machine file, where there is one that can be read.
    let is_asked = std::env::var_os(COMPLETE).is_some();
    let words = arguments.iter().position(|word| word == "--").map(|at| &arguments[at + 1..]);
    if let Some(words) = words.filter(|words| is_asked && !words.iter().any(|word| word == "-")) {
        let _ = device::choose(words);
    }
    let folder = std::env::current_dir().ok();
    let completer = CompleteEnv::with_factory(Cli::command).var(COMPLETE);
    let answered = completer.try_complete(arguments.iter().cloned(), folder.as_deref());
    answered.map_err(|error| Failure::Unfinished(error.to_string()))
}

/// The flags of `man`.
#[derive(clap::Args)]
#[command(after_long_help = MAN)]
pub struct Man {
    /// Write the pages of all commands into this folder instead
    #[arg(value_name = "FOLDER")]
    folder: Option<PathBuf>,
    /// Overwrite pages that are there
    #[arg(long, requires = "folder")]
    force: bool,
}

/// Prints the manual page, or writes all of them.
pub fn man(args: &Man) -> Result<(), Failure> {
    let mut command = Cli::command().name("ndemon").disable_help_subcommand(true);
    command.build();
    let page = |command: &Command| {
        let page = clap_mangen::Man::new(command.clone());
        let mut text = Vec::new();
        page.render(&mut text).map_err(|error| Failure::io("the page", &error))?;
        Ok((page.get_filename(), text))
    };
    let Some(folder) = &args.folder else {
        let (_, text) = page(&Cli::command().name("ndemon"))?;
        return Stream::standard()?.write(&text);
    };
    let below = command.get_subcommands().flat_map(|command| command.get_subcommands());
    let below = below.filter(|command| command.get_name() != "help");
    let pages = command.get_subcommands().chain(below).chain([&command]).map(page);
    let documents = pages.map(|page| {
        let (name, text) = page?;
        Ok((Document::page(&folder.join(name), args.force)?, text))
    });
    // All of them are known to be free before one is written.
    let documents = documents.collect::<Result<Vec<_>, Failure>>()?;
    documents.into_iter().try_for_each(|(document, text)| document.write(&text))
}
