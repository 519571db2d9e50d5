#include "base/interrupt.hpp"

#include <unistd.h>

#include <atomic>
#include <csignal>

namespace redline::base {
namespace {

std::atomic<bool> g_raised{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may touch lock-free atomics only");

extern "C" void on_signal(int signal_number) {
  if (g_raised.exchange(true)) _exit(128 + signal_number);
}

}  // namespace

void InterruptFlag::install() {
  struct sigaction action{};
  action.sa_handler = on_signal;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

bool InterruptFlag::raised() { return g_raised.load(std::memory_order_relaxed); }
void InterruptFlag::set() { g_raised = true; }
void InterruptFlag::clear() { g_raised = false; }

}  // namespace redline::base
