#include "scanner/git/alternates.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <string>
#include <vector>

#include "tests/support/sandbox.h"

namespace patrol {
namespace {

using Paths = std::vector<std::string>;

// The folders that git borrows from, of a repository in the sandbox.
Paths borrowed_by_git(const Sandbox& sandbox, const std::string& repository) {
  const std::string output =
      sandbox.git({"-C", repository, "count-objects", "-v"});
  Paths paths;
  constexpr std::string_view kKey = "alternate: ";
  for (std::size_t at = 0; (at = output.find(kKey, at)) != output.npos;) {
    at += kKey.size();
    paths.push_back(output.substr(at, output.find('\n', at) - at));
  }
  return paths;
}

TEST(AlternatesIn, ReadsLinesAndSkipsComments) {
  EXPECT_EQ(alternates_in("/a\n# /b\n\n../c\n/d", '\n'),
            (Paths{"/a", "../c", "/d"}));
  EXPECT_EQ(alternates_in("", '\n'), Paths());
}

TEST(AlternatesIn, ReadsQuotedEntries) {
  EXPECT_EQ(alternates_in(R"("/a:b":/c:"/d\"\\\t\303\244")", ':'),
            (Paths{"/a:b", "/c", "/d\"\\\t\xC3\xA4"}));
}

TEST(AlternatesIn, ReadsABrokenQuoteAsItStands) {
  EXPECT_EQ(alternates_in("\"/a:/b", ':'), (Paths{"\"/a", "/b"}));
  EXPECT_EQ(alternates_in(R"("/a\q":/b)", ':'), (Paths{R"("/a\q")", "/b"}));
  EXPECT_EQ(alternates_in(R"("/a\400":/b)", ':'), (Paths{R"("/a\400")", "/b"}));
  EXPECT_EQ(alternates_in("\"\\", ':'), (Paths{"\"\\"}));
  EXPECT_EQ(alternates_in(R"("\1)", ':'), (Paths{R"("\1)"}));
}

TEST(ObjectFolders, AreThoseThatGitBorrowsFrom) {
  const Sandbox sandbox;
  for (const char* name : {"own", "a", "b", "c"}) {
    sandbox.git({"init", "-q", "--bare", name});
  }
  sandbox.write("own/objects/info/alternates",
                sandbox.at("a/objects") + "\n../../b/objects\n");
  sandbox.write("b/objects/info/alternates", "../../c/objects\n");
  sandbox.write("c/objects/info/alternates",
                "../../own/objects\n../../b/objects\n../../c/objects\n");
  Paths warnings;
  Paths folders = object_folders(sandbox.at("own/objects"), {}, warnings);
  EXPECT_EQ(warnings, Paths());
  ASSERT_FALSE(folders.empty());
  EXPECT_EQ(folders.front(), sandbox.at("own/objects"));
  folders.erase(folders.begin());
  EXPECT_EQ(folders, borrowed_by_git(sandbox, "own"));
}

TEST(ObjectFolders, EndWhereGitsDo) {
  const Sandbox sandbox;
  for (int i = 0; i < 10; ++i) {
    const std::string name = std::to_string(i);
    sandbox.git({"init", "-q", "--bare", name});
    sandbox.write(name + "/objects/info/alternates",
                  "../../" + std::to_string(i + 1) + "/objects\n");
  }
  sandbox.git({"init", "-q", "--bare", "10"});
  Paths warnings;
  Paths folders = object_folders(sandbox.at("0/objects"), {}, warnings);
  EXPECT_EQ(warnings.size(), 1U);
  folders.erase(folders.begin());
  EXPECT_EQ(folders, borrowed_by_git(sandbox, "0"));
}

TEST(ObjectFolders, WarnOfOneThatIsNotThere) {
  const Sandbox sandbox;
  sandbox.write("objects/info/alternates", "/none/objects\n../file\n");
  sandbox.write("file");
  Paths warnings;
  EXPECT_EQ(object_folders(sandbox.at("objects"), {}, warnings),
            (Paths{sandbox.at("objects")}));
  EXPECT_EQ(
      warnings,
      (Paths{"/none/objects: objects are borrowed from it, but it is not there",
             sandbox.at("objects/../file") +
                 ": objects are borrowed from it, but it is no folder"}));
}

TEST(ObjectFolders, WarnOfAFifo) {
  const Sandbox sandbox;
  sandbox.make_folder("objects/info");
  ::mkfifo(sandbox.at("objects/info/alternates").c_str(), 0600);
  Paths warnings;
  object_folders(sandbox.at("objects"), {}, warnings);
  EXPECT_EQ(warnings, (Paths{sandbox.at("objects/info/alternates") +
                             ": not a regular file"}));
}

TEST(ObjectFolders, TakeThoseOfTheEnvironmentToo) {
  const Sandbox sandbox;
  for (const char* name : {"own", "a", "b"}) sandbox.make_folder(name);
  sandbox.write("a/info/alternates", sandbox.at("b"));
  Paths warnings;
  EXPECT_EQ(object_folders(sandbox.at("own"), {sandbox.at("a")}, warnings),
            (Paths{sandbox.at("own"), sandbox.at("a"), sandbox.at("b")}));
}

}  // namespace
}  // namespace patrol
