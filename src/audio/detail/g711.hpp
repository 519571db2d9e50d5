// ITU-T G.711 (A-law and mu-law), the code of telephone recordings.
//
//   const G711Table& table = g711_table(G711Law::kA);
//   std::int16_t sample = table[byte];
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace redline::audio::detail {

enum class G711Law : std::uint8_t { kA, kMu };
using G711Table = std::array<std::int16_t, 256>;

/// The linear 16-bit sample of every byte: G.711 tables 1a/1b (A-law, 13 bits, shifted by 3) and 2a/2b (mu-law, 14
/// bits, shifted by 2). Magnitudes reach 32256 and 32124.
const G711Table& g711_table(G711Law law);

/// Decodes interleaved bytes into `channels`, whose sizes agree, from frame `at` on. bytes.size() = n *
/// channels.size().
void decode_g711(const G711Table& table, std::span<const unsigned char> bytes,
                 std::vector<std::vector<std::int16_t>>& channels, std::size_t at);

}  // namespace redline::audio::detail
