// Checks of our own assumptions, always on. Data from outside never reaches a check: it becomes an Error.
//
//   REDLINE_CHECK(start <= end);
#pragma once

#include <cstdio>
#include <cstdlib>

namespace redline::base {

/// Prints the failed condition with its place and ends the program (exit by abort).
[[noreturn]] inline void check_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "redline: internal error: %s:%d: %s does not hold\n", file, line, condition);
  std::abort();
}

}  // namespace redline::base

#define REDLINE_CHECK(condition) \
  (static_cast<bool>(condition) ? static_cast<void>(0) : ::redline::base::check_failed(#condition, __FILE__, __LINE__))
