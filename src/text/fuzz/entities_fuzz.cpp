// Any bytes as something that was said: entities lie inside the text, in order and apart.
#include <chrono>
#include <cstdint>
#include <string_view>

#include "base/check.hpp"
#include "text/entities.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace redline::text;
  const FoldedText text(std::string_view(reinterpret_cast<const char*>(data), size));
  std::size_t behind = 0;
  for (const Entity& entity : find_entities(text, {.reference = std::chrono::year{2026} / 1 / 31})) {
    REDLINE_CHECK(entity.start >= behind && entity.end > entity.start && entity.end <= text.size());
    behind = entity.end;
  }
  return 0;
}
