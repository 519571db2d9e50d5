// What a recogniser invents on silence, noise and tones must not become an utterance.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace redline::speech::detail {

/// A recognised stretch as the guards see it.
struct Candidate {
  std::string_view text{};  ///< simplified
  base::Milliseconds duration{};
  double average_log_probability = 0;
  double no_speech_probability = 0;
};

/// The reason to throw it away, or nothing. Rules, in this order: no spoken character; "improbable" (average log
/// probability below -1.1); "no_speech" (probability of no speech above 0.6 together with a log probability below
/// -0.6); "too_fast" (more than 13 spoken characters a second: nobody speaks so); "repetition" (a piece of one to six
/// characters four times or more in a row makes up more than half); "artefact" (stock phrases of subtitles, on which
/// the model was trained, are a third of the text, or anything of less than twelve characters; or all of it stands in
/// brackets); "prompt_echo" (the whole text, of six characters or more, stands in the prompt).
std::optional<std::string> reason_to_reject(const Candidate& candidate, std::string_view prompt);

/// The length of the longest stretch, in characters, that one piece of 1-6 characters fills by repeating four times or
/// more.
std::size_t longest_repetition(std::u32string_view characters);

}  // namespace redline::speech::detail
