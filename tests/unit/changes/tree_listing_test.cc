#include "scanner/changes/tree_listing.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/sandbox.h"
#include "tests/support/stored_objects.h"

namespace patrol {
namespace {

constexpr char kId[] = "aaaaaaaaaaaaaaaaaaaa";

std::string entry(std::string_view mode, std::string_view name,
                  std::string_view raw_id = kId) {
  std::string text(mode);
  text += ' ';
  text += name;
  text += '\0';
  text += raw_id;
  return text;
}

std::vector<std::string> names_of(const TreeListing& tree) {
  std::vector<std::string> names;
  for (const TreeItem& item : tree.items()) names.emplace_back(item.name);
  return names;
}
std::vector<std::string> names_in(const std::string& bytes) {
  return names_of(TreeListing(bytes, HashKind::kSha1));
}
using Names = std::vector<std::string>;

// "100644 blob <id>\tname", as git ls-tree prints it.
std::string listed(const TreeListing& tree, HashKind hash) {
  constexpr const char* kKinds[] = {"blob", "tree", "commit"};
  std::string lines;
  for (const TreeItem& item : tree.items()) {
    std::string mode;
    for (std::uint32_t left = item.mode; mode.size() < 6; left /= 8) {
      mode.insert(mode.begin(), static_cast<char>('0' + left % 8));
    }
    lines += mode + " " + kKinds[static_cast<std::size_t>(kind_of(item))] +
             " " + item.id.hex(hash) + "\t" + std::string(item.name) + "\n";
  }
  return lines;
}

void check_against_git(const std::string& format) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q", "--object-format=" + format});
  for (const char* path : {"a", "a.c", "a0", "b/c", "b.c", "b0", "ü ü"}) {
    sandbox.write(path, path);
  }
  ::symlink("a", sandbox.at("link").c_str());
  ::chmod(sandbox.at("a0").c_str(), 0755);
  sandbox.git({"add", "."});
  const std::string commit(format == "sha1" ? 40 : 64, '1');
  sandbox.git(
      {"update-index", "--add", "--cacheinfo", "160000," + commit + ",module"});
  sandbox.git({"commit", "-qm", "x"});
  const StoredObjects objects(sandbox.root());
  auto object = objects.read(git_id(sandbox, "HEAD^{tree}"));
  ASSERT_TRUE(object);
  const TreeListing tree(std::move(object->bytes), objects.hash());
  EXPECT_EQ(listed(tree, objects.hash()),
            sandbox.git({"-c", "core.quotePath=false", "ls-tree", "HEAD"}));
  EXPECT_FALSE(tree.is_damaged());
}

TEST(TreeListing, IsWhatGitListsOfSha1) { check_against_git("sha1"); }
TEST(TreeListing, IsWhatGitListsOfSha256) { check_against_git("sha256"); }

TEST(TreeListing, MayBeEmpty) {
  const TreeListing tree("", HashKind::kSha1);
  EXPECT_TRUE(tree.items().empty());
  EXPECT_FALSE(tree.is_damaged());
}

TEST(TreeListing, PutsEntriesInOrderThatStandInNone) {
  EXPECT_EQ(names_in(entry("100644", "b") + entry("40000", "a") +
                     entry("100644", "a0") + entry("100644", "a.c")),
            (Names{"a.c", "a", "a0", "b"}));
}

TEST(TreeListing, KeepsEntriesOfOneNameAsTheyStand) {
  const TreeListing tree(entry("100644", "a", std::string(20, 'z')) +
                             entry("100644", "a", std::string(20, 'b')),
                         HashKind::kSha1);
  ASSERT_EQ(tree.items().size(), 2U);
  EXPECT_EQ(tree.items()[0].id.bytes[0], 'z');
  EXPECT_EQ(tree.find("a", TreeItemKind::kBlob), &tree.items()[0]);
}

TEST(TreeListing, FindsAnEntryByNameAndKind) {
  const TreeListing tree(
      entry("100644", "a") + entry("40000", "a") + entry("160000", "m"),
      HashKind::kSha1);
  EXPECT_EQ(tree.find("a", TreeItemKind::kBlob), &tree.items()[0]);
  EXPECT_EQ(tree.find("a", TreeItemKind::kFolder), &tree.items()[1]);
  EXPECT_EQ(tree.find("m", TreeItemKind::kBlob), nullptr);
  EXPECT_EQ(tree.find("b", TreeItemKind::kBlob), nullptr);
  EXPECT_EQ(tree.find("", TreeItemKind::kBlob), nullptr);
}

TEST(TreeListing, TakesModesThatGitDoesNotKnowForFiles) {
  for (const char* mode : {"100664", "0", "100600", "20000"}) {
    const TreeListing tree(entry(mode, "a"), HashKind::kSha1);
    ASSERT_EQ(tree.items().size(), 1U) << mode;
    EXPECT_EQ(kind_of(tree.items()[0]), TreeItemKind::kBlob) << mode;
  }
}

TEST(TreeListing, HasNothingIfItIsDamaged) {
  const std::string good = entry("100644", "a");
  for (const std::string& bad :
       {std::string("100644"), std::string("100644 b"), std::string(" b\0", 3),
        entry("", "b"), entry("100648", "b"), entry("10064400", "b"),
        entry("-10064", "b"), entry("100644", ""),
        entry("100644", "b", "short"), std::string(300, '1')}) {
    const TreeListing tree(good + bad, HashKind::kSha1);
    EXPECT_EQ(names_of(tree), Names()) << bad;
    EXPECT_TRUE(tree.is_damaged()) << bad;
  }
}

TEST(ComparePlaces, OrdersAnyNamesStrictly) {
  std::vector<TreeItem> items;
  for (const std::string_view name :
       {"a", "aa", "a.", "a0", "b", "\xff", ".", "\x01"}) {
    items.push_back({0100644, name, {}});
    items.push_back({040000, name, {}});
  }
  for (const TreeItem& a : items) {
    for (const TreeItem& b : items) {
      const bool is_one = a.name == b.name && a.mode == b.mode;
      EXPECT_EQ(compare_places(a, b) == 0, is_one) << a.name << " " << b.name;
      EXPECT_EQ(compare_places(a, b) < 0, compare_places(b, a) > 0);
      for (const TreeItem& c : items) {
        if (compare_places(a, b) < 0 && compare_places(b, c) < 0) {
          EXPECT_TRUE(compare_places(a, c) < 0);
        }
      }
    }
  }
}

}  // namespace
}  // namespace patrol
