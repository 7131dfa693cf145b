#include "scanner/attribution/tree_order.h"

#include <algorithm>

namespace patrol {
namespace {

struct Noted {
  const TreeLog* log;
  const TreeChange* change;
};

// By depth, counted out: a base is always less deep.
std::vector<Noted> sorted_by_depth(std::span<const TreeLog* const> logs) {
  std::vector<std::size_t> begins(2);  // of depth d at d; counts at d + 1
  for (const TreeLog* log : logs) {
    for (const TreeChange& change : log->changes) {
      const std::size_t after = std::size_t{change.depth} + 2;
      if (begins.size() <= after) begins.resize(after + 1);
      ++begins[after - 1];
    }
  }
  for (std::size_t d = 1; d < begins.size(); ++d) begins[d] += begins[d - 1];
  std::vector<Noted> sorted(begins.back());
  for (const TreeLog* log : logs) {
    for (const TreeChange& change : log->changes) {
      sorted[begins[change.depth]++] = {log, &change};
    }
  }
  return sorted;
}

}  // namespace

TreeOrder::TreeOrder(std::span<const TreeLog* const> logs, std::size_t objects)
    : places_(objects, kNoPlace) {
  const std::vector<Noted> sorted = sorted_by_depth(logs);
  trees_.reserve(sorted.size());
  for (const Noted& noted : sorted) append(*noted.log, *noted.change);
}

// Of a tree that was taken several times the least deep comes first, which is
// before all that is made from any of them.
void TreeOrder::append(const TreeLog& log, const TreeChange& change) {
  TreePlace& place = places_[change.tree];
  if (place != kNoPlace) return;
  place = size();
  trees_.push_back({change.tree, place_of(change.base), log.removed(change),
                    log.added(change)});
}

}  // namespace patrol
