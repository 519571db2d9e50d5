// Exit statuses and what goes to standard error.
#pragma once

#include <string>

#include "base/result.hpp"

namespace redline::cli {

// The exit statuses of the findings contract.
inline constexpr int kDone = 0;
inline constexpr int kFoundSomething = 1;  ///< with --fail-on
inline constexpr int kSomeFailed = 2;      ///< some inputs could not be inspected
inline constexpr int kWrongUsage = 64;
inline constexpr int kOurFault = 70;

/// "redline: file:line: message" on standard error.
void print_error(const base::Error& error);
/// A line on standard error that is no error.
void print_note(const std::string& line);

}  // namespace redline::cli
