#include "cli/output.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace redline::cli {

void print_error(const base::Error& error) {
  fmt::print(stderr, "redline: {} [{}]\n", error.describe(), error.reason());
}

void print_note(const std::string& line) { fmt::print(stderr, "{}\n", line); }

}  // namespace redline::cli
