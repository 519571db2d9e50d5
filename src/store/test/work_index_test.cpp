#include "store/work_index.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace redline::store {
namespace {

std::vector<std::string> ids_after(const WorkIndex& index, const std::string& after) {
  std::vector<std::string> ids;
  index.for_each(after, [&](const WorkItem& item) {
    ids.push_back(item.id);
    return Next::kGoOn;
  });
  return ids;
}

TEST(WorkIndex, GivesItemsByIdWhateverTheOrderOfAdding) {
  WorkIndex index = WorkIndex::temporary();
  EXPECT_TRUE(index.add({.id = "b", .path = "x", .offset = 7, .length = 9, .line = 2}));
  EXPECT_TRUE(index.add({.id = "a", .path = "y"}));
  EXPECT_TRUE(index.add({.id = "丙", .path = "z", .error_reason = "audio.empty"}));
  EXPECT_EQ(ids_after(index, ""), (std::vector<std::string>{"a", "b", "丙"}));
  EXPECT_EQ(ids_after(index, "a"), (std::vector<std::string>{"b", "丙"}));
  EXPECT_EQ(index.find("b")->offset, 7U);
  EXPECT_EQ(index.find("丙")->error_reason, "audio.empty");
}

TEST(WorkIndex, KeepsTheFirstOfTwoWithOneId) {
  WorkIndex index = WorkIndex::temporary();
  EXPECT_TRUE(index.add({.id = "a", .path = "first"}));
  EXPECT_FALSE(index.add({.id = "a", .path = "second"}));
  EXPECT_EQ(index.size(), 1U);
  EXPECT_EQ(index.find("a")->path, "first");
}

TEST(WorkIndex, HoldsMoreThanOneTransaction) {
  WorkIndex index = WorkIndex::temporary();
  for (int i = 0; i < 25'000; ++i) ASSERT_TRUE(index.add({.id = std::to_string(i), .path = "p"}));
  EXPECT_EQ(ids_after(index, "").size(), 25'000U);
}

TEST(WorkIndex, FingerprintTellsWorkApart) {
  WorkIndex one = WorkIndex::temporary();
  WorkIndex other = WorkIndex::temporary();
  one.add({.id = "a", .path = "p"});
  one.add({.id = "b", .path = "q"});
  other.add({.id = "b", .path = "q"});
  EXPECT_NE(one.fingerprint(), other.fingerprint());
  other.add({.id = "a", .path = "p"});
  EXPECT_EQ(one.fingerprint(), other.fingerprint());
}

}  // namespace
}  // namespace redline::store
