#include "text/entities.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "text/utf8.hpp"

namespace redline::text {
namespace {

using std::chrono::year;

std::vector<Entity> find(const std::string& text) { return find_entities(FoldedText(text), {year{2026} / 3 / 5}); }

struct Spoken {
  const char* text;
  std::int64_t fen;
};

TEST(Amounts, AreReadAsPeopleSayThem) {
  const Spoken all[] = {{"应还八千二百三", 823000}, {"一共两万八", 2800000},        {"一万零五百块", 1050000},
                        {"三千块五", 300050},       {"六千七百三十一块二", 673120}, {"欠8,230.55元", 823055},
                        {"还1.2万", 1200000},       {"两百五十元", 25000},          {"三百六十五块", 36500},
                        {"十五万元", 15000000},     {"一千零一十块", 101000},       {"¥500", 50000},
                        {"先还两千元", 200000},     {"四万六千三百元", 4630000}};
  for (const auto& [text, fen] : all) {
    const auto entities = find(text);
    ASSERT_FALSE(entities.empty()) << text;
    ASSERT_EQ(entities[0].kind, EntityKind::kAmount) << text;
    EXPECT_EQ(std::get<Money>(entities[0].value).low, fen) << text;
  }
}

TEST(Dates, AreResolvedByTheDayOfTheContact) {
  const auto last_of = [](const char* text) {
    const auto entities = find(text);
    return entities.empty() || entities[0].kind != EntityKind::kDate ? std::nullopt
                                                                     : std::get<CalendarDate>(entities[0].value).last;
  };
  EXPECT_EQ(last_of("明天还"), (year{2026} / 3 / 6));
  EXPECT_EQ(last_of("下个月十五号"), (year{2026} / 4 / 15));
  EXPECT_EQ(last_of("二十号之前"), (year{2026} / 3 / 20));
  EXPECT_EQ(last_of("三月八号"), (year{2026} / 3 / 8));
}

TEST(Numbers, OfOtherKindsKeepTheirKind) {
  const std::pair<const char*, EntityKind> all[] = {{"逾期三十二天", EntityKind::kDuration},
                                                    {"百分之二十四", EntityKind::kPercent},
                                                    {"24%", EntityKind::kPercent},
                                                    {"尾号四五六七", EntityKind::kTailDigits},
                                                    {"幺三八零零幺三八零零零", EntityKind::kPhone},
                                                    {"分二十四期", EntityKind::kCount}};
  for (const auto& [text, kind] : all) {
    const auto entities = find(text);
    ASSERT_FALSE(entities.empty()) << text;
    EXPECT_EQ(entities[0].kind, kind) << text;
  }
}

TEST(Idioms, AreNoNumbers) {
  for (const char* text : {"等一下", "有一点", "万一", "三番五次", "乱七八糟", "千万别", "一般"})
    EXPECT_TRUE(find(text).empty()) << text;
}

TEST(Entities, StayInOrderAndInBounds) {
  rc::check([](const std::vector<std::uint8_t>& picks) {
    static const std::vector<std::string> pieces{"一", "两", "三千",   "万", "块",   "元",          "号",
                                                 "月", "天", "百分之", "点", "5",    "13800138000", "，",
                                                 "还", "半", "明天",   "前", "尾号", "期"};
    std::string text;
    for (const auto pick : picks) text += pieces[pick % pieces.size()];
    std::size_t end = 0;
    for (const auto& entity : find(text)) {
      RC_ASSERT(entity.start >= end);
      RC_ASSERT(entity.end > entity.start);
      end = entity.end;
    }
    RC_ASSERT(end <= count_characters(text));
  });
}

}  // namespace
}  // namespace redline::text
