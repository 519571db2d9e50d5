// From frame-wise voice probabilities to stretches that a recogniser can take.
#pragma once

#include <span>
#include <vector>

#include "audio/frames.hpp"

namespace redline::speech::detail {

/// Frames of 10 ms.
struct SegmentOptions {
  float enter = 0.5F;            ///< voice begins at this probability ...
  float leave = 0.35F;           ///< ... and ends below this
  std::size_t shortest = 20;     ///< of voice; less is a click or a breath
  std::size_t split_pause = 55;  ///< a pause of so long ends an utterance
  std::size_t longest = 900;     ///< longer stretches are cut at their weakest frame
  std::size_t pad = 15;          ///< kept before and behind, as far as the neighbours allow
};

/// Segments of the region, relative to its start. `voice`: a probability a frame. Ordered, disjoint.
std::vector<audio::Region> segment(std::span<const float> voice, const SegmentOptions& options);

}  // namespace redline::speech::detail
