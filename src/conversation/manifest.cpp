#include "conversation/manifest.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "conversation/csv.hpp"
#include "text/encoding.hpp"

namespace redline::conversation {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using Json = nlohmann::json;

constexpr char kFieldEnd = '\x1E';
constexpr char kNameEnd = '\x1F';

/// Puts a value into the row, or the row's first error.
void take_value(const std::string& column, const std::string& text, ManifestRow& row, std::set<std::string>& unknown) {
  if (column == "file") {
    row.file = text;
    return;
  }
  if (column == "id") {
    row.id = text;
    return;
  }
  const auto field = find_field(column);
  if (!field) {
    unknown.insert(column);
    return;
  }
  if (text.empty()) return;
  const bool none = text == "none" && field_info(*field).null_is_known;
  if (!none) {
    if (const auto value = parse_field(*field, text); !value) {
      if (!row.error) row.error = value.error();
      return;
    }
  }
  row.fields.emplace_back(*field, text);
}

void finish_row(ManifestRow& row, const base::Place& place) {
  if (row.file.empty() && !row.error) {
    row.error = Error{ErrorCode::kInvalid, "manifest.no_file", "expected the name of a file", {.field = "file"}};
  }
  if (row.error) row.error = row.error->at({.file = place.file, .line = row.line});
}

Result<void> read_csv(std::string_view text, const base::Place& place, const std::function<void(ManifestRow)>& take,
                      std::set<std::string>& unknown) {
  CsvReader reader(text);
  const auto header = reader.next();
  if (!header) return Error{ErrorCode::kInvalid, "manifest.syntax", "the manifest is empty", place};
  if (!*header) return header->error().at(place);
  const auto& columns = (*header)->fields;
  if (std::find(columns.begin(), columns.end(), "file") == columns.end()) {
    return Error{ErrorCode::kInvalid,
                 "manifest.no_file_column",
                 fmt::format("expected a column \"file\", found {}", fmt::join(columns, ", ")),
                 {.file = place.file, .line = (*header)->line}};
  }
  while (const auto record = reader.next()) {
    ManifestRow row;
    if (!*record) {
      row.line = record->error().place().line;
      row.error = record->error();
    } else {
      row.line = (*record)->line;
      const auto& cells = (*record)->fields;
      if (cells.size() != columns.size()) {
        row.error = Error{ErrorCode::kInvalid, "manifest.columns",
                          fmt::format("expected {} columns, found {}", columns.size(), cells.size())};
      }
      for (std::size_t i = 0; i < std::min(cells.size(), columns.size()); ++i)
        take_value(columns[i], cells[i], row, unknown);
    }
    finish_row(row, place);
    take(std::move(row));
  }
  return {};
}

void take_json(const std::string& prefix, const Json& value, ManifestRow& row, std::set<std::string>& unknown) {
  if (value.is_object()) {
    for (const auto& [key, inner] : value.items())
      take_json(prefix.empty() ? key : prefix + "." + key, inner, row, unknown);
  } else if (value.is_string()) {
    take_value(prefix, value.get<std::string>(), row, unknown);
  } else if (value.is_null()) {
    const auto field = find_field(prefix);
    if (field && field_info(*field).null_is_known) take_value(prefix, "none", row, unknown);
  } else {
    take_value(prefix, value.dump(), row, unknown);
  }
}

Result<void> read_json(const std::string& text, const base::Place& place, const std::function<void(ManifestRow)>& take,
                       std::set<std::string>& unknown) {
  Json rows = Json::parse(text, nullptr, false);
  if (rows.is_discarded()) {  // a line each
    rows = Json::array();
    std::size_t from = 0;
    std::uint64_t line = 0;
    while (from < text.size()) {
      const auto end = std::min(text.find('\n', from), text.size());
      ++line;
      const std::string one = text.substr(from, end - from);
      from = end + 1;
      if (one.find_first_not_of(" \t\r") == std::string::npos) continue;
      rows.push_back(Json::parse(one, nullptr, false));
      if (rows.back().is_discarded())
        return Error{ErrorCode::kInvalid, "manifest.syntax", "expected JSON", {.file = place.file, .line = line}};
    }
  }
  if (rows.is_object()) rows = Json::array({rows});
  if (!rows.is_array()) return Error{ErrorCode::kInvalid, "manifest.syntax", "expected a list of objects", place};
  std::uint64_t number = 0;
  for (const auto& one : rows) {
    ManifestRow row;
    row.line = ++number;
    if (one.is_object()) {
      take_json("", one, row, unknown);
    } else {
      row.error = Error{ErrorCode::kInvalid, "manifest.syntax", "expected an object"};
    }
    finish_row(row, place);
    take(std::move(row));
  }
  return {};
}

}  // namespace

Result<void> read_manifest(std::string_view bytes, const base::Place& place,
                           const std::function<void(ManifestRow)>& row, std::vector<std::string>& notes) {
  const auto decoded = text::to_utf8(bytes);
  if (!decoded) return decoded.error().at(place);
  std::set<std::string> unknown;
  const auto first = decoded->utf8.find_first_not_of(" \t\r\n");
  const bool json = first != std::string::npos && (decoded->utf8[first] == '[' || decoded->utf8[first] == '{');
  auto result = json ? read_json(decoded->utf8, place, row, unknown) : read_csv(decoded->utf8, place, row, unknown);
  if (!unknown.empty())
    notes.push_back(
        fmt::format("{}: these columns are unknown and were not used: {}", place.file, fmt::join(unknown, ", ")));
  return result;
}

void apply_manifest_fields(const std::vector<std::pair<Field, std::string>>& from, FieldSet& to) {
  for (const auto& [field, text] : from) {
    if (text == "none" && field_info(field).null_is_known) {
      to.set_null(field);
    } else {
      REDLINE_CHECK(to.parse(field, text).has_value());  // rows were parsed when they were read
    }
  }
}

std::string pack_fields(const std::vector<std::pair<Field, std::string>>& fields) {
  std::string packed;
  for (const auto& [field, text] : fields) {
    packed += field_info(field).name;
    packed += kNameEnd;
    for (const char c : text) packed += c == kFieldEnd || c == kNameEnd ? ' ' : c;
    packed += kFieldEnd;
  }
  return packed;
}

std::vector<std::pair<Field, std::string>> unpack_fields(std::string_view packed) {
  std::vector<std::pair<Field, std::string>> fields;
  while (!packed.empty()) {
    const auto end = std::min(packed.find(kFieldEnd), packed.size());
    const auto name = packed.substr(0, packed.find(kNameEnd));
    if (const auto field = find_field(name))
      fields.emplace_back(*field, packed.substr(name.size() + 1, end - name.size() - 1));
    packed.remove_prefix(std::min(end + 1, packed.size()));
  }
  return fields;
}

}  // namespace redline::conversation
