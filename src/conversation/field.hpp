// The metadata of a contact: one table of named, typed fields for readers, rules and reports.
//
//   FieldSet fields;
//   if (auto bad = fields.parse(Field::kCaseAmountDue, "8230.55"); !bad) ...
//   fields.money(Field::kCaseAmountDue)->minor        // 823055
//
// A field that nobody told is absent. Absent is not zero, not false and not empty: a rule that needs it is undecidable.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.hpp"
#include "base/time.hpp"

namespace redline::conversation {

/// Integer minor units (fen, cents) of one currency (ISO 4217). Never a floating-point number.
struct Money {
  std::int64_t minor = 0;
  std::string currency = "CNY";

  friend bool operator==(const Money&, const Money&) = default;
};

/// A daily window of the wall clock, minutes since midnight, [from, to); from > to spans midnight.
struct HourWindow {
  int from = 0;
  int to = 0;

  friend bool operator==(const HourWindow&, const HourWindow&) = default;
};

enum class Field : std::uint8_t {
  kChannel,
  kDirection,
  kStartedAt,
  kTenant,
  kAgentId,
  kAgentRobot,
  kAgentEmployer,
  kAgentEmployerName,
  kAgentTenureMonths,
  kAgentRegion,
  kAgentTeam,
  kPartyRelation,
  kPartyZone,
  kCaseId,
  kCaseLender,
  kCaseProduct,
  kCaseDpd,
  kCaseBucket,
  kCasePrincipal,
  kCaseAmountDue,
  kCaseMonthlyDue,
  kCaseCurrency,
  kCaseSuitFiled,
  kCaseWaiverApproved,
  kCasePlanActive,
  kCaseComplaintHold,
  kHistoryAnsweredCallsToday,
  kHistoryDialsTodayThisNumber,
  kHistoryContactRefusedBefore,
  kHistoryDebtorUnreachableDays,
  kHistoryFailedDialsInARow,
  kHistoryConsentedHours,
  kCount
};
inline constexpr std::size_t kFieldCount = static_cast<std::size_t>(Field::kCount);

enum class FieldType : std::uint8_t { kText, kWord, kTruth, kInteger, kMoney, kTime, kHours };

using FieldValue = std::variant<std::string, bool, std::int64_t, Money, base::ZonedTime, HourWindow>;

/// One row of the table. `words` are the values that a kWord field allows. A field with `null_is_known` may be told as
/// "there is none" (JSON null, CSV "none"): the waiver and the consented hours, where "none" is a fact and not a gap.
struct FieldInfo {
  Field field;
  std::string_view name;  ///< dotted, as in the conversation format: "case.amount_due"
  FieldType type;
  std::span<const std::string_view> words;
  bool null_is_known = false;
};

/// The row of a field.
const FieldInfo& field_info(Field field);
/// All rows in the order of the enumeration.
std::span<const FieldInfo> all_fields();
/// The field of a dotted name, or nothing.
std::optional<Field> find_field(std::string_view name);

/// The value of `text` as the field's type. Truth: true/false/yes/no/1/0/是/否. Money: decimal with at most two
/// fractional digits that are not zero. Fails with "field.invalid", the place's field set to the field's name.
base::Result<FieldValue> parse_field(Field field, std::string_view text);

/// The fields of one contact. Value type.
class FieldSet {
 public:
  /// Parses and sets. See parse_field().
  base::Result<void> parse(Field field, std::string_view text);
  void set(Field field, FieldValue value) { at(field) = State{true, std::move(value)}; }
  /// "There is none", for fields whose table row allows it; other fields become absent.
  void set_null(Field field);
  void clear(Field field) { at(field) = State{}; }

  /// Whether the field was told at all, be it as "none".
  [[nodiscard]] bool known(Field field) const { return at(field).known; }
  [[nodiscard]] const std::optional<FieldValue>& value(Field field) const { return at(field).value; }

  [[nodiscard]] std::optional<std::string> text(Field field) const { return get<std::string>(field); }
  [[nodiscard]] std::optional<bool> truth(Field field) const { return get<bool>(field); }
  [[nodiscard]] std::optional<std::int64_t> integer(Field field) const { return get<std::int64_t>(field); }
  [[nodiscard]] std::optional<Money> money(Field field) const { return get<Money>(field); }
  [[nodiscard]] std::optional<base::ZonedTime> time(Field field) const { return get<base::ZonedTime>(field); }
  [[nodiscard]] std::optional<HourWindow> hours(Field field) const { return get<HourWindow>(field); }

  /// Sets every field that `other` knows.
  void overlay(const FieldSet& other);

  friend bool operator==(const FieldSet&, const FieldSet&) = default;

 private:
  struct State {
    bool known = false;
    std::optional<FieldValue> value{};
    friend bool operator==(const State&, const State&) = default;
  };
  template <typename T>
  [[nodiscard]] std::optional<T> get(Field field) const {
    const auto& value = at(field).value;
    if (!value || !std::holds_alternative<T>(*value)) return std::nullopt;
    return std::get<T>(*value);
  }
  State& at(Field field) { return states_[static_cast<std::size_t>(field)]; }
  [[nodiscard]] const State& at(Field field) const { return states_[static_cast<std::size_t>(field)]; }

  std::array<State, kFieldCount> states_{};
};

/// The text that parse_field() reads back: "8230.55", "true", "22:00-22:40".
std::string format_field(const FieldValue& value);

}  // namespace redline::conversation
