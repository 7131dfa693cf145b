// All objects of a repository, wherever they lie: packs and files of their own,
// in its folder and in those of its alternates. An object may lie in several
// places; whoever cannot read one copy asks for the next.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "scanner/core/result.h"
#include "scanner/git/repository.h"
#include "scanner/packs/loose_objects.h"
#include "scanner/packs/object_source.h"
#include "scanner/packs/object_table.h"
#include "scanner/packs/object_walk.h"
#include "scanner/packs/pack.h"
#include "scanner/packs/pack_folder.h"
#include "scanner/packs/walk_plan.h"

namespace patrol {

// Immutable; threads may share it.
class ObjectStore final : public ObjectSource {
 public:
  // Opens every pack and lists every loose object. What cannot be read is
  // broken(), and what is in it is missing.
  explicit ObjectStore(const Repository& repository);

  HashKind hash() const { return hash_; }
  const ObjectTable& objects() const { return objects_; }
  const std::vector<BrokenStore>& broken() const { return broken_; }

  // A walk over those objects that are wanted, by number, each at its copy
  // number `copy`: 0 where it is found first. Those that have no such copy are
  // left out.
  WalkPlan plan(const std::vector<Wanted>& wanted, std::size_t copy) const;

  // The objects of the pack with this checksum, in hexadecimal digits, by the
  // order of its index. nullptr: there is none.
  const std::vector<ObjectNumber>* pack_objects(
      std::string_view checksum) const;

  // One object, by itself: for the few that are asked for. Error: no copy can
  // be read, or it has more than kMostInMemory bytes.
  Result<Object> read(const ObjectId& id) const override;

 private:
  struct PackedObjects {
    std::unique_ptr<Pack> pack;
    std::vector<ObjectNumber> numbers;  // by place in the index
  };
  struct LooseFolder {
    LooseObjects objects;
    std::vector<ObjectNumber> numbers;
    std::vector<ObjectId> ids;  // sorted
  };

  void open_packs(const std::string& folder);
  void list_loose(const std::string& folder);
  void number_all();
  Result<Object> read_packed(const Pack& pack, PackEntry entry) const;
  static Result<std::vector<PackEntry>> chain(const Pack& pack,
                                              PackEntry entry);

  HashKind hash_;
  ObjectTable objects_;
  std::vector<PackedObjects> packs_;
  std::vector<LooseFolder> loose_;
  std::vector<BrokenStore> broken_;
};

}  // namespace patrol
