#include "audio/detail/pcm_stream.hpp"

#include <limits>

#include "audio/detail/limits.hpp"
#include "audio/detail/wav_header.hpp"

namespace redline::audio::detail {
namespace {

/// ffmpeg writes 44 to some hundred bytes in front of the sound.
constexpr std::size_t kMostHeader = 64 * 1024;

base::Error no_wav() {
  return {base::ErrorCode::kInvalid, "audio.ffmpeg_failed", "ffmpeg wrote something else than 16-bit sound"};
}

}  // namespace

std::optional<base::Error> PcmStream::feed(std::string_view bytes) {
  held_.append(bytes);
  if (!in_sound_) {
    if (auto wrong = read_header()) return wrong;
    if (!in_sound_) return std::nullopt;
  }
  const std::size_t frame = 2 * recording_.channels.size();
  const std::size_t whole = held_.size() / frame * frame;
  split(std::string_view(held_).substr(0, whole));
  held_.erase(0, whole);
  if (recording_.channels.front().size() > most_frames(recording_.sample_rate, options_)) return too_long(options_);
  return std::nullopt;
}

std::optional<base::Error> PcmStream::read_header() {
  const auto header = read_wav_header(read_at_of(held_), std::numeric_limits<std::uint64_t>::max());
  if (!header) {  // not all of it has come yet
    return held_.size() > kMostHeader ? std::optional(no_wav()) : std::nullopt;
  }
  // However the stream is cut into pieces, the same header must be refused.
  if (header->data_offset > kMostHeader) return no_wav();
  if (header->format != static_cast<std::uint16_t>(WavFormat::kPcm) || header->bits != 16) return no_wav();
  if (auto wrong = shape_error(header->channels, header->sample_rate, options_)) return wrong;
  recording_.sample_rate = static_cast<int>(header->sample_rate);
  recording_.channels.resize(header->channels);
  held_.erase(0, static_cast<std::size_t>(header->data_offset));
  in_sound_ = true;
  return std::nullopt;
}

void PcmStream::split(std::string_view bytes) {
  const std::size_t channels = recording_.channels.size();
  const std::size_t frames = bytes.size() / (2 * channels);
  for (std::size_t c = 0; c < channels; ++c) {
    auto& channel = recording_.channels[c];
    const std::size_t start = channel.size();
    channel.resize(start + frames);
    for (std::size_t i = 0; i < frames; ++i) {
      channel[start + i] = static_cast<std::int16_t>(little_endian(bytes, 2 * (i * channels + c), 2));
    }
  }
}

}  // namespace redline::audio::detail
