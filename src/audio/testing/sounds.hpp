// Generated sounds and files for tests: sines, noise, bursts, and WAV bytes written by hand, so that every field of a
// header can be wrong on purpose.
#pragma once

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <numbers>
#include <string>
#include <vector>

namespace redline::audio::testing {

using Samples = std::vector<std::int16_t>;

inline Samples sine(double hertz, double seconds, int sample_rate, double amplitude) {
  Samples samples(static_cast<std::size_t>(seconds * sample_rate));
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double phase = 2 * std::numbers::pi * hertz * static_cast<double>(i) / sample_rate;
    samples[i] = static_cast<std::int16_t>(std::lround(amplitude * std::sin(phase)));
  }
  return samples;
}

/// White noise from a fixed generator (Numerical Recipes' 32-bit congruence), uniform in +-amplitude.
inline Samples noise(double seconds, int sample_rate, double amplitude, std::uint32_t seed) {
  Samples samples(static_cast<std::size_t>(seconds * sample_rate));
  for (auto& sample : samples) {
    seed = seed * 1664525U + 1013904223U;
    sample = static_cast<std::int16_t>(std::lround(amplitude * (static_cast<double>(seed) / 2147483648.0 - 1)));
  }
  return samples;
}

/// A voice-like buzz: `harmonics` of a fundamental, falling by 1/n.
inline Samples buzz(double hertz, double seconds, int sample_rate, double amplitude, int harmonics = 12) {
  Samples sum(static_cast<std::size_t>(seconds * sample_rate));
  for (int n = 1; n <= harmonics && hertz * n < sample_rate / 2.0; ++n) {
    const Samples part = sine(hertz * n, seconds, sample_rate, amplitude / n);
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] = static_cast<std::int16_t>(sum[i] + part[i] / 2);
  }
  return sum;
}

inline Samples joined(std::initializer_list<Samples> parts) {
  Samples all;
  for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

inline Samples mixed(Samples one, const Samples& other) {
  for (std::size_t i = 0; i < one.size() && i < other.size(); ++i)
    one[i] = static_cast<std::int16_t>(one[i] + other[i]);
  return one;
}

/// Sound, pauses and sound again over a quiet line: what a call looks like to the energy chain.
inline Samples call_like(int sample_rate, std::uint32_t seed) {
  const auto line = [&](double seconds) { return noise(seconds, sample_rate, 60, seed++); };
  const auto word = [&](double hertz, double seconds) {
    return mixed(buzz(hertz, seconds, sample_rate, 9000), line(seconds));
  };
  return joined({word(140, 0.7), line(1.3), word(180, 1.1), line(0.3), word(200, 0.6), line(0.9)});
}

inline std::string little(std::uint32_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text.push_back(static_cast<char>(value >> (8 * i) & 0xFFU));
  return text;
}

struct WavFields {
  std::uint32_t format = 1;
  std::uint32_t channels = 1;
  std::uint32_t sample_rate = 8000;
  std::uint32_t bits = 16;
  std::uint32_t size_to_write = 1;  ///< 1: the true size
  std::string before_data{};        ///< whole chunks
};

inline std::string wav(const WavFields& fields, const std::string& data) {
  const std::uint32_t frame = fields.channels * fields.bits / 8;
  const std::uint32_t size = fields.size_to_write == 1 ? static_cast<std::uint32_t>(data.size()) : fields.size_to_write;
  std::string body = "WAVEfmt " + little(16, 4) + little(fields.format, 2) + little(fields.channels, 2) +
                     little(fields.sample_rate, 4) + little(fields.sample_rate * frame, 4) + little(frame, 2) +
                     little(fields.bits, 2) + fields.before_data + "data" + little(size, 4) + data;
  return "RIFF" + little(static_cast<std::uint32_t>(body.size()), 4) + body;
}

inline std::string bytes_of(const Samples& samples) {
  std::string bytes;
  for (const auto sample : samples) bytes += little(static_cast<std::uint16_t>(sample), 2);
  return bytes;
}

/// A folder that goes away with the test.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] std::filesystem::path path(const std::string& name) const { return folder_ / name; }
  [[nodiscard]] std::filesystem::path write(const std::string& name, const std::string& bytes) const;

 private:
  std::filesystem::path folder_;
};

std::string read_all(const std::filesystem::path& path);

}  // namespace redline::audio::testing
