#include "rules/detail/pack_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/files.hpp"
#include "rules/detail/phase.hpp"

namespace redline::rules {
namespace detail {

using base::Error;
using base::ErrorCode;
using base::Result;
using conversation::Verdict;

namespace {

constexpr std::size_t kMostRules = 5'000;

bool is_identifier(std::string_view text, bool upper) {
  if (text.empty() || text.size() > 80) return false;
  return std::all_of(text.begin(), text.end(), [&](char c) {
    const bool letter = upper ? (c >= 'A' && c <= 'Z') : (c >= 'a' && c <= 'z');
    return letter || (c >= '0' && c <= '9') || c == (upper ? '_' : '-');
  });
}

}  // namespace

Result<std::shared_ptr<const CompiledPack>> PackReader::read(const std::vector<PackFile>& files) {
  crypto::Sha256 hash;
  std::vector<YAML::Node> roots;
  for (const auto& file : files) {
    hash.update_field(file.bytes);
    try {
      roots.push_back(YAML::Load(file.bytes));
    } catch (const YAML::Exception& failure) {  // the library's way to report malformed text
      problems_.add(file.name, failure.mark, "pack.syntax", failure.msg);
    }
  }
  if (!problems_.empty()) return problems_.combined();
  for (std::size_t i = 0; i < files.size(); ++i) {
    const YamlNode root(roots[i], files[i].name, problems_);
    if (i == 0) {
      root.expect_map({"redline", "pack", "version", "title", "scheme", "parameters", "lexicons", "guards",
                       "case_defaults", "rules"});
      read_head(root);
    } else {
      root.expect_map({"lexicons", "guards", "rules"});
    }
    const auto collect = [&](const char* key, std::map<std::string, YamlNode>& into) {
      if (!root[key].defined()) return;
      for (const auto& [name, node] : root[key].entries()) {
        if (!into.emplace(name, node).second) node.problem("pack.duplicate", fmt::format("\"{}\" stands twice", name));
      }
    };
    collect("lexicons", vocabulary_.lexicons);
    collect("guards", vocabulary_.guards);
  }
  for (std::size_t i = 0; i < files.size(); ++i) read_rules(YamlNode(roots[i], files[i].name, problems_));
  if (problems_.empty() && pack_->rules.empty()) {
    problems_.add(files.front().name, YAML::Mark::null_mark(), "pack.bad_value", "the pack has no rule");
  }
  if (!problems_.empty()) return problems_.combined();
  pack_->identity.hash = hash.finish().text();
  pack_->phrase_count = vocabulary_.phrases.entries().size();
  pack_->matcher = make_plain_matcher(vocabulary_.phrases);
  return std::shared_ptr<const CompiledPack>(std::move(pack_));
}

void PackReader::read_head(const YamlNode& root) {
  if (root["redline"].whole(1).value_or(1) != 1) {
    root["redline"].problem("pack.bad_value", "this program reads language version 1");
  }
  pack_->identity.name = root["pack"].text();
  if (!is_identifier(pack_->identity.name, false)) {
    root["pack"].problem("pack.bad_value", "expected a name of a-z, 0-9 and -");
  }
  pack_->identity.version = root["version"].text();
  pack_->title = read_bilingual(root["title"]);
  if (root["scheme"].defined() && root["scheme"].expect_map({"name", "start", "serious", "minor"})) {
    pack_->scheme.name = root["scheme"].text_or("name", "default");
    if (root["scheme"]["start"].defined()) pack_->scheme.start = root["scheme"]["start"].number().value_or(100);
    if (root["scheme"]["serious"].defined()) pack_->scheme.serious = root["scheme"]["serious"].number().value_or(15);
    if (root["scheme"]["minor"].defined()) pack_->scheme.minor = root["scheme"]["minor"].number().value_or(5);
  }
  if (root["parameters"].defined()) {
    for (const auto& [name, node] : root["parameters"].entries()) {
      if (node.is_map()) node.expect_map({"value", "title", "law"});
      vocabulary_.parameters[name] = node.is_map() ? node["value"].text() : node.text();
    }
  }
  if (root["case_defaults"].defined()) {
    for (const auto& [name, node] : root["case_defaults"].entries()) set_case_field(node, name, case_defaults_);
  }
}

void PackReader::read_rules(const YamlNode& root) {
  if (!root["rules"].defined()) return;
  if (!root["rules"].is_list()) {
    root["rules"].problem("pack.bad_value", "expected a list of rules");
    return;
  }
  for (const auto& node : root["rules"].items()) {
    if (pack_->rules.size() >= kMostRules) {
      node.problem("pack.too_large", fmt::format("a pack holds at most {} rules", kMostRules));
      return;
    }
    read_rule(node);
  }
}

void PackReader::read_rule(const YamlNode& node) {
  if (!node.expect_map({"id", "code", "signal", "severity", "title", "reason", "law", "owner", "role", "floor",
                        "applies", "when", "cases"})) {
    return;
  }
  Rule rule;
  rule.place = node.place();
  rule.id = node["id"].text();
  if (!is_identifier(rule.id, false)) node["id"].problem("pack.bad_value", "expected a name of a-z, 0-9 and -");
  if (!rule_ids_.insert(rule.id).second) {
    node["id"].problem("pack.duplicate", fmt::format("the rule \"{}\" stands twice", rule.id));
  }
  rule.name = pack_->identity.name + "/" + rule.id;
  const bool signal = node["signal"].defined();
  if (signal == node["code"].defined()) node.problem("pack.bad_value", "expected either \"code\" or \"signal\"");
  rule.kind = signal ? FindingKind::kSignal : FindingKind::kViolation;
  rule.code = node[signal ? "signal" : "code"].text();
  if (!is_identifier(rule.code, true)) node.problem("pack.bad_value", "a code is of A-Z, 0-9 and _");
  if (!signal) {
    const auto severity = conversation::severity_from_text(node["severity"].text());
    if (!severity) node["severity"].problem("pack.bad_value", "expected red, serious or minor");
    rule.severity = severity.value_or(conversation::Severity::kMinor);
  }
  rule.title = read_bilingual(node["title"]);
  if (node["reason"].defined()) rule.reason = read_bilingual(node["reason"]);
  rule.owner = node.text_or("owner", "");
  const std::string role = node.text_or("role", signal ? "customer" : "agent");
  rule.role = conversation::role_from_text(role).value_or(conversation::Role::kUnknown);
  if (rule.role == conversation::Role::kUnknown) node["role"].problem("pack.bad_value", "expected agent or customer");
  if (node["floor"].defined()) rule.floor = node["floor"].number().value_or(0.5);
  if (node["law"].defined()) read_law(node["law"], rule);
  if (node["cases"].defined()) read_cases(node["cases"], rule);
  read_condition(node, rule);
}

void PackReader::read_condition(const YamlNode& node, Rule& rule) {
  ConditionReader reader(vocabulary_, rule.role);
  if (!node["when"].defined()) {
    node.problem("pack.bad_value", "the rule has no condition (\"when\")");
    return;
  }
  ExpressionPtr condition = reader.read(node["when"]);
  ExpressionPtr applies = node["applies"].defined() ? reader.read_applies(node["applies"]) : nullptr;
  if (!condition || !problems_.empty()) return;
  CompiledPack::CompiledRule compiled;
  compiled.condition.line = node.line();
  AllOf whole;
  if (applies) whole.parts.push_back(std::move(applies));
  whole.parts.push_back(std::move(condition));
  compiled.condition.node = std::move(whole);
  rule.phase = phase_of(compiled.condition);
  pack_->rules.push_back(std::move(rule));
  pack_->conditions.push_back(std::move(compiled));
}

void PackReader::read_law(const YamlNode& node, Rule& rule) {
  for (const auto& item : node.items()) {
    if (!item.expect_map({"id", "document", "clause", "force", "certainty", "from", "to"})) continue;
    LegalReference law;
    law.id = item.text_or("id", "");
    law.document = read_bilingual(item["document"]);
    law.clause = item.text_or("clause", "");
    law.force = item.text_or("force", "");
    law.certainty = item.text_or("certainty", "");
    law.from = item.text_or("from", "");
    law.to = item.text_or("to", "");
    rule.law.push_back(std::move(law));
  }
}

void PackReader::read_cases(const YamlNode& node, Rule& rule) {
  if (!node.expect_map({"hit", "miss", "uncertain", "undecidable"})) return;
  const std::pair<const char*, Verdict> kinds[] = {{"hit", Verdict::kHit},
                                                   {"miss", Verdict::kNoHit},
                                                   {"uncertain", Verdict::kUncertain},
                                                   {"undecidable", Verdict::kUndecidable}};
  for (const auto& [key, expected] : kinds) {
    if (!node[key].defined()) continue;
    for (const auto& item : node[key].items()) read_case(item, expected, rule);
  }
}

void PackReader::read_case(const YamlNode& node, Verdict expected, Rule& rule) {
  RuleCase example;
  example.expected = expected;
  example.place = node.place();
  auto& fields = example.conversation.contact.fields;
  fields = case_defaults_;
  example.conversation.contact.id = conversation::ContactId("case");
  if (node.is_map()) {
    node.expect_map({"say", "with", "without", "utterances"});
    if (node["with"].defined()) {
      for (const auto& [name, value] : node["with"].entries()) set_case_field(value, name, fields);
    }
    if (node["without"].defined()) {
      for (const auto& item : node["without"].items()) {
        const auto field = conversation::find_field(item.text());
        if (field)
          fields.clear(*field);
        else
          item.problem("pack.unknown_key", "no field of a contact has this name");
      }
    }
    if (node["utterances"].defined()) {
      example.utterances.emplace();
      for (const auto& item : node["utterances"].items()) {
        example.utterances->push_back(static_cast<std::size_t>(item.whole(0).value_or(0)));
      }
    }
  }
  base::Milliseconds clock{0};
  const YamlNode lines = node.is_map() ? node["say"] : node;
  if (lines.defined()) {
    for (const auto& line : lines.items()) {
      auto utterance = parse_case_line(line.text(), example.conversation.utterances.size(), clock);
      if (utterance) {
        example.conversation.utterances.push_back(*std::move(utterance));
      } else {
        line.problem("pack.bad_value",
                     "expected a line such as \"坐席：...\", \"客户：...\" or \"[1.5-4] agent: ...\"");
      }
    }
  }
  rule.cases.push_back(std::move(example));
}

void PackReader::set_case_field(const YamlNode& node, const std::string& name, conversation::FieldSet& fields) {
  const auto field = conversation::find_field(name);
  if (!field) {
    node.problem("pack.unknown_key", fmt::format("\"{}\" is no field of a contact", name.substr(0, 60)));
    return;
  }
  const std::string text = node.text();
  if (text == "none") {
    fields.set_null(*field);
    return;
  }
  if (auto bad = fields.parse(*field, text); !bad) node.problem("pack.bad_value", bad.error().message());
}

conversation::Bilingual PackReader::read_bilingual(const YamlNode& node) {
  conversation::Bilingual text;
  if (node.expect_map({"zh", "en"})) {
    text.zh = node["zh"].text();
    text.en = node["en"].text();
  }
  return text;
}

}  // namespace detail

namespace {

constexpr std::uint64_t kLargestFile = 32 * base::kMiB;

base::Result<std::shared_ptr<const CompiledPack>> read_files(const std::vector<detail::PackFile>& files) {
  detail::PackReader reader;
  return reader.read(files);
}

}  // namespace

base::Result<std::shared_ptr<const CompiledPack>> parse_pack(std::string_view yaml, const std::string& name) {
  return read_files({{name, std::string(yaml)}});
}

base::Result<std::shared_ptr<const CompiledPack>> load_pack(const std::filesystem::path& path) {
  namespace fs = std::filesystem;
  std::vector<fs::path> paths{path};
  if (fs::is_directory(path)) {
    paths = {path / "pack.yaml"};
    std::vector<fs::path> more;
    if (fs::is_directory(path / "rules")) {
      for (const auto& entry : fs::directory_iterator(path / "rules")) {
        if (entry.path().extension() == ".yaml") more.push_back(entry.path());
      }
    }
    std::sort(more.begin(), more.end());
    paths.insert(paths.end(), more.begin(), more.end());
  }
  std::vector<detail::PackFile> files;
  for (const auto& file : paths) {
    auto bytes = base::read_file(file, kLargestFile);
    if (!bytes) return bytes.error();
    files.push_back({file.string(), *std::move(bytes)});
  }
  return read_files(files);
}

}  // namespace redline::rules
