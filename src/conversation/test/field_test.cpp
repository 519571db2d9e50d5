#include "conversation/field.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace redline::conversation {
namespace {

TEST(ParseField, ReadsEachTypeAsItsOwnKind) {
  EXPECT_EQ(std::get<Money>(*parse_field(Field::kCaseAmountDue, "8230.5")).minor, 823050);
  EXPECT_EQ(std::get<bool>(*parse_field(Field::kAgentRobot, "是")), true);
  EXPECT_EQ(std::get<std::int64_t>(*parse_field(Field::kCaseDpd, "32.0")), 32);
  EXPECT_EQ(std::get<HourWindow>(*parse_field(Field::kHistoryConsentedHours, "22:00-22:40")).to, 22 * 60 + 40);
}

TEST(ParseField, NamesFieldAndExpectation) {
  const auto bad = parse_field(Field::kCaseAmountDue, "8230.555");
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().place().field, "case.amount_due");
  EXPECT_NE(bad.error().message().find("8230.55"), std::string::npos);
  for (const auto& [field, text] : {std::pair{Field::kChannel, "fax"},
                                    {Field::kCaseDpd, "12x"},
                                    {Field::kStartedAt, "now"},
                                    {Field::kHistoryConsentedHours, "25:00-26:00"},
                                    {Field::kAgentRobot, "maybe"}}) {
    EXPECT_FALSE(parse_field(field, text)) << text;
  }
}

TEST(FieldSet, TellsNoneFromUnknown) {
  FieldSet fields;
  EXPECT_FALSE(fields.known(Field::kHistoryConsentedHours));
  fields.set_null(Field::kHistoryConsentedHours);
  EXPECT_TRUE(fields.known(Field::kHistoryConsentedHours));
  EXPECT_FALSE(fields.hours(Field::kHistoryConsentedHours).has_value());
  fields.set_null(Field::kCaseAmountDue);
  EXPECT_FALSE(fields.known(Field::kCaseAmountDue));
}

TEST(FormatField, IsReadBackAsTheSameValue) {
  rc::check([](std::int32_t minor) {
    const FieldValue money = Money{minor};
    RC_ASSERT(*parse_field(Field::kCasePrincipal, format_field(money)) == money);
  });
}

}  // namespace
}  // namespace redline::conversation
