// What was measured in a conversation, beside the words: rates, silences, overlaps, response times, loudness, pitch.
//
//   CallFacts facts = timing_facts(finals, duration);     // from times and characters alone
//   facts.longest_silence()                               // the gap that a silence rule looks at
//
// Acoustic members are filled by the speech path and stay absent for a transcript without sound.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/time.hpp"
#include "conversation/utterance.hpp"

namespace redline::conversation {

/// A stretch in which nobody speaks, between the first and the last utterance.
struct Silence {
  base::Milliseconds start{};
  base::Milliseconds end{};
  std::size_t after_utterance = 0;  ///< index of the utterance that ended last before it
};

/// Two speakers at once. `interrupter` began later; `interrupted` was speaking.
struct Overlap {
  base::Milliseconds start{};
  base::Milliseconds end{};
  Role interrupter = Role::kUnknown;
  Role interrupted = Role::kUnknown;
  std::size_t interrupting_utterance = 0;
  std::size_t interrupted_utterance = 0;
};

/// One utterance. Rates count characters without punctuation and blanks.
struct UtteranceFacts {
  std::uint32_t characters = 0;
  std::optional<double> characters_per_minute{};     ///< characters / (end - start) * 60 s; absent below 1 s
  std::optional<double> loudness_dbfs{};             ///< mean power of the active frames, dB of full scale
  std::optional<double> loudness_above_median_db{};  ///< against the median of the speaker's own utterances
  std::optional<double> pitch_median_hz{};
};

/// One speaker over the whole contact.
struct SpeakerFacts {
  base::Milliseconds talk{};  ///< union of the utterances' times
  double talk_share = 0;      ///< talk / (talk of both speakers), 0..1
  std::uint32_t characters = 0;
  std::uint32_t utterances = 0;
  std::optional<double> characters_per_minute{};        ///< characters / talk
  std::optional<base::Milliseconds> response_median{};  ///< from the other's end to the own start, not negative
  std::uint32_t interruptions = 0;                      ///< overlaps in which this speaker began later
  std::optional<double> loudness_dbfs{};                ///< median over the utterances
  std::optional<double> pitch_median_hz{};
  std::optional<double> pitch_low_hz{};   ///< 10 % quantile
  std::optional<double> pitch_high_hz{};  ///< 90 % quantile
  std::optional<double> clipped_share{};  ///< samples at full scale / samples, 0..1
  std::optional<double> signal_to_noise_db{};
};

/// Everything measured in one contact. `speakers` is indexed by Role. `timed` is false for a transcript without times:
/// then every timing member is empty and rules that need time are undecidable.
struct CallFacts {
  bool timed = false;
  base::Milliseconds duration{};  ///< of the recording, else the end of the last utterance
  std::array<SpeakerFacts, 3> speakers{};
  std::vector<UtteranceFacts> utterances{};
  std::vector<Silence> silences{};   ///< of at least 1 s, in order
  double silence_share = 0;          ///< silence / time between first start and last end, 0..1
  std::vector<Overlap> overlaps{};   ///< of at least 200 ms, in order
  std::vector<std::string> notes{};  ///< e.g. "recogniser: 3 segments rejected as noise"

  [[nodiscard]] const SpeakerFacts& of(Role role) const { return speakers[static_cast<std::size_t>(role)]; }
};

/// Number of characters that are spoken: code points without punctuation, symbols and blanks.
std::uint32_t spoken_characters(std::string_view utf8);

/// The facts that follow from roles, times and characters. `utterances` in transcript order.
CallFacts timing_facts(std::span<const Utterance* const> utterances, std::optional<base::Milliseconds> duration);

}  // namespace redline::conversation
