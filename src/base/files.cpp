#include "base/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <system_error>

namespace redline::base {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, const char* what) {
  throw fs::filesystem_error(what, path, std::error_code(errno, std::generic_category()));
}

/// A name beside the target that no other thread or process uses.
fs::path temporary_name(const fs::path& path) {
  static std::atomic<std::uint64_t> counter{0};
  return path.parent_path() / fmt::format(".{}.{}.{}.tmp", path.filename().string(), getpid(), ++counter);
}

fs::path folder_from_environment(const char* variable, const char* below_home) {
  const char* value = std::getenv(variable);
  if (value != nullptr && *value == '/') return value;  // the specification: relative paths are ignored
  const char* home = std::getenv("HOME");
  return fs::path(home != nullptr && *home != '\0' ? home : "/tmp") / below_home;
}

}  // namespace

Result<std::string> read_file(const fs::path& path, std::uint64_t limit) {
  std::error_code failure;
  const auto status = fs::status(path, failure);
  if (!fs::exists(status)) {
    return Error{ErrorCode::kNotFound, "file.not_found", "there is no such file", {.file = path.string()}};
  }
  if (fs::is_directory(status)) {
    return Error{ErrorCode::kInvalid, "file.unreadable", "expected a file, found a folder", {.file = path.string()}};
  }
  std::ifstream in(path, std::ios::binary);
  if (!in) return Error{ErrorCode::kInvalid, "file.unreadable", "the file cannot be opened", {.file = path.string()}};
  std::string bytes;
  std::string block(kMiB, '\0');
  while (in.read(block.data(), static_cast<std::streamsize>(block.size())) || in.gcount() > 0) {
    bytes.append(block, 0, static_cast<std::size_t>(in.gcount()));
    if (bytes.size() > limit) {
      return Error{ErrorCode::kLimit,
                   "file.too_large",
                   fmt::format("the file is larger than the {} bytes that are allowed here", limit),
                   {.file = path.string()}};
    }
  }
  if (in.bad()) return Error{ErrorCode::kInvalid, "file.unreadable", "reading failed", {.file = path.string()}};
  return bytes;
}

void write_file_atomically(const fs::path& path, std::string_view bytes) {
  if (path.has_parent_path()) fs::create_directories(path.parent_path());
  const fs::path temporary = temporary_name(path);
  const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (file < 0) fail(temporary, "cannot create");
  std::string_view rest = bytes;
  while (!rest.empty()) {
    const auto written = ::write(file, rest.data(), rest.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      const int reason = errno;
      ::close(file);
      ::unlink(temporary.c_str());
      errno = reason;
      fail(path, "cannot write");
    }
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(file) != 0 || ::close(file) != 0) {
    const int reason = errno;
    ::unlink(temporary.c_str());
    errno = reason;
    fail(path, "cannot write");
  }
  fs::rename(temporary, path);
}

HomeFolders home_folders() {
  if (const char* home = std::getenv("REDLINE_HOME"); home != nullptr && *home != '\0') {
    const fs::path root = fs::absolute(home);
    return {root / "data", root / "cache"};
  }
  return {folder_from_environment("XDG_DATA_HOME", ".local/share") / "redline",
          folder_from_environment("XDG_CACHE_HOME", ".cache") / "redline"};
}

fs::path program_folder() { return fs::read_symlink("/proc/self/exe").parent_path(); }

fs::path share_folder() {
  if (const char* share = std::getenv("REDLINE_SHARE"); share != nullptr && *share != '\0') return share;
  const fs::path installed = program_folder().parent_path() / "share" / "redline";
  if (fs::exists(installed)) return installed;
  const fs::path source_tree = REDLINE_SOURCE_TREE;
  return fs::exists(source_tree / "packs") ? source_tree : installed;
}

}  // namespace redline::base
