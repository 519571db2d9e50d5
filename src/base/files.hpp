// Files: whole-file reading with a size bound, atomic writing, and where Redline keeps its data.
//
//   auto text = read_file(path, 16 * kMiB);
//   write_file_atomically(path, bytes);       // old file or new file, never half of one
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace redline::base {

inline constexpr std::uint64_t kKiB = 1024;
inline constexpr std::uint64_t kMiB = 1024 * kKiB;

/// The file's bytes. Fails with "file.not_found", "file.unreadable" or, above `limit` bytes, "file.too_large".
Result<std::string> read_file(const std::filesystem::path& path, std::uint64_t limit);

/// Writes beside the target, flushes to disk, then renames over it. Missing folders are made.
/// Throws std::filesystem::filesystem_error or std::system_error when the disk refuses.
void write_file_atomically(const std::filesystem::path& path, std::string_view bytes);

/// The user's folders for what Redline installs and remembers: $REDLINE_HOME/{data,cache} when set, else
/// $XDG_DATA_HOME/redline and $XDG_CACHE_HOME/redline (with the defaults of the XDG base directory specification 0.8).
struct HomeFolders {
  std::filesystem::path data;   ///< models
  std::filesystem::path cache;  ///< transcripts and facts by content hash; may be deleted at any time
};
HomeFolders home_folders();

/// The folder that the program was installed into or built in: packs, models' catalogue and engines are looked up
/// beside it. $REDLINE_SHARE overrides. Order: $REDLINE_SHARE, <bin>/../share/redline, the source tree of a build.
std::filesystem::path share_folder();

/// The folder that holds the running program's file.
std::filesystem::path program_folder();

}  // namespace redline::base
