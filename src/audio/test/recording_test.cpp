#include "audio/recording.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <sndfile.h>

#include <bit>
#include <cstdlib>

#include "audio/detail/g711.hpp"
#include "audio/testing/sounds.hpp"

namespace redline::audio {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): the sounds of this module's tests
namespace fs = std::filesystem;

double rms(const Samples& samples) {
  double sum = 0;
  for (const auto sample : samples) sum += static_cast<double>(sample) * sample;
  return std::sqrt(sum / static_cast<double>(samples.size()));
}

/// Writes both channels with libsndfile in one of its formats.
fs::path encode(const fs::path& path, int format, int sample_rate, const Samples& left, const Samples& right) {
  SF_INFO info{};
  info.samplerate = sample_rate;
  info.channels = 2;
  info.format = format;
  SNDFILE* file = sf_open(path.c_str(), SFM_WRITE, &info);
  EXPECT_NE(file, nullptr) << sf_strerror(nullptr);
  std::vector<float> both;  // libsndfile scales integers differently for every codec
  for (std::size_t i = 0; i < left.size(); ++i) {
    both.push_back(static_cast<float>(left[i]) / 32768.0F);
    both.push_back(static_cast<float>(right[i]) / 32768.0F);
  }
  const auto frames = static_cast<sf_count_t>(left.size());
  EXPECT_EQ(sf_writef_float(file, both.data(), frames), frames);
  sf_close(file);
  return path;
}

std::string reason_of(const fs::path& path, const DecodeOptions& options = {}) {
  const auto recording = decode_file(path, options);
  return recording ? "decoded" : recording.error().reason();
}

struct Format {
  const char* name;
  int format;
  int sample_rate;
  const char* codec;
  double tolerance;  ///< of the level, relative
};

class EveryFormat : public ::testing::TestWithParam<Format> {};

TEST_P(EveryFormat, KeepsChannelsRateLengthAndLevel) {
  const TemporaryFolder folder;
  const auto& wanted = GetParam();
  const int rate = wanted.sample_rate;
  const auto path =
      encode(folder.path("call.wav"), wanted.format, rate, sine(440, 1, rate, 3000), sine(600, 1, rate, 600));
  const auto recording = decode_file(path, {});
  ASSERT_TRUE(recording) << recording.error().describe();
  EXPECT_EQ(recording->codec, wanted.codec);
  EXPECT_EQ(recording->sample_rate, rate);
  ASSERT_EQ(recording->channels.size(), 2U);
  EXPECT_NEAR(static_cast<double>(recording->duration().count()), 1000, 80);
  // Quiet files stay quiet: no format is normalised.
  EXPECT_NEAR(rms(recording->channels[0]), 3000 / std::sqrt(2), 3000 * wanted.tolerance);
  EXPECT_NEAR(rms(recording->channels[1]), 600 / std::sqrt(2), 600 * wanted.tolerance);
}

INSTANTIATE_TEST_SUITE_P(Formats, EveryFormat,
                         ::testing::Values(Format{"pcm8", SF_FORMAT_WAV | SF_FORMAT_PCM_U8, 8000, "pcm", 0.1},
                                           Format{"pcm16", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 8000, "pcm", 0.001},
                                           Format{"pcm24", SF_FORMAT_WAV | SF_FORMAT_PCM_24, 16000, "pcm", 0.001},
                                           Format{"pcm32", SF_FORMAT_WAV | SF_FORMAT_PCM_32, 48000, "pcm", 0.001},
                                           Format{"extensible", SF_FORMAT_WAVEX | SF_FORMAT_PCM_16, 8000, "pcm", 0.001},
                                           Format{"float", SF_FORMAT_WAV | SF_FORMAT_FLOAT, 16000, "float", 0.001},
                                           Format{"double", SF_FORMAT_WAVEX | SF_FORMAT_DOUBLE, 8000, "float", 0.001},
                                           Format{"alaw", SF_FORMAT_WAV | SF_FORMAT_ALAW, 8000, "alaw", 0.02},
                                           Format{"alawx", SF_FORMAT_WAVEX | SF_FORMAT_ALAW, 8000, "alaw", 0.02},
                                           Format{"mulaw", SF_FORMAT_WAV | SF_FORMAT_ULAW, 8000, "mulaw", 0.02},
                                           Format{"flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 8000, "flac", 0.001},
                                           Format{"vorbis", SF_FORMAT_OGG | SF_FORMAT_VORBIS, 16000, "vorbis", 0.1},
                                           Format{"opus", SF_FORMAT_OGG | SF_FORMAT_OPUS, 16000, "opus", 0.1},
                                           Format{"mp3", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, 16000, "mp3", 0.1}),
                         [](const auto& each) { return std::string(each.param.name); });

TEST(G711, AgreesWithTheReferenceDecoderOnEveryByte) {
  const TemporaryFolder folder;
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<char>(i));
  for (const auto law : {detail::G711Law::kA, detail::G711Law::kMu}) {
    const auto path = folder.write("all.wav", wav({.format = law == detail::G711Law::kA ? 6U : 7U, .bits = 8}, bytes));
    SF_INFO info{};
    SNDFILE* file = sf_open(path.c_str(), SFM_READ, &info);
    ASSERT_NE(file, nullptr);
    Samples expected(256);
    ASSERT_EQ(sf_read_short(file, expected.data(), 256), 256);
    sf_close(file);
    EXPECT_EQ(decode_file(path, {})->channels[0], expected);
    for (unsigned byte = 0; byte < 256; ++byte) {
      EXPECT_EQ(detail::g711_sample(law, static_cast<std::uint8_t>(byte)), expected[byte]) << byte;
    }
  }
}

TEST(G711, DecodesPiecesOfAnyLengthLikeSingleBytes) {
  rc::check([](const std::vector<std::uint8_t>& bytes) {
    for (const auto law : {detail::G711Law::kA, detail::G711Law::kMu}) {
      for (const std::size_t count : {1U, 2U, 3U}) {
        const std::size_t frames = bytes.size() / count;
        std::vector<Samples> channels(count, Samples(frames + 1, 99));
        detail::decode_g711(law, std::span(bytes).first(frames * count), channels, 1);
        for (std::size_t i = 0; i < frames * count; ++i) {
          RC_ASSERT(channels[i % count][1 + i / count] == detail::g711_sample(law, bytes[i]));
        }
        RC_ASSERT(channels[0][0] == 99);
      }
    }
  });
}

TEST(DecodeFile, ReadsStreamedWavsWhoseSizesWereNeverFilledIn) {
  const TemporaryFolder folder;
  const auto sound = sine(440, 0.5, 8000, 8000);
  for (const std::uint32_t size : {0U, 0xFFFFFFFFU, 0x7FFFF000U}) {
    const auto path = folder.write("streamed.wav", wav({.size_to_write = size}, bytes_of(sound)));
    const auto recording = decode_file(path, {});
    ASSERT_TRUE(recording) << size << recording.error().describe();
    EXPECT_EQ(recording->channels[0], sound) << size;
    const auto coded = decode_file(
        folder.write("a.wav", wav({.format = 6, .bits = 8, .size_to_write = size}, std::string(800, '\xD5'))), {});
    ASSERT_TRUE(coded) << size << coded.error().describe();
    EXPECT_EQ(coded->channels[0].size(), 800U) << size;
  }
}

TEST(DecodeFile, FindsTheSoundBehindLargeForeignChunks) {
  const TemporaryFolder folder;
  const std::string junk = "LIST" + little(200'001, 4) + std::string(200'002, 'x');  // odd size: padded
  const auto sound = sine(440, 0.1, 8000, 8000);
  const auto recording = decode_file(folder.write("junk.wav", wav({.before_data = junk}, bytes_of(sound))), {});
  ASSERT_TRUE(recording) << recording.error().describe();
  EXPECT_EQ(recording->channels[0], sound);
}

TEST(DecodeFile, NamesBothLengthsOfATruncatedWav) {
  const TemporaryFolder folder;
  for (const std::uint32_t format : {1U, 6U}) {
    const std::string whole = wav({.format = format, .bits = format == 1 ? 16U : 8U}, std::string(8000, '\1'));
    const auto recording = decode_file(folder.write("cut.wav", whole.substr(0, whole.size() - 5000)), {});
    ASSERT_FALSE(recording);
    EXPECT_EQ(recording.error().reason(), "audio.truncated");
    EXPECT_NE(recording.error().message().find("8000"), std::string::npos) << recording.error().message();
    EXPECT_NE(recording.error().message().find("3000"), std::string::npos) << recording.error().message();
    EXPECT_EQ(reason_of(folder.write("head.wav", whole.substr(0, 40))), "audio.truncated");
    EXPECT_EQ(reason_of(folder.write("head.wav", whole.substr(0, 20))), "audio.truncated");
  }
}

TEST(DecodeFile, ReportsCompressedFilesThatAreCutInTheMiddle) {
  const TemporaryFolder folder;
  const auto left = noise(3, 16000, 5000, 1);
  for (const int format : {SF_FORMAT_FLAC | SF_FORMAT_PCM_16, SF_FORMAT_OGG | SF_FORMAT_VORBIS,
                           SF_FORMAT_OGG | SF_FORMAT_OPUS, SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III}) {
    const std::string whole = read_all(encode(folder.path("whole"), format, 16000, left, left));
    for (const double share : {0.3, 0.5, 0.8}) {
      const auto cut =
          folder.write("cut", whole.substr(0, static_cast<std::size_t>(share * static_cast<double>(whole.size()))));
      EXPECT_EQ(reason_of(cut), "audio.truncated") << std::hex << format << " " << share;
    }
  }
}

TEST(DecodeFile, ReportsADamagedFlac) {
  const TemporaryFolder folder;
  const auto left = noise(3, 16000, 5000, 1);
  std::string bytes = read_all(encode(folder.path("whole"), SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 16000, left, left));
  for (std::size_t i = bytes.size() / 2; i < bytes.size() / 2 + 200; ++i) bytes[i] = '\0';
  EXPECT_EQ(reason_of(folder.write("damaged", bytes)), "audio.truncated");
}

TEST(DecodeFile, SaysWhatAFileSeemsToBe) {
  const TemporaryFolder folder;
  const std::pair<const char*, std::string> files[] = {{"picture", "\xFF\xD8\xFF\xE0 and more"},
                                                       {"PDF", "%PDF-1.7 and more"},
                                                       {"ZIP", "PK\x03\x04 and more"},
                                                       {"text", "<html>not found</html>"},
                                                       {"text", "\xEF\xBB\xBF\xE5\x9D\x90\xE5\xB8\xAD\xEF\xBC\x9A\n"},
                                                       {"unknown", std::string("\0\1\2\3\4\5\6\7nothing known", 21)}};
  for (const auto& [what, bytes] : files) {
    const auto recording = decode_file(folder.write("call.wav", bytes), {});
    ASSERT_FALSE(recording) << what;
    EXPECT_EQ(recording.error().reason(), "audio.not_audio") << what;
    EXPECT_NE(recording.error().message().find(what), std::string::npos) << recording.error().message();
    EXPECT_EQ(recording.error().place().file, folder.path("call.wav").string());
  }
}

TEST(DecodeFile, RefusesWhatItCannotUse) {
  const TemporaryFolder folder;
  const std::string second(16'000, '\1');
  EXPECT_EQ(reason_of(folder.write("empty.wav", "")), "audio.empty");
  EXPECT_EQ(reason_of(folder.write("nothing.wav", wav({}, ""))), "audio.empty");
  EXPECT_EQ(reason_of(folder.write("nothing.wav", wav({.format = 6, .bits = 8}, ""))), "audio.empty");
  EXPECT_EQ(reason_of(folder.path("missing.wav")), "file.not_found");
  EXPECT_EQ(reason_of(folder.path("")), "file.unreadable");
  EXPECT_EQ(reason_of(folder.write("three.wav", wav({.channels = 3}, second + std::string(8, '\1')))),
            "audio.channels");
  EXPECT_EQ(reason_of(folder.write("three.wav", wav({.format = 6, .channels = 3, .bits = 8}, std::string(900, '\1')))),
            "audio.channels");
  EXPECT_EQ(reason_of(folder.path("three.wav"), {.most_channels = 3}), "decoded");
  EXPECT_EQ(reason_of(folder.write("none.wav", wav({.format = 6, .channels = 0, .bits = 8}, second))),
            "audio.channels");
  EXPECT_EQ(reason_of(folder.write("slow.wav", wav({.sample_rate = 2000}, second))), "audio.sample_rate");
  EXPECT_EQ(reason_of(folder.write("fast.wav", wav({.format = 7, .sample_rate = 384'000, .bits = 8}, second))),
            "audio.sample_rate");
  EXPECT_EQ(reason_of(folder.write("codec.wav", wav({.format = 0x7777}, second))), "audio.unsupported");
  const DecodeOptions brief{.longest = std::chrono::seconds(1)};
  EXPECT_EQ(reason_of(folder.write("long.wav", wav({}, second + second)), brief), "audio.too_long");
  EXPECT_EQ(reason_of(folder.write("long.wav", wav({.format = 6, .bits = 8}, second)), brief), "audio.too_long");
  EXPECT_EQ(reason_of(folder.write("fits.wav", wav({}, second)), brief), "decoded");
}

TEST(DecodeFile, ClipsFloatsThatAreLouderThanFullScale) {
  const TemporaryFolder folder;
  std::string bytes;
  for (const float value : {2.0F, -2.0F, 0.5F, std::nanf("")}) bytes += little(std::bit_cast<std::uint32_t>(value), 4);
  const auto recording = decode_file(folder.write("loud.wav", wav({.format = 3, .bits = 32}, bytes)), {});
  ASSERT_TRUE(recording) << recording.error().describe();
  EXPECT_EQ(recording->channels[0], (Samples{32767, -32768, 16384, 0}));
}

TEST(DecodeFile, MakesTenMillisecondsAWholeNumberOfSamples) {
  const TemporaryFolder folder;
  const auto path = folder.write("odd.wav", wav({.sample_rate = 22'050}, bytes_of(sine(440, 2, 22'050, 8000))));
  const auto recording = decode_file(path, {});
  ASSERT_TRUE(recording) << recording.error().describe();
  EXPECT_EQ(recording->sample_rate, 22'100);
  EXPECT_EQ(recording->duration().count(), 2000);
  EXPECT_NEAR(rms(recording->channels[0]), 8000 / std::sqrt(2), 40);
}

TEST(DecodeFile, SurvivesAnyDamageToAWav) {
  const TemporaryFolder folder;
  const std::string whole = wav({.format = 6, .channels = 2, .bits = 8}, std::string(400, '\x2A'));
  rc::check([&] {
    std::string bytes = whole;
    const auto at = *rc::gen::inRange<std::size_t>(12, 44);
    bytes[at] = *rc::gen::arbitrary<char>();
    const auto recording = decode_file(folder.write("any.wav", bytes), {.ffmpeg = "/no/such/program"});
    const bool sound = !recording || !recording->channels.front().empty();
    RC_ASSERT(sound);
  });
}

// --- through the caged ffmpeg ---

class ThroughFfmpeg : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists("/usr/bin/ffmpeg")) GTEST_SKIP() << "ffmpeg is not installed";
  }
  /// Has ffmpeg write a second of a 440 Hz tone.
  fs::path make(const std::string& name, const std::string& options) const {
    const auto path = folder_.path(name);
    const std::string command =
        "/usr/bin/ffmpeg -nostdin -v error -f lavfi -i sine=f=440:d=1:r=8000 " + options + " '" + path.string() + "'";
    EXPECT_EQ(std::system(command.c_str()), 0) << command;
    return path;
  }
  TemporaryFolder folder_;
};

TEST_F(ThroughFfmpeg, DecodesWhatTelephonesAndPhonesWrite) {
  const std::pair<const char*, const char*> files[] = {{"a.gsm", "-c:a libgsm"},
                                                       {"a.m4a", "-c:a aac"},
                                                       {"a.mkv", "-c:a aac"},
                                                       {"gsm.wav", "-c:a libgsm_ms"},
                                                       {"adpcm.wav", "-c:a adpcm_ima_wav"},
                                                       {"a.wma", "-c:a wmav2"},
                                                       {"a.aac", "-c:a aac"},
                                                       {"a.spx.ogg", "-c:a libspeex"}};
  for (const auto& [name, options] : files) {
    const auto recording = decode_file(make(name, options), {});
    ASSERT_TRUE(recording) << name << recording.error().describe();
    EXPECT_EQ(recording->sample_rate, 8000) << name;
    EXPECT_NEAR(static_cast<double>(recording->duration().count()), 1000, 300) << name;
    EXPECT_GT(rms(recording->channels[0]), 1000) << name;
    EXPECT_FALSE(recording->codec.empty()) << name;
  }
}

TEST_F(ThroughFfmpeg, DecodesAmr) {
  // Frames of 12.2 kbit/s (RFC 4867: type 7, quality bit, 31 bytes); what they hold is noise, but valid.
  std::string bytes = "#!AMR\n";
  std::uint32_t seed = 5;
  for (int frame = 0; frame < 50; ++frame) {
    bytes.push_back('\x3C');
    for (int i = 0; i < 31; ++i) {
      seed = seed * 1664525U + 1013904223U;
      bytes.push_back(static_cast<char>(seed >> 24U));
    }
  }
  const auto recording = decode_file(folder_.write("call.amr", bytes), {});
  ASSERT_TRUE(recording) << recording.error().describe();
  EXPECT_EQ(recording->codec, "amr");
  EXPECT_EQ(recording->duration().count(), 1000);
}

TEST_F(ThroughFfmpeg, TakesHostileNamesAsNames) {
  const std::string good = read_all(make("good.m4a", "-c:a aac"));
  for (const char* name : {"-y.m4a", "concat:a|b.m4a", "pipe:0", "$(touch x).m4a", "a'b\" %03d.m4a"}) {
    EXPECT_EQ(reason_of(folder_.write(name, good)), "decoded") << name;
  }
}

TEST_F(ThroughFfmpeg, OpensNoFurtherFiles) {
  const auto other = make("other.m4a", "-c:a aac");
  // A playlist that hides from the test for text behind a control character.
  EXPECT_EQ(
      reason_of(folder_.write("list", "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#\x01\n#EXTINF:1,\n" + other.string() + "\n")),
      "audio.not_audio");
  EXPECT_EQ(reason_of(folder_.write("script", "ffconcat version 1.0\n#\x01\nfile other.m4a\n")), "audio.not_audio");
}

TEST_F(ThroughFfmpeg, ReportsCutsAndMissingSound) {
  for (const auto& [name, options] :
       {std::pair{"a.m4a", "-c:a aac"}, std::pair{"b.mp4", "-c:a aac -movflags +faststart"},
        std::pair{"c.mkv", "-c:a aac"}}) {
    const std::string whole = read_all(make(name, options));
    EXPECT_EQ(reason_of(folder_.write(std::string("cut-") + name, whole.substr(0, whole.size() / 2))),
              "audio.truncated")
        << name;
  }
  const auto silent = folder_.path("film.mkv");
  ASSERT_EQ(std::system(
                ("/usr/bin/ffmpeg -nostdin -v error -f lavfi -i testsrc=d=0.1 -c:v mjpeg " + silent.string()).c_str()),
            0);
  EXPECT_EQ(reason_of(silent), "audio.not_audio");
}

TEST_F(ThroughFfmpeg, KeepsTheLimits) {
  const auto path = make("a.m4a", "-c:a aac");
  EXPECT_EQ(reason_of(path, {.longest = std::chrono::seconds(0)}), "audio.too_long");
  EXPECT_EQ(reason_of(make("six.mkv", "-ac 6 -c:a aac")), "audio.channels");
}

/// A program in ffmpeg's place.
fs::path program(const TemporaryFolder& folder, const std::string& script) {
  const auto path = folder.write("program", "#!/bin/sh\n" + script + "\n");
  fs::permissions(path, fs::perms::owner_all);
  return path;
}

TEST(CagedProgram, SaysHowToInstallFfmpeg) {
  const TemporaryFolder folder;
  const auto recording = decode_file(folder.write("a.amr", "#!AMR\n..."), {.ffmpeg = "/no/such/program"});
  ASSERT_FALSE(recording);
  EXPECT_EQ(recording.error().reason(), "audio.no_ffmpeg");
  EXPECT_EQ(recording.error().code(), base::ErrorCode::kUnavailable);
  EXPECT_NE(recording.error().message().find("apt-get install ffmpeg"), std::string::npos);
}

TEST(CagedProgram, EndsOneThatNeverEnds) {
  const TemporaryFolder folder;
  const auto loop = program(folder, "while :; do :; done");
  const auto recording =
      decode_file(folder.write("a.amr", "#!AMR\n..."), {.ffmpeg_time = base::Milliseconds(50), .ffmpeg = loop});
  ASSERT_FALSE(recording);
  EXPECT_EQ(recording.error().reason(), "audio.ffmpeg_failed");
  EXPECT_NE(recording.error().message().find("stopped"), std::string::npos);
}

TEST(CagedProgram, RunsWithAnEmptyEnvironmentAndCannotWriteFiles) {
  const TemporaryFolder folder;
  const auto witness = folder.path("written");
  const auto spy =
      program(folder, "(echo x > " + witness.string() + ")\nread line\necho \"home=$HOME in=$line\" >&2\nexit 1");
  const auto recording = decode_file(folder.write("a.amr", "#!AMR\n..."), {.ffmpeg = spy});
  ASSERT_FALSE(recording);
  EXPECT_NE(recording.error().message().find("home= in="), std::string::npos) << recording.error().message();
  EXPECT_TRUE(read_all(witness).empty());
}

TEST(CagedProgram, WhoseOutputIsNoWavIsRefused) {
  const TemporaryFolder folder;
  const auto recording = decode_file(folder.write("a.amr", "#!AMR\n..."), {.ffmpeg = program(folder, "echo hello")});
  ASSERT_FALSE(recording);
  EXPECT_EQ(recording.error().reason(), "audio.ffmpeg_failed");
}

}  // namespace
}  // namespace redline::audio
