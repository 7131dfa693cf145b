#include "scanner/changes/range_walk.h"

#include <vector>

#include "scanner/changes/common_ancestors.h"
#include "scanner/git/commit.h"

namespace patrol {
namespace {

// The commit that an object is, or that a tag is of.
Result<ObjectId> commit_of(const ObjectSource& source, HashKind hash,
                           ObjectId id) {
  for (int tags = 0; tags <= kMostTags; ++tags) {
    const auto object = source.read(id);
    if (!object) return object.error();
    if (object->kind == ObjectKind::kCommit) return id;
    if (object->kind != ObjectKind::kTag) return Error{"it is no commit"};
    const auto tag = parse_tag(object->bytes, hash);
    if (!tag) return tag.error();
    id = tag->object;
  }
  return Error{"limit: too many tags of tags"};
}

}  // namespace

CommitSource commit_source(const ObjectSource& source, CommitReader& commits,
                           HashKind hash) {
  return {[&source, hash](const ObjectId& id) {
            return commit_of(source, hash, id);
          },
          [&commits](const ObjectId& id) -> Result<std::vector<ObjectId>> {
            if (const CommitNode* node = commits.find(id)) return node->parents;
            return Error{commits.why_lost(id).reason};
          }};
}

CommitWalk walk_range(CommitReader& commits, const RevisionRange& range,
                      const std::atomic<bool>& stop) {
  std::vector<ObjectId> unwanted = range.unwanted;
  for (const auto& [a, b] : range.symmetric) {
    const auto common = common_ancestors(commits, a, b, stop);
    unwanted.insert(unwanted.end(), common.begin(), common.end());
  }
  return walk_commits(commits, range.wanted, unwanted, stop);
}

}  // namespace patrol
