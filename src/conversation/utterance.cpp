#include "conversation/utterance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace redline::conversation {
namespace {

std::string time_text(const std::optional<base::Milliseconds>& time) {
  return time ? fmt::format("{}", time->count()) : std::string("-");
}

bool is_before(const Utterance* a, const Utterance* b) {
  if (!a->start || !b->start) return false;
  return std::tie(*a->start, a->end, a->id) < std::tie(*b->start, b->end, b->id);
}

}  // namespace

Transcript::Transcript(std::vector<Utterance> utterances) : utterances_(std::move(utterances)) {}

bool Transcript::apply(Utterance utterance) {
  const auto known = std::find_if(utterances_.begin(), utterances_.end(),
                                  [&](const Utterance& other) { return other.id == utterance.id; });
  if (known == utterances_.end()) {
    utterances_.push_back(std::move(utterance));
    return true;
  }
  if (utterance.revision <= known->revision) return false;
  *known = std::move(utterance);
  return true;
}

std::vector<const Utterance*> Transcript::finals() const {
  std::vector<const Utterance*> finals;
  bool timed = true;
  for (const auto& utterance : utterances_) {
    if (utterance.state != UtteranceState::kFinal) continue;
    finals.push_back(&utterance);
    timed = timed && utterance.start.has_value();
  }
  if (timed) std::stable_sort(finals.begin(), finals.end(), is_before);
  return finals;
}

crypto::Digest Transcript::hash() const {
  crypto::Sha256 hash;
  hash.update_field("redline.transcript/1");
  for (const Utterance* utterance : finals()) {
    hash.update_field(to_text(utterance->role));
    hash.update_field(time_text(utterance->start)).update_field(time_text(utterance->end));
    hash.update_field(utterance->text.reveal());
    hash.update_field(
        fmt::format("{:.4f} {:.4f} {}", utterance->confidence, utterance->role_confidence, utterance->words.size()));
    for (const auto& word : utterance->words) {
      hash.update_field(word.text.reveal());
      hash.update_field(fmt::format("{} {} {:.4f}", word.start.count(), word.end.count(), word.confidence));
    }
  }
  return hash.finish();
}

}  // namespace redline::conversation
