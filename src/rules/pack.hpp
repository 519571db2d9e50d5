// Rule packs: clauses of a regulation as tested rules, written in YAML (docs/rules.md is normative).
//
//   auto pack = load_pack("packs/cn");                 // a folder with pack.yaml and rules/*.yaml, or one file
//   if (!pack) ...                                     // every error with file, line and column
//   Evaluation evaluation(*pack, contact);
//
// A pack is immutable after loading and shared by all threads.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "conversation/inspection.hpp"
#include "conversation/utterance.hpp"

namespace redline::rules {

/// When a rule can be decided: before anything is said, while the contact runs, or only when it has ended.
enum class Phase : std::uint8_t { kPreContact, kLive, kClosed };
std::string_view to_text(Phase phase);

/// What a rule finds: a violation of the collector's side, or a signal of the customer's side.
enum class FindingKind : std::uint8_t { kViolation, kSignal };

/// The document that a rule rests on. `force`: L law, R regulator's rule, S standard, A association, P practice.
/// `certainty`: V1 primary text read ... U unverified. `from`/`to` are calendar dates or empty.
struct LegalReference {
  std::string id{};
  conversation::Bilingual document{};
  std::string clause{};
  std::string force{};
  std::string certainty{};
  std::string from{};
  std::string to{};
};

/// An inline case: a small conversation that the rule must hit, must not hit, or must leave open.
struct RuleCase {
  conversation::Verdict expected = conversation::Verdict::kHit;
  conversation::Conversation conversation{};
  std::optional<std::vector<std::size_t>> utterances{};  ///< expected evidence, when the case names it
  base::Place place{};
};

/// One rule as a reader sees it; the compiled condition stays inside the pack.
struct Rule {
  std::string id{};    ///< unique in the pack: "false-legal-detention"
  std::string name{};  ///< pack/id, as findings name it: "cn/false-legal-detention"
  std::string code{};  ///< what it finds: "FALSE_LEGAL"; several rules may carry one code
  FindingKind kind = FindingKind::kViolation;
  conversation::Severity severity = conversation::Severity::kMinor;
  conversation::Role role = conversation::Role::kAgent;
  Phase phase = Phase::kLive;
  conversation::Bilingual title{};
  conversation::Bilingual reason{};
  std::vector<LegalReference> law{};
  std::string owner{};
  double floor = 0.5;  ///< evidence below this confidence makes a hit uncertain
  std::vector<RuleCase> cases{};
  base::Place place{};
};

/// How findings become a score: start - the sum of the deductions, at least 0; a red line ends at 0.
struct Scheme {
  std::string name{};
  double start = 100;
  double serious = 15;
  double minor = 5;
};

class CompiledPack;

/// Reads, checks and compiles a pack. All errors of the pack are found in one go: the first is returned and the others
/// are in its message, a line each. Reasons: "pack.syntax", "pack.unknown_key", "pack.bad_value", "pack.duplicate",
/// "pack.unknown_lexicon", "pack.bad_regex", "pack.too_large", "file.*".
base::Result<std::shared_ptr<const CompiledPack>> load_pack(const std::filesystem::path& path);
/// The same from memory: one file. `name` stands for the file in error places.
base::Result<std::shared_ptr<const CompiledPack>> parse_pack(std::string_view yaml, const std::string& name);

/// The pack's identity: name, version, and the hash over all its files.
const conversation::PackIdentity& identity(const CompiledPack& pack);
const std::vector<Rule>& rules(const CompiledPack& pack);
const Scheme& scheme(const CompiledPack& pack);

/// The score of a list of findings under the pack's scheme. Only hits count (foundations: uncertain never does).
conversation::Score score(const CompiledPack& pack, const std::vector<conversation::Finding>& findings);

/// A case that did not come out as written.
struct CaseFailure {
  std::string rule{};
  base::Place place{};
  std::string message{};
};
/// Runs every inline case of the pack, each as batch. Returns what failed; `cases_run` counts all.
struct CaseReport {
  std::size_t cases_run = 0;
  std::vector<CaseFailure> failures{};
};
CaseReport run_cases(const std::shared_ptr<const CompiledPack>& pack);

}  // namespace redline::rules
