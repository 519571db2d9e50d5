#include "text/fold.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "text/encoding.hpp"
#include "text/folded_text.hpp"
#include "text/pinyin.hpp"
#include "text/utf8.hpp"

namespace redline::text {
namespace {

TEST(FoldedText, BringsWritingsTogetherAndKeepsPlaces) {
  const FoldedText text("請還８２００元，ＡBc");
  EXPECT_EQ(encode(text.characters()), "请还8200元,abc");
  EXPECT_EQ(text.byte_offset(2), 6U);
  EXPECT_EQ(text.character_at(7), 2U);
  EXPECT_TRUE(text.is_skippable(7));
  EXPECT_FALSE(text.is_skippable(6));
  EXPECT_EQ(text.byte_offset(text.size()), std::string("請還８２００元，ＡBc").size());
}

TEST(FoldedText, KeepsTheNumberOfCharactersAndARisingMap) {
  rc::check([](const std::string& bytes) {
    const FoldedText text(bytes);
    RC_ASSERT(text.size() == count_characters(bytes));
    for (std::size_t i = 0; i < text.size(); ++i) {
      RC_ASSERT(text.byte_offset(i) < text.byte_offset(i + 1));
      RC_ASSERT(text.byte_offset(i) == byte_offset(bytes, i));
      for (std::size_t b = text.byte_offset(i); b < text.byte_offset(i + 1); ++b) {
        RC_ASSERT(text.character_at(b) == i);
        RC_ASSERT(character_index(bytes, b) == i);
      }
    }
  });
}

TEST(Fold, DoesNothingTheSecondTime) {
  for (char32_t c = 0; c < 0x30000; ++c) ASSERT_EQ(fold(fold(c)), fold(c)) << static_cast<std::uint32_t>(c);
}

TEST(Fold, ShowsTheParticleAndTheWriterApart) {
  EXPECT_EQ(to_simplified("別著急，看著辦"), "别着急，看着办");
  EXPECT_EQ(to_simplified("著名律師，效果顯著"), "著名律师，效果显著");
  EXPECT_EQ(to_simplified("妳的姪子"), "你的侄子");
}

TEST(Confusion, TellsApartWhatTheMaskDoesNotName) {
  EXPECT_FALSE(sounds_alike(U'您', U'林', Confusion::kNone));
  EXPECT_TRUE(sounds_alike(U'您', U'林', Confusion::kNL));
  EXPECT_FALSE(sounds_alike(U'诉', U'述', Confusion::kNL | Confusion::kNG));
  EXPECT_TRUE(sounds_alike(U'诉', U'述', Confusion::kRetroflex));
  EXPECT_TRUE(sounds_alike(U'信', U'姓', Confusion::kNG));
  EXPECT_FALSE(sounds_alike(U'信', U'姓', Confusion::kRetroflex));
  EXPECT_TRUE(sounds_alike(U'日', U'力', Confusion::kRL));
  EXPECT_TRUE(sounds_alike(U'逾', U'预', Confusion::kNone));  // tones never matter
}

TEST(Confusion, OfMoreSoundsJoinsMore) {
  rc::check([] {
    const auto a = static_cast<char32_t>(*rc::gen::inRange(0x4E00, 0x9FA5));
    const auto b = static_cast<char32_t>(*rc::gen::inRange(0x4E00, 0x9FA5));
    const auto mask = static_cast<Confusion>(*rc::gen::inRange(0, 32));
    if (sounds_alike(a, b, mask)) RC_ASSERT(sounds_alike(a, b, Confusion::kAll));
    RC_ASSERT(sounds_alike(a, b, mask) == sounds_alike(b, a, mask));
  });
}

TEST(Encoding, NamesTheFaultOfAFileThatIsNearlyUtf8) {
  const auto bad = to_utf8("坐席:您好，我是信用卡中心\n客户:什么\xFF事\n");
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().place().line, 2U);
}

TEST(Encoding, ReadsLongGb18030) {
  std::string gb;
  std::string expected;
  for (int i = 0; i < 40'000; ++i) {
    gb += "\xBB\xB9\xBF\xEE\n";
    expected += "还款\n";
  }
  const auto decoded = to_utf8(gb);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->utf8, expected);
  EXPECT_EQ(decoded->encoding, "GB18030");
}

TEST(Encoding, RefusesHalfACharacter) {
  EXPECT_FALSE(to_utf8("\xBB\xB9\xBF"));
  EXPECT_FALSE(to_utf8(std::string_view("\xFF\xFE\x2F", 3)));
}

}  // namespace
}  // namespace redline::text
