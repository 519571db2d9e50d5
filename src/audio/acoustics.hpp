// What a stretch of one channel sounds like: loudness and pitch. Used by the inspector under every utterance.
//
//   auto loudness = loudness_dbfs(levels.subspan(120, 300));        // frames of 10 ms
//   auto pitch = measure_pitch(samples, 8'000);                     // pitch->median_hz
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "audio/frames.hpp"

namespace redline::audio {

/// Mean power of the frames of the stretch that are within 30 dB of its loudest, dB of full scale; absent when all are
/// digital silence. Pauses inside an utterance so do not make it quieter.
std::optional<float> loudness_dbfs(std::span<const float> levels);

/// Median and the 10 % and 90 % quantiles of the fundamental frequency over the voiced frames.
struct Pitch {
  float median_hz = 0;
  float low_hz = 0;
  float high_hz = 0;
  std::size_t voiced_frames = 0;  ///< of 20 ms

  /// Width of the 10-90 % range in semitones: 12 log2(high / low).
  [[nodiscard]] float range_semitones() const;
};
/// Fundamental frequency, 60-400 Hz, by normalised cross-correlation over windows of 40 ms every 20 ms (Talkin 1995, "A
/// robust algorithm for pitch tracking", equation 1: the product of the window and its copy at a lag over the root of
/// both energies). The shortest lag that comes within 0.02 of the best wins, against octave errors; a frame is voiced
/// above 0.6. Independent of gain, but for windows whose peak is below 300 of 32768 (-41 dBFS), which are not looked
/// at. Absent when fewer than 5 frames are voiced.
std::optional<Pitch> measure_pitch(std::span<const std::int16_t> samples, int sample_rate);

}  // namespace redline::audio
