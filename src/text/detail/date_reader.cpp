// Calendar dates: written, spoken, and relative to the day of the contact.
#include <array>
#include <span>

#include "text/detail/entity_readers.hpp"
#include "text/detail/words.hpp"

namespace redline::text::detail {
namespace {

using std::chrono::days;
using std::chrono::month;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::year_month;
using std::chrono::year_month_day;

struct Found {
  CalendarDate date{};
  std::size_t end = 0;
  bool approximate = false;
};

int whole(const SpokenNumber& number) { return static_cast<int>(number.low / kNumberScale); }

/// A plain whole number of at most `most`; nothing for ranges and roundings.
std::optional<SpokenNumber> small_number(std::u32string_view text, std::size_t at, int most) {
  const auto number = read_number(text, at, PointReading::kNever);
  if (!number || number->approximate || !number->is_whole() || number->low > most * kNumberScale) return std::nullopt;
  return number;
}

year_month_day last_day(year_month month) { return year_month_day{month.year() / month.month() / std::chrono::last}; }

year_month month_of(const year_month_day& day) { return year_month{day.year(), day.month()}; }

void set_day(CalendarDate& date, const year_month_day& day) {
  date.year = static_cast<int>(day.year());
  date.month = static_cast<int>(static_cast<unsigned>(day.month()));
  date.day = static_cast<int>(static_cast<unsigned>(day.day()));
  date.first = date.last = day;
}

/// The first day with this number on or after the reference; nothing for 32 and more.
std::optional<year_month_day> next_day_of_month(const year_month_day& reference, int day) {
  year_month month = month_of(reference);
  for (int i = 0; i < 4; ++i, month += months{1}) {
    const year_month_day candidate = month / day;
    if (candidate.ok() && sys_days(candidate) >= sys_days(reference)) return candidate;
  }
  return std::nullopt;
}

/// Month and day in the year that brings them nearest to the reference.
std::optional<year_month_day> nearest_year(const year_month_day& reference, int month, int day) {
  std::optional<year_month_day> best;
  for (int shift = -1; shift <= 1; ++shift) {
    const year_month_day candidate = (reference.year() + std::chrono::years{shift}) / month / day;
    if (!candidate.ok()) continue;
    const auto distance = [&](const year_month_day& other) {
      const auto difference = sys_days(other) - sys_days(reference);
      return difference < days{0} ? -difference : difference;
    };
    if (!best || distance(candidate) < distance(*best)) best = candidate;
  }
  return best;
}

/// A stretch of one month: the words behind a month, 初, 中旬, 底.
struct MonthPart {
  int first = 0;
  int last = 0;  ///< 0 for the end; first is then days before it when negative
  std::size_t length = 0;
};

std::optional<MonthPart> read_month_part(std::u32string_view text, std::size_t at) {
  struct Word {
    std::u32string_view word;
    int first;
    int last;
  };
  static constexpr Word kWords[] = {{U"上旬", 1, 10}, {U"中旬", 11, 20}, {U"下旬", 21, 0}, {U"月初", 1, 5},
                                    {U"初", 1, 5},    {U"中", 11, 20},   {U"底", -4, 0},   {U"末", -4, 0}};
  for (const auto& word : kWords) {
    if (!has_word(text, at, word.word)) continue;
    const std::size_t end = at + word.word.size();
    if (word.word == U"初" && digit_value(char_at(text, end)) >= 0) return std::nullopt;  // 六月初九, a lunar date
    if (word.word == U"中" && is_one_of(char_at(text, end), U"国间心等")) return std::nullopt;
    return MonthPart{word.first, word.last, word.word.size()};
  }
  return std::nullopt;
}

void resolve_part(CalendarDate& date, const MonthPart& part, year_month month) {
  const year_month_day end = last_day(month);
  date.first = part.first > 0 ? year_month_day{month / part.first} : year_month_day{sys_days(end) + days{part.first}};
  date.last = part.last > 0 ? year_month_day{month / part.last} : end;
}

void set_month(CalendarDate& date, year_month month) {
  date.year = static_cast<int>(month.year());
  date.month = static_cast<int>(static_cast<unsigned>(month.month()));
}

/// 号 and 日 end a day, unless they go on as a house, a staff number or "days".
std::size_t day_word(std::u32string_view text, std::size_t at) {
  const char32_t c = char_at(text, at);
  const char32_t next = char_at(text, at + 1);
  if (c == U'号' && !is_one_of(next, U"楼栋院店线机码员室门桌窗文客坐")) return 1;
  if (c == U'日' && !is_one_of(next, U"内利息均元"))
    return has_word(text, at, U"日以内") || has_word(text, at, U"日之内") ? 0 : 1;
  return 0;
}

/// A day number with its 号 or 日 at `at`: the day and the end.
std::optional<std::pair<int, std::size_t>> read_day(std::u32string_view text, std::size_t at) {
  const auto number = small_number(text, at, 31);
  if (!number || number->low < kNumberScale) return std::nullopt;
  const std::size_t word = day_word(text, number->end);
  if (word == 0) return std::nullopt;
  return std::pair{whole(*number), number->end + word};
}

struct YearFound {
  int year = 0;
  std::size_t end = 0;
};

/// 2026年, 二零二六年, 二六年 (a row of two digits), 今年, 明年, 去年.
std::optional<YearFound> read_year(const Scan& scan, std::size_t at) {
  static constexpr std::pair<std::u32string_view, int> kRelative[] = {
      {U"今年", 0}, {U"明年", 1}, {U"后年", 2}, {U"去年", -1}, {U"前年", -2}};
  for (const auto& [word, shift] : kRelative) {
    if (!has_word(scan.text, at, word) || !scan.context.reference) continue;
    return YearFound{static_cast<int>(scan.context.reference->year()) + shift, at + word.size()};
  }
  std::size_t end = at;
  int year = 0;
  while (end < at + 4 && digit_value(char_at(scan.text, end)) >= 0) year = year * 10 + digit_value(scan.text[end++]);
  if (char_at(scan.text, end) != U'年') return std::nullopt;
  if (end - at == 4 && year >= 1900 && year <= 2199) return YearFound{year, end + 1};
  const bool words = end - at == 2 && !is_written_digit(scan.text[at]);
  if (end - at != 2 || (!words && small_number(scan.text, end + 1, 12) == std::nullopt)) return std::nullopt;
  return YearFound{year < 50 ? 2000 + year : 1900 + year, end + 1};
}

/// A day of ten and above may go without 号 behind a month: 三月十五. Smaller ones would be counts too often.
std::optional<std::pair<int, std::size_t>> read_day_without_word(std::u32string_view text, std::size_t at) {
  const auto number = small_number(text, at, 31);
  if (!number || number->low < 10 * kNumberScale || number->shape == NumberShape::kDigits) return std::nullopt;
  const char32_t next = char_at(text, number->end);
  if (is_measure(next) || is_one_of(next, U"十百千万亿点%成折多来几")) return std::nullopt;
  const bool sum_follows = is_one_of(char_at(text, number->end + 1), U"百千万");  // 四月十五|一万五
  if (digit_value(next) >= 0 && !sum_follows) return std::nullopt;
  return std::pair{whole(*number), number->end};
}

/// Behind a known month: a day, a part, or nothing (the whole month).
Found finish_month(const Scan& scan, CalendarDate date, std::optional<year_month> month, std::size_t at) {
  const std::size_t day_at = char_at(scan.text, at) == U'的' ? at + 1 : at;
  auto day = read_day(scan.text, day_at);
  if (!day) day = read_day_without_word(scan.text, day_at);
  if (day) {
    date.day = day->first;
    if (month) {
      const year_month_day candidate = *month / day->first;
      if (candidate.ok()) date.first = date.last = candidate;
    }
    return {date, day->second, false};
  }
  if (const auto part = read_month_part(scan.text, at)) {
    if (month) resolve_part(date, *part, *month);
    return {date, at + part->length, true};
  }
  if (month) {
    date.first = *month / 1;
    date.last = last_day(*month);
  }
  return {date, at, true};
}

/// Whether the month named is a date: 三月 is, 三月份 too; 二月初九 and 正月 belong to the lunar calendar.
std::optional<Found> read_month_day(const Scan& scan, std::size_t at, std::optional<int> year) {
  const auto number = small_number(scan.text, at, 12);
  if (!number || number->low < kNumberScale || char_at(scan.text, number->end) != U'月') return std::nullopt;
  if (is_one_of(scan.text[at], U"两俩仨")) return std::nullopt;  // 仨月: three months
  std::size_t end = number->end + 1;
  if (char_at(scan.text, end) == U'份') ++end;
  if (char_at(scan.text, end) == U'初' && digit_value(char_at(scan.text, end + 1)) >= 0) return std::nullopt;
  CalendarDate date;
  date.month = whole(*number);
  date.year = year;
  std::optional<year_month> month;
  if (year) {
    month = std::chrono::year{*year} / *date.month;
  } else if (scan.context.reference) {
    // A month without a year: that of the nearest middle of the month, then the nearest day.
    const auto nearest = nearest_year(*scan.context.reference, *date.month, 15);
    if (nearest) month = month_of(*nearest);
  }
  Found found = finish_month(scan, date, month, end);
  if (!year && found.date.day && scan.context.reference) {
    found.date.first = nearest_year(*scan.context.reference, *date.month, *found.date.day);
    found.date.last = found.date.first;
  }
  if (!found.date.year && found.date.first) found.date.year = static_cast<int>(found.date.first->year());
  // 三百块一月 is a price, not January.
  const bool bare = found.end == number->end + 1;
  if (bare && at > 0 && (is_currency(scan.text[at - 1]) || is_one_of(scan.text[at - 1], U"每第"))) return std::nullopt;
  return found;
}

/// A year with what follows it, in words or as 2026-03-06.
std::optional<Found> read_absolute(const Scan& scan, std::size_t at) {
  if (const auto year = read_year(scan, at)) {
    const std::size_t month_at = char_at(scan.text, year->end) == U'的' ? year->end + 1 : year->end;
    if (auto found = read_month_day(scan, month_at, year->year)) return found;
    if (digit_value(char_at(scan.text, at)) < 0) return std::nullopt;  // 今年 alone says little
    Found found{{}, year->end, true};
    found.date.year = year->year;
    found.date.first = std::chrono::year{year->year} / 1 / 1;
    found.date.last = std::chrono::year{year->year} / 12 / 31;
    return found;
  }
  std::array<int, 3> parts{};
  std::size_t end = at;
  char32_t separator = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    const std::size_t from = end;
    while (is_written_digit(char_at(scan.text, end)) && end - from < 4) {
      parts[i] = parts[i] * 10 + digit_value(scan.text[end++]);
    }
    const std::size_t length = end - from;
    if (i == 0 ? length != 4 : (length != 1 && length != 2)) return std::nullopt;
    if (i == 2) break;
    const char32_t c = char_at(scan.text, end);
    if (!is_one_of(c, U"-/.") || (separator != 0 && c != separator)) return std::nullopt;
    separator = c;
    ++end;
  }
  const year_month_day day = std::chrono::year{parts[0]} / parts[1] / parts[2];
  if (!day.ok() || parts[0] < 1900 || parts[0] > 2199 || is_written_digit(char_at(scan.text, end))) return std::nullopt;
  Found found;
  set_day(found.date, day);
  found.end = end;
  return found;
}

/// 下个月, 这月, 本月, 上上个月, 每月: how many months away, and the end. Recurring months have no shift.
struct RelativeMonth {
  std::optional<int> shift{};
  std::size_t end = 0;
};

std::optional<RelativeMonth> read_relative_month(std::u32string_view text, std::size_t at) {
  struct Word {
    std::u32string_view word;
    std::optional<int> shift;
  };
  static constexpr Word kWords[] = {{U"下下个月", 2}, {U"下下月", 2}, {U"下个月", 1},  {U"下月", 1},  {U"次月", 1},
                                    {U"这个月", 0},   {U"这月", 0},   {U"本月", 0},    {U"当月", 0},  {U"上上个月", -2},
                                    {U"上个月", -1},  {U"上月", -1},  {U"每个月", {}}, {U"每月", {}}, {U"月月", {}}};
  for (const auto& word : kWords) {
    if (has_word(text, at, word.word)) return RelativeMonth{word.shift, at + word.word.size()};
  }
  return std::nullopt;
}

std::optional<Found> read_relative_month_date(const Scan& scan, std::size_t at) {
  const auto relative = read_relative_month(scan.text, at);
  if (!relative) return std::nullopt;
  CalendarDate date;
  std::optional<year_month> month;
  if (relative->shift && scan.context.reference) {
    month = month_of(*scan.context.reference) + months{*relative->shift};
    set_month(date, *month);
  }
  Found found = finish_month(scan, date, month, relative->end);
  if (!relative->shift && !found.date.day) return std::nullopt;  // 每个月 alone is no date
  return found;
}

/// 月底, 月初, 年底 without a month: those of the reference.
std::optional<Found> read_bare_part(const Scan& scan, std::size_t at) {
  const char32_t lead = char_at(scan.text, at);
  const char32_t before = at > 0 ? scan.text[at - 1] : 0;
  if (lead == U'年' && has_word(scan.text, at, U"年底") && digit_value(before) < 0 && !is_one_of(before, U"几多半")) {
    Found found{{}, at + 2, true};
    if (scan.context.reference) {
      found.date.first = scan.context.reference->year() / 12 / 1;
      found.date.last = scan.context.reference->year() / 12 / 31;
    }
    return found;
  }
  if (lead != U'月' || is_one_of(before, U"个正腊") || digit_value(before) >= 0) return std::nullopt;
  const auto part = read_month_part(scan.text, at + 1);
  if (!part || has_word(scan.text, at + 1, U"中")) return std::nullopt;
  Found found{{}, at + 1 + part->length, true};
  if (scan.context.reference) {
    year_month month = month_of(*scan.context.reference);
    resolve_part(found.date, *part, month);
    // 月初 said in the second half of a month is that of the next.
    if (sys_days(*found.date.last) < sys_days(*scan.context.reference))
      resolve_part(found.date, *part, month += months{1});
    set_month(found.date, month);
  }
  return found;
}

std::optional<Found> read_relative_day(const Scan& scan, std::size_t at) {
  struct Word {
    std::u32string_view word;
    int shift;
  };
  static constexpr Word kWords[] = {{U"大后天", 3}, {U"大前天", -3}, {U"后天", 2},  {U"后日", 2},  {U"明天", 1},
                                    {U"明日", 1},   {U"明儿", 1},    {U"明早", 1},  {U"明晚", 1},  {U"明朝", 1},
                                    {U"听日", 1},   {U"今天", 0},    {U"今日", 0},  {U"今儿", 0},  {U"今早", 0},
                                    {U"今晚", 0},   {U"今朝", 0},    {U"昨天", -1}, {U"昨日", -1}, {U"昨晚", -1},
                                    {U"昨儿", -1},  {U"寻日", -1},   {U"前天", -2}};
  for (const auto& word : kWords) {
    if (!has_word(scan.text, at, word.word)) continue;
    const char32_t before = at > 0 ? scan.text[at - 1] : 0;
    const bool adverb = is_one_of(word.word[0], U"前后") &&
                        (is_one_of(before, U"以之今目最随然个") || char_at(scan.text, at + 2) == U'天');
    if (adverb) return std::nullopt;  // 以后|天天打电话
    Found found{{}, at + word.word.size(), false};
    if (char_at(scan.text, found.end) == U'个' && is_one_of(word.word.back(), U"儿")) ++found.end;  // 明儿个
    if (scan.context.reference) {
      set_day(found.date, year_month_day{sys_days(*scan.context.reference) + days{word.shift}});
    }
    return found;
  }
  return std::nullopt;
}

/// 1..7 for 一 ... 六, 日, 天; 0 for none.
int weekday_number(char32_t c) {
  if (c == U'日' || c == U'天') return 7;
  const int digit = digit_value(c);
  return digit >= 1 && digit <= 6 && !is_one_of(c, U"幺两") ? digit : 0;
}

struct WeekWord {
  std::optional<int> shift{};  ///< weeks from the one of the reference; nothing when not said
  std::size_t end = 0;
};

std::optional<WeekWord> read_week_word(std::u32string_view text, std::size_t at) {
  WeekWord week{{}, at};
  if (has_word(text, at, U"下下")) {
    week = {2, at + 2};
  } else if (is_one_of(char_at(text, at), U"下上")) {
    week = {text[at] == U'下' ? 1 : -1, at + 1};
  } else if (is_one_of(char_at(text, at), U"这本")) {
    week = {0, at + 1};
  }
  if (week.shift && char_at(text, week.end) == U'个') ++week.end;
  if (has_word(text, week.end, U"星期") || has_word(text, week.end, U"礼拜")) {
    week.end += 2;
  } else if (char_at(text, week.end) == U'周') {
    ++week.end;
  } else {
    return std::nullopt;
  }
  return week;
}

std::optional<Found> read_weekday(const Scan& scan, std::size_t at) {
  const auto week = read_week_word(scan.text, at);
  if (!week) return std::nullopt;
  const char32_t before = at > 0 ? scan.text[at - 1] : 0;
  if (!week->shift && (is_one_of(before, U"每个一两三四五六七八九十几半") || is_written_digit(before)))
    return std::nullopt;
  const auto& reference = scan.context.reference;
  const auto monday = [&](int shift) {
    const auto today = sys_days(*reference);
    return today - (std::chrono::weekday(today) - std::chrono::Monday) + days{7 * shift};
  };
  Found found;
  const bool weekend = char_at(scan.text, week->end) == U'末';
  const int number = weekday_number(char_at(scan.text, week->end));
  const char32_t behind = char_at(scan.text, week->end + 1);
  const bool quantity = number != 0 && is_one_of(behind, U"十百千万");
  if (weekend || number == 0 || quantity) {
    if (!weekend && !week->shift) return std::nullopt;
    found.end = week->end + (weekend ? 1 : 0);
    found.approximate = true;
    if (reference) {
      const auto start = monday(week->shift.value_or(0)) + days{weekend ? 5 : 0};
      found.date.first = year_month_day{start};
      found.date.last = year_month_day{start + days{weekend ? 1 : 6}};
    }
    return found;
  }
  found.end = week->end + 1;
  if (reference) {
    auto day = monday(week->shift.value_or(0)) + days{number - 1};
    if (!week->shift && day < sys_days(*reference)) day += days{7};
    set_day(found.date, year_month_day{day});
  }
  return found;
}

/// 十五号 alone.
std::optional<Found> read_day_alone(const Scan& scan, std::size_t at) {
  const auto day = read_day(scan.text, at);
  if (!day) return std::nullopt;
  static constexpr std::u32string_view kNoDay[] = {U"第", U"工", U"编", U"员工", U"客服", U"坐席", U"初"};
  static constexpr std::u32string_view kLate[] = {U"逾期", U"预期", U"余期", U"过期", U"拖欠", U"迟咗", U"超过"};
  if (word_before(scan.text, at, kNoDay)) return std::nullopt;
  if (scan.text[day->second - 1] == U'日' && word_before(scan.text, at, kLate)) return std::nullopt;
  Found found{{}, day->second, false};
  found.date.day = day->first;
  if (scan.context.reference) {
    if (const auto next = next_day_of_month(*scan.context.reference, day->first))
      found.date.first = found.date.last = next;
  }
  return found;
}

}  // namespace

BoundWord read_bound(std::u32string_view text, std::size_t at) {
  struct Word {
    std::u32string_view word;
    Bound bound;
  };
  static constexpr Word kWords[] = {{U"之前", Bound::kBy},   {U"以前", Bound::kBy},   {U"前头", Bound::kBy},
                                    {U"前", Bound::kBy},     {U"之后", Bound::kFrom}, {U"以后", Bound::kFrom},
                                    {U"后头", Bound::kFrom}, {U"后", Bound::kFrom},   {U"起", Bound::kFrom},
                                    {U"开始", Bound::kFrom}};
  for (const auto& word : kWords) {
    if (!has_word(text, at, word.word)) continue;
    const char32_t next = char_at(text, at + word.word.size());
    if (word.word == U"前" && is_one_of(next, U"面台后天期任妻夫头边")) return {};
    if (word.word == U"后" && is_one_of(next, U"面来台天果续期四六悔头边")) return {};
    if (word.word == U"起" && is_one_of(next, U"来码诉床")) return {};
    return {word.bound, word.word.size()};
  }
  return {};
}

std::optional<Entity> read_date(const Scan& scan, std::size_t at) {
  using Reader = std::optional<Found> (*)(const Scan&, std::size_t);
  // Only some can begin with a number, and only the others with a word.
  static constexpr Reader kWithNumber[] = {
      read_absolute,
      [](const Scan& s, std::size_t i) { return read_month_day(s, i, std::nullopt); },
      read_day_alone,
  };
  static constexpr Reader kWithWord[] = {read_absolute, read_relative_month_date, read_bare_part, read_relative_day,
                                         read_weekday};
  const char32_t first = char_at(scan.text, at);
  const bool number = digit_value(first) >= 0 || is_one_of(first, U"十廿卅");
  for (const Reader reader : number ? std::span<const Reader>(kWithNumber) : std::span<const Reader>(kWithWord)) {
    auto found = reader(scan, at);
    if (!found) continue;
    const BoundWord bound = read_bound(scan.text, found->end);
    found->date.bound = bound.bound;
    const std::size_t about = bound.length == 0 ? about_behind(scan.text, found->end) : 0;
    return Entity{EntityKind::kDate, at, found->end + bound.length + about, found->date,
                  found->approximate || about != 0};
  }
  return std::nullopt;
}

}  // namespace redline::text::detail
