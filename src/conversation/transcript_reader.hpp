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

#include "base/result.hpp"
#include "conversation/utterance.hpp"

namespace redline::conversation {

enum class TranscriptFormat { kJsonLines, kJson, kPlainText, kMessageCsv };

/// Decides by the first bytes; a name ending in .csv is needed for CSV, since plain text may hold commas.
TranscriptFormat guess_format(const std::filesystem::path& path, std::string_view head);
/// Whether a file name ends like a transcript's: .json, .jsonl, .txt, .csv. For picking files out of a folder.
bool has_transcript_name(const std::filesystem::path& path);

/// One conversation of a file. `id` is empty when the record names none; `error` says why it cannot be one.
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
/// "transcript.bad_time", "transcript.empty", "transcript.duplicate_id", "transcript.prefix", "text.encoding",
/// "transcript.too_large".
base::Result<Conversation> read_record(const std::filesystem::path& path, std::uint64_t offset, std::uint64_t length,
                                       std::uint64_t line);

/// The parsers behind read_record(), for bytes in memory. `place` goes into errors.
base::Result<Conversation> parse_json_conversation(std::string_view json, const base::Place& place);
base::Result<Conversation> parse_plain_text(std::string_view text, const base::Place& place);
/// A CSV file as conversations grouped by its id column, in order of first appearance.
base::Result<std::vector<Conversation>> parse_message_csv(std::string_view text, const base::Place& place);

}  // namespace redline::conversation
