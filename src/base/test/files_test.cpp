#include "base/files.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>

namespace redline::base {
namespace {

namespace fs = std::filesystem;

class Files : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("redline-files-" + std::to_string(::getpid()));
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
  fs::path folder_;
};

TEST_F(Files, WritesWholeFilesAndLeavesNothingBeside) {
  const fs::path path = folder_ / "a" / "b.txt";
  write_file_atomically(path, "one");
  write_file_atomically(path, "two");
  EXPECT_EQ(*read_file(path, 100), "two");
  EXPECT_EQ(std::distance(fs::directory_iterator(path.parent_path()), fs::directory_iterator()), 1);
}

TEST_F(Files, NamesTheReasonWhenReadingFails) {
  write_file_atomically(folder_ / "big", std::string(2000, 'x'));
  EXPECT_EQ(read_file(folder_ / "big", 1999).error().reason(), "file.too_large");
  EXPECT_EQ(read_file(folder_ / "none", 10).error().reason(), "file.not_found");
  EXPECT_EQ(read_file(folder_, 10).error().reason(), "file.unreadable");
}

TEST_F(Files, HomeIsOneFolderWhenTheVariableNamesIt) {
  ::setenv("REDLINE_HOME", folder_.c_str(), 1);
  EXPECT_EQ(home_folders().cache, folder_ / "cache");
  ::unsetenv("REDLINE_HOME");
  ::setenv("XDG_CACHE_HOME", "/x", 1);
  EXPECT_EQ(home_folders().cache, fs::path("/x/redline"));
  ::unsetenv("XDG_CACHE_HOME");
}

}  // namespace
}  // namespace redline::base
