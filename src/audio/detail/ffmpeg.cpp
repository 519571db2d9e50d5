#include "audio/detail/ffmpeg.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <optional>
#include <string>
#include <system_error>

#include "audio/detail/pcm_stream.hpp"

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

int wait_for(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

int end(pid_t child) {
  kill(child, SIGKILL);
  return wait_for(child);
}

void limit(int what, std::uint64_t value) {
  const rlimit bound{value, value};
  setrlimit(what, &bound);
}

/// The demuxers of files that hold sound themselves. Playlists and scripts that make ffmpeg open further files are not
/// among them.
constexpr const char* kFormats =
    "aac,ac3,aiff,amr,amrnb,amrwb,ape,asf,au,avi,caf,flac,flv,g722,gsm,matroska,mov,mp3,mpeg,mpegts,ogg,rm,voc,w64,wav,"
    "wv";

/// Runs in the child between fork and exec: only calls that are safe there.
[[noreturn]] void become_ffmpeg(const char* program, const char* input, int out, int err, std::uint64_t seconds) {
  const int nothing = ::open("/dev/null", O_RDONLY);
  dup2(nothing, STDIN_FILENO);
  dup2(out, STDOUT_FILENO);
  dup2(err, STDERR_FILENO);
  close_range(STDERR_FILENO + 1, ~0U, 0);
  // Without a network where the kernel allows it; the protocol list below holds all the same. A user namespace costs
  // root its right to read others' files, so it is only the second choice.
  if (unshare(CLONE_NEWNET) != 0) unshare(CLONE_NEWUSER | CLONE_NEWNET);
  limit(RLIMIT_CPU, seconds);
  limit(RLIMIT_AS, kMemory);
  limit(RLIMIT_FSIZE, 0);
  limit(RLIMIT_CORE, 0);
  signal(SIGINT, SIG_IGN);  // Ctrl-C is for the parent, which then ends the child
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const std::array arguments{"ffmpeg",
                             "-nostdin",
                             "-hide_banner",
                             "-v",
                             "error",
                             "-xerror",
                             "-threads",
                             "1",
                             "-protocol_whitelist",
                             "file,pipe",
                             "-format_whitelist",
                             kFormats,
                             "-i",
                             input,
                             "-vn",
                             "-sn",
                             "-dn",
                             "-map",
                             "0:a:0",
                             "-map_metadata",
                             "-1",
                             "-c:a",
                             "pcm_s16le",
                             "-f",
                             "wav",
                             "pipe:1",
                             static_cast<const char*>(nullptr)};
  const std::array<char*, 1> environment{nullptr};
  for (const char* place : {program, "/usr/bin/ffmpeg", "/usr/local/bin/ffmpeg"}) {
    if (place == nullptr) continue;
    execve(place, const_cast<char* const*>(arguments.data()), environment.data());
    if (place == program) break;  // the one that was named, or none
  }
  _exit(kNoProgram);
}

enum class End : std::uint8_t { kComplete, kRefused, kTooSlow };

struct Output {
  PcmStream sound;
  std::string errors{};
  std::optional<Error> refused{};
  End end = End::kComplete;
};

/// The bytes that stand ready; empty at the end of the pipe, nothing when interrupted.
std::optional<std::string_view> read_some(int from, std::array<char, 65536>& block) {
  const auto count = ::read(from, block.data(), block.size());
  if (count < 0 && errno == EINTR) return std::nullopt;
  return std::string_view(block.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
}

/// Reads both pipes to their ends, within the bounds on time and size.
void read_output(int sound, int errors, std::chrono::milliseconds time, Output& output) {
  const auto deadline = std::chrono::steady_clock::now() + time;
  std::array<char, 65536> block{};
  while (sound >= 0 || errors >= 0) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) {
      output.end = End::kTooSlow;
      return;
    }
    std::array<pollfd, 2> ends{{{sound, POLLIN, 0}, {errors, POLLIN, 0}}};
    if (poll(ends.data(), ends.size(), static_cast<int>(left.count())) < 0) {
      if (errno == EINTR) continue;
      throw std::system_error(errno, std::generic_category(), "poll");
    }
    if (ends[0].revents != 0) {
      const auto bytes = read_some(sound, block);
      if (bytes && bytes->empty()) sound = -1;
      if (bytes) output.refused = output.sound.feed(*bytes);
      if (output.refused) {
        output.end = End::kRefused;
        return;
      }
    }
    if (ends[1].revents != 0) {
      const auto bytes = read_some(errors, block);
      if (bytes && bytes->empty()) errors = -1;
      if (bytes && output.errors.size() < kErrorText) output.errors.append(*bytes);
    }
  }
}

std::string last_line(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  const auto at = text.rfind('\n');
  return at == std::string::npos ? text : text.substr(at + 1);
}

Error failed(std::string message) { return {ErrorCode::kInvalid, "audio.ffmpeg_failed", std::move(message)}; }

bool says(const std::string& text, std::initializer_list<std::string_view> signs) {
  return std::any_of(signs.begin(), signs.end(), [&](auto sign) { return text.find(sign) != std::string::npos; });
}

/// What ffmpeg's words mean to the user. `input` is cut out of them: the place of the error names the file.
Error meaning_of(std::string errors, const std::string& input) {
  for (auto at = errors.find(input + ": "); at != std::string::npos; at = errors.find(input + ": ")) {
    errors.erase(at, input.size() + 2);
  }
  if (says(errors, {"moov atom not found", "partial file", "ended prematurely", "corrupt input packet"})) {
    return {ErrorCode::kInvalid, "audio.truncated",
            fmt::format("the recording is cut off or damaged (ffmpeg: {})", errors.substr(0, errors.find('\n')))};
  }
  if (says(errors, {"matches no streams"})) {
    return {ErrorCode::kInvalid, "audio.not_audio", "the file holds no sound track"};
  }
  if (says(errors, {"Decoder (codec", "Unknown decoder", "no decoder"})) {
    return {ErrorCode::kUnsupported, "audio.unsupported", "ffmpeg knows no decoder for it: " + last_line(errors)};
  }
  return failed("ffmpeg cannot decode it: " + (errors.empty() ? "it ended without a word" : last_line(errors)));
}

}  // namespace

base::Result<Recording> decode_with_ffmpeg(const fs::path& path, const DecodeOptions& options) {
  const std::string input = "file:" + fs::absolute(path).string();
  const char* program = options.ffmpeg.empty() ? nullptr : options.ffmpeg.c_str();
  Pipe sound;
  Pipe errors;
  const auto seconds = static_cast<std::uint64_t>(std::chrono::ceil<std::chrono::seconds>(options.ffmpeg_time).count());
  const pid_t child = fork();
  if (child < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (child == 0) become_ffmpeg(program, input.c_str(), sound.write, errors.write, seconds);
  Pipe::close_end(sound.write);
  Pipe::close_end(errors.write);
  Output output{PcmStream(options)};
  try {
    read_output(sound.read, errors.read, options.ffmpeg_time, output);
  } catch (...) {
    end(child);
    throw;
  }
  const int status = output.end == End::kComplete ? wait_for(child) : end(child);
  if (output.refused) return *output.refused;
  if (output.end == End::kTooSlow || (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)) {
    return failed(fmt::format("ffmpeg took longer than {} s and was stopped", seconds));
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == kNoProgram) {
    return Error{ErrorCode::kUnavailable, "audio.no_ffmpeg",
                 "this format needs the program ffmpeg, which is not installed (Debian: apt-get install ffmpeg)"};
  }
  // A file that ends too early is a complaint of some demuxers only, not a failure.
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || says(output.errors, {"ended prematurely"})) {
    return meaning_of(output.errors, input);
  }
  Recording recording = std::move(output.sound).finish();
  if (recording.channels.empty()) return failed("ffmpeg found no sound in the file");
  return recording;
}

}  // namespace redline::audio::detail
