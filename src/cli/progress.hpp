// Progress of long work on standard error.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace redline::cli {

/// A bar with rate and time left on a terminal; elsewhere a line every ten seconds. One thread.
class Progress {
 public:
  Progress(std::uint64_t total, std::uint64_t done_before);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void step(std::uint64_t failed);
  /// Removes the bar.
  void finish();

 private:
  void draw();
  std::uint64_t total_;
  std::uint64_t first_;
  std::uint64_t done_;
  std::uint64_t failed_ = 0;
  bool terminal_;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point last_;
};

}  // namespace redline::cli
