#include "speech/detail/guards.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

namespace redline::speech::detail {
namespace {

constexpr std::string_view kPrompt = "以下是普通话催收电话的录音。逾期、欠款、还款、分期、银行信用卡中心。";

std::string reason(std::string_view text, int milliseconds = 4000, double log_probability = -0.2,
                   double no_speech = 0.05) {
  return reason_to_reject({text, base::Milliseconds{milliseconds}, log_probability, no_speech}, kPrompt)
      .value_or("kept");
}

TEST(Guards, KeepWhatCollectorsAndCustomersSay) {
  for (const auto* text :
       {"您好，请问是张先生吗？", "喂", "嗯嗯，好的好的好的。", "你要是再不还，我们就上门了！", "好。",
        "我这边是银行信用卡中心的", "一万八千八百八十八块八", "下期还款日是十五号，到时候再见面谈也行。",
        "你有钱给主播打赏支持，没钱还我们的款是吧？", "尾号8888的卡（工商银行）欠了两万"}) {
    EXPECT_EQ(reason(text), "kept") << text;
  }
}

TEST(Guards, DropTextWithoutAnyWord) {
  for (const auto* text : {"", "。。。", " …… ", "♪♪♪"}) EXPECT_EQ(reason(text), "no_speech") << text;
}

TEST(Guards, DropWhatTheModelItselfDoubts) {
  EXPECT_EQ(reason("明天就去你家", 4000, -1.3), "improbable");
  EXPECT_EQ(reason("明天就去你家", 4000, -0.8, 0.7), "no_speech");
  EXPECT_EQ(reason("明天就去你家", 4000, -0.8, 0.3), "kept");
  EXPECT_EQ(reason("明天就去你家", 4000, -0.3, 0.9), "kept") << "probable words outweigh the no-speech token";
}

TEST(Guards, DropMoreThanAMouthCanSay) {
  EXPECT_EQ(reason("我们现在就要求你把钱还上否则起诉", 1000), "too_fast");
  EXPECT_EQ(reason("我们现在就要求你把钱还上否则起诉", 2000), "kept");
  EXPECT_EQ(reason("喂你好", 200), "kept") << "times of a short word are not that exact";
}

TEST(Guards, DropLoopsButNotEmphasis) {
  EXPECT_EQ(reason("字字字字字字字字"), "repetition");
  EXPECT_EQ(reason("还钱吧还钱吧还钱吧还钱吧还钱吧"), "repetition");
  EXPECT_EQ(reason("不不不，我没有这个意思，您听我说"), "kept");
}

TEST(Guards, DropSubtitlePhrasesAndDescriptionsOfSound) {
  for (const auto* text : {"字幕由 Amara.org 社区提供", "請不吝點贊訂閱轉發打賞支持明鏡與點點欄目", "谢谢观看",
                           "(音乐)", "【背景音】。", "[掌声]"}) {
    EXPECT_EQ(reason(text), "artefact") << text;
  }
}

TEST(Guards, DropAnEchoOfThePrompt) {
  EXPECT_EQ(reason("逾期、欠款、还款、分期、"), "prompt_echo");
  EXPECT_EQ(reason("分期还款"), "kept") << "a few words of it may well be said";
}

RC_GTEST_PROP(Guards, RepetitionIsFoundWhereverItStands, ()) {
  const auto period = *rc::gen::inRange<std::size_t>(1, 7);
  const auto times = *rc::gen::inRange<std::size_t>(4, 9);
  const auto before = *rc::gen::inRange<std::size_t>(0, 5);
  // All characters differ but for the repetition, so its length is known.
  char32_t next = U'一';
  std::u32string text;
  for (std::size_t i = 0; i < before; ++i) text += next++;
  std::u32string piece;
  for (std::size_t i = 0; i < period; ++i) piece += next++;
  for (std::size_t i = 0; i < times; ++i) text += piece;
  text += next;
  RC_ASSERT(longest_repetition(text) == period * times);
}

RC_GTEST_PROP(Guards, TakeAnyBytes, (const std::string& text)) {
  reason_to_reject({text, base::Milliseconds{1000}, -0.1, 0}, kPrompt);
}

}  // namespace
}  // namespace redline::speech::detail
