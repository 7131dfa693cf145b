#include "scanner/git/index_entries.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/sandbox.h"

namespace patrol {
namespace {

std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string shared_of(const Sandbox& sandbox) {
  for (const auto& entry :
       std::filesystem::directory_iterator(sandbox.at(".git"))) {
    if (entry.path().filename().string().starts_with("sharedindex.")) {
      return text_of(entry.path().string());
    }
  }
  return {};
}

Result<IndexEntries> read(const Sandbox& sandbox) {
  const Result<Repository> repository = Repository::open(sandbox.root());
  EXPECT_TRUE(repository);
  return IndexEntries::read(*repository);
}

// As `git ls-files --stage -z` has them: "mode id stage\tpath\0".
std::string lines_of(const IndexEntries& index, HashKind hash) {
  std::ostringstream lines;
  for (std::size_t i = 0; i < index.size(); ++i) {
    lines << std::oct;
    lines.width(6);
    lines.fill('0');
    lines << index[i].mode << ' ' << index[i].id.hex(hash) << ' '
          << int{index[i].stage} << '\t' << index.path(i) << '\0';
  }
  return lines.str();
}

void expect_what_git_says(const Sandbox& sandbox, HashKind hash) {
  const auto index = read(sandbox);
  ASSERT_TRUE(index) << index.error().message;
  EXPECT_EQ(lines_of(*index, hash),
            sandbox.git({"ls-files", "--stage", "--sparse", "-z"}));
}

void add_files(const Sandbox& sandbox, const char* hash = "sha1") {
  sandbox.git({"init", "-q", std::string("--object-format=") + hash});
  for (int i = 0; i < 60; ++i) {
    sandbox.write(
        "src/part" + std::to_string(i % 7) + "/file" + std::to_string(i) + ".c",
        std::to_string(i));
  }
  sandbox.write("src.c");
  sandbox.write("src-x");
  sandbox.write("a\nb");
  sandbox.write("\xFF\xFE");
  sandbox.git({"add", "."});
  sandbox.git({"update-index", "--chmod=+x", "src.c"});
}

TEST(IndexEntries, AreThoseOfEveryVersionAndHash) {
  for (const char* hash : {"sha1", "sha256"}) {
    const Sandbox sandbox;
    add_files(sandbox, hash);
    const HashKind kind = hash[3] == '1' ? HashKind::kSha1 : HashKind::kSha256;
    for (const char* version : {"2", "3", "4"}) {
      if (*version == '3') {
        sandbox.write("later");
        sandbox.git({"add", "--intent-to-add", "later"});
      }
      sandbox.git({"update-index", "--index-version", version});
      expect_what_git_says(sandbox, kind);
    }
  }
}

TEST(IndexEntries, SayWhatIsToBeAddedLater) {
  const Sandbox sandbox;
  add_files(sandbox);
  sandbox.write("later");
  sandbox.git({"add", "--intent-to-add", "later"});
  sandbox.git({"update-index", "--skip-worktree", "src.c"});
  const auto index = read(sandbox);
  ASSERT_TRUE(index);
  for (std::size_t i = 0; i < index->size(); ++i) {
    EXPECT_EQ((*index)[i].is_intent_to_add, index->path(i) == "later");
  }
}

TEST(IndexEntries, OfAConflictHaveStages) {
  const Sandbox sandbox;
  add_files(sandbox);
  std::string blob = sandbox.git({"rev-parse", ":src.c"});
  blob.resize(40);
  std::string lines;
  for (const char* stage : {"1", "2", "3"}) {
    lines += "100644 " + blob + " " + stage + "\tconflict\n";
  }
  sandbox.write("info", lines);
  sandbox.git({"-c", "alias.put=!git update-index --index-info <info", "put"});
  ASSERT_NE(sandbox.git({"ls-files", "--unmerged"}), "");
  expect_what_git_says(sandbox, HashKind::kSha1);
}

TEST(IndexEntries, OfASplitIndexComeFromBothHalves) {
  for (const char* version : {"2", "4"}) {
    const Sandbox sandbox;
    add_files(sandbox);
    sandbox.git({"config", "splitIndex.maxPercentChange", "100"});
    sandbox.git({"update-index", "--index-version", version});
    sandbox.git({"update-index", "--split-index"});
    expect_what_git_says(sandbox, HashKind::kSha1);
    for (int i = 0; i < 60; i += 9) {
      sandbox.write("src/part" + std::to_string(i % 7) + "/file" +
                        std::to_string(i) + ".c",
                    "changed");
    }
    sandbox.write("src/new", "new");
    sandbox.write("0", "first");
    sandbox.git({"add", "."});
    sandbox.git({"rm", "-q", "-f", "src/part1/file1.c", "src-x"});
    expect_what_git_says(sandbox, HashKind::kSha1);
    ASSERT_LT(text_of(sandbox.at(".git/index")).size(),
              shared_of(sandbox).size());
  }
}

TEST(IndexEntries, OfASparseIndexLeaveFoldersFolded) {
  const Sandbox sandbox;
  add_files(sandbox);
  sandbox.git({"commit", "-qm", "x"});
  sandbox.git(
      {"sparse-checkout", "set", "--cone", "--sparse-index", "src/part1"});
  expect_what_git_says(sandbox, HashKind::kSha1);
  const auto index = read(sandbox);
  ASSERT_TRUE(index);
  std::size_t folders = 0;
  for (std::size_t i = 0; i < index->size(); ++i) {
    folders += (*index)[i].is_tree();
  }
  EXPECT_EQ(folders, 6U);
}

TEST(IndexEntries, OfNoIndexAreNone) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  const auto index = read(sandbox);
  ASSERT_TRUE(index);
  EXPECT_EQ(index->size(), 0U);
  EXPECT_EQ(index->cache_tree().root(), nullptr);
}

TEST(IndexEntries, AreAnErrorWithoutTheOtherHalf) {
  const Sandbox sandbox;
  add_files(sandbox);
  sandbox.git({"update-index", "--split-index"});
  for (const auto& entry :
       std::filesystem::directory_iterator(sandbox.at(".git"))) {
    if (entry.path().filename().string().starts_with("sharedindex.")) {
      std::filesystem::remove(entry.path());
    }
  }
  const auto index = read(sandbox);
  ASSERT_FALSE(index);
  EXPECT_TRUE(index.error().message.ends_with(": it is missing"));
}

// An index of entries without stat data, "path" or "path stage".
std::string index_file(const std::vector<std::pair<std::string, int>>& paths) {
  std::string file("DIRC\0\0\0\2\0\0\0", 11);
  file += static_cast<char>(paths.size());
  for (const auto& [path, stage] : paths) {
    std::string entry(60, '\0');
    entry += static_cast<char>(stage << 4);
    entry += '\0';
    entry += path;
    entry.resize(entry.size() + 8 - entry.size() % 8, '\0');
    file += entry;
  }
  return file + std::string(20, '\0');
}

std::string error_of(const std::vector<std::pair<std::string, int>>& paths) {
  const auto index =
      IndexEntries::parse(index_file(paths), {}, HashKind::kSha1);
  return index ? "" : index.error().message;
}

TEST(IndexEntries, AreSorted) {
  EXPECT_EQ(error_of({{"a", 0}, {"b", 0}}), "");
  EXPECT_EQ(error_of({{"a", 1}, {"a", 3}}), "");
  const std::string error = "the index is corrupt: the entries are not sorted";
  EXPECT_EQ(error_of({{"b", 0}, {"a", 0}}), error);
  EXPECT_EQ(error_of({{"a", 0}, {"a", 0}}), error);
  EXPECT_EQ(error_of({{"a", 2}, {"a", 1}}), error);
}

TEST(IndexEntries, HavePaths) {
  const std::string error = "the index is corrupt: a path is none";
  EXPECT_EQ(error_of({{"", 0}}), error);
  EXPECT_EQ(error_of({{"/a", 0}}), error);
  EXPECT_EQ(error_of({{"a/", 0}}), error);  // and its mode is no folder's
}

// Run under the sanitizers too.
TEST(IndexEntries, SurviveCutAndChangedFiles) {
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  for (const char* name : {"a", "ab", "b/c", "b/cd"}) sandbox.write(name);
  sandbox.git({"add", "."});
  sandbox.git({"update-index", "--split-index"});
  sandbox.write("ab", "changed");
  sandbox.write("b/d");
  sandbox.git({"add", "."});
  sandbox.git({"rm", "-q", "--cached", "b/c"});
  const std::string file = text_of(sandbox.at(".git/index"));
  const std::string shared = shared_of(sandbox);
  const auto expect_sane = [&](std::string_view one, std::string_view other) {
    static_cast<void>(IndexEntries::shared_index(one, HashKind::kSha1));
    const auto index = IndexEntries::parse(one, other, HashKind::kSha1);
    if (!index) return;
    for (std::size_t i = 1; i < index->size(); ++i) {
      EXPECT_LE(index->path(i - 1), index->path(i));
    }
  };
  for (std::size_t size = 0; size < file.size(); ++size) {
    expect_sane(std::string_view(file).substr(0, size), shared);
    for (const int value : {0x00, 0x01, 0x7F, 0x80, 0xFF}) {
      std::string changed = file;
      changed[size] = static_cast<char>(value);
      expect_sane(changed, shared);
    }
  }
  for (std::size_t size = 0; size < shared.size(); ++size) {
    expect_sane(file, std::string_view(shared).substr(0, size));
  }
}

}  // namespace
}  // namespace patrol
