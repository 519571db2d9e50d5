// The manifest: a table that ties files to contacts and says what the books know (docs/formats.md).
//
//   auto done = read_manifest(bytes, {.file = "manifest.csv"}, [](ManifestRow row) { ... }, notes);
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "conversation/field.hpp"

namespace redline::conversation {

/// One row. `fields` as text that FieldSet::parse() takes; a value of "none" stands for a known nothing. `error` says
/// what is wrong with the row: its file is then reported and not inspected with wrong facts.
struct ManifestRow {
  std::uint64_t line = 0;
  std::string file{};
  std::string id{};
  std::vector<std::pair<Field, std::string>> fields{};
  std::optional<base::Error> error{};
};

/// CSV, a JSON list of objects, or JSONL; UTF-8 with or without byte order mark, UTF-16 with one, or GB18030. Unknown
/// columns are named in `notes`. Fails when the whole cannot be read: "manifest.no_file_column", "manifest.syntax",
/// "text.encoding".
base::Result<void> read_manifest(std::string_view bytes, const base::Place& place,
                                 const std::function<void(ManifestRow)>& row, std::vector<std::string>& notes);

/// Applies the row's fields. Never fails for a row without error.
void apply_manifest_fields(const std::vector<std::pair<Field, std::string>>& from, FieldSet& to);

/// One text for all fields of a row and back, for keeping rows on disk.
std::string pack_fields(const std::vector<std::pair<Field, std::string>>& fields);
std::vector<std::pair<Field, std::string>> unpack_fields(std::string_view packed);

}  // namespace redline::conversation
