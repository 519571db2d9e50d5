// redline models list|install|verify|remove
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace redline::cli {

enum class ListFormat { kTable, kJson };

/// Each returns the exit status: 0, or 2 when a model could not be handled (the reason is on standard error).
int list_models(ListFormat format);
/// No ids: the default models. `from`: a folder that holds the files, or "".
int install_models(const std::vector<std::string>& ids, const std::filesystem::path& from);
int verify_models(const std::vector<std::string>& ids);
int remove_models(const std::vector<std::string>& ids);

}  // namespace redline::cli
