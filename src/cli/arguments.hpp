// The command line of `redline`.
#pragma once

namespace redline::cli {

/// Parses, runs the subcommand, and returns the exit status.
int run(int argc, char** argv);

}  // namespace redline::cli
