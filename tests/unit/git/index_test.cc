#include "scanner/git/index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "tests/support/sandbox.h"

namespace patrol {
namespace {

std::string index_of(const Sandbox& sandbox) {
  std::ifstream file(sandbox.at(".git/index"), std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> paths_of(const Index& index) {
  std::vector<std::string> paths;
  for (std::size_t i = 0; i < index.size(); ++i) {
    paths.emplace_back(index.path(i));
  }
  return paths;
}

std::vector<std::string> by_git(const Sandbox& sandbox) {
  const std::set<std::string> paths =
      sandbox.git_paths({"ls-files", "-z", "--cached"});
  return {paths.begin(), paths.end()};
}

// Names that share beginnings, as version 4 likes them, and one that is longer
// than the twelve bits that an entry has for the length of its path.
void add_files(const Sandbox& sandbox) {
  sandbox.git({"init", "-q"});
  for (int i = 0; i < 200; ++i) {
    sandbox.write("src/part" + std::to_string(i % 7) + "/file" +
                  std::to_string(i) + ".c");
  }
  sandbox.write("src.c");
  sandbox.write("src-x");
  sandbox.write("a\nb");
  sandbox.write("\xFF\xFE");
  sandbox.git({"add", "."});
  const std::string blob(40, '1');
  sandbox.git({"update-index", "--add", "--info-only", "--cacheinfo",
               "100644," + blob + "," + std::string(5000, 'n')});
}

TEST(Index, ReadsTheVersionsThatGitWrites) {
  const Sandbox sandbox;
  add_files(sandbox);
  for (const char* version : {"2", "3", "4"}) {
    if (*version == '3') {  // written only where an entry needs it
      sandbox.write("later");
      sandbox.git({"add", "--intent-to-add", "later"});
    }
    sandbox.git({"update-index", "--index-version", version});
    const std::string file = index_of(sandbox);
    EXPECT_EQ(file[7], *version - '0');
    const Result<Index> index = Index::parse(file);
    ASSERT_TRUE(index) << index.error().message;
    EXPECT_EQ(paths_of(*index), by_git(sandbox)) << version;
  }
}

TEST(Index, ListsAPathInConflictOnce) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q", "-b", "main"});
  sandbox.write("file", "base");
  sandbox.git({"add", "."});
  sandbox.git({"commit", "-qm", "base"});
  sandbox.git({"checkout", "-qb", "other"});
  sandbox.write("file", "theirs");
  sandbox.git({"commit", "-qam", "theirs"});
  sandbox.git({"checkout", "-q", "main"});
  sandbox.write("file", "ours");
  sandbox.git({"commit", "-qam", "ours"});
  sandbox.git({"read-tree", "-m", "HEAD~", "HEAD", "other"});
  ASSERT_NE(sandbox.git({"ls-files", "--unmerged"}), "");
  const Result<Index> index = Index::parse(index_of(sandbox));
  ASSERT_TRUE(index);
  EXPECT_EQ(paths_of(*index), std::vector<std::string>{"file"});
}

TEST(Index, SaysWhichFormsItCannotRead) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  sandbox.write("in/a");
  sandbox.write("out/b");
  sandbox.git({"add", "."});
  sandbox.git({"commit", "-qm", "x"});
  sandbox.git({"update-index", "--split-index"});
  const Result<Index> split = Index::parse(index_of(sandbox));
  ASSERT_FALSE(split);
  EXPECT_EQ(split.error().message, "a split index cannot be read");
  sandbox.git({"update-index", "--no-split-index"});

  sandbox.git({"sparse-checkout", "set", "--cone", "--sparse-index", "in"});
  const Result<Index> sparse = Index::parse(index_of(sandbox));
  ASSERT_FALSE(sparse);
  EXPECT_EQ(sparse.error().message, "a sparse index cannot be read");

  std::string newer = index_of(sandbox);
  newer[7] = 5;
  EXPECT_EQ(Index::parse(newer).error().message,
            "index version 5 is not known");
}

TEST(Index, FindsRangesAndPathsByPrefix) {
  const Sandbox sandbox;
  add_files(sandbox);
  const Result<Index> index = Index::parse(index_of(sandbox));
  ASSERT_TRUE(index);
  const IndexRange src = index->starting_with(index->all(), 0, "src/");
  EXPECT_EQ(src.end - src.begin, 200U);
  const IndexRange part = index->starting_with(src, 4, "part3/");
  for (std::size_t i = 0; i < index->size(); ++i) {
    const bool inside = part.begin <= i && i < part.end;
    EXPECT_EQ(index->path(i).starts_with("src/part3/"), inside);
  }
  EXPECT_TRUE(index->contains(part, 10, "file3.c"));
  EXPECT_FALSE(index->contains(part, 10, "file4.c"));
  EXPECT_FALSE(index->contains(part, 10, "file3"));
  EXPECT_TRUE(index->contains(index->all(), 0, "src-x"));
  EXPECT_TRUE(index->starting_with(index->all(), 0, "srd/").empty());
  const IndexRange last = index->starting_with(index->all(), 0, "\xFF");
  EXPECT_EQ(last.end, index->size());
  EXPECT_EQ(last.end - last.begin, 1U);
}

TEST(Index, OfNothingTracksNothing) {
  const Index none;
  EXPECT_EQ(none.size(), 0U);
  EXPECT_FALSE(none.contains(none.all(), 0, "a"));
  EXPECT_TRUE(none.starting_with(none.all(), 0, "a/").empty());
}

// Whatever the bytes are, the answer is an index or an error, and an index's
// paths are sorted. Run under the sanitizers too.
void expect_sane(const std::string& file) {
  const Result<Index> index = Index::parse(file);
  if (!index) return;
  const std::vector<std::string> paths = paths_of(*index);
  EXPECT_TRUE(std::ranges::is_sorted(paths));
}

TEST(Index, SurvivesCutAndChangedFiles) {
  for (const char* version : {"2", "4"}) {
    const Sandbox sandbox;
    sandbox.git({"init", "-q"});
    for (const char* name : {"a", "ab", "b/c", "b/cd"}) sandbox.write(name);
    sandbox.git({"add", "."});
    sandbox.git({"update-index", "--index-version", version});
    const std::string file = index_of(sandbox);
    for (std::size_t size = 0; size < file.size(); ++size) {
      expect_sane(file.substr(0, size));
      for (int value : {0x00, 0x01, 0x7F, 0x80, 0xFF}) {
        std::string changed = file;
        changed[size] = static_cast<char>(value);
        expect_sane(changed);
      }
    }
  }
}

// 5,000 entries that each repeat a path of 100,000 bytes: 500 MB of paths from
// a file of 600 KB.
TEST(Index, RefusesPathsThatUnfoldWithoutEnd) {
  const std::string fixed(62, '\0');
  std::string file("DIRC\0\0\0\4\0\0\x13\x88", 12);
  file += fixed + '\0' + std::string(100000, 'n') + '\0';
  for (int i = 1; i < 5000; ++i) file += fixed + '\0' + "n" + '\0';
  file += std::string(20, '\0');
  const Result<Index> index = Index::parse(file);
  ASSERT_FALSE(index);
  EXPECT_EQ(index.error().message,
            "the index is corrupt: the paths are not sorted, or too long");
}

}  // namespace
}  // namespace patrol
