#include "speech/detail/ct2_to_ggml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>

#include "text/utf8.hpp"

namespace redline::speech::detail {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

constexpr std::uint8_t kFloat32 = 0;
constexpr std::uint8_t kFloat16 = 4;
constexpr std::size_t kTextTokens = 50257;  // the GPT-2 vocabulary; what follows are Whisper's own tokens
constexpr std::uint32_t kHeadSize = 64;
constexpr std::uint32_t kMostMels = 512;  // Whisper has 80 or 128

Error bad(std::string message) { return {ErrorCode::kInvalid, "models.bad_weights", std::move(message)}; }

/// Takes numbers and strings off the front of a file; remembers when it ran out.
class Cursor {
 public:
  explicit Cursor(std::string_view bytes) : rest_(bytes) {}

  std::uint32_t number(std::size_t width) {
    std::uint32_t value = 0;
    const auto piece = take(width);
    for (std::size_t i = 0; i < piece.size(); ++i)
      value |= static_cast<std::uint32_t>(static_cast<unsigned char>(piece[i])) << (8 * i);
    return value;
  }
  std::string text() {
    std::string value(take(number(2)));
    while (!value.empty() && value.back() == '\0') value.pop_back();
    return value;
  }
  std::string_view take(std::size_t length) {
    if (length > rest_.size()) {
      failed = true;
      rest_ = {};
      return {};
    }
    const auto piece = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return piece;
  }
  bool failed = false;

 private:
  std::string_view rest_;
};

/// IEEE 754 half to single precision.
float half_to_float(std::uint16_t half) {
  const std::uint32_t sign = (half & 0x8000U) << 16U;
  std::uint32_t exponent = (half >> 10U) & 31U;
  std::uint32_t mantissa = half & 0x3FFU;
  std::uint32_t bits = sign;
  if (exponent == 31) {
    bits |= 0x7F800000U | (mantissa << 13U);
  } else if (exponent != 0) {
    bits |= ((exponent + 112U) << 23U) | (mantissa << 13U);
  } else if (mantissa != 0) {
    exponent = 113;
    while ((mantissa & 0x400U) == 0) {
      mantissa <<= 1U;
      --exponent;
    }
    bits |= (exponent << 23U) | ((mantissa & 0x3FFU) << 13U);
  }
  float value = 0;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

/// One tensor on its way: rows of 16-bit floats, possibly a slice of a bigger one.
struct Tensor {
  std::string name{};
  std::vector<std::uint32_t> shape{};
  std::string_view halves{};
};

class Converter {
 public:
  explicit Converter(const std::map<std::string, Ct2Variable>& variables) : variables_(variables) {}

  Result<std::string> convert(const std::vector<std::string>& vocabulary) {
    collect();
    check_shapes();
    if (!problem_.empty()) return bad(problem_);
    write_header();
    write_filters();
    write_vocabulary(vocabulary);
    for (const auto& tensor : tensors_) write_tensor(tensor);
    return std::move(out_);
  }

 private:
  /// The variable as 16-bit floats, or a problem.
  Tensor find(const std::string& source, std::string name) {
    const auto at = variables_.find(source);
    if (at == variables_.end() || at->second.type != kFloat16 || at->second.shape.empty()) {
      if (problem_.empty()) problem_ = fmt::format("the weights lack the 16-bit variable {}", source);
      return {std::move(name), {0}, {}};
    }
    return {std::move(name), at->second.shape, at->second.bytes};
  }

  void add(const std::string& name, const std::string& source) { tensors_.push_back(find(source, name)); }

  /// One of the `parts` equal slices along the first axis.
  void add_slice(const std::string& name, const std::string& source, std::size_t index, std::size_t parts) {
    Tensor whole = find(source, name);
    if (whole.shape.front() % parts != 0 && problem_.empty()) problem_ = source + " cannot be divided";
    whole.shape.front() /= static_cast<std::uint32_t>(parts);
    const std::size_t length = whole.halves.size() / parts;
    whole.halves = whole.halves.substr(std::min(whole.halves.size(), index * length), length);
    tensors_.push_back(std::move(whole));
  }

  void add_linear(const std::string& name, const std::string& source) {
    add(name + ".weight", source + "/weight");
    add(name + ".bias", source + "/bias");
  }

  void add_norm(const std::string& name, const std::string& source) {
    add(name + ".weight", source + "/gamma");
    add(name + ".bias", source + "/beta");
  }

  /// CTranslate2 keeps query, key and value in one matrix; the key has no bias.
  void add_self_attention(const std::string& name, const std::string& source) {
    const std::array<const char*, 3> parts{"query", "key", "value"};
    for (std::size_t i = 0; i < parts.size(); ++i) {
      add_slice(fmt::format("{}.{}.weight", name, parts[i]), source + "/linear_0/weight", i, 3);
      if (i != 1) add_slice(fmt::format("{}.{}.bias", name, parts[i]), source + "/linear_0/bias", i, 3);
    }
    add_linear(name + ".out", source + "/linear_1");
  }

  void add_cross_attention(const std::string& name, const std::string& source) {
    add_linear(name + ".query", source + "/linear_0");
    add_slice(name + ".key.weight", source + "/linear_1/weight", 0, 2);
    add_slice(name + ".value.weight", source + "/linear_1/weight", 1, 2);
    add_slice(name + ".value.bias", source + "/linear_1/bias", 1, 2);
    add_linear(name + ".out", source + "/linear_2");
  }

  std::uint32_t add_layers(const std::string& side) {
    std::uint32_t layer = 0;
    for (; variables_.count(fmt::format("{}/layer_{}/ffn/linear_0/weight", side, layer)) != 0; ++layer) {
      const std::string source = fmt::format("{}/layer_{}", side, layer);
      const std::string name = fmt::format("{}.blocks.{}", side, layer);
      add_norm(name + ".attn_ln", source + "/self_attention/layer_norm");
      add_self_attention(name + ".attn", source + "/self_attention");
      if (side == "decoder") {
        add_norm(name + ".cross_attn_ln", source + "/attention/layer_norm");
        add_cross_attention(name + ".cross_attn", source + "/attention");
      }
      add_norm(name + ".mlp_ln", source + "/ffn/layer_norm");
      add_linear(name + ".mlp.0", source + "/ffn/linear_0");
      add_linear(name + ".mlp.2", source + "/ffn/linear_1");
    }
    return layer;
  }

  void collect() {
    add_linear("encoder.conv1", "encoder/conv1");
    add_linear("encoder.conv2", "encoder/conv2");
    add("encoder.positional_embedding", "encoder/position_encodings/encodings");
    add("decoder.positional_embedding", "decoder/position_encodings/encodings");
    add("decoder.token_embedding.weight", "decoder/embeddings/weight");
    add_norm("encoder.ln_post", "encoder/layer_norm");
    add_norm("decoder.ln", "decoder/layer_norm");
    encoder_layers_ = add_layers("encoder");
    decoder_layers_ = add_layers("decoder");
  }

  /// What the header is read from must have the number of axes that it is read by.
  void check_shapes() {
    if (!problem_.empty()) return;
    for (const auto& [name, axes] : {std::pair<const char*, std::size_t>{"encoder.conv1.weight", 3},
                                     {"encoder.positional_embedding", 2},
                                     {"decoder.positional_embedding", 2},
                                     {"decoder.token_embedding.weight", 2}}) {
      if (tensor(name).shape.size() != axes) problem_ = fmt::format("the weights' {} has not {} axes", name, axes);
    }
    if (!problem_.empty()) return;
    const std::uint32_t mels = tensor("encoder.conv1.weight").shape[1];
    if (mels == 0 || mels > kMostMels) problem_ = fmt::format("the weights are for {} mel bands", mels);
  }

  const Tensor& tensor(std::string_view name) const {
    return *std::find_if(tensors_.begin(), tensors_.end(), [&](const Tensor& one) { return one.name == name; });
  }

  void put(std::uint32_t value) {
    for (unsigned shift = 0; shift < 32; shift += 8) out_ += static_cast<char>((value >> shift) & 0xFFU);
  }
  void put_float(float value) {
    std::uint32_t bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    put(bits);
  }

  void write_header() {
    const auto& audio = tensor("encoder.positional_embedding").shape;
    const auto& text = tensor("decoder.positional_embedding").shape;
    const std::uint32_t state = audio.back();
    const std::uint32_t mels = tensor("encoder.conv1.weight").shape[1];
    for (const std::uint32_t value :
         {0x67676D6CU, tensor("decoder.token_embedding.weight").shape.front(), audio.front(), state, state / kHeadSize,
          encoder_layers_, text.front(), state, state / kHeadSize, decoder_layers_, mels, 1U}) {
      put(value);
    }
    mels_ = mels;
  }

  /// Triangular mel filters on Slaney's scale, each of unit area (Slaney 1998, Auditory Toolbox).
  void write_filters() {
    constexpr std::uint32_t kBins = 201;
    constexpr double kRate = 16000;
    const double log_step = std::log(6.4) / 27;
    const auto to_mel = [&](double hz) { return hz >= 1000 ? 15 + std::log(hz / 1000) / log_step : hz / (200.0 / 3); };
    const auto to_hz = [&](double mel) {
      return mel >= 15 ? 1000 * std::exp(log_step * (mel - 15)) : mel * (200.0 / 3);
    };
    std::vector<double> corners(mels_ + 2);
    // In the order of operations of the reference file, so that the bytes are the same (even the sign of a zero).
    const double step = to_mel(kRate / 2) / static_cast<double>(mels_ + 1);
    for (std::size_t i = 0; i < corners.size(); ++i) corners[i] = to_hz(static_cast<double>(i) * step);
    corners.back() = to_hz(to_mel(kRate / 2));
    put(mels_);
    put(kBins);
    for (std::size_t m = 0; m < mels_; ++m) {
      for (std::uint32_t bin = 0; bin < kBins; ++bin) {
        const double hz = kRate / 2 / (kBins - 1) * bin;
        const double rise = -(corners[m] - hz) / (corners[m + 1] - corners[m]);
        const double fall = (corners[m + 2] - hz) / (corners[m + 2] - corners[m + 1]);
        const double weight = std::max(std::min(rise, fall), 0.0);
        put_float(static_cast<float>(weight * (2 / (corners[m + 2] - corners[m]))));
      }
    }
  }

  void write_vocabulary(const std::vector<std::string>& vocabulary) {
    put(static_cast<std::uint32_t>(kTextTokens));
    for (std::size_t i = 0; i < kTextTokens; ++i) {
      put(static_cast<std::uint32_t>(vocabulary[i].size()));
      out_ += vocabulary[i];
    }
  }

  void write_tensor(const Tensor& tensor) {
    std::vector<std::uint32_t> shape = tensor.shape;
    const bool conv_bias = tensor.name == "encoder.conv1.bias" || tensor.name == "encoder.conv2.bias";
    if (conv_bias) shape.push_back(1);
    const bool full = shape.size() < 2 || conv_bias || tensor.name.ends_with("positional_embedding");
    put(static_cast<std::uint32_t>(shape.size()));
    put(static_cast<std::uint32_t>(tensor.name.size()));
    put(full ? 0 : 1);
    for (auto at = shape.rbegin(); at != shape.rend(); ++at) put(*at);
    out_ += tensor.name;
    if (!full) {
      out_ += tensor.halves;
      return;
    }
    for (std::size_t i = 0; i + 1 < tensor.halves.size(); i += 2) {
      std::uint16_t half = 0;
      std::memcpy(&half, tensor.halves.data() + i, sizeof half);
      put_float(half_to_float(half));
    }
  }

  const std::map<std::string, Ct2Variable>& variables_;
  std::vector<Tensor> tensors_{};
  std::string problem_{};
  std::string out_{};
  std::uint32_t encoder_layers_ = 0;
  std::uint32_t decoder_layers_ = 0;
  std::uint32_t mels_ = 0;
};

/// GPT-2 writes bytes as printable characters; this turns them back.
std::map<char32_t, char> byte_alphabet() {
  std::map<char32_t, char> alphabet;
  char32_t next = 256;
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    const bool printable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || (byte >= 174 && byte <= 255);
    alphabet[printable ? static_cast<char32_t>(byte) : next++] = static_cast<char>(byte);
  }
  return alphabet;
}

Result<std::vector<std::string>> read_vocabulary(const std::string& json) {
  const auto tokens = nlohmann::json::parse(json, nullptr, false);
  if (!tokens.is_array() || tokens.size() < kTextTokens) return bad("the vocabulary is no list of Whisper's tokens");
  const auto alphabet = byte_alphabet();
  std::vector<std::string> vocabulary;
  for (std::size_t i = 0; i < kTextTokens; ++i) {
    if (!tokens[i].is_string()) return bad("the vocabulary holds something that is no token");
    std::string bytes;
    for (const char32_t character : text::decode(tokens[i].get_ref<const std::string&>())) {
      const auto at = alphabet.find(character);
      if (at == alphabet.end()) return bad("the vocabulary uses another alphabet");
      bytes += at->second;
    }
    vocabulary.push_back(std::move(bytes));
  }
  return vocabulary;
}

}  // namespace

Result<std::map<std::string, Ct2Variable>> read_ct2(std::string_view bytes) {
  Cursor cursor(bytes);
  const std::uint32_t version = cursor.number(4);
  const std::string specification = cursor.text();
  cursor.number(4);
  const std::uint32_t count = cursor.number(4);
  if (cursor.failed || version < 2 || version > 10 || specification != "WhisperSpec" || count > 10'000) {
    return bad("these are no Whisper weights of CTranslate2");
  }
  std::map<std::string, Ct2Variable> variables;
  for (std::uint32_t i = 0; i < count && !cursor.failed; ++i) {
    const std::string name = cursor.text();
    Ct2Variable variable;
    variable.shape.resize(std::min<std::size_t>(cursor.number(1), 8));
    std::uint64_t values = 1;
    for (auto& extent : variable.shape) {
      extent = cursor.number(4);
      // Held at the bound, so that no product of extents (each below 2^32) can wrap round to a small one.
      values = std::min<std::uint64_t>(values * extent, 1ULL << 31U);
    }
    variable.type = static_cast<std::uint8_t>(cursor.number(1));
    variable.bytes = cursor.take(cursor.number(4));
    const bool half = variable.type == kFloat16;
    if ((half || variable.type == kFloat32) && variable.bytes.size() != values * (half ? 2 : 4)) {
      return bad(fmt::format("the variable {} has another size than its shape says", name.substr(0, 80)));
    }
    variables[name] = variable;
  }
  if (cursor.failed) return bad("the weights are cut off");
  return variables;
}

Result<std::string> ct2_to_ggml(std::string_view model, const std::string& vocabulary_json) {
  const auto variables = read_ct2(model);
  if (!variables) return variables.error();
  const auto vocabulary = read_vocabulary(vocabulary_json);
  if (!vocabulary) return vocabulary.error();
  return Converter(*variables).convert(*vocabulary);
}

}  // namespace redline::speech::detail
