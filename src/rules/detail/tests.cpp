#include "rules/detail/tests.hpp"

#include <algorithm>
#include <compare>

#include "rules/detail/text_tests.hpp"

namespace redline::rules::detail {

using base::Milliseconds;
using conversation::Channel;
using conversation::Field;
using conversation::FieldValue;
using conversation::Role;
using conversation::Verdict;

namespace {

Value known(bool holds) { return holds ? hit() : no_hit(); }

std::string field_name(Field field) { return std::string(conversation::field_info(field).name); }

/// Order of two values of one field; unordered for kinds that have none.
std::partial_ordering order(const FieldValue& a, const FieldValue& b) {
  if (a.index() != b.index()) return std::partial_ordering::unordered;
  if (const auto* number = std::get_if<std::int64_t>(&a)) return *number <=> std::get<std::int64_t>(b);
  if (const auto* money = std::get_if<conversation::Money>(&a))
    return money->minor <=> std::get<conversation::Money>(b).minor;
  if (const auto* time = std::get_if<base::ZonedTime>(&a)) return time->utc <=> std::get<base::ZonedTime>(b).utc;
  return a == b ? std::partial_ordering::equivalent : std::partial_ordering::unordered;
}

bool compare(Comparison comparison, const std::optional<FieldValue>& value,
             const std::vector<std::optional<FieldValue>>& with) {
  const auto equals = [&](const std::optional<FieldValue>& other) { return value == other; };
  const auto relation = value && with.front() ? order(*value, *with.front()) : std::partial_ordering::unordered;
  switch (comparison) {
    case Comparison::kIs:
      return equals(with.front());
    case Comparison::kIsNot:
      return !equals(with.front());
    case Comparison::kIn:
      return std::any_of(with.begin(), with.end(), equals);
    case Comparison::kAtLeast:
      return relation >= 0;
    case Comparison::kMoreThan:
      return relation > 0;
    case Comparison::kAtMost:
      return relation <= 0;
    case Comparison::kLessThan:
      return relation < 0;
    case Comparison::kKnown:
      break;
  }
  return true;
}

bool inside(const conversation::HourWindow& window, int minute) {
  if (window.from < window.to) return minute >= window.from && minute < window.to;
  return minute >= window.from || minute < window.to;
}

class Evaluator {
 public:
  Evaluator(const ContactView& view, double floor) : view_(view), floor_(floor) {}

  Value operator()(const AllOf& test) const { return all_of(values(test.parts)); }
  Value operator()(const AnyOf& test) const { return any_of(values(test.parts)); }
  Value operator()(const NotOf& test) const { return not_of(value_of(*test.part, view_, floor_)); }
  Value operator()(const AtLeast& test) const { return at_least(test.count, values(test.parts)); }
  Value operator()(const SayTest& test) const { return value_of_say(test, view_, floor_); }
  Value operator()(const NearTest& test) const { return value_of_near(test, view_, floor_); }
  Value operator()(const RegexTest& test) const { return value_of_regex(test, view_, floor_); }

  Value operator()(const MentionTest& test) const { return value_of_mention(test, view_, floor_); }

  Value operator()(const AmountTest& test) const { return value_of_amount(test, view_, floor_); }

  Value operator()(const FieldTest& test) const {
    const auto& fields = view_.contact().fields;
    const bool is_known = fields.known(test.field);
    if (test.comparison == Comparison::kKnown) return known(is_known == std::get<bool>(*test.values.front()));
    if (!is_known) return undecidable(field_name(test.field));
    return known(compare(test.comparison, fields.value(test.field), test.values));
  }

  Value operator()(const HoursTest& test) const {
    const auto& fields = view_.contact().fields;
    auto started = fields.time(Field::kStartedAt);
    if (!started) return undecidable(field_name(Field::kStartedAt));
    if (const auto zone = fields.text(Field::kPartyZone)) {
      const auto local = base::in_zone(*started, *zone);
      if (!local) return undecidable(field_name(Field::kPartyZone));
      started = *local;
    }
    const int minute = base::local_minutes(*started);
    if (!inside(test.window, minute)) return no_hit();
    if (!test.unless_consented) return hit();
    if (!fields.known(Field::kHistoryConsentedHours)) return undecidable(field_name(Field::kHistoryConsentedHours));
    const auto consented = fields.hours(Field::kHistoryConsentedHours);
    return known(!consented || !inside(*consented, minute));
  }

  Value operator()(const SilenceTest& test) const {
    return measured([&](const conversation::CallFacts& facts) {
      std::vector<Value> long_ones;
      for (const auto& silence : facts.silences) {
        if (silence.end - silence.start < test.longer_than) continue;
        Value value = by_role(test.after_role, silence.after_utterance);
        value.utterances.push_back(silence.after_utterance);
        long_ones.push_back(std::move(value));
      }
      return at_least(test.times, std::move(long_ones));
    });
  }

  Value operator()(const OverlapTest& test) const {
    return measured([&](const conversation::CallFacts& facts) {
      std::vector<Value> long_ones;
      for (const auto& overlap : facts.overlaps) {
        if (overlap.end - overlap.start < test.longer_than) continue;
        Value value = by_role(test.by, overlap.interrupting_utterance);
        value.utterances.push_back(overlap.interrupting_utterance);
        long_ones.push_back(std::move(value));
      }
      return at_least(test.times, std::move(long_ones));
    });
  }

  Value operator()(const RateTest& test) const {
    return over_utterances(test.scope, test.times, [&](const conversation::UtteranceFacts& facts) {
      return facts.characters >= test.characters && facts.characters_per_minute &&
             *facts.characters_per_minute > test.above;
    });
  }

  Value operator()(const LoudnessTest& test) const {
    const auto* facts = view_.facts();
    const bool heard =
        facts != nullptr && std::any_of(facts->utterances.begin(), facts->utterances.end(),
                                        [](const auto& one) { return one.loudness_above_median_db.has_value(); });
    if (!heard && !view_.utterances().empty()) return undecidable("facts.loudness");
    return over_utterances(test.scope, test.times, [&](const conversation::UtteranceFacts& one) {
      return one.loudness_above_median_db && *one.loudness_above_median_db > test.above_median_db;
    });
  }

  Value operator()(const QuantityTest& test) const {
    if (test.quantity == Quantity::kDuration) {
      return measured(
          [&](const conversation::CallFacts& facts) { return known(facts.duration.count() >= test.at_least); });
    }
    return in_window(test.scope, view_, floor_, [&](const Window& window) { return count(test, window); });
  }

 private:
  std::vector<Value> values(const std::vector<ExpressionPtr>& parts) const {
    std::vector<Value> values;
    values.reserve(parts.size());
    for (const auto& part : parts) values.push_back(value_of(*part, view_, floor_));
    return values;
  }

  /// Tests of time need a timed transcript of a voice contact; messages have no silence.
  template <typename Test>
  Value measured(const Test& test) const {
    if (view_.contact().channel() != Channel::kVoice) return no_hit();
    const auto* facts = view_.facts();
    if (facts == nullptr || !facts->timed) return undecidable("utterances.start_ms");
    return test(*facts);
  }

  /// Whether the utterance is the role's: a hit, uncertain for a voice that nobody has told.
  Value by_role(std::optional<Role> role, std::size_t utterance) const {
    const double confidence = role_confidence(Scope{.role = role}, view_.utterances()[utterance]->utterance);
    if (confidence == 0) return no_hit();
    Value value = hit(confidence);
    if (confidence < floor_ || (role && view_.utterances()[utterance]->utterance.role == Role::kUnknown)) {
      value.verdict = Verdict::kUncertain;
    }
    return value;
  }

  template <typename Test>
  Value over_utterances(const Scope& scope, std::size_t times, const Test& test) const {
    return measured([&](const conversation::CallFacts& facts) {
      return in_window(scope, view_, floor_, [&](const Window& window) {
        std::vector<Value> found;
        for (std::size_t i = 0; i < facts.utterances.size(); ++i) {
          if (!window.holds_utterance(i) || !test(facts.utterances[i])) continue;
          Value value = by_role(scope.role, i);
          value.utterances.push_back(i);
          found.push_back(std::move(value));
        }
        return at_least(times, std::move(found));
      });
    });
  }

  Value count(const QuantityTest& test, const Window& window) const {
    std::int64_t sure = 0;
    std::int64_t possible = 0;
    for (std::size_t i = 0; i < view_.utterances().size(); ++i) {
      if (!window.holds_utterance(i)) continue;
      const auto& scanned = *view_.utterances()[i];
      const std::int64_t amount =
          test.quantity == Quantity::kUtterances ? 1 : static_cast<std::int64_t>(scanned.spoken.characters.size());
      possible += amount;
      if (!test.scope.role || scanned.utterance.role == *test.scope.role) sure += amount;
    }
    if (sure >= test.at_least) return hit();
    if (possible < test.at_least) return no_hit();
    Value value;
    value.verdict = Verdict::kUncertain;
    value.confidence = floor_;
    return value;
  }

  const ContactView& view_;
  double floor_;
};

}  // namespace

Value value_of(const Expression& condition, const ContactView& view, double floor) {
  return std::visit(Evaluator(view, floor), condition.node);
}

}  // namespace redline::rules::detail
