// Any index, with any other half: an error, or entries that are in order.
//
//   bit 0 of the first byte: the hash | 2 bytes: size of the index | index |
//   its other half

#include <cstdint>
#include <string_view>

#include "scanner/git/index.h"
#include "scanner/git/index_entries.h"
#include "tests/fuzz/require.h"

namespace patrol {
namespace {

void check_entries(std::string_view file, std::string_view shared,
                   HashKind hash) {
  static_cast<void>(IndexEntries::shared_index(file, hash));
  const auto index = IndexEntries::parse(file, shared, hash);
  if (!index) return;
  for (std::size_t i = 1; i < index->size(); ++i) {
    require(index->path(i - 1) < index->path(i) ||
                (index->path(i - 1) == index->path(i) &&
                 (*index)[i - 1].stage < (*index)[i].stage),
            "entries are in order");
  }
  const CacheTree& tree = index->cache_tree();
  if (tree.root() == nullptr) return;
  for (const CachedFolder* folder : tree.below(*tree.root())) {
    require(folder->end <= tree.root()->end, "folders lie in folders");
  }
}

void check_paths(std::string_view file) {
  const auto index = Index::parse(file);
  if (!index) return;
  for (std::size_t i = 1; i < index->size(); ++i) {
    require(index->path(i - 1) < index->path(i), "paths are in order");
  }
}

}  // namespace
}  // namespace patrol

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  constexpr std::size_t kHead = 3;
  if (size < kHead) return 0;
  const auto hash =
      (data[0] & 1) == 0 ? patrol::HashKind::kSha1 : patrol::HashKind::kSha256;
  const std::size_t index_size = std::size_t{data[1]} << 8 | data[2];
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const std::string_view file = all.substr(kHead, index_size);
  const std::string_view shared = all.substr(kHead + file.size());
  patrol::check_entries(file, shared, hash);
  patrol::check_paths(file);
  return 0;
}
