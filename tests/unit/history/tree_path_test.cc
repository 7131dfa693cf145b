#include "scanner/history/tree_path.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/support/made_objects.h"
#include "tests/support/sandbox.h"
#include "tests/support/stored_objects.h"

namespace patrol {
namespace {

using Ordinals = std::vector<std::uint32_t>;

class TreePathTest : public testing::Test {
 protected:
  ObjectId tree(const std::vector<MadeObjects::Entry>& entries) {
    return objects_.add_tree(entries);
  }

  // Or why there is none.
  std::string path(const ObjectId& root, const Ordinals& ordinals,
                   const ObjectId& end) const {
    TreePaths paths(objects_, HashKind::kSha1);
    const auto found = paths.path_of(root, ordinals, end);
    return found ? *found : "error: " + found.error().message;
  }
  // kNone: there is no way.
  Ordinals ordinals(const ObjectId& root, std::string_view path,
                    const ObjectId& end) const {
    TreePaths paths(objects_, HashKind::kSha1);
    const auto found = paths.ordinals_of(root, path, end);
    return found ? *found : kNone;
  }

  const Ordinals kNone = {0xFFFFFFFF};
  MadeObjects objects_;
  const ObjectId a_ = objects_.add_blob("a");
  const ObjectId b_ = objects_.add_blob("b");
};

TEST_F(TreePathTest, LeadsThereAndBack) {
  const ObjectId inner = tree({{"100644", "x", b_}, {"100644", "y z", a_}});
  const ObjectId root = tree({{"100644", "README", a_}, {"40000", "s", inner}});
  EXPECT_EQ(ordinals(root, "README", a_), (Ordinals{0}));
  EXPECT_EQ(ordinals(root, "s/y z", a_), (Ordinals{1, 1}));
  EXPECT_EQ(path(root, {0}, a_), "README");
  EXPECT_EQ(path(root, {1, 1}, a_), "s/y z");
}

TEST_F(TreePathTest, IsRefusedWhereItEndsAtAnotherBlob) {
  const ObjectId root = tree({{"100644", "a", a_}});
  EXPECT_EQ(path(root, {0}, b_), "error: it is another object");
  EXPECT_EQ(path(root, {}, root), "error: it is another object");
  EXPECT_EQ(path(root, {}, ObjectId()), "error: it is another object");
  EXPECT_EQ(ordinals(root, "a", b_), kNone);
}

TEST_F(TreePathTest, IsRefusedWhereATreeHasNoSuchEntry) {
  const ObjectId root = tree({{"100644", "a", a_}});
  EXPECT_EQ(path(root, {1}, a_), "error: there is no such entry");
  EXPECT_EQ(path(root, {0xFFFFFFFF}, a_), "error: there is no such entry");
  EXPECT_EQ(path(tree({}), {0}, a_), "error: there is no such entry");
}

TEST_F(TreePathTest, IsRefusedWhereItGoesThroughABlob) {
  const ObjectId like_a_tree =
      objects_.add_blob("100644 a" + std::string(21, '\0'));
  const ObjectId root =
      tree({{"100644", "a", like_a_tree}, {"40000", "b", like_a_tree}});
  EXPECT_EQ(path(root, {0, 0}, ObjectId()), "error: there is no such entry");
  EXPECT_EQ(path(root, {1, 0}, ObjectId()), "error: there is no such entry");
  EXPECT_EQ(path(a_, {0}, a_), "error: there is no such entry");
  EXPECT_EQ(ordinals(root, "a/a", ObjectId()), kNone);
}

TEST_F(TreePathTest, IsRefusedWhereATreeIsMissing) {
  const ObjectId inner = tree({{"100644", "a", a_}});
  const ObjectId root = tree({{"40000", "gone", inner}});
  EXPECT_EQ(path(root, {0, 0}, a_), "gone/a");
  objects_.remove(inner);
  EXPECT_EQ(path(root, {0, 0}, a_), "error: there is no such entry");
  EXPECT_EQ(path(inner, {0}, a_), "error: there is no such entry");
  EXPECT_EQ(ordinals(root, "gone/a", a_), kNone);
}

TEST_F(TreePathTest, IsRefusedWhereASubmoduleIs) {
  const ObjectId root = tree({{"160000", "module", a_}});
  EXPECT_EQ(path(root, {0}, a_), "error: it is a submodule");
  EXPECT_EQ(ordinals(root, "module", a_), kNone);
}

TEST_F(TreePathTest, IsRefusedForNamesThatAreNone) {
  const ObjectId root = tree({{"40000", "s", tree({{"100644", "a", a_}})}});
  for (const char* wrong :
       {"", "/", "s", "s/", "/s/a", "s//a", "s/a/", "s/b", "S/a", "s/a/a"}) {
    EXPECT_EQ(ordinals(root, wrong, a_), kNone) << wrong;
  }
}

TEST_F(TreePathTest, IsRefusedForANameWithASlash) {
  const ObjectId root = tree({{"100644", "s/a", a_}});
  EXPECT_EQ(ordinals(root, "s/a", a_), kNone);
  EXPECT_EQ(path(root, {0}, a_), "error: there is no such entry");
}

TEST_F(TreePathTest, FindsTheRightOneOfTwoEntriesOfOneName) {
  const ObjectId first = tree({{"100644", "x", a_}});
  const ObjectId second =
      tree({{"100644", "x", a_}, {"100644", "x", b_}, {"100644", "y", b_}});
  const ObjectId root = tree(
      {{"100644", "s", a_}, {"40000", "s", first}, {"40000", "s", second}});
  EXPECT_EQ(ordinals(root, "s/x", b_), (Ordinals{2, 1}));
  EXPECT_EQ(ordinals(root, "s/x", a_), (Ordinals{1, 0}));
  EXPECT_EQ(ordinals(root, "s", a_), (Ordinals{0}));
}

// Two ways at each of 64 steps; to follow each would take for ever.
TEST_F(TreePathTest, FollowsWaysThatMeetButOnce) {
  ObjectId root = tree({{"100644", "s", a_}});
  std::string names = "s";
  for (int i = 0; i < 64; ++i) {
    const ObjectId other = tree({{"40000", "s", root}, {"40000", "t", root}});
    const ObjectId same = tree({{"40000", "s", root}});
    root = tree({{"40000", "s", same}, {"40000", "s", other}});
    names += "/s/s";
  }
  EXPECT_EQ(ordinals(root, names, a_), Ordinals(129, 0));
}

TEST_F(TreePathTest, LeadsToNothingInADamagedTree) {
  const ObjectId good = tree({{"100644", "a", a_}});
  const ObjectId root =
      objects_.add(ObjectKind::kTree, objects_.read(good)->bytes + "100644 b");
  EXPECT_EQ(path(good, {0}, a_), "a");
  EXPECT_EQ(path(root, {0}, a_), "error: there is no such entry");
}

// All that `git ls-tree -r` lists, of repositories with both kinds of ids.
class TreePathOfGit : public testing::TestWithParam<const char*> {};

TEST_P(TreePathOfGit, IsWhatGitLists) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q", std::string("--object-format=") + GetParam()});
  for (const char* name : {"a", "b/a", "b/c/d/e", "b.c", "b0", "z/same",
                           "b/\xC3\xA4 \xFF", "\nz/ "}) {
    sandbox.write(name, std::string("text of ") + name);
  }
  sandbox.write("z/same too", "text of z/same");
  sandbox.git({"add", "-A"});
  sandbox.git({"commit", "-q", "-m", "all"});
  const StoredObjects objects(sandbox.root());
  TreePaths paths(objects, objects.hash());
  const ObjectId root = git_id(sandbox, "HEAD^{tree}");
  const auto listed = sandbox.git_paths({"ls-tree", "-r", "-z", "HEAD"});
  EXPECT_EQ(listed.size(), 9U);
  for (const std::string& line : listed) {  // mode SP kind SP id TAB path
    const std::size_t tab = line.find('\t');
    const std::size_t id = line.rfind(' ', tab) + 1;
    const ObjectId blob = id_of(line.substr(id, tab - id));
    const auto ordinals = paths.ordinals_of(root, line.substr(tab + 1), blob);
    ASSERT_TRUE(ordinals) << line;
    const auto back = paths.path_of(root, *ordinals, blob);
    ASSERT_TRUE(back) << line;
    EXPECT_EQ(*back, line.substr(tab + 1));
  }
}

INSTANTIATE_TEST_SUITE_P(Hashes, TreePathOfGit,
                         testing::Values("sha1", "sha256"));

}  // namespace
}  // namespace patrol
