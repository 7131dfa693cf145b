// How one object is made from another: git's delta, read and applied.
//
//   base    a b c d e f g h i j k l m n o p
//   delta   copy [0, 6)  insert "X"  copy [7, 16)
//   result  a b c d e f X h i j k l m n o p
//   runs    [ . . . . . )   [ . . . . . . . )
//
// The format (git's Documentation/gitformat-pack.txt): sizes of base and result
// as numbers of 7 bits a byte, the lowest first; then instructions. A byte with
// its first bit set says which of 4 bytes of an offset and 3 of a size follow:
// copy. 1 to 127: so many bytes follow that are inserted. 0 is reserved.
//
// What was copied is what makes a history cheap: it was looked at in the base.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "scanner/core/copied_run.h"
#include "scanner/core/result.h"

namespace patrol {

// Copies shorter than this are taken for new text: a run costs a look at both
// of its ends, which is as much as a look at so few bytes.
inline constexpr std::uint32_t kLeastRun = 64;

struct DeltaSizes {
  std::uint64_t base = 0;
  std::uint64_t result = 0;
  std::uint64_t header = 0;  // bytes of the delta before its instructions
};

Result<DeltaSizes> delta_sizes(std::string_view delta);

// Writes the result to `to`, which has room for `sizes.result` bytes, and what
// was copied to `runs`, which is replaced: in the order of the result, copies
// that are neighbours in both merged into one, those under kLeastRun left out.
// Error: the delta is corrupt; what was written is of no use. No byte beyond
// base, delta or room is touched, whatever the delta says.
// REQUIRES: sizes of `base` and result are below 4 GiB; `sizes` are the
// delta's.
Result<void> apply_delta(std::string_view base, std::string_view delta,
                         const DeltaSizes& sizes, char* to,
                         std::vector<CopiedRun>& runs);

}  // namespace patrol
