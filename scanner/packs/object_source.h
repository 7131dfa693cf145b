// Objects by their ids, one at a time: for whoever follows a few of them from
// one to the next and must not pay for all that the repository has.
//
// What follows them is written against this and not against the packs, so that
// a test can hand out objects that no git would write.
#pragma once

#include <string>

#include "scanner/core/result.h"
#include "scanner/git/object_id.h"
#include "scanner/packs/loose_objects.h"

namespace patrol {

class ObjectSource {
 public:
  virtual ~ObjectSource() = default;
  // Error: it is missing, damaged or too large; does not name the object.
  virtual Result<Object> read(const ObjectId& id) const = 0;
};

// An object that something leads to and that could not be had.
struct LostObject {
  ObjectId id;
  std::string reason;
  auto operator<=>(const LostObject&) const = default;
};

}  // namespace patrol
