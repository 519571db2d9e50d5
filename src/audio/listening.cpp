#include "audio/listening.hpp"

#include <fmt/format.h>
#include <opusenc.h>

#include <algorithm>
#include <stdexcept>

#include "base/check.hpp"
#include "base/files.hpp"

namespace redline::audio {
namespace {

constexpr opus_int32 kBitsPerSecondAndChannel = 24'000;

struct Encoder {
  OggOpusComments* comments = ope_comments_create();
  OggOpusEnc* handle = nullptr;
  std::string bytes{};

  Encoder(int sample_rate, int channels) {
    static constexpr OpusEncCallbacks kCallbacks{[](void* self, const unsigned char* data, opus_int32 length) {
                                                   static_cast<Encoder*>(self)->bytes.append(
                                                       reinterpret_cast<const char*>(data),
                                                       static_cast<std::size_t>(length));
                                                   return 0;
                                                 },
                                                 [](void*) { return 0; }};
    int failure = OPE_OK;
    handle = ope_encoder_create_callbacks(&kCallbacks, this, comments, sample_rate, channels, 0, &failure);
    if (handle == nullptr) throw std::runtime_error(ope_strerror(failure));
  }
  ~Encoder() {
    if (handle != nullptr) ope_encoder_destroy(handle);
    ope_comments_destroy(comments);
  }
  Encoder(const Encoder&) = delete;
  Encoder& operator=(const Encoder&) = delete;

  void require(int status) const {
    if (status != OPE_OK) throw std::runtime_error(ope_strerror(status));
  }
};

std::int8_t scaled(int sample) { return static_cast<std::int8_t>(std::clamp(sample * 127 / 32768, -127, 127)); }

}  // namespace

std::vector<std::int8_t> peaks(std::span<const std::int16_t> samples, int sample_rate) {
  const auto length = static_cast<std::size_t>(sample_rate / kPeaksPerSecond);
  REDLINE_CHECK(length > 0);
  std::vector<std::int8_t> pairs;
  for (std::size_t at = 0; at < samples.size(); at += length) {
    const auto bucket = samples.subspan(at, std::min(length, samples.size() - at));
    std::int16_t low = bucket.front();
    std::int16_t high = bucket.front();
    for (const std::int16_t sample : bucket) {  // two plain minima make vector code, minmax_element does not
      low = std::min(low, sample);
      high = std::max(high, sample);
    }
    pairs.push_back(scaled(low));
    pairs.push_back(scaled(high));
  }
  return pairs;
}

void write_listening_copy(const Recording& recording, const std::filesystem::path& path,
                          std::string_view content_hash) {
  const auto channels = recording.channels.size();
  Encoder encoder(recording.sample_rate, static_cast<int>(channels));
  opus_int32 serial = 0;
  for (const char c : content_hash)
    serial = static_cast<opus_int32>((static_cast<std::uint32_t>(serial) * 31U + static_cast<unsigned char>(c)) &
                                     0x7FFFFFFFU);
  encoder.require(ope_encoder_ctl(encoder.handle, OPE_SET_SERIALNO(serial)));
  encoder.require(
      ope_encoder_ctl(encoder.handle, OPUS_SET_BITRATE(kBitsPerSecondAndChannel * static_cast<opus_int32>(channels))));
  encoder.require(ope_encoder_ctl(encoder.handle, OPUS_SET_COMPLEXITY(3)));
  const std::size_t frames = recording.channels.front().size();
  std::vector<opus_int16> block;
  for (std::size_t at = 0; at < frames; at += 8192) {
    const std::size_t count = std::min<std::size_t>(8192, frames - at);
    block.resize(count * channels);
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t c = 0; c < channels; ++c) block[i * channels + c] = recording.channels[c][at + i];
    }
    encoder.require(ope_encoder_write(encoder.handle, block.data(), static_cast<int>(count)));
  }
  encoder.require(ope_encoder_drain(encoder.handle));
  base::write_file_atomically(path, encoder.bytes);
}

}  // namespace redline::audio
