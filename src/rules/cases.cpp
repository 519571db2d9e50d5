// Running the inline cases of a pack.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "rules/detail/pack_data.hpp"
#include "rules/evaluation.hpp"

namespace redline::rules {
namespace {

Evaluation::RuleVerdict run(const std::shared_ptr<const CompiledPack>& pack, std::size_t rule,
                            const RuleCase& example) {
  Evaluation evaluation(pack, example.conversation.contact);
  for (const auto& utterance : example.conversation.utterances) evaluation.apply(utterance);
  const conversation::Transcript transcript(example.conversation.utterances);
  evaluation.close(conversation::timing_facts(transcript.finals(), std::nullopt));
  return evaluation.verdicts()[rule];
}

}  // namespace

CaseReport run_cases(const std::shared_ptr<const CompiledPack>& pack) {
  CaseReport report;
  for (std::size_t i = 0; i < pack->rules.size(); ++i) {
    const Rule& rule = pack->rules[i];
    for (const auto& example : rule.cases) {
      ++report.cases_run;
      const auto verdict = run(pack, i, example);
      if (verdict.verdict != example.expected) {
        report.failures.push_back({rule.name, example.place,
                                   fmt::format("expected {}, found {} (missing: {})", to_text(example.expected),
                                               to_text(verdict.verdict), fmt::join(verdict.missing, ", "))});
      } else if (example.utterances && *example.utterances != verdict.utterances) {
        report.failures.push_back(
            {rule.name, example.place,
             fmt::format("expected evidence in utterances [{}], found [{}]", fmt::join(*example.utterances, ", "),
                         fmt::join(verdict.utterances, ", "))});
      }
    }
  }
  return report;
}

}  // namespace redline::rules
