#include "rules/detail/yaml_reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

namespace redline::rules::detail {

using base::Error;
using base::ErrorCode;

void Problems::add(const std::string& file, const YAML::Mark& mark, std::string reason, std::string message) {
  base::Place place{.file = file};
  if (!mark.is_null()) {
    place.line = static_cast<std::uint64_t>(mark.line) + 1;
    place.column = static_cast<std::uint64_t>(mark.column) + 1;
  }
  add(Error{ErrorCode::kInvalid, std::move(reason), std::move(message), std::move(place)});
}

Error Problems::combined() const {
  REDLINE_CHECK(!errors_.empty());
  std::string message = errors_.front().message();
  constexpr std::size_t kShown = 50;
  for (std::size_t i = 1; i < std::min(errors_.size(), kShown); ++i) message += "\n" + errors_[i].describe();
  if (errors_.size() > kShown) message += fmt::format("\n... and {} more", errors_.size() - kShown);
  return Error{errors_.front().code(), errors_.front().reason(), std::move(message), errors_.front().place()};
}

bool YamlNode::expect_map(std::initializer_list<std::string_view> known) const {
  if (!node_.IsMap()) {
    problem("pack.bad_value", "expected a mapping of keys to values");
    return false;
  }
  std::set<std::string> seen;
  for (const auto& entry : node_) {
    const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : std::string("?");
    const YamlNode at(entry.first, *file_, *problems_);
    if (!seen.insert(key).second) at.problem("pack.duplicate", fmt::format("the key \"{}\" stands twice", key));
    if (std::find(known.begin(), known.end(), key) == known.end()) {
      at.problem("pack.unknown_key", fmt::format("the key \"{}\" is unknown here; known are {}", key.substr(0, 60),
                                                 fmt::join(known, ", ")));
    }
  }
  return true;
}

YamlNode YamlNode::operator[](const char* key) const {
  YamlNode child(YAML::Node(), *file_, *problems_, depth_ + 1);
  child.mark_ = mark_;
  if (!node_.IsMap()) return child;
  const YAML::Node found = static_cast<const YAML::Node&>(node_)[key];
  return found.IsDefined() ? YamlNode(found, *file_, *problems_, depth_ + 1) : child;
}

std::vector<YamlNode> YamlNode::items() const {
  std::vector<YamlNode> items;
  if (!node_.IsSequence()) return {YamlNode(node_, *file_, *problems_, depth_ + 1)};
  for (const auto& item : node_) items.emplace_back(item, *file_, *problems_, depth_ + 1);
  return items;
}

std::vector<std::pair<std::string, YamlNode>> YamlNode::entries() const {
  std::vector<std::pair<std::string, YamlNode>> entries;
  if (!node_.IsMap()) {
    problem("pack.bad_value", "expected a mapping of keys to values");
    return entries;
  }
  for (const auto& entry : node_) {
    entries.emplace_back(entry.first.IsScalar() ? entry.first.Scalar() : std::string(),
                         YamlNode(entry.second, *file_, *problems_, depth_ + 1));
  }
  return entries;
}

std::string YamlNode::text() const {
  if (node_.IsScalar()) return node_.Scalar();
  problem("pack.bad_value", "expected a text");
  return {};
}

std::string YamlNode::text_or(const char* key, std::string fallback) const {
  const YamlNode child = (*this)[key];
  return child.defined() ? child.text() : std::move(fallback);
}

std::optional<double> YamlNode::number() const {
  double value = 0;
  if (node_.IsScalar() && YAML::convert<double>::decode(node_, value)) return value;
  problem("pack.bad_value", "expected a number");
  return std::nullopt;
}

std::optional<std::int64_t> YamlNode::whole(std::int64_t least) const {
  std::int64_t value = 0;
  if (node_.IsScalar() && YAML::convert<std::int64_t>::decode(node_, value) && value >= least) return value;
  problem("pack.bad_value", fmt::format("expected a whole number of at least {}", least));
  return std::nullopt;
}

std::optional<bool> YamlNode::truth() const {
  bool value = false;
  if (node_.IsScalar() && YAML::convert<bool>::decode(node_, value)) return value;
  problem("pack.bad_value", "expected true or false");
  return std::nullopt;
}

void YamlNode::problem(std::string reason, std::string message) const {
  problems_->add(*file_, mark_, std::move(reason), std::move(message));
}

base::Place YamlNode::place() const {
  base::Place place{.file = *file_};
  if (!mark_.is_null()) {
    place.line = static_cast<std::uint64_t>(mark_.line) + 1;
    place.column = static_cast<std::uint64_t>(mark_.column) + 1;
  }
  return place;
}

std::uint64_t YamlNode::line() const { return place().line; }

}  // namespace redline::rules::detail
