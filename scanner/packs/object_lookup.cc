#include "scanner/packs/object_lookup.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "scanner/git/files.h"
#include "scanner/packs/delta.h"
#include "scanner/packs/inflate.h"
#include "scanner/packs/mapped_file.h"
#include "scanner/packs/pack_folder.h"
#include "scanner/packs/pack_index.h"

namespace patrol {
namespace {

// Two numbers of at most ten bytes each.
constexpr std::size_t kLongestDeltaHeader = 20;

// A pack, mapped, and where its entries end.
struct PackBytes {
  MappedFile file;
  std::uint64_t end = 0;
};

// The size of the object that a delta makes, without unpacking all of it.
Result<std::uint64_t> result_size(const EntryHeader& delta) {
  InflatedInput input(delta.data);
  std::string begin(kLongestDeltaHeader, '\0');
  std::size_t filled = 0;
  while (filled < begin.size()) {
    const auto got = input.read(&begin[filled], begin.size() - filled);
    if (!got) return got.error();
    if (*got == 0) break;
    filled += *got;
  }
  const auto sizes = delta_sizes(std::string_view(begin).substr(0, filled));
  if (!sizes) return sizes.error();
  return sizes->result;
}

Result<LooseHeader> header_of(const std::vector<EntryHeader>& chain) {
  LooseHeader header{chain.back().kind, chain.front().size};
  if (!chain.front().is_delta) return header;
  const auto size = result_size(chain.front());
  if (!size) return size.error();
  header.size = *size;
  return header;
}

// A whole object of a pack, in pieces.
class PackedInput final : public Input {
 public:
  explicit PackedInput(const EntryHeader& entry)
      : input_(entry.data), left_(entry.size) {}

  Result<std::size_t> read(char* to, std::size_t capacity) override {
    const auto got = input_.read(to, capacity);
    if (!got) return got.error();
    if (*got > left_) return Error{"it holds more than its size says"};
    left_ -= *got;
    if (*got == 0 && left_ != 0) {
      return Error{"it holds less than its size says"};
    }
    return *got;
  }

 private:
  InflatedInput input_;
  std::uint64_t left_;
};

Result<std::unique_ptr<Input>> open_packed(
    const std::vector<EntryHeader>& chain) {
  if (chain.size() > 1) return Error{"limit: too large for memory"};
  return std::unique_ptr<Input>(std::make_unique<PackedInput>(chain.front()));
}

}  // namespace

// An index and the pack beside it, which is mapped when it is needed.
struct ObjectLookup::PackFiles {
  explicit PackFiles(FoundPack one) : found(std::move(one)) {}

  const PackIndex& index() const { return found.index.index(); }

  const Result<PackBytes>& bytes(HashKind hash) const {
    std::call_once(is_mapped, [&] { mapped = map(hash); });
    return mapped;
  }

  Result<PackBytes> map(HashKind hash) const {
    Result<MappedFile> file = MappedFile::open(found.path);
    if (!file) return in_file("the pack", file.error());
    const auto end = check_pack(file->bytes(), index(), hash);
    if (!end) return end.error();
    return PackBytes{*std::move(file), *end};
  }

  FoundPack found;
  mutable std::once_flag is_mapped;
  mutable Result<PackBytes> mapped = Error{"not mapped yet"};
};

ObjectLookup::ObjectLookup(const Repository& repository)
    : hash_(repository.hash()) {
  for (const std::string& folder : repository.object_dirs) {
    open_packs(folder);
    loose_.emplace_back(folder, hash_);
  }
}

ObjectLookup::~ObjectLookup() = default;

void ObjectLookup::open_packs(const std::string& folder) {
  PackFolder found = list_packs(folder, hash_);
  for (const BrokenStore& broken : found.broken) {
    warnings_.push_back(broken.name + ": " + broken.reason);
  }
  for (FoundPack& pack : found.packs) {
    packs_.push_back(std::make_unique<PackFiles>(std::move(pack)));
  }
}

// What the first copy gives that can be read. `from_pack` is asked with the
// entries that make the object, `from_file` with the folder that it lies in.
template <typename Value, typename FromPack, typename FromFile>
Result<Value> ObjectLookup::first_copy(const ObjectId& id,
                                       const FromPack& from_pack,
                                       const FromFile& from_file) const {
  Error failure{"missing"};
  for (const auto& pack : packs_) {
    const auto at = pack->index().find(id);
    if (!at) continue;
    const Result<Chain> entries = chain(*pack, *at);
    Result<Value> value =
        entries ? from_pack(*entries) : Result<Value>(entries.error());
    if (value) return value;
    failure = value.error();
  }
  for (const LooseObjects& folder : loose_) {
    if (!folder.contains(id)) continue;
    Result<Value> value = from_file(folder);
    if (value) return value;
    failure = value.error();
  }
  return failure;
}

// The entry of the index's i-th object, and what it is made from.
Result<ObjectLookup::Chain> ObjectLookup::chain(const PackFiles& pack,
                                                std::uint32_t i) const {
  const Result<PackBytes>& bytes = pack.bytes(hash_);
  if (!bytes) return bytes.error();
  Chain out;
  std::uint64_t offset = pack.index().offset(i);
  for (;;) {
    const auto entry =
        parse_entry_header(bytes->file.bytes(), offset, bytes->end, hash_);
    if (!entry) return entry.error();
    out.push_back(*entry);
    if (!entry->is_delta) return out;
    if (out.size() == kLongestChain) return Error{"a ring of deltas"};
    const auto base = base_offset(pack, *entry);
    if (!base) return base.error();
    offset = *base;
  }
}

Result<std::uint64_t> ObjectLookup::base_offset(const PackFiles& pack,
                                                const EntryHeader& entry) {
  if (entry.base_id.empty()) return entry.base_offset;
  const auto base = pack.index().find(ObjectId::from_raw(entry.base_id));
  if (!base) return Error{"its base is not in the pack"};
  return pack.index().offset(*base);
}

std::vector<ObjectId> ObjectLookup::ids_with(std::string_view digits) const {
  std::vector<ObjectId> found;
  const ObjectId least = ObjectId::least_with(digits, hash_);
  const auto take = [&](const ObjectId& id) {
    const bool is_one = id.hex(hash_).starts_with(digits);
    if (is_one) found.push_back(id);
    return is_one;
  };
  for (const auto& pack : packs_) {
    std::uint32_t i = pack->index().lower_bound(least);
    while (i < pack->index().size() && take(pack->index().id(i))) ++i;
  }
  std::vector<std::string> warnings;  // as at the start
  for (const LooseObjects& folder : loose_) {
    for (const ObjectId& id : folder.list(warnings)) take(id);
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

Result<LooseHeader> ObjectLookup::header(const ObjectId& id) const {
  return first_copy<LooseHeader>(
      id, [](const Chain& entries) { return header_of(entries); },
      [&](const LooseObjects& folder) { return folder.header(id); });
}

Result<Object> ObjectLookup::read(const ObjectId& id,
                                  std::uint64_t most) const {
  return first_copy<Object>(
      id, [&](const Chain& entries) { return read_packed(entries, id, most); },
      [&](const LooseObjects& folder) {
        Inflater inflater;
        return folder.read(id, most, inflater);
      });
}

Result<Object> ObjectLookup::read_packed(const Chain& chain, const ObjectId& id,
                                         std::uint64_t most) const {
  Inflater inflater;
  Result<Object> object = unpack_chain(chain, most, inflater);
  if (object && id_of(object->kind, object->bytes, hash_) != id) {
    return Error{"its contents are not those that its name stands for"};
  }
  return object;
}

Result<std::unique_ptr<Input>> ObjectLookup::open(const ObjectId& id) const {
  return first_copy<std::unique_ptr<Input>>(
      id, open_packed,
      [&](const LooseObjects& folder) { return folder.open(id); });
}

}  // namespace patrol
