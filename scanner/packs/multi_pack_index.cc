#include "scanner/packs/multi_pack_index.h"

#include <optional>

#include "scanner/git/big_endian.h"

namespace patrol {
namespace {

constexpr std::uint64_t kHeader = 12;
constexpr std::uint64_t kChunkEntry = 12;
constexpr std::uint64_t kCounts = 256;
constexpr std::uint64_t kPlace = 8;
constexpr std::uint64_t kLargeOffset = 8;
constexpr std::uint32_t kIsLarge = 0x80000000;

Error corrupt(const std::string& what) {
  return Error{"the multi-pack-index is corrupt: " + what};
}

unsigned byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

bool is_pack_name(std::string_view name) {
  return name.ends_with(".idx") && name.find('/') == name.npos;
}

}  // namespace

std::uint32_t MultiPackIndex::pack(std::uint32_t i) const {
  return big_endian_32(places_, i * kPlace);
}

bool MultiPackIndex::is_large(std::uint32_t i) const {
  return has_large_offsets_ &&
         (big_endian_32(places_, i * kPlace + 4) & kIsLarge) != 0;
}

std::uint64_t MultiPackIndex::offset(std::uint32_t i) const {
  const std::uint32_t offset = big_endian_32(places_, i * kPlace + 4);
  if (!is_large(i)) return offset;
  return big_endian_64(large_offsets_, (offset & ~kIsLarge) * kLargeOffset);
}

// Each step fills a part of the index and checks what it takes from the file.
class MultiPackIndex::Parser {
 public:
  Parser(std::string_view file, HashKind kind) : file_(file), kind_(kind) {
    index_.id_size_ = patrol::id_size(kind);
  }

  Result<MultiPackIndex> parse() {
    for (const auto step :
         {&Parser::take_header, &Parser::take_table, &Parser::take_names,
          &Parser::take_counts, &Parser::take_ids, &Parser::take_places}) {
      if (auto taken = (this->*step)(); !taken) return taken.error();
    }
    return std::move(index_);
  }

 private:
  Result<void> take_header() {
    if (file_.size() < kHeader + index_.id_size_) return corrupt("too short");
    if (!file_.starts_with("MIDX")) return corrupt("no header");
    const unsigned version = byte_at(file_, 4);
    if (version != 1 && version != 2) {
      return Error{"multi-pack-index version " + std::to_string(version) +
                   " is not known"};
    }
    if (byte_at(file_, 5) != (kind_ == HashKind::kSha1 ? 1 : 2)) {
      return corrupt("it is for another hash");
    }
    if (byte_at(file_, 7) != 0) {
      return Error{"the multi-pack-index is one of a chain"};
    }
    chunks_ = byte_at(file_, 6);
    pack_count_ = big_endian_32(file_, 8);
    file_.remove_suffix(index_.id_size_);
    return {};
  }

  // Chunks lie in the order of the table, which names the end of the last one.
  Result<void> take_table() {
    const std::uint64_t begin = kHeader + (chunks_ + 1) * kChunkEntry;
    if (file_.size() < begin) return corrupt("its table is cut off");
    std::uint64_t before = begin;
    for (std::uint64_t i = 0; i <= chunks_; ++i) {
      const std::uint64_t place =
          big_endian_64(file_, kHeader + i * kChunkEntry + 4);
      if (place < before || place > file_.size()) {
        return corrupt("a chunk is in no place");
      }
      before = place;
    }
    return {};
  }

  // nullopt: there is none of that name.
  std::optional<std::string_view> chunk(std::string_view name) const {
    for (std::uint64_t i = 0; i < chunks_; ++i) {
      const std::uint64_t entry = kHeader + i * kChunkEntry;
      if (file_.substr(entry, 4) != name) continue;
      const std::uint64_t begin = big_endian_64(file_, entry + 4);
      const std::uint64_t end = big_endian_64(file_, entry + kChunkEntry + 4);
      return file_.substr(begin, end - begin);
    }
    return std::nullopt;
  }

  Result<void> take_names() {
    std::string_view names = chunk("PNAM").value_or("");
    for (std::uint32_t i = 0; i < pack_count_; ++i) {
      const std::size_t end = names.find('\0');
      if (end == names.npos) return corrupt("it names too few packs");
      if (!is_pack_name(names.substr(0, end))) {
        return corrupt("a pack's name is none");
      }
      index_.packs_.emplace_back(names.substr(0, end));
      names.remove_prefix(end + 1);
    }
    return {};
  }

  Result<void> take_counts() {
    const std::string_view counts = chunk("OIDF").value_or("");
    if (counts.size() != 4 * kCounts) return corrupt("it has no counts");
    for (std::uint64_t i = 0; i < kCounts; ++i) {
      const std::uint32_t count = big_endian_32(counts, 4 * i);
      if (count < index_.size_) return corrupt("its counts are not in order");
      index_.size_ = count;
    }
    return {};
  }

  Result<void> take_ids() {
    index_.ids_ = chunk("OIDL").value_or("");
    if (index_.ids_.size() != std::uint64_t{index_.size_} * index_.id_size_) {
      return corrupt("it has not as many ids as it says");
    }
    for (std::uint32_t i = 1; i < index_.size_; ++i) {
      if (index_.raw_id(i - 1) >= index_.raw_id(i)) {
        return corrupt("its ids are not in order");
      }
    }
    return {};
  }

  Result<void> take_places() {
    index_.places_ = chunk("OOFF").value_or("");
    if (index_.places_.size() != std::uint64_t{index_.size_} * kPlace) {
      return corrupt("it has not as many places as ids");
    }
    const auto large = chunk("LOFF");
    index_.has_large_offsets_ = large.has_value();
    index_.large_offsets_ = large.value_or("");
    for (std::uint32_t i = 0; i < index_.size_; ++i) {
      if (index_.pack(i) >= pack_count_) return corrupt("a pack has no name");
      const std::uint32_t offset =
          big_endian_32(index_.places_, i * kPlace + 4);
      if (index_.is_large(i) &&
          (offset & ~kIsLarge) >= index_.large_offsets_.size() / kLargeOffset) {
        return corrupt("an offset is missing");
      }
    }
    return {};
  }

  std::string_view file_;  // without the checksum, once the header is taken
  HashKind kind_;
  std::uint64_t chunks_ = 0;
  std::uint32_t pack_count_ = 0;
  MultiPackIndex index_;
};

Result<MultiPackIndex> MultiPackIndex::parse(std::string_view file,
                                             HashKind kind) {
  return Parser(file, kind).parse();
}

}  // namespace patrol
