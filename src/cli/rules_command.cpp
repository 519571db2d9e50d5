#include "cli/rules_command.hpp"

#include <fmt/format.h>

#include "cli/inspect_command.hpp"
#include "cli/output.hpp"
#include "rules/pack.hpp"

namespace redline::cli {

int check_rules(const std::string& name) {
  const auto pack = rules::load_pack(pack_path(name));
  if (!pack) {
    print_error(pack.error());
    return kSomeFailed;
  }
  const auto& identity = rules::identity(**pack);
  fmt::print("{} {} {}\n\n", identity.name, identity.version, identity.hash);
  fmt::print("{:<38} {:<22} {:<9} {:<12} {}\n", "RULE", "CODE", "SEVERITY", "PHASE", "CASES");
  for (const auto& rule : rules::rules(**pack)) {
    fmt::print("{:<38} {:<22} {:<9} {:<12} {}\n", rule.id, rule.code,
               rule.kind == rules::FindingKind::kSignal ? "signal" : to_text(rule.severity), to_text(rule.phase),
               rule.cases.size());
  }
  return kDone;
}

int test_rules(const std::string& name) {
  const auto pack = rules::load_pack(pack_path(name));
  if (!pack) {
    print_error(pack.error());
    return kSomeFailed;
  }
  const auto report = rules::run_cases(*pack);
  for (const auto& failure : report.failures) {
    fmt::print("{}:{}: {}: {}\n", failure.place.file, failure.place.line, failure.rule, failure.message);
  }
  fmt::print("{} cases, {} failed\n", report.cases_run, report.failures.size());
  return report.failures.empty() ? kDone : kSomeFailed;
}

}  // namespace redline::cli
