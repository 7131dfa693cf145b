#include "scanner/changes/trees.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "tests/support/made_objects.h"
#include "tests/support/sandbox.h"
#include "tests/support/stored_objects.h"

namespace patrol {
namespace {

TEST(Trees, FindWhatGitFindsAtAPath) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  for (const char* path : {"a", "b/c", "b/d/e", "b.c"}) {
    sandbox.write(path, path);
  }
  sandbox.git({"add", "."});
  sandbox.git({"commit", "-qm", "x"});
  const StoredObjects objects(sandbox.root());
  Trees trees(objects, objects.hash());
  const ObjectId root = git_id(sandbox, "HEAD^{tree}");
  for (const std::string path : {"a", "b/c", "b/d/e", "b.c"}) {
    EXPECT_EQ(trees.find_blob(root, path), git_id(sandbox, "HEAD:" + path));
  }
  for (const char* path :
       {"", "/", "b", "b/", "b/d", "a/b", "/a", "x", "b//c", "b/c/", "b/x"}) {
    EXPECT_EQ(trees.find_blob(root, path), std::nullopt) << path;
  }
  EXPECT_EQ(trees.lost(), std::vector<LostObject>());
}

TEST(Trees, KnowTheEmptyTreeWhereNoObjectIs) {
  for (const std::string format : {"sha1", "sha256"}) {
    const Sandbox sandbox;
    sandbox.git({"init", "-q", "--object-format=" + format});
    const ObjectId empty =
        id_of(git_line(sandbox, {"hash-object", "-t", "tree", "/dev/null"}));
    const MadeObjects none;
    Trees trees(none, format == "sha1" ? HashKind::kSha1 : HashKind::kSha256);
    EXPECT_TRUE(trees.read(empty)->items().empty());
    EXPECT_EQ(trees.lost(), std::vector<LostObject>());
  }
}

TEST(Trees, TellOnceWhatCannotBeRead) {
  MadeObjects objects;
  const ObjectId blob = objects.add_blob("x");
  const ObjectId damaged = objects.add(ObjectKind::kTree, "100644 ");
  const ObjectId missing = id_of(std::string(40, 'f'));
  Trees trees(objects, HashKind::kSha1);
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(trees.read(blob)->items().empty());
    EXPECT_TRUE(trees.read(damaged)->items().empty());
    EXPECT_TRUE(trees.read(missing)->items().empty());
  }
  EXPECT_EQ(trees.lost(),
            (std::vector<LostObject>{{blob, "it is no tree"},
                                     {damaged, "the tree is damaged"},
                                     {missing, "missing"}}));
}

TEST(Trees, StayWhileTheyAreHeldAndGoOtherwise) {
  MadeObjects objects;
  const ObjectId blob = objects.add_blob("x");
  const std::string name(kMostKeptTrees / 4, 'x');
  Trees trees(objects, HashKind::kSha1);
  const auto held = trees.read(objects.add_tree({{"100644", name, blob}}));
  std::weak_ptr<const TreeListing> dropped;
  for (int i = 0; i < 10; ++i) {
    const auto tree = trees.read(objects.add_tree({{"100644", name, blob}}));
    if (i == 0) dropped = tree;
  }
  EXPECT_EQ(held->items().front().name, name);
  EXPECT_TRUE(dropped.expired());
}

}  // namespace
}  // namespace patrol
