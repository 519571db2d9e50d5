// Finding the records of a file, and reading each: what the program does with a file that it was given.
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "conversation/transcript_reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace conversation = redline::conversation;
  const std::string stem =
      (std::filesystem::temp_directory_path() / ("redline-scan-" + std::to_string(::getpid()))).string();
  for (const char* ending : {".jsonl", ".json", ".txt", ".csv"}) {
    const std::string path = stem + ending;
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
    std::size_t records = 0;
    const auto done = conversation::scan_transcripts(path, [&](const conversation::FoundRecord& record) {
      ++records;
      if (record.error) return;
      const auto one = conversation::read_record(path, record.offset, record.length, record.line);
      if (!one) REDLINE_CHECK(one.error().reason() != "file.changed");
    });
    REDLINE_CHECK(!done || records > 0);  // nothing is passed over in silence
    std::filesystem::remove(path);
  }
  return 0;
}
