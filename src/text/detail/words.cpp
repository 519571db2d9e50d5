#include "text/detail/words.hpp"

#include <algorithm>

namespace redline::text::detail {

std::size_t longest_word(std::u32string_view text, std::size_t at, std::span<const std::u32string_view> words) {
  std::size_t longest = 0;
  for (const auto word : words) {
    if (word.size() > longest && has_word(text, at, word)) longest = word.size();
  }
  return longest;
}

bool word_before(std::u32string_view text, std::size_t at, std::span<const std::u32string_view> words) {
  const auto before = text.substr(0, at);
  return std::any_of(words.begin(), words.end(), [&](std::u32string_view word) { return before.ends_with(word); });
}

bool is_measure(char32_t character) {
  return is_currency(character) ||
         is_one_of(
             character,
             U"个天次期年月周日号人位岁遍通条封笔张家户倍件份台部套单趟回轮项名口辆栋页字句斤米种段批间所只顿盒瓶箱场"
             U"处声毛角分秒小钟礼星季里吨度平");
}

}  // namespace redline::text::detail
