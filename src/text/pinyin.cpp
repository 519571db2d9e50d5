#include "text/pinyin.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "text/detail/tables.hpp"

namespace redline::text {
namespace {

/// The syllable with every confused sound replaced by one of its group.
std::string confused_form(std::string_view syllable) {
  std::string form(syllable);
  if (form.size() > 1 && form[1] == 'h') form.erase(1, 1);             // zh ch sh
  if (form.front() == 'n' || form.front() == 'r') form.front() = 'l';  // n r l
  if (form.front() == 'f') form.front() = 'h';                         // f h
  if (form.size() > 2 && form.ends_with("ng")) form.pop_back();        // -ng -n
  // After h/f the round vowel comes and goes: fei/hui, feng/hong, fu/hu stay apart enough to be left alone.
  return form;
}

const std::vector<SoundClass>& class_table() {
  static const std::vector<SoundClass> table = [] {
    std::map<std::string, std::uint16_t> number;
    std::vector<SoundClass> classes;
    for (const auto name : detail::syllable_names) {
      const auto [at, fresh] = number.try_emplace(confused_form(name), static_cast<std::uint16_t>(number.size()));
      classes.push_back(static_cast<SoundClass>(at->second));
    }
    return classes;
  }();
  return table;
}

}  // namespace

std::span<const SyllableId> syllables(char32_t character) {
  static_assert(sizeof(SyllableId) == sizeof(std::uint16_t));
  if (character < detail::kFirstPinyinCharacter || character > detail::kLastPinyinCharacter) return {};
  static const std::vector<SyllableId> entries = [] {
    std::vector<SyllableId> ids;
    ids.reserve(detail::syllable_entries.size());
    for (const auto id : detail::syllable_entries) ids.push_back(static_cast<SyllableId>(id));
    return ids;
  }();
  const std::size_t index = character - detail::kFirstPinyinCharacter;
  const std::size_t begin = detail::syllable_offsets[index];
  return std::span(entries).subspan(begin, detail::syllable_offsets[index + 1] - begin);
}

std::string_view name(SyllableId syllable) { return detail::syllable_names[static_cast<std::size_t>(syllable)]; }

SoundClass sound_class(SyllableId syllable) { return class_table()[static_cast<std::size_t>(syllable)]; }

bool sounds_alike(char32_t a, char32_t b) {
  if (a == b) return true;
  for (const SyllableId one : syllables(a)) {
    for (const SyllableId other : syllables(b)) {
      if (sound_class(one) == sound_class(other)) return true;
    }
  }
  return false;
}

}  // namespace redline::text
