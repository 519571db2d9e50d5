#include "audio/acoustics.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "audio/detail/lower_rate.hpp"

namespace redline::audio {
namespace {

constexpr float kVoiced = 0.6F;
constexpr float kLowestHz = 60;
constexpr float kHighestHz = 400;
constexpr float kOctaveGuard = 0.02F;
constexpr float kQuietestPeak = 300;
constexpr std::size_t kFewestFrames = 5;

/// Sum of products, in eight partial sums, so that compilers may use vectors and every one of them adds in this order.
float dot(const float* one, const float* other, std::size_t count) {
  constexpr std::size_t kLanes = 8;
  std::array<float, kLanes> sums{};
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) sums[lane] += one[i + lane] * other[i + lane];
  }
  float sum = 0;
  for (; i < count; ++i) sum += one[i] * other[i];
  for (const float partial : sums) sum += partial;
  return sum;
}

/// Finds the period in one window after another, reusing its tables. Not for several threads.
class PitchMeter {
 public:
  PitchMeter(std::size_t length, int sample_rate)
      : rate_(static_cast<float>(sample_rate)),
        least_(static_cast<std::size_t>(rate_ / kHighestHz)),
        most_(std::min(length / 2, static_cast<std::size_t>(rate_ / kLowestHz))),
        energies_(length + 1),
        correlations_(most_ + 1) {}

  /// The fundamental frequency of a window without a mean, Hz; nothing when it is unvoiced.
  std::optional<float> measure(std::span<const float> window) {
    for (std::size_t i = 0; i < window.size(); ++i) {
      energies_[i + 1] = energies_[i] + static_cast<double>(window[i]) * static_cast<double>(window[i]);
    }
    float best = 0;
    std::size_t best_lag = 0;
    for (std::size_t lag = least_; lag <= most_; ++lag) {
      const std::size_t count = window.size() - lag;
      const double both = energies_[count] * (energies_[window.size()] - energies_[lag]);
      const float product = dot(window.data(), window.data() + lag, count);
      correlations_[lag] = both > 0 ? static_cast<float>(product / std::sqrt(both)) : 0;
      // A multiple of the period correlates as well: a longer lag must be clearly better, unless still on the same
      // hill.
      if (correlations_[lag] > best + (lag == best_lag + 1 ? 0 : kOctaveGuard)) {
        best = correlations_[lag];
        best_lag = lag;
      }
    }
    if (best < kVoiced || best_lag <= least_ || best_lag >= most_) return std::nullopt;
    // The parabola through the neighbours gives the fraction of a sample.
    const float left = correlations_[best_lag - 1];
    const float right = correlations_[best_lag + 1];
    const float curve = left - 2 * best + right;
    const float shift = curve < 0 ? 0.5F * (left - right) / curve : 0;
    return rate_ / (static_cast<float>(best_lag) + std::clamp(shift, -0.5F, 0.5F));
  }

 private:
  float rate_;
  std::size_t least_;
  std::size_t most_;
  std::vector<double> energies_;  ///< running sums of squares
  std::vector<float> correlations_;
};

float quantile(std::vector<float>& values, double share) {
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1) + 0.5);
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

}  // namespace

float Pitch::range_semitones() const { return low_hz > 0 ? 12 * std::log2(high_hz / low_hz) : 0; }

std::optional<float> loudness_dbfs(std::span<const float> levels) {
  if (levels.empty()) return std::nullopt;
  const float loudest = *std::max_element(levels.begin(), levels.end());
  if (loudest <= kSilenceDbfs) return std::nullopt;
  double power = 0;
  std::size_t count = 0;
  for (const float level : levels) {
    if (level < loudest - 30) continue;
    power += std::pow(10.0, static_cast<double>(level) / 10);
    ++count;
  }
  return static_cast<float>(10 * std::log10(power / static_cast<double>(count)));
}

std::optional<Pitch> measure_pitch(std::span<const std::int16_t> samples, int sample_rate) {
  const auto sound = detail::lower_rate(samples, sample_rate);
  const auto length = static_cast<std::size_t>(sound.sample_rate / 25);
  const auto step = static_cast<std::size_t>(sound.sample_rate / 50);
  PitchMeter meter(length, sound.sample_rate);
  std::vector<float> window(length);
  std::vector<float> found;
  for (std::size_t at = 0; at + length <= sound.samples.size(); at += step) {
    float mean = 0;
    for (std::size_t i = 0; i < length; ++i) mean += sound.samples[at + i];
    mean /= static_cast<float>(length);
    float peak = 0;
    for (std::size_t i = 0; i < length; ++i) {
      window[i] = sound.samples[at + i] - mean;
      peak = std::max(peak, std::abs(window[i]));
    }
    if (peak < kQuietestPeak) continue;
    if (const auto hertz = meter.measure(window)) found.push_back(*hertz);
  }
  if (found.size() < kFewestFrames) return std::nullopt;
  return Pitch{quantile(found, 0.5), quantile(found, 0.1), quantile(found, 0.9), found.size()};
}

}  // namespace redline::audio
