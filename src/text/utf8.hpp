// UTF-8: checking, decoding, encoding.
//
//   if (auto at = find_invalid_utf8(bytes)) ...          // byte position of the first fault
//   std::u32string characters = decode(text);
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace redline::text {

/// Byte offset of the first byte that breaks UTF-8 (RFC 3629: no surrogates, no overlong forms), or nothing.
std::optional<std::size_t> find_invalid_utf8(std::string_view bytes);

/// The code points of a text. A faulty byte becomes U+FFFD and decoding goes on behind it.
std::u32string decode(std::string_view utf8);
std::string encode(std::u32string_view characters);
void append(std::string& utf8, char32_t character);

/// Number of code points.
std::size_t count_characters(std::string_view utf8);

/// Byte offset of character `index`; the text's size when it has fewer characters.
std::size_t byte_offset(std::string_view utf8, std::size_t index);
/// Index of the character that holds byte `offset`; the number of characters when `offset` lies behind the end.
std::size_t character_index(std::string_view utf8, std::size_t offset);

/// Reads the code point at `at` and moves `at` behind it; U+FFFD for a faulty byte. `at` < size.
char32_t next_character(std::string_view utf8, std::size_t& at);

}  // namespace redline::text
