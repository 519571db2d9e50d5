#include "report/detail/cells.hpp"

#include <fmt/format.h>

#include <set>

#include "text/utf8.hpp"

namespace redline::report::detail {
namespace {

constexpr std::size_t kLongestQuote = 60;

std::string text_at(const Json& object, const char* key) {
  const auto at = object.find(key);
  return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
}

template <const char* Name>
std::string field(const Json& contact) {
  return text_at(contact.at("fields"), Name);
}

std::string number(const Json& value, double scale = 1) {
  return value.is_number() ? fmt::format("{:.2f}", value.get<double>() * scale) : std::string();
}

std::string count(std::size_t value) { return fmt::format("{}", value); }

std::string codes(const Json& contact, const char* list, const char* verdict) {
  std::set<std::string> names;
  for (const auto& one : contact.at(list)) {
    if (one.at("verdict") == verdict) names.insert(one.at("code").get<std::string>());
  }
  std::string joined;
  for (const auto& name : names) joined += (joined.empty() ? "" : " ") + name;
  return joined;
}

const Json& speaker(const Json& contact, const char* role) { return contact.at("facts").at(role); }

constexpr char kStartedAt[] = "started_at";
constexpr char kAgent[] = "agent.id";
constexpr char kTeam[] = "agent.team";
constexpr char kEmployer[] = "agent.employer_name";
constexpr char kParty[] = "party.relation";
constexpr char kLender[] = "case.lender";
constexpr char kDpd[] = "case.dpd";

std::string longest_silence(const Json& contact) {
  std::int64_t longest = 0;
  for (const auto& one : contact.at("facts").at("silences"))
    longest = std::max(longest, one.at(1).get<std::int64_t>() - one.at(0).get<std::int64_t>());
  return number(Json(longest), 0.001);
}

}  // namespace

const std::vector<Column>& contact_columns() {
  static const std::vector<Column> columns{
      {"id", "编号", false, [](const Json& c) { return text_at(c, "id"); }},
      {"source", "来源", false, [](const Json& c) { return text_at(c, "source"); }},
      {"channel", "渠道", false, [](const Json& c) { return text_at(c, "channel"); }},
      {"started_at", "开始时间", false, field<kStartedAt>},
      {"agent", "坐席", false, field<kAgent>},
      {"team", "班组", false, field<kTeam>},
      {"employer", "机构", false, field<kEmployer>},
      {"party", "对方身份", false, field<kParty>},
      {"lender", "委托方", false, field<kLender>},
      {"dpd", "逾期天数", true, field<kDpd>},
      {"score", "得分", true,
       [](const Json& c) { return c.at("score").is_null() ? std::string() : number(c.at("score").at("value")); }},
      {"red_line", "红线", false,
       [](const Json& c) {
         return c.at("score").is_null() ? std::string()
                                        : std::string(c.at("score").at("red").get<bool>() ? "yes" : "no");
       }},
      {"red", "红线命中", true, [](const Json& c) { return count(count_findings(c, "red", "hit")); }},
      {"serious", "严重命中", true, [](const Json& c) { return count(count_findings(c, "serious", "hit")); }},
      {"minor", "轻微命中", true, [](const Json& c) { return count(count_findings(c, "minor", "hit")); }},
      {"uncertain", "存疑", true, [](const Json& c) { return count(count_findings(c, "", "uncertain")); }},
      {"undecidable", "不可判定", true, [](const Json& c) { return count(c.at("undecidable").size()); }},
      {"codes", "违规代码", false, [](const Json& c) { return codes(c, "findings", "hit"); }},
      {"uncertain_codes", "存疑代码", false, [](const Json& c) { return codes(c, "findings", "uncertain"); }},
      {"signals", "客户信号", false, [](const Json& c) { return codes(c, "signals", "hit"); }},
      {"duration_s", "时长(秒)", true, [](const Json& c) { return number(c.at("facts").at("duration"), 0.001); }},
      {"agent_share", "坐席话语占比", true, [](const Json& c) { return number(speaker(c, "agent").at("share")); }},
      {"agent_rate", "坐席语速(字/分)", true, [](const Json& c) { return number(speaker(c, "agent").at("rate")); }},
      {"customer_rate", "客户语速(字/分)", true,
       [](const Json& c) { return number(speaker(c, "customer").at("rate")); }},
      {"silence_share", "静音占比", true, [](const Json& c) { return number(c.at("facts").at("silence_share")); }},
      {"longest_silence_s", "最长静音(秒)", true, longest_silence},
      {"overlaps", "抢话次数", true, [](const Json& c) { return count(c.at("facts").at("overlaps").size()); }},
      {"error", "未能质检的原因", false,
       [](const Json& c) { return c.at("error").is_null() ? std::string() : text_at(c.at("error"), "message"); }},
  };
  return columns;
}

std::string inert(const std::string& cell) {
  const bool formula = !cell.empty() && std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos;
  return formula ? "'" + cell : cell;
}

std::string csv_cell(const std::string& cell) {
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char c : cell) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

std::size_t count_findings(const Json& contact, std::string_view severity, std::string_view verdict) {
  std::size_t found = 0;
  for (const auto& one : contact.at("findings")) {
    if (one.at("verdict") == verdict && (severity.empty() || one.at("severity") == severity)) ++found;
  }
  return found;
}

std::string quote_of(const Json& contact, const Json& finding) {
  const auto& utterances = finding.at("utterances");
  if (utterances.empty()) return {};
  const auto index = utterances.at(0).get<std::size_t>();
  if (index >= contact.at("utterances").size()) return {};
  std::u32string text = text::decode(contact.at("utterances").at(index).at("text").get<std::string>());
  if (text.size() > kLongestQuote) text = text.substr(0, kLongestQuote - 1) + U"…";
  return text::encode(text);
}

std::string time_of(const Json& contact, const Json& finding) {
  Json start = nullptr;
  if (!finding.at("spans").empty()) start = finding.at("spans").at(0).at("start");
  if (start.is_null() && !finding.at("utterances").empty()) {
    const auto index = finding.at("utterances").at(0).get<std::size_t>();
    if (index < contact.at("utterances").size()) start = contact.at("utterances").at(index).at("start");
  }
  if (!start.is_number()) return {};
  const auto seconds = start.get<std::int64_t>() / 1000;
  return fmt::format("{:02}:{:02}", seconds / 60, seconds % 60);
}

}  // namespace redline::report::detail
