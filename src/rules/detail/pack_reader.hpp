// Reads the files of a pack into a CompiledPack.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "rules/detail/condition_reader.hpp"
#include "rules/detail/pack_data.hpp"
#include "rules/detail/yaml_reader.hpp"

namespace redline::rules::detail {

/// One file of a pack: its name as errors show it, and its bytes.
struct PackFile {
  std::string name{};
  std::string bytes{};
};

class PackReader {
 public:
  /// The first file holds the pack's head; every file may hold rules. `files` outlives the reader.
  base::Result<std::shared_ptr<const CompiledPack>> read(const std::vector<PackFile>& files);

 private:
  void read_head(const YamlNode& root);
  void read_rules(const YamlNode& root);
  void read_rule(const YamlNode& node);
  void read_condition(const YamlNode& node, Rule& rule);
  void read_law(const YamlNode& node, Rule& rule);
  void read_cases(const YamlNode& node, Rule& rule);
  void read_case(const YamlNode& node, conversation::Verdict expected, Rule& rule);
  void set_case_field(const YamlNode& node, const std::string& name, conversation::FieldSet& fields);
  conversation::Bilingual read_bilingual(const YamlNode& node);

  Problems problems_{};
  Vocabulary vocabulary_{};
  std::shared_ptr<CompiledPack> pack_ = std::make_shared<CompiledPack>();
  std::set<std::string> rule_ids_{};
  conversation::FieldSet case_defaults_{};
};

/// One line of a case, "坐席：..." or "[12.5-14] customer: ...", as an utterance. The time goes on from `clock` when
/// the line gives none: 300 ms of pause, then 4.5 characters a second (the data's own rate). Nothing for an unknown
/// prefix.
std::optional<conversation::Utterance> parse_case_line(std::string_view line, std::size_t index,
                                                       base::Milliseconds& clock);

}  // namespace redline::rules::detail
