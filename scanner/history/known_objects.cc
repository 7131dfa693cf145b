#include "scanner/history/known_objects.h"

#include <optional>
#include <string>
#include <utility>

namespace patrol {
namespace {

// All that `record` counted. nullopt: something of it is not there any longer.
std::optional<std::vector<bool>> counted_by(const ObjectStore& store,
                                            const AuditRecord& record) {
  std::vector<bool> counted(store.objects().size());
  for (const std::string& pack : record.packs) {
    const std::vector<ObjectNumber>* objects = store.pack_objects(pack);
    if (objects == nullptr) return std::nullopt;
    for (const ObjectNumber object : *objects) counted[object] = true;
  }
  for (const ObjectId& id : record.loose) {
    const ObjectNumber object = store.objects().find(id);
    if (object == kNoObject) return std::nullopt;
    counted[object] = true;
  }
  return counted;
}

}  // namespace

KnownObjects::KnownObjects(const ObjectStore& store, const AuditRecord& record)
    : KnownObjects(store) {
  auto counted = counted_by(store, record);
  if (!counted) return;
  counted_ = *std::move(counted);
  clean_ = counted_;
  is_empty_ = false;
  for (const ObjectId& id : record.look_again) {
    const ObjectNumber object = store.objects().find(id);
    if (object != kNoObject) clean_[object] = false;
  }
}

std::vector<Wanted> KnownObjects::wanted() const {
  std::vector<Wanted> out(clean_.size(), Wanted::kYes);
  for (std::size_t i = 0; i < clean_.size(); ++i) {
    if (clean_[i]) out[i] = Wanted::kUnlessBlob;
  }
  return out;
}

void tell_skipped_blobs(const AuditRecord& record, Collector& collector) {
  const auto hex = [&](const ObjectId& id) { return id.hex(record.hash); };
  for (const ObjectId& id : record.binary) {
    collector.add_skipped({hex(id)}, "binary");
  }
  for (const ObjectId& id : record.lfs) {
    collector.add_skipped({hex(id)}, "LFS pointer");
  }
  for (const AuditArchive& archive : record.archives) {
    for (const std::string& member : archive.binary_members) {
      collector.add_skipped({hex(archive.blob), member}, "binary");
    }
  }
}

}  // namespace patrol
