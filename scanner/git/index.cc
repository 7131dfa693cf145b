#include "scanner/git/index.h"

#include <utility>

namespace patrol {
namespace {

// Paths of version 4 can unfold to far more than the file: a crafted index
// must not fill the memory. A million files need about 60 MB.
constexpr std::size_t kMostPathBytes = std::size_t{256} << 20;

// Bytes of an entry besides its path, at least.
constexpr std::size_t kLeastEntry = 62;

constexpr char kSplit[] = "a split index cannot be read";

}  // namespace

Result<Index> Index::parse(std::string_view file) {
  auto reader = IndexFileReader::open(file, HashKind::kSha1);
  if (!reader) return reader.error();
  Index index;
  index.ends_.reserve(reader->count());
  index.paths_.reserve(file.size() - reader->count() * kLeastEntry);
  std::size_t last = 0;
  for (std::uint32_t i = 0; i < reader->count(); ++i) {
    const auto entry = reader->next();
    if (!entry) return entry.error();
    // Only entries that stand for one of the other half of the index.
    if (entry->path.empty()) return Error{kSplit};
    if (!index.append(entry->path, last)) {
      return corrupt_index("the paths are not sorted, or too long");
    }
  }
  const auto extensions = reader->extensions();
  if (!extensions) return extensions.error();
  if (!extensions->split.empty()) return Error{kSplit};
  if (extensions->is_sparse) return Error{"a sparse index cannot be read"};
  index.paths_.shrink_to_fit();
  return index;
}

// `last`: where in paths_ the path before begins.
bool Index::append(std::string_view path, std::size_t& last) {
  const std::size_t begin = paths_.size();
  if (begin + path.size() > kMostPathBytes) return false;
  const std::string_view before = std::string_view(paths_).substr(last);
  if (path < before) return false;
  if (path == before) return true;  // another stage of a conflict
  last = begin;
  paths_ += path;
  ends_.push_back(static_cast<std::uint32_t>(paths_.size()));
  return true;
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
