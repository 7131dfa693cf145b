// Any bytes as a pack: every offset is taken for that of an entry, and what it
// is made from is followed. An error, or an object of at most so many bytes.

#include <cstdint>
#include <string_view>
#include <vector>

#include "scanner/packs/pack_format.h"
#include "tests/fuzz/require.h"

namespace patrol {
namespace {

constexpr std::uint64_t kMost = 1 << 16;
constexpr std::size_t kLongest = 8;  // chain that is followed
constexpr std::size_t kLargestPack = 4096;

void check_entry(std::string_view pack, std::uint64_t offset, HashKind hash,
                 Inflater& inflater) {
  std::vector<EntryHeader> chain;
  do {
    const auto entry = parse_entry_header(pack, offset, pack.size(), hash);
    if (!entry || chain.size() == kLongest) return;
    require(
        entry->data.data() + entry->data.size() == pack.data() + pack.size(),
        "what is compressed lies in the pack");
    require(entry->base_offset <= offset, "a base lies before");
    chain.push_back(*entry);
    offset = entry->base_offset;
  } while (chain.back().is_delta && chain.back().base_id.empty());
  if (chain.back().is_delta) return;
  const auto object = unpack_chain(chain, kMost, inflater);
  if (object) require(object->bytes.size() <= kMost, "it is in the limit");
}

void check(std::string_view pack) {
  Inflater inflater;
  for (const HashKind hash : {HashKind::kSha1, HashKind::kSha256}) {
    for (std::uint64_t offset = 0; offset <= pack.size(); ++offset) {
      check_entry(pack, offset, hash, inflater);
    }
  }
}

}  // namespace
}  // namespace patrol

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size > patrol::kLargestPack) return 0;
  patrol::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
