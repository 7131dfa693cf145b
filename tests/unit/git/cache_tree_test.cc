#include "scanner/git/cache_tree.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>

#include "scanner/git/index_entries.h"
#include "tests/support/sandbox.h"

namespace patrol {
namespace {

// "path/" to the id of its tree; "": nothing is known.
using Trees = std::map<std::string, std::string>;

void list(const CacheTree& tree, const CachedFolder& folder,
          const std::string& path, HashKind hash, Trees& out) {
  out[path] = folder.entries ? folder.tree.hex(hash) : "";
  for (const CachedFolder* below : tree.below(folder)) {
    list(tree, *below, path + below->name + "/", hash, out);
  }
}

Trees trees_of(const Sandbox& sandbox, HashKind hash) {
  const auto index = IndexEntries::read(*Repository::open(sandbox.root()));
  EXPECT_TRUE(index);
  Trees out;
  const CacheTree& tree = index->cache_tree();
  if (tree.root() != nullptr) list(tree, *tree.root(), "", hash, out);
  return out;
}

std::string said_by_git(const Sandbox& sandbox, const std::string& path) {
  const std::string id = sandbox.git({"rev-parse", "HEAD:" + path});
  return id.substr(0, id.find('\n'));
}

class CacheTreeOfGit : public testing::TestWithParam<const char*> {
 protected:
  HashKind hash() const {
    return std::string_view(GetParam()) == "sha1" ? HashKind::kSha1
                                                  : HashKind::kSha256;
  }
  void commit_files() const {
    sandbox_.git({"init", "-q", std::string("--object-format=") + GetParam()});
    for (const char* path :
         {"a", "b/x", "b/c/y", "b/c/d/z", "long/w", "be/v"}) {
      sandbox_.write(path, path);
    }
    sandbox_.git({"add", "."});
    sandbox_.git({"commit", "-qm", "x"});
  }
  Sandbox sandbox_;
};

TEST_P(CacheTreeOfGit, KnowsTheTreesThatWereCommitted) {
  commit_files();
  const Trees trees = trees_of(sandbox_, hash());
  EXPECT_EQ(trees.size(), 6U);
  for (const auto& [path, id] : trees) {
    EXPECT_EQ(id, said_by_git(sandbox_, path)) << path;
  }
}

TEST_P(CacheTreeOfGit, DoesNotKnowThoseOfWhatIsStaged) {
  commit_files();
  sandbox_.write("b/c/y", "changed");
  sandbox_.git({"add", "b/c/y"});
  for (const auto& [path, id] : trees_of(sandbox_, hash())) {
    const bool is_changed = std::string_view("b/c/").starts_with(path);
    EXPECT_EQ(id, is_changed ? "" : said_by_git(sandbox_, path)) << path;
  }
}

INSTANTIATE_TEST_SUITE_P(CacheTree, CacheTreeOfGit,
                         testing::Values("sha1", "sha256"));

TEST(CacheTree, OfNothingKnowsNothing) {
  EXPECT_EQ(CacheTree().root(), nullptr);
  EXPECT_EQ(CacheTree::parse("", HashKind::kSha1).root(), nullptr);
}

TEST(CacheTree, KnowsNothingWhereTheTextIsDamaged) {
  const std::string id(20, 'i');
  const std::string nul(1, '\0');
  EXPECT_NE(CacheTree::parse(nul + "1 0\n" + id, HashKind::kSha1).root(),
            nullptr);
  for (const std::string& text :
       {nul, nul + "1", nul + "1 0", nul + "1 0\n",
        nul + "1 0\n" + id.substr(1), nul + "1 1\n" + id, nul + "x 0\n" + id,
        nul + "1 x\n" + id, nul + "1 -1\n" + id,
        nul + "99999999999999999999 0\n" + id, nul + "1 4294967296\n" + id,
        nul + "-1 1\na" + nul + "1 1\n" + id}) {
    EXPECT_EQ(CacheTree::parse(text, HashKind::kSha1).root(), nullptr) << text;
  }
}

// A folder in a folder in a folder ...
TEST(CacheTree, MayBeAsDeepAsItLikes) {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += std::string("a\0-1 1\n", 7);
  text += std::string("a\0-1 0\n", 7);
  const CacheTree tree = CacheTree::parse(text, HashKind::kSha1);
  ASSERT_NE(tree.root(), nullptr);
  EXPECT_EQ(tree.below(*tree.root()).size(), 1U);
}

}  // namespace
}  // namespace patrol
