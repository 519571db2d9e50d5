#include "conversation/csv.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace redline::conversation {
namespace {

using ::testing::ElementsAre;

std::vector<std::vector<std::string>> rows_of(std::string_view text) {
  std::vector<std::vector<std::string>> rows;
  CsvReader reader(text);
  while (const auto row = reader.next()) {
    if (row->has_value()) rows.push_back((*row)->fields);
  }
  return rows;
}

TEST(CsvReader, KeepsCommasQuotesAndLineBreaksInsideQuotes) {
  EXPECT_THAT(
      rows_of("a,b\r\n\"x, y\",\"said \"\"no\"\"\nand left\"\r\n\n,last"),
      ElementsAre(ElementsAre("a", "b"), ElementsAre("x, y", "said \"no\"\nand left"), ElementsAre("", "last")));
}

TEST(CsvReader, CountsLinesInsideQuotesAndSaysWhereARecordStands) {
  const std::string_view text = "a\n\"1\n2\"\nend";
  CsvReader reader(text);
  ASSERT_EQ((**reader.next()).line, 1U);
  const auto second = reader.next();
  EXPECT_EQ((*second)->line, 2U);
  EXPECT_EQ(text.substr((*second)->begin, (*second)->end - (*second)->begin), "\"1\n2\"\n");
  EXPECT_EQ((**reader.next()).line, 4U);
  EXPECT_FALSE(reader.next());
}

TEST(CsvReader, NamesLineAndColumnOfAFaultAndGoesOn) {
  CsvReader reader("ok\n\"a\"b,c\nnext\n\"open");
  ASSERT_TRUE((*reader.next()).has_value());
  const auto bad = reader.next();
  ASSERT_FALSE(bad->has_value());
  EXPECT_EQ(bad->error().reason(), "csv.syntax");
  EXPECT_EQ(bad->error().place().line, 2U);
  EXPECT_EQ(bad->error().place().column, 4U);
  EXPECT_THAT((**reader.next()).fields, ElementsAre("next"));
  EXPECT_EQ((*reader.next()).error().reason(), "csv.syntax");
  EXPECT_FALSE(reader.next());
}

TEST(CsvReader, ReadsBackWhateverWasQuoted) {
  rc::check([](const std::vector<std::vector<std::string>>& table) {
    std::string text;
    std::vector<std::vector<std::string>> expected;
    for (const auto& row : table) {
      if (row.empty()) continue;
      for (std::size_t i = 0; i < row.size(); ++i) {
        text += i == 0 ? "\"" : ",\"";
        for (const char c : row[i]) text += c == '"' ? std::string("\"\"") : std::string(1, c);
        text += '"';
      }
      text += "\r\n";
      expected.push_back(row);
    }
    RC_ASSERT(rows_of(text) == expected);
  });
}

}  // namespace
}  // namespace redline::conversation
