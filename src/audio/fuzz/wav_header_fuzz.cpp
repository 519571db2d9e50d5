#include "audio/detail/wav_header.hpp"
#include "audio/recording.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  static_cast<void>(redline::audio::sniff(bytes));
  static_cast<void>(redline::audio::detail::read_wav_header(bytes, size));
  return 0;
}
