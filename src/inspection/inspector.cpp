#include "inspection/inspector.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>

#include "audio/acoustics.hpp"
#include "audio/frames.hpp"
#include "audio/listening.hpp"
#include "audio/recording.hpp"
#include "conversation/manifest.hpp"
#include "conversation/transcript_reader.hpp"
#include "crypto/digest.hpp"
#include "rules/evaluation.hpp"

namespace redline::inspection {

using base::Error;
using base::Result;
using conversation::CallFacts;
using conversation::Conversation;
using conversation::Field;
using conversation::FieldValue;
using conversation::InspectedContact;
using conversation::Role;
using conversation::Utterance;
namespace fs = std::filesystem;

struct LazySpeech::State {
  speech::SpeechOptions options;
  std::mutex mutex;
  std::optional<Result<std::shared_ptr<speech::SpeechService>>> answer;
};

LazySpeech::LazySpeech(speech::SpeechOptions options) : state_(std::make_unique<State>()) {
  state_->options = std::move(options);
}
LazySpeech::~LazySpeech() = default;

Result<std::shared_ptr<speech::SpeechService>> LazySpeech::get() {
  const std::lock_guard lock(state_->mutex);
  if (!state_->answer) state_->answer.emplace(speech::SpeechService::open(state_->options));
  return *state_->answer;
}

namespace {

/// What an input turned into before any rule looked at it.
struct Material {
  Conversation conversation{};
  CallFacts facts{};
  std::optional<std::string> recogniser{};
  std::optional<double> role_confidence{};
  std::vector<std::vector<std::int8_t>> peaks{};
  std::string listening_copy{};
};

bool is_recording(const store::WorkItem& item) { return item.line == 0; }

/// Measures under the utterances of a channel.
HeardChannel measure(std::span<const std::int16_t> samples, int sample_rate, speech::ChannelTranscript transcript) {
  HeardChannel channel;
  const auto levels = audio::frame_levels(samples, sample_rate);
  std::vector<std::int16_t> voiced;
  for (auto& heard : transcript.utterances) {
    HeardUtterance utterance{heard.start, heard.end, std::move(heard.text), std::move(heard.words), heard.confidence,
                             {},          {}};
    const auto first = std::min(levels.size(), static_cast<std::size_t>(heard.start.count() / 10));
    const auto last = std::min(levels.size(), static_cast<std::size_t>(heard.end.count() / 10));
    if (const auto loudness = audio::loudness_dbfs(std::span(levels).subspan(first, last - first)))
      utterance.loudness_dbfs = *loudness;
    const auto frame = static_cast<std::size_t>(sample_rate / 100);
    const auto piece = samples.subspan(first * frame, (last - first) * frame);
    if (const auto pitch = audio::measure_pitch(piece, sample_rate)) utterance.pitch_median_hz = pitch->median_hz;
    voiced.insert(voiced.end(), piece.begin(), piece.end());
    channel.utterances.push_back(std::move(utterance));
  }
  channel.rejected = std::move(transcript.rejected);
  channel.clipped_share = audio::clipped_share(samples);
  channel.signal_to_noise_db = audio::signal_to_noise_db(levels);
  if (const auto pitch = audio::measure_pitch(voiced, sample_rate)) {
    channel.pitch_median_hz = pitch->median_hz;
    channel.pitch_low_hz = pitch->low_hz;
    channel.pitch_high_hz = pitch->high_hz;
  }
  channel.peaks = audio::peaks(samples, sample_rate);
  return channel;
}

std::string words_of(const HeardChannel& channel) {
  std::string words;
  for (const auto& utterance : channel.utterances) words += utterance.text + "\n";
  return words;
}

std::vector<Utterance> utterances_of(const HeardChannel& channel, char name, Role role, double role_confidence) {
  std::vector<Utterance> utterances;
  for (std::size_t i = 0; i < channel.utterances.size(); ++i) {
    const auto& heard = channel.utterances[i];
    Utterance utterance;
    utterance.id = conversation::UtteranceId(fmt::format("{}{:06}", name, i));
    utterance.origin = conversation::UtteranceOrigin::kRecognised;
    utterance.role = role;
    utterance.role_confidence = role_confidence;
    utterance.start = heard.start;
    utterance.end = heard.end;
    utterance.text = base::Sensitive<std::string>(heard.text);
    utterance.words = heard.words;
    utterance.confidence = heard.confidence;
    utterances.push_back(std::move(utterance));
  }
  return utterances;
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// Adds what only sound tells to the facts. `sources`: channel and index in it, for each utterance in transcript order.
void add_acoustics(const HeardRecording& heard, const std::vector<std::pair<std::size_t, std::size_t>>& sources,
                   const std::vector<const Utterance*>& finals, CallFacts& facts) {
  std::array<std::vector<double>, 3> loudness;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const auto& one = heard.channels[sources[i].first].utterances[sources[i].second];
    facts.utterances[i].loudness_dbfs = one.loudness_dbfs;
    facts.utterances[i].pitch_median_hz = one.pitch_median_hz;
    if (one.loudness_dbfs) loudness[static_cast<std::size_t>(finals[i]->role)].push_back(*one.loudness_dbfs);
  }
  for (std::size_t role = 0; role < loudness.size(); ++role) {
    if (!loudness[role].empty()) facts.speakers[role].loudness_dbfs = median(loudness[role]);
  }
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const auto& own = facts.speakers[static_cast<std::size_t>(finals[i]->role)].loudness_dbfs;
    auto& one = facts.utterances[i];
    if (own && one.loudness_dbfs) one.loudness_above_median_db = *one.loudness_dbfs - *own;
  }
  for (std::size_t i = 0; i < sources.size(); ++i) {
    auto& speaker = facts.speakers[static_cast<std::size_t>(finals[i]->role)];
    const auto& channel = heard.channels[sources[i].first];
    speaker.clipped_share = channel.clipped_share;
    speaker.signal_to_noise_db = channel.signal_to_noise_db;
    speaker.pitch_median_hz = channel.pitch_median_hz;
    speaker.pitch_low_hz = channel.pitch_low_hz;
    speaker.pitch_high_hz = channel.pitch_high_hz;
  }
}

}  // namespace

struct Inspector::Impl {
  std::shared_ptr<const rules::CompiledPack> pack;
  LazySpeech& speech;
  InspectorOptions options;
  std::unique_ptr<speech::Recogniser> recogniser{};

  Result<HeardRecording> hear(const std::string& path, const std::string& content_hash,
                              speech::SpeechService& service) {
    const std::string key = HeardCache::key(content_hash, service.identity());
    const HeardCache cache(options.cache_folder);
    if (!options.cache_folder.empty()) {
      if (auto known = cache.find(key)) return *std::move(known);
    }
    auto recording = audio::decode_file(path, {});
    if (!recording) return recording.error();
    if (!recogniser) {
      auto fresh = service.recogniser();
      if (!fresh) return fresh.error();
      recogniser = *std::move(fresh);
    }
    HeardRecording heard{recording->codec, recording->sample_rate, recording->duration(), {}};
    for (const auto& samples : recording->channels) {
      auto transcript = recogniser->recognise(samples, recording->sample_rate);
      if (!transcript) return transcript.error();
      heard.channels.push_back(measure(samples, recording->sample_rate, *std::move(transcript)));
    }
    if (!options.cache_folder.empty()) cache.keep(key, heard);
    return heard;
  }

  /// Makes the browsers' copy in the report's folder, from the cache where it is known.
  std::string listening_copy(const std::string& path, const std::string& content_hash) const {
    if (options.listening_folder.empty()) return {};
    const std::string name = content_hash.substr(content_hash.find(':') + 1, 32) + ".ogg";
    const fs::path target = options.listening_folder / name;
    if (fs::exists(target)) return name;
    const fs::path known =
        options.cache_folder.empty() ? target : HeardCache(options.cache_folder).listening_copy(content_hash);
    if (!fs::exists(known)) {
      const auto recording = audio::decode_file(path, {});
      if (!recording) return {};
      audio::write_listening_copy(*recording, known, content_hash);
    }
    if (known != target) {
      fs::create_directories(target.parent_path());
      fs::copy_file(known, target, fs::copy_options::overwrite_existing);
    }
    return name;
  }

  Result<Material> from_recording(const store::WorkItem& item) {
    const auto service = speech.get();
    if (!service) return service.error();
    const auto hash = crypto::hash_file(item.path);
    if (!hash) return hash.error();
    auto heard = hear(item.path, hash->text(), **service);
    if (!heard) return heard.error();
    Material material;
    material.recogniser = (*service)->identity();
    assign_roles(*heard, material);
    material.conversation.contact.fields.set(Field::kChannel, FieldValue(std::string("voice")));
    for (const auto& channel : heard->channels) material.peaks.push_back(channel.peaks);
    material.listening_copy = listening_copy(item.path, hash->text());
    if (material.conversation.utterances.empty()) {
      std::string why = "nobody speaks in the recording";
      for (const auto& channel : heard->channels) {
        for (const auto& [reason, count] : channel.rejected)
          why += fmt::format("; {} stretches rejected: {}", count, reason);
      }
      return Error{base::ErrorCode::kInvalid, "audio.no_speech", std::move(why), {.file = item.path}};
    }
    return material;
  }

  void assign_roles(const HeardRecording& heard, Material& material) const {
    RolePlan plan{Role::kUnknown, Role::kUnknown};
    double confidence = 1;
    if (heard.channels.size() == 2) {
      if (options.roles) {
        plan = *options.roles;
      } else {
        const RoleGuess guess = guess_roles(words_of(heard.channels[0]), words_of(heard.channels[1]));
        plan = guess.plan;
        confidence = guess.confidence;
        material.role_confidence = guess.confidence;
      }
    }
    auto& utterances = material.conversation.utterances;
    utterances = utterances_of(heard.channels[0], 'l', plan.left, confidence);
    if (heard.channels.size() == 2) {
      auto right = utterances_of(heard.channels[1], 'r', plan.right, confidence);
      utterances.insert(utterances.end(), std::make_move_iterator(right.begin()), std::make_move_iterator(right.end()));
    }
    const conversation::Transcript transcript(std::move(utterances));
    const auto finals = transcript.finals();
    std::vector<std::pair<std::size_t, std::size_t>> sources;
    for (const Utterance* one : finals) {
      sources.emplace_back(one->id.text().front() == 'l' ? 0 : 1, std::stoul(one->id.text().substr(1)));
    }
    material.facts = conversation::timing_facts(finals, heard.duration);
    add_acoustics(heard, sources, finals, material.facts);
    for (const auto& channel : heard.channels) {
      for (const auto& [reason, count] : channel.rejected)
        material.facts.notes.push_back(fmt::format("{} x {}", reason, count));
    }
    utterances.clear();
    for (const Utterance* one : finals) utterances.push_back(*one);
  }

  static Result<Material> from_transcript(const store::WorkItem& item) {
    auto conversation = conversation::read_record(item.path, item.offset, item.length, item.line);
    if (!conversation) return conversation.error();
    Material material;
    material.conversation = *std::move(conversation);
    auto& fields = material.conversation.contact.fields;
    if (!fields.known(Field::kChannel)) fields.set(Field::kChannel, FieldValue(std::string("voice")));
    const conversation::Transcript transcript(std::move(material.conversation.utterances));
    const auto finals = transcript.finals();
    material.facts = conversation::timing_facts(finals, std::nullopt);
    material.conversation.utterances.clear();
    for (const Utterance* one : finals) material.conversation.utterances.push_back(*one);
    return material;
  }

  Result<Material> material_of(const store::WorkItem& item) {
    if (!item.error_reason.empty()) {
      return Error{
          base::ErrorCode::kInvalid, item.error_reason, item.error_message, {.file = item.path, .line = item.line}};
    }
    auto material = is_recording(item) ? from_recording(item) : from_transcript(item);
    if (!material) return material.error().at({.file = item.path, .line = item.line});
    conversation::apply_manifest_fields(conversation::unpack_fields(item.facts), material->conversation.contact.fields);
    material->conversation.contact.id = conversation::ContactId(item.id);
    return material;
  }

  void judge(const Material& material, conversation::Inspection& inspection) const {
    rules::RuleResults results = rules::evaluate(pack, material.conversation, material.facts);
    inspection.channel = material.conversation.contact.channel();
    inspection.recogniser = material.recogniser;
    inspection.transcript = conversation::Transcript(material.conversation.utterances).hash().text();
    if (const auto relation = material.conversation.contact.fields.text(Field::kPartyRelation)) {
      inspection.party = conversation::PartyVerdict{*relation, 1.0, "books"};
    }
    inspection.score = rules::score(*pack, results.findings);
    inspection.findings = std::move(results.findings);
    inspection.undecidable = std::move(results.undecidable);
    inspection.signals = std::move(results.signals);
  }
};

Inspector::Inspector(std::shared_ptr<const rules::CompiledPack> pack, LazySpeech& speech, InspectorOptions options)
    : impl_(std::make_unique<Impl>(Impl{std::move(pack), speech, std::move(options)})) {}
Inspector::~Inspector() = default;

InspectedContact Inspector::inspect(const store::WorkItem& item) {
  InspectedContact done;
  done.source = item.line > 1 ? fmt::format("{}:{}", item.path, item.line) : item.path;
  done.contact.id = conversation::ContactId(item.id);
  done.inspection.id = done.contact.id;
  done.inspection.pack = rules::identity(*impl_->pack);
  auto material = impl_->material_of(item);
  if (!material) {
    done.inspection.error = material.error();
    return done;
  }
  impl_->judge(*material, done.inspection);
  done.contact = std::move(material->conversation.contact);
  done.utterances = std::move(material->conversation.utterances);
  done.facts = std::move(material->facts);
  done.role_confidence = material->role_confidence;
  done.peaks = std::move(material->peaks);
  done.listening_copy = std::move(material->listening_copy);
  return done;
}

Result<Conversation> Inspector::transcribe(const store::WorkItem& item) {
  auto material = impl_->material_of(item);
  if (!material) return material.error();
  return std::move(material->conversation);
}

}  // namespace redline::inspection
