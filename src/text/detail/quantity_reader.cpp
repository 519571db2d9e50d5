// Numbers that measure something: shares, lengths of time, sums of money, counts.
#include <algorithm>
#include <array>

#include "text/detail/entity_readers.hpp"
#include "text/detail/words.hpp"
#include "text/utf8.hpp"

namespace redline::text::detail {
namespace {

constexpr std::int64_t kWhole = 1'000'000;               ///< a share of one, in millionths
constexpr std::int64_t kFen = 100;                       ///< fen in a yuan
constexpr std::int64_t kFenScale = kNumberScale / kFen;  ///< number units in a fen

// ---- ranges -----------------------------------------------------------------------------------------------------

/// 三到五, 三千到五千, 3-5: two numbers that share what they measure. A first number without a unit takes that of the
/// second (三到五千).
SpokenNumber join_range(std::u32string_view text, const SpokenNumber& first) {
  const char32_t connector = char_at(text, first.end);
  if (!is_one_of(connector, U"到至~-—") || first.is_range()) return first;
  if (connector == U'-' && first.shape != NumberShape::kWritten) return first;
  const auto second = read_number(text, first.end + 1);
  if (!second || second->is_range()) return first;
  const char32_t next = char_at(text, second->end);
  const bool measured = is_measure(next) || next == U'%' || second->largest_unit >= 100;
  std::int64_t low = first.low;
  if (first.largest_unit == 1 && second->largest_unit >= 10 && second->low % second->largest_unit == 0 &&
      low < 10 * kNumberScale) {
    low *= second->largest_unit;
  }
  if (!measured || low >= second->high) return first;
  SpokenNumber joined = *second;
  joined.low = low;
  joined.approximate = true;
  joined.largest_unit = std::max(first.largest_unit, second->largest_unit);
  return joined;
}

// ---- shares -----------------------------------------------------------------------------------------------------

Entity share(std::size_t start, std::size_t end, const SpokenNumber& number, std::int64_t of, bool about,
             Share::Form form = Share::Form::kShare) {
  // number units / kNumberScale / of, in millionths
  const auto part = [&](std::int64_t value) { return value * (kWhole / kNumberScale) / of; };
  return {EntityKind::kPercent, start, end, Share{part(number.low), part(number.high), form},
          about || number.approximate};
}

/// 百分之二十四, 千分之五, 万分之五, 三分之一, 百分百.
std::optional<Entity> read_worded_share(std::u32string_view text, std::size_t at) {
  struct Word {
    std::u32string_view word;
    std::int64_t of;
  };
  if (!is_one_of(char_at(text, at), U"百千万")) return std::nullopt;
  static constexpr Word kWords[] = {{U"百分之", 100}, {U"千分之", 1000}, {U"万分之", 10'000}};
  for (const auto& word : kWords) {
    if (!has_word(text, at, word.word)) continue;
    const std::size_t number_at = at + word.word.size();
    SpokenNumber hundred{number_at + 1, 100 * kNumberScale, 100 * kNumberScale, 100};
    auto number = char_at(text, number_at) == U'百' ? std::optional(hundred)
                                                    : read_number(text, number_at, PointReading::kAlways);
    if (!number || number->high > kLargestNumber / (kWhole / kNumberScale)) return std::nullopt;
    return share(at, number->end, *number, word.of, about_before(text, at));
  }
  if (has_word(text, at, U"百分百")) {
    return share(at, at + 3, {at + 3, 100 * kNumberScale, 100 * kNumberScale, 100}, 100, false);
  }
  return std::nullopt;
}

std::optional<Entity> read_share(std::u32string_view text, std::size_t at, const SpokenNumber& number) {
  const std::size_t end = number.end;
  const bool about = about_before(text, at);
  if (number.high > 10'000 * kNumberScale) return std::nullopt;
  if (char_at(text, end) == U'%') return share(at, end + 1, number, 100, about);
  if (has_word(text, end, U"个百分点")) return share(at, end + 4, number, 100, about);
  if (has_word(text, end, U"个点")) return share(at, end + 2, number, 100, about);
  if (has_word(text, end, U"分之") && number.is_whole() && number.low > 0 && !number.is_range()) {
    const auto part = read_number(text, end + 2, PointReading::kNever);
    if (!part || part->high > number.low) return std::nullopt;
    return share(at, part->end, *part, number.low / kNumberScale, about);
  }
  if (char_at(text, end) == U'成' && number.high <= 10 * kNumberScale) {
    if (is_one_of(char_at(text, end + 1), U"是会得要功为本年都了绩熟天")) return std::nullopt;  // 八成是: probably
    SpokenNumber tenths = number;
    tenths.end = end + 1;
    if (char_at(text, tenths.end) == U'半') {
      tenths.low += kNumberScale / 2;
      tenths.high += kNumberScale / 2;
      ++tenths.end;
    }
    return share(at, tenths.end, tenths, 10, about);
  }
  if (char_at(text, end) == U'折' && !is_one_of(char_at(text, end + 1), U"腾磨")) {
    // 八折 is 80 %, 八五折 (a row) 85 %.
    const bool row = number.shape == NumberShape::kDigits || number.low > 10 * kNumberScale;
    return share(at, end + 1, number, row ? 100 : 10, about, Share::Form::kDiscount);
  }
  return std::nullopt;
}

// ---- durations --------------------------------------------------------------------------------------------------

enum class TimeUnit : std::uint8_t { kYear, kQuarter, kMonth, kWeek, kDay, kWorkingDay, kHour, kMinute, kSecond };

struct UnitWord {
  std::u32string_view word;
  TimeUnit unit;
};

/// Longer words first.
constexpr UnitWord kTimeUnits[] = {{U"个工作日", TimeUnit::kWorkingDay},
                                   {U"工作日", TimeUnit::kWorkingDay},
                                   {U"个小时", TimeUnit::kHour},
                                   {U"个钟头", TimeUnit::kHour},
                                   {U"小时", TimeUnit::kHour},
                                   {U"钟头", TimeUnit::kHour},
                                   {U"个钟", TimeUnit::kHour},
                                   {U"分钟", TimeUnit::kMinute},
                                   {U"秒钟", TimeUnit::kSecond},
                                   {U"秒", TimeUnit::kSecond},
                                   {U"个星期", TimeUnit::kWeek},
                                   {U"个礼拜", TimeUnit::kWeek},
                                   {U"星期", TimeUnit::kWeek},
                                   {U"礼拜", TimeUnit::kWeek},
                                   {U"周", TimeUnit::kWeek},
                                   {U"个月", TimeUnit::kMonth},
                                   {U"个季度", TimeUnit::kQuarter},
                                   {U"季度", TimeUnit::kQuarter},
                                   {U"年", TimeUnit::kYear},
                                   {U"天", TimeUnit::kDay},
                                   {U"日", TimeUnit::kDay}};

std::optional<UnitWord> time_unit_at(std::u32string_view text, std::size_t at) {
  for (const auto& unit : kTimeUnits) {
    if (has_word(text, at, unit.word)) return unit;
  }
  return std::nullopt;
}

/// `value` of a unit, in 1/kNumberScale, as parts. Halves of a month are 15 days, of a week 3.5 days.
Duration::Parts parts_of(TimeUnit unit, std::int64_t value) {
  const auto milliseconds = [&](std::int64_t each) {
    return base::Milliseconds{value / 100 * each / (kNumberScale / 100)};
  };
  constexpr std::int64_t kHour = 3'600'000;
  const auto months = [&](std::int64_t each) {
    const std::int64_t scaled = value * each;
    Duration::Parts parts;
    parts.months = scaled / kNumberScale;
    parts.days = scaled % kNumberScale * 30 / kNumberScale;
    return parts;
  };
  const auto days = [&](std::int64_t each) {
    const std::int64_t scaled = value * each;
    Duration::Parts parts;
    parts.days = scaled / kNumberScale;
    parts.time = base::Milliseconds{scaled % kNumberScale * (24 * kHour / kNumberScale)};
    return parts;
  };
  switch (unit) {
    case TimeUnit::kYear:
      return months(12);
    case TimeUnit::kQuarter:
      return months(3);
    case TimeUnit::kMonth:
      return months(1);
    case TimeUnit::kWeek:
      return days(7);
    case TimeUnit::kDay:
    case TimeUnit::kWorkingDay:
      return days(1);
    case TimeUnit::kHour:
      return {0, 0, milliseconds(kHour)};
    case TimeUnit::kMinute:
      return {0, 0, milliseconds(60'000)};
    case TimeUnit::kSecond:
      return {0, 0, milliseconds(1000)};
  }
  return {};
}

struct Relation {
  Duration::Relation relation = Duration::Relation::kLength;
  std::size_t length = 0;
};

Relation read_relation(std::u32string_view text, std::size_t at) {
  using R = Duration::Relation;
  static constexpr std::u32string_view kWithin[] = {U"以内", U"之内", U"内", U"里面"};
  if (const auto length = longest_word(text, at, kWithin)) {
    const bool other = length == 1 && is_one_of(char_at(text, at + 1), U"部容心蒙");
    return other ? Relation{} : Relation{R::kWithin, length};
  }
  const BoundWord bound = read_bound(text, at);
  if (bound.length == 0 || has_word(text, at, U"起") || has_word(text, at, U"开始")) return {};
  return {bound.bound == Bound::kBy ? R::kAgo : R::kAfter, bound.length};
}

Entity duration(std::u32string_view text, std::size_t start, std::size_t end, Duration value, bool approximate) {
  std::size_t about = about_behind(text, end);
  const Relation relation = read_relation(text, end + about);
  value.relation = relation.relation;
  return {EntityKind::kDuration, start, end + about + relation.length, value,
          approximate || about != 0 || about_before(text, start)};
}

/// 半年, 半个月, 半小时, 大半年; 半天 mostly means "for ages".
std::optional<Entity> read_half(std::u32string_view text, std::size_t at) {
  if (char_at(text, at) != U'半') return std::nullopt;
  const auto unit = time_unit_at(text, at + 1);
  if (!unit || unit->unit == TimeUnit::kDay || unit->unit == TimeUnit::kWorkingDay) return std::nullopt;
  if (is_one_of(unit->word[0], U"周秒") || (unit->word == U"年" && char_at(text, at + 2) == U'夜')) return std::nullopt;
  Duration value;
  value.low = value.high = parts_of(unit->unit, kNumberScale / 2);
  const bool most = at > 0 && is_one_of(text[at - 1], U"大小");
  return duration(text, at, at + 1 + unit->word.size(), value, most);
}

/// 个把月, 个把小时, 年把.
std::optional<Entity> read_about_one(std::u32string_view text, std::size_t at) {
  if (!has_word(text, at, U"个把")) return std::nullopt;
  for (const auto& [word, unit] : {std::pair<std::u32string_view, TimeUnit>{U"月", TimeUnit::kMonth},
                                   {U"星期", TimeUnit::kWeek},
                                   {U"礼拜", TimeUnit::kWeek},
                                   {U"小时", TimeUnit::kHour},
                                   {U"钟头", TimeUnit::kHour}}) {
    if (!has_word(text, at + 2, word)) continue;
    Duration value;
    value.low = value.high = parts_of(unit, kNumberScale);
    return duration(text, at, at + 2 + word.size(), value, true);
  }
  return std::nullopt;
}

/// 日 counts days before 内, behind 逾期, and above 31; else it names a day of the month.
bool is_day_length(std::u32string_view text, std::size_t at, std::size_t word_at, const SpokenNumber& number) {
  static constexpr std::u32string_view kLate[] = {U"逾期", U"预期", U"余期", U"过期", U"拖欠", U"迟咗", U"超过"};
  return number.low > 31 * kNumberScale || word_before(text, at, kLate) ||
         read_relation(text, word_at + 1).relation == Duration::Relation::kWithin;
}

std::optional<Entity> read_duration(std::u32string_view text, std::size_t at, const SpokenNumber& number) {
  std::size_t end = number.end;
  bool approximate = number.approximate;
  std::int64_t half = 0;
  // 一个半月, 三个多月, 十来天, 一个来月: 半, 多 and 来 stand between 个 and the unit.
  const std::size_t inner = char_at(text, end) == U'个' ? end + 1 : end;
  const char32_t infix = char_at(text, inner);
  std::optional<UnitWord> unit;
  if (is_one_of(infix, U"半多来")) {
    unit = time_unit_at(text, inner + 1);
    const bool month = !unit && inner > end && char_at(text, inner + 1) == U'月';
    if (month) unit = UnitWord{U"月", TimeUnit::kMonth};
    if (unit && infix == U'半' && inner == end) unit.reset();  // 三半天 is nothing
    if (unit) {
      half = infix == U'半' ? kNumberScale / 2 : 0;
      approximate |= infix != U'半';
      end = inner + 1;
    }
  }
  if (!unit) unit = time_unit_at(text, end);
  if (!unit && char_at(text, end) == U'月' && is_one_of(text[at], U"两俩仨")) unit = UnitWord{U"月", TimeUnit::kMonth};
  if (!unit || number.high > 100'000 * kNumberScale) return std::nullopt;
  const char32_t next = char_at(text, end + unit->word.size());
  if (unit->word == U"日" && !is_day_length(text, at, end, number)) return std::nullopt;
  if (unit->word == U"周" && is_one_of(next, U"岁边围转年一二三四五六日末")) return std::nullopt;
  if (unit->word == U"年" && is_one_of(next, U"级货底代初")) return std::nullopt;
  if (unit->word == U"天" && is_one_of(next, U"到大") && has_word(text, at, U"一天到晚")) return std::nullopt;
  if (unit->word == U"秒" && !number.is_whole()) return std::nullopt;
  end += unit->word.size();

  Duration value;
  value.low = parts_of(unit->unit, number.low + half);
  value.high = parts_of(unit->unit, number.high + half);
  if (unit->unit == TimeUnit::kWorkingDay) value.day_kind = Duration::Days::kWorking;
  // 两年半, 三天半, 一年多 behind the unit.
  if (half == 0 && next == U'半' && !time_unit_at(text, end + 1) && char_at(text, end + 1) != U'个') {
    value.low = parts_of(unit->unit, number.low + kNumberScale / 2);
    value.high = parts_of(unit->unit, number.high + kNumberScale / 2);
    ++end;
  } else if (next == U'多' && char_at(text, end + 1) != U'少') {
    approximate = true;
    ++end;
  }
  return duration(text, at, end, value, approximate);
}

// ---- money ------------------------------------------------------------------------------------------------------

/// A digit behind 块 is 毛, and one behind 毛 is 分, unless it begins another number or counts something.
bool is_loose_digit(std::u32string_view text, std::size_t at) {
  const int digit = digit_value(char_at(text, at));
  if (digit < 1 || is_one_of(char_at(text, at), U"两俩仨")) return false;
  const char32_t next = char_at(text, at + 1);
  if (is_one_of(next, U"十百千万亿点半") || is_one_of(next, U"起共定直样并把下边般旦切些律会口")) return false;
  if (is_measure(next)) return false;
  // 六千零三块五|七十九天, 二十二块五|一把还: what stands behind must begin a number or a word of its own.
  if (next == U'一' && is_one_of(char_at(text, at + 2), U"起共定直样并把下次")) return true;
  std::size_t row = at + 1;
  while (digit_value(char_at(text, row)) >= 0) ++row;
  return row == at + 1 || is_one_of(char_at(text, row), U"十百千万个天日月年期");
}

/// Fen that follow 块 or 元: 五毛二, 五角, 零五分, 五, 零三毛. Moves `end` behind them.
std::int64_t read_small_money(std::u32string_view text, std::size_t& end) {
  std::int64_t fen = 0;
  std::size_t at = end;
  bool zero = false;
  if (is_one_of(char_at(text, at), U"零〇") && digit_value(char_at(text, at + 1)) > 0) {
    zero = true;
    ++at;
  }
  const int digit = digit_value(char_at(text, at));
  if (digit < 0) return 0;
  const char32_t unit = char_at(text, at + 1);
  if (is_one_of(unit, U"毛角")) {
    fen += digit * 10;
    end = at = at + 2;
    if (is_one_of(char_at(text, at), U"零〇")) ++at;
    const int last = digit_value(char_at(text, at));
    if (last > 0 && char_at(text, at + 1) == U'分' && !is_one_of(char_at(text, at + 2), U"期钟")) {
      fen += last;
      end = at + 2;
    } else if (is_loose_digit(text, at)) {
      fen += last;
      end = at + 1;
    }
    return fen;
  }
  if (unit == U'分' && !is_one_of(char_at(text, at + 2), U"期钟之")) {
    end = at + 2;
    return digit;
  }
  if (!is_loose_digit(text, at)) return 0;
  end = at + 1;
  return zero ? digit : digit * 10;
}

/// 元 in its forms; 一块 is "together" unless money is meant.
std::size_t currency_word(std::u32string_view text, std::size_t at, bool one_piece) {
  const char32_t c = char_at(text, at);
  if (!is_currency(c)) return has_word(text, at, U"rmb") ? 3 : has_word(text, at, U"人民币") ? 3 : 0;
  if (c == U'块' && one_piece) {
    const char32_t next = char_at(text, at + 1);
    const bool money = next == U'钱' || next == U'多' || is_one_of(next, U"零一二三四五六七八九");
    if (!money) return 0;
  }
  if (c == U'元' && is_one_of(char_at(text, at + 1), U"旦宝素月")) return 0;
  return 1;
}

std::optional<Entity> read_money(std::u32string_view text, std::size_t at, const SpokenNumber& number) {
  std::size_t start = at;
  bool sign = at > 0 && is_one_of(text[at - 1], U"¥￥");
  if (sign) --start;
  std::size_t end = number.end;
  bool approximate = number.approximate;
  if (has_word(text, end, U"多") && is_currency(char_at(text, end + 1))) {
    approximate = true;
    ++end;
  }
  const bool one = number.low == kNumberScale && number.digits == 1 && !number.is_range();
  const std::size_t word = currency_word(text, end, one);
  if (word == 0 && !sign) return std::nullopt;
  end += word;
  Money money;
  money.low = number.low / kFenScale;
  money.high = number.high / kFenScale;
  if (word != 0) {
    if (char_at(text, end) == U'多' && char_at(text, end + 1) != U'少') {
      approximate = true;
      ++end;
    } else if (char_at(text, end) == U'半' && !is_one_of(char_at(text, end + 1), U"个年天小")) {
      money.low += kFen / 2;
      money.high += kFen / 2;
      ++end;
    } else if (number.is_whole()) {
      const std::int64_t fen = read_small_money(text, end);
      money.low += fen;
      money.high += fen;
    }
    if (char_at(text, end) == U'钱') ++end;
  }
  const std::size_t about = about_behind(text, end);
  return Entity{EntityKind::kAmount, start, end + about, money, approximate || about != 0 || about_before(text, start)};
}

/// 五毛, 三毛五, 两毛钱, 五角.
std::optional<Entity> read_dimes(std::u32string_view text, std::size_t at, const SpokenNumber& number) {
  const char32_t c = char_at(text, number.end);
  if (!is_one_of(c, U"毛角") || number.high >= 10 * kNumberScale || !number.is_whole()) return std::nullopt;
  if (c == U'毛' && is_one_of(char_at(text, number.end + 1), U"病衣巾不")) return std::nullopt;
  const bool money =
      c == U'毛' || char_at(text, number.end + 1) == U'钱' || digit_value(char_at(text, number.end + 1)) > 0;
  if (!money) return std::nullopt;
  std::size_t end = number.end + 1;
  Money value;
  value.low = number.low / kNumberScale * 10;
  value.high = number.high / kNumberScale * 10;
  if (is_loose_digit(text, end)) {
    const int fen = digit_value(text[end++]);
    value.low += fen;
    value.high += fen;
    if (char_at(text, end) == U'分') ++end;
  }
  if (char_at(text, end) == U'钱') ++end;
  return Entity{EntityKind::kAmount, at, end, value, number.approximate || about_before(text, at)};
}

/// A verb or noun of money before a written number: 还 8230, 合计8230, 本金是5000.
bool money_cue_before(std::u32string_view text, std::size_t at) {
  static constexpr std::u32string_view kCues[] = {U"欠", U"还", U"付",   U"交",   U"存", U"转",   U"共",   U"计",
                                                  U"额", U"款", U"本金", U"利息", U"费", U"账单", U"最低", U"剩",
                                                  U"凑", U"借", U"贷",   U"打",   U"退", U"免",   U"减",   U"收",
                                                  U"扣", U"赔", U"给",   U"拿",   U"掏", U"期",   U"加到", U"还一半"};
  static constexpr std::u32string_view kFillers[] = {U"是", U"为", U"了", U"您", U"你", U"我", U"先",
                                                     U"掉", U"清", U":",  U"就", U"要", U"有", U"约",
                                                     U"到", U"他", U"下", U"出", U"上"};
  for (int fillers = 0; fillers < 3; ++fillers) {
    if (word_before(text, at, kCues)) return true;
    if (!word_before(text, at, kFillers)) return false;
    --at;
  }
  return false;
}

/// What a number without 元 or 块 must look like to be a sum.
bool looks_like_money(std::u32string_view text, std::size_t at, const SpokenNumber& number) {
  const char32_t next = char_at(text, number.end);
  const char32_t before = at > 0 ? text[at - 1] : 0;
  if (is_one_of(before, U"第零〇") || is_latin(before) || is_latin(next)) return false;
  if (is_measure(next) && !is_one_of(next, U"期声处平只所里")) return false;
  if (next == U'开' && char_at(text, number.end + 1) == U'头') return false;
  if (is_one_of(next, U"十百千万亿点分号")) return false;
  if (number.low == 250 * kNumberScale && (is_one_of(before, U"个是这你就真") || next == U'吗'))
    return false;  // the insult
  if (number.shape == NumberShape::kWritten && number.largest_unit == 1) {
    const bool decimals = !number.is_whole() && number.low >= 100 * kNumberScale;
    if (number.money_like || decimals || (next == U'整' && number.digits >= 3)) return true;
    return number.digits >= 2 && number.digits <= 7 && money_cue_before(text, at);
  }
  return number.largest_unit >= 100;
}

std::optional<Entity> read_implied_money(std::u32string_view text, std::size_t at, const SpokenNumber& number) {
  if (!looks_like_money(text, at, number)) return std::nullopt;
  Money money;
  money.low = number.low / kFenScale;
  money.high = number.high / kFenScale;
  money.unit = Money::Unit::kImplied;
  const std::size_t about = about_behind(text, number.end);
  return Entity{EntityKind::kAmount, at, number.end + about, money,
                number.approximate || about != 0 || about_before(text, at)};
}

/// 两万二千三百七十九天 without a pause is a sum and the days past due: nobody is ten years late. The days then begin
/// at the tens; what stands before is the sum.
std::optional<Entity> read_sum_before_days(std::u32string_view text, std::size_t at, const SpokenNumber& number) {
  constexpr std::int64_t kMostDays = 3650;
  const bool days = is_one_of(char_at(text, number.end), U"天日") && number.low > kMostDays * kNumberScale;
  if (!days || number.shape != NumberShape::kWords || number.largest_unit < 1000) return std::nullopt;
  std::size_t split = number.end - 1;
  for (std::size_t i = at + 1; i < number.end; ++i) {
    if (text[i] == U'十' && digit_value(text[i - 1]) > 0) split = i - 1;
  }
  const auto sum = read_number(text.substr(0, split), at, PointReading::kNever);
  if (!sum || sum->end != split) return std::nullopt;
  return read_implied_money(text, at, *sum);
}

// ---- counts -----------------------------------------------------------------------------------------------------

std::optional<Entity> read_count(std::u32string_view text, std::size_t at, const SpokenNumber& number) {
  static constexpr std::u32string_view kMeasures[] = {
      U"期", U"次", U"个", U"通", U"遍", U"条", U"封", U"笔", U"张",   U"人",   U"位", U"家",
      U"户", U"倍", U"岁", U"件", U"份", U"台", U"部", U"套", U"单",   U"趟",   U"回", U"轮",
      U"项", U"名", U"口", U"辆", U"页", U"句", U"斤", U"米", U"公里", U"平米", U"种", U"批",
      U"步", U"间", U"顿", U"声", U"场", U"处", U"级", U"字", U"只",   U"吨",   U"分", U"号人"};
  std::size_t end = number.end;
  bool approximate = number.approximate;
  if (is_one_of(char_at(text, end), U"多来")) {
    if (longest_word(text, end + 1, kMeasures) == 0) return std::nullopt;
    approximate = true;
    ++end;
  }
  const std::size_t length = longest_word(text, end, kMeasures);
  if (length == 0 || number.high > 1'000'000 * kNumberScale) return std::nullopt;
  const std::u32string_view measure = text.substr(end, length);
  const char32_t next = char_at(text, end + length);
  const bool one = number.low == kNumberScale && !number.is_range() && number.shape != NumberShape::kWritten;
  if (one && !is_one_of(measure[0], U"期次笔倍通遍岁")) return std::nullopt;  // 一个, 一家: the article
  if (one && measure == U"次" && next == U'性') return std::nullopt;
  if (measure == U"分" && (is_one_of(next, U"期之钟") || number.low <= 10 * kNumberScale)) return std::nullopt;
  static constexpr std::u32string_view kTail[] = {U"后", U"末", U"尾", U"后头", U"后面", U"尾巴", U"尾号"};
  if (measure == U"位" && word_before(text, at, kTail)) return std::nullopt;  // 后四位
  if (measure == U"单" && is_one_of(next, U"元位")) return std::nullopt;
  if (measure == U"名" && is_one_of(next, U"单")) return std::nullopt;
  if (measure == U"口" && next == U'咬') return std::nullopt;
  constexpr double kScale = static_cast<double>(kNumberScale);
  Count count{static_cast<double>(number.low) / kScale, static_cast<double>(number.high) / kScale, encode(measure)};
  return Entity{EntityKind::kCount, at, end + length, std::move(count), approximate || about_before(text, at)};
}

}  // namespace

bool about_before(std::u32string_view text, std::size_t at) {
  static constexpr std::u32string_view kWords[] = {U"大概", U"大约", U"差不多", U"将近", U"接近", U"不到", U"约",
                                                   U"至少", U"最少", U"起码",   U"超过", U"最多", U"顶多", U"快",
                                                   U"近",   U"小",   U"好几",   U"估计", U"上下", U"少说"};
  return word_before(text, at, kWords);
}

std::size_t about_behind(std::u32string_view text, std::size_t at) {
  static constexpr std::u32string_view kWords[] = {U"左右", U"上下", U"出头", U"开外",
                                                   U"以上", U"以下", U"不到", U"有余"};
  return longest_word(text, at, kWords);
}

std::optional<Entity> read_quantity(const Scan& scan, std::size_t at) {
  const std::u32string_view text = scan.text;
  if (auto found = read_worded_share(text, at)) return found;
  if (auto found = read_half(text, at)) return found;
  if (auto found = read_about_one(text, at)) return found;
  const auto first = read_number(text, at);
  if (!first) return std::nullopt;
  const SpokenNumber number = join_range(text, *first);
  if (auto sum = read_sum_before_days(text, at, number)) return sum;
  const bool row = number.shape == NumberShape::kDigits && number.digits > 6;
  using Reader = std::optional<Entity> (*)(std::u32string_view, std::size_t, const SpokenNumber&);
  static constexpr std::array<Reader, 6> kReaders = {read_share,    read_money, read_dimes,
                                                     read_duration, read_count, read_implied_money};
  if (row && !is_currency(char_at(text, number.end))) return std::nullopt;
  for (const Reader reader : kReaders) {
    if (auto found = reader(text, at, number)) return found;
  }
  return std::nullopt;
}

}  // namespace redline::text::detail
