#include "scanner/git/tree_object.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/sandbox.h"

namespace patrol {
namespace {

const std::string kId(20, 'i');

// As `git ls-tree -z` prints it: "mode kind id\tname\0".
std::string lines_of(const std::string& bytes, HashKind hash) {
  const auto items = parse_tree(bytes, hash);
  EXPECT_TRUE(items);
  std::string lines;
  for (const TreeItem& item : *items) {
    char mode[16];
    std::snprintf(mode, sizeof mode, "%06o", item.mode);
    lines += std::string(mode) + (item.mode == 0040000 ? " tree " : " blob ") +
             item.id.hex(hash) + "\t" + std::string(item.name) + '\0';
  }
  return lines;
}

TEST(TreeObject, HasWhatGitSays) {
  for (const char* format : {"sha1", "sha256"}) {
    const Sandbox sandbox;
    sandbox.git({"init", "-q", std::string("--object-format=") + format});
    for (const char* path : {"a", "a.b", "b/c", "a\nb", "\xFF"}) {
      sandbox.write(path, path);
    }
    std::filesystem::create_symlink("a", sandbox.at("link"));
    sandbox.git({"add", "."});
    const std::string id = sandbox.git({"write-tree"});
    const std::string tree = id.substr(0, id.find('\n'));
    const HashKind hash =
        tree.size() == 40 ? HashKind::kSha1 : HashKind::kSha256;
    EXPECT_EQ(lines_of(sandbox.git({"cat-file", "tree", tree}), hash),
              sandbox.git({"ls-tree", "-z", tree}));
  }
}

TEST(TreeObject, MayBeEmpty) {
  const auto items = parse_tree("", HashKind::kSha1);
  ASSERT_TRUE(items);
  EXPECT_TRUE(items->empty());
}

TEST(TreeObject, IsCorruptWhereAnEntryIsNone) {
  const std::string nul(1, '\0');
  ASSERT_TRUE(parse_tree("100644 a" + nul + kId, HashKind::kSha1));
  for (const std::string& bytes : std::vector<std::string>{
           "100644 a" + nul + kId.substr(1), "100644 " + nul + kId,
           "100644 a" + kId, " a" + nul + kId, "10064x a" + nul + kId,
           "100648 a" + nul + kId, "100644", "100644 a/b" + nul + kId,
           "100000000000644 a" + nul + kId, "100644 a" + nul + kId + "1"}) {
    EXPECT_FALSE(parse_tree(bytes, HashKind::kSha1)) << bytes;
  }
}

}  // namespace
}  // namespace patrol
