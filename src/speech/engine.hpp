// Loading speech engines at run time.
//
//   auto engine = load_recogniser_engine("whisper");     // the best variant for this processor
//   engine->table().open(...)
#pragma once

#include <memory>
#include <string>

#include "base/result.hpp"
#include "speech/engine_abi.h"

namespace redline::speech {

/// A loaded engine library and its table. Unloads with the last reference. Immutable.
template <typename Table>
class Engine {
 public:
  Engine(std::shared_ptr<void> library, const Table* table) : library_(std::move(library)), table_(table) {}
  [[nodiscard]] const Table& table() const { return *table_; }

 private:
  std::shared_ptr<void> library_;
  const Table* table_;
};
using RecogniserEngine = Engine<redline_recogniser_engine_table>;
using VoiceEngine = Engine<redline_voice_engine_table>;

/// Looks for redline_engine_<name>[_<variant>].so in $REDLINE_ENGINES, else in ../lib/redline/engines beside the
/// program. Variants: avx2 where the processor has AVX2, FMA, F16C and BMI2, else base. Fails with
/// "speech.engine_missing" (and where it looked) or "speech.engine_broken".
base::Result<std::shared_ptr<const RecogniserEngine>> load_recogniser_engine(const std::string& name);
base::Result<std::shared_ptr<const VoiceEngine>> load_voice_engine(const std::string& name);

/// "avx2" or "base": the instruction set that engines run with here.
std::string instruction_set();

}  // namespace redline::speech
