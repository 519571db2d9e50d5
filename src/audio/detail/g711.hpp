// ITU-T G.711 (A-law and mu-law), the code of telephone recordings.
//
//   decode_g711(G711Law::kA, bytes, recording.channels, 0);
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace redline::audio::detail {

enum class G711Law : std::uint8_t { kA, kMu };

/// The linear 16-bit sample of a byte: G.711 tables 1a/1b (A-law, 13 bits, shifted by 3) and 2a/2b (mu-law, 14 bits,
/// shifted by 2). Magnitudes reach 32256 and 32124.
std::int16_t g711_sample(G711Law law, std::uint8_t byte);

/// Decodes interleaved bytes into `channels`, whose sizes agree, from frame `at` on. bytes.size() = n *
/// channels.size().
void decode_g711(G711Law law, std::span<const unsigned char> bytes, std::vector<std::vector<std::int16_t>>& channels,
                 std::size_t at);

}  // namespace redline::audio::detail
