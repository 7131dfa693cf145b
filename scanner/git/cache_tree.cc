#include "scanner/git/cache_tree.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace patrol {
namespace {

struct ParsedFolder {
  CachedFolder folder;
  std::uint32_t subfolders = 0;
};

// Up to `end`, which is taken, too. nullopt: it is no number, or cut off.
std::optional<std::int64_t> take_number(std::string_view& rest, char end) {
  std::int64_t number = 0;
  const char* const last = rest.data() + rest.size();
  const auto [next, error] = std::from_chars(rest.data(), last, number);
  if (error != std::errc() || next == last || *next != end) {
    return std::nullopt;
  }
  rest.remove_prefix(static_cast<std::size_t>(next - rest.data()) + 1);
  return number;
}

std::optional<ParsedFolder> take_folder(std::string_view& rest, HashKind hash) {
  constexpr std::int64_t kMost = 0xFFFFFFFF;
  const std::size_t name_end = rest.find('\0');
  if (name_end == rest.npos) return std::nullopt;
  ParsedFolder out;
  out.folder.name = rest.substr(0, name_end);
  rest.remove_prefix(name_end + 1);
  const auto entries = take_number(rest, ' ');
  if (!entries) return std::nullopt;
  const auto subfolders = take_number(rest, '\n');
  if (!subfolders || *subfolders < 0 || *subfolders > kMost ||
      *entries > kMost) {
    return std::nullopt;
  }
  out.subfolders = static_cast<std::uint32_t>(*subfolders);
  if (*entries < 0) return out;
  if (rest.size() < id_size(hash)) return std::nullopt;
  out.folder.entries = static_cast<std::uint32_t>(*entries);
  out.folder.tree = ObjectId::from_raw(rest.substr(0, id_size(hash)));
  rest.remove_prefix(id_size(hash));
  return out;
}

}  // namespace

CacheTree CacheTree::parse(std::string_view extension, HashKind hash) {
  struct Open {
    std::size_t folder;
    std::uint32_t left;  // subfolders that are still to come
  };
  CacheTree tree;
  std::vector<Open> open;
  std::string_view rest = extension;
  do {
    auto parsed = take_folder(rest, hash);
    if (!parsed) return {};
    if (!open.empty()) --open.back().left;
    open.push_back({tree.folders_.size(), parsed->subfolders});
    tree.folders_.push_back(std::move(parsed->folder));
    while (!open.empty() && open.back().left == 0) {
      tree.folders_[open.back().folder].end = tree.folders_.size();
      open.pop_back();
    }
  } while (!open.empty());
  return tree;
}

std::vector<const CachedFolder*> CacheTree::below(
    const CachedFolder& folder) const {
  std::vector<const CachedFolder*> out;
  const auto first = static_cast<std::size_t>(&folder - folders_.data());
  for (std::size_t at = first + 1; at < folder.end; at = folders_[at].end) {
    out.push_back(&folders_[at]);
  }
  std::ranges::sort(out, {}, &CachedFolder::name);
  return out;
}

}  // namespace patrol
