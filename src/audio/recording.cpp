#include "audio/recording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <span>

#include "audio/detail/completeness.hpp"
#include "audio/detail/ffmpeg.hpp"
#include "audio/detail/g711.hpp"
#include "audio/detail/limits.hpp"
#include "audio/detail/sndfile.hpp"
#include "audio/detail/wav_header.hpp"
#include "audio/resample.hpp"

namespace redline::audio {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
namespace fs = std::filesystem;

using detail::ReadAt;

constexpr std::size_t kHeadBytes = 4096;
constexpr std::size_t kBlockBytes = 64 * 1024;

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

const char* name_of(Container container) {
  switch (container) {
    case Container::kWav:
      return "wav";
    case Container::kOgg:
      return "ogg";
    case Container::kAmr:
      return "amr";
    case Container::kMp4:
      return "mp4";
    case Container::kMatroska:
      return "matroska";
    default:
      return "other";
  }
}

ReadAt read_at_of(std::ifstream& in) {
  return [&in](std::uint64_t offset, std::size_t length) {
    std::string bytes(length, '\0');
    in.clear();
    in.seekg(static_cast<std::streamoff>(offset));
    in.read(bytes.data(), static_cast<std::streamsize>(length));
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    return bytes;
  };
}

/// G.711 by our own decoder, faster than libsndfile's.
Result<Recording> read_g711(std::ifstream& in, const detail::WavHeader& header, std::uint64_t file_size,
                            const DecodeOptions& options) {
  if (auto wrong = detail::shape_error(header.channels, header.sample_rate, options)) return *wrong;
  const bool a_law = header.format == static_cast<std::uint16_t>(detail::WavFormat::kALaw);
  const auto law = a_law ? detail::G711Law::kA : detail::G711Law::kMu;
  const std::uint64_t size = header.size_unknown ? file_size - header.data_offset : header.data_size;
  const std::uint64_t frames = size / header.channels;
  if (frames > detail::most_frames(header.sample_rate, options)) return detail::too_long(options);
  Recording recording;
  recording.sample_rate = static_cast<int>(header.sample_rate);
  recording.codec = a_law ? "alaw" : "mulaw";
  recording.channels.resize(header.channels);
  for (auto& channel : recording.channels) channel.resize(static_cast<std::size_t>(frames));
  in.clear();
  in.seekg(static_cast<std::streamoff>(header.data_offset));
  const std::size_t block = kBlockBytes / header.channels;
  std::vector<unsigned char> bytes(block * header.channels);
  for (std::uint64_t done = 0; done < frames;) {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(block, frames - done));
    const auto wanted = static_cast<std::streamsize>(count * header.channels);
    in.read(reinterpret_cast<char*>(bytes.data()), wanted);
    if (in.gcount() != wanted) {
      return Error{ErrorCode::kInvalid, "audio.truncated",
                   fmt::format("the recording is cut off: its header promises {} samples, reading failed after {}",
                               frames, done)};
    }
    detail::decode_g711(law, std::span(bytes).first(count * header.channels), recording.channels,
                        static_cast<std::size_t>(done));
    done += count;
  }
  return recording;
}

Result<Recording> read_wav(const fs::path& path, std::ifstream& in, std::uint64_t file_size,
                           const DecodeOptions& options) {
  auto header = detail::read_wav_header(read_at_of(in), file_size);
  if (!header) return header.error();
  const auto format = static_cast<detail::WavFormat>(header->format);
  const bool g711 = format == detail::WavFormat::kALaw || format == detail::WavFormat::kMuLaw;
  if (g711 && header->bits == 8) return read_g711(in, *header, file_size, options);
  if (g711 || format == detail::WavFormat::kPcm || format == detail::WavFormat::kFloat) {
    if (!g711 && header->size_unknown && file_size > header->data_offset) {
      return detail::decode_streamed_wav(path, *header, options);
    }
    return detail::decode_with_sndfile(path, options);
  }
  // GSM, ADPCM and other codecs that live in WAV files.
  auto recording = detail::decode_with_ffmpeg(path, options);
  if (recording || recording.error().reason() != "audio.ffmpeg_failed") return recording;
  return Error{
      ErrorCode::kUnsupported, "audio.unsupported",
      fmt::format("the WAV file holds sound of codec {:#06x}: {}", header->format, recording.error().message())};
}

Result<Recording> read_ogg(const fs::path& path, std::ifstream& in, std::uint64_t file_size,
                           const DecodeOptions& options) {
  if (auto cut = detail::ogg_cut_off(read_at_of(in), file_size)) return *cut;
  auto recording = detail::decode_with_sndfile(path, options);
  // Speex and other codecs that live in Ogg files.
  if (!recording && recording.error().reason() == "audio.unsupported") return detail::decode_with_ffmpeg(path, options);
  return recording;
}

Result<Recording> read_other(const fs::path& path, Container container, const DecodeOptions& options) {
  auto recording = detail::decode_with_ffmpeg(path, options);
  if (!recording && container == Container::kOther && recording.error().reason() == "audio.ffmpeg_failed") {
    return Error{ErrorCode::kInvalid, "audio.not_audio",
                 fmt::format("expected a recording, but this seems to be data of an unknown kind ({})",
                             recording.error().message())};
  }
  return recording;
}

Result<Recording> read_as(Container container, const fs::path& path, std::ifstream& in, std::uint64_t size,
                          const DecodeOptions& options) {
  switch (container) {
    case Container::kWav:
      return read_wav(path, in, size, options);
    case Container::kOgg:
      return read_ogg(path, in, size, options);
    case Container::kMp3:
      if (auto cut = detail::mp3_cut_off(read_at_of(in), size)) return *cut;
      return detail::decode_with_sndfile(path, options);
    case Container::kFlac:
      return detail::decode_with_sndfile(path, options);
    case Container::kImage:
    case Container::kPdf:
    case Container::kZip:
    case Container::kText:
      return Error{ErrorCode::kInvalid, "audio.not_audio",
                   fmt::format("expected a recording, but this seems to be {}", describe(container))};
    case Container::kAmr:
    case Container::kMp4:
    case Container::kMatroska:
    case Container::kOther:
      break;
  }
  return read_other(path, container, options);
}

/// The rate that `Recording` promises: the nearest multiple of 100 Hz.
void make_rate_even(Recording& recording) {
  const int even = (recording.sample_rate + 50) / 100 * 100;
  if (even == recording.sample_rate) return;
  for (auto& channel : recording.channels) channel = resample_integers(channel, recording.sample_rate, even);
  recording.sample_rate = even;
}

bool is_text(std::string_view head) {
  return !head.empty() && std::none_of(head.begin(), head.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == 0x7F ||
           (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f' && byte != 0x1B);
  });
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
  return is_text(head.substr(0, 512)) ? Container::kText : Container::kOther;
}

bool has_audio_name(const fs::path& path) {
  std::string ending = path.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  constexpr std::array<std::string_view, 20> kEndings{".wav", ".flac", ".ogg", ".oga",  ".opus", ".mp3", ".amr",
                                                      ".awb", ".gsm",  ".m4a", ".mp4",  ".mkv",  ".aac", ".wma",
                                                      ".3gp", ".au",   ".aif", ".aiff", ".webm", ".mov"};
  return std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end();
}

Result<Recording> decode_file(const fs::path& path, const DecodeOptions& options) {
  const base::Place place{.file = path.string()};
  std::error_code failure;
  const auto status = fs::status(path, failure);
  if (!fs::exists(status)) return Error{ErrorCode::kNotFound, "file.not_found", "there is no such file", place};
  if (!fs::is_regular_file(status)) {
    return Error{ErrorCode::kInvalid, "file.unreadable", "expected a file, found a folder or device", place};
  }
  const auto size = fs::file_size(path, failure);
  std::ifstream in(path, std::ios::binary);
  if (failure || !in) return Error{ErrorCode::kInvalid, "file.unreadable", "the file cannot be opened", place};
  if (size == 0) return Error{ErrorCode::kInvalid, "audio.empty", "the file is empty", place};
  const std::string head = read_at_of(in)(0, kHeadBytes);
  if (head.empty()) return Error{ErrorCode::kInvalid, "file.unreadable", "the file cannot be read", place};

  const Container container = sniff(head);
  auto recording = read_as(container, path, in, size, options);
  if (!recording) return recording.error().at(place);
  if (recording->channels.front().empty()) {
    return Error{ErrorCode::kInvalid, "audio.empty", "the recording holds no sound at all", place};
  }
  if (recording->codec.empty()) recording->codec = name_of(container);
  make_rate_even(*recording);
  return recording;
}

}  // namespace redline::audio
