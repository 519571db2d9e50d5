// Generated with tables.cpp by tools/data/make_text_tables.py: the dictionaries behind folding and pinyin.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace redline::text::detail {

inline constexpr char32_t kFirstPinyinCharacter = 0x3400;
inline constexpr char32_t kLastPinyinCharacter = 0x9FFF;
inline constexpr std::size_t kPinyinCharacters = kLastPinyinCharacter - kFirstPinyinCharacter + 1;
inline constexpr std::size_t kSimplifiedPairs = 3751;
inline constexpr std::size_t kSyllables = 411;
inline constexpr std::size_t kSyllableEntries = 26858;

struct SimplifiedPair {
  char32_t traditional;
  char32_t simplified;
};

extern const std::array<SimplifiedPair, kSimplifiedPairs> simplified_pairs;  ///< by traditional
extern const std::array<std::string_view, kSyllables> syllable_names;        ///< sorted
extern const std::array<std::uint16_t, kPinyinCharacters + 1> syllable_offsets;
extern const std::array<std::uint16_t, kSyllableEntries> syllable_entries;

}  // namespace redline::text::detail
