#include "conversation/facts.hpp"

#include <algorithm>

#include "text/fold.hpp"
#include "text/utf8.hpp"

namespace redline::conversation {

using base::Milliseconds;

namespace {

constexpr Milliseconds kShortestSilence{1000};
constexpr Milliseconds kShortestOverlap{200};
constexpr Milliseconds kShortestForRate{1000};

bool all_timed(std::span<const Utterance* const> utterances) {
  return !utterances.empty() && std::all_of(utterances.begin(), utterances.end(), [](const Utterance* utterance) {
    return utterance->start && utterance->end;
  });
}

std::optional<double> per_minute(std::uint32_t characters, Milliseconds time) {
  if (time < kShortestForRate) return std::nullopt;
  return static_cast<double>(characters) * 60'000.0 / static_cast<double>(time.count());
}

/// Silences between the utterances: the gaps of the union of their times.
void find_silences(std::span<const Utterance* const> utterances, CallFacts& facts) {
  Milliseconds spoken_until = *utterances.front()->end;
  std::size_t last = 0;
  Milliseconds total{0};
  for (std::size_t i = 1; i < utterances.size(); ++i) {
    const Milliseconds gap = *utterances[i]->start - spoken_until;
    if (gap > Milliseconds{0}) total += gap;
    if (gap >= kShortestSilence) facts.silences.push_back({spoken_until, *utterances[i]->start, last});
    if (*utterances[i]->end >= spoken_until) {
      spoken_until = *utterances[i]->end;
      last = i;
    }
  }
  const Milliseconds whole = spoken_until - *utterances.front()->start;
  if (whole > Milliseconds{0}) {
    facts.silence_share = static_cast<double>(total.count()) / static_cast<double>(whole.count());
  }
}

/// Pairs of utterances of two speakers that run at the same time. Only the few that are still running are looked at.
void find_overlaps(std::span<const Utterance* const> utterances, CallFacts& facts) {
  std::vector<std::size_t> running;
  for (std::size_t i = 0; i < utterances.size(); ++i) {
    const Utterance& later = *utterances[i];
    std::erase_if(running, [&](std::size_t other) { return *utterances[other]->end <= *later.start; });
    for (const std::size_t other : running) {
      const Utterance& earlier = *utterances[other];
      if (earlier.role == later.role) continue;
      const Milliseconds end = std::min(*earlier.end, *later.end);
      if (end - *later.start < kShortestOverlap) continue;
      facts.overlaps.push_back({*later.start, end, later.role, earlier.role, i, other});
      ++facts.speakers[static_cast<std::size_t>(later.role)].interruptions;
    }
    running.push_back(i);
  }
}

Milliseconds union_of_times(std::span<const Utterance* const> utterances, Role role) {
  Milliseconds total{0};
  std::optional<Milliseconds> until;
  for (const Utterance* utterance : utterances) {
    if (utterance->role != role) continue;
    const Milliseconds from = until ? std::max(*until, *utterance->start) : *utterance->start;
    if (*utterance->end > from) total += *utterance->end - from;
    until = until ? std::max(*until, *utterance->end) : *utterance->end;
  }
  return total;
}

std::optional<Milliseconds> response_median(std::span<const Utterance* const> utterances, Role role) {
  std::vector<Milliseconds> responses;
  for (std::size_t i = 1; i < utterances.size(); ++i) {
    if (utterances[i]->role != role || utterances[i - 1]->role == role) continue;
    responses.push_back(std::max(Milliseconds{0}, *utterances[i]->start - *utterances[i - 1]->end));
  }
  if (responses.empty()) return std::nullopt;
  const auto middle = responses.begin() + static_cast<std::ptrdiff_t>((responses.size() - 1) / 2);
  std::nth_element(responses.begin(), middle, responses.end());
  return *middle;
}

void measure_speakers(std::span<const Utterance* const> utterances, CallFacts& facts) {
  Milliseconds talk_of_all{0};
  for (const Role role : {Role::kAgent, Role::kCustomer, Role::kUnknown}) {
    SpeakerFacts& speaker = facts.speakers[static_cast<std::size_t>(role)];
    speaker.talk = union_of_times(utterances, role);
    speaker.characters_per_minute = per_minute(speaker.characters, speaker.talk);
    speaker.response_median = response_median(utterances, role);
    talk_of_all += speaker.talk;
  }
  for (auto& speaker : facts.speakers) {
    if (talk_of_all > Milliseconds{0}) {
      speaker.talk_share = static_cast<double>(speaker.talk.count()) / static_cast<double>(talk_of_all.count());
    }
  }
}

}  // namespace

std::uint32_t spoken_characters(std::string_view utf8) {
  std::uint32_t count = 0;
  for (std::size_t at = 0; at < utf8.size();) count += text::is_spoken(text::next_character(utf8, at)) ? 1U : 0U;
  return count;
}

CallFacts timing_facts(std::span<const Utterance* const> utterances, std::optional<Milliseconds> duration) {
  CallFacts facts;
  facts.timed = all_timed(utterances);
  for (const Utterance* utterance : utterances) {
    UtteranceFacts one;
    one.characters = spoken_characters(utterance->text.reveal());
    if (facts.timed) one.characters_per_minute = per_minute(one.characters, *utterance->end - *utterance->start);
    SpeakerFacts& speaker = facts.speakers[static_cast<std::size_t>(utterance->role)];
    speaker.characters += one.characters;
    ++speaker.utterances;
    facts.utterances.push_back(one);
  }
  if (duration) facts.duration = *duration;
  if (!facts.timed) return facts;
  if (!duration) {
    for (const Utterance* utterance : utterances) facts.duration = std::max(facts.duration, *utterance->end);
  }
  find_silences(utterances, facts);
  find_overlaps(utterances, facts);
  measure_speakers(utterances, facts);
  return facts;
}

}  // namespace redline::conversation
