#include "rules/pack.hpp"

#include <gtest/gtest.h>

#include "rules/detail/condition_reader.hpp"

namespace redline::rules {
namespace {

base::Error error_of(const std::string& yaml) {
  const auto pack = parse_pack(yaml, "p.yaml");
  if (pack) {
    ADD_FAILURE() << "expected an error";
    return {base::ErrorCode::kInvalid, "", ""};
  }
  return pack.error();
}

const std::string kHead = "redline: 1\npack: t\nversion: 1\ntitle: {zh: 测, en: t}\nrules:\n";
const std::string kRule = "  - id: r\n    code: R\n    severity: minor\n    title: {zh: 测, en: t}\n";

TEST(PackReader, NamesLineAndColumnOfAnUnknownKey) {
  const auto error = error_of(kHead + kRule + "    wen: {say: [a]}\n    when: {say: [a]}\n");
  EXPECT_EQ(error.reason(), "pack.unknown_key");
  EXPECT_EQ(error.place().line, 10U);
  EXPECT_EQ(error.place().column, 5U);
}

TEST(PackReader, ShowsAllErrorsAtOnce) {
  const auto error = error_of(kHead + kRule +
                              "    when: {say: [$nothing]}\n  - id: r\n    code: R\n    severity: loud\n    title: "
                              "{zh: 测, en: t}\n    when: {sing: [a]}\n");
  EXPECT_EQ(error.reason(), "pack.unknown_lexicon");
  EXPECT_NE(error.message().find("stands twice"), std::string::npos);
  EXPECT_NE(error.message().find("red, serious or minor"), std::string::npos);
  EXPECT_NE(error.message().find("is no operator"), std::string::npos);
}

TEST(PackReader, RefusesWhatCannotWork) {
  EXPECT_EQ(error_of("redline: [").reason(), "pack.syntax");
  EXPECT_EQ(error_of(kHead + kRule + "    when: {regex: {pattern: \"(a\"}}\n").reason(), "pack.bad_regex");
  EXPECT_EQ(error_of(kHead + kRule + "    when: {say: [\"(a|b\"]}\n").reason(), "pack.bad_value");
  EXPECT_EQ(error_of(kHead + kRule + "    when: {say: [\"，。\"]}\n").reason(), "pack.bad_value");
  EXPECT_EQ(error_of(kHead + kRule + "    when: {field: {name: case.amount, is: \"1\"}}\n").reason(), "pack.bad_value");
  EXPECT_EQ(error_of(kHead + kRule + "    when: {field: {name: case.amount_due, is: much}}\n").reason(),
            "pack.bad_value");
  EXPECT_EQ(error_of(kHead + kRule + "    when: {silence: {longer_than: 8}}\n").reason(), "pack.bad_value");
}

TEST(PackReader, EndsForHostilePacks) {
  std::string deep = "{say: [a]}";
  for (int i = 0; i < 60; ++i) deep = "{not: " + deep + "}";
  EXPECT_EQ(error_of(kHead + kRule + "    when: " + deep + "\n").reason(), "pack.too_large");
  EXPECT_EQ(error_of("lexicons:\n  a: [$b]\n  b: [$a]\n" + kHead + kRule + "    when: {say: [$a]}\n").reason(),
            "pack.bad_value");
  EXPECT_EQ(
      error_of(kHead + kRule + "    when: {say: [\"(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)\"]}\n").reason(),
      "pack.bad_value");
}

TEST(PackReader, TakesAnyYamlWithoutFalling) {
  for (const char* yaml :
       {"", "[]", "a", "{}", "rules: []", "{? []: 1}", "redline: 1", "pack: {}", "rules: [[]]", "rules: {a: 1}",
        "redline: 1\npack: t\nrules: [{}]", "redline: 1\npack: t\nrules: [{when: {}}]"}) {
    EXPECT_FALSE(parse_pack(yaml, "p")) << yaml;
  }
}

TEST(PackReader, HashFollowsTheBytes) {
  const auto one = parse_pack(kHead + kRule + "    when: {say: [a]}\n", "p");
  const auto other = parse_pack(kHead + kRule + "    when: {say: [b]}\n", "p");
  ASSERT_TRUE(one && other);
  EXPECT_NE(identity(**one).hash, identity(**other).hash);
}

TEST(Regex, WorkIsBounded) {
  const auto pack =
      parse_pack(kHead + kRule + "    when: {regex: {pattern: \"(x+x+)+[yz]\"}}\n    cases: {undecidable: [\"agent: " +
                     std::string(4000, 'x') + "\"]}\n",
                 "p");
  ASSERT_TRUE(pack);
  EXPECT_TRUE(run_cases(*pack).failures.empty());
}

TEST(Phrases, ExpandAlternativesAndOptions) {
  EXPECT_EQ(detail::expand_alternatives("(你|您)今天就?"),
            (std::vector<std::string>{"你今天", "你今天就", "您今天", "您今天就"}));
  EXPECT_EQ(detail::expand_alternatives("a(b(c|d))?"), (std::vector<std::string>{"a", "abc", "abd"}));
  EXPECT_FALSE(detail::expand_alternatives("a)"));
  EXPECT_FALSE(detail::expand_alternatives("?a"));
}

TEST(Phase, FollowsFromTheCondition) {
  const auto phase = [](const std::string& when) {
    const auto pack = parse_pack(kHead + kRule + "    when: " + when + "\n", "p");
    EXPECT_TRUE(pack) << (pack ? "" : pack.error().describe());
    return rules(**pack).front().phase;
  };
  EXPECT_EQ(phase("{hours: {within: \"22:00-08:00\"}}"), Phase::kPreContact);
  EXPECT_EQ(phase("{say: [a]}"), Phase::kLive);
  EXPECT_EQ(phase("{not: {say: [a]}}"), Phase::kClosed);
}

}  // namespace
}  // namespace redline::rules
