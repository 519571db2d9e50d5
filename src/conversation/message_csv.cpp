// Messages (SMS, IM) as CSV: one message a row, grouped by id.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "conversation/csv.hpp"
#include "conversation/transcript_reader.hpp"
#include "text/encoding.hpp"

namespace redline::conversation {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

/// What each column holds.
struct Columns {
  std::size_t id = 0;
  std::size_t role = 0;
  std::size_t text = 0;
  std::optional<std::size_t> time{};
  std::map<std::size_t, Field> fields{};
};

Result<Columns> read_header(const CsvRow& header) {
  Columns columns;
  std::map<std::string, std::size_t> known;
  for (std::size_t i = 0; i < header.fields.size(); ++i) {
    const std::string& name = header.fields[i];
    known.emplace(name == "direction_of_message" ? "role" : name, i);
    if (const auto field = find_field(name)) columns.fields.emplace(i, *field);
  }
  for (const auto& [name, place] : {std::pair{"id", &columns.id}, {"role", &columns.role}, {"text", &columns.text}}) {
    const auto at = known.find(name);
    if (at == known.end()) {
      return Error{ErrorCode::kInvalid,
                   "transcript.field",
                   fmt::format("expected the columns id, role and text, found no column \"{}\"", name),
                   {.line = header.line, .field = name}};
    }
    *place = at->second;
  }
  for (const char* name : {"sent_at", "time"}) {
    if (const auto at = known.find(name); at != known.end()) columns.time = at->second;
  }
  return columns;
}

Result<void> add_row(const CsvRow& row, const Columns& columns, std::size_t width,
                     std::vector<Conversation>& conversations, std::map<std::string, std::size_t>& by_id) {
  const auto wrong = [&](std::string field, std::string message) {
    return Error{
        ErrorCode::kInvalid, "transcript.field", std::move(message), {.line = row.line, .field = std::move(field)}};
  };
  if (row.fields.size() != width)
    return wrong("", fmt::format("expected {} columns, found {}", width, row.fields.size()));
  const std::string& id = row.fields[columns.id];
  if (id.empty()) return wrong("id", "expected an id");
  const auto role = role_from_text(row.fields[columns.role]);
  if (!role) return wrong("role", "expected agent or customer");
  if (row.fields[columns.text].find_first_not_of(" \t\r\n") == std::string::npos)
    return wrong("text", "expected words");
  const auto [at, fresh] = by_id.try_emplace(id, conversations.size());
  if (fresh) {
    conversations.emplace_back();
    conversations.back().contact.id = ContactId(id);
    conversations.back().contact.fields.set(Field::kChannel, FieldValue(std::string("sms")));
  }
  Conversation& conversation = conversations[at->second];
  for (const auto& [column, field] : columns.fields) {
    if (row.fields[column].empty()) continue;
    if (auto bad = conversation.contact.fields.parse(field, row.fields[column]); !bad)
      return bad.error().at({.line = row.line});
  }
  Utterance utterance;
  utterance.id = UtteranceId(fmt::format("{:06}", conversation.utterances.size()));
  utterance.role = *role;
  utterance.text = base::Sensitive<std::string>(row.fields[columns.text]);
  if (columns.time && !row.fields[*columns.time].empty()) {
    const auto time = base::parse_time(row.fields[*columns.time]);
    if (!time) return time.error().at({.line = row.line, .field = "sent_at"});
    if (!conversation.contact.fields.known(Field::kStartedAt))
      conversation.contact.fields.set(Field::kStartedAt, *time);
    const auto since = time->utc - conversation.contact.fields.time(Field::kStartedAt)->utc;
    if (since.count() < 0) {
      return Error{ErrorCode::kInvalid,
                   "transcript.bad_time",
                   "the message is older than the start of its conversation",
                   {.line = row.line, .field = "sent_at"}};
    }
    utterance.start = std::chrono::duration_cast<base::Milliseconds>(since);
    utterance.end = utterance.start;
  }
  conversation.utterances.push_back(std::move(utterance));
  return {};
}

}  // namespace

Result<std::vector<Conversation>> parse_message_csv(std::string_view bytes, const base::Place& place) {
  const auto decoded = text::to_utf8(bytes);
  if (!decoded) return decoded.error().at(place);
  CsvReader reader(decoded->utf8);
  const auto header = reader.next();
  if (!header) return Error{ErrorCode::kInvalid, "transcript.empty", "the file holds no row", place};
  if (!*header) return header->error().at(place);
  const auto columns = read_header(**header);
  if (!columns) return columns.error().at(place);
  std::vector<Conversation> conversations;
  std::map<std::string, std::size_t> by_id;
  while (const auto row = reader.next()) {
    if (!*row) return row->error().at(place);
    if (auto bad = add_row(**row, *columns, (*header)->fields.size(), conversations, by_id); !bad)
      return bad.error().at(place);
  }
  if (conversations.empty()) return Error{ErrorCode::kInvalid, "transcript.empty", "the file holds no message", place};
  return conversations;
}

}  // namespace redline::conversation
