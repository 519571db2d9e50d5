// Changing the sample rate of a piece of sound.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace redline::audio {

/// The samples at another rate as floats in -1..1, by speexdsp at quality 5 (the filter's delay is taken out). No state
/// across calls: the same piece gives the same samples. Length: samples * to / from, rounded.
std::vector<float> resample(std::span<const std::int16_t> samples, int from_rate, int to_rate);

}  // namespace redline::audio
