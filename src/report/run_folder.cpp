#include "report/run_folder.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>

#include "base/files.hpp"

namespace redline::report {
namespace {

using base::Error;
using base::ErrorCode;
namespace fs = std::filesystem;

constexpr const char* kStateFolder = ".redline-run";
const std::set<std::string> kOurs{kStateFolder,   "findings.jsonl", "contacts.csv",
                                  "summary.xlsx", "report.html",    "report-data"};

/// Counts whole lines and finds where the first `most` of them end.
struct Lines {
  std::uint64_t count = 0;
  std::uint64_t bytes = 0;
  std::string last{};
};
Lines whole_lines(const fs::path& path, std::uint64_t most) {
  Lines lines;
  std::ifstream in(path, std::ios::binary);
  std::string line;
  while (lines.count < most && std::getline(in, line)) {
    if (in.eof()) break;  // no line break behind it: half a line
    ++lines.count;
    lines.bytes += line.size() + 1;
    lines.last = line;
  }
  return lines;
}

}  // namespace

fs::path RunFolder::spool() const { return folder_ / kStateFolder / "contacts.jsonl"; }

base::Result<RunFolder> RunFolder::open(const fs::path& folder, const std::string& fingerprint, Mode mode) {
  RunFolder run;
  run.folder_ = folder;
  const fs::path state = folder / kStateFolder / "run.json";
  if (mode == Mode::kFresh) {
    if (fs::exists(folder)) {
      for (const auto& entry : fs::directory_iterator(folder)) {
        if (kOurs.count(entry.path().filename().string()) == 0) {
          return Error{ErrorCode::kConflict,
                       "run.not_empty",
                       fmt::format("the folder holds \"{}\", which is no part of a report; name another folder",
                                   entry.path().filename().string()),
                       {.file = folder.string()}};
        }
      }
      for (const auto& name : kOurs) fs::remove_all(folder / name);
    }
    fs::create_directories(folder / kStateFolder);
    base::write_file_atomically(state, nlohmann::json{{"fingerprint", fingerprint}}.dump() + "\n");
  } else {
    const auto text = base::read_file(state, base::kMiB);
    if (!text) {
      return Error{ErrorCode::kNotFound,
                   "run.nothing",
                   "there is no run to go on with (it is finished, or never began)",
                   {.file = folder.string()}};
    }
    const auto json = nlohmann::json::parse(*text, nullptr, false);
    if (json.is_discarded() || json.value("fingerprint", "") != fingerprint) {
      return Error{ErrorCode::kConflict,
                   "run.other",
                   "the run in this folder was over other inputs, another pack, other models or other options; start "
                   "anew without --resume",
                   {.file = folder.string()}};
    }
    const Lines spooled = whole_lines(run.spool(), UINT64_MAX);
    const Lines found = whole_lines(folder / "findings.jsonl", spooled.count);
    const Lines both = whole_lines(run.spool(), found.count);
    if (fs::exists(run.spool())) fs::resize_file(run.spool(), both.bytes);
    if (fs::exists(folder / "findings.jsonl")) fs::resize_file(folder / "findings.jsonl", found.bytes);
    run.count_ = both.count;
    if (both.count > 0) run.last_id_ = nlohmann::json::parse(both.last).at("id").get<std::string>();
  }
  run.findings_.open(folder / "findings.jsonl", std::ios::binary | std::ios::app);
  run.spool_.open(run.spool(), std::ios::binary | std::ios::app);
  if (!run.findings_ || !run.spool_) throw std::runtime_error("cannot write into " + folder.string());
  return run;
}

void RunFolder::append(const std::string& findings_line, const std::string& report_line, const std::string& id) {
  spool_ << report_line << '\n';
  findings_ << findings_line << '\n';
  if (!spool_ || !findings_) throw std::runtime_error("cannot write into " + folder_.string() + ": is the disk full?");
  last_id_ = id;
  ++count_;
}

void RunFolder::flush() {
  spool_.flush();
  findings_.flush();
  if (!spool_ || !findings_) throw std::runtime_error("cannot write into " + folder_.string() + ": is the disk full?");
}

void RunFolder::complete() {
  spool_.close();
  findings_.close();
  fs::remove_all(folder_ / kStateFolder);
}

}  // namespace redline::report
