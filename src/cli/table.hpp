// The table of the worst contacts and the totals, for the terminal.
#pragma once

#include <string>

#include "cli/inspect_command.hpp"
#include "report/report_writer.hpp"

namespace redline::cli {

/// The whole text, with line breaks. Columns are padded by display width (a Chinese character takes two cells).
std::string totals_table(const report::Totals& totals, Language language, std::size_t width);

/// Number of terminal cells that a text takes, and the text cut to at most so many.
std::size_t display_width(const std::string& text);
std::string fit(const std::string& text, std::size_t width);

}  // namespace redline::cli
