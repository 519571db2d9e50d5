#include "conversation/manifest.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace redline::conversation;
  std::vector<std::string> notes;
  FieldSet fields;
  const auto done = read_manifest(
      {reinterpret_cast<const char*>(data), size}, {},
      [&](const ManifestRow& row) {
        if (!row.error) apply_manifest_fields(unpack_fields(pack_fields(row.fields)), fields);
      },
      notes);
  static_cast<void>(done.has_value());
  return 0;
}
