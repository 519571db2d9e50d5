// The compiled form of a rule's condition: a tree of plain structs. The pack reader makes it, the evaluator walks it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "conversation/contact.hpp"
#include "rules/detail/matcher.hpp"
#include "rules/detail/regex.hpp"

namespace redline::rules::detail {

struct Expression;
using ExpressionPtr = std::unique_ptr<const Expression>;

/// Which utterances and which part of the contact a test looks at. Seconds count from the start of the first utterance,
/// so that silence in front of a recording changes nothing.
struct Scope {
  std::optional<conversation::Role> role{};
  std::optional<std::size_t> first_utterances{};  ///< of the given role
  std::optional<std::size_t> last_utterances{};
  std::optional<base::Milliseconds> first_time{};
  std::optional<base::Milliseconds> last_time{};
  ExpressionPtr before{};  ///< only what stands before its first hit; all when it has none
  ExpressionPtr after{};   ///< only what stands after its first hit; nothing when it has none
};

/// A phrase as a rule writes it: parts that follow one another with at most `gap` spoken characters between them; each
/// part is one of several literals ("(你|您)今天…拘留" has two parts).
struct Pattern {
  std::vector<std::vector<PhraseId>> parts{};
  std::size_t gap = 6;
};

/// Phrases that take a match away. `within`: spoken characters between phrase and match, in the same utterance.
struct Guard {
  std::vector<Pattern> before{};    ///< ... standing before the match
  std::vector<Pattern> after{};     ///< ... standing behind it
  std::vector<Pattern> covering{};  ///< ... overlapping it ("except")
  std::vector<Pattern> anywhere{};  ///< ... anywhere in the utterance
  std::size_t within = 6;
};

struct AllOf {
  std::vector<ExpressionPtr> parts;
};
struct AnyOf {
  std::vector<ExpressionPtr> parts;
};
struct NotOf {
  ExpressionPtr part;
};
struct AtLeast {
  std::size_t count = 1;
  std::vector<ExpressionPtr> parts;
};

/// Phrases said in the scope. `all`: each of them at least once; otherwise any, `times` matches in all.
struct SayTest {
  std::vector<Pattern> phrases;
  bool all = false;
  std::size_t times = 1;
  std::vector<Guard> guards;
  Scope scope;
};

/// A phrase of `left` and one of `right` in one utterance with at most `within` spoken characters between them.
struct NearTest {
  std::vector<Pattern> left;
  std::vector<Pattern> right;
  std::size_t within = 6;
  bool ordered = true;
  std::vector<Guard> guards;
  Scope scope;
};

struct RegexTest {
  std::shared_ptr<const Regex> pattern;
  std::shared_ptr<const Regex> except;  ///< may be null
  std::size_t times = 1;
  Scope scope;
};

/// The value of one of the fields is said in the scope: the whole name, or what is left of it without its general tail
/// (公司, 银行, 消费金融 ...), as people call each other. Sounds count.
struct MentionTest {
  std::vector<conversation::Field> fields;
  Scope scope;
};

/// A sum is said that is above a field's sum by more than `more_by` per cent, in an utterance where one of `near`
/// stands at most `within` spoken characters from it. Rounded and estimated sums count by their lower end.
struct AmountTest {
  conversation::Field field{};
  double more_by = 0;
  std::vector<Pattern> near;
  std::size_t within = 8;
  std::vector<Guard> guards;
  Scope scope;
};

enum class Comparison : std::uint8_t { kIs, kIsNot, kIn, kAtLeast, kMoreThan, kAtMost, kLessThan, kKnown };
struct FieldTest {
  conversation::Field field{};
  Comparison comparison = Comparison::kIs;
  std::vector<std::optional<conversation::FieldValue>> values;  ///< several for kIn; an empty one stands for "none"
};

/// The start of the contact lies within the window on the wall clock of the party's place (field party.zone, else the
/// offset of started_at). With `unless_consented`, a start within history.consented_hours is no hit.
struct HoursTest {
  conversation::HourWindow window{};
  bool unless_consented = false;
};

struct SilenceTest {
  base::Milliseconds longer_than{};
  std::size_t times = 1;
  std::optional<conversation::Role> after_role{};  ///< only silences that follow this speaker
};

struct OverlapTest {
  base::Milliseconds longer_than{};
  std::size_t times = 1;
  std::optional<conversation::Role> by{};  ///< who began later
};

/// Utterances of the scope faster than `above` characters a minute; `times` of them, each with at least `characters`.
struct RateTest {
  double above = 0;
  std::size_t times = 1;
  std::size_t characters = 10;
  Scope scope;
};

/// Utterances of the scope louder than the speaker's own median by `above_median_db`.
struct LoudnessTest {
  double above_median_db = 0;
  std::size_t times = 1;
  Scope scope;
};

enum class Quantity : std::uint8_t { kUtterances, kDuration, kCharacters };
/// Number of utterances, characters or milliseconds of the scope compared with a bound.
struct QuantityTest {
  Quantity quantity = Quantity::kUtterances;
  std::int64_t at_least = 0;
  Scope scope;
};

struct Expression {
  std::variant<AllOf, AnyOf, NotOf, AtLeast, SayTest, NearTest, RegexTest, MentionTest, AmountTest, FieldTest,
               HoursTest, SilenceTest, OverlapTest, RateTest, LoudnessTest, QuantityTest>
      node;
  std::uint64_t line = 0;
};

}  // namespace redline::rules::detail
