// The bounds that every decoder keeps, and their errors. Asked before the samples are read, so that a hostile header
// costs nothing.
#pragma once

#include <cstdint>
#include <optional>

#include "audio/recording.hpp"

namespace redline::audio::detail {

/// "audio.channels", "audio.sample_rate" or nothing.
std::optional<base::Error> shape_error(std::int64_t channels, std::int64_t sample_rate, const DecodeOptions& options);

/// Frames (samples of one channel) that `options` allow.
std::uint64_t most_frames(std::int64_t sample_rate, const DecodeOptions& options);
base::Error too_long(const DecodeOptions& options);

}  // namespace redline::audio::detail
