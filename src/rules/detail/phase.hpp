// When a condition can be decided, read off its tree.
#pragma once

#include "rules/detail/expression.hpp"
#include "rules/pack.hpp"

namespace redline::rules::detail {

/// kPreContact: only metadata. kLive: a hit can be known while the contact runs. kClosed: it takes the end, because
/// something must be missing from the whole, or because measurements of the whole decide.
Phase phase_of(const Expression& condition);

}  // namespace redline::rules::detail
