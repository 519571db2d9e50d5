#include "rules/evaluation.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <random>

#include "rules/detail/value.hpp"
#include "rules/pack.hpp"

namespace redline::rules {
namespace {

using conversation::Field;
using conversation::Role;
using conversation::Utterance;
using conversation::UtteranceId;
using conversation::UtteranceState;
using conversation::Verdict;

/// A pack of one rule with the given condition and extra keys.
std::shared_ptr<const CompiledPack> pack_of(const std::string& when, const std::string& extra = "") {
  auto pack = parse_pack(
      fmt::format("redline: 1\npack: t\nversion: 1\ntitle: {{zh: 测, en: t}}\nrules:\n  - id: r\n    code: R\n"
                  "    severity: minor\n    title: {{zh: 测, en: t}}\n{}    when: {}\n",
                  extra, when),
      "t.yaml");
  if (!pack) ADD_FAILURE() << pack.error().describe();
  return pack ? *pack : nullptr;
}

Utterance say(std::size_t index, Role role, const std::string& text, int start_ms, int end_ms) {
  Utterance utterance;
  utterance.id = UtteranceId(fmt::format("{:03}", index));
  utterance.role = role;
  utterance.text = base::Sensitive<std::string>(text);
  utterance.start = base::Milliseconds{start_ms};
  utterance.end = base::Milliseconds{end_ms};
  return utterance;
}

Evaluation::RuleVerdict judge(const std::shared_ptr<const CompiledPack>& pack, std::vector<Utterance> utterances,
                              conversation::FieldSet fields = {}) {
  if (!fields.known(Field::kChannel)) fields.set(Field::kChannel, std::string("voice"));
  Evaluation evaluation(pack, {conversation::ContactId("c"), fields});
  for (const auto& utterance : utterances) evaluation.apply(utterance);
  const conversation::Transcript transcript(std::move(utterances));
  evaluation.close(conversation::timing_facts(transcript.finals(), std::nullopt));
  return evaluation.verdicts().front();
}

TEST(Say, GivesTheSpanInTheOriginalText) {
  const auto verdict = judge(pack_of("{say: [拘留你]}"), {say(0, Role::kAgent, "明天，就拘，留你！", 1000, 3000)});
  ASSERT_EQ(verdict.verdict, Verdict::kHit);
  ASSERT_EQ(verdict.spans.size(), 1U);
  EXPECT_EQ(verdict.spans[0].start, 4U);
  EXPECT_EQ(verdict.spans[0].end, 8U);
  EXPECT_EQ(verdict.spans[0].start_ms->count(), 1000 + 2000 * 3 / 6);
  EXPECT_EQ(verdict.spans[0].end_ms->count(), 3000);
}

TEST(Say, LooksAtTheRuleSideOnly) {
  const auto pack = pack_of("{say: [拘留你]}");
  EXPECT_EQ(judge(pack, {say(0, Role::kCustomer, "要拘留你", 0, 900)}).verdict, Verdict::kNoHit);
  EXPECT_EQ(judge(pack, {say(0, Role::kUnknown, "要拘留你", 0, 900)}).verdict, Verdict::kUncertain);
}

TEST(Say, HearsHomophonesInLongPhrasesAndLettersInShortOnes) {
  EXPECT_EQ(judge(pack_of("{say: [通话录音]}"), {say(0, Role::kAgent, "通话录因", 0, 900)}).verdict, Verdict::kHit);
  EXPECT_EQ(judge(pack_of("{say: [起诉]}"), {say(0, Role::kAgent, "气诉", 0, 900)}).verdict, Verdict::kNoHit);
  EXPECT_EQ(judge(pack_of("{say: {any: [起诉], sound: alike}}"), {say(0, Role::kAgent, "起述", 0, 900)}).verdict,
            Verdict::kHit);
  EXPECT_EQ(
      judge(pack_of("{say: {any: [通话录音], sound: exact}}"), {say(0, Role::kAgent, "通话录因", 0, 900)}).verdict,
      Verdict::kNoHit);
}

TEST(Say, FoldsTraditionalFullWidthAndCase) {
  EXPECT_EQ(judge(pack_of("{say: [加我QQ]}"), {say(0, Role::kAgent, "加我ｑＱ", 0, 900)}).verdict, Verdict::kHit);
  EXPECT_EQ(judge(pack_of("{say: [银行贷款]}"), {say(0, Role::kAgent, "銀行貸款", 0, 900)}).verdict, Verdict::kHit);
}

TEST(Say, GapBoundsWhatStandsBetween) {
  const auto pack = pack_of("{say: {any: [不还…坐牢], gap: 2}}");
  EXPECT_EQ(judge(pack, {say(0, Role::kAgent, "不还就要坐牢", 0, 900)}).verdict, Verdict::kHit);
  EXPECT_EQ(judge(pack, {say(0, Role::kAgent, "不还的话就要坐牢", 0, 900)}).verdict, Verdict::kNoHit);
}

TEST(Guard, TakesNegatedMatchesAway) {
  const auto pack = pack_of("{say: {any: [拘留], unless: [{before: [不会], within: 4}]}}");
  EXPECT_EQ(judge(pack, {say(0, Role::kAgent, "我们不会因此拘留您", 0, 900)}).verdict, Verdict::kNoHit);
  EXPECT_EQ(judge(pack, {say(0, Role::kAgent, "不会这样，但是明天就要拘留您", 0, 900)}).verdict, Verdict::kHit);
}

TEST(Confidence, BelowTheFloorIsUncertain) {
  auto weak = say(0, Role::kAgent, "明天拘留你", 0, 900);
  weak.confidence = 0.4;
  EXPECT_EQ(judge(pack_of("{say: [拘留]}"), {weak}).verdict, Verdict::kUncertain);
  weak.confidence = 0.9;
  weak.role_confidence = 0.3;
  EXPECT_EQ(judge(pack_of("{say: [拘留]}"), {weak}).verdict, Verdict::kUncertain);
}

TEST(Scope, BeforeHoldsEverythingWhenItsConditionNeverHappens) {
  const auto pack = pack_of("{say: {any: [欠款], before: {say: [身份证]}}}");
  EXPECT_EQ(judge(pack, {say(0, Role::kAgent, "您有欠款", 0, 900)}).verdict, Verdict::kHit);
  EXPECT_EQ(
      judge(pack, {say(0, Role::kAgent, "报身份证", 0, 900), say(1, Role::kAgent, "您有欠款", 1000, 1900)}).verdict,
      Verdict::kNoHit);
  EXPECT_EQ(judge(pack, {say(0, Role::kAgent, "您有欠款，报身份证", 0, 900)}).verdict, Verdict::kHit);
}

TEST(Scope, TimesCountFromTheFirstUtterance) {
  const auto pack = pack_of("{say: {any: [录音], first_time: 5s}}");
  EXPECT_EQ(
      judge(pack, {say(0, Role::kAgent, "您好", 100'000, 101'000), say(1, Role::kAgent, "有录音", 104'000, 105'000)})
          .verdict,
      Verdict::kHit);
  EXPECT_EQ(judge(pack, {say(0, Role::kAgent, "您好", 0, 1000), say(1, Role::kAgent, "有录音", 9000, 9900)}).verdict,
            Verdict::kNoHit);
}

TEST(Facts, MissingOnesAreNamed) {
  const auto pack = pack_of("{field: {name: case.amount_due, more_than: \"100\"}}");
  const auto verdict = judge(pack, {say(0, Role::kAgent, "您好", 0, 900)});
  EXPECT_EQ(verdict.verdict, Verdict::kUndecidable);
  EXPECT_EQ(verdict.missing, std::vector<std::string>{"case.amount_due"});
}

TEST(Facts, HoursUseThePlaceOfTheParty) {
  const auto pack = pack_of("{hours: {within: \"22:00-08:00\"}}");
  conversation::FieldSet fields;
  ASSERT_TRUE(fields.parse(Field::kStartedAt, "2026-03-05T08:00:00+08:00"));
  EXPECT_EQ(judge(pack, {say(0, Role::kAgent, "您好", 0, 900)}, fields).verdict, Verdict::kNoHit);
  ASSERT_TRUE(fields.parse(Field::kPartyZone, "Asia/Urumqi"));
  EXPECT_EQ(judge(pack, {say(0, Role::kAgent, "您好", 0, 900)}, fields).verdict, Verdict::kHit);
}

TEST(Mention, TakesANameWithoutItsGeneralTail) {
  const auto pack = pack_of("{mention: {of: [agent.employer_name]}}");
  conversation::FieldSet fields;
  ASSERT_TRUE(fields.parse(Field::kAgentEmployerName, "恒正信息服务有限公司"));
  EXPECT_EQ(judge(pack, {say(0, Role::kAgent, "我是横正的", 0, 900)}, fields).verdict, Verdict::kHit);
  EXPECT_EQ(judge(pack, {say(0, Role::kAgent, "别管我是谁", 0, 900)}, fields).verdict, Verdict::kNoHit);
  EXPECT_EQ(judge(pack, {say(0, Role::kAgent, "别管我是谁", 0, 900)}).verdict, Verdict::kUndecidable);
}

TEST(Sound, SilenceOverlapAndRateNeedTimes) {
  const auto silence = pack_of("{silence: {longer_than: 8s}}");
  EXPECT_EQ(judge(silence, {say(0, Role::kAgent, "您好", 0, 900), say(1, Role::kAgent, "喂", 9000, 9500)}).verdict,
            Verdict::kHit);
  auto untimed = say(0, Role::kAgent, "您好", 0, 900);
  untimed.start.reset();
  untimed.end.reset();
  EXPECT_EQ(judge(silence, {untimed}).verdict, Verdict::kUndecidable);
  const auto overlap = pack_of("{overlap: {longer_than: 500ms, by: agent}}");
  const std::vector<Utterance> talk{say(0, Role::kCustomer, "你听我说完", 0, 3000),
                                    say(1, Role::kAgent, "不听", 2000, 4000)};
  EXPECT_EQ(judge(overlap, talk).verdict, Verdict::kHit);
  const auto rate = pack_of("{speech_rate: {above: 300, characters: 5}}");
  EXPECT_EQ(judge(rate, {say(0, Role::kAgent, "一二三四五六七八九十", 0, 1500)}).verdict, Verdict::kHit);
  EXPECT_EQ(judge(rate, {say(0, Role::kAgent, "一二三四五六七八九十", 0, 3000)}).verdict, Verdict::kNoHit);
}

TEST(Omission, IsDecidedAtTheEndOnly) {
  const auto pack = pack_of("{not: {say: [录音]}}");
  conversation::Contact contact{conversation::ContactId("c"), {}};
  Evaluation evaluation(pack, contact);
  evaluation.apply(say(0, Role::kAgent, "您好", 0, 900));
  EXPECT_TRUE(evaluation.results().findings.empty());
  evaluation.close({});
  EXPECT_EQ(evaluation.results().findings.size(), 1U);
}

TEST(Value, CombinesAsTheTruthTableSays) {
  using detail::Value;
  const auto make = [](Verdict verdict) { return Value{.verdict = verdict}; };
  const std::vector<Verdict> all{Verdict::kHit, Verdict::kUncertain, Verdict::kUndecidable, Verdict::kNoHit};
  const auto rank = [](Verdict verdict) {  // no hit < undecidable < uncertain < hit decides `any`
    return verdict == Verdict::kNoHit         ? 0
           : verdict == Verdict::kUndecidable ? 1
           : verdict == Verdict::kUncertain   ? 2
                                              : 3;
  };
  for (const Verdict a : all) {
    for (const Verdict b : all) {
      EXPECT_EQ(detail::any_of({make(a), make(b)}).verdict, rank(a) > rank(b) ? a : b);
      const auto both = detail::all_of({make(a), make(b)}).verdict;
      EXPECT_EQ(both, detail::all_of({make(b), make(a)}).verdict);
      // De Morgan: not (a and b) is (not a) or (not b).
      EXPECT_EQ(detail::not_of(make(both)).verdict,
                detail::any_of({detail::not_of(make(a)), detail::not_of(make(b))}).verdict);
    }
  }
}

/// A pack that uses most operators, for the comparison of batch and live.
std::shared_ptr<const CompiledPack> mixed_pack() {
  auto pack = load_pack(REDLINE_SOURCE_DIR "/packs/cn");
  if (!pack) ADD_FAILURE() << pack.error().describe();
  return pack ? *pack : nullptr;
}

TEST(Evaluation, LiveWithRevisionsAndRetractionsEndsLikeBatch) {
  const auto pack = mixed_pack();
  ASSERT_TRUE(pack);
  const std::vector<std::string> lines{
      "明天就拘留你",      "本次通话会录音",   "请报身份证后四位",   "您逾期三十天欠款五千元",
      "我要投诉你",        "转我微信我帮你还", "你就是个老赖",       "我是恒正公司的",
      "投诉没用",          "我失业了",         "加我微信手机号就是", "不会影响您的征信",
      "你儿子欠三万六千块"};
  rc::check([&] {
    const auto count = *rc::gen::inRange<std::size_t>(1, 12);
    std::mt19937 random(*rc::gen::arbitrary<std::uint32_t>());
    std::vector<Utterance> finals;
    std::vector<Utterance> events;
    for (std::size_t i = 0; i < count; ++i) {
      const int start = static_cast<int>(i) * 2500 + static_cast<int>(random() % 1500);
      auto utterance = say(i, random() % 3 == 0 ? Role::kCustomer : Role::kAgent, lines[random() % lines.size()], start,
                           start + 2600);
      utterance.confidence = random() % 4 == 0 ? 0.4 : 0.95;
      utterance.revision = 3;
      for (std::uint32_t revision = 1; revision < 3; ++revision) {  // earlier guesses at the same utterance
        auto guess = utterance;
        guess.revision = revision;
        guess.state = random() % 2 == 0 ? UtteranceState::kPartial : UtteranceState::kFinal;
        guess.text = base::Sensitive<std::string>(lines[random() % lines.size()]);
        events.push_back(guess);
      }
      if (random() % 6 == 0) utterance.state = UtteranceState::kRetracted;
      events.push_back(utterance);
      if (utterance.state == UtteranceState::kFinal) finals.push_back(utterance);
    }
    std::shuffle(events.begin(), events.end(), random);
    conversation::Contact contact{conversation::ContactId("c"), {}};
    contact.fields.set(Field::kChannel, std::string("voice"));
    contact.fields.set(Field::kPartyRelation, std::string(random() % 2 == 0 ? "debtor" : "relative"));
    const conversation::Transcript transcript(finals);
    const auto facts = conversation::timing_facts(transcript.finals(), std::nullopt);

    Evaluation batch(pack, contact);
    for (const auto& utterance : finals) batch.apply(utterance);
    batch.close(facts);
    Evaluation live(pack, contact);
    for (const auto& event : events) {
      live.apply(event);
      if (random() % 3 == 0) static_cast<void>(live.results());  // looking must change nothing
    }
    live.close(facts);
    const auto expected = batch.verdicts();
    const auto found = live.verdicts();
    for (std::size_t i = 0; i < expected.size(); ++i) {
      RC_ASSERT(found[i].verdict == expected[i].verdict);
      RC_ASSERT(found[i].spans == expected[i].spans);
      RC_ASSERT(found[i].missing == expected[i].missing);
    }
  });
}

}  // namespace
}  // namespace redline::rules
