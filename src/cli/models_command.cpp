#include "cli/models_command.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <functional>

#include "cli/output.hpp"
#include "speech/models.hpp"

namespace redline::cli {
namespace {

using speech::ModelEntry;
using speech::ModelState;
using speech::ModelStore;

const char* to_text(ModelState state) {
  switch (state) {
    case ModelState::kMissing:
      return "not installed";
    case ModelState::kInstalled:
      return "installed";
    case ModelState::kDamaged:
      break;
  }
  return "damaged";
}

/// Runs `action` for each model; goes on after a failure.
int for_each_model(const std::vector<std::string>& ids,
                   const std::function<base::Result<void>(const ModelStore&, const std::string&)>& action) {
  const auto store = ModelStore::open();
  if (!store) {
    print_error(store.error());
    return kSomeFailed;
  }
  std::vector<std::string> wanted = ids;
  if (wanted.empty()) {
    for (const auto& entry : store->entries()) {
      if (entry.is_default) wanted.push_back(entry.id);
    }
  }
  int status = kDone;
  for (const auto& id : wanted) {
    if (auto failed = action(*store, id); !failed) {
      print_error(failed.error());
      status = kSomeFailed;
    }
  }
  return status;
}

}  // namespace

int list_models(ListFormat format) {
  const auto store = ModelStore::open();
  if (!store) {
    print_error(store.error());
    return kSomeFailed;
  }
  if (format == ListFormat::kTable) {
    fmt::print("{:<16} {:<11} {:<8} {:>8} {:<10} {:<10} {:<14} {}\n", "ID", "KIND", "ENGINE", "MB", "STREAMING",
               "LICENCE", "STATE", "TITLE");
  }
  std::string json;
  for (const ModelEntry& entry : store->entries()) {
    const char* state = to_text(store->state(entry));
    if (format == ListFormat::kTable) {
      fmt::print("{:<16} {:<11} {:<8} {:>8.1f} {:<10} {:<10} {:<14} {}\n", entry.id, entry.kind, entry.engine,
                 static_cast<double>(entry.size()) / 1e6, entry.streaming ? "yes" : "no", entry.licence, state,
                 entry.title);
    } else {
      json += fmt::format(
          R"({}{{"id":"{}","kind":"{}","engine":"{}","size":{},"streaming":{},"licence":"{}","device":"{}","default":{},"state":"{}"}})",
          json.empty() ? "" : ",", entry.id, entry.kind, entry.engine, entry.size(), entry.streaming, entry.licence,
          entry.device, entry.is_default, state);
    }
  }
  if (format == ListFormat::kJson) fmt::print("[{}]\n", json);
  return kDone;
}

int install_models(const std::vector<std::string>& ids, const std::filesystem::path& from) {
  std::uint64_t downloaded = 0;
  const int status = for_each_model(ids, [&](const ModelStore& store, const std::string& id) -> base::Result<void> {
    const auto bytes = store.install(id, from, [](const std::string& line) { print_note(line); });
    if (!bytes) return bytes.error();
    downloaded += *bytes;
    return {};
  });
  if (downloaded > 0) print_note(fmt::format("{} MB downloaded", downloaded / 1'000'000));
  return status;
}

int verify_models(const std::vector<std::string>& ids) {
  return for_each_model(ids, [](const ModelStore& store, const std::string& id) -> base::Result<void> {
    auto result = store.verify(id);
    if (result) fmt::print("{}: every file has its hash\n", id);
    return result;
  });
}

int remove_models(const std::vector<std::string>& ids) {
  return for_each_model(ids, [](const ModelStore& store, const std::string& id) -> base::Result<void> {
    auto result = store.remove(id);
    if (result) fmt::print("{}: removed\n", id);
    return result;
  });
}

}  // namespace redline::cli
