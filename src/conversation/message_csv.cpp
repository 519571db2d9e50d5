// Messages (SMS, IM) as CSV: one message a row, grouped by id.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>

#include "conversation/csv.hpp"
#include "conversation/detail/blank.hpp"
#include "conversation/transcript_reader.hpp"
#include "text/encoding.hpp"

namespace redline::conversation {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::size_t kLongestId = 400;

/// What each column holds. Who wrote stands in `role`, or in `direction` (outbound: the agent) when there is no role.
struct Columns {
  std::size_t width = 0;
  std::size_t id = 0;
  std::size_t text = 0;
  std::optional<std::size_t> role{};
  std::optional<std::size_t> direction{};
  std::optional<std::size_t> time{};
  std::map<std::size_t, Field> fields{};
};

Error wrong(std::string field, std::string message) {
  return {ErrorCode::kInvalid, "transcript.field", std::move(message), {.field = std::move(field)}};
}

Result<Columns> read_header(const CsvRow& header) {
  Columns columns;
  columns.width = header.fields.size();
  std::map<std::string_view, std::size_t> known;
  for (std::size_t i = 0; i < header.fields.size(); ++i) {
    const std::string& name = header.fields[i];
    if (!name.empty() && !known.emplace(name, i).second) {
      return wrong(name, "expected each column once, found it twice").at({.line = header.line});
    }
    if (const auto field = find_field(name)) columns.fields.emplace(i, *field);
  }
  const auto find = [&](std::string_view name) {
    const auto at = known.find(name);
    return at == known.end() ? std::nullopt : std::optional(at->second);
  };
  columns.role = find("role");
  columns.direction = find("direction");
  columns.time = find("sent_at") ? find("sent_at") : find("time");
  for (const char* name : {"id", "text"}) {
    if (!find(name)) return wrong(name, "expected the columns id, role and text").at({.line = header.line});
  }
  if (!columns.role && !columns.direction) {
    return wrong("role", "expected a column role or direction").at({.line = header.line});
  }
  columns.id = *find("id");
  columns.text = *find("text");
  // The direction of each message is no fact of the whole contact.
  if (!columns.role) columns.fields.erase(*columns.direction);
  return columns;
}

std::optional<Role> role_of(const CsvRow& row, const Columns& columns) {
  if (columns.role) return role_from_text(row.fields[*columns.role]);
  const std::string& direction = row.fields[*columns.direction];
  if (direction == "outbound") return Role::kAgent;
  if (direction == "inbound") return Role::kCustomer;
  return std::nullopt;
}

/// The id of a row, which decides whose it is.
Result<std::string> id_of(const CsvRow& row, const Columns& columns) {
  if (row.fields.size() != columns.width) {
    return wrong("", fmt::format("expected {} columns, found {}", columns.width, row.fields.size()));
  }
  const std::string& id = row.fields[columns.id];
  if (detail::is_blank(id) || id.size() > kLongestId) return wrong("id", "expected an id of 1 to 400 bytes");
  return id;
}

Result<void> set_time(const std::string& text, FieldSet& fields, Utterance& utterance) {
  if (text.empty()) return {};
  const auto time = base::parse_time(text);
  if (!time) return time.error().at({.field = "sent_at"});
  if (!fields.known(Field::kStartedAt)) fields.set(Field::kStartedAt, *time);
  const auto since = time->utc - fields.time(Field::kStartedAt)->utc;
  if (since.count() < 0) {
    return Error{ErrorCode::kInvalid,
                 "transcript.bad_time",
                 "the message is older than the start of its conversation",
                 {.field = "sent_at"}};
  }
  utterance.start = std::chrono::duration_cast<base::Milliseconds>(since);
  utterance.end = utterance.start;
  return {};
}

Result<void> add_message(const CsvRow& row, const Columns& columns, Conversation& conversation) {
  FieldSet& fields = conversation.contact.fields;
  if (conversation.utterances.empty()) {
    conversation.contact.id = ContactId(row.fields[columns.id]);
    fields.set(Field::kChannel, FieldValue(std::string("sms")));
  }
  const auto role = role_of(row, columns);
  if (!role)
    return wrong(columns.role ? "role" : "direction",
                 columns.role ? "expected agent or customer" : "expected outbound or inbound");
  if (detail::is_blank(row.fields[columns.text])) return wrong("text", "expected words");
  for (const auto& [column, field] : columns.fields) {
    const std::string& text = row.fields[column];
    if (text.empty()) continue;
    if (text == "none" && field_info(field).null_is_known) {
      fields.set_null(field);
    } else if (auto bad = fields.parse(field, text); !bad) {
      return bad;
    }
  }
  Utterance utterance;
  utterance.id = UtteranceId(fmt::format("{:06}", conversation.utterances.size()));
  utterance.role = *role;
  utterance.text = base::Sensitive<std::string>(row.fields[columns.text]);
  if (columns.time) {
    if (auto bad = set_time(row.fields[*columns.time], fields, utterance); !bad) return bad;
  }
  conversation.utterances.push_back(std::move(utterance));
  return {};
}

/// A row that belongs to nobody.
FoundMessages stray(const Error& error, const base::Place& place) {
  FoundMessages found;
  found.record.error = error.at(place);
  found.record.line = found.record.error->place().line;
  return found;
}

Result<Columns> read_columns(CsvReader& reader, const base::Place& place) {
  const auto header = reader.next();
  if (!header) return Error{ErrorCode::kInvalid, "transcript.empty", "the file holds no row", place};
  if (!*header) return header->error().at(place);
  auto columns = read_header(**header);
  if (!columns) return columns.error().at(place);
  return columns;
}

}  // namespace

Result<std::vector<FoundMessages>> parse_message_csv(std::string_view bytes, const base::Place& place) {
  const auto decoded = text::to_utf8(bytes);
  if (!decoded) return decoded.error().at(place);
  CsvReader reader(decoded->utf8);
  const auto columns = read_columns(reader, place);
  if (!columns) return columns.error();
  const std::size_t mark = bytes.size() - decoded->utf8.size();  // of a byte order mark, when the text is UTF-8
  std::vector<FoundMessages> found;
  std::unordered_map<std::string, std::size_t> by_id;
  while (const auto row = reader.next()) {
    if (!*row) {
      found.push_back(stray(row->error(), place));
      continue;
    }
    const base::Place here{.file = place.file, .line = (*row)->line};
    const auto id = id_of(**row, *columns);
    if (!id) {
      found.push_back(stray(id.error(), here));
      continue;
    }
    const auto [at, fresh] = by_id.try_emplace(*id, found.size());
    if (fresh) {
      found.emplace_back();
      found.back().record = {(*row)->begin + mark, 0, (*row)->line, *id, {}};
    }
    FoundMessages& one = found[at->second];
    one.record.length = (*row)->end + mark - one.record.offset;
    if (one.record.error) continue;
    if (auto bad = add_message(**row, *columns, one.conversation); !bad) {
      one.record.error = bad.error().at(here);
      one.conversation = {};
    }
  }
  if (found.empty()) return Error{ErrorCode::kInvalid, "transcript.empty", "the file holds no message", place};
  for (std::size_t i = 0; decoded->encoding != "UTF-8" && i < found.size(); ++i) {
    found[i].record.offset = i;
    found[i].record.length = 0;
  }
  return found;
}

Result<Conversation> parse_message_rows(std::string_view head, std::string_view rows, const base::Place& place) {
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  CsvReader header(head);
  const auto columns = read_columns(header, {.file = place.file});
  if (!columns) return columns.error();
  Conversation conversation;
  CsvReader reader(rows);
  while (const auto row = reader.next()) {
    if (!*row) continue;  // a record of its own, named when the file was searched
    const auto id = id_of(**row, *columns);
    if (!id || (!conversation.utterances.empty() && *id != conversation.contact.id.text())) continue;
    if (auto bad = add_message(**row, *columns, conversation); !bad) {
      return bad.error().at({.file = place.file, .line = place.line + (*row)->line - 1});
    }
  }
  if (conversation.utterances.empty()) {
    return Error{ErrorCode::kInvalid, "file.changed", "the file changed while it was read", place};
  }
  return conversation;
}

}  // namespace redline::conversation
