#include "base/result.hpp"

#include <fmt/format.h>

namespace redline::base {

Error Error::at(const Place& outer) const {
  Place place = place_;
  if (place.file.empty()) place.file = outer.file;
  if (place.line == 0) {
    place.line = outer.line;
    if (place.column == 0) place.column = outer.column;
  }
  if (place.field.empty()) place.field = outer.field;
  return {code_, reason_, message_, std::move(place)};
}

std::string Error::describe() const {
  std::string text;
  if (!place_.file.empty()) text += place_.file + ":";
  if (place_.line != 0) text += fmt::format("{}:", place_.line);
  if (place_.column != 0) text += fmt::format("{}:", place_.column);
  if (!text.empty()) text += " ";
  if (!place_.field.empty()) text += place_.field + ": ";
  return text + message_;
}

}  // namespace redline::base
