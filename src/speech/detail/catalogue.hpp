// Reading the model catalogue.
#pragma once

#include <string>
#include <vector>

#include "speech/models.hpp"

namespace redline::speech::detail {

/// All entries of a catalogue file's text. Every missing or wrong field is an error that names it.
base::Result<std::vector<ModelEntry>> parse_catalogue(const std::string& json, const std::string& file);

}  // namespace redline::speech::detail
