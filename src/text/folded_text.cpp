#include "text/folded_text.hpp"

#include <algorithm>
#include <limits>

#include "base/check.hpp"
#include "text/fold.hpp"
#include "text/utf8.hpp"

namespace redline::text {

FoldedText::FoldedText(std::string_view utf8) {
  REDLINE_CHECK(utf8.size() < std::numeric_limits<std::uint32_t>::max());
  characters_.reserve(utf8.size() / 3 + 1);
  offsets_.reserve(utf8.size() / 3 + 2);
  for (std::size_t at = 0; at < utf8.size();) {
    offsets_.push_back(static_cast<std::uint32_t>(at));
    characters_ += fold(next_character(utf8, at));
  }
  offsets_.push_back(static_cast<std::uint32_t>(utf8.size()));
}

bool FoldedText::is_skippable(std::size_t index) const {
  REDLINE_CHECK(index < characters_.size());
  return !is_spoken(characters_[index]);
}

std::size_t FoldedText::byte_offset(std::size_t index) const {
  REDLINE_CHECK(index < offsets_.size());
  return offsets_[index];
}

std::size_t FoldedText::character_at(std::size_t byte) const {
  const auto behind = std::upper_bound(offsets_.begin(), offsets_.end(), byte);
  return static_cast<std::size_t>(behind - offsets_.begin()) - 1;
}

}  // namespace redline::text
