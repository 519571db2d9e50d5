#include "speech/detail/segmenter.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <vector>

namespace redline::speech::detail {
namespace {

using audio::Region;

/// Probabilities of consecutive stretches: {frames, probability}.
std::vector<float> voice_of(const std::vector<std::pair<std::size_t, float>>& stretches) {
  std::vector<float> voice;
  for (const auto& [frames, probability] : stretches) voice.insert(voice.end(), frames, probability);
  return voice;
}

std::vector<std::pair<std::size_t, std::size_t>> segments_of(const std::vector<float>& voice) {
  std::vector<std::pair<std::size_t, std::size_t>> found;
  for (const Region& one : segment(voice, {})) found.emplace_back(one.begin, one.end);
  return found;
}

using Segments = std::vector<std::pair<std::size_t, std::size_t>>;

TEST(Segmenter, FindsNothingInSilenceAndClicks) {
  EXPECT_TRUE(segment({}, {}).empty());
  EXPECT_TRUE(segment(voice_of({{500, 0.1F}}), {}).empty());
  EXPECT_TRUE(segment(voice_of({{100, 0.1F}, {8, 0.9F}, {100, 0.1F}}), {}).empty());
}

TEST(Segmenter, PadsAnUtteranceWithinItsRegion) {
  EXPECT_EQ(segments_of(voice_of({{100, 0.0F}, {100, 0.9F}, {100, 0.0F}})), (Segments{{85, 215}}));
  EXPECT_EQ(segments_of(voice_of({{5, 0.0F}, {100, 0.9F}})), (Segments{{0, 105}}));
}

TEST(Segmenter, JoinsOverABreathAndPartsAtAPause) {
  EXPECT_EQ(segments_of(voice_of({{100, 0.9F}, {40, 0.0F}, {100, 0.9F}})).size(), 1U);
  EXPECT_EQ(segments_of(voice_of({{100, 0.9F}, {80, 0.0F}, {100, 0.9F}})).size(), 2U);
}

TEST(Segmenter, StaysInVoiceThatSinksBelowTheThresholdOfEntering) {
  EXPECT_EQ(segments_of(voice_of({{100, 0.9F}, {80, 0.4F}, {100, 0.9F}})), (Segments{{0, 280}}));
}

TEST(Segmenter, CutsLongSpeechAtItsWeakestFrame) {
  auto voice = voice_of({{1400, 0.9F}});
  voice[620] = 0.6F;
  const auto found = segment(voice, {});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].end, 620U);
  EXPECT_EQ(found[1].begin, 620U);
}

RC_GTEST_PROP(Segmenter, SegmentsAreOrderedDisjointBoundedAndHoldTheVoice, ()) {
  const auto steps = *rc::gen::container<std::vector<std::pair<int, int>>>(
      rc::gen::pair(rc::gen::inRange(1, 600), rc::gen::inRange(0, 101)));
  std::vector<std::pair<std::size_t, float>> stretches;
  for (const auto& [frames, percent] : steps) {
    stretches.emplace_back(static_cast<std::size_t>(frames), static_cast<float>(percent) / 100);
  }
  const auto voice = voice_of(stretches);
  const SegmentOptions options;
  const auto found = segment(voice, options);
  std::size_t last = 0;
  for (const Region& one : found) {
    RC_ASSERT(one.begin >= last);
    RC_ASSERT(one.end > one.begin);
    RC_ASSERT(one.end <= voice.size());
    RC_ASSERT(one.end - one.begin <= options.longest + 2 * options.pad);
    last = one.end;
  }
  // A stretch of clear voice that is long enough is inside some segment, whole.
  std::size_t at = 0;
  for (const auto& [frames, probability] : stretches) {
    if (probability >= options.enter && frames >= options.shortest) {
      for (std::size_t frame = at; frame < at + frames; ++frame) {
        RC_ASSERT(std::any_of(found.begin(), found.end(),
                              [&](const Region& one) { return one.begin <= frame && frame < one.end; }));
      }
    }
    at += frames;
  }
}

}  // namespace
}  // namespace redline::speech::detail
