// The caged ffmpeg process.
#pragma once

#include <filesystem>

#include "audio/recording.hpp"

namespace redline::audio::detail {

/// Decodes what libsndfile cannot. The child gets no shell, an empty environment, /dev/null as input, the file and pipe
/// protocols only, the formats of recordings only (no playlists), its own network namespace where the kernel allows,
/// and limits on wall time, processor time, memory and output. The recording's codec is left empty. Errors:
/// "audio.no_ffmpeg", "audio.ffmpeg_failed" (its last line), "audio.truncated", "audio.not_audio", "audio.unsupported",
/// those of limits.hpp. Throws std::system_error when no process or pipe can be made.
base::Result<Recording> decode_with_ffmpeg(const std::filesystem::path& path, const DecodeOptions& options);

}  // namespace redline::audio::detail
