#include "report/contact_json.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

namespace redline::report {
namespace {

using Json = nlohmann::ordered_json;
using conversation::InspectedContact;
using conversation::Role;

double rounded(double value, double scale = 1000) { return std::round(value * scale) / scale; }

template <typename T>
Json number_or_null(const std::optional<T>& value) {
  return value ? Json(rounded(static_cast<double>(*value))) : Json(nullptr);
}

Json time_or_null(const std::optional<base::Milliseconds>& time) { return time ? Json(time->count()) : Json(nullptr); }

Json bilingual(const conversation::Bilingual& text) { return {{"zh", text.zh}, {"en", text.en}}; }

Json findings_json(const conversation::Inspection& inspection) {
  Json findings = Json::array();
  for (const auto& finding : inspection.findings) {
    Json spans = Json::array();
    for (const auto& span : finding.spans) {
      spans.push_back({{"u", span.utterance},
                       {"from", span.start},
                       {"to", span.end},
                       {"start", time_or_null(span.start_ms)},
                       {"end", time_or_null(span.end_ms)}});
    }
    findings.push_back({{"code", finding.code},
                        {"rule", finding.rule},
                        {"severity", to_text(finding.severity)},
                        {"verdict", to_text(finding.verdict)},
                        {"confidence", rounded(finding.confidence)},
                        {"title", bilingual(finding.title)},
                        {"reason", bilingual(finding.reason)},
                        {"utterances", finding.utterances},
                        {"spans", std::move(spans)}});
  }
  return findings;
}

Json utterances_json(const InspectedContact& contact) {
  Json utterances = Json::array();
  for (std::size_t i = 0; i < contact.utterances.size(); ++i) {
    const auto& one = contact.utterances[i];
    Json json{{"role", to_text(one.role)},
              {"start", time_or_null(one.start)},
              {"end", time_or_null(one.end)},
              {"text", one.text.reveal()}};
    if (one.confidence < 1) json["confidence"] = rounded(one.confidence);
    if (i < contact.facts.utterances.size()) {
      const auto& facts = contact.facts.utterances[i];
      json["rate"] = number_or_null(facts.characters_per_minute);
      json["loud"] = number_or_null(facts.loudness_above_median_db);
    }
    Json words = Json::array();
    for (const auto& word : one.words) {
      words.push_back({word.text.reveal(), word.start.count(), word.end.count(), rounded(word.confidence, 100)});
    }
    if (!words.empty()) json["words"] = std::move(words);
    utterances.push_back(std::move(json));
  }
  return utterances;
}

Json speaker_json(const conversation::SpeakerFacts& speaker) {
  return {{"talk", speaker.talk.count()},
          {"share", rounded(speaker.talk_share)},
          {"characters", speaker.characters},
          {"utterances", speaker.utterances},
          {"rate", number_or_null(speaker.characters_per_minute)},
          {"response", time_or_null(speaker.response_median)},
          {"interruptions", speaker.interruptions},
          {"loudness", number_or_null(speaker.loudness_dbfs)},
          {"pitch",
           {number_or_null(speaker.pitch_median_hz), number_or_null(speaker.pitch_low_hz),
            number_or_null(speaker.pitch_high_hz)}},
          {"clipped", number_or_null(speaker.clipped_share)},
          {"snr", number_or_null(speaker.signal_to_noise_db)}};
}

Json facts_json(const conversation::CallFacts& facts) {
  Json silences = Json::array();
  for (const auto& silence : facts.silences) silences.push_back({silence.start.count(), silence.end.count()});
  Json overlaps = Json::array();
  for (const auto& overlap : facts.overlaps) {
    overlaps.push_back({overlap.start.count(), overlap.end.count(), to_text(overlap.interrupter)});
  }
  Json json{{"timed", facts.timed},
            {"duration", facts.duration.count()},
            {"silence_share", rounded(facts.silence_share)},
            {"silences", std::move(silences)},
            {"overlaps", std::move(overlaps)},
            {"agent", speaker_json(facts.of(Role::kAgent))},
            {"customer", speaker_json(facts.of(Role::kCustomer))}};
  if (facts.of(Role::kUnknown).utterances > 0) json["unknown"] = speaker_json(facts.of(Role::kUnknown));
  json["notes"] = facts.notes;
  return json;
}

/// Who speaks in the left channel: the speech path names its utterances by channel.
std::string_view left_role(const InspectedContact& contact) {
  for (const auto& utterance : contact.utterances) {
    if (utterance.id.text().starts_with("l")) return to_text(utterance.role);
    if (utterance.id.text().starts_with("r")) return utterance.role == Role::kAgent ? "customer" : "agent";
  }
  return "agent";
}

Json error_json(const base::Error& error) { return {{"reason", error.reason()}, {"message", error.describe()}}; }

}  // namespace

std::string to_report_json(const InspectedContact& contact) {
  const auto& inspection = contact.inspection;
  Json json{{"id", inspection.id.text()}, {"source", contact.source}, {"channel", to_text(inspection.channel)}};
  json["fields"] = Json::object();
  for (const auto& info : conversation::all_fields()) {
    if (!contact.contact.fields.known(info.field)) continue;
    const auto& value = contact.contact.fields.value(info.field);
    json["fields"][std::string(info.name)] = value ? conversation::format_field(*value) : "none";
  }
  json["score"] = inspection.score
                      ? Json{{"value", rounded(inspection.score->value)}, {"red", inspection.score->red_line}}
                      : Json(nullptr);
  json["findings"] = findings_json(inspection);
  json["undecidable"] = Json::array();
  for (const auto& one : inspection.undecidable)
    json["undecidable"].push_back({{"code", one.code}, {"rule", one.rule}, {"missing", one.missing}});
  json["signals"] = Json::array();
  for (const auto& signal : inspection.signals) {
    json["signals"].push_back({{"code", signal.code},
                               {"verdict", to_text(signal.verdict)},
                               {"title", bilingual(signal.title)},
                               {"utterances", signal.utterances}});
  }
  json["transcript"] = inspection.transcript.value_or("");
  json["recogniser"] = inspection.recogniser.value_or("");
  json["role_confidence"] = number_or_null(contact.role_confidence);
  json["left_role"] = left_role(contact);
  json["audio"] = contact.listening_copy;
  json["facts"] = facts_json(contact.facts);
  json["utterances"] = utterances_json(contact);
  json["peaks"] = contact.peaks;
  json["error"] = inspection.error ? error_json(*inspection.error) : Json(nullptr);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace redline::report
