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

constexpr std::size_t kLongestId = 400;
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
    if (text.size() > kLongestId && !row.error) {
      row.error = Error{ErrorCode::kInvalid, "manifest.bad_id", "expected an id of at most 400 bytes", {.field = "id"}};
    }
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
  for (const auto& name : std::set<std::string>(columns.begin(), columns.end())) {
    if (name.empty() || std::count(columns.begin(), columns.end(), name) == 1) continue;
    return Error{ErrorCode::kInvalid,
                 "manifest.syntax",
                 "expected each column once, found it twice",
                 {.file = place.file, .line = (*header)->line, .field = name}};
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

void refuse(ManifestRow& row, std::string field, const char* message) {
  if (!row.error) row.error = Error{ErrorCode::kInvalid, "manifest.syntax", message, {.field = std::move(field)}};
}

void take_scalar(const std::string& name, const Json& value, ManifestRow& row, std::set<std::string>& unknown) {
  if (value.is_string()) {
    take_value(name, value.get<std::string>(), row, unknown);
  } else if (value.is_null()) {
    const auto field = find_field(name);
    if (field && field_info(*field).null_is_known) take_value(name, "none", row, unknown);
  } else if (value.is_structured()) {
    if (find_field(name) || name == "file" || name == "id") {
      refuse(row, name, "expected a single value, found a list or an object");
    } else {
      unknown.insert(name);
    }
  } else {
    take_value(name, value.dump(), row, unknown);
  }
}

/// Names are dotted or nested once, as in a conversation; what lies deeper is no field.
void take_json(const Json& object, ManifestRow& row, std::set<std::string>& unknown) {
  if (!object.is_object()) {
    refuse(row, "", "expected a JSON object");
    return;
  }
  for (const auto& [key, value] : object.items()) {
    if (!value.is_object()) {
      take_scalar(key, value, row, unknown);
      continue;
    }
    for (const auto& [inner, one] : value.items()) take_scalar(key + "." + inner, one, row, unknown);
  }
}

/// A list, one object, or an object a line. A line that is no JSON is the error of its row.
Result<void> read_json(const std::string& text, const base::Place& place, const std::function<void(ManifestRow)>& take,
                       std::set<std::string>& unknown) {
  const auto give = [&](const Json& object, std::uint64_t line) {
    ManifestRow row;
    row.line = line;
    take_json(object, row, unknown);
    finish_row(row, place);
    take(std::move(row));
  };
  const Json whole = Json::parse(text, nullptr, false);
  if (whole.is_array()) {
    std::uint64_t number = 0;
    for (const auto& one : whole) give(one, ++number);
    return {};
  }
  if (whole.is_object()) {
    give(whole, 1);
    return {};
  }
  if (text.find_first_not_of(" \t\r\n") == text.find('[')) {
    return Error{ErrorCode::kInvalid, "manifest.syntax", "expected a list of objects in JSON", place};
  }
  std::uint64_t line = 1;
  for (std::size_t from = 0; from < text.size(); ++line) {
    const auto end = std::min(text.find('\n', from), text.size());
    const std::string one = text.substr(from, end - from);
    from = end + 1;
    if (one.find_first_not_of(" \t\r") != std::string::npos) give(Json::parse(one, nullptr, false), line);
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
