#include "audio/resample.hpp"

#include <speex/speex_resampler.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include "base/check.hpp"

namespace redline::audio {
namespace {

constexpr int kQuality = 5;
constexpr std::size_t kBlock = 4096;

struct Destroy {
  void operator()(SpeexResamplerState* state) const { speex_resampler_destroy(state); }
};

float to_float(std::int16_t sample) { return static_cast<float>(sample) / 32768.0F; }
void convert(float sample, float& out) { out = sample; }
void convert(float sample, std::int16_t& out) {
  out = static_cast<std::int16_t>(std::lrint(std::clamp(sample * 32768.0F, -32768.0F, 32767.0F)));
}

/// Feeds block after block; behind the sound zeros, which push out what the filter holds back.
template <typename Sample>
std::vector<Sample> run(std::span<const std::int16_t> samples, int from_rate, int to_rate) {
  REDLINE_CHECK(from_rate > 0 && to_rate > 0);
  int failure = 0;
  const std::unique_ptr<SpeexResamplerState, Destroy> state(speex_resampler_init(
      1, static_cast<spx_uint32_t>(from_rate), static_cast<spx_uint32_t>(to_rate), kQuality, &failure));
  REDLINE_CHECK(state != nullptr && failure == RESAMPLER_ERR_SUCCESS);
  speex_resampler_skip_zeros(state.get());
  const auto from = static_cast<std::size_t>(from_rate);
  std::vector<Sample> out((samples.size() * static_cast<std::size_t>(to_rate) + from / 2) / from);
  std::array<float, kBlock> in_block{};
  std::array<float, kBlock> out_block{};
  std::size_t read = 0;
  std::size_t written = 0;
  while (written < out.size()) {
    const std::size_t ready = read < samples.size() ? std::min(kBlock, samples.size() - read) : 0;
    std::transform(samples.begin() + static_cast<std::ptrdiff_t>(std::min(read, samples.size())),
                   samples.begin() + static_cast<std::ptrdiff_t>(std::min(read, samples.size()) + ready),
                   in_block.begin(), to_float);
    std::fill(in_block.begin() + static_cast<std::ptrdiff_t>(ready), in_block.end(), 0.0F);
    auto in_count = static_cast<spx_uint32_t>(ready > 0 ? ready : kBlock);
    auto out_count = static_cast<spx_uint32_t>(std::min(kBlock, out.size() - written));
    speex_resampler_process_float(state.get(), 0, in_block.data(), &in_count, out_block.data(), &out_count);
    REDLINE_CHECK(in_count > 0 || out_count > 0);
    for (std::size_t i = 0; i < out_count; ++i) convert(out_block[i], out[written + i]);
    read += in_count;
    written += out_count;
  }
  return out;
}

}  // namespace

std::vector<float> resample(std::span<const std::int16_t> samples, int from_rate, int to_rate) {
  if (from_rate != to_rate) return run<float>(samples, from_rate, to_rate);
  std::vector<float> out(samples.size());
  std::transform(samples.begin(), samples.end(), out.begin(), to_float);
  return out;
}

std::vector<std::int16_t> resample_integers(std::span<const std::int16_t> samples, int from_rate, int to_rate) {
  if (from_rate == to_rate) return {samples.begin(), samples.end()};
  return run<std::int16_t>(samples, from_rate, to_rate);
}

}  // namespace redline::audio
