#include "speech/engine.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <vector>

#include "base/files.hpp"

namespace redline::speech {
namespace {

using base::Error;
using base::ErrorCode;
namespace fs = std::filesystem;

fs::path engine_folder() {
  if (const char* folder = std::getenv("REDLINE_ENGINES"); folder != nullptr && *folder != '\0') return folder;
  return base::program_folder().parent_path() / "lib" / "redline" / "engines";
}

base::Result<std::shared_ptr<void>> open_library(const std::string& name) {
  const fs::path folder = engine_folder();
  std::vector<fs::path> candidates{folder / fmt::format("redline_engine_{}_{}.so", name, instruction_set()),
                                   folder / fmt::format("redline_engine_{}_base.so", name),
                                   folder / fmt::format("redline_engine_{}.so", name)};
  for (const auto& candidate : candidates) {
    if (!fs::exists(candidate)) continue;
    void* library = dlopen(candidate.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
      return Error{ErrorCode::kUnavailable,
                   "speech.engine_broken",
                   fmt::format("the engine {} cannot be loaded: {}", name, dlerror()),
                   {.file = candidate.string()}};
    }
    // Engines stay loaded until the end: their libraries keep threads and thread-local data of their own.
    return std::shared_ptr<void>(library, [](void*) {});
  }
  return Error{
      ErrorCode::kUnavailable, "speech.engine_missing",
      fmt::format("the speech engine \"{}\" is not installed (looked in {}); transcripts can be inspected without "
                  "it, recordings cannot",
                  name, folder.string())};
}

template <typename Table>
base::Result<std::shared_ptr<const Engine<Table>>> load(const std::string& name, const char* symbol) {
  auto library = open_library(name);
  if (!library) return library.error();
  using Entry = const Table* (*)();
  const auto entry = reinterpret_cast<Entry>(dlsym(library->get(), symbol));
  const Table* table = entry == nullptr ? nullptr : entry();
  if (table == nullptr || table->abi != REDLINE_ENGINE_ABI) {
    return Error{ErrorCode::kUnavailable, "speech.engine_broken",
                 fmt::format("the engine {} was built for another version of the interface", name)};
  }
  return std::make_shared<const Engine<Table>>(*std::move(library), table);
}

}  // namespace

std::string instruction_set() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2")) return "avx2";
#endif
  return "base";
}

base::Result<std::shared_ptr<const RecogniserEngine>> load_recogniser_engine(const std::string& name) {
  return load<redline_recogniser_engine_table>(name, "redline_recogniser_engine");
}

base::Result<std::shared_ptr<const VoiceEngine>> load_voice_engine(const std::string& name) {
  return load<redline_voice_engine_table>(name, "redline_voice_engine");
}

}  // namespace redline::speech
