// The program: wiring only.
#include <fmt/format.h>

#include <cstdio>
#include <exception>

#include "base/interrupt.hpp"
#include "cli/arguments.hpp"
#include "cli/output.hpp"

int main(int argc, char** argv) {
  redline::base::InterruptFlag::install();
  try {
    return redline::cli::run(argc, argv);
  } catch (const std::exception& failure) {  // broken infrastructure: disk, memory, database
    fmt::print(stderr, "redline: {}\n", failure.what());
    return redline::cli::kOurFault;
  }
}
