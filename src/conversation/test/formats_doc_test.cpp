// The examples of docs/formats.md are read by the readers they describe.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "conversation/manifest.hpp"
#include "conversation/transcript_reader.hpp"

namespace redline::conversation {
namespace {

/// The first block of the page that is fenced with this title.
std::string example(const std::string& title) {
  std::ifstream in(std::string(REDLINE_SOURCE_DIR) + "/docs/formats.md", std::ios::binary);
  const std::string page{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  const std::string fence = "\n```" + title + "\n";
  const auto at = page.find(fence);
  if (at == std::string::npos) return {};
  const auto from = at + fence.size();
  return page.substr(from, page.find("```", from) - from);
}

TEST(FormatsPage, ShowsAConversationThatIsRead) {
  const auto one = parse_json_conversation(example("json conversation"), {});
  ASSERT_TRUE(one) << one.error().describe();
  EXPECT_EQ(one->contact.fields.money(Field::kCaseAmountDue)->minor, 673120);
  EXPECT_EQ(one->utterances[0].words.size(), 3U);
}

TEST(FormatsPage, ShowsPlainTextThatIsRead) {
  const auto one = parse_plain_text(example("text plain"), {});
  ASSERT_TRUE(one) << one.error().describe();
  EXPECT_EQ(one->utterances.size(), 2U);
  EXPECT_TRUE(one->utterances[1].start);
}

TEST(FormatsPage, ShowsMessagesThatAreRead) {
  const auto found = parse_message_csv(example("csv messages"), {});
  ASSERT_TRUE(found) << found.error().describe();
  ASSERT_EQ(found->size(), 2U);
  for (const auto& one : *found) EXPECT_FALSE(one.record.error);
  EXPECT_EQ((*found)[1].conversation.contact.channel(), Channel::kIm);
}

TEST(FormatsPage, ShowsAManifestThatIsRead) {
  std::vector<std::string> notes;
  std::size_t rows = 0;
  const auto done = read_manifest(
      example("csv manifest"), {},
      [&](const ManifestRow& row) {
        EXPECT_FALSE(row.error) << row.error->describe();
        ++rows;
      },
      notes);
  ASSERT_TRUE(done) << done.error().describe();
  EXPECT_EQ(rows, 2U);
  EXPECT_TRUE(notes.empty());
}

}  // namespace
}  // namespace redline::conversation
