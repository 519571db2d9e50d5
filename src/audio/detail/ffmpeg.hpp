// The caged ffmpeg process.
#pragma once

#include <filesystem>

#include "audio/recording.hpp"

namespace redline::audio::detail {

/// Decodes what libsndfile cannot. The child gets no shell, an empty environment, /dev/null as input, the file and pipe
/// protocols only, its own network namespace where the kernel allows, and limits on processor time, memory and output.
base::Result<Recording> decode_with_ffmpeg(const std::filesystem::path& path, const DecodeOptions& options);

}  // namespace redline::audio::detail
