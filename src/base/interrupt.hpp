// Ctrl-C as a flag: long work asks it between items and ends with complete files.
//
//   InterruptFlag::install();
//   while (!InterruptFlag::raised()) work();
#pragma once

namespace redline::base {

/// The process-wide wish to stop (SIGINT, SIGTERM). The second signal ends the process at once, as users expect.
class InterruptFlag {
 public:
  static void install();
  static bool raised();
  /// For tests and for work that is embedded: as if a signal had come, or as if none had.
  static void set();
  static void clear();
};

}  // namespace redline::base
