#include "inspection/heard.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/files.hpp"
#include "crypto/digest.hpp"

namespace redline::inspection {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

/// Grows when what is measured or how it is kept changes.
constexpr int kHeardVersion = 1;
constexpr std::uint64_t kLargestEntry = 512 * base::kMiB;

double rounded(double value) { return std::round(value * 10'000) / 10'000; }

Json optional_json(const std::optional<double>& value) { return value ? Json(rounded(*value)) : Json(nullptr); }

std::optional<double> optional_from(const Json& json) {
  return json.is_number() ? std::optional(json.get<double>()) : std::nullopt;
}

Json to_json(const HeardUtterance& utterance) {
  Json words = Json::array();
  for (const auto& word : utterance.words) {
    words.push_back({word.text.reveal(), word.start.count(), word.end.count(), rounded(word.confidence)});
  }
  return {{"start", utterance.start.count()},
          {"end", utterance.end.count()},
          {"text", utterance.text},
          {"confidence", rounded(utterance.confidence)},
          {"loudness", optional_json(utterance.loudness_dbfs)},
          {"pitch", optional_json(utterance.pitch_median_hz)},
          {"words", std::move(words)}};
}

HeardUtterance utterance_from(const Json& json) {
  HeardUtterance utterance;
  utterance.start = base::Milliseconds{json.at("start").get<std::int64_t>()};
  utterance.end = base::Milliseconds{json.at("end").get<std::int64_t>()};
  utterance.text = json.at("text").get<std::string>();
  utterance.confidence = json.at("confidence").get<double>();
  utterance.loudness_dbfs = optional_from(json.at("loudness"));
  utterance.pitch_median_hz = optional_from(json.at("pitch"));
  for (const auto& word : json.at("words")) {
    utterance.words.push_back({base::Sensitive<std::string>(word.at(0).get<std::string>()),
                               base::Milliseconds{word.at(1).get<std::int64_t>()},
                               base::Milliseconds{word.at(2).get<std::int64_t>()}, word.at(3).get<double>()});
  }
  return utterance;
}

HeardChannel channel_from(const Json& json) {
  HeardChannel channel;
  for (const auto& one : json.at("utterances")) channel.utterances.push_back(utterance_from(one));
  for (const auto& [reason, count] : json.at("rejected").items()) channel.rejected[reason] = count.get<std::uint32_t>();
  channel.clipped_share = json.at("clipped").get<double>();
  channel.signal_to_noise_db = json.at("snr").get<double>();
  const auto& pitch = json.at("pitch");
  channel.pitch_median_hz = optional_from(pitch.at(0));
  channel.pitch_low_hz = optional_from(pitch.at(1));
  channel.pitch_high_hz = optional_from(pitch.at(2));
  channel.peaks = json.at("peaks").get<std::vector<std::int8_t>>();
  return channel;
}

}  // namespace

std::string to_json(const HeardRecording& heard) {
  Json json{{"version", kHeardVersion},
            {"codec", heard.codec},
            {"sample_rate", heard.sample_rate},
            {"duration", heard.duration.count()},
            {"channels", Json::array()}};
  for (const auto& channel : heard.channels) {
    Json one{{"utterances", Json::array()}, {"rejected", Json::object()}};
    for (const auto& utterance : channel.utterances) one["utterances"].push_back(to_json(utterance));
    for (const auto& [reason, count] : channel.rejected) one["rejected"][reason] = count;
    one["clipped"] = rounded(channel.clipped_share);
    one["snr"] = rounded(channel.signal_to_noise_db);
    one["pitch"] = {optional_json(channel.pitch_median_hz), optional_json(channel.pitch_low_hz),
                    optional_json(channel.pitch_high_hz)};
    one["peaks"] = channel.peaks;
    json["channels"].push_back(std::move(one));
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

base::Result<HeardRecording> heard_from_json(const std::string& text) {
  const base::Error damaged(base::ErrorCode::kInvalid, "cache.damaged", "the cached transcript is damaged");
  try {
    const Json json = Json::parse(text);
    if (json.at("version").get<int>() != kHeardVersion) return damaged;
    HeardRecording heard;
    heard.codec = json.at("codec").get<std::string>();
    heard.sample_rate = json.at("sample_rate").get<int>();
    heard.duration = base::Milliseconds{json.at("duration").get<std::int64_t>()};
    for (const auto& channel : json.at("channels")) heard.channels.push_back(channel_from(channel));
    return heard;
  } catch (const Json::exception&) {  // the library's way to report what is not as expected
    return damaged;
  }
}

std::string HeardCache::key(const std::string& content_hash, const std::string& recogniser) {
  crypto::Sha256 hash;
  hash.update_field(content_hash).update_field(recogniser).update_field(fmt::format("{}", kHeardVersion));
  return hash.finish().hex();
}

fs::path HeardCache::path_of(const std::string& key) const {
  return folder_ / "heard" / key.substr(0, 2) / (key + ".json");
}

std::optional<HeardRecording> HeardCache::find(const std::string& key) const {
  if (!fs::exists(path_of(key))) return std::nullopt;
  const auto text = base::read_file(path_of(key), kLargestEntry);
  if (!text) return std::nullopt;
  auto heard = heard_from_json(*text);
  if (!heard) return std::nullopt;
  return *std::move(heard);
}

void HeardCache::keep(const std::string& key, const HeardRecording& heard) const {
  base::write_file_atomically(path_of(key), to_json(heard));
}

fs::path HeardCache::listening_copy(const std::string& content_hash) const {
  const std::string hex = content_hash.substr(content_hash.find(':') + 1);
  return folder_ / "listening" / hex.substr(0, 2) / (hex + ".ogg");
}

}  // namespace redline::inspection
