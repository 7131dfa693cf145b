// The packs of a folder objects/pack, each with its index.
//
//   pack-3f0c….pack  pack-3f0c….idx   as git writes them
//   pack-91d2….pack                   no index of its own: what
//   multi-pack-index                  this one says of it
//
// A pack of which neither tells what is in it cannot be read.
#pragma once

#include <string>
#include <vector>

#include "scanner/git/object_id.h"
#include "scanner/packs/pack_index_file.h"

namespace patrol {

// Something of the store that cannot be read: "pack-….idx", and why.
struct BrokenStore {
  std::string name;
  std::string reason;
};

struct FoundPack {
  std::string name;  // of its index, or its own if it has none; for messages
  std::string path;  // of the .pack, which was not looked at yet
  PackIndexFile index;
};

struct PackFolder {
  std::vector<FoundPack> packs;  // sorted by name
  std::vector<BrokenStore> broken;
};

// Of the folder objects, in which there may be none. Costs a look at each
// index, 0.1 ms.
PackFolder list_packs(const std::string& objects, HashKind kind);

}  // namespace patrol
