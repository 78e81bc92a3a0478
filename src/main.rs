//! The one binary: `fba-nfe VERB`. One file per verb in `cli`.

use std::process::ExitCode;

use fba_nfe::cli::Cli;

fn main() -> ExitCode {
    Cli::start()
}
