// Which objects a walk is to visit, and where each lies.
//
// Of an object that an audit before has read it matters only whether it is a
// blob: a blob is known, a tree or a commit is read again for what it leads to.
// But what an object is stands in the pack, at the root of its family:
//
//   root 12 (blob)        97 and 140 are blobs, too: a delta and what it is
//     97                  made from are of one kind
//       140
//
// So a plan may want an object "unless it is a blob", and the walk, which knows
// the families, finds that out.
#pragma once

#include <cstdint>
#include <vector>

#include "scanner/packs/loose_objects.h"
#include "scanner/packs/object_table.h"
#include "scanner/packs/pack.h"

namespace patrol {

enum class Wanted : std::uint8_t { kNo, kUnlessBlob, kYes };

// Some objects of one pack.
struct PackPart {
  const Pack* pack = nullptr;
  std::vector<ObjectNumber> numbers;  // by place in the pack's index
  std::vector<Wanted> wanted;         // likewise
};

// One in a file of its own.
struct LooseObject {
  ObjectNumber number = kNoObject;
  ObjectId id;
  const LooseObjects* folder = nullptr;
  Wanted wanted = Wanted::kYes;
};

// What is to be read, and from where; all that it points to must outlive it.
struct WalkPlan {
  std::vector<PackPart> packs;
  std::vector<LooseObject> loose;

  bool empty() const { return packs.empty() && loose.empty(); }
  // Of all objects that are to be visited, and of those that may be.
  std::vector<ObjectNumber> numbers() const;
};

// By entry: is it to be visited? `bases`, by entry: what it is made from
// (delta_forest.h). What hangs on nothing that can be read is of no kind that
// is known, and wanted. Asks the roots alone.
std::vector<bool> wanted_entries(const PackPart& part,
                                 const std::vector<PackEntry>& bases);

}  // namespace patrol
