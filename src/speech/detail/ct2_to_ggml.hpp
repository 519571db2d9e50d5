// Whisper weights from CTranslate2's model.bin to the file that whisper.cpp reads.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace redline::speech::detail {

/// A variable of a CTranslate2 model: a view into the file's bytes.
struct Ct2Variable {
  std::vector<std::uint32_t> shape{};
  std::uint8_t type = 0;  ///< 0 float32, 1 int8, 2 int16, 3 int32, 4 float16
  std::string_view bytes{};
};

/// The variables of a model.bin, by name. Fails with "models.bad_weights" for bytes that are no such file.
base::Result<std::map<std::string, Ct2Variable>> read_ct2(std::string_view bytes);

/// The ggml file of a multilingual Whisper model of 16-bit floats: header, mel filters (computed: Slaney scale and area
/// norm, 400-point transform at 16 kHz), vocabulary, tensors. `vocabulary_json`: the token strings in order, in GPT-2's
/// byte alphabet. Fails with "models.bad_weights" when a tensor is missing or has another type.
base::Result<std::string> ct2_to_ggml(std::string_view model, const std::string& vocabulary_json);

}  // namespace redline::speech::detail
