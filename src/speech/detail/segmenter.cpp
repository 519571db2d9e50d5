#include "speech/detail/segmenter.hpp"

#include <algorithm>

namespace redline::speech::detail {
namespace {

using audio::Region;

std::vector<Region> voiced_runs(std::span<const float> voice, const SegmentOptions& options) {
  std::vector<Region> runs;
  bool inside = false;
  for (std::size_t i = 0; i < voice.size(); ++i) {
    if (!inside && voice[i] >= options.enter) {
      inside = true;
      if (!runs.empty() && i - runs.back().end < options.split_pause) {
        runs.back().end = i + 1;
      } else {
        runs.push_back({i, i + 1});
      }
    } else if (inside && voice[i] < options.leave) {
      inside = false;
    }
    if (inside) runs.back().end = i + 1;
  }
  std::erase_if(runs, [&](const Region& run) { return run.end - run.begin < options.shortest; });
  return runs;
}

/// Cuts a run that is too long at the weakest frame of its second half, again and again.
void cut(std::span<const float> voice, Region run, const SegmentOptions& options, std::vector<Region>& out) {
  while (run.end - run.begin > options.longest) {
    const auto from = voice.begin() + static_cast<std::ptrdiff_t>(run.begin + options.longest / 2);
    const auto to = voice.begin() + static_cast<std::ptrdiff_t>(run.begin + options.longest);
    const auto at = static_cast<std::size_t>(std::min_element(from, to) - voice.begin());
    out.push_back({run.begin, at});
    run.begin = at;
  }
  out.push_back(run);
}

}  // namespace

std::vector<Region> segment(std::span<const float> voice, const SegmentOptions& options) {
  std::vector<Region> segments;
  for (const Region& run : voiced_runs(voice, options)) cut(voice, run, options, segments);
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const std::size_t before = i == 0 ? 0 : segments[i - 1].end;
    const std::size_t after = i + 1 == segments.size() ? voice.size() : segments[i + 1].begin;
    const std::size_t begin = segments[i].begin - std::min(options.pad, segments[i].begin - before);
    segments[i].end = segments[i].end + std::min(options.pad, (after - segments[i].end + 1) / 2);
    segments[i].end = std::min(segments[i].end, after);
    segments[i].begin = begin;
  }
  return segments;
}

}  // namespace redline::speech::detail
