// What the user named, as a list of work.
//
//   auto index = collect_inputs({"calls/", "more/*.jsonl"}, {.manifest = "manifest.csv"}, notes);
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "store/work_index.hpp"

namespace redline::inspection {

struct InputOptions {
  std::filesystem::path manifest{};  ///< empty: a manifest.csv in a folder that was named is used for that folder
};

/// Lists files, folders (with everything below) and globs (* and ? in any part of a path). Every refused input is in
/// the index with its reason, under a name of its own: broken records, double ids ("input.duplicate_id"), manifest rows
/// without a file ("manifest.orphan_row"), files without a row ("manifest.no_row"), paths that do not exist. `notes`:
/// sentences for the user, such as files that were left out. Fails when the manifest itself cannot be read.
base::Result<store::WorkIndex> collect_inputs(const std::vector<std::string>& paths, const InputOptions& options,
                                              std::vector<std::string>& notes);

}  // namespace redline::inspection
