// Numbers as people say and write them in Chinese: words, digits and both mixed, short forms, ranges, "about".
//
//   parse_chinese_number("八千二百三")            // 8230: the last word stands one place below the one before
//   auto n = read_number(folded, at);             // the number that begins at a character, with its end
//   n->low, n->high                               // 三五千: 3000 and 5000, in ten-thousandths
//
// The entity recogniser and rules that compare spoken sums use it. Pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace redline::text {

/// Values are whole numbers of 1/kNumberScale, so that 1.2345 is exact.
inline constexpr std::int64_t kNumberScale = 10'000;
/// Larger numbers are not read (1e13 units).
inline constexpr std::int64_t kLargestNumber = std::int64_t{10'000'000'000'000} * kNumberScale;

enum class NumberShape : std::uint8_t {
  kWords,    ///< 八千二百三, 十五, 五, 三五千
  kDigits,   ///< words for digits in a row without units: 二二零七
  kWritten,  ///< Arabic digits, with or without a unit: 8,230.55, 1.2万, 3k
};

struct SpokenNumber {
  std::size_t end = 0;            ///< index behind the last character
  std::int64_t low = 0;           ///< in 1/kNumberScale
  std::int64_t high = 0;          ///< equal to low unless a range was said
  std::int64_t largest_unit = 1;  ///< 1, 10, 100, 1000, 10^4, 10^8: the largest word for a power of ten
  std::uint32_t digits = 0;       ///< of a number without units: how many digits stand in a row
  NumberShape shape = NumberShape::kWords;
  bool approximate = false;  ///< 三千多, 十几, 五百来, 三五千
  bool money_like = false;   ///< written with a grouping comma or with two decimals

  [[nodiscard]] bool is_range() const { return low != high; }
  [[nodiscard]] bool is_whole() const { return low % kNumberScale == 0 && high % kNumberScale == 0; }
};

/// What 点 between digits is: a decimal point never, always, or when a unit that cannot follow a time follows
/// (一点二万).
enum class PointReading : std::uint8_t { kNever, kByUnit, kAlways };

/// Reads the number that begins at `at` of folded text (see fold()). Nothing when none begins there, when it is above
/// kLargestNumber, or when the word is no number (几 alone, 千 of 千万别).
///
/// Reading rules (spoken Mandarin; Chao, A Grammar of Spoken Chinese, 1968, section 7.2 on numerals):
/// - a unit's coefficient stands before it; 十 may go without one; units fall from left to right; 万 and 亿 multiply
/// what
///   stands before them;
/// - a last digit without a unit counts one place below the unit before it (两万八 = 28000, 两百五 = 250), but ones
/// behind
///   十 and behind 零 (一万零五). It is left out when a counting or date word follows (三百五号: 300 and the 5th);
/// - two neighbouring digits before a unit, behind one, or alone are a range: 三五千, 十七八, 两三天;
/// - 几 is 2 to 9, behind a unit 1 to 9; 多, 来, 余 behind a unit leave the value and set `approximate`; 千把, 百八十;
/// - 幺 is one everywhere, since recognisers write it in amounts too.
std::optional<SpokenNumber> read_number(std::u32string_view folded, std::size_t at,
                                        PointReading point = PointReading::kByUnit);

/// The whole text as one exact whole number; nothing when it is no number, a range, approximate or has a fraction.
std::optional<std::int64_t> parse_chinese_number(std::string_view utf8);

/// 0..9 for a digit in any writing (3, 三, 叁, 〇, 幺, 两), else -1. Takes a folded character.
int digit_value(char32_t folded);

}  // namespace redline::text
