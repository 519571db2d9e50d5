// Utterances: stretches of speech of one speaker, as events with revisions. Live recognition decodes again, people
// correct words and swap roles; each of these is a new revision of the same utterance.
//
//   Transcript transcript;
//   transcript.apply({.id = UtteranceId("u3"), .revision = 2, .state = UtteranceState::kFinal, ...});
//   transcript.utterances()       // the final ones, in order
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/sensitive.hpp"
#include "base/time.hpp"
#include "conversation/contact.hpp"
#include "crypto/digest.hpp"

namespace redline::conversation {

using UtteranceId = StrongId<struct UtteranceTag>;

enum class UtteranceState : std::uint8_t { kPartial, kFinal, kRetracted };
/// Where the words come from: a recogniser may err, a typed text and a robot's own text do not.
enum class UtteranceOrigin : std::uint8_t { kRecognised, kTyped, kSynthesised };

/// One recognised word or character with its time. `confidence` 0..1.
struct Word {
  base::Sensitive<std::string> text{};
  base::Milliseconds start{};
  base::Milliseconds end{};
  double confidence = 1.0;

  friend bool operator==(const Word&, const Word&) = default;
};

/// One utterance in one revision. Times count from the start of the contact; a transcript without times (plain text)
/// has none. `words` is empty or covers the text in order. `confidence` and `role_confidence` 0..1.
struct Utterance {
  UtteranceId id{};
  std::uint32_t revision = 0;
  UtteranceState state = UtteranceState::kFinal;
  UtteranceOrigin origin = UtteranceOrigin::kTyped;
  Role role = Role::kUnknown;
  double role_confidence = 1.0;
  std::optional<base::Milliseconds> start{};
  std::optional<base::Milliseconds> end{};
  base::Sensitive<std::string> text{};
  std::vector<Word> words{};
  double confidence = 1.0;

  friend bool operator==(const Utterance&, const Utterance&) = default;
};

/// The newest revision of every utterance. Events may come in any order and twice: an older revision never replaces a
/// newer one. Not thread-safe.
class Transcript {
 public:
  Transcript() = default;
  /// A finished transcript: all utterances in their given order.
  explicit Transcript(std::vector<Utterance> utterances);

  /// Takes one event. Returns whether it changed anything.
  bool apply(Utterance utterance);

  /// The utterances that are neither partial nor retracted. Timed ones by (start, end, id); a transcript without times
  /// in order of arrival of the first revision.
  [[nodiscard]] std::vector<const Utterance*> finals() const;

  /// Content hash of the final utterances (role, times, text, words): the transcript revision's identity. Utterance
  /// ids, revisions and the contact's id do not enter.
  [[nodiscard]] crypto::Digest hash() const;

 private:
  std::vector<Utterance> utterances_{};
};

/// A contact with what was said in it: what readers and the speech path produce and the inspector takes.
struct Conversation {
  Contact contact{};
  std::vector<Utterance> utterances{};
};

}  // namespace redline::conversation
