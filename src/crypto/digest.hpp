// Content hashes that name their algorithm.
//
//   Sha256 hash;
//   hash.update(bytes);
//   hash.finish().text();            // "sha256:ba7816bf..."
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace redline::crypto {

/// A SHA-256 value (FIPS 180-4), 32 bytes.
class Digest {
 public:
  explicit Digest(const std::array<std::uint8_t, 32>& bytes) : bytes_(bytes) {}

  /// "sha256:" and 64 lower-case hexadecimal digits: the form that is stored and shown.
  [[nodiscard]] std::string text() const { return "sha256:" + hex(); }
  /// The 64 digits alone, for file names.
  [[nodiscard]] std::string hex() const;
  [[nodiscard]] const std::array<std::uint8_t, 32>& bytes() const { return bytes_; }

  friend bool operator==(const Digest&, const Digest&) = default;

 private:
  std::array<std::uint8_t, 32> bytes_;
};

/// Hashes a stream of bytes. Not copyable; one thread. Throws std::runtime_error if the library refuses SHA-256.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  Sha256& update(std::string_view bytes);
  /// Adds the length first, so that ("ab","c") and ("a","bc") differ.
  Sha256& update_field(std::string_view bytes);
  /// Ends the stream; the object may not be used afterwards.
  [[nodiscard]] Digest finish();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

[[nodiscard]] Digest sha256(std::string_view bytes);

/// The hash of a file's bytes, read in blocks. Fails with "file.not_found" or "file.unreadable".
[[nodiscard]] base::Result<Digest> hash_file(const std::filesystem::path& path);

}  // namespace redline::crypto
