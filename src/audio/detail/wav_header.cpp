#include "audio/detail/wav_header.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redline::audio::detail {
namespace {

using base::Error;
using base::ErrorCode;

constexpr std::uint64_t kRiffHead = 12;
constexpr int kMostChunks = 4096;
/// Writers to a pipe put 2^31 - 1 less their header (sox), or 2^32 - 1 (ffmpeg).
constexpr std::uint32_t kUnknownFrom31 = 0x7FFFF000U;
constexpr std::uint32_t kUnknownTo31 = 0x7FFFFFFFU;
constexpr std::uint32_t kUnknownFrom32 = 0xFFFFF000U;

bool means_unknown(std::uint32_t size) {
  return size == 0 || (size >= kUnknownFrom31 && size <= kUnknownTo31) || size >= kUnknownFrom32;
}

WavHeader read_format(std::string_view chunk) {
  WavHeader header;
  header.format = static_cast<std::uint16_t>(little_endian(chunk, 0, 2));
  header.channels = static_cast<std::uint16_t>(little_endian(chunk, 2, 2));
  header.sample_rate = little_endian(chunk, 4, 4);
  header.bits = static_cast<std::uint16_t>(little_endian(chunk, 14, 2));
  if (header.format == static_cast<std::uint16_t>(WavFormat::kExtensible) && chunk.size() >= 26) {
    header.format = static_cast<std::uint16_t>(little_endian(chunk, 24, 2));  // first bytes of the sub-format's GUID
  }
  return header;
}

Error truncated(std::string message) { return {ErrorCode::kInvalid, "audio.truncated", std::move(message)}; }

Error no_format() {
  return {ErrorCode::kInvalid, "audio.not_audio", "expected a WAV file, found no \"fmt \" chunk in it"};
}

}  // namespace

base::Result<WavHeader> read_wav_header(const ReadAt& read_at, std::uint64_t file_size) {
  WavHeader header;
  bool has_format = false;
  std::uint64_t at = kRiffHead;
  for (int chunk = 0; chunk < kMostChunks && at < file_size; ++chunk) {
    const std::string head = read_at(at, 8);
    if (head.size() < 8) break;
    at += 8;
    const std::string_view name(head.data(), 4);
    const std::uint32_t size = little_endian(head, 4, 4);
    if (name == "data") {
      if (!has_format) return no_format();
      header.data_offset = at;
      header.data_size = size;
      const std::uint64_t there = file_size - std::min(at, file_size);
      header.size_unknown = means_unknown(size) && (size == 0 || size > there);
      if (!header.size_unknown && size > there) {
        return truncated(fmt::format(
            "the recording is cut off: its header promises {} bytes of sound, the file holds {}", size, there));
      }
      return header;
    }
    if (name == "fmt " && size >= 16) {
      const std::string format = read_at(at, std::min<std::size_t>(size, 40));
      if (format.size() < 16) break;
      header = read_format(format);
      has_format = true;
    }
    at += static_cast<std::uint64_t>(size) + (size & 1U);
  }
  if (!has_format && at < file_size) return no_format();
  return truncated(
      fmt::format("the recording is cut off: the file of {} bytes ends before the sound begins", file_size));
}

}  // namespace redline::audio::detail
