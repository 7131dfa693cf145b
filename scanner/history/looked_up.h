// Objects by their ids, without reading what else there is.
#pragma once

#include "scanner/git/object_lookup.h"
#include "scanner/git/object_source.h"
#include "scanner/git/object_walk.h"

namespace patrol {

class LookedUp final : public ObjectSource {
 public:
  // `objects` must outlive it.
  explicit LookedUp(const ObjectLookup& objects) : objects_(objects) {}
  Result<Object> read(const ObjectId& id) const override {
    return objects_.read(id, kMostInMemory);
  }

 private:
  const ObjectLookup& objects_;
};

}  // namespace patrol
