// Random access to outside bytes, so that the parsers of headers read a file, a pipe's head or a fuzzer's input alike.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace redline::audio::detail {

/// Up to `length` bytes from `offset`; fewer, or none, at the end.
using ReadAt = std::function<std::string(std::uint64_t offset, std::size_t length)>;

inline ReadAt read_at_of(std::string_view bytes) {
  return [bytes](std::uint64_t offset, std::size_t length) {
    return offset >= bytes.size() ? std::string() : std::string(bytes.substr(static_cast<std::size_t>(offset), length));
  };
}

inline std::uint32_t little_endian(std::string_view bytes, std::size_t at, std::size_t length) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < length; ++i) {
    value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  }
  return value;
}

inline std::uint32_t big_endian(std::string_view bytes, std::size_t at, std::size_t length) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < length; ++i) value = value << 8U | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

}  // namespace redline::audio::detail
