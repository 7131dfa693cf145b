#include "scanner/ci/ci_plan.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/changes/commit_reader.h"
#include "scanner/changes/range_walk.h"
#include "scanner/changes/revision.h"
#include "scanner/core/ascii.h"
#include "scanner/core/hex_digits.h"
#include "scanner/git/refs.h"
#include "scanner/git/repository.h"
#include "scanner/packs/object_lookup.h"
#include "scanner/packs/stored_source.h"

namespace patrol {
namespace {

using Kind = CiCommit::Kind;
using What = CiPlan::What;

// Bitbucket cuts ids to 12 digits; git itself never below 7.
constexpr std::size_t kFewestDigits = 7;

// What of a CI's words is in the clone. Words that look like an id are no
// branch, however a branch is called: who names one like the base of a pull
// request must not make it the base.
class Clone {
 public:
  Clone(const Repository& repository, const Refs& refs)
      : repository_(repository),
        refs_(refs),
        lookup_(repository),
        objects_(lookup_),
        commits_(objects_, repository.hash(), repository.shallow),
        source_(commit_source(objects_, commits_, repository.hash())) {}

  std::optional<ObjectId> find(const CiCommit& commit) {
    switch (commit.kind) {
      case Kind::kId:
        return by_digits(commit.name);
      case Kind::kFirstParent:
        return parent(commit.name, 0);
      case Kind::kSecondParent:
        return parent(commit.name, 1);
      case Kind::kBranch:
        return branch(commit.name);
      case Kind::kDefault:
        return reference("refs/remotes/origin/HEAD");
      case Kind::kHead:
        break;
    }
    return reference("HEAD");
  }

  // What a user types.
  Result<ObjectId> typed(const std::string& text) const {
    const RevisionReader revisions(
        refs_,
        [this](std::string_view digits) { return lookup_.ids_with(digits); },
        repository_.hash(), source_);
    return revisions.commit(text);
  }

  bool is_shallow() const { return repository_.is_shallow(); }
  std::string hex(const ObjectId& id) const {
    return id.hex(repository_.hash());
  }

 private:
  std::optional<ObjectId> commit_of(const ObjectId& id) const {
    const Result<ObjectId> commit = source_.commit_of(id);
    return commit ? std::optional(*commit) : std::nullopt;
  }

  // nullopt: digits of no commit, or of several.
  std::optional<ObjectId> by_digits(const std::string& digits) const {
    const bool is_id = digits.size() >= kFewestDigits &&
                       digits.size() <= 2 * id_size(repository_.hash()) &&
                       std::ranges::all_of(digits, [](char c) {
                         return hex_value(c).has_value();
                       });
    if (!is_id) return std::nullopt;
    std::vector<ObjectId> found;
    for (const ObjectId& id : lookup_.ids_with(lowered(digits))) {
      if (const auto commit = commit_of(id)) found.push_back(*commit);
    }
    return found.size() == 1 ? std::optional(found[0]) : std::nullopt;
  }

  std::optional<ObjectId> parent(const std::string& digits,
                                 std::size_t number) {
    const auto child = by_digits(digits);
    const CommitNode* node = child ? commits_.find(*child) : nullptr;
    if (node == nullptr || node->parents.size() != 2) return std::nullopt;
    return commit_of(node->parents[number]);
  }

  // That of the remote, for a local one of that name may be old.
  std::optional<ObjectId> branch(std::string_view name) const {
    constexpr std::string_view kBranches = "refs/heads/";
    if (name.starts_with(kBranches)) name.remove_prefix(kBranches.size());
    const auto remote = reference("refs/remotes/origin/" + std::string(name));
    return remote ? remote : reference(std::string(kBranches).append(name));
  }

  std::optional<ObjectId> reference(const std::string& name) const {
    const ObjectId* id = refs_.find(name);
    return id == nullptr ? std::nullopt : commit_of(*id);
  }

  const Repository& repository_;
  const Refs& refs_;
  const ObjectLookup lookup_;
  const StoredSource objects_;
  CommitReader commits_;
  const CommitSource source_;
};

CiPlan plan_of(What what, const Clone& clone, const ObjectId& head) {
  return {.what = what, .base = {}, .head = clone.hex(head), .shortfall = {}};
}

// Where both are the same (a job that was started again) it cannot be told what
// is new, and a range without commits would be a scan of nothing.
CiPlan range(const Clone& clone, const ObjectId& base, const ObjectId& head) {
  if (base == head) return plan_of(What::kTree, clone, head);
  CiPlan plan = plan_of(What::kRange, clone, head);
  plan.base = clone.hex(base);
  return plan;
}

std::string name_of(const CiCommit& commit) {
  switch (commit.kind) {
    case Kind::kFirstParent:
      return commit.name + "^1";
    case Kind::kSecondParent:
      return commit.name + "^2";
    case Kind::kDefault:
      return "origin/HEAD";
    case Kind::kHead:
      return "HEAD";
    case Kind::kId:
    case Kind::kBranch:
      break;
  }
  return commit.name;
}

CiPlan::Shortfall not_here(std::string commit, bool is_shallow) {
  return {std::move(commit), is_shallow
                                 ? std::string(kShallowReason) +
                                       "it was not cloned, and what is new "
                                       "cannot be told"
                                 : "it is not in the clone, and what is new "
                                   "cannot be told"};
}

// The end of a range that keeps it from being scanned.
std::string lacking(Clone& clone, const CiRange& range) {
  return name_of(clone.find(range.base) ? range.head : range.base);
}

// REQUIRES: the event has ranges, none of which is whole in the clone.
CiPlan without_range(Clone& clone, const CiEvent& event, const ObjectId& head) {
  const auto tip = clone.find(event.ranges.front().head);
  if (event.is_new_branch && tip && !clone.is_shallow()) {
    return plan_of(What::kReached, clone, *tip);
  }
  CiPlan plan = plan_of(What::kTree, clone, tip.value_or(head));
  plan.shortfall =
      not_here(lacking(clone, event.ranges.front()), clone.is_shallow());
  return plan;
}

CiPlan by_event(Clone& clone, const CiEvent& event, const ObjectId& head) {
  for (const CiRange& ends : event.ranges) {
    const auto base = clone.find(ends.base);
    const auto tip = clone.find(ends.head);
    if (base && tip) return range(clone, *base, *tip);
  }
  if (!event.ranges.empty()) return without_range(clone, event, head);
  const bool all = event.is_new_branch;
  CiPlan plan = plan_of(all ? What::kReached : What::kTree, clone, head);
  if (!event.problem.empty()) {
    plan.shortfall = {"", event.problem + ": what is new cannot be told"};
  }
  return plan;
}

// A commit that is missing from a shallow clone is no slip of the user's.
Result<CiPlan> by_words(const Clone& clone, const CiRequest& request,
                        const ObjectId& head) {
  const Result<ObjectId> base = clone.typed(request.base);
  const Result<ObjectId> tip =
      request.head.empty() ? Result<ObjectId>(head) : clone.typed(request.head);
  if (base && tip) return range(clone, *base, *tip);
  if (!clone.is_shallow()) return base ? tip.error() : base.error();
  CiPlan plan = plan_of(What::kTree, clone, tip ? *tip : head);
  plan.shortfall = not_here(base ? request.head : request.base, true);
  return plan;
}

Result<CiPlan> plan(Clone& clone, const CiRequest& request,
                    const CiEvent& event, const ObjectId& head) {
  const bool is_of_range =
      request.mode == CiMode::kAuto || request.mode == CiMode::kDiff;
  if (!request.base.empty() && !is_of_range) {
    return Error{"--base says what is new, and --mode that all is meant"};
  }
  if (request.mode == CiMode::kHistory) {
    return plan_of(What::kHistory, clone, head);
  }
  if (request.mode == CiMode::kTree) return plan_of(What::kTree, clone, head);
  if (!request.base.empty()) return by_words(clone, request, head);
  CiPlan plan = by_event(clone, event, head);
  const bool is_told = !event.ranges.empty() || event.is_new_branch;
  if (request.mode == CiMode::kDiff && !is_told) {
    return Error{"--mode diff: nothing says what is new: give --base"};
  }
  return plan;
}

}  // namespace

Result<CiPlan> plan_ci(const CiRequest& request, const CiEvent& event) {
  const Result<Repository> repository =
      Repository::open_as_git(request.repository);
  if (!repository) {
    return Error{request.repository + ": " + repository.error().message};
  }
  const Result<Refs> refs = read_refs(*repository);
  if (!refs) return Error{request.repository + ": " + refs.error().message};
  Clone clone(*repository, *refs);
  const auto head = clone.find({});
  if (!head) {
    return Error{request.repository + ": HEAD leads to no commit that is here"};
  }
  return plan(clone, request, event, *head);
}

}  // namespace patrol
