#include "scanner/decode/survey.h"

#include <algorithm>
#include <bit>

namespace patrol {
namespace {

// Blocks that are classified in one go.
constexpr std::size_t kBatch = 16;

// A bit for each kLeastBase64 ones in a row: where they begin.
std::uint64_t long_ones(std::uint64_t mask) {
  static_assert(kLeastBase64 == 27);
  mask &= mask >> 1;
  mask &= mask >> 2;
  mask &= mask >> 4;
  mask &= mask >> 8;
  return mask & mask >> 11;
}

// The last `count` bits of the block before, then those of this one.
std::uint64_t join(std::uint64_t before, std::uint64_t here,
                   std::uint64_t count) {
  if (count == 0) return here;
  return count == kBlock ? before : before >> (kBlock - count) | here << count;
}

// May text be encoded in the first `length` bits, of which `specials` are + / -
// or _? Those are 62 and 63, all ones; in text each byte's first bit is zero,
// so they stand last in their groups of four, and all others break a stretch.
// Names in which words are joined by _ are told by it. REQUIRES: length <= 64.
bool may_be_text(std::uint64_t specials, std::uint64_t length) {
  const std::uint64_t all = ~std::uint64_t{0} >> (kBlock - length);
  if ((specials & all) == 0) return true;
  constexpr std::uint64_t kEveryFourth = 0x1111'1111'1111'1111;
  for (unsigned last = 0; last < 4; ++last) {
    const std::uint64_t breaks = specials & ~(kEveryFourth << last);
    if (long_ones(all & ~breaks) != 0) return true;
  }
  return false;
}

// Escapes, and the quotes that may end a piece of a token.
std::uint64_t marks_of(const Masks& block, const Masks& before) {
  const std::uint64_t names = block.names | block.base64;
  const std::uint64_t names_before = before.names | before.base64;
  return block.escapes |
         (block.quotes & (names << 1 | names_before >> (kBlock - 1)));
}

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

}  // namespace

void Survey::take(std::string_view text) {
  static const Classify kClassify = classifiers().front();
  runs_.clear();
  counts_ = {};
  open_ = 0;
  // Behind the last block of the batch before.
  std::array<Masks, 1 + kBatch> batch;
  std::uint64_t at = 0;
  for (; text.size() - at >= kBlock; at += kBlock) {
    const std::size_t blocks =
        std::min<std::size_t>(kBatch, (text.size() - at) / kBlock);
    kClassify(text.data() + at, blocks, &batch[1]);
    note(text, at, {batch.data(), 1 + blocks});
    batch[0] = batch[blocks];
    at += (blocks - 1) * kBlock;
  }
  // The zeros behind what is left end every run.
  std::array<char, kBlock> last{};
  text.copy(last.data(), kBlock, at);
  kClassify(last.data(), 1, &batch[1]);
  note(text, at, {batch.data(), 2});
}

// `blocks`: from the second on, those that begin at text[at].
void Survey::note(std::string_view text, std::uint64_t at,
                  std::span<const Masks> blocks) {
  std::array<MarkedBlock, kBatch + 1> marked;
  std::size_t count = 0;
  for (std::size_t b = 1; b < blocks.size(); ++b, at += kBlock) {
    note_runs(at, blocks[b], blocks[b - 1]);
    marked[count] = {at, marks_of(blocks[b], blocks[b - 1])};
    count += marked[count].mask != 0;
  }
  if (count == 0) return;
  marked[count].mask = 0;
  note_marks(text, marked.data());
}

// Up to the block without a mark. One loop over all marks, without a jump that
// depends on how many a block has: none could be foreseen.
void Survey::note_marks(std::string_view text, const MarkedBlock* block) {
  for (std::size_t mark = 0; mark < kMarks; ++mark) {
    const std::size_t needed = counts_[mark] + kBatch * kBlock;
    if (marks_[mark].size() < needed) marks_[mark].resize(2 * needed);
  }
  std::uint64_t mask = block->mask;
  while (mask != 0) {
    const std::uint64_t offset =
        block->at + static_cast<std::uint64_t>(std::countr_zero(mask));
    const auto mark = static_cast<std::size_t>(
        kMarkOf[static_cast<unsigned char>(text[offset])]);
    marks_[mark][counts_[mark]++] = static_cast<std::uint32_t>(offset);
    mask &= mask - 1;
    block += mask == 0;
    mask = mask == 0 ? block->mask : mask;
  }
}

inline void Survey::note_runs(std::uint64_t at, const Masks& masks,
                              const Masks& before) {
  const auto ends = static_cast<std::uint64_t>(std::countr_one(masks.base64));
  if (open_ + ends >= kLeastBase64) {
    if (ends == kBlock) {
      open_ += kBlock;
      return;
    }
    note_open_run(at, ends, masks, before);
  }
  open_ = static_cast<std::uint64_t>(std::countl_one(masks.base64));
  if (long_ones(masks.base64) != 0) note_inner_runs(at, ends, masks);
}

//   open_        the block's mask
//   . . 1 1 1 1 | 1 1 1 0 0 1 1 1 1 1 1 0 . . . . 0 1 1
//               | ends     | lies within           | is open
void Survey::note_open_run(std::uint64_t at, std::uint64_t ends,
                           const Masks& masks, const Masks& before) {
  const bool is_short = open_ + ends <= kBlock;
  if (!is_short ||
      may_be_text(join(before.specials, masks.specials, open_), open_ + ends)) {
    runs_.push_back({at - open_, at + ends});
  }
}

void Survey::note_inner_runs(std::uint64_t at, std::uint64_t ends,
                             const Masks& masks) {
  std::uint64_t mask = masks.base64 & ~std::uint64_t{0} << ends;
  if (open_ != 0) mask &= ~std::uint64_t{0} >> open_;
  std::uint64_t begins = long_ones(mask);
  while (begins != 0) {
    const auto begin = static_cast<std::uint64_t>(std::countr_zero(begins));
    const auto end =
        begin + static_cast<std::uint64_t>(std::countr_one(mask >> begin));
    if (may_be_text(masks.specials >> begin, end - begin)) {
      runs_.push_back({at + begin, at + end});
    }
    begins &= ~std::uint64_t{0} << end;
  }
}

}  // namespace patrol
