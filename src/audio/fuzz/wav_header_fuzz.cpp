#include "audio/detail/completeness.hpp"
#include "audio/detail/g711.hpp"
#include "audio/detail/wav_header.hpp"
#include "audio/recording.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace detail = redline::audio::detail;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto read_at = detail::read_at_of(bytes);
  static_cast<void>(redline::audio::sniff(bytes));
  static_cast<void>(detail::ogg_cut_off(read_at, size));
  static_cast<void>(detail::mp3_cut_off(read_at, size));
  const auto header = detail::read_wav_header(read_at, size);
  if (!header || header->channels == 0 || header->channels > 2) return 0;
  const std::size_t frames = (size - static_cast<std::size_t>(header->data_offset)) / header->channels;
  std::vector<std::vector<std::int16_t>> channels(header->channels, std::vector<std::int16_t>(frames));
  detail::decode_g711(detail::G711Law::kMu, std::span(data + header->data_offset, frames * header->channels), channels,
                      0);
  return 0;
}
