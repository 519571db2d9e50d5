#include "conversation/conversation_json.hpp"
#include "conversation/transcript_reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto conversation = redline::conversation::parse_json_conversation(bytes, {});
  if (conversation) static_cast<void>(redline::conversation::to_json_line(*conversation));
  return 0;
}
