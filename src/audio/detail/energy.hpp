// Sum of squares of 16-bit samples, the inner loop of the energy chain.
#pragma once

#include <cstdint>
#include <span>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace redline::audio::detail {

/// Exact; up to 2^33 samples.
inline std::uint64_t energy_of(std::span<const std::int16_t> samples) {
  std::uint64_t energy = 0;
  std::size_t i = 0;
#if defined(__SSE2__)
  const __m128i zero = _mm_setzero_si128();
  __m128i sums = zero;
  for (; i + 8 <= samples.size(); i += 8) {
    const __m128i eight = _mm_loadu_si128(static_cast<const __m128i*>(static_cast<const void*>(samples.data() + i)));
    // Two squares reach 2^31, which is right when read as unsigned: widened with zeros.
    const __m128i pairs = _mm_madd_epi16(eight, eight);
    sums = _mm_add_epi64(sums, _mm_add_epi64(_mm_unpacklo_epi32(pairs, zero), _mm_unpackhi_epi32(pairs, zero)));
  }
  alignas(16) std::uint64_t lanes[2];
  _mm_store_si128(static_cast<__m128i*>(static_cast<void*>(lanes)), sums);
  energy = lanes[0] + lanes[1];
#endif
  for (; i < samples.size(); ++i) energy += static_cast<std::uint64_t>(std::int64_t{samples[i]} * samples[i]);
  return energy;
}

}  // namespace redline::audio::detail
