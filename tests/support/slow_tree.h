// Trees as git writes them, and how to read them the obvious way: what the
// reader of changed trees is held against.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace patrol {

struct SlowEntry {
  std::string mode;
  std::string name;
  std::string raw_id;
  std::size_t end = 0;  // in the tree's bytes
};

struct SlowTree {
  std::vector<SlowEntry> entries;  // before what is corrupt
  bool is_corrupt = false;
};

inline std::string entry_text(std::string_view mode, std::string_view name,
                              std::string_view raw_id) {
  std::string text(mode);
  text += ' ';
  text += name;
  text += '\0';
  text += raw_id;
  return text;
}

// nullopt-like: an entry with end == 0 is corrupt.
inline SlowEntry slow_entry(std::string_view bytes, std::size_t at,
                            std::size_t id_size) {
  const std::size_t space = bytes.find(' ', at);
  if (space == bytes.npos || space == at) return {};
  const std::size_t nul = bytes.find('\0', space);
  if (nul == bytes.npos || nul + 1 + id_size > bytes.size()) return {};
  SlowEntry entry;
  entry.mode = bytes.substr(at, space - at);
  entry.name = bytes.substr(space + 1, nul - space - 1);
  entry.raw_id = bytes.substr(nul + 1, id_size);
  const bool is_octal =
      entry.mode.find_first_not_of("01234567") == std::string::npos;
  const bool is_name =
      !entry.name.empty() && entry.name.find('/') == std::string::npos;
  if (is_octal && is_name) entry.end = nul + 1 + id_size;
  return entry;
}

inline SlowTree slow_tree(std::string_view bytes, std::size_t id_size) {
  SlowTree tree;
  for (std::size_t at = 0; at < bytes.size();) {
    const SlowEntry entry = slow_entry(bytes, at, id_size);
    tree.is_corrupt = entry.end == 0;
    if (tree.is_corrupt) break;
    tree.entries.push_back(entry);
    at = entry.end;
  }
  return tree;
}

}  // namespace patrol
