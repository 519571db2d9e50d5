// The evaluator: one for finished and for running contacts. It takes utterances as events; a finished call is a call
// replayed. Whatever the order and the revisions in which events came, the result depends only on the final utterances.
//
//   Evaluation evaluation(pack, contact);
//   for (const auto& utterance : conversation.utterances) evaluation.apply(utterance);
//   evaluation.close(facts);
//   RuleResults results = evaluation.results();
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "conversation/inspection.hpp"
#include "rules/pack.hpp"

namespace redline::rules {

/// What the rules say of one contact at one moment. Before close(), omissions and other rules that need the end are
/// left out, and hits are provisional.
struct RuleResults {
  std::vector<conversation::Finding> findings{};         ///< by (severity, rule)
  std::vector<conversation::Undecidable> undecidable{};  ///< by rule
  std::vector<conversation::Signal> signals{};           ///< by code, one a code
};

/// One contact under one pack. Not thread-safe; the pack is shared. Never fails: input that a rule cannot use makes
/// that rule undecidable.
class Evaluation {
 public:
  Evaluation(std::shared_ptr<const CompiledPack> pack, conversation::Contact contact);
  ~Evaluation();
  Evaluation(Evaluation&&) noexcept;
  Evaluation& operator=(Evaluation&&) noexcept;

  /// Takes one utterance event: new, revised or retracted. Only its own text is scanned.
  void apply(const conversation::Utterance& utterance);

  /// The contact has ended. `facts` are those of the final utterances (and of the sound, where there was any).
  void close(conversation::CallFacts facts);

  [[nodiscard]] RuleResults results() const;

  /// The verdict of every rule of the pack, in the pack's order. For cases, back-tests and explanations.
  struct RuleVerdict {
    conversation::Verdict verdict = conversation::Verdict::kNoHit;
    double confidence = 1.0;
    std::vector<conversation::Span> spans{};
    std::vector<std::size_t> utterances{};
    std::vector<std::string> missing{};
  };
  [[nodiscard]] std::vector<RuleVerdict> verdicts() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// A whole conversation at once: apply all, close, results.
RuleResults evaluate(const std::shared_ptr<const CompiledPack>& pack, const conversation::Conversation& conversation,
                     const conversation::CallFacts& facts);

}  // namespace redline::rules
