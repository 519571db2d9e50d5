// A text in folded form with the way back to the original: what matchers and recognisers of one utterance share.
//
//   FoldedText text("請還８２００元，謝謝");
//   text.characters()        // 请还8200元,谢谢
//   text.is_skippable(7)     // true: the comma
//   text.byte_offset(2)      // 6
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace redline::text {

/// Folding is one character to one character (see fold()), so that index i is character i of the original in both
/// directions. Immutable; owns its characters, does not keep the original alive.
class FoldedText {
 public:
  /// Faulty bytes become U+FFFD, one character each. The text must be shorter than 4 GiB.
  explicit FoldedText(std::string_view utf8);

  [[nodiscard]] std::u32string_view characters() const { return characters_; }
  [[nodiscard]] std::size_t size() const { return characters_.size(); }
  /// Whether matching passes over this character: punctuation, blanks, symbols. `index` < size().
  [[nodiscard]] bool is_skippable(std::size_t index) const;
  /// Where character `index` begins in the original's bytes; `index` <= size(), for size() the number of bytes.
  [[nodiscard]] std::size_t byte_offset(std::size_t index) const;
  /// The character that holds a byte of the original; size() for the number of bytes and beyond.
  [[nodiscard]] std::size_t character_at(std::size_t byte) const;

 private:
  std::u32string characters_{};
  std::vector<std::uint32_t> offsets_{};  ///< size() + 1 of them
};

}  // namespace redline::text
