#include "audio/tones.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>

#include "audio/detail/lower_rate.hpp"

namespace redline::audio {
namespace {

constexpr float kLowestHz = 300;
constexpr float kStepHz = 25;
constexpr std::size_t kBins = 60;  // to 1775 Hz; a multiple of the vector width
constexpr float kOneHolds = 0.9F;
constexpr float kTwoHold = 0.85F;
constexpr float kCandidate = 0.5F;
constexpr float kEachHolds = 0.3F;
constexpr float kApartHz = 75;
constexpr float kSameHz = 30;
constexpr std::size_t kWindowHops = 3;            // windows of 30 ms every 10 ms
constexpr std::size_t kShortestRun = 3;           // windows: 50 ms
constexpr float kQuietest = 32768.0F * 0.00316F;  // -50 dBFS, root mean square

/// The frequencies of a tone; `high` is 0 when there is one.
struct Tone {
  float low = 0;
  float high = 0;
};

bool same(const Tone& one, const Tone& other) {
  return std::abs(one.low - other.low) <= kSameHz && std::abs(one.high - other.high) <= kSameHz;
}

/// Share of a window's energy that single frequencies hold.
class ToneMeter {
 public:
  explicit ToneMeter(int sample_rate) : sample_rate_(static_cast<float>(sample_rate)) {
    for (std::size_t bin = 0; bin < kBins; ++bin) {
      coefficients_[bin] = coefficient(kLowestHz + kStepHz * static_cast<float>(bin));
    }
  }

  [[nodiscard]] std::optional<Tone> measure(std::span<const float> window) const {
    float energy = 0;
    for (const float sample : window) energy += sample * sample;
    const auto length = static_cast<float>(window.size());
    if (energy < kQuietest * kQuietest * length) return std::nullopt;
    std::array<float, kBins> one{};
    std::array<float, kBins> two{};
    for (const float sample : window) {  // all frequencies side by side: a loop that compilers turn into vectors
      for (std::size_t bin = 0; bin < kBins; ++bin) {
        const float next = sample + coefficients_[bin] * one[bin] - two[bin];
        two[bin] = one[bin];
        one[bin] = next;
      }
    }
    std::array<float, kBins> shares{};
    for (std::size_t bin = 0; bin < kBins; ++bin) {
      const float power = one[bin] * one[bin] + two[bin] * two[bin] - coefficients_[bin] * one[bin] * two[bin];
      shares[bin] = 2 * power / (energy * length);
    }
    return decide(shares, window, 2 / (energy * length));
  }

 private:
  [[nodiscard]] float coefficient(float frequency) const {
    return 2 * std::cos(2 * std::numbers::pi_v<float> * frequency / sample_rate_);
  }

  /// Two thirds of a tone's power at worst are seen by the nearest bin; the rest shows when looked at closely.
  [[nodiscard]] std::optional<Tone> decide(const std::array<float, kBins>& shares, std::span<const float> window,
                                           float scale) const {
    const auto bin_hertz = [](std::size_t bin) { return kLowestHz + kStepHz * static_cast<float>(bin); };
    const auto first = static_cast<std::size_t>(std::max_element(shares.begin(), shares.end()) - shares.begin());
    std::size_t second = kBins;
    for (std::size_t bin = 0; bin < kBins; ++bin) {
      if (std::abs(bin_hertz(bin) - bin_hertz(first)) < kApartHz) continue;
      if (second == kBins || shares[bin] > shares[second]) second = bin;
    }
    if (shares[first] + shares[second] < kCandidate) return std::nullopt;
    const Peak one = closer(bin_hertz(first), window, scale);
    if (one.share > kOneHolds) return Tone{one.hertz, 0};
    const Peak two = closer(bin_hertz(second), window, scale);
    if (std::min(one.share, two.share) < kEachHolds || one.share + two.share < kTwoHold) return std::nullopt;
    return Tone{std::min(one.hertz, two.hertz), std::max(one.hertz, two.hertz)};
  }

  struct Peak {
    float hertz = 0;
    float share = 0;
  };

  /// The strongest frequency within half a step, to a ninth of a step.
  [[nodiscard]] Peak closer(float hertz, std::span<const float> window, float scale) const {
    Peak best;
    for (int i = -4; i <= 4; ++i) {
      const float tried = hertz + kStepHz * static_cast<float>(i) / 8;
      const float factor = coefficient(tried);
      float one = 0;
      float two = 0;
      for (const float sample : window) {
        const float next = sample + factor * one - two;
        two = one;
        one = next;
      }
      const float share = (one * one + two * two - factor * one * two) * scale;
      if (share > best.share) best = {tried, share};
    }
    return best;
  }

  float sample_rate_;
  std::array<float, kBins> coefficients_{};
};

/// The key of a pair of frequencies (Q.23), or NUL. They are known to the step of the search, half of the keys'
/// distance.
char key_of(const Tone& tone) {
  constexpr std::array<float, 4> kRows{697, 770, 852, 941};
  constexpr std::array<float, 4> kColumns{1209, 1336, 1477, 1633};
  constexpr std::array<const char*, 4> kKeys{"123A", "456B", "789C", "*0#D"};
  const auto nearest = [](const std::array<float, 4>& all, float hertz) -> std::optional<std::size_t> {
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (std::abs(all[i] - hertz) <= 20) return i;
    }
    return std::nullopt;
  };
  const auto row = nearest(kRows, tone.low);
  const auto column = nearest(kColumns, tone.high);
  return row && column ? kKeys[*row][*column] : '\0';
}

ToneSpan span_of(std::size_t first, std::size_t count, const Tone& tone) {
  constexpr std::int64_t kHopMs = 10;
  ToneSpan span{base::Milliseconds{static_cast<std::int64_t>(first) * kHopMs},
                base::Milliseconds{static_cast<std::int64_t>(first + count - 1 + kWindowHops) * kHopMs},
                ToneKind::kOther, '\0'};
  if (tone.high > 0) {
    span.key = key_of(tone);
    if (span.key != '\0') span.kind = ToneKind::kKey;
  } else if (tone.low >= 400 && tone.low <= 500) {
    span.kind = ToneKind::kProgress;
  }
  return span;
}

}  // namespace

std::vector<ToneSpan> find_tones(std::span<const std::int16_t> samples, int sample_rate) {
  const auto sound = detail::lower_rate(samples, sample_rate);
  const ToneMeter meter(sound.sample_rate);
  const auto hop = static_cast<std::size_t>(sound.sample_rate / 100);
  const std::span<const float> all(sound.samples);
  std::vector<ToneSpan> spans;
  std::size_t count = 0;  // windows of the present run
  Tone present;
  const auto finish = [&](std::size_t behind) {
    if (count >= kShortestRun) {
      const ToneSpan span = span_of(behind - count, count, present);
      // Two keys in a row: the window over their border belongs to neither.
      spans.push_back(span);
      if (spans.size() > 1) spans.back().start = std::max(span.start, spans[spans.size() - 2].end);
    }
    count = 0;
  };
  std::size_t at = 0;
  for (; (at + kWindowHops) * hop <= all.size(); ++at) {
    const auto tone = meter.measure(all.subspan(at * hop, kWindowHops * hop));
    if (count > 0 && (!tone || !same(*tone, present))) finish(at);
    if (!tone) continue;
    if (count == 0) present = *tone;
    ++count;
  }
  finish(at);
  return spans;
}

double tone_share(std::span<const std::int16_t> samples, int sample_rate) {
  const auto sound = detail::lower_rate(samples, sample_rate);
  const ToneMeter meter(sound.sample_rate);
  const auto length = static_cast<std::size_t>(sound.sample_rate * 3 / 100);
  const std::span<const float> all(sound.samples);
  std::size_t windows = 0;
  std::size_t tones = 0;
  for (std::size_t at = 0; at + length <= all.size(); at += length) {
    ++windows;
    tones += meter.measure(all.subspan(at, length)) ? 1U : 0U;
  }
  return windows == 0 ? 0 : static_cast<double>(tones) / static_cast<double>(windows);
}

}  // namespace redline::audio
