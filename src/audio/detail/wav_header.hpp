// The header of a RIFF/WAVE file: outside bytes, read with care.
#pragma once

#include <cstdint>

#include "audio/detail/read_at.hpp"
#include "base/result.hpp"

namespace redline::audio::detail {

/// Format tags of mmreg.h that are decoded in process.
enum class WavFormat : std::uint16_t { kPcm = 1, kFloat = 3, kALaw = 6, kMuLaw = 7, kExtensible = 0xFFFE };

struct WavHeader {
  std::uint16_t format = 0;  ///< the sub-format of an extensible header
  std::uint16_t channels = 0;
  std::uint32_t sample_rate = 0;
  std::uint16_t bits = 0;
  std::uint64_t data_offset = 0;
  std::uint64_t data_size = 0;  ///< as the header says
  bool size_unknown = false;    ///< 0 or near 2^31 or 2^32: a streaming writer that never came back
};

/// Walks the chunks of a file of `file_size` bytes, wherever they stand. Fails with "audio.not_audio" when there is no
/// "fmt " chunk before the sound, "audio.truncated" when the file ends before the sound or a chunk promises more bytes
/// than the file holds.
base::Result<WavHeader> read_wav_header(const ReadAt& read_at, std::uint64_t file_size);

}  // namespace redline::audio::detail
