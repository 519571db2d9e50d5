// Running another program and waiting for it. No shell is involved.
//
//   int status = run_program({"python3", "-m", "pip", "--version"}, {.quiet = true});
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace redline::base {

struct RunOptions {
  std::filesystem::path folder{};  ///< where it runs; empty: here
  bool quiet = false;              ///< its output is thrown away; else both outputs go to our standard error
};

/// The program's exit status; 127 when it is not there, 128 + n when signal n ended it. Throws std::system_error when
/// no process can be made.
int run_program(const std::vector<std::string>& arguments, const RunOptions& options);

}  // namespace redline::base
