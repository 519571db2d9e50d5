// The little syntax of phrases (alternatives, options) and of durations.
#include <algorithm>
#include <charconv>

#include "rules/detail/condition_reader.hpp"
#include "text/utf8.hpp"

namespace redline::rules::detail {
namespace {

constexpr std::size_t kMostLiterals = 512;
constexpr int kDeepestNesting = 8;

/// A recursive-descent reader of one part. Grammar: choice = sequence { "|" sequence }; sequence = { atom ["?"] };
/// atom = "(" choice ")" or one character.
class Alternatives {
 public:
  explicit Alternatives(std::string_view text) : text_(text) {}

  std::optional<std::vector<std::string>> read() {
    auto literals = choice(0);
    if (!literals || at_ != text_.size()) return std::nullopt;
    return literals;
  }

 private:
  std::optional<std::vector<std::string>> choice(int depth) {
    if (depth > kDeepestNesting) return std::nullopt;
    std::vector<std::string> all;
    while (true) {
      auto one = sequence(depth);
      if (!one || all.size() + one->size() > kMostLiterals) return std::nullopt;
      all.insert(all.end(), one->begin(), one->end());
      if (!skip('|')) return all;
    }
  }

  std::optional<std::vector<std::string>> sequence(int depth) {
    std::vector<std::string> literals{""};
    while (at_ < text_.size() && text_[at_] != '|' && text_[at_] != ')') {
      auto part = atom(depth);
      if (!part) return std::nullopt;
      if (skip('?')) part->emplace_back("");
      if (literals.size() * part->size() > kMostLiterals) return std::nullopt;
      std::vector<std::string> product;
      for (const auto& head : literals) {
        for (const auto& tail : *part) product.push_back(head + tail);
      }
      literals = std::move(product);
    }
    return literals;
  }

  std::optional<std::vector<std::string>> atom(int depth) {
    if (text_[at_] == '?') return std::nullopt;
    if (skip('(')) {
      auto inner = choice(depth + 1);
      if (!inner || !skip(')')) return std::nullopt;
      return inner;
    }
    const std::size_t from = at_;
    text::next_character(text_, at_);
    return std::vector<std::string>{std::string(text_.substr(from, at_ - from))};
  }

  bool skip(char wanted) {
    if (at_ >= text_.size() || text_[at_] != wanted) return false;
    ++at_;
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<std::vector<std::string>> expand_alternatives(std::string_view part) {
  auto literals = Alternatives(part).read();
  if (!literals) return std::nullopt;
  std::sort(literals->begin(), literals->end());
  literals->erase(std::unique(literals->begin(), literals->end()), literals->end());
  return literals;
}

std::optional<base::Milliseconds> parse_duration(std::string_view text) {
  double value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || value < 0 || value > 1e7) return std::nullopt;
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  double scale = 0;
  if (unit == "ms") scale = 1;
  if (unit == "s") scale = 1000;
  if (unit == "min") scale = 60'000;
  if (scale == 0) return std::nullopt;
  return base::Milliseconds{static_cast<std::int64_t>(value * scale + 0.5)};
}

}  // namespace redline::rules::detail
