#include "scanner/changes/commit_reader.h"

#include <algorithm>
#include <utility>

#include "scanner/git/commit.h"

namespace patrol {

const CommitNode* CommitReader::find(const ObjectId& id) {
  auto known = known_.find(id);
  if (known == known_.end()) known = known_.emplace(id, read(id)).first;
  const std::optional<CommitNode>& node = known->second.node;
  return node ? &*node : nullptr;
}

LostObject CommitReader::why_lost(const ObjectId& id) const {
  return {id, known_.at(id).reason};
}

CommitReader::Known CommitReader::read(const ObjectId& id) const {
  const auto object = source_.read(id);
  if (!object) return {std::nullopt, object.error().message};
  if (object->kind != ObjectKind::kCommit) {
    return {std::nullopt, "it is no commit"};
  }
  auto commit = parse_commit(object->bytes, hash_);
  if (!commit) return {std::nullopt, commit.error().message};
  CommitNode node;
  node.tree = commit->tree;
  node.parents = std::move(commit->parents);
  node.date = commit->committer.seconds.value_or(0);
  if (std::binary_search(shallow_.begin(), shallow_.end(), id)) {
    node.is_at_border = !node.parents.empty();
    node.parents.clear();
  }
  return {std::move(node), ""};
}

}  // namespace patrol
