// Any bytes as a text: folding keeps the number of characters and the map back to the bytes rises.
#include <cstdint>
#include <string_view>

#include "base/check.hpp"
#include "text/fold.hpp"
#include "text/folded_text.hpp"
#include "text/pinyin.hpp"
#include "text/utf8.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace redline::text;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const FoldedText text(bytes);
  REDLINE_CHECK(text.size() == count_characters(bytes));
  for (std::size_t i = 0; i < text.size(); ++i) {
    REDLINE_CHECK(text.byte_offset(i) < text.byte_offset(i + 1));
    REDLINE_CHECK(text.character_at(text.byte_offset(i)) == i);
    const char32_t character = text.characters()[i];
    REDLINE_CHECK(fold(character) == character);
    for (const auto syllable : syllables(character)) REDLINE_CHECK(!name(syllable).empty());
  }
  REDLINE_CHECK(count_characters(to_simplified(bytes)) == text.size());
  return 0;
}
