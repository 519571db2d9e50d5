#include "inspection/input.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <fnmatch.h>
#include <glob.h>

#include <algorithm>
#include <fstream>

#include "audio/recording.hpp"
#include "base/files.hpp"
#include "conversation/manifest.hpp"
#include "conversation/transcript_reader.hpp"
#include "text/utf8.hpp"

namespace redline::inspection {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using store::WorkIndex;
using store::WorkItem;
namespace fs = std::filesystem;

constexpr std::uint64_t kLargestManifest = 512 * base::kMiB;

/// A file to look at, and what contacts in it are called when nobody names them.
struct NamedFile {
  fs::path path{};
  std::string relative{};
  bool asked_for = false;  ///< named by the user himself, not found in a folder
};

/// Names go into JSON and reports: a name that is no UTF-8 has its bad bytes replaced.
std::string printable(const std::string& name) {
  return text::find_invalid_utf8(name) ? text::encode(text::decode(name)) : name;
}

class Collector {
 public:
  Collector(const InputOptions& options, std::vector<std::string>& notes) : options_(options), notes_(notes) {}

  Result<WorkIndex> collect(const std::vector<std::string>& paths) {
    std::vector<NamedFile> files;
    for (const auto& path : paths) expand(path, files);
    if (auto failed = read_manifests(paths); !failed) return failed.error();
    std::sort(files.begin(), files.end(),
              [](const NamedFile& a, const NamedFile& b) { return a.relative < b.relative; });
    for (const auto& file : files) {
      if (fs::weakly_canonical(file.path) != fs::weakly_canonical(manifest_)) add_file(file);
    }
    for (const auto& row : index_.unused_rows()) {
      refuse(fmt::format("{}:{}", printable(manifest_.filename().string()), row.line), manifest_.string(),
             Error{ErrorCode::kInvalid,
                   "manifest.orphan_row",
                   fmt::format("no file fits the row of \"{}\"", row.file),
                   {.file = manifest_.string(), .line = row.line, .field = "file"}});
    }
    if (!left_out_.empty()) {
      const std::size_t shown = std::min<std::size_t>(left_out_.size(), 5);
      notes_.push_back(
          fmt::format("{} files are neither recordings nor transcripts and were left out: {}{}", left_out_.size(),
                      fmt::join(left_out_.begin(), left_out_.begin() + static_cast<std::ptrdiff_t>(shown), ", "),
                      left_out_.size() > shown ? ", ..." : ""));
    }
    return std::move(index_);
  }

 private:
  void expand(const std::string& path, std::vector<NamedFile>& files) {
    if (fs::is_directory(path)) {
      walk(path, files);
    } else if (fs::exists(path)) {
      files.push_back({path, printable(fs::path(path).filename().string()), true});
    } else if (path.find_first_of("*?[") != std::string::npos) {
      glob_t found{};
      const int status = glob(path.c_str(), 0, nullptr, &found);
      for (std::size_t i = 0; status == 0 && i < found.gl_pathc; ++i) {
        const fs::path one = found.gl_pathv[i];
        if (fs::is_directory(one)) {
          walk(one, files);
        } else {
          files.push_back({one, printable(one.filename().string()), true});
        }
      }
      globfree(&found);
      if (status != 0) missing(path, "no file fits this pattern");
    } else {
      missing(path, "there is no such file or folder");
    }
  }

  void missing(const std::string& path, const char* message) {
    refuse(printable(path), path, Error{ErrorCode::kNotFound, "file.not_found", message, {.file = path}});
  }

  void walk(const fs::path& folder, std::vector<NamedFile>& files) {
    std::error_code failure;
    fs::recursive_directory_iterator at(folder, fs::directory_options::skip_permission_denied, failure);
    for (; !failure && at != fs::recursive_directory_iterator(); at.increment(failure)) {
      if (at->path().filename().string().starts_with(".")) {
        if (at->is_directory()) at.disable_recursion_pending();
        continue;
      }
      if (at->is_regular_file())
        files.push_back({at->path(), printable(at->path().lexically_relative(folder).string()), false});
    }
    if (failure) missing(folder.string(), "the folder cannot be read");
  }

  Result<void> read_manifests(const std::vector<std::string>& paths) {
    manifest_ = options_.manifest;
    for (const auto& path : paths) {
      if (!manifest_.empty()) break;
      if (const fs::path own = fs::path(path) / "manifest.csv"; fs::is_directory(path) && fs::exists(own)) {
        manifest_ = own;
        notes_.push_back(fmt::format("using the manifest {}", own.string()));
      }
    }
    if (manifest_.empty()) return {};
    has_manifest_ = true;
    const auto bytes = base::read_file(manifest_, kLargestManifest);
    if (!bytes) return bytes.error();
    return conversation::read_manifest(
        *bytes, {.file = manifest_.string()}, [&](conversation::ManifestRow row) { add_row(std::move(row)); }, notes_);
  }

  void add_row(conversation::ManifestRow row) {
    const std::string place = fmt::format("{}:{}", printable(manifest_.filename().string()), row.line);
    if (row.error && row.file.empty()) {
      refuse(place, manifest_.string(), *row.error);
      return;
    }
    // A broken row keeps its place: its file must not be inspected without the facts it should have.
    std::string facts = row.error ? "!" + row.error->describe() : conversation::pack_fields(row.fields);
    const fs::path file(row.file);
    const bool added = index_.add_row(
        {file.lexically_normal().string(), file.filename().string(), row.line, row.id, std::move(facts)});
    if (!added) {
      refuse(place, manifest_.string(),
             Error{ErrorCode::kInvalid,
                   "manifest.duplicate_file",
                   fmt::format("the file \"{}\" has a row already", row.file),
                   {.file = manifest_.string(), .line = row.line, .field = "file"}});
    }
  }

  /// The manifest row of a file, by every way in which a manifest may call it.
  std::optional<store::FileRow> row_of(const NamedFile& file) {
    if (!has_manifest_) return std::nullopt;
    const fs::path absolute = fs::weakly_canonical(file.path);
    const fs::path beside = absolute.lexically_relative(fs::weakly_canonical(manifest_).parent_path());
    return index_.take_row({absolute.string(), file.path.lexically_normal().string(), beside.string(), file.relative},
                           file.path.filename().string());
  }

  void add_file(const NamedFile& file) {
    if (audio::has_audio_name(file.path)) {
      add_recording(file);
    } else if (conversation::has_transcript_name(file.path)) {
      if (!file.asked_for && is_manifest(file.path)) {
        left_out_.push_back(file.relative);
        return;
      }
      add_transcripts(file);
    } else if (file.asked_for) {
      add_by_content(file);
    } else {
      left_out_.push_back(file.relative);
    }
  }

  /// A CSV file with a column "file" is a manifest that happens to lie there.
  static bool is_manifest(const fs::path& path) {
    if (path.extension() != ".csv") return false;
    std::ifstream in(path);
    std::string header;
    std::getline(in, header);
    return header.find("file,") != std::string::npos || header.find("\"file\"") != std::string::npos;
  }

  void add_by_content(const NamedFile& file) {
    std::ifstream in(file.path, std::ios::binary);
    std::string head(512, '\0');
    in.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(in.gcount()));
    if (audio::sniff(head) == audio::Container::kText) {
      add_transcripts(file);
    } else {
      add_recording(file);
    }
  }

  void add_recording(const NamedFile& file) {
    WorkItem item{.id = file.relative, .path = file.path.string()};
    const auto row = row_of(file);
    if (row) {
      if (!row->id.empty()) item.id = row->id;
      item.line = 0;
      item.facts = row->facts;
    } else if (has_manifest_) {
      item.error_reason = "manifest.no_row";
      item.error_message = fmt::format("the manifest {} has no row for this file", manifest_.string());
    }
    add(std::move(item));
  }

  void add_transcripts(const NamedFile& file) {
    const auto row = row_of(file);
    const auto scanned = conversation::scan_transcripts(file.path, [&](const conversation::FoundRecord& record) {
      WorkItem item{.id = record.id,
                    .path = file.path.string(),
                    .offset = record.offset,
                    .length = record.length,
                    .line = record.line};
      if (item.id.empty()) item.id = record.line > 1 ? fmt::format("{}:{}", file.relative, record.line) : file.relative;
      if (row) {
        if (!row->id.empty() && record.id.empty()) item.id = row->id;
        item.facts = row->facts;
      }
      if (record.error) {
        item.error_reason = record.error->reason();
        item.error_message = record.error->message();
      }
      add(std::move(item));
    });
    if (!scanned) refuse(file.relative, file.path.string(), scanned.error());
  }

  void add(WorkItem item) {
    if (item.error_reason.empty() && item.facts.starts_with("!")) {
      item.error_reason = "manifest.bad_row";
      item.error_message = item.facts.substr(1);
      item.facts.clear();
    }
    if (index_.add(item)) return;
    const auto first = index_.find(item.id);
    const std::string place = item.line > 0 ? fmt::format("{}:{}", item.path, item.line) : item.path;
    refuse(fmt::format("{} ({})", item.id, printable(place)), item.path,
           Error{ErrorCode::kInvalid,
                 "input.duplicate_id",
                 fmt::format("the id \"{}\" is taken by {}", item.id, first->path),
                 {.file = item.path, .line = item.line, .field = "id"}});
  }

  void refuse(std::string id, std::string path, const Error& error) {
    WorkItem item{.id = std::move(id), .path = std::move(path), .line = error.place().line};
    item.error_reason = error.reason();
    item.error_message = error.message();
    for (int i = 2; !index_.add(item); ++i) item.id = fmt::format("{} #{}", item.id, i);
  }

  const InputOptions& options_;
  std::vector<std::string>& notes_;
  WorkIndex index_ = WorkIndex::temporary();
  fs::path manifest_{};
  bool has_manifest_ = false;
  std::vector<std::string> left_out_{};
};

}  // namespace

Result<WorkIndex> collect_inputs(const std::vector<std::string>& paths, const InputOptions& options,
                                 std::vector<std::string>& notes) {
  return Collector(options, notes).collect(paths);
}

}  // namespace redline::inspection
