#include "scanner/sources/archive_budget.h"

#include <algorithm>
#include <string>

namespace patrol {

Result<void> ArchiveBudget::pay_members(std::uint64_t members) {
  members_ += members;
  return pay(members_ <= limits_.members, "too many members in an archive");
}

Result<void> ArchiveBudget::pay_bytes(std::uint64_t bytes) {
  bytes_ += bytes;
  const std::uint64_t most =
      std::min(limits_.free_bytes + limits_.steep_ratio * read_,
               limits_.large_bytes + limits_.flat_ratio * read_);
  return pay(bytes_ <= most, "an archive that expands too much");
}

Result<void> ArchiveBudget::pay(bool affordable, const char* what) {
  if (!exhausted_ && stop_.load(std::memory_order_relaxed)) {
    exhausted_ = Error{"interrupted"};
  }
  if (!exhausted_ && !affordable) {
    exhausted_ =
        Error{std::string("limit: ") + what + "; the rest of it was not read"};
  }
  if (exhausted_) return *exhausted_;
  return {};
}

}  // namespace patrol
