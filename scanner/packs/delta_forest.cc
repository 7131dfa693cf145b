#include "scanner/packs/delta_forest.h"

#include <algorithm>

namespace patrol {

DeltaForest::DeltaForest(const std::vector<PackEntry>& bases,
                         const std::vector<bool>& wanted) {
  link(bases);
  count_families(bases, wanted);
  order_children();
}

void DeltaForest::link(const std::vector<PackEntry>& bases) {
  std::vector<std::uint32_t> begins(bases.size() + 1, 0);
  for (PackEntry entry = 0; entry < bases.size(); ++entry) {
    if (bases[entry] == kWhole) roots_.push_back(entry);
    if (bases[entry] < kBrokenEntry) ++begins[bases[entry] + 1];
  }
  for (std::size_t i = 1; i < begins.size(); ++i) begins[i] += begins[i - 1];
  children_.resize(begins.back());
  first_child_.assign(begins.begin(), begins.end() - 1);
  end_child_ = first_child_;
  for (PackEntry entry = 0; entry < bases.size(); ++entry) {
    if (bases[entry] < kBrokenEntry) {
      children_[end_child_[bases[entry]]++] = entry;
    }
  }
}

// From the roots down all that can be reached, then upwards the sums. What was
// not reached hangs on something broken, or on itself.
void DeltaForest::count_families(const std::vector<PackEntry>& bases,
                                 const std::vector<bool>& wanted) {
  std::vector<bool> reached(bases.size());
  family_.assign(bases.size(), 0);
  std::vector<PackEntry> order = roots_;
  order.reserve(bases.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto below = children(order[i]);
    order.insert(order.end(), below.begin(), below.end());
  }
  for (auto entry = order.rbegin(); entry != order.rend(); ++entry) {
    reached[*entry] = true;
    if (wanted[*entry]) ++family_[*entry];
    if (bases[*entry] != kWhole) family_[bases[*entry]] += family_[*entry];
  }
  for (PackEntry entry = 0; entry < bases.size(); ++entry) {
    if (!reached[entry] && wanted[entry]) broken_.push_back(entry);
  }
  std::erase_if(roots_, [&](PackEntry root) { return family_[root] == 0; });
}

void DeltaForest::order_children() {
  for (PackEntry entry = 0; entry < first_child_.size(); ++entry) {
    const auto begin = children_.begin() + first_child_[entry];
    auto end = children_.begin() + end_child_[entry];
    end = std::remove_if(begin, end,
                         [&](PackEntry child) { return family_[child] == 0; });
    end_child_[entry] = static_cast<std::uint32_t>(end - children_.begin());
    std::sort(begin, end, [&](PackEntry a, PackEntry b) {
      return std::pair(family_[a], a) < std::pair(family_[b], b);
    });
  }
}

}  // namespace patrol
