// What a folder that the user named consists of.
//
// A tree is walked by whoever asks: expand() looks at one folder and says which
// files to read and which folders to expand next, so the walk may be parallel
// and its order is the caller's.
//
//   Tree tree = *Tree::open("src", IgnoreRules::kApply);
//   todo = {tree.root()};  for each: Listing l = tree.expand(folder);
//
// In a git work tree: what git tracks, and what it neither tracks nor ignores.
// Elsewhere, and with kDisregard: everything, hidden files too. A folder with
// a `.git` of its own (a submodule, a clone inside a clone) follows its own
// index and rules, and none of those around it; git calls an untracked one a
// single untracked entry, but its files are as likely to leak. One that git
// ignores is skipped like any ignored folder, unless it is a submodule.
//
// Of a folder named `.git` only the configurations are read, its own and its
// submodules' (they may hold tokens in URLs): the rest is for `patrol history`.
// Symbolic links, FIFOs, sockets and devices are skipped.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/core/finding.h"
#include "scanner/core/result.h"
#include "scanner/sources/directory.h"
#include "scanner/sources/scope.h"

namespace patrol {

enum class IgnoreRules : std::uint8_t { kApply, kDisregard };

// All paths here are relative to the tree's root, with '/', and hold any byte
// but NUL; "" is the root itself.

struct Folder {
  enum class Role : std::uint8_t { kRoot, kContent, kGitDirectory };

  std::string path;
  Scope scope;  // as its parent knows it; the root's is found by expand()
  Role role = Role::kContent;
};

struct Listing {
  std::vector<Folder> folders;  // to expand next
  std::vector<std::string> files;
  std::vector<Unread> skipped;        // by policy; an ignored folder is one
  std::vector<Unread> unread;         // the folder itself, if it failed
  std::vector<std::string> warnings;  // a line each: rules that do not apply
};

// Thread-safe: nothing changes after open().
class Tree {
 public:
  // `path` may lead through symbolic links: the user named it. The error says
  // why without the path.
  static Result<Tree> open(const std::string& path, IgnoreRules rules);

  Folder root() const;

  // Each vector is in the order of the names' bytes.
  Listing expand(const Folder& folder) const;

  // A path of Listing::files. The error says why without the path.
  Result<FileInput> open_file(std::string_view path) const {
    return directory_.open_file(path);
  }

 private:
  Tree(Directory directory, std::string real_path, IgnoreRules rules)
      : directory_(std::move(directory)),
        real_path_(std::move(real_path)),
        rules_(rules) {}

  Scope scope_in(const Folder& folder, const std::vector<Entry>& entries,
                 std::vector<std::string>& warnings) const;

  Directory directory_;
  std::string real_path_;  // absolute
  IgnoreRules rules_;
};

}  // namespace patrol
