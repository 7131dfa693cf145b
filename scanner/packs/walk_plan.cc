#include "scanner/packs/walk_plan.h"

#include "scanner/packs/delta_forest.h"

namespace patrol {
namespace {

// Tells of entries whether they are blobs, each link from one to the next
// followed once.
class FamilyKinds {
 public:
  FamilyKinds(const Pack& pack, const std::vector<PackEntry>& bases)
      : pack_(pack), bases_(bases), kinds_(bases.size(), Kind::kUnknown) {}

  bool is_blob(PackEntry entry) {
    path_.clear();
    while (kinds_[entry] == Kind::kUnknown) {
      kinds_[entry] = Kind::kOther;  // until its root has been asked: a ring
      path_.push_back(entry);
      if (bases_[entry] >= kBrokenEntry) break;
      entry = bases_[entry];
    }
    if (!path_.empty() && path_.back() == entry) kinds_[entry] = ask(entry);
    for (const PackEntry passed : path_) kinds_[passed] = kinds_[entry];
    return kinds_[entry] == Kind::kBlob;
  }

 private:
  enum class Kind : std::uint8_t { kUnknown, kBlob, kOther };

  // REQUIRES: nothing that can be read is what it is made from.
  Kind ask(PackEntry entry) const {
    if (bases_[entry] == kBrokenEntry) return Kind::kOther;
    const Result<EntryHeader> header = pack_.header(entry);
    return header && header->kind == ObjectKind::kBlob ? Kind::kBlob
                                                       : Kind::kOther;
  }

  const Pack& pack_;
  const std::vector<PackEntry>& bases_;
  std::vector<Kind> kinds_;
  std::vector<PackEntry> path_;
};

}  // namespace

std::vector<ObjectNumber> WalkPlan::numbers() const {
  std::vector<ObjectNumber> out;
  for (const PackPart& part : packs) {
    for (std::size_t i = 0; i < part.numbers.size(); ++i) {
      if (part.wanted[i] != Wanted::kNo) out.push_back(part.numbers[i]);
    }
  }
  for (const LooseObject& object : loose) out.push_back(object.number);
  return out;
}

std::vector<bool> wanted_entries(const PackPart& part,
                                 const std::vector<PackEntry>& bases) {
  FamilyKinds kinds(*part.pack, bases);
  std::vector<bool> out(bases.size());
  for (PackEntry entry = 0; entry < bases.size(); ++entry) {
    const Wanted wanted = part.wanted[part.pack->index_of(entry)];
    out[entry] = wanted == Wanted::kYes ||
                 (wanted == Wanted::kUnlessBlob && !kinds.is_blob(entry));
  }
  return out;
}

}  // namespace patrol
