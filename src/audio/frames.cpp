#include "audio/frames.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace redline::audio {
namespace {

constexpr float kSounding = -66.0F;

}  // namespace

std::vector<float> frame_levels(std::span<const std::int16_t> samples, int sample_rate) {
  const auto length = static_cast<std::size_t>(sample_rate / 100);
  std::vector<float> levels(length == 0 ? 0 : samples.size() / length);
  const double full_scale = 32768.0 * 32768.0 * static_cast<double>(length);
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const std::int16_t* frame = samples.data() + i * length;
    std::int64_t energy = 0;
    for (std::size_t k = 0; k < length; ++k) energy += static_cast<std::int64_t>(frame[k] * frame[k]);
    levels[i] = energy == 0 ? kSilenceDbfs
                            : std::max(kSilenceDbfs,
                                       static_cast<float>(10.0 * std::log10(static_cast<double>(energy) / full_scale)));
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
    power += std::pow(10.0, static_cast<double>(level) / 10);
    ++count;
  }
  if (count == 0) return 0;
  return static_cast<float>(10 * std::log10(power / static_cast<double>(count))) - floor;
}

double clipped_share(std::span<const std::int16_t> samples) {
  if (samples.empty()) return 0;
  const auto clipped =
      std::count_if(samples.begin(), samples.end(), [](std::int16_t s) { return std::abs(int{s}) >= 32256; });
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
  std::vector<Region> kept;
  for (std::size_t i = 0; i < regions.size(); ++i) {
    if (active[i] < options.shortest) continue;
    Region region{regions[i].begin - std::min(regions[i].begin, options.pad),
                  std::min(levels.size(), regions[i].end + options.pad)};
    if (!kept.empty() && region.begin <= kept.back().end) {
      kept.back().end = region.end;
    } else {
      kept.push_back(region);
    }
  }
  return kept;
}

}  // namespace redline::audio
