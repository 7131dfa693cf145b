#include "scanner/git/commit.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/sandbox.h"

namespace patrol {
namespace {

constexpr char kTree[] = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
constexpr char kParent[] = "0123456789abcdef0123456789abcdef01234567";
constexpr char kOther[] = "fedcba9876543210fedcba9876543210fedcba98";

std::string commit_by(const std::string& identity) {
  return std::string("tree ") + kTree + "\nauthor " + identity +
         "\ncommitter " + identity + "\n\nmessage\n";
}

ObjectId id_of(std::string_view hex) {
  return *ObjectId::from_hex(hex, HashKind::kSha1);
}

std::string text_at(std::string_view bytes, const Span& span) {
  return std::string(bytes.substr(span.begin, span.size()));
}

// As git's %at writes it: nothing where git knows none.
std::string written(const std::optional<std::int64_t>& seconds) {
  return seconds ? std::to_string(*seconds) : "";
}

TEST(Commit, HasTheIdentitiesThatGitReads) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  for (const char* identity : {
           "A U Thor <a@example.com> 1700000000 +0100",
           "A U Thor <a@example.com> 0 +0000",
           "A <a@example.com> 253402300799 +0000",
           "A <a@example.com> -5 +0000",
           "A <a@example.com> x +0000",
           "A <a@example.com>",
           "A <a@example.com> ",
           " <> 1 +0000",
           "<a@example.com> 1 +0000",
           "A <a@exa<mple.com> 1 +0000",
           "A <a@example.com> B <b@example.com> 1 +0000",
           "A <a> > 7 +0000",
           "A\t<a@example.com>\t18\t+0000",
           "\xC3\x84 \xE4 <\xFF@example.com> 19 +0000",
       }) {
    const std::string bytes = commit_by(identity);
    sandbox.write("commit", bytes);
    std::string id = sandbox.git({"hash-object", "-w", "--literally", "-t",
                                  "commit", sandbox.at("commit")});
    id.pop_back();
    const Result<Commit> commit = parse_commit(bytes, HashKind::kSha1);
    ASSERT_TRUE(commit) << identity;
    const Identity& author = commit->author;
    EXPECT_EQ(std::string(author.name) + "|" + std::string(author.email) + "|" +
                  written(author.seconds) + "\n",
              sandbox.git({"-c", "i18n.logOutputEncoding=ISO-8859-1", "-c",
                           "i18n.commitEncoding=ISO-8859-1", "log", "-1",
                           "--format=%an|%ae|%at", id}))
        << identity;
    EXPECT_EQ(commit->committer.seconds, author.seconds);
  }
}

TEST(Commit, TrimsNamesAndNeedsNoBlankBeforeADate) {
  const std::string bytes = commit_by("  A  <  a@b  >12   -0930");
  const Result<Commit> commit = parse_commit(bytes, HashKind::kSha1);
  ASSERT_TRUE(commit);
  EXPECT_EQ(commit->author.name, "A");
  EXPECT_EQ(commit->author.email, "a@b");
  EXPECT_EQ(commit->author.seconds, 12);
}

TEST(Commit, HasTheParentsThatGitReads) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q", "-b", "main"});
  sandbox.git({"commit", "-q", "--allow-empty", "-m", "base"});
  for (const char* branch : {"a", "b", "c"}) {
    sandbox.git({"checkout", "-qb", branch, "main"});
    sandbox.git({"commit", "-q", "--allow-empty", "-m", branch});
  }
  sandbox.git({"merge", "-q", "-m", "An octopus\n\nof three", "a", "b"});
  const std::string bytes = sandbox.git({"cat-file", "commit", "HEAD"});
  const Result<Commit> commit = parse_commit(bytes, HashKind::kSha1);
  ASSERT_TRUE(commit);
  std::string ids = commit->tree.hex(HashKind::kSha1);
  for (const ObjectId& parent : commit->parents) {
    ids += " " + parent.hex(HashKind::kSha1);
  }
  EXPECT_EQ(ids + "\n", sandbox.git({"log", "-1", "--format=%T %P"}));
  EXPECT_EQ(commit->parents.size(), 3U);
  EXPECT_EQ(bytes.substr(commit->message), "An octopus\n\nof three\n");
}

TEST(Commit, IsReadWhereIdsAreOfSha256) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q", "--object-format=sha256"});
  sandbox.git({"commit", "-q", "--allow-empty", "-m", "one"});
  sandbox.git({"commit", "-q", "--allow-empty", "-m", "two"});
  sandbox.git({"tag", "-a", "-m", "note", "v1"});
  const std::string bytes = sandbox.git({"cat-file", "commit", "HEAD"});
  const Result<Commit> commit = parse_commit(bytes, HashKind::kSha256);
  ASSERT_TRUE(commit);
  EXPECT_EQ(commit->parents[0].hex(HashKind::kSha256) + "\n",
            sandbox.git({"rev-parse", "HEAD~"}));
  EXPECT_FALSE(parse_commit(bytes, HashKind::kSha1));
  const std::string tag_bytes = sandbox.git({"cat-file", "tag", "v1"});
  const Result<Tag> tag = parse_tag(tag_bytes, HashKind::kSha256);
  ASSERT_TRUE(tag);
  EXPECT_EQ(tag->object.hex(HashKind::kSha256) + "\n",
            sandbox.git({"rev-parse", "HEAD"}));
}

TEST(Commit, SaysWhereItsIdentitiesStand) {
  const std::string bytes = std::string("tree ") + kTree +
                            "\nauthor A <a@b> 1 +0000\n"
                            "committer B <b@c> 2 +0000\n\nm";
  const Result<Commit> commit = parse_commit(bytes, HashKind::kSha1);
  ASSERT_TRUE(commit);
  EXPECT_EQ(text_at(bytes, commit->author.text), "A <a@b>");
  EXPECT_EQ(text_at(bytes, commit->committer.text), "B <b@c>");
}

TEST(Commit, PassesOverOtherFields) {
  const std::string bytes =
      std::string("tree ") + kTree + "\nparent " + kParent +
      "\nauthor A <a@b> 1 +0000\nmergetag object " + kOther +
      "\n type commit\n tagger T <t@u> 3 +0000\n \n committer no\n"
      "gpgsig -----\n line\n \n -----\ncommitter B <b@c> 2 +0000\n"
      "encoding ISO-8859-1\n\nmessage";
  const Result<Commit> commit = parse_commit(bytes, HashKind::kSha1);
  ASSERT_TRUE(commit);
  EXPECT_EQ(commit->parents, std::vector<ObjectId>{id_of(kParent)});
  EXPECT_EQ(commit->committer.name, "B");
  EXPECT_EQ(bytes.substr(commit->message), "message");
}

TEST(Commit, GivesWhatThereIs) {
  const std::string tree = std::string("tree ") + kTree;
  for (const std::string& bytes :
       {tree, tree + "\n", tree + "\nauthor", tree + "\nauthor\n\n",
        tree + "\nauthor A <a@b> 1 +0000", tree + "\r\n\r\nmessage",
        tree + "\nparent"}) {
    const Result<Commit> commit = parse_commit(bytes, HashKind::kSha1);
    if (bytes.find('\r') != std::string::npos) {
      EXPECT_FALSE(commit);  // that is no id
      continue;
    }
    ASSERT_TRUE(commit) << bytes;
    EXPECT_EQ(commit->tree, id_of(kTree));
    EXPECT_FALSE(commit->committer.seconds);
    EXPECT_EQ(commit->committer.text.size(), 0U);
    EXPECT_EQ(commit->message, bytes.size());
  }
}

TEST(Commit, TakesDatesThatNobodyMeantForNone) {
  for (const char* date : {"253402300800", "99999999999999999999999999",
                           "9223372036854775808", "+5", "1e9", "0x10"}) {
    const std::string bytes = commit_by(std::string("A <a@b> ") + date + " +0");
    const Result<Commit> commit = parse_commit(bytes, HashKind::kSha1);
    ASSERT_TRUE(commit);
    const bool has_digits = date[0] == '1' || date[1] == 'x';
    EXPECT_EQ(commit->author.seconds.has_value(), has_digits) << date;
    EXPECT_EQ(commit->author.name, "A");
  }
}

TEST(Commit, TakesNulsAndEmptyMessages) {
  const std::string identity("A\0B <a@b> 1 +0000", 17);
  const std::string bytes = commit_by(identity) + std::string("\0x", 2);
  const Result<Commit> commit = parse_commit(bytes, HashKind::kSha1);
  ASSERT_TRUE(commit);
  EXPECT_EQ(commit->author.name, std::string("A\0B", 3));
  EXPECT_EQ(bytes.substr(commit->message), std::string("message\n\0x", 10));
  const std::string silent = std::string("tree ") + kTree + "\n\n";
  EXPECT_EQ(parse_commit(silent, HashKind::kSha1)->message, silent.size());
}

TEST(Commit, IsRefusedWithoutItsIds) {
  const std::string tree = std::string("tree ") + kTree + "\n";
  for (const std::string& bytes :
       {std::string(), std::string("\n"), std::string("tree \n"),
        std::string("tree 12\n"), std::string("author A <a@b> 1 +0\n") + tree,
        std::string("tree ") + kTree + "0\n", tree + "parent 12\n",
        tree + "parent " + kParent + "\nparent \n"}) {
    EXPECT_FALSE(parse_commit(bytes, HashKind::kSha1)) << bytes;
  }
}

TEST(Tag, SaysWhatGitSays) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  sandbox.git({"commit", "-q", "--allow-empty", "-m", "one"});
  sandbox.git({"tag", "-a", "-m", "A note\n\nof two", "v1.0"});
  const std::string bytes = sandbox.git({"cat-file", "tag", "v1.0"});
  const Result<Tag> tag = parse_tag(bytes, HashKind::kSha1);
  ASSERT_TRUE(tag);
  EXPECT_EQ(tag->object.hex(HashKind::kSha1) + "\n",
            sandbox.git({"rev-parse", "HEAD"}));
  EXPECT_EQ(tag->kind, ObjectKind::kCommit);
  EXPECT_EQ(tag->name, "v1.0");
  EXPECT_EQ(
      "<" + std::string(tag->tagger.email) + ">\n",
      sandbox.git({"for-each-ref", "--format=%(taggeremail)", "refs/tags"}));
  EXPECT_EQ(bytes.substr(tag->message), "A note\n\nof two\n");
}

TEST(Tag, MayNameAnyKindOfObject) {
  const std::string object = std::string("object ") + kTree + "\ntype ";
  EXPECT_EQ(parse_tag(object + "tree\n", HashKind::kSha1)->kind,
            ObjectKind::kTree);
  EXPECT_EQ(parse_tag(object + "blob\n", HashKind::kSha1)->kind,
            ObjectKind::kBlob);
  EXPECT_EQ(parse_tag(object + "tag\n", HashKind::kSha1)->kind,
            ObjectKind::kTag);
}

// As git's own v0.99 is.
TEST(Tag, NeedsNoTagger) {
  const std::string bytes = std::string("object ") + kTree +
                            "\ntype commit\ntag v0.99\n\nTest-release\n";
  const Result<Tag> tag = parse_tag(bytes, HashKind::kSha1);
  ASSERT_TRUE(tag);
  EXPECT_EQ(tag->tagger.text.size(), 0U);
  EXPECT_EQ(bytes.substr(tag->message), "Test-release\n");
}

TEST(Tag, IsRefusedWithoutWhatItNames) {
  const std::string object = std::string("object ") + kTree + "\n";
  for (const std::string& bytes :
       {std::string(), object, object + "type \n", object + "type word\n",
        object + "tag v1\ntype commit\n", std::string("type commit\n")}) {
    EXPECT_FALSE(parse_tag(bytes, HashKind::kSha1)) << bytes;
  }
}

}  // namespace
}  // namespace patrol
