#include "store/work_index.hpp"

#include <fmt/format.h>

#include "crypto/digest.hpp"
#include "store/detail/statement.hpp"

namespace redline::store {
namespace {

constexpr const char* kColumns = "id, path, offset, length, line, facts, error_reason, error_message";
constexpr std::uint64_t kItemsPerTransaction = 10'000;

WorkItem item_of(const detail::Statement& row) {
  WorkItem item;
  item.id = row.text(0);
  item.path = row.text(1);
  item.offset = static_cast<std::uint64_t>(row.integer(2));
  item.length = static_cast<std::uint64_t>(row.integer(3));
  item.line = static_cast<std::uint64_t>(row.integer(4));
  item.facts = row.text(5);
  item.error_reason = row.text(6);
  item.error_message = row.text(7);
  return item;
}

FileRow row_of(const detail::Statement& row) {
  return {row.text(0), row.text(1), static_cast<std::uint64_t>(row.integer(2)), row.text(3), row.text(4)};
}

}  // namespace

struct WorkIndex::Impl {
  // An empty name is SQLite's own temporary file: deleted when closed, and only its page cache stays in memory.
  detail::Database database{""};
  std::unique_ptr<detail::Statement> insert{};
  std::uint64_t size = 0;

  Impl() {
    database.run(
        "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-1024; PRAGMA temp_store=FILE;"
        "CREATE TABLE item(id TEXT PRIMARY KEY, path TEXT NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL,"
        " line INTEGER NOT NULL, facts TEXT NOT NULL, error_reason TEXT NOT NULL,"
        " error_message TEXT NOT NULL) WITHOUT ROWID;"
        "CREATE TABLE file_row(file TEXT PRIMARY KEY, name TEXT NOT NULL, line INTEGER NOT NULL, id TEXT NOT NULL,"
        " facts TEXT NOT NULL, used INTEGER NOT NULL DEFAULT 0);"
        "CREATE INDEX file_row_name ON file_row(name);");
    insert = std::make_unique<detail::Statement>(
        database, fmt::format("INSERT OR IGNORE INTO item({}) VALUES(?,?,?,?,?,?,?,?)", kColumns).c_str());
    database.run("BEGIN");
  }
};

WorkIndex::WorkIndex(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
WorkIndex::~WorkIndex() = default;
WorkIndex::WorkIndex(WorkIndex&&) noexcept = default;
WorkIndex& WorkIndex::operator=(WorkIndex&&) noexcept = default;

WorkIndex WorkIndex::temporary() { return WorkIndex(std::make_unique<Impl>()); }

bool WorkIndex::add(const WorkItem& item) {
  auto& insert = *impl_->insert;
  insert.bind(1, item.id).bind(2, item.path);
  insert.bind(3, static_cast<std::int64_t>(item.offset)).bind(4, static_cast<std::int64_t>(item.length));
  insert.bind(5, static_cast<std::int64_t>(item.line)).bind(6, item.facts);
  insert.bind(7, item.error_reason).bind(8, item.error_message);
  insert.step();
  insert.reset();
  if (sqlite3_changes(impl_->database.handle()) == 0) return false;
  if (++impl_->size % kItemsPerTransaction == 0) impl_->database.run("COMMIT; BEGIN");
  return true;
}

std::uint64_t WorkIndex::size() const { return impl_->size; }

std::optional<WorkItem> WorkIndex::find(const std::string& id) const {
  detail::Statement select(impl_->database, fmt::format("SELECT {} FROM item WHERE id=?", kColumns).c_str());
  select.bind(1, id);
  if (!select.step()) return std::nullopt;
  return item_of(select);
}

void WorkIndex::for_each(const std::string& after, const std::function<Next(const WorkItem&)>& visit) const {
  detail::Statement select(impl_->database,
                           fmt::format("SELECT {} FROM item WHERE id>? ORDER BY id", kColumns).c_str());
  select.bind(1, after);
  while (select.step()) {
    if (visit(item_of(select)) == Next::kStop) return;
  }
}

bool WorkIndex::add_row(const FileRow& row) {
  detail::Statement insert(impl_->database,
                           "INSERT OR IGNORE INTO file_row(file,name,line,id,facts) VALUES(?,?,?,?,?)");
  insert.bind(1, row.file)
      .bind(2, row.name)
      .bind(3, static_cast<std::int64_t>(row.line))
      .bind(4, row.id)
      .bind(5, row.facts);
  insert.step();
  return sqlite3_changes(impl_->database.handle()) == 1;
}

std::optional<FileRow> WorkIndex::take_row(const std::vector<std::string>& paths, const std::string& name) {
  std::optional<FileRow> found;
  for (const auto& path : paths) {
    detail::Statement select(impl_->database, "SELECT file,name,line,id,facts FROM file_row WHERE file=?");
    select.bind(1, path);
    if (select.step()) found = row_of(select);
    if (found) break;
  }
  if (!found) {
    detail::Statement select(impl_->database,
                             "SELECT file,name,line,id,facts FROM file_row WHERE name=? AND file=name LIMIT 2");
    select.bind(1, name);
    if (select.step()) found = row_of(select);
    if (found && select.step()) found.reset();
  }
  if (!found) return std::nullopt;
  detail::Statement mark(impl_->database, "UPDATE file_row SET used=1 WHERE file=?");
  mark.bind(1, found->file);
  mark.step();
  return found;
}

std::vector<FileRow> WorkIndex::unused_rows() const {
  std::vector<FileRow> rows;
  detail::Statement select(impl_->database, "SELECT file,name,line,id,facts FROM file_row WHERE used=0 ORDER BY line");
  while (select.step()) rows.push_back(row_of(select));
  return rows;
}

std::string WorkIndex::fingerprint() const {
  crypto::Sha256 hash;
  for_each("", [&](const WorkItem& item) {
    hash.update_field(item.id).update_field(item.path).update_field(item.facts);
    hash.update_field(fmt::format("{} {}", item.offset, item.length));
    return Next::kGoOn;
  });
  return hash.finish().text();
}

}  // namespace redline::store
