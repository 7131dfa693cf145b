// What a CI says of the run that patrol is part of: which commits are new in
// it, in the words of that CI. Whether they are in the clone is asked later
// (ci_plan.h).
//
// All of it is text that somebody else chose, in a pull request a stranger: an
// id is used only if it is hexadecimal digits, a branch is looked for among
// references and nowhere else, and nothing reaches a shell.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/core/result.h"

namespace patrol {

// The process's environment, and the one file that it may name: a test gives
// its own.
struct CiInputs {
  std::map<std::string, std::string> variables;
  // Error: says why, without the path.
  std::function<Result<std::string>(const std::string& path)> read_file;

  // Empty where it is not set.
  std::string operator[](const std::string& name) const {
    const auto at = variables.find(name);
    return at == variables.end() ? "" : at->second;
  }
};

// A commit as a CI names it.
struct CiCommit {
  enum class Kind {
    kId,            // hexadecimal digits, 7 or more
    kFirstParent,   // of the merge commit that these digits name
    kSecondParent,  // likewise
    kBranch,        // of the remote: "main", "refs/heads/main"
    kDefault,       // the branch that the remote's HEAD is
    kHead,          // what is checked out
  };
  Kind kind = Kind::kHead;
  std::string name = {};  // empty for kDefault and kHead

  bool operator==(const CiCommit&) const = default;
};

// What `head` reaches and `base` does not.
struct CiRange {
  CiCommit base;
  CiCommit head;

  bool operator==(const CiRange&) const = default;
};

struct CiEvent {
  std::string_view what = "run";  // "pull request", "push" ...
  // The first whose ends are both in the clone counts. None: all files are
  // meant, not what is new.
  std::vector<CiRange> ranges = {};
  // A branch that was not there before: without any range, or where none can
  // be had, all that it reaches is new.
  bool is_new_branch = false;
  // Why the CI's words could not be read; empty: they could.
  std::string problem = {};
};

}  // namespace patrol
