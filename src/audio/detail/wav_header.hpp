// The header of a RIFF/WAVE file: outside bytes, read with care.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.hpp"

namespace redline::audio::detail {

/// Format tags of mmreg.h that matter here.
enum class WavFormat : std::uint16_t { kPcm = 1, kFloat = 3, kALaw = 6, kMuLaw = 7, kExtensible = 0xFFFE };

struct WavHeader {
  std::uint16_t format = 0;  ///< the sub-format of an extensible header
  std::uint16_t channels = 0;
  std::uint32_t sample_rate = 0;
  std::uint16_t bits = 0;
  std::uint64_t data_offset = 0;
  std::uint64_t data_size = 0;  ///< as the header says
  bool size_unknown = false;    ///< 0 or 2^32-1: a streaming writer that never came back
};

/// Reads the chunks of the first bytes of a file of `file_size` bytes. Fails with "audio.not_audio" when there is no
/// "fmt " and "data" chunk, "audio.truncated" when the data chunk promises more than the file holds.
base::Result<WavHeader> read_wav_header(std::string_view head, std::uint64_t file_size);

/// ITU-T G.711: one byte as a linear sample of 16 bits.
std::int16_t alaw_sample(std::uint8_t byte);
std::int16_t mulaw_sample(std::uint8_t byte);

}  // namespace redline::audio::detail
