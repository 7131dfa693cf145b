#include "scanner/packs/pack_index.h"

#include "scanner/git/big_endian.h"

namespace patrol {
namespace {

constexpr std::uint64_t kCounts = 256;
constexpr std::uint64_t kCountsSize = 4 * kCounts;
constexpr std::string_view kSecondVersion("\xFFtOc\0\0\0\2", 8);
constexpr std::string_view kLaterVersion("\xFFtOc", 4);
constexpr std::uint32_t kIsLarge = 0x80000000;

Error corrupt(const char* what) {
  return Error{std::string("the pack's index is corrupt: ") + what};
}

}  // namespace

Result<PackIndex> PackIndex::parse(std::string_view file, HashKind kind) {
  PackIndex index;
  index.id_size_ = patrol::id_size(kind);
  if (file.size() < kCountsSize + 2 * index.id_size_) {
    return corrupt("it is too short");
  }
  index.pack_checksum_ =
      file.substr(file.size() - 2 * index.id_size_, index.id_size_);
  file.remove_suffix(2 * index.id_size_);
  Result<void> parsed;
  if (!file.starts_with(kLaterVersion)) {
    parsed = index.parse_first_version(file);
  } else if (file.starts_with(kSecondVersion)) {
    parsed = index.parse_second_version(file.substr(kSecondVersion.size()));
  } else {
    return Error{"the pack's index has a version that is not known"};
  }
  if (!parsed) return parsed.error();
  return index;
}

// Counts are running: how many ids begin with this byte or a smaller one.
Result<void> PackIndex::check_counts(std::string_view counts) {
  std::uint32_t before = 0;
  for (std::uint64_t i = 0; i < kCounts; ++i) {
    const std::uint32_t count = big_endian_32(counts, 4 * i);
    if (count < before) return corrupt("its counts are not in order");
    before = count;
  }
  size_ = before;
  counts_ = counts;
  return {};
}

Result<void> PackIndex::parse_first_version(std::string_view file) {
  if (auto counted = check_counts(file.substr(0, kCountsSize)); !counted) {
    return counted.error();
  }
  file.remove_prefix(kCountsSize);
  id_stride_ = 4 + id_size_;
  if (file.size() != std::uint64_t{size_} * id_stride_) {
    return corrupt("its size is not that of its entries");
  }
  offsets_ = file;
  ids_ = file.substr(size_ == 0 ? 0 : 4);
  return {};
}

Result<void> PackIndex::parse_second_version(std::string_view file) {
  if (file.size() < kCountsSize) return corrupt("it is too short");
  if (auto counted = check_counts(file.substr(0, kCountsSize)); !counted) {
    return counted.error();
  }
  file.remove_prefix(kCountsSize);
  const std::uint64_t n = size_;
  id_stride_ = id_size_;
  if (file.size() < n * (id_size_ + 4 + 4)) return corrupt("it is too short");
  ids_ = file.substr(0, n * id_size_);
  checksums_ = file.substr(n * id_size_, n * 4);
  offsets_ = file.substr(n * (id_size_ + 4), n * 4);
  large_offsets_ = file.substr(n * (id_size_ + 4 + 4));
  return {};
}

std::uint32_t PackIndex::lower_bound(const ObjectId& id) const {
  const std::uint64_t first = id.bytes[0];
  std::uint32_t begin = first == 0 ? 0 : big_endian_32(counts_, 4 * first - 4);
  std::uint32_t end = big_endian_32(counts_, 4 * first);
  while (begin < end) {
    const std::uint32_t middle = begin + (end - begin) / 2;
    if (this->id(middle) < id) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  return begin;
}

std::optional<std::uint32_t> PackIndex::find(const ObjectId& id) const {
  const std::uint32_t at = lower_bound(id);
  if (at == size_ || this->id(at) != id) return std::nullopt;
  return at;
}

std::uint64_t PackIndex::offset(std::uint32_t i) const {
  if (checksums_.empty()) {
    return big_endian_32(offsets_, std::uint64_t{i} * id_stride_);
  }
  const std::uint32_t offset = big_endian_32(offsets_, std::uint64_t{i} * 4);
  if ((offset & kIsLarge) == 0) return offset;
  const std::uint64_t at = std::uint64_t{offset & ~kIsLarge} * 8;
  if (at + 8 > large_offsets_.size()) return kNoOffset;
  return big_endian_64(large_offsets_, at);
}

std::optional<std::uint32_t> PackIndex::crc32(std::uint32_t i) const {
  if (checksums_.empty()) return std::nullopt;
  return big_endian_32(checksums_, std::uint64_t{i} * 4);
}

}  // namespace patrol
