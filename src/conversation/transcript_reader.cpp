#include "conversation/transcript_reader.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <fstream>

#include "base/files.hpp"
#include "conversation/detail/blank.hpp"

namespace redline::conversation {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using detail::is_blank;
namespace fs = std::filesystem;

constexpr std::uint64_t kLongestRecord = 32 * base::kMiB;
constexpr std::uint64_t kLargestWhole = 64 * base::kMiB;  // files that are not line by line
constexpr std::uint64_t kLongestHeader = base::kMiB;      // of a CSV file

std::string lower_extension(const fs::path& path) {
  std::string ending = path.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return ending;
}

Error empty_file(const fs::path& path) {
  return {ErrorCode::kInvalid, "transcript.empty", "the file holds no conversation", {.file = path.string()}};
}

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

/// One line without its end. Bytes beyond the longest record are counted and not kept, so that a file without any line
/// end does not fill the memory.
struct Line {
  std::string bytes{};
  std::uint64_t length = 0;
  bool ended = false;
};

class LineReader {
 public:
  explicit LineReader(std::istream& in) : in_(in), block_(64 * base::kKiB, '\0') {}

  bool next(Line& line) {
    line.bytes.clear();
    line.length = 0;
    line.ended = false;
    while (!line.ended && (at_ < filled_ || fill())) {
      const std::string_view rest = std::string_view(block_).substr(at_, filled_ - at_);
      const std::size_t end = rest.find('\n');
      line.ended = end != std::string_view::npos;
      const std::string_view part = rest.substr(0, end);
      if (line.length + part.size() <= kLongestRecord) line.bytes += part;
      line.length += part.size();
      at_ += part.size() + (line.ended ? 1U : 0U);
    }
    return line.ended || line.length > 0;
  }

 private:
  bool fill() {
    in_.read(block_.data(), static_cast<std::streamsize>(block_.size()));
    at_ = 0;
    filled_ = static_cast<std::size_t>(in_.gcount());
    return filled_ > 0;
  }

  std::istream& in_;
  std::string block_;
  std::size_t at_ = 0;
  std::size_t filled_ = 0;
};

Result<void> scan_lines(const fs::path& path, const std::function<void(const FoundRecord&)>& found) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return Error{ErrorCode::kInvalid, "file.unreadable", "the file cannot be opened", {.file = path.string()}};
  LineReader lines(in);
  Line line;
  std::uint64_t offset = 0;
  std::uint64_t number = 0;
  bool any = false;
  while (lines.next(line)) {
    ++number;
    FoundRecord record{offset, line.length, number, {}, {}};
    offset += line.length + (line.ended ? 1U : 0U);
    if (line.length > kLongestRecord) {
      record.error = Error{ErrorCode::kLimit,
                           "transcript.too_large",
                           fmt::format("the line has {} bytes; at most {} are read", line.length, kLongestRecord),
                           {.file = path.string(), .line = number}};
    } else {
      if (is_blank(line.bytes)) continue;
      std::string_view json = line.bytes;
      if (json.starts_with("\xEF\xBB\xBF")) json.remove_prefix(3);
      record.id = id_of_json(json);
    }
    any = true;
    found(record);
  }
  if (in.bad()) return Error{ErrorCode::kInvalid, "file.unreadable", "reading failed", {.file = path.string()}};
  if (!any) return empty_file(path);
  return {};
}

/// The conversations of a list: what stands between its commas, found by counting brackets outside strings. What is no
/// object is a record too, so that its parsing names it as broken and nothing is passed over in silence.
Result<void> scan_list(const fs::path& path, std::string_view text, std::size_t first,
                       const std::function<void(const FoundRecord&)>& found) {
  const auto broken = [&](std::uint64_t line, const char* message) {
    return Error{ErrorCode::kInvalid, "transcript.not_json", message, {.file = path.string(), .line = line}};
  };
  constexpr auto kNone = std::string_view::npos;
  int depth = 1;
  bool in_string = false;
  bool any = false;
  std::size_t start = kNone;
  std::size_t last = first;
  std::uint64_t line =
      1 + static_cast<std::uint64_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(first), '\n'));
  std::uint64_t start_line = line;
  const auto end_record = [&] {
    if (start == kNone) return;
    const std::string_view record = text.substr(start, last + 1 - start);
    any = true;
    found({start, record.size(), start_line, id_of_json(record), {}});
    start = kNone;
  };
  std::size_t at = first + 1;
  for (; at < text.size() && depth > 0; ++at) {
    const char c = text[at];
    if (c == '\n') ++line;
    if (in_string) {
      if (c == '\\') {
        ++at;
      } else if (c == '"') {
        in_string = false;
        last = at;
      }
      continue;
    }
    if (c == '}' || c == ']') --depth;
    if (depth == 0 || (depth == 1 && c == ',')) {
      end_record();
      continue;
    }
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
    if (start == kNone) {
      start = at;
      start_line = line;
    }
    last = at;
    if (c == '"') in_string = true;
    if (c == '{' || c == '[') ++depth;
  }
  if (depth != 0) return broken(line, "the file ends in the middle of a list");
  if (!is_blank(text.substr(at))) return broken(line, "something stands behind the end of the list");
  if (!any) return empty_file(path);
  return {};
}

/// A file with one JSON value: an object, or a list of conversations.
Result<void> scan_json(const fs::path& path, const std::function<void(const FoundRecord&)>& found) {
  const auto bytes = base::read_file(path, kLargestWhole);
  if (!bytes) return bytes.error();
  const std::string_view text = *bytes;
  const std::size_t first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string_view::npos) return empty_file(path);
  if (text[first] == '[') return scan_list(path, text, first, found);
  const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(first), '\n');
  found({first, text.size() - first, static_cast<std::uint64_t>(line), id_of_json(text.substr(first)), {}});
  return {};
}

/// Whether a file that begins with an object has one a line: its first line is a whole object, or it is no JSON as a
/// whole either (then the lines are named one by one).
bool is_line_by_line(const fs::path& path) {
  std::error_code failure;
  if (fs::file_size(path, failure) > kLargestWhole || failure) return true;
  std::ifstream in(path, std::ios::binary);
  Line line;
  LineReader lines(in);
  while (lines.next(line) && is_blank(line.bytes)) {
  }
  std::string_view first = line.bytes;
  if (first.starts_with("\xEF\xBB\xBF")) first.remove_prefix(3);
  simdjson::dom::parser parser;
  simdjson::dom::element value;
  if (parser.parse(first.data(), first.size()).get(value) == simdjson::SUCCESS) return true;
  const auto whole = base::read_file(path, kLargestWhole);
  return !whole || parser.parse(*whole).get(value) != simdjson::SUCCESS;
}

std::string head_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string head(4096, '\0');
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(in.gcount()));
  return head;
}

bool starts_with_list(std::string_view head) {
  const auto first = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  return first != std::string_view::npos && head[first] == '[';
}

}  // namespace

TranscriptFormat guess_format(const fs::path& path, std::string_view head) {
  const auto first = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  const std::string ending = lower_extension(path);
  if (ending == ".csv") return TranscriptFormat::kMessageCsv;
  if (first != std::string_view::npos && head[first] == '{') return TranscriptFormat::kJsonLines;
  if (ending == ".jsonl") return TranscriptFormat::kJsonLines;
  if (ending == ".json") return TranscriptFormat::kJson;
  if (first == std::string_view::npos || head[first] != '[') return TranscriptFormat::kPlainText;
  // "[00:12] 坐席：" begins like a list too, but no list of conversations holds a number.
  const auto second = head.find_first_not_of(" \t\r\n", first + 1);
  const bool number = second != std::string_view::npos && head[second] >= '0' && head[second] <= '9';
  return number ? TranscriptFormat::kPlainText : TranscriptFormat::kJson;
}

bool has_transcript_name(const fs::path& path) {
  const std::string ending = lower_extension(path);
  return ending == ".json" || ending == ".jsonl" || ending == ".txt" || ending == ".csv";
}

Result<void> scan_transcripts(const fs::path& path, const std::function<void(const FoundRecord&)>& found) {
  const std::string head = head_of(path);
  if (head.empty()) return empty_file(path);
  switch (guess_format(path, head)) {
    case TranscriptFormat::kJsonLines:
      return starts_with_list(head) || !is_line_by_line(path) ? scan_json(path, found) : scan_lines(path, found);
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
  const auto messages = parse_message_csv(*bytes, {.file = path.string()});
  if (!messages) return messages.error();
  for (const auto& one : *messages) found(one.record);
  return {};
}

Result<Conversation> read_record(const fs::path& path, std::uint64_t offset, std::uint64_t length, std::uint64_t line) {
  const base::Place place{.file = path.string(), .line = line};
  const Error changed{ErrorCode::kInvalid, "file.changed", "the file changed while it was read", place};
  const TranscriptFormat format = guess_format(path, head_of(path));
  if (format == TranscriptFormat::kMessageCsv && length == 0) {
    const auto whole = base::read_file(path, kLargestWhole);
    if (!whole) return whole.error();
    auto messages = parse_message_csv(*whole, {.file = path.string()});
    if (!messages) return messages.error();
    if (offset >= messages->size()) return changed;
    if ((*messages)[offset].record.error) return *(*messages)[offset].record.error;
    return std::move((*messages)[offset].conversation);
  }
  if (length > kLargestWhole)
    return Error{ErrorCode::kLimit, "transcript.too_large", "the file is larger than 64 MiB", place};
  std::ifstream in(path, std::ios::binary);
  in.seekg(static_cast<std::streamoff>(offset));
  std::string bytes(length, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(length));
  if (static_cast<std::uint64_t>(in.gcount()) != length) return changed;
  if (format == TranscriptFormat::kPlainText) return parse_plain_text(bytes, {.file = path.string()});
  if (format == TranscriptFormat::kMessageCsv) {
    std::string header(kLongestHeader, '\0');
    in.clear();
    in.seekg(0);
    in.read(header.data(), static_cast<std::streamsize>(header.size()));
    header.resize(static_cast<std::size_t>(in.gcount()));
    return parse_message_rows(header, bytes, place);
  }
  std::string_view json = bytes;
  if (json.starts_with("\xEF\xBB\xBF")) json.remove_prefix(3);
  return parse_json_conversation(json, place);
}

}  // namespace redline::conversation
