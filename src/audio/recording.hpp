// A recording file as samples.
//
//   auto recording = decode_file("call.wav", {});
//   recording->channels[0]          // int16 samples of the left channel
#pragma once

#include <chrono>
#include <cstddef>
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
  int sample_rate = 0;  ///< Hz, a multiple of 100: 10 ms are a whole number of samples
  std::vector<std::vector<std::int16_t>> channels{};
  std::string
      codec{};  ///< "alaw", "mulaw", "pcm", "float", "flac", "opus", "vorbis", "mp3"; of ffmpeg "amr", "mp4" ...

  [[nodiscard]] base::Milliseconds duration() const {
    if (channels.empty() || sample_rate == 0) return base::Milliseconds{0};
    return base::Milliseconds{static_cast<std::int64_t>(channels.front().size()) * 1000 / sample_rate};
  }
};

struct DecodeOptions {
  std::chrono::seconds longest{std::chrono::hours{12}};
  std::size_t most_channels = 2;
  std::chrono::milliseconds ffmpeg_time{std::chrono::minutes{5}};
  std::filesystem::path ffmpeg{};  ///< the program; empty: /usr/bin/ffmpeg or /usr/local/bin/ffmpeg
};

/// What a file seems to be, by its first bytes and never by its name.
enum class Container { kWav, kFlac, kOgg, kMp3, kAmr, kMp4, kMatroska, kOther, kImage, kPdf, kZip, kText };
Container sniff(std::string_view head);

/// Whether a file name ends like a recording's (.wav, .mp3, .amr ...). For picking files out of a folder only.
bool has_audio_name(const std::filesystem::path& path);

/// Decodes a whole file. Rates that are no multiple of 100 Hz (11025, 22050) are resampled to the nearest one. Errors:
/// "audio.empty", "audio.not_audio" (says what it seems to be), "audio.truncated" (both lengths where the format
/// tells), "audio.unsupported" (names the codec), "audio.channels", "audio.sample_rate" (4-192 kHz), "audio.too_long",
/// "audio.no_ffmpeg", "audio.ffmpeg_failed" (its last line), "file.*". A cut in AMR, GSM, AAC/ADTS or MP3 without a
/// Xing frame cannot be seen: these formats promise no length. Throws std::system_error when no process can be made.
base::Result<Recording> decode_file(const std::filesystem::path& path, const DecodeOptions& options);

}  // namespace redline::audio
