#include "text/utf8.hpp"

#include <simdjson.h>

namespace redline::text {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

struct Decoded {
  char32_t character = kReplacement;
  std::size_t length = 1;
  bool valid = false;
};

std::uint32_t byte_at(std::string_view utf8, std::size_t at) { return static_cast<unsigned char>(utf8[at]); }

/// One sequence by the table of RFC 3629 section 4.
Decoded decode_at(std::string_view utf8, std::size_t at) {
  const std::uint32_t lead = byte_at(utf8, at);
  if (lead < 0x80) return {lead, 1, true};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || at + length > utf8.size()) return {};
  std::uint32_t value = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const std::uint32_t next = byte_at(utf8, at + i);
    if ((next & 0xC0U) != 0x80U) return {};
    value = (value << 6U) | (next & 0x3FU);
  }
  const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
  if (overlong || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return {};
  return {value, length, true};
}

}  // namespace

std::optional<std::size_t> find_invalid_utf8(std::string_view bytes) {
  if (simdjson::validate_utf8(bytes.data(), bytes.size())) return std::nullopt;  // the common case, in vector code
  for (std::size_t at = 0; at < bytes.size();) {
    if (byte_at(bytes, at) < 0x80) {
      ++at;
      continue;
    }
    const Decoded one = decode_at(bytes, at);
    if (!one.valid) return at;
    at += one.length;
  }
  return std::nullopt;
}

char32_t next_character(std::string_view utf8, std::size_t& at) {
  const Decoded one = decode_at(utf8, at);
  at += one.length;
  return one.character;
}

std::u32string decode(std::string_view utf8) {
  std::u32string characters;
  characters.reserve(utf8.size() / 2);
  for (std::size_t at = 0; at < utf8.size();) characters += next_character(utf8, at);
  return characters;
}

void append(std::string& utf8, char32_t character) {
  const auto put = [&](std::uint32_t byte) { utf8 += static_cast<char>(byte); };
  const std::uint32_t value = character > 0x10FFFF || (character >= 0xD800 && character <= 0xDFFF)
                                  ? static_cast<std::uint32_t>(kReplacement)
                                  : static_cast<std::uint32_t>(character);
  if (value < 0x80) {
    put(value);
  } else if (value < 0x800) {
    put(0xC0U | (value >> 6U));
    put(0x80U | (value & 0x3FU));
  } else if (value < 0x10000) {
    put(0xE0U | (value >> 12U));
    put(0x80U | ((value >> 6U) & 0x3FU));
    put(0x80U | (value & 0x3FU));
  } else {
    put(0xF0U | (value >> 18U));
    put(0x80U | ((value >> 12U) & 0x3FU));
    put(0x80U | ((value >> 6U) & 0x3FU));
    put(0x80U | (value & 0x3FU));
  }
}

std::string encode(std::u32string_view characters) {
  std::string utf8;
  utf8.reserve(characters.size() * 3);
  for (const char32_t character : characters) append(utf8, character);
  return utf8;
}

std::size_t count_characters(std::string_view utf8) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < utf8.size(); ++count) next_character(utf8, at);
  return count;
}

std::size_t byte_offset(std::string_view utf8, std::size_t index) {
  std::size_t at = 0;
  while (at < utf8.size() && index-- > 0) next_character(utf8, at);
  return at;
}

std::size_t character_index(std::string_view utf8, std::size_t offset) {
  std::size_t index = 0;
  for (std::size_t at = 0; at < utf8.size(); ++index) {
    next_character(utf8, at);
    if (at > offset) return index;
  }
  return index;
}

}  // namespace redline::text
