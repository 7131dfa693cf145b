#include "scanner/decode/survey.h"

#include <algorithm>
#include <bit>

namespace patrol {
namespace {

// By byte; of those that are no mark it does not matter.
constexpr std::array<Mark, 256> kMarkOf = [] {
  std::array<Mark, 256> marks{};
  marks['\\'] = Mark::kBackslash;
  marks['%'] = Mark::kPercent;
  marks['&'] = Mark::kAmpersand;
  marks['<'] = Mark::kLess;
  marks['"'] = Mark::kQuote;
  marks['\''] = Mark::kQuote;
  return marks;
}();

// What may stand behind each mark.
constexpr std::array<std::string_view, kMarks> kFollowers = {
    "uUx01234567\\/=:_-\n\r", "0123456789ABCDEFabcdef", "#aceglpqs", "/t",
    " \t\n\r+.&\\_",
};

// By byte, a bit for each mark that it may follow.
constexpr std::array<std::uint8_t, 256> kMayFollow = [] {
  std::array<std::uint8_t, 256> out{};
  for (std::size_t mark = 0; mark < kMarks; ++mark) {
    for (const char c : kFollowers[mark]) {
      out[static_cast<unsigned char>(c)] |=
          static_cast<std::uint8_t>(1U << mark);
    }
  }
  return out;
}();

using Alphabet = std::array<bool, 256>;

constexpr Alphabet with(Alphabet alphabet, std::string_view characters) {
  for (char c : characters) alphabet[static_cast<unsigned char>(c)] = true;
  return alphabet;
}
constexpr Alphabet kPlain =
    with({}, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
constexpr Alphabet kBase64 = with(kPlain, "+/-_");

// The run of one alphabet around `at`, which belongs to it. REQUIRES: none
// begins before `least`.
Span run_around(std::string_view text, const Alphabet& alphabet,
                std::uint64_t at, std::uint64_t least) {
  const auto belongs = [&](std::uint64_t i) {
    return alphabet[static_cast<unsigned char>(text[i])];
  };
  Span run{at, at + kLeastBase64};
  while (run.begin > least && belongs(run.begin - 1)) --run.begin;
  while (run.end < text.size() && belongs(run.end)) ++run.end;
  return run;
}

// Appends to `runs` those that have one of the rows in `mask`.
void note_runs(std::string_view text, const Alphabet& alphabet,
               std::uint64_t at, std::uint64_t mask, std::vector<Span>& runs) {
  while (mask != 0) {
    const std::uint64_t row =
        at + static_cast<std::uint64_t>(std::countr_zero(mask));
    const std::uint64_t done = runs.empty() ? 0 : runs.back().end;
    if (row >= done) runs.push_back(run_around(text, alphabet, row, done));
    const std::uint64_t passed = runs.back().end - at;
    mask = passed < kBlock ? mask & ~std::uint64_t{0} << passed : 0;
  }
}

// The rows of a group that begins at `at`.
void note_runs(std::string_view text, const Alphabet& alphabet,
               std::uint64_t at, const Rows& rows, std::vector<Span>& runs) {
  for (std::size_t b = 0; b < kLanes; ++b, at += kBlock) {
    note_runs(text, alphabet, at - kBlock / 2, rows.astride[b], runs);
    note_runs(text, alphabet, at, rows.within[b], runs);
  }
}

// The survey is the first to read a text whole. The processor's own look-ahead
// ends with the page; this one takes 9 % off source code that comes from the
// third-level cache, and nothing off what is near.
constexpr std::uint64_t kFetchedAhead = 2 * kMostGroups * kGroup;
constexpr std::size_t kCacheLine = 64;

void fetch(std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size(); at += kCacheLine) {
    __builtin_prefetch(bytes.data() + at);
  }
}

}  // namespace

void Survey::clear() {
  text_runs_.clear();
  plain_runs_.clear();
  counts_ = {};
}

void Survey::take(std::string_view text) {
  clear();
  look(text, {0, text.size()});
}

void Survey::take(std::string_view text, std::span<const Span> parts) {
  clear();
  for (const Span& part : parts) look(text, part);
}

// What stands before the part belongs to no run of it: a line ends there.
void Survey::look(std::string_view text, const Span& part) {
  const Classifiers& classify = classifiers().front();
  std::array<Notes, kMostGroups> notes;
  std::array<char, kBlock> first{};
  if (part.begin > 0) first.back() = text[part.begin - 1];
  const char* before = first.data();
  std::uint64_t at = part.begin;
  while (part.end >= at + kGroup) {
    const std::size_t groups =
        std::min<std::size_t>(kMostGroups, (part.end - at) / kGroup);
    fetch(text.substr(std::min<std::uint64_t>(at + kFetchedAhead, part.end),
                      groups * kGroup));
    look_for_rows(classify, before, text.data() + at, groups, notes.data());
    note(text, at, {notes.data(), groups});
    at += groups * kGroup;
    before = text.data() + at - kBlock;
  }
  if (at == part.end) return;
  // The zeros behind what is left end every run.
  std::array<char, kGroup> last{};
  text.copy(last.data(), part.end - at, at);
  look_for_rows(classify, before, last.data(), 1, notes.data());
  note(text, at, {notes.data(), 1});
}

// `groups`: those that begin at text[at].
void Survey::note(std::string_view text, std::uint64_t at,
                  std::span<const Notes> groups) {
  std::array<MarkedBlock, kMostGroups * kLanes + 1> marked;
  std::size_t count = 0;
  for (const Notes& notes : groups) {
    if (notes.any_row) {
      note_runs(text, kBase64, at, notes.text, text_runs_);
      note_runs(text, kPlain, at, notes.plain, plain_runs_);
    }
    for (const std::uint64_t mask : notes.marks) {
      marked[count] = {at, mask};
      count += mask != 0;
      at += kBlock;
    }
  }
  if (count == 0) return;
  marked[count].mask = 0;
  note_marks(text, marked.data());
}

// Up to the block without a mark. One loop over all marks, without a jump that
// depends on how many a block has: none could be foreseen.
void Survey::note_marks(std::string_view text, const MarkedBlock* block) {
  for (std::size_t mark = 0; mark < kMarks; ++mark) {
    const std::size_t needed = counts_[mark] + kMostGroups * kGroup;
    if (marks_[mark].size() < needed) marks_[mark].resize(2 * needed);
  }
  std::uint64_t mask = block->mask;
  while (mask != 0) {
    const std::uint64_t offset =
        block->at + static_cast<std::uint64_t>(std::countr_zero(mask));
    const auto mark = static_cast<std::size_t>(
        kMarkOf[static_cast<unsigned char>(text[offset])]);
    const char next = offset + 1 < text.size() ? text[offset + 1] : '\0';
    marks_[mark][counts_[mark]] = static_cast<std::uint32_t>(offset);
    counts_[mark] += kMayFollow[static_cast<unsigned char>(next)] >> mark & 1U;
    mask &= mask - 1;
    block += mask == 0;
    mask = mask == 0 ? block->mask : mask;
  }
}

}  // namespace patrol
