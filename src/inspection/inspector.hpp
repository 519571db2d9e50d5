// Inspecting one contact.
//
//   Inspector inspector(pack, speech, options);      // one a thread
//   InspectedContact done = inspector.inspect(item);
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "conversation/inspection.hpp"
#include "inspection/heard.hpp"
#include "inspection/roles.hpp"
#include "rules/pack.hpp"
#include "speech/recogniser.hpp"
#include "store/work_index.hpp"

namespace redline::inspection {

struct InspectorOptions {
  std::optional<RolePlan> roles{};           ///< absent: guessed from what is said
  std::filesystem::path cache_folder{};      ///< empty: no cache
  std::filesystem::path listening_folder{};  ///< empty: no listening copies
};

/// Opens the speech models when the first recording comes, so that transcripts need none. Thread-safe.
class LazySpeech {
 public:
  explicit LazySpeech(speech::SpeechOptions options);
  ~LazySpeech();
  LazySpeech(const LazySpeech&) = delete;
  LazySpeech& operator=(const LazySpeech&) = delete;
  /// The service, or why there is none; the same answer every time.
  base::Result<std::shared_ptr<speech::SpeechService>> get();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// One thread's inspector. An input that cannot be inspected comes back with its error and nothing else; only a disk or
/// database that fails throws.
class Inspector {
 public:
  Inspector(std::shared_ptr<const rules::CompiledPack> pack, LazySpeech& speech, InspectorOptions options);
  ~Inspector();
  Inspector(const Inspector&) = delete;
  Inspector& operator=(const Inspector&) = delete;

  conversation::InspectedContact inspect(const store::WorkItem& item);
  /// The conversation alone: what was read or heard, without rules. For `redline transcribe`.
  base::Result<conversation::Conversation> transcribe(const store::WorkItem& item);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace redline::inspection
