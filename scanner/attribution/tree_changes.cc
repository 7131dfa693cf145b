#include "scanner/attribution/tree_changes.h"

#include <algorithm>
#include <optional>
#include <string>

namespace patrol {
namespace {

Error corrupt(const char* what) {
  return Error{std::string("the tree is corrupt: ") + what};
}

// Octal digits up to a space, which is passed. As in git, a mode that is too
// large for 32 bits loses its front.
std::optional<std::uint32_t> take_mode(std::string_view& rest) {
  std::uint32_t mode = 0;
  std::size_t digits = 0;
  for (; digits < rest.size() && rest[digits] != ' '; ++digits) {
    const char c = rest[digits];
    if (c < '0' || c > '7') return std::nullopt;
    mode = mode << 3 | static_cast<std::uint32_t>(c - '0');
  }
  if (digits == 0 || digits == rest.size()) return std::nullopt;
  rest.remove_prefix(digits + 1);
  return mode;
}

// How many of `ends` are not above `offset`; `guess` is where to look first.
// The window around it grows until the answer lies in it: most questions are
// about the next entry, or a place that the size of entries tells.
std::size_t ends_up_to(const std::vector<std::uint32_t>& ends,
                       std::uint64_t offset, std::size_t guess) {
  std::size_t low = std::min(guess, ends.size());
  std::size_t high = low;
  for (std::size_t step = 1; low > 0 && ends[low - 1] > offset; step *= 2) {
    high = low - 1;
    low -= std::min(step, low);
  }
  for (std::size_t step = 1; high < ends.size() && ends[high] <= offset;
       step *= 2) {
    low = high + 1;
    high = std::min(high + step, ends.size());
  }
  const auto begin = ends.begin();
  const auto at =
      std::upper_bound(begin + static_cast<std::ptrdiff_t>(low),
                       begin + static_cast<std::ptrdiff_t>(high), offset);
  return static_cast<std::size_t>(at - begin);
}

}  // namespace

Result<void> TreeReader::take(ObjectNumber tree, std::string_view bytes,
                              ObjectNumber base, const TreeState* base_state,
                              std::span<const CopiedRun> runs, TreeState* out) {
  Result<void> parsed = parse(bytes, base_state, runs);
  Result<void> numbered = number_parsed();
  if (out != nullptr) write(base_state, *out);
  Result<void> noted = note(tree, base, base_state);
  if (!parsed) return parsed;
  return numbered ? noted : numbered;
}

Result<void> TreeReader::parse(std::string_view bytes, const TreeState* base,
                               std::span<const CopiedRun> runs) {
  at_ = 0;
  parsed_.clear();
  carried_.clear();
  auto run = runs.begin();
  while (at_ < bytes.size()) {
    while (run != runs.end() && run->end() <= at_) ++run;
    const bool is_copied = run != runs.end() && run->offset <= at_;
    if (is_copied && carry(*base, *run)) continue;
    Result<void> entry = parse_entry(bytes);
    if (!entry) return entry;
  }
  return {};
}

// Takes what the base has from here on up to the end of the run. False: no
// entry of the base begins here, or none ends within the run.
bool TreeReader::carry(const TreeState& base, const CopiedRun& run) {
  const std::uint32_t base_at = at_ - run.offset + run.base_offset;
  const std::size_t near = carried_.empty() ? 0 : carried_.back().last;
  const std::size_t first = ends_up_to(base.ends, base_at, near);
  const std::uint32_t begin = first == 0 ? 0 : base.ends[first - 1];
  if (begin != base_at) return false;
  if (base.ends.empty()) return false;
  const std::uint64_t left = run.base_end() - base_at;
  const std::uint64_t guess =
      first + left * base.ends.size() / base.ends.back();
  const std::size_t last = ends_up_to(base.ends, run.base_end(), guess);
  if (last == first) return false;
  carried_.push_back({static_cast<std::uint32_t>(first),
                      static_cast<std::uint32_t>(last), at_ - base_at,
                      static_cast<std::uint32_t>(parsed_.size())});
  at_ += base.ends[last - 1] - begin;
  return true;
}

Result<void> TreeReader::parse_entry(std::string_view bytes) {
  std::string_view rest = bytes.substr(at_);
  const auto mode = take_mode(rest);
  if (!mode) return corrupt("an entry has no mode");
  const std::string_view name = rest.substr(0, rest.find('\0'));
  if (name.size() == rest.size()) return corrupt("a name has no end");
  if (name.empty()) return corrupt("a name is empty");
  if (name.find('/') != name.npos) return corrupt("a name has a slash");
  rest.remove_prefix(name.size() + 1);
  if (rest.size() < id_size_) return corrupt("an id is cut off");
  numbers_.announce(name, rest.substr(0, id_size_));
  at_ = static_cast<std::uint32_t>(bytes.size() - rest.size() + id_size_);
  parsed_.push_back({*mode, name, rest.data(), at_, kNoTreeEntry});
  return {};
}

Result<void> TreeReader::number_parsed() {
  Result<void> result;
  for (Parsed& parsed : parsed_) {
    const auto number =
        numbers_.number(parsed.mode, parsed.name, {parsed.raw_id, id_size_});
    if (!number) result = Error{"the trees have more entries than fit"};
    parsed.number = number.value_or(kNoTreeEntry);
  }
  return result;
}

void TreeReader::write(const TreeState* base, TreeState& out) const {
  std::size_t size = parsed_.size();
  for (const Carried& carried : carried_) size += carried.last - carried.first;
  out.depth = base == nullptr ? 0 : base->depth + 1;
  out.ends.resize(size);
  out.entries.resize(size);
  std::size_t at = 0;
  std::size_t parsed = 0;
  for (const Carried& carried : carried_) {
    at = write_parsed(parsed, carried.parsed, out, at);
    parsed = carried.parsed;
    at = write_carried(carried, *base, out, at);
  }
  write_parsed(parsed, parsed_.size(), out, at);
}

// Both write to out[at) and behind, and return what comes after.
std::size_t TreeReader::write_parsed(std::size_t first, std::size_t last,
                                     TreeState& out, std::size_t at) const {
  for (std::size_t i = first; i < last; ++i, ++at) {
    out.ends[at] = parsed_[i].end;
    out.entries[at] = parsed_[i].number;
  }
  return at;
}

std::size_t TreeReader::write_carried(const Carried& carried,
                                      const TreeState& base, TreeState& out,
                                      std::size_t at) {
  const std::size_t size = carried.last - carried.first;
  const std::uint32_t* from = base.ends.data() + carried.first;
  std::transform(from, from + size, out.ends.data() + at,
                 [&](std::uint32_t end) { return end + carried.moved; });
  std::copy_n(base.entries.data() + carried.first, size,
              out.entries.data() + at);
  return at + size;
}

Result<void> TreeReader::note(ObjectNumber tree, ObjectNumber base,
                              const TreeState* base_state) {
  const std::size_t first = log_.entries.size();
  std::ranges::sort(carried_, {}, &Carried::first);
  if (base_state != nullptr) note_all_but_carried(*base_state);
  const std::size_t added = log_.entries.size();
  if (base_state != nullptr) note_carried_again(*base_state);
  for (const Parsed& parsed : parsed_) log_.entries.push_back(parsed.number);
  const std::size_t end = log_.entries.size();
  if (end > most_logged_) {
    log_.entries.resize(first);
    return Error{"the changes of trees are more than fit"};
  }
  log_.changes.push_back({tree, base,
                          base_state == nullptr ? 0 : base_state->depth + 1,
                          static_cast<std::uint32_t>(first),
                          static_cast<std::uint32_t>(added - first),
                          static_cast<std::uint32_t>(end - added)});
  return {};
}

void TreeReader::note_all_but_carried(const TreeState& base) {
  std::size_t after = 0;
  for (const Carried& carried : carried_) {
    if (carried.first > after) note_entries(base, after, carried.first);
    after = std::max<std::size_t>(after, carried.last);
  }
  note_entries(base, after, base.entries.size());
}

// A delta may copy the same bytes several times. Then the base has an entry
// once, and the tree has it more often.
void TreeReader::note_carried_again(const TreeState& base) {
  std::size_t after = 0;
  for (const Carried& carried : carried_) {
    const std::size_t last = std::min<std::size_t>(after, carried.last);
    if (carried.first < last) note_entries(base, carried.first, last);
    after = std::max<std::size_t>(after, carried.last);
  }
}

void TreeReader::note_entries(const TreeState& base, std::size_t first,
                              std::size_t last) {
  const auto begin = base.entries.begin();
  log_.entries.insert(log_.entries.end(),
                      begin + static_cast<std::ptrdiff_t>(first),
                      begin + static_cast<std::ptrdiff_t>(last));
}

}  // namespace patrol
