// The inside of a compiled pack: what the reader builds and the evaluator uses.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "rules/detail/expression.hpp"
#include "rules/pack.hpp"

namespace redline::rules {

class CompiledPack {
 public:
  struct CompiledRule {
    detail::Expression condition;
  };
  conversation::PackIdentity identity{};
  conversation::Bilingual title{};
  Scheme scheme{};
  std::vector<Rule> rules{};
  std::vector<CompiledRule> conditions{};  ///< parallel to `rules`
  std::unique_ptr<const detail::Matcher> matcher{};
  std::size_t phrase_count = 0;
};

}  // namespace redline::rules
