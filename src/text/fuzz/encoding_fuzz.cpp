// Bytes of a file that somebody sends: what comes out is valid UTF-8, or an error with a place inside the input.
#include <cstdint>
#include <string_view>

#include "base/check.hpp"
#include "text/encoding.hpp"
#include "text/utf8.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto fault = redline::text::find_invalid_utf8(bytes)) REDLINE_CHECK(*fault < size);
  const auto decoded = redline::text::to_utf8(bytes);
  if (decoded) {
    REDLINE_CHECK(!redline::text::find_invalid_utf8(decoded->utf8));
  } else {
    REDLINE_CHECK(decoded.error().place().line >= 1);
  }
  return 0;
}
