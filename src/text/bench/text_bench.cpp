// Characters per second of folding and of the entity recogniser, on one core, over typical turns of a call.
#include <benchmark/benchmark.h>

#include <chrono>
#include <string>

#include "text/entities.hpp"

namespace redline::text {
namespace {

const std::string& turns() {
  static const std::string text = [] {
    std::string all;
    for (int i = 0; i < 50; ++i) {
      all +=
          "您好我这边是信用卡中心工号三三零八这通电话有录音，您本期应还八千二百三十块五，逾期三十二天了，下个月十五号之"
          "前能处理吗";
      all += "我现在手头紧，月底发了工资先还两千行不行，别再一天打十几个电话了，我上班不方便接听。";
    }
    return all;
  }();
  return text;
}

void fold_text(benchmark::State& state) {
  std::size_t characters = 0;
  for (auto _ : state) {
    const FoldedText text(turns());
    benchmark::DoNotOptimize(text.characters().data());
    characters += text.size();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(characters));
}
BENCHMARK(fold_text);

void fold_and_find_entities(benchmark::State& state) {
  std::size_t characters = 0;
  for (auto _ : state) {
    const FoldedText text(turns());
    const auto found = find_entities(text, {.reference = std::chrono::year{2026} / 3 / 5});
    benchmark::DoNotOptimize(found.data());
    characters += text.size();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(characters));
}
BENCHMARK(fold_and_find_entities);

}  // namespace
}  // namespace redline::text
