#include "audio/acoustics.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace redline::audio {
namespace {

constexpr float kVoiced = 0.6F;
constexpr float kLowestHz = 60;
constexpr float kHighestHz = 400;

/// The best lag of one window, as a frequency; nothing when unvoiced.
std::optional<float> pitch_of_window(std::span<const float> window, int sample_rate) {
  const auto least = static_cast<std::size_t>(static_cast<float>(sample_rate) / kHighestHz);
  const auto most = std::min(window.size() / 2, static_cast<std::size_t>(static_cast<float>(sample_rate) / kLowestHz));
  float best = 0;
  std::size_t best_lag = 0;
  std::vector<float> correlation(most + 2, 0);
  for (std::size_t lag = least; lag <= most; ++lag) {
    float product = 0;
    float early = 0;
    float late = 0;
    for (std::size_t i = 0; i + lag < window.size(); ++i) {
      product += window[i] * window[i + lag];
      early += window[i] * window[i];
      late += window[i + lag] * window[i + lag];
    }
    const float norm = std::sqrt(early * late);
    correlation[lag] = norm > 0 ? product / norm : 0;
    // A multiple of the period correlates as well: a longer lag must be clearly better.
    if (correlation[lag] > best + (best_lag == 0 ? 0 : 0.02F)) {
      best = correlation[lag];
      best_lag = lag;
    }
  }
  if (best < kVoiced || best_lag <= least || best_lag >= most) return std::nullopt;
  // Parabola through the neighbours for a fraction of a sample.
  const float left = correlation[best_lag - 1];
  const float right = correlation[best_lag + 1];
  const float curve = left - 2 * best + right;
  const float shift = curve < 0 ? 0.5F * (left - right) / curve : 0;
  return static_cast<float>(sample_rate) / (static_cast<float>(best_lag) + std::clamp(shift, -0.5F, 0.5F));
}

float quantile(std::vector<float>& values, double share) {
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1) + 0.5);
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

/// Power of one frequency in a window (Goertzel 1958), as a share of the window's energy, 0..1.
double goertzel_share(std::span<const std::int16_t> samples, double frequency, int sample_rate, double energy) {
  const double coefficient = 2 * std::cos(2 * std::numbers::pi * frequency / sample_rate);
  double one = 0;
  double two = 0;
  for (const std::int16_t sample : samples) {
    const double next = sample + coefficient * one - two;
    two = one;
    one = next;
  }
  const double power = one * one + two * two - coefficient * one * two;
  return 2 * power / (energy * static_cast<double>(samples.size()));
}

}  // namespace

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
  const auto length = static_cast<std::size_t>(sample_rate / 25);
  const auto step = static_cast<std::size_t>(sample_rate / 50);
  std::vector<float> window(length);
  std::vector<float> found;
  for (std::size_t at = 0; at + length <= samples.size(); at += step) {
    float mean = 0;
    for (std::size_t i = 0; i < length; ++i) mean += static_cast<float>(samples[at + i]);
    mean /= static_cast<float>(length);
    float peak = 0;
    for (std::size_t i = 0; i < length; ++i) {
      window[i] = static_cast<float>(samples[at + i]) - mean;
      peak = std::max(peak, std::abs(window[i]));
    }
    if (peak < 300) continue;  // below about -40 dBFS: nothing to hear a pitch in
    if (const auto hz = pitch_of_window(window, sample_rate)) found.push_back(*hz);
  }
  if (found.size() < 5) return std::nullopt;
  return Pitch{quantile(found, 0.5), quantile(found, 0.1), quantile(found, 0.9), found.size()};
}

bool is_tone(std::span<const std::int16_t> samples, int sample_rate) {
  double energy = 0;
  for (const std::int16_t sample : samples) energy += static_cast<double>(sample) * sample;
  if (energy <= 0) return false;
  constexpr double kStepHz = 25;
  std::vector<std::pair<double, double>> shares;  // share, frequency
  for (double frequency = 300; frequency <= 1700; frequency += kStepHz) {
    shares.emplace_back(goertzel_share(samples, frequency, sample_rate, energy), frequency);
  }
  const auto strongest = *std::max_element(shares.begin(), shares.end());
  double second = 0;
  for (const auto& [share, frequency] : shares) {
    if (std::abs(frequency - strongest.second) >= 75) second = std::max(second, share);
  }
  return strongest.first > 0.9 || (strongest.first > 0.3 && second > 0.3 && strongest.first + second > 0.85);
}

double tone_share(std::span<const std::int16_t> samples, int sample_rate) {
  const auto length = static_cast<std::size_t>(sample_rate * 3 / 100);
  std::size_t windows = 0;
  std::size_t tones = 0;
  for (std::size_t at = 0; at + length <= samples.size(); at += length) {
    ++windows;
    tones += is_tone(samples.subspan(at, length), sample_rate) ? 1U : 0U;
  }
  return windows == 0 ? 0 : static_cast<double>(tones) / static_cast<double>(windows);
}

}  // namespace redline::audio
