// A recording file as samples.
//
//   auto recording = decode_file("call.wav", {});
//   recording->channels[0]          // int16 samples of the left channel
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace redline::audio {

/// Samples of equal length a channel, full scale = 32768.
struct Recording {
  int sample_rate = 0;
  std::vector<std::vector<std::int16_t>> channels{};
  std::string codec{};  ///< "alaw", "pcm16", "flac", "opus", "mp3", "ffmpeg" ...

  [[nodiscard]] base::Milliseconds duration() const {
    if (channels.empty() || sample_rate == 0) return base::Milliseconds{0};
    return base::Milliseconds{static_cast<std::int64_t>(channels.front().size()) * 1000 / sample_rate};
  }
};

struct DecodeOptions {
  std::chrono::hours longest{12};
  std::chrono::seconds ffmpeg_time{300};
};

/// What a file seems to be, by its first bytes and never by its name.
enum class Container { kWav, kFlac, kOgg, kMp3, kAmr, kMp4, kMatroska, kOther, kImage, kPdf, kZip, kText };
Container sniff(std::string_view head);

/// Whether a file name ends like a recording's (.wav, .mp3, .amr ...). For picking files out of a folder only.
bool has_audio_name(const std::filesystem::path& path);

/// Decodes a whole file. Errors: "audio.empty", "audio.not_audio" (says what it seems to be), "audio.truncated" (both
/// lengths), "audio.unsupported", "audio.channels" (more than two), "audio.sample_rate" (4-192 kHz), "audio.too_long",
/// "audio.no_ffmpeg", "audio.ffmpeg_failed" (its last line), "file.*".
base::Result<Recording> decode_file(const std::filesystem::path& path, const DecodeOptions& options);

}  // namespace redline::audio
