// The value of a condition: one of four verdicts with its evidence, and how values combine. The truth table stands in
// docs/rules.md: strong Kleene logic with two kinds of unknown, where "uncertain" wins over "undecidable", because what
// a person can settle by listening must reach him even when another fact is missing.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "conversation/inspection.hpp"

namespace redline::rules::detail {

struct Value {
  conversation::Verdict verdict = conversation::Verdict::kNoHit;
  double confidence = 1.0;                  ///< of a hit or an uncertain hit, 0..1
  std::vector<conversation::Span> spans{};  ///< evidence
  std::vector<std::size_t> utterances{};    ///< evidence without a stretch of text
  std::set<std::string> missing{};          ///< facts that an undecidable value lacks
};

Value hit(double confidence = 1.0);
Value no_hit();
Value undecidable(std::string missing);

/// No hit if one is; else uncertain if one is; else undecidable if one is; else a hit with the evidence of all and the
/// least confidence.
Value all_of(std::vector<Value> values);
/// A hit if one is, with the evidence of all hits and the greatest confidence; else uncertain, undecidable, no hit.
Value any_of(std::vector<Value> values);
/// Hit and no hit change places and lose their evidence; the unknown stay unknown.
Value not_of(Value value);
/// At least `count` of the values hit.
Value at_least(std::size_t count, std::vector<Value> values);
/// What can be said when one of two ways is true and nobody knows which: their common verdict, else unknown.
Value either(Value one, Value other, conversation::Verdict unknown);

}  // namespace redline::rules::detail
