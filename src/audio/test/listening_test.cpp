#include "audio/listening.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "audio/frames.hpp"
#include "audio/resample.hpp"
#include "audio/testing/sounds.hpp"

namespace redline::audio {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): the sounds of this module's tests

double level(std::span<const std::int16_t> samples) {
  const auto levels = frame_levels(samples, 8000);
  double sum = 0;
  for (const float each : levels) sum += static_cast<double>(each);
  return sum / static_cast<double>(levels.size());
}

TEST(ListeningCopy, HasTheSameBytesEveryTimeAndKeepsTheSides) {
  const TemporaryFolder folder;
  const Recording recording{8000, {sine(440, 2, 8000, 9000), sine(700, 2, 8000, 900)}, "pcm"};
  write_listening_copy(recording, folder.path("deep/one.opus"), "sha256:aa");
  write_listening_copy(recording, folder.path("two.opus"), "sha256:aa");
  write_listening_copy(recording, folder.path("three.opus"), "sha256:bb");
  EXPECT_EQ(read_all(folder.path("deep/one.opus")), read_all(folder.path("two.opus")));
  EXPECT_NE(read_all(folder.path("two.opus")), read_all(folder.path("three.opus")));  // another serial number
  EXPECT_LT(read_all(folder.path("two.opus")).size(), 2U * 2U * 24'000U / 8U * 3U / 2U);

  const auto copy = decode_file(folder.path("two.opus"), {});
  ASSERT_TRUE(copy) << copy.error().describe();
  ASSERT_EQ(copy->channels.size(), 2U);
  EXPECT_EQ(copy->codec, "opus");
  EXPECT_NEAR(static_cast<double>(copy->duration().count()), 2000, 60);
  const auto left = resample_integers(copy->channels[0], copy->sample_rate, 8000);
  const auto right = resample_integers(copy->channels[1], copy->sample_rate, 8000);
  EXPECT_NEAR(level(std::span(left).first(14'000)), level(recording.channels[0]), 1.5);
  EXPECT_NEAR(level(std::span(right).first(14'000)), level(recording.channels[1]), 3);
}

TEST(Peaks, HoldLowestAndHighestOfEachTwentieth) {
  Samples samples(8000, 0);
  samples[401] = 32767;
  samples[799] = -32768;
  const auto pairs = peaks(samples, 8000);
  ASSERT_EQ(pairs.size(), 40U);
  EXPECT_EQ(pairs[2], -127);
  EXPECT_EQ(pairs[3], 126);
  EXPECT_EQ(std::count(pairs.begin(), pairs.end(), 0), 38);
  EXPECT_EQ(peaks(Samples(401, 1), 8000).size(), 4U);  // the rest of a bucket is a bucket
}

TEST(Resample, KeepsLengthAndTone) {
  for (const int from : {8000, 11'000, 44'100, 48'000}) {
    for (const int to : {8000, 16'000}) {
      const auto samples = sine(440, 1, from, 16'000);
      const auto out = resample(samples, from, to);
      ASSERT_EQ(out.size(), static_cast<std::size_t>(to));
      double worst = 0;
      for (std::size_t i = out.size() / 10; i < out.size() * 9 / 10; ++i) {
        const double expected = 16'000.0 / 32'768 * std::sin(2 * std::numbers::pi * 440 * static_cast<double>(i) / to);
        worst = std::max(worst, std::abs(static_cast<double>(out[i]) - expected));
      }
      EXPECT_LT(worst, 0.005) << from << " to " << to;  // neither shifted nor scaled
    }
  }
}

TEST(Resample, HasNoStateAndTheRightLengthForAnyPiece) {
  rc::check([](const std::vector<std::int16_t>& samples) {
    for (const auto& [from, to] : {std::pair{8000, 16'000}, std::pair{44'100, 8000}, std::pair{8000, 8000}}) {
      const auto once = resample(samples, from, to);
      const auto from_rate = static_cast<std::size_t>(from);
      RC_ASSERT(once.size() == (samples.size() * static_cast<std::size_t>(to) + from_rate / 2) / from_rate);
      RC_ASSERT(once == resample(samples, from, to));
    }
  });
}

}  // namespace
}  // namespace redline::audio
