#include "base/result.hpp"

#include <gtest/gtest.h>

namespace redline::base {
namespace {

TEST(Error, KeepsTheInnerPlaceAndTakesTheOuterOneForTheRest) {
  const Error inner(ErrorCode::kInvalid, "number.bad", "expected a number", {.field = "case.dpd"});
  const Error outer = inner.at({.file = "calls.jsonl", .line = 7, .field = "ignored"});
  EXPECT_EQ(outer.describe(), "calls.jsonl:7: case.dpd: expected a number");
  EXPECT_EQ(outer.reason(), "number.bad");
}

TEST(ResultDeathTest, ReadingTheWrongSideEndsTheProgram) {
  const Result<int> failed = Error{ErrorCode::kNotFound, "x", "y"};
  EXPECT_DEATH(static_cast<void>(*failed), "internal error");
}

}  // namespace
}  // namespace redline::base
