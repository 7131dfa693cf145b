#include "scanner/attribution/name_table.h"

namespace patrol {
namespace {

// What the tables take besides the text.
constexpr std::size_t kOverhead = 128;

}  // namespace

// The numbers of shard s are s, s + kShards, s + 2 * kShards ...
std::optional<NameTable::Name> NameTable::number(std::string_view text) {
  const std::size_t s = std::hash<std::string_view>{}(text) % kShards;
  Shard& shard = shards_[s];
  const std::lock_guard guard(shard.lock);
  auto at = shard.numbers.lower_bound(text);
  if (at == shard.numbers.end() || at->first != text) {
    shard.bytes += text.size() + kOverhead;
    if (shard.bytes > most_shard_bytes_) return std::nullopt;
    const std::size_t number = shard.texts.size() * kShards + s;
    at = shard.numbers.emplace_hint(at, text, static_cast<NameNumber>(number));
    shard.texts.push_back(&at->first);
  }
  return Name{at->second, at->first};
}

std::string_view NameTable::text(NameNumber number) const {
  const Shard& shard = shards_[number % kShards];
  const std::lock_guard guard(shard.lock);
  return *shard.texts[number / kShards];
}

}  // namespace patrol
