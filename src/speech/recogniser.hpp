// Recognition of one channel: where voice is, and what it says.
//
//   auto service = SpeechService::open(options);          // models, shared by all threads
//   auto recogniser = (*service)->recogniser();           // one a thread
//   auto heard = (*recogniser)->recognise(samples, 8000);
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "conversation/utterance.hpp"

namespace redline::speech {

/// What a recogniser heard in one stretch. Text in simplified characters; the words spell the text.
struct RecognisedUtterance {
  base::Milliseconds start{};
  base::Milliseconds end{};
  std::string text{};
  std::vector<conversation::Word> words{};
  double confidence = 1.0;  ///< mean of the words', 0..1
};

/// Everything heard in one channel, in order, and what was thrown away with its reason ("tone", "no_speech",
/// "improbable", "too_fast", "repetition", "artefact", "prompt_echo").
struct ChannelTranscript {
  std::vector<RecognisedUtterance> utterances{};
  std::map<std::string, std::uint32_t> rejected{};
};

struct SpeechOptions {
  std::string recogniser_model = "whisper-base";  ///< id in the catalogue
  std::string voice_model = "silero-vad";
  std::string language = "zh";
  std::string tenant_words{};  ///< names of lenders, products, agencies, staff: expected words
};

/// One channel after another; not thread-safe, one a thread.
class Recogniser {
 public:
  virtual ~Recogniser() = default;
  virtual base::Result<ChannelTranscript> recognise(std::span<const std::int16_t> samples, int sample_rate) = 0;
};

/// The loaded models. Thread-safe; recognisers must not outlive it.
class SpeechService {
 public:
  /// Fails with "speech.engine_missing", "models.not_installed" (and how to install), "models.damaged", ...
  static base::Result<std::shared_ptr<SpeechService>> open(const SpeechOptions& options);
  virtual ~SpeechService() = default;

  virtual base::Result<std::unique_ptr<Recogniser>> recogniser() = 0;
  /// Engine, version, model and its hash, and our own pipeline's version: what the words depend on.
  [[nodiscard]] virtual const std::string& identity() const = 0;
};

/// Stretches of voice found in one channel, in milliseconds. For tests and benchmarks of the pipeline.
struct VoiceSegment {
  base::Milliseconds start{};
  base::Milliseconds end{};
  friend bool operator==(const VoiceSegment&, const VoiceSegment&) = default;
};

}  // namespace redline::speech
