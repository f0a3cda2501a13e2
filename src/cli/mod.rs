//! The command line: text to domain types once, one file a verb, answers to exit codes.

mod aims;
mod answer;
mod args;
mod best;
mod built_in;
mod columns;
mod command_line;
mod complete;
mod device;
mod document;
mod drawn;
mod eval;
mod failure;
mod field;
mod figure;
mod frames;
mod front;
mod help;
mod input;
mod look;
mod machine;
mod map;
mod optimize;
mod optimum;
mod overlay;
mod partial;
mod picture;
mod place;
mod plan;
mod portrait;
mod progress;
mod provenance;
mod range;
mod requirement;
mod rerun;
mod rows;
mod setting;
mod sink;
mod solve;
mod spread;
mod stream;
mod sweep;
mod table_flags;
mod terminal;
mod titles;
mod trail;
mod verify;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use command_line::CommandLine;
use std::ffi::OsString;
use std::process::ExitCode;

/// Calculator for the N-demon refrigerator: heat flows from cold to hot, paid in entropy alone.
#[derive(Parser)]
#[command(
    name = "ndemon",
    version,
    long_version = help::version(),
    arg_required_else_help = true,
    before_help = help::DEVICE,
    after_help = help::EXAMPLES,
    after_long_help = format!("{}\n\n{}", help::EXAMPLES, help::EXIT_CODES)
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Make no remarks and no warnings on standard error
    #[arg(long, global = true, help_heading = "Output")]
    quiet: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Compute one point.
    Eval(eval::Args),
    /// Compute a grid of points, or the points of a table.
    Sweep(sweep::Args),
    /// Make a table or a picture again, to the byte, from the request that it carries.
    Rerun(rerun::Args),
    /// Draw curves as SVG, PNG or PDF, for gnuplot or in the terminal: by default Fig. 2(b).
    Figure(Box<figure::Args>),
    /// Draw devices whose parameters are not exact, and sum up what comes of them.
    Spread(spread::Args),
    /// Find all values of a parameter at which a result has a value.
    Solve(solve::Args),
    /// Find the best device within ranges of its parameters, and prove that it is.
    Optimize(best::Optimum),
    /// Make, check and look at machine files: any machine, described in TOML.
    Machine(machine::Args),
    /// List every column of the tables.
    Columns(columns::Args),
    /// Check the paper's equations, claims and misprints on the spot.
    #[command(after_long_help = help::VERIFY)]
    Verify(verify::Args),
    /// Print what lets a shell complete commands, flags, columns and parameters.
    #[command(after_long_help = help::COMPLETIONS)]
    Completions {
        /// For which shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page.
    Man(help::Man),
}

/// Runs the command with these arguments, the program's name first.
pub fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.collect();
    match help::complete(&arguments) {
        Ok(false) => {}
        Ok(true) => return ExitCode::SUCCESS,
        Err(failure) => return failure.report(),
    }
    let arguments = match device::choose(&arguments) {
        Ok(of_file) => of_file.unwrap_or(arguments),
        Err(failure) => return failure.report(),
    };
    if let Some(flag) = args::without_value(&arguments) {
        return failure::Failure::Request(format!("--{flag}: a value must follow")).report();
    }
    let mut command = Cli::command();
    let parsed = command.try_get_matches_from_mut(arguments).and_then(|matches| {
        let cli = Cli::from_arg_matches(&matches);
        cli.map(|cli| (cli, CommandLine::of(&command, &matches)))
    });
    let (cli, request) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => return failure::usage(&error),
    };
    if cli.quiet {
        failure::be_quiet();
    }
    let done = match cli.command {
        Command::Rerun(args) => match args.arguments() {
            Ok(arguments) => return run(arguments.into_iter()),
            Err(failure) => Err(failure),
        },
        Command::Eval(args) => eval::run(args),
        Command::Sweep(args) => sweep::run(args, request),
        Command::Figure(args) => figure::run(*args, request),
        Command::Spread(args) => spread::run(args),
        Command::Solve(args) => solve::run(args, &request),
        Command::Optimize(optimum) => best::run(optimum, &request),
        Command::Machine(args) => machine::run(args),
        Command::Columns(args) => columns::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Completions { shell } => help::completions(shell),
        Command::Man(args) => help::man(&args),
    };
    done.map_or_else(|failure| failure.report(), |()| ExitCode::SUCCESS)
}
