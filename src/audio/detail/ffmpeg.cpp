#include "audio/detail/ffmpeg.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string>

namespace redline::audio::detail {
namespace {

using base::Error;
using base::ErrorCode;
namespace fs = std::filesystem;

constexpr int kNoProgram = 127;
constexpr std::uint64_t kMemory = 1024ULL * 1024 * 1024;
constexpr std::size_t kErrorText = 16 * 1024;

struct Pipe {
  int read = -1;
  int write = -1;
  Pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
    read = ends[0];
    write = ends[1];
  }
  ~Pipe() {
    close_end(read);
    close_end(write);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  static void close_end(int& end) {
    if (end >= 0) ::close(end);
    end = -1;
  }
};

void limit(int what, std::uint64_t value) {
  const rlimit bound{value, value};
  setrlimit(what, &bound);
}

/// Runs in the child between fork and exec: only calls that are safe there.
[[noreturn]] void become_ffmpeg(const char* input, int out, int err, std::uint64_t seconds) {
  const int nothing = ::open("/dev/null", O_RDONLY);
  dup2(nothing, STDIN_FILENO);
  dup2(out, STDOUT_FILENO);
  dup2(err, STDERR_FILENO);
  unshare(CLONE_NEWUSER | CLONE_NEWNET);  // refused on some kernels; the protocol list below holds all the same
  limit(RLIMIT_CPU, seconds);
  limit(RLIMIT_AS, kMemory);
  limit(RLIMIT_FSIZE, 0);
  limit(RLIMIT_CORE, 0);
  signal(SIGINT, SIG_IGN);  // Ctrl-C is for the parent, which then ends the child
  const std::array<const char*, 21> arguments{
      "ffmpeg",    "-nostdin", "-hide_banner", "-v",  "error", "-xerror", "-threads", "1",     "-protocol_whitelist",
      "file,pipe", "-i",       input,          "-vn", "-sn",   "-dn",     "-map",     "0:a:0", "-f",
      "wav",       "pipe:1",   nullptr};
  const std::array<const char*, 1> environment{nullptr};
  for (const char* program : {"/usr/bin/ffmpeg", "/usr/local/bin/ffmpeg"}) {
    execve(program, const_cast<char* const*>(arguments.data()), const_cast<char* const*>(environment.data()));
  }
  _exit(kNoProgram);
}

struct Output {
  std::string sound{};
  std::string errors{};
  bool too_much = false;
  bool too_slow = false;
};

bool read_some(int from, std::string& into, std::size_t most, bool& too_much) {
  std::array<char, 65536> block{};
  const auto count = ::read(from, block.data(), block.size());
  if (count <= 0) return count < 0 && errno == EINTR;
  const std::size_t room = most - std::min(most, into.size());
  into.append(block.data(), std::min(room, static_cast<std::size_t>(count)));
  too_much = too_much || static_cast<std::size_t>(count) > room;
  return true;
}

/// Reads both pipes to their ends, within the bounds on time and size.
Output read_output(int sound, int errors, std::size_t most, std::chrono::seconds time) {
  Output output;
  const auto deadline = std::chrono::steady_clock::now() + time;
  bool sound_open = true;
  bool errors_open = true;
  bool ignored = false;
  while ((sound_open || errors_open) && !output.too_much) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) {
      output.too_slow = true;
      break;
    }
    std::array<pollfd, 2> ends{{{sound_open ? sound : -1, POLLIN, 0}, {errors_open ? errors : -1, POLLIN, 0}}};
    if (poll(ends.data(), ends.size(), static_cast<int>(left.count())) < 0 && errno != EINTR) break;
    if (ends[0].revents != 0) sound_open = read_some(sound, output.sound, most, output.too_much);
    if (ends[1].revents != 0) errors_open = read_some(errors, output.errors, kErrorText, ignored);
  }
  return output;
}

std::string last_line(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  const auto at = text.rfind('\n');
  return at == std::string::npos ? text : text.substr(at + 1);
}

Error failed(std::string message) { return {ErrorCode::kInvalid, "audio.ffmpeg_failed", std::move(message)}; }

std::uint32_t little(const std::string& bytes, std::size_t at, int length) {
  std::uint32_t value = 0;
  std::memcpy(&value, bytes.data() + at, static_cast<std::size_t>(length));
  return value;
}

/// ffmpeg's WAV on a pipe: 16-bit PCM, sizes unknown.
base::Result<Recording> read_wav(const std::string& bytes) {
  const auto format = bytes.find("fmt ");
  const auto data = bytes.find("data");
  if (bytes.size() < 44 || format == std::string::npos || data == std::string::npos || data + 8 > bytes.size()) {
    return failed("ffmpeg found no sound in the file");
  }
  Recording recording;
  recording.codec = "ffmpeg";
  const std::size_t channels = little(bytes, format + 10, 2);
  recording.sample_rate = static_cast<int>(little(bytes, format + 12, 4));
  if (channels == 0 || little(bytes, format + 22, 2) != 16) return failed("ffmpeg wrote an unexpected format");
  const std::size_t frames = (bytes.size() - data - 8) / (2 * channels);
  recording.channels.assign(channels, std::vector<std::int16_t>(frames));
  for (std::size_t i = 0; i < frames; ++i) {
    for (std::size_t c = 0; c < channels; ++c) {
      std::memcpy(&recording.channels[c][i], bytes.data() + data + 8 + 2 * (i * channels + c), 2);
    }
  }
  return recording;
}

}  // namespace

base::Result<Recording> decode_with_ffmpeg(const fs::path& path, const DecodeOptions& options) {
  const std::string input = "file:" + fs::absolute(path).string();
  Pipe sound;
  Pipe errors;
  const auto seconds = static_cast<std::uint64_t>(options.ffmpeg_time.count());
  const pid_t child = fork();
  if (child < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (child == 0) become_ffmpeg(input.c_str(), sound.write, errors.write, seconds);
  Pipe::close_end(sound.write);
  Pipe::close_end(errors.write);
  // 48 kHz stereo: the most that anything here needs.
  const auto most = static_cast<std::size_t>(std::chrono::seconds(options.longest).count()) * 48'000 * 2 * 2;
  const Output output = read_output(sound.read, errors.read, most, options.ffmpeg_time);
  if (output.too_much || output.too_slow) kill(child, SIGKILL);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (output.too_slow) return failed(fmt::format("ffmpeg took longer than {} s and was stopped", seconds));
  if (output.too_much) return Error{ErrorCode::kLimit, "audio.too_long", "the recording is longer than allowed"};
  if (WIFEXITED(status) && WEXITSTATUS(status) == kNoProgram) {
    return Error{ErrorCode::kUnavailable, "audio.no_ffmpeg",
                 "this format needs the program ffmpeg, which is not installed (Debian: apt-get install ffmpeg)"};
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    const std::string said = last_line(output.errors);
    return failed("ffmpeg cannot decode it: " + (said.empty() ? "it ended without a word" : said));
  }
  return read_wav(output.sound);
}

}  // namespace redline::audio::detail
