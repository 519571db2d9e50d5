#include "conversation/conversation_json.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "conversation/transcript_reader.hpp"

namespace redline::conversation {
namespace {

double share() { return *rc::gen::inRange(0, 10'001) / 10'000.0; }

std::string some_text() {
  const auto rest = *rc::gen::container<std::string>(rc::gen::element('a', '"', '\\', '\n', '\t', '/', '<', '\x01'));
  return *rc::gen::element<std::string>("您好", "😀", "a", "\u2028") + rest;
}

Utterance some_utterance(std::size_t index) {
  Utterance utterance;
  std::string id = std::to_string(index);
  utterance.id = UtteranceId(std::string(6 - id.size(), '0') + id);
  utterance.role = *rc::gen::element(Role::kAgent, Role::kCustomer, Role::kUnknown);
  utterance.text = base::Sensitive<std::string>(some_text());
  utterance.role_confidence = share();
  utterance.confidence = share();
  if (*rc::gen::arbitrary<bool>()) {
    const int start = *rc::gen::inRange(0, 80'000'000);
    utterance.start = base::Milliseconds{start};
    utterance.end = base::Milliseconds{start + *rc::gen::inRange(0, 100'000)};
    for (int i = *rc::gen::inRange(0, 3); i > 0; --i) {
      utterance.words.push_back({base::Sensitive<std::string>(some_text()), *utterance.start, *utterance.end, share()});
    }
  }
  const bool heard = !utterance.words.empty() || utterance.confidence < 1;
  utterance.origin = heard ? UtteranceOrigin::kRecognised : UtteranceOrigin::kTyped;
  return utterance;
}

TEST(ConversationJson, IsReadBackAsTheSameConversation) {
  rc::check([] {
    Conversation conversation;
    conversation.contact.id = ContactId(some_text());
    auto& fields = conversation.contact.fields;
    fields.set(Field::kCaseAmountDue, Money{*rc::gen::inRange<std::int64_t>(-1'000'000, 10'000'000'000)});
    fields.set(Field::kAgentRobot, *rc::gen::arbitrary<bool>());
    fields.set(Field::kCaseDpd, std::int64_t{*rc::gen::inRange(0, 4000)});
    fields.set(Field::kAgentEmployerName, some_text());
    fields.set(Field::kStartedAt, *base::parse_time("2026-03-05T22:14:42+08:00"));
    fields.set_null(Field::kCaseWaiverApproved);
    fields.set(Field::kHistoryConsentedHours, HourWindow{22 * 60, 22 * 60 + 40});
    const auto count = *rc::gen::inRange<std::size_t>(1, 6);
    for (std::size_t i = 0; i < count; ++i) conversation.utterances.push_back(some_utterance(i));

    const std::string line = to_json_line(conversation);
    RC_ASSERT(line.find('\n') == std::string::npos);
    const auto again = parse_json_conversation(line, {});
    RC_ASSERT(again.has_value());
    RC_ASSERT(again->contact.id == conversation.contact.id);
    RC_ASSERT(again->contact.fields == fields);
    RC_ASSERT(again->utterances == conversation.utterances);
  });
}

}  // namespace
}  // namespace redline::conversation
