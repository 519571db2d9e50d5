#include "inspection/heard.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto heard = redline::inspection::heard_from_json(std::string(reinterpret_cast<const char*>(data), size));
  if (heard) static_cast<void>(redline::inspection::to_json(*heard));
  return 0;
}
