// What decides whether an entry of a folder is scanned: which work tree the
// folder belongs to, what git tracks below it and which ignore rules govern it.
//
//   tracked                          read, even where a rule ignores it
//   not tracked, ignored by a rule   skipped
//   not tracked, not ignored         read
//   in a folder that is ignored      read if tracked, skipped otherwise
//
// A folder of no work tree has an empty scope, and everything in it is read.
// The same goes for a repository that cannot be opened or whose index cannot
// be read: then more is scanned than had to be, never less, and a warning says
// so.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/git/index.h"
#include "scanner/git/work_tree.h"
#include "scanner/sources/directory.h"
#include "scanner/sources/ignore.h"

namespace patrol {

// Immutable; copies share what is large.
class Scope {
 public:
  // Everything is read.
  Scope() = default;

  // The root of a work tree: its index, .git/info/exclude and
  // core.excludesFile. Its .gitignore is not among them yet. An error: the
  // index cannot be read. Rules that cannot be are a line of `warnings`.
  static Result<Scope> of(const WorkTree& tree,
                          std::vector<std::string>& warnings);

  // Whether the file `name` of this folder is read.
  bool takes_file(std::string_view name) const;

  // The scope of the folder `name` in this one. nullopt: nothing in it is read.
  std::optional<Scope> below(std::string_view name) const;

  // With the rules of this folder's own .gitignore before all others.
  Scope with_rules(std::string_view gitignore) const;

  // Whether a .gitignore in this folder has a say.
  bool heeds_gitignore() const { return index_ != nullptr && !is_ignored_; }

  // Whether this folder lies in one that git ignores.
  bool is_ignored() const { return is_ignored_; }

 private:
  bool has_tracked(std::string_view name) const;

  std::shared_ptr<const Index> index_;        // null: no work tree
  std::shared_ptr<const IgnoreChain> rules_;  // null: no rules
  IndexRange tracked_;                        // what index_ has below here
  std::string prefix_;  // this folder in the work tree: "" or "src/core/"
  Case letters_ = Case::kExact;
  bool is_ignored_ = false;
};

// The scope of `folder`, by the work tree that it lies in or begins: the rules
// of the folders above it are read too, its own .gitignore is not yet. A folder
// that git ignores gets an empty scope: whoever names it wants it scanned.
// `warnings` gets a line for what could not be read.
// REQUIRES: as find_work_tree().
Scope scope_of_named_folder(const std::string& folder,
                            std::vector<std::string>& warnings);

// The same for a folder with a `.git` that is met during the walk. nullopt:
// that is no work tree. REQUIRES: as open_work_tree().
std::optional<Scope> scope_of_nested_repository(
    const std::string& folder, std::vector<std::string>& warnings);

// `scope` and the rules in the file `path` below `root`, a .gitignore. Without
// them, and with a warning, if it cannot be read.
Scope with_gitignore(const Scope& scope, const Directory& root,
                     const std::string& path,
                     std::vector<std::string>& warnings);

}  // namespace patrol
