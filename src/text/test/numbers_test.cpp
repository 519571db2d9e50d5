#include "text/numbers.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>

#include "text/utf8.hpp"

namespace redline::text {
namespace {

/// How a number is said: the plain style of a reader, or the short form that leaves the last unit out.
enum class Style : std::uint8_t { kFull, kShort, kFinancial };

std::string digit_word(int digit, Style style) {
  static const char* kPlain[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
  static const char* kFormal[] = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};
  return style == Style::kFinancial ? kFormal[digit] : kPlain[digit];
}

/// 1..9999 in words. `inner` says that higher digits stand before it.
std::string section_words(int value, Style style, bool inner) {
  static const char* kPlainUnits[] = {"", "十", "百", "千"};
  static const char* kFormalUnits[] = {"", "拾", "佰", "仟"};
  std::string words;
  bool zero = false;
  bool begun = inner;
  for (int place = 3; place >= 0; --place) {
    static const int kPowers[] = {1, 10, 100, 1000};
    const int digit = value / kPowers[place] % 10;
    if (digit == 0) {
      zero = begun;
      continue;
    }
    if (zero) words += digit_word(0, style);
    zero = false;
    const bool lone_ten = place == 1 && digit == 1 && !begun && style != Style::kFinancial;
    if (!lone_ten) words += digit_word(digit, style);
    words += style == Style::kFinancial ? kFormalUnits[place] : kPlainUnits[place];
    begun = true;
  }
  return words;
}

std::string words_for(std::int64_t value, Style style) {
  if (value == 0) return "零";
  std::string words;
  const auto high = static_cast<int>(value / 100'000'000 % 10'000);
  const auto middle = static_cast<int>(value / 10'000 % 10'000);
  const auto low = static_cast<int>(value % 10'000);
  if (high > 0) words += section_words(high, style, false) + "亿";
  if (middle > 0) words += section_words(middle, style, high > 0) + "万";
  if (low > 0) {
    const bool gap = high > 0 && middle == 0 && low >= 1000;
    words += (gap ? "零" : "") + section_words(low, style, high > 0 || middle > 0);
  }
  if (style != Style::kShort) return words;
  // Two non-zero digits in neighbouring places above the tens: the last unit may go (八千二百 -> 八千二).
  for (const char* unit : {"百", "千"}) {
    const std::string last = unit;
    if (!words.ends_with(last)) continue;
    const std::string shorter = words.substr(0, words.size() - last.size());
    const std::string before = last == "百" ? "千" : "万";
    const std::string tail = shorter.size() >= 6 ? shorter.substr(shorter.size() - 6, 3) : "";
    if (tail == before) return shorter;
  }
  return words;
}

TEST(Numbers, ComeBackFromWordsInEveryStyle) {
  rc::check([] {
    const auto value = *rc::gen::inRange<std::int64_t>(0, 100'000'000'000);
    for (const Style style : {Style::kFull, Style::kShort, Style::kFinancial}) {
      const std::string words = words_for(value, style);
      RC_LOG() << words;
      RC_ASSERT(parse_chinese_number(words) == std::optional<std::int64_t>(value));
    }
  });
}

TEST(Numbers, ComeBackFromShortFormsOfRoundSums) {
  rc::check([] {
    const int first = *rc::gen::inRange(1, 10);
    const int second = *rc::gen::inRange(1, 10);
    const auto unit = *rc::gen::elementOf(std::vector<std::int64_t>{1000, 10'000});
    const std::int64_t value = first * unit + second * unit / 10;
    RC_ASSERT(parse_chinese_number(words_for(value, Style::kShort)) == std::optional<std::int64_t>(value));
  });
}

TEST(Numbers, ComeBackFromDigits) {
  rc::check([] {
    const auto value = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000);
    RC_ASSERT(parse_chinese_number(std::to_string(value)) == std::optional<std::int64_t>(value));
  });
}

TEST(Numbers, AreReadAsPeopleSayThem) {
  const std::pair<const char*, std::int64_t> kSaid[] = {
      {"八千二百三", 8230}, {"两万八", 28000},  {"一万零五百", 10500}, {"一万五百", 10500},     {"一万零五", 10005},
      {"两百五", 250},      {"二百零五", 205},  {"十五", 15},          {"一百一", 110},         {"一百十五", 115},
      {"三千零二十", 3020}, {"二二零七", 2207}, {"一点二万", 12000},   {"1.2万", 12000},        {"1万2", 12000},
      {"2万8千", 28000},    {"3k", 3000},       {"8,230", 8230},       {"一亿二", 120'000'000}, {"幺百二", 120},
      {"廿四", 24},         {"一百卅", 130},    {"壹万贰仟", 12000}};
  for (const auto& [words, value] : kSaid) EXPECT_EQ(parse_chinese_number(words), value) << words;
}

TEST(Numbers, AreRefusedWhenTheyAreNoneOrNotExact) {
  for (const char* words :
       {"", "几", "千", "百", "万", "三五千", "三千多", "十几", "一点五", "三千块", "abc", "99999999999999999999"}) {
    EXPECT_EQ(parse_chinese_number(words), std::nullopt) << words;
  }
}

TEST(Numbers, EndInsideTheText) {
  rc::check([](const std::u32string& raw) {
    static constexpr std::u32string_view kCharacters = U"零一两三幺十百千万亿几多来点半块8,.w ";
    std::u32string text;
    for (const char32_t c : raw) text += kCharacters[c % kCharacters.size()];
    for (std::size_t at = 0; at < text.size(); ++at) {
      for (const auto point : {PointReading::kNever, PointReading::kByUnit, PointReading::kAlways}) {
        const auto number = read_number(text, at, point);
        if (!number) continue;
        RC_ASSERT(number->end > at && number->end <= text.size());
        RC_ASSERT(number->low <= number->high && number->low >= 0 && number->high <= kLargestNumber);
      }
    }
  });
}

}  // namespace
}  // namespace redline::text
