// Points in time as UTC microseconds plus the zone of the place, and their text form (ISO 8601).
//
//   auto t = parse_time("2026-03-05T22:14:42+08:00");     // 14:14:42 UTC, offset +480 min
//   local_minutes(*t)                                      // 22 * 60 + 14: the wall clock of the place
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace redline::base {

using Milliseconds = std::chrono::milliseconds;
using UtcTime = std::chrono::sys_time<std::chrono::microseconds>;

/// A moment and the offset of the place where it happened (minutes east of UTC). Ordered by the moment.
struct ZonedTime {
  UtcTime utc{};
  std::chrono::minutes offset{};

  friend bool operator==(const ZonedTime&, const ZonedTime&) = default;
};

/// Parses "2026-03-05T10:14:42[.ffffff](Z|+08:00)", also with a blank for the T. Fails with reason "time.invalid" for
/// any other text, for dates that do not exist and for years outside 1970-2199.
Result<ZonedTime> parse_time(std::string_view text);

/// "2026-03-05T10:14:42+08:00" (fraction only when it is not zero).
std::string format_time(const ZonedTime& time);

/// The wall clock of the place in minutes since its midnight, 0..1439.
int local_minutes(const ZonedTime& time);

/// The same moment on the wall clock of an IANA zone ("Asia/Shanghai"); fails with "time.unknown_zone".
Result<ZonedTime> in_zone(const ZonedTime& time, std::string_view zone);

/// The calendar day at the place, "2026-03-05".
std::string local_date(const ZonedTime& time);

}  // namespace redline::base
