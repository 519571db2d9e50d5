// The energy chain: levels in frames of 10 ms, the noise floor, and the regions that may hold speech.
//
//   std::vector<float> levels = frame_levels(samples, rate);
//   std::vector<Region> regions = energy_regions(levels, {});     // in frames
//
// Nothing looks at where in the file a frame stands: silence in front shifts all results and changes nothing else.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/time.hpp"

namespace redline::audio {

inline constexpr base::Milliseconds kFrame{10};
/// Level of digital silence and the lowest that is told apart, dB of full scale.
inline constexpr float kSilenceDbfs = -100.0F;

/// Root-mean-square level of each whole frame of 10 ms in dB of full scale: 20 log10(rms / 32768); a last partial frame
/// is left out. n frames for n * rate / 100 samples; `sample_rate` is a multiple of 100, as Recording promises.
std::vector<float> frame_levels(std::span<const std::int16_t> samples, int sample_rate);

/// The level that a tenth of the sounding frames (above -66 dBFS: line noise, not digital silence) stay below; -66 when
/// nothing sounds.
float noise_floor_dbfs(std::span<const float> levels);

/// Difference between the mean power of the frames at least 6 dB over the floor and the floor, dB; 0 when none is.
float signal_to_noise_db(std::span<const float> levels);

/// Share of samples at or beyond +-32124, the largest magnitude of mu-law (G.711; A-law's is 32256), 0..1.
double clipped_share(std::span<const std::int16_t> samples);

/// Frames [begin, end).
struct Region {
  std::size_t begin = 0;
  std::size_t end = 0;
  friend bool operator==(const Region&, const Region&) = default;
};

struct GateOptions {
  float over_floor_db = 6;    ///< a frame is active this far above the floor ...
  float least_dbfs = -52;     ///< ... and above this in any case
  std::size_t bridge = 40;    ///< gaps of up to so many frames inside a region
  std::size_t pad = 20;       ///< frames kept on both sides
  std::size_t shortest = 10;  ///< active frames that a region needs
};
/// Where speech may be. Generous: the voice model decides. Ordered, disjoint. Adaptive: the threshold is 6 dB over the
/// noise floor, which is taken as -40 dBFS at most, because speech without a pause has no floor. Padding does not reach
/// into digital silence at the edges of the file, so n frames of silence in front shift every region by n.
std::vector<Region> energy_regions(std::span<const float> levels, const GateOptions& options);

}  // namespace redline::audio
