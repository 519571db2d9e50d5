#include <string>
#include <string_view>

#include "speech/detail/catalogue.hpp"
#include "speech/detail/ct2_to_ggml.hpp"

namespace {

/// As many tokens as Whisper has, so that the converter goes on to the weights.
const std::string& vocabulary() {
  static const std::string json = [] {
    std::string list = "[\"a\"";
    for (int i = 1; i < 50257; ++i) list += ",\"a\"";
    return list + "]";
  }();
  return json;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  static_cast<void>(redline::speech::detail::ct2_to_ggml(bytes, vocabulary()));
  static_cast<void>(redline::speech::detail::parse_catalogue(std::string(bytes), "fuzz"));
  return 0;
}
