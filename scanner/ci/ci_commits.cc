#include "scanner/ci/ci_commits.h"

#include <string_view>

namespace patrol {
namespace {

constexpr std::string_view kBranches = "refs/heads/";

std::string_view short_name(std::string_view branch) {
  if (branch.starts_with(kBranches)) branch.remove_prefix(kBranches.size());
  return branch;
}

}  // namespace

bool is_no_commit(std::string_view id) {
  return id.find_first_not_of('0') == id.npos;
}

CiEvent ci_push(const CiPush& push) {
  CiEvent event{.what = "push"};
  event.is_new_branch = is_no_commit(push.before);
  if (event.is_new_branch) {
    event.what = "push of a new branch";
  } else {
    event.ranges.push_back({ci_id(push.before), ci_id(push.after)});
  }
  const std::string_view main = short_name(push.default_branch);
  if (!main.empty() && main != short_name(push.branch)) {
    event.ranges.push_back({ci_branch(std::string(main)), ci_id(push.after)});
  }
  return event;
}

}  // namespace patrol
