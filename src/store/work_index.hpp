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
#include <vector>

namespace redline::store {

/// One thing to inspect: a whole file (length 0) or a record in one. `error_*` are filled for input that was refused
/// while listing; such an item is reported in its place and never inspected.
struct WorkItem {
  std::string id{};
  std::string path{};
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
  std::uint64_t line = 0;
  std::string facts{};  ///< what the manifest says of it, packed (conversation/manifest.hpp)
  std::string error_reason{};
  std::string error_message{};
};

/// A row of the manifest, kept until its file turns up.
struct FileRow {
  std::string file{};  ///< as the manifest writes it
  std::string name{};  ///< the last part of the path
  std::uint64_t line = 0;
  std::string id{};
  std::string facts{};
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
  /// Remembers a manifest row. False, and nothing changed, when the file has a row already.
  bool add_row(const FileRow& row);
  /// The row of a file: by one of the `paths` it may be called, else by its name when only one row has that name. Marks
  /// it as used.
  std::optional<FileRow> take_row(const std::vector<std::string>& paths, const std::string& name);
  /// The rows that no file asked for, in order.
  [[nodiscard]] std::vector<FileRow> unused_rows() const;

  /// A hash over all items, for recognising the same work in a resumed run.
  [[nodiscard]] std::string fingerprint() const;

 private:
  struct Impl;
  explicit WorkIndex(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace redline::store
