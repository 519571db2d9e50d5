#include "cli/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace redline::cli {
namespace {

std::string time_text(double seconds) {
  const auto whole = static_cast<std::int64_t>(seconds + 0.5);
  if (whole >= 3600) return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
  return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

}  // namespace

Progress::Progress(std::uint64_t total, std::uint64_t done_before)
    : total_(total),
      first_(done_before),
      done_(done_before),
      terminal_(isatty(STDERR_FILENO) != 0),
      start_(std::chrono::steady_clock::now()),
      last_(start_) {}

Progress::~Progress() { finish(); }

void Progress::step(std::uint64_t failed) {
  ++done_;
  failed_ = failed;
  const auto now = std::chrono::steady_clock::now();
  const auto pause = terminal_ ? std::chrono::milliseconds(100) : std::chrono::milliseconds(10'000);
  if (now - last_ < pause) return;
  last_ = now;
  draw();
}

void Progress::draw() {
  const double elapsed = std::chrono::duration<double>(last_ - start_).count();
  const double rate = elapsed > 0 ? static_cast<double>(done_ - first_) / elapsed : 0;
  const double left = rate > 0 ? static_cast<double>(total_ - done_) / rate : 0;
  const std::string numbers = fmt::format("{}/{}  {:.1f}/s  {} left{}", done_, total_, rate, time_text(left),
                                          failed_ > 0 ? fmt::format("  {} failed", failed_) : "");
  if (!terminal_) {
    fmt::print(stderr, "{}\n", numbers);
    return;
  }
  constexpr std::uint64_t kWidth = 30;
  const auto filled = static_cast<std::size_t>(total_ == 0 ? kWidth : done_ * kWidth / total_);
  fmt::print(stderr, "\r\x1b[K[{}{}] {}", std::string(filled, '#'), std::string(kWidth - filled, '.'), numbers);
  std::fflush(stderr);
  drawn_ = true;
}

void Progress::finish() {
  if (!drawn_) return;
  fmt::print(stderr, "\r\x1b[K");
  std::fflush(stderr);
  drawn_ = false;
}

}  // namespace redline::cli
