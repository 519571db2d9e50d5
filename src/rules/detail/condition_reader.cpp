#include "rules/detail/condition_reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>

namespace redline::rules::detail {

using conversation::Role;

namespace {

constexpr int kDeepestCondition = 24;
constexpr std::size_t kDefaultGap = 6;
/// From this length on a phrase also matches what sounds alike, unless the pack says otherwise: recognisers write
/// homophones, and shorter phrases have too many of them.
constexpr std::size_t kAlikeFrom = 3;

/// Counts a level for as long as it lives.
class Nesting {
 public:
  explicit Nesting(int& level) : level_(level) { ++level_; }
  ~Nesting() { --level_; }
  Nesting(const Nesting&) = delete;
  Nesting& operator=(const Nesting&) = delete;

 private:
  int& level_;
};

}  // namespace

ExpressionPtr ConditionReader::read(const YamlNode& node) {
  struct Operator {
    std::string_view name;
    Reader reader;
  };
  static constexpr std::array<Operator, 18> kOperators{{
      {"all", &ConditionReader::read_all},
      {"any", &ConditionReader::read_any},
      {"not", &ConditionReader::read_not},
      {"at_least", &ConditionReader::read_at_least},
      {"say", &ConditionReader::read_say},
      {"near", &ConditionReader::read_near},
      {"regex", &ConditionReader::read_regex},
      {"mention", &ConditionReader::read_mention},
      {"amount", &ConditionReader::read_amount},
      {"field", &ConditionReader::read_field},
      {"hours", &ConditionReader::read_hours},
      {"silence", &ConditionReader::read_silence},
      {"overlap", &ConditionReader::read_overlap},
      {"speech_rate", &ConditionReader::read_rate},
      {"loudness", &ConditionReader::read_loudness},
      {"utterances", &ConditionReader::read_utterances},
      {"duration", &ConditionReader::read_duration},
      {"characters", &ConditionReader::read_characters},
  }};
  const Nesting nesting(nesting_);
  if (nesting_ > kDeepestCondition) {
    node.problem("pack.too_large", fmt::format("the condition is nested deeper than {}", kDeepestCondition));
    return nullptr;
  }
  const auto entries = node.is_map() ? node.entries() : std::vector<std::pair<std::string, YamlNode>>{};
  if (entries.size() != 1) {
    node.problem("pack.bad_value", "expected one operator such as \"say:\" or \"all:\"");
    return nullptr;
  }
  for (const auto& op : kOperators) {
    if (op.name != entries.front().first) continue;
    auto expression = std::make_unique<Expression>();
    expression->line = node.line();
    (this->*op.reader)(entries.front().second, *expression);
    return expression;
  }
  std::vector<std::string_view> names;
  for (const auto& op : kOperators) names.push_back(op.name);
  node.problem("pack.unknown_key", fmt::format("\"{}\" is no operator; known are {}",
                                               entries.front().first.substr(0, 40), fmt::join(names, ", ")));
  return nullptr;
}

ExpressionPtr ConditionReader::read_applies(const YamlNode& node) {
  auto all = std::make_unique<Expression>();
  AllOf parts;
  for (const auto& [name, value] : node.entries()) {
    const auto field = conversation::find_field(name);
    if (!field) {
      value.problem("pack.unknown_key", fmt::format("\"{}\" is no field of a contact", name.substr(0, 60)));
      continue;
    }
    FieldTest test{.field = *field, .comparison = Comparison::kIn, .values = {}};
    for (const auto& item : value.items()) {
      auto parsed = conversation::parse_field(*field, read_value(item));
      if (parsed) {
        test.values.emplace_back(*std::move(parsed));
      } else {
        item.problem("pack.bad_value", parsed.error().message());
      }
    }
    auto part = std::make_unique<Expression>();
    part->line = value.line();
    part->node = std::move(test);
    parts.parts.push_back(std::move(part));
  }
  all->line = node.line();
  all->node = std::move(parts);
  return all;
}

std::vector<ExpressionPtr> ConditionReader::read_parts(const YamlNode& node) {
  std::vector<ExpressionPtr> parts;
  if (!node.is_list()) {
    node.problem("pack.bad_value", "expected a list of conditions");
    return parts;
  }
  for (const auto& item : node.items()) {
    if (auto part = read(item)) parts.push_back(std::move(part));
  }
  if (parts.empty()) node.problem("pack.bad_value", "expected at least one condition");
  return parts;
}

void ConditionReader::read_all(const YamlNode& node, Expression& out) { out.node = AllOf{read_parts(node)}; }
void ConditionReader::read_any(const YamlNode& node, Expression& out) { out.node = AnyOf{read_parts(node)}; }
void ConditionReader::read_not(const YamlNode& node, Expression& out) { out.node = NotOf{read(node)}; }

void ConditionReader::read_at_least(const YamlNode& node, Expression& out) {
  AtLeast test;
  if (node.expect_map({"count", "of"})) {
    test.count = static_cast<std::size_t>(node["count"].whole(1).value_or(1));
    test.parts = read_parts(node["of"]);
    if (test.count > test.parts.size()) node.problem("pack.bad_value", "the count is larger than the list");
  }
  out.node = std::move(test);
}

void ConditionReader::read_say(const YamlNode& node, Expression& out) {
  SayTest test;
  if (!node.is_map()) {
    test.scope.role = role_;
    test.phrases = read_phrases(node, std::nullopt, kDefaultGap);
    out.node = std::move(test);
    return;
  }
  node.expect_map({"any", "all", "times", "sound", "gap", "except", "unless", "role", "first_utterances",
                   "last_utterances", "first_time", "last_time", "before", "after"});
  const bool any = node["any"].defined();
  test.all = node["all"].defined();
  if (any == test.all) node.problem("pack.bad_value", "expected either \"any\" or \"all\" with a list of phrases");
  const auto gap = node["gap"].defined() ? node["gap"].whole(0) : std::nullopt;
  test.phrases = read_phrases(node[test.all ? "all" : "any"], read_sound(node),
                              gap ? static_cast<std::size_t>(*gap) : kDefaultGap);
  if (node["times"].defined()) test.times = static_cast<std::size_t>(node["times"].whole(1).value_or(1));
  test.guards = read_guards(node);
  test.scope = read_scope(node);
  out.node = std::move(test);
}

void ConditionReader::read_near(const YamlNode& node, Expression& out) {
  NearTest test;
  if (node.expect_map({"left", "right", "within", "order", "sound", "except", "unless", "role", "first_utterances",
                       "last_utterances", "first_time", "last_time", "before", "after"})) {
    const auto sound = read_sound(node);
    test.left = read_phrases(node["left"], sound, kDefaultGap);
    test.right = read_phrases(node["right"], sound, kDefaultGap);
    if (node["within"].defined()) test.within = static_cast<std::size_t>(node["within"].whole(0).value_or(6));
    const std::string order = node.text_or("order", "fixed");
    if (order != "fixed" && order != "free") node["order"].problem("pack.bad_value", "expected fixed or free");
    test.ordered = order == "fixed";
    test.guards = read_guards(node);
    test.scope = read_scope(node);
  }
  out.node = std::move(test);
}

void ConditionReader::read_regex(const YamlNode& node, Expression& out) {
  RegexTest test;
  const auto compile = [](const YamlNode& at) -> std::shared_ptr<const Regex> {
    auto regex = Regex::compile(at.text());
    if (regex) return *regex;
    at.problem(regex.error().reason(), regex.error().message());
    return nullptr;
  };
  if (node.expect_map({"pattern", "except", "times", "role", "first_utterances", "last_utterances", "first_time",
                       "last_time", "before", "after"})) {
    test.pattern = compile(node["pattern"]);
    if (node["except"].defined()) test.except = compile(node["except"]);
    if (node["times"].defined()) test.times = static_cast<std::size_t>(node["times"].whole(1).value_or(1));
    test.scope = read_scope(node);
  }
  out.node = std::move(test);
}

void ConditionReader::read_mention(const YamlNode& node, Expression& out) {
  MentionTest test;
  if (node.expect_map(
          {"of", "role", "first_utterances", "last_utterances", "first_time", "last_time", "before", "after"})) {
    for (const auto& item : node["of"].items()) {
      const auto field = conversation::find_field(item.text());
      if (field && conversation::field_info(*field).type == conversation::FieldType::kText) {
        test.fields.push_back(*field);
      } else {
        item.problem("pack.bad_value",
                     fmt::format("\"{}\" is no field of a contact that holds a name", item.text().substr(0, 60)));
      }
    }
    test.scope = read_scope(node);
  }
  out.node = std::move(test);
}

void ConditionReader::read_amount(const YamlNode& node, Expression& out) {
  AmountTest test;
  if (node.expect_map({"above", "more_by", "near", "within", "except", "unless", "role", "first_utterances",
                       "last_utterances", "first_time", "last_time", "before", "after"})) {
    const auto field = conversation::find_field(node["above"].text());
    if (field && conversation::field_info(*field).type == conversation::FieldType::kMoney) {
      test.field = *field;
    } else {
      node["above"].problem("pack.bad_value", "expected a field that holds a sum, such as case.amount_due");
    }
    if (node["more_by"].defined()) test.more_by = node["more_by"].number().value_or(0);
    test.near = read_phrases(node["near"], std::nullopt, kDefaultGap);
    if (node["within"].defined()) test.within = static_cast<std::size_t>(node["within"].whole(0).value_or(8));
    test.guards = read_guards(node);
    test.scope = read_scope(node);
  }
  out.node = std::move(test);
}

void ConditionReader::read_field(const YamlNode& node, Expression& out) {
  struct Word {
    const char* name;
    Comparison comparison;
  };
  static constexpr std::array<Word, 8> kWords{{{"is", Comparison::kIs},
                                               {"is_not", Comparison::kIsNot},
                                               {"in", Comparison::kIn},
                                               {"at_least", Comparison::kAtLeast},
                                               {"more_than", Comparison::kMoreThan},
                                               {"at_most", Comparison::kAtMost},
                                               {"less_than", Comparison::kLessThan},
                                               {"known", Comparison::kKnown}}};
  FieldTest test;
  out.node = test;
  if (!node.expect_map({"name", "is", "is_not", "in", "at_least", "more_than", "at_most", "less_than", "known"}))
    return;
  const std::string name = node["name"].text();
  const auto field = conversation::find_field(name);
  if (!field) {
    node["name"].problem("pack.bad_value", fmt::format("\"{}\" is no field of a contact", name.substr(0, 60)));
    return;
  }
  test.field = *field;
  int comparisons = 0;
  for (const auto& word : kWords) {
    const YamlNode value = node[word.name];
    if (!value.defined()) continue;
    ++comparisons;
    test.comparison = word.comparison;
    if (word.comparison == Comparison::kKnown) {
      test.values.emplace_back(conversation::FieldValue(value.truth().value_or(true)));
      continue;
    }
    for (const auto& item : value.items()) {
      const std::string text = read_value(item);
      if (text == "none" && conversation::field_info(*field).null_is_known) {
        test.values.emplace_back(std::nullopt);
        continue;
      }
      auto parsed = conversation::parse_field(*field, text);
      if (parsed)
        test.values.emplace_back(*std::move(parsed));
      else
        item.problem("pack.bad_value", parsed.error().message());
    }
  }
  if (comparisons != 1) node.problem("pack.bad_value", "expected one comparison, such as is: or at_least:");
  if (comparisons == 1 && test.values.empty()) node.problem("pack.bad_value", "expected a value to compare with");
  out.node = std::move(test);
}

void ConditionReader::read_hours(const YamlNode& node, Expression& out) {
  HoursTest test;
  if (node.expect_map({"within", "unless_consented"})) {
    const auto window =
        conversation::parse_field(conversation::Field::kHistoryConsentedHours, read_value(node["within"]));
    if (window) {
      test.window = std::get<conversation::HourWindow>(*window);
    } else {
      node["within"].problem("pack.bad_value", window.error().message());
    }
    if (node["unless_consented"].defined()) test.unless_consented = node["unless_consented"].truth().value_or(false);
  }
  out.node = test;
}

void ConditionReader::read_silence(const YamlNode& node, Expression& out) {
  SilenceTest test;
  if (node.expect_map({"longer_than", "times", "after_role"})) {
    test.longer_than = read_duration_text(node["longer_than"]).value_or(base::Milliseconds{0});
    if (node["times"].defined()) test.times = static_cast<std::size_t>(node["times"].whole(1).value_or(1));
    if (node["after_role"].defined()) test.after_role = read_role(node["after_role"]);
  }
  out.node = test;
}

void ConditionReader::read_overlap(const YamlNode& node, Expression& out) {
  OverlapTest test;
  if (node.expect_map({"longer_than", "times", "by"})) {
    test.longer_than = read_duration_text(node["longer_than"]).value_or(base::Milliseconds{0});
    if (node["times"].defined()) test.times = static_cast<std::size_t>(node["times"].whole(1).value_or(1));
    if (node["by"].defined()) test.by = read_role(node["by"]);
  }
  out.node = test;
}

void ConditionReader::read_rate(const YamlNode& node, Expression& out) {
  RateTest test;
  if (node.expect_map({"above", "times", "characters", "role", "first_utterances", "last_utterances", "first_time",
                       "last_time", "before", "after"})) {
    test.above = node["above"].number().value_or(0);
    if (node["times"].defined()) test.times = static_cast<std::size_t>(node["times"].whole(1).value_or(1));
    if (node["characters"].defined())
      test.characters = static_cast<std::size_t>(node["characters"].whole(1).value_or(1));
    test.scope = read_scope(node);
  }
  out.node = std::move(test);
}

void ConditionReader::read_loudness(const YamlNode& node, Expression& out) {
  LoudnessTest test;
  if (node.expect_map({"above_median_db", "times", "role", "first_utterances", "last_utterances", "first_time",
                       "last_time", "before", "after"})) {
    test.above_median_db = node["above_median_db"].number().value_or(0);
    if (node["times"].defined()) test.times = static_cast<std::size_t>(node["times"].whole(1).value_or(1));
    test.scope = read_scope(node);
  }
  out.node = std::move(test);
}

void ConditionReader::read_utterances(const YamlNode& node, Expression& out) {
  QuantityTest test{.quantity = Quantity::kUtterances, .at_least = 0, .scope = {}};
  if (node.expect_map({"at_least", "role", "first_time", "last_time", "before", "after"})) {
    test.at_least = node["at_least"].whole(1).value_or(1);
    test.scope = read_scope(node);
  }
  out.node = std::move(test);
}

void ConditionReader::read_characters(const YamlNode& node, Expression& out) {
  QuantityTest test{.quantity = Quantity::kCharacters, .at_least = 0, .scope = {}};
  if (node.expect_map({"at_least", "role", "first_time", "last_time", "before", "after"})) {
    test.at_least = node["at_least"].whole(1).value_or(1);
    test.scope = read_scope(node);
  }
  out.node = std::move(test);
}

void ConditionReader::read_duration(const YamlNode& node, Expression& out) {
  QuantityTest test{.quantity = Quantity::kDuration, .at_least = 0, .scope = {}};
  if (node.expect_map({"at_least"})) {
    test.at_least = read_duration_text(node["at_least"]).value_or(base::Milliseconds{0}).count();
  }
  out.node = std::move(test);
}

Scope ConditionReader::read_scope(const YamlNode& node) {
  Scope scope;
  scope.role = node["role"].defined() ? read_role(node["role"]) : std::optional(role_);
  const auto count = [&](const char* key) -> std::optional<std::size_t> {
    if (!node[key].defined()) return std::nullopt;
    const auto value = node[key].whole(1);
    return value ? std::optional(static_cast<std::size_t>(*value)) : std::nullopt;
  };
  scope.first_utterances = count("first_utterances");
  scope.last_utterances = count("last_utterances");
  if (node["first_time"].defined()) scope.first_time = read_duration_text(node["first_time"]);
  if (node["last_time"].defined()) scope.last_time = read_duration_text(node["last_time"]);
  if (node["before"].defined()) scope.before = read(node["before"]);
  if (node["after"].defined()) scope.after = read(node["after"]);
  return scope;
}

std::optional<Role> ConditionReader::read_role(const YamlNode& node) {
  const std::string text = node.text();
  if (text == "any") return std::nullopt;
  const auto role = conversation::role_from_text(text);
  if (!role || *role == Role::kUnknown) {
    node.problem("pack.bad_value", fmt::format("expected agent, customer or any, found \"{}\"", text.substr(0, 40)));
    return role_;
  }
  return role;
}

std::optional<Sound> ConditionReader::read_sound(const YamlNode& node) {
  const YamlNode sound = node["sound"];
  if (!sound.defined()) return std::nullopt;
  const std::string text = sound.text();
  if (text == "exact") return Sound::kExact;
  if (text == "alike") return Sound::kAlike;
  sound.problem("pack.bad_value", fmt::format("expected exact or alike, found \"{}\"", text.substr(0, 40)));
  return std::nullopt;
}

std::vector<Guard> ConditionReader::read_guards(const YamlNode& node) {
  std::vector<Guard> guards;
  if (node["except"].defined()) {
    guards.push_back(Guard{.covering = read_phrases(node["except"], std::nullopt, kDefaultGap)});
  }
  if (!node["unless"].defined()) return guards;
  for (const auto& item : node["unless"].items()) {
    if (!item.is_scalar()) {
      guards.push_back(read_guard(item));
      continue;
    }
    const auto named = vocabulary_.guards.find(item.text());
    if (named != vocabulary_.guards.end()) {
      guards.push_back(read_guard(named->second));
    } else {
      item.problem("pack.unknown_lexicon", fmt::format("the pack has no guard \"{}\"", item.text().substr(0, 60)));
    }
  }
  return guards;
}

Guard ConditionReader::read_guard(const YamlNode& node) {
  Guard guard;
  if (!node.expect_map({"before", "after", "anywhere", "covering", "within"})) return guard;
  const auto phrases = [&](const char* key) {
    return node[key].defined() ? read_phrases(node[key], std::nullopt, kDefaultGap) : std::vector<Pattern>{};
  };
  guard.before = phrases("before");
  guard.after = phrases("after");
  guard.covering = phrases("covering");
  guard.anywhere = phrases("anywhere");
  if (node["within"].defined()) guard.within = static_cast<std::size_t>(node["within"].whole(0).value_or(6));
  return guard;
}

std::vector<Pattern> ConditionReader::read_phrases(const YamlNode& node, std::optional<Sound> sound, std::size_t gap,
                                                   int depth) {
  std::vector<Pattern> patterns;
  if (!node.defined()) {
    node.problem("pack.bad_value", "expected a list of phrases");
    return patterns;
  }
  for (const auto& item : node.items()) {
    const std::string text = item.text();
    if (text.empty() || text.front() != '$') {
      add_pattern(item, text, sound, gap, patterns);
      continue;
    }
    const auto lexicon = vocabulary_.lexicons.find(text.substr(1));
    if (lexicon == vocabulary_.lexicons.end()) {
      item.problem("pack.unknown_lexicon", fmt::format("the pack has no lexicon \"{}\"", text.substr(1, 60)));
    } else if (depth > 8) {
      item.problem("pack.bad_value", fmt::format("the lexicon \"{}\" contains itself", text.substr(1, 60)));
    } else {
      auto inner = read_phrases(lexicon->second, sound, gap, depth + 1);
      patterns.insert(patterns.end(), std::make_move_iterator(inner.begin()), std::make_move_iterator(inner.end()));
    }
  }
  return patterns;
}

void ConditionReader::add_pattern(const YamlNode& node, const std::string& text, std::optional<Sound> sound,
                                  std::size_t gap, std::vector<Pattern>& out) {
  Pattern pattern{.parts = {}, .gap = gap};
  std::size_t from = 0;
  constexpr std::string_view kGap = "…";
  while (from <= text.size()) {
    const auto at = std::min(text.find(kGap, from), text.size());
    const auto literals = expand_alternatives(std::string_view(text).substr(from, at - from));
    if (!literals) {
      node.problem("pack.bad_value", "brackets that do not match, or more than 512 alternatives");
      return;
    }
    std::vector<PhraseId> part;
    for (const auto& literal : *literals) {
      const std::size_t length = SpokenText::from(literal).characters.size();
      const Sound how = sound.value_or(length >= kAlikeFrom ? Sound::kAlike : Sound::kExact);
      auto phrase = vocabulary_.phrases.add(literal, how);
      if (!phrase) {
        node.problem(phrase.error().reason(), phrase.error().message());
        return;
      }
      part.push_back(*phrase);
    }
    pattern.parts.push_back(std::move(part));
    from = at + kGap.size();
    if (at == text.size()) break;
  }
  out.push_back(std::move(pattern));
}

std::optional<base::Milliseconds> ConditionReader::read_duration_text(const YamlNode& node) {
  const std::string text = node.defined() ? read_value(node) : std::string();
  const auto duration = parse_duration(text);
  if (!duration) {
    node.problem("pack.bad_value",
                 fmt::format("expected a duration such as 8s or 300ms, found \"{}\"", text.substr(0, 40)));
  }
  return duration;
}

std::string ConditionReader::read_value(const YamlNode& node) {
  const std::string text = node.text();
  if (text.empty() || text.front() != '$') return text;
  const auto parameter = vocabulary_.parameters.find(text.substr(1));
  if (parameter != vocabulary_.parameters.end()) return parameter->second;
  node.problem("pack.unknown_lexicon", fmt::format("the pack has no parameter \"{}\"", text.substr(1, 60)));
  return {};
}

}  // namespace redline::rules::detail
