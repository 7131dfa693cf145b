#include "scanner/git/index_file.h"

#include "scanner/git/big_endian.h"

namespace patrol {
namespace {

constexpr std::size_t kHeader = 12;
constexpr std::size_t kStatData = 40;
constexpr std::size_t kModeAt = 24;
constexpr std::size_t kFlags = 2;
constexpr std::uint32_t kExtended = 0x4000;  // two more bytes of flags
constexpr std::uint32_t kIntentToAdd = 0x2000;
constexpr unsigned kStageShift = 12;
constexpr std::size_t kPadTo = 8;

std::uint32_t big_endian_16(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at]) << 8 |
                                    static_cast<unsigned char>(bytes[at + 1]));
}

}  // namespace

Error corrupt_index(const char* what) {
  return Error{std::string("the index is corrupt: ") + what};
}

Result<IndexFileReader> IndexFileReader::open(std::string_view file,
                                              HashKind hash) {
  IndexFileReader reader(file, id_size(hash));
  if (file.size() < kHeader + reader.id_size_ || !file.starts_with("DIRC")) {
    return corrupt_index("no header");
  }
  reader.version_ = big_endian_32(file, 4);
  if (reader.version_ < 2 || reader.version_ > 4) {
    return Error{"index version " + std::to_string(reader.version_) +
                 " is not known"};
  }
  reader.count_ = big_endian_32(file, 8);
  reader.rest_.remove_suffix(reader.id_size_);
  reader.rest_.remove_prefix(kHeader);
  if (reader.count_ >
      reader.rest_.size() / (kStatData + reader.id_size_ + kFlags)) {
    return corrupt_index("more entries than bytes");
  }
  return reader;
}

Result<IndexFileEntry> IndexFileReader::next() {
  const std::size_t flags_at = kStatData + id_size_;
  if (rest_.size() < flags_at + 2 * kFlags) {
    return corrupt_index("an entry is cut off");
  }
  const std::uint32_t flags = big_endian_16(rest_, flags_at);
  const bool is_extended = (flags & kExtended) != 0;
  IndexFileEntry entry;
  entry.mode = big_endian_32(rest_, kModeAt);
  entry.raw_id = rest_.substr(kStatData, id_size_);
  entry.stage = flags >> kStageShift & 3;
  entry.is_intent_to_add =
      is_extended &&
      (big_endian_16(rest_, flags_at + kFlags) & kIntentToAdd) != 0;
  const std::size_t whole = rest_.size();
  rest_.remove_prefix(flags_at + (is_extended ? 2 * kFlags : kFlags));
  const auto path = take_path();
  if (!path) return path.error();
  entry.path = *path;
  if (version_ == 4) return entry;
  if (auto padding = take_padding(whole); !padding) return padding.error();
  return entry;
}

Result<std::string_view> IndexFileReader::take_path() {
  std::size_t kept = 0;
  if (version_ == 4 && !take_kept(kept)) {
    return corrupt_index("a prefix is wrong");
  }
  const std::size_t end = rest_.find('\0');
  if (end == rest_.npos) return corrupt_index("a path has no end");
  const std::string_view added = rest_.substr(0, end);
  rest_.remove_prefix(end + 1);
  if (version_ != 4) return added;
  path_.resize(kept);
  path_ += added;
  return std::string_view(path_);
}

// Version 4: how many bytes of the last path stay, told by how many go.
bool IndexFileReader::take_kept(std::size_t& kept) {
  std::size_t dropped = 0;
  bool continues = true;
  for (bool first = true; continues; first = false) {
    if (rest_.empty() || dropped > path_.size()) return false;
    const auto byte = static_cast<unsigned char>(rest_[0]);
    rest_.remove_prefix(1);
    dropped = ((first ? 0 : dropped + 1) << 7) | (byte & 0x7F);
    continues = (byte & 0x80) != 0;
  }
  if (dropped > path_.size()) return false;
  kept = path_.size() - dropped;
  return true;
}

// NULs after the one that ended the path, up to a multiple of 8. `whole`: bytes
// that were left where the entry began.
Result<void> IndexFileReader::take_padding(std::size_t whole) {
  const std::size_t over = (whole - rest_.size()) % kPadTo;
  const std::size_t padding = over == 0 ? 0 : kPadTo - over;
  if (padding > rest_.size()) return corrupt_index("an entry is cut off");
  rest_.remove_prefix(padding);
  return {};
}

// Extensions whose name begins in lower case must be understood.
Result<IndexExtensions> IndexFileReader::extensions() {
  constexpr std::size_t kExtensionHeader = 8;
  IndexExtensions found;
  while (rest_.size() >= kExtensionHeader) {
    const std::string_view name = rest_.substr(0, 4);
    const std::size_t size = big_endian_32(rest_, 4);
    rest_.remove_prefix(kExtensionHeader);
    if (size > rest_.size()) return corrupt_index("an extension is cut off");
    const std::string_view content = rest_.substr(0, size);
    rest_.remove_prefix(size);
    if (name == "TREE") {
      found.cache_tree = content;
    } else if (name == "link") {
      found.split = content;
      if (content.empty()) return corrupt_index("an extension is cut off");
    } else if (name == "sdir") {
      found.is_sparse = true;
    } else if (name[0] < 'A' || name[0] > 'Z') {
      return Error{"the index has an extension that is not known"};
    }
  }
  return found;
}

}  // namespace patrol
