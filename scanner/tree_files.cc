#include "scanner/tree_files.h"

#include <utility>

#include "scanner/changes/commit_reader.h"
#include "scanner/changes/trees.h"
#include "scanner/git/files.h"
#include "scanner/git/refs.h"
#include "scanner/packs/object_lookup.h"
#include "scanner/packs/stored_source.h"

namespace patrol {
namespace {

using MaybeText = Result<std::optional<std::string>>;

// The files of a commit.
class CommitFiles {
 public:
  CommitFiles(std::shared_ptr<const Repository> repository,
              const ObjectId& commit)
      : repository_(std::move(repository)),
        lookup_(*repository_),
        source_(lookup_),
        trees_(source_, repository_->hash()) {
    CommitReader commits(source_, repository_->hash(), repository_->shallow);
    if (const CommitNode* node = commits.find(commit)) tree_ = node->tree;
  }

  MaybeText read(std::string_view path) {
    const auto blob = tree_ ? trees_.find_blob(*tree_, path) : std::nullopt;
    if (!blob) return std::optional<std::string>();
    Result<Object> object = lookup_.read(*blob, kMaxTreeFile);
    if (!object) return object.error();
    return std::optional(std::string(object->bytes));
  }

 private:
  const std::shared_ptr<const Repository> repository_;
  const ObjectLookup lookup_;
  const StoredSource source_;
  Trees trees_;
  std::optional<ObjectId> tree_;
};

std::optional<ObjectId> commit_of(const Repository& repository,
                                  const std::string& commit) {
  if (!commit.empty()) return ObjectId::from_hex(commit, repository.hash());
  const auto head = read_head(repository);
  return head ? *head : std::nullopt;
}

// Is `path`, which exists, `root` or in it? Both are real ones.
bool is_within(const std::string& path, const std::string& root) {
  return path == root || root == "/" || path.starts_with(root + "/");
}

}  // namespace

ReadTreeFile files_below(const std::string& folder) {
  const std::string root = real_path(folder);
  return [root](std::string_view path) -> MaybeText {
    const Error outside{"leads out of the tree"};
    if (path.starts_with('/')) return outside;
    const std::string real = real_path(root + "/" + std::string(path));
    if (real.empty()) return std::optional<std::string>();
    if (!is_within(real, root)) return outside;
    return read_file(real, kMaxTreeFile);
  };
}

ReadTreeFile files_of(std::shared_ptr<const Repository> repository,
                      const std::string& commit) {
  if (commit.empty() && repository->work_tree) {
    return files_below(*repository->work_tree);
  }
  const auto id = commit_of(*repository, commit);
  if (!id) {
    return [](std::string_view) -> MaybeText {
      return std::optional<std::string>();
    };
  }
  auto files = std::make_shared<CommitFiles>(std::move(repository), *id);
  return [files](std::string_view path) { return files->read(path); };
}

}  // namespace patrol
