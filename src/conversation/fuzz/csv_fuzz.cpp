#include "conversation/transcript_reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace conversation = redline::conversation;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto found = conversation::parse_message_csv(bytes, {});
  if (!found) return 0;
  for (const auto& one : *found) {
    const auto& record = one.record;
    if (record.error || record.length == 0) continue;
    // Cutting a conversation out must give what reading the whole file gave.
    const auto again = conversation::parse_message_rows(bytes, bytes.substr(record.offset, record.length), {});
    REDLINE_CHECK(again.has_value());
    REDLINE_CHECK(again->utterances == one.conversation.utterances);
    REDLINE_CHECK(again->contact.fields == one.conversation.contact.fields);
  }
  return 0;
}
