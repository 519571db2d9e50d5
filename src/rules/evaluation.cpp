#include "rules/evaluation.hpp"

#include <algorithm>
#include <map>

#include "rules/detail/contact_view.hpp"
#include "rules/detail/pack_data.hpp"
#include "rules/detail/reason.hpp"
#include "rules/detail/tests.hpp"

namespace redline::rules {

using conversation::Utterance;
using conversation::UtteranceId;
using conversation::Verdict;

struct Evaluation::State {
  std::shared_ptr<const CompiledPack> pack;
  conversation::Contact contact;
  conversation::Transcript transcript;
  std::map<UtteranceId, detail::ScannedUtterance> scanned;
  std::optional<conversation::CallFacts> facts;

  void scan(const Utterance& utterance) {
    auto& entry = scanned[utterance.id];
    entry.utterance = utterance;
    entry.spoken = detail::SpokenText::from(utterance.text.reveal());
    entry.matches.clear();
    pack->matcher->scan(entry.spoken, entry.matches);
  }

  [[nodiscard]] detail::ContactView view() const {
    std::vector<const detail::ScannedUtterance*> finals;
    for (const Utterance* utterance : transcript.finals()) finals.push_back(&scanned.at(utterance->id));
    return {contact, std::move(finals), facts ? &*facts : nullptr, pack->phrase_count};
  }

  /// Before the end, a rule that needs the end says nothing.
  [[nodiscard]] detail::Value value(std::size_t rule, const detail::ContactView& view) const {
    if (!facts && pack->rules[rule].phase == Phase::kClosed) return detail::no_hit();
    return detail::value_of(pack->conditions[rule].condition, view, pack->rules[rule].floor);
  }
};

namespace {

/// Evidence in one order, each piece once.
void tidy(detail::Value& value) {
  const auto key = [](const conversation::Span& span) { return std::tuple(span.utterance, span.start, span.end); };
  std::sort(value.spans.begin(), value.spans.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  value.spans.erase(std::unique(value.spans.begin(), value.spans.end()), value.spans.end());
  for (const auto& span : value.spans) value.utterances.push_back(span.utterance);
  std::sort(value.utterances.begin(), value.utterances.end());
  value.utterances.erase(std::unique(value.utterances.begin(), value.utterances.end()), value.utterances.end());
}

conversation::Finding finding_of(const Rule& rule, const detail::Value& value, const detail::ContactView& view) {
  conversation::Finding finding;
  finding.code = rule.code;
  finding.rule = rule.name;
  finding.severity = rule.severity;
  finding.verdict = value.verdict;
  finding.confidence = value.confidence;
  finding.role = rule.role;
  finding.utterances = value.utterances;
  finding.spans = value.spans;
  finding.title = rule.title;
  finding.reason = detail::reason_of(rule, value, view);
  return finding;
}

/// One signal a code: the surest verdict, with the evidence of all rules that carry the code.
void add_signal(const Rule& rule, const detail::Value& value, std::map<std::string, conversation::Signal>& signals) {
  auto [at, fresh] = signals.try_emplace(rule.code);
  auto& signal = at->second;
  if (fresh) {
    signal = {rule.code, value.verdict, value.confidence, {}, rule.title};
  } else if (value.verdict == Verdict::kHit && signal.verdict != Verdict::kHit) {
    signal.verdict = Verdict::kHit;
    signal.confidence = value.confidence;
  } else if (value.verdict == signal.verdict) {
    signal.confidence = std::max(signal.confidence, value.confidence);
  }
  signal.utterances.insert(signal.utterances.end(), value.utterances.begin(), value.utterances.end());
  std::sort(signal.utterances.begin(), signal.utterances.end());
  signal.utterances.erase(std::unique(signal.utterances.begin(), signal.utterances.end()), signal.utterances.end());
}

}  // namespace

Evaluation::Evaluation(std::shared_ptr<const CompiledPack> pack, conversation::Contact contact)
    : state_(std::make_unique<State>()) {
  state_->pack = std::move(pack);
  state_->contact = std::move(contact);
}
Evaluation::~Evaluation() = default;
Evaluation::Evaluation(Evaluation&&) noexcept = default;
Evaluation& Evaluation::operator=(Evaluation&&) noexcept = default;

void Evaluation::apply(const Utterance& utterance) {
  if (state_->transcript.apply(utterance)) state_->scan(utterance);
}

void Evaluation::close(conversation::CallFacts facts) { state_->facts = std::move(facts); }

RuleResults Evaluation::results() const {
  RuleResults results;
  std::map<std::string, conversation::Signal> signals;
  const detail::ContactView view = state_->view();
  for (std::size_t i = 0; i < state_->pack->rules.size(); ++i) {
    const Rule& rule = state_->pack->rules[i];
    detail::Value value = state_->value(i, view);
    if (value.verdict == Verdict::kNoHit) continue;
    tidy(value);
    if (value.verdict == Verdict::kUndecidable) {
      results.undecidable.push_back({rule.code, rule.name, {value.missing.begin(), value.missing.end()}});
    } else if (rule.kind == FindingKind::kSignal) {
      add_signal(rule, value, signals);
    } else {
      results.findings.push_back(finding_of(rule, value, view));
    }
  }
  std::sort(results.findings.begin(), results.findings.end(),
            [](const auto& a, const auto& b) { return std::tie(a.severity, a.rule) < std::tie(b.severity, b.rule); });
  std::sort(results.undecidable.begin(), results.undecidable.end(),
            [](const auto& a, const auto& b) { return a.rule < b.rule; });
  for (auto& [code, signal] : signals) results.signals.push_back(std::move(signal));
  return results;
}

std::vector<Evaluation::RuleVerdict> Evaluation::verdicts() const {
  std::vector<RuleVerdict> verdicts;
  const detail::ContactView view = state_->view();
  for (std::size_t i = 0; i < state_->pack->rules.size(); ++i) {
    detail::Value value = state_->value(i, view);
    tidy(value);
    verdicts.push_back(
        {value.verdict, value.confidence, value.spans, value.utterances, {value.missing.begin(), value.missing.end()}});
  }
  return verdicts;
}

RuleResults evaluate(const std::shared_ptr<const CompiledPack>& pack, const conversation::Conversation& conversation,
                     const conversation::CallFacts& facts) {
  Evaluation evaluation(pack, conversation.contact);
  for (const auto& utterance : conversation.utterances) evaluation.apply(utterance);
  evaluation.close(facts);
  return evaluation.results();
}

}  // namespace redline::rules
