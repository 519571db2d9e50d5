// Sound that arrives as a WAV stream in pieces (from a pipe) and is taken apart at once, so that it is held only once.
//
//   PcmStream stream(options);
//   while (...) if (auto wrong = stream.feed(bytes)) return *wrong;
//   return stream.finish();
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "audio/recording.hpp"

namespace redline::audio::detail {

/// Parses the header, then splits 16-bit little-endian PCM into channels. One use, one thread.
class PcmStream {
 public:
  explicit PcmStream(const DecodeOptions& options) : options_(options) {}

  /// Errors: "audio.channels", "audio.sample_rate", "audio.too_long"; "audio.ffmpeg_failed" for what is no 16-bit WAV.
  std::optional<base::Error> feed(std::string_view bytes);
  /// The recording, without a codec's name; empty channels when no sample came, none when not even a header came.
  [[nodiscard]] Recording finish() && { return std::move(recording_); }

 private:
  std::optional<base::Error> read_header();
  void split(std::string_view bytes);

  DecodeOptions options_;
  std::string held_{};  ///< the header so far, then the bytes of an incomplete frame
  bool in_sound_ = false;
  Recording recording_{};
};

}  // namespace redline::audio::detail
