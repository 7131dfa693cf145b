#include "scanner/history/audit_record.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstring>
#include <functional>
#include <limits>
#include <utility>

namespace patrol {
namespace {

constexpr std::vector<ObjectId> AuditRecord::*kLists[] = {
    &AuditRecord::loose,   &AuditRecord::look_again, &AuditRecord::binary,
    &AuditRecord::lfs,     &AuditRecord::missing,    &AuditRecord::gitlinks,
    &AuditRecord::of_head,
};

constexpr unsigned kAtHead = 1;
constexpr unsigned kAtShallowBorder = 2;
constexpr unsigned kIsNote = 4;

template <typename T>
void sort_each_once(std::vector<T>& list) {
  std::ranges::sort(list);
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

std::vector<ObjectId> ids_of(const std::vector<std::string>& packs,
                             HashKind hash) {
  std::vector<ObjectId> ids;
  for (const std::string& checksum : packs) {
    const auto id = ObjectId::from_hex(checksum, hash);
    assert(id);
    if (id) ids.push_back(*id);
  }
  return ids;
}

class Writer {
 public:
  explicit Writer(HashKind hash) : id_size_(id_size(hash)) {
    byte(static_cast<unsigned>(hash));
  }

  void byte(unsigned value) { out_ += static_cast<char>(value); }

  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) {
      byte(static_cast<unsigned>(value & 0x7F) | 0x80);
    }
    byte(static_cast<unsigned>(value));
  }

  void raw(const std::uint8_t* bytes, std::size_t size) {
    out_.append(reinterpret_cast<const char*>(bytes), size);
  }

  void id(const ObjectId& id) { raw(id.bytes.data(), id_size_); }

  void list(const std::vector<ObjectId>& ids) {
    number(ids.size());
    for (const ObjectId& each : ids) id(each);
  }

  void archive(const AuditArchive& archive) {
    id(archive.blob);
    number(archive.binary_members.size());
    for (const std::string& name : archive.binary_members) {
      number(name.size());
      out_ += name;
    }
  }

  void place(const AuditPlace& place) {
    id(place.blob);
    id(place.commit);
    id(place.removed);
    number(place.secret);
    number(place.path.size());
    for (std::uint32_t ordinal : place.path) number(ordinal);
    number(place.versions);
    byte((place.at_head ? kAtHead : 0) |
         (place.at_shallow_border ? kAtShallowBorder : 0) |
         (place.is_note ? kIsNote : 0));
  }

  std::string take() { return std::move(out_); }

 private:
  std::size_t id_size_;
  std::string out_;
};

// Each function is false where what it reads is not there, or not written as
// Writer writes it. No count is believed that the rest has no room for.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  bool is_at_end() const { return rest_.empty(); }

  bool byte(unsigned& out, unsigned most) {
    if (rest_.empty()) return false;
    out = static_cast<unsigned char>(rest_[0]);
    rest_.remove_prefix(1);
    return out <= most;
  }

  bool flag(bool& out) {
    unsigned value = 0;
    if (!byte(value, 1)) return false;
    out = value == 1;
    return true;
  }

  bool hash(HashKind& out) {
    unsigned value = 0;
    if (!byte(value, 1)) return false;
    out = value == 0 ? HashKind::kSha1 : HashKind::kSha256;
    id_size_ = id_size(out);
    return true;
  }

  bool number(std::uint64_t& out) {
    out = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      unsigned value = 0;
      if (!byte(value, 0xFF)) return false;
      const std::uint64_t bits = value & 0x7F;
      if (shift == 63 && bits > 1) return false;
      out |= bits << shift;
      if (value < 0x80) return value != 0 || shift == 0;
    }
    return false;
  }

  bool number(std::uint32_t& out) {
    std::uint64_t value = 0;
    if (!number(value)) return false;
    out = static_cast<std::uint32_t>(value);
    return value <= std::numeric_limits<std::uint32_t>::max();
  }

  bool raw(std::uint8_t* out, std::size_t size) {
    if (rest_.size() < size) return false;
    std::memcpy(out, rest_.data(), size);
    rest_.remove_prefix(size);
    return true;
  }

  bool id(ObjectId& out) { return raw(out.bytes.data(), id_size_); }

  // How many of something follow that takes at least `each` bytes.
  bool count(std::size_t& out, std::size_t each) {
    std::uint64_t value = 0;
    if (!number(value) || value > rest_.size() / each) return false;
    out = static_cast<std::size_t>(value);
    return true;
  }

  bool list(std::vector<ObjectId>& out) {
    std::size_t n = 0;
    if (!count(n, id_size_)) return false;
    out.reserve(n);
    const char* before = nullptr;
    for (; n > 0; --n) {
      const char* at = rest_.data();
      if (before && std::memcmp(before, at, id_size_) >= 0) return false;
      out.push_back(ObjectId::from_raw({at, id_size_}));
      rest_.remove_prefix(id_size_);
      before = at;
    }
    return true;
  }

  bool name(std::string& out) {
    std::size_t size = 0;
    if (!count(size, 1)) return false;
    out = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return true;
  }

  bool archive(AuditArchive& out) {
    std::size_t n = 0;
    if (!id(out.blob) || !count(n, 1)) return false;
    for (; n > 0; --n) {
      if (!name(out.binary_members.emplace_back())) return false;
    }
    return std::ranges::is_sorted(out.binary_members);
  }

  bool archives(std::vector<AuditArchive>& out) {
    std::size_t n = 0;
    if (!count(n, id_size_ + 1)) return false;
    for (; n > 0; --n) {
      if (!archive(out.emplace_back())) return false;
    }
    const auto no_later = std::ranges::greater_equal();
    return std::ranges::adjacent_find(out, no_later, &AuditArchive::blob) ==
           out.end();
  }

  bool path(std::vector<std::uint32_t>& out) {
    std::size_t n = 0;
    if (!count(n, 1)) return false;
    out.resize(n);
    return std::ranges::all_of(
        out, [this](std::uint32_t& ordinal) { return number(ordinal); });
  }

  bool place(AuditPlace& out) {
    unsigned flags = 0;
    if (!id(out.blob) || !id(out.commit) || !id(out.removed)) return false;
    if (!number(out.secret)) return false;
    if (!path(out.path) || !number(out.versions)) return false;
    if (!byte(flags, kAtHead | kAtShallowBorder | kIsNote)) return false;
    out.at_head = (flags & kAtHead) != 0;
    out.at_shallow_border = (flags & kAtShallowBorder) != 0;
    out.is_note = (flags & kIsNote) != 0;
    return true;
  }

  bool places(std::vector<AuditPlace>& out) {
    std::size_t n = 0;
    if (!count(n, 3 * id_size_ + 4)) return false;
    out.resize(n);
    return std::ranges::all_of(
        out, [this](AuditPlace& each) { return place(each); });
  }

 private:
  std::string_view rest_;
  std::size_t id_size_ = 0;
};

bool read_lists(Reader& reader, AuditRecord& out) {
  std::vector<ObjectId> packs;
  if (!reader.hash(out.hash) || !reader.list(packs)) return false;
  for (const ObjectId& id : packs) out.packs.push_back(id.hex(out.hash));
  return std::ranges::all_of(
             kLists, [&](auto list) { return reader.list(out.*list); }) &&
         reader.archives(out.archives);
}

bool read_standing(Reader& reader, AuditRecord& out) {
  return reader.number(out.blobs) && reader.number(out.commits) &&
         reader.number(out.bytes) && reader.flag(out.has_head) &&
         (!out.has_head || reader.id(out.head)) &&
         reader.raw(out.refs.data(), out.refs.size()) &&
         reader.flag(out.has_places) &&
         (!out.has_places || reader.places(out.places));
}

}  // namespace

void sort_lists(AuditRecord& record) {
  sort_each_once(record.packs);
  for (auto list : kLists) sort_each_once(record.*list);
  for (AuditArchive& archive : record.archives) {
    std::ranges::sort(archive.binary_members);
  }
  sort_each_once(record.archives);
}

std::string to_bytes(const AuditRecord& record) {
  Writer writer(record.hash);
  writer.list(ids_of(record.packs, record.hash));
  for (auto list : kLists) writer.list(record.*list);
  writer.number(record.archives.size());
  for (const AuditArchive& archive : record.archives) writer.archive(archive);
  writer.number(record.blobs);
  writer.number(record.commits);
  writer.number(record.bytes);
  writer.byte(record.has_head ? 1 : 0);
  if (record.has_head) writer.id(record.head);
  writer.raw(record.refs.data(), record.refs.size());
  writer.byte(record.has_places ? 1 : 0);
  if (!record.has_places) return writer.take();
  writer.number(record.places.size());
  for (const AuditPlace& place : record.places) writer.place(place);
  return writer.take();
}

std::optional<AuditRecord> audit_record_from(std::string_view bytes) {
  Reader reader(bytes);
  std::optional<AuditRecord> record(std::in_place);
  const bool read = read_lists(reader, *record) &&
                    read_standing(reader, *record) && reader.is_at_end();
  if (!read) record.reset();
  return record;
}

}  // namespace patrol
