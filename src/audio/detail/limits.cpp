#include "audio/detail/limits.hpp"

#include <fmt/format.h>

namespace redline::audio::detail {
namespace {

constexpr std::int64_t kLowestRate = 4'000;
constexpr std::int64_t kHighestRate = 192'000;

}  // namespace

std::optional<base::Error> shape_error(std::int64_t channels, std::int64_t sample_rate, const DecodeOptions& options) {
  if (channels < 1 || channels > static_cast<std::int64_t>(options.most_channels)) {
    return base::Error{base::ErrorCode::kUnsupported, "audio.channels",
                       fmt::format("expected 1 to {} channels, found {}", options.most_channels, channels)};
  }
  if (sample_rate < kLowestRate || sample_rate > kHighestRate) {
    return base::Error{
        base::ErrorCode::kUnsupported, "audio.sample_rate",
        fmt::format("expected a sample rate of {} to {} Hz, found {} Hz", kLowestRate, kHighestRate, sample_rate)};
  }
  return std::nullopt;
}

std::uint64_t most_frames(std::int64_t sample_rate, const DecodeOptions& options) {
  return static_cast<std::uint64_t>(options.longest.count()) * static_cast<std::uint64_t>(sample_rate);
}

base::Error too_long(const DecodeOptions& options) {
  return {base::ErrorCode::kLimit, "audio.too_long",
          fmt::format("the recording is longer than the {} s that are allowed", options.longest.count())};
}

}  // namespace redline::audio::detail
