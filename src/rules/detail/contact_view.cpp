#include "rules/detail/contact_view.hpp"

#include <algorithm>
#include <span>

#include "text/utf8.hpp"

namespace redline::rules::detail {

using base::Milliseconds;
using conversation::Utterance;

namespace {

/// The words of an utterance that touch the characters [start, end) of its text. Empty when the words do not spell the
/// text (then times and confidence of the whole utterance serve).
std::vector<const conversation::Word*> words_of(const Utterance& utterance, std::size_t start, std::size_t end) {
  std::vector<const conversation::Word*> touched;
  const std::u32string text = text::decode(utterance.text.reveal());
  std::size_t at = 0;
  for (const auto& word : utterance.words) {
    const std::u32string letters = text::decode(word.text.reveal());
    const auto found = letters.empty() ? std::u32string::npos : text.find(letters, at);
    if (found == std::u32string::npos) return {};
    at = found + letters.size();
    if (found < end && at > start) touched.push_back(&word);
  }
  return touched;
}

}  // namespace

ContactView::ContactView(const conversation::Contact& contact, std::vector<const ScannedUtterance*> utterances,
                         const conversation::CallFacts* facts, std::size_t phrase_count)
    : contact_(contact), utterances_(std::move(utterances)), facts_(facts) {
  first_of_.assign(phrase_count + 1, 0);
  for (const auto* scanned : utterances_) {
    for (const auto& match : scanned->matches) ++first_of_[static_cast<std::size_t>(match.phrase) + 1];
    timed_ = timed_ && scanned->utterance.start.has_value();
  }
  for (std::size_t i = 1; i < first_of_.size(); ++i) first_of_[i] += first_of_[i - 1];
  occurrences_.resize(first_of_.back());
  std::vector<std::uint32_t> next(first_of_.begin(), first_of_.end() - 1);
  for (std::size_t i = 0; i < utterances_.size(); ++i) {
    for (const auto& match : utterances_[i]->matches) {
      occurrences_[next[static_cast<std::size_t>(match.phrase)]++] = Occurrence{i, match};
    }
  }
  timed_ = timed_ && !utterances_.empty();
  if (!timed_) return;
  begin_ = *utterances_.front()->utterance.start;
  end_ = begin_;
  for (const auto* scanned : utterances_) end_ = std::max(end_, scanned->utterance.end.value_or(begin_));
}

std::span<const Occurrence> ContactView::occurrences(PhraseId phrase) const {
  const auto index = static_cast<std::size_t>(phrase);
  return std::span(occurrences_).subspan(first_of_[index], first_of_[index + 1] - first_of_[index]);
}

conversation::Span ContactView::span(std::size_t utterance, std::uint32_t start, std::uint32_t end) const {
  const ScannedUtterance& scanned = *utterances_[utterance];
  const auto& origin = scanned.spoken.origin;
  conversation::Span span{.utterance = utterance, .start = origin[start], .end = origin[end - 1] + 1U};
  const Utterance& said = scanned.utterance;
  if (!said.start || !said.end) return span;
  const auto words = words_of(said, span.start, span.end);
  if (!words.empty()) {
    span.start_ms = words.front()->start;
    span.end_ms = std::max(words.back()->end, words.front()->start);
    return span;
  }
  // Without word times: spoken characters at an even pace.
  const auto length = static_cast<std::int64_t>(origin.size());
  const auto duration = (*said.end - *said.start).count();
  span.start_ms = *said.start + Milliseconds{duration * static_cast<std::int64_t>(start) / length};
  span.end_ms = *said.start + Milliseconds{duration * static_cast<std::int64_t>(end) / length};
  return span;
}

double ContactView::confidence(std::size_t utterance, std::uint32_t start, std::uint32_t end) const {
  const ScannedUtterance& scanned = *utterances_[utterance];
  const auto& origin = scanned.spoken.origin;
  const auto words = words_of(scanned.utterance, origin[start], origin[end - 1] + 1U);
  if (words.empty()) return scanned.utterance.confidence;
  double sum = 0;
  for (const auto* word : words) sum += word->confidence;
  return sum / static_cast<double>(words.size());
}

}  // namespace redline::rules::detail
