#include "rules/pack.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static_cast<void>(redline::rules::parse_pack(std::string(reinterpret_cast<const char*>(data), size), "fuzz"));
  return 0;
}
