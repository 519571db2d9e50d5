// The pack that we ship: every inline case comes out as written.
#include <gtest/gtest.h>

#include <set>

#include "rules/pack.hpp"

namespace redline::rules {
namespace {

std::shared_ptr<const CompiledPack> shipped() {
  auto pack = load_pack(REDLINE_SOURCE_DIR "/packs/cn");
  if (!pack) ADD_FAILURE() << pack.error().describe();
  return pack ? *pack : nullptr;
}

TEST(PackCn, EveryCaseComesOutAsWritten) {
  const auto pack = shipped();
  ASSERT_TRUE(pack);
  const CaseReport report = run_cases(pack);
  EXPECT_GT(report.cases_run, 150U);
  for (const auto& failure : report.failures) {
    ADD_FAILURE() << failure.place.file << ":" << failure.place.line << ": " << failure.rule << ": " << failure.message;
  }
}

TEST(PackCn, EveryRuleHasCasesThatHitAndCasesThatMiss) {
  const auto pack = shipped();
  ASSERT_TRUE(pack);
  for (const auto& rule : rules(*pack)) {
    std::size_t hits = 0;
    std::size_t misses = 0;
    for (const auto& example : rule.cases) {
      hits += example.expected == conversation::Verdict::kHit ? 1U : 0U;
      misses += example.expected == conversation::Verdict::kNoHit ? 1U : 0U;
    }
    EXPECT_GT(hits, 0U) << rule.id;
    EXPECT_GT(misses, 0U) << rule.id;
    EXPECT_TRUE(rule.kind == FindingKind::kSignal || !rule.law.empty()) << rule.id << " names no law";
  }
}

TEST(PackCn, CoversAtLeastFifteenCodes) {
  const auto pack = shipped();
  ASSERT_TRUE(pack);
  std::set<std::string> codes;
  for (const auto& rule : rules(*pack)) {
    if (rule.kind == FindingKind::kViolation) codes.insert(rule.code);
  }
  EXPECT_GE(codes.size(), 15U);
}

}  // namespace
}  // namespace redline::rules
