#include "speech/detail/guards.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "text/fold.hpp"
#include "text/utf8.hpp"

namespace redline::speech::detail {
namespace {

constexpr double kImprobable = -1.1;
constexpr double kNoSpeech = 0.6;
constexpr double kDoubtful = -0.6;
constexpr double kFastest = 13;

// Stock phrases of video subtitles: what Whisper says when it hears nothing.
constexpr std::array<std::u32string_view, 14> kArtefacts{
    U"字幕",     U"谢谢观看", U"感谢观看",   U"谢谢大家收看", U"感谢收看", U"请不吝点赞", U"点赞订阅",
    U"订阅转发", U"打赏支持", U"明镜与点点", U"优优独播剧场", U"索兰娅",   U"下期再见",   U"amaraorg"};

constexpr std::size_t kShort = 12;

/// Whether stock phrases make the text up: any of them in a short one, a third of a long one. A person who scolds
/// another for tipping streamers uses some of these words as well.
bool is_artefact(std::u32string_view characters) {
  std::vector<bool> covered(characters.size());
  for (const auto artefact : kArtefacts) {
    for (auto at = characters.find(artefact); at != std::u32string::npos; at = characters.find(artefact, at + 1)) {
      std::fill_n(covered.begin() + static_cast<std::ptrdiff_t>(at), artefact.size(), true);
    }
  }
  const auto count = static_cast<std::size_t>(std::count(covered.begin(), covered.end(), true));
  return count > 0 && (characters.size() < kShort || 3 * count >= characters.size());
}

/// "(音乐)", "[掌声]", "【背景音】", "*笑*": a description of sound, not words.
bool is_bracketed(std::string_view utf8) {
  const std::u32string text = text::decode(utf8);
  const auto blank = [](char32_t one) { return one == U' ' || one == U'。' || one == U'.' || one == U'\u3000'; };
  const auto first = std::find_if_not(text.begin(), text.end(), blank);
  const auto last = std::find_if_not(text.rbegin(), text.rend(), blank).base();
  if (first == text.end() || last - first < 2) return false;
  constexpr std::u32string_view kOpening = U"(（[［【〔*♪";
  constexpr std::u32string_view kClosing = U")）]］】〕*♪";
  const auto opening = kOpening.find(*first);
  const auto closing = kClosing.find(*(last - 1));
  if (opening == std::u32string_view::npos || closing == std::u32string_view::npos) return false;
  return std::none_of(first + 1, last - 1, [&](char32_t one) { return kClosing.find(one) != kClosing.npos; });
}

std::u32string spoken(std::string_view utf8) {
  std::u32string characters;
  for (std::size_t at = 0; at < utf8.size();) {
    const char32_t character = text::next_character(utf8, at);
    if (text::is_spoken(character)) characters += text::fold(character);
  }
  return characters;
}

}  // namespace

std::size_t longest_repetition(std::u32string_view characters) {
  std::size_t longest = 0;
  for (std::size_t period = 1; period <= 6; ++period) {
    std::size_t run = 0;
    for (std::size_t i = period; i < characters.size(); ++i) {
      run = characters[i] == characters[i - period] ? run + 1 : 0;
      if (run >= 3 * period) longest = std::max(longest, run + period);
    }
  }
  return longest;
}

std::optional<std::string> reason_to_reject(const Candidate& candidate, std::string_view prompt) {
  const std::u32string characters = spoken(candidate.text);
  if (characters.empty()) return "no_speech";
  if (candidate.average_log_probability < kImprobable) return "improbable";
  if (candidate.no_speech_probability > kNoSpeech && candidate.average_log_probability < kDoubtful) return "no_speech";
  const double seconds = static_cast<double>(candidate.duration.count()) / 1000;
  if (characters.size() > 3 && static_cast<double>(characters.size()) > kFastest * seconds) return "too_fast";
  if (2 * longest_repetition(characters) > characters.size()) return "repetition";
  if (is_artefact(characters) || is_bracketed(candidate.text)) return "artefact";
  if (characters.size() >= 6 && spoken(prompt).find(characters) != std::u32string::npos) return "prompt_echo";
  return std::nullopt;
}

}  // namespace redline::speech::detail
