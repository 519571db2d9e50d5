#include "conversation/inspection.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

namespace redline::conversation {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 4> kVerdicts{"no_hit", "hit", "uncertain", "undecidable"};
constexpr std::array<std::string_view, 3> kSeverities{"red", "serious", "minor"};

/// Four decimals, so that the bytes do not depend on the last bits of a sum.
double rounded(double value) { return std::round(value * 10'000) / 10'000; }

Json time_or_null(const std::optional<base::Milliseconds>& time) { return time ? Json(time->count()) : Json(nullptr); }

Json to_json(const Span& span) {
  return {{"utterance", span.utterance},
          {"start", span.start},
          {"end", span.end},
          {"start_ms", time_or_null(span.start_ms)},
          {"end_ms", time_or_null(span.end_ms)}};
}

Json to_json(const Finding& finding) {
  Json spans = Json::array();
  for (const auto& span : finding.spans) spans.push_back(to_json(span));
  return {{"code", finding.code},
          {"rule", finding.rule},
          {"severity", to_text(finding.severity)},
          {"verdict", to_text(finding.verdict)},
          {"confidence", rounded(finding.confidence)},
          {"role", to_text(finding.role)},
          {"utterances", finding.utterances},
          {"spans", std::move(spans)},
          {"reason", {{"zh", finding.reason.zh}, {"en", finding.reason.en}}}};
}

Json to_json(const base::Error& error) {
  Json json{{"reason", error.reason()}, {"message", error.message()}};
  const auto& place = error.place();
  if (!place.file.empty()) json["file"] = place.file;
  if (place.line != 0) json["line"] = place.line;
  if (place.column != 0) json["column"] = place.column;
  if (!place.field.empty()) json["field"] = place.field;
  return json;
}

Json party_json(const std::optional<PartyVerdict>& party) {
  if (!party) return nullptr;
  return {{"relation", party->relation}, {"confidence", rounded(party->confidence)}, {"source", party->source}};
}

Json score_json(const std::optional<Score>& score) {
  if (!score) return nullptr;
  return {{"scheme", score->scheme}, {"value", rounded(score->value)}, {"red_line", score->red_line}};
}

}  // namespace

std::string_view to_text(Verdict verdict) { return kVerdicts[static_cast<std::size_t>(verdict)]; }
std::string_view to_text(Severity severity) { return kSeverities[static_cast<std::size_t>(severity)]; }

std::optional<Severity> severity_from_text(std::string_view text) {
  for (std::size_t i = 0; i < kSeverities.size(); ++i) {
    if (text == kSeverities[i]) return static_cast<Severity>(i);
  }
  return std::nullopt;
}

std::string to_json_line(const Inspection& inspection) {
  Json json{{"schema", "redline.findings/1"}, {"id", inspection.id.text()}, {"channel", to_text(inspection.channel)}};
  json["pack"] = {{"name", inspection.pack.name}, {"version", inspection.pack.version}, {"hash", inspection.pack.hash}};
  json["models"] = Json::object();
  if (inspection.recogniser) json["models"]["recogniser"] = *inspection.recogniser;
  json["transcript"] = inspection.transcript ? Json(*inspection.transcript) : Json(nullptr);
  json["party"] = party_json(inspection.party);
  json["score"] = score_json(inspection.score);
  json["findings"] = Json::array();
  for (const auto& finding : inspection.findings) json["findings"].push_back(to_json(finding));
  json["undecidable"] = Json::array();
  for (const auto& one : inspection.undecidable) {
    json["undecidable"].push_back({{"code", one.code}, {"rule", one.rule}, {"missing", one.missing}});
  }
  json["signals"] = Json::array();
  for (const auto& signal : inspection.signals) {
    json["signals"].push_back({{"code", signal.code},
                               {"verdict", to_text(signal.verdict)},
                               {"confidence", rounded(signal.confidence)},
                               {"utterances", signal.utterances}});
  }
  json["outcome"] = Json::object();
  json["error"] = inspection.error ? to_json(*inspection.error) : Json(nullptr);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace redline::conversation
