// Finding phrases in one utterance: the interface of the literal scanner, and a plain, correct scanner behind it.
//
//   PhraseTable table;
//   PhraseId id = *table.add("拘留你", Sound::kExact);
//   auto matcher = make_plain_matcher(std::move(table));
//   matcher->scan(spoken, matches);          // every occurrence of every phrase, also overlapping ones
//
// Punctuation and blanks do not count: "拘，留你" holds 拘留你. Positions are spoken characters; SpokenText maps them
// back.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"

namespace redline::rules::detail {

/// The characters of an utterance that are spoken (folded: simplified, half width, lower case), each with the index of
/// its character in the original text.
struct SpokenText {
  std::u32string characters{};
  std::vector<std::uint32_t> origin{};

  static SpokenText from(std::string_view utf8);
};

/// A pattern of a regular expression, folded like text but with every character kept.
std::u32string fold_pattern(std::string_view utf8);

enum class PhraseId : std::uint32_t {};

/// Whether a phrase matches letter by letter or also what sounds alike (docs/rules.md, "sound").
enum class Sound : std::uint8_t { kExact, kAlike };

/// One occurrence, in spoken characters [start, end). `alike` counts the characters that only sound right.
struct PhraseMatch {
  PhraseId phrase{};
  std::uint32_t start = 0;
  std::uint32_t end = 0;
  std::uint32_t alike = 0;
};

/// The phrases of a pack, each once. Not thread-safe; handed to the matcher when complete.
class PhraseTable {
 public:
  struct Entry {
    std::u32string characters{};
    Sound sound = Sound::kExact;
  };

  /// Adds a phrase or finds it again. Fails with "pack.bad_value" when it holds no spoken character or more than 64.
  base::Result<PhraseId> add(std::string_view phrase, Sound sound);
  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }

 private:
  std::vector<Entry> entries_{};
  std::unordered_map<std::u32string, PhraseId> ids_{};
};

class Matcher {
 public:
  virtual ~Matcher() = default;
  /// Appends every occurrence, ordered by (start, phrase). Thread-safe.
  virtual void scan(const SpokenText& text, std::vector<PhraseMatch>& matches) const = 0;
};

std::unique_ptr<const Matcher> make_plain_matcher(const PhraseTable& table);

}  // namespace redline::rules::detail
