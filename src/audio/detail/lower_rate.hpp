// Sound at about 8 kHz for measurements that need no more: pitch and tones.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace redline::audio::detail {

struct LowRateSound {
  std::vector<float> samples{};  ///< full scale = 32768
  int sample_rate = 0;
};

/// Means of n neighbours, n = rate / 8000: a low pass good enough for what lies below 1.7 kHz, and at 8 kHz the sound
/// itself.
LowRateSound lower_rate(std::span<const std::int16_t> samples, int sample_rate);

}  // namespace redline::audio::detail
