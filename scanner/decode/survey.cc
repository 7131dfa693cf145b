#include "scanner/decode/survey.h"

#include <algorithm>
#include <bit>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace patrol {
namespace {

// Bytes that one step looks at, and the bits of its masks.
constexpr std::size_t kBlock = 64;

// A byte belongs to a class if both tables give the class's bit:
//
//   0x01  A-O a-o      0x08  + - /       0x20  % &
//   0x02  P-Z p-z      0x10  _           0x40  \ <
//   0x04  0-9                            0x80  " '
constexpr std::uint8_t kBase64 = 0x1F;
constexpr std::uint8_t kSpecial = 0x18;
constexpr std::uint8_t kEscape = 0x60;
constexpr std::uint8_t kQuote = 0x80;

// Behind what is below '.' in ASCII a quote opens; blanks and brackets are.
constexpr char kBelowNames = '.' - 1;

using Table = std::array<std::uint8_t, 16>;
constexpr Table kByLowHalf = {
    0x06, 0x07, 0x87, 0x07, 0x07, 0x27, 0x27, 0x87,  // 0-7
    0x07, 0x07, 0x03, 0x09, 0x41, 0x09, 0x01, 0x19   // 8-F
};
constexpr Table kByHighHalf = {
    0x00, 0x00, 0xA8, 0x44, 0x01, 0x52, 0x01, 0x02,  // 0-7
};

constexpr std::uint8_t class_of(std::uint8_t byte) {
  return kByLowHalf[byte & 0xF] & kByHighHalf[byte >> 4];
}

// Blocks that are classified in one go, behind the one before them.
constexpr std::size_t kBatch = 16;
using Batch = std::array<Survey::Masks, 1 + kBatch>;

void classify_each(const char* at, std::size_t blocks, Batch& out) {
  for (std::size_t b = 1; b <= blocks; ++b) {
    Survey::Masks masks;
    for (std::size_t i = 0; i < kBlock; ++i, ++at) {
      const std::uint8_t of = class_of(static_cast<std::uint8_t>(*at));
      const auto bit = [&](bool set) { return std::uint64_t{set} << i; };
      masks.base64 |= bit((of & kBase64) != 0);
      masks.escapes |= bit((of & kEscape) != 0);
      masks.specials |= bit((of & kSpecial) != 0);
      masks.quotes |= bit((of & kQuote) != 0);
      masks.names |= bit(*at > kBelowNames);
    }
    out[b] = masks;
  }
}

using Classify = void (*)(const char* at, std::size_t blocks, Batch& out);

#if defined(__x86_64__)

__m128i load(const Table& table) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(table.data()));
}

[[gnu::target("avx2"), gnu::always_inline]] inline std::uint64_t bits(
    __m256i lanes) {
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(lanes));
}

// Half a block.
[[gnu::target("avx2"), gnu::always_inline]] inline Survey::Masks classify_half(
    const char* at, __m256i low_table, __m256i high_table) {
  const __m256i half = _mm256_set1_epi8(0xF);
  const __m256i bytes =
      _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
  const __m256i low =
      _mm256_shuffle_epi8(low_table, _mm256_and_si256(bytes, half));
  const __m256i high = _mm256_shuffle_epi8(
      high_table, _mm256_and_si256(_mm256_srli_epi16(bytes, 4), half));
  const __m256i classes = _mm256_and_si256(low, high);
  const __m256i zero = _mm256_setzero_si256();
  const __m256i base64 = _mm256_and_si256(classes, _mm256_set1_epi8(kBase64));
  const __m256i escapes = _mm256_and_si256(classes, _mm256_set1_epi8(kEscape));
  const __m256i specials =
      _mm256_and_si256(classes, _mm256_set1_epi8(kSpecial));
  return {bits(_mm256_cmpgt_epi8(base64, zero)),
          bits(_mm256_cmpgt_epi8(escapes, zero)),
          bits(_mm256_cmpgt_epi8(specials, zero)),
          bits(classes),  // the sign is kQuote
          bits(_mm256_cmpgt_epi8(bytes, _mm256_set1_epi8(kBelowNames)))};
}

[[gnu::target("avx2")]] void classify_avx2(const char* at, std::size_t blocks,
                                           Batch& out) {
  const __m256i low = _mm256_broadcastsi128_si256(load(kByLowHalf));
  const __m256i high = _mm256_broadcastsi128_si256(load(kByHighHalf));
  for (std::size_t b = 1; b <= blocks; ++b, at += kBlock) {
    const Survey::Masks first = classify_half(at, low, high);
    const Survey::Masks second = classify_half(at + kBlock / 2, low, high);
    out[b] = {first.base64 | second.base64 << 32,
              first.escapes | second.escapes << 32,
              first.specials | second.specials << 32,
              first.quotes | second.quotes << 32,
              first.names | second.names << 32};
  }
}

[[gnu::target("avx512bw")]] void classify_avx512(const char* at,
                                                 std::size_t blocks,
                                                 Batch& out) {
  const __m512i low_table =
      _mm512_maskz_broadcast_i32x4(0xFFFF, load(kByLowHalf));
  const __m512i high_table =
      _mm512_maskz_broadcast_i32x4(0xFFFF, load(kByHighHalf));
  const __m512i half = _mm512_set1_epi8(0xF);
  for (std::size_t b = 1; b <= blocks; ++b, at += kBlock) {
    const __m512i bytes = _mm512_loadu_si512(at);
    const __m512i low =
        _mm512_shuffle_epi8(low_table, _mm512_and_si512(bytes, half));
    const __m512i high = _mm512_shuffle_epi8(
        high_table, _mm512_and_si512(_mm512_srli_epi16(bytes, 4), half));
    const __m512i classes = _mm512_and_si512(low, high);
    out[b] = {_mm512_test_epi8_mask(classes, _mm512_set1_epi8(kBase64)),
              _mm512_test_epi8_mask(classes, _mm512_set1_epi8(kEscape)),
              _mm512_test_epi8_mask(classes, _mm512_set1_epi8(kSpecial)),
              _mm512_movepi8_mask(classes),  // the sign is kQuote
              _mm512_cmpgt_epi8_mask(bytes, _mm512_set1_epi8(kBelowNames))};
  }
}

// Servers have had AVX-512 since 2017, all others AVX2 since 2013.
Classify choose_classify() {
  if (__builtin_cpu_supports("avx512bw")) return classify_avx512;
  if (__builtin_cpu_supports("avx2")) return classify_avx2;
  return classify_each;
}

#else

Classify choose_classify() { return classify_each; }

#endif

// A bit for each kLeastBase64 ones in a row: where they begin.
std::uint64_t long_ones(std::uint64_t mask) {
  static_assert(kLeastBase64 == 27);
  mask &= mask >> 1;
  mask &= mask >> 2;
  mask &= mask >> 4;
  if (mask == 0) return 0;  // no eight: so it is nearly everywhere
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
std::uint64_t marks_of(const Survey::Masks& block,
                       const Survey::Masks& before) {
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
  static const Classify kClassify = choose_classify();
  runs_.clear();
  counts_ = {};
  open_ = 0;
  Batch batch;
  batch[0] = {};
  std::uint64_t at = 0;
  for (; text.size() - at >= kBlock; at += kBlock) {
    const std::size_t blocks =
        std::min<std::size_t>(kBatch, (text.size() - at) / kBlock);
    kClassify(text.data() + at, blocks, batch);
    note(text, at, {batch.data(), 1 + blocks});
    batch[0] = batch[blocks];
    at += (blocks - 1) * kBlock;
  }
  // The zeros behind what is left end every run.
  std::array<char, kBlock> last{};
  std::memcpy(last.data(), text.data() + at, text.size() - at);
  kClassify(last.data(), 1, batch);
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
