// What a user types for a commit or a range of them, as `git rev-parse` reads
// it.
//
//   main, v1.0, origin/main, refs/heads/main     a reference (below)
//   HEAD, @, FETCH_HEAD                          a file in capitals
//   3b18e512dba7..., 3b18                        an id, or its first 4 digits
//                                                or more
//   main~3, main^2, main~3^2~, v1.0^{commit}     an ancestor; the commit
//
//   A        all that A reaches           A..B    B, and not what A reaches
//   ^A       not what A reaches           A...B   what one of both reaches
//   several of them, with blanks between          (a side left out is HEAD)
//
// A name is looked for as it stands, then below refs/, refs/tags/, refs/heads/,
// refs/remotes/, and as refs/remotes/NAME/HEAD: the first that is there counts.
// What is not understood, and an error: entries of logs (main@{1}), upstreams,
// paths (main:file), searches (:/text), and sets of parents (main^@, main^!).
#pragma once

#include <functional>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/core/result.h"
#include "scanner/git/object_id.h"
#include "scanner/git/refs.h"
#include "scanner/packs/object_table.h"

namespace patrol {

// Who can read objects.
struct CommitSource {
  // The commit that an object is, or that a tag is of, however many tags deep.
  // Error: it is neither.
  std::function<Result<ObjectId>(const ObjectId&)> commit_of;
  // In order. Error: the commit cannot be read.
  std::function<Result<std::vector<ObjectId>>(const ObjectId&)> parents_of;
};

// All objects whose ids begin with these digits, in lower case: four, or more,
// up to all. In any order, each once.
using IdsWith = std::function<std::vector<ObjectId>(std::string_view digits)>;

// `objects` must outlive it.
IdsWith ids_in(const ObjectTable& objects, HashKind hash);

// Ids of commits.
struct RevisionRange {
  std::vector<ObjectId> wanted;    // with all that they reach
  std::vector<ObjectId> unwanted;  // likewise: this is not wanted
  // What both of a pair reach is not wanted, either.
  std::vector<std::pair<ObjectId, ObjectId>> symmetric;
};

// What it is made of must outlive it.
class RevisionReader {
 public:
  RevisionReader(const Refs& refs, const ObjectTable& objects, HashKind hash,
                 const CommitSource& commits)
      : RevisionReader(refs, ids_in(objects, hash), hash, commits) {}
  // Where no table of all objects is.
  RevisionReader(const Refs& refs, IdsWith ids_with, HashKind hash,
                 const CommitSource& commits)
      : refs_(refs),
        ids_with_(std::move(ids_with)),
        hash_(hash),
        commits_(commits) {}

  // Error: "TEXT: why it is no commit".
  Result<ObjectId> commit(std::string_view text) const;

  // Error: likewise, or it wants nothing.
  Result<RevisionRange> range(std::string_view text) const;

 private:
  Result<void> add_term(std::string_view term, RevisionRange& range) const;
  Result<ObjectId> find(std::string_view name) const;
  const ObjectId* find_ref(std::string_view name) const;
  Result<ObjectId> find_abbreviated(std::string_view digits) const;
  Result<ObjectId> ancestor(ObjectId commit, std::string_view steps) const;
  Result<ObjectId> parent(const ObjectId& commit, std::size_t number) const;

  const Refs& refs_;
  IdsWith ids_with_;
  HashKind hash_;
  const CommitSource& commits_;
};

}  // namespace patrol
