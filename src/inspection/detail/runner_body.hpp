// The body of run_in_order().
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "base/interrupt.hpp"
#include "inspection/runner.hpp"

namespace redline::inspection {
namespace detail {

/// The queue between the reading thread and the workers, and the finished outputs that wait for their turn.
template <typename Output>
class Exchange {
 public:
  explicit Exchange(std::size_t capacity) : capacity_(capacity) {}

  /// Waits for room. False when the run has failed.
  void put(store::WorkItem item) {
    const std::lock_guard lock(mutex_);
    waiting_.emplace_back(next_in_++, std::move(item));
    work_.notify_one();
  }
  [[nodiscard]] bool full() const { return next_in_ - next_out_ >= capacity_; }
  [[nodiscard]] bool idle() const { return next_in_ == next_out_; }

  /// For workers: the next item, or nothing when there will be none.
  std::optional<std::pair<std::uint64_t, store::WorkItem>> take() {
    std::unique_lock lock(mutex_);
    work_.wait(lock, [&] { return !waiting_.empty() || closed_; });
    if (waiting_.empty()) return std::nullopt;
    auto item = std::move(waiting_.front());
    waiting_.pop_front();
    return item;
  }
  void finish(std::uint64_t number, store::WorkItem item, Output output) {
    const std::lock_guard lock(mutex_);
    finished_.emplace(number, std::pair(std::move(item), std::move(output)));
    done_.notify_one();
  }
  void fail(std::exception_ptr failure) {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::move(failure);
    done_.notify_one();
  }
  /// For the calling thread: waits for the output whose turn it is.
  std::pair<store::WorkItem, Output> next() {
    std::unique_lock lock(mutex_);
    done_.wait(lock, [&] { return failure_ || finished_.count(next_out_) != 0; });
    if (failure_) std::rethrow_exception(failure_);
    auto node = finished_.extract(next_out_++);
    return std::move(node.mapped());
  }
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    waiting_.clear();
    work_.notify_all();
  }

 private:
  std::size_t capacity_;
  std::mutex mutex_{};
  std::condition_variable work_{};
  std::condition_variable done_{};
  std::deque<std::pair<std::uint64_t, store::WorkItem>> waiting_{};
  std::map<std::uint64_t, std::pair<store::WorkItem, Output>> finished_{};
  std::uint64_t next_in_ = 0;   ///< touched by the calling thread only
  std::uint64_t next_out_ = 0;  ///< likewise
  std::exception_ptr failure_{};
  bool closed_ = false;
};

/// Threads that end with the scope, whatever happens in it.
template <typename Output>
class Crew {
 public:
  Crew(Exchange<Output>& exchange, unsigned threads, const std::function<Worker<Output>()>& make_worker)
      : exchange_(exchange) {
    for (unsigned i = 0; i < threads; ++i)
      threads_.emplace_back([&exchange, &make_worker] { work(exchange, make_worker); });
  }
  ~Crew() {
    exchange_.close();
    for (auto& thread : threads_) thread.join();
  }
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

 private:
  static void work(Exchange<Output>& exchange, const std::function<Worker<Output>()>& make_worker) {
    try {
      const Worker<Output> worker = make_worker();
      while (auto taken = exchange.take()) {
        Output output = worker(taken->second);
        exchange.finish(taken->first, std::move(taken->second), std::move(output));
      }
    } catch (...) {
      exchange.fail(std::current_exception());
    }
  }
  Exchange<Output>& exchange_;
  std::vector<std::thread> threads_{};
};

}  // namespace detail

template <typename Output>
RunEnd run_in_order(const store::WorkIndex& index, const std::string& after, unsigned threads,
                    const std::function<Worker<Output>()>& make_worker,
                    const std::function<void(const store::WorkItem&, Output)>& sink) {
  constexpr std::size_t kItemsPerThread = 4;
  detail::Exchange<Output> exchange(kItemsPerThread * threads);
  const detail::Crew<Output> crew(exchange, threads, make_worker);
  const auto hand_over = [&] {
    auto [item, output] = exchange.next();
    sink(item, std::move(output));
  };
  bool interrupted = false;
  index.for_each(after, [&](const store::WorkItem& item) {
    if (base::InterruptFlag::raised()) {
      interrupted = true;
      return store::Next::kStop;
    }
    while (exchange.full()) hand_over();
    exchange.put(item);
    return store::Next::kGoOn;
  });
  // What is on its way is finished also after an interrupt: it is little, and the prefix stays whole.
  while (!exchange.idle()) hand_over();
  return interrupted ? RunEnd::kInterrupted : RunEnd::kFinished;
}

}  // namespace redline::inspection
