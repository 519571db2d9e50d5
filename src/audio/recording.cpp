#include "audio/recording.hpp"

#include <fmt/format.h>
#include <sndfile.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <memory>

#include "audio/detail/ffmpeg.hpp"
#include "audio/detail/wav_header.hpp"

namespace redline::audio {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
namespace fs = std::filesystem;

constexpr std::size_t kHeadBytes = 64 * 1024;

const char* describe(Container container) {
  switch (container) {
    case Container::kImage:
      return "a picture";
    case Container::kPdf:
      return "a PDF document";
    case Container::kZip:
      return "a ZIP archive or office document";
    case Container::kText:
      return "text";
    default:
      return "data of an unknown kind";
  }
}

std::string_view subformat_name(int format) {
  switch (format & SF_FORMAT_SUBMASK) {
    case SF_FORMAT_ALAW:
      return "alaw";
    case SF_FORMAT_ULAW:
      return "mulaw";
    case SF_FORMAT_FLOAT:
    case SF_FORMAT_DOUBLE:
      return "float";
    case SF_FORMAT_OPUS:
      return "opus";
    case SF_FORMAT_VORBIS:
      return "vorbis";
    case SF_FORMAT_MPEG_LAYER_III:
      return "mp3";
    default:
      return (format & SF_FORMAT_TYPEMASK) == SF_FORMAT_FLAC ? "flac" : "pcm";
  }
}

/// G.711 by table, twice as fast as libsndfile's.
Result<Recording> read_g711(const fs::path& path, const detail::WavHeader& header, std::uint64_t file_size) {
  const bool alaw = header.format == static_cast<std::uint16_t>(detail::WavFormat::kALaw);
  std::array<std::int16_t, 256> table{};
  for (std::size_t i = 0; i < table.size(); ++i) {
    const auto byte = static_cast<std::uint8_t>(i);
    table[i] = alaw ? detail::alaw_sample(byte) : detail::mulaw_sample(byte);
  }
  const std::uint64_t size = header.size_unknown ? file_size - header.data_offset : header.data_size;
  const std::size_t frames = static_cast<std::size_t>(size) / header.channels;
  std::ifstream in(path, std::ios::binary);
  in.seekg(static_cast<std::streamoff>(header.data_offset));
  std::string bytes(frames * header.channels, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (static_cast<std::size_t>(in.gcount()) != bytes.size()) {
    return Error{ErrorCode::kInvalid, "audio.truncated", "the recording ends before its header says"};
  }
  Recording recording;
  recording.sample_rate = static_cast<int>(header.sample_rate);
  recording.codec = alaw ? "alaw" : "mulaw";
  recording.channels.assign(header.channels, std::vector<std::int16_t>(frames));
  const auto* from = reinterpret_cast<const unsigned char*>(bytes.data());
  if (header.channels == 2) {
    auto* left = recording.channels[0].data();
    auto* right = recording.channels[1].data();
    for (std::size_t i = 0; i < frames; ++i) {
      left[i] = table[from[2 * i]];
      right[i] = table[from[2 * i + 1]];
    }
  } else {
    for (std::size_t i = 0; i < frames; ++i) recording.channels[0][i] = table[from[i]];
  }
  return recording;
}

struct CloseSndfile {
  void operator()(SNDFILE* file) const { sf_close(file); }
};
using SndfilePtr = std::unique_ptr<SNDFILE, CloseSndfile>;

Result<Recording> read_with_sndfile(const fs::path& path, const DecodeOptions& options) {
  SF_INFO info{};
  SndfilePtr file(sf_open(path.c_str(), SFM_READ, &info));
  if (!file) {
    return Error{ErrorCode::kUnsupported, "audio.unsupported",
                 fmt::format("the sound format is damaged or unknown: {}", sf_strerror(nullptr))};
  }
  if (info.channels < 1 || info.samplerate < 1) return Error{ErrorCode::kInvalid, "audio.unsupported", "no channels"};
  const auto longest = std::chrono::seconds(options.longest).count() * static_cast<std::int64_t>(info.samplerate);
  Recording recording;
  recording.sample_rate = info.samplerate;
  recording.codec = subformat_name(info.format);
  const auto channels = static_cast<std::size_t>(info.channels);
  recording.channels.resize(channels);
  // Floats are scaled by libsndfile only on demand; without clipping, overloads would wrap around.
  sf_command(file.get(), SFC_SET_SCALE_FLOAT_INT_READ, nullptr, SF_TRUE);
  sf_command(file.get(), SFC_SET_CLIPPING, nullptr, SF_TRUE);
  std::vector<std::int16_t> block(4096 * channels);
  std::int64_t frames = 0;
  while (true) {
    const auto count = sf_readf_short(file.get(), block.data(), 4096);
    if (count <= 0) break;
    frames += count;
    if (frames > longest) return Error{ErrorCode::kLimit, "audio.too_long", "the recording is longer than allowed"};
    for (std::size_t c = 0; c < channels; ++c) {
      for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
        recording.channels[c].push_back(block[i * channels + c]);
      }
    }
  }
  const bool lossy_length = recording.codec == "mp3" || recording.codec == "opus" || recording.codec == "vorbis";
  const bool damaged = sf_error(file.get()) != SF_ERR_NO_ERROR;
  if (damaged || (!lossy_length && info.frames < SF_COUNT_MAX && frames < info.frames)) {
    return Error{ErrorCode::kInvalid, "audio.truncated",
                 fmt::format("the recording is cut off: {} of {} samples could be read", frames, info.frames)};
  }
  return recording;
}

Result<Recording> read_wav(const fs::path& path, std::string_view head, std::uint64_t file_size,
                           const DecodeOptions& options) {
  auto header = detail::read_wav_header(head, file_size);
  if (!header) return header.error();
  const auto format = static_cast<detail::WavFormat>(header->format);
  const bool g711 = format == detail::WavFormat::kALaw || format == detail::WavFormat::kMuLaw;
  if (!g711 && format != detail::WavFormat::kPcm && format != detail::WavFormat::kFloat) {
    return detail::decode_with_ffmpeg(path, options);  // GSM, ADPCM and other codecs that live in WAV files
  }
  if (g711 && header->bits == 8 && (header->channels == 1 || header->channels == 2)) {
    return read_g711(path, *header, file_size);
  }
  return read_with_sndfile(path, options);
}

Result<Recording> check(Result<Recording> recording) {
  if (!recording) return recording;
  if (recording->channels.size() > 2) {
    return Error{ErrorCode::kUnsupported, "audio.channels",
                 fmt::format("expected one or two channels, found {}", recording->channels.size())};
  }
  if (recording->sample_rate < 4'000 || recording->sample_rate > 192'000) {
    return Error{ErrorCode::kUnsupported, "audio.sample_rate",
                 fmt::format("expected a sample rate of 4 to 192 kHz, found {} Hz", recording->sample_rate)};
  }
  if (recording->channels.front().empty()) {
    return Error{ErrorCode::kInvalid, "audio.empty", "the recording holds no sound at all"};
  }
  return recording;
}

}  // namespace

Container sniff(std::string_view head) {
  const auto starts = [&](std::string_view magic, std::size_t at = 0) {
    return head.size() >= at + magic.size() && head.substr(at, magic.size()) == magic;
  };
  if (starts("RIFF") && starts("WAVE", 8)) return Container::kWav;
  if (starts("fLaC")) return Container::kFlac;
  if (starts("OggS")) return Container::kOgg;
  if (starts("#!AMR")) return Container::kAmr;
  if (starts("ftyp", 4)) return Container::kMp4;
  if (starts("\x1A\x45\xDF\xA3")) return Container::kMatroska;
  if (starts("\xFF\xD8\xFF") || starts("\x89PNG") || starts("GIF8") || starts("BM") || starts("II*") ||
      starts("MM\0*")) {
    return Container::kImage;
  }
  if (starts("%PDF")) return Container::kPdf;
  if (starts("PK\x03\x04")) return Container::kZip;
  if (starts("ID3")) return Container::kMp3;
  if (head.size() >= 2 && head[0] == '\xFF' && (static_cast<unsigned char>(head[1]) & 0xE6U) == 0xE2U) {
    return Container::kMp3;  // sync word, layer III
  }
  const bool text =
      !head.empty() &&
      std::none_of(head.begin(), head.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(head.size(), 512)),
                   [](char c) { return static_cast<unsigned char>(c) < 9; });
  return text ? Container::kText : Container::kOther;
}

bool has_audio_name(const fs::path& path) {
  std::string ending = path.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(), [](unsigned char c) { return std::tolower(c); });
  constexpr std::array<std::string_view, 20> kEndings{".wav", ".flac", ".ogg", ".oga",  ".opus", ".mp3", ".amr",
                                                      ".awb", ".gsm",  ".m4a", ".mp4",  ".mkv",  ".aac", ".wma",
                                                      ".3gp", ".au",   ".aif", ".aiff", ".webm", ".mov"};
  return std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end();
}

Result<Recording> decode_file(const fs::path& path, const DecodeOptions& options) {
  std::error_code failure;
  const auto size = fs::file_size(path, failure);
  if (failure) {
    return Error{ErrorCode::kNotFound, "file.not_found", "there is no such file", {.file = path.string()}};
  }
  const base::Place place{.file = path.string()};
  if (size == 0) return Error{ErrorCode::kInvalid, "audio.empty", "the file is empty", place};
  std::ifstream in(path, std::ios::binary);
  std::string head(std::min<std::uintmax_t>(size, kHeadBytes), '\0');
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  if (!in) return Error{ErrorCode::kInvalid, "file.unreadable", "the file cannot be read", place};

  const Container container = sniff(head);
  Result<Recording> recording = [&]() -> Result<Recording> {
    switch (container) {
      case Container::kWav:
        return read_wav(path, head, size, options);
      case Container::kFlac:
      case Container::kOgg:
      case Container::kMp3:
        return read_with_sndfile(path, options);
      case Container::kImage:
      case Container::kPdf:
      case Container::kZip:
      case Container::kText:
        return Error{ErrorCode::kInvalid, "audio.not_audio",
                     fmt::format("expected a recording, but this seems to be {}", describe(container))};
      default:
        return detail::decode_with_ffmpeg(path, options);
    }
  }();
  recording = check(std::move(recording));
  if (!recording) return recording.error().at(place);
  return recording;
}

}  // namespace redline::audio
