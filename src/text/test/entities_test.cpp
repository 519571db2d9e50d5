#include "text/entities.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>

#include "text/utf8.hpp"

namespace redline::text {
namespace {

using std::chrono::year;
using std::chrono::year_month_day;

const year_month_day kThursday = year{2026} / 3 / 5;

std::string range(std::int64_t low, std::int64_t high) {
  return low == high ? fmt::format("{}", low) : fmt::format("{}..{}", low, high);
}

std::string day(const std::optional<year_month_day>& date) {
  if (!date) return "?";
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date->year()), static_cast<unsigned>(date->month()),
                     static_cast<unsigned>(date->day()));
}

std::string bound(Bound value) { return value == Bound::kBy ? " by" : value == Bound::kFrom ? " from" : ""; }

struct Shower {
  std::string operator()(const Money& v) const {
    return range(v.low, v.high) + (v.unit == Money::Unit::kImplied ? " implied" : "");
  }
  std::string operator()(const CalendarDate& v) const {
    return day(v.first) + (v.first == v.last ? "" : ".." + day(v.last)) + bound(v.bound);
  }
  std::string operator()(const ClockTime& v) const {
    return fmt::format("{}:{:02}{}{}", v.minutes / 60, v.minutes % 60, v.half == ClockTime::Half::kUnknown ? "?" : "",
                       bound(v.bound));
  }
  static std::string parts(const Duration::Parts& p) {
    std::string text;
    if (p.months != 0) text += fmt::format("{}m", p.months);
    if (p.days != 0) text += fmt::format("{}d", p.days);
    if (p.time.count() != 0) text += fmt::format("{}s", p.time.count() / 1000);
    return text;
  }
  std::string operator()(const Duration& v) const {
    static constexpr const char* kRelations[] = {"", " within", " after", " ago"};
    return parts(v.low) + (v.low == v.high ? "" : ".." + parts(v.high)) + kRelations[static_cast<int>(v.relation)] +
           (v.day_kind == Duration::Days::kWorking ? " working" : "");
  }
  std::string operator()(const Share& v) const {
    return range(v.low, v.high) + (v.form == Share::Form::kDiscount ? " discount" : "");
  }
  std::string operator()(const Digits& v) const {
    static constexpr const char* kSums[] = {"", " right", " wrong"};
    return v.value.reveal() + kSums[static_cast<int>(v.checksum)];
  }
  std::string operator()(const Count& v) const {
    return v.low == v.high ? fmt::format("{}{}", v.low, v.measure) : fmt::format("{}..{}{}", v.low, v.high, v.measure);
  }
};

/// "[words] kind value~", joined by "; ".
std::string shown(std::string_view utf8, const std::vector<Entity>& found) {
  const std::u32string characters = decode(utf8);
  std::string text;
  for (const Entity& entity : found) {
    if (!text.empty()) text += "; ";
    text += fmt::format("[{}] {} {}{}",
                        encode(std::u32string_view(characters).substr(entity.start, entity.end - entity.start)),
                        name(entity.kind), std::visit(Shower{}, entity.value), entity.approximate ? "~" : "");
  }
  return text;
}

std::string entities(std::string_view utf8) {
  return shown(utf8, find_entities(FoldedText(utf8), {.reference = kThursday}));
}

struct Example {
  const char* said;
  const char* expected;
};

void expect_all(std::initializer_list<Example> examples) {
  for (const auto& example : examples) EXPECT_EQ(entities(example.said), example.expected) << example.said;
}

TEST(Entities, ReadSumsInWords) {
  expect_all({
      {"您应还八千二百三", "[八千二百三] amount 823000 implied"},
      {"连本带息两万八", "[两万八] amount 2800000 implied"},
      {"总共一万零五百元", "[一万零五百元] amount 1050000"},
      {"先还一万零五", "[一万零五] amount 1000500 implied"},
      {"先交两百五行吗", "[两百五] amount 25000 implied"},
      {"账单是三千块五", "[三千块五] amount 300050"},
      {"合计四千五百零六块二", "[四千五百零六块二] amount 450620"},
      {"一百二十块三毛五", "[一百二十块三毛五] amount 12035"},
      {"五块八毛二分", "[五块八毛二分] amount 582"},
      {"三块零五分", "[三块零五分] amount 305"},
      {"九百元二角", "[九百元二角] amount 90020"},
      {"五毛钱的事", "[五毛钱] amount 50"},
      {"两毛五", "[两毛五] amount 25"},
      {"一块钱都没有", "[一块钱] amount 100"},
      {"十二块八", "[十二块八] amount 1280"},
      {"一块半", ""},
      {"十五万的额度", "[十五万] amount 15000000 implied"},
      {"一百二十万", "[一百二十万] amount 120000000 implied"},
      {"一亿二千万元", "[一亿二千万元] amount 12000000000"},
      {"一点二万", "[一点二万] amount 1200000 implied"},
      {"贰仟叁佰元", "[贰仟叁佰元] amount 230000"},
      {"八二三零块", "[八二三零块] amount 823000"},
      {"欠咗六百蚊", "[六百蚊] amount 60000"},
      {"三千幺百二", "[三千幺百二] amount 312000 implied"},
      {"本金五千利息三百", "[五千] amount 500000 implied; [三百] amount 30000 implied"},
  });
}

TEST(Entities, ReadSumsInDigits) {
  expect_all({
      {"应还8,230.55元", "[8,230.55元] amount 823055"},
      {"1.2万就行", "[1.2万] amount 1200000 implied"},
      {"1万2", "[1万2] amount 1200000 implied"},
      {"2万8千块", "[2万8千块] amount 2800000"},
      {"先打3w", "[3w] amount 3000000 implied"},
      {"￥99.9", "[￥99.9] amount 9990"},
      {"¥1,234,567.80", "[¥1,234,567.80] amount 123456780"},
      {"欠 8 230 元", "[8 230 元] amount 823000"},
      {"６００元", "[６００元] amount 60000"},
      {"一共是8230", "[8230] amount 823000 implied"},
      {"300块5", "[300块5] amount 30050"},
      {"1460.25", "[1460.25] amount 146025 implied"},
  });
}

TEST(Entities, MarkSumsThatAreAboutOrRanges) {
  expect_all({
      {"五百来块", "[五百来块] amount 50000~"},
      {"三千多", "[三千多] amount 300000 implied~"},
      {"三千多块钱", "[三千多块钱] amount 300000~"},
      {"大概两千元", "[两千元] amount 200000~"},
      {"两千块左右", "[两千块左右] amount 200000~"},
      {"借个三五千", "[三五千] amount 300000..500000 implied~"},
      {"七八百块", "[七八百块] amount 70000..80000~"},
      {"两三万", "[两三万] amount 2000000..3000000 implied~"},
      {"一百二三", "[一百二三] amount 12000..13000 implied~"},
      {"十几万", "[十几万] amount 11000000..19000000 implied~"},
      {"二十多万", "[二十多万] amount 20000000 implied~"},
      {"几百块钱", "[几百块钱] amount 20000..90000~"},
      {"千把块", "[千把块] amount 100000~"},
      {"百八十块", "[百八十块] amount 8000..10000~"},
      {"上万块", "[上万块] amount 1000000~"},
      {"三到五千块", "[三到五千块] amount 300000..500000~"},
      {"三千到五千", "[三千到五千] amount 300000..500000 implied~"},
      {"100-200元", "[100-200元] amount 10000..20000~"},
  });
}

TEST(Entities, KeepNeighbouringNumbersApart) {
  expect_all({
      {"六千零三块五七十九天了", "[六千零三块五] amount 600350; [七十九天] duration 79d"},
      {"四千零一十二五十八天", "[四千零一十二] amount 401200 implied; [五十八天] duration 58d"},
      {"两万二千三百七十九天", "[两万二千三百] amount 2230000 implied; [七十九天] duration 79d"},
      {"还三百五号再说", "[三百] amount 30000 implied; [五号] date 2026-03-05"},
      {"两千八一个月", "[两千八] amount 280000 implied; [一个月] duration 1m"},
      {"三千一起给", "[三千] amount 300000 implied"},
      {"五百块一起还", "[五百块] amount 50000"},
      {"二十二块五一把清", "[二十二块五] amount 2250"},
      {"三点五百块到账", "[三点] time 3:00?; [五百块] amount 50000"},
      {"四月十五一万五", "[四月十五] date 2026-04-15; [一万五] amount 1500000 implied"},
      {"工号五零六六百川和", "[五零六六] digits 5066"},
  });
}

TEST(Entities, ResolveDatesFromTheDayOfTheContact) {
  expect_all({
      {"今天", "[今天] date 2026-03-05"},
      {"明天还", "[明天] date 2026-03-06"},
      {"后天", "[后天] date 2026-03-07"},
      {"大后天", "[大后天] date 2026-03-08"},
      {"昨天", "[昨天] date 2026-03-04"},
      {"明儿个", "[明儿个] date 2026-03-06"},
      {"三月六号", "[三月六号] date 2026-03-06"},
      {"3月6日", "[3月6日] date 2026-03-06"},
      {"十二月三十一号", "[十二月三十一号] date 2025-12-31"},
      {"八月一号", "[八月一号] date 2026-08-01"},
      {"二零二六年三月六号", "[二零二六年三月六号] date 2026-03-06"},
      {"2026年4月", "[2026年4月] date 2026-04-01..2026-04-30~"},
      {"2026-03-06", "[2026-03-06] date 2026-03-06"},
      {"2026/4/1之前", "[2026/4/1之前] date 2026-04-01 by"},
      {"八五年", "[八五年] date 1985-01-01..1985-12-31~"},
      {"明年三月五号", "[明年三月五号] date 2027-03-05"},
      {"十五号", "[十五号] date 2026-03-15"},
      {"五号", "[五号] date 2026-03-05"},
      {"四月廿四号", "[四月廿四号] date 2026-04-24"},
      {"三号", "[三号] date 2026-04-03"},
      {"二十号之前", "[二十号之前] date 2026-03-20 by"},
      {"本月二十号前头还", "[本月二十号前头] date 2026-03-20 by"},
      {"15号以后", "[15号以后] date 2026-03-15 from"},
      {"下个月十五号之前", "[下个月十五号之前] date 2026-04-15 by"},
      {"上个月五号", "[上个月五号] date 2026-02-05"},
      {"本月二十八", "[本月二十八] date 2026-03-28"},
      {"下个月", "[下个月] date 2026-04-01..2026-04-30~"},
      {"月底", "[月底] date 2026-03-27..2026-03-31~"},
      {"下个月底", "[下个月底] date 2026-04-26..2026-04-30~"},
      {"四月中旬", "[四月中旬] date 2026-04-11..2026-04-20~"},
      {"月初", "[月初] date 2026-03-01..2026-03-05~"},
      {"年底前", "[年底前] date 2026-12-01..2026-12-31 by~"},
      {"周五", "[周五] date 2026-03-06"},
      {"周四", "[周四] date 2026-03-05"},
      {"星期三", "[星期三] date 2026-03-11"},
      {"本周五", "[本周五] date 2026-03-06"},
      {"下周一", "[下周一] date 2026-03-09"},
      {"下下个礼拜天", "[下下个礼拜天] date 2026-03-22"},
      {"上周二", "[上周二] date 2026-02-24"},
      {"这周末", "[这周末] date 2026-03-07..2026-03-08~"},
      {"二月三十号", "[二月三十号] date ?"},
  });
}

TEST(Entities, LeaveDatesOpenThatNothingResolves) {
  const auto found = find_entities(FoldedText("每月十五号"), {.reference = kThursday});
  ASSERT_EQ(found.size(), 1U);
  const auto& date = std::get<CalendarDate>(found[0].value);
  EXPECT_EQ(date.day, 15);
  EXPECT_FALSE(date.first.has_value());

  const auto without = find_entities(FoldedText("三月六号"), {});
  ASSERT_EQ(without.size(), 1U);
  EXPECT_EQ(std::get<CalendarDate>(without[0].value).month, 3);
  EXPECT_EQ(std::get<CalendarDate>(without[0].value).day, 6);
  EXPECT_FALSE(std::get<CalendarDate>(without[0].value).first.has_value());
}

TEST(Entities, ReadTimesOfDay) {
  expect_all({
      {"下午四点半", "[下午四点半] time 16:30"},
      {"晚上十点以后", "[晚上十点以后] time 22:00 from"},
      {"凌晨一点", "[凌晨一点] time 1:00"},
      {"晚上十二点前", "[晚上十二点前] time 24:00 by"},
      {"中午十二点", "[中午十二点] time 12:00"},
      {"早上八点零五", "[早上八点零五] time 8:05"},
      {"上午十点二十", "[上午十点二十] time 10:20"},
      {"九点一刻", "[九点一刻] time 9:15?"},
      {"二十二点", "[二十二点] time 22:00"},
      {"八点", "[八点] time 8:00?"},
      {"22:00-22:40", "[22:00] time 22:00; [22:40] time 22:40"},
      {"明晚八点", "[明晚] date 2026-03-06; [八点] time 20:00"},
      {"下午两点到四点", "[下午两点] time 14:00; [四点] time 16:00"},
  });
}

TEST(Entities, ReadDurations) {
  expect_all({
      {"逾期三十二天", "[三十二天] duration 32d"},
      {"逾期十五日", "[十五日] duration 15d"},
      {"一个半月", "[一个半月] duration 1m15d"},
      {"半个月", "[半个月] duration 15d"},
      {"半年", "[半年] duration 6m"},
      {"一年半", "[一年半] duration 18m"},
      {"一个多月", "[一个多月] duration 1m~"},
      {"三天内", "[三天内] duration 3d within"},
      {"三个工作日之内", "[三个工作日之内] duration 3d within working"},
      {"七日内", "[七日内] duration 7d within"},
      {"两周后", "[两周后] duration 14d after"},
      {"三年前", "[三年前] duration 36m ago"},
      {"24小时以内", "[24小时以内] duration 86400s within"},
      {"两个半小时", "[两个半小时] duration 9000s"},
      {"五分钟", "[五分钟] duration 300s"},
      {"十分钟", "[十分钟] duration 600s"},
      {"三五天", "[三五天] duration 3d..5d~"},
      {"三到五个工作日", "[三到五个工作日] duration 3d..5d working~"},
      {"个把月", "[个把月] duration 1m~"},
      {"仨月", "[仨月] duration 3m"},
      {"一个季度", "[一个季度] duration 3m"},
  });
}

TEST(Entities, ReadShares) {
  expect_all({
      {"年化百分之二十四", "[百分之二十四] percent 240000"},
      {"百分之十八点二五", "[百分之十八点二五] percent 182500"},
      {"24%", "[24%] percent 240000"},
      {"36.5%", "[36.5%] percent 365000"},
      {"日息万分之五", "[万分之五] percent 500"},
      {"千分之六", "[千分之六] percent 6000"},
      {"先还三成", "[三成] percent 300000"},
      {"一成半", "[一成半] percent 150000"},
      {"三分之一", "[三分之一] percent 333333"},
      {"百分之百", "[百分之百] percent 1000000"},
      {"两个点的手续费", "[两个点] percent 20000"},
      {"二点五个点", "[二点五个点] percent 25000"},
      {"打八折", "[八折] percent 800000 discount"},
      {"八五折", "[八五折] percent 850000 discount"},
  });
}

TEST(Entities, ReadNumbersThatAreNames) {
  expect_all({
      {"幺三八零零幺三八零零零", "[幺三八零零幺三八零零零] phone 13800138000"},
      {"138-0013-8000", "[138-0013-8000] phone 13800138000"},
      {"幺三八，零零幺三，八零零零", "[幺三八，零零幺三，八零零零] phone 13800138000"},
      {"010-62345678", "[010-62345678] phone 01062345678"},
      {"四零零八二零八八二零", "[四零零八二零八八二零] phone 4008208820"},
      {"打12378", "[12378] phone 12378"},
      {"打幺幺零", "[幺幺零] phone 110"},
      {"客服热线95588", "[95588] phone 95588"},
      {"11010119900307561x", "[11010119900307561x] id_number 11010119900307561x wrong"},
      {"幺幺零幺零幺幺九九零零三零七零零幺幺",
       "[幺幺零幺零幺幺九九零零三零七零零幺幺] id_number 110101199003070011 right"},
      {"110101199003070011", "[110101199003070011] id_number 110101199003070011 right"},
      {"11010519491231002X", "[11010519491231002X] id_number 11010519491231002x right"},
      {"卡号4111 1111 1111 1111", "[4111 1111 1111 1111] card_number 4111111111111111 right"},
      {"6222021234567890123", "[6222021234567890123] card_number 6222021234567890123 wrong"},
      {"尾号四五六七", "[四五六七] tail_digits 4567"},
      {"尾号是 8852", "[8852] tail_digits 8852"},
      {"身份证后四位是三零五x", "[三零五x] tail_digits 305x"},
      {"工号二二零七", "[二二零七] digits 2207"},
      {"零四一七", "[零四一七] digits 0417"},
      {"9027", "[9027] digits 9027"},
  });
}

TEST(Entities, ReadCounts) {
  expect_all({
      {"分二十四期", "[二十四期] count 24期"},
      {"打了三次", "[三次] count 3次"},
      {"一天四十多个电话", "[一天] duration 1d; [四十多个] count 40个~"},
      {"两倍", "[两倍] count 2倍"},
      {"1.5倍", "[1.5倍] count 1.5倍"},
      {"五六个人", "[五六个] count 5..6个~"},
      {"我六十五岁", "[六十五岁] count 65岁"},
      {"几十个", "[几十个] count 20..90个~"},
  });
}

TEST(Entities, PassOverIdiomsAndOrdinals) {
  for (const char* said :
       {"您等一下",   "我一般不接", "有一点难",   "万一没到账", "三番五次打来",     "乱七八糟", "一五一十说清楚",
        "十分抱歉",   "千万别转账", "一家人",     "一定还",     "一起想办法",       "千方百计", "成千上万",
        "老百姓",     "四川那边",   "第三期",     "第七十条",   "不管三七二十一",   "三更半夜", "张三李四",
        "你个二百五", "以后天天打", "每周五",     "五月初五",   "过了正月十五以后", "一个电话", "c2207",
        "四面八方",   "统一口径",   "一次性结清", "说一不二"}) {
    EXPECT_EQ(entities(said), "") << said;
  }
}

TEST(Entities, GivePlacesInTheOriginalText) {
  const std::string said = "喂，Ａ先生\u3000請還 8 230 元";
  const auto found = find_entities(FoldedText(said), {});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].start, 9U);
  EXPECT_EQ(found[0].end, 16U);
}

// Pieces of collection talk in any order: more of what readers look at than random characters would hold.
rc::Gen<std::string> talk() {
  return rc::gen::map(
      rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(std::vector<std::string>{
          "三",  "两",   "幺",   "零",   "十",   "百",   "千", "万",     "亿",   "点", "块", "元",   "毛",
          "半",  "多",   "来",   "几",   "个",   "月",   "号", "日",     "天",   "年", "周", "星期", "下",
          "上",  "本",   "明天", "底",   "初",   "之前", "后", "百分之", "成",   "折", "到", "-",    "8",
          "230", "1",    ".",    ",",    ":",    "%",    " ",  "¥",      "尾号", "第", "x",  "w",    "分",
          "时",  "小时", "下午", "左右", "一起", "还",   "欠", "\xFF",   "😀"})),
      [](const std::vector<std::string>& pieces) {
        std::string text;
        for (const auto& piece : pieces) text += piece;
        return text;
      });
}

TEST(Entities, AreOrderedApartAndInsideTheText) {
  rc::check([] {
    const std::string said = *talk();
    const FoldedText text(said);
    std::size_t behind = 0;
    for (const Entity& entity : find_entities(text, {.reference = kThursday})) {
      RC_ASSERT(entity.start >= behind);
      RC_ASSERT(entity.end > entity.start);
      RC_ASSERT(entity.end <= text.size());
      behind = entity.end;
    }
  });
}

TEST(Entities, NeverHaveALowEndAboveTheHighEnd) {
  rc::check([] {
    for (const Entity& entity : find_entities(FoldedText(*talk()), {.reference = kThursday})) {
      if (const auto* money = std::get_if<Money>(&entity.value))
        RC_ASSERT(money->low <= money->high && money->low >= 0);
      if (const auto* share = std::get_if<Share>(&entity.value)) RC_ASSERT(share->low <= share->high);
      if (const auto* clock = std::get_if<ClockTime>(&entity.value)) {
        RC_ASSERT(clock->minutes >= 0 && clock->minutes <= 24 * 60);
      }
      if (const auto* date = std::get_if<CalendarDate>(&entity.value); date != nullptr && date->first) {
        RC_ASSERT(date->first->ok() && date->last->ok() && *date->first <= *date->last);
      }
    }
  });
}

}  // namespace
}  // namespace redline::text
