#include "conversation/transcript_reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static_cast<void>(redline::conversation::parse_plain_text({reinterpret_cast<const char*>(data), size}, {}));
  return 0;
}
