// What a stretch of one channel sounds like: loudness, pitch, tones.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

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
  std::size_t voiced_frames = 0;
};
/// Fundamental frequency, 60-400 Hz, by normalised autocorrelation over windows of 40 ms every 20 ms (Boersma 1993:
/// r(lag) of the windowed signal over r of the window; a frame is voiced above 0.6). Absent when fewer than 5 frames
/// are voiced.
std::optional<Pitch> measure_pitch(std::span<const std::int16_t> samples, int sample_rate);

/// Whether a frame is a steady tone of one or two frequencies (ring-back and busy tone 450 Hz in China, DTMF) and not
/// voice: share of the frame's energy that at most two narrow bands hold (Goertzel), above 0.9.
bool is_tone(std::span<const std::int16_t> samples, int sample_rate);
/// Share of the 30 ms windows of the stretch that are tones, 0..1.
double tone_share(std::span<const std::int16_t> samples, int sample_rate);

}  // namespace redline::audio
