#include "scanner/commit_files.h"

#include <optional>
#include <utility>
#include <vector>

#include "scanner/changes/commit_reader.h"
#include "scanner/changes/tree_diff.h"
#include "scanner/changes/trees.h"
#include "scanner/git/repository.h"
#include "scanner/outcome_sink.h"
#include "scanner/packs/object_lookup.h"
#include "scanner/packs/stored_source.h"
#include "scanner/stored_blobs.h"

namespace patrol {
namespace {

Result<ObjectId> tree_of(const std::string& commit,
                         const Repository& repository,
                         const StoredSource& objects) {
  const auto id = ObjectId::from_hex(commit, repository.hash());
  CommitReader commits(objects, repository.hash(), repository.shallow);
  const CommitNode* node = id ? commits.find(*id) : nullptr;
  if (node == nullptr) return Error{commit + ": it is no commit"};
  return node->tree;
}

std::vector<StoredBlob> files_of(const ObjectId& tree, HashKind hash,
                                 const StoredSource& objects, OutcomeSink& sink,
                                 const std::atomic<bool>& stop) {
  std::vector<StoredBlob> files;
  Trees trees(objects, hash);
  TreeDiff diff(trees, stop);
  diff.run(tree, {}, [&](PathChange change) {
    if (change.now.is_blob()) {
      files.push_back({std::move(change.path), change.now.id});
    } else {
      sink.skipped({change.path}, "submodule");
    }
  });
  for (const auto& lost : {trees.lost(), diff.lost()}) {
    for (const LostObject& object : lost) {
      sink.unread({object.id.hex(hash)}, object.reason);
    }
  }
  return files;
}

}  // namespace

Result<ScanNotes> scan_commit_files(const CommitFilesRequest& request,
                                    const Detector& detector,
                                    Collector& collector,
                                    ScanProgress& progress,
                                    const std::atomic<bool>& stop) {
  Result<Repository> repository = Repository::open_as_git(request.repository);
  if (!repository) {
    return Error{request.repository + ": " + repository.error().message};
  }
  const ObjectLookup lookup(*repository);
  const StoredSource objects(lookup);
  const Result<ObjectId> tree = tree_of(request.commit, *repository, objects);
  if (!tree) return tree.error();
  OutcomeSink sink(collector, progress, request.explain);
  sink.warn(std::move(repository->warnings));
  sink.warn(std::vector<std::string>(lookup.warnings()));
  const std::vector<StoredBlob> files =
      files_of(*tree, repository->hash(), objects, sink, stop);
  scan_stored_blobs(
      files, {request.max_archive_depth, request.max_blob_size, request.jobs},
      detector, lookup, sink, stop);
  return sink.take_notes();
}

}  // namespace patrol
