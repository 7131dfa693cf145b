#include "scanner/attribution/path_table.h"

#include <algorithm>

namespace patrol {

PathNumber PathTable::add(PathNumber folder, NameRank name) {
  const std::size_t before = folder == kRootPath ? 0 : paths_[folder].size + 1;
  const std::size_t size = before + (*names_)[name].size();
  if (size > kLongestPath) return kNoPath;
  const auto next = static_cast<PathNumber>(paths_.size());
  const PathNumber path = numbers_.find_or_add(pair_key(folder, name), next);
  if (path == next) paths_.push_back({folder, name, size});
  return path;
}

std::string PathTable::text(PathNumber path) const {
  std::string text(paths_[path].size, '/');
  for (; path != kRootPath; path = paths_[path].folder) {
    const std::string_view name = (*names_)[paths_[path].name];
    std::ranges::copy(
        name, text.begin() +
                  static_cast<std::ptrdiff_t>(paths_[path].size - name.size()));
  }
  return text;
}

}  // namespace patrol
