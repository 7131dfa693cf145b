#include "scanner/packs/object_store.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "scanner/packs/inflate.h"
#include "scanner/packs/pack_folder.h"
#include "scanner/packs/pack_format.h"

namespace patrol {
namespace {

// Both sorted: `ids` hold all of `of`.
template <typename IdAt>
std::vector<ObjectNumber> numbers_of(const ObjectTable& table,
                                     std::uint32_t count, IdAt id_at) {
  std::vector<ObjectNumber> numbers(count, kNoObject);
  ObjectNumber at = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    const ObjectId id = id_at(i);
    while (at < table.size() && table.id(at) < id) ++at;
    if (at < table.size() && table.id(at) == id) {
      numbers[i] = at;
    } else {  // an index that is not sorted
      numbers[i] = table.find(id);
      at = 0;
    }
  }
  return numbers;
}

}  // namespace

ObjectStore::ObjectStore(const Repository& repository)
    : hash_(repository.hash()) {
  for (const std::string& folder : repository.object_dirs) {
    open_packs(folder);
    list_loose(folder);
  }
  number_all();
}

void ObjectStore::open_packs(const std::string& folder) {
  PackFolder found = list_packs(folder, hash_);
  std::ranges::move(found.broken, std::back_inserter(broken_));
  for (FoundPack& one : found.packs) {
    std::string name = one.name;
    Result<Pack> pack = Pack::open(std::move(one), hash_);
    if (pack) {
      packs_.push_back({std::make_unique<Pack>(*std::move(pack)), {}});
    } else {
      broken_.push_back({std::move(name), pack.error().message});
    }
  }
}

void ObjectStore::list_loose(const std::string& folder) {
  LooseFolder loose{LooseObjects(folder, hash_), {}, {}};
  std::vector<std::string> warnings;
  loose.ids = loose.objects.list(warnings);
  for (std::string& warning : warnings) {
    broken_.push_back({"objects", std::move(warning)});
  }
  if (!loose.ids.empty()) loose_.push_back(std::move(loose));
}

void ObjectStore::number_all() {
  std::vector<ObjectId> ids;
  std::size_t count = 0;
  for (const PackedObjects& packed : packs_) count += packed.pack->size();
  for (const LooseFolder& folder : loose_) count += folder.ids.size();
  ids.reserve(count);
  for (const PackedObjects& packed : packs_) {
    for (std::uint32_t i = 0; i < packed.pack->size(); ++i) {
      ids.push_back(packed.pack->index().id(i));
    }
  }
  for (const LooseFolder& folder : loose_) {
    ids.insert(ids.end(), folder.ids.begin(), folder.ids.end());
  }
  objects_ = ObjectTable(std::move(ids));
  for (PackedObjects& packed : packs_) {
    const PackIndex& index = packed.pack->index();
    packed.numbers = numbers_of(objects_, index.size(),
                                [&](std::uint32_t i) { return index.id(i); });
  }
  for (LooseFolder& folder : loose_) {
    folder.numbers =
        numbers_of(objects_, static_cast<std::uint32_t>(folder.ids.size()),
                   [&](std::uint32_t i) { return folder.ids[i]; });
  }
}

WalkPlan ObjectStore::plan(const std::vector<Wanted>& wanted,
                           std::size_t copy) const {
  WalkPlan plan;
  std::vector<std::uint8_t> copies(objects_.size());
  const auto want = [&](ObjectNumber number) {
    if (wanted[number] == Wanted::kNo || copies[number]++ != copy) {
      return Wanted::kNo;
    }
    return wanted[number];
  };
  for (const PackedObjects& packed : packs_) {
    std::vector<Wanted> part(packed.numbers.size());
    bool any = false;
    for (std::size_t i = 0; i < part.size(); ++i) {
      part[i] = want(packed.numbers[i]);
      any = any || part[i] != Wanted::kNo;
    }
    if (any) {
      plan.packs.push_back(
          {packed.pack.get(), packed.numbers, std::move(part)});
    }
  }
  for (const LooseFolder& folder : loose_) {
    for (std::size_t i = 0; i < folder.ids.size(); ++i) {
      const Wanted wish = want(folder.numbers[i]);
      if (wish == Wanted::kNo) continue;
      plan.loose.push_back(
          {folder.numbers[i], folder.ids[i], &folder.objects, wish});
    }
  }
  return plan;
}

const std::vector<ObjectNumber>* ObjectStore::pack_objects(
    std::string_view checksum) const {
  for (const PackedObjects& packed : packs_) {
    const auto own =
        ObjectId::from_raw(packed.pack->index().pack_checksum()).hex(hash_);
    if (own == checksum) return &packed.numbers;
  }
  return nullptr;
}

Result<Object> ObjectStore::read(const ObjectId& id) const {
  Error failure{"missing"};
  for (const PackedObjects& packed : packs_) {
    const PackEntry entry = packed.pack->find(id);
    if (entry == kNoEntry) continue;
    Result<Object> object = read_packed(*packed.pack, entry);
    if (object) return object;
    failure = object.error();
  }
  Inflater inflater;
  for (const LooseFolder& folder : loose_) {
    if (!std::ranges::binary_search(folder.ids, id)) continue;
    Result<Object> object = folder.objects.read(id, kMostInMemory, inflater);
    if (object) return object;
    failure = object.error();
  }
  return failure;
}

// From the entry to the whole object that it is made from.
Result<std::vector<PackEntry>> ObjectStore::chain(const Pack& pack,
                                                  PackEntry entry) {
  std::vector<PackEntry> out = {entry};
  for (;;) {
    const Result<EntryHeader> header = pack.header(out.back());
    if (!header) return header.error();
    if (!header->is_delta) return out;
    const Result<PackEntry> base = pack.base(out.back(), *header);
    if (!base) return base.error();
    if (out.size() == kLongestChain) return Error{"a ring of deltas"};
    out.push_back(*base);
  }
}

Result<Object> ObjectStore::read_packed(const Pack& pack,
                                        PackEntry entry) const {
  const auto entries = chain(pack, entry);
  if (!entries) return entries.error();
  std::vector<EntryHeader> headers;
  for (const PackEntry at : *entries) {
    if (!pack.has_right_checksum(at)) return Error{"its checksum is another"};
    const Result<EntryHeader> header = pack.header(at);
    if (!header) return header.error();
    headers.push_back(*header);
  }
  Inflater inflater;
  return unpack_chain(headers, kMostInMemory, inflater);
}

}  // namespace patrol
