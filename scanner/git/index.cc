#include "scanner/git/index.h"

#include <utility>

namespace patrol {
namespace {

constexpr std::size_t kHeader = 12;
constexpr std::size_t kStatData = 40;
constexpr std::size_t kObjectId = 20;
constexpr std::size_t kFlags = 2;
constexpr std::size_t kFlagsAt = kStatData + kObjectId;
constexpr std::uint32_t kExtended = 0x4000;  // two more bytes of flags
constexpr std::size_t kPadTo = 8;

// Paths of version 4 can unfold to far more than the file: a crafted index
// must not fill the memory. A million files need about 60 MB.
constexpr std::size_t kMostPathBytes = std::size_t{256} << 20;

constexpr char kSplit[] = "a split index cannot be read";

Error corrupt(const char* what) {
  return Error{std::string("the index is corrupt: ") + what};
}

std::uint32_t big_endian(std::string_view bytes, std::size_t size) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < size; ++i) {
    value = value << 8 | static_cast<unsigned char>(bytes[i]);
  }
  return value;
}

}  // namespace

// Takes the file apart from the front. Every step checks the bytes it takes.
class Index::Parser {
 public:
  explicit Parser(std::string_view file) : rest_(file) {}

  Result<Index> parse() {
    if (auto header = take_header(); !header) return header.error();
    for (std::uint32_t i = 0; i < count_; ++i) {
      if (auto entry = take_entry(); !entry) return entry.error();
    }
    if (auto extensions = take_extensions(); !extensions) {
      return extensions.error();
    }
    index_.paths_.shrink_to_fit();
    return std::move(index_);
  }

 private:
  Result<void> take_header() {
    if (rest_.size() < kHeader + kObjectId || !rest_.starts_with("DIRC")) {
      return corrupt("no header");
    }
    version_ = big_endian(rest_.substr(4), 4);
    if (version_ < 2 || version_ > 4) {
      return Error{"index version " + std::to_string(version_) +
                   " is not known"};
    }
    count_ = big_endian(rest_.substr(8), 4);
    rest_.remove_suffix(kObjectId);
    rest_.remove_prefix(kHeader);
    if (count_ > rest_.size() / (kFlagsAt + kFlags)) {
      return corrupt("more entries than bytes");
    }
    index_.ends_.reserve(count_);
    index_.paths_.reserve(rest_.size() - count_ * kFlagsAt);
    return {};
  }

  Result<void> take_entry() {
    if (rest_.size() < kFlagsAt + kFlags) return corrupt("an entry is cut off");
    const bool is_extended =
        (big_endian(rest_.substr(kFlagsAt), kFlags) & kExtended) != 0;
    const std::size_t fixed = kFlagsAt + kFlags + (is_extended ? kFlags : 0);
    if (rest_.size() < fixed) return corrupt("an entry is cut off");
    const std::size_t whole = rest_.size();
    rest_.remove_prefix(fixed);
    std::size_t kept = 0;
    if (version_ == 4 && !take_kept(kept)) return corrupt("a prefix is wrong");
    const std::size_t end = rest_.find('\0');
    if (end == rest_.npos) return corrupt("a path has no end");
    // Only entries that stand for one of the other half of the index.
    if (kept + end == 0) return Error{kSplit};
    if (!append(kept, rest_.substr(0, end))) {
      return corrupt("the paths are not sorted, or too long");
    }
    rest_.remove_prefix(end + 1);
    return version_ == 4 ? Result<void>() : take_padding(whole);
  }

  // Version 4: how many bytes of the last path stay, told by how many go.
  bool take_kept(std::size_t& kept) {
    std::size_t dropped = 0;
    bool continues = true;
    for (bool first = true; continues; first = false) {
      if (rest_.empty() || dropped > kMostPathBytes) return false;
      const auto byte = static_cast<unsigned char>(rest_[0]);
      rest_.remove_prefix(1);
      dropped = ((first ? 0 : dropped + 1) << 7) | (byte & 0x7F);
      continues = (byte & 0x80) != 0;
    }
    const std::size_t last_size = index_.paths_.size() - last_;
    if (dropped > last_size) return false;
    kept = last_size - dropped;
    return true;
  }

  // NULs after the one that ended the path, up to a multiple of 8. `whole`:
  // bytes that were left where the entry began.
  Result<void> take_padding(std::size_t whole) {
    const std::size_t over = (whole - rest_.size()) % kPadTo;
    const std::size_t padding = over == 0 ? 0 : kPadTo - over;
    if (padding > rest_.size()) return corrupt("an entry is cut off");
    rest_.remove_prefix(padding);
    return {};
  }

  // The path goes straight to where it stays, after the one before it.
  bool append(std::size_t kept, std::string_view added) {
    std::string& paths = index_.paths_;
    const std::size_t begin = paths.size();
    if (begin + kept + added.size() > kMostPathBytes) return false;
    paths.append(paths, last_, kept);
    paths += added;
    const std::string_view all = paths;
    const std::string_view path = all.substr(begin);
    const std::string_view before = all.substr(last_, begin - last_);
    if (path < before) return false;
    if (path == before) {  // another stage of a conflict
      paths.resize(begin);
      return true;
    }
    last_ = begin;
    index_.ends_.push_back(static_cast<std::uint32_t>(paths.size()));
    return true;
  }

  // Extensions whose name begins in lower case must be understood.
  Result<void> take_extensions() {
    constexpr std::size_t kExtensionHeader = 8;
    while (rest_.size() >= kExtensionHeader) {
      const std::string_view name = rest_.substr(0, 4);
      const std::size_t size = big_endian(rest_.substr(4), 4);
      if (name == "link") return Error{kSplit};
      if (name == "sdir") return Error{"a sparse index cannot be read"};
      if (name[0] < 'A' || name[0] > 'Z') {
        return Error{"the index has an extension that is not known"};
      }
      rest_.remove_prefix(kExtensionHeader);
      if (size > rest_.size()) return corrupt("an extension is cut off");
      rest_.remove_prefix(size);
    }
    return {};
  }

  std::string_view rest_;  // what was not taken yet, without the checksum
  std::uint32_t version_ = 0;
  std::uint32_t count_ = 0;
  std::size_t last_ = 0;  // where in paths_ the path before begins
  Index index_;
};

Result<Index> Index::parse(std::string_view file) {
  return Parser(file).parse();
}

std::size_t Index::lower_bound(IndexRange within, std::size_t prefix,
                               std::string_view rest) const {
  while (!within.empty()) {
    const std::size_t middle = within.begin + (within.end - within.begin) / 2;
    if (path(middle).substr(prefix) < rest) {
      within.begin = middle + 1;
    } else {
      within.end = middle;
    }
  }
  return within.begin;
}

// Those that start with "src/" stand together: from "src/" up to, but without,
// the first that is not less than "src0", since '0' follows '/'.
IndexRange Index::starting_with(IndexRange within, std::size_t prefix,
                                std::string_view rest) const {
  const std::size_t begin = lower_bound(within, prefix, rest);
  std::string after(rest);
  while (!after.empty() && after.back() == '\xFF') after.pop_back();
  if (after.empty()) return {begin, within.end};
  ++after.back();
  return {begin, lower_bound({begin, within.end}, prefix, after)};
}

bool Index::contains(IndexRange within, std::size_t prefix,
                     std::string_view rest) const {
  const std::size_t entry = lower_bound(within, prefix, rest);
  return entry < within.end && path(entry).substr(prefix) == rest;
}

}  // namespace patrol
