// The tests that look at words: scopes, patterns, guards.
#pragma once

#include <functional>
#include <vector>

#include "rules/detail/contact_view.hpp"
#include "rules/detail/expression.hpp"
#include "rules/detail/value.hpp"

namespace redline::rules::detail {

/// A place in the transcript: utterance and character of its text.
struct Position {
  std::size_t utterance = 0;
  std::size_t character = 0;
  friend auto operator<=>(const Position&, const Position&) = default;
};

/// What a scope leaves of the contact, with its relative bounds settled.
class Window {
 public:
  Window(const Scope& scope, const ContactView& view);

  /// A stretch that starts at or behind `from` and ends before `to` counts.
  std::optional<Position> from{};
  std::optional<Position> to{};
  bool nothing = false;  ///< "after" something that did not happen

  [[nodiscard]] bool holds(const conversation::Span& span) const;
  /// Whether the whole utterance counts; one that a relative bound cuts does not.
  [[nodiscard]] bool holds_utterance(std::size_t utterance) const;

 private:
  std::vector<bool> utterances_{};
};

/// Evaluates `test` in the scope's window; where a "before" or "after" is itself unknown, in each window that is
/// possible, and says what all agree on.
Value in_window(const Scope& scope, const ContactView& view, double floor,
                const std::function<Value(const Window&)>& test);

Value value_of_say(const SayTest& test, const ContactView& view, double floor);
Value value_of_near(const NearTest& test, const ContactView& view, double floor);
Value value_of_mention(const MentionTest& test, const ContactView& view, double floor);
Value value_of_amount(const AmountTest& test, const ContactView& view, double floor);
Value value_of_regex(const RegexTest& test, const ContactView& view, double floor);

/// How sure it is that the utterance is of the scope's role: 1 for a scope of any role, 0 when another role spoke, a
/// half for a voice that nobody has told.
double role_confidence(const Scope& scope, const conversation::Utterance& utterance);

}  // namespace redline::rules::detail
