#include <cstdint>

#include "text/encoding.hpp"
#include "text/entities.hpp"
#include "text/fold.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  static_cast<void>(redline::text::find_entities(redline::text::FoldedText(bytes), {}));
  static_cast<void>(redline::text::to_simplified(bytes));
  static_cast<void>(redline::text::to_utf8(bytes).has_value());
  return 0;
}
