#include "scanner/hooks/pushed_refs.h"

#include <gtest/gtest.h>

namespace patrol {
namespace {

const std::string kOld(40, 'a');
const std::string kNew(40, 'b');
const std::string kNone(40, '0');

using Ids = std::vector<std::string>;

TEST(PushedRefs, AreFourWordsALineOfAClient) {
  const auto refs =
      parse_pre_push("refs/heads/topic " + kNew + " refs/heads/main " + kOld +
                     "\n(delete) " + kNone + " refs/heads/gone " + kOld + "\n");
  ASSERT_TRUE(refs);
  ASSERT_EQ(refs->size(), 2U);
  EXPECT_EQ((*refs)[0].name, "refs/heads/main");
  EXPECT_EQ((*refs)[0].new_id, kNew);
  EXPECT_EQ((*refs)[0].old_id, kOld);
  EXPECT_EQ((*refs)[1].new_id, "");
}

TEST(PushedRefs, AreThreeWordsALineOfAServer) {
  const auto refs = parse_pre_receive(kNone + " " + kNew + " refs/tags/v1\n");
  ASSERT_TRUE(refs);
  ASSERT_EQ(refs->size(), 1U);
  EXPECT_EQ((*refs)[0].name, "refs/tags/v1");
  EXPECT_EQ((*refs)[0].old_id, "");
  EXPECT_EQ((*refs)[0].new_id, kNew);
}

TEST(PushedRefs, TakeTheIdsOfEitherHash) {
  const std::string longer(64, 'c');
  EXPECT_TRUE(parse_pre_receive(longer + " " + longer + " x\n"));
  EXPECT_FALSE(parse_pre_receive(longer.substr(1) + " " + longer + " x\n"));
}

TEST(PushedRefs, AreRefusedInAnyOtherForm) {
  for (const std::string& line :
       {std::string("\n"), kOld + " " + kNew, kOld + "  " + kNew + " x",
        "HEAD " + kNew + " x", kOld + " " + kNew + " x y",
        std::string(40, 'g') + " " + kNew + " x"}) {
    EXPECT_FALSE(parse_pre_receive(line)) << line;
  }
  EXPECT_FALSE(parse_pre_push(kOld + " " + kNew + " x\n"));
}

TEST(PushedRefs, OfNoLineAreNone) {
  EXPECT_TRUE(parse_pre_push("")->empty());
  EXPECT_TRUE(parse_pre_receive("")->empty());
}

TEST(CommitsPushed, LeaveOutWhatTheRemoteIsKnownToHave) {
  const CommitRange range = commits_pushed_to(
      "origin", {{"a", kOld, kNew}, {"b", "", kNew}, {"c", kOld, ""}});
  EXPECT_EQ(range.wanted, Ids{kNew});
  EXPECT_EQ(range.had_elsewhere, (Ids{kOld, kOld}));
  EXPECT_EQ(range.unwanted_refs, "refs/remotes/origin/");
}

TEST(CommitsReceived, LeaveOutWhatAnyReferenceReaches) {
  const CommitRange range = commits_received({{"a", kOld, kNew}});
  EXPECT_EQ(range.wanted, Ids{kNew});
  EXPECT_EQ(range.unwanted_refs, "refs/");
}

TEST(CommitsReceived, AreNoneWhereAllIsDeleted) {
  EXPECT_TRUE(commits_received({{"a", kOld, ""}}).wanted.empty());
}

}  // namespace
}  // namespace patrol
