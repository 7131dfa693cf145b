#include "scanner/packs/pack_index_file.h"

#include <array>
#include <utility>
#include <vector>

namespace patrol {
namespace {

void append_32(std::uint32_t number, std::string& out) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    out += static_cast<char>(number >> shift);
  }
}

// How many of these begin with each byte or a smaller one.
void append_counts(const MultiPackIndex& all,
                   const std::vector<std::uint32_t>& objects,
                   std::string& out) {
  std::array<std::uint32_t, 256> counts{};
  for (const std::uint32_t i : objects) ++counts[all.id(i).bytes[0]];
  std::uint32_t sum = 0;
  for (const std::uint32_t count : counts) append_32(sum += count, out);
}

}  // namespace

Result<PackIndexFile> PackIndexFile::open(const std::string& path,
                                          HashKind kind) {
  Result<MappedFile> file = MappedFile::open(path);
  if (!file) return file.error();
  PackIndexFile out;
  out.file_.emplace(*std::move(file));
  const auto index = PackIndex::parse(out.file_->bytes(), kind);
  if (!index) return index.error();
  out.index_ = *index;
  return out;
}

// Version 1 (packs/pack_index.h) has all that a multi-pack-index knows.
Result<PackIndexFile> PackIndexFile::from(const MultiPackIndex& all,
                                          std::uint32_t pack,
                                          std::string_view pack_checksum,
                                          HashKind kind) {
  std::vector<std::uint32_t> objects;
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    if (all.pack(i) == pack) objects.push_back(i);
  }
  auto bytes = std::make_unique<std::string>();
  append_counts(all, objects, *bytes);
  for (const std::uint32_t i : objects) {
    const std::uint64_t offset = all.offset(i);
    if (offset >> 32 != 0) return Error{"limit: it has over 4 GB and no index"};
    append_32(static_cast<std::uint32_t>(offset), *bytes);
    *bytes += all.id(i).raw(kind);
  }
  bytes->append(pack_checksum);
  bytes->append(id_size(kind), '\0');  // of the index: nobody asks for it
  const auto index = PackIndex::parse(*bytes, kind);
  if (!index) return index.error();
  PackIndexFile out;
  out.index_ = *index;
  out.made_ = std::move(bytes);
  return out;
}

}  // namespace patrol
