// A conversation in our own format, as the transcript reader reads it back.
#pragma once

#include <string>

#include "conversation/utterance.hpp"

namespace redline::conversation {

/// One line without a line break: id, the known fields, utterances with role, times, text, confidence and words.
std::string to_json_line(const Conversation& conversation);

}  // namespace redline::conversation
