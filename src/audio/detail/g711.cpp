#include "audio/detail/g711.hpp"

#include "base/check.hpp"

namespace redline::audio::detail {
namespace {

constexpr std::int16_t alaw_sample(unsigned byte) {
  const unsigned value = byte ^ 0x55U;  // even bits are inverted on the line
  const unsigned exponent = (value >> 4U) & 7U;
  int sample = static_cast<int>(((value & 15U) << 4U) + 8U);
  if (exponent > 0) sample = (sample + 0x100) << (exponent - 1U);
  return static_cast<std::int16_t>((value & 0x80U) != 0 ? sample : -sample);
}

constexpr std::int16_t mulaw_sample(unsigned byte) {
  const unsigned value = ~byte & 0xFFU;  // all bits are inverted on the line
  const unsigned exponent = (value >> 4U) & 7U;
  constexpr int kBias = 0x84;  // 33 of 14 bits
  const int sample = (static_cast<int>((value & 15U) << 3U) + kBias) * (1 << exponent) - kBias;
  return static_cast<std::int16_t>((value & 0x80U) != 0 ? -sample : sample);
}

template <typename Decode>
constexpr G711Table make_table(Decode decode) {
  G711Table table{};
  for (unsigned byte = 0; byte < table.size(); ++byte) table[byte] = decode(byte);
  return table;
}

constexpr G711Table kALaw = make_table(alaw_sample);
constexpr G711Table kMuLaw = make_table(mulaw_sample);

}  // namespace

const G711Table& g711_table(G711Law law) { return law == G711Law::kA ? kALaw : kMuLaw; }

void decode_g711(const G711Table& table, std::span<const unsigned char> bytes,
                 std::vector<std::vector<std::int16_t>>& channels, std::size_t at) {
  const std::size_t count = channels.size();
  REDLINE_CHECK(count > 0 && bytes.size() % count == 0 && at + bytes.size() / count <= channels.front().size());
  const std::size_t frames = bytes.size() / count;
  if (count == 2) {  // the common case, in one pass over the bytes
    std::int16_t* left = channels[0].data() + at;
    std::int16_t* right = channels[1].data() + at;
    for (std::size_t i = 0; i < frames; ++i) {
      left[i] = table[bytes[2 * i]];
      right[i] = table[bytes[2 * i + 1]];
    }
    return;
  }
  for (std::size_t c = 0; c < count; ++c) {
    std::int16_t* out = channels[c].data() + at;
    for (std::size_t i = 0; i < frames; ++i) out[i] = table[bytes[i * count + c]];
  }
}

}  // namespace redline::audio::detail
