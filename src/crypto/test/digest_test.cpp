#include "crypto/digest.hpp"

#include <gtest/gtest.h>

namespace redline::crypto {
namespace {

TEST(Sha256, AgreesWithThePublishedVectors) {
  EXPECT_EQ(sha256("abc").text(), "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256("").hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Sha256, FieldsKeepTheirBorders) {
  Sha256 one;
  Sha256 other;
  EXPECT_NE(one.update_field("ab").update_field("c").finish(), other.update_field("a").update_field("bc").finish());
}

TEST(HashFile, NamesAMissingFile) { EXPECT_EQ(hash_file("/no/such/file").error().reason(), "file.not_found"); }

}  // namespace
}  // namespace redline::crypto
