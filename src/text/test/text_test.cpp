#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "text/encoding.hpp"
#include "text/fold.hpp"
#include "text/pinyin.hpp"
#include "text/utf8.hpp"

namespace redline::text {
namespace {

TEST(Utf8, FindsTheFirstFault) {
  EXPECT_EQ(find_invalid_utf8("还款"), std::nullopt);
  EXPECT_EQ(find_invalid_utf8("还\xC0\xAF"), 3U);        // overlong
  EXPECT_EQ(find_invalid_utf8("a\xED\xA0\x80"), 1U);     // surrogate
  EXPECT_EQ(find_invalid_utf8("\xF4\x90\x80\x80"), 0U);  // above U+10FFFF
  EXPECT_EQ(find_invalid_utf8("ab\xE8\xBF"), 2U);        // cut off
}

TEST(Utf8, EncodingIsTheInverseOfDecoding) {
  rc::check([](const std::u32string& raw) {
    std::u32string characters;
    for (const char32_t c : raw) characters += (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) ? U'x' : c;
    RC_ASSERT(decode(encode(characters)) == characters);
    RC_ASSERT(!find_invalid_utf8(encode(characters)).has_value());
  });
}

TEST(Utf8, DecodingTakesAnyBytes) {
  rc::check([](const std::string& bytes) { RC_ASSERT(decode(bytes).size() <= bytes.size()); });
}

TEST(Fold, BringsWritingsTogether) {
  EXPECT_EQ(fold(U'銀'), U'银');
  EXPECT_EQ(fold(U'Ａ'), U'a');
  EXPECT_EQ(fold(U'著'), U'着');
  EXPECT_EQ(fold(U'还'), U'还');
  EXPECT_EQ(to_simplified("請還款"), "请还款");
}

TEST(Fold, KnowsWhatIsSpoken) {
  for (const char32_t c : {U'还', U'a', U'7', U'Ｂ', U'一'}) EXPECT_TRUE(is_spoken(c));
  for (const char32_t c : {U'，', U'。', U' ', U'!', U'？', U'…', U'“', U'\n', U'　'}) EXPECT_FALSE(is_spoken(c));
}

TEST(Pinyin, HoldsHeteronymsAsSets) {
  std::vector<std::string_view> names;
  for (const auto id : syllables(U'还')) names.push_back(name(id));
  EXPECT_NE(std::find(names.begin(), names.end(), "hai"), names.end());
  EXPECT_NE(std::find(names.begin(), names.end(), "huan"), names.end());
  EXPECT_TRUE(syllables(U'a').empty());
}

TEST(Pinyin, HearsWhatRecognisersConfuse) {
  EXPECT_TRUE(sounds_alike(U'逾', U'预'));
  EXPECT_TRUE(sounds_alike(U'音', U'因'));
  EXPECT_TRUE(sounds_alike(U'诉', U'述'));  // s, sh
  EXPECT_TRUE(sounds_alike(U'您', U'林'));  // n, l
  EXPECT_TRUE(sounds_alike(U'信', U'姓'));  // -n, -ng
  EXPECT_FALSE(sounds_alike(U'还', U'钱'));
}

TEST(Encoding, TellsUtf8FromGb18030) {
  EXPECT_EQ(to_utf8("\xEF\xBB\xBF还款")->utf8, "还款");
  const auto gb = to_utf8("\xBB\xB9\xBF\xEE");
  ASSERT_TRUE(gb);
  EXPECT_EQ(gb->utf8, "还款");
  EXPECT_EQ(gb->encoding, "GB18030");
  EXPECT_EQ(to_utf8(std::string_view("\xFF\xFE\x2F\x8F\x3E\x6B", 6))->encoding, "UTF-16LE");
  const auto bad = to_utf8("ok\nok \xFF\xFF\n");
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().place().line, 2U);
}

}  // namespace
}  // namespace redline::text
