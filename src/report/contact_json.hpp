// Everything that the report shows of one contact, as one line of JSON (docs/formats.md, "report data").
#pragma once

#include <string>

#include "conversation/inspection.hpp"

namespace redline::report {

/// One line without a line break. Keys: id, source, channel, fields{}, score, party, findings[], undecidable[],
/// signals[], utterances[], facts{}, peaks[], audio, role_confidence, transcript, recogniser, error.
std::string to_report_json(const conversation::InspectedContact& contact);

}  // namespace redline::report
