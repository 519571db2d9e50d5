#include "conversation/conversation_json.hpp"
#include "conversation/transcript_reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace conversation = redline::conversation;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto one = conversation::parse_json_conversation(bytes, {});
  if (!one) return 0;
  // What was read can be written, and is read again as the same words.
  const auto again = conversation::parse_json_conversation(conversation::to_json_line(*one), {});
  if (one->contact.id.text().empty()) return 0;
  REDLINE_CHECK(again.has_value());
  REDLINE_CHECK(again->utterances.size() == one->utterances.size());
  for (std::size_t i = 0; i < one->utterances.size(); ++i) {
    REDLINE_CHECK(again->utterances[i].text == one->utterances[i].text);
    REDLINE_CHECK(again->utterances[i].start == one->utterances[i].start);
  }
  return 0;
}
