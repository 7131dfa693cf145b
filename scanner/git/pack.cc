#include "scanner/git/pack.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "scanner/git/big_endian.h"
#include "scanner/git/inflate.h"

namespace patrol {
namespace {

constexpr std::uint64_t kHeaderSize = 12;
constexpr unsigned kDeltaByOffset = 6;
constexpr unsigned kDeltaById = 7;

Error corrupt(std::uint64_t offset, const char* what) {
  return Error{"the pack is corrupt at byte " + std::to_string(offset) + ": " +
               what};
}

// 4 bits, then 7 a byte, the lowest first. False: it does not end.
bool take_size(std::string_view& rest, std::uint64_t& size, unsigned& kind) {
  unsigned shift = 4;
  for (bool first = true; shift < 64; first = false) {
    if (rest.empty()) return false;
    const auto byte = static_cast<unsigned char>(rest.front());
    rest.remove_prefix(1);
    if (first) {
      kind = byte >> 4 & 7;
      size = byte & 15U;
    } else {
      size |= std::uint64_t{byte & 127U} << shift;
      shift += 7;
    }
    if ((byte & 128U) == 0) return true;
  }
  return false;
}

// Seven bits a byte, the highest first, and one more for each byte that
// follows, so that no distance has two forms. False: it does not end.
bool take_distance(std::string_view& rest, std::uint64_t& distance) {
  distance = 0;
  for (int i = 0; i < 9; ++i) {
    if (rest.empty()) return false;
    const auto byte = static_cast<unsigned char>(rest.front());
    rest.remove_prefix(1);
    if (i > 0) ++distance;
    distance = distance << 7 | (byte & 127U);
    if ((byte & 128U) == 0) return true;
  }
  return false;
}

std::string pack_beside(std::string index_file) {
  constexpr std::string_view kEnding = ".idx";
  if (index_file.ends_with(kEnding)) {
    index_file.resize(index_file.size() - kEnding.size());
  }
  return index_file + ".pack";
}

}  // namespace

Result<Pack> Pack::open(const std::string& index_file, HashKind kind) {
  Pack pack;
  pack.kind_ = kind;
  Result<MappedFile> index_bytes = MappedFile::open(index_file);
  if (!index_bytes) return index_bytes.error();
  Result<MappedFile> bytes = MappedFile::open(pack_beside(index_file));
  if (!bytes) return Error{"its .pack: " + bytes.error().message};
  pack.index_file_ = std::make_unique<MappedFile>(*std::move(index_bytes));
  pack.pack_ = std::make_unique<MappedFile>(*std::move(bytes));
  Result<PackIndex> index = PackIndex::parse(pack.index_file_->bytes(), kind);
  if (!index) return index.error();
  pack.index_ = *index;
  if (auto sorted = pack.sort_entries(); !sorted) return sorted.error();
  return pack;
}

Result<void> Pack::sort_entries() {
  const std::string_view bytes = pack_->bytes();
  if (bytes.size() < kHeaderSize + id_size(kind_) ||
      !bytes.starts_with("PACK")) {
    return Error{"it is no pack"};
  }
  const std::uint32_t version = big_endian_32(bytes, 4);
  if (version != 2 && version != 3) {
    return Error{"pack version " + std::to_string(version) + " is not known"};
  }
  if (big_endian_32(bytes, 8) != index_.size() ||
      !bytes.ends_with(index_.pack_checksum())) {
    return Error{"pack and index do not belong together"};
  }
  end_ = bytes.size() - id_size(kind_);
  const std::uint32_t n = index_.size();
  std::vector<std::pair<std::uint64_t, std::uint32_t>> order(n);
  for (std::uint32_t i = 0; i < n; ++i) order[i] = {index_.offset(i), i};
  std::ranges::sort(order);
  offsets_.resize(n);
  index_of_.resize(n);
  entry_of_.resize(n);
  for (std::uint32_t e = 0; e < n; ++e) {
    offsets_[e] = order[e].first;
    index_of_[e] = order[e].second;
    entry_of_[order[e].second] = e;
    if (offsets_[e] < kHeaderSize || offsets_[e] >= end_ ||
        (e > 0 && offsets_[e] == offsets_[e - 1])) {
      return Error{"the pack's index is corrupt: an offset is none"};
    }
  }
  return {};
}

std::uint64_t Pack::packed_size(PackEntry entry) const {
  return (entry + 1 < size() ? offsets_[entry + 1] : end_) - offsets_[entry];
}

PackEntry Pack::entry_at(std::uint64_t offset) const {
  const auto at = std::ranges::lower_bound(offsets_, offset);
  if (at == offsets_.end() || *at != offset) return kNoEntry;
  return static_cast<PackEntry>(at - offsets_.begin());
}

Result<EntryHeader> Pack::header(PackEntry entry) const {
  const std::uint64_t at = offsets_[entry];
  std::string_view rest = pack_->bytes().substr(at, packed_size(entry));
  EntryHeader header;
  unsigned kind = 0;
  if (!take_size(rest, header.size, kind)) return corrupt(at, "no size");
  header.is_delta = kind == kDeltaByOffset || kind == kDeltaById;
  if (header.is_delta) {
    if (!take_base(kind, at, rest, header)) return corrupt(at, "no base");
  } else if (kind < 1 || kind > 4) {
    return corrupt(at, "an unknown kind of object");
  }
  header.kind = static_cast<ObjectKind>(kind);
  header.data = rest;
  return header;
}

// False: it is cut off, or says what cannot be.
bool Pack::take_base(unsigned kind, std::uint64_t at, std::string_view& rest,
                     EntryHeader& header) const {
  if (kind == kDeltaByOffset) {
    std::uint64_t distance = 0;
    if (!take_distance(rest, distance) || distance > at) return false;
    header.base_offset = at - distance;
    return true;
  }
  if (rest.size() < id_size(kind_)) return false;
  header.base_id = rest.substr(0, id_size(kind_));
  rest.remove_prefix(id_size(kind_));
  return true;
}

Result<PackEntry> Pack::base(PackEntry entry, const EntryHeader& header) const {
  const PackEntry base = header.base_id.empty()
                             ? entry_at(header.base_offset)
                             : find(ObjectId::from_raw(header.base_id));
  if (base == kNoEntry || base == entry) {
    return corrupt(offsets_[entry], "its base is not in the pack");
  }
  return base;
}

PackEntry Pack::find(const ObjectId& id) const {
  std::uint32_t begin = 0;
  std::uint32_t end = index_.size();
  while (begin < end) {
    const std::uint32_t middle = begin + (end - begin) / 2;
    if (index_.id(middle) < id) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  if (begin == index_.size() || index_.id(begin) != id) return kNoEntry;
  return entry_of_[begin];
}

bool Pack::has_right_checksum(PackEntry entry) const {
  const auto expected = index_.crc32(index_of_[entry]);
  return !expected || *expected == packed_crc32(pack_->bytes().substr(
                                       offsets_[entry], packed_size(entry)));
}

std::string Pack::checksum() const {
  return ObjectId::from_raw(index_.pack_checksum()).hex(kind_);
}

}  // namespace patrol
