#include "conversation/facts.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace redline::conversation {
namespace {

using base::Milliseconds;

Utterance said(Role role, int start, int end, std::string text = "好") {
  Utterance utterance;
  utterance.role = role;
  utterance.start = Milliseconds{start};
  utterance.end = Milliseconds{end};
  utterance.text = base::Sensitive<std::string>(std::move(text));
  return utterance;
}

CallFacts facts_of(const std::vector<Utterance>& utterances) {
  std::vector<const Utterance*> pointers;
  for (const auto& one : utterances) pointers.push_back(&one);
  return timing_facts(pointers, std::nullopt);
}

TEST(SpokenCharacters, LeavesOutPunctuationAndBlanks) {
  EXPECT_EQ(spoken_characters("您好，我是 A1。"), 6U);
  EXPECT_EQ(spoken_characters("……？！"), 0U);
}

TEST(TimingFacts, MeasuresASilenceFromTheLastVoiceThatEnded) {
  // The long turn of the agent still runs when the customer's short one is over.
  const auto facts = facts_of({said(Role::kAgent, 0, 5000), said(Role::kCustomer, 1000, 2000),
                               said(Role::kCustomer, 8000, 9000), said(Role::kAgent, 9999, 10'000)});
  ASSERT_EQ(facts.silences.size(), 1U);
  EXPECT_EQ(facts.silences[0].start, Milliseconds{5000});
  EXPECT_EQ(facts.silences[0].end, Milliseconds{8000});
  EXPECT_EQ(facts.silences[0].after_utterance, 0U);
  EXPECT_NEAR(facts.silence_share, 0.3999, 1e-9);
}

TEST(TimingFacts, BlamesTheSpeakerWhoBeganLater) {
  const auto facts =
      facts_of({said(Role::kCustomer, 0, 4000), said(Role::kAgent, 3000, 6000), said(Role::kCustomer, 5900, 7000)});
  ASSERT_EQ(facts.overlaps.size(), 1U) << "100 ms are no overlap";
  EXPECT_EQ(facts.overlaps[0].interrupter, Role::kAgent);
  EXPECT_EQ(facts.overlaps[0].interrupted, Role::kCustomer);
  EXPECT_EQ(facts.overlaps[0].end - facts.overlaps[0].start, Milliseconds{1000});
  EXPECT_EQ(facts.of(Role::kAgent).interruptions, 1U);
  EXPECT_EQ(facts.of(Role::kCustomer).interruptions, 0U);
}

TEST(TimingFacts, CountsSpeechPerMinuteOfTalk) {
  const auto facts =
      facts_of({said(Role::kAgent, 0, 2000, "一二三四五六七八九十"), said(Role::kCustomer, 2500, 2900, "嗯")});
  EXPECT_DOUBLE_EQ(*facts.of(Role::kAgent).characters_per_minute, 300);
  EXPECT_DOUBLE_EQ(*facts.utterances[0].characters_per_minute, 300);
  EXPECT_FALSE(facts.utterances[1].characters_per_minute) << "too short for a rate";
  EXPECT_EQ(*facts.of(Role::kCustomer).response_median, Milliseconds{500});
  EXPECT_DOUBLE_EQ(facts.of(Role::kAgent).talk_share + facts.of(Role::kCustomer).talk_share, 1);
}

TEST(TimingFacts, HaveNoTimesWhenOneUtteranceHasNone) {
  auto untimed = said(Role::kAgent, 0, 0);
  untimed.start.reset();
  untimed.end.reset();
  const auto facts = facts_of({said(Role::kAgent, 0, 2000), untimed, said(Role::kCustomer, 9000, 9500)});
  EXPECT_FALSE(facts.timed);
  EXPECT_TRUE(facts.silences.empty());
  EXPECT_FALSE(facts.of(Role::kAgent).characters_per_minute);
  EXPECT_EQ(facts.of(Role::kAgent).utterances, 2U);
}

TEST(TimingFacts, MovingEverythingLaterChangesNoMeasure) {
  rc::check([] {
    std::vector<Utterance> first;
    std::vector<Utterance> moved;
    int start = 0;
    for (int i = *rc::gen::inRange(1, 12); i > 0; --i) {
      start += *rc::gen::inRange(0, 3000);
      const int length = *rc::gen::inRange(0, 4000);
      const Role role = *rc::gen::element(Role::kAgent, Role::kCustomer);
      first.push_back(said(role, start, start + length));
      moved.push_back(said(role, start + 7300, start + length + 7300));
    }
    const auto a = facts_of(first);
    const auto b = facts_of(moved);
    RC_ASSERT(a.silence_share == b.silence_share);
    RC_ASSERT(a.silences.size() == b.silences.size());
    RC_ASSERT(a.overlaps.size() == b.overlaps.size());
    for (const Role role : {Role::kAgent, Role::kCustomer}) {
      RC_ASSERT(a.of(role).talk == b.of(role).talk);
      RC_ASSERT(a.of(role).interruptions == b.of(role).interruptions);
      RC_ASSERT(a.of(role).response_median == b.of(role).response_median);
    }
    // Both sides' talk covers what is not silent; talking over counts twice.
    Milliseconds whole{0};
    for (const auto& one : first) whole = std::max(whole, *one.end);
    whole -= *first.front().start;
    const double spoken = static_cast<double>((a.of(Role::kAgent).talk + a.of(Role::kCustomer).talk).count());
    RC_ASSERT(spoken + 0.5 >= static_cast<double>(whole.count()) * (1 - a.silence_share));
  });
}

}  // namespace
}  // namespace redline::conversation
