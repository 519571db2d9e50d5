#include "conversation/manifest.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace redline::conversation {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Read {
  base::Result<void> done{};
  std::vector<ManifestRow> rows{};
  std::vector<std::string> notes{};
};

Read read(std::string_view bytes) {
  Read read;
  read.done = read_manifest(
      bytes, {.file = "m.csv"}, [&](ManifestRow row) { read.rows.push_back(std::move(row)); }, read.notes);
  return read;
}

FieldSet fields_of(const ManifestRow& row) {
  FieldSet fields;
  apply_manifest_fields(unpack_fields(pack_fields(row.fields)), fields);
  return fields;
}

TEST(ReadManifest, TellsTheSameFromCsvJsonAndJsonLines) {
  const std::string csv =
      "file,id,case.amount_due,history.consented_hours,agent.robot\na.wav,c1,8230.50,none,是\nb.wav,,,,\n";
  const std::string first =
      R"({"file":"a.wav","id":"c1","case":{"amount_due":8230.5},"history":{"consented_hours":null},"agent.robot":true})";
  for (const auto& text :
       {csv, "\xEF\xBB\xBF" + csv, "[" + first + R"(,{"file":"b.wav"}])", first + "\n\n{\"file\":\"b.wav\"}\n"}) {
    const auto manifest = read(text);
    ASSERT_TRUE(manifest.done) << text;
    ASSERT_EQ(manifest.rows.size(), 2U) << text;
    EXPECT_EQ(manifest.rows[0].id, "c1");
    EXPECT_EQ(manifest.rows[1].file, "b.wav");
    const FieldSet fields = fields_of(manifest.rows[0]);
    EXPECT_EQ(fields.money(Field::kCaseAmountDue)->minor, 823050) << text;
    EXPECT_TRUE(fields.known(Field::kHistoryConsentedHours)) << text;
    EXPECT_EQ(fields.truth(Field::kAgentRobot), true);
    EXPECT_EQ(fields_of(manifest.rows[1]), FieldSet{}) << "an empty cell is unknown, not none";
  }
}

TEST(ReadManifest, ReadsGb18030) {
  const auto manifest = read("file,case.lender\na.wav,\xd6\xd0\xb9\xfa\n");
  ASSERT_TRUE(manifest.done);
  EXPECT_EQ(fields_of(manifest.rows[0]).text(Field::kCaseLender), "中国");
}

TEST(ReadManifest, MakesAWrongValueTheErrorOfItsRowOnly) {
  const auto manifest = read("file,case.dpd\na.wav,many\nb.wav,3\n,4\nc.wav\n\"d\"x,1\ne.wav,5\n");
  ASSERT_TRUE(manifest.done);
  std::vector<std::string> states;
  for (const auto& row : manifest.rows) states.push_back(row.error ? row.error->reason() : row.file);
  EXPECT_THAT(states,
              ElementsAre("field.invalid", "b.wav", "manifest.no_file", "manifest.columns", "csv.syntax", "e.wav"));
  EXPECT_EQ(manifest.rows[0].error->place().line, 2U);
  EXPECT_EQ(manifest.rows[0].error->place().field, "case.dpd");
  EXPECT_EQ(manifest.rows[0].file, "a.wav") << "the file keeps its row, so that it is not inspected without its facts";
}

TEST(ReadManifest, NamesUnknownColumnsOnce) {
  const auto manifest = read("file,colour,shape\na.wav,red,round\nb.wav,blue,\n");
  ASSERT_EQ(manifest.notes.size(), 1U);
  EXPECT_THAT(manifest.notes[0], HasSubstr("colour, shape"));
}

TEST(ReadManifest, RefusesATableThatNamesNoFiles) {
  EXPECT_EQ(read("id,case.dpd\nx,1\n").done.error().reason(), "manifest.no_file_column");
  EXPECT_EQ(read("file,id,id\n").done.error().place().field, "id");
  EXPECT_EQ(read("").done.error().reason(), "manifest.syntax");
  EXPECT_EQ(read("[{\"file\":").done.error().reason(), "manifest.syntax");
  EXPECT_EQ(read("file\n\xff\xff\n").done.error().reason(), "text.encoding");
}

TEST(ReadManifest, NamesTheLineThatIsNoJsonAndGoesOn) {
  const auto manifest =
      read("{\"file\":\"a.wav\"}\n{\"file\":\n[3]\n{\"file\":\"b.wav\",\"case\":{\"dpd\":[1]}}\n{\"file\":\"c.wav\"}");
  ASSERT_TRUE(manifest.done);
  ASSERT_EQ(manifest.rows.size(), 5U);
  EXPECT_EQ(manifest.rows[1].error->reason(), "manifest.syntax");
  EXPECT_EQ(manifest.rows[1].error->place().line, 2U);
  EXPECT_EQ(manifest.rows[3].error->place().field, "case.dpd");
  EXPECT_FALSE(manifest.rows[4].error);
}

TEST(ReadManifest, SurvivesDeepNesting) {
  const std::string open(200'000, '[');
  const std::string close(200'000, ']');
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
  objects += "1" + std::string(100'000, '}');
  EXPECT_EQ(read(open + close).rows.size(), 1U);
  EXPECT_EQ(read(objects).rows.size(), 1U);
  EXPECT_EQ(read("[{\"file\":\"a\",\"x\":" + open + close + "}]").rows.size(), 1U);
}

}  // namespace
}  // namespace redline::conversation
