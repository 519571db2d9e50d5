// Folding: the form of a text in which comparing means comparing. One character in, one character out, so that
// positions stay.
//
//   fold(U'銀')          // U'银'
//   fold(U'Ａ')          // U'a'
//   is_spoken(U'，')     // false
#pragma once

#include <string>
#include <string_view>

namespace redline::text {

/// Full width to half width (U+FF01..FF5E, U+3000), ASCII capitals to small, traditional to simplified by OpenCC's
/// dictionary of characters, and 著 to 着, which that dictionary leaves alone (著急). Other characters stay.
char32_t fold(char32_t character);

/// Whether a character is spoken: letters, digits, ideographs; not punctuation, blanks, symbols or controls. The per
/// cent sign and a dot between digits belong to numbers; callers that read numbers look at the original text.
bool is_spoken(char32_t character);

/// Traditional to simplified for showing to people: as fold(), but capitals and width stay, and 著 becomes 着 only as a
/// particle (著急, 看著; not 著名, 显著).
std::string to_simplified(std::string_view utf8);

}  // namespace redline::text
