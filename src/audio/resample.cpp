#include "audio/resample.hpp"

#include <speex/speex_resampler.h>

#include <algorithm>
#include <memory>

#include "base/check.hpp"

namespace redline::audio {
namespace {

constexpr int kQuality = 5;

struct Destroy {
  void operator()(SpeexResamplerState* state) const { speex_resampler_destroy(state); }
};

}  // namespace

std::vector<float> resample(std::span<const std::int16_t> samples, int from_rate, int to_rate) {
  std::vector<float> in(samples.size());
  std::transform(samples.begin(), samples.end(), in.begin(),
                 [](std::int16_t s) { return static_cast<float>(s) / 32768.0F; });
  if (from_rate == to_rate || samples.empty()) return in;
  int failure = 0;
  const std::unique_ptr<SpeexResamplerState, Destroy> state(speex_resampler_init(
      1, static_cast<spx_uint32_t>(from_rate), static_cast<spx_uint32_t>(to_rate), kQuality, &failure));
  REDLINE_CHECK(state != nullptr && failure == RESAMPLER_ERR_SUCCESS);
  speex_resampler_skip_zeros(state.get());
  const auto length = (samples.size() * static_cast<std::size_t>(to_rate) + static_cast<std::size_t>(from_rate) / 2) /
                      static_cast<std::size_t>(from_rate);
  // The filter holds back its delay; zeros behind the sound push the last samples out.
  in.resize(in.size() + static_cast<std::size_t>(speex_resampler_get_input_latency(state.get())) + 16, 0.0F);
  std::vector<float> out(length + 64, 0.0F);
  std::size_t read = 0;
  std::size_t written = 0;
  while (read < in.size() && written < length) {
    auto in_count = static_cast<spx_uint32_t>(std::min<std::size_t>(in.size() - read, 1U << 16U));
    auto out_count = static_cast<spx_uint32_t>(out.size() - written);
    speex_resampler_process_float(state.get(), 0, in.data() + read, &in_count, out.data() + written, &out_count);
    if (in_count == 0 && out_count == 0) break;
    read += in_count;
    written += out_count;
  }
  out.resize(length);
  return out;
}

}  // namespace redline::audio
