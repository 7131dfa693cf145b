#include "scanner/git/index_entries.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "scanner/git/ewah.h"
#include "scanner/git/files.h"

namespace patrol {
namespace {

// Ten million files.
constexpr std::size_t kLargestIndex = std::size_t{2} << 30;

// Paths of version 4 can unfold to far more than the file.
constexpr std::size_t kMostPathBytes = std::size_t{1} << 30;

// nullopt: all zeros, which stand for none.
std::optional<ObjectId> id_in(std::string_view split, HashKind hash) {
  const ObjectId id = ObjectId::from_raw(split.substr(0, id_size(hash)));
  if (id == ObjectId()) return std::nullopt;
  return id;
}

// Which entries of the shared half are gone, and which stand in this one.
struct SplitMaps {
  std::vector<bool> deleted;
  std::vector<bool> replaced;
};

// Of an index that names no other half both are empty.
Result<SplitMaps> read_maps(std::string_view split, std::size_t count,
                            HashKind hash) {
  split.remove_prefix(id_size(hash));
  SplitMaps maps;
  if (!split.empty()) {
    auto deleted = take_ewah(split, count);
    if (!deleted) return corrupt_index("a bitmap is wrong");
    auto replaced = take_ewah(split, count);
    if (!replaced) return corrupt_index("a bitmap is wrong");
    maps = {*std::move(deleted), *std::move(replaced)};
  }
  maps.deleted.resize(count);
  maps.replaced.resize(count);
  return maps;
}

}  // namespace

Result<IndexEntries> IndexEntries::read(const Repository& repository) {
  const auto file = read_file(repository.index_file, kLargestIndex);
  if (!file) return in_file("the index", file.error());
  if (!*file) return IndexEntries();
  const auto id = shared_index(**file, repository.hash());
  if (!id) return id.error();
  if (!*id) return parse(**file, {}, repository.hash());
  const std::string name = "sharedindex." + (*id)->hex(repository.hash());
  const auto shared = read_file(repository.git_dir + "/" + name, kLargestIndex);
  if (!shared) return in_file(name, shared.error());
  if (!*shared) return Error{name + ": it is missing"};
  return parse(**file, **shared, repository.hash());
}

Result<std::optional<ObjectId>> IndexEntries::shared_index(
    std::string_view file, HashKind hash) {
  auto reader = IndexFileReader::open(file, hash);
  if (!reader) return reader.error();
  for (std::uint32_t i = 0; i < reader->count(); ++i) {
    if (auto entry = reader->next(); !entry) return entry.error();
  }
  const auto extensions = reader->extensions();
  if (!extensions) return extensions.error();
  if (extensions->split.empty()) return std::optional<ObjectId>();
  if (extensions->split.size() < id_size(hash)) {
    return corrupt_index("an extension is cut off");
  }
  return id_in(extensions->split, hash);
}

Result<IndexEntries> IndexEntries::parse(std::string_view file,
                                         std::string_view shared,
                                         HashKind hash) {
  IndexEntries index;
  auto reader = IndexFileReader::open(file, hash);
  if (!reader) return reader.error();
  index.paths_.reserve(file.size() / 2);
  auto own = index.take_entries(*reader);
  if (!own) return own.error();
  const auto extensions = reader->extensions();
  if (!extensions) return extensions.error();
  index.cache_tree_ = CacheTree::parse(extensions->cache_tree, hash);
  if (extensions->split.empty()) {
    index.entries_ = *std::move(own);
  } else {
    std::vector<IndexEntry> base;
    if (!shared.empty()) {
      auto other = IndexFileReader::open(shared, hash);
      if (!other) return in_file("the shared index", other.error());
      auto entries = index.take_entries(*other);
      if (!entries) return in_file("the shared index", entries.error());
      base = *std::move(entries);
    }
    if (auto merged = index.merge(extensions->split, std::move(base),
                                  *std::move(own), hash);
        !merged) {
      return merged.error();
    }
  }
  if (auto checked = index.check(); !checked) return checked.error();
  return index;
}

Result<std::vector<IndexEntry>> IndexEntries::take_entries(
    IndexFileReader& reader) {
  std::vector<IndexEntry> out;
  out.reserve(reader.count());
  for (std::uint32_t i = 0; i < reader.count(); ++i) {
    const auto read = reader.next();
    if (!read) return read.error();
    if (paths_.size() + read->path.size() > kMostPathBytes) {
      return corrupt_index("the paths are too long");
    }
    out.push_back({ObjectId::from_raw(read->raw_id), read->mode,
                   static_cast<std::uint32_t>(paths_.size()),
                   static_cast<std::uint32_t>(read->path.size()),
                   static_cast<std::uint8_t>(read->stage),
                   read->is_intent_to_add});
    paths_ += read->path;
  }
  return out;
}

// First come those that replace one, in the order of what they replace, mostly
// without its path; then those that are added, by path.
Result<void> IndexEntries::merge(std::string_view split,
                                 std::vector<IndexEntry> base,
                                 std::vector<IndexEntry> own, HashKind hash) {
  if (split.size() < id_size(hash)) {
    return corrupt_index("an extension is cut off");
  }
  const auto maps = read_maps(split, base.size(), hash);
  if (!maps) return maps.error();
  std::vector<IndexEntry> kept;
  auto next = own.begin();
  for (std::size_t i = 0; i < base.size(); ++i) {
    IndexEntry entry = base[i];
    if (maps->replaced[i]) {
      if (next == own.end()) return corrupt_index("an entry is missing");
      entry = *next++;
      if (entry.path_size == 0) {
        entry.path_begin = base[i].path_begin;
        entry.path_size = base[i].path_size;
      }
    }
    if (!maps->deleted[i]) kept.push_back(entry);
  }
  own.erase(own.begin(), next);
  const auto key = [this](const IndexEntry& entry) {
    return std::tuple(path(entry), entry.stage);
  };
  // Of two at one place the first is taken: what was added.
  std::vector<IndexEntry> all;
  std::ranges::merge(own, kept, std::back_inserter(all), {}, key, key);
  const auto is_repeated = [&](const IndexEntry& one, const IndexEntry& other) {
    return key(one) == key(other);
  };
  all.erase(std::unique(all.begin(), all.end(), is_repeated), all.end());
  entries_ = std::move(all);
  return {};
}

Result<void> IndexEntries::check() const {
  for (std::size_t i = 0; i < size(); ++i) {
    const IndexEntry& entry = entries_[i];
    if (entry.path_size == 0 || path(i).starts_with('/') ||
        path(i).ends_with('/') != entry.is_tree()) {
      return corrupt_index("a path is none");
    }
    if (i == 0) continue;
    const IndexEntry& before = entries_[i - 1];
    if (std::tuple(path(before), before.stage) >=
        std::tuple(path(entry), entry.stage)) {
      return corrupt_index("the entries are not sorted");
    }
  }
  return {};
}

}  // namespace patrol
