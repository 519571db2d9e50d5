// Reading YAML with places: every wrong value, unknown key and double key becomes an Error with file, line and column,
// and reading goes on, so that an author sees all his errors at once.
#pragma once

#include <yaml-cpp/yaml.h>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace redline::rules::detail {

/// Collects the errors of one pack.
class Problems {
 public:
  void add(const std::string& file, const YAML::Mark& mark, std::string reason, std::string message);
  void add(base::Error error) { errors_.push_back(std::move(error)); }
  [[nodiscard]] bool empty() const { return errors_.empty(); }
  /// The first error, with all the others in its message, a line each.
  [[nodiscard]] base::Error combined() const;

 private:
  std::vector<base::Error> errors_{};
};

/// One node of a file. Copies are cheap; lives no longer than the Problems it reports to.
class YamlNode {
 public:
  YamlNode(const YAML::Node& node, const std::string& file, Problems& problems, int depth = 0)
      : node_(node.IsDefined() ? node : YAML::Node()), file_(&file), problems_(&problems), depth_(depth) {
    if (node.IsDefined()) mark_ = node.Mark();
  }

  [[nodiscard]] bool defined() const { return !node_.IsNull(); }
  [[nodiscard]] bool is_map() const { return node_.IsMap(); }
  [[nodiscard]] bool is_list() const { return node_.IsSequence(); }
  [[nodiscard]] bool is_scalar() const { return node_.IsScalar(); }
  [[nodiscard]] int depth() const { return depth_; }

  /// Reports keys that are not in `known` and keys that stand twice. Reports a node that is no map. True if it is one.
  bool expect_map(std::initializer_list<std::string_view> known) const;

  [[nodiscard]] YamlNode operator[](const char* key) const;
  [[nodiscard]] std::vector<YamlNode> items() const;  ///< of a list; one item for anything else
  [[nodiscard]] std::vector<std::pair<std::string, YamlNode>> entries() const;  ///< of a map, in order

  /// The scalar as text; reports anything else and returns "".
  [[nodiscard]] std::string text() const;
  [[nodiscard]] std::string text_or(const char* key, std::string fallback) const;
  [[nodiscard]] std::optional<double> number() const;                         ///< reports what is no number
  [[nodiscard]] std::optional<std::int64_t> whole(std::int64_t least) const;  ///< reports what is no number >= least
  [[nodiscard]] std::optional<bool> truth() const;

  void problem(std::string reason, std::string message) const;
  [[nodiscard]] base::Place place() const;
  [[nodiscard]] std::uint64_t line() const;
  [[nodiscard]] Problems& problems() const { return *problems_; }
  [[nodiscard]] const std::string& file() const { return *file_; }

 private:
  YAML::Node node_;  ///< null for what is not there: the library throws for every question to an undefined node
  YAML::Mark mark_ = YAML::Mark::null_mark();  ///< its own, or that of the mapping in which it is missing
  const std::string* file_;
  Problems* problems_;
  int depth_;
};

}  // namespace redline::rules::detail
