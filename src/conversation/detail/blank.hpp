// What counts as nothing said: blanks, tabs, line ends, the ideographic blank, a byte order mark. Used by the readers.
//
//   is_blank("\u3000 \t")       // true
//   is_blank("……")              // false: silence that somebody wrote down
#pragma once

#include <string_view>

namespace redline::conversation::detail {

inline bool is_blank(std::string_view utf8) {
  while (!utf8.empty()) {
    if (utf8.starts_with("\u3000") || utf8.starts_with("\uFEFF")) {
      utf8.remove_prefix(3);
    } else if (utf8.front() == ' ' || (utf8.front() >= '\t' && utf8.front() <= '\r')) {
      utf8.remove_prefix(1);
    } else {
      return false;
    }
  }
  return true;
}

}  // namespace redline::conversation::detail
