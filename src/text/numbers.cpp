#include "text/numbers.hpp"

#include <algorithm>
#include <string>

#include "text/detail/words.hpp"
#include "text/fold.hpp"
#include "text/utf8.hpp"

namespace redline::text {
namespace {

using detail::char_at;
using detail::has_word;
using detail::is_one_of;
using detail::is_written_digit;

constexpr std::int64_t kTenThousand = 10'000;
constexpr std::int64_t kHundredMillion = 100'000'000;
constexpr std::int64_t kNoUnit = 1'000'000'000'000;
constexpr std::size_t kLongestWritten = 12;  ///< whole digits; longer rows are no quantities

/// The power of ten of a unit word, 0 for other characters.
std::int64_t unit_value(char32_t c) {
  switch (c) {
    case U'十':
    case U'拾':
      return 10;
    case U'百':
    case U'佰':
      return 100;
    case U'千':
    case U'仟':
      return 1000;
    case U'万':
      return kTenThousand;
    case U'亿':
      return kHundredMillion;
    default:
      return 0;
  }
}

int word_digit(char32_t c) { return is_written_digit(c) ? -1 : digit_value(c); }

/// 两三, 三四 ... 八九, 三五, 三两: pairs that people say for "two or three". 十 pairs do not exist.
bool is_range_pair(int first, int second) {
  if (first < 1 || second < 1) return false;
  return second == first + 1 || (first == 3 && (second == 5 || second == 2));
}

struct Span {
  std::int64_t low = 0;
  std::int64_t high = 0;
};

/// False when the product would pass the largest number.
bool multiply(Span& value, std::int64_t factor) {
  if (value.high > kLargestNumber / factor) return false;
  value.low *= factor;
  value.high *= factor;
  return true;
}

struct Coefficient {
  Span value{};
  std::size_t end = 0;
  std::uint32_t digits = 0;  ///< digits in a row, 0 for an implied one
  bool written = false;
  bool row = false;  ///< word digits without units, two or more
  bool range = false;
};

class NumberReader {
 public:
  NumberReader(std::u32string_view text, std::size_t at, PointReading point) : text_(text), at_(at), point_(point) {}

  std::optional<SpokenNumber> read() {
    if (auto rough = read_rough()) return rough;
    while (read_part()) {
    }
    if (!started_ || failed_) return std::nullopt;
    Span value{total_.low + section_.low, total_.high + section_.high};
    if (!read_fraction(value)) return std::nullopt;
    if (value.high > kLargestNumber) return std::nullopt;
    number_.low = std::min(value.low, value.high);
    number_.high = std::max(value.low, value.high);
    number_.end = at_;
    if (number_.low != number_.high) number_.approximate = true;
    return number_;
  }

 private:
  [[nodiscard]] char32_t peek(std::size_t at) const { return char_at(text_, at); }

  /// 千把块, 百八十块, 上万块: a unit without a coefficient that means "about".
  std::optional<SpokenNumber> read_rough() const {
    struct Rough {
      std::u32string_view word;
      std::int64_t low;
      std::int64_t high;
      std::int64_t unit;
    };
    static constexpr Rough kRough[] = {
        {U"百十来", 100, 110, 100},      {U"百八十", 80, 100, 100},      {U"百十", 100, 110, 100},
        {U"百把", 100, 100, 100},        {U"千把", 1000, 1000, 1000},    {U"万把", 10000, 10000, 10000},
        {U"千儿八百", 800, 1000, 1000},  {U"千八百", 800, 1000, 1000},   {U"万儿八千", 8000, 10000, 10000},
        {U"万八千", 8000, 10000, 10000}, {U"百来", 100, 100, 100},       {U"上百", 100, 100, 100},
        {U"上千", 1000, 1000, 1000},     {U"上万", 10000, 10000, 10000},
    };
    for (const auto& rough : kRough) {
      if (!has_word(text_, at_, rough.word)) continue;
      const std::size_t end = at_ + rough.word.size();
      if (!detail::is_measure(peek(end))) continue;
      SpokenNumber number;
      number.end = end;
      number.low = rough.low * kNumberScale;
      number.high = rough.high * kNumberScale;
      number.largest_unit = rough.unit;
      number.approximate = true;
      return number;
    }
    return std::nullopt;
  }

  /// One coefficient with its unit, or the tail. False when the number has ended.
  bool read_part() {
    if (multiply_before_big_unit()) return !ended_;
    std::size_t from = at_;
    bool zero = false;
    while (any_unit_ && (peek(from) == U'零' || peek(from) == U'〇')) {
      ++from;
      zero = true;
    }
    if (const char32_t c = peek(from); is_one_of(c, U"廿卅") && last_unit_ > 10) {  // twenty and thirty in one word
      const std::int64_t tens = (c == U'廿' ? 2 : 3) * kNumberScale;
      return take_unit(Coefficient{{tens, tens}, from, 1}, 10);
    }
    const auto coefficient = read_coefficient(from, zero);
    if (!coefficient) return false;
    const std::int64_t unit = unit_value(peek(coefficient->end));
    if (unit >= kTenThousand && unit < big_unit_ && !coefficient->row) return take_big(*coefficient, unit);
    if (unit != 0 && unit < kTenThousand && unit < last_unit_ && !coefficient->row)
      return take_unit(*coefficient, unit);
    if (coefficient->written && !any_unit_ && is_letter_unit(coefficient->end)) return take_letter(*coefficient);
    take_tail(*coefficient, zero);
    return false;
  }

  /// 二十|万, 三百多|万: the section so far counts ten thousands.
  bool multiply_before_big_unit() {
    const std::int64_t unit = unit_value(peek(at_));
    if (section_.high == 0 || unit < kTenThousand || unit >= big_unit_ || !any_unit_) return false;
    if (!multiply(section_, unit)) return fail();
    add_section(unit);
    at_ += 1;
    read_more();
    return true;
  }

  bool take_big(const Coefficient& coefficient, std::int64_t unit) {
    add(coefficient.value);
    begin(coefficient);
    if (!multiply(section_, unit)) return fail();
    add_section(unit);
    at_ = coefficient.end + 1;
    read_more();
    return !ended_;
  }

  bool take_unit(const Coefficient& coefficient, std::int64_t unit) {
    Span value = coefficient.value;
    if (!multiply(value, unit)) return fail();
    begin(coefficient);
    add(value);
    last_unit_ = unit;
    any_unit_ = true;
    number_.largest_unit = std::max(number_.largest_unit, unit);
    at_ = coefficient.end + 1;
    read_more();
    return !ended_ || unit_value(peek(at_)) >= kTenThousand;
  }

  /// 3w, 5k as people type them.
  [[nodiscard]] bool is_letter_unit(std::size_t at) const {
    return is_one_of(peek(at), U"wk") && !detail::is_latin(peek(at + 1)) && !is_written_digit(peek(at + 1));
  }

  bool take_letter(const Coefficient& coefficient) {
    const std::int64_t unit = peek(coefficient.end) == U'w' ? kTenThousand : 1000;
    Span value = coefficient.value;
    if (!multiply(value, unit)) return fail();
    begin(coefficient);
    add(value);
    any_unit_ = ended_ = true;
    number_.largest_unit = unit;
    at_ = coefficient.end + 1;
    return false;
  }

  void take_tail(const Coefficient& coefficient, bool zero) {
    if (!any_unit_) {
      if (coefficient.digits == 0) return;
      begin(coefficient);
      add(coefficient.value);
      at_ = coefficient.end;
      number_.digits = coefficient.digits;
      if (coefficient.row) number_.shape = NumberShape::kDigits;
      return;
    }
    if (ended_ || coefficient.digits == 0) return;
    Span value = coefficient.value;
    if (!zero && last_unit_ > 10) {
      if (detail::is_date_or_count(peek(coefficient.end))) return;  // 三百|五号
      if (coefficient.written && coefficient.digits > 1) return;
      const bool together =
          peek(coefficient.end - 1) == U'一' && is_one_of(peek(coefficient.end), U"起共定直样并把下边般旦切些律会口");
      if (together) return;  // 三千|一起
      if (!multiply(value, last_unit_ / 10)) return;
    }
    add(value);
    at_ = coefficient.end;
    ended_ = true;
  }

  std::optional<Coefficient> read_coefficient(std::size_t from, bool zero) {
    const char32_t c = peek(from);
    if (is_written_digit(c)) return read_written(from);
    if (const std::int64_t unit = unit_value(c); unit == 10 && unit < last_unit_ && (!any_unit_ || last_unit_ > 10)) {
      return Coefficient{{kNumberScale, kNumberScale}, from, 0};
    }
    if (c == U'几') {
      const bool leads = unit_value(peek(from + 1)) != 0;
      if (!leads && !any_unit_) return std::nullopt;
      return Coefficient{
          {(leads && !any_unit_ ? 2 : 1) * kNumberScale, 9 * kNumberScale}, from + 1, 1, false, false, true};
    }
    if (word_digit(c) < 0) return std::nullopt;
    return any_unit_ ? read_digit_behind_unit(from, zero) : read_word_row(from);
  }

  static Coefficient pair_at(std::size_t from, int first, int second) {
    const std::int64_t low = std::min(first, second);
    const std::int64_t high = std::max(first, second);
    return Coefficient{{low * kNumberScale, high * kNumberScale}, from + 2, 2, false, false, true};
  }

  /// Behind a unit one digit counts, or a pair that is a range; a longer row begins something else
  /// (六千零三块五|七十九天).
  [[nodiscard]] Coefficient read_digit_behind_unit(std::size_t from, bool zero) const {
    const int first = word_digit(peek(from));
    const int second = word_digit(peek(from + 1));
    if (!zero && is_range_pair(first, second) && word_digit(peek(from + 2)) < 0) {
      const std::int64_t unit = unit_value(peek(from + 2));
      if (unit < last_unit_) return pair_at(from, first, second);
    }
    return Coefficient{{first * kNumberScale, first * kNumberScale}, from + 1, 1};
  }

  /// A number that begins with word digits: one digit, a range pair, or a row (二二零七).
  [[nodiscard]] std::optional<Coefficient> read_word_row(std::size_t from) const {
    std::size_t end = from;
    while (word_digit(peek(end)) >= 0) ++end;
    std::size_t length = end - from;
    const int first = word_digit(peek(from));
    const bool unit_follows = unit_value(peek(end)) != 0;
    if (length == 2 && is_range_pair(first, word_digit(peek(from + 1)))) {
      return pair_at(from, first, word_digit(peek(from + 1)));
    }
    if (unit_follows && length > 1) --length;  // the last digit belongs to the unit
    if (length == 1) return Coefficient{{first * kNumberScale, first * kNumberScale}, from + 1, 1};
    if (length > kLongestWritten) return std::nullopt;
    std::int64_t value = 0;
    for (std::size_t i = 0; i < length; ++i) value = value * 10 + word_digit(peek(from + i));
    return Coefficient{
        {value * kNumberScale, value * kNumberScale}, from + length, static_cast<std::uint32_t>(length), false, true};
  }

  /// 8230, 8,230.55; commas must stand before groups of three.
  std::optional<Coefficient> read_written(std::size_t from) {
    std::size_t at = from;
    std::int64_t value = 0;
    std::uint32_t digits = 0;
    bool grouped = false;
    while (is_written_digit(peek(at)) && digits <= kLongestWritten) {
      value = value * 10 + digit_value(peek(at++));
      ++digits;
      const bool comma = peek(at) == U',' && (grouped || digits <= 3) && is_written_digit(peek(at + 1)) &&
                         is_written_digit(peek(at + 2)) && is_written_digit(peek(at + 3)) &&
                         !is_written_digit(peek(at + 4));
      if (comma && (!grouped || digits % 3 == group_start_)) {
        if (!grouped) group_start_ = digits % 3;
        grouped = true;
        ++at;
      }
    }
    if (digits > kLongestWritten || (any_unit_ && digits > 4)) return std::nullopt;
    Coefficient coefficient{{value * kNumberScale, value * kNumberScale}, at, digits, true};
    if (peek(at) == U'.' && is_written_digit(peek(at + 1))) {
      std::int64_t place = kNumberScale / 10;
      std::uint32_t decimals = 0;
      for (++at; is_written_digit(peek(at)); ++at, ++decimals, place /= 10) {
        coefficient.value.low += digit_value(peek(at)) * place;
      }
      coefficient.value.high = coefficient.value.low;
      coefficient.end = at;
      number_.money_like |= decimals == 2;
    }
    number_.money_like |= grouped;
    return coefficient;
  }

  /// 点 and digits behind the whole part: 二十四点五, 一点二万.
  bool read_fraction(Span& value) {
    if (point_ == PointReading::kNever || peek(at_) != U'点' || word_digit(peek(at_ + 1)) < 0) return true;
    std::size_t end = at_ + 1;
    while (word_digit(peek(end)) >= 0) ++end;
    const char32_t next = peek(end);
    const bool by_unit =
        is_one_of(next, U"万亿倍成折元块%岁") || has_word(text_, end, U"个点") || has_word(text_, end, U"个百分点");
    if (point_ == PointReading::kByUnit && !by_unit) return true;
    if (unit_value(next) != 0 && unit_value(next) < kTenThousand) return true;
    std::int64_t place = kNumberScale / 10;
    for (std::size_t i = at_ + 1; i < end; ++i, place /= 10) {
      value.low += word_digit(peek(i)) * place;
      value.high += word_digit(peek(i)) * place;
    }
    at_ = end;
    if (const std::int64_t unit = unit_value(next); unit >= kTenThousand) {
      if (!multiply(value, unit)) return false;
      number_.largest_unit = std::max(number_.largest_unit, unit);
      ++at_;
    }
    return true;
  }

  /// 多, 来, 余 behind a unit: about. 来 and 余 only before what is counted (拿五百来还 is another word).
  void read_more() {
    const char32_t c = peek(at_);
    const char32_t next = peek(at_ + 1);
    const bool counted = detail::is_measure(next) || unit_value(next) >= kTenThousand;
    const bool more = (c == U'多' && next != U'少' && next != U'余') || (is_one_of(c, U"来余") && counted);
    if (!more) return;
    number_.approximate = true;
    ended_ = true;
    ++at_;
  }

  void begin(const Coefficient& coefficient) {
    if (!started_ && coefficient.written) number_.shape = NumberShape::kWritten;
    if (coefficient.range) number_.approximate = true;
    started_ = true;
  }

  void add(Span value) {
    section_.low += value.low;
    section_.high += value.high;
  }

  void add_section(std::int64_t unit) {
    total_.low += section_.low;
    total_.high += section_.high;
    section_ = {};
    last_unit_ = big_unit_ = unit;
    any_unit_ = started_ = true;
    number_.largest_unit = std::max(number_.largest_unit, unit);
  }

  bool fail() {
    failed_ = true;
    return false;
  }

  std::u32string_view text_;
  std::size_t at_;
  PointReading point_;
  SpokenNumber number_{};
  Span total_{};
  Span section_{};
  std::int64_t last_unit_ = kNoUnit;
  std::int64_t big_unit_ = kNoUnit;
  std::uint32_t group_start_ = 0;
  bool any_unit_ = false;
  bool started_ = false;
  bool ended_ = false;
  bool failed_ = false;
};

}  // namespace

int digit_value(char32_t folded) {
  if (is_written_digit(folded)) return static_cast<int>(folded - U'0');
  switch (folded) {
    case U'零':
    case U'〇':
    case U'○':
      return 0;
    case U'一':
    case U'幺':
    case U'壹':
      return 1;
    case U'二':
    case U'两':
    case U'贰':
    case U'俩':
      return 2;
    case U'三':
    case U'叁':
    case U'仨':
      return 3;
    case U'四':
    case U'肆':
      return 4;
    case U'五':
    case U'伍':
      return 5;
    case U'六':
    case U'陆':
      return 6;
    case U'七':
    case U'柒':
      return 7;
    case U'八':
    case U'捌':
      return 8;
    case U'九':
    case U'玖':
      return 9;
    default:
      return -1;
  }
}

std::optional<SpokenNumber> read_number(std::u32string_view folded, std::size_t at, PointReading point) {
  if (at >= folded.size()) return std::nullopt;
  return NumberReader(folded, at, point).read();
}

std::optional<std::int64_t> parse_chinese_number(std::string_view utf8) {
  std::u32string folded = decode(utf8);
  for (auto& character : folded) character = fold(character);
  const auto number = read_number(folded, 0, PointReading::kAlways);
  if (!number || number->end != folded.size() || number->is_range() || number->approximate || !number->is_whole()) {
    return std::nullopt;
  }
  return number->low / kNumberScale;
}

}  // namespace redline::text
