#include "rules/detail/phase.hpp"

#include <algorithm>

namespace redline::rules::detail {
namespace {

Phase of_scope(const Scope& scope) {
  Phase phase = Phase::kLive;
  if (scope.last_utterances || scope.last_time) phase = Phase::kClosed;
  if (scope.before) phase = std::max(phase, phase_of(*scope.before));
  if (scope.after) phase = std::max(phase, phase_of(*scope.after));
  return phase;
}

struct PhaseOf {
  Phase of_parts(const std::vector<ExpressionPtr>& parts) const {
    Phase phase = Phase::kPreContact;
    for (const auto& part : parts) phase = std::max(phase, phase_of(*part));
    return phase;
  }
  Phase operator()(const AllOf& test) const { return of_parts(test.parts); }
  Phase operator()(const AnyOf& test) const { return of_parts(test.parts); }
  Phase operator()(const AtLeast& test) const { return of_parts(test.parts); }
  /// What is not there yet may still come, so the absence of words needs the end.
  Phase operator()(const NotOf& test) const {
    return phase_of(*test.part) == Phase::kPreContact ? Phase::kPreContact : Phase::kClosed;
  }
  Phase operator()(const SayTest& test) const { return of_scope(test.scope); }
  Phase operator()(const NearTest& test) const { return of_scope(test.scope); }
  Phase operator()(const RegexTest& test) const { return of_scope(test.scope); }
  Phase operator()(const MentionTest& test) const { return of_scope(test.scope); }
  Phase operator()(const AmountTest& test) const { return of_scope(test.scope); }
  Phase operator()(const FieldTest&) const { return Phase::kPreContact; }
  Phase operator()(const HoursTest&) const { return Phase::kPreContact; }
  Phase operator()(const SilenceTest&) const { return Phase::kClosed; }
  Phase operator()(const OverlapTest&) const { return Phase::kClosed; }
  Phase operator()(const RateTest&) const { return Phase::kClosed; }
  Phase operator()(const LoudnessTest&) const { return Phase::kClosed; }
  Phase operator()(const QuantityTest& test) const {
    return test.quantity == Quantity::kDuration ? Phase::kClosed : of_scope(test.scope);
  }
};

}  // namespace

Phase phase_of(const Expression& condition) { return std::visit(PhaseOf{}, condition.node); }

}  // namespace redline::rules::detail
