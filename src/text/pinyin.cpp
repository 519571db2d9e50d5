#include "text/pinyin.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

#include "text/detail/tables.hpp"

namespace redline::text {
namespace {

/// The syllable with every confused sound replaced by one of its group.
std::string confused_form(std::string_view syllable, Confusion mask) {
  std::string form(syllable);
  if (has(mask, Confusion::kRetroflex) && form.size() > 1 && form[1] == 'h') form.erase(1, 1);
  if (has(mask, Confusion::kNL) && form.front() == 'n') form.front() = 'l';
  if (has(mask, Confusion::kRL) && form.front() == 'r') form.front() = 'l';
  // After h/f the round vowel comes and goes: fei/hui, feng/hong, fu/hu stay apart enough to be left alone.
  if (has(mask, Confusion::kHF) && form.front() == 'f') form.front() = 'h';
  if (has(mask, Confusion::kNG) && form.size() > 2 && form.ends_with("ng")) form.pop_back();
  return form;
}

constexpr std::size_t kMasks = static_cast<std::size_t>(Confusion::kAll) + 1;
using ClassTables = std::array<std::vector<SoundClass>, kMasks>;

const ClassTables& class_tables() {
  static const ClassTables tables = [] {
    ClassTables classes;
    for (std::size_t mask = 0; mask < kMasks; ++mask) {
      std::map<std::string, std::uint16_t> number;
      for (const auto name : detail::syllable_names) {
        const auto form = confused_form(name, static_cast<Confusion>(mask));
        const auto [at, fresh] = number.try_emplace(form, static_cast<std::uint16_t>(number.size()));
        classes[mask].push_back(static_cast<SoundClass>(at->second));
      }
    }
    return classes;
  }();
  return tables;
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

SoundClass sound_class(SyllableId syllable) { return confusion_class(syllable, Confusion::kAll); }

SoundClass confusion_class(SyllableId syllable, Confusion mask) {
  const std::size_t index = static_cast<std::size_t>(mask) % kMasks;
  return class_tables()[index][static_cast<std::size_t>(syllable)];
}

bool sounds_alike(char32_t a, char32_t b) { return sounds_alike(a, b, Confusion::kAll); }

bool sounds_alike(char32_t a, char32_t b, Confusion mask) {
  if (a == b) return true;
  for (const SyllableId one : syllables(a)) {
    for (const SyllableId other : syllables(b)) {
      if (confusion_class(one, mask) == confusion_class(other, mask)) return true;
    }
  }
  return false;
}

}  // namespace redline::text
