// Rows of digits that are names. A row may be said in words (幺三八零零幺三八零零零) and may be broken into groups.
#include <array>

#include "text/detail/entity_readers.hpp"
#include "text/detail/words.hpp"

namespace redline::text::detail {
namespace {

constexpr std::size_t kLongestRow = 32;

struct Row {
  std::string digits{};
  std::size_t end = 0;
  std::size_t first_group = 0;  ///< digits in the first group
  std::size_t first_group_end = 0;
  std::size_t groups = 1;
  bool words = false;  ///< at least one digit was said in words
};

bool is_row_digit(char32_t c) { return digit_value(c) >= 0 && c != U'两' && c != U'俩' && c != U'仨'; }

bool is_separator(char32_t c) { return is_one_of(c, U"-,，、 "); }

/// Digits from `at` on; single separators join groups of two digits and more.
Row read_row(std::u32string_view text, std::size_t at) {
  Row row;
  std::size_t group = 0;
  while (at < text.size() && row.digits.size() <= kLongestRow) {
    if (is_row_digit(text[at])) {
      row.words |= !is_written_digit(text[at]);
      row.digits += static_cast<char>('0' + digit_value(text[at]));
      ++group;
      row.end = ++at;
      continue;
    }
    const bool joins = is_separator(text[at]) && group >= 2 && is_row_digit(char_at(text, at + 1)) &&
                       is_row_digit(char_at(text, at + 2));
    if (row.groups == 1) {
      row.first_group = row.digits.size();
      row.first_group_end = row.end;
    }
    if (!joins) break;
    ++row.groups;
    group = 0;
    ++at;
  }
  if (row.groups == 1) {
    row.first_group = row.digits.size();
    row.first_group_end = row.end;
  }
  return row;
}

Entity entity(EntityKind kind, std::size_t start, std::size_t end, std::string digits,
              Digits::Checksum checksum = Digits::Checksum::kNone) {
  return {kind, start, end, Digits{base::Sensitive<std::string>(std::move(digits)), checksum}};
}

/// GB 11643-1999: weights 2^(17-i) mod 11 over the first 17 digits, check characters 1 0 x 9 8 7 6 5 4 3 2.
bool id_checksum_right(std::string_view id) {
  static constexpr std::array<int, 17> kWeights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i) sum += (id[i] - '0') * kWeights[i];
  return id[17] == std::string_view("10x98765432")[static_cast<std::size_t>(sum % 11)];
}

int two_digits(std::string_view digits, std::size_t at) { return (digits[at] - '0') * 10 + (digits[at + 1] - '0'); }

/// Region above 10 and a birthday that can be: digits 7 to 14 of an identity number.
bool has_birthday(std::string_view id) {
  const int century = two_digits(id, 6);
  const int month = two_digits(id, 10);
  const int day = two_digits(id, 12);
  return id[0] != '0' && id[0] != '9' && (century == 19 || century == 20) && month >= 1 && month <= 12 && day >= 1 &&
         day <= 31;
}

/// ISO/IEC 7812-1: every second digit from the right doubled, its digits added.
bool luhn_right(std::string_view digits) {
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    int digit = digits[digits.size() - 1 - i] - '0';
    if (i % 2 == 1) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return sum % 10 == 0;
}

std::optional<Entity> read_id(const Row& row, std::u32string_view text, std::size_t at) {
  std::string id = row.digits;
  std::size_t end = row.end;
  if (id.size() == 17 && is_one_of(char_at(text, end), U"x叉")) {
    id += 'x';
    ++end;
  }
  if (id.size() != 18 || !has_birthday(id)) return std::nullopt;
  const auto checksum = id_checksum_right(id) ? Digits::Checksum::kRight : Digits::Checksum::kWrong;
  return entity(EntityKind::kIdNumber, at, end, std::move(id), checksum);
}

bool is_phone(std::string_view digits) {
  if (digits.size() == 13 && digits.starts_with("86")) digits.remove_prefix(2);
  if (digits.size() == 11 && digits[0] == '1' && digits[1] >= '3') return true;
  if ((digits.size() >= 10 && digits.size() <= 12) && digits[0] == '0' && digits[1] != '0') return true;  // area code
  return digits.size() == 10 && (digits.starts_with("400") || digits.starts_with("800"));
}

/// Service numbers: banks' 95xxx and 96xxx, complaint lines of the regulators, consumer and police lines.
bool is_service_number(std::string_view digits) {
  static constexpr std::string_view kLines[] = {"12378", "12363", "12386", "12345", "12315", "12321",
                                                "12377", "12348", "12337", "10000", "10010", "10086"};
  for (const auto line : kLines) {
    if (digits == line) return true;
  }
  return digits.size() == 5 && (digits.starts_with("955") || digits.starts_with("956") || digits.starts_with("961"));
}

bool is_emergency_number(std::u32string_view text, std::size_t at, std::string_view digits) {
  static constexpr std::u32string_view kCall[] = {U"打", U"拨", U"报", U"拨打", U"打给"};
  const bool line = digits == "110" || digits == "120" || digits == "119" || digits == "114";
  return line && word_before(text, at, kCall);
}

/// 尾号, 后四位 ... before the row, with 是, 为, 分别是 between.
bool tail_cue_before(std::u32string_view text, std::size_t at) {
  static constexpr std::u32string_view kCues[] = {U"尾号", U"尾数", U"尾码", U"四位", U"4位",
                                                  U"六位", U"6位",  U"三位", U"五位", U"后面"};
  static constexpr std::u32string_view kFillers[] = {U"是不是", U"是",   U"为", U":",    U"数字", U"数",
                                                     U"呢",     U"应该", U"的", U"号码", U",",    U"，"};
  const auto is_ordinal_cue = [&](std::size_t end) {
    if (!word_before(text, end, kCues)) return false;
    const auto before = text.substr(0, end);
    if (!before.ends_with(U"位")) return true;
    const char32_t lead = char_at(text, end - 3);  // 后|四位, 末四位
    return end >= 3 && is_one_of(lead, U"后末尾");
  };
  for (int fillers = 0; fillers < 4; ++fillers) {
    if (is_ordinal_cue(at)) return true;
    std::size_t stripped = at;
    for (const auto filler : kFillers) {
      if (text.substr(0, at).ends_with(filler)) {
        stripped = at - filler.size();
        break;
      }
    }
    if (stripped == at) return false;
    at = stripped;
  }
  return false;
}

bool is_name_cue_before(std::u32string_view text, std::size_t at) {
  static constexpr std::u32string_view kCues[] = {U"工号", U"工号是", U"编号",     U"编号是", U"坐席",   U"客服",
                                                  U"单号", U"验证码", U"验证码是", U"公号",   U"号码",   U"号码是",
                                                  U"卡号", U"账号",   U"工号:",    U"编号:",  U"验证码:"};
  return word_before(text, at, kCues);
}

bool is_account_cue_before(std::u32string_view text, std::size_t at) {
  static constexpr std::u32string_view kCues[] = {U"卡号", U"卡号是", U"账号",  U"账号是",
                                                  U"账户", U"户号",   U"卡号:", U"账号:"};
  return word_before(text, at, kCues);
}

/// A row that goes on as a quantity or a date is not a name: 8230元, 二零二六年, 一百.
bool goes_on_as_number(std::u32string_view text, const Row& row) {
  const char32_t next = char_at(text, row.first_group_end);
  if (is_one_of(next, U"十百千万亿%年月元块圆蚊期天.:点")) return true;
  if (row.words) return row.first_group < 3 && is_measure(next);
  const bool letter_unit = is_one_of(next, U"wk") && !is_latin(char_at(text, row.first_group_end + 1));
  return letter_unit || (is_measure(next) && next != U'号');
}

}  // namespace

std::optional<Entity> read_digits(const Scan& scan, std::size_t at) {
  if (!is_row_digit(char_at(scan.text, at))) return std::nullopt;
  const Row row = read_row(scan.text, at);
  if (row.digits.size() > kLongestRow) return std::nullopt;
  if (auto id = read_id(row, scan.text, at)) return id;
  const auto written_unit = [&](std::size_t end) { return is_one_of(char_at(scan.text, end), U"十百千万亿元块圆"); };
  if (is_phone(row.digits) && !written_unit(row.end)) return entity(EntityKind::kPhone, at, row.end, row.digits);
  const bool account = is_account_cue_before(scan.text, at);
  if (row.digits.size() >= (account ? 9U : 16U) && row.digits.size() <= 21 && !written_unit(row.end)) {
    const auto checksum = luhn_right(row.digits) ? Digits::Checksum::kRight : Digits::Checksum::kWrong;
    return entity(EntityKind::kCardNumber, at, row.end, row.digits, checksum);
  }
  // What remains is judged by its first group alone.
  std::string digits = row.digits.substr(0, row.first_group);
  const std::size_t end = row.first_group_end;
  if (digits.size() < 2) return std::nullopt;
  if (is_phone(digits) && !written_unit(end)) return entity(EntityKind::kPhone, at, end, digits);
  const bool named = tail_cue_before(scan.text, at);
  if (named && digits.size() <= 6 && !is_one_of(char_at(scan.text, end), U"十百千万亿")) {
    const bool letter = digits.size() == 3 && is_one_of(char_at(scan.text, end), U"x叉");
    if (letter) digits += 'x';
    return entity(EntityKind::kTailDigits, at, end + (letter ? 1 : 0), std::move(digits));
  }
  if (digits.size() < 3) return std::nullopt;
  // Staff numbers have four digits; a unit behind begins a name or the next number (五零六六|百川).
  const bool staff = row.words && digits.size() == 4 && is_one_of(char_at(scan.text, end), U"百千万");
  if (staff) return entity(EntityKind::kDigits, at, end, std::move(digits));
  if (goes_on_as_number(scan.text, row)) return std::nullopt;
  if (is_service_number(digits) || is_emergency_number(scan.text, at, digits)) {
    return entity(EntityKind::kPhone, at, end, std::move(digits));
  }
  if (!row.words && !is_name_cue_before(scan.text, at) && digits[0] != '0') return std::nullopt;  // maybe a sum
  return entity(EntityKind::kDigits, at, end, std::move(digits));
}

std::optional<Entity> read_leftover_digits(const Scan& scan, std::size_t at) {
  std::size_t end = at;
  while (is_written_digit(char_at(scan.text, end))) ++end;
  if (end - at < 3 || end - at > kLongestRow || is_latin(char_at(scan.text, end))) return std::nullopt;
  std::string digits;
  for (std::size_t i = at; i < end; ++i) digits += static_cast<char>(scan.text[i]);
  return entity(EntityKind::kDigits, at, end, std::move(digits));
}

}  // namespace redline::text::detail
