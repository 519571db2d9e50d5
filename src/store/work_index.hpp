// The list of what a run has to inspect, on disk, ordered by id, without doubles.
//
//   WorkIndex index = WorkIndex::temporary();
//   index.add({.id = "dev-0001", .path = "calls.jsonl", .offset = 0, .length = 5200, .line = 1});
//   index.for_each([&](const WorkItem& item) { ...; return Next::kGoOn; });
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace redline::store {

/// One thing to inspect: a whole file (length 0) or a record in one. `error_*` are filled for input that was refused
/// while listing; such an item is reported in its place and never inspected.
struct WorkItem {
  std::string id{};
  std::string path{};
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
  std::uint64_t line = 0;
  std::int64_t manifest_row = -1;  ///< index into the manifest's rows, or -1
  std::string error_reason{};
  std::string error_message{};
};

enum class Next { kGoOn, kStop };

/// One process, one thread. Throws std::runtime_error when the disk fails.
class WorkIndex {
 public:
  /// In a temporary file that is deleted with the object.
  static WorkIndex temporary();
  ~WorkIndex();
  WorkIndex(WorkIndex&&) noexcept;
  WorkIndex& operator=(WorkIndex&&) noexcept;

  /// Adds an item. False, and nothing changed, when the id is taken.
  bool add(const WorkItem& item);
  [[nodiscard]] std::uint64_t size() const;
  /// What holds the id, or nothing.
  [[nodiscard]] std::optional<WorkItem> find(const std::string& id) const;
  /// Visits the items by id (bytewise), from the first behind `after` on, until the visitor says stop.
  void for_each(const std::string& after, const std::function<Next(const WorkItem&)>& visit) const;
  /// A hash over all items, for recognising the same work in a resumed run.
  [[nodiscard]] std::string fingerprint() const;

 private:
  struct Impl;
  explicit WorkIndex(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace redline::store
