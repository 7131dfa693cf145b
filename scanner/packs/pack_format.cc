#include "scanner/packs/pack_format.h"

#include <string>
#include <utility>
#include <vector>

#include "scanner/core/buffer.h"
#include "scanner/git/big_endian.h"
#include "scanner/packs/delta.h"

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

// False: it is cut off, or says what cannot be.
bool take_base(unsigned kind, std::uint64_t at, HashKind hash,
               std::string_view& rest, EntryHeader& header) {
  if (kind == kDeltaByOffset) {
    std::uint64_t distance = 0;
    if (!take_distance(rest, distance) || distance > at) return false;
    header.base_offset = at - distance;
    return true;
  }
  if (rest.size() < id_size(hash)) return false;
  header.base_id = rest.substr(0, id_size(hash));
  rest.remove_prefix(id_size(hash));
  return true;
}

Error too_large() { return Error{"limit: too large for memory"}; }

Result<std::string> unpack(const EntryHeader& header, std::uint64_t most,
                           Inflater& inflater) {
  if (header.size > most) return too_large();
  std::string bytes(header.size, '\0');
  const auto taken = inflater.zlib(header.data, bytes.data(), bytes.size());
  if (!taken) return taken.error();
  return bytes;
}

Result<std::string> apply(std::string_view base, std::string_view delta,
                          std::uint64_t most) {
  const Result<DeltaSizes> sizes = delta_sizes(delta);
  if (!sizes) return sizes.error();
  if (sizes->result > most) return too_large();
  std::string result(sizes->result, '\0');
  std::vector<CopiedRun> runs;
  const auto applied = apply_delta(base, delta, *sizes, result.data(), runs);
  if (!applied) return applied.error();
  return result;
}

}  // namespace

Result<std::uint64_t> check_pack(std::string_view bytes, const PackIndex& index,
                                 HashKind kind) {
  if (bytes.size() < kHeaderSize + id_size(kind) ||
      !bytes.starts_with("PACK")) {
    return Error{"it is no pack"};
  }
  const std::uint32_t version = big_endian_32(bytes, 4);
  if (version != 2 && version != 3) {
    return Error{"pack version " + std::to_string(version) + " is not known"};
  }
  if (big_endian_32(bytes, 8) != index.size() ||
      !bytes.ends_with(index.pack_checksum())) {
    return Error{"pack and index do not belong together"};
  }
  return std::uint64_t{bytes.size() - id_size(kind)};
}

Result<EntryHeader> parse_entry_header(std::string_view pack,
                                       std::uint64_t offset, std::uint64_t end,
                                       HashKind kind) {
  if (offset < kHeaderSize || offset >= end) {
    return corrupt(offset, "there is no entry");
  }
  std::string_view rest = pack.substr(offset, end - offset);
  EntryHeader header;
  unsigned entry_kind = 0;
  if (!take_size(rest, header.size, entry_kind)) {
    return corrupt(offset, "no size");
  }
  header.is_delta = entry_kind == kDeltaByOffset || entry_kind == kDeltaById;
  if (header.is_delta) {
    if (!take_base(entry_kind, offset, kind, rest, header)) {
      return corrupt(offset, "no base");
    }
  } else if (entry_kind < 1 || entry_kind > 4) {
    return corrupt(offset, "an unknown kind of object");
  }
  header.kind = static_cast<ObjectKind>(entry_kind);
  header.data = rest;
  return header;
}

Result<Object> unpack_chain(std::span<const EntryHeader> chain,
                            std::uint64_t most, Inflater& inflater) {
  Result<std::string> bytes = unpack(chain.back(), most, inflater);
  for (std::size_t i = chain.size() - 1; bytes && i > 0; --i) {
    const Result<std::string> delta = unpack(chain[i - 1], most, inflater);
    if (!delta) return delta.error();
    bytes = apply(*bytes, *delta, most);
  }
  if (!bytes) return bytes.error();
  const std::size_t size = bytes->size();
  bytes->resize(size + kPadding);
  bytes->resize(size);
  return Object{chain.back().kind, *std::move(bytes)};
}

}  // namespace patrol
