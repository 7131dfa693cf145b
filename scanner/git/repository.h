// A git repository: which folders and files it consists of, and of which
// format it is.
//
// Why not libgit2: it opens no SHA-256 repository, none with an extension that
// it does not know, and no reftable, and says too little about why. What has
// to be known are a few lines of text.
//
// git keeps what belongs to one work tree apart from what all share:
//
//   project/.git/            common folder: config, objects/, refs/, logs/,
//                            packed-refs, shallow; and, for the work tree
//                            project/, git folder: HEAD, index, logs/HEAD
//   project/.git/worktrees/linked/
//                            git folder of the work tree linked/
//
// Nothing of it is executed and no include of its configuration followed.
// Costs ten to twenty system calls.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scanner/core/result.h"
#include "scanner/git/object_id.h"
#include "scanner/git/repository_format.h"

namespace patrol {

// What git tells its hooks by variables. Each is as it stands there, relative
// paths count from the current folder; nullopt: not set, or empty.
struct GitEnvironment {
  std::optional<std::string> git_dir;
  std::optional<std::string> common_dir;
  std::optional<std::string> object_directory;  // a push's quarantine
  std::optional<std::string> alternate_object_directories;
  std::optional<std::string> index_file;  // `git commit PATH` makes its own
  std::optional<std::string> work_tree;
  std::optional<std::string> shallow_file;  // of a push from a shallow clone

  // Reads GIT_DIR, GIT_COMMON_DIR, GIT_OBJECT_DIRECTORY,
  // GIT_ALTERNATE_OBJECT_DIRECTORIES, GIT_INDEX_FILE, GIT_WORK_TREE and
  // GIT_SHALLOW_FILE. Not while another thread changes the environment.
  static GitEnvironment of_process();
};

// Paths are absolute. What changes in the repository later is not seen.
struct Repository {
  std::string git_dir;
  std::string common_dir;  // the same where nothing is shared
  // The root of the work tree. nullopt: the repository is bare, or its work
  // tree is elsewhere (core.worktree), where no `.git` leads back here.
  std::optional<std::string> work_tree;
  std::string index_file;  // need not exist: then nothing is tracked

  RepositoryFormat format;

  // In the order of search; the first is its own (alternates.h).
  std::vector<std::string> object_dirs;

  // Commits whose parents are missing on purpose, sorted. Empty: it is no
  // shallow clone.
  std::vector<ObjectId> shallow;

  // What is odd, but keeps nobody from reading the rest: "alternates: ...".
  // Objects may be missing then.
  std::vector<std::string> warnings;

  HashKind hash() const { return format.hash; }
  bool is_shallow() const { return !shallow.empty(); }
  bool is_partial() const { return format.is_partial; }

  // The repository at or around `path`, as discovery.h finds it, whatever the
  // environment says. Error: there is none, it belongs to another user, or it
  // is of a format that cannot be read; one line that does not name `path`.
  static Result<Repository> open(const std::string& path);

  // The one that a hook runs in. `folder`: where it was started. With GIT_DIR
  // git has chosen the repository, and its owner is not asked for.
  static Result<Repository> open_for_hook(const GitEnvironment& environment,
                                          const std::string& folder);

  // The one that a user named; ".", which nobody has to name, is the one of a
  // hook.
  static Result<Repository> open_as_git(const std::string& name);
};

}  // namespace patrol
