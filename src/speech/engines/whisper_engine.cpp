// The recogniser engine over whisper.cpp. Greedy, one segment, no timestamps in the text; times of tokens by the
// dynamic-time-warping of the attention heads.
#include <whisper.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "speech/engine_abi.h"

struct redline_model {
  whisper_context* context = nullptr;
};

struct redline_session {
  whisper_context* context = nullptr;
  whisper_state* state = nullptr;
  std::vector<std::string> texts{};
  std::vector<redline_piece> pieces{};
};

namespace {

void say(char* error, size_t size, const char* message) {
  if (size > 0) std::snprintf(error, size, "%s", message);
}

whisper_context_params context_params() {
  whisper_context_params params = whisper_context_default_params();
  params.use_gpu = false;
  params.flash_attn = false;  // the warping needs the attention weights
  params.dtw_token_timestamps = true;
  params.dtw_aheads_preset = WHISPER_AHEADS_N_TOP_MOST;
  params.dtw_n_top = 4;
  return params;
}

redline_model* open_model(const char* folder, const char* main_file, int32_t /*threads*/, char* error,
                          size_t error_size) {
  whisper_log_set([](ggml_log_level, const char*, void*) {}, nullptr);
  const std::string path = std::string(folder) + "/" + main_file;
  whisper_context_params params = context_params();
  // The base model's alignment heads are known; other sizes take the top layers.
  if (std::strstr(main_file, "base") != nullptr) params.dtw_aheads_preset = WHISPER_AHEADS_BASE;
  whisper_context* context = whisper_init_from_file_with_params_no_state(path.c_str(), params);
  if (context == nullptr) {
    say(error, error_size, "whisper.cpp cannot read the model file");
    return nullptr;
  }
  return new redline_model{context};
}

void close_model(redline_model* model) {
  whisper_free(model->context);
  delete model;
}

redline_session* start(redline_model* model, char* error, size_t error_size) {
  whisper_state* state = whisper_init_state(model->context);
  if (state == nullptr) {
    say(error, error_size, "whisper.cpp cannot make a decoder state");
    return nullptr;
  }
  auto* session = new redline_session;
  session->context = model->context;
  session->state = state;
  return session;
}

void end(redline_session* session) {
  whisper_free_state(session->state);
  delete session;
}

/// Whether the bytes end in the middle of a character.
bool is_cut(const std::string& text) {
  std::size_t lead = text.size();
  while (lead > 0 && (static_cast<unsigned char>(text[lead - 1]) & 0xC0U) == 0x80U) --lead;
  if (lead == 0) return false;
  const auto byte = static_cast<unsigned char>(text[lead - 1]);
  const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
  return text.size() - (lead - 1) < length;
}

/// The tokens as pieces of whole characters: a character that is cut into several tokens becomes one piece.
void collect(redline_session* session, redline_hypothesis* out, int32_t length_ms) {
  session->texts.clear();
  session->pieces.clear();
  double log_sum = 0;
  std::size_t log_count = 0;
  float no_speech = 0;
  bool open = false;
  for (int i = 0; i < whisper_full_n_segments_from_state(session->state); ++i) {
    no_speech = std::max(no_speech, whisper_full_get_segment_no_speech_prob_from_state(session->state, i));
    for (int k = 0; k < whisper_full_n_tokens_from_state(session->state, i); ++k) {
      const whisper_token_data data = whisper_full_get_token_data_from_state(session->state, i, k);
      log_sum += std::log(std::max(data.p, 1e-6F));
      ++log_count;
      if (data.id >= whisper_token_eot(session->context)) continue;
      const char* text = whisper_full_get_token_text_from_state(session->context, session->state, i, k);
      const auto time = static_cast<int32_t>(data.t_dtw >= 0 ? data.t_dtw * 10 : -1);
      if (open) {
        session->texts.back() += text;
        session->pieces.back().probability = std::min(session->pieces.back().probability, data.p);
      } else {
        session->texts.emplace_back(text);
        session->pieces.push_back({nullptr, time, time, data.p});
      }
      open = is_cut(session->texts.back());
    }
  }
  // A token's time is the moment at which it is heard; a piece lasts until the next one's.
  int32_t last = length_ms;
  for (std::size_t i = session->pieces.size(); i-- > 0;) {
    auto& piece = session->pieces[i];
    piece.text = session->texts[i].c_str();
    if (piece.start_ms < 0) piece.start_ms = last;
    piece.start_ms = std::min(piece.start_ms, last);
    piece.end_ms = last;
    last = piece.start_ms;
  }
  out->pieces = session->pieces.data();
  out->piece_count = session->pieces.size();
  out->average_log_probability = log_count == 0 ? 0 : static_cast<float>(log_sum / static_cast<double>(log_count));
  out->no_speech_probability = no_speech;
}

int32_t recognise(redline_session* session, const float* samples, size_t count,
                  const redline_recognise_options* options, redline_hypothesis* out, char* error, size_t error_size) {
  whisper_full_params params = whisper_full_default_params(WHISPER_SAMPLING_GREEDY);
  params.n_threads = 1;
  params.language = options->language;
  params.initial_prompt = options->prompt[0] == '\0' ? nullptr : options->prompt;
  params.no_context = true;
  params.single_segment = true;
  params.no_timestamps = true;
  params.print_progress = false;
  params.print_realtime = false;
  params.print_timestamps = false;
  params.print_special = false;
  params.suppress_blank = true;
  params.suppress_nst = true;
  params.temperature = 0;
  params.temperature_inc = 0;  // no second attempts by chance: same sound, same text
  params.greedy.best_of = 1;
  // The encoder gives 50 positions a second.
  params.audio_ctx = std::min(1500, options->context_ms / 20);
  // No speech holds more than some eight characters a second; what runs on is a loop.
  params.max_tokens = static_cast<int>(24 + count / 16000 * 16);
  if (whisper_full_with_state(session->context, session->state, params, samples, static_cast<int>(count)) != 0) {
    say(error, error_size, "whisper.cpp failed to decode");
    return 0;
  }
  collect(session, out, static_cast<int32_t>(count / 16));
  return 1;
}

}  // namespace

extern "C" __attribute__((visibility("default"))) const redline_recogniser_engine_table* redline_recogniser_engine() {
  static const redline_recogniser_engine_table table{
      REDLINE_ENGINE_ABI, "whisper.cpp", REDLINE_WHISPER_VERSION, 16000, 0, open_model, close_model, start, end,
      recognise};
  return &table;
}
