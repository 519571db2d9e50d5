#include <fmt/format.h>

#include <array>
#include <charconv>

#include "rules/detail/pack_reader.hpp"

namespace redline::rules::detail {
namespace {

using conversation::Role;

struct Prefix {
  std::string_view text;
  Role role;
};
constexpr std::array<Prefix, 5> kPrefixes{{{"坐席", Role::kAgent},
                                           {"客户", Role::kCustomer},
                                           {"agent", Role::kAgent},
                                           {"customer", Role::kCustomer},
                                           {"未知", Role::kUnknown}}};

bool take(std::string_view& text, std::string_view head) {
  if (text.substr(0, head.size()) != head) return false;
  text.remove_prefix(head.size());
  return true;
}

void skip_blanks(std::string_view& text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
}

std::optional<base::Milliseconds> take_seconds(std::string_view& text) {
  double seconds = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (failure != std::errc{} || seconds < 0 || seconds > 86'400) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return base::Milliseconds{static_cast<std::int64_t>(seconds * 1000 + 0.5)};
}

}  // namespace

std::optional<conversation::Utterance> parse_case_line(std::string_view line, std::size_t index,
                                                       base::Milliseconds& clock) {
  conversation::Utterance utterance;
  utterance.id = conversation::UtteranceId(fmt::format("{:04}", index));
  skip_blanks(line);
  if (take(line, "[")) {
    utterance.start = take_seconds(line);
    if (!utterance.start || !take(line, "-")) return std::nullopt;
    utterance.end = take_seconds(line);
    if (!utterance.end || !take(line, "]") || *utterance.end < *utterance.start) return std::nullopt;
    skip_blanks(line);
  }
  bool known = false;
  for (const auto& prefix : kPrefixes) {
    if (!take(line, prefix.text)) continue;
    utterance.role = prefix.role;
    known = true;
    break;
  }
  if (!known || !(take(line, ":") || take(line, "："))) return std::nullopt;
  skip_blanks(line);
  const auto characters = conversation::spoken_characters(line);
  if (characters == 0) return std::nullopt;
  utterance.text = base::Sensitive<std::string>(std::string(line));
  if (!utterance.start) {
    utterance.start = clock + base::Milliseconds{300};
    utterance.end = *utterance.start + base::Milliseconds{static_cast<std::int64_t>(characters / 4.5 * 1000)};
  }
  clock = std::max(clock, *utterance.end);
  return utterance;
}

}  // namespace redline::rules::detail
