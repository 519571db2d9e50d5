// One contact as the tests see it: its final utterances in order, what the matcher found in each, its facts.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "conversation/facts.hpp"
#include "conversation/inspection.hpp"
#include "conversation/utterance.hpp"
#include "rules/detail/matcher.hpp"

namespace redline::rules::detail {

/// One scanned utterance. Made once for each revision.
struct ScannedUtterance {
  conversation::Utterance utterance{};
  SpokenText spoken{};
  std::vector<PhraseMatch> matches{};
};

/// A phrase found in the contact.
struct Occurrence {
  std::size_t utterance = 0;
  PhraseMatch match{};
};

class ContactView {
 public:
  /// `utterances` in transcript order; they outlive the view. `facts` may be null while the contact runs.
  ContactView(const conversation::Contact& contact, std::vector<const ScannedUtterance*> utterances,
              const conversation::CallFacts* facts, std::size_t phrase_count);

  [[nodiscard]] const conversation::Contact& contact() const { return contact_; }
  [[nodiscard]] const std::vector<const ScannedUtterance*>& utterances() const { return utterances_; }
  [[nodiscard]] const conversation::CallFacts* facts() const { return facts_; }
  [[nodiscard]] bool timed() const { return timed_; }
  /// When the first utterance starts; times of scopes count from there.
  [[nodiscard]] base::Milliseconds begin_time() const { return begin_; }
  [[nodiscard]] base::Milliseconds end_time() const { return end_; }

  /// Occurrences of one phrase, by (utterance, start).
  [[nodiscard]] std::span<const Occurrence> occurrences(PhraseId phrase) const;

  /// The stretch of spoken characters [start, end) of an utterance as a span of its original text, with times.
  [[nodiscard]] conversation::Span span(std::size_t utterance, std::uint32_t start, std::uint32_t end) const;
  /// How sure the recogniser was of that stretch: the mean of its words, else the utterance's.
  [[nodiscard]] double confidence(std::size_t utterance, std::uint32_t start, std::uint32_t end) const;

 private:
  const conversation::Contact& contact_;
  std::vector<const ScannedUtterance*> utterances_;
  const conversation::CallFacts* facts_;
  bool timed_ = true;
  base::Milliseconds begin_{};
  base::Milliseconds end_{};
  std::vector<Occurrence> occurrences_{};
  std::vector<std::uint32_t> first_of_{};  ///< phrase -> index into occurrences_, with one more at the end
};

}  // namespace redline::rules::detail
