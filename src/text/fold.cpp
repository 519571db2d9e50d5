#include "text/fold.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "text/detail/tables.hpp"
#include "text/utf8.hpp"

namespace redline::text {
namespace {

constexpr char32_t kFirst = 0x3400;
constexpr char32_t kLast = 0x9FFF;

/// The simplified form of every character of the two CJK blocks, by index.
const std::vector<char32_t>& simplified_table() {
  static const std::vector<char32_t> table = [] {
    std::vector<char32_t> forms(kLast - kFirst + 1);
    for (std::size_t i = 0; i < forms.size(); ++i) forms[i] = kFirst + static_cast<char32_t>(i);
    for (const auto& pair : detail::simplified_pairs) forms[pair.traditional - kFirst] = pair.simplified;
    return forms;
  }();
  return table;
}

/// Variants of everyday characters that OpenCC's dictionary leaves alone.
char32_t everyday_form(char32_t character) {
  switch (character) {
    case U'妳':
      return U'你';
    case U'姪':
      return U'侄';
    case U'擡':
      return U'抬';
    case U'牠':
      return U'它';
    case U'祇':
    case U'衹':
      return U'只';
    default:
      return character;
  }
}

/// 著 is 着 as a particle (著急, 看著) and stays as "to write, known" (著名, 显著).
bool is_writing(std::string_view utf8, std::size_t after, char32_t before) {
  constexpr std::u32string_view kBefore = U"显顯原名专專编編土巨论論遗遺合译譯拙卓昭";
  constexpr std::u32string_view kBehind = U"名作称稱者述书書录錄有";
  if (kBefore.find(before) != std::u32string_view::npos) return true;
  return after < utf8.size() && kBehind.find(next_character(utf8, after)) != std::u32string_view::npos;
}

char32_t simplify(char32_t character) {
  if (character < kFirst || character > kLast) return character;
  return everyday_form(simplified_table()[character - kFirst]);
}

}  // namespace

char32_t fold(char32_t character) {
  if (character >= 0xFF01 && character <= 0xFF5E) character -= 0xFEE0;
  if (character == 0x3000) character = U' ';
  if (character >= U'A' && character <= U'Z') return character - U'A' + U'a';
  if (character == U'著') return U'着';
  // Twice, for the few simplified characters that are traditional ones too: 薴 is 苧, and 苧 is 苎.
  return simplify(simplify(character));
}

bool is_spoken(char32_t character) {
  const char32_t c = fold(character);
  if (c < 0x80) return (c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z');
  if (c >= 0x80 && c < 0xC0) return false;       // Latin-1 symbols
  if (c >= 0x2000 && c <= 0x2BFF) return false;  // punctuation, arrows, symbols
  if ((c >= 0x3001 && c <= 0x3004) || (c >= 0x3008 && c <= 0x3020) || c == 0x3030) return false;
  if (c >= 0xFE10 && c <= 0xFE6F) return false;  // vertical and small forms
  if (c >= 0xFF00 && c <= 0xFF65) return false;
  return c != 0xFFFD && c != 0xFEFF && (c < 0x1F000 || c >= 0x20000);  // emoji say nothing
}

std::string to_simplified(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  char32_t before = 0;
  for (std::size_t at = 0; at < utf8.size();) {
    const char32_t character = next_character(utf8, at);
    const bool particle = character == U'著' && !is_writing(utf8, at, before);
    append(out, particle ? U'着' : simplify(character));
    before = character;
  }
  return out;
}

}  // namespace redline::text
