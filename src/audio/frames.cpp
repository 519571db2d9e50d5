#include "audio/frames.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "audio/detail/energy.hpp"

namespace redline::audio {
namespace {

/// Digital silence of A-law is 8 of 32768 (-72 dBFS); the noise of a line lies above.
constexpr float kSounding = -66.0F;
/// The largest magnitudes are 32256 in A-law and 32124 in mu-law (G.711).
constexpr std::int16_t kClipped = 32124;

}  // namespace

std::vector<float> frame_levels(std::span<const std::int16_t> samples, int sample_rate) {
  const auto length = static_cast<std::size_t>(sample_rate / 100);
  std::vector<float> levels(length == 0 ? 0 : samples.size() / length);
  const double full_scale = 32768.0 * 32768.0 * static_cast<double>(length);
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const std::uint64_t energy = detail::energy_of(samples.subspan(i * length, length));
    const auto share = static_cast<float>(static_cast<double>(energy) / full_scale);
    levels[i] = energy == 0 ? kSilenceDbfs : std::max(kSilenceDbfs, 10.0F * std::log10(share));
  }
  return levels;
}

float noise_floor_dbfs(std::span<const float> levels) {
  std::vector<float> sounding;
  sounding.reserve(levels.size());
  for (const float level : levels) {
    if (level > kSounding) sounding.push_back(level);
  }
  if (sounding.empty()) return kSounding;
  const auto tenth = sounding.begin() + static_cast<std::ptrdiff_t>(sounding.size() / 10);
  std::nth_element(sounding.begin(), tenth, sounding.end());
  return *tenth;
}

float signal_to_noise_db(std::span<const float> levels) {
  const float floor = noise_floor_dbfs(levels);
  double power = 0;
  std::size_t count = 0;
  for (const float level : levels) {
    if (level < floor + 6) continue;
    power += static_cast<double>(std::exp(level * std::numbers::ln10_v<float> / 10));
    ++count;
  }
  if (count == 0) return 0;
  return static_cast<float>(10 * std::log10(power / static_cast<double>(count))) - floor;
}

double clipped_share(std::span<const std::int16_t> samples) {
  if (samples.empty()) return 0;
  // Hardly a block holds a clipped sample, and extremes are found several times as fast as samples are counted.
  constexpr std::size_t kBlock = 2048;
  std::size_t clipped = 0;
  for (std::size_t at = 0; at < samples.size(); at += kBlock) {
    const auto block = samples.subspan(at, std::min(kBlock, samples.size() - at));
    std::int16_t low = 0;
    std::int16_t high = 0;
    for (const std::int16_t sample : block) {
      low = std::min(low, sample);
      high = std::max(high, sample);
    }
    if (low > -kClipped && high < kClipped) continue;
    clipped += static_cast<std::size_t>(
        std::count_if(block.begin(), block.end(), [](std::int16_t s) { return s >= kClipped || s <= -kClipped; }));
  }
  return static_cast<double>(clipped) / static_cast<double>(samples.size());
}

std::vector<Region> energy_regions(std::span<const float> levels, const GateOptions& options) {
  // A floor far up means that speech fills the channel, not that the line is loud: it is capped.
  const float floor = std::min(noise_floor_dbfs(levels), -40.0F);
  const float threshold = std::max(options.least_dbfs, floor + options.over_floor_db);
  std::vector<Region> regions;
  std::vector<std::size_t> active;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    if (levels[i] < threshold) continue;
    if (regions.empty() || i > regions.back().end + options.bridge) {
      regions.push_back({i, i + 1});
      active.push_back(1);
    } else {
      regions.back().end = i + 1;
      ++active.back();
    }
  }
  // Digital silence at the edges of a file is not part of the call: padding ends there as it does at the file's edge.
  const auto sounds = [](float level) { return level > kSounding; };
  const auto first = static_cast<std::size_t>(std::find_if(levels.begin(), levels.end(), sounds) - levels.begin());
  const auto last = static_cast<std::size_t>(levels.rend() - std::find_if(levels.rbegin(), levels.rend(), sounds));
  std::vector<Region> kept;
  for (std::size_t i = 0; i < regions.size(); ++i) {
    if (active[i] < options.shortest) continue;
    const Region region{std::max(first, regions[i].begin - std::min(regions[i].begin, options.pad)),
                        std::min(last, regions[i].end + options.pad)};
    if (!kept.empty() && region.begin <= kept.back().end) {
      kept.back().end = region.end;
    } else {
      kept.push_back(region);
    }
  }
  return kept;
}

}  // namespace redline::audio
