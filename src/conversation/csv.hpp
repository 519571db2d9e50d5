// Comma-separated values as RFC 4180 defines them: quoted fields, doubled quotes, line breaks inside quotes.
//
//   CsvReader reader(text);
//   while (auto row = reader.next()) { if (!*row) return row->error(); use((*row)->fields); }
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace redline::conversation {

/// One record. `line` is where it begins, from 1; its bytes are [begin, end) of the text, the line end included.
struct CsvRow {
  std::uint64_t line = 0;
  std::size_t begin = 0;
  std::size_t end = 0;
  std::vector<std::string> fields{};
};

/// Reads from memory; the text outlives the reader. Blank lines are passed over. Not thread-safe.
class CsvReader {
 public:
  explicit CsvReader(std::string_view text) : text_(text) {}

  /// The next record, or nothing at the end. Fails with "csv.syntax" (line and column) on a quote that is not closed or
  /// that is followed by something other than a comma or a line end, and with "csv.too_large" above 1 MiB a field; then
  /// reading goes on behind the line.
  std::optional<base::Result<CsvRow>> next();

 private:
  base::Result<std::string> quoted_field();
  std::string plain_field();
  [[nodiscard]] base::Error problem(const char* reason, const char* message) const;
  void skip_line();

  std::string_view text_;
  std::size_t at_ = 0;
  std::uint64_t line_ = 1;
  std::size_t line_start_ = 0;
};

}  // namespace redline::conversation
