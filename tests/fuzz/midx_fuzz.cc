// Any multi-pack-index: an error, or an index that can be read from the first
// object to the last.

#include <cstdint>
#include <string_view>

#include "scanner/packs/multi_pack_index.h"
#include "tests/fuzz/require.h"

namespace patrol {
namespace {

void check(std::string_view file, HashKind kind) {
  const auto index = MultiPackIndex::parse(file, kind);
  if (!index) return;
  std::uint64_t sum = 0;
  for (std::uint32_t i = 0; i < index->size(); ++i) {
    require(index->pack(i) < index->packs().size(), "the pack has a name");
    require(i == 0 || index->id(i - 1) < index->id(i), "ids are in order");
    sum += index->offset(i);
  }
  static_cast<void>(sum);
}

}  // namespace
}  // namespace patrol

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const std::string_view file(reinterpret_cast<const char*>(data), size);
  patrol::check(file, patrol::HashKind::kSha1);
  patrol::check(file, patrol::HashKind::kSha256);
  return 0;
}
