// The voice engine: Silero's network by the ONNX Runtime, at 8 kHz with windows of 256 samples and 32 of context.
#include <onnxruntime_c_api.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <vector>

#include "speech/engine_abi.h"

struct redline_model {
  OrtEnv* environment = nullptr;
  OrtSession* session = nullptr;
  OrtMemoryInfo* memory = nullptr;
};
struct redline_session {
  redline_model* model = nullptr;
};

namespace {

constexpr std::size_t kWindow = 256;
constexpr std::size_t kContext = 32;
constexpr std::size_t kState = 2 * 128;

const OrtApi& ort() {
  static const OrtApi* api = OrtGetApiBase()->GetApi(ORT_API_VERSION);
  return *api;
}

/// Turns a status into false and a sentence.
bool ok(OrtStatus* status, char* error, size_t size) {
  if (status == nullptr) return true;
  if (size > 0) std::snprintf(error, size, "%s", ort().GetErrorMessage(status));
  ort().ReleaseStatus(status);
  return false;
}

void close_model(redline_model* model) {
  if (model->memory != nullptr) ort().ReleaseMemoryInfo(model->memory);
  if (model->session != nullptr) ort().ReleaseSession(model->session);
  if (model->environment != nullptr) ort().ReleaseEnv(model->environment);
  delete model;
}

redline_model* open_model(const char* file, char* error, size_t error_size) {
  auto* model = new redline_model;
  OrtSessionOptions* options = nullptr;
  bool good = ok(ort().CreateEnv(ORT_LOGGING_LEVEL_ERROR, "redline", &model->environment), error, error_size) &&
              ok(ort().CreateSessionOptions(&options), error, error_size) &&
              ok(ort().SetIntraOpNumThreads(options, 1), error, error_size) &&
              ok(ort().SetInterOpNumThreads(options, 1), error, error_size) &&
              ok(ort().CreateSession(model->environment, file, options, &model->session), error, error_size) &&
              ok(ort().CreateCpuMemoryInfo(OrtArenaAllocator, OrtMemTypeDefault, &model->memory), error, error_size);
  if (options != nullptr) ort().ReleaseSessionOptions(options);
  if (good) return model;
  close_model(model);
  return nullptr;
}

redline_session* start(redline_model* model, char*, size_t) { return new redline_session{model}; }
void end(redline_session* session) { delete session; }

OrtValue* tensor(const redline_model& model, void* data, std::size_t bytes, const std::vector<int64_t>& shape,
                 ONNXTensorElementDataType type, char* error, size_t error_size) {
  OrtValue* value = nullptr;
  ok(ort().CreateTensorWithDataAsOrtValue(model.memory, data, bytes, shape.data(), shape.size(), type, &value), error,
     error_size);
  return value;
}

/// One window. `input` holds the context and the window; `state` is replaced.
bool run_window(const redline_model& model, std::vector<float>& input, std::vector<float>& state, float& probability,
                char* error, size_t error_size) {
  int64_t rate = 8000;
  std::array<OrtValue*, 3> inputs{
      tensor(model, input.data(), input.size() * sizeof(float), {1, static_cast<int64_t>(input.size())},
             ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT, error, error_size),
      tensor(model, state.data(), state.size() * sizeof(float), {2, 1, 128}, ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT, error,
             error_size),
      tensor(model, &rate, sizeof rate, {}, ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64, error, error_size)};
  const std::array<const char*, 3> input_names{"input", "state", "sr"};
  const std::array<const char*, 2> output_names{"output", "stateN"};
  std::array<OrtValue*, 2> outputs{nullptr, nullptr};
  bool good = std::all_of(inputs.begin(), inputs.end(), [](OrtValue* value) { return value != nullptr; }) &&
              ok(ort().Run(model.session, nullptr, input_names.data(), inputs.data(), inputs.size(),
                           output_names.data(), output_names.size(), outputs.data()),
                 error, error_size);
  if (good) {
    float* found = nullptr;
    float* next = nullptr;
    good = ok(ort().GetTensorMutableData(outputs[0], reinterpret_cast<void**>(&found)), error, error_size) &&
           ok(ort().GetTensorMutableData(outputs[1], reinterpret_cast<void**>(&next)), error, error_size);
    if (good) {
      probability = *found;
      std::copy_n(next, kState, state.begin());
    }
  }
  for (OrtValue* value : inputs) ort().ReleaseValue(value);
  for (OrtValue* value : outputs) ort().ReleaseValue(value);
  return good;
}

int32_t probabilities(redline_session* session, const float* samples, size_t count, float* out, char* error,
                      size_t error_size) {
  std::vector<float> state(kState, 0.0F);
  std::vector<float> input(kContext + kWindow, 0.0F);
  for (std::size_t i = 0; i + kWindow <= count; i += kWindow) {
    std::copy(input.end() - kContext, input.end(), input.begin());
    std::copy_n(samples + i, kWindow, input.begin() + kContext);
    if (!run_window(*session->model, input, state, out[i / kWindow], error, error_size)) return 0;
  }
  return 1;
}

}  // namespace

extern "C" __attribute__((visibility("default"))) const redline_voice_engine_table* redline_voice_engine() {
  static const redline_voice_engine_table table{REDLINE_ENGINE_ABI, "silero",    "6",   8000, kWindow,
                                                open_model,         close_model, start, end,  probabilities};
  return &table;
}
