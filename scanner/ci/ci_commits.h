// Commits and events that more than one CI names in the same way.
#pragma once

#include <string>
#include <utility>

#include "scanner/ci/ci_event.h"

namespace patrol {

inline CiCommit ci_id(std::string digits) {
  return {CiCommit::Kind::kId, std::move(digits)};
}
inline CiCommit ci_branch(std::string name) {
  return {CiCommit::Kind::kBranch, std::move(name)};
}
inline CiCommit ci_head() { return {}; }

// Zeros, or nothing: how a CI says that there is no such commit.
bool is_no_commit(std::string_view id);

struct CiPush {
  std::string before;
  std::string after;
  std::string branch;          // that was pushed to, or a tag's reference
  std::string default_branch;  // empty: not known
};

// What was pushed: after `before`, or, if there is no such commit (a new
// branch), or not in the clone (a forced push), what the default branch has
// not. To that branch itself all that it reaches is new.
CiEvent ci_push(const CiPush& push);

}  // namespace patrol
