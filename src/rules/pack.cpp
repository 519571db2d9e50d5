#include "rules/pack.hpp"

#include <algorithm>

#include "rules/detail/pack_data.hpp"

namespace redline::rules {

std::string_view to_text(Phase phase) {
  switch (phase) {
    case Phase::kPreContact:
      return "pre_contact";
    case Phase::kLive:
      return "live";
    case Phase::kClosed:
      break;
  }
  return "closed";
}

const conversation::PackIdentity& identity(const CompiledPack& pack) { return pack.identity; }
const std::vector<Rule>& rules(const CompiledPack& pack) { return pack.rules; }
const Scheme& scheme(const CompiledPack& pack) { return pack.scheme; }

conversation::Score score(const CompiledPack& pack, const std::vector<conversation::Finding>& findings) {
  using conversation::Severity;
  conversation::Score score{.scheme = pack.scheme.name, .value = pack.scheme.start, .red_line = false};
  for (const auto& finding : findings) {
    if (finding.verdict != conversation::Verdict::kHit) continue;
    if (finding.severity == Severity::kRed) score.red_line = true;
    if (finding.severity == Severity::kSerious) score.value -= pack.scheme.serious;
    if (finding.severity == Severity::kMinor) score.value -= pack.scheme.minor;
  }
  score.value = score.red_line ? 0 : std::max(0.0, score.value);
  return score;
}

}  // namespace redline::rules
