#include "rules/detail/value.hpp"

#include <algorithm>

namespace redline::rules::detail {

using conversation::Verdict;

namespace {

void add_evidence(Value& to, const Value& from) {
  to.spans.insert(to.spans.end(), from.spans.begin(), from.spans.end());
  to.utterances.insert(to.utterances.end(), from.utterances.begin(), from.utterances.end());
}

bool has(const std::vector<Value>& values, Verdict verdict) {
  return std::any_of(values.begin(), values.end(), [&](const Value& value) { return value.verdict == verdict; });
}

/// The unknown value that `values` amount to when nothing decides; evidence of hits and uncertain hits is kept.
Value unknown_of(const std::vector<Value>& values, Verdict verdict) {
  Value out;
  out.verdict = verdict;
  for (const auto& value : values) {
    out.missing.insert(value.missing.begin(), value.missing.end());
    if (value.verdict != Verdict::kHit && value.verdict != Verdict::kUncertain) continue;
    add_evidence(out, value);
    out.confidence = std::min(out.confidence, value.confidence);
  }
  return out;
}

}  // namespace

Value hit(double confidence) { return {.verdict = Verdict::kHit, .confidence = confidence}; }
Value no_hit() { return {}; }

Value undecidable(std::string missing) {
  Value value{.verdict = Verdict::kUndecidable};
  value.missing.insert(std::move(missing));
  return value;
}

Value all_of(std::vector<Value> values) {
  if (has(values, Verdict::kNoHit)) return no_hit();
  if (has(values, Verdict::kUncertain)) return unknown_of(values, Verdict::kUncertain);
  if (has(values, Verdict::kUndecidable)) return unknown_of(values, Verdict::kUndecidable);
  Value out = hit();
  for (const auto& value : values) {
    add_evidence(out, value);
    out.confidence = std::min(out.confidence, value.confidence);
  }
  return out;
}

Value any_of(std::vector<Value> values) { return at_least(1, std::move(values)); }

Value not_of(Value value) {
  if (value.verdict == Verdict::kHit) return no_hit();
  if (value.verdict == Verdict::kNoHit) return hit();
  value.spans.clear();
  value.utterances.clear();
  return value;
}

Value at_least(std::size_t count, std::vector<Value> values) {
  std::size_t hits = 0;
  std::size_t uncertain = 0;
  std::size_t open = 0;
  for (const auto& value : values) {
    hits += value.verdict == Verdict::kHit ? 1U : 0U;
    uncertain += value.verdict == Verdict::kUncertain ? 1U : 0U;
    open += value.verdict == Verdict::kUndecidable ? 1U : 0U;
  }
  if (hits < count) {
    if (hits + uncertain >= count || (uncertain > 0 && hits + uncertain + open >= count)) {
      return unknown_of(values, Verdict::kUncertain);
    }
    if (hits + open >= count) return unknown_of(values, Verdict::kUndecidable);
    return no_hit();
  }
  Value out = hit();
  std::vector<double> confidences;
  for (const auto& value : values) {
    if (value.verdict != Verdict::kHit) continue;
    add_evidence(out, value);
    confidences.push_back(value.confidence);
  }
  // As sure as the count-th surest hit: with that many, the condition already holds.
  std::sort(confidences.begin(), confidences.end(), std::greater<>());
  if (count > 0) out.confidence = confidences[count - 1];
  return out;
}

Value either(Value one, Value other, Verdict unknown) {
  if (one.verdict == other.verdict) return one.spans.size() >= other.spans.size() ? one : other;
  if (one.verdict != Verdict::kHit && one.verdict != Verdict::kUncertain) std::swap(one, other);
  Value out = std::move(one);
  const bool uncertain =
      unknown == Verdict::kUncertain || out.verdict == Verdict::kUncertain || other.verdict == Verdict::kUncertain;
  out.verdict = uncertain ? Verdict::kUncertain : Verdict::kUndecidable;
  out.missing.insert(other.missing.begin(), other.missing.end());
  return out;
}

}  // namespace redline::rules::detail
