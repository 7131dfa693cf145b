#include "scanner/git/ref_text.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace patrol {
namespace {

const std::string kOne(40, '1');
const std::string kTwo(40, '2');
const std::string kNull(40, '0');

ObjectId id_of(const std::string& hex) {
  return *ObjectId::from_hex(hex, HashKind::kSha1);
}

std::vector<ObjectId> ids_in(std::string_view text) {
  const auto ref = parse_ref(text, HashKind::kSha1);
  return ref && ref->target.empty() ? ref->ids : std::vector<ObjectId>();
}

std::string target_in(std::string_view text) {
  const auto ref = parse_ref(text, HashKind::kSha1);
  return ref ? ref->target : "";
}

TEST(ParseRef, ReadsAnId) {
  for (const char* end : {"", "\n", "\r\n", " x\n", "\tx"}) {
    EXPECT_EQ(ids_in(kOne + end), (std::vector<ObjectId>{id_of(kOne)})) << end;
  }
}

TEST(ParseRef, ReadsAnIdOfSha256) {
  const std::string hex(64, 'a');
  EXPECT_EQ(
      parse_ref(hex + "\n", HashKind::kSha256)->ids,
      (std::vector<ObjectId>{*ObjectId::from_hex(hex, HashKind::kSha256)}));
  EXPECT_FALSE(parse_ref(kOne + "\n", HashKind::kSha256));
  EXPECT_FALSE(parse_ref(hex + "\n", HashKind::kSha1));
}

TEST(ParseRef, ReadsAnIdALine) {
  EXPECT_EQ(ids_in(kOne + "\tbranch 'x'\nnone\n" + kNull + "\n" + kTwo +
                   "\tnot-for-merge\n"),
            (std::vector<ObjectId>{id_of(kOne), id_of(kTwo)}));
}

TEST(ParseRef, ReadsAName) {
  for (const char* text : {"ref: refs/heads/x\n", "ref:refs/heads/x",
                           "ref:\t refs/heads/x \r\n"}) {
    EXPECT_EQ(target_in(text), "refs/heads/x") << text;
  }
}

TEST(ParseRef, RefusesWhatIsNeither) {
  for (const std::string& text :
       {std::string(), std::string("x"), kOne.substr(1), kOne + "1", kOne + "x",
        kNull, std::string("ref:"), std::string("ref: \n"),
        std::string("ref: a\nb"), std::string(41, '\0'),
        std::string(39, '1') + "g"}) {
    EXPECT_FALSE(parse_ref(text, HashKind::kSha1)) << text;
  }
}

std::string packed_in(const std::string& text, bool is_whole) {
  std::string lines;
  EXPECT_EQ(parse_packed_refs(text, HashKind::kSha1,
                              [&](const PackedRef& ref) {
                                lines += ref.id.hex(HashKind::kSha1) + " " +
                                         std::string(ref.name) + "\n";
                              }),
            is_whole)
      << text;
  return lines;
}

TEST(ParsePackedRefs, TakesEachAndNotWhatTagsAreOf) {
  const std::string refs = kOne + " refs/heads/x\n" + kTwo + " refs/tags/a b\n";
  EXPECT_EQ(
      packed_in("# pack-refs with: peeled\n" + refs + "^" + kOne + "\n", true),
      refs);
  EXPECT_EQ(packed_in(kOne + " refs/x", true), kOne + " refs/x\n");
  EXPECT_EQ(packed_in(kOne + " refs/x\r\n", true), kOne + " refs/x\n");
  EXPECT_EQ(packed_in("", true), "");
}

TEST(ParsePackedRefs, SaysThatALineIsNone) {
  for (const std::string& line :
       {std::string("x"), kOne, kOne + " ", kOne + "refs/x",
        kOne.substr(1) + " refs/x", kNull + " refs/x"}) {
    EXPECT_EQ(packed_in(line + "\n" + kTwo + " refs/y\n", false),
              kTwo + " refs/y\n");
  }
}

TEST(ParseReflog, TakesTheIdsBeforeAndAfter) {
  std::vector<ObjectId> ids;
  EXPECT_TRUE(parse_reflog(kNull + " " + kOne + " A <a> 1 +0000\tx\n" + kOne +
                               " " + kTwo + " A <a> 2 +0000\n",
                           HashKind::kSha1, ids));
  EXPECT_EQ(ids,
            (std::vector<ObjectId>{id_of(kOne), id_of(kOne), id_of(kTwo)}));
}

TEST(ParseReflog, SaysThatALineIsNone) {
  for (const std::string& line :
       {std::string(), std::string("x"), kOne, kOne + " ",
        kOne + " " + kTwo + "x", kOne + "-" + kTwo, std::string(100, '\0')}) {
    std::vector<ObjectId> ids;
    EXPECT_FALSE(parse_reflog(line + "\n" + kOne + " " + kTwo + "\n",
                              HashKind::kSha1, ids));
    EXPECT_EQ(ids.size(), 2U) << line;
  }
}

}  // namespace
}  // namespace patrol
