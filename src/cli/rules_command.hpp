// redline rules check|test PACK
#pragma once

#include <string>

namespace redline::cli {

/// Reads the pack and prints what it holds, or every error with its place. 0 or 2.
int check_rules(const std::string& pack);
/// Runs the pack's inline cases and prints those that did not come out as written. 0 or 2.
int test_rules(const std::string& pack);

}  // namespace redline::cli
