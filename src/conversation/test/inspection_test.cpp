#include "conversation/inspection.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <regex>

namespace redline::conversation {
namespace {

using Json = nlohmann::ordered_json;

std::string read_source(const std::string& path) {
  std::ifstream in(std::string(REDLINE_SOURCE_DIR) + "/" + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// The part of JSON Schema 2020-12 that api/findings.schema.json uses. A keyword that it does not know is a fault, so
/// that no rule of the schema goes unchecked.
class Schema {
 public:
  explicit Schema(Json root) : root_(std::move(root)) {}

  /// Empty, or what is wrong and where.
  [[nodiscard]] std::string check(const Json& value) const { return check(root_, value, "$"); }

 private:
  [[nodiscard]] std::string check(const Json& schema, const Json& value, const std::string& at) const {
    for (const auto& [keyword, rule] : schema.items()) {
      const std::string wrong = check_keyword(schema, keyword, rule, value, at);
      if (!wrong.empty()) return wrong;
    }
    return {};
  }

  [[nodiscard]] std::string check_keyword(const Json& schema, const std::string& keyword, const Json& rule,
                                          const Json& value, const std::string& at) const {
    if (keyword[0] == '$' && keyword != "$ref") return {};
    if (keyword == "title") return {};
    if (keyword == "$ref") return check(root_["$defs"][rule.get<std::string>().substr(8)], value, at);
    if (keyword == "const") return value == rule ? "" : at + ": const";
    if (keyword == "enum") return std::find(rule.begin(), rule.end(), value) != rule.end() ? "" : at + ": enum";
    if (keyword == "type") return has_type(rule, value) ? "" : at + ": type";
    if (keyword == "anyOf") {
      for (const auto& one : rule) {
        if (check(one, value, at).empty()) return {};
      }
      return at + ": anyOf";
    }
    if (keyword == "minimum") return !value.is_number() || value >= rule ? "" : at + ": minimum";
    if (keyword == "maximum") return !value.is_number() || value <= rule ? "" : at + ": maximum";
    if (keyword == "minLength") return value.get<std::string>().size() >= rule ? "" : at + ": minLength";
    if (keyword == "pattern") {
      return !value.is_string() || std::regex_search(value.get<std::string>(), std::regex(rule.get<std::string>()))
                 ? ""
                 : at + ": pattern";
    }
    if (keyword == "items") {
      for (std::size_t i = 0; value.is_array() && i < value.size(); ++i) {
        const std::string wrong = check(rule, value[i], at + "[" + std::to_string(i) + "]");
        if (!wrong.empty()) return wrong;
      }
      return {};
    }
    if (keyword == "required") {
      for (const auto& name : rule) {
        if (value.is_object() && !value.contains(name.get<std::string>())) return at + ": lacks " + name.dump();
      }
      return {};
    }
    if (keyword == "properties") {
      for (const auto& [name, inner] : rule.items()) {
        if (!value.is_object() || !value.contains(name)) continue;
        const std::string wrong = check(inner, value[name], at + "." + name);
        if (!wrong.empty()) return wrong;
      }
      return {};
    }
    if (keyword == "additionalProperties" && rule == false) {
      for (const auto& [name, inner] : value.items()) {
        if (!schema["properties"].contains(name)) return at + ": has " + name;
      }
      return {};
    }
    return at + ": the test does not know the keyword " + keyword;
  }

  static bool has_type(const Json& type, const Json& value) {
    if (type.is_array())
      return std::any_of(type.begin(), type.end(), [&](const Json& one) { return has_type(one, value); });
    const auto name = type.get<std::string>();
    if (name == "object") return value.is_object();
    if (name == "array") return value.is_array();
    if (name == "string") return value.is_string();
    if (name == "integer") return value.is_number_integer();
    if (name == "number") return value.is_number();
    if (name == "boolean") return value.is_boolean();
    return name == "null" && value.is_null();
  }

  Json root_;
};

Inspection whole_inspection() {
  Inspection inspection;
  inspection.id = ContactId("通话/7 <b>");
  inspection.pack = {"cn", "1.0.0", "sha256:" + std::string(64, 'a')};
  inspection.recogniser = "whisper@sha256:" + std::string(64, 'b');
  inspection.transcript = "sha256:" + std::string(64, 'c');
  inspection.party = PartyVerdict{"debtor", 0.9, "books"};
  inspection.score = Score{"cn", 87.5, true};
  Finding finding;
  finding.code = "FALSE_LEGAL";
  finding.rule = "cn/false-legal-detention";
  finding.severity = Severity::kRed;
  finding.verdict = Verdict::kUncertain;
  finding.confidence = 0.123456;
  finding.utterances = {6};
  finding.spans = {{6, 3, 9, base::Milliseconds{14200}, base::Milliseconds{15900}}, {6, 10, 12, {}, {}}};
  finding.title = {"标题", "a title"};
  finding.reason = {"说了“拘留”", "said \"detention\""};
  inspection.findings = {finding};
  inspection.undecidable = {{"FALSE_AMOUNT", "cn/false-amount", {"case.amount_due"}}};
  inspection.signals = {{"HARDSHIP", Verdict::kHit, 0.8, {9}, {}}};
  return inspection;
}

TEST(FindingsContract, HasItsKeysInTheirOrderWithShortNumbersAndPlainText) {
  const std::string hash_a = "sha256:" + std::string(64, 'a');
  EXPECT_EQ(
      to_json_line(whole_inspection()),
      R"({"schema":"redline.findings/1","id":"通话/7 <b>","channel":"voice","pack":{"name":"cn","version":"1.0.0","hash":")" +
          hash_a + R"("},"models":{"recogniser":"whisper@sha256:)" + std::string(64, 'b') +
          R"("},"transcript":"sha256:)" + std::string(64, 'c') +
          R"(","party":{"relation":"debtor","confidence":0.9,"source":"books"},)"
          R"("score":{"scheme":"cn","value":87.5,"red_line":true},"findings":[{"code":"FALSE_LEGAL",)"
          R"("rule":"cn/false-legal-detention","severity":"red","verdict":"uncertain","confidence":0.1235,)"
          R"("role":"agent","utterances":[6],"spans":[{"utterance":6,"start":3,"end":9,"start_ms":14200,)"
          R"("end_ms":15900},{"utterance":6,"start":10,"end":12,"start_ms":null,"end_ms":null}],)"
          R"("reason":{"zh":"说了“拘留”","en":"said \"detention\""}}],)"
          R"("undecidable":[{"code":"FALSE_AMOUNT","rule":"cn/false-amount","missing":["case.amount_due"]}],)"
          R"("signals":[{"code":"HARDSHIP","verdict":"hit","confidence":0.8,"utterances":[9]}],)"
          R"("outcome":{},"error":null})");
}

TEST(FindingsContract, HoldsWhatItsSchemaPromises) {
  const Schema schema(Json::parse(read_source("api/findings.schema.json")));
  EXPECT_EQ(schema.check(Json::parse(to_json_line(whole_inspection()))), "");
  Inspection refused;
  refused.id = ContactId("x");
  refused.channel = Channel::kSms;
  refused.pack = whole_inspection().pack;
  refused.error = base::Error{base::ErrorCode::kInvalid,
                              "transcript.bad_time",
                              "expected start_ms <= end_ms",
                              {.file = "a.jsonl", .line = 3, .field = "utterances[0].end_ms"}};
  const Json line = Json::parse(to_json_line(refused));
  EXPECT_EQ(schema.check(line), "");
  EXPECT_EQ(line["error"]["line"], 3);
  EXPECT_TRUE(line["transcript"].is_null());
}

TEST(FindingsContract, SchemaRefusesWhatIsNoFinding) {
  const Schema schema(Json::parse(read_source("api/findings.schema.json")));
  const Json good = Json::parse(to_json_line(whole_inspection()));
  const std::pair<const char*, Json> faults[] = {{"/id", ""},
                                                 {"/channel", "fax"},
                                                 {"/score/value", 101},
                                                 {"/extra", 1},
                                                 {"/pack/hash", "md5:00"},
                                                 {"/findings/0/verdict", "no_hit"},
                                                 {"/findings/0/confidence", 1.2},
                                                 {"/findings/0/spans/0/start", -1},
                                                 {"/signals/0/code", "lower"},
                                                 {"/error", "text"},
                                                 {"/party/source", "guess"},
                                                 {"/undecidable/0/missing", "case.dpd"}};
  for (const auto& [pointer, value] : faults) {
    Json bad = good;
    bad[Json::json_pointer(pointer)] = value;
    EXPECT_NE(schema.check(bad), "") << pointer;
  }
  Json lacking = good;
  lacking.erase("outcome");
  EXPECT_NE(schema.check(lacking), "");
}

TEST(FindingsContract, WritesBytesThatAreNoTextAsReplacementCharacters) {
  Inspection inspection = whole_inspection();
  inspection.id = ContactId("a\xff.wav");
  EXPECT_EQ(Json::parse(to_json_line(inspection))["id"], "a\uFFFD.wav");
}

}  // namespace
}  // namespace redline::conversation
