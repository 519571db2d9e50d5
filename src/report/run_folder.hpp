// The folder of a run (-o DIR) while it runs: results are appended in the order of ids, so that a stop at any moment
// leaves whole lines, and a resumed run goes on behind the last of them.
//
//   auto folder = RunFolder::open(dir, fingerprint, RunFolder::Mode::kFresh);
//   folder->append(inspection_line, report_line, id);
//   folder->last_id()
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "base/result.hpp"

namespace redline::report {

class RunFolder {
 public:
  enum class Mode { kFresh, kResume };

  /// `fingerprint`: what the results depend on (inputs, pack, models, options). Resuming fails with "run.other" when
  /// the folder holds a run over something else, and with "run.nothing" when there is nothing to go on with. A fresh
  /// run fails with "run.not_empty" when the folder holds files that are not a report of ours.
  static base::Result<RunFolder> open(const std::filesystem::path& folder, const std::string& fingerprint, Mode mode);

  /// Appends one contact to both files. Throws std::runtime_error when the disk refuses.
  void append(const std::string& findings_line, const std::string& report_line, const std::string& id);

  /// The id of the last contact that stands in both files, or "".
  [[nodiscard]] const std::string& last_id() const { return last_id_; }
  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  /// The spool: a line for each contact, in order.
  [[nodiscard]] std::filesystem::path spool() const;
  /// Flushes both files. Appending may go on afterwards.
  void flush();
  /// The run is whole: the spool is not needed any more.
  void complete();

 private:
  std::filesystem::path folder_{};
  std::ofstream findings_{};
  std::ofstream spool_{};
  std::string last_id_{};
  std::uint64_t count_ = 0;
};

}  // namespace redline::report
