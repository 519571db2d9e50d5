// From the spool of a run to its files.
//
//   Totals totals = write_report(spool, folder, {.pack = "cn 0.1.0"});
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace redline::report {

struct ReportInfo {
  std::string pack{};  ///< name and version
  std::string pack_hash{};
  bool partial = false;  ///< the run was interrupted
};

/// What the terminal's table and the totals show.
struct WorstContact {
  std::string id{};
  double score = 100;
  bool red_line = false;
  std::string code{};  ///< of the gravest finding
  std::string severity{};
  std::string title_zh{};
  std::string title_en{};
  std::string quote{};  ///< the sentence that did it
  std::string time{};   ///< mm:ss, or ""
};

struct Totals {
  std::uint64_t contacts = 0;
  std::uint64_t failed = 0;
  std::uint64_t clean = 0;                            ///< inspected, without a hit
  std::uint64_t red_line = 0;                         ///< contacts with a red hit
  std::uint64_t uncertain = 0;                        ///< findings that a person must settle
  std::uint64_t undecidable = 0;                      ///< rules that lacked a fact
  double seconds = 0;                                 ///< of recordings and timed transcripts
  std::map<std::string, std::uint64_t> hits{};        ///< code -> contacts with a hit
  std::map<std::string, std::uint64_t> severities{};  ///< severity -> findings that hit
  std::vector<WorstContact> worst{};                  ///< at most kWorst, worst first
};
inline constexpr std::size_t kWorst = 15;

/// Adds one spool line to the totals.
class TotalsCounter {
 public:
  void add(const std::string& report_line);
  [[nodiscard]] Totals totals() const;

 private:
  Totals totals_{};
};

/// Writes report.html, report-data/, contacts.csv and summary.xlsx beside each other in `folder`. Memory does not grow
/// with the number of contacts. Throws std::runtime_error when the disk refuses.
Totals write_report(const std::filesystem::path& spool, const std::filesystem::path& folder, const ReportInfo& info);

}  // namespace redline::report
