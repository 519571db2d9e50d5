#include <gtest/gtest.h>

#include <cstring>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "speech/detail/ct2_to_ggml.hpp"

namespace redline::speech::detail {
namespace {

using Shape = std::vector<std::uint32_t>;

std::string number(std::uint64_t value, std::size_t width) {
  std::string bytes;
  for (std::size_t i = 0; i < width; ++i) bytes += static_cast<char>((value >> (8 * i)) & 0xFFU);
  return bytes;
}

std::string text(const std::string& value) { return number(value.size() + 1, 2) + value + '\0'; }

/// The smallest model that has every variable: two values a vector, one layer on each side.
class TinyModel {
 public:
  TinyModel() {
    for (const auto* side : {"encoder", "decoder"}) add_side(side);
    add("encoder/conv1/weight", {2, 1, 3});
    add("encoder/conv1/bias", {2});
    add("encoder/conv2/weight", {2, 2, 3});
    add("encoder/conv2/bias", {2});
    add("decoder/embeddings/weight", {5, 2});
  }

  std::vector<std::pair<std::string, Shape>> variables{};

  [[nodiscard]] std::string bytes() const {
    std::string out = number(6, 4) + text("WhisperSpec") + number(3, 4) + number(variables.size(), 4);
    std::uint16_t next = 0x3C00;  // 1.0; every half differs, so that an exchange shows
    for (const auto& [name, shape] : variables) {
      std::size_t values = 1;
      out += text(name) + number(shape.size(), 1);
      for (const auto extent : shape) {
        out += number(extent, 4);
        values *= extent;
      }
      out += number(4, 1) + number(values * 2, 4);
      for (std::size_t i = 0; i < values; ++i) out += number(next++, 2);
    }
    return out;
  }

  Shape& shape(const std::string& name) {
    for (auto& [other, shape] : variables) {
      if (other == name) return shape;
    }
    throw std::out_of_range(name);
  }

 private:
  void add(const std::string& name, Shape shape) { variables.emplace_back(name, std::move(shape)); }
  void add_norm(const std::string& name) {
    add(name + "/gamma", {2});
    add(name + "/beta", {2});
  }
  void add_linear(const std::string& name, std::uint32_t rows) {
    add(name + "/weight", {rows, 2});
    add(name + "/bias", {rows});
  }
  void add_side(const std::string& side) {
    const std::string layer = side + "/layer_0";
    add(side + "/position_encodings/encodings", {4, 2});
    add_norm(side + "/layer_norm");
    add_norm(layer + "/self_attention/layer_norm");
    add_linear(layer + "/self_attention/linear_0", 6);
    add_linear(layer + "/self_attention/linear_1", 2);
    add_norm(layer + "/ffn/layer_norm");
    add_linear(layer + "/ffn/linear_0", 2);
    add_linear(layer + "/ffn/linear_1", 2);
    if (side == "encoder") return;
    add_norm(layer + "/attention/layer_norm");
    add_linear(layer + "/attention/linear_0", 2);
    add_linear(layer + "/attention/linear_1", 4);
    add_linear(layer + "/attention/linear_2", 2);
  }
};

const std::string& vocabulary() {
  static const std::string json = nlohmann::json(std::vector<std::string>(50257, "Ġa")).dump();
  return json;
}

std::string complaint(const TinyModel& model) {
  const auto made = ct2_to_ggml(model.bytes(), vocabulary());
  return made ? "" : made.error().message();
}

std::uint32_t read_number(const std::string& bytes, std::size_t at) {
  std::uint32_t value = 0;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

TEST(Ct2, AModelBecomesAGgmlFile) {
  const auto made = ct2_to_ggml(TinyModel().bytes(), vocabulary());
  ASSERT_TRUE(made) << made.error().message();
  EXPECT_EQ(read_number(*made, 0), 0x67676D6CU);
  EXPECT_EQ(read_number(*made, 4), 5U) << "tokens";
  EXPECT_EQ(read_number(*made, 8), 4U) << "positions of the encoder";
  EXPECT_EQ(read_number(*made, 12), 2U) << "width";
  EXPECT_EQ(read_number(*made, 20), 1U) << "layers of the encoder";
  EXPECT_EQ(read_number(*made, 36), 1U) << "layers of the decoder";
  EXPECT_EQ(read_number(*made, 40), 1U) << "mel bands";
  EXPECT_NE(made->find(number(2, 4) + " a"), std::string::npos) << "a token in its own bytes";
}

TEST(Ct2, TheJoinedAttentionIsCutIntoQueryKeyAndValue) {
  const auto made = ct2_to_ggml(TinyModel().bytes(), vocabulary());
  ASSERT_TRUE(made);
  // Halves count up through the matrix of six rows: two rows each.
  const auto first_of = [&](const std::string& name) {
    const auto at = made->find(name);
    EXPECT_NE(at, std::string::npos) << name;
    return read_number(*made, at + name.size()) & 0xFFFFU;
  };
  const auto query = first_of("encoder.blocks.0.attn.query.weight");
  EXPECT_EQ(first_of("encoder.blocks.0.attn.key.weight"), query + 4);
  EXPECT_EQ(first_of("encoder.blocks.0.attn.value.weight"), query + 8);
  EXPECT_EQ(made->find("encoder.blocks.0.attn.key.bias"), std::string::npos) << "Whisper's key has no bias";
}

TEST(Ct2, AMissingVariableIsNamed) {
  TinyModel model;
  std::erase_if(model.variables, [](const auto& one) { return one.first == "encoder/conv2/bias"; });
  EXPECT_NE(complaint(model).find("encoder/conv2/bias"), std::string::npos);
}

TEST(Ct2, ShapesThatNoWhisperHasAreRefused) {
  for (const auto* name : {"encoder/conv1/weight", "encoder/position_encodings/encodings", "decoder/embeddings/weight",
                           "decoder/position_encodings/encodings"}) {
    TinyModel model;
    model.shape(name) = {2};
    EXPECT_NE(complaint(model).find("axes"), std::string::npos) << name;
  }
  TinyModel wide;
  wide.shape("encoder/conv1/weight") = {1, 4000, 3};
  EXPECT_NE(complaint(wide).find("mel bands"), std::string::npos);
  TinyModel odd;
  odd.shape("encoder/layer_0/self_attention/linear_0/weight") = {7, 2};
  EXPECT_NE(complaint(odd).find("cannot be divided"), std::string::npos);
}

TEST(Ct2, ExtentsWhoseProductWrapsRoundAreRefused) {
  const std::string head = number(6, 4) + text("WhisperSpec") + number(3, 4) + number(1, 4) + text("a") + number(3, 1);
  const std::string wrapping = number(0xFFFFFFFF, 4) + number(0xFFFFFFFF, 4) + number(1U << 24U, 4);
  EXPECT_EQ(read_ct2(head + wrapping + number(4, 1) + number(0, 4)).error().reason(), "models.bad_weights");
}

TEST(Ct2, EveryCutOffFileIsRefused) {
  const std::string whole = TinyModel().bytes();
  ASSERT_TRUE(read_ct2(whole));
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const auto read = read_ct2(std::string_view(whole).substr(0, length));
    ASSERT_FALSE(read) << length;
    ASSERT_EQ(read.error().reason(), "models.bad_weights");
  }
}

TEST(Ct2, AVocabularyThatIsNoneIsRefused) {
  const std::string model = TinyModel().bytes();
  for (const std::string json : {"", "{}", "[]", "[1,2]"}) {
    EXPECT_EQ(ct2_to_ggml(model, json).error().reason(), "models.bad_weights") << json;
  }
}

}  // namespace
}  // namespace redline::speech::detail
