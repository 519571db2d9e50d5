// Transcripts as they come: our JSON and JSONL, plain text with speaker prefixes, messages as CSV (docs/formats.md).
//
//   scan_transcripts("calls.jsonl", [](const FoundRecord& record) { ... });       // where each conversation stands
//   auto conversation = read_record("calls.jsonl", record.offset, record.length, record.line);
//
// Files are read in pieces: a file of any length takes the memory of its longest conversation.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "conversation/utterance.hpp"

namespace redline::conversation {

enum class TranscriptFormat { kJsonLines, kJson, kPlainText, kMessageCsv };

/// Decides by the first bytes; the name counts where they leave it open, and CSV needs a name that ends in .csv. A file
/// that begins with an object is taken as JSONL; scan_transcripts() looks further whether it is one object over many
/// lines.
TranscriptFormat guess_format(const std::filesystem::path& path, std::string_view head);
/// Whether a file name ends like a transcript's: .json, .jsonl, .txt, .csv. For picking files out of a folder.
bool has_transcript_name(const std::filesystem::path& path);

/// One conversation of a file. `id` is empty when the record names none; `error` says why it cannot be one. Offset and
/// length are for read_record(): bytes of the file, but for messages in an encoding other than UTF-8, which have length
/// 0 and the number of the conversation as offset.
struct FoundRecord {
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
  std::uint64_t line = 1;
  std::string id{};
  std::optional<base::Error> error{};
};

/// Finds the conversations of a file in order. Fails when the file cannot be read at all. A broken record is reported
/// as found with its error, and the next ones follow.
base::Result<void> scan_transcripts(const std::filesystem::path& path,
                                    const std::function<void(const FoundRecord&)>& found);

/// Parses one record in full. Errors name file, line and field: "transcript.not_json", "transcript.field",
/// "transcript.bad_time", "transcript.empty", "transcript.prefix", "field.invalid", "text.encoding",
/// "transcript.too_large", "file.changed".
base::Result<Conversation> read_record(const std::filesystem::path& path, std::uint64_t offset, std::uint64_t length,
                                       std::uint64_t line);

/// The parsers behind read_record(), for bytes in memory. `place` goes into errors.
base::Result<Conversation> parse_json_conversation(std::string_view json, const base::Place& place);
base::Result<Conversation> parse_plain_text(std::string_view text, const base::Place& place);

/// A conversation of messages. It is empty when the record has an error.
struct FoundMessages {
  FoundRecord record{};
  Conversation conversation{};
};
/// A CSV file as conversations grouped by its id column, in order of first appearance. A row without a usable id is a
/// record of its own with an error; any other fault in a row is the error of its conversation. Fails when the header is
/// no use.
base::Result<std::vector<FoundMessages>> parse_message_csv(std::string_view text, const base::Place& place);
/// The conversation of the first of `rows`, under the header that `head` begins with; rows of others are passed over.
/// Both are UTF-8. `place.line` is the line of the first row.
base::Result<Conversation> parse_message_rows(std::string_view head, std::string_view rows, const base::Place& place);

}  // namespace redline::conversation
