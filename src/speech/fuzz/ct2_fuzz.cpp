#include "speech/detail/catalogue.hpp"
#include "speech/detail/ct2_to_ggml.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  static_cast<void>(redline::speech::detail::read_ct2(bytes));
  static_cast<void>(redline::speech::detail::parse_catalogue(std::string(bytes), "fuzz"));
  return 0;
}
