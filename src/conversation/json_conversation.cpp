// Our own conversation format, by simdjson.
#include <fmt/format.h>
#include <simdjson.h>

#include <set>

#include "conversation/detail/blank.hpp"
#include "conversation/transcript_reader.hpp"

namespace redline::conversation {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using simdjson::dom::element;
using simdjson::dom::object;

constexpr std::int64_t kDayMs = 24LL * 3600 * 1000;
constexpr std::int64_t kLongestCallMs = kDayMs;
constexpr std::int64_t kLongestThreadMs = 366 * kDayMs;  // messages go to and fro for weeks

Error wrong(const std::string& field, const std::string& expected) {
  return {ErrorCode::kInvalid, "transcript.field", "expected " + expected, {.field = field}};
}

/// A scalar as the text that parse_field() takes; nothing for null.
Result<std::optional<std::string>> scalar_text(element value, const std::string& name) {
  using simdjson::dom::element_type;
  switch (value.type()) {
    case element_type::STRING:
      return std::optional(std::string(value.get_string().value()));
    case element_type::BOOL:
      return std::optional(std::string(value.get_bool().value() ? "true" : "false"));
    case element_type::INT64:
      return std::optional(fmt::format("{}", value.get_int64().value()));
    case element_type::UINT64:
      return std::optional(fmt::format("{}", value.get_uint64().value()));
    case element_type::DOUBLE:
      return std::optional(fmt::format("{}", value.get_double().value()));
    case element_type::NULL_VALUE:
      return std::optional<std::string>();
    default:
      return wrong(name, "a single value, found a list or an object");
  }
}

Result<void> read_field(Field field, element value, FieldSet& fields) {
  const std::string name(field_info(field).name);
  const auto text = scalar_text(value, name);
  if (!text) return text.error();
  if (!*text) {
    fields.set_null(field);
    return {};
  }
  return fields.parse(field, **text);
}

/// The fields of one level: "case" holds "case.dpd" ... Unknown keys are left to later versions of the format.
Result<void> read_group(std::string_view group, object members, FieldSet& fields) {
  for (const auto& [key, value] : members) {
    const auto field = find_field(fmt::format("{}.{}", group, key));
    if (!field) continue;
    if (auto bad = read_field(*field, value, fields); !bad) return bad;
  }
  return {};
}

Result<std::optional<base::Milliseconds>> read_time(element utterance, const char* key, const std::string& at,
                                                    std::int64_t longest) {
  element value;
  if (utterance[key].get(value) != simdjson::SUCCESS || value.is_null()) return std::optional<base::Milliseconds>();
  std::int64_t time = 0;
  double fraction = 0;
  if (value.get(time) != simdjson::SUCCESS) {
    if (value.get(fraction) != simdjson::SUCCESS || !(fraction >= 0) || fraction > 1e12) {
      return wrong(at + "." + key, "a number of milliseconds");
    }
    time = static_cast<std::int64_t>(fraction + 0.5);
  }
  if (time < 0 || time > longest) {
    return Error{ErrorCode::kInvalid,
                 "transcript.bad_time",
                 fmt::format("expected 0 to {} milliseconds, found {}", longest, time),
                 {.field = at + "." + key}};
  }
  return std::optional(base::Milliseconds{time});
}

Result<std::string> read_text(element holder, const std::string& at) {
  std::string_view text;
  if (holder["text"].get(text) != simdjson::SUCCESS) return wrong(at + ".text", "a text");
  return std::string(text);
}

/// A confidence: 1 when it is left out.
Result<double> read_share(element holder, const char* key, const std::string& at) {
  element value;
  if (holder[key].get(value) != simdjson::SUCCESS || value.is_null()) return 1.0;
  double share = 0;
  if (value.get(share) != simdjson::SUCCESS || !(share >= 0 && share <= 1)) {
    return wrong(at + "." + key, "a number from 0 to 1");
  }
  return share;
}

Result<void> read_words(element source, const std::string& at, std::int64_t longest, Utterance& utterance) {
  element value;
  if (source["words"].get(value) != simdjson::SUCCESS || value.is_null()) return {};
  simdjson::dom::array words;
  if (value.get(words) != simdjson::SUCCESS) return wrong(at + ".words", "a list");
  for (const element word : words) {
    const std::string place = fmt::format("{}.words[{}]", at, utterance.words.size());
    if (!word.is_object()) return wrong(place, "an object");
    auto text = read_text(word, place);
    if (!text) return text.error();
    const auto start = read_time(word, "start_ms", place, longest);
    if (!start) return start.error();
    const auto end = read_time(word, "end_ms", place, longest);
    if (!end) return end.error();
    if (!*start || !*end || **end < **start) {
      return Error{ErrorCode::kInvalid, "transcript.bad_time", "expected start_ms <= end_ms", {.field = place}};
    }
    const auto confidence = read_share(word, "confidence", place);
    if (!confidence) return confidence.error();
    utterance.words.push_back({base::Sensitive<std::string>(*std::move(text)), **start, **end, *confidence});
  }
  return {};
}

Result<void> read_times(element source, const std::string& at, std::int64_t longest, Utterance& utterance) {
  const auto start = read_time(source, "start_ms", at, longest);
  if (!start) return start.error();
  const auto end = read_time(source, "end_ms", at, longest);
  if (!end) return end.error();
  if (start->has_value() != end->has_value()) {
    return Error{
        ErrorCode::kInvalid, "transcript.bad_time", "expected both start_ms and end_ms, or none", {.field = at}};
  }
  if (*start && **end < **start) {
    return Error{ErrorCode::kInvalid, "transcript.bad_time", "expected start_ms <= end_ms", {.field = at + ".end_ms"}};
  }
  utterance.start = *start;
  utterance.end = *end;
  return {};
}

Result<Utterance> read_utterance(element source, std::size_t index, std::int64_t longest) {
  const std::string at = fmt::format("utterances[{}]", index);
  if (!source.is_object()) return wrong(at, "an object");
  Utterance utterance;
  utterance.id = UtteranceId(fmt::format("{:06}", index));
  std::string_view role;
  if (source["role"].get(role) != simdjson::SUCCESS || !role_from_text(role)) {
    return wrong(at + ".role", "agent, customer or unknown");
  }
  utterance.role = *role_from_text(role);
  auto text = read_text(source, at);
  if (!text) return text.error();
  if (detail::is_blank(*text)) return wrong(at + ".text", "words, found a blank text");
  utterance.text = base::Sensitive<std::string>(*std::move(text));
  if (auto bad = read_times(source, at, longest, utterance); !bad) return bad.error();
  for (const auto& [key, share] :
       {std::pair{"confidence", &utterance.confidence}, {"role_confidence", &utterance.role_confidence}}) {
    const auto value = read_share(source, key, at);
    if (!value) return value.error();
    *share = *value;
  }
  if (auto bad = read_words(source, at, longest, utterance); !bad) return bad.error();
  if (!utterance.words.empty() || utterance.confidence < 1) utterance.origin = UtteranceOrigin::kRecognised;
  return utterance;
}

Result<Conversation> read_conversation(object root) {
  Conversation conversation;
  FieldSet& fields = conversation.contact.fields;
  bool has_utterances = false;
  std::set<std::string_view> seen;
  std::string_view channel;
  const bool call = root["channel"].get(channel) != simdjson::SUCCESS || channel == "voice";
  const std::int64_t longest = call ? kLongestCallMs : kLongestThreadMs;
  for (const auto& [key, value] : root) {
    if (!seen.insert(key).second) return wrong(std::string(key), "each key once, found it twice");
    if (key == "id") {
      std::string_view id;
      if (value.get(id) != simdjson::SUCCESS || id.empty() || id.size() > 400)
        return wrong("id", "a text of 1 to 400 bytes");
      conversation.contact.id = ContactId(std::string(id));
    } else if (key == "utterances") {
      simdjson::dom::array utterances;
      if (value.get(utterances) != simdjson::SUCCESS) return wrong("utterances", "a list");
      has_utterances = true;
      for (const element one : utterances) {
        auto utterance = read_utterance(one, conversation.utterances.size(), longest);
        if (!utterance) return utterance.error();
        conversation.utterances.push_back(*std::move(utterance));
      }
    } else if (object members; value.get(members) == simdjson::SUCCESS) {
      if (auto bad = read_group(key, members, fields); !bad) return bad.error();
    } else if (const auto field = find_field(key)) {
      if (auto bad = read_field(*field, value, fields); !bad) return bad.error();
    }
  }
  if (!has_utterances) return wrong("utterances", "a list of utterances, found none");
  if (conversation.utterances.empty()) {
    return Error{ErrorCode::kInvalid, "transcript.empty", "the conversation has no utterance", {.field = "utterances"}};
  }
  return conversation;
}

}  // namespace

Result<Conversation> parse_json_conversation(std::string_view json, const base::Place& place) {
  thread_local simdjson::dom::parser parser;
  object root;
  const auto failure = parser.parse(json.data(), json.size()).get(root);
  if (failure == simdjson::UTF8_ERROR) {
    return Error{ErrorCode::kInvalid, "text.encoding", "expected UTF-8", place};
  }
  if (failure != simdjson::SUCCESS) {
    const char* what =
        failure == simdjson::INCORRECT_TYPE ? "expected one JSON object" : simdjson::error_message(failure);
    return Error{ErrorCode::kInvalid, "transcript.not_json", fmt::format("this is no conversation in JSON: {}", what),
                 place};
  }
  auto conversation = read_conversation(root);
  if (!conversation) return conversation.error().at(place);
  return conversation;
}

}  // namespace redline::conversation
