// Tones of the telephone network: ring-back and busy tone, keys. They must never become text.
//
//   for (const ToneSpan& tone : find_tones(samples, 8'000)) ...   // tone.kind == ToneKind::kKey, tone.key == '5'
//   if (tone_share(piece, 8'000) > 0.7) ...                       // mostly tone: nothing to recognise
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/time.hpp"

namespace redline::audio {

enum class ToneKind : std::uint8_t {
  kProgress,  ///< 450 Hz: ring-back, busy, dial tone in China (GB/T 3380; ITU-T E.180 lists other countries' 400-480
              ///< Hz)
  kKey,       ///< DTMF (ITU-T Q.23)
  kOther,     ///< any other steady tone of one or two frequencies
};

struct ToneSpan {
  base::Milliseconds start{};
  base::Milliseconds end{};
  ToneKind kind = ToneKind::kOther;
  char key = '\0';  ///< 0-9, *, #, A-D of a kKey
  friend bool operator==(const ToneSpan&, const ToneSpan&) = default;
};

/// Tones of 50 ms and longer, ordered and disjoint, to 10 ms. A window of 30 ms is a tone when one frequency of
/// 300-1700 Hz holds 90 % of its energy, or two hold 85 % with at least 30 % each (Goertzel 1958). Windows below -50
/// dBFS are not looked at. Nothing depends on where in the file a tone stands, to 10 ms.
std::vector<ToneSpan> find_tones(std::span<const std::int16_t> samples, int sample_rate);

/// Share of the 30 ms windows of the stretch that are tones, 0..1; windows below -50 dBFS count as none.
double tone_share(std::span<const std::int16_t> samples, int sample_rate);

}  // namespace redline::audio
