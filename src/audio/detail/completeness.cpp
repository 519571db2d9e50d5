#include "audio/detail/completeness.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redline::audio::detail {
namespace {

using base::Error;
using base::ErrorCode;

constexpr std::size_t kOggPageHead = 27;
constexpr std::size_t kLargestOggPage = kOggPageHead + 255 + 255 * 255;
/// Taggers rewrite the end of a file by small amounts; a cut in the middle is far more than this.
constexpr std::uint64_t kMp3Slack = 2048;
constexpr std::size_t kMp3Scan = 4096;

/// Bytes of the page that starts at `at`, or 0 when its head is incomplete.
std::size_t ogg_page_size(std::string_view bytes, std::size_t at) {
  if (bytes.size() < at + kOggPageHead) return 0;
  const auto segments = static_cast<std::size_t>(static_cast<unsigned char>(bytes[at + 26]));
  if (bytes.size() < at + kOggPageHead + segments) return 0;
  std::size_t size = kOggPageHead + segments;
  for (std::size_t i = 0; i < segments; ++i) size += static_cast<unsigned char>(bytes[at + kOggPageHead + i]);
  return size;
}

/// Bytes of an ID3v2 tag in front (its size has 7 bits a byte), 0 when there is none.
std::uint64_t id3_size(const ReadAt& read_at) {
  const std::string head = read_at(0, 10);
  if (head.size() < 10 || head.compare(0, 3, "ID3") != 0) return 0;
  std::uint64_t size = 0;
  for (std::size_t i = 6; i < 10; ++i) size = size << 7U | (static_cast<unsigned char>(head[i]) & 0x7FU);
  return size + 10;
}

}  // namespace

std::optional<Error> ogg_cut_off(const ReadAt& read_at, std::uint64_t file_size) {
  const std::uint64_t from = file_size - std::min<std::uint64_t>(file_size, 2 * kLargestOggPage);
  const std::string tail = read_at(from, 2 * kLargestOggPage);
  const auto page = tail.rfind("OggS");
  if (page == std::string::npos) {
    return Error{ErrorCode::kInvalid, "audio.truncated", "the recording is damaged: no Ogg page stands at its end"};
  }
  const std::size_t size = ogg_page_size(tail, page);
  if (size == 0 || page + size > tail.size()) {
    return Error{ErrorCode::kInvalid, "audio.truncated",
                 fmt::format("the recording is cut off: its last Ogg page needs {} bytes, the file holds {} of them",
                             size == 0 ? kOggPageHead : size, tail.size() - page)};
  }
  constexpr unsigned kEndOfStream = 4;
  if ((static_cast<unsigned char>(tail[page + 5]) & kEndOfStream) == 0) {
    return Error{ErrorCode::kInvalid, "audio.truncated",
                 "the recording is cut off: its last Ogg page does not end the stream"};
  }
  return std::nullopt;
}

std::optional<Error> mp3_cut_off(const ReadAt& read_at, std::uint64_t file_size) {
  const std::uint64_t start = id3_size(read_at);
  const std::string head = read_at(start, kMp3Scan);
  // The tag stands behind the side information of the first frame: 4 + 9, 17 or 32 bytes (+ 2 of a checksum).
  for (std::size_t frame = 0; frame + 64 <= head.size(); ++frame) {
    if (static_cast<unsigned char>(head[frame]) != 0xFF ||
        (static_cast<unsigned char>(head[frame + 1]) & 0xE0U) != 0xE0U) {
      continue;
    }
    const std::string_view near = std::string_view(head).substr(frame, 48);
    const auto tag = std::min(near.find("Xing"), near.find("Info"));
    if (tag == std::string_view::npos || frame + tag + 16 > head.size()) return std::nullopt;
    const std::uint32_t flags = big_endian(head, frame + tag + 4, 4);
    constexpr unsigned kHasFrames = 1;
    constexpr unsigned kHasBytes = 2;
    if ((flags & kHasBytes) == 0) return std::nullopt;
    const std::uint64_t promised = big_endian(head, frame + tag + ((flags & kHasFrames) != 0 ? 12U : 8U), 4);
    const std::uint64_t there = file_size - std::min(file_size, start + frame);
    if (there + kMp3Slack >= promised) return std::nullopt;
    return Error{ErrorCode::kInvalid, "audio.truncated",
                 fmt::format("the recording is cut off: its header promises {} bytes of sound, the file holds {}",
                             promised, there)};
  }
  return std::nullopt;
}

}  // namespace redline::audio::detail
