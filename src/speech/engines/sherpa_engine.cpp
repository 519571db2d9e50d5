// The recogniser engine over sherpa-onnx's C API: loads any recogniser folder of its own. What kind of model a folder
// holds is read off the files in it:
//
//   *joiner*.onnx                      transducer (Zipformer); a folder or file named "streaming" decodes as it hears
//   *encoder*.onnx and *decoder*.onnx  Whisper
//   "sense" in the folder's name       SenseVoice; "paraformer": Paraformer; "ctc": Zipformer CTC (one .onnx file each)
//
// Whisper's vocabulary is of bytes, and sherpa-onnx 2.0.1 replaces each half of a character by U+FFFD: with it about
// one character in twelve is lost, which is why whisper.cpp is the default. Models with whole characters are not
// touched.
//
// tokens.txt (or *-tokens.txt) must stand beside. Of several files of one kind the int8 one is taken.
#include <sherpa-onnx/c-api/c-api.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include "speech/engine_abi.h"

namespace fs = std::filesystem;

struct redline_model {
  const SherpaOnnxOfflineRecognizer* offline = nullptr;
  const SherpaOnnxOnlineRecognizer* online = nullptr;
};

struct redline_session {
  redline_model* model = nullptr;
  std::vector<std::string> texts{};
  std::vector<redline_piece> pieces{};
};

namespace {

constexpr int kRate = 16000;

void say(char* error, size_t size, const std::string& message) {
  if (size > 0) std::snprintf(error, size, "%s", message.c_str());
}

/// The files of a recogniser's folder.
class Folder {
 public:
  explicit Folder(const char* path) : name_(fs::path(path).filename().string()) {
    for (const auto& entry : fs::directory_iterator(path)) files_.push_back(entry.path());
    std::sort(files_.begin(), files_.end());
  }

  /// The file with this part in its name and this ending; the int8 one of several.
  [[nodiscard]] std::string find(const char* part, const char* ending) const {
    std::string found;
    for (const auto& file : files_) {
      const std::string name = file.filename().string();
      if (name.find(part) == std::string::npos || !name.ends_with(ending)) continue;
      if (found.empty() || name.find("int8") != std::string::npos) found = file.string();
    }
    return found;
  }

  [[nodiscard]] bool is_called(const char* part) const {
    return name_.find(part) != std::string::npos ||
           std::any_of(files_.begin(), files_.end(),
                       [&](const fs::path& file) { return file.filename().string().find(part) != std::string::npos; });
  }

 private:
  std::string name_;
  std::vector<fs::path> files_;
};

redline_model* open_streaming(const Folder& folder, const std::string& tokens, int threads) {
  const std::string encoder = folder.find("encoder", ".onnx");
  const std::string decoder = folder.find("decoder", ".onnx");
  const std::string joiner = folder.find("joiner", ".onnx");
  SherpaOnnxOnlineRecognizerConfig config{};
  config.feat_config = {kRate, 80};
  if (joiner.empty()) {
    config.model_config.paraformer = {encoder.c_str(), decoder.c_str()};
  } else {
    config.model_config.transducer = {encoder.c_str(), decoder.c_str(), joiner.c_str()};
  }
  config.model_config.tokens = tokens.c_str();
  config.model_config.num_threads = threads;
  config.model_config.provider = "cpu";
  config.decoding_method = "greedy_search";
  const auto* recogniser = SherpaOnnxCreateOnlineRecognizer(&config);
  return recogniser == nullptr ? nullptr : new redline_model{nullptr, recogniser};
}

redline_model* open_whole(const Folder& folder, const std::string& tokens, int threads) {
  const std::string encoder = folder.find("encoder", ".onnx");
  const std::string decoder = folder.find("decoder", ".onnx");
  const std::string joiner = folder.find("joiner", ".onnx");
  const std::string single = folder.find("model", ".onnx");
  SherpaOnnxOfflineRecognizerConfig config{};
  config.feat_config = {kRate, 80};
  auto& model = config.model_config;
  if (!joiner.empty()) {
    model.transducer = {encoder.c_str(), decoder.c_str(), joiner.c_str()};
  } else if (!encoder.empty() && !decoder.empty()) {
    model.whisper.encoder = encoder.c_str();
    model.whisper.decoder = decoder.c_str();
    model.whisper.language = "zh";
    model.whisper.task = "transcribe";
    model.whisper.tail_paddings = 300;
    model.whisper.enable_token_timestamps = 1;
  } else if (folder.is_called("sense")) {
    model.sense_voice.model = single.c_str();
    model.sense_voice.language = "auto";
    model.sense_voice.use_itn = 0;
  } else if (folder.is_called("ctc")) {
    model.zipformer_ctc.model = single.c_str();
  } else {
    model.paraformer.model = single.c_str();
  }
  model.tokens = tokens.c_str();
  model.num_threads = threads;
  model.provider = "cpu";
  config.decoding_method = "greedy_search";
  const auto* recogniser = SherpaOnnxCreateOfflineRecognizer(&config);
  return recogniser == nullptr ? nullptr : new redline_model{recogniser, nullptr};
}

redline_model* open_model(const char* path, const char*, int32_t threads, char* error, size_t error_size) {
  const Folder folder(path);
  const std::string tokens = folder.find("tokens", ".txt");
  if (tokens.empty()) {
    say(error, error_size, "the folder holds no tokens.txt");
    return nullptr;
  }
  redline_model* model =
      folder.is_called("streaming") ? open_streaming(folder, tokens, threads) : open_whole(folder, tokens, threads);
  if (model == nullptr) say(error, error_size, "sherpa-onnx cannot read the model in this folder");
  return model;
}

void close_model(redline_model* model) {
  if (model->offline != nullptr) SherpaOnnxDestroyOfflineRecognizer(model->offline);
  if (model->online != nullptr) SherpaOnnxDestroyOnlineRecognizer(model->online);
  delete model;
}

redline_session* start(redline_model* model, char*, size_t) {
  auto* session = new redline_session;
  session->model = model;
  return session;
}
void end(redline_session* session) { delete session; }

/// What a recogniser gives for each token; `times` and `log_probabilities` may be null.
struct Tokens {
  int count = 0;
  const char* const* texts = nullptr;
  const float* times = nullptr;
  const float* log_probabilities = nullptr;
};

/// The characters of a text, each as a string.
std::vector<std::string> characters_of(const char* text) {
  std::vector<std::string> characters;
  for (; text != nullptr && *text != '\0'; ++text) {
    const bool begins = (static_cast<unsigned char>(*text) & 0xC0U) != 0x80U;
    if (begins || characters.empty()) characters.emplace_back();
    characters.back() += *text;
  }
  return characters;
}

/// The pieces of the text: tokens where they spell it; else its characters, spread over the tokens' times. The latter
/// is what byte-wise vocabularies need, whose tokens may be halves of a character.
std::vector<std::string> pieces_of(const Tokens& tokens, const char* text) {
  std::vector<std::string> pieces;
  std::string spelled;
  for (int i = 0; tokens.texts != nullptr && i < tokens.count; ++i) {
    std::string piece = tokens.texts[i];
    if (piece.starts_with("\xE2\x96\x81")) piece.replace(0, 3, " ");  // the word mark of sentence pieces
    spelled += piece;
    pieces.push_back(std::move(piece));
  }
  const bool broken = pieces.empty() || spelled.find("\xEF\xBF\xBD") != std::string::npos;
  return broken ? characters_of(text) : pieces;
}

void collect(redline_session* session, const Tokens& tokens, const char* text, int32_t length_ms,
             redline_hypothesis* out) {
  session->texts = pieces_of(tokens, text);
  session->pieces.clear();
  const std::size_t count = session->texts.size();
  double log_sum = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t token = tokens.count == 0 ? 0 : i * static_cast<std::size_t>(tokens.count) / count;
    const auto even =
        static_cast<int32_t>(static_cast<int64_t>(length_ms) * static_cast<int64_t>(i) / static_cast<int64_t>(count));
    const int32_t at = tokens.times == nullptr ? even : static_cast<int32_t>(tokens.times[token] * 1000);
    const float probability =
        tokens.log_probabilities == nullptr ? 1.0F : std::exp(std::min(0.0F, tokens.log_probabilities[token]));
    log_sum += std::log(std::max(probability, 1e-6F));
    session->pieces.push_back({session->texts[i].c_str(), std::clamp(at, 0, length_ms), length_ms, probability});
    if (i == 0) continue;
    auto& before = session->pieces[i - 1];
    session->pieces[i].start_ms = std::max(session->pieces[i].start_ms, before.start_ms);
    before.end_ms = session->pieces[i].start_ms;
  }
  out->pieces = session->pieces.data();
  out->piece_count = count;
  out->average_log_probability = count == 0 ? 0 : static_cast<float>(log_sum / static_cast<double>(count));
  out->no_speech_probability = 0;
}

int32_t recognise_whole(redline_session* session, const float* samples, size_t count, redline_hypothesis* out) {
  const auto* stream = SherpaOnnxCreateOfflineStream(session->model->offline);
  SherpaOnnxAcceptWaveformOffline(stream, kRate, samples, static_cast<int32_t>(count));
  SherpaOnnxDecodeOfflineStream(session->model->offline, stream);
  const auto* result = SherpaOnnxGetOfflineStreamResult(stream);
  if (result != nullptr) {
    collect(session, {result->count, result->tokens_arr, result->timestamps, result->ys_log_probs}, result->text,
            static_cast<int32_t>(count / 16), out);
    SherpaOnnxDestroyOfflineRecognizerResult(result);
  }
  SherpaOnnxDestroyOfflineStream(stream);
  return result == nullptr ? 0 : 1;
}

int32_t recognise_streaming(redline_session* session, const float* samples, size_t count, redline_hypothesis* out) {
  const auto* recogniser = session->model->online;
  const auto* stream = SherpaOnnxCreateOnlineStream(recogniser);
  SherpaOnnxOnlineStreamAcceptWaveform(stream, kRate, samples, static_cast<int32_t>(count));
  const std::vector<float> tail(kRate * 3 / 5, 0.0F);  // pushes the last words through the model's look-ahead
  SherpaOnnxOnlineStreamAcceptWaveform(stream, kRate, tail.data(), static_cast<int32_t>(tail.size()));
  SherpaOnnxOnlineStreamInputFinished(stream);
  while (SherpaOnnxIsOnlineStreamReady(recogniser, stream) != 0) SherpaOnnxDecodeOnlineStream(recogniser, stream);
  const auto* result = SherpaOnnxGetOnlineStreamResult(recogniser, stream);
  if (result != nullptr) {
    collect(session, {result->count, result->tokens_arr, result->timestamps, nullptr}, result->text,
            static_cast<int32_t>(count / 16), out);
    SherpaOnnxDestroyOnlineRecognizerResult(result);
  }
  SherpaOnnxDestroyOnlineStream(stream);
  return result == nullptr ? 0 : 1;
}

int32_t recognise(redline_session* session, const float* samples, size_t count, const redline_recognise_options*,
                  redline_hypothesis* out, char* error, size_t error_size) {
  const int32_t good = session->model->online != nullptr ? recognise_streaming(session, samples, count, out)
                                                         : recognise_whole(session, samples, count, out);
  if (good == 0) say(error, error_size, "sherpa-onnx gave no result");
  return good;
}

}  // namespace

extern "C" __attribute__((visibility("default"))) const redline_recogniser_engine_table* redline_recogniser_engine() {
  static const redline_recogniser_engine_table table{
      REDLINE_ENGINE_ABI, "sherpa-onnx", SherpaOnnxGetVersionStr(), kRate, 0, open_model, close_model, start, end,
      recognise};
  return &table;
}
