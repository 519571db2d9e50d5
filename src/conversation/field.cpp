#include "conversation/field.hpp"

#include <fmt/format.h>

#include <charconv>

#include "base/check.hpp"

namespace redline::conversation {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using std::string_view;

constexpr std::array<string_view, 6> kChannels{"voice", "sms", "im", "email", "letter", "visit"};
constexpr std::array<string_view, 2> kDirections{"outbound", "inbound"};
constexpr std::array<string_view, 2> kEmployers{"lender", "agency"};
constexpr std::array<string_view, 7> kRelations{"debtor",    "contact",  "relative", "colleague",
                                                "guarantor", "stranger", "minor"};

constexpr std::array<FieldInfo, kFieldCount> kTable{{
    {Field::kChannel, "channel", FieldType::kWord, kChannels},
    {Field::kDirection, "direction", FieldType::kWord, kDirections},
    {Field::kStartedAt, "started_at", FieldType::kTime, {}},
    {Field::kTenant, "tenant", FieldType::kText, {}},
    {Field::kAgentId, "agent.id", FieldType::kText, {}},
    {Field::kAgentRobot, "agent.robot", FieldType::kTruth, {}},
    {Field::kAgentEmployer, "agent.employer", FieldType::kWord, kEmployers},
    {Field::kAgentEmployerName, "agent.employer_name", FieldType::kText, {}},
    {Field::kAgentTenureMonths, "agent.tenure_months", FieldType::kInteger, {}},
    {Field::kAgentRegion, "agent.region", FieldType::kText, {}},
    {Field::kAgentTeam, "agent.team", FieldType::kText, {}},
    {Field::kPartyRelation, "party.relation", FieldType::kWord, kRelations},
    {Field::kPartyZone, "party.zone", FieldType::kText, {}},
    {Field::kCaseId, "case.id", FieldType::kText, {}},
    {Field::kCaseLender, "case.lender", FieldType::kText, {}},
    {Field::kCaseProduct, "case.product", FieldType::kText, {}},
    {Field::kCaseDpd, "case.dpd", FieldType::kInteger, {}},
    {Field::kCaseBucket, "case.bucket", FieldType::kText, {}},
    {Field::kCasePrincipal, "case.principal", FieldType::kMoney, {}},
    {Field::kCaseAmountDue, "case.amount_due", FieldType::kMoney, {}},
    {Field::kCaseMonthlyDue, "case.monthly_due", FieldType::kMoney, {}},
    {Field::kCaseCurrency, "case.currency", FieldType::kText, {}},
    {Field::kCaseSuitFiled, "case.suit_filed", FieldType::kTruth, {}},
    {Field::kCaseWaiverApproved, "case.waiver_approved", FieldType::kMoney, {}, true},
    {Field::kCasePlanActive, "case.plan_active", FieldType::kTruth, {}},
    {Field::kCaseComplaintHold, "case.complaint_hold", FieldType::kTruth, {}},
    {Field::kHistoryAnsweredCallsToday, "history.answered_calls_today", FieldType::kInteger, {}},
    {Field::kHistoryDialsTodayThisNumber, "history.dials_today_this_number", FieldType::kInteger, {}},
    {Field::kHistoryContactRefusedBefore, "history.contact_refused_before", FieldType::kTruth, {}},
    {Field::kHistoryDebtorUnreachableDays, "history.debtor_unreachable_days", FieldType::kInteger, {}},
    {Field::kHistoryFailedDialsInARow, "history.failed_dials_in_a_row", FieldType::kInteger, {}},
    {Field::kHistoryConsentedHours, "history.consented_hours", FieldType::kHours, {}, true},
}};

constexpr bool table_is_in_order() {
  for (std::size_t i = 0; i < kTable.size(); ++i) {
    if (static_cast<std::size_t>(kTable[i].field) != i) return false;
  }
  return true;
}
static_assert(table_is_in_order());

Error invalid(const FieldInfo& info, string_view expected, string_view text) {
  return Error{ErrorCode::kInvalid,
               "field.invalid",
               fmt::format("expected {}, found \"{}\"", expected, text.substr(0, 60)),
               {.field = std::string(info.name)}};
}

std::optional<bool> parse_truth(string_view text) {
  constexpr std::array<string_view, 6> kTrue{"true", "TRUE", "True", "yes", "1", "是"};
  constexpr std::array<string_view, 6> kFalse{"false", "FALSE", "False", "no", "0", "否"};
  for (const auto word : kTrue) {
    if (text == word) return true;
  }
  for (const auto word : kFalse) {
    if (text == word) return false;
  }
  return std::nullopt;
}

std::optional<std::int64_t> parse_integer(string_view text) {
  std::int64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{}) return std::nullopt;
  // "12.0" is how spreadsheets write a whole number.
  const string_view rest(end, static_cast<std::size_t>(text.data() + text.size() - end));
  if (!rest.empty() && (rest.front() != '.' || rest.find_first_not_of('0', 1) != string_view::npos))
    return std::nullopt;
  return value;
}

std::optional<std::int64_t> parse_minor_units(string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  constexpr std::int64_t kLargest = 1'000'000'000'000;  // 10^12 yuan: more is a typing error
  std::int64_t whole = 0;
  std::size_t at = 0;
  for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
    whole = whole * 10 + (text[at] - '0');
    if (whole > kLargest) return std::nullopt;
  }
  if (at == 0) return std::nullopt;
  std::int64_t cents = 0;
  if (at < text.size()) {
    if (text[at] != '.' || at + 1 == text.size()) return std::nullopt;
    std::int64_t weight = 10;
    for (++at; at < text.size(); ++at, weight /= 10) {
      const char c = text[at];
      if (c < '0' || c > '9' || (weight == 0 && c != '0')) return std::nullopt;
      cents += weight * (c - '0');
    }
  }
  const std::int64_t minor = whole * 100 + cents;
  return negative ? -minor : minor;
}

std::optional<int> parse_clock(string_view text) {
  const auto colon = text.find(':');
  if (colon == string_view::npos || colon == 0 || colon > 2 || text.size() != colon + 3) return std::nullopt;
  const auto hours = parse_integer(text.substr(0, colon));
  const auto minutes = parse_integer(text.substr(colon + 1));
  if (!hours || !minutes || *hours < 0 || *hours > 24 || *minutes < 0 || *minutes > 59) return std::nullopt;
  const auto total = static_cast<int>(*hours * 60 + *minutes);
  if (total > 24 * 60) return std::nullopt;
  return total;
}

std::optional<HourWindow> parse_hours(string_view text) {
  const auto dash = text.find('-');
  if (dash == string_view::npos) return std::nullopt;
  const auto from = parse_clock(text.substr(0, dash));
  const auto to = parse_clock(text.substr(dash + 1));
  if (!from || !to || *from == *to) return std::nullopt;
  return HourWindow{*from, *to};
}

Result<FieldValue> parse_word(const FieldInfo& info, string_view text) {
  for (const auto word : info.words) {
    if (text == word) return FieldValue(std::string(text));
  }
  return invalid(info, fmt::format("one of {}", fmt::join(info.words, ", ")), text);
}

template <typename T>
Result<FieldValue> or_invalid(const std::optional<T>& value, const FieldInfo& info, string_view expected,
                              string_view text) {
  if (value) return FieldValue(*value);
  return invalid(info, expected, text);
}

}  // namespace

const FieldInfo& field_info(Field field) {
  REDLINE_CHECK(field < Field::kCount);
  return kTable[static_cast<std::size_t>(field)];
}

std::span<const FieldInfo> all_fields() { return kTable; }

std::optional<Field> find_field(string_view name) {
  for (const auto& info : kTable) {
    if (info.name == name) return info.field;
  }
  return std::nullopt;
}

Result<FieldValue> parse_field(Field field, string_view text) {
  const FieldInfo& info = field_info(field);
  switch (info.type) {
    case FieldType::kText:
      if (text.size() > 1000) return invalid(info, "at most 1000 bytes", text);
      return FieldValue(std::string(text));
    case FieldType::kWord:
      return parse_word(info, text);
    case FieldType::kTruth:
      return or_invalid(parse_truth(text), info, "true or false", text);
    case FieldType::kInteger:
      return or_invalid(parse_integer(text), info, "a whole number", text);
    case FieldType::kMoney: {
      const auto minor = parse_minor_units(text);
      return or_invalid(minor ? std::optional(Money{*minor}) : std::nullopt, info, "an amount such as 8230.55", text);
    }
    case FieldType::kTime: {
      const auto time = base::parse_time(text);
      if (!time) return time.error().at({.field = std::string(info.name)});
      return FieldValue(*time);
    }
    case FieldType::kHours:
      return or_invalid(parse_hours(text), info, "hours such as 22:00-22:40", text);
  }
  return invalid(info, "a known type of field", text);
}

Result<void> FieldSet::parse(Field field, string_view text) {
  auto value = parse_field(field, text);
  if (!value) return value.error();
  set(field, *std::move(value));
  return {};
}

void FieldSet::set_null(Field field) { at(field) = State{field_info(field).null_is_known, std::nullopt}; }

void FieldSet::overlay(const FieldSet& other) {
  for (std::size_t i = 0; i < kFieldCount; ++i) {
    if (other.states_[i].known) states_[i] = other.states_[i];
  }
}

std::string format_field(const FieldValue& value) {
  struct Format {
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(bool truth) const { return truth ? "true" : "false"; }
    std::string operator()(std::int64_t number) const { return fmt::format("{}", number); }
    std::string operator()(const Money& money) const {
      const std::int64_t size = money.minor < 0 ? -money.minor : money.minor;
      return fmt::format("{}{}.{:02}", money.minor < 0 ? "-" : "", size / 100, size % 100);
    }
    std::string operator()(const base::ZonedTime& time) const { return base::format_time(time); }
    std::string operator()(const HourWindow& hours) const {
      return fmt::format("{:02}:{:02}-{:02}:{:02}", hours.from / 60, hours.from % 60, hours.to / 60, hours.to % 60);
    }
  };
  return std::visit(Format{}, value);
}

}  // namespace redline::conversation
