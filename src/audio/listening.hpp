// What the report needs of a recording: peaks to draw and a copy that every browser plays.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "audio/recording.hpp"

namespace redline::audio {

inline constexpr int kPeaksPerSecond = 20;

/// Lowest and highest sample of each 1/20 s, as a pair of -127..127. 2 * 20 values a second.
std::vector<std::int8_t> peaks(std::span<const std::int16_t> samples, int sample_rate);

/// Writes an Ogg/Opus copy (RFC 7845), 24 kbit/s a channel, channels kept. The stream's serial number comes from
/// `content_hash`, so the same recording gives the same bytes. Written beside the target and renamed. Throws
/// std::runtime_error when the encoder or the disk refuses.
void write_listening_copy(const Recording& recording, const std::filesystem::path& path, std::string_view content_hash);

}  // namespace redline::audio
