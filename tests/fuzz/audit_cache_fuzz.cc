// Records of audits of any bytes, as if their seal held: what is read has its
// lists in order, and is written again just so.

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "scanner/history/audit_record.h"
#include "tests/fuzz/require.h"

namespace patrol {
namespace {

template <typename T>
bool is_in_order(const std::vector<T>& list) {
  return std::ranges::adjacent_find(list, std::greater_equal()) == list.end();
}

void check(std::string_view bytes) {
  const auto record = audit_record_from(bytes);
  if (!record) return;
  require(is_in_order(record->packs), "checksums are in order");
  for (const auto* list : {&record->loose, &record->look_again, &record->binary,
                           &record->lfs, &record->missing, &record->gitlinks}) {
    require(is_in_order(*list), "ids are in order");
  }
  require(record->has_head || record->head == ObjectId(), "there is no head");
  require(record->has_places || record->places.empty(), "there is no place");
  require(to_bytes(*record) == bytes, "a record has one way to be written");
}

}  // namespace
}  // namespace patrol

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  patrol::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
