#include "speech/models.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "base/files.hpp"
#include "crypto/digest.hpp"
#include "speech/detail/catalogue.hpp"
#include "speech/engine.hpp"

namespace redline::speech {
namespace {

namespace fs = std::filesystem;

std::string file_entry(const std::string& name, const std::string& bytes) {
  return fmt::format(R"({{"name":"{}","size":{},"sha256":"{}"}})", name, bytes.size(), crypto::sha256(bytes).hex());
}

std::string entry(const std::string& id, const std::string& main_file, const std::string& files,
                  const std::string& more = "") {
  return fmt::format(
      R"({{"id":"{}","kind":"recogniser","engine":"sherpa","licence":"MIT","main_file":"{}","files":[{}]{}}})", id,
      main_file, files, more);
}

std::string catalogue(const std::string& entries) { return R"({"models":[)" + entries + "]}"; }

std::string complaint(const std::string& json) {
  const auto parsed = detail::parse_catalogue(json, "own.json");
  return parsed ? "" : parsed.error().describe();
}

/// A home of its own, with a user's catalogue of a model "mine" of two files.
class Models : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / fmt::format("redline-models-{}", ::getpid());
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "source");
    ::setenv("REDLINE_HOME", (folder_ / "home").c_str(), 1);
    ::setenv("REDLINE_SHARE", REDLINE_SOURCE_DIR, 1);
    base::write_file_atomically(folder_ / "source/m.onnx", "weights");
    base::write_file_atomically(folder_ / "source/tokens.txt", "a 0\n");
    describe(file_entry("m.onnx", "weights") + "," + file_entry("tokens.txt", "a 0\n"));
  }
  void TearDown() override {
    ::unsetenv("REDLINE_HOME");
    ::unsetenv("REDLINE_SHARE");
    fs::remove_all(folder_);
  }
  void describe(const std::string& files, const std::string& more = "") const {
    base::write_file_atomically(folder_ / "home/data/models.json", catalogue(entry("mine", "m.onnx", files, more)));
  }
  /// The reason why installing failed, or "".
  [[nodiscard]] std::string install(const fs::path& from) const {
    const auto done = ModelStore::open()->install("mine", from, [](const std::string&) {});
    return done ? "" : done.error().reason();
  }
  [[nodiscard]] std::size_t left_over() const {
    const fs::path models = folder_ / "home/data/models";
    if (!fs::exists(models)) return 0;
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(models), fs::directory_iterator()));
  }
  fs::path folder_;
};

TEST_F(Models, AUsersModelIsInstalledFromAFolderAndRemoved) {
  EXPECT_EQ(ModelStore::open()->installed("mine").error().reason(), "models.not_installed");
  EXPECT_EQ(install(folder_ / "source"), "");
  const auto store = ModelStore::open();
  const auto model = store->installed("mine");
  ASSERT_TRUE(model);
  EXPECT_EQ(model->engine, "sherpa");
  EXPECT_EQ(*base::read_file(model->folder / model->main_file, 100), "weights");
  EXPECT_TRUE(store->verify("mine"));
  EXPECT_EQ(left_over(), 1U) << "nothing but the model";
  EXPECT_TRUE(store->remove("mine"));
  EXPECT_EQ(store->state(*store->entry("mine")), ModelState::kMissing);
  EXPECT_EQ(store->remove("mine").error().reason(), "models.not_installed");
}

TEST_F(Models, WrongContentIsRefusedWithBothHashesAndLeavesNothing) {
  base::write_file_atomically(folder_ / "source/tokens.txt", "b 0\n");
  const auto done = ModelStore::open()->install("mine", folder_ / "source", [](const std::string&) {});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().reason(), "models.wrong_hash");
  const std::string text = done.error().describe();
  for (const auto& part : {std::string("tokens.txt"), crypto::sha256("a 0\n").hex(), crypto::sha256("b 0\n").hex()}) {
    EXPECT_NE(text.find(part), std::string::npos) << text;
  }
  EXPECT_EQ(left_over(), 0U);
}

TEST_F(Models, AMissingSourceIsNamed) {
  fs::remove(folder_ / "source/tokens.txt");
  EXPECT_EQ(install(folder_ / "source"), "file.not_found");
  EXPECT_EQ(install(""), "models.download") << "the entry names no source";
  EXPECT_EQ(left_over(), 0U);
}

TEST_F(Models, ChangedFilesAreFound) {
  ASSERT_EQ(install(folder_ / "source"), "");
  const auto store = ModelStore::open();
  const fs::path file = store->folder(*store->entry("mine")) / "m.onnx";
  base::write_file_atomically(file, "wEights");
  EXPECT_TRUE(store->installed("mine")) << "of the right size: only hashing can tell";
  EXPECT_EQ(store->verify("mine").error().reason(), "models.wrong_hash");
  base::write_file_atomically(file, "weight");
  EXPECT_EQ(store->installed("mine").error().reason(), "models.damaged");
  EXPECT_EQ(install(folder_ / "source"), "") << "installing mends it";
  EXPECT_TRUE(store->verify("mine"));
}

TEST_F(Models, TheDigestCoversEveryFile) {
  ASSERT_EQ(install(folder_ / "source"), "");
  const std::string before = ModelStore::open()->installed("mine")->digest;
  ASSERT_TRUE(ModelStore::open()->remove("mine"));
  base::write_file_atomically(folder_ / "source/tokens.txt", "b 0\n");
  describe(file_entry("m.onnx", "weights") + "," + file_entry("tokens.txt", "b 0\n"));
  ASSERT_EQ(install(folder_ / "source"), "");
  EXPECT_NE(ModelStore::open()->installed("mine")->digest, before);
}

TEST_F(Models, AModelOfOneFileIsTakenFromAFileOfAnyNameAndFromItsSource) {
  describe(file_entry("m.onnx", "weights"));
  fs::rename(folder_ / "source/m.onnx", folder_ / "source/downloaded");
  EXPECT_EQ(install(folder_ / "source/downloaded"), "");
  const auto store = ModelStore::open();
  EXPECT_EQ(store->installed("mine")->digest, "sha256:" + crypto::sha256("weights").hex());
  ASSERT_TRUE(store->remove("mine"));
  const auto part = [](const fs::path& path) {
    return fmt::format(R"(,"parts":[{{"client":"file","package":"{}","name":"m.onnx"}}])", path.string());
  };
  describe(file_entry("m.onnx", "weights"), part(folder_ / "source/downloaded"));
  EXPECT_EQ(install(""), "");
  EXPECT_TRUE(fs::exists(folder_ / "source/downloaded")) << "the user's file stays";
  ASSERT_TRUE(store->remove("mine"));
  describe(file_entry("m.onnx", "weights"), part(folder_ / "nowhere"));
  EXPECT_EQ(install(""), "models.download");
}

TEST_F(Models, UnknownIdsAreAnsweredWithWhatThereIs) {
  const auto found = ModelStore::open()->entry("wisper");
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().reason(), "models.unknown");
  for (const auto* id : {"whisper-base", "silero-vad", "mine"}) {
    EXPECT_NE(found.error().message().find(id), std::string::npos) << id;
  }
}

TEST_F(Models, AUsersEntryReplacesOneOfTheProgram) {
  base::write_file_atomically(folder_ / "home/data/models.json",
                              catalogue(entry("whisper-base", "x.bin", file_entry("x.bin", "x"))));
  EXPECT_EQ(ModelStore::open()->entry("whisper-base")->main_file, "x.bin");
}

TEST_F(Models, AMissingEngineSaysWhereItWasLookedFor) {
  ::setenv("REDLINE_ENGINES", folder_.c_str(), 1);
  const auto none = load_recogniser_engine("whisper");
  base::write_file_atomically(folder_ / "redline_engine_whisper.so", "no library");
  const auto broken = load_recogniser_engine("whisper");
  ::unsetenv("REDLINE_ENGINES");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().reason(), "speech.engine_missing");
  EXPECT_NE(none.error().message().find(folder_.string()), std::string::npos);
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().reason(), "speech.engine_broken");
}

TEST(Catalogue, NamesTheFieldThatIsWrong) {
  const std::string file = file_entry("m", "x");
  EXPECT_NE(complaint("[").find("own.json"), std::string::npos);
  EXPECT_NE(complaint("{}").find("models: expected a list"), std::string::npos);
  EXPECT_NE(complaint(catalogue("7")).find("models[0]: expected an object"), std::string::npos);
  EXPECT_NE(complaint(catalogue(R"({"id":"a"})")).find("models[0].kind"), std::string::npos);
  EXPECT_NE(complaint(catalogue(entry("a", "m", file) + "," + entry("b", "m", ""))).find("models[1].files"),
            std::string::npos);
  EXPECT_NE(complaint(catalogue(entry("a", "other", file))).find("main_file"), std::string::npos);
  EXPECT_NE(complaint(catalogue(entry("a", "m", R"({"name":"m","size":-1,"sha256":"00"})"))).find("files.size"),
            std::string::npos);
  EXPECT_EQ(complaint(catalogue(entry("a", "m", file))), "");
}

TEST(Catalogue, NoNameLeadsOutOfItsFolder) {
  const std::string file = file_entry("m", "x");
  for (const auto* id : {"", ".", "..", "../x", "a/b", "/etc", ".hidden", "a\\u0000b"}) {
    EXPECT_NE(complaint(catalogue(entry(id, "m", file))).find("models[0].id"), std::string::npos) << id;
  }
  const std::string hash(64, '0');
  for (const auto* member : {"../../x", "/etc/passwd", "a/../../b"}) {
    const auto parts = fmt::format(
        R"(,"parts":[{{"client":"pip","package":"p","version":"1","sha256":"{}","member":"{}","name":"m"}}])", hash,
        member);
    EXPECT_NE(complaint(catalogue(entry("a", "m", file, parts))).find("parts.member"), std::string::npos) << member;
  }
}

}  // namespace
}  // namespace redline::speech
