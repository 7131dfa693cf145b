#include "scanner/changes/merge_heads.h"

#include <algorithm>

#include "scanner/git/files.h"

namespace patrol {
namespace {

// An octopus has some arms.
constexpr std::size_t kLargest = std::size_t{64} << 10;

}  // namespace

MergeHeads::MergeHeads(const Repository& repository, const ObjectSource& source)
    : trees_(source, repository.hash()) {
  const auto text = read_file(repository.git_dir + "/MERGE_HEAD", kLargest);
  if (!text || !*text) return;
  CommitReader commits(source, repository.hash(), repository.shallow);
  for (std::string_view rest = **text; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const auto id = ObjectId::from_hex(rest.substr(0, end), repository.hash());
    const CommitNode* commit = id ? commits.find(*id) : nullptr;
    if (commit != nullptr) roots_.push_back(commit->tree);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

std::vector<ObjectId> MergeHeads::contents_of(std::string_view path) {
  std::vector<ObjectId> out;
  for (const ObjectId& root : roots_) {
    if (const auto blob = trees_.find_blob(root, path)) out.push_back(*blob);
  }
  return out;
}

}  // namespace patrol
