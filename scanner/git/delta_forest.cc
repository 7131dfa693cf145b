#include "scanner/git/delta_forest.h"

#include <algorithm>

namespace patrol {

DeltaForest::DeltaForest(const Pack& pack, const std::vector<bool>& wanted) {
  std::vector<PackEntry> base_of(pack.size(), kNoEntry);
  link(pack, base_of);
  count_families(base_of, wanted);
  order_children();
}

void DeltaForest::link(const Pack& pack, std::vector<PackEntry>& base_of) {
  std::vector<std::uint32_t> begins(std::size_t{pack.size()} + 1, 0);
  for (PackEntry entry = 0; entry < pack.size(); ++entry) {
    const Result<EntryHeader> header = pack.header(entry);
    if (!header) {
      broken_.emplace_back(entry, header.error().message);
      continue;
    }
    if (!header->is_delta) {
      roots_.push_back(entry);
      continue;
    }
    const Result<PackEntry> base = pack.base(entry, *header);
    if (!base) {
      broken_.emplace_back(entry, base.error().message);
      continue;
    }
    base_of[entry] = *base;
    ++begins[*base + 1];
  }
  for (std::size_t i = 1; i < begins.size(); ++i) begins[i] += begins[i - 1];
  children_.resize(begins.back());
  first_child_.assign(begins.begin(), begins.end() - 1);
  end_child_ = first_child_;
  for (PackEntry entry = 0; entry < pack.size(); ++entry) {
    if (base_of[entry] != kNoEntry) {
      children_[end_child_[base_of[entry]]++] = entry;
    }
  }
}

// From the roots down all that can be reached, then upwards the sums. What was
// not reached hangs on something broken, or on itself.
void DeltaForest::count_families(const std::vector<PackEntry>& base_of,
                                 const std::vector<bool>& wanted) {
  std::vector<bool> reached(base_of.size());
  family_.assign(base_of.size(), 0);
  std::vector<PackEntry> order = roots_;
  order.reserve(base_of.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto below = children(order[i]);
    order.insert(order.end(), below.begin(), below.end());
  }
  for (auto entry = order.rbegin(); entry != order.rend(); ++entry) {
    reached[*entry] = true;
    if (wanted[*entry]) ++family_[*entry];
    if (base_of[*entry] != kNoEntry) {
      family_[base_of[*entry]] += family_[*entry];
    }
  }
  for (PackEntry entry = 0; entry < base_of.size(); ++entry) {
    if (!reached[entry] && base_of[entry] != kNoEntry) {
      broken_.emplace_back(entry, "what it is made from cannot be read");
    }
  }
  std::erase_if(broken_, [&](const auto& b) { return !wanted[b.first]; });
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
