#include "audio/detail/g711.hpp"

#include <bit>
#include <cstring>

#include "base/check.hpp"

namespace redline::audio::detail {
namespace {

// Both decoders are free of branches and tables and work on eight samples at once, in 16 bits each; GCC and Clang know
// such vectors on every processor.
constexpr std::size_t kLanes = 8;
using Bytes = std::uint8_t __attribute__((vector_size(kLanes)));
using Words = std::uint16_t __attribute__((vector_size(2 * kLanes)));

/// All ones in the lanes whose bit is set.
Words mask_of(Words bits, int bit) { return -((bits >> bit) & 1); }

/// value << amount for an amount of 0..7: one step for each of its bits.
Words shifted(Words value, Words amount) {
  value += value & mask_of(amount, 0);
  const Words twice = mask_of(amount, 1);
  value = (value & ~twice) | ((value << 2) & twice);
  const Words four = mask_of(amount, 2);
  return (value & ~four) | ((value << 4) & four);
}

Words with_sign(Words magnitude, Words mask) { return (magnitude ^ mask) - mask; }

struct ALaw {
  static Words samples(Words bytes) {
    const Words value = bytes ^ 0x55;  // even bits are inverted on the line
    const Words exponent = (value >> 4) & 7;
    const Words normal = (exponent | exponent >> 1 | exponent >> 2) & 1;  // 0 in the linear part around zero
    const Words magnitude = ((value & 15) << 4) + 8 + (normal << 8);
    return with_sign(shifted(magnitude, exponent - normal), ~mask_of(value, 7));
  }
};

struct MuLaw {
  static Words samples(Words bytes) {
    const Words value = bytes ^ 0xFF;      // all bits are inverted on the line
    constexpr std::uint16_t kBias = 0x84;  // 33 of 14 bits
    const Words magnitude = shifted(((value & 15) << 3) + kBias, (value >> 4) & 7) - kBias;
    return with_sign(magnitude, mask_of(value, 7));
  }
};

template <typename Law>
std::int16_t one(unsigned byte) {
  const Words bytes = Words{} + static_cast<std::uint16_t>(byte);
  return static_cast<std::int16_t>(Law::samples(bytes)[0]);
}

/// Eight frames of two channels: even bytes are the left one, odd bytes the right one.
template <typename Law>
void decode_pairs(const unsigned char* bytes, std::int16_t* left, std::int16_t* right, std::size_t frames) {
  static_assert(std::endian::native == std::endian::little);
  std::size_t i = 0;
  for (; i + kLanes <= frames; i += kLanes) {
    Words pairs;
    std::memcpy(&pairs, bytes + 2 * i, sizeof pairs);
    const Words left_samples = Law::samples(pairs & 0xFF);
    const Words right_samples = Law::samples(pairs >> 8);
    std::memcpy(left + i, &left_samples, sizeof left_samples);
    std::memcpy(right + i, &right_samples, sizeof right_samples);
  }
  for (; i < frames; ++i) {
    left[i] = one<Law>(bytes[2 * i]);
    right[i] = one<Law>(bytes[2 * i + 1]);
  }
}

template <typename Law>
void decode_single(const unsigned char* bytes, std::int16_t* out, std::size_t frames) {
  std::size_t i = 0;
  for (; i + kLanes <= frames; i += kLanes) {
    Bytes narrow;
    std::memcpy(&narrow, bytes + i, sizeof narrow);
    const Words samples = Law::samples(__builtin_convertvector(narrow, Words));
    std::memcpy(out + i, &samples, sizeof samples);
  }
  for (; i < frames; ++i) out[i] = one<Law>(bytes[i]);
}

template <typename Law>
void decode(std::span<const unsigned char> bytes, std::vector<std::vector<std::int16_t>>& channels, std::size_t at) {
  const std::size_t count = channels.size();
  const std::size_t frames = bytes.size() / count;
  if (count == 1) return decode_single<Law>(bytes.data(), channels[0].data() + at, frames);
  if (count == 2) return decode_pairs<Law>(bytes.data(), channels[0].data() + at, channels[1].data() + at, frames);
  for (std::size_t i = 0; i < frames * count; ++i) channels[i % count][at + i / count] = one<Law>(bytes[i]);
}

}  // namespace

std::int16_t g711_sample(G711Law law, std::uint8_t byte) {
  return law == G711Law::kA ? one<ALaw>(byte) : one<MuLaw>(byte);
}

void decode_g711(G711Law law, std::span<const unsigned char> bytes, std::vector<std::vector<std::int16_t>>& channels,
                 std::size_t at) {
  const std::size_t count = channels.size();
  REDLINE_CHECK(count > 0 && bytes.size() % count == 0 && at + bytes.size() / count <= channels.front().size());
  if (law == G711Law::kA) {
    decode<ALaw>(bytes, channels, at);
  } else {
    decode<MuLaw>(bytes, channels, at);
  }
}

}  // namespace redline::audio::detail
