// Reads a rule's condition (`when:`) into an Expression. See docs/rules.md for the language.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "rules/detail/expression.hpp"
#include "rules/detail/yaml_reader.hpp"

namespace redline::rules::detail {

/// What conditions of a pack refer to by name. Lexicons and guards are kept as YAML until a rule uses them, because a
/// phrase matches exactly or by sound depending on who uses it.
struct Vocabulary {
  std::map<std::string, YamlNode> lexicons{};
  std::map<std::string, YamlNode> guards{};
  std::map<std::string, std::string> parameters{};
  PhraseTable phrases{};
};

class ConditionReader {
 public:
  /// `role`: whom a test looks at when it does not say.
  ConditionReader(Vocabulary& vocabulary, conversation::Role role) : vocabulary_(vocabulary), role_(role) {}

  /// The condition, or nothing after a problem was reported.
  ExpressionPtr read(const YamlNode& node);
  /// The sugar `applies:` of a rule: a mapping of field names to allowed values.
  ExpressionPtr read_applies(const YamlNode& node);

 private:
  using Reader = void (ConditionReader::*)(const YamlNode&, Expression&);
  std::vector<ExpressionPtr> read_parts(const YamlNode& node);
  void read_all(const YamlNode& node, Expression& out);
  void read_any(const YamlNode& node, Expression& out);
  void read_not(const YamlNode& node, Expression& out);
  void read_at_least(const YamlNode& node, Expression& out);
  void read_say(const YamlNode& node, Expression& out);
  void read_near(const YamlNode& node, Expression& out);
  void read_regex(const YamlNode& node, Expression& out);
  void read_mention(const YamlNode& node, Expression& out);
  void read_amount(const YamlNode& node, Expression& out);
  void read_field(const YamlNode& node, Expression& out);
  void read_hours(const YamlNode& node, Expression& out);
  void read_silence(const YamlNode& node, Expression& out);
  void read_overlap(const YamlNode& node, Expression& out);
  void read_rate(const YamlNode& node, Expression& out);
  void read_loudness(const YamlNode& node, Expression& out);
  void read_utterances(const YamlNode& node, Expression& out);
  void read_duration(const YamlNode& node, Expression& out);
  void read_characters(const YamlNode& node, Expression& out);

  Scope read_scope(const YamlNode& node);
  std::optional<conversation::Role> read_role(const YamlNode& node);
  std::vector<Guard> read_guards(const YamlNode& node);
  Guard read_guard(const YamlNode& node);
  std::vector<Pattern> read_phrases(const YamlNode& node, std::optional<Sound> sound, std::size_t gap, int depth = 0);
  void add_pattern(const YamlNode& node, const std::string& text, std::optional<Sound> sound, std::size_t gap,
                   std::vector<Pattern>& out);
  std::optional<Sound> read_sound(const YamlNode& node);
  std::optional<base::Milliseconds> read_duration_text(const YamlNode& node);
  /// The scalar, with "$name" replaced by the pack's parameter.
  std::string read_value(const YamlNode& node);

  Vocabulary& vocabulary_;
  conversation::Role role_;
  int nesting_ = 0;
};

/// "8s", "1.5s", "300ms", "2min" as milliseconds, or nothing.
std::optional<base::Milliseconds> parse_duration(std::string_view text);

/// The literals that a phrase part stands for: "(你|您)今天就?" -> four. Nothing when brackets do not match or more
/// than 512 come out.
std::optional<std::vector<std::string>> expand_alternatives(std::string_view part);

}  // namespace redline::rules::detail
