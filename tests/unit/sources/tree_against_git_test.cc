// Generated trees, patterns and indexes: what the walk finds must be what
// `git ls-files --cached --others --exclude-standard` lists.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "scanner/sources/tree.h"
#include "tests/support/sandbox.h"

namespace patrol {
namespace {

using Words = std::vector<std::string>;

class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  unsigned below(unsigned bound) {
    return static_cast<unsigned>(random_() % bound);
  }
  const std::string& pick(const Words& words) {
    return words[below(static_cast<unsigned>(words.size()))];
  }

  // One that often matches: pieces of the names with wildcards between.
  std::string pattern() {
    static const Words kPieces = {
        "a",   "b",     "ab",     "c",     ".",    "*",      "**",
        "?",   "/",     "*.c",    "[ab]",  "[!a]", "[a-c]",  "[",
        "\\*", "\\",    "**/",    "/**",   "/**/", " ",      "[[:alpha:]]",
        "A",   "[A-B]", "[^b.]*", "[]a]",  "*/",   "a*",     "/*",
        "[a",  "*a",    "**b",    "a**/b", "#",    "[[:x:]]"};
    std::string text = below(5) == 0 ? "!" : below(5) == 0 ? "/" : "";
    for (unsigned n = 1 + below(4); n-- > 0;) text += pick(kPieces);
    if (below(5) == 0) text += '/';
    if (below(12) == 0) text += "  ";
    return text;
  }

  std::string ignore_file() {
    std::string text;
    for (unsigned n = below(6); n-- > 0;) {
      text += pattern();
      text += below(8) == 0 ? "\r\n" : "\n";
    }
    if (below(10) == 0) text += pattern();  // no LF at the end
    return text;
  }

 private:
  std::mt19937 random_;
};

// About 150 files, up to four folders deep.
std::vector<std::string> make_tree(const Sandbox& sandbox, Generator& generate,
                                   const Words& names) {
  std::set<std::string> files;
  while (files.size() < 150) {
    std::string path = "d" + std::to_string(generate.below(3));
    if (generate.below(4) == 0) path = "";
    for (unsigned depth = generate.below(4); depth-- > 0;) {
      path += (path.empty() ? "" : "/") + generate.pick(names);
    }
    path += (path.empty() ? "" : "/") + generate.pick(names);
    std::error_code failed;  // a name that is a file already is no folder
    std::filesystem::create_directories(
        std::filesystem::path(sandbox.at(path)).parent_path(), failed);
    if (failed || std::filesystem::exists(sandbox.at(path))) continue;
    sandbox.write(path);
    files.insert(path);
  }
  return {files.begin(), files.end()};
}

void collect(const Tree& tree, const Folder& folder,
             std::set<std::string>& files) {
  const Listing listing = tree.expand(folder);
  files.insert(listing.files.begin(), listing.files.end());
  for (const Folder& below : listing.folders) collect(tree, below, files);
}

std::set<std::string> by_patrol(const std::string& path) {
  std::set<std::string> files;
  const Result<Tree> tree = Tree::open(path, IgnoreRules::kApply);
  EXPECT_TRUE(tree);
  if (tree) collect(*tree, tree->root(), files);
  files.erase(".git/config");
  return files;
}

std::set<std::string> by_git(const Sandbox& sandbox) {
  return sandbox.git_paths(
      {"ls-files", "-z", "--cached", "--others", "--exclude-standard"});
}

const Words kNames = {"a", "b",  "ab",  "ba", "c",   "a.c", "b.c", ".a",
                      "#", "a ", "a b", "*",  "abc", "[a",  "\\"};

void track_some(const Sandbox& sandbox, Generator& generate,
                const std::vector<std::string>& files) {
  sandbox.git({"read-tree", "--empty"});
  Words add = {"--literal-pathspecs", "add", "-f", "--"};
  for (const std::string& file : files) {
    if (generate.below(6) == 0) add.push_back(file);
  }
  if (add.size() > 4) sandbox.git(add);
}

TEST(TreeAgainstGit, FindsTheSameFiles) {
  Generator generate(2026);
  for (int tree = 0; tree < 6; ++tree) {
    const Sandbox sandbox;
    sandbox.git({"init", "-q"});
    const std::vector<std::string> files = make_tree(sandbox, generate, kNames);
    for (int round = 0; round < 30; ++round) {
      if (round % 10 == 5) track_some(sandbox, generate, files);
      std::string rules;
      for (const char* place : {"", "d0/", "d1/", "d1/a/"}) {
        if (!std::filesystem::is_directory(sandbox.at(place))) continue;
        const std::string text = generate.ignore_file();
        sandbox.write(std::string(place) + ".gitignore", text);
        rules += "--- " + std::string(place) + "\n" + text;
      }
      sandbox.write(".git/info/exclude", generate.ignore_file());
      ASSERT_EQ(by_patrol(sandbox.root()), by_git(sandbox)) << rules;
    }
  }
}

TEST(TreeAgainstGit, FindsTheSameFilesIgnoringCase) {
  Generator generate(7);
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  sandbox.git({"config", "core.ignorecase", "true"});
  Words names = kNames;
  names.insert(names.end(), {"A1", "B1", "aB2", "A.C", "Z"});
  make_tree(sandbox, generate, names);
  for (int round = 0; round < 60; ++round) {
    const std::string rules = generate.ignore_file();
    sandbox.write(".gitignore", rules);
    ASSERT_EQ(by_patrol(sandbox.root()), by_git(sandbox)) << rules;
  }
}

// One pattern against all paths, so that each form is tried alone.
TEST(TreeAgainstGit, ReadsEachPatternAsGitDoes) {
  Generator generate(99);
  const Sandbox sandbox;
  sandbox.git({"init", "-q"});
  make_tree(sandbox, generate, kNames);
  for (int round = 0; round < 250; ++round) {
    const std::string rules = generate.pattern() + "\n";
    sandbox.write(".git/info/exclude", rules);
    ASSERT_EQ(by_patrol(sandbox.root()), by_git(sandbox)) << rules;
  }
}

}  // namespace
}  // namespace patrol
