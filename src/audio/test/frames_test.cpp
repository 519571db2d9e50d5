#include "audio/frames.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "audio/testing/sounds.hpp"

namespace redline::audio {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): the sounds of this module's tests

TEST(FrameLevels, GiveTheLevelOfASine) {
  // A sine of amplitude a has the root mean square a / sqrt(2): full scale is -3.01 dBFS.
  for (const float level : frame_levels(sine(400, 1, 8000, 32767), 8000)) EXPECT_NEAR(level, -3.01F, 0.01F);
  for (const float level : frame_levels(sine(400, 1, 8000, 3276.7), 8000)) EXPECT_NEAR(level, -23.01F, 0.01F);
  EXPECT_EQ(frame_levels(Samples(80, 0), 8000), std::vector<float>{kSilenceDbfs});
  EXPECT_EQ(frame_levels(Samples(79, 1), 8000).size(), 0U);
}

TEST(FrameLevels, AreRightForTheLoudestSamples) {
  EXPECT_NEAR(frame_levels(Samples(480, -32768), 48'000)[0], 0, 0.001F);
}

TEST(FrameLevels, AgreeWithThePlainSum) {
  rc::check([](const std::vector<std::int16_t>& samples) {
    for (const int rate : {4000, 8000, 11'000}) {
      const auto length = static_cast<std::size_t>(rate / 100);
      const auto levels = frame_levels(samples, rate);
      RC_ASSERT(levels.size() == samples.size() / length);
      for (std::size_t i = 0; i < levels.size(); ++i) {
        double sum = 0;
        for (std::size_t k = 0; k < length; ++k) sum += std::pow(static_cast<double>(samples[i * length + k]), 2);
        const double level =
            sum == 0 ? -100 : std::max(-100.0, 10 * std::log10(sum / static_cast<double>(length) / 32768 / 32768));
        RC_ASSERT(std::abs(static_cast<double>(levels[i]) - level) < 0.001);
      }
    }
  });
}

TEST(EnergyRegions, FindTheSpokenParts) {
  const auto levels = frame_levels(call_like(8000, 1), 8000);
  // 0.7 s, a pause of 1.3 s, then 1.1 s + 0.6 s over a short pause that is bridged; 0.2 s are added on both sides.
  EXPECT_EQ(energy_regions(levels, {}), (std::vector<Region>{{0, 90}, {180, 420}}));
}

TEST(EnergyRegions, StandStillWhenSilenceIsPutInFrontOrBehind) {
  rc::check([] {
    const auto call = call_like(8000, *rc::gen::arbitrary<std::uint32_t>());
    const auto frames = *rc::gen::inRange<std::size_t>(0, 1000);
    // Silence as PCM has it, or as A-law has it.
    const auto value = *rc::gen::element<std::int16_t>(0, 8, -8);
    const Samples silence(frames * 80, value);
    const auto plain = frame_levels(call, 8000);
    const auto moved = frame_levels(joined({silence, call, silence}), 8000);
    auto expected = energy_regions(plain, {});
    for (auto& region : expected) region = {region.begin + frames, region.end + frames};
    RC_ASSERT(energy_regions(moved, {}) == expected);
    RC_ASSERT(noise_floor_dbfs(moved) == noise_floor_dbfs(plain));
    RC_ASSERT(std::abs(signal_to_noise_db(moved) - signal_to_noise_db(plain)) < 1e-4F);
  });
}

TEST(EnergyRegions, AreDisjointAndInsideForAnyLevels) {
  rc::check([](const std::vector<std::uint8_t>& raw) {
    std::vector<float> levels;
    for (const auto value : raw) levels.push_back(-100.0F + static_cast<float>(value) * 0.39F);
    std::size_t before = 0;
    for (const auto& region : energy_regions(levels, {.bridge = 3, .pad = 2, .shortest = 2})) {
      RC_ASSERT(region.begin >= before);
      RC_ASSERT(region.begin < region.end);
      RC_ASSERT(region.end <= levels.size());
      before = region.end;
    }
  });
}

TEST(EnergyRegions, AreNoneInSilenceAndOnAQuietLine) {
  EXPECT_TRUE(energy_regions(frame_levels(Samples(80'000, 0), 8000), {}).empty());
  EXPECT_TRUE(energy_regions(frame_levels(noise(10, 8000, 60, 3), 8000), {}).empty());
}

TEST(SignalToNoise, DoesNotDependOnTheGain) {
  const auto call = call_like(8000, 9);
  Samples quieter(call);
  for (auto& sample : quieter) sample = static_cast<std::int16_t>(sample / 2);
  EXPECT_NEAR(signal_to_noise_db(frame_levels(quieter, 8000)), signal_to_noise_db(frame_levels(call, 8000)), 0.3F);
}

TEST(ClippedShare, CountsSamplesAtTheTopOfBothLaws) {
  EXPECT_DOUBLE_EQ(clipped_share(Samples{32767, -32768, 32124, -32256, 31100, 0, 1, 2}), 0.5);
  EXPECT_DOUBLE_EQ(clipped_share(Samples{}), 0);
}

}  // namespace
}  // namespace redline::audio
