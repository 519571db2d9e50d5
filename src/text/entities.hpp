// Entities of collection talk: sums, dates, times of day, durations, shares, phone, identity and card numbers, counts,
// in digits and in words.
//
//   FoldedText text("下个月十五号之前还八千二百三");
//   auto found = find_entities(text, {.reference = std::chrono::year{2026} / 3 / 5});
//   std::get<CalendarDate>(found[0].value).last       // 2026-04-15, bound kBy, characters [0, 8)
//   std::get<Money>(found[1].value).low               // 823000 (fen)
//
// Used where facts are made of an utterance (promises, sums that are checked against the case, numbers to be masked).
// Pure functions, safe from all threads; no regular expressions.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/sensitive.hpp"
#include "base/time.hpp"
#include "text/folded_text.hpp"

namespace redline::text {

enum class EntityKind : std::uint8_t {
  kAmount,      ///< Money
  kDate,        ///< CalendarDate
  kTime,        ///< ClockTime
  kDuration,    ///< Duration
  kPercent,     ///< Share
  kPhone,       ///< Digits
  kIdNumber,    ///< Digits: identity card, 18 characters
  kCardNumber,  ///< Digits: bank card or account
  kTailDigits,  ///< Digits: the last 3 to 6 of a number (尾号四五六七)
  kDigits,      ///< Digits: a row of 3 or more without a known meaning (staff number, answer to a check)
  kCount,       ///< Count
};

/// A sum in fen (1/100 CNY). low == high unless a range was said (三五千, 几百块).
struct Money {
  std::int64_t low = 0;
  std::int64_t high = 0;
  std::string currency = "CNY";
  /// Whether 元, 块, ¥ ... was said. Implied: a number with 百, 千, 万 that counts nothing else (两万八), or a written
  /// number behind a word such as 还, 欠, 一共.
  enum class Unit : std::uint8_t { kSpoken, kImplied } unit = Unit::kSpoken;
};

/// Before or after the date or time that was said.
enum class Bound : std::uint8_t {
  kOn,
  kBy,    ///< 之前, 以前, 前
  kFrom,  ///< 之后, 以后, 后, 起
};

/// A day or a stretch of days. `month` and `day` are those that were said or that follow from relative words; `first`
/// and `last` (inclusive) are absent without a reference date, for recurring days (每月十五号) and for days that do not
/// exist.
///
/// Resolution: weekdays without 上/下 are the next such day, the reference included; 本, 上, 下 go by weeks that begin
/// on Monday. A day of the month alone is the next such day, the reference included; month and day without a year are
/// in the year that brings them nearest to the reference. Our convention for parts of a month: 初 1-5, 上旬 1-10, 中
/// and 中旬 11-20, 下旬 21-end, 底 the last five days (approximate).
struct CalendarDate {
  std::optional<int> year{};
  std::optional<int> month{};  ///< 1..12
  std::optional<int> day{};    ///< 1..31
  std::optional<std::chrono::year_month_day> first{};
  std::optional<std::chrono::year_month_day> last{};
  Bound bound = Bound::kOn;
};

/// Time of day in minutes since midnight, 0..1440.
struct ClockTime {
  int minutes = 0;
  Bound bound = Bound::kOn;
  /// Unknown when neither 上午/下午 ... nor an hour above 12 says which half of the day is meant; then minutes < 780.
  enum class Half : std::uint8_t { kKnown, kUnknown } half = Half::kKnown;
};

/// A length of time: parts add up, since months have no fixed length. 一个半月 is one month and 15 days, 半年 six
/// months. For a range (三五天) `high` differs from `low`.
struct Duration {
  struct Parts {
    std::int64_t months = 0;
    std::int64_t days = 0;
    base::Milliseconds time{};
    friend bool operator==(const Parts&, const Parts&) = default;
  };
  Parts low{};
  Parts high{};
  enum class Relation : std::uint8_t {
    kLength,
    kWithin,  ///< 三天内
    kAfter,   ///< 三天后
    kAgo,     ///< 三天前
  } relation = Relation::kLength;
  enum class Days : std::uint8_t { kCalendar, kWorking } day_kind = Days::kCalendar;
};

/// A part of a whole in millionths: 24 % = 240000, 万分之五 = 500. A discount keeps the share that stays: 八折 =
/// 800000.
struct Share {
  std::int64_t low = 0;
  std::int64_t high = 0;
  enum class Form : std::uint8_t { kShare, kDiscount } form = Form::kShare;
};

/// A number that is a name. Digits 0-9, `x` as the last of an identity number, no separators.
struct Digits {
  base::Sensitive<std::string> value{};
  /// Identity numbers: GB 11643-1999 (ISO 7064 MOD 11-2); cards: the Luhn sum of ISO/IEC 7812-1. Recognisers mishear
  /// digits, so a wrong sum does not stop the entity.
  enum class Checksum : std::uint8_t { kNone, kRight, kWrong } checksum = Checksum::kNone;
};

/// A number with what it counts: 二十四期, 三次, 两倍.
struct Count {
  double low = 0;
  double high = 0;
  std::string measure{};  ///< UTF-8, one or two characters
};

struct Entity {
  EntityKind kind = EntityKind::kCount;
  std::size_t start = 0;  ///< characters of the original text, [start, end)
  std::size_t end = 0;
  std::variant<Money, CalendarDate, ClockTime, Duration, Share, Digits, Count> value{};
  bool approximate = false;  ///< about, more than, nearly, or a range
};

struct EntityContext {
  std::optional<std::chrono::year_month_day> reference{};  ///< the local day of the contact
};

/// All entities in order, without overlaps. Blanks inside a number do not matter (8 230 元). Idioms are no entities
/// (一下, 万一, 三番五次, 千万别), nor are ordinals (第三期) and the article 一个.
std::vector<Entity> find_entities(const FoldedText& text, const EntityContext& context);

/// "amount", "date" ...: stable words for programs.
std::string_view name(EntityKind kind);

}  // namespace redline::text
