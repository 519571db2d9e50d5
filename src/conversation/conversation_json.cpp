#include "conversation/conversation_json.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

namespace redline::conversation {
namespace {

using Json = nlohmann::ordered_json;

double rounded(double value) { return std::round(value * 10'000) / 10'000; }

/// The value as JSON that the reader takes back as the same value.
Json field_json(const std::optional<FieldValue>& value) {
  if (!value) return nullptr;
  if (const auto* truth = std::get_if<bool>(&*value)) return *truth;
  if (const auto* number = std::get_if<std::int64_t>(&*value)) return *number;
  return format_field(*value);
}

Json utterance_json(const Utterance& utterance) {
  Json json{{"role", to_text(utterance.role)}};
  if (utterance.start && utterance.end) {
    json["start_ms"] = utterance.start->count();
    json["end_ms"] = utterance.end->count();
  }
  json["text"] = utterance.text.reveal();
  if (utterance.confidence < 1) json["confidence"] = rounded(utterance.confidence);
  if (utterance.role_confidence < 1) json["role_confidence"] = rounded(utterance.role_confidence);
  for (const auto& word : utterance.words) {
    json["words"].push_back({{"text", word.text.reveal()},
                             {"start_ms", word.start.count()},
                             {"end_ms", word.end.count()},
                             {"confidence", rounded(word.confidence)}});
  }
  return json;
}

}  // namespace

std::string to_json_line(const Conversation& conversation) {
  Json json{{"id", conversation.contact.id.text()}};
  for (const auto& info : all_fields()) {
    if (!conversation.contact.fields.known(info.field)) continue;
    const std::string name(info.name);
    const auto dot = name.find('.');
    Json value = field_json(conversation.contact.fields.value(info.field));
    if (dot == std::string::npos) {
      json[name] = std::move(value);
    } else {
      json[name.substr(0, dot)][name.substr(dot + 1)] = std::move(value);
    }
  }
  json["utterances"] = Json::array();
  for (const auto& utterance : conversation.utterances) json["utterances"].push_back(utterance_json(utterance));
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace redline::conversation
