#include "audio/detail/wav_header.hpp"

#include <fmt/format.h>

namespace redline::audio::detail {
namespace {

using base::Error;
using base::ErrorCode;

std::uint32_t little(std::string_view bytes, std::size_t at, std::size_t length) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < length; ++i) {
    value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  }
  return value;
}

void read_format(std::string_view chunk, WavHeader& header) {
  header.format = static_cast<std::uint16_t>(little(chunk, 0, 2));
  header.channels = static_cast<std::uint16_t>(little(chunk, 2, 2));
  header.sample_rate = little(chunk, 4, 4);
  header.bits = static_cast<std::uint16_t>(little(chunk, 14, 2));
  if (header.format == static_cast<std::uint16_t>(WavFormat::kExtensible) && chunk.size() >= 26) {
    header.format = static_cast<std::uint16_t>(little(chunk, 24, 2));  // the first bytes of the sub-format's GUID
  }
}

}  // namespace

base::Result<WavHeader> read_wav_header(std::string_view head, std::uint64_t file_size) {
  WavHeader header;
  bool has_format = false;
  std::size_t at = 12;
  while (at + 8 <= head.size()) {
    const std::string_view name = head.substr(at, 4);
    const std::uint32_t size = little(head, at + 4, 4);
    at += 8;
    if (name == "fmt " && size >= 16 && at + 16 <= head.size()) {
      read_format(head.substr(at, std::min<std::size_t>(size, head.size() - at)), header);
      has_format = true;
    }
    if (name == "data") {
      if (!has_format) break;
      header.data_offset = at;
      header.data_size = size;
      header.size_unknown = size == 0 || size == 0xFFFFFFFFU;
      const std::uint64_t there = file_size - at;
      if (!header.size_unknown && size > there) {
        return Error{ErrorCode::kInvalid, "audio.truncated",
                     fmt::format("the recording is cut off: its header promises {} bytes of sound, the file holds {}",
                                 size, there)};
      }
      return header;
    }
    at += static_cast<std::size_t>(size) + (size & 1U);
  }
  return Error{ErrorCode::kInvalid, "audio.not_audio", "expected a WAV file with \"fmt \" and \"data\" chunks"};
}

std::int16_t alaw_sample(std::uint8_t byte) {
  // G.711 table 1a: even bits are inverted; sign, exponent and mantissa as in the recommendation.
  const unsigned value = byte ^ 0x55U;
  const unsigned exponent = (value >> 4U) & 7U;
  const unsigned mantissa = value & 15U;
  int sample = static_cast<int>((mantissa << 4U) + 8U);
  if (exponent > 0) sample = (sample + 0x100) << (exponent - 1U);
  return static_cast<std::int16_t>((value & 0x80U) != 0 ? sample : -sample);
}

std::int16_t mulaw_sample(std::uint8_t byte) {
  // G.711 table 2a: all bits are inverted; bias 33 in 14 bits, 132 in 16.
  const unsigned value = ~static_cast<unsigned>(byte) & 0xFFU;
  const unsigned exponent = (value >> 4U) & 7U;
  const unsigned mantissa = value & 15U;
  const int sample = static_cast<int>(((mantissa << 3U) + 0x84U) << exponent) - 0x84;
  return static_cast<std::int16_t>((value & 0x80U) != 0 ? -sample : sample);
}

}  // namespace redline::audio::detail
