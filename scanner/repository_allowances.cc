#include "scanner/repository_allowances.h"

#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "scanner/git/commit_reader.h"
#include "scanner/git/files.h"
#include "scanner/git/object_lookup.h"
#include "scanner/git/refs.h"
#include "scanner/git/stored_source.h"
#include "scanner/git/trees.h"
#include "scanner/sources/ignore.h"

namespace patrol {
namespace {

using MaybeText = Result<std::optional<std::string>>;

// The files of a commit.
class CommitTexts {
 public:
  CommitTexts(const Repository& repository, const ObjectId& commit)
      : lookup_(repository),
        source_(lookup_),
        trees_(source_, repository.hash()) {
    CommitReader commits(source_, repository.hash(), repository.shallow);
    if (const CommitNode* node = commits.find(commit)) tree_ = node->tree;
  }

  MaybeText read(std::string_view name) {
    const auto blob = tree_ ? trees_.find_blob(*tree_, name) : std::nullopt;
    if (!blob) return std::optional<std::string>();
    Result<Object> object = lookup_.read(*blob, kMaxIgnoreFile);
    if (!object) return object.error();
    return std::optional(std::string(object->bytes));
  }

 private:
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

template <typename Read>
std::vector<std::string> heed_files(const Read& read, Collector& collector) {
  std::vector<std::string> warnings;
  Allowances allowances;
  for (const std::string_view name : kAllowanceFiles) {
    const MaybeText text = read(name);
    if (!text) {
      warnings.push_back(std::string(name) + ": " + text.error().message);
    } else if (*text) {
      allowances.add("", name, **text);
    }
  }
  heed(std::move(allowances), collector);
  return warnings;
}

}  // namespace

void heed(Allowances&& allowances, Collector& collector) {
  if (allowances.empty()) return;
  collector.allow(allowances.fingerprints());
  const auto shared = std::make_shared<const Allowances>(std::move(allowances));
  collector.allow_places([shared](const BlobName& blob, std::uint64_t line,
                                  std::string_view commit) {
    return shared->allows(blob.path, line, commit);
  });
}

std::vector<std::string> heed_repository(const Repository& repository,
                                         const std::string& commit,
                                         Collector& collector) {
  if (commit.empty() && repository.work_tree) {
    return heed_files(
        [&](std::string_view name) {
          return read_file(*repository.work_tree + "/" + std::string(name),
                           kMaxIgnoreFile);
        },
        collector);
  }
  const auto id = commit_of(repository, commit);
  if (!id) return {};
  CommitTexts texts(repository, *id);
  return heed_files([&](std::string_view name) { return texts.read(name); },
                    collector);
}

}  // namespace patrol
