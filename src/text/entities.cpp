#include "text/entities.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/check.hpp"
#include "text/detail/entity_readers.hpp"
#include "text/detail/words.hpp"

namespace redline::text {
namespace {

using detail::char_at;
using detail::has_word;
using detail::is_latin;
using detail::is_one_of;
using detail::is_written_digit;

/// The folded text without blanks, so that 8 230 元 reads as 8230元. A blank between two Latin words stays.
struct Compact {
  std::u32string text{};
  std::vector<std::size_t> origin{};  ///< index in the folded text
};

bool is_blank(char32_t c) { return c == U' ' || c == U'\t' || c == U'\n' || c == U'\r' || c == 0xA0 || c == 0x200B; }

Compact without_blanks(std::u32string_view folded) {
  Compact compact;
  compact.text.reserve(folded.size());
  compact.origin.reserve(folded.size());
  for (std::size_t i = 0; i < folded.size(); ++i) {
    const bool latin = !compact.text.empty() && is_latin(compact.text.back());
    if (is_blank(folded[i]) && !latin) continue;
    compact.text += folded[i];
    compact.origin.push_back(i);
  }
  return compact;
}

/// Words with number characters that are no numbers. They are passed over whole.
std::size_t idiom_at(std::u32string_view text, std::size_t at) {
  static constexpr std::u32string_view kIdioms[] = {
      U"一下",           U"一般",       U"一定",       U"一直",     U"一起",       U"一样",     U"一旦",
      U"一切",           U"一边",       U"一共",       U"一律",     U"一致",       U"一会",     U"一些",
      U"一并",           U"一面",       U"一味",       U"一概",     U"一再",       U"一向",     U"一时",
      U"一路",           U"一阵",       U"一点儿",     U"一点点",   U"一口气",     U"一把",     U"一块儿",
      U"一次性",         U"一天到晚",   U"一辈子",     U"一五一十", U"一清二楚",   U"一言为定", U"一家人",
      U"一时半会",       U"一来二去",   U"一而再",     U"一干二净", U"一模一样",   U"一分钱",   U"万一",
      U"万分感",         U"万般",       U"万不得已",   U"万无一失", U"万能",       U"千万别",   U"千万不",
      U"千万莫",         U"千万要",     U"千万记",     U"千万注",   U"千方百计",   U"千真万确", U"千辛万苦",
      U"千丝万缕",       U"千篇一律",   U"成千上万",   U"百般",     U"百姓",       U"百度",     U"百忙",
      U"百口莫辩",       U"三番五次",   U"三番两次",   U"三天两头", U"三言两语",   U"三心二意", U"三更半夜",
      U"三方",           U"三角债",     U"不三不四",   U"张三",     U"李四",       U"王五",     U"丢三落四",
      U"颠三倒四",       U"乱七八糟",   U"七上八下",   U"七嘴八舌", U"杂七杂八",   U"七七八八", U"五花八门",
      U"四面八方",       U"四处",       U"四川",       U"九牛一毛", U"九江",       U"八卦",     U"八字",
      U"十分",           U"十足",       U"十全",       U"二维码",   U"二手",       U"二话",     U"二百五十斤",
      U"两码事",         U"两回事",     U"两口子",     U"两头",     U"两边",       U"两清",     U"说一不二",
      U"不管三七二十一", U"接二连三",   U"独一无二",   U"数一数二", U"半斤八两",   U"一来",     U"一方面",
      U"二来",           U"五险一金",   U"一码归一码", U"一视同仁", U"一问三不知", U"百万医疗", U"三农",
      U"三七二十一",     U"一哭二闹",   U"二次元",     U"三无",     U"统一",       U"唯一",     U"一线",
      U"二线",           U"一手",       U"一刀切",     U"一声不吭", U"一句话",     U"八竿子",   U"十万火急",
      U"十有八九",       U"八九不离十", U"一了百了",   U"百分百",   U"一二三"};
  // The first characters of all idioms, so that most places cost one look.
  static constexpr std::u32string_view kFirst = U"一万千成百三不张李王丢颠乱七杂五四九八十二两说接独数半统唯";
  if (!is_one_of(char_at(text, at), kFirst)) return 0;
  const std::size_t length = detail::longest_word(text, at, kIdioms);
  if (length == 0) return 0;
  const std::u32string_view idiom = text.substr(at, length);
  const char32_t next = char_at(text, at + length);
  if (idiom == U"十分" && is_one_of(next, U"钟之")) return 0;
  if (idiom == U"百分百") return 0;  // a share
  if (idiom == U"一时" && !is_one_of(next, U"半间糊冲心")) return 0;
  if (idiom == U"一二三" && (digit_value(next) >= 0 || is_one_of(next, U"十百千万"))) return 0;
  if (idiom.size() == 2 && idiom[0] == U'一' && is_one_of(idiom[1], U"直边路线") && at > 0 &&
      digit_value(text[at - 1]) >= 0)
    return 0;
  return length;
}

/// Characters at which something may begin: a reader, an idiom, an ordinal, a Latin word. One look for all others.
bool may_begin(char32_t character) {
  static const std::array<bool, 0x10000> table = [] {
    std::array<bool, 0x10000> begins{};
    for (char32_t c = 0; c < begins.size(); ++c) begins[c] = digit_value(c) >= 0 || is_latin(c);
    for (const char32_t c :
         U"十廿卅百千万几半上下大个今明后昨前听寻这本当次每月年周星礼早中凌清晌傍晚夜深第成不张李王丢颠乱杂说接独数统"
         U"唯") {
      begins[c] = c != 0;
    }
    return begins;
  }();
  return character < table.size() && table[character];
}

/// Digits inside a word of Latin letters (c2207, an address) are no numbers.
std::size_t latin_token(std::u32string_view text, std::size_t at) {
  if (!is_latin(text[at])) return 0;
  std::size_t end = at;
  while (end < text.size() &&
         (is_latin(text[end]) || is_written_digit(text[end]) || is_one_of(text[end], U"./:_?=&-@")))
    ++end;
  return end - at;
}

/// How far to go when a number was no entity: behind it, so that its parts are not read again.
std::size_t number_length(std::u32string_view text, std::size_t at) {
  const auto number = read_number(text, at, PointReading::kNever);
  if (number) return number->end - at;
  std::size_t end = at;
  while (digit_value(char_at(text, end)) >= 0) ++end;
  return std::max<std::size_t>(end - at, 1);
}

/// 第三期, 第十五条: ordinals count nothing.
std::size_t ordinal(std::u32string_view text, std::size_t at) {
  if (text[at] != U'第') return 0;
  const auto number = read_number(text, at + 1, PointReading::kNever);
  return number ? number->end - at + 1 : 0;
}

std::optional<Entity> read_any(const detail::Scan& scan, std::size_t at) {
  using Reader = std::optional<Entity> (*)(const detail::Scan&, std::size_t);
  static constexpr std::array<Reader, 5> kReaders = {detail::read_date, detail::read_clock, detail::read_digits,
                                                     detail::read_quantity, detail::read_leftover_digits};
  for (const Reader reader : kReaders) {
    if (auto found = reader(scan, at)) return found;
  }
  return std::nullopt;
}

}  // namespace

std::vector<Entity> find_entities(const FoldedText& text, const EntityContext& context) {
  REDLINE_CHECK(!context.reference || context.reference->ok());
  const Compact compact = without_blanks(text.characters());
  std::vector<Entity> found;
  const detail::Scan scan{compact.text, context, found};
  for (std::size_t at = 0; at < compact.text.size();) {
    if (!may_begin(compact.text[at])) {
      ++at;
      continue;
    }
    if (const std::size_t length = latin_token(compact.text, at)) {
      at += length;
      continue;
    }
    if (const std::size_t length = std::max(idiom_at(compact.text, at), ordinal(compact.text, at))) {
      at += length;
      continue;
    }
    if (auto entity = read_any(scan, at)) {
      at = std::max(entity->end, at + 1);
      found.push_back(std::move(*entity));
      continue;
    }
    at += digit_value(compact.text[at]) >= 0 || is_one_of(compact.text[at], U"十廿卅") ? number_length(compact.text, at)
                                                                                       : 1;
  }
  for (Entity& entity : found) {
    entity.start = compact.origin[entity.start];
    entity.end = compact.origin[entity.end - 1] + 1;
  }
  return found;
}

std::string_view name(EntityKind kind) {
  switch (kind) {
    case EntityKind::kAmount:
      return "amount";
    case EntityKind::kDate:
      return "date";
    case EntityKind::kTime:
      return "time";
    case EntityKind::kDuration:
      return "duration";
    case EntityKind::kPercent:
      return "percent";
    case EntityKind::kPhone:
      return "phone";
    case EntityKind::kIdNumber:
      return "id_number";
    case EntityKind::kCardNumber:
      return "card_number";
    case EntityKind::kTailDigits:
      return "tail_digits";
    case EntityKind::kDigits:
      return "digits";
    case EntityKind::kCount:
      return "count";
  }
  return "";
}

}  // namespace redline::text
