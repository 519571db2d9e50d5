#include "audio/acoustics.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "audio/testing/sounds.hpp"
#include "audio/tones.hpp"

namespace redline::audio {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): the sounds of this module's tests

TEST(MeasurePitch, FindsTheFundamentalOfABuzz) {
  for (const int rate : {8000, 16'000, 44'100, 48'000}) {
    for (const double hertz : {75.0, 98.0, 140.0, 220.0, 330.0}) {
      const auto pitch = measure_pitch(buzz(hertz, 1, rate, 9000), rate);
      ASSERT_TRUE(pitch) << rate << " " << hertz;
      EXPECT_NEAR(pitch->median_hz, hertz, hertz * 0.015) << rate;
      EXPECT_LT(pitch->range_semitones(), 0.5F) << rate << " " << hertz;
    }
  }
}

TEST(MeasurePitch, GivesTheRangeOfAMelody) {
  const auto pitch = measure_pitch(joined({buzz(110, 1, 8000, 9000), buzz(220, 1, 8000, 9000)}), 8000);
  ASSERT_TRUE(pitch);
  EXPECT_NEAR(pitch->range_semitones(), 12, 0.5F);
}

TEST(MeasurePitch, FindsNoneInNoiseAndSilence) {
  EXPECT_FALSE(measure_pitch(noise(2, 8000, 9000, 4), 8000));
  EXPECT_FALSE(measure_pitch(Samples(16'000, 0), 8000));
  EXPECT_FALSE(measure_pitch(Samples{}, 8000));
}

TEST(MeasurePitch, DoesNotDependOnTheGain) {
  const auto loud = mixed(buzz(150, 1, 8000, 16'000), noise(1, 8000, 400, 5));
  Samples quiet(loud);
  for (auto& sample : quiet) sample = static_cast<std::int16_t>(sample / 4);
  EXPECT_NEAR(measure_pitch(loud, 8000)->median_hz, measure_pitch(quiet, 8000)->median_hz, 0.5F);
}

TEST(Loudness, IsNotLoweredByPauses) {
  const auto word = frame_levels(buzz(150, 1, 8000, 9000), 8000);
  const auto with_pause = frame_levels(joined({buzz(150, 1, 8000, 9000), noise(2, 8000, 20, 1)}), 8000);
  EXPECT_NEAR(*loudness_dbfs(word), *loudness_dbfs(with_pause), 0.1F);
  EXPECT_FALSE(loudness_dbfs(frame_levels(Samples(8000, 0), 8000)));
}

TEST(FindTones, SeesRingBackBetweenItsPauses) {
  const auto line = [](double seconds) { return noise(seconds, 8000, 30, 2); };
  const auto call = joined({line(0.5), sine(450, 1, 8000, 6000), line(4), sine(450, 1, 8000, 6000), line(0.5)});
  const auto tones = find_tones(call, 8000);
  ASSERT_EQ(tones.size(), 2U);
  EXPECT_EQ(tones[0].kind, ToneKind::kProgress);
  EXPECT_NEAR(static_cast<double>(tones[0].start.count()), 500, 20);
  EXPECT_NEAR(static_cast<double>(tones[0].end.count()), 1500, 20);
  EXPECT_NEAR(static_cast<double>(tones[1].start.count()), 5500, 20);
}

TEST(FindTones, ReadsEveryKey) {
  const std::string keys = "123A456B789C*0#D";
  const double rows[] = {697, 770, 852, 941};
  const double columns[] = {1209, 1336, 1477, 1633};
  for (const int rate : {8000, 16'000}) {
    Samples dialled;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const auto key = mixed(sine(rows[i / 4], 0.1, rate, 5000), sine(columns[i % 4], 0.1, rate, 5000));
      dialled = joined({dialled, key, noise(0.08, rate, 20, 7)});
    }
    std::string read;
    for (const auto& tone : find_tones(dialled, rate)) read.push_back(tone.kind == ToneKind::kKey ? tone.key : '?');
    EXPECT_EQ(read, keys) << rate;
  }
}

TEST(FindTones, TakesNeitherVoiceNorNoiseNorSilenceForTones) {
  EXPECT_TRUE(find_tones(buzz(140, 2, 8000, 9000), 8000).empty());
  EXPECT_TRUE(find_tones(buzz(260, 2, 8000, 9000), 8000).empty());
  EXPECT_TRUE(find_tones(noise(2, 8000, 9000, 8), 8000).empty());
  EXPECT_TRUE(find_tones(Samples(8000, 0), 8000).empty());
  EXPECT_TRUE(find_tones(Samples{}, 8000).empty());
}

TEST(FindTones, MoveWithTheSilenceInFront) {
  const auto call = joined({noise(0.3, 8000, 30, 2), sine(450, 0.35, 8000, 6000), noise(0.4, 8000, 30, 3)});
  rc::check([&] {
    const auto frames = *rc::gen::inRange<std::size_t>(0, 300);
    auto expected = find_tones(call, 8000);
    for (auto& tone : expected) {
      tone.start += kFrame * static_cast<std::int64_t>(frames);
      tone.end += kFrame * static_cast<std::int64_t>(frames);
    }
    RC_ASSERT(find_tones(joined({Samples(frames * 80, 0), call}), 8000) == expected);
  });
}

TEST(ToneShare, TellsTonesFromVoice) {
  EXPECT_GT(tone_share(sine(450, 1, 8000, 6000), 8000), 0.95);
  EXPECT_LT(tone_share(buzz(140, 1, 8000, 9000), 8000), 0.05);
  EXPECT_LT(tone_share(noise(1, 8000, 6000, 1), 8000), 0.05);
}

}  // namespace
}  // namespace redline::audio
