// The readers behind find_entities(), one a family of entities. Positions are those of the text they are given.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "text/entities.hpp"
#include "text/numbers.hpp"

namespace redline::text::detail {

/// What a reader may look at: the folded text without blanks, the context, and the entities found so far.
struct Scan {
  std::u32string_view text;
  const EntityContext& context;
  const std::vector<Entity>& found;
};

/// 明天, 下周五, 三月六号, 下个月底, 2026-03-06, 十五号之前.
std::optional<Entity> read_date(const Scan& scan, std::size_t at);
/// 下午四点半, 22:00, 八点零五.
std::optional<Entity> read_clock(const Scan& scan, std::size_t at);
/// Rows of digits that are names: phone, identity, card, tail digits, others.
std::optional<Entity> read_digits(const Scan& scan, std::size_t at);
/// Written digits that nothing else explains; asked last.
std::optional<Entity> read_leftover_digits(const Scan& scan, std::size_t at);
/// Shares, durations, sums and counts: numbers that measure something.
std::optional<Entity> read_quantity(const Scan& scan, std::size_t at);

/// 之前, 前, 之后 ... at `at`: the bound and its length.
struct BoundWord {
  Bound bound = Bound::kOn;
  std::size_t length = 0;
};
BoundWord read_bound(std::u32string_view text, std::size_t at);

/// Whether a word before the number says "about": 大概, 差不多, 将近, 不到, 最少.
bool about_before(std::u32string_view text, std::size_t at);
/// Length of 左右, 上下, 出头 ... behind a number, 0 for none.
std::size_t about_behind(std::u32string_view text, std::size_t at);

}  // namespace redline::text::detail
