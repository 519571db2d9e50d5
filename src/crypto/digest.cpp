#include "crypto/digest.hpp"

#include <openssl/evp.h>

#include <fstream>
#include <stdexcept>

namespace redline::crypto {

struct Sha256::Context {
  EVP_MD_CTX* handle = EVP_MD_CTX_new();
  Context() = default;
  ~Context() { EVP_MD_CTX_free(handle); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
};

std::string Digest::hex() const {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(2 * bytes_.size());
  for (const unsigned byte : bytes_) {
    text += kDigits[byte >> 4U];
    text += kDigits[byte & 15U];
  }
  return text;
}

Sha256::Sha256() : context_(std::make_unique<Context>()) {
  if (EVP_DigestInit_ex(context_->handle, EVP_sha256(), nullptr) != 1) throw std::runtime_error("SHA-256 is missing");
}

Sha256::~Sha256() = default;

Sha256& Sha256::update(std::string_view bytes) {
  if (EVP_DigestUpdate(context_->handle, bytes.data(), bytes.size()) != 1) throw std::runtime_error("SHA-256 failed");
  return *this;
}

Sha256& Sha256::update_field(std::string_view bytes) {
  std::array<char, 8> length{};
  for (std::size_t i = 0; i < length.size(); ++i) length[i] = static_cast<char>((bytes.size() >> (8 * i)) & 0xFFU);
  return update({length.data(), length.size()}).update(bytes);
}

Digest Sha256::finish() {
  std::array<std::uint8_t, 32> bytes{};
  if (EVP_DigestFinal_ex(context_->handle, bytes.data(), nullptr) != 1) throw std::runtime_error("SHA-256 failed");
  return Digest(bytes);
}

Digest sha256(std::string_view bytes) {
  Sha256 hash;
  return hash.update(bytes).finish();
}

base::Result<Digest> hash_file(const std::filesystem::path& path) {
  using base::Error;
  using base::ErrorCode;
  std::ifstream in(path, std::ios::binary);
  if (!std::filesystem::exists(path)) {
    return Error{ErrorCode::kNotFound, "file.not_found", "there is no such file", {.file = path.string()}};
  }
  Sha256 hash;
  std::string block(1U << 18U, '\0');
  while (in.read(block.data(), static_cast<std::streamsize>(block.size())) || in.gcount() > 0) {
    hash.update({block.data(), static_cast<std::size_t>(in.gcount())});
  }
  if (!in.eof()) {
    return Error{ErrorCode::kInvalid, "file.unreadable", "the file cannot be read", {.file = path.string()}};
  }
  return hash.finish();
}

}  // namespace redline::crypto
