// ObjectLookup as a source of objects, for those who follow commits and trees.
#pragma once

#include "scanner/core/result.h"
#include "scanner/packs/object_lookup.h"
#include "scanner/packs/object_source.h"
#include "scanner/packs/object_walk.h"

namespace patrol {

class StoredSource final : public ObjectSource {
 public:
  // `lookup` must outlive it.
  explicit StoredSource(const ObjectLookup& lookup) : lookup_(lookup) {}

  Result<Object> read(const ObjectId& id) const override {
    return lookup_.read(id, kMostInMemory);
  }

 private:
  const ObjectLookup& lookup_;
};

}  // namespace patrol
