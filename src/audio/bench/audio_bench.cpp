// Hours of call a core-second of the audio chain. Run: audio_bench --benchmark_enable_random_interleaving=true
// --benchmark_repetitions=9 --benchmark_report_aggregates_only=true. CPU time counts.
#include <benchmark/benchmark.h>
#include <sndfile.h>

#include <filesystem>
#include <fstream>

#include "audio/acoustics.hpp"
#include "audio/frames.hpp"
#include "audio/listening.hpp"
#include "audio/recording.hpp"
#include "audio/resample.hpp"
#include "audio/tones.hpp"

namespace redline::audio {
namespace {

constexpr int kRate = 8000;
constexpr std::size_t kSeconds = 600;

void put(std::string& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out.push_back(static_cast<char>(value >> (8 * i) & 0xFFU));
}

/// Ten minutes of stereo A-law, loud bursts (below clipping) and pauses in turn, made once in the temporary folder.
const std::filesystem::path& call() {
  static const std::filesystem::path path = [] {
    std::string data;
    std::uint32_t seed = 1;
    for (std::size_t i = 0; i < kSeconds * kRate; ++i) {
      for (std::size_t side = 0; side < 2; ++side) {
        seed = seed * 1664525U + 1013904223U;
        const bool speaks = (i / kRate / 4 + side) % 2 == 0;
        data.push_back(static_cast<char>(0x55U ^ (speaks ? seed >> 24U & 0xDFU : 0x80U ^ (seed >> 31U))));
      }
    }
    std::string bytes = "RIFF";
    put(bytes, static_cast<std::uint32_t>(data.size() + 36), 4);
    bytes += "WAVEfmt ";
    put(bytes, 16, 4);
    put(bytes, 6 | 2U << 16U, 4);
    put(bytes, kRate, 4);
    put(bytes, 2 * kRate, 4);
    put(bytes, 2 | 8U << 16U, 4);
    bytes += "data";
    put(bytes, static_cast<std::uint32_t>(data.size()), 4);
    const auto file = std::filesystem::temp_directory_path() / "redline-audio-bench.wav";
    std::ofstream(file, std::ios::binary) << bytes << data;
    return file;
  }();
  return path;
}

const Recording& recording() {
  static const Recording decoded = *decode_file(call(), {});
  return decoded;
}

void count_hours(benchmark::State& state, double seconds = kSeconds) {
  state.counters["h/core-s"] =
      benchmark::Counter(seconds / 3600 * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

void libsndfile_decoding_alone(benchmark::State& state) {
  std::vector<std::int16_t> block(2 * 4096);
  for (auto _ : state) {
    SF_INFO info{};
    SNDFILE* file = sf_open(call().c_str(), SFM_READ, &info);
    while (sf_readf_short(file, block.data(), 4096) > 0) benchmark::DoNotOptimize(block.data());
    sf_close(file);
  }
  count_hours(state);
}
BENCHMARK(libsndfile_decoding_alone);

void decode(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(decode_file(call(), {}));
  count_hours(state);
}
BENCHMARK(decode);

void chain_decode_levels_regions_clipping(benchmark::State& state) {
  for (auto _ : state) {
    const auto decoded = *decode_file(call(), {});
    for (const auto& channel : decoded.channels) {
      const auto levels = frame_levels(channel, decoded.sample_rate);
      benchmark::DoNotOptimize(energy_regions(levels, {}));
      benchmark::DoNotOptimize(signal_to_noise_db(levels));
      benchmark::DoNotOptimize(clipped_share(channel));
    }
  }
  count_hours(state);
}
BENCHMARK(chain_decode_levels_regions_clipping);

void levels_only(benchmark::State& state) {
  for (auto _ : state) {
    for (const auto& channel : recording().channels) benchmark::DoNotOptimize(frame_levels(channel, kRate));
  }
  count_hours(state);
}
BENCHMARK(levels_only);

void waveform_peaks(benchmark::State& state) {
  for (auto _ : state) {
    for (const auto& channel : recording().channels) benchmark::DoNotOptimize(peaks(channel, kRate));
  }
  count_hours(state);
}
BENCHMARK(waveform_peaks);

/// One minute of one channel; hours of one channel.
template <typename Measure>
void a_minute(benchmark::State& state, Measure measure) {
  const auto minute = std::span(recording().channels[0]).first(60 * kRate);
  for (auto _ : state) measure(minute);
  count_hours(state, 60);
}
BENCHMARK_CAPTURE(a_minute, pitch, [](auto sound) { benchmark::DoNotOptimize(measure_pitch(sound, kRate)); });
BENCHMARK_CAPTURE(a_minute, find_tones, [](auto sound) { benchmark::DoNotOptimize(find_tones(sound, kRate)); });
BENCHMARK_CAPTURE(a_minute, tone_share, [](auto sound) { benchmark::DoNotOptimize(tone_share(sound, kRate)); });
BENCHMARK_CAPTURE(a_minute, resample_to_16k,
                  [](auto sound) { benchmark::DoNotOptimize(resample(sound, kRate, 16'000)); });

}  // namespace
}  // namespace redline::audio
