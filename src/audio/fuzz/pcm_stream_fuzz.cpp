#include "audio/detail/pcm_stream.hpp"
#include "base/check.hpp"

/// The first byte is the size of the pieces; however the stream is cut, the recording must be the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using redline::audio::detail::PcmStream;
  if (size == 0) return 0;
  const std::size_t piece = std::size_t{data[0]} + 1;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  PcmStream whole({});
  PcmStream pieces({});
  bool refused = whole.feed(bytes).has_value();
  bool refused_piece = false;
  for (std::size_t at = 0; at < bytes.size() && !refused_piece; at += piece) {
    refused_piece = pieces.feed(bytes.substr(at, piece)).has_value();
  }
  REDLINE_CHECK(refused == refused_piece);
  if (!refused) REDLINE_CHECK(std::move(whole).finish().channels == std::move(pieces).finish().channels);
  return 0;
}
