// A regular expression over the spoken characters of an utterance, with bounds on its work.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "rules/detail/matcher.hpp"

namespace redline::rules::detail {

/// PCRE2 with UTF, bounded by a match limit so that no pattern can stall an inspection. Thread-safe.
class Regex {
 public:
  /// Fails with "pack.bad_regex"; the message names the position in the pattern.
  static base::Result<std::shared_ptr<const Regex>> compile(const std::string& pattern);
  ~Regex();
  Regex(const Regex&) = delete;
  Regex& operator=(const Regex&) = delete;

  struct Match {
    std::uint32_t start = 0;  ///< spoken characters [start, end)
    std::uint32_t end = 0;
  };
  struct Matches {
    std::vector<Match> found{};
    bool limit_reached = false;  ///< the work bound stopped the search: what was not searched is unknown
  };
  [[nodiscard]] Matches find_all(const SpokenText& text) const;

 private:
  struct Code;
  explicit Regex(std::unique_ptr<Code> code);
  std::unique_ptr<Code> code_;
};

}  // namespace redline::rules::detail
