// Runs a fuzz target over every file of the folders given, then over mutations of them by a fixed seed, so that every
// build checks the corpus without libFuzzer. Ends with status 1 when a folder is missing or empty.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

std::vector<std::uint8_t> read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void mutate(std::vector<std::uint8_t>& bytes, std::mt19937& random) {
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  if (bytes.empty()) return;
  switch (random() % 4) {
    case 0:
      bytes[below(bytes.size())] = static_cast<std::uint8_t>(random());
      break;
    case 1:
      bytes.resize(below(bytes.size()) + 1);
      break;
    case 2:
      bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(below(bytes.size())),
                   static_cast<std::uint8_t>(random()));
      break;
    default:
      bytes.erase(bytes.begin() + static_cast<std::ptrdiff_t>(below(bytes.size())));
  }
}

}  // namespace

int main(int argc, char** argv) {
  constexpr int kMutationsPerFile = 64;
  std::mt19937 random(20261125);  // NOLINT: a fixed seed keeps the test repeatable
  std::size_t files = 0;
  for (int i = 1; i < argc; ++i) {
    if (!std::filesystem::is_directory(argv[i])) {
      std::fprintf(stderr, "%s: the corpus folder is missing\n", argv[i]);
      return 1;
    }
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(argv[i])) paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    for (const auto& path : paths) {
      auto bytes = read_file(path);
      LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
      for (int k = 0; k < kMutationsPerFile; ++k) {
        mutate(bytes, random);
        LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
      }
      ++files;
    }
  }
  std::printf("%zu corpus files replayed\n", files);
  return files == 0 ? 1 : 0;
}
