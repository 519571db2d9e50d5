// What was heard and measured in a recording, and its cache by content.
//
//   HeardCache cache(base::home_folders().cache);
//   if (auto heard = cache.find(key)) ...
//
// The key is the hash of the file's bytes and the identity of the recogniser, so that a changed pack inspects again in
// seconds and a changed model never meets old words.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "conversation/utterance.hpp"

namespace redline::inspection {

/// An utterance of one channel with what was measured under it.
struct HeardUtterance {
  base::Milliseconds start{};
  base::Milliseconds end{};
  std::string text{};
  std::vector<conversation::Word> words{};
  double confidence = 1;
  std::optional<double> loudness_dbfs{};
  std::optional<double> pitch_median_hz{};
};

struct HeardChannel {
  std::vector<HeardUtterance> utterances{};
  std::map<std::string, std::uint32_t> rejected{};  ///< reason -> number of stretches that became no utterance
  double clipped_share = 0;
  double signal_to_noise_db = 0;
  std::optional<double> pitch_median_hz{};
  std::optional<double> pitch_low_hz{};
  std::optional<double> pitch_high_hz{};
  std::vector<std::int8_t> peaks{};
};

struct HeardRecording {
  std::string codec{};
  int sample_rate = 0;
  base::Milliseconds duration{};
  std::vector<HeardChannel> channels{};
};

/// One line of JSON and back. Reading fails with "cache.damaged" for anything else.
std::string to_json(const HeardRecording& heard);
base::Result<HeardRecording> heard_from_json(const std::string& json);

/// Files below <cache>/heard; anything there may be deleted at any time. Safe for several threads and processes. A disk
/// that refuses a write throws; a damaged entry is as if it were not there.
class HeardCache {
 public:
  explicit HeardCache(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// The key of a recording: hash over content hash, recogniser identity and the version of our measurements.
  [[nodiscard]] static std::string key(const std::string& content_hash, const std::string& recogniser);
  [[nodiscard]] std::optional<HeardRecording> find(const std::string& key) const;
  void keep(const std::string& key, const HeardRecording& heard) const;
  /// Where the listening copy of a recording is kept.
  [[nodiscard]] std::filesystem::path listening_copy(const std::string& content_hash) const;

 private:
  [[nodiscard]] std::filesystem::path path_of(const std::string& key) const;
  std::filesystem::path folder_;
};

}  // namespace redline::inspection
