// What an inspection run says about one contact: verdicts, findings with their evidence, and the contract in which they
// leave the program (schema "redline.findings/1", api/findings.schema.json).
//
//   std::string line = to_json_line(inspection);
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "conversation/contact.hpp"
#include "conversation/facts.hpp"
#include "conversation/utterance.hpp"

namespace redline::conversation {

/// Order matters nowhere; the truth table stands in docs/rules.md.
enum class Verdict : std::uint8_t { kNoHit, kHit, kUncertain, kUndecidable };
/// Most severe first, so that sorting by it brings the worst to the top.
enum class Severity : std::uint8_t { kRed, kSerious, kMinor };

std::string_view to_text(Verdict verdict);
std::string_view to_text(Severity severity);
std::optional<Severity> severity_from_text(std::string_view text);

/// A sentence in both languages of the product.
struct Bilingual {
  std::string zh{};
  std::string en{};
};

/// A stretch of an utterance: characters (code points) [start, end) and, when the transcript is timed, milliseconds.
struct Span {
  std::size_t utterance = 0;
  std::size_t start = 0;
  std::size_t end = 0;
  std::optional<base::Milliseconds> start_ms{};
  std::optional<base::Milliseconds> end_ms{};

  friend bool operator==(const Span&, const Span&) = default;
};

/// A rule that hit, or may have hit (uncertain). At most one a (rule, contact), with all its spans. `utterances` are
/// indices into the transcript revision, ascending and unique; both are empty for an omission or a metadata rule.
struct Finding {
  std::string code{};
  std::string rule{};
  Severity severity = Severity::kMinor;
  Verdict verdict = Verdict::kHit;
  double confidence = 1.0;
  Role role = Role::kAgent;
  std::vector<std::size_t> utterances{};
  std::vector<Span> spans{};
  Bilingual title{};  ///< the rule's title; for tables and reports, not part of the contract
  Bilingual reason{};
};

/// A rule that could not be decided, and the facts that it lacked.
struct Undecidable {
  std::string code{};
  std::string rule{};
  std::vector<std::string> missing{};
};

/// Something the customer's side said that asks for a response.
struct Signal {
  std::string code{};
  Verdict verdict = Verdict::kHit;
  double confidence = 1.0;
  std::vector<std::size_t> utterances{};
  Bilingual title{};
};

struct Score {
  std::string scheme{};
  double value = 100;
  bool red_line = false;
};

struct PartyVerdict {
  std::string relation{};
  double confidence = 0;
  std::string source{};  ///< "books" or "speech"
};

struct PackIdentity {
  std::string name{};
  std::string version{};
  std::string hash{};
};

/// One contact, inspected or not: `error` says why not, and then nothing else but id and channel is filled.
struct Inspection {
  ContactId id{};
  Channel channel = Channel::kVoice;
  PackIdentity pack{};
  std::optional<std::string> recogniser{};  ///< identity of the recogniser, for contacts that were heard
  std::optional<std::string> transcript{};  ///< hash of the transcript revision
  std::optional<PartyVerdict> party{};
  std::optional<Score> score{};
  std::vector<Finding> findings{};         ///< by (severity, rule)
  std::vector<Undecidable> undecidable{};  ///< by rule
  std::vector<Signal> signals{};           ///< by code
  std::optional<base::Error> error{};
};

/// One line of the findings contract, without a line break. Same input, same bytes.
std::string to_json_line(const Inspection& inspection);

/// Everything that the report shows of one contact. `source` is the input as the user named it.
struct InspectedContact {
  Contact contact{};
  std::string source{};
  Inspection inspection{};
  std::vector<Utterance> utterances{};
  CallFacts facts{};
  std::optional<double> role_confidence{};  ///< for stereo whose roles were guessed
  std::vector<std::vector<std::int8_t>>
      peaks{};                   ///< a channel each, min and max in turn, kPeaksPerSecond pairs a second
  std::string listening_copy{};  ///< path relative to the report's folder, or empty
};

}  // namespace redline::conversation
