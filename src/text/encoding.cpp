#include "text/encoding.hpp"

#include <fmt/format.h>
#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>

#include "text/utf8.hpp"

namespace redline::text {
namespace {

struct Conversion {
  std::string utf8{};
  std::optional<std::size_t> fault{};  ///< byte offset in the input
};

Conversion convert(std::string_view bytes, const char* from) {
  Conversion result;
  const iconv_t converter = iconv_open("UTF-8", from);
  if (converter == reinterpret_cast<iconv_t>(-1)) return {{}, 0};
  std::string input(bytes);
  char* in = input.data();
  std::size_t left = input.size();
  std::array<char, 65536> block{};
  while (left > 0) {
    char* out = block.data();
    std::size_t room = block.size();
    const std::size_t status = iconv(converter, &in, &left, &out, &room);
    result.utf8.append(block.data(), block.size() - room);
    if (status == static_cast<std::size_t>(-1) && errno != E2BIG) {
      result.fault = bytes.size() - left;
      break;
    }
  }
  iconv_close(converter);
  return result;
}

/// Whether nearly all bytes above ASCII form UTF-8 sequences. GB18030 text hardly ever has two such sequences in a row.
bool is_mostly_utf8(std::string_view bytes) {
  std::size_t good = 0;
  std::size_t bad = 0;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t from = at;
    const bool ascii = static_cast<unsigned char>(bytes[at]) < 0x80;
    const bool fault = next_character(bytes, at) == 0xFFFD && at == from + 1;
    if (!ascii) ++(fault ? bad : good);
  }
  return good >= 4 && bad * 10 <= good;
}

base::Error fault_at(std::string_view bytes, std::size_t offset, std::string_view encoding) {
  const auto line = std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(offset), '\n') + 1;
  return {base::ErrorCode::kInvalid,
          "text.encoding",
          fmt::format("expected UTF-8 or GB18030, but byte {} is valid in neither ({})", offset + 1, encoding),
          {.line = static_cast<std::uint64_t>(line)}};
}

}  // namespace

base::Result<DecodedText> to_utf8(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  for (const auto& [mark, name] : {std::pair<std::string_view, const char*>{"\xFF\xFE", "UTF-16LE"},
                                   std::pair<std::string_view, const char*>{"\xFE\xFF", "UTF-16BE"}}) {
    if (!bytes.starts_with(mark)) continue;
    Conversion whole = convert(bytes.substr(2), name);
    if (whole.fault) return fault_at(bytes, *whole.fault + 2, name);
    return DecodedText{std::move(whole.utf8), name};
  }
  const auto fault = find_invalid_utf8(bytes);
  if (!fault) return DecodedText{std::string(bytes), "UTF-8"};
  if (is_mostly_utf8(bytes)) return fault_at(bytes, *fault, "all around it is UTF-8");
  Conversion gb = convert(bytes, "GB18030");
  if (gb.fault) return fault_at(bytes, std::max(*fault, *gb.fault), "the later of both faults");
  return DecodedText{std::move(gb.utf8), "GB18030"};
}

}  // namespace redline::text
