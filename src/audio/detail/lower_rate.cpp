#include "audio/detail/lower_rate.hpp"

#include <algorithm>

namespace redline::audio::detail {

LowRateSound lower_rate(std::span<const std::int16_t> samples, int sample_rate) {
  const auto factor = static_cast<std::size_t>(std::max(1, sample_rate / 8000));
  LowRateSound sound{std::vector<float>(samples.size() / factor), sample_rate / static_cast<int>(factor)};
  for (std::size_t i = 0; i < sound.samples.size(); ++i) {
    float sum = 0;
    for (std::size_t k = 0; k < factor; ++k) sum += static_cast<float>(samples[i * factor + k]);
    sound.samples[i] = sum / static_cast<float>(factor);
  }
  return sound;
}

}  // namespace redline::audio::detail
