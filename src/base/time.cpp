#include "base/time.hpp"

#include <date/date.h>
#include <date/tz.h>
#include <fmt/format.h>

#include <optional>

namespace redline::base {
namespace {

/// Reads exactly `digits` decimal digits at `at`; moves `at` behind them.
std::optional<int> read_digits(std::string_view text, std::size_t& at, std::size_t digits) {
  if (at + digits > text.size()) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    const char c = text[at + i];
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  at += digits;
  return value;
}

bool skip(std::string_view text, std::size_t& at, std::string_view any_of) {
  if (at >= text.size() || any_of.find(text[at]) == std::string_view::npos) return false;
  ++at;
  return true;
}

std::optional<std::chrono::microseconds> read_fraction(std::string_view text, std::size_t& at) {
  if (!skip(text, at, ".")) return std::chrono::microseconds{0};
  std::int64_t value = 0;
  std::size_t digits = 0;
  while (at < text.size() && text[at] >= '0' && text[at] <= '9' && digits < 9) {
    if (digits < 6) value = value * 10 + (text[at] - '0');
    ++digits;
    ++at;
  }
  if (digits == 0) return std::nullopt;
  for (; digits < 6; ++digits) value *= 10;
  return std::chrono::microseconds{value};
}

std::optional<std::chrono::minutes> read_offset(std::string_view text, std::size_t& at) {
  if (skip(text, at, "Zz")) return std::chrono::minutes{0};
  if (at >= text.size() || (text[at] != '+' && text[at] != '-')) return std::nullopt;
  const int sign = text[at++] == '-' ? -1 : 1;
  const auto hours = read_digits(text, at, 2);
  skip(text, at, ":");
  const auto minutes = read_digits(text, at, 2);
  if (!hours || !minutes || *hours > 14 || *minutes > 59) return std::nullopt;
  return std::chrono::minutes{sign * (*hours * 60 + *minutes)};
}

std::optional<ZonedTime> parse(std::string_view text) {
  std::size_t at = 0;
  const auto year = read_digits(text, at, 4);
  if (!year || !skip(text, at, "-")) return std::nullopt;
  const auto month = read_digits(text, at, 2);
  if (!month || !skip(text, at, "-")) return std::nullopt;
  const auto day = read_digits(text, at, 2);
  if (!day || !skip(text, at, "Tt ")) return std::nullopt;
  const auto hour = read_digits(text, at, 2);
  if (!hour || !skip(text, at, ":")) return std::nullopt;
  const auto minute = read_digits(text, at, 2);
  if (!minute || !skip(text, at, ":")) return std::nullopt;
  const auto second = read_digits(text, at, 2);
  if (!second) return std::nullopt;
  const auto fraction = read_fraction(text, at);
  const auto offset = fraction ? read_offset(text, at) : std::nullopt;
  if (!offset || at != text.size()) return std::nullopt;

  const auto date = date::year{*year} / *month / *day;
  if (!date.ok() || *year < 1970 || *year > 2199 || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  const UtcTime local = date::sys_days{date} + std::chrono::hours{*hour} + std::chrono::minutes{*minute} +
                        std::chrono::seconds{*second} + *fraction;
  return ZonedTime{local - *offset, *offset};
}

}  // namespace

Result<ZonedTime> parse_time(std::string_view text) {
  if (const auto time = parse(text)) return *time;
  return Error{ErrorCode::kInvalid, "time.invalid",
               fmt::format("expected a time such as 2026-03-05T10:14:42+08:00, found \"{}\"", text.substr(0, 40))};
}

std::string format_time(const ZonedTime& time) {
  const auto local = time.utc + time.offset;
  std::string text = date::format("%FT%T", date::floor<std::chrono::seconds>(local));
  const auto fraction = (local - date::floor<std::chrono::seconds>(local)).count();
  if (fraction != 0) text += fmt::format(".{:06}", fraction);
  const auto minutes = time.offset.count();
  return text + fmt::format("{}{:02}:{:02}", minutes < 0 ? '-' : '+', std::abs(minutes) / 60, std::abs(minutes) % 60);
}

int local_minutes(const ZonedTime& time) {
  const auto local = time.utc + time.offset;
  return static_cast<int>(
      std::chrono::duration_cast<std::chrono::minutes>(local - date::floor<date::days>(local)).count());
}

Result<ZonedTime> in_zone(const ZonedTime& time, std::string_view zone) {
  try {
    const auto info = date::locate_zone(zone)->get_info(date::floor<std::chrono::seconds>(time.utc));
    return ZonedTime{time.utc, std::chrono::duration_cast<std::chrono::minutes>(info.offset)};
  } catch (const std::runtime_error&) {  // the library's way to say that there is no such zone
    return Error{ErrorCode::kInvalid, "time.unknown_zone",
                 fmt::format("expected an IANA time zone such as Asia/Shanghai, found \"{}\"", zone.substr(0, 40))};
  }
}

std::string local_date(const ZonedTime& time) {
  return date::format("%F", date::floor<date::days>(time.utc + time.offset));
}

}  // namespace redline::base
