// Times of day: 下午四点半, 八点零五, 22:00.
#include "text/detail/entity_readers.hpp"
#include "text/detail/words.hpp"

namespace redline::text::detail {
namespace {

enum class DayPart : std::uint8_t { kNone, kNight, kMorning, kNoon, kAfternoon, kEvening };

struct DayPartWord {
  DayPart part = DayPart::kNone;
  std::size_t length = 0;
};

struct NamedPart {
  std::u32string_view word;
  DayPart part;
};

constexpr NamedPart kNamedParts[] = {
    {U"凌晨", DayPart::kNight},     {U"后半夜", DayPart::kNight},   {U"清早", DayPart::kMorning},
    {U"大早上", DayPart::kMorning}, {U"早上", DayPart::kMorning},   {U"早晨", DayPart::kMorning},
    {U"早间", DayPart::kMorning},   {U"上午", DayPart::kMorning},   {U"上昼", DayPart::kMorning},
    {U"中午", DayPart::kNoon},      {U"晌午", DayPart::kNoon},      {U"下午", DayPart::kAfternoon},
    {U"下昼", DayPart::kAfternoon}, {U"傍晚", DayPart::kEvening},   {U"晚上", DayPart::kEvening},
    {U"晚间", DayPart::kEvening},   {U"夜里", DayPart::kEvening},   {U"夜间", DayPart::kEvening},
    {U"夜晚", DayPart::kEvening},   {U"夜头", DayPart::kEvening},   {U"半夜", DayPart::kEvening},
    {U"深夜", DayPart::kEvening},   {U"大晚上", DayPart::kEvening}, {U"下半天", DayPart::kAfternoon}};

DayPartWord day_part_at(std::u32string_view text, std::size_t at) {
  DayPartWord found;
  if (digit_value(char_at(text, at)) >= 0) return found;
  for (const auto& named : kNamedParts) {
    if (named.word.size() > found.length && has_word(text, at, named.word)) found = {named.part, named.word.size()};
  }
  return found;
}

/// 早, 晚 of 明早, 今晚 right before a time.
DayPart day_part_before(std::u32string_view text, std::size_t at) {
  if (at == 0) return DayPart::kNone;
  if (text[at - 1] == U'早') return DayPart::kMorning;
  if (text[at - 1] == U'晚') return DayPart::kEvening;
  return DayPart::kNone;
}

/// Hours 0..24 on the stated half of the day. 夜里 with a small hour is after midnight.
int apply_day_part(int minutes, DayPart part) {
  const int hour = minutes / 60;
  constexpr int kHalfDay = 12 * 60;
  switch (part) {
    case DayPart::kAfternoon:
      return hour < 12 ? minutes + kHalfDay : minutes;
    case DayPart::kEvening:
      if (hour == 12) return minutes + kHalfDay == 24 * 60 ? 24 * 60 : minutes - kHalfDay;
      return hour >= 5 && hour < 12 ? minutes + kHalfDay : minutes;
    case DayPart::kNoon:
      return hour >= 1 && hour <= 3 ? minutes + kHalfDay : minutes;
    case DayPart::kNight:
      return hour == 12 ? minutes - kHalfDay : minutes;
    case DayPart::kMorning:
    case DayPart::kNone:
      return minutes;
  }
  return minutes;
}

struct Minutes {
  int value = 0;
  std::size_t end = 0;
  bool explicit_time = false;  ///< a word that only a time has: 半, 钟, minutes
};

/// What stands behind 点.
std::optional<Minutes> read_minutes(std::u32string_view text, std::size_t at) {
  const char32_t c = char_at(text, at);
  if (c == U'钟' || c == U'整') return Minutes{0, at + (char_at(text, at + 1) == U'整' ? 2U : 1U), true};
  if (c == U'半' && !is_one_of(char_at(text, at + 1), U"个年天小")) return Minutes{30, at + 1, true};
  if (has_word(text, at, U"一刻")) return Minutes{15, at + 2, true};
  if (has_word(text, at, U"三刻")) return Minutes{45, at + 2, true};
  const std::size_t from = c == U'过' ? at + 1 : at;
  const bool zero = is_one_of(char_at(text, from), U"零〇") && digit_value(char_at(text, from + 1)) > 0;
  const auto number = read_number(text, zero ? from + 1 : from, PointReading::kNever);
  if (!number || number->approximate || !number->is_whole() || number->low >= 60 * kNumberScale)
    return Minutes{0, at, false};
  std::size_t end = number->end;
  const bool said = char_at(text, end) == U'分' && !is_one_of(char_at(text, end + 1), U"期之");
  const bool two_places = zero || number->low >= 10 * kNumberScale;
  if (!said && (!two_places || is_measure(char_at(text, end)) || is_one_of(char_at(text, end), U"%百千万点"))) {
    // 三点五 is a decimal, not a time; 三点|五百块 and 三点|五号 are a time and something else.
    const bool points = has_word(text, end, U"个点") || has_word(text, end, U"个百分点");
    const bool decimal = number->digits == 1 && (points || !is_measure(char_at(text, end)));
    if (decimal) return std::nullopt;
    return Minutes{0, at, false};
  }
  return Minutes{static_cast<int>(number->low / kNumberScale), end + (said ? 1 : 0), true};
}

/// Without a day part 点 may be "a bit" or "points": 一点, 有两点, 快点.
bool may_be_time(std::u32string_view text, std::size_t at, const SpokenNumber& hour, std::size_t end) {
  const int value = static_cast<int>(hour.low / kNumberScale);
  if (value == 1) return false;
  if (is_one_of(char_at(text, end), U"要意建原问说声赔东钱") || is_one_of(char_at(text, end), U"儿击")) return false;
  static constexpr std::u32string_view kNoTime[] = {U"有", U"这", U"那", U"第", U"了", U"出", U"涨", U"降", U"打"};
  return !(value <= 3 && word_before(text, at, kNoTime));
}

std::optional<Entity> read_written_clock(std::u32string_view text, std::size_t at, std::size_t start, DayPart part) {
  std::size_t end = at;
  int hour = 0;
  while (is_written_digit(char_at(text, end)) && end - at < 2) hour = hour * 10 + digit_value(text[end++]);
  if (end == at || hour > 24 || char_at(text, end) != U':') return std::nullopt;
  const bool minutes = is_written_digit(char_at(text, end + 1)) && is_written_digit(char_at(text, end + 2)) &&
                       !is_written_digit(char_at(text, end + 3));
  if (!minutes) return std::nullopt;
  const int minute = digit_value(text[end + 1]) * 10 + digit_value(text[end + 2]);
  if (minute > 59 || (hour == 24 && minute > 0)) return std::nullopt;
  end += 3;
  const bool seconds = char_at(text, end) == U':' && is_written_digit(char_at(text, end + 1)) &&
                       is_written_digit(char_at(text, end + 2));
  if (seconds) end += 3;
  ClockTime clock;
  clock.minutes = apply_day_part(hour * 60 + minute, part);
  return Entity{EntityKind::kTime, start, end, clock, false};
}

/// The half of the day of a time that ends right before 到, 至 or -: 下午两点到四点.
bool follows_afternoon(const Scan& scan, std::size_t at) {
  if (scan.found.empty() || at < 1 || !is_one_of(scan.text[at - 1], U"到至-~")) return false;
  const Entity& before = scan.found.back();
  const auto* clock = std::get_if<ClockTime>(&before.value);
  return clock != nullptr && before.end + 1 == at && clock->half == ClockTime::Half::kKnown &&
         clock->minutes >= 12 * 60;
}

}  // namespace

std::optional<Entity> read_clock(const Scan& scan, std::size_t at) {
  const std::u32string_view text = scan.text;
  const DayPartWord named = day_part_at(text, at);
  const std::size_t number_at = at + named.length;
  const DayPart part = named.length > 0 ? named.part : day_part_before(text, at);
  if (auto written = read_written_clock(text, number_at, at, part)) return written;

  const auto hour = read_number(text, number_at, PointReading::kNever);
  if (!hour || hour->approximate || !hour->is_whole() || hour->low > 24 * kNumberScale || hour->digits > 2)
    return std::nullopt;
  if (hour->shape == NumberShape::kDigits) return std::nullopt;
  const char32_t word = char_at(text, hour->end);
  const bool is_o_clock = word == U'时' && !is_one_of(char_at(text, hour->end + 1), U"候间段刻期常不而候");
  if (word != U'点' && !is_o_clock) return std::nullopt;
  const auto minutes = read_minutes(text, hour->end + 1);
  if (!minutes) return std::nullopt;
  std::size_t end = minutes->end;
  const BoundWord bound = read_bound(text, end);
  const bool certain =
      part != DayPart::kNone || minutes->explicit_time || bound.length != 0 || follows_afternoon(scan, at);
  if (!certain && !may_be_time(text, at, *hour, end)) return std::nullopt;
  if (has_word(text, hour->end, U"点多") && char_at(text, end) == U'多') ++end;

  ClockTime clock;
  clock.minutes = static_cast<int>(hour->low / kNumberScale) * 60 + minutes->value;
  if (clock.minutes > 24 * 60) return std::nullopt;
  if (part != DayPart::kNone) {
    clock.minutes = apply_day_part(clock.minutes, part);
  } else if (follows_afternoon(scan, at) && clock.minutes < 12 * 60) {
    clock.minutes += 12 * 60;
  } else if (clock.minutes < 13 * 60 && clock.minutes >= 60) {
    clock.half = ClockTime::Half::kUnknown;
  }
  const BoundWord final_bound = read_bound(text, end);
  clock.bound = final_bound.bound;
  end += final_bound.length;
  const std::size_t about = final_bound.length == 0 ? about_behind(text, end) : 0;
  const bool approximate = about != 0 || char_at(text, end - 1) == U'多' || about_before(text, at);
  return Entity{EntityKind::kTime, at, end + about, clock, approximate};
}

}  // namespace redline::text::detail
