// Small helpers of the number and entity readers: looking at characters around a place, and the word lists they share.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace redline::text::detail {

/// The character at `at`, 0 outside the text.
inline char32_t char_at(std::u32string_view text, std::size_t at) { return at < text.size() ? text[at] : 0; }

inline bool has_word(std::u32string_view text, std::size_t at, std::u32string_view word) {
  return at <= text.size() && text.substr(at, word.size()) == word;
}

inline bool is_one_of(char32_t character, std::u32string_view characters) {
  return character != 0 && characters.find(character) != std::u32string_view::npos;
}

/// Length of the longest of the words that begins at `at`, 0 for none.
std::size_t longest_word(std::u32string_view text, std::size_t at, std::span<const std::u32string_view> words);
/// Whether one of the words ends right before `at`.
bool word_before(std::u32string_view text, std::size_t at, std::span<const std::u32string_view> words);

inline bool is_written_digit(char32_t character) { return character >= U'0' && character <= U'9'; }
inline bool is_latin(char32_t character) { return character >= U'a' && character <= U'z'; }

/// 元 块 圆, and 蚊 (the Cantonese yuan).
inline bool is_currency(char32_t character) { return is_one_of(character, U"元块圆蚊"); }
/// A word that counts things, time or money, so that a number before it belongs to it.
bool is_measure(char32_t character);
/// Words of dates and counts that never follow a short form such as 三千五.
inline bool is_date_or_count(char32_t character) { return is_one_of(character, U"号月点天个期次年周日成位遍通笔条"); }

}  // namespace redline::text::detail
