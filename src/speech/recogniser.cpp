#include "speech/recogniser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "audio/frames.hpp"
#include "audio/resample.hpp"
#include "audio/tones.hpp"
#include "conversation/facts.hpp"
#include "crypto/digest.hpp"
#include "speech/detail/guards.hpp"
#include "speech/detail/segmenter.hpp"
#include "speech/engine.hpp"
#include "speech/models.hpp"
#include "text/fold.hpp"
#include "text/utf8.hpp"

namespace redline::speech {
namespace {

using audio::Region;
using base::Error;
using base::ErrorCode;
using base::Milliseconds;
using base::Result;

/// Grows whenever a change here may change what is heard; part of the identity and so of every cache key.
constexpr int kPipelineVersion = 3;
constexpr int kVoiceRate = 8000;
constexpr double kMostlyTone = 0.5;
/// Words of the field, so that the model expects them and writes simplified characters.
constexpr std::string_view kPrompt =
    "以下是普通话催收电话的录音，请用简体中文。逾期、欠款、还款、分期、本金、利息、起诉、法院、征信、工号、通话录音、消"
    "费金融、银行信用卡中心。";

std::string error_text(const std::array<char, 512>& buffer) { return std::string(buffer.data()); }

Error engine_failed(const std::array<char, 512>& buffer) {
  return {ErrorCode::kUnavailable, "speech.engine_failed", "the speech engine failed: " + error_text(buffer)};
}

/// A model and the engine that reads it; closes in the right order.
template <typename EngineType>
struct LoadedModel {
  std::shared_ptr<const EngineType> engine{};
  redline_model* model = nullptr;
  LoadedModel() = default;
  ~LoadedModel() {
    if (model != nullptr) engine->table().close(model);
  }
  LoadedModel(const LoadedModel&) = delete;
  LoadedModel& operator=(const LoadedModel&) = delete;
};

template <typename EngineType>
class Session {
 public:
  explicit Session(const LoadedModel<EngineType>& model) : table_(model.engine->table()) {
    handle_ = table_.start(model.model, error_.data(), error_.size());
  }
  ~Session() {
    if (handle_ != nullptr) table_.end(handle_);
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  [[nodiscard]] redline_session* handle() const { return handle_; }
  [[nodiscard]] auto& table() const { return table_; }
  std::array<char, 512>& error() { return error_; }

 private:
  const decltype(std::declval<EngineType>().table())& table_;
  redline_session* handle_ = nullptr;
  std::array<char, 512> error_{};
};

struct Models {
  LoadedModel<RecogniserEngine> words;
  LoadedModel<VoiceEngine> voice;
  std::string prompt;
  std::string language;
};

class ChannelRecogniser final : public Recogniser {
 public:
  explicit ChannelRecogniser(const Models& models) : models_(models), words_(models.words), voice_(models.voice) {}

  bool ready() const { return words_.handle() != nullptr && voice_.handle() != nullptr; }

  Result<ChannelTranscript> recognise(std::span<const std::int16_t> samples, int sample_rate) override {
    ChannelTranscript transcript;
    const auto levels = audio::frame_levels(samples, sample_rate);
    const auto frame = static_cast<std::size_t>(sample_rate / 100);
    for (const Region& region : audio::energy_regions(levels, {})) {
      const auto sound = samples.subspan(region.begin * frame, (region.end - region.begin) * frame);
      auto segments = find_voice(sound, sample_rate);
      if (!segments) return segments.error();
      for (const Region& segment : *segments) {
        const auto piece =
            sound.subspan(segment.begin * frame, std::min(segment.end * frame, sound.size()) - segment.begin * frame);
        const auto start = static_cast<std::int64_t>(region.begin + segment.begin) * audio::kFrame;
        if (auto failed = hear(piece, sample_rate, start, transcript); !failed) return failed.error();
      }
    }
    return transcript;
  }

 private:
  /// Voice segments of a region, in frames from its start.
  Result<std::vector<Region>> find_voice(std::span<const std::int16_t> sound, int sample_rate) {
    const auto& table = voice_.table();
    auto samples = audio::resample(sound, sample_rate, kVoiceRate);
    const auto window = static_cast<std::size_t>(table.window);
    samples.resize((samples.size() + window - 1) / window * window, 0.0F);
    std::vector<float> windows(samples.size() / window);
    if (table.probabilities(voice_.handle(), samples.data(), samples.size(), windows.data(), voice_.error().data(),
                            voice_.error().size()) == 0) {
      return engine_failed(voice_.error());
    }
    const auto frame = static_cast<std::size_t>(sample_rate / 100);
    std::vector<float> voice(sound.size() / frame);
    for (std::size_t i = 0; i < voice.size(); ++i) {
      voice[i] = windows[std::min(windows.size() - 1, (i * (kVoiceRate / 100) + kVoiceRate / 200) / window)];
    }
    return detail::segment(voice, {});
  }

  /// Recognises one segment into the transcript, or counts why not.
  Result<void> hear(std::span<const std::int16_t> piece, int sample_rate, Milliseconds start,
                    ChannelTranscript& transcript) {
    if (audio::tone_share(piece, sample_rate) > kMostlyTone) {
      ++transcript.rejected["tone"];
      return {};
    }
    const auto& table = words_.table();
    const auto samples = audio::resample(piece, sample_rate, table.sample_rate);
    const Milliseconds duration{static_cast<std::int64_t>(piece.size()) * 1000 / sample_rate};
    const redline_recognise_options options{models_.language.c_str(), models_.prompt.c_str(), context_for(duration)};
    redline_hypothesis heard{};
    if (table.recognise(words_.handle(), samples.data(), samples.size(), &options, &heard, words_.error().data(),
                        words_.error().size()) == 0) {
      return engine_failed(words_.error());
    }
    RecognisedUtterance utterance = utterance_of(heard, start, duration);
    const auto reason = detail::reason_to_reject(
        {utterance.text, duration, heard.average_log_probability, heard.no_speech_probability}, models_.prompt);
    if (reason) {
      ++transcript.rejected[*reason];
    } else {
      transcript.utterances.push_back(std::move(utterance));
    }
    return {};
  }

  /// The sound that the engine looks at: the segment and a second more, at least five seconds. A window that is shorter
  /// than the speech gives garbage; a longer one costs time in proportion.
  static std::int32_t context_for(Milliseconds duration) {
    const auto wanted = std::max<std::int64_t>(duration.count() + 1200, 5'120);
    return static_cast<std::int32_t>(std::min<std::int64_t>(30'000, (wanted + 639) / 640 * 640));
  }

  static RecognisedUtterance utterance_of(const redline_hypothesis& heard, Milliseconds start, Milliseconds duration) {
    RecognisedUtterance utterance{.start = start, .end = start + duration};
    double sum = 0;
    std::size_t spoken = 0;
    for (std::size_t i = 0; i < heard.piece_count; ++i) {
      const redline_piece& piece = heard.pieces[i];
      std::string text = text::to_simplified(piece.text);
      if (utterance.text.empty())
        text.erase(0, text.find_first_not_of(' ') == std::string::npos ? text.size() : text.find_first_not_of(' '));
      if (text.empty() || text::find_invalid_utf8(text)) continue;
      conversation::Word word;
      word.start = start + Milliseconds{std::clamp<std::int64_t>(piece.start_ms, 0, duration.count())};
      word.end = start + Milliseconds{std::clamp<std::int64_t>(piece.end_ms, 0, duration.count())};
      word.confidence = std::clamp(static_cast<double>(piece.probability), 0.0, 1.0);
      utterance.text += text;
      if (conversation::spoken_characters(text) > 0) {
        sum += word.confidence;
        ++spoken;
      }
      word.text = base::Sensitive<std::string>(std::move(text));
      utterance.words.push_back(std::move(word));
    }
    utterance.confidence = spoken == 0 ? 0 : sum / static_cast<double>(spoken);
    return utterance;
  }

  const Models& models_;
  Session<RecogniserEngine> words_;
  Session<VoiceEngine> voice_;
};

class Service final : public SpeechService {
 public:
  Result<void> load(const SpeechOptions& options) {
    auto store = ModelStore::open();
    if (!store) return store.error();
    auto words = store->installed(options.recogniser_model);
    if (!words) return words.error();
    auto voice = store->installed(options.voice_model);
    if (!voice) return voice.error();
    auto words_engine = load_recogniser_engine(words->engine);
    if (!words_engine) return words_engine.error();
    auto voice_engine = load_voice_engine(voice->engine);
    if (!voice_engine) return voice_engine.error();
    models_.words.engine = *words_engine;
    models_.voice.engine = *voice_engine;
    std::array<char, 512> error{};
    models_.words.model =
        (*words_engine)->table().open(words->folder.c_str(), words->main_file.c_str(), 1, error.data(), error.size());
    if (models_.words.model == nullptr) return engine_failed(error);
    const auto voice_file = voice->folder / voice->main_file;
    models_.voice.model = (*voice_engine)->table().open(voice_file.c_str(), error.data(), error.size());
    if (models_.voice.model == nullptr) return engine_failed(error);
    models_.language = options.language;
    models_.prompt = std::string(kPrompt) + options.tenant_words;
    identity_ = fmt::format("{}-{}/{}@{};voice={}@{};language={};words={};pipeline={}", (*words_engine)->table().name,
                            (*words_engine)->table().version, words->id, words->digest, voice->id, voice->digest,
                            options.language, crypto::sha256(models_.prompt).hex().substr(0, 12), kPipelineVersion);
    return {};
  }

  Result<std::unique_ptr<Recogniser>> recogniser() override {
    auto recogniser = std::make_unique<ChannelRecogniser>(models_);
    if (!recogniser->ready()) {
      return Error{ErrorCode::kUnavailable, "speech.engine_failed", "the speech engine cannot start a session"};
    }
    return std::unique_ptr<Recogniser>(std::move(recogniser));
  }

  [[nodiscard]] const std::string& identity() const override { return identity_; }

 private:
  Models models_;
  std::string identity_;
};

}  // namespace

Result<std::shared_ptr<SpeechService>> SpeechService::open(const SpeechOptions& options) {
  auto service = std::make_shared<Service>();
  if (auto failed = service->load(options); !failed) return failed.error();
  return std::shared_ptr<SpeechService>(std::move(service));
}

}  // namespace redline::speech
