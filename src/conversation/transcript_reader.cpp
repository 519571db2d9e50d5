#include "conversation/transcript_reader.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <map>

#include "base/files.hpp"
#include "conversation/csv.hpp"
#include "conversation/facts.hpp"
#include "text/encoding.hpp"

namespace redline::conversation {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
namespace fs = std::filesystem;

constexpr std::uint64_t kLongestRecord = 32 * base::kMiB;
constexpr std::uint64_t kLargestWhole = 64 * base::kMiB;  // files that are not line by line

std::string lower_extension(const fs::path& path) {
  std::string ending = path.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return ending;
}

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r\n\xEF\xBB\xBF") == std::string_view::npos; }

/// The id of a JSON record, read without building the rest. Records that are broken say so when they are parsed in
/// full.
std::string id_of_json(std::string_view json) {
  thread_local simdjson::dom::parser parser;
  simdjson::dom::object root;
  std::string_view id;
  if (parser.parse(json.data(), json.size()).get(root) != simdjson::SUCCESS) return {};
  if (root["id"].get(id) != simdjson::SUCCESS || id.size() > 400) return {};
  return std::string(id);
}

Result<void> scan_lines(const fs::path& path, const std::function<void(const FoundRecord&)>& found) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return Error{ErrorCode::kInvalid, "file.unreadable", "the file cannot be opened", {.file = path.string()}};
  FoundRecord record;
  std::string line;
  std::uint64_t offset = 0;
  std::uint64_t number = 0;
  while (std::getline(in, line)) {
    ++number;
    const std::uint64_t length = line.size();
    const std::uint64_t start = offset;
    offset += length + 1;
    if (is_blank(line)) continue;
    record = {start, length, number, {}, {}};
    if (length > kLongestRecord) {
      record.error = Error{ErrorCode::kLimit,
                           "transcript.too_large",
                           fmt::format("the line has {} bytes; at most {} are read", length, kLongestRecord),
                           {.file = path.string(), .line = number}};
    } else {
      record.id = id_of_json(line);
    }
    found(record);
  }
  return {};
}

/// A file with one JSON value: an object, or a list of conversations. Their places are found by counting brackets
/// outside strings.
Result<void> scan_json(const fs::path& path, const std::function<void(const FoundRecord&)>& found) {
  const auto bytes = base::read_file(path, kLargestWhole);
  if (!bytes) return bytes.error();
  const std::string& text = *bytes;
  const std::size_t first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string::npos)
    return Error{ErrorCode::kInvalid, "transcript.empty", "the file is empty", {.file = path.string()}};
  if (text[first] != '[') {
    found({first, text.size() - first, 1, id_of_json(std::string_view(text).substr(first)), {}});
    return {};
  }
  int depth = 0;
  bool in_string = false;
  std::size_t start = 0;
  std::uint64_t line = 1;
  std::uint64_t start_line = 1;
  for (std::size_t at = first; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\n') ++line;
    if (in_string) {
      if (c == '\\') ++at;
      if (c == '"') in_string = false;
      continue;
    }
    if (c == '"') in_string = true;
    if ((c == '{' || c == '[') && ++depth == 2) {
      start = at;
      start_line = line;
    }
    if ((c == '}' || c == ']') && --depth == 1) {
      const auto record = std::string_view(text).substr(start, at + 1 - start);
      found({start, record.size(), start_line, id_of_json(record), {}});
    }
  }
  if (depth != 0) {
    return Error{ErrorCode::kInvalid,
                 "transcript.not_json",
                 "the file ends in the middle of a list",
                 {.file = path.string(), .line = line}};
  }
  return {};
}

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
  while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
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

/// Whether a line begins like a speaker's name: a short run of letters and a colon.
bool looks_like_prefix(std::string_view line) {
  const auto colon = std::min(line.find(':'), line.find("："));
  return colon != std::string_view::npos && colon > 0 && colon <= 18 && spoken_characters(line.substr(0, colon)) <= 6;
}

}  // namespace

TranscriptFormat guess_format(const fs::path& path, std::string_view head) {
  const auto first = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  const std::string ending = lower_extension(path);
  if (ending == ".csv") return TranscriptFormat::kMessageCsv;
  if (first == std::string_view::npos) return ending == ".txt" ? TranscriptFormat::kPlainText : TranscriptFormat::kJson;
  if (head[first] == '[' && ending != ".txt") return TranscriptFormat::kJson;
  if (head[first] == '{') return ending == ".json" ? TranscriptFormat::kJson : TranscriptFormat::kJsonLines;
  return ending == ".jsonl"  ? TranscriptFormat::kJsonLines
         : ending == ".json" ? TranscriptFormat::kJson
                             : TranscriptFormat::kPlainText;
}

bool has_transcript_name(const fs::path& path) {
  const std::string ending = lower_extension(path);
  return ending == ".json" || ending == ".jsonl" || ending == ".txt" || ending == ".csv";
}

Result<void> scan_transcripts(const fs::path& path, const std::function<void(const FoundRecord&)>& found) {
  std::ifstream in(path, std::ios::binary);
  std::string head(4096, '\0');
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(in.gcount()));
  if (head.empty()) return Error{ErrorCode::kInvalid, "transcript.empty", "the file is empty", {.file = path.string()}};
  switch (guess_format(path, head)) {
    case TranscriptFormat::kJsonLines:
      return scan_lines(path, found);
    case TranscriptFormat::kJson:
      return scan_json(path, found);
    case TranscriptFormat::kPlainText:
      found({0, fs::file_size(path), 1, {}, {}});
      return {};
    case TranscriptFormat::kMessageCsv:
      break;
  }
  const auto bytes = base::read_file(path, kLargestWhole);
  if (!bytes) return bytes.error();
  const auto conversations = parse_message_csv(*bytes, {.file = path.string()});
  if (!conversations) return conversations.error();
  // The number of the conversation in the file stands for its place: rows of one conversation need not be adjacent.
  for (std::size_t i = 0; i < conversations->size(); ++i) {
    found({i, 1, 1, (*conversations)[i].contact.id.text(), {}});
  }
  return {};
}

Result<Conversation> read_record(const fs::path& path, std::uint64_t offset, std::uint64_t length, std::uint64_t line) {
  const base::Place place{.file = path.string(), .line = line};
  if (lower_extension(path) == ".csv") {
    const auto bytes = base::read_file(path, kLargestWhole);
    if (!bytes) return bytes.error();
    auto conversations = parse_message_csv(*bytes, {.file = path.string()});
    if (!conversations) return conversations.error();
    if (offset >= conversations->size())
      return Error{ErrorCode::kInvalid, "file.changed", "the file changed while it was read", place};
    return std::move((*conversations)[offset]);
  }
  std::ifstream in(path, std::ios::binary);
  std::string head(64, '\0');
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(in.gcount()));
  in.clear();
  in.seekg(static_cast<std::streamoff>(offset));
  if (length > kLargestWhole)
    return Error{ErrorCode::kLimit, "transcript.too_large", "the file is larger than 64 MiB", place};
  std::string bytes(length, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(length));
  if (static_cast<std::uint64_t>(in.gcount()) != length) {
    return Error{ErrorCode::kInvalid, "file.changed", "the file changed while it was read", place};
  }
  if (guess_format(path, head) == TranscriptFormat::kPlainText) return parse_plain_text(bytes, {.file = path.string()});
  std::string_view json = bytes;
  if (json.starts_with("\xEF\xBB\xBF")) json.remove_prefix(3);
  return parse_json_conversation(json, place);
}

Result<Conversation> parse_plain_text(std::string_view bytes, const base::Place& place) {
  const auto decoded = text::to_utf8(bytes);
  if (!decoded) return decoded.error().at(place);
  Conversation conversation;
  std::string_view rest = decoded->utf8;
  std::uint64_t number = 0;
  const auto wrong = [&](const char* reason, std::string message) {
    return Error{ErrorCode::kInvalid, reason, std::move(message), {.file = place.file, .line = number}};
  };
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    ++number;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (is_blank(line)) continue;
    const auto time = take_time(line);
    const auto role = take_prefix(line);
    if (!role && (conversation.utterances.empty() || looks_like_prefix(line))) {
      return wrong(
          "transcript.prefix",
          fmt::format(
              "expected a line that begins with 坐席：, 客服：, 客户：, 用户：, agent: or customer:, found \"{}\"",
              line.substr(0, 30)));
    }
    if (!role) {
      conversation.utterances.back().text.reveal_mutable() += line;
      continue;
    }
    if (spoken_characters(line) == 0) return wrong("transcript.field", "expected words behind the speaker's name");
    Utterance utterance;
    utterance.id = UtteranceId(fmt::format("{:06}", conversation.utterances.size()));
    utterance.role = *role;
    utterance.text = base::Sensitive<std::string>(std::string(line));
    utterance.start = time;
    conversation.utterances.push_back(std::move(utterance));
  }
  if (conversation.utterances.empty()) return wrong("transcript.empty", "the file holds no utterance");
  // A time stamp says when a line begins; only a transcript in which every line has one, in order, has times at all.
  auto& utterances = conversation.utterances;
  const bool timed =
      std::all_of(utterances.begin(), utterances.end(), [](const Utterance& one) { return one.start.has_value(); });
  for (std::size_t i = 0; i < utterances.size(); ++i) {
    if (!timed) {
      utterances[i].start.reset();
      continue;
    }
    const base::Milliseconds spoken{
        static_cast<std::int64_t>(spoken_characters(utterances[i].text.reveal()) / 4.5 * 1000)};
    utterances[i].end = *utterances[i].start + spoken;
    if (i + 1 < utterances.size() && *utterances[i + 1].start < *utterances[i].start) {
      return wrong("transcript.bad_time", "expected time stamps in order");
    }
  }
  return conversation;
}

}  // namespace redline::conversation
