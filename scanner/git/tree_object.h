// A tree, taken apart: what one folder of a commit holds.
//
//   100644 SP README NUL id | 40000 SP src NUL id | ...
//
// A name may be any bytes but '/' and NUL; whoever makes paths of them must not
// follow them in the file system.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "scanner/core/result.h"
#include "scanner/git/object_id.h"

namespace patrol {

struct TreeItem {
  std::uint32_t mode = 0;  // as in the index: kTreeMode, kGitlinkMode ...
  std::string_view name;   // in the tree's bytes
  ObjectId id;
};

// In the order of the tree. Error: it is corrupt.
Result<std::vector<TreeItem>> parse_tree(std::string_view bytes, HashKind hash);

}  // namespace patrol
