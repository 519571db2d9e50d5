// summary.xlsx
#pragma once

#include <filesystem>
#include <memory>

#include "report/detail/cells.hpp"
#include "report/report_writer.hpp"

namespace redline::report::detail {

/// Rows are written as they come, in constant memory. Same rows, same bytes: the creation time is fixed.
class Workbook {
 public:
  explicit Workbook(const std::filesystem::path& path);
  ~Workbook();
  Workbook(const Workbook&) = delete;
  Workbook& operator=(const Workbook&) = delete;

  void add(const Json& contact);
  /// Writes the summary sheets and closes the file. Throws std::runtime_error when the disk refuses.
  void finish(const Totals& totals, const ReportInfo& info);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace redline::report::detail
