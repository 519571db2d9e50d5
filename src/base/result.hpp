// Expected failures as values: a Result holds a T or an Error that says what was wrong with which place of the input.
//
//   Result<int> parse(std::string_view text) {
//     if (text.empty()) return Error{ErrorCode::kInvalid, "number.empty", "expected a number, found nothing"};
//     ...
//   }
//   auto n = parse(text);
//   if (!n) return n.error().at({.file = path, .line = 3});
#pragma once

#include <cstdint>
#include <string>
#include <tl/expected.hpp>
#include <utility>

#include "base/check.hpp"

namespace redline::base {

/// What kind of failure it is, independent of the module; decides exit codes and HTTP codes.
enum class ErrorCode : std::uint8_t {
  kInvalid,      ///< the input breaks its format or contradicts itself
  kNotFound,     ///< something that was named does not exist
  kConflict,     ///< it exists already, or its state forbids the wish
  kUnsupported,  ///< well-formed, but a kind that we cannot handle
  kUnavailable,  ///< a part that is needed is not installed or not reachable
  kLimit,        ///< a bound on size, time or memory was reached
  kInterrupted,  ///< the user asked to stop
};

/// Where in the input; parts that are unknown are empty or 0. Lines and columns count from 1.
struct Place {
  std::string file{};
  std::uint64_t line = 0;
  std::uint64_t column = 0;
  std::string field{};
};

/// One expected failure. `reason` is a stable dotted word for programs ("transcript.bad_time"), `message` one sentence
/// for people that says what was found and what was expected.
class [[nodiscard]] Error {
 public:
  Error(ErrorCode code, std::string reason, std::string message, Place place = {})
      : code_(code), reason_(std::move(reason)), message_(std::move(message)), place_(std::move(place)) {}

  [[nodiscard]] ErrorCode code() const { return code_; }
  [[nodiscard]] const std::string& reason() const { return reason_; }
  [[nodiscard]] const std::string& message() const { return message_; }
  [[nodiscard]] const Place& place() const { return place_; }

  /// The same error with the parts of the place that were still unknown filled in.
  [[nodiscard]] Error at(const Place& outer) const;

  /// "file:line:column: field: message", with the known parts only.
  [[nodiscard]] std::string describe() const;

 private:
  ErrorCode code_;
  std::string reason_;
  std::string message_;
  Place place_;
};

/// A T or an Error. Dropping one is a compile error; reading the wrong side is a failed check.
template <typename T>
class [[nodiscard]] Result {
 public:
  using value_type = T;

  Result(T value) : value_(std::move(value)) {}                           // NOLINT(google-explicit-constructor)
  Result(Error error) : value_(tl::make_unexpected(std::move(error))) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool has_value() const { return value_.has_value(); }
  explicit operator bool() const { return value_.has_value(); }

  T& operator*() & { return checked(); }
  const T& operator*() const& { return checked(); }
  T&& operator*() && { return std::move(checked()); }
  T* operator->() { return &checked(); }
  const T* operator->() const { return &checked(); }

  [[nodiscard]] const Error& error() const {
    REDLINE_CHECK(!value_.has_value());
    return value_.error();
  }

 private:
  T& checked() {
    REDLINE_CHECK(value_.has_value());
    return *value_;
  }
  const T& checked() const {
    REDLINE_CHECK(value_.has_value());
    return *value_;
  }
  tl::expected<T, Error> value_;
};

/// Success without a value, or an Error: `return {};` or `return Error{...};`.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : value_(tl::make_unexpected(std::move(error))) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool has_value() const { return value_.has_value(); }
  explicit operator bool() const { return value_.has_value(); }
  [[nodiscard]] const Error& error() const {
    REDLINE_CHECK(!value_.has_value());
    return value_.error();
  }

 private:
  tl::expected<void, Error> value_;
};

}  // namespace redline::base
