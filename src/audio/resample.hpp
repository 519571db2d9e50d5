// Changing the sample rate of a piece of sound: 16 kHz for recognisers, 8 kHz for measuring.
//
//   std::vector<float> sound = resample(recording.channels[0], recording.sample_rate, 16'000);
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace redline::audio {

/// The samples at another rate as floats in -1..1, by speexdsp at quality 5: windowed sinc, stop band about 80 dB down,
/// pass band to 0.9 of the lower Nyquist frequency; the filter's delay is taken out. No state across calls: the same
/// piece gives the same samples. Length: samples * to / from, rounded.
std::vector<float> resample(std::span<const std::int16_t> samples, int from_rate, int to_rate);

/// The same as integers, rounded and clipped; holds no float copy of the whole.
std::vector<std::int16_t> resample_integers(std::span<const std::int16_t> samples, int from_rate, int to_rate);

}  // namespace redline::audio
