#include "rules/detail/matcher.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "text/fold.hpp"
#include "text/pinyin.hpp"
#include "text/utf8.hpp"

namespace redline::rules::detail {
namespace {

constexpr std::size_t kLongestPhrase = 64;

/// Looks at every position for the phrases that can begin there: exact ones by their first character, the others by the
/// sound classes of their first character.
class PlainMatcher final : public Matcher {
 public:
  explicit PlainMatcher(const PhraseTable& table) : entries_(table.entries()) {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      const char32_t first = entries_[i].characters.front();
      const auto id = static_cast<PhraseId>(i);
      by_character_[first].push_back(id);
      if (entries_[i].sound == Sound::kExact) continue;
      std::vector<text::SoundClass> classes;
      for (const auto syllable : text::syllables(first)) classes.push_back(text::sound_class(syllable));
      std::sort(classes.begin(), classes.end());
      classes.erase(std::unique(classes.begin(), classes.end()), classes.end());
      for (const auto one : classes) by_sound_[static_cast<std::uint16_t>(one)].push_back(id);
    }
  }

  void scan(const SpokenText& text, std::vector<PhraseMatch>& matches) const override {
    std::vector<PhraseId> candidates;
    for (std::uint32_t at = 0; at < text.characters.size(); ++at) {
      candidates.clear();
      collect(text.characters[at], candidates);
      for (const PhraseId id : candidates) {
        if (const auto match = match_at(text, at, id)) matches.push_back(*match);
      }
    }
  }

 private:
  void collect(char32_t character, std::vector<PhraseId>& candidates) const {
    if (const auto found = by_character_.find(character); found != by_character_.end()) candidates = found->second;
    for (const auto syllable : text::syllables(character)) {
      const auto found = by_sound_.find(static_cast<std::uint16_t>(text::sound_class(syllable)));
      if (found != by_sound_.end()) candidates.insert(candidates.end(), found->second.begin(), found->second.end());
    }
    std::sort(candidates.begin(), candidates.end());
    candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
  }

  [[nodiscard]] std::optional<PhraseMatch> match_at(const SpokenText& text, std::uint32_t at, PhraseId id) const {
    const auto& entry = entries_[static_cast<std::size_t>(id)];
    const auto length = static_cast<std::uint32_t>(entry.characters.size());
    if (at + length > text.characters.size()) return std::nullopt;
    PhraseMatch match{id, at, at + length, 0};
    for (std::uint32_t i = 0; i < length; ++i) {
      const char32_t said = text.characters[at + i];
      if (said == entry.characters[i]) continue;
      if (entry.sound == Sound::kExact || !text::sounds_alike(said, entry.characters[i])) return std::nullopt;
      ++match.alike;
    }
    // A phrase of which hardly a character is right is another phrase.
    if (3 * match.alike > 2 * length) return std::nullopt;
    return match;
  }

  std::vector<PhraseTable::Entry> entries_;
  std::unordered_map<char32_t, std::vector<PhraseId>> by_character_;
  std::unordered_map<std::uint16_t, std::vector<PhraseId>> by_sound_;
};

}  // namespace

SpokenText SpokenText::from(std::string_view utf8) {
  SpokenText spoken;
  std::uint32_t index = 0;
  for (std::size_t at = 0; at < utf8.size(); ++index) {
    const char32_t character = text::next_character(utf8, at);
    if (!text::is_spoken(character)) continue;
    spoken.characters += text::fold(character);
    spoken.origin.push_back(index);
  }
  return spoken;
}

std::u32string fold_pattern(std::string_view utf8) {
  std::u32string folded = text::decode(utf8);
  // Capitals stay: in a pattern \S is not \s. Text is folded to small letters, so patterns are written in them.
  for (auto& character : folded) {
    if (character >= 0x80) character = text::fold(character);
  }
  return folded;
}

base::Result<PhraseId> PhraseTable::add(std::string_view phrase, Sound sound) {
  Entry entry{SpokenText::from(phrase).characters, sound};
  if (entry.characters.empty() || entry.characters.size() > kLongestPhrase) {
    return base::Error{
        base::ErrorCode::kInvalid, "pack.bad_value",
        fmt::format("a phrase has 1 to {} spoken characters, found {}", kLongestPhrase, entry.characters.size())};
  }
  std::u32string key = entry.characters;
  key += sound == Sound::kExact ? U'!' : U'~';
  const auto [at, fresh] = ids_.try_emplace(std::move(key), static_cast<PhraseId>(entries_.size()));
  if (fresh) entries_.push_back(std::move(entry));
  return at->second;
}

std::unique_ptr<const Matcher> make_plain_matcher(const PhraseTable& table) {
  return std::make_unique<PlainMatcher>(table);
}

}  // namespace redline::rules::detail
