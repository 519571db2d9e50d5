#include "conversation/transcript_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "base/files.hpp"

namespace redline::conversation {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class TranscriptReader : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("redline-transcripts-" + std::to_string(::getpid()));
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path write(const std::string& name, std::string_view bytes) {
    base::write_file_atomically(folder_ / name, bytes);
    return folder_ / name;
  }
  /// What stands in a file: "id:number of utterances" or the reason why not, record by record.
  static std::vector<std::string> contents(const fs::path& path) {
    std::vector<std::string> found;
    const auto done = scan_transcripts(path, [&](const FoundRecord& record) {
      if (record.error) {
        found.push_back(record.error->reason());
        return;
      }
      const auto one = read_record(path, record.offset, record.length, record.line);
      EXPECT_TRUE(!one || one->contact.id.text() == record.id);
      found.push_back(one ? record.id + ":" + std::to_string(one->utterances.size()) : one.error().reason());
    });
    if (!done) found.push_back("file: " + done.error().reason());
    return found;
  }
  fs::path folder_;
};

std::string call(const std::string& id) {
  return R"({"id":")" + id + R"(","utterances":[{"role":"agent","text":"您好"}]})";
}

TEST_F(TranscriptReader, ReadsTheConversationsThatTheProductIsDevelopedOn) {
  const fs::path path = fs::path(REDLINE_SOURCE_DIR) / "data" / "conversations.jsonl";
  std::size_t count = 0;
  std::size_t utterances = 0;
  const auto done = scan_transcripts(path, [&](const FoundRecord& record) {
    const auto one = read_record(path, record.offset, record.length, record.line);
    ASSERT_TRUE(one) << one.error().describe();
    ++count;
    utterances += one->utterances.size();
    EXPECT_TRUE(one->contact.fields.known(Field::kHistoryConsentedHours)) << record.id;
  });
  ASSERT_TRUE(done);
  std::ifstream in(path);
  std::string line;
  std::size_t lines = 0;
  while (std::getline(in, line)) ++lines;
  EXPECT_EQ(count, lines);
  EXPECT_GT(utterances, 10 * count);
}

TEST_F(TranscriptReader, TellsTheFormatByWhatStandsInTheFile) {
  const std::string two = call("a") + "\n\n" + call("b") + "\n";
  EXPECT_THAT(contents(write("lines.jsonl", two)), ElementsAre("a:1", "b:1"));
  EXPECT_THAT(contents(write("lines.json", two)), ElementsAre("a:1", "b:1"));
  EXPECT_THAT(contents(write("lines.txt", "\xEF\xBB\xBF" + two)), ElementsAre("a:1", "b:1"));
  const std::string spread = "{\n \"id\": \"c\",\n \"utterances\": [\n {\"role\":\"agent\",\n\"text\":\"喂\"}]}\n";
  EXPECT_THAT(contents(write("one.json", spread)), ElementsAre("c:1"));
  EXPECT_THAT(contents(write("one.jsonl", spread)), ElementsAre("c:1"));
  EXPECT_THAT(contents(write("list.json", "[" + call("a") + ",\n" + call("b") + "]")), ElementsAre("a:1", "b:1"));
  EXPECT_THAT(contents(write("list.txt", "[ " + call("a") + "]")), ElementsAre("a:1"));
  EXPECT_THAT(contents(write("plain.txt", "[00:01] 坐席：喂\n[00:03] 客户：你好\n")), ElementsAre(":2"));
}

TEST_F(TranscriptReader, LeavesNothingOfAListOutInSilence) {
  EXPECT_THAT(
      contents(write("l.json", "[1, " + call("a") + ", \"]\\\"\", null, [" + call("b") + "]]")),
      ElementsAre("transcript.not_json", "a:1", "transcript.not_json", "transcript.not_json", "transcript.not_json"));
  EXPECT_THAT(contents(write("cut.json", "[" + call("a") + "," + call("b").substr(0, 20))),
              ElementsAre("a:1", "file: transcript.not_json"));
  EXPECT_THAT(contents(write("behind.json", "[" + call("a") + "] x")), ElementsAre("a:1", "file: transcript.not_json"));
  EXPECT_THAT(contents(write("none.json", "[ ]")), ElementsAre("file: transcript.empty"));
  EXPECT_THAT(contents(write("blank.jsonl", "\n\n")), ElementsAre("file: transcript.empty"));
  EXPECT_THAT(contents(write("empty.txt", "")), ElementsAre("file: transcript.empty"));
}

TEST_F(TranscriptReader, GoesOnBehindABrokenLineAndBehindOneThatIsTooLong) {
  const fs::path path = folder_ / "long.jsonl";
  {
    std::ofstream out(path, std::ios::binary);
    out << call("a") << "\n" << call("b").substr(0, 30) << "\n";
    const std::string block(1U << 20U, 'x');
    for (int i = 0; i < 33; ++i) out << block;
    out << "\n" << call("c");
  }
  EXPECT_THAT(contents(path), ElementsAre("a:1", "transcript.not_json", "transcript.too_large", "c:1"));
}

struct BadCase {
  const char* json;
  const char* reason;
  const char* field;
};

TEST(ParseJsonConversation, NamesReasonAndFieldOfEveryFault) {
  const std::string deep = std::string(5000, '[') + std::string(5000, ']');
  const std::string nested = R"({"utterances":)" + deep + "}";
  const BadCase cases[] = {
      {R"({"id":"x"})", "transcript.field", "utterances"},
      {R"({"utterances":[]})", "transcript.empty", "utterances"},
      {R"({"utterances":{}})", "transcript.field", "utterances"},
      {R"({"utterances":[{"role":"boss","text":"x"}]})", "transcript.field", "utterances[0].role"},
      {R"({"utterances":[{"role":"agent"}]})", "transcript.field", "utterances[0].text"},
      {R"({"utterances":[{"role":"agent","text":7}]})", "transcript.field", "utterances[0].text"},
      {R"({"utterances":[{"role":"agent","text":" 　 "}]})", "transcript.field", "utterances[0].text"},
      {R"({"utterances":[{"role":"agent","text":"x"},{"role":"agent","text":"x","start_ms":5,"end_ms":4}]})",
       "transcript.bad_time", "utterances[1].end_ms"},
      {R"({"utterances":[{"role":"agent","text":"x","start_ms":-1,"end_ms":4}]})", "transcript.bad_time",
       "utterances[0].start_ms"},
      {R"({"utterances":[{"role":"agent","text":"x","start_ms":0,"end_ms":86400001}]})", "transcript.bad_time",
       "utterances[0].end_ms"},
      {R"({"utterances":[{"role":"agent","text":"x","start_ms":0}]})", "transcript.bad_time", "utterances[0]"},
      {R"({"utterances":[{"role":"agent","text":"x","confidence":1.5}]})", "transcript.field",
       "utterances[0].confidence"},
      {R"({"utterances":[{"role":"agent","text":"x","words":[{"text":"x","start_ms":3,"end_ms":1}]}]})",
       "transcript.bad_time", "utterances[0].words[0]"},
      {R"({"case":{"amount_due":"much"},"utterances":[{"role":"agent","text":"x"}]})", "field.invalid",
       "case.amount_due"},
      {R"({"case":{"dpd":[1]},"utterances":[{"role":"agent","text":"x"}]})", "transcript.field", "case.dpd"},
      {R"({"id":"a","id":"b","utterances":[{"role":"agent","text":"x"}]})", "transcript.field", "id"},
      {R"({"id":"","utterances":[{"role":"agent","text":"x"}]})", "transcript.field", "id"},
      {R"([1])", "transcript.not_json", ""},
      {R"({"id":)", "transcript.not_json", ""},
      {"", "transcript.not_json", ""},
      {nested.c_str(), "transcript.not_json", ""},
      {"{\"id\":\"\xff\xfe\"}", "text.encoding", ""},
  };
  for (const auto& one : cases) {
    const auto result = parse_json_conversation(one.json, {.file = "f", .line = 9});
    ASSERT_FALSE(result) << one.json;
    EXPECT_EQ(result.error().reason(), one.reason) << one.json;
    EXPECT_EQ(result.error().place().field, one.field) << one.json;
    EXPECT_EQ(result.error().place().line, 9U);
  }
}

TEST(ParseJsonConversation, KeepsUnknownApartFromNone) {
  const auto one = parse_json_conversation(
      R"({"labels":[{"code":"ABUSE"}],"later":{"x":[1]},"case":{"amount_due":8230.55,"waiver_approved":null,"lender":null},)"
      R"("history":{"dials_today_this_number":3},"utterances":[{"role":"unknown","text":"喂"}]})",
      {});
  ASSERT_TRUE(one) << one.error().describe();
  const auto& fields = one->contact.fields;
  EXPECT_EQ(fields.money(Field::kCaseAmountDue)->minor, 823055);
  EXPECT_TRUE(fields.known(Field::kCaseWaiverApproved));
  EXPECT_FALSE(fields.known(Field::kCaseLender));
  EXPECT_FALSE(fields.known(Field::kHistoryConsentedHours));
  EXPECT_FALSE(one->utterances[0].start);
}

TEST(ParseJsonConversation, LetsAThreadOfMessagesRunForDays) {
  const std::string words = R"("utterances":[{"role":"agent","text":"x","start_ms":0,"end_ms":259200000}]})";
  EXPECT_TRUE(parse_json_conversation(R"({"channel":"im",)" + words, {}));
  EXPECT_FALSE(parse_json_conversation(R"({"channel":"voice",)" + words, {}));
}

TEST(ParsePlainText, TakesSpeakersTimesAndContinuedLines) {
  const auto one = parse_plain_text(
      "[00:01] 坐席：您好\r\n10:30 再打给您\n\n[01:02.5] 客户:  好\n1:02:03 Customer：please call\nme back\n", {});
  ASSERT_TRUE(one) << one.error().describe();
  ASSERT_EQ(one->utterances.size(), 3U);
  EXPECT_EQ(one->utterances[0].text.reveal(), "您好10:30 再打给您") << "a time inside a sentence is no stamp";
  EXPECT_EQ(one->utterances[1].role, Role::kCustomer);
  EXPECT_EQ(one->utterances[1].start->count(), 62'500);
  EXPECT_EQ(one->utterances[2].text.reveal(), "please call me back");
  EXPECT_EQ(one->utterances[2].start->count(), 3'723'000);
  for (const auto& utterance : one->utterances) EXPECT_FALSE(utterance.end) << "nobody told when it ended";
}

TEST(ParsePlainText, HasNoTimesUnlessEveryUtteranceHasOne) {
  const auto one = parse_plain_text("[00:01] 坐席：您好\n客户：……\n", {});
  ASSERT_TRUE(one);
  EXPECT_FALSE(one->utterances[0].start);
}

TEST(ParsePlainText, NamesTheLineOfAFaultWithoutRepeatingWhatItHolds) {
  const auto name = parse_plain_text("坐席：您好\n王小明：喂\n", {.file = "a.txt"});
  ASSERT_FALSE(name);
  EXPECT_EQ(name.error().reason(), "transcript.prefix");
  EXPECT_EQ(name.error().place().line, 2U);
  EXPECT_THAT(name.error().message(), HasSubstr("坐席"));
  EXPECT_THAT(name.error().describe(), ::testing::Not(HasSubstr("王小明")));
  EXPECT_EQ(parse_plain_text("喂您好\n", {}).error().reason(), "transcript.prefix");
  EXPECT_EQ(parse_plain_text("坐席：\n", {}).error().reason(), "transcript.field");
  EXPECT_EQ(parse_plain_text("[00:05] 坐席：a\n[00:01] 客户：b\n", {}).error().reason(), "transcript.bad_time");
  EXPECT_EQ(parse_plain_text("[30:00:00] 坐席：a\n", {}).error().reason(), "transcript.bad_time");
  EXPECT_EQ(parse_plain_text("\n \n", {}).error().reason(), "transcript.empty");
  EXPECT_EQ(parse_plain_text("坐席：\xff\xff\xff", {}).error().reason(), "text.encoding");
}

TEST(ParsePlainText, ReadsGb18030) {
  const auto one = parse_plain_text("\xd7\xf8\xcf\xaf\xa3\xba\xc4\xfa\xba\xc3\n", {});
  ASSERT_TRUE(one) << one.error().describe();
  EXPECT_EQ(one->utterances[0].text.reveal(), "您好");
}

constexpr const char* kMessages =
    "id,role,text,sent_at,channel,history.consented_hours\n"
    "m1,agent,\"请还款,\n谢谢\",2026-03-05T10:00:00+08:00,im,none\n"
    "m2,agent,您好,,,\n"
    "m1,customer,知道了,2026-03-05T10:05:00+08:00,,\n"
    "m3,boss,您好,,,\n"
    "m2,customer,在的\n"
    "m4,agent,您好,,,\n"
    "m2,customer,好,,,\n";

TEST_F(TranscriptReader, GroupsMessagesByIdThoughTheyAreMixed) {
  const fs::path path = write("sms.csv", kMessages);
  EXPECT_THAT(contents(path), ElementsAre("m1:2", "m2:2", "transcript.field", "transcript.field", "m4:1"));
  // The same through a byte order mark and from UTF-16, where bytes cannot be cut out.
  EXPECT_THAT(contents(write("bom.csv", std::string("\xEF\xBB\xBF") + kMessages)),
              ElementsAre("m1:2", "m2:2", "transcript.field", "transcript.field", "m4:1"));
  std::string wide("\xFF\xFE", 2);
  for (const char c : std::string("id,role,text\na,agent,x\nb,agent,y\n")) wide += std::string{c, '\0'};
  EXPECT_THAT(contents(write("wide.csv", wide)), ElementsAre("a:1", "b:1"));
}

TEST(ParseMessageCsv, TakesTimesAndFieldsOfTheContact) {
  const auto found = parse_message_csv(kMessages, {.file = "sms.csv"});
  ASSERT_TRUE(found);
  const auto& first = (*found)[0].conversation;
  EXPECT_EQ(first.contact.channel(), Channel::kIm);
  EXPECT_TRUE(first.contact.fields.known(Field::kHistoryConsentedHours));
  EXPECT_EQ(first.utterances[1].start->count(), 300'000);
  EXPECT_EQ((*found)[1].conversation.contact.channel(), Channel::kSms);
  EXPECT_EQ((*found)[2].record.error->place().line, 6U) << "the quoted line break counts";
  EXPECT_EQ((*found)[2].record.error->place().field, "role");
}

TEST(ParseMessageCsv, KnowsTheWriterByTheDirectionOfEachMessage) {
  const auto found = parse_message_csv("id,direction,text\na,outbound,x\na,inbound,y\n", {});
  ASSERT_TRUE(found);
  const auto& one = (*found)[0].conversation;
  EXPECT_EQ(one.utterances[0].role, Role::kAgent);
  EXPECT_EQ(one.utterances[1].role, Role::kCustomer);
  EXPECT_FALSE(one.contact.fields.known(Field::kDirection));
  EXPECT_EQ(parse_message_csv("id,text\na,x\n", {}).error().place().field, "role");
  EXPECT_EQ(parse_message_csv("id,role,text,id\n", {}).error().place().field, "id");
}

}  // namespace
}  // namespace redline::conversation
