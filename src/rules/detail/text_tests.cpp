#include "rules/detail/text_tests.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "rules/detail/tests.hpp"
#include "text/entities.hpp"
#include "text/pinyin.hpp"

namespace redline::rules::detail {

using conversation::Role;
using conversation::Verdict;

namespace {

/// A stretch found in the contact, in spoken characters [start, end).
struct Stretch {
  std::size_t utterance = 0;
  std::uint32_t start = 0;
  std::uint32_t end = 0;
  std::uint32_t alike = 0;

  friend bool operator==(const Stretch&, const Stretch&) = default;
  friend bool operator<(const Stretch& a, const Stretch& b) {
    return std::tie(a.utterance, a.start, a.end, a.alike) < std::tie(b.utterance, b.start, b.end, b.alike);
  }
};

/// What a stretch loses when all its characters only sound right; in proportion when some do.
constexpr double kAlikeCost = 0.25;
constexpr double kUnknownRoleConfidence = 0.5;

/// The nearest occurrence of one of `literals` in the utterance that starts in [from, latest].
std::optional<Stretch> next_part(const std::vector<PhraseId>& literals, const ContactView& view, std::size_t utterance,
                                 std::uint32_t from, std::uint32_t latest) {
  std::optional<Stretch> best;
  for (const PhraseId literal : literals) {
    const auto all = view.occurrences(literal);
    auto at = std::lower_bound(
        all.begin(), all.end(), std::pair(utterance, from),
        [](const Occurrence& one, const auto& key) { return std::pair(one.utterance, one.match.start) < key; });
    if (at == all.end() || at->utterance != utterance || at->match.start > latest) continue;
    const Stretch candidate{utterance, at->match.start, at->match.end, at->match.alike};
    if (!best || candidate < *best) best = candidate;
  }
  return best;
}

/// All stretches of a pattern, each from its first part to the nearest continuation.
void find_pattern(const Pattern& pattern, const ContactView& view, std::vector<Stretch>& out) {
  for (const PhraseId literal : pattern.parts.front()) {
    for (const auto& occurrence : view.occurrences(literal)) {
      Stretch stretch{occurrence.utterance, occurrence.match.start, occurrence.match.end, occurrence.match.alike};
      bool complete = true;
      for (std::size_t i = 1; i < pattern.parts.size() && complete; ++i) {
        const auto next = next_part(pattern.parts[i], view, stretch.utterance, stretch.end,
                                    stretch.end + static_cast<std::uint32_t>(pattern.gap));
        complete = next.has_value();
        if (next) {
          stretch.end = next->end;
          stretch.alike += next->alike;
        }
      }
      if (complete) out.push_back(stretch);
    }
  }
}

std::vector<Stretch> find_patterns(const std::vector<Pattern>& patterns, const ContactView& view) {
  std::vector<Stretch> found;
  for (const auto& pattern : patterns) find_pattern(pattern, view, found);
  std::sort(found.begin(), found.end());
  // One stretch a place: the surest reading of the same characters.
  found.erase(std::unique(found.begin(), found.end(),
                          [](const Stretch& a, const Stretch& b) {
                            return a.utterance == b.utterance && a.start == b.start && a.end == b.end;
                          }),
              found.end());
  return found;
}

/// A guard with its phrases found.
struct ActiveGuard {
  std::vector<Stretch> before, after, covering, anywhere;
  std::uint32_t within = 0;

  ActiveGuard(const Guard& guard, const ContactView& view)
      : before(find_patterns(guard.before, view)),
        after(find_patterns(guard.after, view)),
        covering(find_patterns(guard.covering, view)),
        anywhere(find_patterns(guard.anywhere, view)),
        within(static_cast<std::uint32_t>(guard.within)) {}

  [[nodiscard]] bool takes_away(const Stretch& hit) const {
    const auto here = [&](const Stretch& one) { return one.utterance == hit.utterance; };
    return std::any_of(before.begin(), before.end(),
                       [&](const Stretch& one) {
                         return here(one) && one.start < hit.start && hit.start <= one.end + within;
                       }) ||
           std::any_of(after.begin(), after.end(),
                       [&](const Stretch& one) {
                         return here(one) && one.start >= hit.end && one.start <= hit.end + within;
                       }) ||
           std::any_of(covering.begin(), covering.end(),
                       [&](const Stretch& one) { return here(one) && one.start < hit.end && hit.start < one.end; }) ||
           std::any_of(anywhere.begin(), anywhere.end(), here);
  }
};

void apply_guards(const std::vector<Guard>& guards, const ContactView& view, std::vector<Stretch>& found) {
  if (found.empty()) return;
  for (const auto& guard : guards) {
    const ActiveGuard active(guard, view);
    std::erase_if(found, [&](const Stretch& hit) { return active.takes_away(hit); });
  }
}

/// One stretch as a value: a hit, or uncertain when recognition, role or sound leave a doubt.
Value value_of_stretch(const Stretch& stretch, const Scope& scope, const ContactView& view, double floor) {
  const auto& utterance = view.utterances()[stretch.utterance]->utterance;
  const double role = role_confidence(scope, utterance);
  const double length = std::max<double>(1, stretch.end - stretch.start);
  const double sound = 1 - kAlikeCost * static_cast<double>(stretch.alike) / length;
  const double heard = view.confidence(stretch.utterance, stretch.start, stretch.end);
  Value value = hit(std::min(role, heard * sound));
  if (value.confidence < floor || (scope.role && utterance.role == Role::kUnknown)) value.verdict = Verdict::kUncertain;
  value.spans.push_back(view.span(stretch.utterance, stretch.start, stretch.end));
  return value;
}

Value count_stretches(const std::vector<Stretch>& found, std::size_t times, const Scope& scope, const ContactView& view,
                      double floor, const Window& window) {
  std::vector<Value> values;
  for (const auto& stretch : found) {
    Value value = value_of_stretch(stretch, scope, view, floor);
    if (window.holds(value.spans.front())) values.push_back(std::move(value));
  }
  return at_least(times, std::move(values));
}

/// The spoken characters of a name and, where it has a general tail, of what stands before it.
std::vector<std::u32string> forms_of_name(const std::string& name) {
  static constexpr std::array<std::u32string_view, 16> kTails{
      U"有限责任公司", U"股份有限公司", U"有限公司", U"消费金融公司", U"信息服务公司", U"信息服务",
      U"消费金融",     U"金融科技",     U"小额贷款", U"商业银行",     U"公司",         U"银行",
      U"金融",         U"科技",         U"小贷",     U"咨询"};
  std::vector<std::u32string> forms{SpokenText::from(name).characters};
  std::u32string rest = forms.front();
  for (bool shorter = true; shorter;) {
    shorter = false;
    for (const auto tail : kTails) {
      if (rest.size() < tail.size() + 2 || !std::u32string_view(rest).ends_with(tail)) continue;
      rest.resize(rest.size() - tail.size());
      forms.push_back(rest);
      shorter = true;
      break;
    }
  }
  std::erase_if(forms, [](const std::u32string& form) { return form.size() < 2; });
  return forms;
}

void find_name(const std::u32string& name, const ContactView& view, std::vector<Stretch>& found) {
  for (std::size_t i = 0; i < view.utterances().size(); ++i) {
    const std::u32string& said = view.utterances()[i]->spoken.characters;
    for (std::size_t at = 0; at + name.size() <= said.size(); ++at) {
      std::uint32_t alike = 0;
      std::size_t same = 0;
      while (same < name.size() && text::sounds_alike(said[at + same], name[same])) {
        alike += said[at + same] == name[same] ? 0U : 1U;
        ++same;
      }
      if (same == name.size()) {
        found.push_back({i, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + name.size()), alike});
      }
    }
  }
}

/// The stretch of spoken characters that the characters [start, end) of an utterance's text cover.
Stretch stretch_of(const ContactView& view, std::size_t utterance, std::size_t start, std::size_t end) {
  const auto& origin = view.utterances()[utterance]->spoken.origin;
  const auto index = [&](std::size_t character) {
    return static_cast<std::uint32_t>(std::lower_bound(origin.begin(), origin.end(), character) - origin.begin());
  };
  return {utterance, index(start), index(end), 0};
}

/// The sums said in the contact that are above `least` minor units and have an anchor near them.
std::vector<Stretch> find_amounts(const AmountTest& test, const ContactView& view, std::int64_t least) {
  std::vector<Stretch> found;
  for (const Stretch& anchor : find_patterns(test.near, view)) {
    const text::FoldedText said(view.utterances()[anchor.utterance]->utterance.text.reveal());
    for (const auto& entity : text::find_entities(said, {})) {
      const auto* money = std::get_if<text::Money>(&entity.value);
      if (money == nullptr || money->low <= least) continue;
      const Stretch stretch = stretch_of(view, anchor.utterance, entity.start, entity.end);
      if (stretch.start >= stretch.end) continue;
      const auto gap = static_cast<std::uint32_t>(test.within);
      if (stretch.start <= anchor.end + gap && anchor.start <= stretch.end + gap) found.push_back(stretch);
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

Position first_position(const Value& value) {
  Position first{static_cast<std::size_t>(-1), 0};
  for (const auto& span : value.spans) {
    first = std::min(first, Position{span.utterance, span.start});
  }
  return first;
}

}  // namespace

double role_confidence(const Scope& scope, const conversation::Utterance& utterance) {
  if (!scope.role) return 1;
  if (utterance.role == *scope.role) return utterance.role_confidence;
  return utterance.role == Role::kUnknown ? kUnknownRoleConfidence : 0;
}

Window::Window(const Scope& scope, const ContactView& view) {
  const auto& utterances = view.utterances();
  utterances_.assign(utterances.size(), false);
  std::vector<std::size_t> of_role;
  for (std::size_t i = 0; i < utterances.size(); ++i) {
    if (role_confidence(scope, utterances[i]->utterance) > 0) of_role.push_back(i);
  }
  std::size_t begin = 0;
  std::size_t end = of_role.size();
  if (scope.first_utterances) end = std::min(end, *scope.first_utterances);
  if (scope.last_utterances) begin = of_role.size() - std::min(of_role.size(), *scope.last_utterances);
  for (std::size_t i = begin; i < end; ++i) {
    const auto& utterance = utterances[of_role[i]]->utterance;
    if (scope.first_time && utterance.start && *utterance.start - view.begin_time() > *scope.first_time) continue;
    if (scope.last_time && utterance.end && view.end_time() - *utterance.end > *scope.last_time) continue;
    utterances_[of_role[i]] = true;
  }
}

bool Window::holds(const conversation::Span& span) const {
  if (nothing || !utterances_[span.utterance]) return false;
  if (from && Position{span.utterance, span.start} < *from) return false;
  return !to || Position{span.utterance, span.end} <= *to;
}

bool Window::holds_utterance(std::size_t utterance) const {
  if (nothing || !utterances_[utterance]) return false;
  if (from && utterance <= from->utterance) return false;
  return !to || utterance < to->utterance;
}

Value in_window(const Scope& scope, const ContactView& view, double floor,
                const std::function<Value(const Window&)>& test) {
  if ((scope.first_time || scope.last_time) && !view.timed()) {
    return view.utterances().empty() ? test(Window(scope, view)) : undecidable("utterances.start_ms");
  }
  struct Bound {
    const Expression* condition;
    bool before;
  };
  std::vector<Bound> bounds;
  if (scope.before) bounds.push_back({scope.before.get(), true});
  if (scope.after) bounds.push_back({scope.after.get(), false});

  const std::function<Value(std::size_t, const Window&)> settle = [&](std::size_t index,
                                                                      const Window& window) -> Value {
    if (index == bounds.size()) return test(window);
    const Value bound = value_of(*bounds[index].condition, view, floor);
    Window happened = window;
    Window absent = window;
    if (bounds[index].before) {
      happened.to = first_position(bound);
    } else {
      const Position first = first_position(bound);
      happened.from = Position{first.utterance, first.character + 1};
      absent.nothing = true;
    }
    if (bound.verdict == Verdict::kNoHit) return settle(index + 1, absent);
    if (bound.verdict == Verdict::kHit) return settle(index + 1, happened);
    Value value = either(settle(index + 1, happened), settle(index + 1, absent), bound.verdict);
    if (value.verdict == Verdict::kUndecidable) value.missing.insert(bound.missing.begin(), bound.missing.end());
    return value;
  };
  return settle(0, Window(scope, view));
}

Value value_of_say(const SayTest& test, const ContactView& view, double floor) {
  if (!test.all) {
    auto found = find_patterns(test.phrases, view);
    apply_guards(test.guards, view, found);
    if (found.empty() && !test.scope.before && !test.scope.after) return no_hit();
    return in_window(test.scope, view, floor, [&](const Window& window) {
      return count_stretches(found, test.times, test.scope, view, floor, window);
    });
  }
  return in_window(test.scope, view, floor, [&](const Window& window) {
    std::vector<Value> each;
    for (const auto& pattern : test.phrases) {
      auto found = find_patterns({pattern}, view);
      apply_guards(test.guards, view, found);
      each.push_back(count_stretches(found, test.times, test.scope, view, floor, window));
    }
    return all_of(std::move(each));
  });
}

Value value_of_near(const NearTest& test, const ContactView& view, double floor) {
  const auto left = find_patterns(test.left, view);
  const auto right = find_patterns(test.right, view);
  std::vector<Stretch> found;
  for (const auto& one : left) {
    for (const auto& other : right) {
      if (one.utterance != other.utterance) continue;
      const bool follows = other.start >= one.end && other.start - one.end <= test.within;
      const bool precedes = !test.ordered && one.start >= other.end && one.start - other.end <= test.within;
      if (!follows && !precedes) continue;
      found.push_back(
          {one.utterance, std::min(one.start, other.start), std::max(one.end, other.end), one.alike + other.alike});
    }
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  apply_guards(test.guards, view, found);
  return in_window(test.scope, view, floor,
                   [&](const Window& window) { return count_stretches(found, 1, test.scope, view, floor, window); });
}

Value value_of_mention(const MentionTest& test, const ContactView& view, double floor) {
  std::vector<Stretch> found;
  std::string missing;
  for (const auto field : test.fields) {
    const auto name = view.contact().fields.text(field);
    if (!name) missing = conversation::field_info(field).name;
    for (const auto& form : name ? forms_of_name(*name) : std::vector<std::u32string>{}) find_name(form, view, found);
  }
  std::sort(found.begin(), found.end());
  Value value = in_window(test.scope, view, floor, [&](const Window& window) {
    return count_stretches(found, 1, test.scope, view, floor, window);
  });
  if (value.verdict == Verdict::kNoHit && !missing.empty()) return undecidable(missing);
  return value;
}

Value value_of_amount(const AmountTest& test, const ContactView& view, double floor) {
  const auto owed = view.contact().fields.money(test.field);
  const auto above = owed ? static_cast<std::int64_t>(static_cast<double>(owed->minor) * (1 + test.more_by / 100)) : 0;
  auto found = find_amounts(test, view, above);
  apply_guards(test.guards, view, found);
  Value value = in_window(test.scope, view, floor, [&](const Window& window) {
    return count_stretches(found, 1, test.scope, view, floor, window);
  });
  if (!owed && value.verdict != Verdict::kNoHit) {
    return undecidable(std::string(conversation::field_info(test.field).name));
  }
  return value;
}

Value value_of_regex(const RegexTest& test, const ContactView& view, double floor) {
  std::vector<Stretch> found;
  bool limit_reached = false;
  for (std::size_t i = 0; i < view.utterances().size(); ++i) {
    const auto& spoken = view.utterances()[i]->spoken;
    const auto matches = test.pattern->find_all(spoken);
    limit_reached = limit_reached || matches.limit_reached;
    const auto excepted = test.except ? test.except->find_all(spoken).found : std::vector<Regex::Match>{};
    for (const auto& match : matches.found) {
      const bool covered = std::any_of(excepted.begin(), excepted.end(), [&](const Regex::Match& other) {
        return other.start < match.end && match.start < other.end;
      });
      if (!covered) found.push_back({i, match.start, match.end, 0});
    }
  }
  Value value = in_window(test.scope, view, floor, [&](const Window& window) {
    return count_stretches(found, test.times, test.scope, view, floor, window);
  });
  if (limit_reached && value.verdict == Verdict::kNoHit) return undecidable("regex.limit");
  return value;
}

}  // namespace redline::rules::detail
