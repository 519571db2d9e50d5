// Plain text with a speaker in front of each line.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "conversation/detail/blank.hpp"
#include "conversation/facts.hpp"
#include "conversation/transcript_reader.hpp"
#include "text/encoding.hpp"

namespace redline::conversation {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr base::Milliseconds kLongest = std::chrono::hours(24);
constexpr const char* kAllowed = "坐席, 客服, 催收员, agent, 客户, 用户, 借款人, 对方 or customer and a colon";

struct Prefix {
  std::string_view text;
  Role role;
};
constexpr std::array<Prefix, 12> kPrefixes{{{"坐席", Role::kAgent},
                                            {"客服", Role::kAgent},
                                            {"催收员", Role::kAgent},
                                            {"agent", Role::kAgent},
                                            {"Agent", Role::kAgent},
                                            {"客户", Role::kCustomer},
                                            {"用户", Role::kCustomer},
                                            {"借款人", Role::kCustomer},
                                            {"对方", Role::kCustomer},
                                            {"customer", Role::kCustomer},
                                            {"Customer", Role::kCustomer},
                                            {"未知", Role::kUnknown}}};

/// "00:12", "[00:12]" or "1:02:03.5" in front of a line.
std::optional<base::Milliseconds> take_time(std::string_view& line) {
  std::string_view rest = line;
  const bool bracket = !rest.empty() && rest.front() == '[';
  if (bracket) rest.remove_prefix(1);
  std::int64_t total = 0;
  int parts = 0;
  while (parts < 3) {
    std::size_t digits = 0;
    std::int64_t value = 0;
    while (digits < rest.size() && digits < 3 && rest[digits] >= '0' && rest[digits] <= '9')
      value = value * 10 + (rest[digits++] - '0');
    if (digits == 0) return std::nullopt;
    rest.remove_prefix(digits);
    total = total * 60 + value;
    ++parts;
    if (rest.empty() || rest.front() != ':') break;
    rest.remove_prefix(1);
  }
  if (parts < 2) return std::nullopt;
  std::int64_t milliseconds = total * 1000;
  if (!rest.empty() && rest.front() == '.') {
    rest.remove_prefix(1);
    std::int64_t weight = 100;
    while (!rest.empty() && rest.front() >= '0' && rest.front() <= '9') {
      milliseconds += weight * (rest.front() - '0');
      weight /= 10;
      rest.remove_prefix(1);
    }
  }
  if (bracket) {
    if (rest.empty() || rest.front() != ']') return std::nullopt;
    rest.remove_prefix(1);
  }
  rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
  line = rest;
  return base::Milliseconds{milliseconds};
}

/// The role of a line's prefix, which is taken off; nothing when the line has none.
std::optional<Role> take_prefix(std::string_view& line) {
  for (const auto& prefix : kPrefixes) {
    if (!line.starts_with(prefix.text)) continue;
    std::string_view rest = line.substr(prefix.text.size());
    for (const std::string_view colon : {":", "："}) {
      if (!rest.starts_with(colon)) continue;
      rest.remove_prefix(colon.size());
      while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
      line = rest;
      return prefix.role;
    }
  }
  return std::nullopt;
}

bool is_latin(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

/// Goes on with an utterance on a further line; Latin words are kept apart.
void append_line(std::string& text, std::string_view line) {
  const char before = text.empty() ? ' ' : text.back();
  if (!line.empty() && (is_latin(before) || before == ',' || before == '.') && is_latin(line.front())) text += ' ';
  text += line;
}

/// Whether a line begins like a speaker's name: a short run of letters and a colon.
bool looks_like_prefix(std::string_view line) {
  const auto colon = std::min(line.find(':'), line.find("："));
  return colon != std::string_view::npos && colon > 0 && colon <= 18 && spoken_characters(line.substr(0, colon)) <= 6;
}

/// A transcript has times only when each utterance has one.
Result<void> settle_times(std::vector<Utterance>& utterances) {
  const bool timed =
      std::all_of(utterances.begin(), utterances.end(), [](const Utterance& one) { return one.start.has_value(); });
  for (std::size_t i = 0; i < utterances.size(); ++i) {
    if (!timed) {
      utterances[i].start.reset();
    } else if (i > 0 && *utterances[i].start < *utterances[i - 1].start) {
      return Error{ErrorCode::kInvalid,
                   "transcript.bad_time",
                   "expected a time not before the one of the utterance before",
                   {.field = fmt::format("utterances[{}]", i)}};
    }
  }
  return {};
}

/// Takes one line that is not blank.
Result<void> take_line(std::string_view line, std::vector<Utterance>& utterances) {
  const std::string_view whole = line;
  const auto time = take_time(line);
  const auto role = take_prefix(line);
  if (!role) {
    // What was found is not repeated: it may be the name of a person.
    if (utterances.empty() || looks_like_prefix(line)) {
      return Error{ErrorCode::kInvalid, "transcript.prefix", fmt::format("expected {} in front", kAllowed)};
    }
    append_line(utterances.back().text.reveal_mutable(), whole);
    return {};
  }
  if (detail::is_blank(line)) {
    return Error{ErrorCode::kInvalid, "transcript.field", "expected words behind the speaker's name"};
  }
  if (time && *time > kLongest) {
    return Error{ErrorCode::kInvalid, "transcript.bad_time", "expected a time of at most 24 hours"};
  }
  Utterance utterance;
  utterance.id = UtteranceId(fmt::format("{:06}", utterances.size()));
  utterance.role = *role;
  utterance.text = base::Sensitive<std::string>(std::string(line));
  utterance.start = time;
  utterances.push_back(std::move(utterance));
  return {};
}

}  // namespace

Result<Conversation> parse_plain_text(std::string_view bytes, const base::Place& place) {
  const auto decoded = text::to_utf8(bytes);
  if (!decoded) return decoded.error().at(place);
  Conversation conversation;
  std::string_view rest = decoded->utf8;
  for (std::uint64_t number = 1; !rest.empty(); ++number) {
    const auto end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (detail::is_blank(line)) continue;
    if (auto bad = take_line(line, conversation.utterances); !bad) {
      return bad.error().at({.file = place.file, .line = number});
    }
  }
  if (conversation.utterances.empty()) {
    return Error{ErrorCode::kInvalid, "transcript.empty", "the file holds no utterance", place};
  }
  if (auto bad = settle_times(conversation.utterances); !bad) return bad.error().at(place);
  return conversation;
}

}  // namespace redline::conversation
