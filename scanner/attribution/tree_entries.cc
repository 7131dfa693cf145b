#include "scanner/attribution/tree_entries.h"

#include <cstring>
#include <functional>

namespace patrol {
namespace {

// What git tells apart in a mode (man 7 inode).
constexpr std::uint32_t kKindOfMode = 0170000;
constexpr std::uint32_t kTreeMode = 0040000;
constexpr std::uint32_t kGitlinkMode = 0160000;

// Ids are hashes, so their first bytes and the name's size and end tell nearly
// all entries apart; that the same object goes by several names is rare.
std::size_t hash_of(std::string_view name, std::string_view raw_id) {
  std::uint64_t head = 0;
  std::memcpy(&head, raw_id.data(), sizeof head);
  return head + name.size() * 131 + static_cast<unsigned char>(name.back());
}

}  // namespace

std::optional<EntryTable::OpenBlock> EntryTable::add_block() {
  const std::lock_guard guard(lock_);
  if (size() + kBlock > most_) return std::nullopt;
  const auto first = static_cast<EntryNumber>(size());
  blocks_.push_back(std::make_unique<Block>());
  return OpenBlock{blocks_.back().get(), first};
}

EntryNumbers::EntryNumbers(const ObjectTable& objects, NameTable& names,
                           EntryTable& entries)
    : objects_(&objects),
      names_(&names),
      entries_(&entries),
      known_(kKnown),
      known_names_(kKnownNames) {}

void EntryNumbers::announce(std::string_view name,
                            std::string_view raw_id) const {
  __builtin_prefetch(&known_[hash_of(name, raw_id) % kKnown]);
}

std::optional<EntryNumber> EntryNumbers::number(std::uint32_t mode,
                                                std::string_view name,
                                                std::string_view raw_id) {
  const ObjectId id = ObjectId::from_raw(raw_id);
  Known& known = known_[hash_of(name, raw_id) % kKnown];
  const bool is_gitlink = (mode & kKindOfMode) == kGitlinkMode;
  if (known.id == id && known.name.text == name &&
      known.is_gitlink == is_gitlink) {
    return known.number;
  }
  return add(mode, name, id, known);
}

std::optional<EntryNumber> EntryNumbers::add(std::uint32_t mode,
                                             std::string_view name,
                                             const ObjectId& id, Known& known) {
  const auto found = find_name(name);
  if (!found || !has_room()) return std::nullopt;
  TreeEntry& entry = (*block_.entries)[used_];
  entry.name = found->number;
  const std::uint32_t kind = mode & kKindOfMode;
  if (kind == kGitlinkMode) {
    gitlinks_.insert(id);
  } else {
    waiting_.push_back({&entry, kind == kTreeMode});
    waiting_ids_.push_back(id);
    if (waiting_.size() == kMostWaiting) find_waiting();
  }
  const auto number = static_cast<EntryNumber>(block_.first + used_++);
  known = {id, *found, kind == kGitlinkMode, number};
  return number;
}

std::optional<NameTable::Name> EntryNumbers::find_name(std::string_view text) {
  const std::size_t hash = std::hash<std::string_view>{}(text);
  NameTable::Name& known = known_names_[hash % kKnownNames];
  if (known.text == text) return known;
  const auto name = names_->number(text);
  if (name) known = *name;
  return name;
}

bool EntryNumbers::has_room() {
  if (used_ < EntryTable::kBlock) return true;
  const auto block = entries_->add_block();
  if (!block) return false;
  block_ = *block;
  used_ = 0;
  return true;
}

void EntryNumbers::find_waiting() {
  ObjectNumber numbers[kMostWaiting];
  objects_->find_all(waiting_ids_, numbers);
  for (std::size_t i = 0; i < waiting_.size(); ++i) {
    waiting_[i].entry->child = numbers[i];
    if (numbers[i] == kNoObject) {
      missing_.insert({waiting_ids_[i], waiting_[i].is_tree});
    }
  }
  waiting_.clear();
  waiting_ids_.clear();
}

}  // namespace patrol
