// redline inspect PATH...
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "conversation/inspection.hpp"

namespace redline::cli {

enum class OutputFormat { kTable, kJsonLines };
enum class Start { kFresh, kResume };
enum class Language { kChinese, kEnglish };

struct InspectArguments {
  std::vector<std::string> paths{};
  std::filesystem::path manifest{};
  std::string pack{};              ///< a folder, a file, or the name of a pack that we ship
  std::string roles{};             ///< "left=agent,right=customer", or "" for a guess
  std::filesystem::path output{};  ///< -o DIR, or ""
  OutputFormat format = OutputFormat::kTable;
  Start start = Start::kFresh;
  unsigned threads = 0;  ///< 0: as many as there are cores
  std::optional<conversation::Severity> fail_on{};
  std::string recogniser = "whisper-base";
  std::string tenant_words{};
  bool use_cache = true;
  bool show_undecidable = false;
  Language language = Language::kEnglish;
};

/// Returns the exit status of the findings contract.
int inspect(const InspectArguments& arguments);
/// redline transcribe: what was read or heard, one conversation a line on standard output.
int transcribe(const InspectArguments& arguments);

/// The folder of a pack that is named by path or by name. "" means "cn".
std::filesystem::path pack_path(const std::string& name);
/// Chinese when the environment asks for it (LC_ALL, LC_MESSAGES, LANG begin with zh).
Language language_of_environment();

}  // namespace redline::cli
