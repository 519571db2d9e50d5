#include "base/time.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace redline::base {
namespace {

TEST(ParseTime, KeepsMomentAndOffset) {
  const auto time = parse_time("2026-03-05T22:14:42+08:00");
  ASSERT_TRUE(time);
  EXPECT_EQ(time->offset, std::chrono::minutes{480});
  EXPECT_EQ(local_minutes(*time), 22 * 60 + 14);
  EXPECT_EQ(time->utc, parse_time("2026-03-05T14:14:42Z")->utc);
  EXPECT_EQ(format_time(*time), "2026-03-05T22:14:42+08:00");
}

TEST(ParseTime, RefusesWhatIsNoTime) {
  for (const char* text :
       {"", "2026-02-30T10:00:00Z", "2026-03-05T24:00:00Z", "2026-03-05T10:00:00", "yesterday", "2026-03-05T10:00:00+8",
        "1800-01-01T00:00:00Z", "2026-03-05T10:00:00Z ", "2026-3-5T1:0:0Z"}) {
    const auto time = parse_time(text);
    ASSERT_FALSE(time) << text;
    EXPECT_EQ(time.error().reason(), "time.invalid");
  }
}

TEST(InZone, UsesTheClockOfThePlace) {
  const auto time = parse_time("2026-07-01T23:30:00+08:00");
  ASSERT_TRUE(time);
  EXPECT_EQ(local_minutes(*in_zone(*time, "Asia/Urumqi")), 21 * 60 + 30);
  EXPECT_EQ(local_minutes(*in_zone(*time, "Europe/London")), 16 * 60 + 30);
  EXPECT_EQ(in_zone(*time, "Mars/Base").error().reason(), "time.unknown_zone");
}

TEST(FormatTime, IsTheInverseOfParsing) {
  rc::check([] {
    const auto micros = *rc::gen::inRange<std::int64_t>(0, 7'000'000'000'000'000);
    const auto offset = *rc::gen::inRange<int>(-12 * 60, 14 * 60 + 1);
    const ZonedTime time{UtcTime{std::chrono::microseconds{micros + 86'400'000'000}}, std::chrono::minutes{offset}};
    const auto again = parse_time(format_time(time));
    RC_ASSERT(again.has_value());
    RC_ASSERT(*again == time);
  });
}

}  // namespace
}  // namespace redline::base
