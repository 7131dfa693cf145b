#include "scanner/decode/rows.h"

#include <vector>

namespace patrol {
namespace {

#define PATROL_INLINE [[gnu::always_inline]] inline

// Eight masks in one register where there are such, else in several. Handed on
// by reference: how a function would return it depends on the processor.
using Lanes [[gnu::vector_size(64)]] = std::uint64_t;

PATROL_INLINE void load(const BlockMasks& masks, Lanes& out) {
  __builtin_memcpy(&out, masks.data(), sizeof(out));
}

PATROL_INLINE void store(const Lanes& lanes, BlockMasks& out) {
  __builtin_memcpy(out.data(), &lanes, sizeof(lanes));
}

PATROL_INLINE bool any(const Lanes& lanes) {
  std::uint64_t all = 0;
  for (std::size_t b = 0; b < kLanes; ++b) all |= lanes[b];
  return all != 0;
}

// Of each block the one before it.
PATROL_INLINE void one_before(const Lanes& before, const Lanes& here,
                              Lanes& out) {
  out = __builtin_shufflevector(before, here, 7, 8, 9, 10, 11, 12, 13, 14);
}

// A bit for each kLeastBase64 ones in a row: where they begin.
PATROL_INLINE void keep_rows(Lanes& mask) {
  static_assert(kLeastBase64 == 27);
  mask &= mask >> 1;
  mask &= mask >> 2;
  mask &= mask >> 4;
  mask &= mask >> 8;
  mask &= mask >> 11;
}

// The rows of one kind of character or several.
struct LaneRows {
  Lanes astride{};
  Lanes within{};

  PATROL_INLINE void add(const Lanes& before, const Lanes& here) {
    Lanes row;
    one_before(before, here, row);
    row = row >> 32 | here << 32;
    keep_rows(row);
    astride |= row;
    row = here;
    keep_rows(row);
    within |= row;
  }

  PATROL_INLINE bool any() const { return patrol::any(astride | within); }

  PATROL_INLINE void put(Rows& out) const {
    store(astride, out.astride);
    store(within, out.within);
  }
};

constexpr std::uint64_t kEveryFourth = 0x1111'1111'1111'1111;

// Base64 characters, where + / - _ stand fourth alone if groups begin at `way`:
// most names in which words are joined by _ are not that.
PATROL_INLINE void sparse_of(const KindGroup& group, unsigned way, Lanes& out) {
  Lanes base64;
  Lanes specials;
  load(group.base64, base64);
  load(group.specials, specials);
  out = base64 & (~specials | kEveryFourth << (way + 3) % 4);
}

// Characters of text, likewise.
PATROL_INLINE void text_of(const KindGroup& kinds, const PlaceGroup& places,
                           unsigned way, Lanes& out) {
  Lanes first;
  Lanes second;
  Lanes third;
  load(places.first, first);
  load(places.second, second);
  load(places.third, third);
  Lanes base64;
  load(kinds.base64, base64);
  const auto at = [way](unsigned place) {
    return kEveryFourth << ((way + place) % 4);
  };
  out = base64 & ((first & at(0)) | (second & at(1)) | (third & at(2)) | at(3));
}

PATROL_INLINE void plain_of(const KindGroup& group, Lanes& out) {
  Lanes specials;
  load(group.base64, out);
  load(group.specials, specials);
  out &= ~specials;
}

PATROL_INLINE bool any_base64(const KindGroup& before, const KindGroup& here) {
  Lanes last;
  Lanes base64;
  load(before.base64, last);
  load(here.base64, base64);
  LaneRows rows;
  rows.add(last, base64);
  return rows.any();
}

PATROL_INLINE bool any_sparse(const KindGroup& before, const KindGroup& here) {
  LaneRows rows;
  for (unsigned way = 0; way < 4; ++way) {
    Lanes last;
    Lanes sparse;
    sparse_of(before, way, last);
    sparse_of(here, way, sparse);
    rows.add(last, sparse);
  }
  return rows.any();
}

// REQUIRES: kinds[0], places[0] are of the group before, of which the last
// block is looked at.
PATROL_INLINE void note_rows(const KindGroup* kinds, const PlaceGroup* places,
                             Notes& out) {
  Lanes last;
  Lanes here;
  LaneRows texts;
  for (unsigned way = 0; way < 4; ++way) {
    text_of(kinds[0], places[0], way, last);
    text_of(kinds[1], places[1], way, here);
    texts.add(last, here);
  }
  LaneRows plains;
  plain_of(kinds[0], last);
  plain_of(kinds[1], here);
  plains.add(last, here);
  texts.put(out.text);
  plains.put(out.plain);
  out.any_row = texts.any() || plains.any();
}

PATROL_INLINE void load_names(const KindGroup& group, Lanes& out) {
  Lanes base64;
  load(group.base64, base64);
  load(group.names, out);
  out |= base64;
}

PATROL_INLINE void note_marks(const KindGroup& before, const KindGroup& here,
                              Notes& out) {
  Lanes names_before;
  Lanes names;
  Lanes last;
  Lanes quotes;
  Lanes marks;
  load_names(before, names_before);
  load_names(here, names);
  one_before(names_before, names, last);
  load(here.quotes, quotes);
  load(here.escapes, marks);
  marks |= quotes & (names << 1 | last >> 63);
  store(marks, out.marks);
}

// All groups are classified before one is looked at: a mask of which a part was
// just written is slow to read.
PATROL_INLINE void look(const Classifiers& classify, const char* before,
                        const char* at, std::size_t groups, Notes* out) {
  std::array<KindGroup, 1 + kMostGroups> kinds;
  std::array<PlaceGroup, 2> places;
  classify.kinds(before, kLanes - 1, 1, kinds.data());
  classify.kinds(at, kLanes, groups * kLanes, kinds.data());
  for (std::size_t g = 0; g < groups; ++g, at += kGroup) {
    note_marks(kinds[g], kinds[g + 1], out[g]);
    out[g].any_row = any_base64(kinds[g], kinds[g + 1]) &&
                     any_sparse(kinds[g], kinds[g + 1]);
    if (!out[g].any_row) continue;
    classify.places(g == 0 ? before : at - kBlock, kLanes - 1, 1,
                    places.data());
    classify.places(at, kLanes, kLanes, places.data());
    note_rows(&kinds[g], places.data(), out[g]);
  }
}

// The same line thrice: what an inlined function may use is settled by the one
// that it is inlined into.
#if defined(__x86_64__)

[[gnu::target("avx512bw,avx512dq")]] void look_512(const Classifiers& classify,
                                                   const char* before,
                                                   const char* at,
                                                   std::size_t groups,
                                                   Notes* out) {
  look(classify, before, at, groups, out);
}

[[gnu::target("avx2")]] void look_256(const Classifiers& classify,
                                      const char* before, const char* at,
                                      std::size_t groups, Notes* out) {
  look(classify, before, at, groups, out);
}

#endif

void look_plainly(const Classifiers& classify, const char* before,
                  const char* at, std::size_t groups, Notes* out) {
  look(classify, before, at, groups, out);
}

}  // namespace

void look_for_rows(const Classifiers& classify, const char* before,
                   const char* at, std::size_t groups, Notes* out) {
#if defined(__x86_64__)
  if (classify.vectors == Vectors::k512) {
    return look_512(classify, before, at, groups, out);
  }
  if (classify.vectors == Vectors::k256) {
    return look_256(classify, before, at, groups, out);
  }
#endif
  look_plainly(classify, before, at, groups, out);
}

}  // namespace patrol
