#include "audio/detail/sndfile.hpp"

#include <fmt/format.h>
#include <sndfile.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <memory>
#include <optional>

#include "audio/detail/limits.hpp"

namespace redline::audio::detail {
namespace {

using base::Error;
using base::ErrorCode;

constexpr sf_count_t kBlock = 4096;

struct CloseSndfile {
  void operator()(SNDFILE* file) const { sf_close(file); }
};
using SndfilePtr = std::unique_ptr<SNDFILE, CloseSndfile>;

enum class Kind : std::uint8_t { kInteger, kFloat };

struct Codec {
  const char* name;
  Kind kind;
};

Codec codec_of(int format) {
  switch (format & SF_FORMAT_SUBMASK) {
    case SF_FORMAT_ALAW:
      return {"alaw", Kind::kInteger};
    case SF_FORMAT_ULAW:
      return {"mulaw", Kind::kInteger};
    case SF_FORMAT_FLOAT:
    case SF_FORMAT_DOUBLE:
      return {"float", Kind::kFloat};
    case SF_FORMAT_OPUS:
      return {"opus", Kind::kFloat};
    case SF_FORMAT_VORBIS:
      return {"vorbis", Kind::kFloat};
    case SF_FORMAT_MPEG_LAYER_I:
    case SF_FORMAT_MPEG_LAYER_II:
    case SF_FORMAT_MPEG_LAYER_III:
      return {"mp3", Kind::kFloat};
    default:
      return {(format & SF_FORMAT_TYPEMASK) == SF_FORMAT_FLAC ? "flac" : "pcm", Kind::kInteger};
  }
}

std::int16_t rounded(float sample) {
  if (std::isnan(sample)) return 0;
  return static_cast<std::int16_t>(std::lrint(std::clamp(sample * 32768.0F, -32768.0F, 32767.0F)));
}

/// One block of interleaved samples at a time, as integers.
class BlockReader {
 public:
  BlockReader(SNDFILE* file, std::size_t channels, Kind kind)
      : file_(file), kind_(kind), samples_(static_cast<std::size_t>(kBlock) * channels) {
    if (kind == Kind::kFloat) floats_.resize(samples_.size());
  }

  /// Frames read; 0 at the end.
  std::size_t read() {
    const sf_count_t count = kind_ == Kind::kFloat ? sf_readf_float(file_, floats_.data(), kBlock)
                                                   : sf_readf_short(file_, samples_.data(), kBlock);
    if (kind_ == Kind::kFloat) std::transform(floats_.begin(), floats_.end(), samples_.begin(), rounded);
    return count > 0 ? static_cast<std::size_t>(count) : 0;
  }
  [[nodiscard]] const std::vector<std::int16_t>& samples() const { return samples_; }

 private:
  SNDFILE* file_;
  Kind kind_;
  std::vector<std::int16_t> samples_;
  std::vector<float> floats_;
};

/// Reads an opened file to its end; `path` serves only to judge its promises.
base::Result<Recording> read_all(const SndfilePtr& file, const SF_INFO& info, const std::filesystem::path& path,
                                 const DecodeOptions& options) {
  if (!file) {
    return Error{ErrorCode::kUnsupported, "audio.unsupported",
                 fmt::format("the sound format is damaged or unknown: {}", sf_strerror(nullptr))};
  }
  if (auto wrong = shape_error(info.channels, info.samplerate, options)) return *wrong;
  const Codec codec = codec_of(info.format);
  const std::uint64_t most = most_frames(info.samplerate, options);
  const bool promised = info.frames > 0 && info.frames < SF_COUNT_MAX;
  if (promised && static_cast<std::uint64_t>(info.frames) > most) return too_long(options);

  Recording recording;
  recording.sample_rate = info.samplerate;
  recording.codec = codec.name;
  const auto channels = static_cast<std::size_t>(info.channels);
  recording.channels.resize(channels);
  // The header may lie: only as much is set aside as a file of this size can well hold.
  const std::uint64_t likely = std::filesystem::file_size(path) * 8 / channels;
  if (promised) {
    for (auto& channel : recording.channels) {
      channel.reserve(static_cast<std::size_t>(std::min(likely, static_cast<std::uint64_t>(info.frames))));
    }
  }
  BlockReader blocks(file.get(), channels, codec.kind);
  std::uint64_t frames = 0;
  while (const std::size_t count = blocks.read()) {
    frames += count;
    if (frames > most) return too_long(options);
    for (std::size_t c = 0; c < channels; ++c) {
      auto& channel = recording.channels[c];
      const std::size_t at = channel.size();
      channel.resize(at + count);
      for (std::size_t i = 0; i < count; ++i) channel[at + i] = blocks.samples()[i * channels + c];
    }
  }
  // Of Opus, Vorbis and MP3 the length is an estimate; completeness.hpp looks after them.
  const bool exact = codec.kind == Kind::kInteger || codec.name == std::string_view("float");
  if (exact && promised && frames < static_cast<std::uint64_t>(info.frames)) {
    return Error{
        ErrorCode::kInvalid, "audio.truncated",
        fmt::format("the recording is cut off: its header promises {} samples, {} could be read", info.frames, frames)};
  }
  if (sf_error(file.get()) != SF_ERR_NO_ERROR) {
    return Error{ErrorCode::kInvalid, "audio.truncated",
                 fmt::format("the recording is damaged after {} samples: {}", frames, sf_strerror(file.get()))};
  }
  return recording;
}

/// The bytes of a file behind its header, as libsndfile's source of headerless sound.
struct FileTail {
  std::ifstream in;
  sf_count_t offset;
  sf_count_t length;
  sf_count_t at;

  static SF_VIRTUAL_IO calls() {
    SF_VIRTUAL_IO calls{};
    calls.get_filelen = [](void* self) { return static_cast<FileTail*>(self)->length; };
    calls.tell = [](void* self) { return static_cast<FileTail*>(self)->at; };
    calls.seek = [](sf_count_t to, int from, void* self) {
      auto& tail = *static_cast<FileTail*>(self);
      const sf_count_t start = from == SEEK_SET ? 0 : from == SEEK_CUR ? tail.at : tail.length;
      return tail.at = std::clamp<sf_count_t>(start + to, 0, tail.length);
    };
    calls.read = [](void* into, sf_count_t count, void* self) {
      auto& tail = *static_cast<FileTail*>(self);
      tail.in.clear();
      tail.in.seekg(tail.offset + tail.at);
      tail.in.read(static_cast<char*>(into), std::min(count, tail.length - tail.at));
      tail.at += tail.in.gcount();
      return static_cast<sf_count_t>(tail.in.gcount());
    };
    return calls;
  }
};

std::optional<int> raw_format(const WavHeader& header) {
  if (header.format == static_cast<std::uint16_t>(WavFormat::kFloat)) {
    if (header.bits == 32) return SF_FORMAT_FLOAT;
    if (header.bits == 64) return SF_FORMAT_DOUBLE;
    return std::nullopt;
  }
  switch (header.bits) {
    case 8:
      return SF_FORMAT_PCM_U8;
    case 16:
      return SF_FORMAT_PCM_16;
    case 24:
      return SF_FORMAT_PCM_24;
    case 32:
      return SF_FORMAT_PCM_32;
    default:
      return std::nullopt;
  }
}

}  // namespace

base::Result<Recording> decode_with_sndfile(const std::filesystem::path& path, const DecodeOptions& options) {
  SF_INFO info{};
  const SndfilePtr file(sf_open(path.c_str(), SFM_READ, &info));
  return read_all(file, info, path, options);
}

base::Result<Recording> decode_streamed_wav(const std::filesystem::path& path, const WavHeader& header,
                                            const DecodeOptions& options) {
  if (auto wrong = shape_error(header.channels, header.sample_rate, options)) return *wrong;
  const auto format = raw_format(header);
  if (!format) {
    return Error{ErrorCode::kUnsupported, "audio.unsupported", fmt::format("WAV samples of {} bits", header.bits)};
  }
  std::error_code failure;
  const auto size = std::filesystem::file_size(path, failure);
  FileTail tail{std::ifstream(path, std::ios::binary), static_cast<sf_count_t>(header.data_offset), 0, 0};
  if (failure || !tail.in) return Error{ErrorCode::kInvalid, "file.unreadable", "the file cannot be read"};
  tail.length = static_cast<sf_count_t>(size) - tail.offset;
  SF_INFO info{};
  info.samplerate = static_cast<int>(header.sample_rate);
  info.channels = header.channels;
  info.format = SF_FORMAT_RAW | SF_ENDIAN_LITTLE | *format;
  SF_VIRTUAL_IO calls = FileTail::calls();
  const SndfilePtr file(sf_open_virtual(&calls, SFM_READ, &info, &tail));
  return read_all(file, info, path, options);
}

}  // namespace redline::audio::detail
