#include "scanner/report/place_wording.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace patrol {
namespace {

const std::string kCommit = "1a2b3c4d5e6f" + std::string(28, '0');
const std::string kBlob = "b10bb10bb10b" + std::string(28, '0');
const std::string kLater = "5e6f1a2b3c4d" + std::string(28, '0');

// Added on 2019-03-02 at its last second.
Introduction added() {
  Introduction made;
  made.blob = kBlob;
  made.commit = kCommit;
  made.author = "A";
  made.email = "a@b";
  made.date = 1'551'571'199;
  return made;
}

std::string place(LocationKind kind, std::string path = "") {
  Location location;
  location.path = std::move(path);
  location.begin = {3, 8};
  location.provenance = {kind, added()};
  return place_text(location);
}

std::string history(const Introduction& introduction) {
  return history_text({LocationKind::kBlob, introduction});
}

TEST(PlaceText, IsALinkToWhatHasAPath) {
  EXPECT_EQ(place(LocationKind::kBlob, "a/b.yml"), "a/b.yml:3:8");
  EXPECT_EQ(place(LocationKind::kGitConfig, ".git/config"), ".git/config:3:8");
}

TEST(PlaceText, NamesWhatAMessageBelongsTo) {
  EXPECT_EQ(place(LocationKind::kCommitMessage),
            "commit message of 1a2b3c4d5e6f, line 3");
  EXPECT_EQ(place(LocationKind::kTagMessage),
            "message of tag b10bb10bb10b, line 3");
  EXPECT_EQ(place(LocationKind::kIdentity), "identity in 1a2b3c4d5e6f, line 3");
}

TEST(PlaceText, NamesWhatANoteIsAbout) {
  EXPECT_EQ(place(LocationKind::kNote, "1a/2b/3c4d5e6f0000"),
            "note on 1a2b3c4d5e6f, line 3");
  EXPECT_EQ(place(LocationKind::kNote), "blob b10bb10bb10b, line 3");
}

TEST(PlaceText, NamesABlobWithoutPathByItsId) {
  EXPECT_EQ(place(LocationKind::kBlob), "blob b10bb10bb10b, line 3");
  Location location;
  location.member = "in\x1bner";
  location.provenance.introduction = added();
  EXPECT_EQ(place_text(location), "blob b10bb10bb10b!in\\x1bner, line 1");
}

TEST(HistoryText, IsEmptyOutsideOfHistories) {
  EXPECT_EQ(history_text({}), "");
}

TEST(HistoryText, TellsWhatBecameOfIt) {
  Introduction i = added();
  EXPECT_EQ(history(i),
            "added 2019-03-02 in 1a2b3c4d5e6f by A <a@b>, not in HEAD");
  i.removed_commit = kLater;
  i.removed_date = 1'551'571'200;
  EXPECT_EQ(history(i),
            "added 2019-03-02 in 1a2b3c4d5e6f by A <a@b>, removed 2019-03-03 "
            "in 5e6f1a2b3c4d");
  i.at_head = true;
  EXPECT_EQ(history(i),
            "added 2019-03-02 in 1a2b3c4d5e6f by A <a@b>, still in HEAD");
}

TEST(HistoryText, CountsVersions) {
  Introduction i = added();
  i.at_head = true;
  i.versions = 1200;
  EXPECT_TRUE(history(i).ends_with("; 1,200 versions")) << history(i);
}

TEST(HistoryText, BlamesNobodyAtAShallowBorder) {
  Introduction i = added();
  i.at_shallow_border = true;
  EXPECT_EQ(history(i),
            "there in 1a2b3c4d5e6f of 2019-03-02, where the shallow clone "
            "begins, not in HEAD");
}

TEST(HistoryText, SaysThatNoCommitHasIt) {
  Introduction i;
  i.blob = kBlob;
  EXPECT_EQ(history(i), "in no commit");
}

TEST(HistoryText, SaysWhoWroteAMessage) {
  for (const LocationKind kind :
       {LocationKind::kCommitMessage, LocationKind::kTagMessage,
        LocationKind::kIdentity}) {
    EXPECT_EQ(history_text({kind, added()}), "written 2019-03-02 by A <a@b>");
  }
}

TEST(HistoryText, DoesWithoutNames) {
  Introduction i = added();
  i.at_head = true;
  i.author.clear();
  EXPECT_EQ(history(i),
            "added 2019-03-02 in 1a2b3c4d5e6f by <a@b>, still in HEAD");
  i.email.clear();
  EXPECT_EQ(history(i), "added 2019-03-02 in 1a2b3c4d5e6f, still in HEAD");
}

TEST(HistoryText, IsShortAndHarmlessWhateverACommitHolds) {
  for (const char c : {'a', '\x1b', '\n', '\xff'}) {
    Introduction i = added();
    i.author = i.email = std::string(1 << 20, c);
    for (const std::int64_t date : {std::numeric_limits<std::int64_t>::min(),
                                    std::numeric_limits<std::int64_t>::max()}) {
      i.date = date;
      const std::string text = history(i);
      EXPECT_LT(text.size(), 250U);
      EXPECT_EQ(text.find_first_of("\x1b\n\xff"), text.npos);
    }
  }
}

TEST(UnreadText, NamesTheInputAndTheReason) {
  EXPECT_EQ(unread_text({"a.zip", "bad CRC", "b\x1b"}),
            "a.zip!b\\x1b: bad CRC");
  EXPECT_EQ(unread_text({"", "time-out"}), "time-out");
}

std::string path(LocationKind kind, std::string path = "") {
  Location location;
  location.path = std::move(path);
  location.provenance = {kind, added()};
  return path_text(location);
}

TEST(PathText, IsThePathOfAFile) {
  EXPECT_EQ(path(LocationKind::kBlob, "a\xff/b"), "a\xff/b");
  EXPECT_EQ(path(LocationKind::kGitConfig, ".git/config"), ".git/config");
}

TEST(PathText, IsNoFilesPathOfAnythingElse) {
  EXPECT_EQ(path(LocationKind::kBlob), ".git/blob/" + kBlob);
  EXPECT_EQ(path(LocationKind::kTagMessage), ".git/tag-message/" + kBlob);
  EXPECT_EQ(path(LocationKind::kIdentity), ".git/identity/" + kCommit);
  EXPECT_EQ(path(LocationKind::kNote, "1a/2b"), ".git/note/1a/2b");
  EXPECT_EQ(path(LocationKind::kCommitMessage),
            ".git/commit-message/" + kCommit);
}

Location file(bool at_head) {
  Location location;
  location.path = "a";
  location.provenance.introduction = added();
  location.provenance.introduction->at_head = at_head;
  return location;
}

TEST(IsInCheckout, IsTrueOfFilesThatAreThereNow) {
  Location plain;
  plain.path = "a";
  EXPECT_TRUE(is_in_checkout(plain));
  EXPECT_TRUE(is_in_checkout(file(true)));
  EXPECT_FALSE(is_in_checkout(file(false)));
  plain.path = "-";
  EXPECT_FALSE(is_in_checkout(plain));
}

TEST(IsInCheckout, IsFalseOfWhatIsNoFile) {
  Location location = file(true);
  location.provenance.kind = LocationKind::kNote;
  EXPECT_FALSE(is_in_checkout(location));
  location = file(true);
  location.path.clear();
  EXPECT_FALSE(is_in_checkout(location));
}

TEST(PrimaryLocation, IsTheFirstThatIsCheckedOut) {
  Finding finding;
  finding.locations = {file(false), file(true), file(true)};
  EXPECT_EQ(&primary_location(finding), &finding.locations[1]);
  finding.locations = {file(false), file(false)};
  EXPECT_EQ(&primary_location(finding), &finding.locations[0]);
}

}  // namespace
}  // namespace patrol
