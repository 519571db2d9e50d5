// Personal data (names, numbers, what people said) that cannot be printed or logged by accident.
//
//   Sensitive<std::string> text{"..."};
//   matcher.scan(text.reveal());      // the one accessor: search for "reveal(" to audit where data goes
#pragma once

#include <utility>

namespace redline::base {

/// Holds a T that has no printer, no formatter and no implicit conversion. Comparable and movable like its T.
template <typename T>
class Sensitive {
 public:
  Sensitive() = default;
  explicit Sensitive(T value) : value_(std::move(value)) {}

  /// Lets the data out. Callers either compute on it or write it to a place that the user named.
  [[nodiscard]] const T& reveal() const { return value_; }
  [[nodiscard]] T& reveal_mutable() { return value_; }

  friend bool operator==(const Sensitive&, const Sensitive&) = default;

 private:
  T value_{};
};

}  // namespace redline::base
